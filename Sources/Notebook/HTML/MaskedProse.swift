/// Markdown in which cells and formulas are masked, so that Markdown does not read TeX: `a_b`, `\{`, `|`.
///
/// A mask is a number between two characters of a private use area, which are taken out of the text itself.
/// What a mask stands for is put in when the tree of the text is known, so a mask in code becomes its source again.
struct MaskedProse {
    enum Masked: Hashable {
        case cell(Int)
        case formula(source: String, isDisplay: Bool)

        /// What the author wrote.
        var source: String {
            switch self {
            case .cell: return ""
            case .formula(let source, let isDisplay): return isDisplay ? "$$\(source)$$" : "$\(source)$"
            }
        }
    }

    /// Text, or something masked.
    enum Piece: Hashable {
        case text(String)
        case masked(Masked)
    }

    private(set) var text = ""
    private var masked: [Masked] = []

    private static let opening: Unicode.Scalar = "\u{E000}"
    private static let closing: Unicode.Scalar = "\u{E001}"

    init(_ document: Document) {
        var start = document.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        for (index, cell) in document.cells.enumerated() {
            add(document.bytes[start..<cell.start])
            // On its own between blank lines it is a paragraph, in a list item too.
            text += "\n" + String(repeating: " ", count: cell.fence.indentation)
            mask(.cell(index))
            text += "\n\n"
            start = max(cell.end, cell.resultRange?.upperBound ?? 0)
        }
        add(document.bytes[start...])
    }

    /// The pieces of a text of the tree.
    func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var plain = String.UnicodeScalarView()
        var digits: String?
        func finish() {
            if !plain.isEmpty { pieces.append(.text(String(plain))) }
            plain = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case MaskedProse.opening: digits = ""
            case MaskedProse.closing:
                if let number = digits.flatMap({ Int($0) }), masked.indices.contains(number) {
                    finish()
                    pieces.append(.masked(masked[number]))
                }
                digits = nil
            default:
                if digits == nil { plain.append(scalar) } else { digits?.unicodeScalars.append(scalar) }
            }
        }
        finish()
        return pieces
    }

    /// The text with the sources of what is masked.
    func unmasked(_ text: String) -> String {
        pieces(of: text).map { piece in
            switch piece {
            case .text(let text): return text
            case .masked(let masked): return masked.source
            }
        }.joined()
    }

    private mutating func mask(_ what: Masked) {
        text.unicodeScalars.append(MaskedProse.opening)
        text += String(masked.count)
        text.unicodeScalars.append(MaskedProse.closing)
        masked.append(what)
    }

    // MARK: Formulas

    /// Adds prose, fenced blocks in it as they are.
    private mutating func add(_ bytes: ArraySlice<UInt8>) {
        let bytes = Array(bytes)
        var fence: Fence?
        var paragraph = ""
        for bounds in SourceLines(bytes).bounds {
            let line = bytes[bounds.start..<bounds.end]
            let shown = String(decoding: bytes[bounds.start..<bounds.end], as: UTF8.self).filteringMasks + "\n"
            if let open = fence {
                text += shown
                if open.isClosed(by: line) { fence = nil }
            } else if let opened = Fence(opening: line) {
                flush(&paragraph)
                text += shown
                fence = opened
            } else if line.allSatisfy(Fence.isBlank) {
                flush(&paragraph)
                text += shown
            } else {
                paragraph += shown
            }
        }
        flush(&paragraph)
    }

    /// Adds the lines of a paragraph: a formula may go over several of them, but not over an empty one.
    private mutating func flush(_ paragraph: inout String) {
        var rest = Array(paragraph)[...]
        paragraph = ""
        while let character = rest.first {
            switch character {
            case "\\":
                text += String(rest.prefix(2))
                rest = rest.dropFirst(2)
            case "`":
                let marks = rest.prefix { $0 == "`" }.count
                let span = MaskedProse.codeSpan(rest, marks) ?? marks
                text += String(rest.prefix(span))
                rest = rest.dropFirst(span)
            case "$":
                guard let (source, isDisplay, length) = MaskedProse.formula(rest) else {
                    text.append(character)
                    rest = rest.dropFirst()
                    continue
                }
                mask(.formula(source: source, isDisplay: isDisplay))
                // The lines of the tree are those of the text.
                text += String(rest.prefix(length).filter { $0 == "\n" })
                rest = rest.dropFirst(length)
            default:
                text.append(character)
                rest = rest.dropFirst()
            }
        }
    }

    /// The length of the code span that begins here.
    private static func codeSpan(_ text: ArraySlice<Character>, _ marks: Int) -> Int? {
        var place = text.startIndex + marks
        while place < text.endIndex {
            guard text[place] == "`" else {
                place += 1
                continue
            }
            let run = text[place...].prefix { $0 == "`" }.count
            place += run
            if run == marks { return place - text.startIndex }
        }
        return nil
    }

    /// The formula that begins here, with the length of everything between and with the dollar signs.
    ///
    /// Between single signs there is no space at the ends, and no digit follows: `$5 and $6` is money.
    private static func formula(_ text: ArraySlice<Character>) -> (source: String, isDisplay: Bool, length: Int)? {
        let isDisplay = text.dropFirst().first == "$"
        let marks = isDisplay ? 2 : 1
        let body = text.dropFirst(marks)
        guard let first = body.first, isDisplay || !first.isWhitespace else { return nil }
        var place = body.startIndex
        while place < body.endIndex {
            if body[place] == "\\" {
                place += 2
                continue
            }
            guard body[place] == "$" else {
                place += 1
                continue
            }
            let source = body[body.startIndex..<place]
            guard let last = source.last else { return nil }
            if isDisplay {
                guard place + 1 < body.endIndex, body[place + 1] == "$" else { return nil }
                return (String(source), true, place + 2 - text.startIndex)
            }
            let following = place + 1 < body.endIndex ? body[place + 1] : nil
            guard !last.isWhitespace, following?.isWholeNumber != true else { return nil }
            return (String(source), false, place + 1 - text.startIndex)
        }
        return nil
    }
}

extension String {
    /// Without the characters that masks are made of.
    fileprivate var filteringMasks: String {
        guard unicodeScalars.contains(where: { $0 == "\u{E000}" || $0 == "\u{E001}" }) else { return self }
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars { result.append(scalar == "\u{E000}" || scalar == "\u{E001}" ? "\u{FFFD}" : scalar) }
        return String(result)
    }
}
