import Arithmetic
import Expressions
import Kernel
import Proving
import Testing

/// Statements about positive solutions of evolution equations, and about potentials of which bounds are declared: what holds, and explicit
/// solutions against what does not.
@Suite struct SpaceTimeSolutionTests {
    private static let heat = """
        param d integer >= 1
        space y in R
        space x in R^d
        space t in (0,oo)
        function q(y,t) > 0 where ∂[t] q = ∂[y](∂[y] q)
        function u(x,t) > 0 where ∂[t] u = Δ[x] u
        claim c:\u{20}
        """
    private static let potential = """
        param d integer >= 1
        param λ > 0
        space x in R^d
        function V(x) where ∇²V >= λ Id
        function u(x)
        density f(x)
        flow f: ∂[t] f = Δf + div(f ∇V)
        claim c:\u{20}
        """
    private static let perelman = """
        param d integer >= 1
        space x in R^d
        space t in (0,oo)
        function φ(x,t) where ∂[t] φ = Δ[x] φ - |∇[x] φ|² - d/(2 t)
        claim c:\u{20}
        """
    private static let moments = """
        space t in (0,oo)
        function e(t) where ∂[t] e = 6 - 2 e
        function w(t) where ∂[t] w = e - 4 w
        claim c:\u{20}
        """
    private static let range = "param d integer >= 3\nparam m in (1-1/d, 1)\nspace x in R^d\nclaim c: "

    @Test(arguments: [
        (heat, "∂[t](q²) = ∂[y](∂[y](q²)) - 2 (∂[y] q)²", "∂[t](q²) = ∂[y](∂[y](q²))"),
        (heat, "∂[t](u²) = Δ[x](u²) - 2 |∇[x] u|²", "∂[t](u²) = Δ[x](u²) - |∇[x] u|²"),
        (heat, "∂[t](log u) = Δ[x](log u) + |∇[x] log u|²", "∂[t](log u) = Δ[x](log u)"),
        (heat, "∂[t](u log u) - Δ[x](u log u) = -u |∇[x] log u|²", "∂[t](u log u) - Δ[x](u log u) = -2 u |∇[x] log u|²"),
        (heat, "∂[t](u²) - Δ[x](u²) <= 0", "∂[t](u²) - Δ[x](u²) <= -3 |∇[x] u|²"),
        (potential, "ΔV >= λ d", "ΔV = λ d"),
        (potential, "div(exp(-V) ∇u) = exp(-V) (Δu - ∇V·∇u)", "div(exp(-V) ∇u) = exp(-V) (Δu + ∇V·∇u)"),
        (potential, "∂[t] (∫[x] f * (log f + V)) = -∫[x] f |∇(log f + V)|²", "∂[t] (∫[x] f * (log f + V)) = -1/2 ∫[x] f |∇(log f + V)|²"),
        (perelman, "∂[t]((4 pi t)^(-d/2) exp(-φ)) = Δ[x]((4 pi t)^(-d/2) exp(-φ))", "∂[t]((4 pi t)^(-d/2) exp(-φ)) = 2 Δ[x]((4 pi t)^(-d/2) exp(-φ))"),
        (moments, "∂[t](∂[t] w) = 6 - 6 e + 16 w", "∂[t](∂[t] w) = 6 - 5 e + 16 w"),
        (range, "Δ(|x|^m) = m (m+d-2) |x|^(m-2)", "Δ(|x|^m) = m (m+d-1) |x|^(m-2)"),
    ])
    func decided(declarations: String, claim: String, twin: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        let outcome = try Outcome.checked(declarations + twin)
        // Of Perelman's equation no solution is put in.
        if declarations == Self.perelman { #expect(outcome.verdict == .unknown) } else { try outcome.requireChecked(.refuted, twin) }
    }

    /// The kernel takes what solves the equation, is positive, and has an argument of its own for each point.
    @Test func theKernelChecksSolutions() throws {
        let statement = try #require(try IntegralIdentity.statements(Self.heat + "∂[t] u = 0").last?.statement)
        let points = statement.points.filter { ["x", "t"].contains($0.name) }.sorted { $0.name > $1.name }
        let (x, t) = (points[0], Expression.coordinate(points[1], nil))
        var supply = IndexSupply(startingAt: 100)
        let position = Tensor.position(x, &supply)
        let square = Expression.contraction(position.indices[0], .power(position.body, .number(2))), d = Expression.parameter("d")
        func solution(_ value: Expression, _ points: [Point] = points) throws -> Statement {
            try ConcreteSolution(function: "u", points: points, value: value).statement(of: statement)
        }
        #expect(throws: Never.self) { try solution(.one + square + .number(2) * d * t) }
        #expect(throws: Rejection.self) { try solution(.one + square + d * t) }
        #expect(throws: Rejection.self) { try solution(square + .number(2) * d * t - .one) }
        #expect(throws: Rejection.self) { try solution(.one + square + .number(2) * d * t, [x]) }
        #expect(throws: Rejection.self) { try solution(.one + square + .number(2) * d * t, points.reversed()) }
        #expect(throws: Rejection.self) { try solution(.one, [x, x]) }
    }
}
