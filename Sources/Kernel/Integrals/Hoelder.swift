import Arithmetic
import Expressions

/// Hölder's inequality between products of powers of integrals over the same points (Hardy, Littlewood, Pólya: Inequalities, 188).
///
/// With what stands on the left as `|k| |C|^α` and on the right as `K ∏ B_i^β_i`, where the `b_i` are not negative, all `β_i > 0` and
/// `α = Σ β_i`, it is enough that `|k|^(2/α) |c|² <= K^(2/α) ∏ b_i^(2 β_i/α)` at every point. An integral `B_i` under a fraction bar on the
/// left counts on the right. Where `α` and `Σ β_i` differ, or nothing is left for `C`, a density of mass 1 makes up for it.
public struct Hoelder: Hashable, Sendable {
    public let mass: UnitMass?

    public init(mass: UnitMass?) { self.mass = mass }

    /// What has to be shown, each for itself: the inequality at every point, and the signs that are not manifest.
    public func statements(of statement: Statement) throws -> [Statement] {
        guard let relations = statement.goal.relations, relations.count == 1, relations[0].op == .lessOrEqual, relations[0].indices.isEmpty else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        var left = PowersOfIntegrals(), right = PowersOfIntegrals()
        let sides = Self.sides(of: relations[0])
        try left.add(sides.left, power: .one)
        try right.add(sides.right, power: .one)
        guard let points = (left.integrals + right.integrals).first?.points else { throw Rejection.evidenceDoesNotFitGoal }
        let integrals = try (left.integrals.map { try $0.over(points) }, right.integrals.map { try $0.over(points) })
        for factor in left.others + right.others where points.contains(where: factor.base.mentions) { throw Rejection.evidenceDoesNotFitGoal }
        return try Comparison(statement, points, try mass?.density(at: points, statement), integrals.0, left.others, integrals.1, right.others).statements
    }

    /// The sides of `0 <= B - A` and `A - B <= 0` are A and B.
    private static func sides(of relation: Relation) -> (left: Expression, right: Expression) {
        func isNegative(_ e: Expression) -> Bool { if case .number(let value)? = e.factors.first?.kind { value.sign < 0 } else { false } }
        // What is to be non-negative.
        let terms = relation.left == .zero ? relation.right.summands : relation.right == .zero ? relation.left.summands.map { -$0 } : []
        guard terms.count == 2, let place = terms.firstIndex(where: isNegative), !isNegative(terms[1 - place]) else { return (relation.left, relation.right) }
        return (-terms[place], terms[1 - place])
    }

    /// The statements, as they are put together.
    private struct Comparison {
        private let statement: Statement
        private let points: [Point]
        private let positive: Set<String>
        private(set) var statements: [Statement] = []

        init(
            _ statement: Statement, _ points: [Point], _ mass: Expression?, _ left: [PowersOfIntegrals.Integral], _ k: [PowersOfIntegrals.Power],
            _ right: [PowersOfIntegrals.Integral], _ K: [PowersOfIntegrals.Power]
        ) throws {
            self.statement = statement
            self.points = points
            positive = FormContext(statement).positiveParameters
            var middle: PowersOfIntegrals.Integral?
            var factors = right
            for integral in left {
                let power = -integral.power
                if let place = factors.firstIndex(where: { $0.isSame(as: integral) }) {
                    factors[place].power = factors[place].power + power
                } else if case .number(let value) = integral.power.kind, value.sign < 0 {
                    factors.append(integral.with(power: .number(-value)))
                } else {
                    guard middle == nil else { throw Rejection.evidenceDoesNotFitGoal }
                    middle = integral
                }
            }
            // Conjugate exponents, as they should be.
            let sum = Expression.sum(factors.map(\.power))
            var hasMass = false
            let exponent: Expression
            if let middle {
                exponent = middle.power
                let rest = exponent - sum
                if try !isZero(rest), mass != nil || factors.count != 1 || exponent != .number(2) {
                    guard let mass else { throw Rejection.evidenceDoesNotFitGoal }
                    factors.append(PowersOfIntegrals.Integral(points: points, square: mass * mass, body: mass, power: rest))
                    hasMass = true
                }
            } else {
                guard mass != nil else { throw Rejection.evidenceDoesNotFitGoal }
                exponent = sum
            }
            // One integral under another is a matter of their integrands, unless it bounds the square of one.
            if factors.count == 1, let middle, !hasMass, exponent == .number(2), factors[0].power == .one, let body = factors[0].body {
                try boundByWeight(middle.square, body, k, K)
                return
            }
            guard factors.count > 1 || hasMass && exponent != .one else { throw Rejection.evidenceDoesNotFitGoal }
            guard let square = middle?.square ?? mass.map({ $0 * $0 }) else { throw Rejection.evidenceDoesNotFitGoal }
            for (position, factor) in factors.enumerated() {
                guard let body = factor.body else { throw Rejection.evidenceDoesNotFitGoal }
                // To the power 0 the density of mass 1 is left out.
                try require(.zero, hasMass && position == factors.count - 1 ? .lessOrEqual : .less, factor.power)
                try require(.zero, .lessOrEqual, body)
            }
            try require(.zero, .less, exponent)
            for factor in K { try require(.zero, .lessOrEqual, factor.base) }
            let twice = Expression.number(2) / exponent
            func share(_ power: Expression) throws -> Expression {
                if case .number(let a) = power.kind, case .number(let b) = exponent.kind, !b.isZero { return .number(2 * a / b) }
                return power * twice
            }
            let small = try k.map { factor -> Expression in
                let base = factor.base.isManifestlyNonnegative(positiveParameters: positive) ? factor.base : .elementary(.abs, factor.base)
                return .power(base, try share(factor.power))
            }
            let large = try K.map { Expression.power($0.base, try share($0.power)) }
                + factors.map { Expression.power($0.body ?? .zero, try share($0.power)) }
            add(Relation(.product(small + [square]), .lessOrEqual, .product(large)))
        }

