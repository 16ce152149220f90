import Arithmetic

/// What integration by parts leaves of an integrand, and the fields whose divergences it took off:
/// `integrand = remainder + Σ_p div_p fields[p]`.
public struct PartialIntegration {
    public var remainder: Form
    /// Component forms of vector fields with the one free index `EulerLagrange.fieldIndex`.
    public var fields: [Point: Form]
    /// Some part does not contain the unknown as a weight: it was left alone, and its remainder is not a normal
    /// form.
    public var hasUnweightedPart = false

    public init(remainder: Form, fields: [Point: Form]) {
        self.remainder = remainder
        self.fields = fields
    }

    public mutating func addFields(of other: PartialIntegration) {
        for (point, field) in other.fields { fields[point, default: .zero].add(field) }
    }

    mutating func add(_ other: PartialIntegration, times factor: Form, _ form: ContractionForm) throws {
        remainder.add(try form.arena.multiply(other.remainder, factor))
        for (point, field) in other.fields { fields[point, default: .zero].add(try form.arena.multiply(field, factor)) }
    }
}

/// The Euler-Lagrange normal form of an integrand.
///
/// Let `D` be the integrand, `u` the unknown in which it is homogeneous of degree `m ≠ 0`, and
/// `P^{i1…ik} = ∂D/∂(∂_{i1}…∂_{ik} u)`. Euler's identity `m D = Σ_k P^{i1…ik} ∂_{i1}…∂_{ik} u` and integration
/// by parts give
///
///     m D = u Σ_k (-1)^k ∂_{i1…ik} P^{i1…ik} + div X .
///
/// For a positive `f = e^φ` that enters as `f^p` times a polynomial in the derivatives of `φ`, the variation is
/// taken along `f` itself, where all derivatives of the direction vanish:
///
///     p D = p D + Σ_{k>=1} (-1)^k ∂_{i1…ik} P^{i1…ik} + div X,
///     X^{ik} = Σ_{k>=1} (-1)^{k-1} ∂_{i1…i(k-1)} P^{i1…ik},    P = ∂D/∂(∂_{i1}…∂_{ik} φ) .
///
/// The remainder is the density of the L² gradient: the integral vanishes for all `u` if and only if the
/// remainder does. Nothing is solved and nothing divided by except `m` and `p`.
public struct EulerLagrange {
    /// The free index of fields. Statements number their indices from 0.
    public static func fieldIndex(_ dimension: Dimension) -> Index { .variable(1 << 25, dimension) }
    private static let fieldLabel: Int32 = 1 << 25

    let form: ContractionForm

    public init(_ form: ContractionForm) { self.form = form }

    private var arena: FormArena { form.arena }

    /// Integrates by parts until no derivative of the unknown is left that can be moved. Parts in which the
    /// unknown carries no weight are left alone.
    public func integrate(_ integrand: Form, _ unknown: Occurrence) throws -> PartialIntegration {
        unknown.function.isLogarithm ? try integrateWeighted(integrand, unknown) : try integrateHomogeneous(integrand, unknown)
    }

    // MARK: Positive functions

    private struct WeightClass: Hashable {
        let exponent: Int32
        let power: Int
    }

