import Testing

@testable import Notebook

/// Papers, or single displays, imported as a user imports them.
enum Imports {
    static func paper(_ text: String, name: String = "paper.tex", notation: String? = nil) throws -> PaperImport {
        let folder = try TemporaryFolder()
        let path = try folder.file(name, text)
        return try PaperImport(path, notationFrom: try notation.map { try folder.file("notation.lnb", $0) })
    }

    static func displays(_ formulas: String..., lines: String = "", cell: String = "") throws -> PaperImport {
        let text = formulas.map { "\\[ \($0) \\]\n\n and \n\n" }.joined()
        let notation = standard + lines + "\n```\n\n```lnb\nimport \"std/sphere\"\n" + cell + "\n```\n"
        return try paper(text, notation: notation)
    }

    private static let standard = #"""
        ```notation
        v, w, z, z^*, v^* : point in R^3
        r : point in (0,oo)
        \omega : point in S^2
        t : time
        f, g : density(v)
        \gamma, \kappa : number
        \Pi_{#1}^\perp := Id - #1⊗#1/|#1|²
        \hat{#1} := #1/|#1|
        \nabla_{\mathbb{S}^2} # := ∇_S #
        \Delta_{\mathbb{S}^2} # := Δ_S #
        \partial_{|#1|} # := (#1/|#1|)·∇[#1] #

        """#
}

@Suite struct PaperImportTests {
    @Test(arguments: [
        (#"\nabla f = f \nabla \log f"#, #"claim "display 1": ∇(f) = f ∇(log(f))"#),
        (#"\nabla \cdot (f \nabla f) = f \Delta f + |\nabla f|^2"#, #"claim "display 1": div(f ∇(f)) = f Δ(f) + |∇(f)|^2"#),
        (#"\frac{\gamma}{2} |z|^{2+\gamma} \geq 0"#, #"claim "display 1": γ/2 |z|^(2 + γ) ≥ 0"#),
        (#"\int_{\mathbb{R}^3} |v|^2 f(v) \, dv = 3"#, #"claim "display 1": ∫[v] |v|^2 f(v) = 3"#),
        (#"\int_{(\mathbb{R}^3)^2} f(v) f(w) \, dv \, dw = 1"#, #"claim "display 1": ∫[v, w] f(v) f(w) = 1"#),
        (#"\int_0^\infty r^2 e^{-r} dr = 2"#, #"claim "display 1": ∫[r] r^2 exp(-r) = 2"#),
        (#"\int_0^1 r^2 dr = \frac{1}{3}"#, #"claim "display 1": ∫[r in (0, 1)] r^2 = 1/3"#),
        (#"\nabla_w f = 0"#, #"claim "display 1": ∇[w](f(w)) = 0"#),
        (#"\nabla_z (\hat z \cdot z) = \hat z"#, #"claim "display 1": ∇[z]((z/|z|)·z) = (z/|z|)"#),
        (#"\Pi_z^\perp z = 0"#, #"claim "display 1": (Id - z⊗z/|z|²) z = 0"#),
        (#"\nabla_z^2 \log g : (z \otimes z) \le 0"#, #"claim "display 1": ∇²[z](log(g(z))):(z⊗z) ≤ 0"#),
        (#"(\nabla_v - \nabla_w) (f \otimes f)(v, w) = 0"#, #"claim "display 1": ∇_1(f(v) f(w)) = 0"#),
        (#"\left\| \left(\Pi_v^\perp \nabla\right)^2 f \right\|_{\text{HS}}^2 \ge 0"#,
            #"claim "display 1": ‖((Id - v⊗v/|v|²) ∇((Id - v⊗v/|v|²) ∇(f)))‖^2 ≥ 0"#),
        (#"\sum_{i=1}^3 v_i^2 = |v|^2"#, #"claim "display 1": sum[i in 1..3] (v[i]^2) = |v|^2"#),
        (#"\sum_{i=1}^2 m_i = 1"#, #"claim "display 1": (m_1 + m_2) = 1"#),
        (#"\langle v \rangle^2 = 1 + |v|^2"#, #"claim "display 1": ⟨v⟩^2 = 1 + |v|^2"#),
        (#"\nabla_z = \hat z \partial_{|z|} + \Pi_z^\perp \nabla_z"#,
            #"claim "display 1": ∇[z](u) = (z/|z|) ((z/|z|)·∇[z] u) + (Id - z⊗z/|z|²) ∇[z](u)"#),
        (#"\nabla f(v) \cdot (\gamma + 1) v = 0"#, #"claim "display 1": ∇(f(v))·((γ + 1) v) = 0"#),
        (#"|\nabla \sqrt{f}|^2 = \frac{|\nabla f|^2}{4f}"#, #"claim "display 1": |∇(sqrt(f))|^2 = |∇(f)|^2/(4 f)"#),
    ])
    func translation(_ latex: String, _ expected: String) throws {
        let entry = try Imports.displays(latex).entries[0]
        #expect(entry.statements == [expected], "\(entry.reasons)")
        #expect(entry.outcome == .translated)
    }

    /// Where LaTeX has several readings, or says less than a statement needs, none is chosen.
    @Test(arguments: [
        (#"\nabla f^2 = 0"#, "raised to a power"), (#"A^t = A"#, "transpose"), (#"f/2g = 1"#, "brackets are missing"),
        (#"\nabla \cdot f v = 0"#, "where the operand of the divergence ends"), (#"v_i + w_i = 0"#, "free"), (#"\frac{d}{dt} f(v) = 0"#, "moves"),
        (#"I(f) + 1 = 2"#, "not defined"), (#"\bar f + f = 1"#, "accent"),
        (#"f(v) = g(w)"#, "left side speaks"), (#"\sup_v f = 1"#, #"command \sup"#), (#"\sum_{i=1}^N m_i = 1"#, "sums end at numbers"),
        (#"\|f\|_{H^1} = 1"#, "norm"), (#"\int f = 1"#, "no differential"), (#"\int_{\mathbb{R}^2} f(v) dv = 1"#, "no integral here is over"),
        (#"\int |v - w|^2 d\Pi(v, w) = 1"#, "measure"), (#"z := v - w"#, "is a point"), (#"f + g"#, "no relation"), (#"f = \foo g"#, #"command \foo"#),
        (#"f = \left( g"#, "not closed"), (#"f = g)"#, "no reading"), (#"f(v, w) = 1"#, "2 arguments"), (#"v w = 1"#, "two vectors"),
        (#"\kappa(0) = 1"#, "at `0`"), (#"D_z f = 1"#, "direction"), (#"\Pi f = 1"#, "an operator"), (#"f \, dv = 1"#, "outside of an integral"), (#"\sum_{\alpha} a_{\alpha} f = 1"#, "no translation"),
        (#"\frac{\partial}{\partial \kappa} f = 0"#, "differentiated"), (#"a \pm b = 1"#, "no reading"),
    ])
    func refusal(_ latex: String, _ reason: String) throws {
        let entry = try Imports.displays(latex).entries[0]
        #expect(entry.outcome == .left, "\(entry.statements)")
        #expect(entry.reasons.joined().contains(reason), "\(entry.reasons)")
    }

    @Test func definitionsFunctionalsAndFlows() throws {
        let paper = try Imports.displays(
            #"I(f) := \int_{\mathbb{R}^3} |\nabla \log f|^2 f \, dv"#, #"Lf(v) := \nabla \cdot (|v|^{2+\gamma} \Pi_v^\perp \nabla f)"#,
            #"Q(f, f)(v) := \nabla_v \cdot \int_{\mathbb{R}^3} (\nabla_v - \nabla_w) (f(v) f(w)) dw"#, #"\langle I'(f), Lf \rangle \le 0"#,
            #"\partial_t f = Q(f, f) + Lf"#, #"\frac{1}{2} \frac{d}{dt} I(f) = \frac{1}{2} \langle I'(f), Q(f,f) + Lf \rangle"#)
        #expect(paper.entries.map(\.statements) == [
            ["let I(f) = ∫[v] |∇(log(f))|^2 f"], ["let L(f) = div(|v|^(2 + γ) (Id - v⊗v/|v|²) ∇(f))"],
            ["let Q(f) = div[v](∫[w] ∇_1(f(v) f(w)))"], [#"claim "display 4": ⟨I'(f), L(f)⟩ ≤ 0"#],
            ["density f(v)", "flow f: ∂[t] f = Q(f) + L(f)"], [#"claim "display 6": 1/2 ∂[t](I(f)) = 1/2 ⟨I'(f), Q(f) + L(f)⟩"#],
        ], "\(paper.entries.flatMap(\.reasons))")
    }

    @Test func namesForTermsAndChains() throws {
        let paper = try Imports.displays(#"\begin{aligned} \int_{\mathbb{R}^3} (f + f^2)\, dv &= \int_{\mathbb{R}^3} f \, dv + \int_{\mathbb{R}^3} f^2 \, dv \\ &=: T_1 + T_2 \tag{7} \end{aligned}"#, #"T_1 = 1"#)
        #expect(paper.entries[0].statements == [
            "let T_1 = ∫[v] f", "let T_2 = ∫[v] f^2", #"claim "7": ∫[v] (f + f^2) = ∫[v] f + ∫[v] f^2"#,
        ])
        #expect(paper.entries[1].statements == [#"claim "display 2": T_1 = 1"#])
    }

    /// A function without arguments is where the formula is.
    @Test func functionsAreAtThePointOfTheFormula() throws {
        let paper = try Imports.displays(
            #"\nabla_z \log g = \frac{\nabla_z g}{g}"#, #"\int_{\mathbb{S}^2} r^\gamma |\nabla_{\mathbb{S}^2} \partial_r \bar{g}|^2 \bar{g} \, d\omega \ge 0"#)
        #expect(paper.entries[0].statements == [#"claim "display 1": ∇[z](log(g(z))) = ∇[z](g(z))/g(z)"#])
        #expect(paper.text.contains("function ḡ(r, ω) > 0  # guessed"), "\(paper.text)")
    }

    /// What is defined by a function moves with it when it is said how it moves.
    @Test func definitionsFollowTheirFunction() throws {
        let paper = try Imports.displays(
            #"E := \int_{\mathbb{R}^3} f^2 \, dv"#, #"\partial_t f = \Delta f"#, #"\frac{d}{dt} E = -2 \int_{\mathbb{R}^3} |\nabla f|^2 \, dv"#)
        #expect(paper.entries[1].statements == ["density f(v)", "flow f: ∂[t] f = Δ(f)", "let E = ∫[v] f²"])
        #expect(paper.entries[2].outcome == .translated)
    }

    /// Where a paper has several equations, the author says which is meant.
    @Test func theMotionIsOne() throws {
        let formulas = [#"\partial_t f = \Delta f"#, #"\partial_t f = -f"#, #"\frac{d}{dt} \int_{\mathbb{R}^3} f^2 \, dv \le 0"#]
        let open = try Imports.displays(formulas[0], formulas[1], formulas[2])
        #expect(open.entries[2].reasons.joined().contains("several equations"))
        let fixed = try Imports.displays(formulas[0], formulas[1], formulas[2], cell: "space v in R^3\ndensity f(v)\nflow f: ∂[t] f = Δf")
        #expect(fixed.entries.map(\.statements) == [
            [#"claim "display 1": ∂[t](f) = Δ(f)"#], [#"claim "display 2": ∂[t](f) = -f"#], [#"claim "display 3": ∂[t](∫[v] f^2) ≤ 0"#],
        ])
    }

    /// A part that could not be read is not left away from what could.
    @Test func nothingIsHalfRead() throws {
        let paper = try Imports.displays(#"\int_{\mathbb{R}^3} f \, dv = 1 + \sup f"#, #"f = g, \quad \sup f = 1"#)
        #expect(paper.entries[0].outcome == .left)
        #expect(paper.entries[1].outcome == .partly)
        #expect(paper.text.contains(##"#   \sup f=1"##))
    }

    @Test func theAuthorsNotationDecides() throws {
        let read = try Imports.displays(
            #"\|f\|_X = \mathcal{E}_f"#, lines: #"\|#1\|_X := ∫[v] #1 ⟨v⟩²"# + "\n" + #"\mathcal{E}_f => E(f)"#, cell: "space v in R^3\ndensity f(v)\nlet E(q) = ∫[v] q log q")
        #expect(read.entries[0].statements == [#"claim "display 1": (∫[v] f ⟨v⟩²) = E(f)"#])
        #expect(read.text.contains(#"\|#1\|_X := ∫[v] #1 ⟨v⟩²"#))
        #expect(read.text.contains("let E(q) = ∫[v] q log q"))
    }

    @Test(arguments: [
        ("v ; point in R^3", 2, 1), ("v : pointe", 2, 5), (#"\a := )("#, 2, 7), ("x => {", 2, 6), ("# := q", 2, 1),
    ])
    func brokenNotationIsAnErrorWithItsPlace(_ line: String, _ number: Int, _ column: Int) {
        let failure = #expect(throws: PaperImport.Failure.self) { try Imports.paper("$$ a = b $$", notation: "```notation\n\(line)\n```\n") }
        #expect(failure?.description.contains("notation.lnb:\(number):\(column): error") == true, "\(failure?.description ?? "")")
        #expect(failure?.description.contains("^") == true)
    }

    /// Each reading beside a formula that differs in one sign and has another, or none.
    @Test(arguments: [
        (#"c \ge b, \quad c = \gamma + \kappa"#, ["let c = γ + κ", #"claim "display 1 2": c ≥ b"#]),
        (#"c \ge b, \quad c^2 = \gamma + \kappa"#, [#"claim "display 1": c ≥ b"#, #"claim "display 1 2": c^2 = γ + κ"#]),
        (#"\mathbb{V} := (\nabla_v, \nabla_w)"#, ["let ∇_𝕍(u) = [∇[v](u), ∇[w](u)]"]),
        (#"\mathbb{V} := \nabla_v - \nabla_w"#, ["let ∇_𝕍(u) = ∇[v](u) - ∇[w](u)", "let div_𝕍(u) = div[v](u) - div[w](u)"]),
        (#"\int_{\mathbb{R}^3} f^2 + |v|^2 f \, dv =: T_1 + T_2"#, ["let T_1 = ∫[v] f^2", "let T_2 = ∫[v] |v|^2 f"]),
    ])
    func statementsOfADisplay(_ latex: String, _ expected: [String]) throws {
        let entry = try Imports.displays(latex).entries[0]
        #expect(entry.statements == expected, "\(entry.reasons)")
        #expect(entry.outcome == .translated)
    }

    /// `m_{N+i} := m_i` says something of each i.
    @Test func aFamilyIsNotANumber() throws {
        let paper = try Imports.displays(#"m_{N+i} := m_i"#, #"c_{N+i} \le c_{i,-2}"#, #"b_{\gamma,-3} := 2"#)
        #expect(paper.entries.map(\.outcome) == [.left, .translated, .translated])
        #expect(paper.entries[0].reasons.joined().contains("defined for each index"))
    }

    /// A name that the notation lists is not taken apart, and its functions are what they are called.
    @Test func listedNamesAreWhole() throws {
        let lines = "P => Q\nP_{in} : symmetric matrix\n\\bar{f} : density(v)\nd_2(f,g)^2 := ∫[v] (f - g)²\n"
        let paper = try Imports.displays("P_{in} = P", #"\bar f + f = 1"#, #"\partial_{\kappa} d_2(f,g)^2 = 0"#, lines: lines, cell: "space v in R^3")
        #expect(paper.entries[0].statements == [#"claim "display 1": P_in = Q"#])
        #expect(paper.entries[1].statements == [#"claim "display 2": f̄ + f = 1"#])
        // A power behind what the notation reads is of the derivative or of its operand.
        let power = try Imports.displays(#"\nabla X_1^2 = 0"#, lines: "X_1 := |v|²\n")
        #expect(power.entries[0].reasons.joined().contains("raised to a power"), "\(power.entries[0].statements)")
        // The square belongs to what the notation reads, and does not depend on κ.
        #expect(paper.entries[2].reasons.joined().contains("depends on `κ`"), "\(paper.entries[2].reasons)")
    }

    /// The types of a template are those of a use.
    @Test func aDefinitionIsTriedOut() throws {
        let paper = try Imports.displays(#"L_b(f) := b \cdot \nabla f"#, #"M(f) := \nabla f + f"#)
        #expect(paper.entries[0].statements == ["let L_b(f) = b·∇(f)"], "\(paper.entries[0].reasons)")
        #expect(paper.text.contains("constant b : vector"))
        #expect(paper.entries[1].outcome == .left)
    }

    /// What moves by a chain of equations moves by the first, and the rest is said of it.
    @Test func aMotionInAChain() throws {
        let paper = try Imports.displays(#"\partial_t f = \Delta f = \nabla \cdot \nabla f"#)
        #expect(paper.entries[0].statements == ["density f(v)", "flow f: ∂[t] f = Δ(f)", #"claim "display 1": Δ(f) = div(∇(f))"#])
    }

    /// A point that is bound inside is not the one of the integral around.
    @Test func aBoundPointIsNotIntegratedTwice() throws {
        let paper = try Imports.displays(#"\int_{\mathbb{R}^3} f \int_{\mathbb{R}^3} |w|^2 g(w) \, dw = 1"#)
        #expect(paper.entries[0].statements.allSatisfy { !$0.contains("∫[w] f") }, "\(paper.entries[0].statements)")
    }

    /// Functions of the arguments of a definition are where their letters are.
    @Test func formalFunctionsAreAtTheirPoints() throws {
        let paper = try Imports.displays(
            #"D(p, q) := \int_{(\mathbb{R}^3)^2} (p \otimes q)"#, lines: "p : density(z)\nq : density(w)\n")
        #expect(paper.entries[0].statements == ["let D(p, q) = ∫[z, w] (p(z) q(w))"], "\(paper.entries[0].reasons)")
    }

    /// Read back as LaTeX and imported again, a translation is the same.
    @Test(arguments: [
        #"\nabla \cdot (f \nabla f) = f \Delta f + |\nabla f|^2"#, #"\int_{\mathbb{R}^3} |v|^2 f(v) \, dv = 3"#, #"\frac{\gamma}{2} |v|^{2+\gamma} f \ge \sqrt{f}"#,
        #"\nabla f \otimes v + v \otimes \nabla f = 0"#, #"\nabla^2 f : (v \otimes v) \le \gamma"#,
    ])
    func roundTrip(_ latex: String) throws {
        let first = try Imports.displays(latex).entries[0]
        let back = try #require(first.readBack.first)
        let second = try Imports.displays(back, lines: #"\mathrm{d} => d"#).entries[0]
        let plain = { (statements: [String]) in LoadedNotebook.spelled(statements) }
        #expect(plain(second.statements) == plain(first.statements), "\(back) \(second.reasons)")
    }
}

extension LoadedNotebook {
    /// Without brackets that change nothing.
    fileprivate static func spelled(_ statements: [String]) -> [String] {
        statements.map { $0.filter { !" ()".contains($0) } }
    }
}
