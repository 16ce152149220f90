import Arithmetic
import Testing

@testable import Kernel

/// Certificates with a part of the evidence left out, doubled, emptied or put in place of another: what still reads is
/// rejected, or decides the statement as before.
@Suite struct CertificateStructureTests {
    private static let declarations = """
        import "std/sphere"
        param c, m > 0
        space t in (0,oo)
        space x in R
        space v, w in R^3
        space ω in S^2
        function u(v)
        function y(t) where ∂[t] y <= -c y
        density f(x)
        function g(x), h(x) decaying
        function k(v) where Δk = 0
        function q(ω)
        function z(t) where ∂[t] z = -c z, z(0) = 1
        function p(t) > 0 where ∂[t] p <= -c p²

        """
    private static let changesOfEach = 60

    private static let decided = [
        "y(t) <= exp(-c t) y(0)", "y(t) <= exp(-2 c t) y(0)", "∫[x] x² exp(-c x²) = 1/2 sqrt(pi) c^(-3/2)", "2 |v| |w| <= |v|² + |w|²",
        "(∫[x] g h)² <= (∫[x] g²) (∫[x] h²)", "m = 2 if m + 1 = 3", "m = 3 if m + 1 = 3", "∫[x] f² <= 1/10 ∫[x] f", "∫[x] 2 x f <= 1 + ∫[x] x² f",
        "lim[m -> oo] (m+1)/m = 1", "m + 1/m >= 2", "v·w = w·v and |v|² >= 0", "(v·w)² <= |v|² |w|²", "1/2 Δ(|∇k|²) = ‖∇²k‖²",
        "Δ(u²) = 2 u Δu", "∫[x] x² f = 1", "∫[x] (∂[x](log f))² f = 0", "∫[x] x ∂[x] f = -1", "∫[ω] (Δ_S q)² >= 7 ∫[ω] |∇_S q|²",
        "z(t) = exp(-c t)", "∂[t] (z²) = -2 c z²", "∂[t] (z²) = -c z²", "p(t) <= 1/(1/p(0) + c t)", "c t p(t) <= 1",
        "∫[x] g² exp(-x²/2) <= ∫[x] (∂[x] g)² exp(-x²/2) provided ∫[x] g exp(-x²/2) = 0",
        "∫[x] g² exp(-x²/2) <= 1/2 ∫[x] (∂[x] g)² exp(-x²/2) provided ∫[x] g exp(-x²/2) = 0",
    ]

    @Test(arguments: decided) func everyPartCounts(claim: String) throws {
        try Self.change(Claims.certificate(Self.declarations + "claim a: " + claim))
    }

    @Test func enclosuresAndExplicitFunctions() throws {
        let number = try Claims.statement("claim a: exp(1) > 2")
        try Self.change(Certificate(name: "a", statement: number, evidence: .enclosure(digits: 10), conditions: []))
        let line = try Claims.statement("space x in R\nfunction g(x) decaying\nclaim a: ∫[x] (∂[x] g)² >= 2 ∫[x] g²")
        let witness = DecayingWitness(
            relation: 0, dimensions: [:], parameters: [:], functions: [DecayingFunction(exponent: [0, 0, Rational(-1, 2)])], precision: 48)
        try Self.change(Certificate(name: "a", statement: line, evidence: .decaying(witness), conditions: []).with(.decaying(witness)))
    }

    private static func change(_ certificate: Certificate) throws {
        guard case .list(let parts) = SymbolicText(try SymbolicItem(parsing: certificate.text)) else { return }
        let place = try #require(parts.firstIndex { if case .list(let items) = $0 { items.first == .word("evidence") } else { false } })
        #expect(try Kernel.check(certificate).verdict == certificate.verdict)
        var generator = SplitMix64(seed: 9)
        var refused = 0
        for changed in changes(of: parts[place]).shuffled(using: &generator).prefix(changesOfEach) {
            var all = parts
            all[place] = changed
            let read: Certificate
            do { read = try Certificate(text: SymbolicText.list(all).text) } catch is TextError {
                refused += 1
                continue
            }
            guard let theorem = try? Kernel.check(read) else { continue }
            #expect(theorem.verdict == certificate.verdict, "\(changed.text)")
        }
        #expect(refused > 0)
    }

    private static func changes(of text: SymbolicText) -> [SymbolicText] {
        var result: [SymbolicText] = [.word("x"), .list([]), .word("1000000000000000000000")]
        guard case .list(let items) = text else { return result + [.word("-1"), .word("7"), .list([text])] }
        if let last = items.last { result += [.list(items.dropLast()), .list(items + [last]), .list(Array(items.dropFirst()))] }
        for place in items.indices {
            for changed in changes(of: items[place]) {
                var own = items
                own[place] = changed
                result.append(.list(own))
            }
        }
        return result
    }

    /// Evidence for one statement, put beside a false one that it nearly fits.
    @Test(arguments: [
        ("z(t) = exp(-c t)", "z(t) = exp(-2 c t)"), ("∂[t] (z²) = -2 c z²", "∂[t] (z²) = -c z²"),
        ("p(t) <= 1/(1/p(0) + c t)", "p(t) <= 1/(1/p(0) + 2 c t)"), ("c t p(t) <= 1", "2 c t p(t) <= 1"), ("y(t) <= exp(-c t) y(0)", "y(t) <= exp(-2 c t) y(0)"),
        ("∫[x] g² exp(-x²/2) <= ∫[x] (∂[x] g)² exp(-x²/2) provided ∫[x] g exp(-x²/2) = 0", "∫[x] g² exp(-x²/2) <= ∫[x] (∂[x] g)² exp(-x²/2)"),
        (
            "∫[x] g² exp(-x²/2) <= ∫[x] (∂[x] g)² exp(-x²/2) provided ∫[x] g exp(-x²/2) = 0",
            "∫[x] g² exp(-x²/2) <= ∫[x] (∂[x] g)² exp(-x²/2) provided ∫[x] x g exp(-x²/2) = 0"
        ),
    ]) func evidenceOfAnother(claim: String, twin: String) throws {
        let certificate = try Claims.certificate(Self.declarations + "claim a: " + claim)
        #expect(certificate.verdict == .proved)
        let other = try Claims.statement(Self.declarations + "claim a: " + twin)
        #expect(throws: (any Error).self) { try Kernel.check(Certificate(name: "a", statement: other, evidence: certificate.evidence, conditions: []).with(certificate.evidence)) }
    }
}
