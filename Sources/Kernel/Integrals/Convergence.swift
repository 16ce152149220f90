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

    /// How many of the variables' coordinates a flat fixes; its forms may live in several spaces.
    private func codimension(_ flat: LinearArrangement.Flat) -> Exponent {
        var spaces: [Exponent: [LinearForm]] = [:]
        for member in flat.members {
            guard let term = member.terms.first(where: { variables.contains($0.point) }) else { continue }
            spaces[Self.dimension(of: term.point), default: []].append(member)
        }
        return spaces.reduce(.zero) { $0 + $1.key * Rational(LinearArrangement(forms: [], variables: variables).rank($1.value, all: false)) }
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
                growth.rough.contains(form) && form.terms.contains { variables.contains($0.point) } && !isCentre(form)
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

    /// Adds the conditions under which an integrand is absolutely integrable.
    func requireIntegrable(_ integrand: Expression, _ forms: IntegrandForms, _ conditions: inout ConditionList) throws {
        try visitSingularSets(integrand, forms, &conditions) { flat, growth, conditions in
            let order = order(growth, on: flat)
            try conditions.requirePositive(
                order + codimension(flat), "an integral as printed, of order \(order.plainText) at \(name(flat)),")
        } single: { form, conditions in
            try requirePositive(form, codimension(of: form), integrand, forms, .integral, &conditions)
        }
    }

    /// Adds the conditions under which a derivative may be drawn into the integral of an integrand: then the
    /// classical derivatives of the integrand are its derivatives in the sense of distributions.
    /// - Parameter point: that of the derivative, `nil` for a parameter.
    func requireDerivable(_ integrand: Expression, by point: Point?, _ forms: IntegrandForms, _ conditions: inout ConditionList) throws {
        try requireIntegrable(integrand, forms, &conditions)
        guard let point else { return }
        try visitSingularSets(integrand, forms, &conditions) { flat, growth, conditions in
            guard flat.members.contains(where: { !$0.coefficient(point).isZero }) else { return }
            try conditions.requirePositive(cutOffOrder(growth, flat), "a derivative of an integral, at \(name(flat)),")
        } single: { form, conditions in
            guard !form.coefficient(point).isZero else { return }
            // A cut-off near the set has a gradient of order -1.
            try requirePositive(form, codimension(of: form) - .one, integrand, forms, .derivative, &conditions)
        }
    }

    private func visitSingularSets(
        _ integrand: Expression, _ forms: IntegrandForms, _ conditions: inout ConditionList,
        flat visit: (LinearArrangement.Flat, Growth, inout ConditionList) throws -> Void,
        single: (LinearForm, inout ConditionList) throws -> Void
    ) throws {
        var singular: Set<LinearForm> = []
        for growth in try forms.growth(of: integrand) {
            try requireDecay(growth, &conditions)
            for flat in try flats(growth) {
                if flat.rank == 1 { singular.formUnion(flat.members) } else { try visit(flat, growth, &conditions) }
            }
        }
        for form in singular.sorted(by: { $0.description < $1.description }) { try single(form, &conditions) }
    }

    private func codimension(of form: LinearForm) -> Exponent { codimension(LinearArrangement.Flat(members: [form], rank: 1)) }

    private enum Subject {
        case integral, derivative, flux

        func description(_ order: Exponent, _ form: LinearForm) -> String {
            switch self {
            case .integral: return "an integral as printed, of order \(order.plainText) at \(form.description),"
            case .derivative: return "a derivative of an integral, at \(form.description),"
            case .flux: return "the flux at \(form.description)"
            }
        }
    }

    /// Requires `order + shift > 0` for the order of every term at `{ℓ = 0}`; where that is not implied, for the
    /// terms after an expansion there, which brings cancellations to light.
    private func requirePositive(
        _ form: LinearForm, _ shift: Exponent, _ expression: Expression, _ forms: IntegrandForms, _ subject: Subject,
        _ conditions: inout ConditionList
    ) throws {
        for expansion in [nil, 1, 2] as [Int?] {
            // What is smooth is integrable, but the normal component of a field that is not may be.
            let terms = try forms.orders(of: expression, at: form, variables, expanding: expansion).filter { subject == .flux || $0.isRough }
            // Odd in the direction: the leading part of a flux has mean zero.
            let orders = terms.map { (subject == .flux && $0.isOdd ? $0.value + .one : $0.value) + shift }
            let isLast = expansion == 2 || form.terms.count == 1
            if !isLast && !orders.allSatisfy(conditions.implies) { continue }
            for order in orders { try conditions.requirePositive(order, subject.description(order - shift, form)) }
            return
        }
    }

    private func cutOffOrder(_ growth: Growth, _ flat: LinearArrangement.Flat) -> Exponent {
        order(growth, on: flat) - .one + codimension(flat)
    }

    private func name(_ flat: LinearArrangement.Flat) -> String {
        flat.members.map(\.description).sorted().joined(separator: ", ")
    }

    private func flats(_ growth: Growth) throws -> [LinearArrangement.Flat] {
        guard let flats = arrangement(growth).flats() else { throw Rejection.noDecay("too many singular sets") }
        return flats
    }

    /// Adds the conditions under which every integral as printed converges, and every derivative may be drawn in.
    static func require(
        _ sum: IntegralSum, _ placed: PlacedIntegrands, _ forms: IntegrandForms, _ conditions: inout ConditionList
    ) throws {
        for term in placed.printed where !term.points.isEmpty {
            try Convergence(variables: term.points).requireIntegrable(term.integrand, forms, &conditions)
        }
        for drawn in sum.drawn {
            try Convergence(variables: drawn.points).requireDerivable(drawn.integrand, by: drawn.point, forms, &conditions)
        }
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
            guard growth.decaying.contains(point) else { throw Rejection.noDecay("nothing decays as \(point.name) goes to infinity") }
            // A density is a factor, but another factor may grow.
            if let weight = growth.openWeights[point] { conditions.add("\(weight) and its derivatives decay faster than every power") }
        }
        for point in variables {
            if growth.halfLines.contains(point) { throw Rejection.noDecay("a power that is not defined for \(point.name) < 0") }
            for exponent in growth.powers[point] ?? [] {
                try conditions.requirePositive(exponent, "no decay as \(point.name) goes to infinity")
            }
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

    /// Adds the conditions under which the integral of `Σ_p div_p X_p` is what the boundary terms say.
    /// - Parameter boundary: whether a flux that does not vanish is allowed; see `boundaryTerms`.
    func requireNoFlux(_ fields: [Divergence.Field], _ forms: IntegrandForms, boundary: Bool, _ conditions: inout ConditionList) throws {
        for field in fields {
            if case .sphere = field.point.manifold { throw Rejection.noDecay("no integration by parts on the sphere of \(field.point.name)") }
            for growth in try forms.growth(of: field.component) {
                try requireDecay(growth, &conditions)
                requireDistinct(growth, &conditions)
                for flat in try flats(growth) where flat.rank > 1 {
                    try conditions.requirePositive(cutOffOrder(growth, flat), "the flux at \(name(flat))")
                }
            }
        }
        for form in try singularSets(fields, forms) {
            let (normal, codimension) = normalComponent(fields, form)
            if try forms.isZero(normal) { continue }
            if boundary, try hasBoundaryTerm(normal, codimension, form, forms), try meanFlux(normal, form, forms) != nil {
                for term in try forms.orders(of: normal, at: form, variables, expanding: nil) where !term.value.linear.isEmpty {
                    let order = (term.isOdd ? term.value + .one : term.value) + codimension - Exponent(2)
                    try conditions.requirePositive(order, Subject.flux.description(order, form))
                }
                continue
            }
            try requirePositive(form, codimension - Exponent(2), normal, forms, .flux, &conditions)
        }
    }

    /// The sets of codimension one space at which the fields are singular.
    private func singularSets(_ fields: [Divergence.Field], _ forms: IntegrandForms) throws -> [LinearForm] {
        var singular: Set<LinearForm> = []
        for field in fields {
            for growth in try forms.growth(of: field.component) {
                for flat in try flats(growth) where flat.rank == 1 { singular.formUnion(flat.members) }
            }
        }
        return singular.sorted { $0.description < $1.description }
    }

    /// Integrals over fewer points that a flux leaves behind: outside of small tubes
    /// `∫ div X = -lim ∫_{|ℓ| = ε} X·n`, with one point put where the tube shrinks to.
    func boundaryTerms(_ fields: [Divergence.Field], _ forms: IntegrandForms) throws -> [(points: [Point], integrand: Expression)] {
        var result: [(points: [Point], integrand: Expression)] = []
        for form in try singularSets(fields, forms) {
            let (normal, codimension) = normalComponent(fields, form)
            guard try !forms.isZero(normal), try hasBoundaryTerm(normal, codimension, form, forms), let frame = form.frame(varying: variables),
                let flux = try meanFlux(normal, form, forms), flux != .zero else { continue }
            guard let area = Self.sphereArea(of: frame.point) else { throw Rejection.noDecay("the area of a sphere") }
            // The other points take the names of the first ones, as in every integral over fewer points.
            let others = variables.filter { $0 != frame.point }, names = Array(variables.prefix(others.count))
            let isUniform = zip(others, names).allSatisfy { $0.manifold == $1.manifold }
            let integrand = .number(-1) * area * flux
            result.append(isUniform ? (names, integrand.exchangingPoints(others, names)) : (others, integrand))
        }
        return result
    }

    /// Some term of the flux has an order that is a number and not positive.
    private func hasBoundaryTerm(_ normal: Expression, _ codimension: Exponent, _ form: LinearForm, _ forms: IntegrandForms) throws -> Bool {
        try forms.orders(of: normal, at: form, variables, expanding: nil).contains { term in
            let order = (term.isOdd ? term.value + .one : term.value) + codimension - Exponent(2)
            return order.linear.isEmpty && order.constant.sign <= 0
        }
    }

    private func meanFlux(_ normal: Expression, _ form: LinearForm, _ forms: IntegrandForms) throws -> Expression? {
        guard let frame = form.frame(varying: variables), variables.contains(frame.point), case .euclidean(.number(let d)) = frame.point.manifold
        else { return nil }
        return try forms.meanFlux(normal, frame, dimension: d)
    }

    /// `|S^(d-1)| = 2 π^(d/2) / Γ(d/2)`.
    private static func sphereArea(of point: Point) -> Expression? {
        guard case .euclidean(.number(let d)) = point.manifold else { return nil }
        let half = d / 2
        var value: Rational = 2
        if d % 2 == 0 {
            for k in stride(from: 2, to: half, by: 1) { value = value / Rational(k) }
        } else {
            for k in 0..<half { value = value * 2 / Rational(2 * k + 1) }
        }
        return half == 0 ? .number(value) : .number(value) * .power(.pi, .number(Rational(half)))
    }

    /// Where fixed points take special places, singular sets meet: such places are left out unless no flux can
    /// arise there.
    private func requireDistinct(_ growth: Growth, _ conditions: inout ConditionList) {
        for (flat, relations) in arrangement(growth).coalescences() where !conditions.implies(cutOffOrder(growth, flat)) {
            conditions.add(relations.map { $0.description.replacingEquality }.joined(separator: " or "))
        }
    }

    /// `X·ℓ`, with ℓ as the normal, and the codimension: the order of `X·ℓ` is one above that of the flux density.
    private func normalComponent(_ fields: [Divergence.Field], _ form: LinearForm) -> (Expression, Exponent) {
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
        return (.sum(terms), dimension)
    }
}

extension String {
    /// `v = w` as `v ≠ w`.
    fileprivate var replacingEquality: String { split(separator: "=", omittingEmptySubsequences: false).joined(separator: "≠") }
}
