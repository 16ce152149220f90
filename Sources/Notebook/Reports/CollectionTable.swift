import Kernel

/// The table of a collection in a Markdown file: for each folder its notebooks, with a link and the number of claims that
/// have each verdict.
///
/// The table stands between two comment lines; what is written around them is the author's.
public struct CollectionTable {
    static let opening = "<!-- notebooks: written by `notebook run --table`, do not edit below -->"
    static let closing = "<!-- notebooks: end -->"

    private let path: String
    private var entries: [Entry] = []

    /// `path` is the file that holds the table; links are relative to its folder.
    public init(_ path: String) { self.path = path }

    /// Adds a notebook to the table.
    public mutating func add(_ notebook: NotebookReport) {
        entries.append(Entry(path: notebook.path, title: HTMLReport.title(of: notebook), counts: Counts(notebook.claims)))
    }

    /// Writes the table into the file, which is made where there is none.
    ///
    /// - Throws: `SystemFailure` when the file cannot be read or written, or has no place for the table.
    public func write() throws {
        let old = try contents()
        let new = try replacingTable(of: old)
        if new != old { try FileContents.replace(path, with: Array(new.utf8)) }
    }

    /// What `--check` finds wrong: the file is missing, or its table is not that of the notebooks.
    public func discrepancies() throws -> [Problem] {
        let old = try contents()
        if let old, try replacingTable(of: old) == old { return [] }
        let found = old == nil ? "there is no such file" : "the table is not that of the notebooks"
        return [Problem(code: "N013", path: path, line: nil, message: "\(found); write it with --update --table")]
    }

    private func contents() throws -> String? {
        guard Path.resolved(path) != nil else { return nil }
        return String(decoding: try FileContents.read(path), as: UTF8.self)
    }

    private func replacingTable(of old: String?) throws -> String {
        let table = "\(CollectionTable.opening)\n\n\(text)\n\(CollectionTable.closing)"
        guard let old else { return "# Notebooks\n\n\(table)\n" }
        guard let first = old.firstRange(of: CollectionTable.opening),
            let last = old[first.upperBound...].firstRange(of: CollectionTable.closing)
        else { throw CollectionTableError.noPlace(path: path) }
        return old[..<first.lowerBound] + table + old[last.upperBound...]
    }

    /// All folders in one table, then a table for each.
    var text: String {
        let folders = Dictionary(grouping: entries) { relative(Path.folder(of: $0.path)) }.sorted { $0.key < $1.key }
        var rows = folders.map { folder, entries in
            Row(name: folder.isEmpty ? "here" : MarkdownReport.escaped(folder), counts: Counts(sumOf: entries.map(\.counts)))
        }
        rows.append(Row(name: "all", counts: Counts(sumOf: entries.map(\.counts))))
        var text = CollectionTable.table("folder", rows)
        for (folder, entries) in folders {
            let rows = entries.map { entry in
                Row(name: "[\(MarkdownReport.escaped(entry.title))](\(URIReference.text(relative(entry.path))))", counts: entry.counts)
            }
            text += "\n## \(folder.isEmpty ? "Here" : MarkdownReport.escaped(folder))\n\n" + CollectionTable.table("notebook", rows)
        }
        return text
    }

    private static func table(_ first: String, _ rows: [Row]) -> String {
        let heads = [first, "claims"] + Counts.columns
        var text = "| " + heads.joined(separator: " | ") + " |\n|---" + String(repeating: "|--:", count: heads.count - 1) + "|\n"
        for row in rows {
            let counts = row.counts.numbers.map { $0 == 0 ? "" : String($0) }
            text += "| " + ([row.name] + counts).joined(separator: " | ") + " |\n"
        }
        return text
    }

    private func relative(_ path: String) -> String {
        let folder = Path.folder(of: self.path)
        if path == folder { return "" }
        return path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.utf8.count + 1)) : path
    }

    private struct Entry {
        let path: String
        let title: String
        let counts: Counts
    }

    private struct Row {
        let name: String
        let counts: Counts
    }

    /// The number of claims, then one number for each column.
    private struct Counts {
        static let columns =
            ["proved", "certified", "supported", "assumed", "refuted", "of these corrected", "ill-typed", "unknown", "not as expected"]

        let numbers: [Int]

        init(_ claims: [ClaimReport]) {
            func count(_ verdict: Verdict) -> Int { claims.count { $0.outcome.verdict == verdict } }
            numbers = [
                claims.count, count(.proved), count(.certified), count(.supported), count(.assumed), count(.refuted),
                Counts.corrections(claims), count(.illTyped), count(.unknown), claims.count { !$0.asExpected },
            ]
        }

        init(sumOf counts: [Counts]) {
            numbers = counts.reduce(Array(repeating: 0, count: Counts.columns.count + 1)) { sum, counts in
                zip(sum, counts.numbers).map(+)
            }
        }

        /// The refuted claims that the same notebook states anew and proves: that of "X" as "X-corrected".
        private static func corrections(_ claims: [ClaimReport]) -> Int {
            let proved = Set(claims.filter { $0.outcome.verdict == .proved }.map(\.name))
            return claims.count { $0.outcome.verdict == .refuted && proved.contains($0.name + "-corrected") }
        }
    }
}

/// Why a table cannot be put into a file.
public enum CollectionTableError: Error, CustomStringConvertible {
    case noPlace(path: String)

    public var description: String {
        switch self {
        case .noPlace(let path):
            "\(path) has no place for the table. Put these two lines where it should stand:\n\(CollectionTable.opening)\n\(CollectionTable.closing)"
        }
    }
}
