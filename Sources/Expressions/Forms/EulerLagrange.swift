import Arithmetic

/// What integration by parts leaves of an integrand, and the fields whose divergences it took off:
/// `integrand = remainder + Σ_p div_p fields[p]`.
public struct PartialIntegration {
    /// A vector field: in contraction form one form with the free index `EulerLagrange.fieldIndex`, in component
    /// form a form for each component.
    public struct FieldKey: Hashable, Sendable {
        public let point: Point
        /// `nil` in contraction form and for points of the line.
        public let component: Int?

        public init(point: Point, component: Int?) {
            self.point = point
            self.component = component
        }
    }

    public var remainder: Form
    public var fields: [FieldKey: Form]
    /// Some part does not contain the unknown as a weight: it was left alone, and its remainder is not a normal
    /// form.
    public var hasUnweightedPart = false

    public init(remainder: Form, fields: [FieldKey: Form] = [:]) {
        self.remainder = remainder
        self.fields = fields
    }

    public mutating func addFields(of other: PartialIntegration) {
        for (key, field) in other.fields { fields[key, default: .zero].add(field) }
    }

    mutating func add(_ other: PartialIntegration, times factor: Form, _ arena: FormArena) throws {
        remainder.add(try arena.multiply(other.remainder, factor))
        for (key, field) in other.fields { fields[key, default: .zero].add(try arena.multiply(field, factor)) }
    }
}

/// What integration by parts needs of a normal form: jets, derivatives by jets, and divergences.
protocol JetCalculus: AnyObject {
    /// A kind of jet of the unknown, in a fixed order.
    associatedtype Jet: Hashable & Comparable
    /// A derivative of a jet: its point, and where the slot stands open.
    associatedtype Slot

    var arena: FormArena { get }
    func jets(_ form: Form, _ unknown: Occurrence) -> Set<Jet>
    /// The number of derivatives.
    func order(_ jet: Jet) -> Int
    /// How often jets of the unknown stand in an atom without powers; `nil` where they stand inside a function.
    func degree(_ atom: Int32, _ unknown: Occurrence) -> Int?
    /// Whether jets of the unknown stand inside the atom as a function of them.
    func isComposed(_ atom: Int32, _ unknown: Occurrence) -> Bool
    /// For a derivative of a function of one number: the derivative before it, and the number.
    func antiderivative(_ atom: Int32) -> (value: Form, argument: Form)?
    /// Whether the atom is the unknown itself.
    func isBare(_ atom: Atom, _ unknown: Occurrence) -> Bool
    /// The unknown itself; its component, for a jet of one.
    func bareForm(_ unknown: Occurrence, _ jet: Jet?) throws -> Form
    func jetDerivative(_ form: Form, _ unknown: Occurrence, _ jet: Jet) throws -> Form
    func slots(_ jet: Jet, _ unknown: Occurrence) -> [Slot]
    func key(_ slot: Slot) -> PartialIntegration.FieldKey
    func slot(_ key: PartialIntegration.FieldKey) -> Slot
    /// The form as the component of a field.
    func field(_ form: Form, _ slot: Slot) throws -> Form
    /// `∂_s`, contracted with the open slot s.
    func divergence(_ form: Form, _ slot: Slot) throws -> Form
    /// `form · ∂_{s1}…∂_{sk} u`, contracted over the slots and over the components of the unknown.
    func product(_ form: Form, with unknown: Occurrence, _ jet: Jet, differentiatedAt slots: ArraySlice<Slot>) throws -> Form
    /// `∇F` by all points of the unknown.
    func gradient(_ form: Form, _ unknown: Occurrence) throws -> [PartialIntegration.FieldKey: Form]
    /// `∇φ·X`, for the fields of all points.
    func slope(_ unknown: Occurrence, along fields: [PartialIntegration.FieldKey: Form]) throws -> Form
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

    private let integrator: any Integrator

    public init(_ form: ContractionForm) { integrator = Integration(form) }
    public init(_ form: ComponentForm) { integrator = Integration(form) }

    /// Integrates by parts until no derivative of the unknown is left that can be moved. Parts in which the
    /// unknown carries no weight are left alone, unless they are divergences.
    ///
    /// - Parameter isAlone: nothing else is varied. Then such parts are brought to a normal form as well, that of polynomials in the logarithm.
    public func integrate(_ integrand: Form, _ unknown: Occurrence, isAlone: Bool = false) throws -> PartialIntegration {
        try integrator.integrate(integrand, unknown, isAlone)
    }

