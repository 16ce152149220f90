import Kernel
import Proving
import Testing

/// Derivatives before integrals whose kernels have no integrable derivative: the drift of Keller and Segel, Newton's and Coulomb's force.
@Suite struct CarriedDerivativeTests {
    private static let plane = "space v, w in R^2\nparam β > 0\ndensity f(v)\ndensity g(v)\n"
    private static let space = "space p, q in R^3\ndensity h(p)\n"

    static let pairs: [(declarations: String, true: String, false: String)] = [
        (
            plane, "∫[v] |v|² (Δf + β/(2 pi) div(f ∫[w] (v-w)/|v-w|² f(w))) = 4 - β/(2 pi)",
            "∫[v] |v|² (Δf + β/(2 pi) div(f ∫[w] (v-w)/|v-w|² f(w))) = 4 - β/(4 pi)"
        ),
        (
            plane, "∫[v] v div(f ∫[w] (v-w)/|v-w|² g(w)) = -∫[v,w] (v-w)/|v-w|² f(v) g(w)",
            "∫[v] v div(f ∫[w] (v-w)/|v-w|² g(w)) = ∫[v,w] (v-w)/|v-w|² f(v) g(w)"
        ),
        (
            space, "∫[p] |p|² div(h ∫[q] (p-q)/|p-q|³ h(q)) = -∫[p,q] h(p) h(q)/|p-q|",
            "∫[p] |p|² div(h ∫[q] (p-q)/|p-q|³ h(q)) = -2 ∫[p,q] h(p) h(q)/|p-q|"
        ),
        // The divergence of the field is 4π h, not 0: a boundary term.
        (
            space, "∫[p] log(h) div(h ∫[q] (p-q)/|p-q|³ h(q)) = 4 pi ∫[p] h²",
            "∫[p] log(h) div(h ∫[q] (p-q)/|p-q|³ h(q)) = 0"
        ),
    ]

    @Test(arguments: pairs) func trueOnesAreProved(pair: (declarations: String, true: String, false: String)) throws {
        let outcome = try IntegralTrapTests.outcome(pair.declarations + "claim a: " + pair.true)
        try outcome.requireChecked(.proved, pair.true)
        #expect(outcome.certificate?.contains("carried") == true)
    }

    @Test(arguments: pairs) func falseTwinsAreNotProved(pair: (declarations: String, true: String, false: String)) throws {
        let outcome = try IntegralTrapTests.outcome(pair.declarations + "claim a: " + pair.false)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(pair.false)")
    }

    /// Classically the divergence of the kernel is zero, that of the field is not.
    @Test func aDerivativeOfTheKernelIsNotTaken() throws {
        let outcome = try IntegralTrapTests.outcome(Self.space + "claim a: div(∫[q] (p-q)/|p-q|³ h(q)) = 0")
        #expect(outcome.verdict != .proved)
    }

    /// A set that does not move along with v, here w = 0, asks for one order more.
    @Test func otherSingularSetsStay() throws {
        func outcome(_ power: Int) throws -> Outcome {
            try IntegralTrapTests.outcome(Self.space + "claim a: ∫[p] p div(h ∫[q] (p-q)/|p-q|³ h(q) |q|^(-\(power))) = -∫[p,q] (p-q)/|p-q|³ h(p) h(q) |q|^(-\(power))")
        }
        try outcome(1).requireChecked(.proved, "order -1")
        #expect(try outcome(2).verdict == .unknown)
    }
}
