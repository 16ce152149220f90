import Kernel
import Language

/// A name given to something else than before, wherever it is meant.
///
/// The places are found by what is written: from the declaration to the next one of the same name, and in the notebooks that import it. The
/// changed notebooks are then read again. Each must say the same as before, up to the name; if not, the new name has another meaning
/// somewhere, and nothing is renamed.
struct Rename {
    /// What is renamed, where it stands under the cursor.
    struct Subject {
        let name: SyntaxName
        /// The name of a claim, not of something in a formula.
        let isLabel: Bool
    }

    struct Failure: Error {
        let message: String
    }

    private let subject: Subject
    private let newName: String
    private let texts: WorkspaceTexts
    /// The new texts of those notebooks that change, by path.
    private(set) var edits: [String: [(range: JSON, text: String)]] = [:]

    /// What stands at a place and may have another name.
    static func subject(at place: (line: Int, column: Int), in document: Document) -> Subject? {
        func covers(_ range: SourceRange, _ cell: Document.Cell) -> Bool {
            let range = cell.located(range)
            return range.start.line == place.line && range.start.column <= place.column && place.column <= range.end.column
        }
        for cell in document.cells {
            for statement in Parser.parse(cell.source, firstLine: cell.firstLine).statements {
                for label in NameOccurrences.labels(of: statement) where covers(label.range, cell) {
                    return Subject(name: SyntaxName(Rename.stem(label.text), cell.located(label.range)), isLabel: true)
                }
            }
            for name in NameOccurrences.names(in: cell.source, firstLine: cell.firstLine) where covers(name.range, cell) {
                return Subject(name: SyntaxName(Rename.unprimed(name.text), cell.located(name.range)), isLabel: false)
            }
        }
        return nil
    }

    init(_ subject: Subject, to newName: String, in path: String, at line: Int, _ texts: WorkspaceTexts) throws(Failure) {
        self.subject = subject
        self.newName = subject.isLabel ? newName : Vocabulary.canonicalName(newName)
        self.texts = texts
        guard subject.isLabel ? !newName.isEmpty && !newName.contains("\"") && !newName.contains(where: \.isNewline)
            : NameOccurrences.isName(newName, like: subject.name.text)
        else { throw Failure(message: "`\(newName)` is no name of this kind") }
        guard let document = texts.document(path) else { throw Failure(message: "the notebook cannot be read") }
        let home = try declaration(from: path, document, line)
        var changed: [String: String] = [:]
        change(home.path, in: home.lines, &changed)
        if home.isShared {
            for importer in texts.importers(of: home.path) {
                change(importer.path, in: segment(importer.path, importing: importer.imports), &changed)
            }
        }
        guard !edits.isEmpty else { throw Failure(message: "there is nothing to rename") }
        for path in edits.keys.sorted() { try requireSameMeaning(path, changed) }
    }

    // MARK: Places

