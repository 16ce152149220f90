import Arithmetic
import Expressions

/// A function of a time, of another real variable, of a point of space, or of several of these, that satisfies what the hypotheses ask of it,
/// in place of the declared one: what fails for it fails.
///
/// It is `z(t)` for a scalar, `z(t) e_1` for a vector and `z(t) Id` for a matrix, with z built from polynomials and
/// exponentials. Only a function of one real variable decays.
public struct ConcreteSolution: Hashable, Sendable {
    public let function: String
    /// One for each argument, all different.
    public let points: [Point]
    /// z, with the points for the arguments.
    public let value: Expression

    public init(function: String, points: [Point], value: Expression) {
        self.function = function
        self.points = points
        self.value = value
    }

    public init(function: String, point: Point, value: Expression) { self.init(function: function, points: [point], value: value) }

    /// The statement without the function.
    public func statement(of statement: Statement) throws -> Statement {
        guard let symbol = statement.functions.first(where: { $0.name == function }), symbol.valueDimensions.count <= 2,
            symbol.valueSymmetry != .antisymmetric, points.allSatisfy(statement.points.contains), Set(points).count == points.count, points.count == symbol.arguments.count
        else { throw Rejection.evidenceDoesNotFitGoal }
        for (point, slot) in zip(points, symbol.arguments) {
            switch point.manifold {
            case .line: guard slot == .scalar else { throw Rejection.evidenceDoesNotFitGoal }
            case .euclidean(let dimension): guard slot == .vector(dimension) else { throw Rejection.evidenceDoesNotFitGoal }
            case .sphere, .torus: throw Rejection.evidenceDoesNotFitGoal
            }
        }
        guard symbol.attributes.isSubset(of: symbol.arguments == [.scalar] ? [.nonnegative, .decaying] : []) else { throw Rejection.evidenceDoesNotFitGoal }
        try WellFormedness.check(value, in: statement, points: [], indices: [])
        let context = FormContext(statement)
        guard !value.hasIntegral, !value.mentionsFunctionOfPoints, value.points.allSatisfy(points.contains),
            points.allSatisfy({ value.isContinuouslyDifferentiable(in: $0, positiveParameters: context.positiveParameters) })
        else { throw Rejection.notEvaluated("the solution") }
        if symbol.attributes.contains(.decaying) {
            guard value == .zero || value.isGaussian(in: points[0], isPositive: symbol.isLogarithm) else { throw Rejection.noDecay(value.plainText) }
        }
        if symbol.isLogarithm || symbol.attributes.contains(.nonnegative) {
            guard value.isManifestlyPositive(positiveParameters: context.positiveParameters) else { throw Rejection.negative(value.plainText) }
        }
        var result = statement
        result.functions.removeAll { $0 == symbol }
        result.hypotheses = []
        for hypothesis in statement.hypotheses {
            guard let relations = hypothesis.relations else { throw Rejection.notEvaluated("a hypothesis") }
            for relation in relations {
                let concrete = try replacing(relation, symbol)
                // What is said of other functions as well is left to say.
                if concrete == relation || concrete.left.mentionsFunctionOfPoints || concrete.right.mentionsFunctionOfPoints {
                    result.hypotheses.append(.relation(concrete))
                } else {
                    try requireAtAllTimes(concrete, context)
                }
            }
        }
        // Where they have no meaning, nothing is said: these parts must have values for the counterexample.
        let sources = statement.hypotheses.flatMap { $0.relations ?? [] }.flatMap { [$0.left, $0.right] } + [value]
        for part in sources.flatMap(\.partialFunctionsOfParameters) { result.hypotheses.append(.relation(Relation(part, .equal, part))) }
        guard let goals = statement.goal.relations else { throw Rejection.evidenceDoesNotFitGoal }
        let relations = try goals.map { try replacing($0, symbol) }
        result.goal = relations.count == 1 ? .relation(relations[0]) : .conjunction(relations.map { .relation($0) })
        // What stood beside the function only may be anything that is declared of it.
        let left = (result.hypotheses.flatMap { $0.relations ?? [] } + relations).reduce(into: Set<FunctionSymbol>()) { $0.formUnion($1.left.functionSymbols.union($1.right.functionSymbols)) }
        result.functions.removeAll { $0.arguments.isEmpty && !left.contains($0) }
        return result
    }

    private func requireAtAllTimes(_ relation: Relation, _ context: FormContext) throws {
        if try ContractionForm.areEqual(relation.left, relation.right, context) {
            guard relation.op != .less else { throw Rejection.sidesAgree }
            return
        }
        guard relation.op == .lessOrEqual, relation.indices.isEmpty else { throw Rejection.sidesDiffer(relation: 0) }
        let form = ContractionForm(context, for: [relation.excess])
        var supply = IndexSupply(startingAt: 1 << 22)
        let excess = try form.expression(form.normalForm(relation.excess), &supply)
        guard excess.isManifestlyNonnegative(positiveParameters: context.positiveParameters) else { throw Rejection.negative(excess.plainText) }
    }

