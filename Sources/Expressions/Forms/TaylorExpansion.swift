import Arithmetic

/// Jets at one point expanded around another.
extension ContractionForm {
    /// Derivatives of functions at `v` written by Taylor's formula around `w`, exactly:
    ///
    ///     ∂φ(v) = Σ_{k<=n} z^k·∂^(k+1) φ(w) / k! + z^(n+1)·ρ,    z = v - w,
    ///
    /// where `ρ`, a smooth tensor, is a function symbol of its own. It brings to light that `∂φ(v) - ∂φ(w)`
    /// vanishes like z. Densities as factors stay as they are.
    ///
    /// The form must have been made with `v - w` as a generator.
    public func expandingJets(_ form: Form, at v: Point, around w: Point, order n: Int) throws -> Form {
        var result = Form.zero
        for (monomial, coefficient) in form.sortedTerms {
            var term = Form(coefficient)
            for factor in monomial.factors {
                guard case .graph(let graph) = arena.atom(factor.atom), let power = arena.exponent(factor.exponent).asInt, (1...6).contains(power),
                    graph.vertices.contains(where: { slot(of: v, in: $0) != nil })
                else {
                    term = try arena.multiply(term, by: Monomial(factors: [factor]))
                    continue
                }
                let expanded = try expanding(graph, v, w, n)
                for _ in 0..<power { term = try arena.multiply(term, expanded) }
            }
            result.add(term)
        }
        return result
    }

    /// The argument at which a jet takes the point; a jet that stands at plain points only.
    private func slot(of point: Point, in vertex: Graph.Vertex) -> Int? {
        guard case .jet(let function, _, let arguments) = label(vertex.label), let position = arguments.firstIndex(of: .point(point)),
            case .vector = function.arguments[position], !function.name.hasSuffix(Self.remainderMark) else { return nil }
        return position
    }

    private static let remainderMark = "~"

    private func expanding(_ graph: Graph, _ v: Point, _ w: Point, _ n: Int) throws -> Form {
        guard let vertex = graph.vertices.firstIndex(where: { slot(of: v, in: $0) != nil }), let position = slot(of: v, in: graph.vertices[vertex]),
            case .jet(let function, let scalarDerivatives, let arguments) = label(graph.vertices[vertex].label)
        else { return try form(graph) }
        let vectors = function.arguments.filter { $0 != .scalar }.count
        let group = graph.vertices[vertex].groups.count - vectors + function.arguments[..<position].filter { $0 != .scalar }.count
        var result = Form.zero
        var factorial: Rational = 1
        for k in 0...(n + 1) {
            var next = graph
            if k > 1 { factorial = factorial * Rational(k) }
            if k <= n {
                var moved = arguments
                moved[position] = .point(w)
                next.vertices[vertex].label = number(of: .jet(function, scalarDerivatives: scalarDerivatives, arguments: moved))
            } else {
                let remainder = FunctionSymbol(
                    name: function.name + Self.remainderMark, arguments: function.arguments, valueDimensions: function.valueDimensions,
                    valueSymmetry: function.valueSymmetry)
                next.vertices[vertex].label = number(of: .jet(remainder, scalarDerivatives: scalarDerivatives, arguments: arguments))
            }
            for _ in 0..<k {
                let own = next.vertices.count
                next.vertices[vertex].groups[group].append(Graph.end(vertex: own, group: 0))
                next.vertices.append(Graph.Vertex(label: number(of: .relative(v, w)), groups: [[Graph.end(vertex: vertex, group: group)]]))
            }
            result.add(try expanding(next, v, w, n), times: k <= n ? factorial.inverse : 1)
        }
        return result
    }
}
