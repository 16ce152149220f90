import Arithmetic

/// Products of two constant matrices that hypotheses determine, such as `P P = P`, `N N = 0` and `Q transpose(Q) = Id`.
///
/// Each equation `Σ_k A_ik B_kj = Σ c C_ij`, with a metric or single matrices on the right, is a rule that puts one vertex, or none, in
/// place of two. So the rules end. Where the right side is a metric times a number other than 0, each of the two square matrices has
/// an inverse, a multiple of the other, so that `Σ_k B_ik A_kj` is the same multiple of the metric.
extension ContractionForm {
    struct ProductRule {
        /// A matrix, and the slots of the sum and of the index that is left.
        struct Side: Hashable {
            let label: Int32
            let summed: Int
            let free: Int
        }

        struct Value {
            let coefficient: Rational
            /// A matrix or a metric, and its slots for the index that is left of each side.
            let label: Int32
            let groups: [Int]
            let first: Int
            let second: Int
        }

        let first: Side
        let second: Side
        let values: [Value]
    }

    /// The graph with the first product of two matrices in it replaced; `nil` where no rule applies.
    func withProducts(_ graph: Graph) throws -> Form? {
        guard graph.vertices.count > 1, !context.matrixEquations.isEmpty else { return nil }
        for rule in try knownProducts() {
            for u in graph.vertices.indices where graph.vertices[u].label == rule.first.label {
                for v in graph.vertices.indices where v != u && graph.vertices[v].label == rule.second.label {
                    guard let result = try replaced(u, v, rule, in: graph) else { continue }
                    return result
                }
            }
        }
        return nil
    }

    private func replaced(_ u: Int, _ v: Int, _ rule: ProductRule, in graph: Graph) throws -> Form? {
        // The ends that are left when the edge between the two is taken away.
        func rest(_ vertex: Int, _ side: ProductRule.Side, other: Int, _ otherSide: ProductRule.Side) -> Int32? {
            var ends = graph.vertices[vertex].groups[side.summed]
            guard let slot = ends.firstIndex(of: Graph.end(vertex: other, group: otherSide.summed)) else { return nil }
            if side.summed != side.free { return graph.vertices[vertex].groups[side.free].first }
            ends.remove(at: slot)
            return ends.first
        }
        guard let left = rest(u, rule.first, other: v, rule.second), let right = rest(v, rule.second, other: u, rule.first) else { return nil }
        let isTrace = left >= 0 && Int(left / 16) == v
        var result = Form.zero
        for value in rule.values {
            var vertex = Graph.Vertex(label: value.label, groups: value.groups.map { _ in [] })
            if isTrace {
                vertex.groups[value.first].append(Graph.end(vertex: u, group: value.second))
                vertex.groups[value.second].append(Graph.end(vertex: u, group: value.first))
            } else {
                vertex.groups[value.first].append(left)
                vertex.groups[value.second].append(right)
            }
            var own = graph
            own.vertices[u] = vertex
            if !isTrace {
                for (end, old, new) in [
                    (left, Graph.end(vertex: u, group: rule.first.free), value.first), (right, Graph.end(vertex: v, group: rule.second.free), value.second),
                ] where end >= 0 {
                    let w = Int(end / 16), group = Int(end % 16)
                    guard let slot = own.vertices[w].groups[group].firstIndex(of: old) else { return nil }
                    own.vertices[w].groups[group][slot] = Graph.end(vertex: u, group: new)
                }
            }
            result.add(try form(own.keeping { $0 != v }), times: value.coefficient)
        }
        return result
    }

    /// `B A = c Id` for equations `A B = c Id` between square matrices.
    public static func swappedProducts(_ context: FormContext) -> [ConstantEquation] {
        context.matrixEquations.compactMap { equation in
            let form = ContractionForm(FormContext())
            guard let rule = try? form.productRule(equation), let swapped = form.swapped(rule, equation) else { return nil }
            let (i, j) = (equation.indices[0], equation.indices[1])
            var supply = IndexSupply(startingAt: 1 << 25)
            let k = supply.fresh(i.dimension)
            func entry(_ side: ProductRule.Side, free: Index) -> Expression? {
                guard case .jet(let function, _, _) = form.label(side.label) else { return nil }
                let isInOrder = side.free < side.summed
                return .application(Expression.Application(function: function, valueIndices: isInOrder ? [free, k] : [k, free], arguments: []))
            }
            guard let left = entry(swapped.first, free: i), let right = entry(swapped.second, free: j) else { return nil }
            return ConstantEquation(
                left: .contraction(k, left * right), right: .number(swapped.values[0].coefficient) * .delta(i, j), indices: [i, j])
        }
    }

    /// `A B = factor · C`, or a multiple of the identity, where each of A, B and C may be transposed.
    public struct MatrixProduct: Hashable, Sendable {
        public let first: FunctionSymbol
        public let second: FunctionSymbol
        public let factor: Rational
        /// `nil` for the identity.
        public let value: FunctionSymbol?
    }

