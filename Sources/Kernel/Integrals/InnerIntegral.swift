import Arithmetic
import Expressions

/// A statement in which an integral `ρ(p) = ∫ K(p, u) du` stands, as a case of the one about every function ρ of which this is known.
///
/// So `log ∫ k(v-w) f(w) dw` becomes the logarithm of a function: its derivatives are those of a function, and with the equation as a hypothesis an
/// integral of `K X` over u, X without u, is one of `ρ X` (see `MomentReduction`). The kernel derives that ρ is smooth and decays; it is positive where K is.
public struct InnerIntegral: Hashable, Sendable {
    /// p.
    public let points: [Point]
    /// `∫ K(p, u) du`.
    public let integral: Expression
    /// Arguments for p with which the integral is looked for.
    public let places: [[Expression.Argument]]

    public init(points: [Point], integral: Expression, places: [[Expression.Argument]]) {
        self.points = points
        self.integral = integral
        self.places = places
    }

    /// ρ, through its logarithm if K is positive.
    public func function(_ statement: Statement) -> FunctionSymbol {
        let positive = FormContext(statement).positiveParameters
        return FunctionSymbol(
            name: Self.name(in: statement), arguments: points.map { $0.manifold.vectorDimension.map(ArgumentSlot.vector) ?? .scalar },
            isLogarithm: integrand.isManifestlyPositive(positiveParameters: positive), attributes: [.decaying])
    }

    /// Whether the integral is known to be one of the functions for which the symbol stands, whatever the parameters are.
    public func isKnown(as function: FunctionSymbol, _ statement: Statement) -> Bool {
        let own = self.function(statement)
        let renamed = FunctionSymbol(name: function.name, arguments: own.arguments, isLogarithm: own.isLogarithm, attributes: own.attributes)
        var conditions = ConditionList(statement)
        return renamed == function && (try? requireDecay(statement, &conditions)) != nil && conditions.conditions.isEmpty
    }

    /// One that nothing has.
    private static func name(in statement: Statement) -> String {
        let taken = Set(statement.parameters.map(\.name) + statement.points.map(\.name) + statement.functions.map(\.name) + statement.symbolicDimensions)
        var name = "ρ", number = 0
        while taken.contains(name) {
            number += 1
            name = "ρ\(number)"
        }
        return name
    }

    private var integrand: Expression { if case .integral(_, let body) = integral.kind { body } else { integral } }
    private var integrated: [Point] { if case .integral(let points, _) = integral.kind { points } else { [] } }

    /// The statement about all functions ρ with `∫ K(p, u) du = ρ(p)`.
    public func statement(of statement: Statement) throws -> Statement {
        guard let relations = statement.goal.relations, !points.isEmpty, Set(points).count == points.count, points.allSatisfy(statement.points.contains),
            !integrated.isEmpty, Set(integrated).isDisjoint(with: points), (points + integrated).allSatisfy(\.manifold.isFlat),
            !integrand.hasIntegral, integral.freeIndices.isEmpty, statement.points.allSatisfy({ points.contains($0) || !integral.mentions($0) })
        else { throw Rejection.evidenceDoesNotFitGoal }
        try WellFormedness.check(integral, in: statement, points: [], indices: [])
        let function = function(statement)
        let cases = try places.map { (instance: try instance(at: $0), function: function.value(at: $0)) }
        let changed = relations.map { Relation(replaced($0.left, cases), $0.op, replaced($0.right, cases), indices: $0.indices) }
        guard changed != relations else { throw Rejection.evidenceDoesNotFitGoal }
        var general = statement.replacingGoal(changed)
        general.functions.append(function)
        general.hypotheses.append(.relation(equation(function)))
        return general
    }

    private func equation(_ function: FunctionSymbol) -> Relation {
        var supply = IndexSupply(startingAt: 1 << 21)
        return Relation(integral, .equal, function.value(at: points.map { .point($0, &supply) }))
    }

    /// Which function ρ is, where conditions of the other statement speak of it.
    func definition(_ statement: Statement, for conditions: [String]) -> String? {
        let function = function(statement)
        guard conditions.contains(where: { $0.contains(function.name) }) else { return nil }
        let equation = equation(function)
        return "\(equation.right.plainText) = \(equation.left.plainText)"
    }

    /// The integral with arguments for its points, over points of other names.
    private func instance(at place: [Expression.Argument]) throws -> Expression {
        guard place.count == points.count else { throw Rejection.evidenceDoesNotFitGoal }
        for (point, argument) in zip(points, place) {
            // A combination of points, with numbers for coefficients.
            guard let affine = AffineArgument(argument, Self.flatPoints(of: argument.body)), affine.offset == .zero,
                affine.coefficients.allSatisfy({ if case .number = $0.kind { true } else { false } }),
                point.manifold.isWhole || argument.plainPoint?.manifold == point.manifold
            else { throw Rejection.evidenceDoesNotFitGoal }
        }
        let fresh = integrated.enumerated().map { Point(name: "∫ \($0.offset)", manifold: $0.element.manifold) }
        return integral.renamingPoints(Dictionary(zip(integrated, fresh)) { first, _ in first })
            .substituting(Dictionary(zip(points, place)) { first, _ in first })
    }

