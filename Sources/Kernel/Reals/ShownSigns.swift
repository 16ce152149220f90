import Expressions

/// Signs of expressions in parameters, shown first, so that the rest may assume them: what the declared ranges do not tell at sight, as
/// `1 - exp(-t) > 0` for `t > 0`.
///
/// Where the given statement says something these hold. So it says the same as with them for hypotheses.
public struct ShownSigns: Hashable, Sendable {
    public struct Sign: Hashable, Sendable {
        public let known: SignProof.Known
        public let isStrict: Bool

        public init(_ known: SignProof.Known, isStrict: Bool) {
            self.known = known
            self.isStrict = isStrict
        }

        /// `0 < e`, or `0 <= e`.
        var relation: Relation { Relation(.zero, isStrict ? .less : .lessOrEqual, known.expression) }
    }

    public let signs: [Sign]

    public init(_ signs: [Sign]) { self.signs = signs }

    /// The statement with the signs behind its hypotheses, each shown by way of those before it.
    public func statement(of statement: Statement) throws -> Statement {
        guard !signs.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        var result = statement
        for sign in signs {
            let e = sign.known.expression
            guard e.mentionsOnlyParameters else { throw Rejection.evidenceDoesNotFitGoal }
            try WellFormedness.check(e, in: result, points: [], indices: [])
            try SignCheck(result).proves(sign.relation, sign.known.proof)
            result.hypotheses.append(.relation(sign.relation))
        }
        return result
    }
}

extension ShownSigns {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        let writer = StatementWriter(statement)
        return .list(signs.map { .list([.word($0.isStrict ? "positive" : "nonnegative"), $0.known.symbolicText(writer)]) })
    }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        signs = try reader.items(text).map { item in
            let pair = try reader.items(item, count: 2)
            return Sign(try SignProof.Known(pair[1], reader), isStrict: try reader.choice(pair[0], "positive", "nonnegative"))
        }
    }
}
