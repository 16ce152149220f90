/// Integrals and sums.
extension FormulaTranslator {
    private struct IntegralSign {
        /// What stands below and above.
        var domain: [FormulaItem]
        var upper: [FormulaItem]
        var count: Int
        /// The domain says how many variables there are.
        var isExact: Bool
    }

    mutating func integral() throws(LaTeXError) -> Said {
        let first = items[position]
        var signs: [IntegralSign] = []
        while let sign = try integralSign() { signs.append(sign) }
        let count = signs.reduce(0) { $0 + $1.count }
        if let (bodyEnd, variables, end) = try differentials(signs) {
            guard bodyEnd > position else { throw failure("found no integrand", at: first) }
            let body = Array(items[position..<bodyEnd])
            var points: [String] = []
            for variable in variables { points.append(try integrationPoint(variable, signs, at: first)) }
            guard points.count >= signs.count, !signs.allSatisfy(\.isExact) || points.count == count else {
                throw failure("found \(points.count) differentials for \(count) integrals", at: first)
            }
            guard Set(points).count == points.count else { throw failure("found a differential twice", at: first) }
            let said = try expression(body, at: first)
            position = end
            return Said(text: "∫[\(points.joined(separator: ", "))] \(said.level == .sum ? said.bracketed : said.text)", level: .product, isOpen: true)
        }
        return try integralWithoutDifferential(signs, count, first)
    }

    private mutating func integralSign() throws(LaTeXError) -> IntegralSign? {
        guard case .command(let name)? = current?.kind, let count = ["int": 1, "iint": 2, "iiint": 3][name] else { return nil }
        position += 1
        var sign = IntegralSign(domain: [], upper: [], count: count, isExact: name != "int")
        while let script = current {
            if case .sub(let body) = script.kind { sign.domain = body } else if case .sup(let body) = script.kind { sign.upper = body } else { break }
            position += 1
        }
        if !sign.domain.isEmpty, name == "int" {
            let factors = FormulaTranslator.factors(of: sign.domain)
            sign.count = factors?.count ?? 1
            sign.isExact = factors != nil
        }
        return sign
    }

    /// The spaces of a product: `(\mathbb{R}^3)^2`, `\mathbb{R}^3 \times \mathbb{R}^3`. `nil` for other domains.
    private static func factors(of domain: [FormulaItem]) -> [String]? {
        if domain.first?.kind == .open("("), domain.count > 3, case .sup(let power)? = domain.last?.kind, domain[domain.count - 2].kind == .close(")"),
            power.count == 1, case .number(let digits) = power[0].kind, let times = Int(digits), (1...6).contains(times)
        {
            guard let one = factors(of: Array(domain[1..<(domain.count - 2)])), one.count == 1 else { return nil }
            return Array(repeating: one[0], count: times)
        }
        var result: [String] = []
        for part in domain.split(whereSeparator: { $0.kind == .sign("×") }) {
            guard let letter = part.first, case .styled("mathbb", let body) = letter.kind, ["R", "S", "T"].contains(body.latex) else { return nil }
            let rest = part.dropFirst()
            guard rest.count <= 1 else { return nil }
            var power = ""
            if case .sup(let body)? = rest.first?.kind { power = "^" + (body.count == 1 ? body.latex : "(\(body.latex))") } else if !rest.isEmpty { return nil }
            result.append(body.latex + power)
        }
        return result.isEmpty ? nil : result
    }

    /// Where the integrand ends, the variables of integration and where they end; `nil` where none are written.
    private func differentials(_ signs: [IntegralSign]) throws(LaTeXError) -> (bodyEnd: Int, variables: [FormulaName], end: Int)? {
        var pending = [signs.reduce(0) { $0 + $1.count }]
        var depth = 0
        var index = position
        while index < items.count {
            let item = items[index]
            if item.opens { depth += 1 }
            if item.closes { depth -= 1 }
            if depth < 0 { return nil }
            if depth == 0 {
                if case .relation = item.kind, openBars.isEmpty { return nil }
                if case .command(let name) = item.kind, name.hasSuffix("int"), ["int", "iint", "iiint"].contains(name) { pending.append(name == "int" ? 1 : name.count - 2) }
                if let (name, end) = try differential(at: index) {
                    guard pending.count == 1 else {
                        pending[pending.count - 1] -= 1
                        if pending.last == 0 { pending.removeLast() }
                        index = end
                        continue
                    }
                    var variables = [name]
                    var last = end
                    while let (next, end) = try differential(at: last) {
                        variables.append(next)
                        last = end
                    }
                    return (index, variables, last)
                }
            }
            index += 1
        }
        return nil
    }

    private func differential(at index: Int) throws(LaTeXError) -> (FormulaName, Int)? {
        guard index < items.count, items[index].kind == .letter("d") || items[index].kind == .text("d"),
            let (name, end) = FormulaName.read(items, at: index + 1)
        else { return nil }
        if case .point? = kind(of: name) { return (name, end) }
        if name.base == "\\Pi" || name.base == "\\gamma" || name.base == "\\mu" || name.base == "\\nu" || name.base == "\\pi" {
            throw failure("an integral against the measure \(name.latex) has no translation", at: items[index])
        }
        return nil
    }

