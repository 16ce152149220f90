import Arithmetic
import Expressions
import Kernel
import Testing

@testable import Proving

/// Products of powers of integrals: Hölder, Lyapunov, Jensen for powers.
@Suite struct HoelderTests {
    private static let declarations = """
        space y, z in R^3
        space τ in (0,1)
        space σ in (0,2)
        param p > 1
        param κ, λ > 0
        param c
        density k(y)
        function g(y), h(y) decaying
        function b(y) > 0
        function a(y) : vector
        function r(τ), s(σ)
        claim a:\u{20}
        """

    private static func outcome(_ claim: String) throws -> Outcome { try .checked(declarations + claim) }

    @Test(arguments: [
        "|∫[y] g h| <= (∫[y] |g|³)^(1/3) (∫[y] |h|^(3/2))^(2/3)", "|∫[y] g h| <= (∫[y] |g|^p)^(1/p) (∫[z] |h(z)|^(p/(p-1)))^((p-1)/p)",
        "∫[y] |g|^(2 κ + λ) <= (∫[y] |g|^(3 κ + λ))^(2/3) (∫[y] |g|^λ)^(1/3)", "∫[y] |y| k <= (∫[y] |y|³ k)^(1/3)",
        "(∫[y] k²)³ <= ∫[y] k⁴", "1/(∫[y] k/(1 + |y|²)) <= ∫[y] (1 + |y|²) k",
        "|∫[z] b(y-z) a(z)|² <= (∫[z] b(y-z)/(1 + |z|²)) (∫[z] b(y-z) (1 + |z|²) |a(z)|²)",
        "|∫[y] b a|³/(∫[y] b)² <= ∫[y] b |a|³", "(∫[τ] r)² <= ∫[τ] r²", "(∫[σ] s)² <= 2 ∫[σ] s²",
        "|c|² (∫[y] g h)² <= c² (∫[y] g²) (∫[y] h²)", "1/2 (∫[y] k² b)^(1/2) <= (∫[y] k b²)^(1/4) (∫[y] k³)^(1/4)",
    ])
    func proved(_ claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict == .proved, "\(claim): \(outcome.evidence)")
        #expect(outcome.evidence.hasPrefix("by Hölder's inequality"), "\(claim): \(outcome.evidence)")
    }

    /// Exponents that are not conjugate, other constants, signs and points, an interval of another length.
    @Test(arguments: [
        "|∫[y] g h| <= (∫[y] |g|³)^(1/3) (∫[y] |h|²)^(1/2)", "|∫[y] g h| <= 9/10 (∫[y] |g|³)^(1/3) (∫[y] |h|^(3/2))^(2/3)",
        "|∫[y] g h| <= (∫[y] |g|^p)^(1/p) (∫[y] |h|^(p/(p-1)))^(1/p)", "∫[y] |g|^(2 κ + λ) <= (∫[y] |g|^(3 κ + λ))^(1/3) (∫[y] |g|^λ)^(2/3)",
        "|∫[y] g h| <= (∫[y] g³)^(1/3) (∫[y] |h|^(3/2))^(2/3)", "(∫[y] k²)⁴ <= ∫[y] k⁴", "(∫[y] k³)^(1/3) <= ∫[y] |y| k",
        "1/(∫[y] g/(1 + |y|²)) <= ∫[y] (1 + |y|²) g", "|∫[y] b a|³/(∫[y] b) <= ∫[y] b |a|³",
        "|∫[z] b(y-z) a(z)|² <= (∫[z] b(y-z)/(1 + |y|²)) (∫[z] b(y-z) (1 + |z|²) |a(z)|²)", "(∫[σ] s)² <= ∫[σ] s²",
        "c (∫[y] g h)² <= (∫[y] g²) (∫[y] h²)", "(∫[y] g h)² <= c (∫[y] g²) (∫[y] h²)", "(∫[y] |y|² k)² <= |y|⁴ (∫[y] k)²",
        "(∫[y] b * (∫[z] b(y-z)))² <= (∫[y] b) (∫[z] b(z) (∫[y] b(z-y)))", "-(∫[y] g²) <= -(∫[y] |g|)^(1/2) (∫[y] |g|³)^(1/2)", "(∫[y] |g|)^(1/2) (∫[y] |g|³)^(1/2) <= ∫[y] g²",
    ])
    func neverProved(_ claim: String) throws { #expect(try Self.outcome(claim).verdict != .proved, "\(claim)") }

    /// Whatever part of the certificate is another, the kernel does not accept it.
    @Test func changedCertificatesAreRejected() throws {
        let text = try #require(try Self.outcome("(∫[y] g² k)² <= ∫[y] g⁴ k").certificate)
        let certificate = try Certificate(text: text)
        guard case .hoelder(let given, let pieces) = certificate.evidence else {
            Issue.record("\(certificate.evidence)")
            return
        }
        func isAccepted(_ hoelder: Hoelder, _ pieces: [Evidence], _ statement: Statement = certificate.statement) -> Bool {
            (try? Kernel.Examination(statement, .hoelder(hoelder, pieces)).theorem()) != nil
        }
        #expect(isAccepted(given, pieces))
        for mass in [nil, UnitMass([["g"]]), UnitMass([["b"]]), UnitMass([["-"]]), UnitMass([["k"], ["k"]]), UnitMass([["k", "g"]]), UnitMass([[]]), UnitMass([])] {
            #expect(!isAccepted(Hoelder(mass: mass), pieces), "\(String(describing: mass))")
        }
        #expect(!isAccepted(given, []))
        #expect(!isAccepted(given, pieces + pieces))
        #expect(!isAccepted(given, pieces.map { _ in .manifestSign }))
        // What is no density has no mass; a density on a part of the space has another.
        var changed = certificate.statement
        changed.functions = changed.functions.map { function in
            FunctionSymbol(
                name: function.name, arguments: function.arguments, valueDimensions: function.valueDimensions, valueSymmetry: function.valueSymmetry,
                isLogarithm: function.isLogarithm, attributes: function.attributes.subtracting([.unitMass]))
        }
        #expect(!isAccepted(given, pieces, changed))
    }

    /// `(∫c)² <= K ∫b` where `∫ c²/b <= K`, with a weight `c²/b` in which no function stands; and a difference of both sides.
    @Test(arguments: [
        ("(∫[v] v[1] u M(v))² <= ∫[v] u² M(v)", "(∫[v] v[1] u M(v))² <= 1/2 ∫[v] u² M(v)"),
        ("(∫[v] v[1] v[2] u M(v))² <= ∫[v] u² M(v)", "(∫[v] (v[1] + v[2]) u M(v))² <= ∫[v] u² M(v)"),
        ("(∫[v] (|v|²-3) u M(v))² <= 6 ∫[v] u² M(v)", "(∫[v] (|v|²-3) u M(v))² <= 5 ∫[v] u² M(v)"),
        ("(∫[x] w exp(-|x|))² <= 2 ∫[x] w² exp(-|x|)", "(∫[x] w exp(-|x|))² <= ∫[x] w² exp(-|x|)"),
        ("2 (∫[x] w)² <= 2 pi ∫[x] (1+x²) w²", "2 (∫[x] w)² <= 3 ∫[x] (1+x²) w²"),
        ("∫[v] |v|² f - |∫[v] v f|² >= 0", "∫[v] |v|² f - 2 |∫[v] v f|² >= 0"),
        ("|∫[v] v f|² - ∫[v] |v|² f <= 0", "2 |∫[v] v f|² - ∫[v] |v|² f <= 0"),
    ])
    func explicitWeights(claim: String, twin: String) throws {
        let declarations = """
            space v in R^3
            space x in R
            let M(v) = (2 pi)^(-3/2) exp(-|v|²/2)
            function u(v) decaying
            function w(x) decaying
            density f(v)
            claim c:\u{20}
            """
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        #expect(try Outcome.checked(declarations + twin).verdict != .proved, "\(twin)")
    }

    /// `c² = b q` with q singular, or with a function in it, proves nothing: `(∫u)² <= K ∫ u⁴`.
    @Test(arguments: ["(∫[x] w)² <= 9 ∫[x] w⁴ exp(-x²)", "(∫[x] w² exp(-x²))² <= 9 ∫[x] w² exp(-x²)", "(∫[x] w exp(-x²))² <= 9 ∫[x] x² w² exp(-x²)"])
    func noWeight(claim: String) throws {
        #expect(try Outcome.checked("space x in R\nfunction w(x) decaying\nclaim c: " + claim).verdict != .proved)
    }

    /// With the mean of two densities: `∫√(fg) <= 1`, and Le Cam's inequality.
    @Test(arguments: [
        ("(∫[v] sqrt(f) sqrt(g))² <= 1", "(∫[v] sqrt(f) sqrt(g))² <= 1/2"),
        ("(∫[v] |f-g|)² <= 4 ∫[v] (sqrt f - sqrt g)²", "(∫[v] |f-g|)² <= ∫[v] (sqrt f - sqrt g)²"),
        ("(∫[v] |f-h|)² <= 4 ∫[v] (sqrt f - sqrt h)²", "(∫[v] |f-u|)² <= 4 ∫[v] (sqrt f - sqrt u)²"),
    ]) func meansOfDensities(claim: String, twin: String) throws {
        let declarations = "space v in R^3\ndensity f(v)\ndensity g(v)\ndensity h(v)\nfunction u(v) > 0, decaying\nclaim c: "
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        #expect(try Outcome.checked(declarations + twin).verdict != .proved, "\(twin)")
    }
}
