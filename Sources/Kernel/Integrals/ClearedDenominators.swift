import Arithmetic
import Expressions

/// Relations without denominators: `J >= I²/d` between integrals as `d J >= I²`, and `|∇F|²/(F+G) <= …` at every point as
/// `|∇F|² <= (F+G) …`.
///
/// A denominator is a factor of a term, positive or not negative by its form: where the statement is defined it
/// does not vanish, and both sides may be multiplied by it. Beside integrals it depends on no point, and what stands in every term and depends on
/// no point is left out: from `L = R` follows `F L = F R` for every number F, from `L <= R` where F is not negative; the converse holds
/// where F is positive.
public struct ClearedDenominators {
    private let statement: Statement
    private let signs: SignCheck
    private let positiveParameters: Set<String>
    private let isPointwise: Bool

    public init(_ statement: Statement) {
        self.statement = statement
        signs = SignCheck(statement)
        positiveParameters = FormContext(statement).positiveParameters
        isPointwise = statement.goal.relations?.allSatisfy { !$0.left.hasIntegral && !$0.right.hasIntegral } ?? false
    }

    /// - Throws: `Rejection.evidenceDoesNotFitGoal` where there is nothing to multiply by, or its sign is not seen.
    public func cleared(isRefuted: Bool) throws -> Statement {
        var result = statement
        result.goal = .relation(try parts(isRefuted: isRefuted).relation)
        try WellFormedness.check(result)
        return result
    }

    /// Adds the conditions under which the integrals in what is multiplied by, or left out, converge absolutely: the reduced statement need not
    /// contain them.
    func requireConvergence(isRefuted: Bool, _ conditions: inout ConditionList) throws {
        let parts = try parts(isRefuted: isRefuted)
        func visit(_ e: Expression) throws {
            guard case .integral = e.kind else { return try e.operands.forEach(visit) }
            try ChangesOfVariables.requireConvergence(of: e, in: statement, &conditions)
        }
        try parts.factors.forEach(visit)
    }

    /// The relation that is left, and what was multiplied by or left out.
    private func parts(isRefuted: Bool) throws -> (relation: Relation, factors: [Expression]) {
        guard let relations = statement.goal.relations, relations.count == 1, let relation = relations.first else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        let left = terms(relation.left), right = terms(relation.right)
        let denominators = denominators(left + right)
        guard denominators.allSatisfy({ isPositive($0.base, isRefuted) }) else { throw Rejection.evidenceDoesNotFitGoal }
        var rests = (left + right).map { multiplied($0, denominators) }
        let common = isPointwise && relation.op == .equal ? [] : leaveOutCommonFactors(of: &rests, relation.op, isRefuted)
        guard !denominators.isEmpty || !common.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        func side(_ terms: ArraySlice<[Expression]>) -> Expression { .sum(terms.map { .product($0) }) }
        let result = Relation(side(rests[..<left.count]), relation.op, side(rests[left.count...]), indices: relation.indices)
        return (result, denominators.map(\.base) + common)
    }

    private typealias Power = (base: Expression, exponent: Int)

    /// With the greatest power in which each is the denominator of a term.
    private func denominators(_ terms: [[Expression]]) -> [Power] {
        var result: [Power] = []
        for term in terms {
            for own in powers(term) where own.exponent < 0 {
                if let place = result.firstIndex(where: { $0.base.isSameUpToBoundIndices(as: own.base) }) {
                    result[place].exponent = max(result[place].exponent, -own.exponent)
                } else {
                    result.append((own.base, -own.exponent))
                }
            }
        }
        return result
    }

    /// Of one term, each base once.
    private func powers(_ term: [Expression]) -> [Power] {
        term.compactMap(power).reduce(into: []) { result, own in
            if let place = result.firstIndex(where: { $0.base.isSameUpToBoundIndices(as: own.base) }) {
                result[place].exponent += own.exponent
            } else {
                result.append(own)
            }
        }
    }

