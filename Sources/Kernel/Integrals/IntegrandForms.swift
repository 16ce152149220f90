import Arithmetic
import Expressions

/// Zero tests and behaviour of integrands in the normal form that a certificate names.
struct IntegrandForms {
    private let statement: Statement
    private let context: FormContext
    private let form: IdentityForm

    init(_ statement: Statement, _ context: FormContext, _ form: IdentityForm) {
        self.statement = statement
        self.context = context
        self.form = form
    }

    /// Whether the expression vanishes identically, for all values of its free indices.
    func isZero(_ expression: Expression) throws -> Bool {
        var isZero = true
        try visit(expression) { contraction in
            isZero = try contraction.isZero(contraction.normalForm(expression))
        } components: { components, assignment in
            if isZero { isZero = try components.isZero(components.normalForm(expression, assignment)) }
        }
        return isZero
    }

    func growth(of expression: Expression) throws -> [Growth] {
        var result: [Growth] = []
        try visit(expression) { contraction in
            result = try contraction.behaviour(of: contraction.normalForm(expression))
        } components: { components, assignment in
            result += try components.behaviour(of: components.normalForm(expression, assignment))
        }
        return result
    }

    private func visit(
        _ expression: Expression, contraction: (ContractionForm) throws -> Void,
        components: (ComponentForm, ComponentForm.Assignment) throws -> Void
    ) throws {
        switch form {
        case .contraction: try contraction(ContractionForm(context, for: [expression]))
        case .components:
            for dimensions in try statement.finiteDimensions() {
                let form = ComponentForm(context, for: [expression], dimensions: dimensions)
                for assignment in try form.assignments(expression.freeIndices) { try components(form, assignment) }
            }
        }
    }
}
