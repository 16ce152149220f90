import Expressions
import Kernel
import Proving
import Testing

/// Functions of a time that solve linear equations one after another: the solutions are put in. And bounds from second derivatives.
@Suite struct LinearEvolutionTests {
    private static let declarations = """
        space t in (0,oo)
        param b, c > 0
        function x(t) where ∂[t] x = -b x
        function y(t) where ∂[t] y = x - b y
        function z(t) where ∂[t] z = x - c z
        function p(t) where ∂[t] p = t + exp(-t)
        function u(t) where ∂[t](∂[t] u) = -2 ∂[t] u
        function N(t) where ∂[t](∂[t] N) >= 0
        function C(t) : symmetric matrix of R^3 where ∂[t] C = -2 C + 2 Id
        claim k:\u{20}
        """

    @Test(arguments: [
        ("y(t) = y(0) exp(-b t) + x(0) t exp(-b t)", "y(t) = y(0) exp(-b t) + 2 x(0) t exp(-b t)"),
        ("z(t) = z(0) exp(-c t) + x(0) (exp(-b t) - exp(-c t))/(c-b) provided b < c", "z(t) = z(0) exp(-c t) + x(0) (exp(-b t) - exp(-c t))/(b-c) provided b < c"),
        ("x(t) y(0) - x(0) y(t) = -x(0)² t exp(-b t)", "x(t) y(0) - x(0) y(t) = x(0)² t exp(-b t)"),
        ("p(t) = p(0) + t²/2 + 1 - exp(-t)", "p(t) = p(0) + t²/2 - exp(-t)"),
        ("∂[t] u = exp(-2 t) u'(0)", "∂[t] u = exp(-t) u'(0)"),
        ("u(t) = u(0) + (1 - exp(-2 t))/2 u'(0)", "u(t) = u(0) + (1 - exp(-2 t)) u'(0)"),
        ("tr C(t) = 3 + exp(-2 t) (tr C(0) - 3)", "tr C(t) = 3 + exp(-t) (tr C(0) - 3)"),
        ("‖C(t)-Id‖² = exp(-4 t) ‖C(0)-Id‖²", "‖C(t)-Id‖² = exp(-2 t) ‖C(0)-Id‖²"),
        ("N'(t) >= N'(0)", "N'(t) >= 2 N'(0)"),
        ("N(t) >= N(0) + N'(0) t", "N(t) >= N(0) + 2 N'(0) t"),
    ])
    func decided(claim: String, twin: String) throws {
        try Outcome.checked(Self.declarations + claim).requireChecked(.proved, claim)
        #expect(try Outcome.checked(Self.declarations + twin).verdict != .proved, "\(twin)")
    }

    /// What is put in must be shown to be the solution, of each function once, at the time itself.
    @Test func theKernelChecksSolutions() throws {
        let statement = try #require(try IntegralIdentity.statements(Self.declarations + "x(t)² = exp(-2 b t) x(0)²").last?.statement)
        let t = try #require(statement.points.first { $0.name == "t" }), x = try #require(statement.functions.first { $0.name == "x" })
        func at(_ time: Expression) -> Expression { .application(.init(function: x, arguments: [.scalar(time)])) }
        let time = Expression.coordinate(t, nil), decay = at(.zero) * .elementary(.exp, .number(-1) * .parameter("b") * time)
        func isAccepted(_ solutions: [Relation]) -> Bool {
            let pieces: [Evidence] = [.evolution(.initialValues, .identity(.contraction)), .identity(.contraction)]
            return [pieces, [.evolution(.initialValues, .conjunction([.identity(.contraction), .identity(.contraction)])), .identity(.contraction)]].contains { pieces in
                (try? Kernel.Examination(statement, .solved(SolvedEquations(point: t, solutions: solutions), pieces)).theorem()) != nil
            }
        }
        let right = Relation(at(time), .equal, decay)
        #expect(isAccepted([right]))
        for wrong in [
            [], [right, right], [Relation(at(time), .equal, decay * decay)], [Relation(at(time), .lessOrEqual, decay)], [Relation(at(.zero), .equal, at(.zero))],
            [Relation(decay, .equal, at(time))], [Relation(at(time), .equal, at(time))],
        ] {
            #expect(!isAccepted(wrong))
        }
    }
}
