import Kernel
import Testing

@testable import Proving

/// Inequalities between integrals of arbitrary functions over bounded intervals.
@Suite struct IntervalExampleTests {
    private static let declarations = "space σ in (0,2)\nfunction r(σ), q(σ)\nfunction h(σ) > 0\nclaim a: "

    private static func outcome(_ claim: String) throws -> Outcome { try .checked(declarations + claim) }

    @Test(arguments: [
        "(∫[σ] r)² <= ∫[σ] r²", "(∫[σ] r q)² <= 1/2 (∫[σ] r²) (∫[σ] q²)", "∫[σ] h² <= (∫[σ] h)²", "∫[σ] r <= 1", "(∫[σ] h) (∫[σ] 1/h) >= 5",
        "∫[σ] r² <= ∫[σ] (∂[σ] r)²", "∫[σ] r² >= 1/10",
    ])
    func polynomialsRefute(_ claim: String) throws { #expect(try Self.outcome(claim).verdict == .refuted, "\(claim)") }

    @Test(arguments: ["(∫[σ] r)² <= 2 ∫[σ] r²", "(∫[σ] h) (∫[σ] 1/h) >= 4", "∫[σ] r <= 1 + ∫[σ] r²", "∫[σ] r² >= 0"])
    func trueOnesAreProved(_ claim: String) throws { #expect(try Self.outcome(claim).verdict == .proved, "\(claim)") }
}
