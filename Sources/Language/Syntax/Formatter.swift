/// The canonical text of statements: what `notebook fmt` writes.
///
/// Formatting is idempotent. The author's lines and columns are kept where only spelling and spaces are to be
/// changed (`AuthorLayout`). Elsewhere a statement stays on one line as long as it fits; then its clauses, then
/// its relations, then its terms get lines of their own. Comments and single blank lines are kept; comments
/// inside a statement move above it.
public struct Formatter: Sendable {
    public static let width = 100

    /// The formatted cell. `keepsLayout` is false for a text that no author has laid out.
    /// - Throws: the errors of the text; a text with errors is not formatted.
    public static func format(
        _ text: String, firstLine: Int = 1, path: String = "", style: Style = .unicode, keepsLayout: Bool = true
    ) throws(FormattingError) -> String {
        let source = SourceText(text, firstLine: firstLine, path: path)
        let (statements, diagnostics) = Parser.parse(source)
        let errors = diagnostics.filter { $0.severity == .error }
        if !errors.isEmpty { throw FormattingError(diagnostics: errors) }
        return Formatter().format(statements, of: source, style, keepsLayout)
    }

    /// How symbols are spelled.
    public enum Style: String, CaseIterable, Sendable { case unicode, ascii }

    private let printer = Printer()

    public init() {}

