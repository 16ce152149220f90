import Language

/// What the letters and signs of a paper mean in the language: a table that the author may edit.
///
/// Three kinds of lines, in a block `notation`: `LATEX => LATEX` reads one thing as another, `LATEX := TEXT` says it in the
/// language, `NAMES : KIND` says what names are. `#1` stands for anything; a `#` at the end of both sides for the
/// operand of a prefix operator.
struct Notation {
    /// `LATEX => LATEX` or `LATEX := TEXT`.
    struct Rule {
        var pattern: [FormulaItem]
        var meaning: Meaning
        /// The pattern is that of a prefix operator.
        var isOperator: Bool

        enum Meaning {
            case latex([FormulaItem])
            case text(String)
        }
    }

    /// What a name is.
    enum Kind: Hashable {
        /// A point of the space: `R^3`, `S^2`, `(0,oo)`.
        case point(String)
        case time
        /// Of the points.
        case density([String])
        /// Of the points, with what else is declared: `> 0`, `: vector`.
        case function([String], String)
        /// A number, with its range.
        case number(String)
        /// A constant tensor: `vector`, `symmetric matrix`.
        case constant(String)
    }

    private(set) var rules: [Rule] = []
    private(set) var kinds: [String: Kind] = [:]
    /// The names that the table itself lists, without those of its base.
    private(set) var own: Set<String> = []
    /// The point of the first density that the table lists, in LaTeX.
    private(set) var pointOfDensities: String?
    /// The text of the table.
    let source: String