    /// `fisher.2` is a step of `fisher`.
    private static func stem(_ label: String) -> String {
        guard let dot = label.lastIndex(of: "."), label[label.index(after: dot)...].allSatisfy(\.isNumber), !label.hasSuffix(".") else { return label }
        let stem = label[..<dot]
        return stem.isEmpty || !stem.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) ? label : String(stem)
    }

    private static func unprimed(_ name: String) -> String {
        var name = name
        while name.hasSuffix("'"), name.count > 1 { name.removeLast() }
        return name
    }

    private static func statements(_ document: Document) -> [SyntaxStatement] {
        document.cells.flatMap { Parser.parse($0.source, firstLine: $0.firstLine).statements }
    }

    private func declares(_ statement: SyntaxStatement) -> Bool { statement.declaredNames.contains(subject.name.text) }

    /// The file in which the name is declared, the lines in which it has this meaning, and whether others can import it.
    private func declaration(
        from path: String, _ document: Document, _ line: Int
    ) throws(Failure) -> (path: String, lines: ClosedRange<Int>, isShared: Bool) {
        let statements = Rename.statements(document)
        guard let here = statements.last(where: { $0.range.start.line <= line && line <= $0.range.end.line }) else {
            throw Failure(message: "there is no statement here")
        }
        let before = statements.filter { $0.range.start.line <= line }
        if let own = before.last(where: { declares($0) }) {
            return (path, lines(from: own, in: statements), true)
        }
        for case .importing(let name) in before.reversed().map(\.kind) {
            if name.text.hasPrefix("std/") {
                if let source = StandardLibrary.source(named: name.text), declaresAny(Parser.parse(source).statements) {
                    throw Failure(message: "`\(subject.name.text)` comes from \(name.text)")
                }
                continue
            }
            guard let target = Path.resolved(Path.join(Path.folder(of: path), name.text)), let imported = texts.document(target) else { continue }
            let inside = Rename.statements(imported)
            if let own = inside.last(where: { declares($0) }) { return (target, lines(from: own, in: inside), true) }
            if let last = inside.last, let found = try? declaration(from: target, imported, last.range.start.line) { return found }
        }
        // Bound inside this statement.
        return (path, here.range.start.line...here.range.end.line, false)
    }

    private func declaresAny(_ statements: [SyntaxStatement]) -> Bool { statements.contains { declares($0) } }

    /// From the declaration to the next of the same name. A point that is declared again is the same point.
    private func lines(from own: SyntaxStatement, in statements: [SyntaxStatement]) -> ClosedRange<Int> {
        if subject.isLabel { return 1...Int.max }
        if case .space = own.kind {
            let first = statements.first { if case .space = $0.kind { declares($0) } else { false } }
            return (first ?? own).range.start.line...Int.max
        }
        let next = statements.first { $0.range.start > own.range.start && declares($0) }
        return own.range.start.line...(next.map { $0.range.start.line - 1 } ?? Int.max)
    }

    /// The lines of an importing notebook in which the name is the imported one.
    private func segment(_ path: String, importing imports: Set<String>) -> ClosedRange<Int> {
        guard let document = texts.document(path) else { return 0...0 }
        let statements = Rename.statements(document)
        guard !subject.isLabel,
            let place = statements.first(where: { if case .importing(let name) = $0.kind { imports.contains(name.text) } else { false } })
        else { return 1...Int.max }
        let next = statements.first { $0.range.start > place.range.start && declares($0) }
        return place.range.start.line...(next.map { $0.range.start.line - 1 } ?? Int.max)
    }

    // MARK: Changing

    private mutating func change(_ path: String, in lines: ClosedRange<Int>, _ changed: inout [String: String]) {
        guard let text = texts.text(of: path), let document = texts.document(path) else { return }
        let positions = TextPositions(text)
        var found: [(range: SourceRange, text: String)] = []
        for cell in document.cells {
            let statements = Parser.parse(cell.source, firstLine: cell.firstLine).statements
            let labels = statements.flatMap(NameOccurrences.labels)
            let own = subject.isLabel ? labels : NameOccurrences.names(in: cell.source, firstLine: cell.firstLine).filter { name in
                !labels.contains { $0.range.start <= name.range.start && name.range.end <= $0.range.end }
            }
            for name in own where lines.contains(name.range.start.line) {
                guard let replacement = replacement(for: name.text) else { continue }
                found.append((cell.located(name.range), replacement))
            }
        }
        guard !found.isEmpty else { return }
        edits[path] = found.map { (positions.range($0.range), $0.text) }
        changed[path] = Rename.applying(found, to: text)
    }

    private func replacement(for name: String) -> String? {
        if subject.isLabel {
            if name == subject.name.text { return NameOccurrences.label(newName) }
            return Rename.stem(name) == subject.name.text ? NameOccurrences.label(newName + name.dropFirst(subject.name.text.count)) : nil
        }
        if name == subject.name.text { return newName }
        return Rename.unprimed(name) == subject.name.text ? newName + name.dropFirst(subject.name.text.count) : nil
    }

    private static func applying(_ edits: [(range: SourceRange, text: String)], to text: String) -> String {
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }.map { Array($0) }
        for edit in edits.sorted(by: { $0.range.start > $1.range.start }) {
            let line = edit.range.start.line - 1
            lines[line].replaceSubrange((edit.range.start.column - 1)..<(edit.range.end.column - 1), with: Array(edit.text))
        }
        return lines.map { String($0) }.joined(separator: "\n")
    }

    // MARK: Checking

    private func requireSameMeaning(_ path: String, _ changed: [String: String]) throws(Failure) {
        guard let old = texts.document(path), let text = changed[path], let new = try? Document(Array(text.utf8)) else {
            throw Failure(message: "the notebook cannot be read")
        }
        let file = NotebookFile(path: path, root: Path.folder(of: path))
        let before = NotebookElaboration(of: old, at: file, overlay: [:])
        let after = NotebookElaboration(of: new, at: file, overlay: changed)
        let newErrors = after.diagnostics.filter { $0.severity == .error }
        guard newErrors.count <= before.diagnostics.count(where: { $0.severity == .error }) else {
            throw Failure(message: "`\(newName)` cannot be the name: \(newErrors.first?.message ?? "")")
        }
        let same = before.items.count == after.items.count && zip(before.items, after.items).allSatisfy { a, b in
            (subject.isLabel || a.name == b.name) && meaning(a) == meaning(b)
        }
        guard same else { throw Failure(message: "`\(newName)` has another meaning somewhere in \(Path.name(of: path))") }
    }

    /// The closed statements of an item, in which the old and the new name look the same.
    private func meaning(_ item: ElaboratedItem) -> [String] {
        let texts = ([item.statement] + item.cases.map(\.statement)).map { $0?.text ?? "" }
        guard !subject.isLabel else { return texts }
        return texts.map { text in
            var result = ""
            var word = ""
            func finish() {
                result += Rename.unprimed(word) == subject.name.text ? newName + word.dropFirst(subject.name.text.count) : word
                word = ""
            }
            for character in text {
                if CompletionItem.isPartOfName(character) { word.append(character) } else {
                    finish()
                    result.append(character)
                }
            }
            finish()
            return result
        }
    }
}
