import Testing

@testable import Language

/// Values of parameters stay within what is declared of them: that is used when an expression is read.
@Suite struct DeclaredRangeTests {
    private static let declarations = """
        param p > 0
        param a in (0, 1)
        param c
        param n integer
        param m integer >= 1
        param lower >= 0
        param upper > lower
        space x in R

        """

    private static func session(_ text: String) -> Session { Session(declarations + text) }

    @Test(arguments: [
        "evaluate |p| for p in -2, -1", "evaluate |p| for p in 1, 0 .. -3", "minimise |p| over p in [-1, 1]", "maximise |p| - p over p in [-1, 1]", "minimise a over a in [0, 2]",
        "evaluate n for n in 1/2, 1", "claim b: 1 = 1 where p = -1", "claim b: n² >= n where n = c", "claim b: upper >= lower where upper = 1, lower = 2",
        "evaluate p for p in -sqrt(2)", "minimise p over p in (-oo, 1)", "space r in (0,oo)\ndensity F(r)\nclaim b: F(-1) > 0",
        "space s in (0,1)\nfunction h(s)\nclaim b: h(1) = h(1 + 1/2)", "space s in (1,oo)\nfunction y(s) where ∂[s] y <= -c y\nclaim b: y(s) <= exp(-c (s - 1)) y(0)",
    ])
    func refused(_ text: String) { #expect(Self.session(text).diagnostics.contains { $0.code == .outsideRange }, "\(text)") }

    /// Beside the declared range there is the one of the question.
    @Test(arguments: ["minimise c + p over c in [0, 1], p in (0, 1] where p = 2", "minimise c over c in [0, 1] where c = -1", "maximise c p over c in [0, 1], p in (0, 1] for p in 1, 2"])
    func refusedByTheQuestion(_ text: String) { #expect(Self.session(text).diagnostics.contains { $0.code == .outsideRange }, "\(text)") }

    @Test(arguments: ["minimise c + p over c in [0, 1], p in (0, 1] where p = 1/2", "minimise c p over c in [0, 1], p in (0, 1] for p in 1/2, 1"])
    func takenByTheQuestion(_ text: String) { #expect(Self.session(text).errors == [], "\(text)") }

    @Test(arguments: [
        "evaluate |p| for p in 1, 2 .. 5", "minimise p² + 1/p over p in (0, 3)", "minimise a over a in (0, 1/2]", "claim b: n² >= n where n = m + 2", "evaluate p for p in sqrt(2), 3",
        "claim b: upper >= lower where upper = 2, lower = 1", "minimise c² over c in [-1, 1]", "space s in (0,1)\nfunction h(s)\nclaim b: h(1) - h(0) = ∫[s] ∂[s] h",
    ])
    func taken(_ text: String) { #expect(Self.session(text).errors == [], "\(text)") }

    /// The value has the declared range as a condition, and what is declared of it elsewhere.
    @Test func valuesKeepTheirConditions() {
        #expect(Self.session("claim b: |p| < 0 where p = -1 - c²").items["b"]?.statement?.hypotheses.count == 1)
        #expect(Self.session("claim b: a² <= a where a = c + 1").items["b"]?.statement?.hypotheses.count == 2)
        let bounded = Self.session("claim b: upper >= lower where upper = 1").items["b"]?.statement
        #expect(bounded?.parameters.first?.upper?.value == 1)
    }
}