    /// What vanishes where the L² gradient `E = Σ_k (-1)^k ∂_{i1…ik} ∂D/∂(∂_{i1}…∂_{ik} u)` does: `u E` for functions of either sign,
    /// `f E` for positive ones, and `∇log f·∇E` where their integral is given, since `E` may be a constant then.
    ///
    /// Nothing is divided by a degree, so `u` may stand inside other functions.
    public func gradient(_ integrand: Form, _ unknown: Occurrence) throws -> Form {
        try integrator.gradient(integrand, unknown)
    }
}

private protocol Integrator {
    func integrate(_ integrand: Form, _ unknown: Occurrence, _ isAlone: Bool) throws -> PartialIntegration
    func gradient(_ integrand: Form, _ unknown: Occurrence) throws -> Form
}

private struct Integration<Calculus: JetCalculus>: Integrator {
    private let form: Calculus

    init(_ form: Calculus) { self.form = form }

    private var arena: FormArena { form.arena }

    func integrate(_ integrand: Form, _ unknown: Occurrence, _ isAlone: Bool) throws -> PartialIntegration {
        unknown.function.isLogarithm ? try integrateWeighted(integrand, unknown, isAlone) : try integrateHomogeneous(integrand, unknown)
    }

    // MARK: Positive functions

    private struct WeightClass: Hashable {
        let exponent: Int32
        let power: Int
    }

