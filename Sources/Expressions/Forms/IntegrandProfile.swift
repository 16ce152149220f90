import Arithmetic

/// The shape of one monomial of an integrand in a function and its derivatives.
public struct IntegrandProfile: Hashable, Sendable {
    /// The exponent p where `f^p` is a factor, for a positive f.
    public var weight: Exponent = .zero
    /// Derivatives in all.
    public var order = 0
    /// The orders of the single derivatives, descending; of a function that is not positive, its bare powers count as 0.
    public var jets: [Int] = []
    /// The degree of homogeneity in the point, the function and its derivatives left out.
    public var degree: Exponent = .zero
    /// How often the point is contracted with derivatives.
    public var positions = 0
    /// Exponentials of something else, as they stand.
    public var otherWeights: [Expression] = []
}

extension ContractionForm {
    /// - Throws: `FormError.unsupported` where derivatives stand inside a function or carry other than natural powers.
    public func profiles(of form: Form, in function: FunctionSymbol, at point: Point) throws -> Set<IntegrandProfile> {
        Set(try form.terms.keys.map { try profile(of: $0, function, point) })
    }

    private func profile(of monomial: Monomial, _ function: FunctionSymbol, _ point: Point) throws -> IntegrandProfile {
        var result = IntegrandProfile()
        var supply = IndexSupply(startingAt: 1 << 21)
        for factor in monomial.factors {
            let exponent = arena.exponent(factor.exponent)
            switch arena.atom(factor.atom) {
            case .parameter, .natural, .pi: break
            case .scalarPoint(let other):
                if other == point {
                    result.degree = result.degree + exponent
                }
            case .exponential(let inner):
                if let only = inner.factors.first, inner.factors.count == 1, only.exponent == 1, isBare(only.atom, function) {
                    result.weight = result.weight + exponent
                } else {
                    result.otherWeights.append(try expression(Form(Monomial(factors: [factor])), &supply))
                }
            case .graph(let graph):
                var positions = 0
                for vertex in graph.vertices {
                    switch label(vertex.label) {
                    case .position(let other): if other == point { positions += 1 }
                    case .relative, .delta: break
                    case .jet(let other, let scalarDerivatives, _):
                        guard other == function else { continue }
                        guard let count = exponent.asInt, count > 0 else { throw FormError.unsupported("a power of a derivative of \(function.name)") }
                        let vectors = function.arguments.filter { $0 != .scalar }.count
                        let order = scalarDerivatives.reduce(0, +) + vertex.groups.suffix(vectors).reduce(0) { $0 + $1.count }
                        for _ in 0..<count {
                            result.jets.append(order)
                            result.order += order
                        }
                    }
                }
                if positions > 0 {
                    guard let part = Exponent(Rational(positions)).multiplied(by: exponent) else { throw FormError.unsupported("homogeneity") }
                    result.degree = result.degree + part
                    if graph.vertices.count > positions, let count = exponent.asInt { result.positions += positions * count }
                }
            case .composite(let number) where isInParameters(arena.form(number)): break
            case .composite, .logarithm, .elementary, .bessel, .component, .relative, .jet: throw FormError.unsupported("a function of an integrand's terms")
            }
        }
        result.jets.sort(by: >)
        return result
    }

    private func isInParameters(_ form: Form) -> Bool {
        form.terms.keys.allSatisfy { monomial in
            monomial.factors.allSatisfy { factor in
                switch arena.atom(factor.atom) {
                case .parameter, .natural, .pi: return true
                case .composite(let number): return isInParameters(arena.form(number))
                default: return false
                }
            }
        }
    }

    private func isBare(_ atom: Int32, _ function: FunctionSymbol) -> Bool {
        guard case .graph(let graph) = arena.atom(atom), graph.vertices.count == 1,
            case .jet(let other, let scalarDerivatives, _) = label(graph.vertices[0].label), other == function else { return false }
        return scalarDerivatives.allSatisfy { $0 == 0 } && graph.vertices[0].groups.allSatisfy(\.isEmpty)
    }
}
