/// What the names of a formula are: from the notation, from what is declared, or guessed.
extension FormulaTranslator {
    /// What the name is, as far as the notation or the notebook says.
    func kind(of name: FormulaName) -> Notation.Kind? {
        if formal.contains(name.identifier) {
            // The argument of a definition is a function of the points that its letter has.
            switch notation.kinds[name.latex] ?? notation.kinds[name.base] {
            case .density(let points)?, .function(let points, _)?: return .density(points)
            default: return .density([standardPoint])
            }
        }
        if let own = notation.kinds[name.latex] { return own }
        if let declared = known.kinds[name.identifier] { return declared }
        if known.isDefined(name.identifier) { return nil }
        guard name.latex != name.base, let base = notation.kinds[name.base] else { return nil }
        switch base {
        case .time: return nil
        // v_i is a component of v.
        case .point: return name.index.map(isComponent) ?? false ? base : name.index == nil ? base : nil
        default: return base
        }
    }

    /// A number or an index of a sum.
    func isComponent(_ index: [FormulaItem]) -> Bool {
        separated(index).allSatisfy { part in
            if part.count == 1, case .number = part[0].kind { return true }
            if let (name, end) = FormulaName.read(part, at: 0), end == part.count, name.index == nil { return name.identifier.count == 1 }
            return part.count == 2 && isComponent([part[0]]) && isComponent([part[1]])
        }
    }

    /// The point that functions are at where none is written, in LaTeX.
    var standardPoint: String { ownPoints.first ?? "v" }

    /// The points of densities and of functions of two points, in LaTeX.
    var ownPoints: [String] { known.standardPoints }

    func ownPoint(at first: FormulaItem) throws(LaTeXError) -> String {
        guard let (name, _) = try FormulaName.read(FormulaReader.items(of: standardPoint), at: 0) else { throw failure("found no point", at: first) }
        return name.identifier
    }

    /// The dimension of the space of the standard point.
    var dimension: String? {
        guard case .point(let space)? = notation.kinds[standardPoint], space.hasPrefix("R^") else { return nil }
        return String(space.dropFirst(2))
    }

    var dimensionName: String? { dimension.flatMap { $0.allSatisfy(\.isLetter) ? $0 : nil } }

    func timeName(at first: FormulaItem) throws(LaTeXError) -> String {
        guard known.hasFlow else { throw failure("the time stands here, and no equation above says how anything moves", at: first) }
        return "t"
    }

    /// The name as a value.
    mutating func value(of name: FormulaName, at first: FormulaItem) throws(LaTeXError) -> Said {
        if formal.contains(name.identifier) { return .atom(name.identifier) }
        if indices.contains(name.identifier) { return .atom(name.identifier) }
        if let template = known.templates[name.identifier], template.arguments > 0 {
            throw failure("`\(name.latex)` stands without its arguments", at: first)
        }
        if let index = name.index, notation.kinds[name.latex] == nil, !known.isDefined(name.identifier), known.kinds[name.identifier] == nil,
            let base = notation.kinds[name.base], isTensor(base), isComponent(index), name.latex == "\(name.base)_\(FormulaTranslator.script(index))"
        {
            return try component(name.base, index, at: first)
        }
        if known.kinds[name.identifier] != nil, notation.kinds[name.latex] == nil { return .atom(name.identifier) }
        guard !Spelled.isTaken(name.identifier) else { throw failure("`\(name.latex)` is a word of the language", at: first) }
        switch kind(of: name) {
        case .point?: return .atom(try declarePoint(name.latex, at: first))
        case .time?: return .atom(try timeName(at: first))
        case .density(let points)?:
            for point in points { _ = try declarePoint(point, at: first) }
            guesses.add(name.identifier, ["density \(name.identifier)(\(try identifiers(points, first)))"], isGuess: notation.kinds[name.latex] == nil, known: known)
        case .function(let points, let tail)?:
            for point in points { _ = try declarePoint(point, at: first) }
            guesses.add(
                name.identifier, ["function \(name.identifier)(\(try identifiers(points, first)))" + (tail.isEmpty ? "" : " " + tail)],
                isGuess: notation.kinds[name.latex] == nil, known: known)
        case .number(let range)?:
            guesses.add(name.identifier, ["param \(name.identifier)" + (range.isEmpty ? "" : " " + range)], isGuess: notation.kinds[name.latex] == nil, known: known)
        case .constant(let shape)?:
            guesses.add(name.identifier, ["constant \(name.identifier) : \(shape)"], isGuess: notation.kinds[name.latex] == nil, known: known)
        case nil:
            if known.isDefined(name.identifier) { break }
            if derivatives > 0 {
                let points = context.isEmpty ? [standardPoint] : context.map(\.latex)
                for point in points { _ = try declarePoint(point, at: first) }
                try guesses.add(function: name.identifier, points: points, known: known)
            } else {
                var candidates = ["param \(name.identifier)", "constant \(name.identifier) : vector", "constant \(name.identifier) : symmetric matrix"]
                if !context.isEmpty {
                    for point in context { _ = try declarePoint(point.latex, at: first) }
                    candidates.append("function \(name.identifier)(\(context.map(\.identifier).joined(separator: ", "))) > 0")
                }
                guesses.add(name.identifier, candidates, isGuess: true, known: known)
            }
        }
        return .atom(name.identifier)
    }

