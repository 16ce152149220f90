import Testing

@testable import Language

/// Nothing that can be written makes the language layer crash or hang.
@Suite struct Robustness {
    static let preamble = """
        space z, w in R^3
        space x in R
        param γ, m1
        function u(z), f(z) > 0
        function A(z) : symmetric matrix
        function v(z) : vector
        function α(x)
        let φ = log f
        let X(z) = z×w
        let _a(p) = ∇[z] p
        let ẑ = z/|z|
        let ∂r(p) = ẑ·∇[z] p
        let ∇_S(p) = |z| ∇[z] p
        let ∇²_S(p) = ∇[z](∇[z] p)
        let b[k](z) = basis(k)×z

        """

    @Test func randomClaimsElaborateOrAreRefused() {
        var accepted = 0
        for seed in 1...240 {
            var random = RandomSyntax(seed: UInt64(seed))
            let left = Printer().text(random.expression(1 + seed % 4)), right = Printer().text(random.expression(seed % 3))
            let session = Session(Robustness.preamble + "claim c: \(left) = \(right)\nclaim d: \(left) = 0\nclaim e: \(right) = 0")
            accepted += session.items.count
        }
        #expect(accepted > 60)
    }

    @Test func randomTextsAreReadOrRefused() {
        let words = [
            "claim", "let", "a", ":", "=", "(", ")", "[", "]", "|", "||", "⟨", "⟩", "∇", "∇²", "∂", "∂r", "Δ", "∫", "∫[z]", "+", "-", "^",
            "²", "⊗", "·", "×", "/", ",", "\n", "\n  ", "where", "for", "in", "oo", "u", "z", "2", "0.5", "..", "sum[k in 1..3]", "expect",
            "\"x\"", "#", "and", "if", "iff", "exists", "space", "function", "u(z)", "R^3", ":=", "lim[γ -> 0]", "log", "'", "indicator(z:", "calc",
            "axiom", "given", "find", "check", "with", "minimise", "over", "param", "integer", "density", "import", "evaluate", "\u{301}", "$",
        ]
        var generator = SeededGenerator(seed: 7)
        for _ in 1...300 {
            let count = Int.random(in: 1...25, using: &generator)
            let text = (0..<count).map { _ in words[Int.random(in: 0..<words.count, using: &generator)] }
                .joined(separator: Bool.random(using: &generator) ? " " : "")
            let session = Session(Robustness.preamble + text)
            for diagnostic in session.diagnostics { #expect(!diagnostic.message.isEmpty) }
            _ = try? Formatter.format(text)
        }
    }
}
