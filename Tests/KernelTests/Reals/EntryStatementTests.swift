import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// Tensors in given dimensions written out in entries.
@Suite struct EntryStatementTests {
    private static let i = Index.variable(1, .number(2)), j = Index.variable(2, .number(2)), k = Index.variable(3, .number(2))
    private static let matrix = FunctionSymbol(name: "Q", arguments: [], valueDimensions: [.number(2), .number(2)])

    private static func entry(_ a: Index, _ b: Index) -> Expression {
        .application(.init(function: matrix, valueIndices: [a, b], arguments: []))
    }

    /// `Q transpose(Q) = Id`, of which the other product and the determinant follow.
    private static let orthogonal = Proposition.relation(
        Relation(.contraction(k, entry(i, k) * entry(j, k)), .equal, .delta(i, j), indices: [i, j]))

    @Test func everyEntryIsAParameter() throws {
        let goal = Proposition.relation(Relation(.contraction(Self.k, Self.entry(Self.k, Self.i) * Self.entry(Self.k, Self.j)), .equal, .delta(Self.i, Self.j), indices: [Self.i, Self.j]))
        let written = try EntryStatement(Statement(functions: [Self.matrix], hypotheses: [Self.orthogonal], goal: goal)).written()
        #expect(written.parameters.map(\.name) == ["Q[1,1]", "Q[1,2]", "Q[2,1]", "Q[2,2]"])
        #expect(written.functions.isEmpty && written.goal.relations?.count == 4)
        func value(_ e: Expression, _ values: [String: Rational]) throws -> Rational {
            var evaluation = IntervalEvaluation(values.mapValues { RationalInterval($0) }, bits: 64)
            return try evaluation.value(e).lower
        }
        // Hypotheses and goals hold for a rotation, the hypotheses not for other matrices.
        let rotation: [String: Rational] = ["Q[1,1]": Rational(3, 5), "Q[1,2]": Rational(-4, 5), "Q[2,1]": Rational(4, 5), "Q[2,2]": Rational(3, 5)]
        for relation in ([written.goal] + written.hypotheses).flatMap({ $0.relations ?? [] }) { #expect(try value(relation.excess, rotation).isZero) }
        let other = rotation.merging(["Q[1,1]": 1]) { $1 }
        #expect(try written.hypotheses.flatMap { $0.relations ?? [] }.contains { try !value($0.excess, other).isZero })
    }

    @Test func symbolicDimensionsAndFunctionsAreRefused() throws {
        let n = Dimension.symbol("n"), index = Index.variable(1, .symbol("n"))
        let vector = FunctionSymbol(name: "X", arguments: [], valueDimensions: [n])
        let component = Expression.application(.init(function: vector, valueIndices: [index], arguments: []))
        let statement = Statement(
            parameters: [Parameter(name: "n", isInteger: true)], functions: [vector],
            goal: .relation(Relation(.zero, .lessOrEqual, .contraction(index, component * component))))
        #expect(throws: Rejection.self) { try EntryStatement(statement).written() }
    }

    /// A refutation of the statement in entries, from which hypotheses were left out, refutes nothing.
    @Test func onlyProofsCarryOver() {
        let statement = Statement(functions: [Self.matrix], goal: .relation(Relation(Self.entry(.fixed(1, .number(2)), .fixed(1, .number(2))), .equal, .zero)))
        let witness = Evidence.witness(Witness(relation: 0, indices: [], assignment: Assignment(parameters: ["Q[1,1]": 1, "Q[1,2]": 0, "Q[2,1]": 0, "Q[2,2]": 0]), arithmetic: .exact))
        #expect(throws: Rejection.self) { try Kernel.Examination(statement, .entries(witness)).theorem() }
    }
}
