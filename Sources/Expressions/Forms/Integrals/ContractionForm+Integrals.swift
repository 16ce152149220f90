import Arithmetic

/// Integrals over whole spaces, spheres and lines in closed form, in every dimension at once.
///
/// `∫ v_{i1}…v_{ik} g(|v|) dv` is the mean of the directions, the sum over pairings of metrics divided by
/// `d (d+2) … (d+k-2)`, times `|S^(d-1)| ∫ r^(d-1+k) g(r) dr`, with `|S^(d-1)| = 2 π^(d/2) / Γ(d/2)`. A linear term in the
/// exponent is removed by completing the square.
extension ContractionForm {
    /// The form must come from `init(_:for:integrating:)` with these points, and no function symbol may depend on them.
    ///
    /// - Returns: the integral, free of the points, and the linear forms in parameters that must be positive for
    ///   every monomial to be absolutely integrable.
    /// - Throws: `FormError.unsupported` where no closed form is known.
    public func integral(of form: Form, over points: [Point]) throws -> (value: Form, positive: [Exponent]) {
        let variables = try points.map(variable)
        var conditions: [Exponent] = []
        var result = Form.zero
        for (monomial, coefficient) in form.sortedTerms {
            try requireAbsoluteConvergence(monomial, variables, &conditions)
            result.add(try integral(monomial, coefficient, variables, &conditions))
        }
        return (result, conditions)
    }

    private enum Variable {
        case vector(label: Int32, Dimension)
        case sphere(label: Int32, Dimension)
        case line(FormArena.LineVariable)
        /// A torus: total mass 1.
        case torus(label: Int32)
    }

    private func variable(_ point: Point) throws -> Variable {
        let position = number(of: relativeBase(of: point).map { .relative(point, $0) } ?? .position(point))
        switch point.manifold {
        case .euclidean(let dimension): return .vector(label: position, dimension)
        case .sphere(let dimension): return .sphere(label: position, dimension)
        // In closed form only: the coordinate of a circle runs from 0 to 1.
        case .torus: return point.isScalar ? line(point, 0, 1) : .torus(label: position)
        case .line(let lower, let upper): return line(point, lower, upper)
        }
    }

    private func line(_ point: Point, _ lower: Rational?, _ upper: Rational?) -> Variable {
        let atom = Atom.scalarPoint(point)
        return .line(.init(atom: atom, lower: lower, upper: upper) { self.arena.mentions(atom, in: $0) })
    }

    // MARK: Convergence

    /// Integrates what bounds the absolute value of the monomial and is positive: what is odd in one variable vanishes, whatever
    /// the others do. Of a variable in which an exponential decays, at a rate of its own, the powers need to be integrable at 0, no more.
    private func requireAbsoluteConvergence(_ monomial: Monomial, _ variables: [Variable], _ conditions: inout [Exponent]) throws {
        var powers: [FormArena.PowerBound] = []
        for (position, variable) in variables.enumerated() {
            let others = variables.enumerated().filter { $0.offset != position }.map(\.element)
            func mentionsOthers(_ atom: Atom) -> Bool { others.contains { mentions($0, atom) } }
            switch variable {
            case .vector(let label, let dimension):
                let part = try vectorPart(monomial, label)
                try arena.require(part.radial.order + Exponent(Rational(part.places.count)) + self.exponent(of: dimension), &conditions)
                powers.append(FormArena.PowerBound(decays: part.radial.decays.values, slope: part.slope, in: arena, others: mentionsOthers))
            case .line(let line): powers.append(try arena.requireOrder(monomial, line, &conditions, others: mentionsOthers))
            case .sphere, .torus: powers.append(.exact)
            }
        }
        var bound = Form.one
        for factor in monomial.factors { bound = try arena.multiply(bound, self.bound(of: factor, variables, powers)) }
        for (next, coefficient) in bound.sortedTerms { _ = try integral(next, coefficient, variables, &conditions) }
    }

    private func mentions(_ variable: Variable, _ atom: Atom) -> Bool {
        switch variable {
        case .vector(let label, _), .sphere(let label, _), .torus(let label): return mentions(label, atom)
        case .line(let line): return line.mentions(atom)
        }
    }

    /// A factor itself, or for powers of variables and tensors made of vectors what bounds their absolute value.
    private func bound(of factor: Factor, _ variables: [Variable], _ powers: [FormArena.PowerBound]) throws -> Form {
        for case (.line(let line), let own) in zip(variables, powers) {
            if let bound = try arena.bound(of: factor, line, own) { return bound }
        }
        let exponent = arena.exponent(factor.exponent)
        guard case .graph(let graph) = arena.atom(factor.atom), graph.isSumOfSquares || exponent.asInt.map({ $0 > 0 }) == true else {
            return Form(Monomial(factors: [factor]))
        }
        // |v·w| <= |v| |w|.
        var result = Form.one
        for case (.vector(let label, _), let own) in zip(variables, powers) {
            let count = graph.vertices.count { $0.label == label }
            if count > 0 { result = try arena.multiply(result, arena.bound(form(Self.square(label)), exponent * Rational(count), own)) }
        }
        return result
    }

