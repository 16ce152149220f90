/// What stands in brackets and between bars.
extension FormulaTranslator {
    mutating func bracketed(_ bracket: String) throws(LaTeXError) -> Said {
        let first = items[position]
        if bracket == "⟨" {
            let parts = separated(try takeBracket())
            let around = (context, derivativePoints)
            defer { (context, derivativePoints) = around }
            if parts.count == 2, parts[0].contains(where: { if case .primes = $0.kind { true } else { false } }) { (context, derivativePoints) = ([], []) }
            guard parts.count <= 2 else { throw failure("found ⟨ ⟩ with \(parts.count) parts, expected one or two", at: first) }
            var texts: [String] = []
            for part in parts { texts.append(try expression(part, at: first).text) }
            return try powers(.atom("⟨\(texts.joined(separator: ", "))⟩"))
        }
        guard bracket == "(" || bracket == "[" else { throw failure("the bracket \(bracket) has no translation") }
        let inside = try takeBracket()
        if case .open("(")? = current?.kind, inside.contains(where: { $0.kind == .sign("⊗") }), let points = content(from: position),
            separated(points).allSatisfy(isPointwise), let product = try productOfFunctions(inside, at: separated(points))
        {
            _ = try takeBracket()
            return try powers(product)
        }
        if let product = try productOfFunctions(inside, at: nil) { return try powers(product) }
        if isComposition(inside) {
            // (L ∘ M)(F), (L ∘ M) F
            var said: Said
            if case .open("(")? = current?.kind { said = try expression(try takeBracket(), at: first) } else { said = try factor() }
            for part in inside.split(whereSeparator: { $0.kind == .sign("∘") }).reversed() {
                guard let (name, end) = FormulaName.read(Array(part), at: 0), end == part.count, known.templates[name.identifier]?.arguments == 1 else {
                    throw failure("found `\(Array(part).latex)` in a composition, which is not defined", at: first)
                }
                said = .atom("\(name.identifier)(\(said.text))")
            }
            return said
        }
        let parts = separated(inside)
        if parts.count > 1 {
            var texts: [String] = []
            for part in parts { texts.append(try expression(part, at: first).text) }
            return try powers(.atom("(\(texts.joined(separator: ", ")))"))
        }
        let said = try expression(inside, at: first)
        guard case .primes(let count)? = current?.kind else { return try powers(.atom("(\(said.text))")) }
        // (f g)' is the derivative with respect to the one variable of the functions.
        let point = try ownPoint(at: first)
        guard case .point(let space)? = notation.kinds[standardPoint], space == "R" || space.hasPrefix("("), count <= 4 else {
            throw failure("the prime has no reading here: `\(standardPoint)` is no variable of a line")
        }
        position += 1
        _ = try declarePoint(standardPoint, at: first)
        return try powers((0..<count).reduce(.atom("(\(said.text))")) { inner, _ in .atom("∂[\(point)](\(inner.text))") })
    }

    /// `L \circ M`, and no list of such.
    private func isComposition(_ inside: [FormulaItem]) -> Bool {
        var depth = 0
        return inside.contains { item in
            if item.opens { depth += 1 }
            if item.closes { depth -= 1 }
            return depth == 0 && item.kind == .sign("∘")
        }
    }

    /// `(f \otimes g)(v, w)`, or `f \otimes g` at the points where the notation has functions: a product.
    mutating func productOfFunctions(_ inside: [FormulaItem], at places: [[FormulaItem]]?) throws(LaTeXError) -> Said? {
        guard inside.contains(where: { $0.kind == .sign("⊗") }) else { return nil }
        let factors = inside.split { $0.kind == .sign("⊗") }.map(Array.init)
        guard factors.count > 1, places.map({ $0.count == factors.count }) ?? true, factors.allSatisfy(isFunctionName) else { return nil }
        var texts: [String] = []
        var points: Set<String> = []
        for (index, factor) in factors.enumerated() {
            guard let (name, _) = FormulaName.read(factor, at: 0) else { return nil }
            _ = try value(of: name, at: factor[0])
            if let places {
                texts.append("\(name.identifier)(\(try expression(places[index], at: factor[0]).text))")
                continue
            }
            var own = standardPoint
            if case .density(let named)? = kind(of: name), named.count == 1 { own = named[0] }
            if case .function(let named, _)? = kind(of: name), named.count == 1 { own = named[0] }
            // Functions of one point, taken at different ones.
            if points.contains(own) || own == standardPoint {
                guard index < ownPoints.count else { throw failure("found \(factors.count) functions in a tensor product, and the notation has fewer points", at: factor[0]) }
                own = ownPoints[index]
            }
            guard points.insert(own).inserted else { throw failure("it is not clear at which points the functions of the tensor product are", at: factor[0]) }
            texts.append("\(name.identifier)(\(try declarePoint(own, at: factor[0])))")
        }
        return .atom("(\(texts.joined(separator: " ")))")
    }

    func isFunctionName(_ items: [FormulaItem]) -> Bool {
        guard let (name, end) = FormulaName.read(items, at: 0), end == items.count else { return false }
        switch kind(of: name) {
        case .density?, .function?: return true
        default: return false
        }
    }

    mutating func bars() throws(LaTeXError) -> Said {
        let first = items[position]
        if case .bar(.right) = first.kind { throw failure("found |, which closes nothing") }
        position += 1
        openBars.append(.bar(.unknown))
        let inside = try sum()
        guard case .bar? = current?.kind else { throw failure("found \(quoted), expected | for the bar that opens in column \(first.place.column)") }
        position += 1
        openBars.removeLast()
        return try powers(.atom("|\(inside.text)|"))
    }

    mutating func norm() throws(LaTeXError) -> Said {
        let first = items[position]
        position += 1
        openBars.append(.doubleBar(.unknown))
        let inside = try sum()
        guard case .doubleBar? = current?.kind else { throw failure("found \(quoted), expected \\|", at: first) }
        position += 1
        openBars.removeLast()
        guard case .sub(let body)? = current?.kind else { return try powers(.atom("‖\(inside.text)‖")) }
        if body.latex == "\\text{HS}" || body.latex == "HS" || body.latex == "F" {
            position += 1
            return try powers(.atom("‖\(inside.text)‖"))
        }
        if body.count == 2, body[0].kind == .letter("L"), case .sup(let exponent) = body[1].kind {
            position += 1
            return try powers(.atom("normL(\(inside.text), \(try expression(exponent, at: first).text))"))
        }
        throw failure("the norm `\\|·\\|_{\(body.latex)}` is not known; a line `\\|#1\\|_{\(body.latex)} := …` of the notation may give its meaning", at: first)
    }

    mutating func column(_ rows: [[[FormulaItem]]], _ first: FormulaItem) throws(LaTeXError) -> Said {
        guard rows.allSatisfy({ $0.count == rows[0].count }) else { throw failure("the rows of the matrix have different lengths", at: first) }
        var lines: [String] = []
        for row in rows {
            var cells: [String] = []
            for cell in row { cells.append(try expression(cell, at: first).text) }
            lines.append(cells.count == 1 ? cells[0] : "(\(cells.joined(separator: ", ")))")
        }
        if reading.columnsAreBlocks, rows.count > 1, rows[0].count == 1 { return try powers(.atom("[\(lines.joined(separator: ", "))]")) }
        return try powers(.atom("(\(lines.joined(separator: ", ")))"))
    }
}
