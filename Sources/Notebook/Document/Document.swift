/// A notebook file: prose, cells, and the recorded results that follow cells.
///
/// The bytes are kept as they were read. Only `replacingResults` makes new ones, and it touches nothing but
/// the result fences.
public struct Document: Sendable {
    /// A fenced block whose info string begins with the word `lnb`.
    public struct Cell: Sendable {
        /// The statements, lines separated by LF, without the indentation that the fence itself has.
        public let source: String
        /// The line of the file that holds the first line of `source`, from 1.
        public let firstLine: Int
        /// The spaces that were taken off the start of each line of `source`; empty where none were.
        public let removedIndentation: [Int]
        /// The recorded result that follows the cell, with LF between its lines and at its end.
        public let recordedResult: String?

        let fence: Fence
        /// Where the opening line begins.
        let start: Int
        /// The bytes between the opening and the closing line.
        let sourceRange: Range<Int>
        /// The bytes of the result fence, opening and closing line included.
        let resultRange: Range<Int>?
        /// Where a result fence would be put: the start of the line after the cell.
        let end: Int
        /// The line ending that the cell's opening line uses.
        let lineEnding: [UInt8]
    }

    public let bytes: [UInt8]
    public let cells: [Cell]
    /// The lines (from 1) of the result fences that follow no cell. They are left alone.
    public let strayResults: [Int]
    private let lines: SourceLines

    /// Reads the file. Every error of the file that can be told is in the list.
    public static func read(_ path: String) throws(Failure) -> Document {
        let bytes: [UInt8]
        do {
            bytes = try FileContents.read(path)
        } catch {
            throw Failure(errors: [.unreadable(explanation: error.description)])
        }
        return try Document(bytes)
    }

    public struct Failure: Error, Sendable {
        public let errors: [DocumentError]
    }

    public init(_ bytes: [UInt8]) throws(Failure) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let start = bytes.starts(with: mark) ? mark.count : 0
        let lines = SourceLines(bytes, from: start)
        if let offset = TextEncoding.firstInvalidOffset(in: bytes) {
            let line = lines.bounds.firstIndex { offset < $0.next } ?? 0
            let column = String(decoding: bytes[lines.bounds[line].start..<offset], as: UTF8.self).count + 1
            throw Failure(errors: [.invalidUTF8(line: line + 1, column: column)])
        }
        var reader = Reader(bytes: bytes, lines: lines)
        reader.readAll()
        guard reader.errors.isEmpty else { throw Failure(errors: reader.errors) }
        self.bytes = bytes
        self.cells = reader.cells
        self.strayResults = reader.strayResults
        self.lines = lines
    }

    /// A document made of `cells`, which refer to `bytes`.
    init(bytes: [UInt8], cells: [Cell]) {
        self.bytes = bytes
        self.cells = cells
        strayResults = []
        lines = SourceLines(bytes)
    }

    /// The text of a line of the file, from 1; `nil` where there is none, or one too long to be shown.
    public func line(_ number: Int) -> String? { lines.text(number, of: bytes) }
}

extension Document {
    /// One pass over the lines.
    struct Reader {
        let bytes: [UInt8]
        let lines: SourceLines
        var cells: [Cell] = []
        var strayResults: [Int] = []
        var errors: [DocumentError] = []
        private var next = 0

        init(bytes: [UInt8], lines: SourceLines) {
            self.bytes = bytes
            self.lines = lines
        }

        mutating func readAll() {
            while next < lines.count {
                let line = text(next)
                if let end = MarkupBlock(opening: line) {
                    skip(end)
                } else if let fence = Fence(opening: line) {
                    block(fence)
                } else {
                    next += 1
                }
            }
        }

        private func text(_ line: Int) -> ArraySlice<UInt8> {
            bytes[lines.bounds[line].start..<lines.bounds[line].end]
        }

        private mutating func skip(_ block: MarkupBlock) {
            while next < lines.count {
                let isLast = block.isClosed(by: text(next))
                next += 1
                if isLast { return }
            }
        }

        /// The line that closes the fence opened on `line`; for a block that is not ours the end of the file
        /// closes it too, as CommonMark has it.
        private func closingLine(of fence: Fence, openedOn line: Int) -> Int? {
            var candidate = line + 1
            while candidate < lines.count {
                if fence.isClosed(by: text(candidate)) { return candidate }
                candidate += 1
            }
            return nil
        }

        private mutating func block(_ fence: Fence) {
            let opening = next
            let isOurs = fence.kind == "lnb" || fence.kind == "lnb-result"
            guard let closing = closingLine(of: fence, openedOn: opening) else {
                if isOurs {
                    let marks = String(repeating: Character(Unicode.Scalar(fence.mark)), count: fence.length)
                    errors.append(.unclosedFence(line: opening + 1, column: fence.indentation + 1, opening: marks))
                }
                next = lines.count
                return
            }
            next = closing + 1
            switch fence.kind {
            case "lnb": cell(fence, opening: opening, closing: closing)
            case "lnb-result": strayResults.append(opening + 1)
            default: break
            }
        }

        private mutating func cell(_ fence: Fence, opening: Int, closing: Int) {
            let (source, removed) = content(fence, opening: opening, closing: closing)
            var result: (text: String, range: Range<Int>)?
            if let (resultFence, line) = resultFence(after: closing) {
                guard let end = closingLine(of: resultFence, openedOn: line) else {
                    next = line
                    block(resultFence)
                    return
                }
                result = (
                    content(resultFence, opening: line, closing: end).source,
                    lines.bounds[line].start..<lines.bounds[end].next
                )
                next = end + 1
            }
            let bounds = lines.bounds[opening]
            cells.append(
                Cell(
                    source: source, firstLine: opening + 2, removedIndentation: removed,
                    recordedResult: result?.text, fence: fence, start: bounds.start,
                    sourceRange: bounds.next..<lines.bounds[closing].start, resultRange: result?.range,
                    end: lines.bounds[closing].next, lineEnding: Array(bytes[bounds.end..<bounds.next])))
        }

        /// The result fence directly after a cell; blank lines between them do not matter.
        private func resultFence(after closing: Int) -> (Fence, Int)? {
            var line = closing + 1
            while line < lines.count, text(line).allSatisfy(Fence.isBlank) { line += 1 }
            guard line < lines.count, let fence = Fence(opening: text(line)), fence.kind == "lnb-result" else { return nil }
            return (fence, line)
        }

        /// The lines inside a fence, each ended by LF, without the fence's own indentation.
        private func content(_ fence: Fence, opening: Int, closing: Int) -> (source: String, removed: [Int]) {
            var content: [UInt8] = []
            var removed: [Int] = []
            for line in (opening + 1)..<closing {
                let line = text(line)
                let spaces = min(fence.indentation, Fence.indentation(of: line))
                if fence.indentation > 0 { removed.append(spaces) }
                content += line.dropFirst(spaces)
                content.append(UInt8(ascii: "\n"))
            }
            return (String(decoding: content, as: UTF8.self), removed)
        }
    }
}
