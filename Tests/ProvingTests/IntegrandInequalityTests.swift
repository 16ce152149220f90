import Arithmetic
import Expressions
import Kernel
import Testing

@testable import Proving

/// Integral inequalities that hold for the integrands, up to masses of densities and other known integrals.
@Suite struct IntegrandInequalityTests {
    private static let declarations = """
        param d integer
        param q in (0, 1)
        space x in R^d
        space τ in (0, 1)
        space z in T^2
        density f(x)
        density g(x)
        function h(τ) > 0
        function k(z) > 0 where ∫[z] k = 1
        function χ(x) where 0 <= χ <= 1
        function u(x) decaying
        constant e : vector of R^d where |e| = 1
        let M(x) = (2 pi)^(-d/2) exp(-|x|²/2)
        claim a:\u{20}
        """

    private static func outcome(_ claim: String) throws -> Outcome { try .checked(declarations + claim) }

    @Test(arguments: [
        "∫[x] f log(f/g) >= 0", "∫[x] sqrt(f g) <= 1", "∫[x] f^q g^(1-q) <= 1", "∫[x] |f - g| <= 2", "∫[x] χ f <= 1", "∫[z] k log k >= 0", "∫[z] k² >= 1",
        "∫[x] (f - g)²/g >= ∫[x] f log(f/g)", "∫[x] f u <= log(∫[x] exp(u) g) + ∫[x] f log(f/g)", "∫[x] f log(f/g) <= log(∫[x] f²/g)",
        "∫[x] f |∇log f|² >= ∫[x] f (e·∇log f)²", "∫[x] |x|² |∇u|² >= d²/4 ∫[x] u²",
    ])
    func proved(_ claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict == .proved, "\(claim): \(outcome.reason)")
    }

    /// Other constants, the densities exchanged, a function of another mass, a bound that is not the declared one.
    @Test(arguments: [
        "∫[x] f log(g/f) >= 0", "∫[x] f log(f/g) >= 1/100", "∫[x] sqrt(f g) <= 99/100", "∫[x] f^q g^(1-q) >= 1", "∫[x] |f - g| <= 19/10", "∫[x] χ f <= 1/2",
        "∫[τ] h log h >= 0", "∫[z] k log k >= 1/10", "∫[z] k² >= 11/10", "∫[x] f log(f/g) >= ∫[x] (f - g)²/g", "∫[x] f u <= ∫[x] u g + ∫[x] f log(f/g)",
        "∫[x] (χ - 1/10) f >= 0", "∫[x] f log(f/g) >= 2 ∫[x] (sqrt(f) - sqrt(g))²", "∫[x] χ g f <= 1", "∫[x] |x|² |∇u|² >= (d² + 1)/4 ∫[x] u²",
    ])
    func neverProved(_ claim: String) throws { #expect(try Self.outcome(claim).verdict != .proved, "\(claim)") }

    @Test(arguments: [
        "∫[x] f log(f/M(x)) >= 0", "∫[x] f log f >= -d/2 log(2 pi) - 1/2 ∫[x] |x|² f", "∫[x] f^q M(x)^(1-q) <= 1", "f log(f/M(x)) >= f - M(x)",
        "log(∫[x] exp(u) M(x)) >= ∫[x] u M(x)",
    ])
    func provedForGaussians(_ claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict == .proved, "\(claim): \(outcome.reason)")
    }

    /// The Gaussian has another mass, or another variance.
    @Test(arguments: [
        "∫[x] f log(f/(2 M(x))) >= 0", "∫[x] f log f >= -d/2 - 1/2 ∫[x] |x|² f", "∫[x] f log f >= -d/2 log(2 pi) - 1/3 ∫[x] |x|² f", "∫[x] f^q exp(-(1-q) |x|²/4) <= 1",
        "f log(f/M(x)) >= f - M(x)/2", "∫[x] f log f >= -d/2 log(2 pi) + 1/2 ∫[x] |x|² f",
    ])
    func neverProvedForGaussians(_ claim: String) throws { #expect(try Self.outcome(claim).verdict != .proved, "\(claim)") }

    /// Behind a claim it could be meant at some points only.
    @Test(arguments: [
        "∫[x] u f >= 0 provided 0 <= u(x)", "∫[x] u f >= 0 if u >= 0", "exists C > 0: (∫[x] u f >= 0 if u >= C)", "u^2 >= 0 and (∫[x] u f >= 0 if u >= 0)",
        "∇u = 0 if u = 0", "∇u = 0 iff u = 0", "exists C > 0: (|∇u| <= C if u = 0)",
    ])
    func conditionsOfOneClaimAreNotMeantEverywhere(_ claim: String) throws {
        #expect(throws: (any Error).self) { try Self.outcome(claim) }
    }

    @Test(arguments: ["h(τ)^2 >= 1 if h(τ) >= 1", "exists C > 0: (u f <= C f if u <= 3)"])
    func conditionsAtPointsAreUsed(_ claim: String) throws { #expect(try Self.outcome(claim).verdict == .proved, "\(claim)") }

    private static func certificate(_ claim: String) throws -> Certificate { try Certificate(text: #require(try outcome(claim).certificate)) }

    private static func isAccepted(_ certificate: Certificate, _ evidence: Evidence) -> Bool {
        (try? Kernel.Examination(certificate.statement, evidence).theorem()) != nil
    }

    @Test func changedMultiplesAreRejected() throws {
        let certificate = try Self.certificate("∫[x] sqrt(f g) <= 1")
        guard case .integrands(let comparison, let pieces) = certificate.evidence, let first = comparison.multiples.first else {
            Issue.record("\(certificate.evidence)")
            return
        }
        typealias Multiple = IntegrandComparison.Multiple
        #expect(Self.isAccepted(certificate, .integrands(comparison, pieces)))
        let rest = Array(comparison.multiples.dropFirst())
        let changed = [
            Multiple(factor: .number(2) * first.factor, body: first.body, value: first.value), Multiple(factor: first.factor, body: first.body, value: .zero),
            Multiple(factor: first.factor, body: first.body, value: .number(2)), Multiple(factor: first.factor, body: .number(2) * first.body, value: first.value),
            Multiple(factor: first.factor, body: .integral([certificate.statement.points[0]], first.body), value: first.value),
            Multiple(factor: first.body, body: first.body, value: first.value), Multiple(factor: first.factor, body: first.body, value: first.body),
        ]
        for multiple in changed { #expect(!Self.isAccepted(certificate, .integrands(IntegrandComparison(multiples: [multiple] + rest), pieces)), "\(multiple)") }
        #expect(!Self.isAccepted(certificate, .integrands(IntegrandComparison(multiples: rest), Array(pieces.dropFirst()))))
        #expect(!Self.isAccepted(certificate, .integrands(comparison, Array(pieces.dropLast()))))
        #expect(!Self.isAccepted(certificate, .integrands(comparison, pieces.map { _ in .manifestSign })))
    }

    /// What is added has the integral 0, the factor is 1, and the target stands on the greater side.
    @Test func changedKnownIntegralsAreRejected() throws {
        let statement = try #require(try IntegralIdentity.statements(Self.declarations + "(∫[x] |f - g|)² <= ∫[x] f log(f/g)").last?.statement)
        let x = try #require(statement.points.first), target = try #require(statement.goal.relations?.first?.right)
        let bodies = ["f", "g"].compactMap { name in statement.functions.first { $0.name == name } }.map { Expression.elementary(.exp, .value(of: $0, at: x)) }
        typealias Multiple = IntegrandComparison.Multiple
        func masses(_ factors: [Rational]) -> [Multiple] { zip(factors, bodies).map { Multiple(factor: .number($0), body: $1, value: .one) } }
        func statements(_ target: Expression, _ added: [Rational], _ factor: [Rational]) -> [Statement]? {
            try? KnownIntegrals(target: target, added: masses(added), factor: masses(factor), power: 1).statements(of: statement)
        }
        #expect(statements(target, [-1, 1], [Rational(1, 3), Rational(2, 3)])?.count == 5)
        #expect(statements(target, [-1, 2], [Rational(1, 3), Rational(2, 3)]) == nil)
        #expect(statements(target, [-1, 1], [1, 1]) == nil)
        #expect(statements(.number(2) * target, [-1, 1], [1, 0]) == nil)
        #expect(statements(target, [], []) == nil)
    }

    @Test func changedGaussiansAreRejected() throws {
        let certificate = try Self.certificate("∫[x] f log f >= -d/2 log(2 pi) - 1/2 ∫[x] |x|² f")
        guard case .generalisation(let given, let pieces) = certificate.evidence else {
            Issue.record("\(certificate.evidence)")
            return
        }
        func changed(name: String? = nil, height: Expression? = nil, rate: Expression? = nil, square: Expression? = nil) -> Evidence {
            .generalisation(
                DensityGeneralisation(
                    name: name ?? given.name, point: given.point, height: height ?? given.height, rate: rate ?? given.rate, square: square ?? given.square), pieces)
        }
        #expect(Self.isAccepted(certificate, changed()))
        #expect(!Self.isAccepted(certificate, changed(name: "f")))
        #expect(!Self.isAccepted(certificate, changed(height: .one)))
        #expect(!Self.isAccepted(certificate, changed(rate: .number(Rational(1, 4)))))
        #expect(!Self.isAccepted(certificate, changed(rate: .number(-1))))
        #expect(!Self.isAccepted(certificate, changed(square: .number(2) * given.square)))
        #expect(!Self.isAccepted(certificate, changed(square: .value(of: certificate.statement.functions[0], at: given.point))))
        #expect(!Self.isAccepted(certificate, .generalisation(given, pieces.reversed())))
    }
}
