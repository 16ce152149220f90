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
            var reason: String?
            for layout in layouts {
                let reduction: IntegralReduction
                do {
                    reduction = try reduce(relation, layout)
                } catch Rejection.evidenceDoesNotFitGoal {
                    // A change of variables that the kernel does not know.
                    continue
                }
                if let groups = try reduction.groups() {
                    return .proved(Divergence(placements: layout, groups: groups, form: reduction.form))
                }
                reason = reduction.gap ?? reason ?? reduction.rest
            }
            for layout in layouts.reversed() where refuting {
                if let found = try? refute(relation, number, layout) { return .refuted(found) }
            }
            // What differs as tensors may be equal in one low dimension.
            let isOnLines = layouts.joined().joined().allSatisfy { $0.points.allSatisfy(\.isScalar) }
            if !isOnLines, let dimensions = try? statement.finiteDimensions(), dimensions.count == 1 {
                for layout in layouts {
                    guard let reduction = try? IntegralReduction(relation, layout, statement, context, .components),
                        let groups = try? reduction.groups() else { continue }
                    return .proved(Divergence(placements: layout, groups: groups, form: .components))
                }
            }
            return .open(reason ?? "no change of variables brings the integrals together", limitReached: false)
        } catch let error as FormError {
            return .open(Self.reason(error), limitReached: error == .tooLarge)
        } catch Rejection.nonlinearIntegral {
            return .open("an integral stands where the value is not linear in it", limitReached: false)
        } catch let rejection as Rejection {
            return .open(rejection.plainText, limitReached: false)
        } catch {
            return .open("\(error)", limitReached: false)
        }
    }

    static func reason(_ error: FormError) -> String {
        switch error {
        case .notInvariant: return "the integrands are not invariant in form"
        case .divisionByZero: return "a sub-expression divides by zero identically"
        case .unsupported(let name): return "\(name) is not decided by integration by parts"
        case .tooLarge: return "the normal form grew beyond the limit"
        }
    }

    /// The ways to write the integrals over common points that are tried.
    private func layouts(_ relation: Relation) throws -> [[[Divergence.Placement]]] {
        IntegralLayout(statement, relation, try IntegralSum(relation.left - relation.right)).all
    }

    /// In contraction form, or by components where the integrands are not invariant and there is one dimension.
    private func reduce(_ relation: Relation, _ placements: [[Divergence.Placement]]) throws -> IntegralReduction {
        do {
            return try IntegralReduction(relation, placements, statement, context, .contraction)
        } catch FormError.notInvariant {
            guard let dimensions = try? statement.finiteDimensions(), dimensions.count == 1 else { throw FormError.notInvariant }
            return try IntegralReduction(relation, placements, statement, context, .components)
        }
    }

    /// What integration by parts leaves of the integrals over common points; empty where it does not apply.
    func remainders(_ relation: Relation) throws -> [(points: [Point], integrand: Expression)] {
        for layout in try layouts(relation) {
            if let found = try? reduce(relation, layout).remainders() { return found }
        }
        return []
    }

    // MARK: Refutation

    /// One unknown for each point, the first that carries it.
    private func refute(_ relation: Relation, _ number: Int, _ placements: [[Divergence.Placement]]) throws -> FirstVariation? {
        let all = placements.map { $0.map { Set($0.points + $0.masses.flatMap(\.points)) } }.joined()
        guard let first = all.first, all.allSatisfy({ $0 == first }), !first.isEmpty else { return nil }
        var placed = try PlacedIntegrands(
            try IntegralSum(relation.left - relation.right), placements, statement, relation, context)
        guard let integrands = placed.remove(first), let order = placements.first?.first else { return nil }
        let points = order.points + order.masses.flatMap(\.points)
        let plain = SphereCheck.isSphere(points) ? Expression.sum(integrands).droppingRadialProjection(of: points[0]) : .sum(integrands)
        var unknowns: [Occurrence] = []
        for unknown in IntegralReduction.unknowns(plain, points, statement) where unknown.variables.allSatisfy({ point in !unknowns.contains { $0.variables.contains(point) } }) {
            unknowns.append(unknown)
        }
        guard unknowns.reduce(0, { $0 + $1.variables.count }) == points.count,
            let expression = try? FirstVariationCheck.eulerLagrangeExpression(.sum(integrands), points, unknowns, statement, context) else { return nil }
        let local = FirstVariationCheck.localStatement(statement, points, expression, relation.indices)
        guard let goal = local.goal.relations?.first.map({ CompiledRelation($0) }) else { return nil }
        let dimensions = CandidateAssignments(local).dimensions(count: Prover.dimensionsTried)
        for values in dimensions {
            let found = WitnessSearch(local).first(relation: 0, goal, values) { failure in
                var witness = failure.witness
                witness.relation = number
                let evidence = FirstVariation(placements: placements, points: points, unknowns: unknowns, witness: witness)
                return (try? Kernel.Examination(statement, .firstVariation(evidence)).theorem()) == nil ? nil : evidence
            }
            if let found { return found }
        }
        return nil
    }

    // MARK: Unknown constants

    /// One linear equation in the unknown constants for each independent term of the normal forms, for every way to
    /// write the integrals over common points, the last first; those where an unknown enters nonlinearly or a part
    /// cannot be integrated are left out.
    func equations(_ relation: Relation, unknowns: Set<String>) throws -> [[ParameterEquation]] {
        try layouts(relation).reversed().compactMap { layout in
            do {
                return try reduce(relation, layout).equations(unknowns)
            } catch Rejection.evidenceDoesNotFitGoal {
                return nil
            }
        }
    }
}
