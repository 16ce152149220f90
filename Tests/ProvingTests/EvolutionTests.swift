import Expressions
import Kernel
import Testing

@testable import Proving

/// Functions of a time: initial value problems, rates, bounds by comparison that need more than a linear equation.
@Suite struct EvolutionTests {
    private static let start = "param d integer >= 2\nparam a, b, k > 0\nspace t, s in (0,oo)\n"
    private static let riccati = start + "function y(t) where ∂[t] y = y * (1 - y), y(0) = 1/2\n"
    private static let lyapunov = start
        + "constant A : symmetric matrix of R^2\nfunction S(t) : symmetric matrix of R^2 where ∂[t] S = -A S - S A + 2 Id\n"
    private static let oscillator = start + "function y(t) where ∂[t](∂[t] y) = -k² y\n"
    private static let system = start + "function x(t) where ∂[t] x = k z(t)\nfunction z(t) where ∂[t] z = -k x\n"
    private static let isotropic = start + "function P(t) : symmetric matrix of R^d where ∂[t] P = -4 d (P - Id)\n"
    private static let forced = start + "function y(t) where ∂[t] y = -2 y + exp(-t), y(0) = 0\n"
    private static let quadratic = start + "function y(t) > 0 where ∂[t] y <= -k y²\n"
    private static let bounded = start + "function y(t) where ∂[t] y <= -a y + b\n"
    private static let late = start + "function y(t) > 0 where ∂[t] y <= (1 - t) y\n"

    @Test(arguments: [
        (riccati, "y(t) = 1/(1 + exp(-t))", "y(t) = 1/(1 + exp(-2 t))"),
        (lyapunov, "∂[t] (tr S) = -2 A:S + 4", "∂[t] (tr S) = -2 A:S + 2"),
        (lyapunov, "∂[t] (S:S) = -4 (A S):S + 4 tr S", "∂[t] (S:S) = -2 (A S):S + 4 tr S"),
        (oscillator, "y(t) = y(0) cos(k t) + y'(0) sin(k t)/k", "y(t) = y(0) cos(k t) + y'(0) sin(k t)"),
        (isotropic, "∂[t] (‖P - Id‖²) = -8 d ‖P - Id‖²", "∂[t] (‖P - Id‖²) = -4 d ‖P - Id‖²"),
        (forced, "y(t) = exp(-t) - exp(-2 t)", "y(t) = exp(-t) - exp(-3 t)"),
    ]) func equations(declarations: String, claim: String, twin: String) throws {
        #expect(try Outcome.checked(declarations + "claim c: " + claim).verdict == .proved, "\(claim)")
        let found = try Outcome.checked(declarations + "claim c: " + twin)
        #expect(found.verdict != .proved, "\(twin): \(found.evidence)")
        // Where the equation is not linear, solutions may cease to exist.
        if declarations != Self.riccati { #expect(found.verdict == .refuted, "\(twin): \(found.reason ?? "")") }
    }

    @Test func systems() throws {
        let claim = "x(t) = x(0) cos(k t) + z(0) sin(k t) and z(t) = z(0) cos(k t) - x(0) sin(k t)"
        let declarations = Self.start + "function x(t)\nfunction z(t) where ∂[t] z = -k x, ∂[t] x = k z\n"
        #expect(try Outcome.checked(declarations + "claim c: " + claim).verdict == .proved)
        #expect(try Outcome.checked(declarations + "claim c: " + claim.replacing("- x(0)", with: "+ x(0)")).verdict == .refuted)
    }

    @Test(arguments: [
        (quadratic, "y(t) <= 1/(1/y(0) + k t)", "y(t) <= 1/(1/y(0) + 2 k t)"),
        (quadratic, "k t y(t) <= 1", "2 k t y(t) <= 1"),
        (start + "function y(t) > 0 where ∂[t] y <= k sqrt(y)\n", "sqrt(y(t)) <= sqrt(y(0)) + k t/2", "sqrt(y(t)) <= sqrt(y(0)) + k t/3"),
        (late, "y(t) <= y(1) provided t >= 1", "y(t) <= y(1/2) provided t >= 1/2"),
        (late, "y(t) <= y(s) provided s <= t, s >= 1", "y(t) <= y(s) provided s <= t"),
    ]) func bounds(declarations: String, claim: String, twin: String) throws {
        #expect(try Outcome.checked(declarations + "claim c: " + claim).verdict == .proved, "\(claim)")
        #expect(try Outcome.checked(declarations + "claim c: " + twin).verdict != .proved, "\(twin)")
    }

    /// A condition on one time says nothing of earlier ones, and one on the start nothing of the later ones.
    @Test(arguments: [
        (start + "function u(t)\nfunction y(t) > 0 where ∂[t] y <= (u - 1) y\n", "y(t) <= y(0) provided u(t) <= 1"),
        (bounded, "y(t) <= b/a"),
        (start + "function y(t) where ∂[t] y = -k y\n", "y(t) = y(1) exp(-k t)"),
        (start + "function y(t) where ∂[t] y = -k y\n", "y(t) = exp(-k t) provided t >= 1"),
        // Not unique: y = t² and y = 0.
        (start + "function y(t) >= 0 where ∂[t] y = 2 sqrt(y), y(0) = 0\n", "y(t) = t²"),
    ]) func traps(declarations: String, claim: String) throws {
        #expect(try Outcome.checked(declarations + "claim c: " + claim).verdict != .proved, "\(claim)")
    }
}
