/// The lines and columns that an author chose for a statement.
///
/// Formulas are read by the eye: matrices row by row, chains with their relations in a column. So where the
/// author's words are the canonical ones, perhaps with more round brackets, the layout stays; only spelling,
/// missing and surplus spaces are put right.
enum AuthorLayout {
    private static let leastIndentation = 2

    /// The statement's lines; `nil` where it must be laid out anew: its words are not those of the `canonical`
    /// text, a comment stands inside, or its only line is too long.
    static func lines(of statement: SyntaxStatement, canonical: [String], width: Int) -> [String]? {
        let canonicalSource = SourceText(canonical.joined(separator: "\n"))
        let writtenSource = SourceText(statement.source)
        guard let written = tokens(of: writtenSource), let wanted = tokens(of: canonicalSource) else { return nil }
        guard let places = places(of: written, in: wanted) else { return nil }
        var lines: [String] = []
        var previous: (token: Token, place: Int?, spelling: String)?
        for (token, place) in zip(written, places) {
            let spelling = place.map { canonicalSource.text(wanted[$0].range) } ?? (token.kind == .leftParenthesis ? "(" : ")")
            if let last = previous?.token, last.range.end.line == token.range.start.line {
                var gap = token.range.start.column - last.range.end.column
                // `grad u` is `∇u`: one space belongs to the spelling, and two say that the author's are not the canonical ones.
                if let before = previous?.spelling,
                    ASCIIStyle.parts(writtenSource.text(last.range), writtenSource.text(token.range), insteadOf: before, spelling)
                {
                    let usual = canonicalGap(previous?.place, place, wanted)
                    gap = gap > 1 ? 1 - usual : usual
                }
                // `z∈R` is `z in R`.
                if let before = previous?.spelling,
                    (last.kind == .reserved && writtenSource.text(last.range) != before) || (token.kind == .reserved && writtenSource.text(token.range) != spelling)
                { gap = max(gap, 1) }
                if gap > 1, !last.kind.aligns, !token.kind.aligns { gap = 1 }
                if let place, previous?.place == place - 1, !wanted[place].isAdjacent,
                    last.kind.aligns || token.kind.aligns || last.kind == .colon { gap = max(gap, 1) }
                lines[lines.count - 1] += String(repeating: " ", count: gap) + spelling
            } else {
                let indentation = token.range.start.column - statement.range.start.column
                lines.append(String(repeating: " ", count: lines.isEmpty ? 0 : max(indentation, leastIndentation)) + spelling)
            }
            previous = (token, place, spelling)
        }
        // Who breaks lines chooses where.
        return lines.count > 1 || lines[0].count <= width ? lines : nil
    }

    /// For each written word its place among the wanted ones, which it must all be but for round brackets.
    static func places(of written: [Token], in wanted: [Token]) -> [Int?]? {
        var places: [Int?] = []
        var next = 0
        for token in written {
            if next < wanted.count, wanted[next].isSameWord(as: token) {
                places.append(next)
                next += 1
            } else if token.kind == .leftParenthesis || token.kind == .rightParenthesis {
                places.append(nil)
            } else {
                return nil
            }
        }
        return next == wanted.count ? places : nil
    }

    /// The spaces that canonically stand between two words; none beside brackets of the author's.
    static func canonicalGap(_ first: Int?, _ second: Int?, _ wanted: [Token]) -> Int {
        guard let first, let second, second == first + 1 else { return 0 }
        return wanted[second].isAdjacent ? 0 : 1
    }

    /// The words of a text that is one statement without comments.
    static func tokens(of source: SourceText) -> [Token]? {
        var lexer = Lexer(source)
        guard let statement = lexer.nextStatement(), statement.leadingComments.isEmpty, statement.trailingComment == nil,
            lexer.nextStatement() == nil
        else { return nil }
        return Array(statement.tokens.dropLast()).mergingExponents
    }
}

extension Token {
    /// The same but for its spelling.
    fileprivate func isSameWord(as other: Token) -> Bool {
        guard kind == other.kind else { return false }
        switch kind {
        case .number, .name, .reserved, .superscript, .string: return text == other.text
        default: return true
        }
    }
}

extension Token.Kind {
    /// Columns are made of these: spaces beside them may be meant.
    fileprivate var aligns: Bool {
        if case .relation = self { return true }
        return false
    }
}