    /// One text for all statements, ending with a newline unless it is empty.
    private func format(_ statements: [SyntaxStatement], of source: SourceText, _ style: Style, _ keepsLayout: Bool) -> String {
        var lines: [String] = []
        for (position, statement) in statements.enumerated() {
            if statement.hasBlankLineBefore, position > 0 { lines.append("") }
            for comment in statement.leadingComments { lines.append(comment.isEmpty ? "#" : "# " + comment) }
            let canonical = self.lines(statement)
            let unicode = (keepsLayout ? AuthorLayout.lines(of: statement, canonical: canonical, width: Formatter.width) : nil) ?? canonical
            let isRespelled = style == .ascii || statement.trailingComment != nil
            let ascii = isRespelled ? ASCIIStyle.lines(unicode, canonical: canonical) : unicode
            var own = style == .ascii ? ascii : unicode
            if let comment = statement.trailingComment, !own.isEmpty {
                // In its column, where the statement leaves room.
                let column = source.column(ofCommentAfter: statement.range.end)
                // Respelled, a line is as far from its comment as it was.
                let isInASCII = statement.source.split(separator: "\n").last.map(String.init) == ascii.last
                let gap = !keepsLayout ? 2 : isInASCII ? column - statement.range.end.column : column - 1 - unicode[unicode.count - 1].count
                own[own.count - 1] += String(repeating: " ", count: max(gap, 2)) + "# " + comment
            }
            lines += own
        }
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    /// The statement's lines, without comments.
    private func lines(_ statement: SyntaxStatement) -> [String] {
        let clauses = statement.clauses.map(text)
        switch statement.kind {
        case .comments: return []
        case .invalid: return statement.source.split(separator: "\n").map(String.init)
        case .calculation(let name, let first, let steps): return calculation(name, first, steps, clauses)
        default: break
        }
        let (head, proposition) = parts(statement.kind)
        let body = proposition.map { head + printer.text($0) } ?? head
        let line = ([body] + clauses).joined(separator: " ")
        if line.count <= Formatter.width { return [line] }
        let first = body.count <= Formatter.width ? [body] : broken(head, proposition)
        return first + clauses.map { "  " + $0 }
    }

    /// The statement on one line without its clauses: how reports show it.
    public func display(_ statement: SyntaxStatement) -> String {
        let (head, proposition) = parts(statement.kind)
        switch statement.kind {
        case .claim, .axiom, .find, .best, .forWhich, .certify: return proposition.map { printer.text($0) } ?? head
        case .evaluate(_, let e), .optimise(_, _, let e): return printer.text(e)
        case .calculation(_, let first, let steps):
            return steps.reduce(printer.text(first)) { $0 + " \($1.link.op.spelling) " + printer.text($1.link.expression) }
        default: return proposition.map { head + printer.text($0) } ?? head
        }
    }

    /// Every step of a chain on a line of its own, unless there is only one and it fits.
    private func calculation(
        _ name: SyntaxName, _ first: SyntaxExpression, _ steps: [SyntaxStep], _ clauses: [String]
    ) -> [String] {
        let head = "calc \(label(name)): "
        let links = steps.map { step in
            ("\(step.link.op.spelling) ", step.link.expression, step.clauses.map(self.text).joined(separator: " "))
        }
        if links.count == 1, clauses.isEmpty {
            let line = ([head + printer.text(first), links[0].0 + printer.text(links[0].1)] + (links[0].2.isEmpty ? [] : [links[0].2]))
                .joined(separator: " ")
            if line.count <= Formatter.width { return [line] }
        }
        var lines = side(head, first, indent: "      ")
        for (op, expression, own) in links {
            lines += side("  " + op, expression, indent: "      ")
            guard !own.isEmpty else { continue }
            if lines[lines.count - 1].count + 1 + own.count <= Formatter.width { lines[lines.count - 1] += " " + own } else {
                lines.append("    " + own)
            }
        }
        return lines + clauses.map { "  " + $0 }
    }

    /// Lines broken at `and`, then at the relations, then at the terms.
    private func broken(_ head: String, _ proposition: SyntaxProposition?) -> [String] {
        guard let proposition else { return [head] }
        switch proposition.kind {
        case .chain(let first, let links):
            var lines = side(head, first, indent: "        ")
            for link in links { lines += side("    \(link.op.spelling) ", link.expression, indent: "        ") }
            return lines
        case .conjunction(let parts):
            var lines: [String] = []
            for (position, part) in parts.enumerated() {
                let shown = printer.text(SyntaxProposition(.conjunction([part]), part.range))
                let prefix = position == 0 ? head : "    and "
                if (prefix + shown).count > Formatter.width, case .chain(let first, let links) = part.kind {
                    lines += side(prefix, first, indent: "          ")
                    for link in links { lines += side("        \(link.op.spelling) ", link.expression, indent: "          ") }
                } else {
                    lines.append(prefix + shown)
                }
            }
            return lines
        default: return [head + printer.text(proposition)]
        }
    }

    private func side(_ prefix: String, _ expression: SyntaxExpression, indent: String) -> [String] {
        let line = prefix + printer.text(expression)
        guard line.count > Formatter.width, case .sum(let terms) = expression.kind else { return [line] }
        var lines: [String] = []
        var current = prefix
        for (position, term) in terms.enumerated() {
            // A one-term sum prints the term as it stands in a sum.
            let shown = printer.text(SyntaxExpression(.sum([term]), expression.range))
            let piece = position == 0 ? shown : (term.isNegative ? "- " : "+ ") + shown
            if position > 0 {
                if current.count + 1 + piece.count > Formatter.width {
                    lines.append(current)
                    current = indent
                } else {
                    current += " "
                }
            }
            current += piece
        }
        return lines + [current]
    }

    // MARK: Statements

    /// The text in front of the statement `S`, and `S` when there is one.
    private func parts(_ kind: SyntaxStatement.Kind) -> (String, SyntaxProposition?) {
        switch kind {
        case .space(let points, let manifold): return ("space \(names(points)) in \(text(manifold))", nil)
        case .parameters(let groups): return ("param " + groups.map { printer.text($0) }.joined(separator: ", "), nil)
        case .function(let function): return ("function " + text(function), nil)
        case .density(let function): return ("density " + text(function), nil)
        case .concreteDensity(let name, let point, let value):
            return ("density \(name.text)\(point.map { "(\($0.text))" } ?? "") = \(printer.text(value))", nil)
        case .flow(let name, let equation): return ("flow \(name.text): ", equation)
        case .constant(let constants, let shape):
            return ("constant \(names(constants))" + (shape == SyntaxShape(.scalar) ? "" : " : " + text(shape)), nil)
        case .definition(let definition): return (text(definition), nil)
        case .claim(let name, let proposition): return ("claim \(label(name)): ", proposition)
        case .axiom(let name, let arguments, let conditions, let proposition):
            var head = "axiom \(label(name))"
            if !arguments.isEmpty { head += "(\(names(arguments)))" }
            if !conditions.isEmpty { head += " given " + conditions.map { condition($0) }.joined(separator: ", ") }
            return (head + ": ", proposition)
        case .calculation(let name, _, _): return ("calc \(label(name)): ", nil)
        case .find(let unknowns, let proposition): return ("find \(names(unknowns)): ", proposition)
        case .best(let name, let proposition): return ("best \(name.text): ", proposition)
        case .forWhich(let unknowns, let proposition): return ("for which \(names(unknowns)): ", proposition)
        case .optimise(let name, let isMinimum, let value):
            return ((isMinimum ? "minimise " : "maximise ") + optional(name) + printer.text(value), nil)
        case .certify(let name, let proposition): return ("certify " + optional(name), proposition)
        case .check(let name): return ("check " + label(name), nil)
        case .evaluate(let name, let value): return ("evaluate " + optional(name) + printer.text(value), nil)
        case .plot(let name, let values):
            return ("plot " + optional(name) + values.map { printer.text($0) }.joined(separator: ", "), nil)
        case .importing(let name): return ("import \"\(name.text)\"", nil)
        case .comments, .invalid: return ("", nil)
        }
    }

    private func names(_ names: [SyntaxName]) -> String { names.map(\.text).joined(separator: ", ") }

    private func optional(_ name: SyntaxName?) -> String { name.map { label($0) + ": " } ?? "" }

    /// The name, quoted unless it is a word (with step numbers).
    func label(_ name: SyntaxName) -> String {
        let words = name.text.split(separator: ".", omittingEmptySubsequences: false)
        let isWord = words.enumerated().allSatisfy { position, word in
            !word.isEmpty && word.unicodeScalars.allSatisfy { position == 0 ? $0.continuesName && $0 != "'" : $0.isDigit }
        }
        return isWord && words.count <= 2 ? name.text : "\"\(name.text)\""
    }

    private func condition(_ proposition: SyntaxProposition) -> String { printer.text(proposition) }

    private func text(_ manifold: SyntaxManifold) -> String {
        func power(_ letter: String, _ dimension: SyntaxExpression) -> String {
            switch dimension.kind {
            case .number, .name, .group: return "\(letter)^\(printer.text(dimension))"
            default: return "\(letter)^(\(printer.text(dimension)))"
            }
        }
        switch manifold {
        case .line: return "R"
        case .interval(let interval): return printer.text(interval)
        case .euclidean(let dimension): return power("R", dimension)
        case .sphere(let dimension): return power("S", dimension)
        case .torus(let dimension): return power("T", dimension)
        }
    }

    private func text(_ function: SyntaxFunction) -> String {
        var result = function.heads.map { "\($0.name.text)(\(names($0.arguments)))" }.joined(separator: ", ")
        if let sign = function.sign { result += " \(sign.spelling) 0" }
        if function.shape != SyntaxShape(.scalar) { result += " : " + text(function.shape) }
        if !function.attributes.isEmpty { result += " " + function.attributes.map(\.text).joined(separator: " ") }
        return result
    }

    private func text(_ shape: SyntaxShape) -> String {
        let word: String
        switch shape.kind {
        case .scalar: word = "scalar"
        case .vector: word = "vector"
        case .matrix: word = "matrix"
        case .symmetricMatrix: word = "symmetric matrix"
        case .antisymmetricMatrix: word = "antisymmetric matrix"
        case .tensor(let rank): word = "tensor \(rank)"
        }
        guard let dimension = shape.dimension else { return word }
        return word + " of " + text(SyntaxManifold.euclidean(dimension))
    }

    /// The definition on one line.
    func declaration(_ definition: SyntaxDefinition) -> String { text(definition) }

    private func text(_ definition: SyntaxDefinition) -> String {
        var head = "let " + definition.name.text
        if !definition.subscripts.isEmpty { head += "[\(names(definition.subscripts))]" }
        if let arguments = definition.arguments { head += "(\(names(arguments)))" }
        return head + " = " + printer.text(definition.value)
    }

    // MARK: Clauses

    private func text(_ clause: SyntaxClause) -> String {
        func list(_ conditions: [SyntaxProposition]) -> String { conditions.map { condition($0) }.joined(separator: ", ") }
        switch clause.kind {
        case .conditions(let conditions): return "where " + list(conditions)
        case .with(let conditions): return "with " + list(conditions)
        case .provided(let conditions): return "provided " + list(conditions)
        case .given(let names): return "given " + names.map { label($0) }.joined(separator: ", ")
        case .using(let uses):
            return "using " + uses.map { use in
                label(use.name)
                    + (use.arguments.isEmpty ? "" : "(" + use.arguments.map { printer.text($0) }.joined(separator: ", ") + ")")
            }.joined(separator: ", ")
        case .byParts: return "by parts"
        case .forEverySpace: return "for every space"
        case .forValues(let name, .single(let value)): return "for \(name.text) = \(printer.text(value))"
        case .forValues(let name, .interval(let interval)): return "for \(name.text) in \(printer.text(interval))"
        case .forValues(let name, .list(let values, let last)):
            return "for \(name.text) in " + values.map { printer.text($0) }.joined(separator: ", ")
                + (last.map { " .. " + printer.text($0) } ?? "")
        case .over(let groups): return "over " + groups.map { printer.text($0) }.joined(separator: ", ")
        case .on(let arguments): return "on " + arguments.map { printer.argument($0) }.joined(separator: ", ")
        case .expect(let verdict): return "expect " + verdict
        case .cite(let text): return "cite \"\(text)\""
        case .note(let text): return "note \"\(text)\""
        case .digits(let digits): return "digits " + digits
        }
    }
}

/// Why a text was not formatted.
public struct FormattingError: Error, Sendable {
    public let diagnostics: [Diagnostic]
}
