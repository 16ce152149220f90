import Expressions
import Kernel
import Proving
import Testing

/// Exponentials of a difference of points, and of an absolute value on the line: where they decay, and what they are near a corner.
@Suite struct ExponentialKernelTests {
    private static let space = """
        space v, w in R^3
        let m(v) = exp(-|v|²/2)
        let A(z) = |z|^(-1) (Id - z⊗z/|z|²)
        claim c:\u{20}
        """
    private static let line = "space x in R\ndensity f(x)\nclaim c: "

    @Test(arguments: [
        (space, "∇[v](∫[w] |v-w| m(w)) = ∫[w] (v-w)/|v-w| m(w)", "∇[v](∫[w] |v-w| m(w)) = 2 ∫[w] (v-w)/|v-w| m(w)"),
        (space, "Δ[v](∫[w] |v-w| m(w)) = 2 ∫[w] m(w)/|v-w|", "Δ[v](∫[w] |v-w| m(w)) = ∫[w] m(w)/|v-w|"),
        (space, "v ∫[w] |v-w| m(w) = ∫[w] |v-w| (v-w) m(w) + ∫[w] |v-w| w m(w)", "v ∫[w] |v-w| m(w) = ∫[w] |v-w| (v-w) m(w) - ∫[w] |v-w| w m(w)"),
        (space, "(∫[w] A(v-w) m(w)) v = ∫[w] (A(v-w) w) m(w)", "(∫[w] A(v-w) m(w)) v = 2 ∫[w] (A(v-w) w) m(w)"),
        (space, "div[v](∫[w] A(v-w) m(w)) = -∫[w] A(v-w) w m(w)", "div[v](∫[w] A(v-w) m(w)) = ∫[w] A(v-w) w m(w)"),
        (line, "∫[x] exp(-|x|) ∂[x] f = ∫[x] x/|x| exp(-|x|) f", "∫[x] exp(-|x|) ∂[x] f = -∫[x] x/|x| exp(-|x|) f"),
        (line, "∫[x] exp(-|x|) ∂[x] ∂[x] f = ∫[x] exp(-|x|) f - 2 f(0)", "∫[x] exp(-|x|) ∂[x] ∂[x] f = ∫[x] exp(-|x|) f"),
        (line, "∫[x] exp(-sqrt(1+x²)) ∂[x] f = ∫[x] x/sqrt(1+x²) exp(-sqrt(1+x²)) f", "∫[x] exp(-sqrt(1+x²)) ∂[x] f = ∫[x] x exp(-sqrt(1+x²)) f"),
    ])
    func decided(declarations: String, claim: String, twin: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        #expect(try Outcome.checked(declarations + twin).verdict != .proved, "\(twin)")
    }
}
