import Arithmetic
import Expressions

/// Whether multiples of hypotheses may be taken off.
struct HypothesisCheck {
    let statement: Statement
    let relation: Relation

    /// What is left to be proved.
    func remainder(_ evidence: HypothesisMultiples) throws -> Relation {
        let citations = SumOfSquares.citations(statement)
        for multiple in evidence.multiples {
            guard citations.indices.contains(multiple.citation) else { throw Rejection.evidenceDoesNotFitGoal }
            let citation = citations[multiple.citation], hypothesis = citation.relation
            // An equation about points alone restricts them, and has no derivatives.
            guard citation.conditions.isEmpty, hypothesis.op == .equal || isTakenOffWithItsSign(multiple, hypothesis), !hypothesis.left.hasIntegral, !hypothesis.right.hasIntegral,
                hypothesis.left.mentionsFunctionOfPoints || hypothesis.right.mentionsFunctionOfPoints
            else { throw Rejection.evidenceDoesNotFitGoal }
            guard zip(multiple.indices, hypothesis.indices).allSatisfy({ $0.dimension == $1.dimension }),
                Set(multiple.summed).count == multiple.summed.count, Set(multiple.summed).isDisjoint(with: relation.indices),
                multiple.summed.allSatisfy(\.isVariable), Set(multiple.points).count == multiple.points.count,
                multiple.points.allSatisfy(statement.points.contains)
            else { throw Rejection.illFormed("a multiple of a hypothesis") }
            for derivative in multiple.derivatives {
                // Off the sphere the equation is not known to hold.
                if case .sphere = derivative.point.manifold { throw Rejection.evidenceDoesNotFitGoal }
                guard (derivative.index == nil) == (derivative.point.manifold.vectorDimension == nil) else {
                    throw Rejection.illFormed("a multiple of a hypothesis")
                }
            }
            guard let part = multiple.expression(hypothesis), !multiple.factor.hasIntegral else { throw Rejection.evidenceDoesNotFitGoal }
            try WellFormedness.check(part, in: statement, points: [], indices: relation.indices)
            // With 1/u for u w = 0 the normal form says w = 0, also where u vanishes. Under an integral no condition would tell.
            guard multiple.points.isEmpty || multiple.factor.isDefinedForAllFunctions(FormContext(statement).positiveParameters) else {
                throw Rejection.notEvaluated("a multiple with a denominator that may vanish")
            }
        }
        return try evidence.remainder(of: relation, statement)
    }

    /// Of an inequality `L <= R`, itself times what is not negative: `A - c (L - R) <= B` gives `A <= B`. Its derivatives have no sign.
    private func isTakenOffWithItsSign(_ multiple: HypothesisMultiples.Multiple, _ hypothesis: Relation) -> Bool {
        let positive = FormContext(statement).positiveParameters
        return relation.op != .equal && hypothesis.indices.isEmpty && multiple.derivatives.isEmpty && multiple.summed.isEmpty
            && multiple.factor.isManifestlyNonnegative(positiveParameters: positive) && multiple.factor.isDefinedAlmostEverywhere(positiveParameters: positive)
    }
}

extension Expression {
    /// Whether no value of a function makes a denominator vanish, or a root or a logarithm have no meaning.
    fileprivate func isDefinedForAllFunctions(_ positiveParameters: Set<String>) -> Bool {
        guard mentionsFunctionOfPoints else { return true }
        let isPartial: Bool
        switch kind {
        case .power(let base, let exponent):
            if case .number(let value) = exponent.kind, value.isInteger, value.sign > 0 { isPartial = false } else {
                isPartial = exponent.mentionsFunctionOfPoints
                    || base.mentionsFunctionOfPoints && !base.isManifestlyPositive(positiveParameters: positiveParameters)
            }
        case .elementary(.log, let argument): isPartial = !argument.isManifestlyPositive(positiveParameters: positiveParameters)
        case .elementary(let function, _): isPartial = [.tan, .sign, .gamma].contains(function)
        case .uninterpreted: isPartial = true
        default: isPartial = false
        }
        return !isPartial && operands.allSatisfy { $0.isDefinedForAllFunctions(positiveParameters) }
    }
}

extension Index {
    fileprivate var isVariable: Bool {
        if case .variable = self { return true }
        return false
    }
}
