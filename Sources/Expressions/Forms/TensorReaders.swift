import Arithmetic

extension ContractionForm: TensorReader {
    func text(_ monomial: Monomial) -> String {
        var supply = IndexSupply(startingAt: 1 << 24)
        return (try? expression(Form(monomial), &supply).plainText) ?? "the weight"
    }

    private func linearForm(_ vertex: Graph.Vertex) -> LinearForm? {
        switch label(vertex.label) {
        case .position(let point): return LinearForm([point: 1])
        case .relative(let first, let second): return LinearForm([first: 1, second: -1])
        case .delta, .jet: return nil
        }
    }

    func vectors(in atom: Atom) -> [LinearForm] {
        guard case .graph(let graph) = atom else { return [] }
        return graph.vertices.compactMap(linearForm)
    }

    func symbols(in atom: Atom) -> [(function: FunctionSymbol, arguments: [ArgumentKey])] {
        guard case .graph(let graph) = atom else { return [] }
        return graph.vertices.compactMap { vertex in
            guard case .jet(let function, _, let arguments) = label(vertex.label) else { return nil }
            return (function, arguments)
        }
    }

    func square(_ atom: Atom) -> LinearForm? {
        guard case .graph(let graph) = atom, graph.isSumOfSquares else { return nil }
        return linearForm(graph.vertices[0])
    }

    func quadratic(_ form: Form) -> QuadraticForm? {
        var result = QuadraticForm()
        for (monomial, coefficient) in form.terms {
            if monomial.factors.isEmpty {
                result.constant = coefficient
                continue
            }
            guard monomial.factors.count == 1, monomial.factors[0].exponent == 1, case .graph(let graph) = arena.atom(monomial.factors[0].atom),
                graph.vertices.count == 2, graph.freeLabels.isEmpty, let a = terms(graph.vertices[0]), let b = terms(graph.vertices[1])
            else { return nil }
            result.add(a, b, coefficient)
        }
        return result
    }

    func linear(_ atom: Atom) -> (terms: [(Point, Rational)], component: Int?)? {
        if case .scalarPoint(let point) = atom { return ([(point, 1)], nil) }
        guard case .graph(let graph) = atom, graph.vertices.count == 1 else { return nil }
        return terms(graph.vertices[0]).map { ($0, nil) }
    }

    private func terms(_ vertex: Graph.Vertex) -> [(Point, Rational)]? {
        switch label(vertex.label) {
        case .position(let point): return [(point, 1)]
        case .relative(let first, let second): return [(first, 1), (second, -1)]
        case .delta, .jet: return nil
        }
    }
}

extension ComponentForm: TensorReader {
    func text(_ monomial: Monomial) -> String {
        var supply = IndexSupply(startingAt: 1 << 24)
        return (try? expression(Form(monomial), &supply).plainText) ?? "the weight"
    }

    func vectors(in atom: Atom) -> [LinearForm] {
        switch atom {
        case .component(let point, _): return [LinearForm([point: 1])].compactMap { $0 }
        case .relative(let first, let second, _): return [LinearForm([first: 1, second: -1])].compactMap { $0 }
        default: return []
        }
    }

    func symbols(in atom: Atom) -> [(function: FunctionSymbol, arguments: [ArgumentKey])] {
        guard case .jet(let jet) = atom else { return [] }
        return [(jet.function, jet.arguments)]
    }

    func square(_ atom: Atom) -> LinearForm? { nil }

    func linear(_ atom: Atom) -> (terms: [(Point, Rational)], component: Int?)? {
        switch atom {
        case .scalarPoint(let point): return ([(point, 1)], nil)
        case .component(let point, let k): return ([(point, 1)], k)
        case .relative(let first, let second, let k): return ([(first, 1), (second, -1)], k)
        default: return nil
        }
    }

    /// All components must enter alike.
    func quadratic(_ form: Form) -> QuadraticForm? {
        var byComponent: [Int: QuadraticForm] = [:]
        var constant: Rational = 0
        var size: Int?
        for (monomial, coefficient) in form.terms {
            var entries: [(component: Int, terms: [(Point, Rational)])] = []
            for factor in monomial.factors {
                guard let power = arena.exponent(factor.exponent).asInt, power > 0, power <= 2 else { return nil }
                for _ in 0..<power {
                    switch arena.atom(factor.atom) {
                    case .component(let point, let k):
                        entries.append((k, [(point, 1)]))
                        size = try? self.size(point.manifold.vectorDimension ?? .number(1))
                    case .relative(let first, let second, let k):
                        entries.append((k, [(first, 1), (second, -1)]))
                        size = try? self.size(first.manifold.vectorDimension ?? .number(1))
                    default: return nil
                    }
                }
            }
            if entries.isEmpty {
                constant = coefficient
            } else {
                guard entries.count == 2, entries[0].component == entries[1].component else { return nil }
                byComponent[entries[0].component, default: QuadraticForm()].add(entries[0].terms, entries[1].terms, coefficient)
            }
        }
        guard let size, byComponent.count == size, var result = byComponent[1] else { return nil }
        let entries = Self.entries(result)
        for other in byComponent.values where Self.entries(other) != entries { return nil }
        result.constant = constant
        return result
    }

    private static func entries(_ form: QuadraticForm) -> [Set<Point>: Rational] {
        var result: [Set<Point>: Rational] = [:]
        for (i, p) in form.points.enumerated() {
            for (j, q) in form.points.enumerated() where !form.matrix[i][j].isZero { result[[p, q]] = form.matrix[i][j] }
        }
        return result
    }
}

extension ContractionForm {
    /// How each term behaves where it is singular and at infinity.
    /// - Throws: `FormError.unsupported` where that cannot be told from the factors of a term.
    public func behaviour(of form: Form, near points: Set<Point> = []) throws -> [Growth] { try growth(of: form, supported: points) }

    /// Its terms, one by one.
    public func terms(of form: Form) -> [Form] { form.sortedTerms.map { Form($0.monomial, $0.coefficient) } }
}

extension ComponentForm {
    /// As for the contraction form.
    public func behaviour(of form: Form) throws -> [Growth] { try growth(of: form) }
}
