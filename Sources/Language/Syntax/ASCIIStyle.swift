/// Statements with every symbol in its ASCII spelling: what `notebook fmt --style ascii` writes.
///
/// Words are spelled again one by one, so that lines, columns and comments stay. Where two words would run together stands a space, or two
/// if the author's spaces there are not the canonical ones; so the Unicode style gives back the text it came from. A name that has no ASCII
/// spelling, such as ẑ or 𝕎, stays.
enum ASCIIStyle {
    /// The lines of one statement without comments; `canonical` are those that the formatter would give it.
    static func lines(_ own: [String], canonical: [String]) -> [String] {
        let source = SourceText(own.joined(separator: "\n"))
        guard let tokens = AuthorLayout.tokens(of: source), let wanted = AuthorLayout.tokens(of: SourceText(canonical.joined(separator: "\n"))),
            let places = AuthorLayout.places(of: tokens, in: wanted)
        else { return own }
        let labels = Parser.parse(source).statements.flatMap(labels)
        var result = ""
        var end = 0
        var previous: (ascii: String, unicode: String, line: Int, place: Int?)?
        for (token, place) in zip(tokens, places) {
            let unicode = source.text(token.range)
            let isLabel = labels.contains { $0.start <= token.range.start && token.range.end <= $0.end }
            let ascii = isLabel ? unicode : spelling(of: token, unicode)
            let gap = source.text(from: end, to: token.range.start.offset)
            if let previous, previous.line == token.range.start.line, parts(previous.ascii, ascii, insteadOf: previous.unicode, unicode) {
                result += gap.count == AuthorLayout.canonicalGap(previous.place, place, wanted) ? " " : "  "
            } else {
                result += gap
            }
            result += ascii
            end = token.range.end.offset
            previous = (ascii, unicode, token.range.end.line, place)
        }
        result += source.text(from: end, to: source.scalars.count)
        return result.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The names of statements, which are what is written and no spelling of it.
    private static func labels(of statement: SyntaxStatement) -> [SourceRange] {
        var names: [SyntaxName?] = []
        switch statement.kind {
        case .claim(let name, _), .axiom(let name, _, _, _), .calculation(let name, _, _), .best(let name, _), .check(let name): names = [name]
        case .optimise(let name, _, _), .certify(let name, _), .evaluate(let name, _), .plot(let name, _): names = [name]
        default: break
        }
        var clauses = statement.clauses
        if case .calculation(_, _, let steps) = statement.kind { clauses += steps.flatMap(\.clauses) }
        for clause in clauses {
            switch clause.kind {
            case .given(let given): names += given
            case .using(let uses): names += uses.map(\.name)
            default: break
            }
        }
        return names.compactMap { $0?.range }
    }

    /// A space stands between the words only because they are spelled in this way.
    static func parts(_ a: String, _ b: String, insteadOf first: String, _ second: String) -> Bool {
        needsSpace(a, b) && !needsSpace(first, second)
    }

    private static func needsSpace(_ a: String, _ b: String) -> Bool {
        if a == "." || b == "." || [#"\otimes"#, #"\times"#].contains(where: { $0 == a || $0 == b }) { return true }
        if isBar(a), isBar(b) { return true }
        guard let next = b.unicodeScalars.first, next.continuesName else { return false }
        let run = a.unicodeScalars.reversed().prefix { $0.continuesName }
        guard !run.isEmpty else { return false }
        // `2v`
        return !run.allSatisfy(\.isDigit) || next.isDigit
    }

    private static func isBar(_ word: String) -> Bool { word == "|" || word == "||" }

    /// The word in ASCII, if it then is the same word.
    private static func spelling(of token: Token, _ unicode: String) -> String {
        let ascii = candidate(token, unicode)
        guard ascii != unicode else { return unicode }
        var lexer = Lexer(SourceText(ascii))
        let tokens = (lexer.nextStatement()?.tokens.dropLast()).map(Array.init) ?? []
        let again = tokens.mergingExponents
        return again.count == 1 && again[0].kind == token.kind && again[0].text.isSpelling(of: token) ? ascii : unicode
    }

    private static func candidate(_ token: Token, _ unicode: String) -> String {
        switch token.kind {
        case .name: return name(token.text)
        case .op(let op):
            for (word, symbol) in [("hess", "∇²"), ("grad", "∇"), ("lap", "Δ"), ("partial", "∂")] where op.spelling.hasPrefix(symbol) {
                let rest = String(op.spelling.dropFirst(symbol.count))
                if rest.isEmpty { return word }
                return word + (rest.hasPrefix("_") ? "" : "_") + name(rest)
            }
            return name(unicode)
        case .superscript: return "^" + token.text
        case .integral: return "integral"
        case .doubleBar: return "||"
        case .dot: return "."
        case .cross: return #"\times"#
        case .tensor: return #"\otimes"#
        case .leftAngle: return #"\langle"#
        case .rightAngle: return #"\rangle"#
        case .relation(.lessOrEqual): return "<="
        case .relation(.greaterOrEqual): return ">="
        default: return unicode
        }
    }

    private static let letters: [Unicode.Scalar: String] = Dictionary(
        uniqueKeysWithValues: Spelling.greek.compactMap { name, letter in letter.unicodeScalars.first.map { ($0, name) } })

    private static func name(_ text: String) -> String {
        text.unicodeScalars.map { letters[$0] ?? String($0) }.joined()
    }
}

extension String {
    /// The text of a word that lexes to the same as the token.
    fileprivate func isSpelling(of token: Token) -> Bool {
        switch token.kind {
        case .number, .name, .reserved, .superscript, .string: return self == token.text
        default: return true
        }
    }
}

extension [Token] {
    /// `^2` and `^-2` as the one word that `²` and `⁻²` are.
    var mergingExponents: [Token] {
        var result: [Token] = []
        var position = 0
        while position < count {
            let token = self[position]
            var end = position + 1
            if token.kind == .caret, end < count {
                let isNegative = self[end].kind == .minus && self[end].isAdjacent
                if isNegative { end += 1 }
                if end < count, self[end].kind == .number, self[end].isAdjacent, self[end].text.utf8.count <= 6,
                    Int(self[end].text).map(String.init) == self[end].text
                {
                    result.append(Token(
                        kind: .superscript, text: (isNegative ? "-" : "") + self[end].text, range: token.range.joined(with: self[end].range),
                        isAdjacent: token.isAdjacent))
                    position = end + 1
                    continue
                }
            }
            result.append(token)
            position += 1
        }
        return result
    }
}
