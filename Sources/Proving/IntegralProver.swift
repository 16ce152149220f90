import Arithmetic
import Expressions
import Kernel

/// Decides equations between integrals by their Euler-Lagrange normal forms, and finds the fields.
struct IntegralProver {
    enum Finding {
        case proved(Divergence)
        case refuted(FirstVariation)
        case open(String, limitReached: Bool)
    }

    let statement: Statement
    private let context: FormContext
    private let limits: Limits

    init(_ statement: Statement, limits: Limits) {
        self.statement = statement
        self.limits = limits
        var context = FormContext(statement)
        context.termBudget = limits.terms
        self.context = context
    }

    /// - Parameter number: the relation's among those of the goal.
    func run(_ relation: Relation, _ number: Int, refuting: Bool = true) -> Finding {
        do {
            let layouts = try layouts(relation)
            var reason = "the Euler-Lagrange expression does not vanish"
            for layout in layouts {
                let reductions: [GroupReduction]
                do {
                    reductions = try reduce(relation, layout)
                } catch FormError.notInvariant {
                    reason = "the integrands are not invariant in form"
                    continue
                }
                guard try reductions.allSatisfy({ try $0.vanishes }) else { continue }
                let evidence = Divergence(placements: layout, groups: try reductions.map { try $0.group }, form: .contraction)
                return .proved(evidence)
            }
            if refuting, let layout = layouts.last, let found = try refute(relation, number, layout) { return .refuted(found) }
            if let gap = try layouts.last.flatMap({ try reduce(relation, $0).compactMap(\.gap).first }) { reason = gap }
            return .open(reason, limitReached: false)
        } catch let error as FormError {
            return .open(Self.reason(error), limitReached: error == .tooLarge)
        } catch Rejection.nonlinearIntegral {
            return .open("an integral stands where the value is not linear in it", limitReached: false)
        } catch {
            return .open("\(error)", limitReached: false)
        }
    }

    private static func reason(_ error: FormError) -> String {
        switch error {
        case .notInvariant: return "the integrands are not invariant in form"
        case .divisionByZero: return "a sub-expression divides by zero identically"
        case .unsupported(let name): return "\(name) is not decided by integration by parts"
        case .tooLarge: return "the normal form grew beyond the limit"
        }
    }

    /// The ways to write the integrals over common points that are tried.
    private func layouts(_ relation: Relation) throws -> [[[Divergence.Placement]]] {
        let layout = IntegralLayout(statement, relation, try IntegralSum(relation.left - relation.right))
        let separate = layout.separate()
        guard let common = layout.common(), common != separate else { return [separate] }
        return [separate, common]
    }

    // MARK: Reduction

    /// The integrals over one set of points after integration by parts.
    struct GroupReduction {
        let points: [Point]
        let form: ContractionForm
        let result: PartialIntegration
        /// The unknowns in which parts without weight were left, if any.
        let unweighted: [Occurrence]

        var vanishes: Bool { get throws { try form.isZero(result.remainder) } }

        var group: Divergence.Group {
            get throws {
                var supply = IndexSupply(startingAt: 1 << 20)
                var fields: [Divergence.Field] = []
                for point in points {
                    guard let field = result.fields[point], !field.hasNoTerms else { continue }
                    fields.append(Divergence.Field(
                        point: point, index: point.manifold.vectorDimension.map(EulerLagrange.fieldIndex),
                        component: try form.expression(field, &supply)))
                }
                return Divergence.Group(points: points, fields: fields)
            }
        }

        /// Why a remainder here does not refute.
        var gap: String? {
            guard !result.remainder.hasNoTerms, let unknown = unweighted.first else { return nil }
            return "a part without \(unknown.function.name) as a factor is left over"
        }
    }

    func reduce(_ relation: Relation, _ placements: [[Divergence.Placement]]) throws -> [GroupReduction] {
        var placed = try PlacedIntegrands(try IntegralSum(relation.left - relation.right), placements, statement, relation)
        var pointSets: [[Point]] = []
        for placement in placements.joined() {
            let all = placement.points + placement.masses.map(\.point)
            if !pointSets.contains(where: { Set($0) == Set(all) }) { pointSets.append(all) }
        }
        return try pointSets.compactMap { points in
            guard let integrands = placed.remove(Set(points)) else { return nil }
            return try reduce(.sum(integrands), points)
        }
    }

