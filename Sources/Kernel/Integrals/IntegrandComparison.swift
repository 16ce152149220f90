import Arithmetic
import Expressions

/// An inequality between sums of integrals over the same points, by one between integrands and integrals that are known.
///
/// The right side minus the left is `∫D + c`. With equations `∫B_k = b_k`, each shown for itself, it is
/// `∫(D - Σ λ_k B_k) + c + Σ λ_k b_k`, and neither part is negative: so masses and moments of densities are multipliers.
public struct IntegrandComparison: Hashable, Sendable {
    /// `∫ body = value`, with a factor.
    public struct Multiple: Hashable, Sendable {
        public let factor: Expression
        public let body: Expression
        public let value: Expression

        public init(factor: Expression, body: Expression, value: Expression) {
            self.factor = factor
            self.body = body
            self.value = value
        }

        /// That the integral has this value; `nil` where a hypothesis says so.
        func equation(over points: [Point], _ statement: Statement) -> Relation? {
            let equation = Relation(.integral(points, body), .equal, value)
            let isStated = SumOfSquares.citations(statement).contains { citation in
                citation.conditions.isEmpty && [equation, Relation(value, .equal, equation.left)].contains(citation.relation)
            }
            return isStated ? nil : equation
        }
    }

    public let multiples: [Multiple]

    public init(multiples: [Multiple]) { self.multiples = multiples }

    /// The equations that no hypothesis states, the inequality at every point of integration, and the one between what is left, unless that is zero.
    /// Hypotheses about points of the same names are left out.
    public func statements(of statement: Statement) throws -> [Statement] {
        let (points, integrand, rest) = try Self.parts(statement)
        func with(_ relation: Relation, _ hypotheses: [Proposition]) -> Statement {
            var result = statement
            result.goal = .relation(relation)
            result.hypotheses = hypotheses
            return result
        }
        for multiple in multiples {
            for part in [multiple.factor, multiple.body, multiple.value] {
                try WellFormedness.check(part, in: statement, points: [], indices: [])
                guard !part.hasIntegral, part.freeIndices.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
            }
            // A point of the same name that is not integrated is another one.
            guard ![multiple.factor, multiple.value].contains(where: { points.contains(where: $0.mentions) }) else {
                throw Rejection.evidenceDoesNotFitGoal
            }
        }
        let silent = statement.hypotheses(silentAbout: points)
        var result = multiples.compactMap { $0.equation(over: points, statement) }.map { with($0, statement.hypothesesOnParameters) }
        result.append(with(Relation(.zero, .lessOrEqual, .sum(integrand + multiples.map { -($0.factor * $0.body) })), silent))
        let left = Expression.sum(rest + multiples.map { $0.factor * $0.value })
        let context = FormContext(positiveParameters: FormContext(statement).positiveParameters, termBudget: Kernel.termBudget)
        if left != .zero, (try? ContractionForm.areEqual(left, .zero, context)) != true {
            result.append(with(Relation(.zero, .lessOrEqual, left), silent))
        }
        return result
    }

    /// The points of integration, the terms of the integrand, and those without an integral.
    public static func parts(_ statement: Statement) throws -> (points: [Point], integrand: [Expression], rest: [Expression]) {
        guard let relations = statement.goal.relations, relations.count == 1, relations[0].op == .lessOrEqual, relations[0].indices.isEmpty else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        let terms = try terms(relations[0].excess)
        guard let points = terms.compactMap(\.points).first, terms.allSatisfy({ $0.points == nil || $0.points == points }) else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        let rest = terms.filter { $0.points == nil }.map(\.body)
        guard !rest.contains(where: { term in points.contains(where: term.mentions) }) else { throw Rejection.evidenceDoesNotFitGoal }
        return (points, terms.filter { $0.points != nil }.map(\.body), rest)
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

extension IntegrandComparison {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        func text(_ e: Expression) -> SymbolicText {
            var writer = StatementWriter(statement)
            return writer.expression(e)
        }
        return .list(multiples.map { .list([text($0.factor), text($0.body), text($0.value)]) })
    }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        self.init(multiples: try reader.items(text).map { text in
            let parts = try reader.items(text, count: 3).map(reader.expression)
            return Multiple(factor: parts[0], body: parts[1], value: parts[2])
        })
    }
}

extension Statement {
    var hypothesesOnParameters: [Proposition] {
        hypotheses.filter { $0.relations?.allSatisfy { $0.left.mentionsOnlyParameters && $0.right.mentionsOnlyParameters } ?? false }
    }

    /// The hypotheses that hold whatever these points are: where they are points of integration, a hypothesis about points alone speaks of
    /// others of the same names. One about functions of points holds at every point.
    func hypotheses(silentAbout points: [Point]) -> [Proposition] {
        hypotheses.filter { hypothesis in
            guard let parts = hypothesis.relations else { return false }
            return parts.allSatisfy { part in
                let sides = [part.left, part.right]
                let holdsEverywhere = sides.contains(where: \.mentionsFunctionOfPoints) && !sides.contains(where: \.hasIntegral)
                return holdsEverywhere || !points.contains { point in sides.contains { $0.mentions(point) } }
            }
        }
    }
}
