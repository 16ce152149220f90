/// The statements that a display makes: its rows joined where one goes on with the other, its numbers taken off, and what commas
/// and words set apart told apart.
struct FormulaLayout {
    /// One formula of a display, with its number.
    struct Formula {
        var items: [FormulaItem]
        var tags: [String]
    }

    /// A piece of a formula between commas and words.
    struct Piece {
        var items: [FormulaItem]
        /// It says for what the statements before it are meant.
        var isCondition: Bool
        var isDefinition: Bool { items.contains { $0.kind == .relation(":=") } }
    }

    /// The formulas of a display.
    static func formulas(_ items: [FormulaItem]) -> [Formula] {
        let items = unwrapped(items)
        if let systems = systems(items) { return systems.flatMap(formulas) }
        var result: [Formula] = []
        var depth = 0
        for row in items.split(omittingEmptySubsequences: true, whereSeparator: { $0.kind == .newline }) {
            let (own, tags) = withoutTags(row.filter { $0.kind != .align })
            let row = withoutSpace(own)
            guard !row.isEmpty else {
                if !tags.isEmpty, !result.isEmpty { result[result.count - 1].tags += tags }
                continue
            }
            // A row that begins with a sign is a statement of its own behind a comma.
            let isSeparate = !goesOn(row) || (!beginsWithRelation(row) && ends(result.last?.items ?? []))
            let startsAnew = depth <= 0 && isSeparate && relations(row) > 0 && (result.last.map { relations($0.items) > 0 } ?? true)
            if result.isEmpty || startsAnew {
                result.append(Formula(items: row, tags: tags))
                depth = 0
            } else {
                // A full stop before a row that goes on is the page's, not the formula's.
                if goesOn(row) { while ends(result[result.count - 1].items) || result[result.count - 1].items.last?.kind == .quad { result[result.count - 1].items.removeLast() } }
                result[result.count - 1].items += row
                result[result.count - 1].tags += tags
            }
            depth += row.reduce(0) { $0 + ($1.opens ? 1 : $1.closes ? -1 : 0) }
        }
        return result
    }

    private static func beginsWithRelation(_ row: [FormulaItem]) -> Bool {
        if case .relation? = row.first(where: { $0.kind != .quad })?.kind { return true }
        return false
    }

    /// A comma or a full stop stands at the end.
    private static func ends(_ row: [FormulaItem]) -> Bool {
        [.sign(","), .sign("."), .sign(";")].contains(row.last(where: { $0.kind != .quad })?.kind)
    }

    private static func withoutSpace(_ row: [FormulaItem]) -> [FormulaItem] {
        var row = row[...]
        while row.first?.kind == .quad { row.removeFirst() }
        while row.last?.kind == .quad { row.removeLast() }
        return Array(row)
    }

    /// An environment for rows stands for its rows.
    private static func unwrapped(_ items: [FormulaItem]) -> [FormulaItem] {
        items.flatMap { item -> [FormulaItem] in
            if case .group(let body) = item.kind, body.contains(where: { $0.kind == .newline || $0.kind == .align }) { return unwrapped(body) }
            return [item]
        }
    }

    /// A display that is made of systems of equations.
    private static func systems(_ items: [FormulaItem]) -> [[FormulaItem]]? {
        var result: [[FormulaItem]] = []
        var tag: FormulaItem?
        let (rest, tags) = withoutTags(items)
        for item in rest {
            switch item.kind {
            case .cases(let rows):
                for cells in rows {
                    result.append(Array(cells.joined(separator: [FormulaItem(kind: .quad, place: item.place)])))
                }
            case .quad, .sign(","), .sign("."), .sign(";"), .open("{"), .close("}"): continue
            default: return nil
            }
        }
        if let first = tags.first { tag = FormulaItem(kind: .tag(first), place: items[0].place) }
        if let tag, !result.isEmpty { result[0].append(tag) }
        return result.isEmpty ? nil : result
    }

    private static func withoutTags(_ row: [FormulaItem]) -> ([FormulaItem], [String]) {
        var tags: [String] = []
        var rest: [FormulaItem] = []
        for item in row {
            if case .tag(let tag) = item.kind { tags.append(tag) } else { rest.append(item) }
        }
        // `\quad (2.7)` at the end of a row.
        while rest.last?.kind == .quad || rest.last?.kind == .sign(",") && rest.count > 4 && rest[rest.count - 2].kind == .close(")") && printedTag(rest.dropLast()) != nil {
            rest.removeLast()
        }
        if let (tag, start) = printedTag(rest[...]) {
            tags.append(tag)
            rest.removeSubrange(start...)
        }
        return (rest, tags)
    }