        /// `k (∫c)² <= K ∫b` where `k ∫ c²/b <= K`, with a weight `c²/b` in which no function stands: where b vanishes, c does.
        private mutating func boundByWeight(_ square: Expression, _ body: Expression, _ k: [PowersOfIntegrals.Power], _ K: [PowersOfIntegrals.Power]) throws {
            let context = FormContext(positiveParameters: positive, termBudget: Kernel.termBudget)
            // Components are numbers like others.
            let square = square.namingComponents(of: points), own = body.namingComponents(of: points)
            let quotient = square / own
            let form = ContractionForm(context, for: [quotient])
            var supply = IndexSupply(startingAt: 1 << 24)
            let named: Expression
            do { named = try form.expression(form.normalForm(quotient), &supply) } catch let error as FormError { throw Rejection.noNormalForm(error) }
            guard !named.mentionsFunctionOfPoints, try ContractionForm.areEqual(square, named * own, context) else { throw Rejection.evidenceDoesNotFitGoal }
            let weight = named.substitutingParameters(Dictionary(points.flatMap(\.components)) { first, _ in first })
            try require(.zero, .lessOrEqual, body)
            for factor in K { try require(.zero, .lessOrEqual, factor.base) }
            func product(_ factors: [PowersOfIntegrals.Power]) -> [Expression] { factors.map { .power($0.base, $0.power) } }
            let small = product(k).map { Expression.elementary(.abs, $0) }
            add(Relation(.product(small + [.integral(points, weight)]), .lessOrEqual, .product(product(K))))
        }

        private func isZero(_ e: Expression) throws -> Bool {
            try ContractionForm.areEqual(e, .zero, FormContext(positiveParameters: positive, termBudget: Kernel.termBudget))
        }

        private mutating func require(_ left: Expression, _ op: RelationOperator, _ right: Expression) throws {
            if case .number(let value) = right.kind {
                guard value.sign > 0 || value.isZero && op == .lessOrEqual else { throw Rejection.evidenceDoesNotFitGoal }
                return
            }
            if op == .lessOrEqual, right.isManifestlyNonnegative(positiveParameters: positive) { return }
            if right.isManifestlyPositive(positiveParameters: positive) { return }
            add(Relation(left, op, right))
        }

        private mutating func add(_ relation: Relation) {
            var result = statement
            result.goal = .relation(relation)
            result.hypotheses = statement.hypotheses(silentAbout: points)
            if !statements.contains(result) { statements.append(result) }
        }
    }
}

/// A product of powers of integrals and of other factors. Its absolute value is the product of those of the factors, wherever it is defined.
private struct PowersOfIntegrals {
    struct Power {
        let base: Expression
        let power: Expression
    }

    struct Integral {
        var points: [Point]
        /// `|c|²` for the integrand c.
        var square: Expression
        /// The integrand, where it is a scalar.
        var body: Expression?
        var power: Expression

        func with(power: Expression) -> Integral { Integral(points: points, square: square, body: body, power: power) }

        /// Of opposite integrands the squares alone would agree.
        func isSame(as other: Integral) -> Bool {
            guard let body, let own = other.body else { return body == nil && other.body == nil && square.isSameUpToBoundIndices(as: other.square) }
            return body.isSameUpToBoundIndices(as: own)
        }

