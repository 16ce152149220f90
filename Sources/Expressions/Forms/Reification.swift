import Arithmetic

/// Forms written back as expressions.
///
/// The order of terms and factors is that in which the atoms were met, hence the same in every run.
struct Reification {
    let arena: FormArena
    /// Everything but the arithmetic: what a tensorial atom stands for.
    let tensor: (Atom) throws -> Expression

    func expression(_ form: Form) throws -> Expression {
        .sum(try form.sortedTerms.map { try expression($0.monomial, $0.coefficient) })
    }

    func expression(_ monomial: Monomial, _ coefficient: Rational) throws -> Expression {
        var factors: [Expression] = []
        if coefficient != 1 || monomial.factors.isEmpty { factors.append(.number(coefficient)) }
        for factor in monomial.factors {
            let exponent = arena.exponent(factor.exponent)
            if case .exponential(let inner) = arena.atom(factor.atom) {
                let argument = try expression(inner, 1)
                if case .application(let application) = argument.kind, application.function.isLogarithm {
                    factors.append(.power(.elementary(.exp, argument), exponent.expression))
                } else {
                    factors.append(.elementary(.exp, exponent == .one ? argument : exponent.expression * argument))
                }
            } else {
                try factors.append(contentsOf: power(expression(arena.atom(factor.atom)), exponent))
            }
        }
        return .product(factors)
    }

    private func power(_ base: Expression, _ exponent: Exponent) throws -> [Expression] {
        // (a·a)^(e/2) reads as |a|^e.
        if base.squaredNorm != nil, exponent != .one { return [.power(.squareRoot(base), (exponent * 2).expression)] }
        return [.power(base, exponent.expression)]
    }

    private func expression(_ atom: Atom) throws -> Expression {
        switch atom {
        case .parameter(let name): return .parameter(name)
        case .natural(let value): return .number(value)
        case .pi: return .pi
        case .scalarPoint(let point): return .coordinate(point, nil)
        case .composite(let number): return try expression(arena.form(number))
        case .exponential(let inner): return .elementary(.exp, try expression(inner, 1))
        case .logarithm(let number): return .elementary(.log, try expression(arena.form(number)))
        case .elementary(let function, let number): return .elementary(function, try expression(arena.form(number)))
        case .bessel(let function, let order, let argument):
            return .bessel(function, order: try expression(arena.form(order)), at: try expression(arena.form(argument)))
        case .component, .relative, .jet, .graph: return try tensor(atom)
        }
    }
}

extension Exponent {
    /// The exponent as a number with parameters.
    public var expression: Expression {
        var terms = linear.map { term -> Expression in
            term.coefficient == 1 ? .parameter(term.symbol) : .number(term.coefficient) * .parameter(term.symbol)
        }
        if !constant.isZero || terms.isEmpty { terms.insert(.number(constant), at: 0) }
        return .sum(terms)
    }

    /// As a reader writes it.
    public var plainText: String { expression.plainText }
}

extension ContractionForm {
    /// The form as an expression. Bound indices are taken from the supply; free labels keep their numbers.
    public func expression(_ form: Form, _ supply: inout IndexSupply) throws -> Expression {
        var fresh = supply
        defer { supply = fresh }
        // A graph is the same expression in every term, so that what is computed from it is computed once.
        var written: [Graph: Expression] = [:]
        func reify(_ form: Form) throws -> Expression {
            try Reification(arena: arena) { atom in
                guard case .graph(let graph) = atom else { throw FormError.notInvariant }
                if let known = written[graph] { return known }
                let result = try reify(graph)
                written[graph] = result
                return result
            }.expression(form)
        }
        func reify(_ graph: Graph) throws -> Expression {
            // One index for each edge, found from both of its ends.
            var indices: [[[Index]]] = graph.vertices.map { $0.groups.map { _ in [] } }
            var open: [[Int32]: [Index]] = [:]
            var bound: [Index] = []
            for (v, vertex) in graph.vertices.enumerated() {
                for (g, group) in vertex.groups.enumerated() {
                    for end in group {
                        let dimension = try dimension(ofGroup: g, vertex)
                        if end < 0 {
                            indices[v][g].append(.variable(Int(-1 - end), dimension))
                            continue
                        }
                        let own = Graph.end(vertex: v, group: g)
                        let key = [min(own, end), max(own, end)]
                        // The second end of an edge takes the index that waits at the first.
                        let isSecond = own == end ? !(open[key] ?? []).isEmpty : own > end
                        if isSecond, let index = open[key]?.popLast() {
                            indices[v][g].append(index)
                        } else {
                            let index = fresh.fresh(dimension)
                            open[key, default: []].append(index)
                            bound.append(index)
                            indices[v][g].append(index)
                        }
                    }
                }
            }
            var factors: [Expression] = []
            for (v, vertex) in graph.vertices.enumerated() { factors.append(try reify(vertex, indices[v])) }
            var result = Expression.product(factors)
            for index in bound.reversed() { result = .contraction(index, result) }
            return result
        }
        func reify(_ vertex: Graph.Vertex, _ indices: [[Index]]) throws -> Expression {
            switch label(vertex.label) {
            case .position(let point): return .coordinate(point, indices[0][0])
            case .relative(let first, let second):
                return .coordinate(first, indices[0][0]) - .coordinate(second, indices[0][0])
            case .delta: return .delta(indices[0][0], indices[0][1])
            case .jet(let function, let scalarDerivatives, let arguments):
                let valueGroups = vertex.groups.count - function.arguments.filter { $0 != .scalar }.count
                var derivatives: [Expression.DerivativeSlot] = []
                var slots: [Expression.Argument] = []
                var group = valueGroups - 1, scalar = -1
                for (position, slot) in function.arguments.enumerated() {
                    if slot == .scalar {
                        scalar += 1
                        derivatives += Array(repeating: .init(argument: position, index: nil), count: scalarDerivatives[scalar])
                    } else {
                        group += 1
                        derivatives += indices[group].map { .init(argument: position, index: $0) }
                    }
                    switch (arguments[position], slot) {
                    case (.point(let point), _): slots.append(.point(point, &fresh))
                    case (.form(let number), .scalar): slots.append(.scalar(try reify(arena.form(number))))
                    case (.form(let number), .vector(let dimension)):
                        let index = fresh.fresh(dimension)
                        guard case .variable(let name, _) = index else { throw FormError.notInvariant }
                        slots.append(.vector(index, try reify(relabel(arena.form(number), Graph.argumentLabel, Int32(name)))))
                    case (.components, _): throw FormError.notInvariant
                    }
                }
                return .application(Expression.Application(
                    function: function, valueIndices: indices[..<max(0, valueGroups)].flatMap { $0 }, derivatives: derivatives,
                    arguments: slots))
            }
        }
        return try reify(form)
    }

    private func dimension(ofGroup group: Int, _ vertex: Graph.Vertex) throws -> Dimension {
        switch label(vertex.label) {
        case .position(let point), .relative(let point, _):
            guard let dimension = point.manifold.vectorDimension else { throw FormError.notInvariant }
            return dimension
        case .delta(let dimension): return dimension
        case .jet(let function, _, _):
            let vectors = function.arguments.compactMap { slot -> Dimension? in
                if case .vector(let dimension) = slot { return dimension }
                return nil
            }
            let valueGroups = vertex.groups.count - vectors.count
            guard group < valueGroups else { return vectors[group - valueGroups] }
            return function.valueDimensions[function.valueSymmetry == .symmetric ? 0 : group]
        }
    }
}
