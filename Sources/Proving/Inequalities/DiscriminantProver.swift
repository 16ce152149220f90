import Arithmetic
import Expressions
import Kernel

/// `C² <= A B` and `C <= √A √B` between integrals, by `s² A - 2 s C + B >= 0` for all s > 0.
struct DiscriminantProver {
    private let task: Task
    private let name: String

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func run() -> Outcome? {
        let statement = task.statement
        guard let discriminant, Self.areComparable(discriminant), let reduced = try? discriminant.statement(of: statement) else { return nil }
        let s = discriminant.parameter
        return Prover.proof(of: task, name, from: reduced) {
            .discriminant(discriminant, $0)
        } words: {
            "by the discriminant of \(s)² A - 2 \(s) C + B" + ($0.evidence.hasPrefix("up to") ? ": " + $0.evidence : "")
        }
    }

    /// A square of integrals is compared with integrals over the same points; others are not looked at, which may take long.
    private static func areComparable(_ discriminant: Discriminant) -> Bool {
        var points: Set<[Point]> = []
        func visit(_ e: Expression) -> Bool {
            if case .integral(let own, let body) = e.kind {
                points.insert(own)
                return !body.hasIntegral
            }
            return e.operands.allSatisfy(visit)
        }
        return [discriminant.first, discriminant.second, discriminant.middle].allSatisfy(visit) && points.count == 1
    }

    private var discriminant: Discriminant? {
        guard let relations = task.statement.goal.relations, relations.count == 1, let relation = relations.first,
            relation.op == .lessOrEqual, relation.indices.isEmpty, let name = task.statement.freshParameter
        else { return nil }
        if let right = product(relation.right), right.isRoot {
            let first = .power(right.factor, .number(2)) * right.first
            if case .elementary(.abs, let inside) = relation.left.kind {
                return Discriminant(parameter: name, form: .absoluteRoot, factor: .one, first: first, second: right.second, middle: inside)
            }
            return Discriminant(parameter: name, form: .root, factor: .one, first: first, second: right.second, middle: relation.left)
        }
        return square(relation, name)
    }

    /// `right - left = factor (A B - C²)`: one term is the negative of a square; the others are a product of two integrals, or integrals without
    /// factors, and then B is 1.
    private func square(_ relation: Relation, _ name: String) -> Discriminant? {
        var rest = relation.right.summands.filter { $0 != .zero } + relation.left.summands.filter { $0 != .zero }.map { .number(-1) * $0 }
        let squares = rest.indices.compactMap { place in square(.number(-1) * rest[place]).map { (place: place, factor: $0.factor, base: $0.base) } }
        guard squares.count == 1, let square = squares.first else { return nil }
        rest.remove(at: square.place)
        if rest.count == 1, let product = product(rest[0]), !product.isRoot {
            return Discriminant(
                parameter: name, form: .square, factor: square.factor, first: product.factor / square.factor * product.first, second: product.second,
                middle: square.base)
        }
        guard rest.allSatisfy({ $0.factors.filter(\.hasIntegral).count <= 1 }), rest.contains(where: \.hasIntegral) else { return nil }
        return Discriminant(
            parameter: name, form: .square, factor: square.factor, first: .sum(rest) / square.factor, second: .one, middle: square.base)
    }

    private struct Product {
        let factor: Expression
        let first: Expression, second: Expression
        /// The roots are multiplied.
        let isRoot: Bool
    }

    /// One integral or two, or roots of these, and a factor in parameters.
    private func product(_ e: Expression) -> Product? {
        var factors: [Expression] = []
        switch e.kind {
        case .product(let parts): factors = parts
        // √(A B)
        case .power(let base, let exponent) where exponent == .half:
            guard let inside = product(base), !inside.isRoot else { return nil }
            return Product(factor: .one, first: inside.factor * inside.first, second: inside.second, isRoot: true)
        default: factors = [e]
        }
        let integrals = factors.filter(\.hasIntegral), factor = Expression.product(factors.filter { !$0.hasIntegral })
        guard (1...2).contains(integrals.count), factor.mentionsOnlyParameters else { return nil }
        let roots = integrals.compactMap { part -> Expression? in
            guard case .power(let base, let exponent) = part.kind, exponent == .half else { return nil }
            return base
        }
        guard roots.isEmpty || roots.count == integrals.count else { return nil }
        let parts = roots.isEmpty ? integrals : roots
        return Product(factor: factor, first: parts[0], second: parts.count == 2 ? parts[1] : .one, isRoot: !roots.isEmpty)
    }

    /// `factor · base²`; the factor is a number.
    private func square(_ e: Expression) -> (factor: Expression, base: Expression)? {
        var factor = Rational(1)
        var base: [Expression] = [], single: [Expression] = []
        for part in e.factors {
            switch part.kind {
            case .number(let value): factor = factor * value
            case .power(let inside, let exponent):
                guard case .number(let value) = exponent.kind, let times = value.asInt, times > 0, times % 2 == 0 else { return nil }
                base.append(.power(inside, .number(Rational(times / 2))))
            default:
                // `C C`
                if let twin = single.firstIndex(where: { $0.isSameUpToBoundIndices(as: part) }) {
                    base.append(single.remove(at: twin))
                } else {
                    single.append(part)
                }
            }
        }
        guard single.isEmpty, factor.sign > 0 else { return nil }
        return (.number(factor), .product(base))
    }
}

extension Expression {
    fileprivate static let half = Expression.number(Rational(1, 2))
}
