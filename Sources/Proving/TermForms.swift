import Expressions
import Kernel

/// The normal forms of an equation's terms, each made once, and linear equations for factors of some of them.
final class TermForms {
    private let terms: [(expression: Expression, sign: Int)]
    private let form: ContractionForm
    private var forms: [Form]?

    init(_ terms: [(expression: Expression, sign: Int)], _ statement: Statement, _ limits: Limits) {
        self.terms = terms
        var context = FormContext(statement)
        context.termBudget = limits.terms
        form = ContractionForm(context, for: terms.map(\.expression))
    }

    /// Equations for the named factors that make the sum vanish, the other terms staying as they are; `nil` when a
    /// factor enters nonlinearly.
    func equations(_ factors: [Int: String]) throws -> [ParameterEquation]? {
        let forms = try self.forms ?? terms.map { try form.normalForm($0.expression) }
        self.forms = forms
        let parts = forms.indices.map { ContractionForm.Part(form: forms[$0], sign: terms[$0].sign, unknown: factors[$0]) }
        return try form.equations(form.sum(parts), unknowns: Set(factors.values))
    }
}
