import Arithmetic

/// A known moment of a density: `∫ (a ⊗ … ) f = value`.
public struct Moment: Sendable {
    /// The integrand at `point`, which contains the density once as a factor.
    public let integrand: Expression
    public let point: Point
    public let value: Expression
    /// The free indices that integrand and value share.
    public let indices: [Index]

    public init(integrand: Expression, point: Point, value: Expression, indices: [Index]) {
        self.integrand = integrand
        self.point = point
        self.value = value
        self.indices = indices
    }
}

/// Integrals over one point of polynomials against a density, by its known moments.
extension ContractionForm {
    /// The terms whose dependence on the point is a known moment, integrated over it, and the other terms.
    ///
    /// The form must have been made without differences of points as generators.
    public func integratingOut(
        _ point: Point, _ density: FunctionSymbol, _ moments: [Moment], from form: Form
    ) throws -> (integrated: Form, rest: Form) {
        let table = try MomentTable(moments, point, density, self)
        var integrated = Form.zero, rest = Form.zero
        for (monomial, coefficient) in form.sortedTerms {
            if let value = try value(monomial, point, density, table) {
                integrated.add(value, times: coefficient)
            } else {
                rest.add(monomial, coefficient)
            }
        }
        return (integrated, rest)
    }

    /// Normal forms of the moments at the point.
    private struct MomentTable {
        /// Moments without free indices, by their integrand.
        var scalars: [Monomial: Form] = [:]
        /// `∫ x_{s1}…x_{sk} f`, with the slot labels as free labels.
        var tensors: [Int: Form] = [:]

        /// Of a moment that is a sum, such as that of |x - u|², one term is found from the others.
        init(_ moments: [Moment], _ point: Point, _ density: FunctionSymbol, _ form: ContractionForm) throws {
            var pending = try moments.map { (moment: $0, integrand: try form.normalForm($0.integrand.renamingPoints([$0.point: point]))) }
            var isProgressing = true
            while isProgressing {
                isProgressing = false
                for position in pending.indices.reversed() {
                    let (moment, integrand) = pending[position]
                    var unknown: [(monomial: Monomial, coefficient: Rational)] = []
                    var value = try form.normalForm(moment.value)
                    for (monomial, coefficient) in integrand.sortedTerms {
                        if integrand.terms.count > 1, let known = try form.value(monomial, point, density, self) {
                            value.add(known, times: -coefficient)
                        } else {
                            unknown.append((monomial, coefficient))
                        }
                    }
                    guard unknown.count == 1 else { continue }
                    pending.remove(at: position)
                    if try insert(unknown[0].monomial, value.scaled(by: unknown[0].coefficient.inverse), moment.indices, point, density, form) { isProgressing = true }
                }
            }
        }

        private mutating func insert(
            _ monomial: Monomial, _ value: Form, _ indices: [Index], _ point: Point, _ density: FunctionSymbol, _ form: ContractionForm
        ) throws -> Bool {
            guard let own = form.split(monomial, point, density), own.rest.factors.isEmpty else { return false }
            if indices.isEmpty {
                scalars[Monomial(factors: own.dependent)] = value
                return true
            }
            // Each free index must stand at one position vector.
            let labels = try indices.map { try form.label($0) }
            guard own.dependent.count == labels.count, own.dependent.allSatisfy({ factor in
                guard factor.exponent == 1, case .graph(let graph) = form.arena.atom(factor.atom), graph.vertices.count == 1,
                    graph.freeLabels.count == 1, form.isPosition(graph.vertices[0], point) else { return false }
                return labels.contains(graph.freeLabels[0])
            }) else { return false }
            var value = value
            for (slot, label) in labels.enumerated() { value = try form.relabel(value, label, ContractionForm.slotLabel(slot)) }
            tensors[labels.count] = value
            return true
        }
    }

