import Arithmetic

/// What a square may be made of: the tensors of a monomial in which everything occurs an even number of times, each half as often.
public struct HalfMonomial: Sendable {
    /// The tensors, with free indices of their own.
    public let tensors: [Tensor]
    /// Powers of scalars.
    public let factor: Expression

    /// What becomes of parameters.
    public enum ParameterRole: Sendable {
        /// They are left out.
        case coefficients
        /// They must stand an even number of times, like everything else.
        case variables
        /// Half of those that stand an even number of times; one of the others is left out.
        case scales
    }
}

extension ContractionForm {
    /// One for each monomial that is made of squares.
    ///
    /// - Parameter balancing: whether derivatives may be moved between the two derivatives of a function, as integration by parts does: `∇u` for `u Δu`.
    public func halfMonomials(
        _ form: Form, parameters: HalfMonomial.ParameterRole, balancing: Bool = false, _ supply: inout IndexSupply
    ) throws -> [HalfMonomial] {
        var result: [HalfMonomial] = []
        monomials: for (monomial, _) in form.sortedTerms {
            var counts: [Kind: (vertex: Graph.Vertex, count: Int)] = [:]
            var order: [Kind] = []
            var factors: [Expression] = []
            for factor in monomial.factors {
                let exponent = arena.exponent(factor.exponent)
                let half = exponent * Rational(1, 2)
                switch arena.atom(factor.atom) {
                case .natural, .pi: continue
                case .parameter(let name):
                    if parameters == .coefficients { continue }
                    guard let power = exponent.asInt, parameters == .scales || power % 2 == 0 && power > 0 else {
                        if parameters == .scales { continue }
                        continue monomials
                    }
                    // Of an odd power one is left out.
                    let own = Rational(power >= 0 ? power / 2 : -(-power / 2))
                    if !own.isZero { factors.append(.power(.parameter(name), .number(own))) }
                case .graph(let graph):
                    guard let power = exponent.asInt, power > 0 else {
                        // A power that a positive base alone has.
                        guard graph.isSumOfSquares else { continue monomials }
                        let base = try expression(Form(Monomial(factors: [Factor(atom: factor.atom, exponent: 1)])), &supply)
                        factors.append(.power(base, half.expression))
                        continue
                    }
                    if power % 2 == 0, graph.vertices.allSatisfy({ if case .position = label($0.label) { true } else { false } }) {
                        // A radial weight, `|x|^4`.
                        let base = try expression(Form(Monomial(factors: [Factor(atom: factor.atom, exponent: 1)])), &supply)
                        factors.append(.power(base, half.expression))
                        continue
                    }
                    for vertex in graph.vertices {
                        let kind = Kind(label: vertex.label, orders: vertex.groups.map(\.count))
                        if counts[kind] == nil { order.append(kind) }
                        counts[kind, default: (vertex, 0)].count += power
                    }
                default:
                    guard arena.sign(of: factor.atom) == .positive || exponent.asInt.map({ $0 % 2 == 0 }) ?? false else { continue monomials }
                    let base = try expression(Form(Monomial(factors: [Factor(atom: factor.atom, exponent: 1)])), &supply)
                    factors.append(.power(base, half.expression))
                }
            }
            var tensors: [Tensor] = []
            var single: [Graph.Vertex] = []
            for kind in order {
                guard let (vertex, count) = counts[kind] else { continue }
                if count % 2 == 1 { single.append(vertex) }
                for _ in 0..<(count / 2) { tensors.append(try tensor(vertex, &supply)) }
            }
            while let first = single.popLast() {
                guard balancing, let (place, middle) = single.enumerated().lazy.compactMap({ place, other in
                    self.middle(first, other).map { (place, $0) }
                }).first else { continue monomials }
                single.remove(at: place)
                tensors.append(try tensor(middle, &supply))
            }
            result.append(HalfMonomial(tensors: tensors, factor: .product(factors)))
        }
        return result
    }

    /// What a vertex is apart from its contractions: `∇u` is another tensor than `∇²u`.
    private struct Kind: Hashable {
        let label: Int32
        let orders: [Int]
    }

    /// The derivative of half as many orders as two derivatives of a function have together.
    private func middle(_ first: Graph.Vertex, _ second: Graph.Vertex) -> Graph.Vertex? {
        guard case .jet(let function, let orders, let arguments) = label(first.label), case .jet(function, let others, arguments) = label(second.label)
        else { return nil }
        let sums = zip(orders, others).map(+), counts = zip(first.groups, second.groups).map { $0.count + $1.count }
        guard (sums + counts).allSatisfy({ $0 % 2 == 0 }) else { return nil }
        return Graph.Vertex(
            label: number(of: .jet(function, scalarDerivatives: sums.map { $0 / 2 }, arguments: arguments)),
            groups: counts.map { [Int32](repeating: 0, count: $0 / 2) })
    }

    /// A vertex with all its slots open.
    private func tensor(_ vertex: Graph.Vertex, _ supply: inout IndexSupply) throws -> Tensor {
        var open = vertex
        var label: Int32 = 0
        for group in open.groups.indices {
            for slot in open.groups[group].indices {
                label += 1
                open.groups[group][slot] = Graph.end(label: (1 << 25) + 64 + label)
            }
        }
        let body = try expression(self.form(Graph(vertices: [open])), &supply)
        return Tensor(indices: body.freeIndices, body: body).renewed(&supply)
    }
}
