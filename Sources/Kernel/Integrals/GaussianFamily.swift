import Arithmetic
import Expressions

/// Centred Gaussians in place of all functions: densities `(2πσ)^(-d/2) exp(-|x|²/(2σ))`, other functions without the
/// factor. Their variances are parameters of the statement that is left, and all its integrals have values in closed form.
/// What fails for some of them fails.
public struct GaussianFamily: Hashable, Sendable {
    /// The variance of each function of the statement, in order.
    public let variances: [String]

    public init(variances: [String]) { self.variances = variances }

    /// The statement about numbers. Where the integrals exist is among its hypotheses.
    public func statement(of statement: Statement) throws -> Statement {
        let names = Set(statement.parameters.map(\.name))
        guard variances.count == statement.functions.count, !variances.isEmpty, Set(variances).count == variances.count, names.isDisjoint(with: variances),
            statement.functions.allSatisfy(Self.admits), statement.points.allSatisfy({ Self.isFlat($0.manifold) })
        else { throw Rejection.evidenceDoesNotFitGoal }
        let values = Dictionary(zip(statement.functions, variances)) { first, _ in first }
        var supply = IndexSupply(startingAt: 1 << 24)
        var result = Statement(
            parameters: statement.parameters + variances.map { Parameter(name: $0, isInteger: false, lower: .init(value: 0, isStrict: true), upper: nil) },
            points: statement.points, goal: statement.goal)
        // A symbolic dimension is at least 1, also where no function says that it is one.
        let context = FormContext(result)
        var conditions: [Relation] = []
        func value(_ relation: Relation) throws -> Relation {
            let concrete = Relation(
                try replacing(relation.left, values, &supply), relation.op, try replacing(relation.right, values, &supply), indices: relation.indices)
            let evaluated = try IntegralEvaluation(result, context).apply(to: concrete)
            for exponent in evaluated.positive {
                let linear = exponent.linear.map { Expression.number($0.coefficient) * .parameter($0.symbol) }
                conditions.append(Relation(.zero, .less, .sum(linear + [.number(exponent.constant)])))
            }
            return evaluated.relation
        }
        guard let goals = statement.goal.relations, statement.hypotheses.allSatisfy(\.hasOnlyConclusions) else { throw Rejection.evidenceDoesNotFitGoal }
        let relations = try goals.map(value)
        let hypotheses = try SumOfSquares.citations(statement).map { try value($0.relation) }
        // What holds at every point is not seen at one.
        guard hypotheses.allSatisfy({ hypothesis in !statement.points.contains { hypothesis.left.mentions($0) || hypothesis.right.mentions($0) } })
        else { throw Rejection.evidenceDoesNotFitGoal }
        result.goal = relations.count == 1 ? .relation(relations[0]) : .conjunction(relations.map { .relation($0) })
        result.hypotheses = (hypotheses + conditions).map { .relation($0) }
        result.points.removeAll { point in !relations.contains { $0.left.mentions(point) || $0.right.mentions(point) } }
        return result
    }

    /// Scalars of one point with what a Gaussian has.
    private static func admits(_ function: FunctionSymbol) -> Bool {
        function.arguments.count == 1 && function.valueDimensions.isEmpty
            && function.attributes.isSubset(of: [.even, .decaying, .unitMass, .logconcave, .nonnegative])
    }

    private static func isFlat(_ manifold: Manifold) -> Bool {
        switch manifold {
        case .euclidean: return true
        case .line(let lower, let upper): return lower == nil && upper == nil
        default: return false
        }
    }

    private func replacing(_ e: Expression, _ variances: [FunctionSymbol: String], _ supply: inout IndexSupply) throws -> Expression {
        if case .elementary(.exp, let inner) = e.kind, case .application(let application) = inner.kind, application.function.isLogarithm,
            application.derivatives.isEmpty, let name = variances[application.function] {
            return try Gaussian(application, .parameter(name), &supply) { try replacing($0, variances, &$1) }.value
        }
        if case .application(let application) = e.kind, let name = variances[application.function] {
            let gaussian = try Gaussian(application, .parameter(name), &supply) { try replacing($0, variances, &$1) }
            return try application.function.isLogarithm ? gaussian.logarithm(application.derivatives) : gaussian.derivative(application.derivatives)
        }
        var names = supply
        defer { supply = names }
        return try e.mapOperands { try replacing($0, variances, &names) }
    }

    private struct Gaussian {
        private let function: FunctionSymbol
        private let variance: Expression
        private let argument: Expression.Argument
        private let square: Expression
        private var supply: IndexSupply

        init(
            _ application: Expression.Application, _ variance: Expression, _ supply: inout IndexSupply,
            _ replacing: (Expression, inout IndexSupply) throws -> Expression
        ) throws {
            function = application.function
            self.variance = variance
            switch application.arguments[0] {
            case .scalar(let body):
                let x = try replacing(body, &supply)
                argument = .scalar(x)
                square = x * x
            case .vector(let index, let body):
                let x = try replacing(body, &supply)
                argument = .vector(index, x)
                let own = supply.fresh(index.dimension)
                let component = x.renamingIndices([index: own], &supply)
                square = .contraction(own, component * component)
            }
            self.supply = supply
        }

        private var dimension: Expression {
            if case .vector(let dimension) = function.arguments[0] { return .dimension(dimension) }
            return .one
        }

        /// `2πσ` for a density.
        private var width: Expression? { function.attributes.contains(.unitMass) ? .number(2) * .pi * variance : nil }

        private var exponent: Expression { .number(Rational(-1, 2)) * square / variance }

        var value: Expression {
            let decay = Expression.elementary(.exp, exponent)
            return width.map { .power($0, .number(Rational(-1, 2)) * dimension) * decay } ?? decay
        }

        private func component(_ slot: Expression.DerivativeSlot) throws -> Expression {
            switch (argument, slot.index) {
            case (.scalar(let x), nil): return x
            case (.vector(let own, let x), let index?):
                var names = supply
                return x.renamingIndices([own: index], &names)
            default: throw Rejection.evidenceDoesNotFitGoal
            }
        }

        private func metric(_ a: Expression.DerivativeSlot, _ b: Expression.DerivativeSlot) -> Expression {
            if let i = a.index, let j = b.index { return .delta(i, j) }
            return .one
        }

        func logarithm(_ slots: [Expression.DerivativeSlot]) throws -> Expression {
            switch slots.count {
            case 0: return width.map { .number(Rational(-1, 2)) * dimension * .elementary(.log, $0) + exponent } ?? exponent
            case 1: return try -component(slots[0]) / variance
            case 2: return -metric(slots[0], slots[1]) / variance
            default: return .zero
            }
        }

        /// Of a function that is no logarithm.
        func derivative(_ slots: [Expression.DerivativeSlot]) throws -> Expression {
            switch slots.count {
            case 0: return value
            case 1: return try -component(slots[0]) / variance * value
            case 2: return try (component(slots[0]) * component(slots[1]) / variance - metric(slots[0], slots[1])) / variance * value
            default: throw Rejection.evidenceDoesNotFitGoal
            }
        }
    }
}

extension Proposition {
    /// Relations, their conjunctions, and implications, whose conclusions suffice.
    fileprivate var hasOnlyConclusions: Bool {
        switch self {
        case .relation: return true
        case .conjunction(let parts): return parts.allSatisfy(\.hasOnlyConclusions)
        case .implication(_, let conclusion): return conclusion.hasOnlyConclusions
        case .equivalence, .existence: return false
        }
    }
}