    private static func printedTag(_ row: ArraySlice<FormulaItem>) -> (String, Int)? {
        guard row.last?.kind == .close(")"), let open = row.lastIndex(where: { $0.kind == .open("(") }), open > row.startIndex,
            row[open - 1].kind == .quad
        else { return nil }
        let inside = row[(open + 1)..<(row.endIndex - 1)]
        var tag = ""
        for item in inside {
            switch item.kind {
            case .number(let digits): tag += digits
            case .text(let text): tag += text
            case .sign("."): tag += "."
            default: return nil
            }
        }
        return tag.isEmpty ? nil : (tag, open - 1)
    }

    /// The row goes on with the one above.
    static func goesOn(_ row: [FormulaItem]) -> Bool {
        switch row.first(where: { $0.kind != .quad })?.kind {
        case .relation, .close: return true
        case .sign(let sign): return ["+", "-", "·", "×", ":", "⊗", "/", "±"].contains(sign)
        case nil: return true
        default: return false
        }
    }

    /// How many relations stand outside of brackets.
    static func relations(_ items: [FormulaItem]) -> Int {
        var depth = 0, count = 0
        for item in items {
            if item.opens { depth += 1 }
            if item.closes { depth -= 1 }
            if case .relation = item.kind, depth <= 0 { count += 1 }
        }
        return count
    }

    /// The statements of a formula and the conditions on them.
    static func pieces(_ formula: Formula) -> [Piece] {
        var result: [Piece] = []
        var current: [FormulaItem] = []
        var depth = 0
        var announcesCondition = false
        func isPunctuation(_ item: FormulaItem?) -> Bool {
            [.sign(","), .sign("."), .sign(";"), .quad].contains(item?.kind)
        }
        var isSeparated = false
        func flush() {
            let wasEmpty = current.isEmpty, wasEnded = ends(current) || current.latex == "and"
            defer { if !wasEmpty { isSeparated = wasEnded } }
            while isPunctuation(current.last) { current.removeLast() }
            while isPunctuation(current.first) { current.removeFirst() }
            // `and` in italics is three letters.
            // What begins with a sign goes on, unless a comma or a word stands before it.
            if !current.isEmpty, !result.isEmpty, !isSeparated, goesOn(current), !announcesCondition {
                result[result.count - 1].items += current
            } else if !current.isEmpty, current.latex != "and" {
                result.append(Piece(items: current, isCondition: announcesCondition || (!result.isEmpty && FormulaLayout.isCondition(current))))
                announcesCondition = false
            }
            current = []
        }
        for (index, item) in formula.items.enumerated() {
            if item.opens { depth += 1 }
            if item.closes { depth -= 1 }
            switch item.kind {
            case .quad where depth <= 0: flush()
            case .sign(";") where depth <= 0:
                flush()
                isSeparated = true
            case .sign(",") where depth <= 0 && relations(Array(formula.items[(index + 1)...].prefix { $0.kind != .sign(",") })) > 0
                && relations(current) > 0:
                flush()
                isSeparated = true
            case .text(let text) where depth <= 0 && connects(text) != nil:
                flush()
                isSeparated = true
                announcesCondition = connects(text) == true
            default: current.append(item)
            }
        }
        flush()
        return result
    }

    /// Whether a word sets statements apart: `true` where it announces a condition, `nil` where it does not.
    private static func connects(_ text: String) -> Bool? {
        let words = text.lowercased().split(whereSeparator: { !$0.isLetter })
        guard let first = words.first else { return nil }
        if ["for", "if", "where", "all", "with", "when", "whenever", "provided"].contains(first) { return true }
        return ["and", "hence", "so", "thus", "therefore"].contains(first) ? false : nil
    }

    /// A range of an index or of a parameter: letters and numbers only, or a membership.
    private static func isCondition(_ items: [FormulaItem]) -> Bool {
        if items.contains(where: { $0.kind == .command("in") }) { return true }
        if items.contains(where: { $0.kind == .sign("…") || $0.kind == .command("dots") }) { return true }
        let isOrder = items.contains { [.relation("≤"), .relation("≥"), .relation("<"), .relation(">")].contains($0.kind) }
        return isOrder && items.allSatisfy { item in
            switch item.kind {
            case .relation, .letter, .number, .sub, .sup, .sign("-"), .sign("+"), .root, .accent: return true
            default: return false
            }
        }
    }
}

extension FormulaItem {
    var opens: Bool { if case .open = kind { true } else { false } }
    var closes: Bool { if case .close = kind { true } else { false } }
}
