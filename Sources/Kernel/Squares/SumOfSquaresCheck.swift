import Arithmetic
import Expressions

/// Inequalities: the difference of both sides is a sum of non-negative things.
struct SumOfSquaresCheck {
    let statement: Statement
    let context: FormContext
    let relation: Relation

    /// Everything but the equation: signs, and the hypotheses of each citation. Returns the equation.
    func equality(_ evidence: SumOfSquares) throws -> Relation {
        guard relation.op == .lessOrEqual, relation.indices.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        let sign = ParameterSign(statement)
        let citations = SumOfSquares.citations(statement)
        for multiple in evidence.multiples {
            try requireInParameters(multiple.factor)
            guard citations.indices.contains(multiple.citation) else { throw Rejection.evidenceDoesNotFitGoal }
            let citation = citations[multiple.citation]
            for condition in citation.conditions { try discharge(condition) }
            guard citation.relation.op == .equal || sign.isNonnegative(multiple.factor) else { throw Rejection.negative(multiple.factor.plainText) }
        }
        for term in evidence.terms {
            try requireInParameters(term.coefficient)
            guard sign.isNonnegative(term.coefficient) else { throw Rejection.negative(term.coefficient.plainText) }
            try WellFormedness.check(term.body, in: statement, points: [], indices: [])
            guard Set(term.points).count == term.points.count, term.points.allSatisfy(statement.points.contains) else {
                throw Rejection.illFormed("the points of a square")
            }
            guard !term.body.hasIntegral, term.body.isManifestlyNonnegative(positiveParameters: context.positiveParameters),
                term.body.isDefinedAlmostEverywhere(positiveParameters: context.positiveParameters)
            else { throw Rejection.negative(term.body.plainText) }
        }
        return try evidence.equality(for: relation, statement)
    }

    private func requireInParameters(_ e: Expression) throws {
        guard e.mentionsOnlyParameters else { throw Rejection.evidenceDoesNotFitGoal }
        try WellFormedness.check(e, in: statement, points: [], indices: [])
    }

    private func discharge(_ condition: Relation) throws {
        guard try condition.isKnown(statement, context) else { throw Rejection.conditionOfCitation(condition.plainText) }
    }
}

extension Relation {
    /// A hypothesis itself, or an identity: so is `u(-ω) = u(ω)` where u is declared even; or a comparison that the ranges
    /// of parameters imply.
    fileprivate func isKnown(_ statement: Statement, _ context: FormContext) throws -> Bool {
        if statement.hypotheses.contains(.relation(self)) { return true }
        if op == .equal { return try ContractionForm.areEqual(left, right, context) }
        guard left.mentionsOnlyParameters, right.mentionsOnlyParameters else { return false }
        let signs = SignCheck(statement)
        try signs.requireDefined(excess, on: signs.box)
        return op == .less ? signs.isPositive(excess) : signs.isNonnegative(excess)
    }
}

extension SumOfSquares {
    /// The first coefficient that is not known to be non-negative on the whole range of the parameters.
    public func coefficientOfUnknownSign(_ statement: Statement) -> Expression? {
        let sign = ParameterSign(statement), citations = Self.citations(statement)
        let factors = multiples.filter { citations.indices.contains($0.citation) && citations[$0.citation].relation.op != .equal }.map(\.factor)
        return (factors + terms.map(\.coefficient)).first { !sign.isNonnegative($0) }
    }
}

extension SumOfSquares.Citation {
    /// The first of its conditions that is not known to hold.
    public func openCondition(_ statement: Statement, _ context: FormContext) -> Relation? {
        conditions.first { (try? $0.isKnown(statement, context)) != true }
    }
}
