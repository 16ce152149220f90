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
    public internal(set) var jets: [Jet] = []
    /// Derivatives that belong to no jet in particular, such as those of a product that was taken out.
    public private(set) var further: [Point: Int] = [:]
    public internal(set) var positions: [Point: Int] = [:]
    /// Scalars other than parameters: powers of norms, exponentials.
    public internal(set) var weight: Expression = .one

    /// The number of derivatives at a point.
    public func order(_ point: Point) -> Int {
        jets.reduce(further[point] ?? 0) { total, jet in zip(jet.points, jet.orders).reduce(total) { $1.0 == point ? $0 + $1.1 : $0 } }
    }

    public var totalOrder: Int { jets.reduce(further.values.reduce(0, +)) { $0 + $1.orders.reduce(0, +) } }

    /// The points at which derivatives are taken.
    public var differentiated: Set<Point> { Set(further.keys).union(jets.flatMap(\.points)).filter { order($0) > 0 } }

    /// What is left of the monomial when the functions, derivatives and positions of another are taken out; `nil` where they are not
    /// in it.
    public func removing(_ other: MonomialProfile) -> MonomialProfile? {
        var result = self
        for used in other.jets {
            if let place = result.jets.firstIndex(where: { $0.function == used.function && $0.points == used.points }) {
                result.jets.remove(at: place)
            } else if used.function == .opaqueEpsilon {
                // The product of two is made of metrics.
                result.jets.append(used)
            } else {
                return nil
            }
        }
        result.further = [:]
        for point in differentiated.union(other.differentiated) {
            let count = order(point) - other.order(point) - result.order(point)
            guard count + result.order(point) >= 0 else { return nil }
            result.further[point] = count
        }
        for (point, count) in other.positions {
            guard let own = positions[point], own >= count else { return nil }
            result.positions[point] = own - count
        }
        if other.weight != .one { result.weight = weight * .power(other.weight, .number(-1)) }
        return result
    }

    /// What is left when some jets are taken out, the others as they are, in all ways: the derivatives that these have more than the other's belong to
    /// no jet in particular.
    public func removals(_ other: MonomialProfile) -> [MonomialProfile] {
        var rests = [self]
        for used in other.jets where used.function != .opaqueEpsilon {
            var next: [MonomialProfile] = []
            for rest in rests {
                var seen: Set<Jet> = []
                for (place, jet) in rest.jets.enumerated() where jet.function == used.function && jet.points == used.points && seen.insert(jet).inserted {
                    var own = rest
                    own.jets.remove(at: place)
                    if !next.contains(own) { next.append(own) }
                }
            }
            rests = next
        }
        // The rest of `removing`, with these jets in place of the first ones.
        return rests.compactMap { rest in
            var whole = self
            whole.jets = self.jets.subtracting(rest.jets) + rest.jets
            guard let result = whole.removing(other), result.further.values.allSatisfy({ $0 >= 0 }) else { return nil }
            return result
        }
    }

    public func multiplied(by other: MonomialProfile) -> MonomialProfile {
        var result = self
        result.jets += other.jets
        result.further.merge(other.further, uniquingKeysWith: +)
        result.positions.merge(other.positions, uniquingKeysWith: +)
        if other.weight != .one { result.weight = weight * other.weight }
        return result
    }

    /// Whether the same functions, and as many derivatives and positions, occur.
    public func hasSameFactors(as other: MonomialProfile) -> Bool {
        func functions(_ profile: MonomialProfile) -> [Jet: Int] {
            profile.jets.reduce(into: [:]) { $0[Jet(function: $1.function, points: $1.points, orders: []), default: 0] += 1 }
        }
        func counts(_ values: [Point: Int]) -> [Point: Int] { values.filter { $0.value != 0 } }
        return functions(self) == functions(other) && counts(positions) == counts(other.positions) && weight == other.weight
            && differentiated.union(other.differentiated).allSatisfy { order($0) == other.order($0) }
    }
}

extension [MonomialProfile.Jet] {
    fileprivate func subtracting(_ others: [Element]) -> [Element] {
        var result = self
        for other in others { if let place = result.firstIndex(of: other) { result.remove(at: place) } }
        return result
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
            case .natural where exponent.asInt != nil, .pi where exponent.asInt != nil: continue
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

extension ComponentForm {
    /// One for each kind of monomial that is made of jets at points and of positions. Whether an ε stood in it cannot be told: both
    /// kinds are listed.
    public func monomialProfiles(_ form: Form) -> [MonomialProfile] {
        var result: [MonomialProfile] = []
        monomials: for (monomial, _) in form.sortedTerms {
            var profile = MonomialProfile()
            for factor in monomial.factors {
                guard let power = arena.exponent(factor.exponent).asInt, power > 0 else { continue monomials }
                switch arena.atom(factor.atom) {
                case .natural, .pi, .parameter: break
                case .scalarPoint(let point), .component(let point, _): profile.positions[point, default: 0] += power
                case .jet(let atom):
                    var points: [Point] = []
                    for argument in atom.arguments {
                        guard case .point(let point) = argument else { continue monomials }
                        points.append(point)
                    }
                    let orders = points.indices.map { place in atom.derivatives.count { $0.argument == place } }
                    profile.jets += Array(repeating: .init(function: atom.function, points: points, orders: orders), count: power)
                default: continue monomials
                }
            }
            var twisted = profile
            twisted.jets.append(.init(function: .opaqueEpsilon, points: [], orders: []))
            for own in [profile, twisted] where !result.contains(where: { $0.hasSameFactors(as: own) }) { result.append(own) }
        }
        return result
    }
}