    /// `f^p φ^n D_n`: powers of the bare logarithm are lowered one by one, since
    /// `φ^n div X = div(φ^n X) - n φ^(n-1) ∇φ·X`.
    private func integrateWeighted(_ integrand: Form, _ unknown: Occurrence) throws -> PartialIntegration {
        let logarithm = try bare(unknown)
        var byWeight: [Int32: [Int: Form]] = [:]
        for (monomial, coefficient) in integrand.terms {
            let part = try split(monomial, unknown)
            byWeight[part.class.exponent, default: [:]][part.class.power, default: .zero].add(part.rest, coefficient)
        }
        var result = PartialIntegration(remainder: .zero, fields: [:])
        for weight in byWeight.keys.sorted() {
            var parts = byWeight[weight] ?? [:]
            let exponent = arena.exponent(weight)
            if exponent.isZero {
                result.hasUnweightedPart = true
                for (power, part) in parts {
                    result.remainder.add(try arena.multiply(part, arena.power(logarithm, Exponent(Rational(power)))))
                }
                continue
            }
            let inverse = try arena.inverse(arena.value(of: exponent))
            for power in (0...(parts.keys.max() ?? 0)).reversed() {
                guard let part = parts[power], !part.hasNoTerms else { continue }
                let reduced = try varyAlongWeight(part, unknown, inverse)
                try result.add(reduced, times: arena.power(logarithm, Exponent(Rational(power))), form)
                guard power > 0 else { continue }
                for (position, point) in unknown.points.enumerated() {
                    guard let field = reduced.fields[point], !field.hasNoTerms else { continue }
                    let slope = try gradient(of: unknown, position, point)
                    let lowered = try contracted(arena.multiply(slope, field), point)
                    parts[power - 1, default: .zero].add(lowered, times: Rational(-power))
                }
            }
        }
        return result
    }

    /// The logarithm itself, `φ`.
    private func bare(_ unknown: Occurrence) throws -> Form {
        try form.normalForm(unknown.expression)
    }

    private func gradient(of unknown: Occurrence, _ position: Int, _ point: Point) throws -> Form {
        let index = point.manifold.vectorDimension.map(Self.fieldIndex)
        return try form.normalForm(.partial(point, index, unknown.expression))
    }

    private func contracted(_ product: Form, _ point: Point) throws -> Form {
        guard let dimension = point.manifold.vectorDimension else { return product }
        return try form.contract(product, label: Self.fieldLabel, dimension: dimension)
    }

    /// A monomial as `f^p φ^n` times the rest, which keeps `f^p`.
    private func split(_ monomial: Monomial, _ unknown: Occurrence) throws -> (class: WeightClass, rest: Monomial) {
        var exponent: Int32 = 0
        var power = 0
        var rest: [Factor] = []
        for factor in monomial.factors {
            switch arena.atom(factor.atom) {
            case .exponential(let inner) where isBare(inner, unknown):
                exponent = factor.exponent
                rest.append(factor)
                continue
            case .graph(let graph) where isBare(graph, unknown):
                guard let count = arena.exponent(factor.exponent).asInt, count > 0 else { throw FormError.unsupported("a power of log \(unknown.function.name)") }
                power = count
                continue
            case .exponential, .composite, .logarithm, .elementary:
                // Derivatives inside are differentiated by the chain rule; the function itself must stand outside.
                let form = Form(Monomial(factors: [factor]))
                if self.form.jetOrders(form, unknown).contains(where: { $0.total == 0 }) {
                    throw FormError.unsupported("a function of \(unknown.function.name)")
                }
            default: break
            }
            rest.append(factor)
        }
        return (WeightClass(exponent: exponent, power: power), Monomial(factors: rest))
    }

    private func isBare(_ monomial: Monomial, _ unknown: Occurrence) -> Bool {
        guard monomial.factors.count == 1, monomial.factors[0].exponent == 1, case .graph(let graph) = arena.atom(monomial.factors[0].atom)
        else { return false }
        return isBare(graph, unknown)
    }

    private func isBare(_ graph: Graph, _ unknown: Occurrence) -> Bool {
        graph.vertices.count == 1 && form.jetOrder(graph.vertices[0], unknown)?.total == 0
    }

    private func varyAlongWeight(_ integrand: Form, _ unknown: Occurrence, _ inverseWeight: Form) throws -> PartialIntegration {
        var result = PartialIntegration(remainder: integrand, fields: [:])
        for order in form.jetOrders(integrand, unknown).sorted() where order.total > 0 {
            var current = try form.jetDerivative(integrand, unknown, order)
            if current.hasNoTerms { continue }
            current = try arena.multiply(current, inverseWeight)
            var sign: Rational = 1
            let slots = labelledSlots(order, unknown)
            for (number, slot) in slots.enumerated() {
                if number == slots.count - 1 { try add(current, at: slot, sign, &result) }
                current = try divergence(current, slot)
                sign = -sign
            }
            result.remainder.add(current, times: sign)
        }
        return result
    }

