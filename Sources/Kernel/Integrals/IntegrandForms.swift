import Arithmetic
import Expressions

/// Zero tests and behaviour of integrands in the normal form that a certificate names.
struct IntegrandForms {
    private let statement: Statement
    private let context: FormContext
    private let form: IdentityForm
    private let memo: Memo

    /// What is asked for more than once in one check.
    final class Memo {
        fileprivate struct FluxKey: Hashable {
            let normal: Expression
            let point: Point
            let base: Point?
        }

        fileprivate struct FieldsKey: Hashable {
            let fields: [Divergence.Field]
            let variables: [Point]
            let form: IdentityForm
        }

        fileprivate struct FormKey: Hashable {
            let expression: Expression
            let form: IdentityForm
        }

        fileprivate var meanFluxes: [FluxKey: Expression?] = [:]
        fileprivate var fluxes: [FieldsKey: [Convergence.Flux]] = [:]
        fileprivate var growths: [FormKey: [Growth]] = [:]
    }

    init(_ statement: Statement, _ context: FormContext, _ form: IdentityForm, _ memo: Memo = Memo()) {
        self.statement = statement
        self.context = context
        self.form = form
        self.memo = memo
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
        let key = Memo.FormKey(expression: expression, form: form)
        if let known = memo.growths[key] { return known }
        var result: [Growth] = []
        try visit(expression) { contraction in
            result = try contraction.behaviour(of: contraction.normalForm(expression))
        } components: { components, assignment in
            result += try components.behaviour(of: components.normalForm(expression, assignment))
        }
        memo.growths[key] = result
        return result
    }

    /// In every dimension at once, not by components.
    var isInvariant: Bool { form == .contraction }

    /// The terms of a normal form, each with its behaviour near some place of the point: what it is far away does not count.
    func terms(of expression: Expression, near point: Point) throws -> [(expression: Expression, growth: Growth)] {
        guard form == .contraction else { throw Rejection.noDecay("boundary values of components at the ends of an interval") }
        let contraction = ContractionForm(context, for: [expression])
        var supply = IndexSupply(startingAt: 1 << 22)
        return try contraction.terms(of: contraction.normalForm(expression)).flatMap { term in
            let own = try contraction.expression(term, &supply)
            return try contraction.behaviour(of: term, near: [point]).map { (own, $0) }
        }
    }

    /// Whether the expression is positive, by its form.
    func isPositive(_ expression: Expression) throws -> Bool { try ContractionForm(context).sign(of: expression) == .positive }

    /// What fields carry, computed once.
    func fluxes(of fields: [Divergence.Field], _ variables: [Point], _ compute: () throws -> [Convergence.Flux]) rethrows -> [Convergence.Flux] {
        let key = Memo.FieldsKey(fields: fields, variables: variables, form: form)
        if let known = memo.fluxes[key] { return known }
        let result = try compute()
        memo.fluxes[key] = result
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
    func orders(of expression: Expression, at linear: LinearForm, _ variables: [Point], expanding order: Int?) throws -> [Order] {
        guard form == .contraction, let frame = linear.frame(varying: variables) else {
            return try growth(of: expression).map { Order(value: $0.orders[linear] ?? .zero, isOdd: false, isRough: $0.rough.contains(linear)) }
        }
        let contraction = ContractionForm(context, frame)
        var normal = try contraction.normalForm(expression)
        if let order {
            guard frame.base != nil else { return [] }
            normal = try contraction.expandingJets(normal, frame, order: order)
        }
        return try contraction.behaviour(of: normal).map { growth in
            Order(
                value: growth.orders[linear] ?? .zero,
                isOdd: (growth.vectors[linear] ?? 0) % 2 == 1 && !growth.directional.contains(linear), isRough: growth.rough.contains(linear))
        }
    }

    /// The limit of the flux through small spheres around `{ℓ = 0}`, without the factor `|S^(d-1)|`, for the normal
    /// component `X·ℓ`: an expression without the point of the frame. `nil` where it cannot be told.
    func meanFlux(_ normal: Expression, _ frame: TaylorFrame, dimension: Int) throws -> Expression? {
        guard form == .contraction else { return nil }
        let key = Memo.FluxKey(normal: normal, point: frame.point, base: frame.base)
        if let known = memo.meanFluxes[key] { return known }
        var result: Expression?
        let contraction = ContractionForm(context, frame)
        if let mean = try? contraction.meanFlux(contraction.normalForm(normal), frame, dimension: dimension) {
            var supply = IndexSupply(startingAt: 1 << 22)
            result = try contraction.isZero(mean) ? .zero : contraction.expression(mean, &supply)
        }
        memo.meanFluxes[key] = .some(result)
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
