import Language

/// A paper's displayed formulas as a notebook: the LaTeX, and below it what it says in the language, or why it was left.
public struct PaperImport {
    /// What became of a display.
    public enum Outcome: Hashable, Sendable {
        case translated
        /// Some of its statements were left as comments.
        case partly
        case left
    }

    public struct Entry: Sendable {
        public let source: String
        public let line: Int
        public let outcome: Outcome
        /// The statements of its cell, without declarations; empty where nothing was translated.
        public let statements: [String]
        public let reasons: [String]
        /// The statements as LaTeX again.
        public var readBack: [String] { ReadBack.latex(of: statements) }
    }

    /// An error that leaves nothing to write, rendered with its place.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// The notebook.
    public private(set) var text = ""
    public private(set) var entries: [Entry] = []

    /// The largest paper that is read.
    public static let sizeLimit = 32 << 20

    /// How many declarations are tried for a statement.
    private static let attemptLimit = 16

    /// What holds where the translation is.
    private var notation: Notation
    private var listedNames: Set<String> = []
    private let comparesBack: Bool
    private var elaborator = Elaborator()
    private var known: KnownNames
    private var guessed: Set<String> = []
    private var usedNames: Set<String> = []

    /// Imports the paper at `path`. `notebook` is an import made before, whose notation and first cell are used. With
    /// `comparing` each translation is followed by what it says, as LaTeX.
    public init(_ path: String, notationFrom notebook: String? = nil, comparing: Bool = false) throws {
        comparesBack = comparing
        let bytes = try FileContents.read(path)
        let source = try PaperImport.text(bytes, path)
        let isMarkdown = !path.hasSuffix(".tex") && !path.hasSuffix(".ltx")
        let displays: [PaperDisplays.Display]
        do { displays = try PaperDisplays.of(source, isMarkdown: isMarkdown) } catch { throw PaperImport.failure(error, source, path) }
        let read = displays.map { display in
            Result { () throws(LaTeXError) in try FormulaReader.items(try display.tokens.get()) }
        }
        var prelude: String
        var sections: [NotationSection] = []
        if let notebook {
            let text = try PaperImport.text(try FileContents.read(notebook), notebook)
            let blocks = PaperImport.notationBlocks(text)
            guard let table = blocks.table else { throw Failure(description: "\(notebook): error: found no block ```notation in it") }
            do {
                notation = try Notation(table.text, firstLine: table.line)
                sections = try NotationSection.all(in: text, over: notation)
            } catch { throw PaperImport.failure(error, text, notebook) }
            prelude = blocks.cell ?? ""
        } else {
            let table = StandardNotation.text(for: read.compactMap { try? $0.get() })
            do { notation = try Notation(table) } catch { throw PaperImport.failure(error, table, "standard notation") }
            prelude = displays.contains { $0.source.contains("\\mathbb{S}") } ? "import \"std/sphere\"\n" : ""
        }
        known = KnownNames(standardPoints: PaperImport.standardPoints(notation))
        listedNames = PaperImport.listedNames(notation)
        try declare(prelude, "the first cell", "\(notebook ?? path), first cell")
        text = PaperImport.opening(Path.name(of: path), notation.source, prelude)
        var index = 0
        while index < displays.count {
            // A display that goes on with the one above belongs to it.
            var end = index + 1
            while end < displays.count, displays[end].followsDirectly, let items = try? read[end].get(), (try? read[index].get()) != nil,
                FormulaLayout.continues(items)
            { end += 1 }
            while let section = sections.first, section.line <= displays[index].place.line {
                try enter(section, notebook ?? path)
                sections.removeFirst()
            }
            translate(Array(displays[index..<end]), Array(read[index..<end]), number: index + 1)
            index = end
        }
    }

    /// How many displays became what.
    public var summary: String {
        func count(_ outcome: Outcome) -> Int { entries.count { $0.outcome == outcome } }
        return "\(entries.count) displayed formulas: \(count(.translated)) translated, \(count(.partly)) in part, \(count(.left)) left as comments"
    }

    // MARK: Reading

