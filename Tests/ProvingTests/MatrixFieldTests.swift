import Proving
import Testing

/// Bounds declared of Hessians and matrix fields, as in the Bakry-Émery criterion.
@Suite struct MatrixFieldTests {
    private static let declarations = """
        param d integer >= 1
        param λ
        space x in R^d
        function V(x) where ∇²V >= λ Id
        function A(x) : symmetric matrix where A >= λ Id
        function B(x) : symmetric matrix where B <= A
        function E(x) where 0 <= ∇²E <= λ Id
        function u(x) decaying
        density f(x)
        constant e : vector of R^d
        claim a:\u{20}
        """

    @Test(arguments: [
        "∇u·(∇²V ∇u) >= λ |∇u|²", "ΔV >= d λ", "e·(∇²V e) >= λ |e|²", "x·(∇²V x) >= λ |x|²",
        "∫[x] f ∇(log f)·(∇²V ∇(log f)) >= λ ∫[x] f |∇(log f)|²",
        "∫[x] f * (‖∇²(log f)‖² + ∇(log f)·(∇²V ∇(log f))) >= λ ∫[x] f |∇(log f)|²",
        "∇u·(A ∇u) >= λ |∇u|²", "∫[x] ∇u·(A ∇u) >= λ ∫[x] |∇u|²", "tr A >= d λ",
        "∫[x] f tr(∇²(log f) A ∇²(log f)) >= λ ∫[x] f ‖∇²(log f)‖²", "e·(∇²E e) <= λ |e|²", "e·(∇²E e) >= 0",
    ])
    func bounds(claim: String) throws {
        try IntegralTrapTests.outcome(Self.declarations + claim).requireChecked(.proved, claim)
    }

    @Test(arguments: [
        "∇u·(∇²V ∇u) >= 2 λ |∇u|²", "ΔV >= 2 d λ", "ΔV <= d λ", "∇u·(∇²V ∇u) > λ |∇u|²", "∫[x] f |∇(log f)|² >= λ", "∇u·∇V >= λ |∇u|²", "Δ(ΔV) >= 0",
        "∇u·(A ∇u) <= λ |∇u|²", "tr(A) > d λ", "div(A ∇u) >= λ Δu", "e·(∇²E e) >= λ |e|²", "tr B <= d λ", "V >= 0",
    ])
    func falseTwins(claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }

    /// Of the bound only the symmetric part is known.
    @Test(arguments: [
        "A[1,2] - B[1,2] = A[2,1] - B[2,1] provided A >= B", "F[1,2] - M(x)[1,2] = F[2,1] - M(x)[2,1]", "∂[x[1]](∂[x[2]] V) - M(x)[1,2] = ∂[x[2]](∂[x[1]] V) - M(x)[2,1]",
    ])
    func boundsThatAreNotSymmetric(claim: String) throws {
        let declarations = """
            constant A : symmetric matrix of R^2
            constant B : matrix of R^2
            space x in R^2
            function M(x) : matrix of R^2
            function F(x) : symmetric matrix where F >= M(x)
            function V(x) where ∇²V >= M(x)
            claim a:\u{20}
            """
        let outcome = try IntegralTrapTests.outcome(declarations + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
        for trace in ["tr A >= tr B provided A >= B", "tr F >= tr(M(x))", "ΔV >= tr(M(x))"] {
            try IntegralTrapTests.outcome(declarations + trace).requireChecked(.proved, trace)
        }
    }

    /// Where more is declared of V, a Hessian of the form B + S S need not exist: nothing is refuted.
    @Test(arguments: [
        "function V(x) where ∇²V >= Id\nclaim a: ∂[x[1]](∂[x[2]](∂[x[1]](∂[x[1]] V))) = ∂[x[1]](∂[x[1]](∂[x[1]](∂[x[2]] V)))",
        "function V(x) where ∇²V >= Id\nfunction W(x) decaying\nclaim a: ∫[x] W Δ(ΔV) = ∫[x] ΔW ΔV",
        "function V(x) where ∇²V >= Id, ΔV = 2\nclaim a: ∇²V = Id",
    ])
    func trueClaimsAreNotRefuted(cell: String) throws {
        let outcome = try IntegralTrapTests.outcome("space x in R^2\n" + cell)
        #expect(outcome.verdict != .refuted && outcome.internalError == nil, "\(cell): \(outcome.verdict)")
    }
}
