import Arithmetic

/// Functions at one point written by Taylor's formula around another, or around the origin.
public struct TaylorFrame: Sendable {
    /// The point that is expanded.
    public let point: Point
    /// The point around which it is; `nil` for the origin.
    public let base: Point?

    public init(point: Point, base: Point?) {
        self.point = point
        self.base = base
    }

    var vector: Graph.VertexLabel { base.map { .relative(point, $0) } ?? .position(point) }
}

/// The remainders of expansions are function symbols of their own, with this mark.
extension FunctionSymbol {
    fileprivate static let remainderMark = "~"

    fileprivate var remainder: FunctionSymbol {
        FunctionSymbol(
            name: name + Self.remainderMark, arguments: arguments, valueDimensions: valueDimensions, valueSymmetry: valueSymmetry)
    }

    var isRemainder: Bool { name.hasSuffix(Self.remainderMark) }
}

extension ContractionForm {
    /// With `z = point - base` (or the point itself) as a generator.
    public convenience init(_ context: FormContext, _ frame: TaylorFrame) {
        self.init(context, relative: frame.base.map { [frame.point: $0] } ?? [:])
    }

    /// Derivatives of functions at the point by Taylor's formula, exactly:
    ///
    ///     ∂φ(v) = Σ_{k<=n} z^k·∂^(k+1) φ(w) / k! + z^(n+1)·ρ,
    ///
    /// where `ρ`, a smooth tensor, is a function symbol of its own. It brings to light that `∂φ(v) - ∂φ(w)`
    /// vanishes like z. Densities as factors stay as they are.
    public func expandingJets(_ form: Form, _ frame: TaylorFrame, order n: Int) throws -> Form {
        try mappingFactors(form) { factor in
            guard case .graph(let graph) = arena.atom(factor.atom), let power = arena.exponent(factor.exponent).asInt, (1...6).contains(power),
                graph.vertices.contains(where: { slot(of: frame.point, in: $0) != nil }) else { return nil }
            let expanded = try expanding(graph, frame, n)
            var result = Form.one
            for _ in 0..<power { result = try arena.multiply(result, expanded) }
            return result
        }
    }

    /// The same for densities as factors, `f(v)^p = Σ_{k<=n} z^k·∂^k f^p(w) / k! + z^(n+1)·ρ`, and for powers and
    /// exponentials that are smooth where z vanishes, such as `|z + w|^γ` and `exp(-|z|²)`.
    func expandingWeights(_ form: Form, _ frame: TaylorFrame, order n: Int) throws -> Form {
        try mappingFactors(form) { factor in
            switch arena.atom(factor.atom) {
            case .exponential(let inner):
                guard inner.factors.count == 1, inner.factors[0].exponent == 1, case .graph(let graph) = arena.atom(inner.factors[0].atom),
                    graph.vertices.count == 1, slot(of: frame.point, in: graph.vertices[0]) != nil,
                    case .jet(let function, let scalars, let arguments) = label(graph.vertices[0].label)
                else { return try expandingSmooth(factor, Form(inner), frame, n) }
                let remainder = Graph.Vertex(
                    label: number(of: .jet(function.remainder, scalarDerivatives: scalars, arguments: arguments)), groups: graph.vertices[0].groups)
                return try expanding(factor, frame, n, remainder) { try moving($0, frame) }
            case .composite(let base):
                let base = arena.form(base)
                if mentions(frame.point, base), try atBase(base, frame).hasNoTerms { throw FormError.unsupported("a power at its zero") }
                return try expandingSmooth(factor, base, frame, n)
            default: return nil
            }
        }
    }

    /// The same for a smooth function of a form, such as a power or an exponential, that depends on the point by z
    /// alone.
    private func expandingSmooth(_ factor: Factor, _ inner: Form, _ frame: TaylorFrame, _ n: Int) throws -> Form? {
        guard mentions(frame.point, inner), let dimension = frame.point.manifold.vectorDimension else { return nil }
        guard isSmooth(inner, frame, order: n + 1) else { throw FormError.unsupported("an expansion of a root") }
        let symbol = FunctionSymbol(name: "smooth", arguments: [.vector(dimension)]).remainder
        let remainder = Graph.Vertex(
            label: number(of: .jet(symbol, scalarDerivatives: [], arguments: [.point(frame.point)])), groups: [[]])
        return try expanding(factor, frame, n, remainder) { try atBase($0, frame) }
    }

    /// - Parameter value: of a derivative of the factor, where z vanishes.
    private func expanding(
        _ factor: Factor, _ frame: TaylorFrame, _ n: Int, _ remainder: Graph.Vertex, _ value: (Form) throws -> Form
    ) throws -> Form? {
        guard let dimension = frame.point.manifold.vectorDimension else { return nil }
        var result = Form.zero
        var derivative = Form(Monomial(factors: [factor]))
        var factorial: Rational = 1
        for k in 0...n {
            if k > 1 { factorial = factorial * Rational(k) }
            var term = try value(derivative)
            for slot in 0..<k {
                let z = Graph(vertices: [.init(label: number(of: frame.vector), groups: [[Graph.end(label: Self.slotLabel(slot))]])])
                term = try contract(arena.multiply(term, form(z)), label: Self.slotLabel(slot), dimension: dimension)
            }
            result.add(term, times: factorial.inverse)
            derivative = try self.derivative(derivative, frame.point, Self.slotLabel(k))
        }
        var vertices = [remainder]
        let group = max(0, vertices[0].groups.count - 1)
        for _ in 0...n {
            vertices[0].groups[group].append(Graph.end(vertex: vertices.count, group: 0))
            vertices.append(Graph.Vertex(label: number(of: frame.vector), groups: [[Graph.end(vertex: 0, group: group)]]))
        }
        result.add(try form(Graph(vertices: vertices)))
        return result
    }

