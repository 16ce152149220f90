import Kernel
import Language

/// A notebook in an editor: its text, what the language says about it, and the last verdicts.
struct OpenNotebook {
    let file: NotebookFile
    let text: String
    let positions: TextPositions
    /// `nil` for a text that is no notebook; then `failure` says why.
    let document: Document?
    private let failure: [DocumentError]
    private let elaboration: NotebookElaboration?
    private let loaded: LoadedNotebook?
    private let statements: [(cell: Document.Cell, statement: SyntaxStatement)]
    /// By name.
    var claims: [String: ClaimReport] = [:]

    init(_ file: NotebookFile, text: String) {
        self.file = file
        self.text = text
        positions = TextPositions(text)
        do {
            let document = try Document(Array(text.utf8))
            self.document = document
            failure = []
            let elaboration = NotebookElaboration(of: document, at: file)
            self.elaboration = elaboration
            loaded = LoadedNotebook(file, document, elaboration)
            statements = document.cells.flatMap { cell in
                Parser.parse(cell.source, firstLine: cell.firstLine, path: file.path).statements.map { (cell, $0) }
            }
        } catch {
            document = nil
            failure = error.errors
            elaboration = nil
            loaded = nil
            statements = []
        }
    }

    /// What can be decided; `nil` where there are errors.
    var decidable: LoadedNotebook? { loaded.flatMap { $0.hasErrors ? nil : $0 } }

