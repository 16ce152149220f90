import Language

/// A Jupyter notebook (nbformat 4) read as one of ours: its code cells become cells, its Markdown prose.
///
/// Outputs are not taken over: verdicts are worked out, not believed.
public struct JupyterImport: Sendable {
    /// The file.
    public let bytes: [UInt8]
    /// What the file cannot hold, each with its place.
    public let remarks: [String]

    /// Why a file cannot be read, and where: a line and a column of the text, or a path in its JSON value.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        public let place: String
        public let message: String
        public var description: String { "\(place): \(message)" }
    }

    /// Bytes of the largest file that is read.
    public static let longestFile = 64 << 20

    public init(_ bytes: [UInt8]) throws(Failure) {
        var reader = Reader()
        try reader.read(try JupyterImport.notebook(in: bytes))
        self.bytes = Array(reader.text.utf8)
        remarks = reader.remarks
    }

    private static func notebook(in bytes: [UInt8]) throws(Failure) -> JSON {
        if let offset = TextEncoding.firstInvalidOffset(in: bytes) {
            let line = bytes[..<offset].count { $0 == 10 }
            let start = bytes[..<offset].lastIndex(of: 10).map { $0 + 1 } ?? 0
            let column = String(decoding: bytes[start..<offset], as: UTF8.self).count + 1
            throw Failure(place: "\(line + 1):\(column)", message: "these bytes are not UTF-8, in which a Jupyter notebook is written")
        }
        do {
            return try JSONReader.value(of: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw Failure(place: "\(error.line):\(error.column)", message: "\(error.message); a Jupyter notebook is a JSON text")
        }
    }

    private struct Reader {
        var text = ""
        var remarks: [String] = []
        private var last: JupyterLayout.Kind?
        /// What the cells of the file must turn out to be, and where each comes from.
        private var expected: [(source: String, result: String?)] = []
        /// The lengths of the text in front of each cell of the Jupyter notebook and behind the last, and the number of cells there.
        private var steps: [(length: Int, cells: Int)] = []

        mutating func read(_ notebook: JSON) throws(Failure) {
            guard case .object = notebook else { throw Failure(place: "1:1", message: "expected an object with `cells`") }
            guard notebook["nbformat"] == .number(4) else {
                throw Failure(place: "nbformat", message: "expected 4; `jupyter nbconvert --to notebook` brings older files to it")
            }
            try checkLanguage(notebook)
            guard case .array(let cells)? = notebook["cells"] else { throw Failure(place: "cells", message: "expected a list of cells") }
            for (index, cell) in cells.enumerated() {
                steps.append((text.utf8.count, expected.count))
                try read(cell, at: "cells[\(index)]")
            }
            let end = try layout("end", of: notebook, at: "")
            if let end, !end.unicodeScalars.allSatisfy({ $0 == "\n" || $0 == "\r" }) {
                throw Failure(place: "metadata.lnb.end", message: "expected line ends only")
            }
            text += end ?? JupyterLayout.end(behind: last)
            try check()
        }

        /// A file that names a language must name ours.
        private func checkLanguage(_ notebook: JSON) throws(Failure) {
            let named = [("language_info", "name"), ("kernelspec", "language")]
            for (part, member) in named {
                guard let found = notebook["metadata"]?[part]?[member] else { continue }
                guard found == .string(KernelSpecification.name) else {
                    var name = "something else"
                    if case .string(let text) = found { name = "`\(text.prefix(40))`" }
                    throw Failure(
                        place: "metadata.\(part).\(member)", message: "the code cells are written in \(name), not in `\(KernelSpecification.name)`")
                }
                return
            }
        }

        private mutating func read(_ cell: JSON, at place: String) throws(Failure) {
            guard case .object = cell else { throw Failure(place: place, message: "expected an object") }
            guard case .string(let kind)? = cell["cell_type"], ["markdown", "code", "raw"].contains(kind) else {
                throw Failure(place: place + ".cell_type", message: "expected `markdown`, `code` or `raw`")
            }
            let source = try JSON.joinedLines(cell["source"], at: place + ".source")
            if case .object(let attachments)? = cell["attachments"], !attachments.isEmpty {
                let names = attachments.map(\.name).joined(separator: ", ")
                remarks.append("\(place).attachments: not kept, a notebook is text: \(names)")
            }
            switch kind {
            case "markdown":
                guard !source.isEmpty else { return }
                try begin(cell, at: place)
                text += source
                last = .prose
            case "raw":
                guard !source.isEmpty else { return }
                remarks.append("\(place): raw text, kept as a block `raw`")
                try begin(cell, at: place)
                text += String(decoding: Document.fenced(source, kind: "raw", indentation: 0, ending: [10]).dropLast(), as: UTF8.self)
                last = .prose
            default:
                try begin(cell, at: place)
                try addStatements(source, cell, at: place)
                last = .statements
            }
        }

        /// Puts the gap in front of a cell.
        private mutating func begin(_ cell: JSON, at place: String) throws(Failure) {
            let gap = try layout("before", of: cell, at: place + ".") ?? JupyterLayout.gap(behind: last)
            let mark = text.isEmpty && gap.unicodeScalars.first == "\u{FEFF}" ? 1 : 0
            guard gap.unicodeScalars.dropFirst(mark).allSatisfy({ $0 == "\n" || $0 == "\r" }) else {
                throw Failure(place: place + ".metadata.lnb.before", message: "expected line ends only")
            }
            let isAtLineStart = text.isEmpty || text.utf8.last == 10 || text.utf8.last == 13
            text += isAtLineStart || !gap.isEmpty ? gap : "\n"
        }

        private func layout(_ name: String, of value: JSON, at place: String) throws(Failure) -> String? {
            switch value["metadata"]?[JupyterLayout.metadataName]?[name] {
            case nil: return nil
            case .string(let text): return text
            default: throw Failure(place: "\(place)metadata.lnb.\(name)", message: "expected a string")
            }
        }

        private mutating func addStatements(_ source: String, _ cell: JSON, at place: String) throws(Failure) {
            let source = JSON.withLineFeeds(source)
            if let block = try layout("block", of: cell, at: place + "."), let found = Reader.cell(of: block),
                JupyterLayout.withoutLastLineEnd(found.source).utf8.elementsEqual(source.utf8)
            {
                expected.append((found.source, found.recordedResult))
                text += block
                return
            }
            let statements = source.isEmpty ? "" : source + "\n"
            let result = try layout("result", of: cell, at: place + ".")
            expected.append((statements, result))
            text += JupyterLayout.block(source: statements, result: result)
        }

        /// The one cell that a text is, with nothing around it.
        private static func cell(of block: String) -> Document.Cell? {
            let bytes = Array(block.utf8)
            guard let document = try? Document(bytes), document.cells.count == 1, let cell = document.cells.first, cell.start == 0,
                cell.resultRange?.upperBound ?? cell.end == bytes.count
            else { return nil }
            return cell
        }

        /// The cells of the file are the code cells, no more and no less: no prose opens a fence or a comment that it does not
        /// close, or has a cell inside.
        private func check() throws(Failure) {
            let bytes = Array(text.utf8)
            if matches(bytes, expected.count) { return }
            // Somewhere between the empty file and the whole the first fault is made.
            var good = 0
            var bad = steps.count
            while bad - good > 1 {
                let middle = (good + bad) / 2
                let step = steps[middle]
                let sentinel = Array("\n```lnb\n```\n".utf8)
                if matches(bytes[..<step.length] + sentinel, step.cells, more: 1) { good = middle } else { bad = middle }
            }
            throw Failure(
                place: "cells[\(good)].source",
                message: "opens a fence or a comment that it does not close, or has a block `lnb` inside; in a notebook this would "
                    + "change which formulas are checked")
        }

        private func matches(_ bytes: some Sequence<UInt8>, _ count: Int, more: Int = 0) -> Bool {
            guard let document = try? Document(Array(bytes)), document.cells.count == count + more else { return false }
            return zip(document.cells, expected[..<count]).allSatisfy { found, wanted in
                found.source.utf8.elementsEqual(wanted.source.utf8)
                    && (found.recordedResult ?? "").utf8.elementsEqual((wanted.result ?? "").utf8)
            }
        }
    }
}

extension JSON {
    /// A text of nbformat: a string, or a list of strings.
    fileprivate static func joinedLines(_ value: JSON?, at place: String) throws(JupyterImport.Failure) -> String {
        switch value {
        case .string(let text): return text
        case .array(let lines):
            var text = ""
            for (index, line) in lines.enumerated() {
                guard case .string(let line) = line else {
                    throw JupyterImport.Failure(place: "\(place)[\(index)]", message: "expected a string")
                }
                text += line
            }
            return text
        default: throw JupyterImport.Failure(place: place, message: "expected a string or a list of strings")
        }
    }

    /// CR LF and CR as LF.
    fileprivate static func withLineFeeds(_ text: String) -> String {
        guard text.utf8.contains(13) else { return text }
        var result = String.UnicodeScalarView()
        var isBehindReturn = false
        for scalar in text.unicodeScalars {
            if scalar != "\n" || !isBehindReturn { result.append(scalar == "\r" ? "\n" : scalar) }
            isBehindReturn = scalar == "\r"
        }
        return String(result)
    }
}