    /// `v·v`
    private static func square(_ label: Int32) -> Graph {
        Graph(vertices: [
            Graph.Vertex(label: label, groups: [[Graph.end(vertex: 1, group: 0)]]), Graph.Vertex(label: label, groups: [[Graph.end(vertex: 0, group: 0)]]),
        ])
    }

    // MARK: One variable after the other

    private func integral(
        _ monomial: Monomial, _ coefficient: Rational, _ variables: [Variable], _ conditions: inout [Exponent]
    ) throws -> Form {
        if variables.isEmpty { return Form(monomial, coefficient) }
        try arena.spend(1)
        var failure: FormError = .unsupported("this integral")
        for (position, variable) in variables.enumerated() {
            var others = variables
            others.remove(at: position)
            do {
                var own: [Exponent] = []
                var result = Form.zero
                for (next, factor) in try integral(monomial, coefficient, variable, &own).sortedTerms {
                    result.add(try integral(next, factor, others, &own))
                }
                conditions += own
                return result
            } catch FormError.unsupported(let what) {
                failure = .unsupported(what)
            }
        }
        throw failure
    }

    private func integral(_ monomial: Monomial, _ coefficient: Rational, _ variable: Variable, _ conditions: inout [Exponent]) throws -> Form {
        switch variable {
        case .line(let line): return try arena.integral(monomial, coefficient, line, &conditions)
        case .torus(let label):
            guard !monomial.factors.contains(where: { mentions(label, arena.atom($0.atom)) }) else { throw FormError.unsupported("an integral over a torus") }
            return Form(monomial, coefficient)
        case .vector(let label, let dimension):
            let part = try vectorPart(monomial, label)
            let rest = Form(Monomial(factors: part.radial.rest), coefficient)
            let value = part.slope.hasNoTerms
                ? try centredIntegral(part.graph, part.places, part.radial, dimension, &conditions)
                : try shiftedIntegral(part, label, dimension, &conditions)
            return try arena.multiply(value, rest)
        case .sphere(let label, let dimension):
            let part = try vectorPart(monomial, label)
            guard part.slope.hasNoTerms, part.radial.decays.isEmpty, part.radial.binomial == nil else { throw FormError.unsupported("an integral over a sphere") }
            if part.places.count % 2 == 1 { return .zero }
            // 2 π^(d/2) / (2^(k/2) Γ((d+k)/2)).
            let size = exponent(of: dimension)
            let half = Rational(part.places.count / 2)
            var value = try arena.multiply(
                arena.form(.pi, exponent: size * Rational(1, 2)), arena.inverse(arena.gamma(arena.value(of: size * Rational(1, 2) + Exponent(half)))))
            value = value.scaled(by: Rational(2) / (try arena.power(2, half)))
            value = try arena.multiply(value, pairings(part.graph, part.places))
            return try arena.multiply(value, Form(Monomial(factors: part.radial.rest), coefficient))
        }
    }

    /// A monomial as a function of one vector.
    private struct VectorPart {
        var radial: RadialIntegrand
        /// All graphs with the vector as one; `|v|` apart.
        var graph = Graph(vertices: [])
        /// Where the vector stands in it.
        var places: [Int] = []
        /// b in `exp(b·v)`, with a slot label.
        var slope = Form.zero
    }

    private func vectorPart(_ monomial: Monomial, _ label: Int32) throws -> VectorPart {
        var graph = Graph(vertices: []), slope = Form.zero
        let reader = VariableReader(
            power: { atom in
                guard case .graph(let graph) = atom, graph.isSumOfSquares, graph.vertices[0].label == label else { return nil }
                return 2
            },
            mentions: { self.mentions(label, $0) },
            other: { atom, exponent, _ in
                guard case .graph(let own) = atom, let power = exponent.asInt, (1...32).contains(power) else { throw FormError.unsupported("this integral") }
                for _ in 0..<power { graph = graph.union(own) }
            },
            phase: { inner, coefficient in
                var rest: [Factor] = []
                var opened: Form?
                for factor in inner.factors {
                    let atom = self.arena.atom(factor.atom)
                    guard self.mentions(label, atom) else {
                        rest.append(factor)
                        continue
                    }
                    guard opened == nil, factor.exponent == 1, case .graph(var own) = atom,
                        let place = own.vertices.firstIndex(where: { $0.label == label }), own.vertices.count(where: { $0.label == label }) == 1
                    else { throw FormError.unsupported("the integral of this exponential") }
                    self.open(&own, place, ContractionForm.slotLabel(0), try self.dimension(of: own.vertices[place]))
                    opened = try self.form(own)
                }
                guard let opened else { throw FormError.unsupported("the integral of this exponential") }
                slope.add(try self.arena.multiply(self.arena.multiply(opened, coefficient), by: Monomial(factors: rest)))
            })
        let radial = try arena.radialIntegrand(monomial, reader)
        return VectorPart(radial: radial, graph: graph, places: graph.vertices.indices.filter { graph.vertices[$0].label == label }, slope: slope)
    }

