import Arithmetic

/// What a monomial of a contraction normal form is made of, its contractions left out.
public struct MonomialProfile: Hashable, Sendable {
    /// A derivative of a function symbol at points.
    public struct Jet: Hashable, Sendable {
        public let function: FunctionSymbol
        public let points: [Point]
        /// How many derivatives are taken in each argument.
        public let orders: [Int]
    }

    /// With repetition.
    public var jets: [Jet] = []
    public var positions: [Point: Int] = [:]
    /// Scalars other than parameters: powers of norms, exponentials.
    public var weight: Expression = .one

    public func order(_ point: Point) -> Int {
        jets.reduce(0) { total, jet in zip(jet.points, jet.orders).reduce(total) { $1.0 == point ? $0 + $1.1 : $0 } }
    }
}

extension ContractionForm {
    /// One for each kind of monomial, in the order of the terms. Monomials in which functions have other arguments than points are
    /// left out.
    public func monomialProfiles(_ form: Form) throws -> [MonomialProfile] {
        var result: [MonomialProfile] = []
        for (monomial, _) in form.sortedTerms {
            if let profile = try profile(of: monomial), !result.contains(profile) { result.append(profile) }
        }
        return result
    }

    private func profile(of monomial: Monomial) throws -> MonomialProfile? {
        var profile = MonomialProfile()
        var supply = IndexSupply(startingAt: 1 << 21)
        for factor in monomial.factors {
            let exponent = arena.exponent(factor.exponent)
            switch arena.atom(factor.atom) {
            case .natural, .pi: continue
            case .parameter where exponent.asInt != nil: continue
            case .scalarPoint(let point):
                guard let power = exponent.asInt, power > 0 else { break }
                profile.positions[point, default: 0] += power
                continue
            case .graph(let graph):
                guard let power = exponent.asInt, power > 0 else { break }
                for vertex in graph.vertices {
                    switch label(vertex.label) {
                    case .position(let point): profile.positions[point, default: 0] += power
                    case .relative: return nil
                    case .delta: break
                    case .jet(let function, let scalarDerivatives, let arguments):
                        guard let jet = jet(function, scalarDerivatives, arguments, vertex) else { return nil }
                        profile.jets += Array(repeating: jet, count: power)
                    }
                }
                continue
            default: break
            }
            profile.weight = profile.weight * (try expression(Form(Monomial(factors: [factor])), &supply))
        }
        return profile
    }

    private func jet(
        _ function: FunctionSymbol, _ scalarDerivatives: [Int], _ arguments: [ArgumentKey], _ vertex: Graph.Vertex
    ) -> MonomialProfile.Jet? {
        var points: [Point] = []
        for argument in arguments {
            guard case .point(let point) = argument else { return nil }
            points.append(point)
        }
        let vectors = function.arguments.count { $0 != .scalar }
        var groups = vertex.groups.suffix(vectors).map(\.count)[...], scalars = scalarDerivatives[...]
        let orders = function.arguments.map { $0 == .scalar ? scalars.popFirst() ?? 0 : groups.popFirst() ?? 0 }
        return MonomialProfile.Jet(function: function, points: points, orders: orders)
    }
}

extension Expression {
    /// ε replaced by a constant tensor of its own, so that a contraction form of the rest exists.
    public var withOpaqueEpsilon: Expression {
        if case .epsilon(let i, let j, let k) = kind {
            return .application(Application(function: .opaqueEpsilon, valueIndices: [i, j, k], arguments: []))
        }
        return mapOperands(\.withOpaqueEpsilon)
    }
}

extension FunctionSymbol {
    public static let opaqueEpsilon = FunctionSymbol(name: "ε", arguments: [], valueDimensions: [.number(3), .number(3), .number(3)])
}
