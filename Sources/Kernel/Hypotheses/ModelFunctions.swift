import Arithmetic
import Expressions

/// Functions that satisfy the simplest hypotheses, so that a statement about nothing is not proved: zero, and for a positive
/// decaying function the standard Gaussian of its vector arguments.
public struct ModelFunctions {
    private let statement: Statement
    private let context: FormContext
    /// On a torus only constants are at hand.
    private let isPeriodic: Bool

    public init(_ statement: Statement) {
        self.statement = statement
        context = FormContext(statement)
        isPeriodic = statement.points.contains { if case .torus = $0.manifold { true } else { false } }
    }

    /// Whether every hypothesis about functions holds identically for these functions.
    public func satisfyHypotheses() throws -> Bool {
        for citation in SumOfSquares.citations(statement) {
            let relation = citation.relation
            guard relation.left.mentionsFunctionOfPoints || relation.right.mentionsFunctionOfPoints else { continue }
            guard !relation.left.hasIntegral, !relation.right.hasIntegral, citation.conditions.isEmpty else { return false }
            guard let left = substituted(relation.left), let right = substituted(relation.right) else { return false }
            switch relation.op {
            case .equal: guard try isIdentity(left, right, relation.indices) else { return false }
            case .lessOrEqual:
                let excess = Relation(left, .lessOrEqual, right).excess
                guard excess.isManifestlyNonnegative(positiveParameters: context.positiveParameters) else { return false }
            case .less: return false
            }
        }
        return true
    }

    private func isIdentity(_ left: Expression, _ right: Expression, _ indices: [Index]) throws -> Bool {
        if let isEqual = try? ContractionForm.areEqual(left, right, context) { return isEqual }
        guard let dimensions = try statement.finiteDimensions().first else { return false }
        let form = ComponentForm(context, for: [left, right], dimensions: dimensions)
        return try form.assignments(indices).allSatisfy { try form.isZero(form.difference(left, right, $0)) }
    }

    /// The expression with these functions put in; `nil` where an attribute is not theirs.
    private func substituted(_ e: Expression) -> Expression? {
        guard case .application(let application) = e.kind, !application.arguments.isEmpty else {
            struct Missing: Error {}
            return try? e.mapOperands { operand in
                guard let own = substituted(operand) else { throw Missing() }
                return own
            }
        }
        let function = application.function
        guard function.attributes.isSubset(of: [.even, .symmetric, .decaying, .unitMass]) else { return nil }
        // The logarithm of the function is what the symbol stands for.
        guard function.isLogarithm, function.attributes.contains(.decaying), !isPeriodic else { return .zero }
        return logarithmOfGaussian(application)
    }

    /// A derivative of `-|a|²/2 - (d/2) log 2π`, where a are the vector arguments and d is their dimension in all.
    private func logarithmOfGaussian(_ application: Expression.Application) -> Expression? {
        let slots = application.derivatives
        let vectors = application.arguments.enumerated().compactMap { place, argument -> (Int, Index, Expression)? in
            if case .vector(let index, let body) = argument { return (place, index, body) }
            return nil
        }
        guard !vectors.isEmpty else { return nil }
        var supply = IndexSupply(startingAt: 1 << 22)
        switch slots.count {
        case 0:
            return .sum(vectors.map { _, index, body in
                .number(Rational(-1, 2)) * .contraction(index, body * body) - .number(Rational(1, 2)) * .dimension(index.dimension)
                    * .elementary(.log, .number(2) * .pi)
            })
        case 1:
            guard let index = slots[0].index, let (_, own, body) = vectors.first(where: { $0.0 == slots[0].argument }) else { return .zero }
            return -Tensor(indices: [own], body: body).relabelled([index], &supply)
        case 2:
            guard slots[0].argument == slots[1].argument, let first = slots[0].index, let second = slots[1].index else { return .zero }
            return -.delta(first, second)
        default: return .zero
        }
    }
}
