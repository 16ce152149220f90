import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// Counterexamples that say what densities with stated moments are near some points.
@Suite struct MomentWitnessTests {
    private static let space = "space v, w in R^3\nconstant P : symmetric matrix\ndensity g(v) where ∫[v] v g = 0, ∫[v] v⊗v g = Id\nlet s(v) = ∇log g(v)\n"

    private static func witness(_ certificate: Certificate) throws -> Witness {
        guard case .witness(let witness) = certificate.evidence else { throw Rejection.evidenceDoesNotFitGoal }
        return witness
    }

    private static func isAccepted(_ statement: Statement, _ witness: Witness) -> Bool {
        (try? Kernel.Examination(statement, .witness(witness)).theorem().verdict) == .refuted
    }

    /// No Gaussian with these moments is one: there is a single one, for which both sides agree.
    @Test(arguments: ["s(v) = -v", "v×s(v) = 0", "|v×s(v)|² = 2 |v×s(v)|²", "|s(v) - s(w)|² = 2 |s(v) - s(w)|² - |v - w|²", "v·s(v) <= 0"])
    func derivativesAreFree(claim: String) throws {
        let certificate = try Claims.certificate(Self.space + "claim a: " + claim)
        #expect(certificate.verdict == .refuted)
        let witness = try Self.witness(certificate)
        #expect(!witness.gaussians.isEmpty)
        let read = try Certificate(text: certificate.text)
        #expect(read == certificate)
        #expect(Self.isAccepted(certificate.statement, witness))
        var other = witness
        other.gaussians = [:]
        #expect(!Self.isAccepted(certificate.statement, other), "no density with these moments")
        other.gaussians = witness.gaussians.mapValues { polynomial in
            PolynomialFunction(components: polynomial.components.mapValues { $0.map { .init(exponents: $0.exponents, coefficient: 2 * $0.coefficient) } })
        }
        #expect(!Self.isAccepted(certificate.statement, other), "a density with other moments")
        other.gaussians = witness.assignment.functions.filter { witness.gaussians[$0.key] != nil }
        #expect(!Self.isAccepted(certificate.statement, other), "no density")
    }

    /// Of what is no linear function of the density, and at other points, nothing is known.
    @Test(arguments: [
        "∫[v] h(v)² = 1", "∫[v] h(v) log h(v) = 0", "∫[v] |∇log h(v)|² h(v) = 3", "∫[w] |v-w|² h(w) = |v|² + 3", "∫[v,w] |v-w|² h(v) h(w) = 6",
        "∫[v] v·∇h(v) = -3", "∫[v] h(v) k(v) = 1", "h(v) <= 1",
    ]) func otherHypotheses(hypothesis: String) throws {
        var statement = try Claims.statement(Self.space + "density h(v)\nfunction k(v)\nclaim a: |v×∇log h(v)|² = 0 * k(v) provided \(hypothesis)")
        let witness = try Self.witness(Claims.certificate("space v in R^3\ndensity h(v) where ∫[v] v h = 0, ∫[v] v⊗v h = Id\nfunction k(v)\nclaim a: |v×∇log h(v)|² = 0 * k(v)"))
        statement.points = statement.points.filter { witness.assignment.points[$0] != nil }
        #expect(!Self.isAccepted(statement, witness))
        statement.hypotheses = []
        #expect(Self.isAccepted(statement, witness))
    }

    /// Moments as constants, sums of them, and bounds.
    @Test(arguments: ["∫[v] v⊗v h(v) = P", "∫[v] |v|² h(v) <= 4 and ∫[v] v h(v) = 0", "∫[v] |v|⁴ h(v) = 15", "∫[v] h(v) * (1 + |v|²) = 4"])
    func statedMoments(hypothesis: String) throws {
        let certificate = try Claims.certificate(
            Self.space + "density h(v) where \(hypothesis.replacing(" and ", with: ", "))\nclaim a: |v×∇log h(v)|² = 2 |v×∇log h(v)|² + tr P - tr P")
        #expect(certificate.verdict == .refuted)
    }
}
