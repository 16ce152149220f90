import Expressions

/// One of the two normal forms of integrands, with what is asked of either.
enum IntegrandNormalForm {
    case contraction(ContractionForm)
    case components(ComponentForm)

    var calculus: EulerLagrange {
        switch self {
        case .contraction(let own): return EulerLagrange(own)
        case .components(let own): return EulerLagrange(own)
        }
    }

    var candidates: DivergenceCandidates {
        switch self {
        case .contraction(let own): return DivergenceCandidates(own)
        case .components(let own): return DivergenceCandidates(own)
        }
    }

    func normalForm(_ expression: Expression, _ components: ComponentForm.Assignment = [:]) throws -> Form {
        switch self {
        case .contraction(let own): return try own.normalForm(expression)
        case .components(let own): return try own.normalForm(expression, components)
        }
    }

    func isZero(_ form: Form) throws -> Bool {
        switch self {
        case .contraction(let own): return try own.isZero(form)
        case .components(let own): return try own.isZero(form)
        }
    }

    func expression(_ form: Form, _ supply: inout IndexSupply) throws -> Expression {
        switch self {
        case .contraction(let own): return try own.expression(form, &supply)
        case .components(let own): return try own.expression(form, &supply)
        }
    }

    func equations(_ form: Form, _ unknowns: Set<String>) throws -> [ParameterEquation]? {
        switch self {
        case .contraction(let own): return try own.equations(form, unknowns: unknowns)
        case .components(let own): return try own.equations(form, unknowns: unknowns)
        }
    }
}
