import Arithmetic
import Expressions

/// An inequality between sums of integrals over the same points, by one between integrands: numbers count as so many times
/// the integral of densities of mass 1 (`UnitMass`).
public struct IntegrandComparison: Hashable, Sendable {
    /// A density for each point of integration, where numbers occur.
    public let densities: [String]

    public init(densities: [String]) { self.densities = densities }

    /// At every point of integration. Hypotheses about points of the same names are left out.
    public func statement(of statement: Statement) throws -> Statement {
        guard let relations = statement.goal.relations, relations.count == 1, relations[0].op == .lessOrEqual, relations[0].indices.isEmpty else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        let terms = try Self.terms(relations[0].excess)
        guard let points = terms.compactMap(\.points).first, terms.allSatisfy({ $0.points == nil || $0.points == points }) else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        let mass = densities.isEmpty ? nil : try UnitMass(densities).density(at: points, statement)
        var integrand: [Expression] = []
        for term in terms {
            if term.points == nil {
                // A point of the same name that is not integrated is another one.
                guard let mass, !points.contains(where: term.body.mentions) else { throw Rejection.evidenceDoesNotFitGoal }
                integrand.append(term.body * mass)
            } else {
                integrand.append(term.body)
            }
        }
        var result = statement
        result.goal = .relation(Relation(.zero, .lessOrEqual, .sum(integrand)))
        result.hypotheses = statement.hypotheses(silentAbout: points)
        return result
    }

    /// Multiples of integrals, and what contains none.
    private static func terms(_ e: Expression) throws -> [(points: [Point]?, body: Expression)] {
        guard e.hasIntegral else { return [(nil, e)] }
        switch e.kind {
        case .sum(let parts): return try parts.flatMap(terms)
        case .integral(let points, let body):
            guard !body.hasIntegral else { throw Rejection.evidenceDoesNotFitGoal }
            return [(points, body)]
        case .product(let factors):
            let integrals = factors.filter(\.hasIntegral), rest = Expression.product(factors.filter { !$0.hasIntegral })
            guard integrals.count == 1, rest.mentionsOnlyParameters else { throw Rejection.evidenceDoesNotFitGoal }
            return try terms(integrals[0]).map { ($0.points, rest * $0.body) }
        default: throw Rejection.evidenceDoesNotFitGoal
        }
    }
}

extension Statement {
    /// The hypotheses that hold whatever these points are: where they are points of integration, a hypothesis speaks of others of the same
    /// names.
    func hypotheses(silentAbout points: [Point]) -> [Proposition] {
        hypotheses.filter { hypothesis in
            guard let parts = hypothesis.relations else { return false }
            return parts.allSatisfy { part in !points.contains { part.left.mentions($0) || part.right.mentions($0) } }
        }
    }
}