    /// `base` is what holds where this table says nothing: its lines stand behind those of the table.
    init(_ source: String, firstLine: Int = 1, over base: Notation? = nil) throws(LaTeXError) {
        self.source = source
        defer {
            rules += base?.rules ?? []
            own = Set(kinds.keys)
            pointOfDensities = pointOfDensities ?? base?.pointOfDensities
            kinds.merge(base?.kinds ?? [:]) { mine, _ in mine }
        }
        for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let text = String(line)
            if text.trimmed.isEmpty || text.trimmed.hasPrefix("%") { continue }
            try read(text, LaTeXToken.Place(line: firstLine + index, column: 1))
        }
    }

    private mutating func read(_ line: String, _ place: LaTeXToken.Place) throws(LaTeXError) {
        func sides(_ sign: String) -> (String, String, Int)? {
            guard let range = line.firstRange(of: sign) else { return nil }
            let column = line.distance(from: line.startIndex, to: range.upperBound) + 1
            return (String(line[..<range.lowerBound]).trimmed, String(line[range.upperBound...]).trimmed, column)
        }
        func items(_ text: String, _ column: Int) throws(LaTeXError) -> [FormulaItem] {
            let tokens = LaTeXLexer.tokens(
                of: Array(text)[...], at: LaTeXToken.Place(line: place.line, column: column), hasComments: false)
            let items = try FormulaReader.items(tokens)
            guard !items.isEmpty else { throw LaTeXError(message: "found nothing, expected a formula", place: place) }
            return items
        }
        if let (left, right, column) = sides(" => ") {
            let pattern = try items(left, 1)
            rules.append(Rule(pattern: pattern, meaning: .latex(try items(right, column)), isOperator: false))
        } else if let (left, right, column) = sides(" := ") {
            var pattern = try items(left, 1)
            let isOperator = pattern.last?.kind == .hole(0)
            if isOperator { pattern.removeLast() }
            guard !pattern.isEmpty else { throw LaTeXError(message: "found nothing before #, expected an operator", place: place) }
            do {
                _ = try Parser.parseExpression(right.replacing("#", with: "q"))
            } catch {
                throw LaTeXError(
                    message: "the right side is no expression of the language: \(error.message)",
                    place: LaTeXToken.Place(line: place.line, column: column))
            }
            rules.append(Rule(pattern: pattern, meaning: .text(right), isOperator: isOperator))
        } else if let (left, right, column) = sides(" : ") {
            let kind = try Notation.kind(right, LaTeXToken.Place(line: place.line, column: column))
            if case .density(let points) = kind, pointOfDensities == nil { pointOfDensities = points.first }
            for name in left.split(separator: ",") { kinds[try items(String(name), 1).latex] = kind }
        } else {
            throw LaTeXError(message: "found no =>, := or : with a space on both sides, expected a line of the notation", place: place)
        }
    }

    private static func kind(_ text: String, _ place: LaTeXToken.Place) throws(LaTeXError) -> Kind {
        let word = String(text.prefix { $0.isLetter })
        let rest = String(text.dropFirst(word.count)).trimmed
        func arguments() throws(LaTeXError) -> ([String], String) {
            guard rest.hasPrefix("("), let close = rest.firstIndex(of: ")") else {
                throw LaTeXError(message: "expected the points of the \(word) in brackets", place: place)
            }
            let points = rest[rest.index(after: rest.startIndex)..<close].split(separator: ",").map { String($0).trimmed }
            return (points, String(rest[rest.index(after: close)...]).trimmed)
        }
        switch word {
        case "point":
            guard rest.hasPrefix("in ") else { break }
            return .point(String(rest.dropFirst(3)).trimmed)
        case "time" where rest.isEmpty: return .time
        case "density": return .density(try arguments().0)
        case "function":
            let (points, tail) = try arguments()
            return .function(points, tail)
        case "number": return .number(rest)
        case "vector" where rest.isEmpty: return .constant("vector")
        case "matrix" where rest.isEmpty: return .constant("matrix")
        case "symmetric" where rest == "matrix": return .constant("symmetric matrix")
        default: break
        }
        throw LaTeXError(
            message: "found `\(text)`, expected point in SPACE, time, density(POINTS), function(POINTS), number, vector, matrix or symmetric matrix",
            place: place)
    }

    /// A pattern ends inside of a name that the table lists: `\\mathbb{P}` is no part of `\\mathbb{P}_{in}`.
    func cutsName(_ items: [FormulaItem], _ position: Int, _ match: PatternMatch) -> Bool {
        guard let (name, end) = FormulaName.read(items, at: position) else { return false }
        return match.end < end && kinds[name.latex] != nil
    }

    /// The formula with every `=>` applied, each once from left to right, deepest brackets last.
    func rewritten(_ items: [FormulaItem]) throws(LaTeXError) -> [FormulaItem] {
        var count = 0
        return try rewritten(items, &count)
    }

    private func rewritten(_ items: [FormulaItem], _ count: inout Int) throws(LaTeXError) -> [FormulaItem] {
        var result: [FormulaItem] = []
        var position = 0
        search: while position < items.count {
            for rule in rules {
                guard case .latex(let replacement) = rule.meaning else { continue }
                guard let match = PatternMatch.of(rule.pattern, in: items, at: position), !cutsName(items, position, match) else { continue }
                count += 1
                guard count < 1000 else { throw LaTeXError(message: "the notation does not end", place: items[position].place) }
                var holes: [Int: [FormulaItem]] = [:]
                for (number, value) in match.holes { holes[number] = try rewritten(value, &count) }
                result += PatternMatch.fill(replacement, holes, at: items[position].place)
                position = match.end
                continue search
            }
            result.append(try items[position].mapped { body throws(LaTeXError) in try rewritten(body, &count) })
            position += 1
        }
        return result
    }
}

extension FormulaItem {
    /// The same piece with what stands inside of it changed.
    func mapped(_ change: ([FormulaItem]) throws(LaTeXError) -> [FormulaItem]) throws(LaTeXError) -> FormulaItem {
        var copy = self
        switch kind {
        case .styled(let font, let body): copy.kind = .styled(font, try change(body))
        case .accent(let name, let body): copy.kind = .accent(name, try change(body))
        case .group(let body): copy.kind = .group(try change(body))
        case .fraction(let a, let b): copy.kind = .fraction(try change(a), try change(b))
        case .root(let body): copy.kind = .root(try change(body))
        case .sub(let body): copy.kind = .sub(try change(body))
        case .sup(let body): copy.kind = .sup(try change(body))
        case .matrix(let rows):
            var changed: [[[FormulaItem]]] = []
            for row in rows {
                var cells: [[FormulaItem]] = []
                for cell in row { cells.append(try change(cell)) }
                changed.append(cells)
            }
            copy.kind = .matrix(changed)
        default: break
        }
        return copy
    }
}