    /// Replaces a vector by a metric with a loose end.
    private func open(_ graph: inout Graph, _ place: Int, _ slot: Int32, _ dimension: Dimension) {
        graph.vertices[place] = Graph.Vertex(
            label: number(of: .delta(dimension)), groups: [[graph.vertices[place].groups[0][0], Graph.end(label: slot)]])
    }

    private func dimension(of vertex: Graph.Vertex) throws -> Dimension {
        switch label(vertex.label) {
        case .position(let point), .relative(let point, _):
            if let dimension = point.manifold.vectorDimension { return dimension }
        case .delta, .jet: break
        }
        throw FormError.notInvariant
    }

    /// `2 π^(d/2) / (2^(k/2) Γ((d+k)/2))`, the pairings and the radial integral.
    private func centredIntegral(
        _ graph: Graph, _ places: [Int], _ radial: RadialIntegrand, _ dimension: Dimension, _ conditions: inout [Exponent]
    ) throws -> Form {
        let size = exponent(of: dimension), order = Exponent(Rational(places.count))
        var integrand = radial
        integrand.order = radial.order + order
        var value = try arena.radialIntegral(integrand, dimension: size, over: (size + order) * Rational(1, 2), &conditions)
        if places.count % 2 == 1 { return .zero }
        value = try arena.multiply(value, arena.form(.pi, exponent: size * Rational(1, 2)))
        value = value.scaled(by: Rational(2) / (try arena.power(2, Rational(places.count / 2))))
        return try arena.multiply(value, pairings(graph, places))
    }

    /// With `exp(-α |v|² + b·v)`: `v = u + b/(2α)`, and a factor `exp(|b|²/(4α))`.
    private func shiftedIntegral(_ part: VectorPart, _ label: Int32, _ dimension: Dimension, _ conditions: inout [Exponent]) throws -> Form {
        guard part.radial.binomial == nil, part.radial.decays.count == 1, let decay = part.radial.decays[Exponent(2)],
            let double = part.radial.order.asInt, double >= 0, double % 2 == 0, double <= 32
        else { throw FormError.unsupported("the integral of this exponential") }
        var graph = part.graph
        for _ in 0..<(double / 2) { graph = graph.union(Self.square(label)) }
        let center = try arena.multiply(part.slope, arena.inverse(decay)).scaled(by: Rational(1, 2))
        let places = graph.vertices.indices.filter { graph.vertices[$0].label == label }
        for (number, place) in places.enumerated() { open(&graph, place, Self.slotLabel(number + 1), dimension) }
        var polynomial = try form(graph)
        for number in places.indices {
            let slot = Self.slotLabel(number + 1)
            var vector = try form(Graph(vertices: [Graph.Vertex(label: label, groups: [[Graph.end(label: slot)]])]))
            vector.add(try relabel(center, Self.slotLabel(0), slot))
            polynomial = try contract(arena.multiply(polynomial, vector), label: slot, dimension: dimension)
        }
        var result = Form.zero
        for (monomial, coefficient) in polynomial.sortedTerms {
            let own = try vectorPart(monomial, label)
            var radial = own.radial
            radial.decays = [Exponent(2): decay]
            let value = try centredIntegral(own.graph, own.places, radial, dimension, &conditions)
            result.add(try arena.multiply(value, by: Monomial(factors: radial.rest), coefficient))
        }
        let exponent = try contract(arena.multiply(part.slope, center), label: Self.slotLabel(0), dimension: dimension)
        return try arena.multiply(result, arena.exponential(exponent.scaled(by: Rational(1, 2))))
    }

    private func exponent(of dimension: Dimension) -> Exponent {
        switch dimension {
        case .number(let value): return Exponent(Rational(value))
        case .symbol(let name): return Exponent(0, linear: [.init(symbol: name, coefficient: 1)])
        }
    }

    /// Whether a vector occurs; arguments of function symbols are not searched.
    private func mentions(_ variable: Int32, _ atom: Atom) -> Bool {
        func inside(_ form: Form) -> Bool {
            form.terms.keys.contains { monomial in monomial.factors.contains { mentions(variable, arena.atom($0.atom)) } }
        }
        switch atom {
        case .graph(let graph): return graph.vertices.contains { $0.label == variable }
        case .composite(let number), .logarithm(let number), .elementary(_, let number): return inside(arena.form(number))
        case .exponential(let inner): return inside(Form(inner))
        default: return false
        }
    }
}

extension FormArena {
    /// Whether an atom occurs in another; arguments of function symbols are not searched.
    func mentions(_ target: Atom, in atom: Atom) -> Bool {
        func inside(_ form: Form) -> Bool {
            form.terms.keys.contains { monomial in monomial.factors.contains { mentions(target, in: self.atom($0.atom)) } }
        }
        switch atom {
        case target: return true
        case .composite(let number), .logarithm(let number), .elementary(_, let number): return inside(form(number))
        case .exponential(let inner): return inside(Form(inner))
        default: return false
        }
    }
}
