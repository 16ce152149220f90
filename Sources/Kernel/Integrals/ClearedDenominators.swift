import Arithmetic
import Expressions

/// Relations between integrals without denominators: `J >= I²/d` as `d J >= I²`.
///
/// A denominator is a factor of a term that depends on no point, positive or not negative by its form: where the statement is defined it
/// does not vanish, and both sides may be multiplied by it. A positive constant that stands in every term is left out.
public struct ClearedDenominators {
    private let statement: Statement
    private let signs: SignCheck
    private let positiveParameters: Set<String>

    public init(_ statement: Statement) {
        self.statement = statement
        signs = SignCheck(statement)
        positiveParameters = FormContext(statement).positiveParameters
    }

    /// - Throws: `Rejection.evidenceDoesNotFitGoal` where there is nothing to multiply by, or its sign is not seen.
    public func cleared(isRefuted: Bool) throws -> Statement {
        guard let relations = statement.goal.relations, relations.count == 1, let relation = relations.first,
            relation.left.hasIntegral || relation.right.hasIntegral
        else { throw Rejection.evidenceDoesNotFitGoal }
        var left = Self.terms(relation.left), right = Self.terms(relation.right)
        let denominators = denominators(left + right)
        guard denominators.allSatisfy({ isPositive($0.base, isRefuted) }) else { throw Rejection.evidenceDoesNotFitGoal }
        left = left.map { multiplied($0, denominators) }
        right = right.map { multiplied($0, denominators) }
        let common = commonFactors(left + right)
        guard !denominators.isEmpty || !common.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        func side(_ terms: [[Expression]]) -> Expression { .sum(terms.map { .product($0.removing(common)) }) }
        var result = statement
        result.goal = .relation(Relation(side(left), relation.op, side(right), indices: relation.indices))
        try WellFormedness.check(result)
        return result
    }

    private typealias Power = (base: Expression, exponent: Int)

    /// With the greatest power in which each is a denominator.
    private func denominators(_ terms: [[Expression]]) -> [Power] {
        var result: [Power] = []
        for factor in terms.joined() {
            guard let (base, exponent) = power(factor), exponent < 0 else { continue }
            if let place = result.firstIndex(where: { $0.base.isSameUpToBoundIndices(as: base) }) {
                result[place].exponent = max(result[place].exponent, -exponent)
            } else {
                result.append((base, -exponent))
            }
        }
        return result
    }

    /// Positive constants that stand in every term, such as `(2π)^(-d/2)`.
    private func commonFactors(_ terms: [[Expression]]) -> [Expression] {
        guard let first = terms.first else { return [] }
        return first.filter { factor in
            if case .number = factor.kind { return false }
            return factor.mentionsOnlyParameters && (factor.isManifestlyPositive(positiveParameters: positiveParameters) || signs.isPositive(factor))
                && terms.allSatisfy { $0.contains(factor) }
        }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The factors of each term, those among them that an integral need not contain drawn out of it.
    private static func terms(_ side: Expression) -> [[Expression]] {
        let terms = if case .sum(let terms) = side.kind { terms } else { [side] }
        return terms.filter { $0 != .zero }.map { term in
            term.factors.flatMap { factor in
                guard case .integral(let points, let body) = factor.kind else { return split(factor) }
                let constants = body.factors.filter(\.mentionsOnlyParameters)
                if constants.isEmpty { return [factor] }
                return constants.flatMap(split) + [.integral(points, .product(body.factors.filter { !$0.mentionsOnlyParameters }))]
            }
        }
    }

    /// `(a b)^n` for integers n as `a^n b^n`.
    private static func split(_ factor: Expression) -> [Expression] {
        guard case .power(let base, let exponent) = factor.kind, case .product(let factors) = base.kind, case .number(let value) = exponent.kind,
            value.isInteger else { return [factor] }
        return factors.map { .power($0, exponent) }
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

    private func multiplied(_ factors: [Expression], _ denominators: [Power]) -> [Expression] {
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
        return rest
    }
}

extension [Expression] {
    /// Without one occurrence of each.
    fileprivate func removing(_ others: [Expression]) -> [Expression] {
        others.reduce(self) { rest, other in
            guard let place = rest.firstIndex(of: other) else { return rest }
            var result = rest
            result.remove(at: place)
            return result
        }
    }
}
