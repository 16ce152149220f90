import Arithmetic
import Expressions

/// When an integral converges absolutely, and when the flux of a field vanishes.
///
/// Near a flat `{ℓ_1 = … = ℓ_r = 0}` of codimension `r d` an integrand that vanishes to order `a` is integrable
/// if and only if `a + r d > 0`. A field carries no flux through small tubes around `{ℓ = 0}` if the mean of
/// its normal component over directions has order above `1 - d`.
struct Convergence {
    /// The integrated points; the others are fixed.
    let variables: [Point]

    private func dimension(_ flat: LinearArrangement.Flat) -> Exponent {
        for member in flat.members {
            for term in member.terms where variables.contains(term.point) { return Self.dimension(of: term.point) }
        }
        return .zero
    }

    static func dimension(of point: Point) -> Exponent {
        switch point.manifold.vectorDimension {
        case .number(let number)?: return Exponent(Rational(number))
        case .symbol(let name)?: return Exponent(0, linear: [.init(symbol: name, coefficient: 1)])
        case nil: return .one
        }
    }

    /// The forms that vanish somewhere when the variables vary, and are singular there.
    private func arrangement(_ growth: Growth) -> LinearArrangement {
        LinearArrangement(
            forms: growth.orders.keys.filter { form in
                !isHarmless(growth.orders[form]) && form.terms.contains { variables.contains($0.point) } && !isCentre(form)
            }.sorted { $0.description < $1.description },
            variables: variables)
    }

    /// The centre of a sphere does not lie on it.
    private func isCentre(_ form: LinearForm) -> Bool { form.terms.count == 1 && SphereCheck.isSphere([form.terms[0].point]) }

    /// The order to which a term vanishes on a flat. Forms that are not singular count where they lie in it.
    private func order(_ growth: Growth, on flat: LinearArrangement.Flat) -> Exponent {
        growth.orders.reduce(.zero) { sum, entry in
            flat.members.contains(entry.key) || LinearArrangement.spans(flat.members, entry.key) ? sum + entry.value : sum
        }
    }

    /// Adds the conditions under which every term of an integrand is integrable.
    func requireIntegrable(_ growths: [Growth], _ conditions: inout ConditionList) throws {
        for growth in growths {
            try requireDecay(growth, &conditions)
            for flat in try flats(growth) {
                try conditions.requirePositive(
                    order(growth, on: flat) + dimension(flat) * Rational(flat.rank), "an integral as printed, at \(name(flat))")
            }
        }
    }

    /// The order is a natural number: nothing happens there.
    private func isHarmless(_ order: Exponent?) -> Bool {
        guard let order else { return true }
        return order.linear.isEmpty && order.constant.sign >= 0
    }

    private func name(_ flat: LinearArrangement.Flat) -> String {
        flat.members.map(\.description).sorted().joined(separator: ", ")
    }

    private func flats(_ growth: Growth) throws -> [LinearArrangement.Flat] {
        guard let flats = arrangement(growth).flats() else { throw Rejection.noDecay("too many singular sets") }
        return flats
    }

    func requireDecay(_ growth: Growth, _ conditions: inout ConditionList) throws {
        for point in variables {
            switch point.manifold {
            case .sphere: continue
            case .torus:
                if growth.hasCoordinates { throw Rejection.noDecay("a coordinate of the torus outside periodic functions") }
                continue
            case .line(let lower, let upper):
                guard lower == nil, upper == nil else { throw Rejection.noDecay("boundary values at the ends of the interval of \(point.name)") }
            case .euclidean: break
            }
            if growth.decaying.contains(point) { continue }
            guard let exponent = growth.conditionalDecay[point] else { throw Rejection.noDecay("nothing decays as \(point.name) goes to infinity") }
            try conditions.requirePositive(exponent, "no decay as \(point.name) goes to infinity")
        }
        let isUnbounded = variables.contains { point in
            switch point.manifold {
            case .euclidean, .line: return true
            case .sphere, .torus: return false
            }
        }
        for name in growth.bare.sorted() where isUnbounded { conditions.add("\(name) and its derivatives grow at most like a power") }
    }

    // MARK: Flux

    /// Adds the conditions under which the integral of `Σ_p div_p X_p` vanishes.
    func requireNoFlux(_ fields: [Divergence.Field], _ forms: IntegrandForms, _ conditions: inout ConditionList) throws {
        var singular: Set<LinearForm> = []
        for field in fields {
            for growth in try forms.growth(of: field.component) {
                try requireDecay(growth, &conditions)
                for flat in try flats(growth) {
                    if flat.rank == 1 {
                        singular.formUnion(flat.members)
                        continue
                    }
                    // A cut-off near the flat has a gradient of order -1.
                    let order = order(growth, on: flat) - .one
                    try conditions.requirePositive(order + dimension(flat) * Rational(flat.rank), "the flux at \(name(flat))")
                }
            }
        }
        for form in singular.sorted(by: { $0.description < $1.description }) { try requireNoFlux(fields, through: form, forms, &conditions) }
    }

    /// The mean of the normal component over small spheres around `{ℓ = 0}`, with `ℓ` as the normal: its order
    /// is one above that of the flux density.
    private func requireNoFlux(
        _ fields: [Divergence.Field], through form: LinearForm, _ forms: IntegrandForms, _ conditions: inout ConditionList
    ) throws {
        var supply = IndexSupply(startingAt: (1 << 24) + (1 << 20))
        var terms: [Expression] = []
        var dimension = Exponent.one
        for field in fields {
            let weight = form.coefficient(field.point)
            if weight.isZero { continue }
            dimension = Self.dimension(of: field.point)
            guard let index = field.index else {
                terms.append(.number(weight) * field.component * form.expression(nil))
                continue
            }
            let own = supply.fresh(index.dimension)
            terms.append(.contraction(own, .number(weight) * field.component.renamingIndices([index: own], &supply) * form.expression(own)))
        }
        let normal = Expression.sum(terms)
        if try forms.isZero(normal) { return }
        for growth in try forms.growth(of: normal) {
            var order = growth.orders[form] ?? .zero
            // Odd in the direction: the leading part has mean zero.
            if (growth.vectors[form] ?? 0) % 2 == 1 { order = order + .one }
            try conditions.requirePositive(order + dimension - Exponent(2), "the flux at \(form.description)")
        }
    }
}
