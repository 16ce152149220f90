import Kernel
import Proving
import Testing

/// `∇W(0)` is the gradient of W at 0, and not that of the constant `W(0)`.
@Suite struct DerivativeAtPlaceTests {
    private static func verdict(_ claim: String) throws -> Verdict {
        try Outcome.checked("""
            space x, y in R^3
            constant a : vector of R^3
            function W(x)
            function B(x) : vector
            let h(x) = |x|²
            let k(x) = (x·a) x
            claim c: \(claim)
            """).verdict
    }

    @Test(arguments: [
        ("∇h(a) = 2 a", "∇h(a) = 0"), ("Δh(0) = 6", "Δh(0) = 0"), ("∇²h(a) = 2 Id", "∇²h(a) = 0"), ("div k(a) = 4 |a|²", "div k(a) = 0"), ("curl B(0) = curl B(0)", "curl B(0) = 0"),
        ("∇W(y) = ∇[y] W(y)", "∇W(y) = 0"), ("Δ[x](W(x)) = ΔW", "ΔW(a) = 0"), ("div B(0) = div B(0)", "div B(0) = 0"),
    ])
    func atPlaces(claim: String, twin: String) throws {
        #expect(try Self.verdict(claim) == .proved, "\(claim)")
        #expect(try Self.verdict(twin) == .refuted, "\(twin)")
    }
}
