/// Where a pattern with holes stands in a formula.
struct PatternMatch {
    var holes: [Int: [FormulaItem]]
    /// Behind the last piece.
    var end: Int

    /// The pattern at a place; a hole takes as little as it can, with its brackets balanced.
    static func of(_ pattern: [FormulaItem], in items: [FormulaItem], at start: Int) -> PatternMatch? {
        match(pattern[...], items, start, [:], isWhole: false)
    }

    private static func match(
        _ pattern: ArraySlice<FormulaItem>, _ items: [FormulaItem], _ position: Int, _ holes: [Int: [FormulaItem]], isWhole: Bool
    ) -> PatternMatch? {
        guard let first = pattern.first else { return isWhole && position < items.count ? nil : PatternMatch(holes: holes, end: position) }
        let rest = pattern.dropFirst()
        if case .hole(let number) = first.kind {
            var depth = 0
            var end = position
            while end < items.count {
                if items[end].opens { depth += 1 }
                if items[end].closes { depth -= 1 }
                guard depth >= 0, items[end].kind != .newline else { return nil }
                end += 1
                // What the hole takes keeps its scripts.
                if depth > 0 || (rest.isEmpty && !isWhole && end < items.count && items[end].isScript) { continue }
                var taken = holes
                let value = Array(items[position..<end])
                if let old = holes[number], old != value { continue }
                taken[number] = value
                if let found = match(rest, items, end, taken, isWhole: isWhole) { return found }
                if rest.isEmpty, !isWhole { return nil }
            }
            return nil
        }
        guard position < items.count, let inner = matchItem(first, items[position], holes) else { return nil }
        return match(rest, items, position + 1, inner, isWhole: isWhole)
    }

    private static func matchItem(_ pattern: FormulaItem, _ item: FormulaItem, _ holes: [Int: [FormulaItem]]) -> [Int: [FormulaItem]]? {
        func inside(_ pairs: [([FormulaItem], [FormulaItem])]) -> [Int: [FormulaItem]]? {
            var holes = holes
            for (a, b) in pairs {
                guard let found = match(a[...], b, 0, holes, isWhole: true) else { return nil }
                holes = found.holes
            }
            return holes
        }
        switch (pattern.kind, item.kind) {
        case (.styled(let f, let a), .styled(let g, let b)): return f == g ? inside([(a, b)]) : nil
        case (.accent(let f, let a), .accent(let g, let b)): return f == g ? inside([(a, b)]) : nil
        case (.group(let a), .group(let b)), (.sub(let a), .sub(let b)), (.sup(let a), .sup(let b)), (.root(let a), .root(let b)):
            return inside([(a, b)])
        case (.fraction(let a, let b), .fraction(let c, let d)): return inside([(a, c), (b, d)])
        case (.bar, .bar), (.doubleBar, .doubleBar): return holes
        default: return pattern.kind == item.kind ? holes : nil
        }
    }

    /// The items with the holes filled; what stood in several pieces becomes a group.
    static func fill(_ items: [FormulaItem], _ holes: [Int: [FormulaItem]], at place: LaTeXToken.Place) -> [FormulaItem] {
        items.flatMap { item -> [FormulaItem] in
            if case .hole(let number) = item.kind, let value = holes[number] { return value }
            var copy = item
            copy.place = place
            func inner(_ body: [FormulaItem]) -> [FormulaItem] { fill(body, holes, at: place) }
            switch item.kind {
            case .styled(let font, let body): copy.kind = .styled(font, inner(body))
            case .accent(let name, let body): copy.kind = .accent(name, inner(body))
            case .group(let body): copy.kind = .group(inner(body))
            case .fraction(let a, let b): copy.kind = .fraction(inner(a), inner(b))
            case .root(let body): copy.kind = .root(inner(body))
            case .sub(let body): copy.kind = .sub(inner(body))
            case .sup(let body): copy.kind = .sup(inner(body))
            default: break
            }
            return [copy]
        }
    }
}

extension FormulaItem {
    var isScript: Bool {
        switch kind {
        case .sub, .sup, .primes: return true
        default: return false
        }
    }
}
