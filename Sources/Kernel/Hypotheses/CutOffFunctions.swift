import Arithmetic
import Expressions

/// Smooth functions with values in [0, 1] that are 1 in a ball and 0 outside of a larger one, for hypotheses such as
/// `χ = 1 if |v| <= 1` and `χ = 0 if |v| >= 2`.
struct CutOffFunctions {
    /// What is left without these functions and the hypotheses that mention them: each of their values is a parameter in [0, 1].
    let statement: Statement
    /// What must hold of the radii, and of all such values.
    let requirements: [Relation]

    /// `nil` where no hypotheses under conditions are of this kind, or more is asked of the functions than of their values.
    init?(_ statement: Statement) {
        let citations = SumOfSquares.citations(statement)
        var inner: [FunctionSymbol: [Expression]] = [:], outer: [FunctionSymbol: [Expression]] = [:]
        for citation in citations where !citation.conditions.isEmpty && (citation.relation.left.mentionsFunctionOfPoints || citation.relation.right.mentionsFunctionOfPoints) {
            guard let part = Self.part(citation) else { return nil }
            if part.value.isOne { inner[part.function, default: []].append(part.radius) } else { outer[part.function, default: []].append(part.radius) }
        }
        guard !inner.isEmpty, Set(inner.keys) == Set(outer.keys) else { return nil }
        var requirements = inner.flatMap { function, radii in
            radii.flatMap { radius in (outer[function] ?? []).map { Relation(radius, .less, $0) } + [Relation(.zero, .less, radius)] }
        }
        var result = statement
        var values: [Expression: String] = [:]
        var isKnown = true
        func value(_ e: Expression) -> Expression {
            guard case .application(let application) = e.kind, inner[application.function] != nil else { return e.mapOperands(value) }
            isKnown = isKnown && application.derivatives.isEmpty
            let name = values[e] ?? "value \(values.count) of a cut-off function"
            values[e] = name
            return .parameter(name)
        }
        result.hypotheses = []
        for citation in citations where citation.conditions.isEmpty {
            let relation = citation.relation
            guard !relation.functionSymbols.isDisjoint(with: inner.keys) else {
                result.hypotheses.append(.relation(relation))
                continue
            }
            let concrete = Relation(value(relation.left), relation.op, value(relation.right), indices: relation.indices)
            guard concrete.left.mentionsOnlyParameters, concrete.right.mentionsOnlyParameters else { return nil }
            requirements.append(concrete)
        }
        guard isKnown else { return nil }
        result.parameters += values.values.sorted().map {
            Parameter(name: $0, lower: .init(value: 0, isStrict: false), upper: .init(value: 1, isStrict: false))
        }
        (self.statement, self.requirements) = (result, requirements)
    }

    /// `f(X) = 1` where `|X| <= r`, or `f(X) = 0` where `r <= |X|`.
    private static func part(_ citation: SumOfSquares.Citation) -> (function: FunctionSymbol, value: Rational, radius: Expression)? {
        let relation = citation.relation, condition = citation.conditions[0]
        guard citation.conditions.count == 1, relation.op == .equal, case .application(let application) = relation.left.kind,
            case .number(let value) = relation.right.kind, application.derivatives.isEmpty, application.valueIndices.isEmpty,
            !application.function.isLogarithm, application.function.attributes.isDisjoint(with: [.unitMass, .logconcave]),
            application.arguments.count == 1, case .vector(let index, let body) = application.arguments[0], case .coordinate(let point, index) = body.kind,
            case .euclidean = point.manifold, condition.op != .equal
        else { return nil }
        let norm = Expression.squareRoot(.contraction(index, body * body))
        let (length, radius) = value.isOne ? (condition.left, condition.right) : (condition.right, condition.left)
        guard value.isOne || value.isZero, length.isSameUpToBoundIndices(as: norm), radius.mentionsOnlyParameters else { return nil }
        return (application.function, value, radius)
    }
}

extension Relation {
    /// The functions and constants that occur.
    var functionSymbols: Set<FunctionSymbol> { left.functionSymbols.union(right.functionSymbols) }
}
