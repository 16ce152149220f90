import Testing

@testable import Language

/// Statements of every form in the language's table.
let everyStatement = """
    space z in R^3
    space v, w in R^d
    space ω in S^2
    space σ in S^(d-1)
    space x in R
    space r in (0,oo)
    space y in T^d
    param γ
    param m1, m2 > 0
    param β in [-3, 1)
    param d integer >= 2
    function u(z)
    function g(z) > 0
    function X(z) : vector
    function A(z) : symmetric matrix
    function h(v,w) symmetric decaying
    function χ(v) radial where 0 <= χ <= 1, χ = 1 for |v| <= 1
    function U(z, s) where ∂[s] U + |∇U|²/2 = 0
    density f(v)
    density f1(v) where ∫[v] v f1 = 0, ∫[v] v⊗v f1 = P
    density N(v) = gaussian(mean = (0,0,0), cov = diag(1,2,3))
    density M = maxwellian(1, 1)
    flow f: ∂[t] f = Q(f)
    constant P : symmetric matrix
    constant e : vector where |e| = 1
    constant S : symmetric matrix where S >= 0
    let ρ = |z|
    let L(u) = div(r^(2+γ) Π ∇u)
    let B(v) = ∫[w] f(w)
    let b[k](z) = basis(k)×z
    let ∇_S[z](u) = |z| (Id - z⊗z/|z|²) ∇[z] u
    let ∂r(u) = ẑ·∇u
    claim "A.2": Π ∇(Π ∇φ) Π = Π ∇²φ Π - (1/r) ∂r(φ) Π
    claim T_1: a = b and c <= d if x > 0
    claim T2: exists C >= 0: a <= C b
    claim T3: a = 0 iff b = 0
    axiom P1: a <= b
    axiom even_poincare(u) given u even: ∫[ω] (Δ_S u)² >= 2 dim ∫[ω] |∇_S u|²
    calc K: a = b
    = c given T_1
    <= d
    find a, b: a + b = 1
    best Λ: ∫[v] f >= Λ ∫[v] g
    for which α: α > 0
    minimise 1/(δ (1 - δ)) over δ in (0,1)
    maximise δ (1 - δ) over δ in (0,1)
    certify 2 > 1
    certify big: 2^100 > 1
    check "A.2" on N, M with γ = -3, β = 1 digits 40
    check T_1 on f = N, g = M for γ in -3, -5/2 .. 0
    evaluate pi digits 50
    plot exp(x) for x in [0, 1]
    import "std/sphere"
    claim C1: a = b where γ = -3 provided x > 0 given T_1, "A.2" using even_poincare(f) by parts for d = 3
      expect refuted cite "text" note "more"
    """

@Suite struct StatementGrammar {
    @Test func everyStatementIsRead() {
        let (statements, diagnostics) = Parser.parse(everyStatement)
        for diagnostic in diagnostics { Issue.record("\(diagnostic.rendered(in: SourceText(everyStatement)))") }
        #expect(statements.count == 52)
        #expect(!statements.contains { $0.kind == .invalid })
    }

    @Test func clausesAreKept() throws {
        let (statements, _) = Parser.parse(everyStatement)
        let last = try #require(statements.last)
        #expect(last.clauses.count == 9)
        guard case .expect("refuted") = last.clauses[6].kind else {
            Issue.record("no expectation")
            return
        }
    }

