import Expressions
import Kernel

/// Statements with integrals where the value is not linear in them, such as `log ∫ k(v-w) f(w) dw`: by those about every function in the place of one.
struct InnerIntegralProver {
    private let task: Task
    private let name: String
    private var statement: Statement { task.statement }

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func run() -> Outcome? {
        guard let relations = statement.goal.relations else { return nil }
        var tried: [Expression] = []
        for value in relations.flatMap({ $0.left.nonlinearIntegrals + $0.right.nonlinearIntegrals }) where !tried.contains(value) {
            tried.append(value)
            let points = statement.points.filter(value.mentions)
            guard !points.isEmpty, case let places = places(of: value, points, relations), !places.isEmpty else { continue }
            let integral = InnerIntegral(points: points, integral: value, places: places)
            guard let reduced = try? integral.statement(of: statement), let definition = reduced.hypotheses.last else { continue }
            let words = { (found: Outcome) in "for every function \(integral.function(statement).name) with \(definition.plainText), \(found.evidence)" }
            if let found = Prover.proof(of: task, name, from: reduced, evidence: { .inner(integral, $0) }, words: words) { return found }
        }
        return nil
    }

    /// The arguments in place of the points with which the integral stands in the goal.
    private func places(of value: Expression, _ points: [Point], _ relations: [Relation]) -> [[Expression.Argument]] {
        var supply = IndexSupply(startingAt: 1 << 22)
        var found: [(instance: Expression, place: [Expression.Argument])] = []
        func visit(_ e: Expression) {
            guard e.hasIntegral else { return }
            if case .integral = e.kind, !found.contains(where: { e.isSameUpToBoundNames(as: $0.instance) }), let place = place(of: e, value, points, &supply) {
                found.append((e, place))
            }
            e.operands.forEach(visit)
        }
        for relation in relations { [relation.left, relation.right].forEach(visit) }
        return found.map(\.place)
    }

    /// What stands at the points' places, if the expression is the integral there.
    private func place(of e: Expression, _ value: Expression, _ points: [Point], _ supply: inout IndexSupply) -> [Expression.Argument]? {
        guard case .integral(let own, let body) = e.kind, case .integral(let integrated, let pattern) = value.kind, own.count == integrated.count,
            zip(own, integrated).allSatisfy({ $0.manifold == $1.manifold }) else { return nil }
        let names = integrated.enumerated().map { Point(name: "∫ \($0.offset)", manifold: $0.element.manifold) }
        let target = body.renamingPoints(Dictionary(zip(own, names)) { first, _ in first })
        let wanted = pattern.renamingPoints(Dictionary(zip(integrated, names)) { first, _ in first })
        var place: [Expression.Argument] = []
        for point in points {
            guard let argument = wanted.argument(for: point, in: target, &supply) else { return nil }
            place.append(argument)
        }
        let instance = wanted.substituting(Dictionary(zip(points, place)) { first, _ in first })
        return instance.isSameUpToBoundIndices(as: target) ? place : nil
    }
}

extension Expression {
    /// The integrals without integrals in them, in places where the value is not linear in them.
    fileprivate var nonlinearIntegrals: [Expression] { integrals(isLinear: true) }

    private func integrals(isLinear: Bool) -> [Expression] {
        guard hasIntegral else { return [] }
        switch kind {
        case .integral(_, let body):
            let inside = body.integrals(isLinear: isLinear)
            return inside.isEmpty && !isLinear && !body.hasIntegral ? [self] : inside
        case .sum, .product, .contraction, .partial, .parameterDerivative: return operands.flatMap { $0.integrals(isLinear: isLinear) }
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, value.isInteger, value.sign > 0 else { return operands.flatMap { $0.integrals(isLinear: false) } }
            return base.integrals(isLinear: isLinear)
        default: return operands.flatMap { $0.integrals(isLinear: false) }
        }
    }

    /// What stands in a like expression where this one has the point, by the first place where it has it with the coefficient 1.
    fileprivate func argument(for point: Point, in other: Expression, _ supply: inout IndexSupply) -> Argument? {
        switch (kind, other.kind) {
        case (.coordinate(point, nil), _): return .scalar(other)
        case (.coordinate(point, let index?), _): return Self.argument(other, index, &supply)
        case (.sum(let terms), _) where terms.contains(where: { if case .coordinate(point, _) = $0.kind { true } else { false } }):
            // What is left of the other sum without the other terms.
            var rest: [Expression] = [other]
            if case .sum(let others) = other.kind { rest = others }
            var index: Index?
            for term in terms {
                if case .coordinate(point, let own) = term.kind {
                    index = own
                } else if let match = rest.firstIndex(of: term) {
                    rest.remove(at: match)
                } else {
                    return nil
                }
            }
            let place = Expression.sum(rest)
            return index.map { Self.argument(place, $0, &supply) } ?? .scalar(place)
        case (.application(let own), .application(let application)):
            guard own.function == application.function, own.arguments.count == application.arguments.count else { return nil }
            for (first, second) in zip(own.arguments, application.arguments) where first.body.mentions(point) {
                guard case .vector(let index, _) = first, case .vector(let otherIndex, let body) = second else { return first.body.argument(for: point, in: second.body, &supply) }
                return first.body.argument(for: point, in: body.renamingIndices([otherIndex: index], &supply), &supply)
            }
            return nil
        case (.contraction(let index, let body), .contraction(let otherIndex, let otherBody)):
            return body.argument(for: point, in: otherBody.renamingIndices([otherIndex: index], &supply), &supply)
        default:
            guard operands.count == other.operands.count else { return nil }
            for (first, second) in zip(operands, other.operands) where first.mentions(point) {
                if let found = first.argument(for: point, in: second, &supply) { return found }
            }
            return nil
        }
    }

    private static func argument(_ body: Expression, _ index: Index, _ supply: inout IndexSupply) -> Argument {
        let own = supply.fresh(index.dimension)
        return .vector(own, body.renamingIndices([index: own], &supply))
    }
}
