import Kernel
import Proving
import Testing

/// A weaker inequality is proved as a sharp one is: with large constants the search is scaled.
@Suite struct LargeConstantTests {
    private static let declarations = "space s in R\nspace x in R^5\ndensity n(s)\nfunction u(x) decaying\n"

    @Test(arguments: ["75", "100", "300", "1000", "1000000"]) func weakerInequalities(constant: String) throws {
        let claim = "claim a: ∫[s] n^(-2) (∂[s] n)^6 <= \(constant) ∫[s] n² * (∂[s](∂[s](∂[s] n)))²"
        try Outcome.checked(Self.declarations + claim).requireChecked(.proved, claim)
    }

    @Test func someConstant() throws {
        let claim = "claim a: exists C > 0: ∫[s] n^(-3) (∂[s] n)^6 <= C ∫[s] n * (∂[s](∂[s](∂[s] n)))²"
        try Outcome.checked(Self.declarations + claim).requireChecked(.proved, claim)
    }

    /// Between second derivatives and the function stands its gradient, over the distance.
    @Test func rellich() throws {
        let claim = "claim a: ∫[x] (Δu)² >= 25/16 ∫[x] u²/|x|⁴", twin = "claim a: ∫[x] (Δu)² >= 2 ∫[x] u²/|x|⁴"
        try Outcome.checked(Self.declarations + claim).requireChecked(.proved, claim)
        #expect(try Outcome.checked(Self.declarations + twin).verdict != .proved)
    }
}
