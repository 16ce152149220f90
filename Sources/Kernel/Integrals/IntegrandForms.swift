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

    /// How a term behaves where a linear form vanishes.
    struct Order {
        let value: Exponent
        /// The term changes sign with the direction.
        let isOdd: Bool
        /// The term need not be smooth there.
        let isRough: Bool
    }

    /// The orders of the terms where a linear form vanishes; with derivatives at one of two points expanded around
    /// the other to the given order.
    func orders(of expression: Expression, at linear: LinearForm, expanding order: Int?) throws -> [Order] {
        guard form == .contraction, let contraction = ContractionForm(context, around: linear) else {
            return try growth(of: expression).map { Order(value: $0.orders[linear] ?? .zero, isOdd: false, isRough: $0.rough.contains(linear)) }
        }
        var normal = try contraction.normalForm(expression)
        if let order {
            guard linear.terms.count == 2 else { return [] }
            normal = try contraction.expandingJets(normal, at: linear.terms[0].point, around: linear.terms[1].point, order: order)
        }
        return try contraction.behaviour(of: normal).map { growth in
            Order(
                value: growth.orders[linear] ?? .zero,
                isOdd: (growth.vectors[linear] ?? 0) % 2 == 1 && !growth.directional.contains(linear), isRough: growth.rough.contains(linear))
        }
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
