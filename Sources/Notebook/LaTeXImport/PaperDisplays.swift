/// The displayed formulas of a paper, in reading order.
struct PaperDisplays {
    struct Display {
        var place: LaTeXToken.Place
        /// What the paper has, without the signs that begin and end the display.
        var source: String
        /// The environment, `nil` for `$$` and `\[`.
        var environment: String?
        /// Macros expanded, or what is wrong.
        var tokens: Result<[LaTeXToken], LaTeXError>
        /// Nothing but white space stands between this display and the one above.
        var followsDirectly: Bool
    }

    private(set) var displays: [Display] = []
    private var macros = LaTeXMacros()
    private let characters: [Character]
    /// In LaTeX `%` begins a comment, in Markdown ``` a block of code.
    private let isMarkdown: Bool
    private var position = 0
    private var line = 1
    private var lineStart = 0
    private var sinceDisplay = ""

    static func of(_ text: String, isMarkdown: Bool) throws(LaTeXError) -> [Display] {
        var paper = PaperDisplays(characters: Array(text), isMarkdown: isMarkdown)
        try paper.scan()
        return paper.displays
    }

    private init(characters: [Character], isMarkdown: Bool) {
        self.characters = characters
        self.isMarkdown = isMarkdown
    }

    private var place: LaTeXToken.Place { LaTeXToken.Place(line: line, column: position - lineStart + 1) }

    private mutating func advance(by count: Int = 1) {
        for _ in 0..<count where position < characters.count {
            if characters[position].isNewline {
                line += 1
                lineStart = position + 1
            }
            position += 1
        }
    }

    private func starts(with text: String, at place: Int) -> Bool {
        var place = place
        for character in text {
            guard place < characters.count, characters[place] == character else { return false }
            place += 1
        }
        return true
    }

    private func starts(with text: String) -> Bool { starts(with: text, at: position) }

    private mutating func scan() throws(LaTeXError) {
        while position < characters.count {
            let character = characters[position]
            switch character {
            case "%" where !isMarkdown:
                while position < characters.count, !characters[position].isNewline { advance() }
            case "`" where isMarkdown && starts(with: "```") && isLineStart: skipCode()
            case "$":
                if starts(with: "$$") { try display(opening: "$$", closing: "$$") } else { skipInline() }
            case "\\": try command()
            default:
                if !character.isWhitespace, sinceDisplay.count < 8 { sinceDisplay.append(character) }
                advance()
            }
        }
    }

    private var isLineStart: Bool { characters[lineStart..<position].allSatisfy { $0 == " " } }

    private mutating func skipCode() {
        while position < characters.count, !characters[position].isNewline { advance() }
        while position < characters.count {
            advance()
            if isLineStart, starts(with: "```") {
                advance(by: 3)
                return
            }
        }
    }

    /// A formula in the text; a dollar without a partner in its paragraph is a dollar.
    private mutating func skipInline() {
        sinceDisplay.append("$")
        advance()
        var end = position
        var wasNewline = false
        while end < characters.count, characters[end] != "$" {
            if characters[end].isNewline {
                if wasNewline { return }
                wasNewline = true
            } else if !characters[end].isWhitespace {
                wasNewline = false
            }
            end += characters[end] == "\\" ? 2 : 1
        }
        if end < characters.count { advance(by: end + 1 - position) }
    }

    private static let environments: Set<String> = [
        "equation", "align", "gather", "multline", "eqnarray", "displaymath", "flalign", "alignat", "dmath",
    ]

    private mutating func command() throws(LaTeXError) {
        var end = position + 1
        while end < characters.count, characters[end].isASCII, characters[end].isLetter { end += 1 }
        let name = String(characters[(position + 1)..<end])
        switch name {
        case "" where starts(with: "\\[") && (!isMarkdown || isLineStart): try display(opening: "\\[", closing: "\\]")
        case "": advance(by: 2)
        case "begin": try environment()
        case "verb":
            advance(by: end - position)
            guard position < characters.count else { return }
            let mark = characters[position]
            advance()
            while position < characters.count, characters[position] != mark, !characters[position].isNewline { advance() }
            advance()
        case "newcommand", "renewcommand", "providecommand", "DeclareMathOperator", "def", "let": try definition()
        default:
            if sinceDisplay.count < 8 { sinceDisplay += "\\" }
            advance(by: end - position)
        }
    }

    /// A definition ends with the braces it needs; a longer stretch than this is none.
    private static let definitionLimit = 20_000

    private mutating func definition() throws(LaTeXError) {
        let stretch = characters[position..<min(characters.count, position + PaperDisplays.definitionLimit)]
        let tokens = LaTeXLexer.tokens(of: stretch, at: place, hasComments: !isMarkdown)
        var next = 0
        _ = try macros.define(tokens, &next)
        guard next > 0, next < tokens.count else {
            advance(by: next == 0 ? 1 : characters.count - position)
            return
        }
        let target = tokens[next].place
        while position < characters.count, place < target { advance() }
    }

    private mutating func environment() throws(LaTeXError) {
        let start = place
        guard starts(with: "\\begin{"), let close = characters[position...].prefix(60).firstIndex(of: "}") else {
            advance(by: 6)
            return
        }
        let name = String(characters[(position + 7)..<close])
        let plain = name.hasSuffix("*") ? String(name.dropLast()) : name
        if plain == "verbatim" || plain == "lstlisting" || plain == "comment" {
            while position < characters.count, !starts(with: "\\end{\(name)}") { advance() }
            guard position < characters.count else { throw LaTeXError(message: "the environment \(name) that begins here has no end", place: start) }
        } else if PaperDisplays.environments.contains(plain) {
            try display(opening: "\\begin{\(name)}", closing: "\\end{\(name)}", environment: plain)
            return
        }
        advance(by: 6)
    }

    private mutating func display(opening: String, closing: String, environment: String? = nil) throws(LaTeXError) {
        let start = place
        advance(by: opening.count)
        if environment == "alignat", position < characters.count, characters[position] == "{" {
            while position < characters.count, characters[position] != "}" { advance() }
            advance()
        }
        let first = position, inside = place
        while position < characters.count, !starts(with: closing) {
            if characters[position] == "%", !isMarkdown {
                while position < characters.count, !characters[position].isNewline { advance() }
            } else {
                advance(by: characters[position] == "\\" && !starts(with: "\\end") ? 2 : 1)
            }
        }
        guard position < characters.count else {
            throw LaTeXError(message: "the displayed formula that begins here with \(opening) has no \(closing)", place: start)
        }
        let body = characters[first..<position]
        advance(by: closing.count)
        let tokens = LaTeXLexer.tokens(of: body, at: inside)
        let expanded = Result { () throws(LaTeXError) in try macros.expand(tokens) }
        displays.append(Display(
            place: start, source: String(body).trimmed, environment: environment, tokens: expanded,
            followsDirectly: !displays.isEmpty && sinceDisplay.isEmpty))
        sinceDisplay = ""
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