    /// The form where z vanishes; it must be finite there.
    private func atBase(_ form: Form, _ frame: TaylorFrame) throws -> Form {
        let vector = number(of: frame.vector)
        return try arena.rewriting(form) { atom, exponent in
            guard case .graph(let graph) = atom, graph.vertices.contains(where: { $0.label == vector }) else { return nil }
            return try self.arena.power(.zero, exponent)
        }
    }

    /// Whether powers of `|z|` inside leave a remainder of the given order: those that are not smooth are at least as
    /// high. Functions of composed arguments and logarithms with z are not looked into.
    private func isSmooth(_ form: Form, _ frame: TaylorFrame, order: Int) -> Bool {
        let vector = number(of: frame.vector)
        return form.terms.keys.allSatisfy { monomial in
            monomial.factors.allSatisfy { factor in
                let atom = arena.atom(factor.atom), exponent = arena.exponent(factor.exponent)
                switch atom {
                case .graph(let graph) where graph.isSumOfSquares && graph.vertices[0].label == vector:
                    let power = exponent.constant * 2
                    return exponent.linear.isEmpty && power.sign >= 0 && (exponent.isIntegral || power >= Rational(order))
                case .graph(let graph):
                    return graph.vertices.allSatisfy { vertex in
                        guard case .jet(_, _, let arguments) = label(vertex.label) else { return true }
                        return arguments.allSatisfy { argument in
                            if case .form(let number) = argument { return !mentions(frame.point, arena.form(number)) }
                            return true
                        }
                    }
                case .composite(let number): return isSmooth(arena.form(number), frame, order: order)
                case .exponential(let inner): return isSmooth(Form(inner), frame, order: order)
                default: return !mentions(frame.point, atom)
                }
            }
        }
    }

    private func mappingFactors(_ form: Form, _ image: (Factor) throws -> Form?) throws -> Form {
        var result = Form.zero
        for (monomial, coefficient) in form.sortedTerms {
            var term = Form(coefficient)
            for factor in monomial.factors {
                if let expanded = try image(factor) {
                    term = try arena.multiply(term, expanded)
                } else {
                    term = try arena.multiply(term, by: Monomial(factors: [factor]))
                }
            }
            result.add(term)
        }
        return result
    }

    /// The argument at which a jet takes the point; a jet that stands at plain points only.
    private func slot(of point: Point, in vertex: Graph.Vertex) -> Int? {
        guard case .jet(let function, _, let arguments) = label(vertex.label), let position = arguments.firstIndex(of: .point(point)),
            case .vector = function.arguments[position], !function.isRemainder else { return nil }
        return position
    }

    private func target(_ frame: TaylorFrame) -> ArgumentKey { frame.base.map { .point($0) } ?? .form(arena.number(of: .zero)) }

    /// The jets of a form at the base instead of the point.
    private func moving(_ form: Form, _ frame: TaylorFrame) throws -> Form {
        try arena.rewriting(form) { atom, exponent in
            guard case .graph(var graph) = atom else { return nil }
            for v in graph.vertices.indices {
                guard let position = self.slot(of: frame.point, in: graph.vertices[v]),
                    case .jet(let function, let scalars, var arguments) = self.label(graph.vertices[v].label) else { continue }
                arguments[position] = self.target(frame)
                graph.vertices[v].label = self.number(of: .jet(function, scalarDerivatives: scalars, arguments: arguments))
            }
            return try self.arena.power(self.form(graph), exponent)
        }
    }

    private func expanding(_ graph: Graph, _ frame: TaylorFrame, _ n: Int) throws -> Form {
        guard let vertex = graph.vertices.firstIndex(where: { slot(of: frame.point, in: $0) != nil }),
            let position = slot(of: frame.point, in: graph.vertices[vertex]),
            case .jet(let function, let scalarDerivatives, let arguments) = label(graph.vertices[vertex].label)
        else { return try form(graph) }
        let group = Self.valueGroups(graph.vertices[vertex], function) + function.arguments[..<position].filter { $0 != .scalar }.count
        var result = Form.zero
        var factorial: Rational = 1
        for k in 0...(n + 1) {
            var next = graph
            if k > 1 { factorial = factorial * Rational(k) }
            if k <= n {
                var moved = arguments
                moved[position] = target(frame)
                next.vertices[vertex].label = number(of: .jet(function, scalarDerivatives: scalarDerivatives, arguments: moved))
            } else {
                next.vertices[vertex].label = number(of: .jet(function.remainder, scalarDerivatives: scalarDerivatives, arguments: arguments))
            }
            for _ in 0..<k {
                let own = next.vertices.count
                next.vertices[vertex].groups[group].append(Graph.end(vertex: own, group: 0))
                next.vertices.append(Graph.Vertex(label: number(of: frame.vector), groups: [[Graph.end(vertex: vertex, group: group)]]))
            }
            result.add(try expanding(next, frame, n), times: k <= n ? factorial.inverse : 1)
        }
        return result
    }
}