    /// The factors with the point, without the density; `nil` where the density is not a factor of power one or
    /// where something but a position vector depends on the point.
    private func split(_ monomial: Monomial, _ point: Point, _ density: FunctionSymbol) -> (dependent: [Factor], rest: Monomial)? {
        let unknown = Occurrence(function: density, points: [point])
        var dependent: [Factor] = []
        var rest: [Factor] = []
        var hasDensity = false
        for factor in monomial.factors {
            let atom = arena.atom(factor.atom)
            if case .exponential(let inner) = atom, inner.factors.count == 1, inner.factors[0].exponent == 1,
                isBare(arena.atom(inner.factors[0].atom), unknown) {
                guard factor.exponent == 1 else { return nil }
                hasDensity = true
            } else if case .scalarPoint(point) = atom {
                guard let power = arena.exponent(factor.exponent).asInt, power > 0 else { return nil }
                dependent.append(factor)
            } else if mentions(point, atom) {
                guard case .graph(let graph) = atom, let power = arena.exponent(factor.exponent).asInt, power > 0,
                    graph.vertices.allSatisfy({ isFree(of: point, $0) || isPosition($0, point) })
                else { return nil }
                dependent.append(factor)
            } else {
                rest.append(factor)
            }
        }
        return hasDensity ? (dependent, Monomial(factors: rest)) : nil
    }

    private func isPosition(_ vertex: Graph.Vertex, _ point: Point) -> Bool { label(vertex.label) == .position(point) }

    func isFree(of point: Point, _ vertex: Graph.Vertex) -> Bool {
        switch label(vertex.label) {
        case .position(let other): return other != point
        case .relative(let first, let second): return first != point && second != point
        case .delta: return true
        case .jet(_, _, let arguments):
            return arguments.allSatisfy { argument in
                switch argument {
                case .point(let other): return other != point
                case .form(let number): return !mentions(point, arena.form(number))
                case .components: return false
                }
            }
        }
    }

    func mentions(_ point: Point, _ form: Form) -> Bool {
        form.terms.keys.contains { monomial in monomial.factors.contains { mentions(point, arena.atom($0.atom)) } }
    }

    func mentions(_ point: Point, _ atom: Atom) -> Bool {
        switch atom {
        case .graph(let graph): return !graph.vertices.allSatisfy { isFree(of: point, $0) }
        case .composite(let number), .logarithm(let number), .elementary(_, let number): return mentions(point, arena.form(number))
        case .bessel(_, let order, let argument): return mentions(point, arena.form(order)) || mentions(point, arena.form(argument))
        case .exponential(let inner): return mentions(point, Form(inner))
        case .scalarPoint(let other): return other == point
        case .parameter, .natural, .pi: return false
        case .component, .relative, .jet: return true
        }
    }

    private func value(_ monomial: Monomial, _ point: Point, _ density: FunctionSymbol, _ table: MomentTable) throws -> Form? {
        guard let parts = split(monomial, point, density) else { return nil }
        if let known = table.scalars[Monomial(factors: parts.dependent)] { return try arena.multiply(known, by: parts.rest) }
        guard let dimension = point.manifold.vectorDimension else { return nil }
        // All graphs with the point as one, its position vectors opened.
        var graph = Graph(vertices: [])
        for factor in parts.dependent {
            guard case .graph(let own) = arena.atom(factor.atom), let power = arena.exponent(factor.exponent).asInt, power <= 64 else { return nil }
            for _ in 0..<power { graph = graph.union(own) }
        }
        let positions = graph.vertices.indices.filter { isPosition(graph.vertices[$0], point) }
        guard let moment = table.tensors[positions.count] else { return nil }
        for (slot, position) in positions.enumerated() {
            graph.vertices[position] = Graph.Vertex(
                label: number(of: .delta(dimension)), groups: [[graph.vertices[position].groups[0][0], Graph.end(label: Self.slotLabel(slot))]])
        }
        var result = try arena.multiply(form(graph), moment)
        for slot in positions.indices { result = try contract(result, label: Self.slotLabel(slot), dimension: dimension) }
        return try arena.multiply(result, by: parts.rest)
    }
}
