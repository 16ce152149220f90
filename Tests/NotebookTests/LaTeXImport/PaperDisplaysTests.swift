import Testing

@testable import Notebook

@Suite struct PaperDisplaysTests {
    @Test func everyKindOfDisplayIsFoundInOrder() throws {
        let paper = #"""
            Text with $a$, \( b \) and \$5. % $$ hidden $$
            $$ c = 1 $$
            \[ d = 2 \]
            \begin{equation} e = 3 \end{equation}
            \begin{align*} f &= 4 \\ g &= 5 \end{align*}
            \begin{verbatim} $$ no $$ \end{verbatim} \verb|$$|
            \begin{gather} h = 6 \end{gather}
            """#
        let displays = try PaperDisplays.of(paper, isMarkdown: false)
        #expect(displays.map(\.source) == ["c = 1", "d = 2", "e = 3", #"f &= 4 \\ g &= 5"#, "h = 6"])
        #expect(displays.map(\.place.line) == [2, 3, 4, 5, 7])
        #expect(displays.map(\.followsDirectly) == [false, true, true, true, false])
    }

    @Test func markdownHasCodeAndNoComments() throws {
        let paper = "5% of $a$ and [\\[3\\]](x)\n```\n$$ no $$\n```\n$$ b $$\n costs $7\n\n$$ c $$\n"
        #expect(try PaperDisplays.of(paper, isMarkdown: true).map(\.source) == ["b", "c"])
    }

    @Test(arguments: [
        ("a\n  $$ b", 2, 3), (#"\begin{align} x"#, 1, 1), (#"x \[ y"#, 1, 3), (#"\begin{verbatim} $$"#, 1, 1), ("$$ a $$ $$", 1, 9),
    ])
    func whatHasNoEndIsAnErrorAtItsBeginning(_ paper: String, _ line: Int, _ column: Int) {
        let error = #expect(throws: LaTeXError.self) { try PaperDisplays.of(paper, isMarkdown: false) }
        #expect(error?.place == LaTeXToken.Place(line: line, column: column))
    }

    @Test func macrosHoldFromTheirDefinitionOn() throws {
        let paper = #"$$ \a $$ \newcommand{\a}{b} $$ \a $$ \renewcommand{\a}{c} $$ \a $$"#
        let displays = try PaperDisplays.of(paper, isMarkdown: false)
        #expect(try displays.map { try FormulaReader.items($0.tokens.get()).latex } == [#"\a"#, "b", "c"])
    }
}