        /// With other names for the points of integration; an inner integral must not catch them.
        func over(_ names: [Point]) throws -> Integral {
            if points == names { return self }
            guard points.count == names.count, zip(points, names).allSatisfy({ $0.manifold == $1.manifold }),
                names.allSatisfy({ points.contains($0) ? !square.integrates($0) : !square.mentions($0) && !square.integrates($0) })
            else { throw Rejection.evidenceDoesNotFitGoal }
            return Integral(
                points: names, square: square.exchangingPoints(points, names), body: body?.exchangingPoints(points, names), power: power)
        }
    }

    private(set) var integrals: [Integral] = []
    private(set) var others: [Power] = []

    mutating func add(_ e: Expression, power: Expression) throws {
        guard e.hasIntegral else {
            if e != .one { others.append(Power(base: e, power: power)) }
            return
        }
        switch e.kind {
        case .product(let factors): for factor in factors { try add(factor, power: power) }
        case .power(let base, let exponent):
            guard exponent.mentionsOnlyParameters else { throw Rejection.evidenceDoesNotFitGoal }
            try add(base, power: times(exponent, power))
        case .elementary(.abs, let inside): try add(inside, power: power)
        case .integral(let points, let body):
            guard e.freeIndices.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
            var inside = [body], outside: [Expression] = []
            if case .product(let factors) = body.kind {
                inside = factors.filter { factor in points.contains(where: factor.mentions) }
                outside = factors.filter { factor in !points.contains(where: factor.mentions) }
            }
            for factor in outside { try add(factor, power: power) }
            let integrand = Expression.product(inside)
            let signed: Expression
            if case .elementary(.abs, let argument) = integrand.kind { signed = argument } else { signed = integrand }
            include(Integral(points: points, square: signed * signed, body: integrand, power: power))
        // |∫c|²
        case .contraction(let index, let inside):
            var factors: [Expression]
            if case .product(let parts) = inside.kind { factors = parts } else { factors = [inside] }
            let components = factors.filter { $0.freeIndices.contains(index) }
            for factor in factors where !factor.freeIndices.contains(index) { try add(factor, power: power) }
            let (points, square) = try lengthSquared(components, index)
            include(Integral(points: points, square: square, body: nil, power: times(.number(2), power)))
        default: throw Rejection.evidenceDoesNotFitGoal
        }
    }

    private func lengthSquared(_ components: [Expression], _ index: Index) throws -> ([Point], Expression) {
        var pair = components
        if components.count == 1, case .power(let base, let exponent) = components[0].kind, exponent == .number(2) { pair = [base, base] }
        guard pair.count == 2, pair[0].isSameUpToBoundIndices(as: pair[1]), pair[0].freeIndices == [index],
            case .integral(let points, let first) = pair[0].kind, case .integral(points, let second) = pair[1].kind
        else { throw Rejection.evidenceDoesNotFitGoal }
        return (points, .contraction(index, pair[0] == pair[1] ? .power(first, .number(2)) : first * second))
    }

    private mutating func include(_ integral: Integral) {
        if let place = integrals.firstIndex(where: { $0.points == integral.points && $0.isSame(as: integral) }) {
            integrals[place].power = plus(integrals[place].power, integral.power)
        } else {
            integrals.append(integral)
        }
    }

    private func times(_ a: Expression, _ b: Expression) -> Expression {
        if case .number(let x) = a.kind, case .number(let y) = b.kind { return .number(x * y) }
        return a * b
    }

    private func plus(_ a: Expression, _ b: Expression) -> Expression {
        if case .number(let x) = a.kind, case .number(let y) = b.kind { return .number(x + y) }
        return a + b
    }
}

extension Point {
    /// Of a point of a space of a given dimension.
    fileprivate var components: [(name: String, value: Expression)] {
        guard let dimension = manifold.vectorDimension, case .number(let size) = dimension else { return [] }
        return (1...size).map { (nameOfComponent($0), .coordinate(self, .fixed($0, dimension))) }
    }

    fileprivate func nameOfComponent(_ k: Int) -> String { "\(name)[\(k)]" }
}

extension Expression {
    /// With parameters in place of single components.
    fileprivate func namingComponents(of points: [Point]) -> Expression {
        if case .coordinate(let point, .fixed(let k, _)?) = kind, points.contains(point) { return .parameter(point.nameOfComponent(k)) }
        return mapOperands { $0.namingComponents(of: points) }
    }

    /// Whether an integral inside is over the point.
    fileprivate func integrates(_ point: Point) -> Bool {
        if case .integral(let points, _) = kind, points.contains(point) { return true }
        return operands.contains { $0.integrates(point) }
    }
}

extension Hoelder {
    var symbolicText: SymbolicText { mass?.symbolicText ?? .list([]) }

    init(_ text: SymbolicItem) throws {
        let reader = StatementReader()
        self.init(mass: try reader.items(text).isEmpty ? nil : try UnitMass(text, reader))
    }
}
