import Arithmetic
import Expressions

/// Evidence against an equation between integrals: its two sides differ by `∫ E`, `E` the Euler-Lagrange
/// normal form in the densities, and there are jets at which `E` does not vanish.
///
/// Then there are densities with these jets on which the sides differ: `E` is the L² gradient of the functional
/// in the last density, its coefficient in the others.
public struct FirstVariation: Hashable, Sendable {
    /// As in `Divergence`.
    public var placements: [[Divergence.Placement]]
    /// The common points of all integrals.
    public var points: [Point]
    /// In this order the integrand is varied.
    public var unknowns: [Occurrence]
    /// Values of the points and jets.
    public var witness: Witness

    public init(placements: [[Divergence.Placement]], points: [Point], unknowns: [Occurrence], witness: Witness) {
        self.placements = placements
        self.points = points
        self.unknowns = unknowns
        self.witness = witness
    }
}

/// Re-derives the Euler-Lagrange expression and evaluates it.
public struct FirstVariationCheck {
    let statement: Statement
    let context: FormContext
    let evidence: FirstVariation

    func run() throws {
        guard let relations = statement.goal.relations, relations.indices.contains(evidence.witness.relation) else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        let relation = relations[evidence.witness.relation]
        guard relation.op == .equal else { throw Rejection.evidenceDoesNotFitGoal }
        let sum = try IntegralSum(relation.left - relation.right)
        var placed = try PlacedIntegrands(sum, evidence.placements, statement, relation, context)
        guard let integrands = placed.remove(Set(evidence.points)), placed.remaining.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        try checkUnknowns()
        // A density of mass 1 is one of the whole line.
        guard evidence.unknowns.allSatisfy({ unknown in !unknown.function.attributes.contains(.unitMass) || !unknown.points.contains(where: \.isOnInterval) })
        else { throw Rejection.notEvaluated("a density on an interval") }
        // What is varied would satisfy the equations for it no longer.
        let constrained = statement.hypotheses.flatMap { $0.relations ?? [] }.reduce(into: Set<FunctionSymbol>()) { found, hypothesis in
            found.formUnion(hypothesis.left.functionSymbols.union(hypothesis.right.functionSymbols))
        }
        guard constrained.isDisjoint(with: evidence.unknowns.map(\.function)) else {
            throw Rejection.notEvaluated("a hypothesis about a function that is varied")
        }
        for integrand in integrands { try checkOccurrences(integrand.droppingRadialProjections(of: evidence.points)) }
        try checkSymmetry(relation)
        let integrand = Expression.sum(integrands)
        if SphereCheck.isSphere(evidence.points) { try checkIntrinsic(integrand, evidence.points[0]) }
        let reduced = try Reduction(integrand, evidence.points, evidence.unknowns, statement, context)
        let local = Self.localStatement(statement, evidence.points, reduced.expression, relation.indices)
        var witness = evidence.witness
        witness.relation = 0
        try checkConvergence(sum, placed, reduced, witness.assignment)
        guard witness.gaussians.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        try WitnessCheck(local, witness).run()
    }

    /// What is left of an integrand after integration by parts in all unknowns.
    public static func eulerLagrangeExpression(
        _ integrand: Expression, _ points: [Point], _ unknowns: [Occurrence], _ statement: Statement, _ context: FormContext
    ) throws -> Expression {
        try Reduction(integrand, points, unknowns, statement, context).expression
    }

    /// What is left of an integrand, with the fields whose divergences were taken off.
    private struct Reduction {
        private(set) var form = IdentityForm.contraction
        let expression: Expression
        let fields: [Divergence.Field]

        /// In contraction form, or by components where the integrand is a number that is not invariant in form, as with `u·curl u`, and there is one
        /// dimension.
        init(_ integrand: Expression, _ points: [Point], _ unknowns: [Occurrence], _ statement: Statement, _ context: FormContext) throws {
            do {
                (expression, fields) = try Self.contracted(integrand, points, unknowns, statement, context)
            } catch FormError.notInvariant {
                guard !SphereCheck.isSphere(points), integrand.freeIndices.isEmpty, let dimensions = try? statement.finiteDimensions(), dimensions.count == 1 else {
                    throw FormError.notInvariant
                }
                form = .components
                let components = ComponentForm(context, for: [integrand], dimensions: dimensions[0])
                let (rest, total) = try Self.integrate(components.normalForm(integrand, [:]), EulerLagrange(components), unknowns, hasGradient: true)
                var supply = IndexSupply(startingAt: 1 << 22)
                expression = try components.expression(rest, &supply)
                fields = try Self.sorted(total).map { key, field in
                    let index = key.point.manifold.vectorDimension.map(EulerLagrange.fieldIndex)
                    let direction = key.component.flatMap { component in index.map { Expression.delta($0, .fixed(component, $0.dimension)) } }
                    return Divergence.Field(point: key.point, index: index, component: try (direction ?? .one) * components.expression(field, &supply))
                }
            }
        }