    private static func script(_ body: [FormulaItem]) -> String { body.latex.count == 1 ? body.latex : "{\(body.latex)}" }

    private func isTensor(_ kind: Notation.Kind) -> Bool {
        switch kind {
        case .point(let space): return space.hasPrefix("R^") || space.hasPrefix("S^")
        case .constant: return true
        default: return false
        }
    }

    /// `v_1`, `P_{ij}` under sums.
    private mutating func component(_ base: String, _ index: [FormulaItem], at first: FormulaItem) throws(LaTeXError) -> Said {
        guard let (stem, _) = try FormulaName.read(FormulaReader.items(of: base), at: 0) else { throw failure("found a component of nothing", at: first) }
        var texts: [String] = []
        let parts = index.contains { $0.kind == .sign(",") } ? separated(index) : index.map { [$0] }
        for part in parts {
            if case .number(let digits)? = part.first?.kind, part.count == 1 {
                texts.append(digits)
            } else if let (name, _) = FormulaName.read(part, at: 0), indices.contains(name.identifier) {
                texts.append(name.identifier)
            } else {
                throw failure("the index of `\(base)_\(FormulaTranslator.script(index))` is free: the language has components with numbers, and under sums", at: first)
            }
        }
        let value = try self.value(of: stem, at: first)
        return .atom("\(value.text)[\(texts.joined(separator: ","))]")
    }

    /// Declares the point, given in LaTeX, and gives its name.
    mutating func declarePoint(_ latex: String, at first: FormulaItem) throws(LaTeXError) -> String {
        guard let (name, _) = try FormulaName.read(FormulaReader.items(of: latex), at: 0), case .point(let space)? = kind(of: name) else {
            throw failure("`\(latex)` is no point in the notation", at: first)
        }
        if space.hasPrefix("R^") {
            let power = space.dropFirst(2)
            if power.allSatisfy(\.isLetter) { guesses.add(String(power), ["param \(power) integer"], isGuess: false, known: known) }
        }
        guesses.add(name.identifier, ["space \(name.identifier) in \(space)"], isGuess: notation.kinds[name.latex] == nil, known: known)
        return name.identifier
    }

    private func identifiers(_ points: [String], _ first: FormulaItem) throws(LaTeXError) -> String {
        var names: [String] = []
        for point in points {
            guard let (name, _) = try FormulaName.read(FormulaReader.items(of: point), at: 0) else { throw failure("`\(point)` is no point", at: first) }
            names.append(name.identifier)
        }
        return names.joined(separator: ", ")
    }

    // MARK: Functions without arguments

    /// The points that operators (`\nabla_z`, `\Pi_z^\perp`), differentials, hats and norms name.
    func explicitPoints(_ items: [FormulaItem]) -> [FormulaName] {
        var result: [FormulaName] = []
        func add(_ body: [FormulaItem]) {
            guard let (name, end) = FormulaName.read(body, at: 0), end == body.count, case .point? = kind(of: name), notation.kinds[name.latex] != nil || known.kinds[name.identifier] != nil,
                !result.contains(name)
            else { return }
            result.append(name)
        }
        var hasSphere = false
        func addSphere() {
            guard !result.contains(where: { kind(of: $0) == .point("S^2") }) else { return }
            let points = notation.kinds.filter { $0.value == .point("S^2") }.keys.sorted()
            if let point = points.contains("\\omega") ? "\\omega" : points.first, let items = try? FormulaReader.items(of: point) { add(items) }
        }
        func visit(_ items: [FormulaItem]) {
            for (index, item) in items.enumerated() {
                let next = index + 1 < items.count ? items[index + 1].kind : nil
                switch item.kind {
                case .command, .word:
                    if case .sub(let body)? = next {
                        add(body)
                        // Components: ∂_{v_i}.
                        if let (name, end) = FormulaName.read(body, at: 0), end == body.count, name.index != nil, notation.kinds[name.latex] == nil, let base = try? FormulaReader.items(of: name.base) { add(base) }
                        if body.contains(where: { if case .styled("mathbb", let letter) = $0.kind { letter.latex == "S" } else { false } }) { hasSphere = true }
                        for piece in body { if case .accent(_, let inner) = piece.kind { add(inner) } }
                    }
                case .letter("d"), .text("d"):
                    if let end = FormulaName.read(items, at: index + 1)?.end { add(Array(items[(index + 1)..<end])) }
                case .bar:
                    if index + 2 < items.count, case .bar = items[index + 2].kind { add([items[index + 1]]) }
                case .letter, .styled:
                    if case .sub(let body)? = next, index + 2 < items.count, case .sup(let mark) = items[index + 2].kind, mark.first?.kind == .sign("⊥") { add(body) }
                case .accent("hat", let body): add(body)
                default: break
                }
                switch item.kind {
                case .styled(_, let body), .group(let body), .root(let body), .sub(let body), .sup(let body): visit(body)
                case .fraction(let a, let b):
                    visit(a)
                    visit(b)
                case .matrix(let rows): for row in rows { for cell in row { visit(cell) } }
                default: break
                }
            }
        }
        visit(items)
        // The sphere of a point in space is no sphere of its own.
        let isInSpace = result.contains { if case .point(let space)? = kind(of: $0) { space.hasPrefix("R^") } else { false } }
        if hasSphere, !isInSpace { addSphere() }
        return result
    }

