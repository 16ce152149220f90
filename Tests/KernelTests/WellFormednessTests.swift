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
        statement(goal: "(relation = (indices (i 0 3) (i 0 3)) 0 0)"),
        statement(goal: "(relation = (indices (fixed 1 3)) 0 0)"),
        statement(points: "(∫1 (euclidean 3))", goal: "(relation = (indices) 1 1)"),
        statement(points: "(x (line - -))", goal: "(relation = (indices) (integral (x x) (exp (* -1 (^ (x x) 2)))) pi)"),
        statement(parameters: "(d integer (weak 2) -)", points: "(z (euclidean (dim d)))", goal: "(relation = (indices) (x z (fixed 3 (dim d))) 0)"),
        statement(goal: "(relation = (indices) (x z (fixed 4 3)) 0)"),
        statement(goal: "(relation = (indices) (x z (fixed 0 3)) 0)"),
        statement(goal: "(relation = (indices) (x y) 0)"),
        statement(points: "(t (line - -))", goal: "(relation = (indices) (d (z (i 0 3)) 1) 0)"),
        statement(functions: "(u (arguments 3) (value symmetric 3) plain (attributes))", goal: "(relation = (indices) 0 0)"),
        statement(functions: "(u (arguments 3) (value) plain (attributes))", goal: "(relation = (indices) 0 0)"),
        statement(functions: "(u (arguments 3) (value none) plain (attributes)) (u (arguments 3) (value none) plain (attributes))", goal: "(relation = (indices) 0 0)"),
        statement(functions: "(u (arguments 3) (value none) plain (attributes))", goal: "(relation = (indices) (apply u (value (i 0 3)) (derivatives) (at (vector (i 0 3) (x z (i 0 3))))) 0)"),
        statement(functions: "(u (arguments 3) (value none) plain (attributes))", goal: "(relation = (indices) (apply u (value) (derivatives (1 (fixed 1 3))) (at (vector (i 0 3) (x z (i 0 3))))) 0)"),
        statement(functions: "(u (arguments 3) (value none) plain (attributes))", goal: "(relation = (indices) (apply u (value) (derivatives (0)) (at (vector (i 0 3) (x z (i 0 3))))) 0)"),
        statement(functions: "(u (arguments 3) (value none) plain (attributes))", goal: "(relation = (indices) (apply u (value) (derivatives ()) (at (vector (i 0 3) (x z (i 0 3))))) 0)"),
        statement(functions: "(u (arguments 3) (value none) plain (attributes))", goal: "(relation = (indices) (apply u (value) (derivatives) (at ())) 0)"),
        statement(functions: "(u (arguments 3) (value none) plain (attributes))", goal: "(relation = (indices) (apply u (value) (derivatives) (at (scalar 1))) 0)"),
        statement(goal: "()"), statement(goal: "(relation = (indices) () 0)"), statement(goal: "(relation = (indices) (d () 1) 0)"),
        statement(points: "(z ())", goal: "(relation = (indices) 1 1)"),
        statement(points: "(z (line -)) ", goal: "(relation = (indices) 1 1)"),
    ]) func illFormedStatementsAreRejected(text: String) {
        #expect(throws: (any Error).self) { try Self.check(text) }
    }

    private static let z = Point(name: "z", manifold: .euclidean(.number(3))), t = Point(name: "t", manifold: .line(lower: nil, upper: nil))
    private static let u = FunctionSymbol(name: "u", arguments: [.vector(.number(3)), .scalar])

    private static func isAccepted(_ e: Expression) -> Bool {
        let statement = Statement(points: [z, t], functions: [u], goal: .relation(Relation(e, .equal, e)))
        return (try? Kernel.Examination(statement, .identity(.contraction)).theorem()) != nil
    }

    /// Expressions that no reader makes.
    @Test func expressionsAreChecked() {
        let i = Index.variable(1, .number(3)), short = Index.variable(1, .number(2))
        func apply(_ derivatives: [Expression.DerivativeSlot], _ arguments: [Expression.Argument]) -> Expression {
            .application(.init(function: Self.u, derivatives: derivatives, arguments: arguments))
        }
        let point = Expression.Argument.vector(i, .coordinate(Self.z, i)), time = Expression.Argument.scalar(.coordinate(Self.t, nil))
        let other = Point(name: "w", manifold: .euclidean(.number(3)))
        #expect(Self.isAccepted(apply([], [point, time])) && Self.isAccepted(apply([.init(argument: 1, index: nil)], [point, time])))
        #expect(!Self.isAccepted(apply([.init(argument: 2, index: nil)], [point, time])))
        #expect(!Self.isAccepted(apply([.init(argument: 0, index: nil)], [point, time])))
        #expect(!Self.isAccepted(apply([.init(argument: 1, index: .fixed(1, .number(3)))], [point, time])))
        #expect(!Self.isAccepted(apply([], [point, point])))
        #expect(!Self.isAccepted(apply([], [.vector(short, .one), time])))
        #expect(!Self.isAccepted(apply([], [time, time])))
        #expect(!Self.isAccepted(apply([], [point])))
        #expect(!Self.isAccepted(.coordinate(other, .fixed(1, .number(3)))))
        #expect(!Self.isAccepted(.partial(other, .fixed(1, .number(3)), .one)))
        #expect(!Self.isAccepted(.partial(Self.t, .fixed(1, .number(3)), .one)))
        #expect(!Self.isAccepted(.integral([other], .one)))
        #expect(!Self.isAccepted(.integral([Self.t, Self.t], .elementary(.exp, -(.coordinate(Self.t, nil) * .coordinate(Self.t, nil))))))
        #expect(!Self.isAccepted(.coordinate(Self.z, .fixed(0, .number(3)))))
        #expect(!Self.isAccepted(.coordinate(Self.z, .fixed(4, .number(3)))))
        #expect(!Self.isAccepted(.delta(i, i)))
    }
}