    private func replacing(_ relation: Relation, _ symbol: FunctionSymbol) throws -> Relation {
        Relation(try replacing(relation.left, symbol), relation.op, try replacing(relation.right, symbol), indices: relation.indices)
    }

    private func replacing(_ e: Expression, _ symbol: FunctionSymbol) throws -> Expression {
        if symbol.isLogarithm, case .elementary(.exp, let inner) = e.kind, case .application(let application) = inner.kind,
            application.function == symbol, application.derivatives.isEmpty {
            return try value(at: application, of: value)
        }
        guard case .application(let application) = e.kind, application.function == symbol else { return try e.mapOperands { try replacing($0, symbol) } }
        return try value(at: application, of: symbol.isLogarithm ? .elementary(.log, value) : value)
    }

    private func value(at application: Expression.Application, of template: Expression) throws -> Expression {
        guard application.arguments.count == points.count else { throw Rejection.evidenceDoesNotFitGoal }
        var supply = IndexSupply(startingAt: 1 << 22)
        var result = template
        for slot in application.derivatives { result = result.differentiated(by: points[slot.argument], slot.index, &supply) }
        for (point, argument) in zip(points, application.arguments) {
            switch argument {
            case .vector:
                guard let own = argument.plainPoint, own.manifold == point.manifold, own == point || points.count == 1 else { throw Rejection.evidenceDoesNotFitGoal }
                result = result.renamingPoints([point: own])
            case .scalar(let argument):
                switch argument.kind {
                case .coordinate(point, nil): break
                case .number(let number): result = result.substitutingPoint(point, number)
                default: throw Rejection.evidenceDoesNotFitGoal
                }
            }
        }
        switch application.valueIndices.count {
        case 0: return result
        case 1: return .delta(application.valueIndices[0], .fixed(1, application.valueIndices[0].dimension)) * result
        default: return .delta(application.valueIndices[0], application.valueIndices[1]) * result
        }
    }
}

extension Expression {
    /// Parts in parameters alone that are not defined for all of their values.
    fileprivate var partialFunctionsOfParameters: [Expression] {
        guard mentionsOnlyParameters else { return operands.flatMap(\.partialFunctionsOfParameters) }
        return isTotal ? [] : [self]
    }

    private var isTotal: Bool {
        switch kind {
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, value.isInteger, value.sign > 0 else { return parameterSymbols.isEmpty }
            return base.isTotal
        case .elementary(let function, _):
            switch function {
            case .log, .tan, .sign, .gamma: return parameterSymbols.isEmpty
            case .exp, .sin, .cos, .atan, .sinh, .cosh, .tanh, .abs, .erf: return operands.allSatisfy(\.isTotal)
            }
        default: return operands.allSatisfy(\.isTotal)
        }
    }

    /// A polynomial times `exp(-c x²)` with a number c > 0; where the logarithm has to grow like a power, a constant times it.
    fileprivate func isGaussian(in point: Point, isPositive: Bool) -> Bool {
        let x = Expression.coordinate(point, nil)
        func isPolynomial(_ e: Expression) -> Bool {
            guard e.mentions(point) else { return true }
            switch e.kind {
            case .coordinate: return e == x
            case .sum, .product: return e.operands.allSatisfy(isPolynomial)
            case .power(let base, let exponent):
                guard case .number(let value) = exponent.kind, value.isInteger, value.sign > 0 else { return false }
                return isPolynomial(base)
            default: return false
            }
        }
        var hasWeight = false
        for factor in factors {
            if case .elementary(.exp, let argument) = factor.kind, case .product(let parts) = argument.kind, parts.count == 2,
                case .number(let rate) = parts[0].kind, rate.sign < 0, parts[1] == .power(x, .number(2)), !hasWeight {
                hasWeight = true
            } else if isPositive ? factor.mentions(point) : !isPolynomial(factor) {
                return false
            }
        }
        return hasWeight
    }

    fileprivate var points: [Point] {
        if case .coordinate(let point, _) = kind { return [point] }
        return operands.flatMap(\.points)
    }
}

extension ConcreteSolution {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        var writer = StatementWriter(statement)
        return .list([.word(function), .list(points.map(writer.point)), writer.expression(value)])
    }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        let items = try reader.items(text, count: 3)
        self.init(function: try reader.word(items[0]), points: try reader.items(items[1]).map(reader.point), value: try reader.expression(items[2]))
    }
}