    /// `f^p φ^n D_n`: powers of the bare logarithm are lowered one by one, since
    /// `φ^n div X = div(φ^n X) - n φ^(n-1) ∇φ·X`.
    private func integrateWeighted(_ integrand: Form, _ unknown: Occurrence, _ isAlone: Bool) throws -> PartialIntegration {
        let logarithm = try form.bareForm(unknown, nil)
        var byWeight: [Int32: [Int: Form]] = [:]
        for (monomial, coefficient) in integrand.terms {
            let part = try split(monomial, unknown)
            byWeight[part.class.exponent, default: [:]][part.class.power, default: .zero].add(part.rest, coefficient)
        }
        var result = PartialIntegration(remainder: .zero)
        for weight in byWeight.keys.sorted() {
            var parts = byWeight[weight] ?? [:]
            let exponent = arena.exponent(weight)
            if exponent.isZero {
                var plain = Form.zero
                for (power, part) in parts { plain.add(try arena.multiply(part, arena.power(logarithm, Exponent(Rational(power))))) }
                // Polynomials in φ and its derivatives are integrated as those of any function.
                if let reduced = try? integrateHomogeneous(plain, unknown), isAlone || reduced.remainder.hasNoTerms {
                    try result.add(reduced, times: .one, arena)
                    result.hasUnweightedPart = result.hasUnweightedPart || !reduced.remainder.hasNoTerms
                } else {
                    result.hasUnweightedPart = true
                    result.remainder.add(plain)
                }
                continue
            }
            let inverse = try arena.inverse(arena.value(of: exponent))
            for power in (0...(parts.keys.max() ?? 0)).reversed() {
                guard let part = parts[power], !part.hasNoTerms else { continue }
                let reduced = try varyAlongWeight(part, unknown, inverse)
                try result.add(reduced, times: arena.power(logarithm, Exponent(Rational(power))), arena)
                guard power > 0 else { continue }
                parts[power - 1, default: .zero].add(try form.slope(unknown, along: reduced.fields), times: Rational(-power))
            }
        }
        return result
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
            case let atom where form.isBare(atom, unknown):
                guard let count = arena.exponent(factor.exponent).asInt, count > 0 else { throw FormError.unsupported("a power of log \(unknown.function.name)") }
                power = count
                continue
            default:
                // Derivatives inside are differentiated by the chain rule; the function itself must stand outside.
                if form.isComposed(factor.atom, unknown), form.jets(Form(Monomial(factors: [factor])), unknown).contains(where: { form.order($0) == 0 }) {
                    throw FormError.unsupported("a function of \(unknown.function.name)")
                }
            }
            rest.append(factor)
        }
        return (WeightClass(exponent: exponent, power: power), Monomial(factors: rest))
    }

    private func isBare(_ monomial: Monomial, _ unknown: Occurrence) -> Bool {
        monomial.factors.count == 1 && monomial.factors[0].exponent == 1 && form.isBare(arena.atom(monomial.factors[0].atom), unknown)
    }

    private func varyAlongWeight(_ integrand: Form, _ unknown: Occurrence, _ inverseWeight: Form) throws -> PartialIntegration {
        var result = PartialIntegration(remainder: integrand)
        for jet in form.jets(integrand, unknown).sorted() where form.order(jet) > 0 {
            var current = try form.jetDerivative(integrand, unknown, jet)
            if current.hasNoTerms { continue }
            current = try arena.multiply(current, inverseWeight)
            var sign: Rational = 1
            let slots = form.slots(jet, unknown)
            for (number, slot) in slots.enumerated() {
                if number == slots.count - 1 { try add(current, at: slot, sign, &result) }
                current = try form.divergence(current, slot)
                sign = -sign
            }
            result.remainder.add(current, times: sign)
        }
        return result
    }

    func gradient(_ integrand: Form, _ unknown: Occurrence) throws -> Form {
        var result = Form.zero
        for jet in form.jets(integrand, unknown).sorted() {
            var current = try form.jetDerivative(integrand, unknown, jet)
            let slots = form.slots(jet, unknown)
            for slot in slots { current = try form.divergence(current, slot) }
            if !unknown.function.isLogarithm { current = try form.product(current, with: unknown, jet, differentiatedAt: []) }
            result.add(current, times: slots.count % 2 == 0 ? 1 : -1)
        }
        guard unknown.function.attributes.contains(.unitMass), unknown.function.isLogarithm else { return result }
        let density = try arena.exponential(form.bareForm(unknown, nil))
        return try form.slope(unknown, along: form.gradient(arena.multiply(result, arena.inverse(density)), unknown))
    }

    // MARK: Functions of either sign

    /// Parts of equal degree in the unknown and its derivatives.
    private func integrateHomogeneous(_ integrand: Form, _ unknown: Occurrence) throws -> PartialIntegration {
        var byDegree: [Int: Form] = [:]
        for (monomial, coefficient) in integrand.terms {
            byDegree[try degree(monomial, unknown), default: .zero].add(monomial, coefficient)
        }
        var result = PartialIntegration(remainder: .zero)
        for degree in byDegree.keys.sorted() {
            guard let part = byDegree[degree] else { continue }
            if degree == 0 {
                result.hasUnweightedPart = true
                result.remainder.add(part)
                continue
            }
            let inverse = Form(Rational(degree).inverse)
            for jet in form.jets(part, unknown).sorted() {
                var current = try form.jetDerivative(part, unknown, jet)
                if current.hasNoTerms { continue }
                current = try arena.multiply(current, inverse)
                var sign: Rational = 1
                let slots = form.slots(jet, unknown)
                for (number, slot) in slots.enumerated() {
                    // ∂_s(current · ∂_rest u) is split off.
                    let product = try form.product(current, with: unknown, jet, differentiatedAt: slots[(number + 1)...])
                    try add(product, at: slot, sign, &result)
                    current = try form.divergence(current, slot)
                    sign = -sign
                }
                result.remainder.add(try form.product(current, with: unknown, jet, differentiatedAt: []), times: sign)
            }
        }
        return result
    }

    private func degree(_ monomial: Monomial, _ unknown: Occurrence) throws -> Int {
        var degree = 0
        for factor in monomial.factors {
            if form.jets(Form(Monomial(factors: [factor])), unknown).isEmpty { continue }
            guard let count = form.degree(factor.atom, unknown), let power = arena.exponent(factor.exponent).asInt else {
                throw FormError.unsupported("a function of \(unknown.function.name)")
            }
            degree += power * count
        }
        return degree
    }

    private func add(_ field: Form, at slot: Calculus.Slot, _ sign: Rational, _ result: inout PartialIntegration) throws {
        result.fields[form.key(slot), default: .zero].add(try form.field(field, slot), times: sign)
    }
}

extension Occurrence {
    /// The symbol at its points: the function, or for a positive function its logarithm.
    public var expression: Expression {
        var supply = IndexSupply(startingAt: 1 << 24)
        let values = function.valueDimensions.enumerated().map { Index.variable(Int(Self.valueLabel($0)), $1) }
        return .application(Expression.Application(
            function: function, valueIndices: values, arguments: points.map { .point($0, &supply) }))
    }

    /// The free labels of the components of a vector or tensor unknown.
    static func valueLabel(_ number: Int) -> Int32 { (1 << 25) + 16 + Int32(number) }
}
