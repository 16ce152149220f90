import Kernel
import Testing

@testable import Proving

/// Logarithms of integrals, taken away by the exponential function.
@Suite struct LogarithmsOfIntegralsTests {
    private static let declarations = """
        param d integer >= 1
        param α > 1
        param β in (0,1)
        param c
        space x in R^d
        density f(x)
        density g(x)
        function u(x) decaying
        claim a:\u{20}
        """

    @Test(arguments: [
        ("log (∫[x] sqrt(f g)) <= 0", "log (∫[x] sqrt(f g)) <= -1/2"), ("-2 log (∫[x] sqrt(f g)) >= 0", "-2 log (∫[x] sqrt(f g)) >= 1/2"),
        ("1/(β-1) log (∫[x] f^β g^(1-β)) >= 0", "1/(β-1) log (∫[x] f^β g^(1-β)) <= 0"),
        ("log (∫[x] f²) <= 1/2 log(∫[x] f³)", "log (∫[x] f²) <= 1/3 log(∫[x] f³)"),
        ("2 log (∫[x] f²) - log(∫[x] f³) <= 0", "2 log (∫[x] f²) - log(∫[x] f³) <= -1"),
        ("∫[x] f log f <= log(∫[x] f^α)/(α-1)", "∫[x] f log f >= log(∫[x] f^α)/(α-1)"),
    ]) func comparisons(claim: String, twin: String) throws {
        try Outcome.checked(Self.declarations + claim).requireChecked(.proved, claim)
        let outcome = try Outcome.checked(Self.declarations + twin)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(twin)")
    }

    /// A coefficient of unknown sign turns the relation either way, and what has no logarithm is not refuted by its argument.
    @Test(arguments: ["c log (∫[x] sqrt(f g)) <= 0", "log(∫[x] u²) <= log(2 ∫[x] u²) - 1", "log(∫[x] u) <= log(2 ∫[x] u)", "log(-∫[x] u²) <= 0"])
    func unknownSigns(claim: String) throws {
        let outcome = try Outcome.checked(Self.declarations + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }
}