    private static func text(_ bytes: [UInt8], _ path: String) throws -> String {
        guard bytes.count <= sizeLimit else { throw Failure(description: "\(path): error: found \(bytes.count) bytes, expected a paper of at most \(sizeLimit)") }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let damaged = TextEncoding.firstInvalidOffset(in: bytes) ?? bytes.firstIndex(of: 0)
        if let damaged {
            let before = bytes[..<damaged]
            let line = before.count { $0 == 10 } + 1
            let column = damaged - (before.lastIndex(of: 10).map { $0 + 1 } ?? 0) + 1
            throw Failure(description: "\(path):\(line):\(column): error: found bytes that are no text in UTF-8")
        }
        return String(decoding: bytes[start...], as: UTF8.self)
    }

    private static func failure(_ error: LaTeXError, _ source: String, _ path: String) -> Failure {
        let (line, column) = (error.place.line, error.place.column)
        let lines = source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var text = "\(path):\(line):\(column): error: \(error.message)"
        if lines.indices.contains(line - 1) {
            let start = max(0, column - 80)
            let shown = lines[line - 1].dropFirst(start).prefix(160)
            let margin = String(repeating: " ", count: String(line).count)
            text += "\n  \(line) | \(shown)\n  \(margin) | \(String(repeating: " ", count: max(0, column - 1 - start)))^"
        }
        return Failure(description: text)
    }

