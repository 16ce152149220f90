import Arithmetic
import Expressions
import Kernel
import Testing

@testable import Proving

/// Squares of integrals under products of integrals: Cauchy and Schwarz, Heisenberg, Cramér and Rao.
@Suite struct DiscriminantTests {
    private static let declarations = "space y in R^3\nfunction u(y) decaying\nfunction g(y), h(y) decaying\ndensity k(y)\nparam t > 0\nclaim a: "

    private static func outcome(_ claim: String) throws -> Outcome { try .checked(declarations + claim) }

    @Test(arguments: [
        "(∫[y] g h)² <= (∫[y] g²) (∫[y] h²)", "∫[y] g h <= t sqrt(∫[y] g²) sqrt(∫[y] h²)/t",
        "|∫[y] g h| <= sqrt((∫[y] g²) (∫[y] h²))",
        "(∫[y] |y|² u²) (∫[y] |∇u|²) >= 9/4 (∫[y] u²)²", "(∫[y] |y|² k) (∫[y] |∇log k|² k) >= 9",
        "(∫[y] u²/|y|)² <= (∫[y] u²) (∫[y] |∇u|²)", "4 (∫[y] |y|² k)² <= 4 ∫[y] |y|⁴ k",
    ])
    func proved(_ claim: String) throws { #expect(try Self.outcome(claim).verdict == .proved, "\(claim)") }

    /// The same with other constants, directions and signs.
    @Test(arguments: [
        "(∫[y] g h)² <= 1/2 (∫[y] g²) (∫[y] h²)", "∫[y] g h <= 9/10 sqrt(∫[y] g²) sqrt(∫[y] h²)",
        "(∫[y] |y|² u²) (∫[y] |∇u|²) >= 5/2 (∫[y] u²)²", "(∫[y] |y|² k) (∫[y] |∇log k|² k) >= 10",
        "(∫[y] u²/|y|)² <= 1/2 (∫[y] u²) (∫[y] |∇u|²)", "(∫[y] |y|² k)² >= ∫[y] |y|⁴ k",
        "(∫[y] g²) (∫[y] h²) <= (∫[y] g h)²", "sqrt(∫[y] g²) sqrt(∫[y] h²) <= ∫[y] g h",
    ])
    func neverProved(_ claim: String) throws { #expect(try Self.outcome(claim).verdict != .proved, "\(claim)") }

    /// Whatever part of the certificate is another, the kernel does not accept it.
    @Test func changedCertificatesAreRejected() throws {
        let text = try #require(try Self.outcome("(∫[y] u²/|y|)² <= (∫[y] u²) (∫[y] |∇u|²)").certificate)
        let certificate = try Certificate(text: text)
        guard case .discriminant(let given, let inner) = certificate.evidence else {
            Issue.record("\(certificate.evidence)")
            return
        }
        func isAccepted(_ changed: Discriminant, _ inner: Evidence) -> Bool {
            (try? Kernel.Examination(certificate.statement, .discriminant(changed, inner)).theorem()) != nil
        }
        func with(
            parameter: String? = nil, form: Discriminant.Form? = nil, factor: Expression? = nil, first: Expression? = nil, second: Expression? = nil,
            middle: Expression? = nil
        ) -> Discriminant {
            Discriminant(
                parameter: parameter ?? given.parameter, form: form ?? given.form, factor: factor ?? given.factor, first: first ?? given.first,
                second: second ?? given.second, middle: middle ?? given.middle)
        }
        #expect(isAccepted(given, inner))
        let half = Expression.number(Rational(1, 2))
        for changed in [
            with(parameter: "g"), with(parameter: "y"), with(parameter: "t"), with(form: .root), with(form: .absoluteRoot), with(factor: half),
            with(factor: .number(-1)), with(factor: .zero), with(first: half * given.first), with(first: given.second),
            with(second: given.first), with(middle: half * given.middle), with(middle: given.first),
        ] { #expect(!isAccepted(changed, inner), "\(changed)") }
        for other in [Evidence.manifestSign, .conjunction([.manifestSign, .manifestSign]), .identity(.contraction)] {
            #expect(!isAccepted(given, other), "\(other)")
        }
    }
}
