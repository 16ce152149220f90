/// The macros that a paper defines, and their expansion.
struct LaTeXMacros: Sendable {
    /// How deep macros may stand in macros; a recursive one goes deeper than any limit.
    static let depthLimit = 100
    /// How many tokens a formula may grow to.
    static let sizeLimit = 50_000

    struct Macro: Hashable, Sendable {
        var parameters: Int
        /// The value of the first argument where it is left out.
        var optional: [LaTeXToken]?
        var body: [LaTeXToken]
    }

    private var macros: [String: Macro] = [:]

    subscript(name: String) -> Macro? { macros[name] }

    /// Reads one definition that begins at `position` (`\newcommand`, `\def`, `\let`, …) and moves behind it;
    /// `false`, without moving, where there is none.
    mutating func define(_ tokens: [LaTeXToken], _ position: inout Int) throws(LaTeXError) -> Bool {
        guard position < tokens.count, case .command(let word) = tokens[position].kind else { return false }
        var reader = TokenReader(tokens, from: position)
        reader.skip()
        switch word {
        case "newcommand", "renewcommand", "providecommand":
            let name = try reader.macroName(word)
            var parameters = 0
            if let count = try reader.optionalArgument() {
                guard case .character(let digit)? = count.first(where: { $0.kind != .space })?.kind, let number = digit.wholeNumberValue else {
                    throw LaTeXError(message: "expected the number of arguments of \\\(name)", place: tokens[position].place)
                }
                parameters = number
            }
            let optional = try reader.optionalArgument()
            macros[name] = Macro(parameters: parameters, optional: optional, body: try reader.argument("the meaning of \\\(name)"))
        case "DeclareMathOperator":
            let name = try reader.macroName(word)
            let body = try reader.argument("the meaning of \\\(name)")
            let place = tokens[position].place
            let open = LaTeXToken(kind: .beginGroup, place: place), close = LaTeXToken(kind: .endGroup, place: place)
            macros[name] = Macro(
                parameters: 0, body: [LaTeXToken(kind: .command("operatorname"), place: place), open] + body + [close])
        case "def":
            let name = try reader.macroName(word)
            var parameters = 0
            while let token = reader.current, token.kind != .beginGroup {
                guard case .parameter(let number) = token.kind, number == parameters + 1 else {
                    if token.kind == .space {
                        reader.skip()
                        continue
                    }
                    throw LaTeXError(message: "arguments of \\\(name) that are set off by other signs are not supported", place: token.place)
                }
                parameters = number
                reader.skip()
            }
            macros[name] = Macro(parameters: parameters, body: try reader.argument("the meaning of \\\(name)"))
        case "let":
            let name = try reader.macroName(word)
            reader.skipSpaces()
            if case .character("=")? = reader.current?.kind { reader.skip() }
            reader.skipSpaces()
            guard let meaning = reader.current else {
                throw LaTeXError(message: "expected the meaning of \\\(name)", place: tokens[position].place)
            }
            reader.skip()
            if case .command(let old) = meaning.kind, let known = macros[old] {
                macros[name] = known
            } else {
                macros[name] = Macro(parameters: 0, body: [meaning])
            }
        default: return false
        }
        position = reader.position
        return true
    }

    /// The tokens with every macro replaced by its meaning.
    func expand(_ tokens: [LaTeXToken]) throws(LaTeXError) -> [LaTeXToken] {
        guard !macros.isEmpty else { return tokens }
        // Upside down, so that what is put in stands at the end.
        var pending = Array(tokens.reversed())
        var result: [LaTeXToken] = []
        var steps = 0
        while let token = pending.popLast() {
            guard case .command(let name) = token.kind, let macro = macros[name] else {
                result.append(token)
                continue
            }
            steps += 1
            guard token.depth < LaTeXMacros.depthLimit, pending.count + result.count < LaTeXMacros.sizeLimit, steps < LaTeXMacros.sizeLimit
            else { throw LaTeXError(message: "the macro \\\(name) does not end: it is recursive, or grows too large", place: token.place) }
            var reader = TokenReader(Array(pending.reversed().prefix(LaTeXMacros.sizeLimit)), from: 0)
            var arguments: [[LaTeXToken]] = []
            if macro.parameters > 0, let usual = macro.optional { arguments.append(try reader.optionalArgument() ?? usual) }
            while arguments.count < macro.parameters { arguments.append(try reader.argument("an argument of \\\(name)", at: token.place)) }
            pending.removeLast(reader.position)
            var body: [LaTeXToken] = []
            for piece in macro.body {
                if case .parameter(let number) = piece.kind, number > 0, number <= arguments.count {
                    body += arguments[number - 1]
                } else {
                    // A place in the formula, not in the preamble.
                    body.append(LaTeXToken(kind: piece.kind, place: token.place, depth: token.depth + 1))
                }
            }
            pending += body.reversed()
        }
        return result
    }
}

/// Reads the arguments of commands.
struct TokenReader {
    let tokens: [LaTeXToken]
    private(set) var position: Int

    init(_ tokens: [LaTeXToken], from position: Int) {
        self.tokens = tokens
        self.position = position
    }

    var current: LaTeXToken? { position < tokens.count ? tokens[position] : nil }
    mutating func skip() { position += 1 }
    mutating func skipSpaces() { while current?.kind == .space { position += 1 } }

    /// A group without its braces, or one token.
    mutating func argument(_ role: String, at origin: LaTeXToken.Place? = nil) throws(LaTeXError) -> [LaTeXToken] {
        skipSpaces()
        guard let first = current else {
            throw LaTeXError(
                message: "expected \(role)",
                place: origin ?? tokens.last?.place ?? LaTeXToken.Place(line: 1, column: 1))
        }
        switch first.kind {
        case .endGroup: throw LaTeXError(message: "found }, expected \(role)", place: first.place)
        case .beginGroup: break
        default:
            skip()
            return [first]
        }
        var depth = 0
        let start = position + 1
        while let token = current {
            if token.kind == .beginGroup { depth += 1 }
            if token.kind == .endGroup { depth -= 1 }
            skip()
            if depth == 0 { return Array(tokens[start..<(position - 1)]) }
        }
        throw LaTeXError(message: "the brace that opens here is not closed", place: first.place)
    }

    /// `[…]`, if it stands here.
    mutating func optionalArgument() throws(LaTeXError) -> [LaTeXToken]? {
        let before = position
        skipSpaces()
        guard let first = current, first.kind == .character("[") else {
            position = before
            return nil
        }
        let start = position + 1
        var depth = 0
        while let token = current {
            if token.kind == .beginGroup { depth += 1 }
            if token.kind == .endGroup { depth -= 1 }
            skip()
            if depth == 0, token.kind == .character("]") { return Array(tokens[start..<(position - 1)]) }
        }
        throw LaTeXError(message: "the bracket [ that opens here is not closed", place: first.place)
    }

    /// `{\name}` or `\name`.
    fileprivate mutating func macroName(_ definition: String) throws(LaTeXError) -> String {
        let place = tokens[position - 1].place
        let words = try argument("the name of a macro behind \\\(definition)").filter { $0.kind != .space }
        guard words.count == 1, case .command(let name) = words[0].kind else {
            throw LaTeXError(message: "expected the name of a macro behind \\\(definition)", place: place)
        }
        return name
    }
}
