import Foundation
import Testing

@testable import Language
@testable import Notebook

/// The TextMate grammar against the lexer: a token of the language has the colour of its class.
@Suite struct GrammarTests {
    /// The patterns of a cell, in order, each with the name of its class; where a pattern has captures, of its first.
    private struct Grammar {
        let patterns: [(expression: NSRegularExpression, group: Int, name: String)]

        init() throws {
            let text = String(
                decoding: try FileContents.read(Path.join(ShippedNotebookTests.root, "editors/vscode/syntaxes/lnb.tmLanguage.json")), as: UTF8.self)
            let repository = try #require(JSONReader.read(text)?["repository"])
            func patterns(_ name: String) throws -> [(NSRegularExpression, Int, String)] {
                try #require(repository[name]?["patterns"]?.elements).flatMap { pattern in
                    if let included = pattern["include"]?.stringValue { return try patterns(String(included.dropFirst())) }
                    let expression = try NSRegularExpression(pattern: #require(pattern["match"]?.stringValue))
                    let captured = pattern["captures"]?["1"]?["name"]?.stringValue
                    return [(expression, captured == nil ? 0 : 1, try #require(captured ?? pattern["name"]?.stringValue))]
                }
            }
            self.patterns = try patterns("statement")
        }

        /// The class of each UTF-16 unit of a line: the leftmost match, of several the one of the first pattern.
        func classes(of line: String) -> [String] {
            let text = line as NSString
            var classes = Array(repeating: "", count: text.length)
            var place = 0
            // The next match of each pattern, looked for again only when the line has been coloured beyond its start.
            var next = [NSTextCheckingResult?](repeating: nil, count: patterns.count)
            var isDone = Array(repeating: false, count: patterns.count)
            while place < text.length {
                for (number, pattern) in patterns.enumerated() where !isDone[number] && (next[number]?.range.location ?? -1) < place {
                    let rest = NSRange(location: place, length: text.length - place)
                    next[number] = pattern.expression.firstMatch(
                        in: line, options: [.withTransparentBounds, .withoutAnchoringBounds], range: rest)
                    isDone[number] = next[number] == nil
                }
                guard let (number, match) = next.enumerated().compactMap({ found in found.element.map { (found.offset, $0) } })
                    .min(by: { ($0.1.range.location, $0.0) < ($1.1.range.location, $1.0) })
                else { break }
                for unit in Range(match.range(at: patterns[number].group))! { classes[unit] = patterns[number].name }
                place = max(place + 1, match.range.upperBound)
            }
            return classes
        }
    }

    /// What the class of a token may begin with. A name has no colour, or that of the words that only some places know.
    private func expected(_ kind: Token.Kind, _ text: String) -> [String] {
        switch kind {
        case .number: return ["constant.numeric"]
        case .reserved: return ["keyword"]
        case .string: return ["string"]
        case .integral: return ["keyword.operator", "support.function"]
        case .op: return ["support.function", "keyword.operator"]
        // The hyphen of `ill-typed`.
        case .minus: return ["keyword.operator", "markup.deleted"]
        case .relation, .plus, .times, .slash, .dot, .cross, .tensor, .colon, .caret, .assign: return ["keyword.operator"]
        case .name: return ["", "storage.modifier", "markup", "support.function", "keyword.operator.word", "keyword.control"]
        default: return []
        }
    }

    private func disagreements(_ cell: String, _ grammar: Grammar) -> [String] {
        let lines = cell.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let classes = lines.map(grammar.classes)
        var lexer = Lexer(SourceText(cell, firstLine: 1))
        var wrong: [String] = []
        while let statement = lexer.nextStatement() {
            for (number, token) in statement.tokens.enumerated() {
                let start = token.range.start
                let line = lines[min(start.line, lines.count) - 1]
                let before = String(String.UnicodeScalarView(line.unicodeScalars.prefix(start.column - 1))).utf16.count
                guard before < classes[start.line - 1].count else { continue }
                let found = classes[start.line - 1][before]
                var allowed = expected(token.kind, token.text)
                if number == 0, token.kind == .name, Spelling.statementWords.contains(token.text) { allowed = ["keyword.control"] }
                if allowed.isEmpty || allowed.contains(where: { $0.isEmpty ? found.isEmpty : found.hasPrefix($0) }) { continue }
                wrong.append("\(start.line):\(start.column) \(token.text) is \(token.kind), coloured as \(found.isEmpty ? "nothing" : found) in: \(line)")
            }
        }
        return wrong
    }

    @Test(arguments: ["notebooks/tour.lnb", "notebooks/multi-species-landau/errata.lnb", "docs/guide.md"])
    func tokensHaveTheColourOfTheirClass(_ path: String) throws {
        let grammar = try Grammar()
        let document = try Document.read(Path.join(ShippedNotebookTests.root, path))
        let wrong = document.cells.flatMap { disagreements($0.source, grammar) }
        #expect(wrong.isEmpty, "\(wrong.prefix(20).joined(separator: "\n"))")
    }

    /// The names of symbols are the same everywhere.
    @Test func everyEditorKnowsTheNamesOfSymbols() throws {
        func text(_ name: String) throws -> String {
            String(decoding: try FileContents.read(Path.join(ShippedNotebookTests.root, "editors/" + name)), as: UTF8.self)
        }
        let snippets = try #require(JSONReader.read(try text("vscode/snippets/lnb.json")))
        let keymap = try text("vim/keymap/lnb.vim"), emacs = try text("emacs/lnb-mode.el")
        for name in Vocabulary.names(beginningWith: "") {
            let symbol = try #require(Vocabulary.character(named: name))
            #expect(snippets["\\" + name]?["body"]?.stringValue == symbol, "\(name)")
            #expect(keymap.contains("<Bslash>\(name)<Space>\t\(symbol)\n"), "\(name)")
            #expect(emacs.contains("(\"\\\\\(name)\" ?\(symbol))") || emacs.contains("(\"\\\\\(name)\" [\"\(symbol)\"])"), "\(name)")
        }
        for word in Vocabulary.statements + Vocabulary.clauses { #expect(emacs.contains("\"\(word)\""), "\(word)") }
    }
}