    @Test func formattingIsIdempotentAndKeepsMeaning() throws {
        let once = try Formatter.format(everyStatement)
        #expect(try Formatter.format(once) == once)
        let before = Parser.parse(everyStatement).statements, after = Parser.parse(once).statements
        #expect(before.count == after.count)
        for (a, b) in zip(before, after) where a.clauses.isEmpty {
            if case .claim(_, let p) = a.kind, case .claim(_, let q) = b.kind { #expect(ungrouped(p) == ungrouped(q)) }
        }
        #expect(once.contains("let ∂r(u) = ẑ·∇u\n"))
    }

    @Test func commentsAndBlankLinesAreKept() throws {
        let text = """
            # about z

            space z in R^3   # the point
            # between
            let r = |z|
            # the end
            """
        let expected = """
            # about z
            space z in R^3   # the point
            # between
            let r = |z|
            # the end

            """
        #expect(try Formatter.format(text) == expected)
        #expect(try Formatter.format(expected) == expected)
    }

    @Test(arguments: [
        ("claim a:  (x)  +  y=z\n expect refuted  # why", "claim a: (x) + y = z\n  expect refuted  # why\n"),
        ("claim a: x\n= y\n\n   = z", "claim a: x\n  = y\n   = z\n"),
        ("let r   = |z|\nlet s12 = 2 r  ", "let r   = |z|\nlet s12 = 2 r\n"),
        ("claim a: gamma grad(u) <= lap(u)\n      +  1", "claim a: γ ∇(u) ≤ Δ(u)\n      + 1\n"),
        ("claim A:\n    tr(A) = A:A", "claim A:\n    tr(A) = A:A\n"),
        ("let L(q) = Δq²\n    + 1   # square", "let L(q) = Δ(q²) + 1  # square\n"),
        // `^3` is a spelling of `³`, and a number too large for it is no other word.
        ("claim a: x^3\n  = y", "claim a: x³\n  = y\n"),
        ("claim a: x^1000000\n  = y", "claim a: x^1000000\n  = y\n"),
        ("claim a: x  # one\n  = y", "# one\nclaim a: x = y\n"),
        // A call's brackets are the author's.
        ("claim a: ∂[t] (t + 1) = ∇ (u + v)", "claim a: ∂[t] (t + 1) = ∇ (u + v)\n"),
        ("claim a: ∂[t] ∂[t] (t + 1) v² = div((A))", "claim a: ∂[t](∂[t](t+1)) v² = div(A)\n"),
    ]) func theAuthorsLayoutStays(written: String, formatted: String) throws {
        #expect(try Formatter.format(written) == formatted)
        #expect(try Formatter.format(formatted) == formatted)
        #expect(Parser.parse(formatted).statements.map(\.clauses) == Parser.parse(written).statements.map(\.clauses))
    }

    @Test func longClaimsAreBroken() throws {
        let term = "∫[v] |∇u|² f"
        let text = "claim long: " + Array(repeating: term, count: 12).joined(separator: " + ") + " = 0 given a, b"
        let once = try Formatter.format(text)
        #expect(once.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(try Formatter.format(once) == once)
        #expect(Parser.parse(once).statements.count == 1)
    }

    @Test func linesContinue() {
        for text in [
            "claim a: x\n  = y", "claim a: x +\ny = z", "claim a: (x\n+ y) = z", "claim a: x\n= y", "claim a: x = # why\n  y\n\n  + z",
        ] {
            let (statements, diagnostics) = Parser.parse(text)
            #expect(diagnostics.isEmpty, "\(text)")
            #expect(statements.count == 1, "\(text)")
        }
    }

    @Test func everyErrorIsReported() {
        let text = "claim a: x + = 1\nlet = 3\nspace z in R^3\nclaim b: (x = 1\nclaim c: |x = 2\n"
        let (statements, diagnostics) = Parser.parse(text, firstLine: 10)
        #expect(statements.count == 5)
        #expect(diagnostics.map(\.code) == [.expectedOperand, .expectedName, .unclosedBracket, .expectedToken])
        #expect(diagnostics.map(\.location.line) == [10, 11, 13, 14])
    }

    @Test func locationsCountCharacters() {
        let (_, diagnostics) = Parser.parse("let z\u{302} = )")
        #expect(diagnostics.first?.location.column == 9)
        let rendered = diagnostics[0].rendered(in: SourceText("let z\u{302} = )", path: "a.lnb"))
        #expect(rendered.hasPrefix("a.lnb:1:9: error L006: found `)`, expected an operand\n  1 | let z\u{302} = )\n    |         ^"))
    }

    @Test func largeTextsAreReadInLinearTime() {
        let line = "claim a: ∇u·∇u + |z|^(2+γ) ∫[v] f log f = 0\n"
        let clock = ContinuousClock()
        func time(_ count: Int) -> Duration {
            let text = String(repeating: line, count: count)
            return clock.measure { _ = Parser.parse(text) }
        }
        _ = time(50)
        let small = time(500), large = time(2000)
        #expect(large < small * 16)
    }
}