        private static func contracted(
            _ integrand: Expression, _ points: [Point], _ unknowns: [Occurrence], _ statement: Statement, _ context: FormContext
        ) throws -> (Expression, [Divergence.Field]) {
            let isSphere = SphereCheck.isSphere(points)
            let form = ContractionForm(isSphere ? SphereCheck.contexts(context, points[0]).free : context, for: [integrand])
            var start: Form
            if isSphere {
                let near = try form.homogeneousExtension(form.normalForm(integrand.droppingRadialProjection(of: points[0])), of: points[0])
                start = try form.product(near, form.normalForm(SphereCheck.cutoffFactor(statement, points[0])))
            } else {
                start = try form.normalForm(integrand)
            }
            let (rest, total) = try integrate(start, EulerLagrange(form), unknowns, hasGradient: !isSphere)
            var supply = IndexSupply(startingAt: 1 << 22)
            let fields = try sorted(total).map { key, field in
                Divergence.Field(
                    point: key.point, index: key.point.manifold.vectorDimension.map(EulerLagrange.fieldIndex),
                    component: try form.expression(field, &supply))
            }
            let expression = try form.expression(rest, &supply)
            return (isSphere ? expression.renamingPoints([points[0]: FirstVariationCheck.near(points[0])]) : expression, fields)
        }

        private static func integrate(
            _ start: Form, _ calculus: EulerLagrange, _ unknowns: [Occurrence], hasGradient: Bool
        ) throws -> (rest: Form, total: PartialIntegration) {
            var rest = start
            var total = PartialIntegration(remainder: rest)
            for unknown in unknowns {
                do {
                    let part = try calculus.integrate(rest, unknown)
                    if part.hasUnweightedPart {
                        // Without the function as a factor: as inside functions.
                        guard unknowns.count == 1, hasGradient else { throw Rejection.evidenceDoesNotFitGoal }
                        rest = try calculus.gradient(rest, unknown)
                        continue
                    }
                    rest = part.remainder
                    total.addFields(of: part)
                } catch FormError.unsupported where unknowns.count == 1 && hasGradient {
                    // Inside functions, as in `W(u)`: the gradient itself, with no field.
                    rest = try calculus.gradient(rest, unknown)
                }
            }
            return (rest, total)
        }

        private static func sorted(_ total: PartialIntegration) -> [(key: PartialIntegration.FieldKey, value: Form)] {
            total.fields.sorted { ($0.key.point.name, $0.key.component ?? 0) < ($1.key.point.name, $1.key.component ?? 0) }
        }
    }

    /// A point of a sphere that may leave it.
    fileprivate static func near(_ point: Point) -> Point {
        Point(name: point.name, manifold: .euclidean(point.manifold.vectorDimension ?? .number(1)))
    }

    /// Only what a function is on the sphere may enter: it makes no difference whether it is constant on rays.
    private func checkIntrinsic(_ integrand: Expression, _ point: Point) throws {
        let unit = SphereCheck.contexts(context, point).unit
        guard try IntegrandForms(statement, unit, .contraction).isZero(integrand - integrand.droppingRadialProjection(of: point)) else {
            throw Rejection.evidenceDoesNotFitGoal
        }
    }

    /// "E = 0" as a statement about points and jets.
    public static func localStatement(_ statement: Statement, _ points: [Point], _ expression: Expression, _ indices: [Index]) -> Statement {
        var local = statement
        local.points = statement.points.filter { !points.contains($0) } + points
        if SphereCheck.isSphere(points) {
            // χ and functions near the sphere.
            local.points[local.points.count - 1] = near(points[0])
            local.functions.append(SphereCheck.cutoff(statement))
        }
        local.goal = .relation(Relation(expression, .equal, .zero, indices: indices))
        return local
    }

