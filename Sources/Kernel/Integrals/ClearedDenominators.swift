import Arithmetic
import Expressions

/// Relations between integrals without denominators: `J >= I²/d` as `d J >= I²`.
///
/// A denominator is a factor of a term that depends on no point, positive or not negative by its form: where the statement is defined it
/// does not vanish, and both sides may be multiplied by it.
public struct ClearedDenominators {
    private let statement: Statement
    private let signs: SignCheck
    private let positiveParameters: Set<String>

    public init(_ statement: Statement) {
        self.statement = statement
        signs = SignCheck(statement)
        positiveParameters = FormContext(statement).positiveParameters
    }

    /// - Throws: `Rejection.evidenceDoesNotFitGoal` where there is no denominator, or its sign is not seen.
    public func cleared(isRefuted: Bool) throws -> Statement {
        guard let relations = statement.goal.relations, relations.count == 1, let relation = relations.first,
            relation.left.hasIntegral || relation.right.hasIntegral
        else { throw Rejection.evidenceDoesNotFitGoal }
        let denominators = denominators(relation)
        guard !denominators.isEmpty, denominators.allSatisfy({ isPositive($0.base, isRefuted) }) else { throw Rejection.evidenceDoesNotFitGoal }
        var result = statement
        result.goal = .relation(Relation(
            multiplied(relation.left, denominators), relation.op, multiplied(relation.right, denominators), indices: relation.indices))
        try WellFormedness.check(result)
        return result
    }

    private typealias Power = (base: Expression, exponent: Int)

    /// With the greatest power in which each is a denominator.
    private func denominators(_ relation: Relation) -> [Power] {
        var result: [Power] = []
        for factor in (Self.terms(relation.left) + Self.terms(relation.right)).joined() {
            guard let (base, exponent) = power(factor), exponent < 0 else { continue }
            if let place = result.firstIndex(where: { $0.base.isSameUpToBoundIndices(as: base) }) {
                result[place].exponent = max(result[place].exponent, -exponent)
            } else {
                result.append((base, -exponent))
            }
        }
        return result
    }

    private static func terms(_ side: Expression) -> [[Expression]] {
        let terms = if case .sum(let terms) = side.kind { terms } else { [side] }
        return terms.map { term in
            term.factors.flatMap { factor in
                guard case .power(let base, let exponent) = factor.kind, case .product(let factors) = base.kind, case .number(let value) = exponent.kind,
                    value.isInteger else { return [factor] }
                return factors.map { .power($0, exponent) }
            }
        }
    }

    private func power(_ factor: Expression) -> Power? {
        guard case .power(let base, let exponent) = factor.kind, case .number(let value) = exponent.kind, let integer = value.asInt, abs(integer) <= 8,
            base.freeIndices.isEmpty, !statement.points.contains(where: base.mentions) else { return nil }
        switch base.kind {
        case .number: return nil
        case .integral: return (base, integer)
        default: return base.mentionsOnlyParameters ? (base, integer) : nil
        }
    }

    /// What is not negative by its form does not vanish where the statement is defined; a counterexample need not be such a place.
    private func isPositive(_ base: Expression, _ isRefuted: Bool) -> Bool {
        if base.mentionsOnlyParameters, signs.isPositive(base) { return true }
        return !isRefuted && base.isManifestlyNonnegative(positiveParameters: positiveParameters)
    }

    private func multiplied(_ side: Expression, _ denominators: [Power]) -> Expression {
        .sum(Self.terms(side).filter { !$0.contains(.zero) }.map { factors in
            var rest = factors
            for denominator in denominators {
                var exponent = denominator.exponent
                rest = rest.compactMap { factor in
                    guard let own = power(factor), own.base.isSameUpToBoundIndices(as: denominator.base) else { return factor }
                    exponent += own.exponent
                    return nil
                }
                if exponent != 0 { rest.append(exponent == 1 ? denominator.base : .power(denominator.base, .number(Rational(exponent)))) }
            }
            return .product(rest)
        })
    }
}
