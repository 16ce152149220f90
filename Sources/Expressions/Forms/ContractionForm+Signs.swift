import Arithmetic

/// What a contraction form tells about signs.
extension ContractionForm {
    public enum Sign: Hashable, Sendable { case positive, nonnegative, unknown }

    public struct SignedFactor: Hashable, Sendable {
        public let text: String
        public let sign: Sign
    }

    public func sign(of expression: Expression) throws -> Sign { sign(arena.sign(of: try normalForm(expression))) }

    private func sign(_ knowledge: SignKnowledge) -> Sign {
        switch knowledge {
        case .positive: return .positive
        case .nonnegative: return .nonnegative
        case .unknown: return .unknown
        }
    }

    /// The factors of an expression that is a single monomial, each with what is known of its sign; `nil`
    /// where a factor has no short name.
    public func signFactors(_ expression: Expression) throws -> [SignedFactor]? {
        let form = try normalForm(expression)
        if form.termCount != 1 {
            let knowledge = sign(arena.sign(of: form))
            return [SignedFactor(text: expression.plainText, sign: knowledge)]
        }
        guard let (monomial, coefficient) = form.terms.first else { return nil }
        if monomial.factors.count == 1, coefficient.sign > 0, arena.sign(of: monomial.factors[0].atom) == .unknown,
            monomial.factors[0].exponent == 1 {
            return [SignedFactor(text: expression.plainText, sign: .unknown)]
        }
        var result: [SignedFactor] = []
        for factor in monomial.factors {
            var knowledge = sign(arena.sign(of: factor.atom))
            if knowledge == .unknown, let power = arena.exponent(factor.exponent).asInt, power % 2 == 0 { knowledge = .nonnegative }
            switch arena.atom(factor.atom) {
            case .parameter(let name): result.append(SignedFactor(text: name, sign: knowledge))
            case .scalarPoint(let point): result.append(SignedFactor(text: point.name, sign: knowledge))
            case .natural, .pi, .exponential: continue
            case .graph(let graph):
                guard graph.isSumOfSquares, case .position(let point) = label(graph.vertices[0].label) else { return nil }
                if isUnit(point) { continue }
                result.append(SignedFactor(text: point.name, sign: knowledge))
            default: return nil
            }
        }
        return coefficient.sign > 0 ? result : nil
    }
}

extension Expression {
    /// X, when the expression is visibly `X·X` (or `X:X`).
    public var squaredNorm: Expression? {
        var body = self
        while case .contraction(_, let inner) = body.kind { body = inner }
        guard case .contraction = kind, case .product(let factors) = body.kind, factors.count == 2,
            factors[0].isSameUpToBoundIndices(as: factors[1])
        else { return nil }
        return factors[0]
    }
}
