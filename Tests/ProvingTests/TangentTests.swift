import Arithmetic
import Expressions
import Kernel
import Testing

@testable import Proving

/// Logarithms and exponentials of integrals: Jensen's inequality.
@Suite struct TangentTests {
    private static let declarations = "space y in R^3\nfunction g(y) decaying\nfunction h(y) > 0\ndensity k(y)\nparam c\nclaim a: "

    private static func outcome(_ claim: String) throws -> Outcome { try .checked(declarations + claim) }

    @Test(arguments: ["∫[y] k log h <= log(∫[y] h k)", "exp(∫[y] g k) <= ∫[y] exp(g) k", "∫[y] k log k <= log(∫[y] k²)"])
    func proved(_ claim: String) throws { #expect(try Self.outcome(claim).verdict == .proved, "\(claim)") }

    @Test(arguments: [
        "log(∫[y] h k) <= ∫[y] k log h", "∫[y] exp(g) k <= exp(∫[y] g k)", "∫[y] k log h <= log(1/2 ∫[y] h k)",
        "exp(2 ∫[y] g k) <= ∫[y] exp(g) k", "2 ∫[y] k log k <= log(∫[y] k²)", "c ∫[y] k log h <= c log(∫[y] h k)",
    ])
    func neverProved(_ claim: String) throws { #expect(try Self.outcome(claim).verdict != .proved, "\(claim)") }

    @Test func changedCertificatesAreRejected() throws {
        let text = try #require(try Self.outcome("exp(∫[y] g k) <= ∫[y] exp(g) k").certificate)
        let certificate = try Certificate(text: text)
        guard case .tangent(let given, let inner) = certificate.evidence else {
            Issue.record("\(certificate.evidence)")
            return
        }
        func isAccepted(_ changed: TangentGeneralisation, _ inner: Evidence) -> Bool {
            (try? Kernel.Examination(certificate.statement, .tangent(changed, inner)).theorem()) != nil
        }
        #expect(isAccepted(given, inner))
        for name in ["c", "y", "k"] { #expect(!isAccepted(TangentGeneralisation(parameter: name, argument: given.argument), inner), "\(name)") }
        for argument in [.number(2) * given.argument, .parameter("c"), .zero] {
            #expect(!isAccepted(TangentGeneralisation(parameter: given.parameter, argument: argument), inner))
        }
        #expect(!isAccepted(given, .manifestSign))
        #expect(!isAccepted(given, .identity(.contraction)))
    }
}
