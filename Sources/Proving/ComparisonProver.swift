import Arithmetic
import Expressions
import Kernel

/// Bounds and solutions of linear differential (in)equations for a function of a time, by comparison.
///
/// In `D' + k D = m h`, D the claim and h a hypothesis that contains y' and y linearly, the coefficients of y' give m and
/// those of y give k. The kernel checks the rest of the identity.
struct ComparisonProver {
    let statement: Statement
    let context: FormContext

    init(_ statement: Statement, limits: Limits) {
        self.statement = statement
        var context = FormContext(statement)
        context.termBudget = limits.terms
        self.context = context
    }

    func run(_ relation: Relation) -> Evidence? {
        guard relation.op != .less, !relation.hasIntegral else { return nil }
        let hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }
        for point in statement.points {
            guard case .line(_?, _) = point.manifold, relation.left.mentions(point) || relation.right.mentions(point) else { continue }
            for (number, hypothesis) in hypotheses.enumerated() where hypothesis.indices.map(\.dimension) == relation.indices.map(\.dimension) {
                for function in statement.functions where function.arguments == [.scalar] {
                    // D' + k D = m h in the coefficients of y' and of y.
                    let source = slopes(hypothesis.excess, function, point), own = slopes(relation.excess, function, point)
                    guard let factor = quotient(own.value, source.derivative),
                        let k = quotient(factor * source.value - slopes(.partial(point, nil, relation.excess), function, point).value, own.value)
                    else { continue }
                    for form in IdentityForm.allCases {
                        let comparison = Comparison(point: point, rate: k, multiples: [.init(hypothesis: number, factor: factor)], form: form)
                        if isAccepted(.comparison(comparison), relation) { return .comparison(comparison) }
                    }
                }
            }
        }
        return nil
    }

    private func isAccepted(_ evidence: Evidence, _ relation: Relation) -> Bool {
        var local = statement
        local.goal = .relation(relation)
        guard let conditions = try? Kernel.conditions(of: local, evidence).conditions else { return false }
        return (try? Kernel.check(Certificate(name: "", statement: local, evidence: evidence, conditions: conditions))) != nil
    }

    /// The coefficients of `y` and `y'` at the point, read off by putting in numbers for them.
    func slopes(_ expression: Expression, _ function: FunctionSymbol, _ point: Point) -> (value: Expression, derivative: Expression) {
        var supply = IndexSupply(startingAt: 1 << 22)
        let explicit = expression.carryingOutDerivatives(&supply)
        func at(_ value: Int, _ derivative: Int) -> Expression {
            explicit.replacing(function, at: point, value: .number(Rational(value)), derivative: .number(Rational(derivative)))
        }
        if function.isLogarithm {
            // y' is y times the derivative of its logarithm.
            return (at(1, 0) - at(0, 0), at(1, 1) - at(1, 0))
        }
        return (at(1, 0) - at(0, 0), at(0, 1) - at(0, 0))
    }

    /// What is left with 0 for the function and its derivative; `nil` for the logarithm of a function.
    func constantTerm(_ expression: Expression, _ function: FunctionSymbol, _ point: Point) -> Expression? {
        if function.isLogarithm { return nil }
        var supply = IndexSupply(startingAt: 1 << 22)
        return expression.carryingOutDerivatives(&supply).replacing(function, at: point, value: .zero, derivative: .zero)
    }

    func isZero(_ e: Expression, positive: Set<String> = []) -> Bool {
        let form = ContractionForm(context.assuming(positive))
        return (try? form.isZero(form.normalForm(e))) == true
    }

    /// By its normal form.
    func simplified(_ e: Expression, positive: Set<String>) -> Expression? {
        let form = ContractionForm(context.assuming(positive))
        var supply = IndexSupply(startingAt: 1 << 20)
        guard let value = try? form.normalForm(e) else { return nil }
        return try? form.expression(value, &supply)
    }

    /// Expressions in place of a function at the point and of its derivative there.
    func replacing(_ e: Expression, _ function: FunctionSymbol, _ point: Point, value: Expression, derivative: Expression) -> Expression {
        var supply = IndexSupply(startingAt: 1 << 22)
        return e.carryingOutDerivatives(&supply).replacing(
            function, at: point, value: value, derivative: function.isLogarithm ? derivative / value : derivative)
    }

    func quotient(_ a: Expression, _ b: Expression, positive: Set<String> = []) -> Expression? {
        let form = ContractionForm(context.assuming(positive))
        guard let numerator = try? form.normalForm(a), let denominator = try? form.normalForm(b), !denominator.hasNoTerms,
            let value = try? form.quotient(numerator, denominator) else { return nil }
        var supply = IndexSupply(startingAt: 1 << 20)
        guard let result = try? form.expression(value, &supply), result.freeIndices.isEmpty else { return nil }
        return result
    }
}

extension Expression {
    fileprivate func carryingOutDerivatives(_ supply: inout IndexSupply) -> Expression {
        var names = supply
        defer { supply = names }
        let inner = mapOperands { $0.carryingOutDerivatives(&names) }
        if case .partial(let point, let index, let body) = inner.kind { return body.differentiated(by: point, index, &names) }
        return inner
    }

    /// Numbers for a function and its derivative at a point.
    fileprivate func replacing(_ function: FunctionSymbol, at point: Point, value: Expression, derivative: Expression) -> Expression {
        func at(_ e: Expression) -> Int? {
            guard case .application(let application) = e.kind, application.function == function, application.arguments.first?.plainPoint == point else { return nil }
            return application.derivatives.count
        }
        if function.isLogarithm, case .elementary(.exp, let argument) = kind, at(argument) == 0 { return value }
        switch at(self) {
        case 0? where !function.isLogarithm: return value
        case 1?: return derivative
        default: return mapOperands { $0.replacing(function, at: point, value: value, derivative: derivative) }
        }
    }
}