    /// The variable, if the integral sign stands over its space.
    private mutating func integrationPoint(_ name: FormulaName, _ signs: [IntegralSign], at first: FormulaItem) throws(LaTeXError) -> String {
        guard case .point(let space)? = kind(of: name) else { return "" }
        let text = try value(of: name, at: first).text
        guard !text.contains("[") else { throw failure("found the differential of a component", at: first) }
        var isOver = signs.contains { $0.domain.isEmpty && $0.upper.isEmpty }
        for sign in signs where !isOver {
            if let factors = FormulaTranslator.factors(of: sign.domain) {
                isOver = factors.contains(space.replacing("{", with: "").replacing("}", with: ""))
            } else if space.hasPrefix("("), sign.upper.latex == "\\infty", sign.domain.latex == "0" {
                isOver = space == "(0,oo)" || space == "(0, oo)"
            } else if space.hasPrefix("(") || space == "R", !sign.upper.isEmpty {
                let lower = try expression(sign.domain, at: first).text, upper = try expression(sign.upper, at: first).text
                return "\(text) in (\(lower), \(upper))"
            }
        }
        guard isOver else { throw failure("`\(name.latex)` is a point of \(space), which no integral here is over", at: first) }
        return text
    }

    /// The integrand goes to the end of the term, and the points are those it speaks of.
    private mutating func integralWithoutDifferential(_ signs: [IntegralSign], _ count: Int, _ first: FormulaItem) throws(LaTeXError) -> Said {
        guard signs.count == 1, let spaces = FormulaTranslator.factors(of: signs[0].domain) else {
            throw failure("found no differential that says what is integrated over", at: first)
        }
        let start = position
        let body = try term()
        // f_i ⊗ f_j is at points that only the translation shows; those of inner integrals and substitutions are bound.
        let shown = body.text.contains("∫[") || body.text.contains(":=") ? [] : points(in: body.text, of: spaces)
        if shown.count == count {
            remarks.append("the integral is taken over \(shown.joined(separator: ", ")): the paper does not say it")
            return Said(text: "∫[\(shown.joined(separator: ", "))] \(body.level == .sum ? body.bracketed : body.text)", level: .product, isOpen: true)
        }
        var points: [String] = []
        var mentionedLatex: [String] = []
        let integrand = Array(items[start..<position])
        // The variables of inner integrals are theirs.
        let inner = Set(integrand.indices.filter { integrand[$0].kind == .letter("d") }.compactMap { FormulaName.read(integrand, at: $0 + 1)?.name })
        for item in FormulaTranslator.mentioned(integrand) where !inner.contains(item) {
            guard case .point(let space)? = kind(of: item), !points.contains(item.identifier), spaces.contains(space) else { continue }
            points.append(item.identifier)
            mentionedLatex.append(item.latex)
        }
        // Those the notation has functions at; or z and z^*, where z is mentioned.
        let companions = points.isEmpty ? ownPoints : points.count == 1 ? mentionedLatex.flatMap { ["\($0)^*", "\($0)_*"] } : []
        for own in companions where points.count < count {
            guard let kind = notation.kinds[own], case .point(let space) = kind, spaces.contains(space) else { continue }
            let name = try declarePoint(own, at: first)
            if !points.contains(name) { points.append(name) }
        }
        guard points.count == count else { throw failure("found no differential that says what is integrated over", at: first) }
        remarks.append("the integral is taken over \(points.joined(separator: ", ")): the paper does not say it")
        return Said(text: "∫[\(points.joined(separator: ", "))] \(body.level == .sum ? body.bracketed : body.text)", level: .product, isOpen: true)
    }

    /// The points of these spaces that a text of the language mentions, in the order of the text.
    private func points(in text: String, of spaces: [String]) -> [String] {
        let listed = notation.kinds.filter { if case .point(let space) = $0.value { spaces.contains(space) } else { false } }.keys
        let names = Set(listed.compactMap { latex in (try? FormulaReader.items(of: latex)).flatMap { FormulaName.read($0, at: 0)?.name.identifier } })
        var result: [String] = []
        for word in KnownNames.words(text) where names.contains(word) && !result.contains(word) { result.append(word) }
        return result
    }

    /// The names in items, in order, those inside of others included.
    static func mentioned(_ items: [FormulaItem]) -> [FormulaName] {
        var result: [FormulaName] = []
        var position = 0
        while position < items.count {
            if let (name, end) = FormulaName.read(items, at: position) {
                result.append(name)
                position = end
                continue
            }
            switch items[position].kind {
            case .styled(_, let body), .accent(_, let body), .group(let body), .root(let body), .sub(let body), .sup(let body): result += mentioned(body)
            case .fraction(let a, let b): result += mentioned(a) + mentioned(b)
            default: break
            }
            position += 1
        }
        return result
    }

    // MARK: Sums

