/// Where names stand in a text, for those who change them.
public enum NameOccurrences {
    /// Every name, and every operator of the author's, in canonical spelling. Primes belong to a name.
    public static func names(in text: String, firstLine: Int) -> [SyntaxName] {
        var lexer = Lexer(SourceText(text, firstLine: firstLine))
        var found: [SyntaxName] = []
        while let statement = lexer.nextStatement() {
            for token in statement.tokens {
                switch token.kind {
                case .name: found.append(SyntaxName(token.text, token.range))
                case .op(.user(let name)): found.append(SyntaxName(name, token.range))
                default: break
                }
            }
        }
        return found
    }

    /// The names of claims that a statement declares or cites, quotes included in the places.
    public static func labels(of statement: SyntaxStatement) -> [SyntaxName] {
        var found: [SyntaxName] = []
        switch statement.kind {
        case .claim(let name, _), .axiom(let name, _, _, _), .calculation(let name, _, _), .check(let name): found.append(name)
        case .optimise(let name?, _, _), .certify(let name?, _), .evaluate(let name?, _), .plot(let name?, _): found.append(name)
        default: break
        }
        var clauses = statement.clauses
        if case .calculation(_, _, let steps) = statement.kind { clauses += steps.flatMap(\.clauses) }
        for clause in clauses {
            switch clause.kind {
            case .given(let names): found += names
            case .using(let uses): found += uses.map(\.name)
            default: break
            }
        }
        return found
    }

    /// How a claim's name is written.
    public static func label(_ name: String) -> String { Formatter().label(SyntaxName(name, SourceRange(.start, .start))) }

    /// Whether a text is one name, or one operator of the author's, and nothing else.
    public static func isName(_ text: String, like other: String) -> Bool {
        let found = names(in: text, firstLine: 1)
        guard found.count == 1, found[0].range.end.offset == text.unicodeScalars.count, found[0].range.start.offset == 0 else { return false }
        return isOperator(found[0].text) == isOperator(other)
    }

    private static func isOperator(_ name: String) -> Bool { name.unicodeScalars.first.map { "∂∇Δ".unicodeScalars.contains($0) } ?? false }
}

extension SourceLocation {
    fileprivate static let start = SourceLocation(line: 1, column: 1, offset: 0)
}
