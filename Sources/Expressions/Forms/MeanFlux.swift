import Arithmetic

/// The flux of a field through a small sphere, in the limit.
extension ContractionForm {
    /// For the normal component `N = X·z` of a field: the limit of `|z|^(d-2) N`, averaged over the directions of
    /// z, as z tends to zero. `|S^(d-1)|` times it is the flux through small spheres.
    ///
    /// Everything is expanded around the base of the frame, which must be that of the form. The mean of
    /// `z_{i1}…z_{ik}` is `|z|^k` times the sum over pairings of metrics, divided by `d (d+2) … (d+k-2)`, and zero
    /// for odd k.
    ///
    /// - Throws: `FormError.unsupported` where the limit does not exist or cannot be told by an expansion.
    public func meanFlux(_ normal: Form, _ frame: TaylorFrame, dimension d: Int) throws -> Form {
        let vector = number(of: frame.vector)
        var byOrder: [Rational: Form] = [:]
        for (monomial, coefficient) in normal.sortedTerms {
            // Symbolic orders are conditions on parameters.
            guard let parts = try split(monomial, vector) else { continue }
            let order = parts.order + Rational(d - 2)
            // An expansion raises the order; it goes as far as a limit may remain.
            if order.sign > 0 { continue }
            guard let n = (-order).floor.asInt, n <= 6 else { throw FormError.unsupported("the flux at a pole of so high an order") }
            let expanded = try expandingWeights(expandingJets(Form(monomial, coefficient), frame, order: n), frame, order: n)
            for term in expanded.sortedTerms { try addMean(of: term.monomial, term.coefficient, frame, d, &byOrder) }
        }
        for (order, form) in byOrder where order.sign < 0 {
            guard try isZero(form) else { throw FormError.unsupported("a flux that is not finite") }
        }
        return byOrder[0] ?? .zero
    }

    /// The vectors z of a monomial, gathered in one graph, their order, and the other factors; `nil` where the order
    /// depends on parameters.
    private struct Split {
        var order: Rational = 0
        var graph = Graph(vertices: [])
        var rest: [Factor] = []
        var hasLogarithm = false
    }

    private func split(_ monomial: Monomial, _ vector: Int32) throws -> Split? {
        var result = Split()
        for factor in monomial.factors {
            if case .logarithm(let number) = arena.atom(factor.atom), isSquare(arena.form(number), vector) {
                result.hasLogarithm = true
                continue
            }
            let exponent = arena.exponent(factor.exponent)
            guard case .graph(let own) = arena.atom(factor.atom), own.vertices.contains(where: { $0.label == vector }) else {
                result.rest.append(factor)
                continue
            }
            guard exponent.linear.isEmpty else { return nil }
            if own.isSumOfSquares {
                result.order = result.order + exponent.constant * 2
                continue
            }
            guard let power = exponent.asInt, (1...8).contains(power) else { throw FormError.unsupported("the flux of a power") }
            for _ in 0..<power { result.graph = result.graph.union(own) }
            result.order = result.order + Rational(power * own.vertices.count { $0.label == vector })
        }
        return result
    }

    private func addMean(
        of monomial: Monomial, _ coefficient: Rational, _ frame: TaylorFrame, _ d: Int, _ byOrder: inout [Rational: Form]
    ) throws {
        let vector = number(of: frame.vector)
        guard let parts = try split(monomial, vector) else { return }
        let order = parts.order + Rational(d - 2)
        if order.sign > 0 { return }
        guard !parts.hasLogarithm, !parts.rest.contains(where: isRemainder), !hasRemainder(parts.graph),
            parts.rest.allSatisfy({ !mentions(frame.point, arena.atom($0.atom)) }),
            parts.graph.vertices.allSatisfy({ $0.label == vector || isFree(of: frame.point, $0) })
        else { throw FormError.unsupported("the flux of a term that is not expanded") }
        let places = parts.graph.vertices.indices.filter { parts.graph.vertices[$0].label == vector }
        if places.count % 2 == 1 { return }
        let mean = try mean(parts.graph, places, d)
        byOrder[order, default: .zero].add(try arena.multiply(mean, by: Monomial(factors: parts.rest), coefficient))
    }