    /// Every integrated point carries exactly one density, and every density that stands at several points
    /// stands there symmetrically (`f⊗f`): all orders of the points are placed.
    private func checkUnknowns() throws {
        var covered: [Point] = []
        for unknown in evidence.unknowns {
            guard statement.functions.contains(unknown.function), unknown.points.count == unknown.function.arguments.count
            else { throw Rejection.evidenceDoesNotFitGoal }
            covered += unknown.variables
        }
        guard covered.count == evidence.points.count, Set(covered) == Set(evidence.points) else { throw Rejection.evidenceDoesNotFitGoal }
        let byFunction = Dictionary(grouping: evidence.unknowns, by: \.function)
        let repeated = byFunction.values.filter { $0.count > 1 }
        guard repeated.isEmpty || (byFunction.count == 1 && evidence.unknowns.allSatisfy { $0.variables.count == 1 }) else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        guard !repeated.isEmpty else { return }
        let orders = Self.permutations(evidence.points)
        for options in evidence.placements {
            let placed = options.map { $0.points + $0.masses.flatMap(\.points) }
            guard placed.count == orders.count, Set(placed) == Set(orders) else { throw Rejection.evidenceDoesNotFitGoal }
        }
    }

    public static func permutations<Element>(_ points: [Element]) -> [[Element]] {
        guard points.count > 1 else { return [points] }
        return points.indices.flatMap { first -> [[Element]] in
            var rest = points
            rest.remove(at: first)
            return permutations(rest).map { [points[first]] + $0 }
        }
    }

    /// On even functions only the even part of the gradient counts; it is the gradient itself where everything
    /// in the integrand is even, no component is singled out and no other point stands beside those reflected.
    private func checkSymmetry(_ relation: Relation) throws {
        let hasOtherPoints = statement.points.contains { relation.left.mentions($0) || relation.right.mentions($0) }
        for unknown in evidence.unknowns {
            let attributes = unknown.function.attributes
            guard attributes.isDisjoint(with: [.symmetric, .logconcave, .nonnegative]) else { throw Rejection.evidenceDoesNotFitGoal }
            guard attributes.contains(.even) else { continue }
            guard evidence.witness.indices.isEmpty, evidence.unknowns.count == 1, !hasOtherPoints,
                unknown.points.allSatisfy({ $0.manifold.vectorDimension != nil }),
                // An even vector times the point is odd.
                statement.functions.allSatisfy({ $0.valueDimensions.count % 2 == 0 && ($0.attributes.contains(.even) || $0.arguments.isEmpty || $0.arguments == [.scalar]) })
            else { throw Rejection.evidenceDoesNotFitGoal }
        }
    }

    /// An unknown stands at plain points only, those in which it is varied: with `u(-v)` or `F(w,v)` beside `u(v)` and `F(v,w)` the
    /// jets at different places are varied together.
    private func checkOccurrences(_ e: Expression) throws {
        func isVaried(_ e: Expression) -> Bool { !e.functionSymbols.isDisjoint(with: evidence.unknowns.map(\.function)) }
        if case .uninterpreted = e.kind, isVaried(e) { throw Rejection.evidenceDoesNotFitGoal }
        if case .application(let application) = e.kind {
            let unknowns = evidence.unknowns.filter { $0.function == application.function }
            let places = application.arguments.map(\.plainPoint)
            let isFixed = places.count == 1 && places[0].map { !evidence.points.contains($0) } == true
            guard unknowns.isEmpty || isFixed || unknowns.contains(where: { $0.points == places }) else {
                throw Rejection.evidenceDoesNotFitGoal
            }
        }
        for operand in e.operands { try checkOccurrences(operand) }
    }

    /// For the parameters of the witness the integrals converge, otherwise nothing is said about them, and no
    /// field carries flux: the difference of the sides is the integral of the expression.
    private func checkConvergence(
        _ sum: IntegralSum, _ placed: PlacedIntegrands, _ reduced: Reduction, _ assignment: Assignment
    ) throws {
        let forms = IntegrandForms(statement, context, reduced.form)
        var conditions = ConditionList(statement)
        try Convergence.require(sum, placed, forms, &conditions)
        if !SphereCheck.isSphere(evidence.points) {
            try Convergence(variables: evidence.points).requireNoFlux(reduced.fields, forms, boundary: false, &conditions)
        }
        for condition in conditions.positiveExponents {
            guard condition.value(at: assignment).sign > 0 else { throw Rejection.diverges("an integral at the parameters of the witness") }
        }
    }
}
