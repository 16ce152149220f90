import Proving
import Testing

/// Equations that follow from others after division by what does not vanish.
@Suite struct CancellationTests {
    private static let declarations = """
        param a, b, s, u0, u1, j, w0, w1, y0, y1
        param c, r0, r1, v0, v1, P0, P1, m1, m2 > 0
        claim z:\u{20}
        """
    private static let elastic = " provided m1 w0 + m2 y0 = m1 w1 + m2 y1, m1 w0² + m2 y0² = m1 w1² + m2 y1²"
    private static let shock = " provided r0 v0 = j, r1 v1 = j, P0 + r0 v0² = P1 + r1 v1², r1 > r0"

    @Test(arguments: [
        ("a = b provided a c = b c", "a = 2 b provided a c = b c"), ("v0 = v1 provided r0 v0 = r0 v1", "v0 = r1 v1 provided r0 v0 = r0 v1"),
        ("s = (u0+u1)/2 provided s (u0-u1) = u0²/2 - u1²/2, u0 > u1", "s = (u0+u1)/3 provided s (u0-u1) = u0²/2 - u1²/2, u0 > u1"),
        ("v0 v1 = (P1-P0)/(r1-r0)" + shock, "v0 v1 = (P1+P0)/(r1-r0)" + shock),
        ("j² = (P1 - P0)/(1/r0 - 1/r1)" + shock, "j² = (P0 - P1)/(1/r0 - 1/r1)" + shock),
        ("w1 - y1 = y0 - w0" + elastic + ", w0 > w1", "w1 - y1 = w0 - y0" + elastic + ", w0 > w1"),
        ("w1 = ((m1-m2) w0 + 2 m2 y0)/(m1+m2)" + elastic + ", w0 > w1", "w1 = ((m1+m2) w0 + 2 m2 y0)/(m1+m2)" + elastic + ", w0 > w1"),
    ])
    func division(claim: String, twin: String) throws {
        try IntegralTrapTests.outcome(Self.declarations + claim).requireChecked(.proved, claim)
        let outcome = try IntegralTrapTests.outcome(Self.declarations + twin)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(twin): \(outcome.verdict)")
    }

    /// What may vanish is not divided by, and from contradictions nothing follows.
    @Test(arguments: [
        "a = b provided a s = b s", "s = (u0+u1)/2 provided s (u0-u1) = u0²/2 - u1²/2", "w1 - y1 = y0 - w0" + elastic, "w1 - y1 = y0 - w0" + elastic + ", w0 >= w1",
        "a = b provided c = 0", "a = b provided a c = b c + c, a = b", "a = 0 provided s² + 1 = 0",
    ])
    func nothingElse(claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }
}