    /// Takes over the verdicts of an older text that still hold: the same is asked, and nothing is cited
    /// whose verdict may have changed.
    mutating func keepVerdicts(of older: OpenNotebook) {
        let known = Dictionary((older.loaded?.items ?? []).map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        for item in loaded?.items ?? [] {
            guard let claim = older.claims[item.name], let asked = known[item.name], item.asksTheSame(as: asked),
                item.steps.isEmpty, item.given.isEmpty, item.uses.isEmpty
            else { continue }
            claims[item.name] = claim
        }
    }

    /// The statements whose verdicts are not known: those that are new, or depend on what has changed.
    var undecidedNames: Set<String> { Set((loaded?.items ?? []).map(\.name).filter { claims[$0] == nil }) }

    var declaredNames: [String] { elaboration?.elaborator.declaredNames ?? [] }

    // MARK: Diagnostics

    /// Errors, warnings, and the claims whose verdict is not as expected.
    var diagnostics: [JSON] {
        var found: [JSON] = []
        for error in failure {
            let line = error.line ?? 1, column = error.column ?? 1
            found.append(
                diagnostic(
                    positions.range(from: (line, column), to: (line, column + 1)), severity: 1, code: error.code, message: error.message))
        }
        for problem in elaboration?.diagnostics ?? [] {
            let advice = problem.advice.map { "\ntry: \($0)" } ?? ""
            let isHere = problem.path == nil || problem.path == file.path
            let range = isHere ? positions.range(problem.range) : positions.range(from: (1, 1), to: (1, 1))
            let prefix = isHere ? "" : "\(problem.path ?? ""):\(problem.location.line): "
            found.append(
                diagnostic(
                    range, severity: problem.severity == .error ? 1 : 2, code: problem.code.rawValue,
                    message: prefix + problem.message + advice))
        }
        for (claim, range) in judged where !claim.asExpected {
            let verdict = claim.outcome.verdict
            let lines = ["\(claim.name) is \(verdict.rawValue), expected \(claim.expectation.verdict.rawValue)", claim.evidenceLine]
                + RecordedText.details(of: claim)
            found.append(
                diagnostic(
                    range, severity: verdict == .unknown ? 2 : 1, code: verdict.rawValue,
                    message: lines.filter { !$0.isEmpty }.joined(separator: "\n")))
        }
        return found
    }

    private func diagnostic(_ range: JSON, severity: Int, code: String, message: String) -> JSON {
        .object([
            ("range", range), ("severity", .number(severity)), ("code", .string(code)), ("source", .string("notebook")),
            ("message", .string(message)),
        ])
    }

    /// The claims of the present text with the verdicts known, and where they stand.
    private var judged: [(claim: ClaimReport, range: JSON)] {
        (loaded?.items ?? []).compactMap { item in
            guard let claim = claims[item.name], let cell = loaded?.cell(holding: item.range.start.line),
                let document
            else { return nil }
            return (claim, positions.range(document.cells[cell].located(item.range)))
        }
    }

    /// The verdicts, to be shown behind the last line of each claim.
    func hints(from first: Int, to last: Int) -> [JSON] {
        judged.compactMap { claim, range in
            guard case .number(let line)? = range["end"]?["line"], (first...last).contains(line) else { return nil }
            let end = positions.position(line: line + 1, column: positions.line(line).count + 1)
            let mark = claim.asExpected ? "✓" : "✗"
            return .object([
                ("position", end), ("label", .string("\(mark) \(claim.outcome.verdict.rawValue)")), ("paddingLeft", .bool(true)),
                ("tooltip", claim.evidenceLine.isEmpty ? nil : .string(claim.evidenceLine)),
            ])
        }
    }

    // MARK: Questions at a place

    /// What the name at a place is, and what is known of the claim around it.
    func hover(at place: (line: Int, column: Int)) -> String? {
        var parts: [String] = []
        let word = positions.word(at: place)
        if !word.isEmpty, let description = elaboration?.elaborator.description(of: word) { parts.append("\(word): \(description)") }
        let here = statements.last { $0.statement.range.start.line <= place.line && place.line <= $0.statement.range.end.line }
        if let range = here?.statement.range {
            for item in loaded?.items ?? [] where range.start <= item.range.start && item.range.start < range.end {
                guard let claim = claims[item.name] else { continue }
                var lines = ["\(claim.name) is \(claim.outcome.verdict.rawValue)", claim.evidenceLine] + RecordedText.details(of: claim)
                if let understood = claim.understood { lines.append(understood) }
                parts.append(lines.filter { !$0.isEmpty }.joined(separator: "\n"))
            }
        }
        return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
    }

    /// What may be put in at a place.
    func completions(at place: (line: Int, column: Int)) -> [JSON] {
        guard isInCell(place.line) else { return [] }
        return CompletionItem.all(behind: positions.before(place), names: declaredNames).map { item in
            let start = (line: place.line, column: place.column - item.replaced)
            return .object([
                ("label", .string(item.label)), ("kind", .number(item.isWord ? 14 : 6)), ("filterText", .string(item.filter)),
                ("textEdit", .object([("range", positions.range(from: start, to: place)), ("newText", .string(item.text))])),
            ])
        }
    }

    private func isInCell(_ line: Int) -> Bool {
        document?.cells.contains { cell in
            line >= cell.firstLine && line < cell.firstLine + cell.source.utf8.count { $0 == UInt8(ascii: "\n") }
        } ?? false
    }

    /// Where the name at a place is declared: in front of it, or in a notebook that is imported in front of it.
    func definition(at place: (line: Int, column: Int)) -> (path: String, range: JSON)? {
        let word = Vocabulary.canonicalName(positions.word(at: place))
        guard !word.isEmpty else { return nil }
        for (cell, statement) in statements.reversed() where statement.range.start.line <= place.line {
            if statement.declaredNames.contains(word) { return (file.path, positions.range(cell.located(statement.range))) }
            if case .importing(let name) = statement.kind, let found = definition(of: word, in: name.text, importer: nil, depth: 0) {
                return found
            }
        }
        return nil
    }

    private func definition(of word: String, in path: String, importer: String?, depth: Int) -> (path: String, range: JSON)? {
        guard depth < 16, !path.hasPrefix("std/"), let source = try? ImportResolver(file).source(path, importer: importer),
            let bytes = try? FileContents.read(source.identity)
        else { return nil }
        let positions = TextPositions(String(decoding: bytes, as: UTF8.self))
        for statement in source.statements.reversed() {
            if statement.declaredNames.contains(word) { return (source.identity, positions.range(statement.range)) }
            if case .importing(let name) = statement.kind,
                let found = definition(of: word, in: name.text, importer: source.identity, depth: depth + 1)
            {
                return found
            }
        }
        return nil
    }

    /// The text in the canonical spelling; `nil` where a cell has errors.
    var formatted: String? {
        guard let document else { return nil }
        var sources: [String] = []
        for cell in document.cells {
            guard let source = try? Formatter.format(cell.source, firstLine: cell.firstLine) else { return nil }
            sources.append(source)
        }
        return String(decoding: document.replacingSources(with: sources), as: UTF8.self)
    }
}

extension ElaboratedItem {
    /// Whether the answer to another item is the answer to this one, wherever both stand.
    fileprivate func asksTheSame(as other: ElaboratedItem) -> Bool {
        kind == other.kind && statement == other.statement && unnamed == other.unnamed && cases == other.cases && unknowns == other.unknowns && axes == other.axes
            && digits == other.digits && isIllTyped == other.isIllTyped && reason == other.reason && display == other.display
            && Expectation(of: self) == Expectation(of: other)
    }
}