    /// A function that stands without arguments, at the point that the formula is about; `nil` for other names.
    mutating func bareFunction(_ name: FormulaName, at first: FormulaItem) throws(LaTeXError) -> Said? {
        guard !formal.contains(name.identifier), let kind = kind(of: name) else { return nil }
        let isListed = notation.kinds[name.latex] != nil
        let isDeclared = !isListed && known.kinds[name.identifier] != nil
        var own: [String]
        switch kind {
        case .density(let points): own = isDeclared ? points : try identifiers(points, first).split(separator: ",").map { String($0).trimmed }
        case .function(let points, _): own = isDeclared ? points : try identifiers(points, first).split(separator: ",").map { String($0).trimmed }
        default: return nil
        }
        var said: Said
        let isElsewhere = !context.isEmpty && !context.contains { own.contains($0.identifier) }
        if isElsewhere, !isListed, !isDeclared {
            // A letter with marks, such as \bar f: a function of what the formula is about.
            for point in context { _ = try declarePoint(point.latex, at: first) }
            own = context.map(\.identifier)
            guesses.add(
                name.identifier, ["function \(name.identifier)(\(own.joined(separator: ", "))) > 0"], isGuess: true, known: known)
            said = .atom(name.identifier)
        } else if isElsewhere {
            guard own.count == 1, context.count == 1, self.kind(of: context[0]) == space(of: kind) else {
                throw failure("it is not clear at which point `\(name.latex)` is taken: it is a function of \(own.joined(separator: ", "))", at: first)
            }
            _ = try value(of: name, at: first)
            own = [try declarePoint(context[0].latex, at: first)]
            said = .atom("\(name.identifier)(\(own[0]))")
        } else {
            said = try value(of: name, at: first)
        }
        if let around = derivativePoints.last, !around.isEmpty, !around.contains(where: own.contains) {
            throw failure("`\(name.latex)` is a function of \(own.joined(separator: ", ")), and is differentiated with respect to \(around.joined(separator: ", "))", at: first)
        }
        return said
    }

    /// The space of the first point of a function, as the kind of that point.
    private func space(of function: Notation.Kind) -> Notation.Kind? {
        switch function {
        case .density(let points), .function(let points, _):
            guard let first = points.first else { return nil }
            return notation.kinds[first] ?? known.kinds[first]
        default: return nil
        }
    }

    /// `t_0`, `t^*`: a time, and not the running one.
    func isOtherTime(_ part: [FormulaItem]) -> Bool {
        FormulaTranslator.mentioned(part).contains { notation.kinds[$0.base] == .time && $0.latex != $0.base && notation.kinds[$0.latex] == nil }
    }

    // MARK: Points among arguments

    /// Every name in it is a point.
    func isPointwise(_ part: [FormulaItem]) -> Bool {
        let names = FormulaTranslator.mentioned(part)
        // ∇φ(x) is a place too.
        let isGradient = part.contains { $0.kind == .command("nabla") }
        return !names.isEmpty && names.allSatisfy { name in
            switch kind(of: name) {
            case .point?: return true
            case .density?, .function?, nil: return isGradient
            default: return false
            }
        }
    }

    /// For each argument a standard point of its space, no two the same.
    func standardPoints(_ parts: [[FormulaItem]]) -> [String]? {
        var result: [String] = []
        for part in parts {
            let names = FormulaTranslator.mentioned(part)
            var space = ""
            guard let name = names.first(where: { if case .point? = kind(of: $0) { true } else { false } }) ?? names.first else { return nil }
            if case .point(let own)? = kind(of: name) { space = own } else if case .point(let own)? = notation.kinds[standardPoint] { space = own }
            let isNorm = part.contains { if case .bar = $0.kind { true } else { false } }
            guard !isNorm else { return nil }
            let candidates = (part.contains { $0.kind == .command("nabla") } ? [] : [name.latex]) + ownPoints
            guard let point = candidates.first(where: { !result.contains($0) && notation.kinds[$0] == .point(space) }) else { return nil }
            result.append(point)
        }
        return result
    }
}

/// Words that are no names.
enum Spelled {
    static func isTaken(_ name: String) -> Bool { reserved.contains(name) }
    private static let reserved: Set<String> = [
        "where", "with", "given", "using", "by", "for", "over", "on", "in", "expect", "cite", "note", "digits", "provided", "and", "iff", "if", "oo", "grad",
        "hess", "lap", "div", "tr", "sym", "transpose", "log", "exp", "sqrt", "sin", "cos", "tan", "atan", "sinh", "cosh", "tanh", "partial", "integral", "sum",
        "lim", "norm", "dot", "cross", "tensor", "Id",
    ]
}
