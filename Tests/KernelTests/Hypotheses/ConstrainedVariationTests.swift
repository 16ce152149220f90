import Expressions
import Testing

@testable import Kernel

/// A function that a hypothesis determines cannot be varied.
@Suite struct ConstrainedVariationTests {
    @Test func aVariationOfAConstrainedFunctionIsRefused() throws {
        // ∫ h² is not 0 for an arbitrary decaying h; under h = 0 nothing of the kind may be said.
        let certificate = try Claims.certificate("space v in R^3\nfunction h(v) decaying\nclaim a: ∫[v] h² = 0")
        guard case .firstVariation = certificate.evidence else { throw Claims.Failure(text: certificate.text) }
        #expect(try Kernel.check(certificate).verdict == .refuted)
        var constrained = certificate
        let v = certificate.statement.points[0]
        var supply = IndexSupply(startingAt: 40)
        let h = Expression.application(.init(function: certificate.statement.functions[0], arguments: [.point(v, &supply)]))
        constrained.statement.hypotheses = [.relation(Relation(h, .equal, .zero))]
        #expect(throws: Rejection.self) { try Kernel.check(constrained) }
    }
}
