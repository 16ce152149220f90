import Expressions

/// Integrals over spheres on which no arbitrary function depends, done first: by Fubini's theorem
///
///     ∫∫ F(v, σ) dσ dv = ∫ (∫ F(v, σ) dσ) dv
///
/// where F is absolutely integrable over all points at once, with the inner integral in closed form.
public struct SphereMeans {
    private let statement: Statement

    public init(_ statement: Statement) { self.statement = statement }

    /// An integral as printed, and the values that must be positive for the inner one to exist.
    private struct Integral {
        let points: [Point]
        let integrand: Expression
        let positive: [Exponent]
    }

    /// The statement with all such integrals in it.
    public func integrated() throws -> Statement { try means().statement }

    private func means() throws -> (statement: Statement, integrals: [Integral]) {
        guard let relations = statement.goal.relations else { throw Rejection.evidenceDoesNotFitGoal }
        let evaluation = IntegralEvaluation(statement, FormContext(statement))
        var integrals: [Integral] = []
        func rewritten(_ e: Expression) throws -> Expression {
            guard e.hasIntegral else { return e }
            switch e.kind {
            case .integral(let points, let body):
                let spheres = points.filter { SphereCheck.isSphere([$0]) && !body.hasFunction(dependingOn: $0) }
                guard !spheres.isEmpty, !body.hasIntegral else { return .integral(points, try rewritten(body)) }
                let others = points.filter { !spheres.contains($0) }
                let inner = Relation(.integral(spheres, body), .equal, .zero, indices: body.freeIndices.sorted { "\($0)" < "\($1)" })
                let result: IntegralEvaluation.Result
                do { result = try evaluation.apply(to: inner) } catch let error as FormError { throw Rejection.noNormalForm(error) }
                integrals.append(Integral(points: points, integrand: body, positive: result.positive))
                return others.isEmpty ? result.relation.left : .integral(others, result.relation.left)
            case .sum, .product, .power, .elementary, .contraction: return try e.mapOperands(rewritten)
            default: return e
            }
        }
        let changed = try relations.map { Relation(try rewritten($0.left), $0.op, try rewritten($0.right), indices: $0.indices) }
        guard !integrals.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        return (statement.replacingGoal(changed), integrals)
    }

    /// Under which every integral as printed converges.
    func conditions() throws -> SideConditions.Derivation {
        var conditions = ConditionList(statement)
        let forms = IntegrandForms(statement, FormContext(statement), .contraction)
        for integral in try means().integrals {
            for exponent in integral.positive { try conditions.requirePositive(exponent, "an integral") }
            do { try Convergence(variables: integral.points).requireIntegrable(integral.integrand, forms, &conditions) } catch let error as FormError {
                throw Rejection.noNormalForm(error)
            }
        }
        return SideConditions.Derivation(
            conditions: conditions.conditions, uncovered: conditions.uncoveredConditions, positive: conditions.positiveExponents)
    }
}
