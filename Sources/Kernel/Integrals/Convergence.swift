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

    /// How many of the variables' coordinates a flat fixes at least; its forms may live in several spaces.
    ///
    /// A form that points of spheres alone must satisfy, such as `ω - σ`, fixes `d - 1` of them: one equation holds
    /// on the spheres anyway. It must be a sum or difference of two, for which charts are linear enough.
    private func codimension(_ flat: LinearArrangement.Flat) throws -> Exponent {
        var spaces: [Exponent: [LinearForm]] = [:]
        for member in flat.members {
            guard let term = member.terms.first(where: { variables.contains($0.point) }) else { continue }
            spaces[Self.dimension(of: term.point), default: []].append(member)
        }
        let free = variables.filter { !SphereCheck.isSphere([$0]) }
        return try spaces.reduce(.zero) { sum, space in
            let rank = LinearArrangement(forms: [], variables: variables).rank(space.value, all: false)
            let onSpheres = rank - LinearArrangement(forms: [], variables: free).rank(space.value, all: false)
            guard onSpheres == 0 || space.value.allSatisfy({ $0.terms.count <= 2 && $0.terms.allSatisfy { $0.coefficient.magnitude == 1 } })
            else { throw Rejection.noDecay("singular sets that meet a sphere") }
            return sum + space.key * Rational(rank) - Exponent(Rational(onSpheres))
        }
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
                growth.rough.contains(form) && form.terms.contains { variables.contains($0.point) } && !isCentre(form) && !isOutside(form)
            }.sorted { $0.description < $1.description },
            variables: variables)
    }

    /// The centre of a sphere does not lie on it.
    private func isCentre(_ form: LinearForm) -> Bool { form.terms.count == 1 && SphereCheck.isSphere([form.terms[0].point]) }

    /// 0 is neither in the point's interval nor one of its ends.
    private func isOutside(_ form: LinearForm) -> Bool {
        guard form.terms.count == 1, case .line(let lower, let upper) = form.terms[0].point.manifold else { return false }
        return lower.map { $0.sign > 0 } ?? false || upper.map { $0.sign < 0 } ?? false
    }

    /// 0 is an end of the point's interval.
    private func isEnd(_ form: LinearForm) -> Bool {
        guard form.terms.count == 1, case .line(let lower, let upper) = form.terms[0].point.manifold else { return false }
        return lower?.isZero ?? false || upper?.isZero ?? false
    }

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
            try requirePositive(.integral, integrand, at: form, forms, &conditions)
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
            try requirePositive(.derivative, integrand, at: form, forms, &conditions)
        }
    }

    /// The same where integrated points are carried along with that of the derivative. Singular sets that keep their place beside them
    /// ask for nothing but convergence.
    func requireDerivable(
        _ integrand: Expression, by point: Point, carrying moved: [Point], derivative: Expression, _ forms: IntegrandForms, _ conditions: inout ConditionList
    ) throws {
        try requireIntegrable(integrand, forms, &conditions)
        try requireIntegrable(derivative, forms, &conditions)
        func isFixed(_ form: LinearForm) -> Bool { ([point] + moved).reduce(Rational(0)) { $0 + form.coefficient($1) }.isZero }
        try visitSingularSets(integrand, forms, &conditions) { flat, growth, conditions in
            if flat.members.allSatisfy(isFixed) { return }
            try conditions.requirePositive(cutOffOrder(growth, flat), "a derivative of an integral, at \(name(flat)),")
        } single: { form, conditions in
            if isFixed(form) { return }
            try requirePositive(.derivative, integrand, at: form, forms, &conditions)
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

    /// What must be small where a form ℓ vanishes.
    private enum Subject {
        /// An integrand.
        case integral
        /// An integrand with a derivative before the integral: a cut-off near the set has a gradient of order -1.
        case derivative
        /// The component `X·ℓ` of a field: its order is one above that of the flux density.
        case flux

        func description(_ order: Exponent, _ form: LinearForm) -> String {
            switch self {
            case .integral: return "an integral as printed, of order \(order.plainText) at \(form.description),"
            case .derivative: return "a derivative of an integral, at \(form.description),"
            case .flux: return "the flux at \(form.description)"
            }
        }
    }

    /// The order of a tube around `{ℓ = 0}`, on which the subject stands, in its radius.
    private func tubeOrder(_ subject: Subject, _ form: LinearForm) throws -> Exponent {
        let codimension = try codimension(LinearArrangement.Flat(members: [form], rank: 1))
        switch subject {
        case .integral: return codimension
        case .derivative: return codimension - .one
        case .flux: return codimension - Exponent(2)
        }
    }

    /// What must be positive at `{ℓ = 0}`, one for each term, after an expansion of the given order there.
    private func exponents(
        _ subject: Subject, _ expression: Expression, at form: LinearForm, _ forms: IntegrandForms, expanding expansion: Int?
    ) throws -> [Exponent] {
        let shift = try tubeOrder(subject, form)
        return try forms.orders(of: expression, at: form, variables, expanding: expansion).compactMap { term in
            // Odd in the direction: the leading part of a flux has mean zero. It counts also where the field is smooth;
            // what is smooth is integrable.
            if subject == .flux { return (term.isOdd ? term.value + .one : term.value) + shift }
            return term.isRough ? term.value + shift : nil
        }
    }

    /// Requires that of every term at `{ℓ = 0}`; where it is not implied, of the terms after an expansion there, which
    /// brings cancellations to light.
    private func requirePositive(
        _ subject: Subject, _ expression: Expression, at form: LinearForm, _ forms: IntegrandForms, _ conditions: inout ConditionList
    ) throws {
        for expansion in [nil, 1, 2] as [Int?] {
            let exponents = try exponents(subject, expression, at: form, forms, expanding: expansion)
            let isLast = expansion == 2 || form.terms.count == 1
            if !isLast && !exponents.allSatisfy(conditions.implies) { continue }
            let shift = try tubeOrder(subject, form)
            for exponent in exponents { try conditions.requirePositive(exponent, subject.description(exponent - shift, form)) }
            return
        }
    }

    private func cutOffOrder(_ growth: Growth, _ flat: LinearArrangement.Flat) throws -> Exponent {
        try order(growth, on: flat) - .one + codimension(flat)
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
        let unbounded = variables.filter(\.manifold.isUnbounded)
        for point in variables {
            switch point.manifold {
            case .sphere: continue
            case .torus:
                if growth.hasCoordinates { throw Rejection.noDecay("a coordinate of the torus outside periodic functions") }
                continue
            // Functions are smooth up to the ends of an interval.
            case .line(.some, .some): continue
            case .line, .euclidean: break
            }
            guard growth.decays(in: point, varying: unbounded) else { throw Rejection.noDecay("nothing decays as \(point.name) goes to infinity") }
            // A density is a factor, but another factor may grow.
            if let weight = growth.openWeights[point] { conditions.add("\(weight) and its derivatives decay faster than every power") }
        }
        for point in variables {
            if growth.halfLines.contains(point), !point.isNonnegative { throw Rejection.noDecay("a power that is not defined for \(point.name) < 0") }
            guard point.manifold.isUnbounded, !growth.supported.contains(point) else { continue }
            for exponent in (growth.powers[point] ?? []).sorted(by: { $0.plainText < $1.plainText }) {
                try conditions.requirePositive(exponent, "no decay as \(point.name) goes to infinity")
            }
        }
        let isUnbounded = variables.contains { $0.manifold.isUnbounded }
        for name in growth.bare.sorted() where isUnbounded { conditions.add("\(name) and its derivatives grow at most like a power") }
    }

    // MARK: Flux

    /// Adds the conditions under which the integral of `Σ_p div_p X_p` is what the boundary terms say.
    /// - Parameter boundary: whether a flux that does not vanish is allowed; see `boundaryTerms`.
    func requireNoFlux(_ fields: [Divergence.Field], _ forms: IntegrandForms, boundary: Bool, _ conditions: inout ConditionList) throws {
        for flux in try fluxes(of: fields, forms, visiting: { growth, flats in
            try requireDecay(growth, &conditions)
            try requireDistinct(growth, &conditions)
            for flat in flats where flat.rank > 1 {
                try conditions.requirePositive(cutOffOrder(growth, flat), "the flux at \(name(flat))")
            }
        }) {
            // On a line there are two sides, see `endTerms`.
            if flux.form.linePoint != nil, forms.isInvariant { continue }
            guard boundary, try mean(of: flux, forms) != nil else {
                try requirePositive(.flux, flux.normal, at: flux.form, forms, &conditions)
                continue
            }
            for exponent in flux.exponents where !exponent.linear.isEmpty {
                try conditions.requirePositive(exponent, Subject.flux.description(exponent, flux.form))
            }
        }
        let ends = try endTerms(fields, forms) { try conditions.requirePositive($0, "the boundary value at \($1.name) = 0") }
        guard boundary || ends.isEmpty else { throw Rejection.noDecay("boundary values at the ends of an interval") }
    }

    /// What fields carry through small tubes around a set of codimension one space.
    struct Flux {
        let form: LinearForm
        /// `Σ_p X_p·ℓ`, not identically zero.
        let normal: Expression
        /// What must be positive for the flux to vanish, one for each term.
        let exponents: [Exponent]
    }

    /// - Parameter visit: called for the behaviour of each term, with the flats on which it is singular.
    private func fluxes(
        of fields: [Divergence.Field], _ forms: IntegrandForms, visiting visit: (Growth, [LinearArrangement.Flat]) throws -> Void = { _, _ in }
    ) throws -> [Flux] {
        var singular: Set<LinearForm> = []
        for field in fields {
            if case .sphere = field.point.manifold { throw Rejection.noDecay("no integration by parts on the sphere of \(field.point.name)") }
            for growth in try forms.growth(of: field.component) {
                let flats = try flats(growth)
                try visit(growth, flats)
                for flat in flats where flat.rank == 1 { singular.formUnion(flat.members) }
            }
        }
        return try forms.fluxes(of: fields, variables) {
            try singular.sorted { $0.description < $1.description }.compactMap { form in
                if isEnd(form) { return nil }
                let normal = normalComponent(fields, form)
                if try forms.isZero(normal) { return nil }
                return Flux(form: form, normal: normal, exponents: try exponents(.flux, normal, at: form, forms, expanding: nil))
            }
        }
    }

    /// Integrals over fewer points that a flux leaves behind: outside of small tubes
    /// `∫ div X = -lim ∫_{|ℓ| = ε} X·n`, with one point put where the tube shrinks to.
    func boundaryTerms(_ fields: [Divergence.Field], _ forms: IntegrandForms) throws -> [(points: [Point], integrand: Expression)] {
        var result: [(points: [Point], integrand: Expression)] = []
        for flux in try fluxes(of: fields, forms) {
            guard let (frame, mean) = try mean(of: flux, forms), mean != .zero else { continue }
            guard let area = Self.sphereArea(of: frame.point) else { throw Rejection.noDecay("the area of a sphere") }
            // The other points take the names of the first ones, as in every integral over fewer points.
            let others = variables.filter { $0 != frame.point }, names = Array(variables.prefix(others.count))
            let isUniform = zip(others, names).allSatisfy { $0.manifold == $1.manifold }
            let integrand = .number(-1) * area * mean
            result.append(isUniform ? (names, integrand.exchangingPoints(others, names)) : (others, integrand))
        }
        // The conditions under which these are all are required with those for the fluxes.
        return result + (try endTerms(fields, forms) { _, _ in })
    }

    /// The mean over directions in the limit, where the order of some term says that it need not vanish; `nil` where
    /// none does, or where it cannot be told.
    private func mean(of flux: Flux, _ forms: IntegrandForms) throws -> (frame: TaylorFrame, mean: Expression)? {
        guard flux.exponents.contains(where: { $0.linear.isEmpty && $0.constant.sign <= 0 }), let frame = flux.form.frame(varying: variables),
            variables.contains(frame.point), case .euclidean(.number(let d)) = frame.point.manifold,
            let mean = try forms.meanFlux(flux.normal, frame, dimension: d) else { return nil }
        return (frame, mean)
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
    private func requireDistinct(_ growth: Growth, _ conditions: inout ConditionList) throws {
        for (flat, relations) in arrangement(growth).coalescences() where try !conditions.implies(cutOffOrder(growth, flat)) {
            conditions.add(relations.map { $0.description.replacingEquality }.joined(separator: " or "))
        }
    }

    /// `Σ_p X_p·ℓ`, with ℓ as the normal.
    private func normalComponent(_ fields: [Divergence.Field], _ form: LinearForm) -> Expression {
        var supply = IndexSupply(startingAt: (1 << 24) + (1 << 20))
        return .sum(fields.compactMap { field in
            let weight = form.coefficient(field.point)
            if weight.isZero { return nil }
            guard let index = field.index else { return .number(weight) * field.component * form.expression(nil) }
            let own = supply.fresh(index.dimension)
            return .contraction(own, .number(weight) * field.component.renamingIndices([index: own], &supply) * form.expression(own))
        })
    }
}

extension String {
    /// `v = w` as `v ≠ w`.
    fileprivate var replacingEquality: String { split(separator: "=", omittingEmptySubsequences: false).joined(separator: "≠") }
}