    /// What stands in every term, such as `(2π)^(-d/2)` or `exp(-2H/d)` for an integral H, as often as it stands in all of them.
    private func leaveOutCommonFactors(of terms: inout [[Expression]], _ op: RelationOperator, _ isRefuted: Bool) -> [Expression] {
        var common: [Expression] = []
        for factor in terms.first ?? [] {
            if case .number = factor.kind { continue }
            let places = terms.compactMap { $0.firstIndex(where: factor.isSameUpToBoundIndices) }
            guard places.count == terms.count, isNumber(factor), !isPointwise || factor.hasValueEverywhere, mayBeLeftOut(factor, op, isRefuted) else { continue }
            for (term, place) in places.enumerated() { terms[term].remove(at: place) }
            common.append(factor)
        }
        return common
    }

    private func mayBeLeftOut(_ factor: Expression, _ op: RelationOperator, _ isRefuted: Bool) -> Bool {
        if case .elementary(.exp, _) = factor.kind { return true }
        if factor.mentionsOnlyParameters,
            factor.isManifestlyPositive(positiveParameters: positiveParameters) || signs.isPositive(factor) { return true }
        return !isRefuted && (op == .equal || op == .lessOrEqual && factor.isManifestlyNonnegative(positiveParameters: positiveParameters))
    }

    /// Without an integral, at each place by itself.
    private func isNumber(_ e: Expression) -> Bool { e.freeIndices.isEmpty && (isPointwise || !statement.points.contains(where: e.mentions)) }

    /// The factors of each term, those among them that an integral need not contain drawn out of it.
    private func terms(_ side: Expression) -> [[Expression]] {
        side.summands.filter { $0 != .zero }.map { term in
            term.factors.flatMap { factor in
                guard case .integral(let points, let body) = factor.kind else { return Self.split(factor) }
                let numbers = body.factors.filter(isNumber)
                if numbers.isEmpty { return [factor] }
                return numbers.flatMap(Self.split) + [.integral(points, .product(body.factors.filter { !isNumber($0) }))]
            }
        }
    }

    /// `(a b)^n` for integers n as `a^n b^n`, and `(a^p)^n` as `a^(p n)` where both are defined for the same a.
    private static func split(_ factor: Expression) -> [Expression] {
        guard case .power(let base, let exponent) = factor.kind, case .number(let value) = exponent.kind, value.isInteger else { return [factor] }
        switch base.kind {
        case .product(let factors): return factors.flatMap { split(.power($0, exponent)) }
        case .power(let inner, let other):
            guard case .number(let power) = other.kind, power.isInteger || !(power * value).isInteger else { return [factor] }
            return [.power(inner, .number(power * value))]
        default: return [factor]
        }
    }

    private func power(_ factor: Expression) -> Power? {
        guard case .power(let base, let exponent) = factor.kind, case .number(let value) = exponent.kind, let integer = value.asInt, abs(integer) <= 8,
            isNumber(base) else { return nil }
        switch base.kind {
        case .number: return nil
        case .integral: return (base, integer)
        default: return isPointwise || base.mentionsOnlyParameters ? (base, integer) : nil
        }
    }

    /// What is not negative by its form does not vanish where the statement is defined; a counterexample need not be such a place.
    private func isPositive(_ base: Expression, _ isRefuted: Bool) -> Bool {
        if base.mentionsOnlyParameters, signs.isPositive(base) { return true }
        // Where the integrand is 0 the statement is defined nowhere.
        if case .integral(_, let body) = base.kind, (try? ContractionForm.areEqual(body, .zero, FormContext(statement))) == true { return false }
        return isRefuted ? isPointwise && base.isManifestlyPositive(positiveParameters: positiveParameters)
            : base.isManifestlyNonnegative(positiveParameters: positiveParameters)
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

extension Expression {
    /// A function itself, or an exponential: at a point other factors may have no value, which the reduced statement would not tell.
    fileprivate var hasValueEverywhere: Bool {
        switch kind {
        case .application: true
        case .elementary(.exp, let argument): argument.hasValueEverywhere
        default: false
        }
    }
}