    /// The table of a notebook that was imported before, and the cell that follows it.
    static func notationBlocks(_ text: String) -> (table: (text: String, line: Int)?, cell: String?) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        func block(_ info: String, from start: Int) -> (text: String, line: Int, end: Int)? {
            guard let open = lines[start...].firstIndex(where: { $0.trimmed == "```\(info)" }),
                let close = lines[(open + 1)...].firstIndex(where: { $0.trimmed == "```" })
            else { return nil }
            return (lines[(open + 1)..<close].map { $0 + "\n" }.joined(), open + 2, close + 1)
        }
        guard !lines.isEmpty, let table = block("notation", from: 0) else { return (nil, nil) }
        // The first cell is the author's if it stands before the first heading behind the table.
        guard table.end < lines.count, let cell = block("lnb", from: table.end),
            !lines[table.end..<(cell.line - 1)].contains(where: { $0.hasPrefix("## ") || $0.trimmed.hasPrefix("```" + NotationSection.opening) })
        else { return ((table.text, table.line), nil) }
        return ((table.text, table.line), cell.text)
    }

    /// What the author's own cell declares.
    private mutating func declare(_ cell: String, _ title: String, _ path: String) throws(Failure) {
        let parsed = Parser.parse(cell)
        _ = elaborator.elaborate(parsed.statements)
        let problems = parsed.diagnostics + elaborator.takeDiagnostics()
        if let problem = problems.first(where: { $0.severity == .error }) {
            throw Failure(description: problem.rendered(in: SourceText(cell, path: path)))
        }
        known.title = title
        known.read(parsed.statements)
        known.keepMotions()
    }

    /// From here on the section holds: names of which it says something else are declared anew.
    private mutating func enter(_ section: NotationSection, _ path: String) throws(Failure) {
        let changed = notation.own.union(section.notation.own).filter { notation.kinds[$0] != section.notation.kinds[$0] }
        known.forget(PaperImport.identifiers(changed))
        notation = section.notation
        known.standardPoints = PaperImport.standardPoints(notation)
        listedNames = PaperImport.listedNames(notation)
        text += "\n```\(NotationSection.opening) \(section.line)\n\(section.notation.source)```\n"
        guard let cell = section.cell else { return }
        text += "\n```lnb\n\(cell)```\n"
        // An operator at points that the cell declares anew is another one.
        if cell.split(separator: "\n").contains(where: { $0.hasPrefix("space ") }) { known.operators = [:] }
        try declare(cell, "the cell before line \(section.line)", "\(path), cell of line \(section.line)")
    }

    private static func identifiers(_ names: Set<String>) -> Set<String> {
        Set(names.compactMap { latex in (try? FormulaReader.items(of: latex)).flatMap { FormulaName.read($0, at: 0)?.name.identifier } })
    }

    private static func listedNames(_ notation: Notation) -> Set<String> { identifiers(Set(notation.kinds.keys)) }

    /// The point where functions are, and its companions.
    private static func standardPoints(_ notation: Notation) -> [String] {
        let first = notation.pointOfDensities ?? "v"
        guard case .point? = notation.kinds[first] else {
            return ["v", "x", "z"].filter { if case .point? = notation.kinds[$0] { true } else { false } }
        }
        let companions = ["\(first)^*", "\(first)_*", first == "v" ? "w" : "y", "\\omega", "r", "z", "z^*"].filter { notation.kinds[$0] != nil }
        return [first] + companions
    }

    // MARK: Translation

    private mutating func translate(_ displays: [PaperDisplays.Display], _ read: [Result<[FormulaItem], LaTeXError>], number: Int) {
        var cell: [String] = []
        var statements: [String] = []
        var reasons: [String] = []
        var tags: [String] = []
        var title: String?
        func leave(_ error: LaTeXError, _ what: String) {
            reasons.append(error.message)
            let place = "line \(error.place.line), column \(error.place.column)"
            cell.append("# not translated (\(place)): \(error.message)")
            if !what.isEmpty { cell.append("#   \(what)") }
        }
        var items: [FormulaItem] = []
        var failed: LaTeXError?
        for part in read {
            switch part {
            case .success(let more): items += (items.isEmpty ? [] : [FormulaItem(kind: .newline, place: displays[0].place)]) + more
            case .failure(let error): failed = failed ?? error
            }
        }
        if failed == nil {
            do { items = try notation.rewritten(items) } catch { failed = error }
        }
        if let failed {
            leave(failed, "")
        } else {
            let formulas = FormulaLayout.formulas(items)
            if formulas.isEmpty { leave(LaTeXError(message: "the display is empty", place: displays[0].place), "") }
            for formula in formulas {
                tags += formula.tags
                let pieces = FormulaLayout.pieces(formula)
                let conditions = pieces.filter(\.isCondition).map(\.items)
                // A part that is no statement belongs to one of the others: none of them is whole.
                if let loose = pieces.first(where: { !$0.isCondition && FormulaLayout.relations($0.items) == 0 }) {
                    leave(
                        LaTeXError(message: "this is no statement: there is no relation in it", place: loose.items[0].place),
                        pieces.count > 1 ? formula.items.latex : "")
                    continue
                }
                // What the others use is defined first.
                let parts = pieces.filter { !$0.isCondition }
                for piece in definitionsFirst(parts) {
                    let name = uniqueName(formula.tags.first ?? "display \(number)")
                    do {
                        let accepted = try accept(piece.items, conditions, name)
                        usedNames.insert(name)
                        cell += accepted.lines
                        statements += accepted.statements
                    } catch {
                        leave(error, formulas.count > 1 || pieces.count > 1 ? piece.items.latex : "")
                    }
                }
            }
        }
        title = tags.first.map { "(\($0))" } ?? "Display \(number)"
        text += "\n## \(title ?? "") · line \(displays[0].place.line)\n\n" + PaperImport.quotation(of: displays) + "\n```lnb\n"
        text += cell.joined(separator: "\n") + "\n```\n"
        if comparesBack {
            let formulas = ReadBack.latex(of: statements)
            if !formulas.isEmpty { text += "\nIt says:\n" + formulas.map { "\n$$\n\($0)\n$$\n" }.joined() }
        }
        let outcome: Outcome = statements.isEmpty ? .left : reasons.isEmpty ? .translated : .partly
        for (index, display) in displays.enumerated() {
            entries.append(Entry(
                source: display.source, line: display.place.line, outcome: outcome, statements: index == 0 ? statements : [],
                reasons: index == 0 ? reasons : []))
        }
    }

    /// Definitions before what uses them, `\Pi(z) := …` before `A(z) := |z|^2 \Pi(z)`; else as the paper has them.
    private func definitionsFirst(_ parts: [FormulaLayout.Piece]) -> [FormulaLayout.Piece] {
        var pending = parts.filter { $0.isDefinition || saysWhat($0, in: parts) }
        let rest = parts.filter { !($0.isDefinition || saysWhat($0, in: parts)) }
        var result: [FormulaLayout.Piece] = []
        while !pending.isEmpty {
            let heads = pending.map { FormulaName.read($0.items, at: 0)?.name }
            let next = pending.indices.first { index in
                let start = FormulaName.read(pending[index].items, at: 0)?.end ?? 0
                let mentioned = Set(FormulaTranslator.mentioned(Array(pending[index].items[start...])))
                return heads.indices.allSatisfy { other in other == index || heads[other].map { !mentioned.contains($0) } ?? true }
            }
            result.append(pending.remove(at: next ?? 0))
        }
        return result + rest
    }

    /// `c = …` beside statements that speak of `c`, of which nothing is known.
    private func saysWhat(_ piece: FormulaLayout.Piece, in parts: [FormulaLayout.Piece]) -> Bool {
        guard let (name, end) = FormulaName.read(piece.items, at: 0), end < piece.items.count, piece.items[end].kind == .relation("="),
            notation.kinds[name.latex] == nil, !known.isDeclared(name.identifier)
        else { return false }
        return parts.contains { $0.items != piece.items && FormulaTranslator.mentioned($0.items).contains(name) }
    }

    private func uniqueName(_ name: String) -> String {
        let plain = name.filter { $0 != "\"" && !$0.isNewline }
        if !usedNames.contains(plain) { return plain }
        var number = 2
        while usedNames.contains("\(plain) \(number)") { number += 1 }
        return "\(plain) \(number)"
    }

    private struct Accepted {
        var lines: [String]
        var statements: [String]
    }

    /// The statement with the first declarations under which its types are right.
    private mutating func accept(_ items: [FormulaItem], _ conditions: [[FormulaItem]], _ name: String) throws(LaTeXError) -> Accepted {
        var problem: LaTeXError?
        let mentioned = Set(FormulaTranslator.mentioned(items).map(\.identifier)).intersection(guessed)
        var tried: Set<[String]> = []
        known.title = name
        for knowledge in mentioned.isEmpty ? [known] : [known, known.forgetting(mentioned)] {
            for reading in FormulaTranslator.Reading.all(of: items) {
                let draft: StatementDraft
                do {
                    draft = try StatementDraft(items, conditions: conditions, claim: name, notation: notation, known: knowledge, reading: reading)
                } catch {
                    problem = problem ?? error
                    continue
                }
                for choice in choices(draft.guesses) {
                    let declarations = zip(draft.guesses, choice).map { ($0, $0.candidates[$1]) }
                    let definitions = draft.operators.flatMap(\.definitions)
                    let text = declarations.map(\.1) + definitions + draft.statements
                    guard tried.insert(text).inserted else { continue }
                    if let message = check(text, probe: draft.probe) {
                        problem = problem ?? LaTeXError(message: "`\(draft.statements.joined(separator: "; ").replacing("\n", with: ""))` is not accepted: \(message)", place: items[0].place)
                        continue
                    }
                    for sum in draft.operators { known.define(sum) }
                    for template in draft.templates { known.define(template.name, template.template) }
                    guessed.formUnion(declarations.filter(\.0.isGuess).map(\.0.identifier))
                    var lines = declarations.map { $0.1 + ($0.0.isGuess ? "  # guessed" : "") }
                    lines += zip(definitions, draft.operators.flatMap { sum in sum.definitions.map { _ in sum } }).map { "\($0)  # \($1.latex)" }
                    lines += unique(draft.remarks).map { "# guessed: \($0)" } + draft.statements
                    // Of a display that defines an operator these are the statements.
                    let statements = draft.statements.isEmpty ? definitions : draft.statements
                    return Accepted(lines: PaperImport.formatted(lines), statements: statements)
                }
            }
        }
        throw problem ?? LaTeXError(message: "nothing was found that it may say", place: items[0].place)
    }

    private func unique(_ remarks: [String]) -> [String] {
        var seen: Set<String> = []
        return remarks.filter { seen.insert($0).inserted }
    }

    /// Which candidate is taken for each guess: first all the likeliest, then others one after another.
    private func choices(_ guesses: [GuessedDeclarations.Guess]) -> [[Int]] {
        let plain = guesses.map { _ in 0 }
        var result = [plain]
        for (index, guess) in guesses.enumerated() {
            for other in 1..<max(1, guess.candidates.count) {
                var choice = plain
                choice[index] = other
                result.append(choice)
            }
        }
        let open = guesses.indices.filter { guesses[$0].candidates.count > 1 }
        for (place, first) in open.enumerated() {
            for second in open.dropFirst(place + 1) {
                for a in 1..<guesses[first].candidates.count {
                    for b in 1..<guesses[second].candidates.count {
                        var choice = plain
                        choice[first] = a
                        choice[second] = b
                        result.append(choice)
                    }
                }
            }
        }
        return Array(result.prefix(PaperImport.attemptLimit))
    }

    /// Elaborates the statements; `nil` when they are accepted, else what is wrong. The types of a template are checked where it
    /// is used: `probe` uses those that are defined here.
    private mutating func check(_ statements: [String], probe: [String]) -> String? {
        let (parsed, syntax) = Parser.parse(statements.joined(separator: "\n"))
        var attempt = elaborator
        let items = attempt.elaborate(parsed)
        let problems = syntax + attempt.takeDiagnostics()
        if let problem = problems.first(where: { $0.severity == .error }) { return problem.message }
        for case let statement? in items.map(\.statement) {
            if let problem = PlausibilityCheck.problem(statement, listed: listedNames) { return problem }
        }
        if !probe.isEmpty {
            var use = attempt
            _ = use.elaborate(Parser.parse(probe.joined(separator: "\n")).statements)
            if let problem = use.takeDiagnostics().first(where: { $0.severity == .error }) { return problem.message }
        }
        elaborator = attempt
        known.read(parsed)
        return nil
    }

    // MARK: Writing

    private static func formatted(_ lines: [String]) -> [String] {
        guard let text = try? Formatter.format(lines.joined(separator: "\n") + "\n", keepsLayout: false) else { return lines }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLast(text.hasSuffix("\n") ? 1 : 0)
    }

    /// The LaTeX as the paper has it, as a formula of the notebook; in a fence, if it would disturb the notebook otherwise.
    private static func quotation(of displays: [PaperDisplays.Display]) -> String {
        displays.map { display in
            let lines = display.source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let disturbs = lines.contains { (line: Substring) -> Bool in String(line).trimmed.isEmpty || line.contains("```") || line.contains("~~~") || line.contains("$$") }
            if disturbs {
                let ticks = String(repeating: "`", count: max(3, (longestRun(of: "`", in: display.source)) + 1))
                return "\(ticks)latex\n\(display.source)\n\(ticks)\n"
            }
            // What is set as a display by itself is set inside of one.
            let inner = ["align", "alignat", "flalign", "eqnarray", "multline"].contains(display.environment) ? "aligned" : display.environment == "gather" ? "gathered" : nil
            let body = inner.map { "\\begin{\($0)}\n\(display.source)\n\\end{\($0)}" } ?? display.source
            return "$$\n\(body)\n$$\n"
        }.joined(separator: "\n")
    }

    private static func longestRun(of character: Character, in text: String) -> Int {
        var longest = 0, run = 0
        for other in text {
            run = other == character ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    private static func opening(_ name: String, _ table: String, _ prelude: String) -> String {
        """
        # Formulas of \(name)

        Each displayed formula in reading order, with its translation below. Declarations marked `guessed` are to be looked at, and what was not
        understood is left as a comment with the reason. The table says how LaTeX was read: edit it, and the first cell, and import again with `--notation`
        and the name of this file.

        ```notation
        \(table)```

        ```lnb
        \(prelude)```

        """
    }
}

extension FormulaLayout {
    /// A display that goes on with the one above it: it begins with a relation, or has none and begins with a sign.
    static func continues(_ items: [FormulaItem]) -> Bool {
        let formulas = formulas(items)
        guard let first = formulas.first?.items.first(where: { $0.kind != .quad }) else { return false }
        if case .relation = first.kind { return true }
        return goesOn([first]) && formulas.allSatisfy { relations($0.items) == 0 }
    }
}
