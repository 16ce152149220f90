import Arithmetic
import Expressions

/// Integrals over a unit sphere, as integrals over shells.
///
/// Let `D` be a function near the sphere. If for every function χ of the radius with compact support in
/// `(0,∞)` there is a field with `χ(|ω|) D = div X` in `R^d`, linear in χ and its derivatives, then
/// `∫ χ(r) (∫_{|ω|=r} D) dr = 0` for all χ, so the integral of `D` vanishes over every sphere. An arbitrary χ is
/// needed: without it the divergence of a radial field would pass.
public struct SphereCheck {
    let statement: Statement
    let context: FormContext
    let point: Point
    let form: IdentityForm

    public static func isSphere(_ points: [Point]) -> Bool {
        if points.count == 1, case .sphere = points[0].manifold { return true }
        return false
    }

    /// The symbol of χ, with a name that the statement does not use.
    public static func cutoff(_ statement: Statement) -> FunctionSymbol {
        var name = "χ"
        while statement.functions.contains(where: { $0.name == name }) { name += "'" }
        return FunctionSymbol(name: name, arguments: [.scalar])
    }

    /// `χ(|ω|)`.
    public static func cutoffFactor(_ statement: Statement, _ point: Point) -> Expression {
        var supply = IndexSupply(startingAt: (1 << 23) + (1 << 22))
        return .application(Expression.Application(
            function: cutoff(statement), arguments: [.scalar(.length(of: point, &supply))]))
    }

    /// The unit norm is known, or forgotten.
    public static func contexts(_ context: FormContext, _ point: Point) -> (unit: FormContext, free: FormContext) {
        var unit = context, free = context
        unit.unitVectors.insert(point.name)
        free.unitVectors.remove(point.name)
        return (unit, free)
    }

    func proves(_ integrand: Expression, _ group: Divergence.Group, divergence: [Expression]) throws {
        guard let extended = group.extension else { throw Rejection.evidenceDoesNotFitGoal }
        let (unit, free) = Self.contexts(context, point)
        guard try IntegrandForms(statement, unit, form).isZero(integrand.droppingRadialProjection(of: point) - extended) else {
            throw Rejection.sidesDiffer(relation: 0)
        }
        let cutoff = Self.cutoff(statement)
        let factor = Self.cutoffFactor(statement, point)
        let forms = IntegrandForms(statement, free, form)
        guard try forms.isZero(.sum([factor * extended] + divergence.map { -$0 })) else { throw Rejection.sidesDiffer(relation: 0) }
        for field in group.fields {
            guard hasRadialArguments(field.component, cutoff, factor), try forms.isZero(field.component.replacingByZero(cutoff)) else {
                throw Rejection.evidenceDoesNotFitGoal
            }
            try requireSmooth(forms.growth(of: field.component))
        }
        try requireSmooth(forms.growth(of: extended))
    }

    /// Nothing is singular except at the centre.
    private func requireSmooth(_ growths: [Growth]) throws {
        let centre = LinearForm([point: 1])
        for growth in growths {
            for (form, order) in growth.orders where form != centre {
                guard order.linear.isEmpty, order.constant.sign >= 0 else { throw Rejection.noDecay("singular at \(form.description)") }
            }
        }
    }

    private func hasRadialArguments(_ e: Expression, _ cutoff: FunctionSymbol, _ factor: Expression) -> Bool {
        if case .application(let application) = e.kind, application.function == cutoff {
            guard case .application(let own) = factor.kind, application.arguments.count == 1 else { return false }
            return application.arguments[0].body.isSameUpToBoundIndices(as: own.arguments[0].body)
        }
        return e.operands.allSatisfy { hasRadialArguments($0, cutoff, factor) }
    }
}
