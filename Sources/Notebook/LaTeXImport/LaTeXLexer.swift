/// Cuts a stretch of a paper's source into tokens of LaTeX.
struct LaTeXLexer {
    private let characters: ArraySlice<Character>
    private var position: Int
    private var place: LaTeXToken.Place
    private let hasComments: Bool

    /// `hasComments`: a `%` hides the rest of its line, as it does in LaTeX and not in Markdown.
    static func tokens(
        of characters: ArraySlice<Character>, at place: LaTeXToken.Place, hasComments: Bool = true
    ) -> [LaTeXToken] {
        var lexer = LaTeXLexer(characters: characters, position: characters.startIndex, place: place, hasComments: hasComments)
        var tokens: [LaTeXToken] = []
        while let token = lexer.next() { tokens.append(token) }
        return tokens
    }

    static func tokens(of text: String) -> [LaTeXToken] {
        tokens(of: Array(text)[...], at: LaTeXToken.Place(line: 1, column: 1))
    }

    private mutating func advance() -> Character? {
        guard position < characters.endIndex else { return nil }
        let character = characters[position]
        position += 1
        if character.isNewline {
            place.line += 1
            place.column = 1
        } else {
            place.column += 1
        }
        return character
    }

    private var peeked: Character? { position < characters.endIndex ? characters[position] : nil }

    private mutating func next() -> LaTeXToken? {
        let start = place
        guard let character = advance() else { return nil }
        func token(_ kind: LaTeXToken.Kind) -> LaTeXToken { LaTeXToken(kind: kind, place: start) }
        switch character {
        case "\\":
            guard let first = peeked else { return token(.character("\\")) }
            guard first.isASCII, first.isLetter else {
                _ = advance()
                return token(.command(first.isWhitespace ? " " : String(first)))
            }
            var name = ""
            while let letter = peeked, letter.isASCII, letter.isLetter {
                name.append(letter)
                _ = advance()
            }
            if peeked == "*", ["operatorname", "newcommand", "renewcommand", "DeclareMathOperator", "tag"].contains(name) {
                _ = advance()
            }
            return token(.command(name))
        case "{": return token(.beginGroup)
        case "}": return token(.endGroup)
        case "^": return token(.superscript)
        case "_": return token(.subscript)
        case "&": return token(.align)
        case "~": return token(.space)
        case "#":
            guard let digit = peeked?.wholeNumberValue, digit > 0 else { return token(.parameter(0)) }
            _ = advance()
            return token(.parameter(digit))
        case "%" where hasComments:
            while let hidden = peeked, !hidden.isNewline { _ = advance() }
            return token(.space)
        case _ where character.isWhitespace:
            while let more = peeked, more.isWhitespace { _ = advance() }
            return token(.space)
        default: return token(.character(character))
        }
    }
}
