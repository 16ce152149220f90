import Kernel
import Testing

@testable import Proving

/// Derivatives of compositions with a map that depends on a parameter: the chain rule, twice.
@Suite struct ParameterDerivativeTests {
    private static let path = """
        space x in R^3
        param ε
        function η(x)
        function φ(x)
        function U(x)
        function W(x)
        let map = ∇φ + ε ∇U + ε²/2 ∇W
        let first(x) = ∇η
        let second(x) = ∇²η

        """

    static let claims: [(cell: String, isTrue: Bool)] = [
        (path + "claim c: ∂[ε](η(map)) = first(map)·(∇U + ε ∇W)", true),
        (path + "claim c: ∂[ε](∂[ε](η(map))) = (second(map) (∇U + ε ∇W))·(∇U + ε ∇W) + first(map)·∇W", true),
        (path + "claim c: ∂[ε](∂[ε](η(map))) = tr(second(map)) |∇U + ε ∇W|² + first(map)·∇W", false),
        (path + "claim c: ∂[ε](∂[ε](η(map))) = (second(map) (∇U + ε ∇W))·(∇U + ε ∇W)", false),
        (path + "claim c: ∂[ε](∂[ε](∂[ε](η(ε x)))) = ∂[ε](∂[ε](first(ε x)·x))", true),
        (path + "claim c: ∂[ε](∂[ε](η(ε x))) = |x|² tr(second(ε x))", false),
    ]

    @Test(arguments: claims) func formulas(cell: String, isTrue: Bool) throws {
        let outcome = try IntegralTrapTests.outcome(cell)
        #expect(outcome.verdict == (isTrue ? .proved : .refuted), "\(cell)\n\(outcome.reason ?? outcome.evidence)")
        #expect(outcome.internalError == nil)
    }
}