    /// Products of square matrices that are multiples of one matrix, as the equations say: their determinants multiply.
    public static func determinants(_ context: FormContext) -> [MatrixProduct] {
        context.matrixEquations.compactMap { equation in
            let form = ContractionForm(FormContext())
            guard let rule = try? form.productRule(equation), rule.values.count <= 1, form.isSquare(rule.first.label), form.isSquare(rule.second.label),
                case .jet(let first, _, _) = form.label(rule.first.label), case .jet(let second, _, _) = form.label(rule.second.label) else { return nil }
            guard let value = rule.values.first else { return MatrixProduct(first: first, second: second, factor: 0, value: nil) }
            if form.isMetric(value.label) { return MatrixProduct(first: first, second: second, factor: value.coefficient, value: nil) }
            guard form.isSquare(value.label), case .jet(let matrix, _, _) = form.label(value.label) else { return nil }
            return MatrixProduct(first: first, second: second, factor: value.coefficient, value: matrix)
        }
    }

    private func knownProducts() throws -> [ProductRule] {
        if let productRules { return productRules }
        var found: [ProductRule] = []
        for equation in context.matrixEquations {
            guard let rule = try productRule(equation) else { continue }
            found.append(rule)
            if let other = swapped(rule, equation) { found.append(other) }
        }
        productRules = found
        return found
    }

    private func productRule(_ equation: ConstantEquation) throws -> ProductRule? {
        guard let form = try? difference(equation.left, equation.right), equation.indices.count == 2 else { return nil }
        let (i, j) = (Graph.end(label: try label(equation.indices[0])), Graph.end(label: try label(equation.indices[1])))
        var product: (coefficient: Rational, first: ProductRule.Side, second: ProductRule.Side)?
        var values: [ProductRule.Value] = []
        for (monomial, coefficient) in form.sortedTerms {
            guard monomial.factors.count == 1, monomial.factors[0].exponent == 1, case .graph(let graph) = arena.atom(monomial.factors[0].atom),
                graph.vertices.allSatisfy({ isConstantMatrix($0) }) else { return nil }
            func place(_ end: Int32, _ vertex: Graph.Vertex) -> Int? { vertex.groups.firstIndex { $0.contains(end) } }
            switch graph.vertices.count {
            case 1:
                let vertex = graph.vertices[0]
                guard let first = place(i, vertex), let second = place(j, vertex) else { return nil }
                values.append(.init(coefficient: coefficient, label: vertex.label, groups: Array(vertex.groups.indices), first: first, second: second))
            case 2:
                guard product == nil, let u = graph.vertices.firstIndex(where: { place(i, $0) != nil }), case let v = 1 - u,
                    let first = place(i, graph.vertices[u]), let second = place(j, graph.vertices[v]),
                    let own = summed(graph.vertices[u], free: first), let other = summed(graph.vertices[v], free: second) else { return nil }
                product = (
                    coefficient, .init(label: graph.vertices[u].label, summed: own, free: first),
                    .init(label: graph.vertices[v].label, summed: other, free: second))
            default: return nil
            }
        }
        guard let product else { return nil }
        // Metrics alone would bring nothing to an end.
        guard ![product.first, product.second].contains(where: { isMetric($0.label) }) else { return nil }
        return ProductRule(
            first: product.first, second: product.second,
            values: values.map {
                .init(coefficient: -$0.coefficient / product.coefficient, label: $0.label, groups: $0.groups, first: $0.first, second: $0.second)
            })
    }

    /// For `A B = c Id` with square matrices: `B A = c Id`.
    private func swapped(_ rule: ProductRule, _ equation: ConstantEquation) -> ProductRule? {
        guard rule.values.count == 1, isMetric(rule.values[0].label), equation.indices[0].dimension == equation.indices[1].dimension,
            isSquare(rule.first.label), isSquare(rule.second.label) else { return nil }
        func turned(_ side: ProductRule.Side) -> ProductRule.Side { .init(label: side.label, summed: side.free, free: side.summed) }
        return ProductRule(first: turned(rule.second), second: turned(rule.first), values: rule.values)
    }

    private func summed(_ vertex: Graph.Vertex, free: Int) -> Int? {
        vertex.groups.count == 1 ? 0 : vertex.groups.indices.first { $0 != free }
    }

    private func isMetric(_ number: Int32) -> Bool {
        if case .delta = label(number) { return true }
        return false
    }

    private func isSquare(_ number: Int32) -> Bool {
        guard case .jet(let function, _, _) = label(number) else { return false }
        return function.valueDimensions.count == 2 && function.valueDimensions[0] == function.valueDimensions[1]
    }

    /// A metric, or a constant with two slots in all.
    private func isConstantMatrix(_ vertex: Graph.Vertex) -> Bool {
        guard vertex.groups.reduce(0, { $0 + $1.count }) == 2 else { return false }
        switch label(vertex.label) {
        case .delta: return true
        case .jet(let function, _, _): return function.arguments.isEmpty && function.valueDimensions.count == 2
        case .position, .relative: return false
        }
    }
}