    // MARK: Functions of either sign

    /// Parts of equal degree in the unknown and its derivatives.
    private func integrateHomogeneous(_ integrand: Form, _ unknown: Occurrence) throws -> PartialIntegration {
        var byDegree: [Int: Form] = [:]
        for (monomial, coefficient) in integrand.terms {
            byDegree[try degree(monomial, unknown), default: .zero].add(monomial, coefficient)
        }
        var result = PartialIntegration(remainder: .zero, fields: [:])
        for degree in byDegree.keys.sorted() {
            guard let part = byDegree[degree] else { continue }
            if degree == 0 {
                result.hasUnweightedPart = true
                result.remainder.add(part)
                continue
            }
            let inverse = Form(Rational(degree).inverse)
            let value = try bare(unknown)
            for order in form.jetOrders(part, unknown).sorted() {
                var current = try form.jetDerivative(part, unknown, order)
                if current.hasNoTerms { continue }
                current = try arena.multiply(current, inverse)
                var sign: Rational = 1
                let slots = labelledSlots(order, unknown)
                for (number, slot) in slots.enumerated() {
                    // ∂_s(current · ∂_rest u) is split off.
                    var rest = value
                    for later in slots[(number + 1)...] { rest = try form.derivative(rest, later.point, later.label) }
                    var product = try arena.multiply(current, rest)
                    for later in slots[(number + 1)...] {
                        if let label = later.label, let dimension = later.point.manifold.vectorDimension {
                            product = try form.contract(product, label: label, dimension: dimension)
                        }
                    }
                    try add(product, at: slot, sign, &result)
                    current = try divergence(current, slot)
                    sign = -sign
                }
                result.remainder.add(try arena.multiply(current, value), times: sign)
            }
        }
        return result
    }

    private func degree(_ monomial: Monomial, _ unknown: Occurrence) throws -> Int {
        var degree = 0
        for factor in monomial.factors {
            let inner = form.jetOrders(Form(Monomial(factors: [factor])), unknown)
            if inner.isEmpty { continue }
            guard case .graph(let graph) = arena.atom(factor.atom), let power = arena.exponent(factor.exponent).asInt else {
                throw FormError.unsupported("a function of \(unknown.function.name)")
            }
            degree += power * graph.vertices.filter { form.jetOrder($0, unknown) != nil }.count
        }
        return degree
    }

    // MARK: Moving derivatives

    private struct Slot {
        let point: Point
        /// `nil` for a point of the line.
        let label: Int32?
    }

    private func labelledSlots(_ order: JetOrder, _ unknown: Occurrence) -> [Slot] {
        var next = 0
        return order.slots.map { argument in
            let point = unknown.points[argument]
            guard point.manifold.vectorDimension != nil else { return Slot(point: point, label: nil) }
            defer { next += 1 }
            return Slot(point: point, label: ContractionForm.slotLabel(next))
        }
    }

    private func add(_ field: Form, at slot: Slot, _ sign: Rational, _ result: inout PartialIntegration) throws {
        let named = try slot.label.map { try form.relabel(field, $0, Self.fieldLabel) } ?? field
        result.fields[slot.point, default: .zero].add(named, times: sign)
    }

    private func divergence(_ field: Form, _ slot: Slot) throws -> Form {
        let derivative = try form.derivative(field, slot.point, slot.label)
        guard let label = slot.label, let dimension = slot.point.manifold.vectorDimension else { return derivative }
        return try form.contract(derivative, label: label, dimension: dimension)
    }
}

extension Occurrence {
    /// The symbol at its points: the function, or for a positive function its logarithm.
    public var expression: Expression {
        var supply = IndexSupply(startingAt: 1 << 24)
        return .application(Expression.Application(function: function, arguments: points.map { .point($0, &supply) }))
    }
}