    /// A sum with few terms whose index tells names apart, as in m_1 f_1 + m_2 f_2: the terms.
    private mutating func writtenOut(_ names: [String], _ from: String, _ to: String, at first: FormulaItem) throws(LaTeXError) -> Said? {
        // The body goes to the end of the term.
        let start = position
        var trial = self
        trial.indices.formUnion(names)
        let end: Int
        if (try? trial.term()) != nil { end = trial.position } else {
            trial = self
            guard let other = endOfTerm() else { return nil }
            end = other
        }
        let body = Array(items[start..<end])
        let isInNames = FormulaTranslator.mentioned(body).contains { name in
            guard let index = name.index, notation.kinds[name.base].map(isTensorKind) != true else { return false }
            return FormulaTranslator.mentioned(index).contains { names.contains($0.identifier) }
        }
        guard isInNames else { return nil }
        guard let lower = Int(from), let upper = Int(to), lower <= upper, upper - lower < 4, names.count <= 2 else {
            throw failure("the index \(names.joined(separator: ", ")) of the sum tells names apart, and its range is no few numbers", at: first)
        }
        position = end
        var bodies = [body]
        for name in names {
            bodies = bodies.flatMap { body in (lower...upper).map { FormulaTranslator.substituting(name, String($0), in: body) } }
        }
        var texts: [String] = []
        for body in bodies {
            let said = try expression(body, at: first)
            texts.append(said.level == .sum || said.isOpen && bodies.count > 1 ? "(\(said.text))" : said.text)
        }
        return Said(text: texts.count == 1 ? texts[0] : "(\(texts.joined(separator: " + ")))", level: .atom)
    }

    private func isTensorKind(_ kind: Notation.Kind) -> Bool {
        switch kind {
        case .point, .constant: return true
        default: return false
        }
    }

    /// Where a sum, a relation or the formula ends what begins here.
    private func endOfTerm() -> Int? {
        var depth = 0
        for index in position..<items.count {
            if items[index].opens { depth += 1 }
            if items[index].closes { depth -= 1 }
            if depth < 0 { return index }
            if depth == 0 {
                if case .relation = items[index].kind { return index }
                if index > position, items[index].kind == .sign("+") || items[index].kind == .sign("-") { return index }
            }
        }
        return items.count
    }

    /// The items with an index replaced by a number, in subscripts.
    private static func substituting(_ name: String, _ number: String, in items: [FormulaItem]) -> [FormulaItem] {
        func change(_ items: [FormulaItem], _ isIndex: Bool) -> [FormulaItem] {
            items.map { item in
                var copy = item
                switch item.kind {
                case .letter(name) where isIndex: copy.kind = .number(number)
                case .sub(let body): copy.kind = .sub(change(body, true))
                case .sup(let body): copy.kind = .sup(change(body, isIndex))
                case .group(let body): copy.kind = .group(change(body, isIndex))
                case .root(let body): copy.kind = .root(change(body, isIndex))
                case .styled(let font, let body): copy.kind = .styled(font, change(body, isIndex))
                case .accent(let accent, let body): copy.kind = .accent(accent, change(body, isIndex))
                case .fraction(let a, let b): copy.kind = .fraction(change(a, isIndex), change(b, isIndex))
                case .matrix(let rows): copy.kind = .matrix(rows.map { $0.map { change($0, isIndex) } })
                default: break
                }
                return copy
            }
        }
        return change(items, false)
    }

    mutating func indexedSum() throws(LaTeXError) -> Said {
        let first = items[position]
        position += 1
        var lower: [FormulaItem] = [], upper: [FormulaItem] = []
        while let script = current {
            if case .sub(let body) = script.kind { lower = body } else if case .sup(let body) = script.kind { upper = body } else { break }
            position += 1
        }
        let sides = lower.split(whereSeparator: { $0.kind == .relation("=") }).map(Array.init)
        guard let left = sides.first, sides.count <= 2 else { throw failure("found a sum without its index", at: first) }
        var names: [String] = []
        for part in separated(left) {
            guard let (name, end) = FormulaName.read(part, at: 0), end == part.count else {
                throw failure("a sum over `\(lower.latex)` has no translation", at: first)
            }
            names.append(name.identifier)
        }
        let from: String, to: String
        if sides.count == 2, !upper.isEmpty {
            from = try expression(sides[1], at: first).text
            to = try expression(upper, at: first).bracketed
            guard to.allSatisfy(\.isNumber) || to == dimensionName else {
                throw failure("a sum up to `\(upper.latex)` has no translation: sums end at numbers, or at the dimension", at: first)
            }
        } else {
            guard sides.count == 1, upper.isEmpty, names.allSatisfy({ $0.count == 1 && "ijklmn".contains($0) }), let dimension = dimension else { throw failure("a sum over `\(lower.latex)` has no translation", at: first) }
            from = "1"
            to = dimension
            remarks.append("the sum over \(names.joined(separator: ", ")) runs from 1 to \(dimension): the paper does not say it")
        }
        if let written = try writtenOut(names, from, to, at: first) { return written }
        let outer = indices
        indices.formUnion(names)
        let body = try term()
        indices = outer
        var text = "(\(body.text))"
        for name in names.reversed() { text = "sum[\(name) in \(from)..\(to)] \(text)" }
        return Said(text: text, level: .product, isOpen: true)
    }
}