    private static func flatPoints(of e: Expression) -> [Point] {
        if case .coordinate(let point, _) = e.kind { return point.manifold.isFlat ? [point] : [] }
        return e.operands.reduce(into: []) { found, operand in found += flatPoints(of: operand).filter { !found.contains($0) } }
    }

    private func replaced(_ e: Expression, _ cases: [(instance: Expression, function: Expression)]) -> Expression {
        guard e.hasIntegral else { return e }
        switch e.kind {
        case .integral: if let found = cases.first(where: { e.isSameUpToBoundNames(as: $0.instance) }) { return found.function }
        // ρ is a function of points, at fixed parameters.
        case .parameterDerivative, .uninterpreted: return e
        default: break
        }
        return e.mapOperands { replaced($0, cases) }
    }

    /// Adds what makes ρ one of the functions that the other statement is about. That derivatives of log ρ grow at most like a power is a
    /// condition, unless identities alone are used, at single points.
    func require(_ statement: Statement, _ inner: Evidence, _ conditions: inout ConditionList) throws {
        try requireDecay(statement, &conditions)
        guard function(statement).isLogarithm else { return }
        let relations = try self.statement(of: statement).goal.relations ?? []
        if case .identity = inner, !relations.contains(where: { $0.left.hasIntegral || $0.right.hasIntegral }) { return }
        conditions.add("the derivatives of log(\(integral.plainText)) grow at most like a power")
    }

    /// With K decays ρ, and so do its derivatives: they fall on K, or, with u carried along with p, on what is smooth in it. What is singular
    /// in K keeps its place then.
    private func requireDecay(_ statement: Statement, _ conditions: inout ConditionList) throws {
        guard integrand.isPlain else { throw Rejection.evidenceDoesNotFitGoal }
        let all = points + integrated, names = all.enumerated().map { Point(name: "∫ \($0.offset)", manifold: $0.element.manifold) }
        let renamed = integrand.renamingPoints(Dictionary(zip(all, names)) { first, _ in first })
        let own = Array(names.prefix(points.count)), inner = Array(names.suffix(integrated.count))
        let forms = IntegrandForms(statement, FormContext(statement), .contraction)
        for growth in try forms.growth(of: renamed) {
            for point in names where point.manifold.isUnbounded {
                guard growth.decays(in: point, varying: names.filter(\.manifold.isUnbounded)) else { throw Rejection.noDecay("an inner integral whose integrand does not decay") }
            }
            guard growth.bare.isEmpty, growth.openWeights.isEmpty, growth.powers.isEmpty, growth.halfLines.isEmpty, growth.logarithms.isEmpty else {
                throw Rejection.noDecay("an inner integral whose integrand is not known to decay with its derivatives")
            }
            guard !growth.hasDegeneratePower else { throw Rejection.noDecay("an inner integral whose integrand is not known to be smooth") }
            let moved = own + inner
            for form in growth.rough.union(growth.kinks) {
                guard own.count == 1, inner.allSatisfy({ $0.manifold == own[0].manifold && $0.manifold.isWhole }),
                    moved.reduce(Rational(0), { $0 + form.coefficient($1) }).isZero
                else { throw Rejection.noDecay("an inner integral with a singular integrand") }
            }
        }
        try Convergence(variables: inner).requireIntegrable(renamed, forms, &conditions)
    }
}

extension FunctionSymbol {
    /// The function itself, not its logarithm.
    fileprivate func value(at arguments: [Expression.Argument]) -> Expression {
        let symbol = Expression.application(Expression.Application(function: self, arguments: arguments))
        return isLogarithm ? .elementary(.exp, symbol) : symbol
    }
}

extension Manifold {
    /// R^d, R or an interval.
    fileprivate var isFlat: Bool {
        switch self {
        case .euclidean, .line: return true
        case .sphere, .torus: return false
        }
    }
}

extension Expression {
    /// Without derivatives and operators in front of anything, and made with smooth functions.
    fileprivate var isPlain: Bool {
        switch kind {
        case .partial, .parameterDerivative, .uninterpreted: return false
        case .elementary(let function, _) where ![.exp, .sin, .cos, .tanh, .atan, .erf].contains(function): return false
        default: return operands.allSatisfy(\.isPlain)
        }
    }
}

extension InnerIntegral {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        let function = function(statement)
        func text(_ e: Expression) -> SymbolicText {
            var writer = StatementWriter(statement)
            return writer.expression(e)
        }
        let symbols = places.map { Expression.application(Expression.Application(function: function, arguments: $0)) }
        return .list([.list(points.map { .word($0.name) }), text(integral)] + symbols.map(text))
    }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        let items = try reader.items(text)
        guard items.count > 2 else { throw TextError("expected ((POINT …) INTEGRAL PLACE …)") }
        let points = try reader.items(items[0]).map(reader.point), integral = try reader.expression(items[1])
        let function = InnerIntegral(points: points, integral: integral, places: []).function(statement)
        var extended = statement
        extended.functions.append(function)
        let inside = try StatementReader(extended, [])
        let places = try items.dropFirst(2).map { item -> [Expression.Argument] in
            guard case .application(let application) = try inside.expression(item).kind, application.function == function else {
                throw TextError("expected \(function.name) at its arguments")
            }
            return application.arguments
        }
        self.init(points: points, integral: integral, places: places)
    }
}
