import Arithmetic
import Expressions
import Kernel
import Testing

/// Certificates about ill-formed statements prove nothing.
@Suite struct WellFormednessTests {
    static func check(_ text: String) throws -> Theorem {
        let statement = try Statement(text: text)
        return try Kernel.check(Certificate(
            name: "x", statement: statement, evidence: .identity(.components), conditions: SideConditions.of(statement)))
    }

    static func statement(
        parameters: String = "", points: String = "(z (euclidean 3))", functions: String = "", goal: String
    ) -> String {
        "(statement (parameters \(parameters)) (points \(points)) (functions \(functions)) (hypotheses) (goal \(goal)))"
    }

    @Test func theFormItselfIsAccepted() throws {
        #expect(try Self.check(Self.statement(goal: "(relation = (indices (i 0 3)) (x z (i 0 3)) (x z (i 0 3)))")).verdict == .proved)
    }

    @Test(arguments: [
        statement(points: "(z (sphere 3)) (z (euclidean 3))", goal: "(relation = (indices) 1 1)"),
        statement(parameters: "(p real (strict 0) -) (p real - -)", goal: "(relation = (indices) 1 1)"),
        statement(goal: "(relation = (indices) (parameter q) (parameter q))"),
        statement(goal: "(relation = (indices (i 0 2)) (x z (i 0 2)) (x z (i 0 2)))"),
        statement(goal: "(relation = (indices) (x z (i 0 3)) (x z (i 0 3)))"),
        statement(goal: "(relation = (indices) (epsilon (fixed 1 4) (fixed 2 4) (fixed 4 4)) 3)"),
        statement(parameters: "(p~ real - -)", goal: "(relation = (indices) 1 1)"),
        statement(parameters: "(\"(1 + p)\" real - -)", goal: "(relation = (indices) 1 1)"),
        statement(parameters: "(\"a b\" real - -)", goal: "(relation = (indices) 1 1)"),
        statement(points: "(z (line 2 1))", goal: "(relation = (indices) 1 1)"),
        statement(goal: "(and)"),
        statement(parameters: "(d integer (weak -3) (weak 0))", points: "(z (euclidean (dim d)))", goal: "(relation = (indices) 1 2)"),
        statement(
            parameters: "(d integer (weak -9000000000000000000) (weak 9000000000000000000))", points: "(z (euclidean (dim d)))",
            goal: "(relation = (indices) 1 1)"),
    ]) func illFormedStatementsAreRejected(text: String) {
        #expect(throws: (any Error).self) { try Self.check(text) }
    }
}
