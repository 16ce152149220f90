import Testing

@testable import Notebook

@Suite struct LaTeXMacrosTests {
    private func expanded(_ definitions: String, _ formula: String) throws -> String {
        var macros = LaTeXMacros()
        let tokens = LaTeXLexer.tokens(of: definitions)
        var position = 0
        while position < tokens.count { if try !macros.define(tokens, &position) { position += 1 } }
        return try FormulaReader.items(macros.expand(LaTeXLexer.tokens(of: formula))).latex
    }

    @Test(arguments: [
        (#"\newcommand{\R}{\mathbb{R}}"#, #"\R^3"#, #"\mathbb{R}^3"#),
        (#"\newcommand\R{\mathbb{R}}"#, #"\R"#, #"\mathbb{R}"#),
        (#"\newcommand{\pair}[2]{\langle #1, #2\rangle}"#, #"\pair{a}{\pair bc}"#, "⟨a,⟨b,c⟩⟩"),
        (#"\newcommand{\p}[2][x]{f_{#1}(#2)}"#, #"\p{y}+\p[z]{y}"#, "f_x(y)+f_z(y)"),
        (#"\def\d#1{d#1}"#, #"\d v"#, "dv"),
        (#"\def\twice#1#2{#1#1#2}"#, #"\twice ab"#, "aab"),
        (#"\newcommand{\a}{\b}\newcommand{\b}{c}"#, #"\a"#, "c"),
        (#"\newcommand{\a}{b}\renewcommand{\a}{c}"#, #"\a"#, "c"),
        (#"\newcommand{\a}{b}\let\c=\a\renewcommand{\a}{d}"#, #"\a\c"#, "db"),
        (#"\DeclareMathOperator{\Div}{div}"#, #"\Div X"#, #"\operatorname{div}X"#),
        (#"\DeclareMathOperator*{\Div}{div}"#, #"\Div X"#, #"\operatorname{div}X"#),
    ])
    func expansion(_ definitions: String, _ formula: String, _ expected: String) throws {
        #expect(try expanded(definitions, formula) == expected)
    }

    @Test(arguments: [
        (#"\newcommand{\a}{\a}"#, #"x \a"#), (#"\newcommand{\a}{\b}\newcommand{\b}{x\a x}"#, #"x \a"#),
        (#"\newcommand{\a}{\b\b}\newcommand{\b}{\c\c\c\c\c\c\c\c}\newcommand{\c}{\a\a\a\a\a\a\a\a}"#, #"x \a"#),
    ])
    func recursionEnds(_ definitions: String, _ formula: String) throws {
        let error = #expect(throws: LaTeXError.self) { try expanded(definitions, formula) }
        #expect(error?.message.contains("recursive") == true)
        #expect(error?.place == LaTeXToken.Place(line: 1, column: 3))
    }

    @Test(arguments: [
        #"\newcommand{\a}{x"#, #"\newcommand{x}{y}"#, #"\newcommand{\a}[b]{c}"#, #"\def\a#1,#2{x}"#, #"\newcommand"#, #"\let\a"#,
    ])
    func brokenDefinitionsAreErrors(_ definition: String) {
        #expect(throws: LaTeXError.self) { try expanded(definition, "x") }
    }

    @Test func aMissingArgumentIsAnError() {
        #expect(throws: LaTeXError.self) { try expanded(#"\newcommand{\a}[2]{#1#2}"#, #"\a x"#) }
    }
}