    private func reduce(_ integrand: Expression, _ points: [Point]) throws -> GroupReduction {
        let form = ContractionForm(context, for: [integrand])
        let calculus = EulerLagrange(form)
        var total = PartialIntegration(remainder: try form.normalForm(integrand), fields: [:])
        var unweighted: [Occurrence] = []
        for unknown in unknowns(integrand, points) {
            if total.remainder.hasNoTerms { break }
            let part = try calculus.integrate(total.remainder, unknown)
            if part.hasUnweightedPart { unweighted.append(unknown) }
            total.remainder = part.remainder
            total.addFields(of: part)
        }
        return GroupReduction(points: points, form: form, result: total, unweighted: unweighted)
    }

    /// The functions in which an integrand is varied, one after the other: the strongest weights first.
    func unknowns(_ integrand: Expression, _ points: [Point]) -> [Occurrence] {
        var found: [Occurrence] = []
        let allowed = Set(points)
        func visit(_ e: Expression) {
            if case .application(let application) = e.kind, application.function.valueDimensions.isEmpty, !application.arguments.isEmpty {
                let places = application.arguments.compactMap(\.plainPoint)
                if places.count == application.arguments.count, Set(places).count == places.count, places.allSatisfy(allowed.contains) {
                    let unknown = Occurrence(function: application.function, points: places)
                    if !found.contains(unknown) { found.append(unknown) }
                }
            }
            e.operands.forEach(visit)
        }
        visit(integrand)
        func rank(_ unknown: Occurrence) -> (Int, Int, Int, Int) {
            (IntegralLayout.rank(unknown.function), -unknown.points.count,
             statement.functions.firstIndex(of: unknown.function) ?? 0, points.firstIndex(of: unknown.points[0]) ?? 0)
        }
        return found.sorted { rank($0) < rank($1) }
    }

    // MARK: Refutation

    /// One unknown for each point, the first that carries it.
    private func refute(_ relation: Relation, _ number: Int, _ placements: [[Divergence.Placement]]) throws -> FirstVariation? {
        let all = placements.map { $0.map { Set($0.points + $0.masses.map(\.point)) } }.joined()
        guard let first = all.first, all.allSatisfy({ $0 == first }), !first.isEmpty else { return nil }
        var placed = try PlacedIntegrands(try IntegralSum(relation.left - relation.right), placements, statement, relation)
        guard let integrands = placed.remove(first), let order = placements.first?.first else { return nil }
        let points = order.points + order.masses.map(\.point)
        var unknowns: [Occurrence] = []
        for unknown in self.unknowns(.sum(integrands), points) where unknown.points.allSatisfy({ point in !unknowns.contains { $0.points.contains(point) } }) {
            unknowns.append(unknown)
        }
        guard unknowns.reduce(0, { $0 + $1.points.count }) == points.count,
            let expression = try? FirstVariationCheck.eulerLagrangeExpression(.sum(integrands), unknowns, context) else { return nil }
        let local = FirstVariationCheck.localStatement(statement, points, expression, relation.indices)
        guard let goal = local.goal.relations?.first.map({ CompiledRelation($0) }) else { return nil }
        let dimensions = CandidateAssignments(local).dimensions(count: Prover.dimensionsTried)
        for values in dimensions {
            let found = WitnessSearch(local).first(relation: 0, goal, values) { witness in
                var witness = witness
                witness.relation = number
                let evidence = FirstVariation(placements: placements, points: points, unknowns: unknowns, witness: witness)
                let certificate = Certificate(
                    name: "", statement: statement, evidence: .firstVariation(evidence),
                    conditions: (try? Kernel.conditions(of: statement, .firstVariation(evidence)).conditions) ?? [])
                return (try? Kernel.check(certificate)) == nil ? nil : evidence
            }
            if let found { return found }
        }
        return nil
    }

    // MARK: Unknown constants

    /// One linear equation in the unknown constants for each independent term of the normal forms; `nil` when an
    /// unknown enters nonlinearly or a part cannot be integrated.
    func equations(_ relation: Relation, unknowns: Set<String>) throws -> [ParameterEquation]? {
        guard let layout = try layouts(relation).last else { return nil }
        var result: [ParameterEquation] = []
        for reduction in try reduce(relation, layout) {
            guard let part = try reduction.form.equations(reduction.result.remainder, unknowns: unknowns) else { return nil }
            result += part
        }
        return result
    }
}
