import Arithmetic

/// Derivatives of forms by points, carried out on the graphs.
extension ContractionForm {
    func derivative(_ form: Form, _ point: Point, _ label: Int32?) throws -> Form {
        try arena.differentiate(form) { try derivative(ofAtom: $0, point, label) }
    }

    private func derivative(ofAtom number: Int32, _ point: Point, _ label: Int32?) throws -> Form {
        let key = DerivativeKey(atom: number, point: point, label: label ?? -1)
        if let known = atomDerivatives[key] { return known }
        let atom = arena.atom(number)
        let result: Form
        if let composed = try arena.derivativeOfComposed(atom, { try derivative($0, point, label) }) {
            result = composed
        } else {
            switch atom {
            case .scalarPoint(let other): result = other == point ? .one : .zero
            case .graph(let graph): result = try derivative(of: graph, point, label)
            default: result = .zero
            }
        }
        atomDerivatives[key] = result
        return result
    }

    private func derivative(of graph: Graph, _ point: Point, _ label: Int32?) throws -> Form {
        var result = Form.zero
        for v in graph.vertices.indices {
            switch self.label(graph.vertices[v].label) {
            case .delta: break
            case .position(let other):
                if other == point { result.add(try replacingByMetric(v, graph, point, label)) }
            case .relative(let first, let second):
                if first == point { result.add(try replacingByMetric(v, graph, point, label)) }
                if second == point { result.add(try replacingByMetric(v, graph, point, label), times: -1) }
            case .jet(let function, let scalarDerivatives, let arguments):
                let valueGroups = graph.vertices[v].groups.count - function.arguments.filter { $0 != .scalar }.count
                var group = valueGroups - 1
                var scalar = -1
                for (position, slot) in function.arguments.enumerated() {
                    if slot == .scalar { scalar += 1 } else { group += 1 }
                    var next = graph
                    switch arguments[position] {
                    case .point(let other):
                        guard other == point else { continue }
                        if slot == .scalar {
                            var counts = scalarDerivatives
                            counts[scalar] += 1
                            next.vertices[v].label = number(of: .jet(function, scalarDerivatives: counts, arguments: arguments))
                        } else if let label {
                            next.vertices[v].groups[group].append(Graph.end(label: label))
                        }
                        result.add(try form(next))
                    case .form(let number):
                        result.add(try derivative(of: graph, byArgument: (position, number), of: v) { try derivative($0, point, label) })
                    case .components: throw FormError.notInvariant
                    }
                }
            }
        }
        return result
    }

    /// `Σ_j ∂F/∂y_j Dy_j` for the argument y of a vertex F, D a derivation of forms.
    func derivative(
        of graph: Graph, byArgument argument: (place: Int, form: Int32), of v: Int, _ derivation: (Form) throws -> Form
    ) throws -> Form {
        guard case .jet(let function, let scalarDerivatives, let arguments) = label(graph.vertices[v].label) else { return .zero }
        var next = graph
        guard case .vector(let dimension) = function.arguments[argument.place] else {
            let inner = try derivation(arena.form(argument.form))
            if inner.hasNoTerms { return .zero }
            var counts = scalarDerivatives
            counts[function.arguments[..<argument.place].filter { $0 == .scalar }.count] += 1
            next.vertices[v].label = number(of: .jet(function, scalarDerivatives: counts, arguments: arguments))
            return try arena.multiply(form(next), inner)
        }
        let fresh = freshLabel
        freshLabel += 1
        let inner = try derivation(relabel(arena.form(argument.form), Graph.argumentLabel, fresh))
        if inner.hasNoTerms { return .zero }
        let group = Self.valueGroups(graph.vertices[v], function) + function.arguments[..<argument.place].filter { $0 != .scalar }.count
        next.vertices[v].groups[group].append(Graph.end(label: fresh))
        return try contract(arena.multiply(form(next), inner), label: fresh, dimension: dimension)
    }

    /// The derivative of a position vector in a graph: z_j becomes δ_ij.
    private func replacingByMetric(_ v: Int, _ graph: Graph, _ point: Point, _ label: Int32?) throws -> Form {
        guard let label, let dimension = point.manifold.vectorDimension else { return .zero }
        var next = graph
        next.vertices[v] = Graph.Vertex(
            label: number(of: .delta(dimension)), groups: [[graph.vertices[v].groups[0][0], Graph.end(label: label)]])
        return try form(next)
    }
}
