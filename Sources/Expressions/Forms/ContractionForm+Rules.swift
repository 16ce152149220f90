import Arithmetic

/// What hypotheses and declarations make equal: unit vectors, equations between constants, functions on spheres.
extension ContractionForm {
    func isUnit(_ point: Point) -> Bool { context.unitVectors.contains(point.name) }

    func applyingRules(_ form: Form) throws -> Form {
        if context.hasNoRules { return form }
        let rules = try constantRules()
        return try arena.rewriting(form) { atom, exponent in
            guard case .graph(let graph) = atom else { return nil }
            if let value = rules[self.arena.number(of: atom)] { return try self.arena.power(value, exponent) }
            if graph.isSumOfSquares {
                switch self.label(graph.vertices[0].label) {
                case .position(let point): return context.unitVectors.contains(point.name) ? .one : nil
                case .jet(let function, _, _) where function.arguments.isEmpty:
                    return context.unitVectors.contains(function.name) ? .one : nil
                case .jet, .delta, .relative: break
                }
            }
            if let value = try self.withProducts(graph) { return try self.arena.power(self.applyingRules(value), exponent) }
            guard let plain = try self.withPlainArguments(graph) else { return nil }
            return try arena.power(self.form(plain), exponent)
        }
    }

    private func constantRules() throws -> [Int32: Form] {
        if let rules { return rules }
        let known = try arena.rules(from: context.constantEquations.filter(\.indices.isEmpty).map { try difference($0.left, $0.right) })
        rules = known
        return known
    }

    /// Functions at `ω/|ω|` as functions at ω; `nil` when there are none.
    private func withPlainArguments(_ graph: Graph) throws -> Graph? {
        var result = graph
        var changed = false
        for v in graph.vertices.indices {
            guard case .jet(let function, let scalarDerivatives, var arguments) = label(graph.vertices[v].label) else { continue }
            for (position, argument) in arguments.enumerated() {
                guard case .form(let number) = argument, case .vector = function.arguments[position],
                    let point = isPlainPoint(try applyingRules(arena.form(number))), context.unitVectors.contains(point.name)
                else { continue }
                arguments[position] = .point(point)
                changed = true
                result.vertices[v].label = self.number(of: .jet(function, scalarDerivatives: scalarDerivatives, arguments: arguments))
            }
        }
        return changed ? result : nil
    }
}