    /// A logarithm of `|z|²` is weaker than every power.
    private func isSquare(_ form: Form, _ vector: Int32) -> Bool {
        guard form.terms.count == 1, let monomial = form.terms.keys.first, monomial.factors.count == 1,
            case .graph(let graph) = arena.atom(monomial.factors[0].atom) else { return false }
        return graph.isSumOfSquares && graph.vertices[0].label == vector
    }

    private func isRemainder(_ factor: Factor) -> Bool {
        guard case .graph(let graph) = arena.atom(factor.atom) else { return false }
        return hasRemainder(graph)
    }

    private func hasRemainder(_ graph: Graph) -> Bool {
        graph.vertices.contains { vertex in
            if case .jet(let function, _, _) = label(vertex.label) { return function.isRemainder }
            return false
        }
    }

    /// The mean over directions of the vectors at the given vertices, of unit length.
    private func mean(_ graph: Graph, _ places: [Int], _ d: Int) throws -> Form {
        let denominator = stride(from: 0, to: places.count, by: 2).reduce(Rational(1)) { $0 * Rational(d + $1) }
        return try pairings(graph, places).scaled(by: denominator.inverse)
    }

    /// The sum over all ways to join the vectors at the given vertices, an even number, in pairs.
    func pairings(_ graph: Graph, _ places: [Int]) throws -> Form {
        guard !places.isEmpty else { return try form(graph) }
        var result = Form.zero
        func visit(_ open: [Int], _ pairs: [(Int, Int)]) throws {
            guard let first = open.first else {
                result.add(try paired(graph, pairs))
                return
            }
            for partner in open.dropFirst() {
                try arena.spend(1)
                try visit(open.filter { $0 != first && $0 != partner }, pairs + [(first, partner)])
            }
        }
        try visit(places, [])
        return result
    }

    /// Each pair of vectors replaced by a metric between their ends.
    private func paired(_ graph: Graph, _ pairs: [(Int, Int)]) throws -> Form {
        var next = graph
        var removed: Set<Int> = []
        for (a, b) in pairs {
            guard case .jet = label(next.vertices[a].label) else {
                let dimension = try vectorDimension(next.vertices[a])
                let first = next.vertices[a].groups[0][0], second = next.vertices[b].groups[0][0]
                removed.insert(b)
                if first == Graph.end(vertex: b, group: 0) {
                    // z·z itself: the trace of the metric.
                    let loop = Graph.end(vertex: a, group: 0)
                    next.vertices[a] = Graph.Vertex(label: number(of: .delta(dimension)), groups: [[loop, loop]])
                    continue
                }
                next.vertices[a] = Graph.Vertex(label: number(of: .delta(dimension)), groups: [[first, second]])
                redirect(second, from: Graph.end(vertex: b, group: 0), to: Graph.end(vertex: a, group: 0), &next)
                continue
            }
        }
        return try form(next.keeping { !removed.contains($0) })
    }

    private func redirect(_ end: Int32, from old: Int32, to new: Int32, _ graph: inout Graph) {
        guard end >= 0 else { return }
        let vertex = Int(end / 16), group = Int(end % 16)
        if let place = graph.vertices[vertex].groups[group].firstIndex(of: old) { graph.vertices[vertex].groups[group][place] = new }
    }

    private func vectorDimension(_ vertex: Graph.Vertex) throws -> Dimension {
        switch label(vertex.label) {
        case .position(let point), .relative(let point, _):
            if let dimension = point.manifold.vectorDimension { return dimension }
        case .delta, .jet: break
        }
        throw FormError.notInvariant
    }
}
