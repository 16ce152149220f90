import Arithmetic

/// The atoms, exponents and interned forms of one normalisation, and the algebra on forms.
///
/// Both normal forms share it: they differ only in the atoms that tensors become, graphs in contraction
/// form, components in component form.
final class FormArena {
    private(set) var atoms: [Atom] = []
    private var atomNumbers: [Atom: Int32] = [:]
    private var signs: [SignKnowledge] = []
    private var isNatural: [Bool] = []
    /// Whether some atom is a value of the Gamma function.
    private(set) var hasGamma = false
    private(set) var hasBessel = false
    /// Whether some exponential has a quotient with several terms in its exponent.
    private(set) var hasExponentialOfQuotient = false
    private var exponents: [Exponent] = []
    private var exponentNumbers: [Exponent: Int32] = [:]
    private(set) var forms: [Form] = []
    private var formNumbers: [[Interned]: Int32] = [:]
    /// For each composite atom whether it has such a square, once that was asked.
    var squares: [Int32: Square?] = [:]
    /// For each interned sum what it is a product of, once that was asked.
    var factorisations: [Int32: Factors] = [:]
    private let positiveParameters: Set<String>
    private let nonnegativeParameters: Set<String>
    private let ranges: [String: ParameterRange]
    let integerParameters: Set<String>
    private let positiveForms: [Exponent]
    /// Terms that may still be made before the work limit stops the normalisation.
    private(set) var budget: Int

    private struct Interned: Hashable {
        let monomial: Monomial
        let coefficient: Rational
    }

    init(
        positiveParameters: Set<String>, nonnegativeParameters: Set<String> = [], ranges: [String: ParameterRange] = [:], integerParameters: Set<String> = [],
        positiveForms: [Exponent] = [], budget: Int
    ) {
        self.positiveParameters = positiveParameters
        self.nonnegativeParameters = nonnegativeParameters
        self.ranges = ranges
        self.integerParameters = integerParameters
        self.positiveForms = positiveForms
        self.budget = budget
    }

    func spend(_ count: Int) throws {
        budget -= count
        if budget < 0 { throw FormError.tooLarge }
    }

    // MARK: Interning

    func number(of atom: Atom) -> Int32 {
        if let known = atomNumbers[atom] { return known }
        let number = Int32(atoms.count)
        atoms.append(atom)
        atomNumbers[atom] = number
        signs.append(knowledge(about: atom))
        if case .natural = atom { isNatural.append(true) } else { isNatural.append(false) }
        if case .elementary(.gamma, _) = atom { hasGamma = true }
        if case .bessel = atom { hasBessel = true }
        if case .exponential(let inner) = atom, inner.factors.contains(where: { isComposite($0.atom) }) { hasExponentialOfQuotient = true }
        return number
    }

    func atom(_ number: Int32) -> Atom { atoms[Int(number)] }
    func sign(of atom: Int32) -> SignKnowledge { signs[Int(atom)] }

    private func knowledge(about atom: Atom) -> SignKnowledge {
        switch atom {
        case .parameter(let name):
            return positiveParameters.contains(name) ? .positive : nonnegativeParameters.contains(name) ? .nonnegative : .unknown
        case .natural, .pi, .exponential: return .positive
        case .scalarPoint(let point):
            if case .line(let lower?, _) = point.manifold, lower.sign >= 0 { return .positive }
            return .unknown
        case .graph(let graph): return graph.isSumOfSquares ? .nonnegative : .unknown
        case .composite(let number): return sign(of: forms[Int(number)])
        case .elementary(.cosh, _): return .positive
        case .elementary(.gamma, let number): return sign(of: forms[Int(number)]) == .positive ? .positive : .unknown
        case .jet(let jet): return jet.function.attributes.contains(.nonnegative) && jet.derivatives.isEmpty
            && jet.value.isEmpty ? .nonnegative : .unknown
        // Of an order above -1, of a positive number.
        case .bessel(let function, let order, let argument):
            return sign(of: forms[Int(argument)]) == .positive && (function == .second || sign(of: forms[Int(order)]) != .unknown) ? .positive : .unknown
        case .component, .relative, .logarithm, .elementary: return .unknown
        }
    }

    func range(of parameter: String) -> ParameterRange? { ranges[parameter] }

    /// What the terms, and the ranges of the parameters, tell about the sign of a form.
    func sign(of form: Form) -> SignKnowledge {
        if form.terms.isEmpty { return .nonnegative }
        var isPositive = false
        for (monomial, coefficient) in form.terms {
            let own = coefficient.sign < 0 ? .unknown : sign(of: monomial)
            switch own {
            case .positive: isPositive = true
            case .nonnegative: break
            case .unknown:
                if !ranges.isEmpty, case let known = sign(onRangesOf: form, ranges), known != .unknown { return known }
                return isKnownPositive(form) ? .positive : .unknown
            }
        }
        return isPositive ? .positive : .nonnegative
    }

    /// Whether the form is a positive multiple of one that hypotheses call positive, and a number that is not negative.
    private func isKnownPositive(_ form: Form) -> Bool {
        if positiveForms.isEmpty { return false }
        guard let own = exponent(from: form), let first = own.linear.first else { return false }
        return positiveForms.contains { known in
            guard known.linear.count == own.linear.count, let start = known.linear.first, start.symbol == first.symbol else { return false }
            let ratio = first.coefficient / start.coefficient
            return ratio.sign > 0 && own.linear == (known * ratio).linear && (own.constant - ratio * known.constant).sign >= 0
        }
    }

    func sign(of monomial: Monomial) -> SignKnowledge {
        var result = SignKnowledge.positive
        for factor in monomial.factors {
            switch sign(of: factor.atom) {
            case .positive: break
            case .nonnegative: result = .nonnegative
            case .unknown:
                // A power that is not integral is defined, and non-negative, only for a non-negative base.
                let exponent = exponent(factor.exponent)
                if exponent.isIntegral {
                    guard let integer = exponent.asInt, integer % 2 == 0 else { return .unknown }
                }
                result = .nonnegative
            }
        }
        return result
    }

    private static let generalExponents: Int32 = 1 << 25

    func code(of exponent: Exponent) -> Int32 {
        if let small = exponent.asInt, abs(small) < 1 << 24 { return Int32(small) }
        if let known = exponentNumbers[exponent] { return known }
        let number = Self.generalExponents + Int32(exponents.count)
        exponents.append(exponent)
        exponentNumbers[exponent] = number
        return number
    }

    func exponent(_ code: Int32) -> Exponent {
        code < Self.generalExponents ? Exponent(Rational(Int(code))) : exponents[Int(code - Self.generalExponents)]
    }

    func sumOfExponents(_ a: Int32, _ b: Int32) -> Int32 {
        if a < Self.generalExponents && b < Self.generalExponents && abs(a + b) < 1 << 24 { return a + b }
        return code(of: exponent(a) + exponent(b))
    }

    /// Equal forms have equal numbers.
    func number(of form: Form) -> Int32 {
        let key = form.sortedTerms.map { Interned(monomial: $0.monomial, coefficient: $0.coefficient) }
        if let known = formNumbers[key] { return known }
        let number = Int32(forms.count)
        forms.append(form)
        formNumbers[key] = number
        return number
    }

    func form(_ number: Int32) -> Form { forms[Int(number)] }

    func form(_ atom: Atom, exponent: Exponent = .one) -> Form {
        if exponent.isZero { return .one }
        return Form(Monomial(factors: [Factor(atom: number(of: atom), exponent: code(of: exponent))]))
    }

    /// The exponent as a value.
    func value(of exponent: Exponent) -> Form {
        var result = Form(exponent.constant)
        for term in exponent.linear { result.add(form(.parameter(term.symbol)), times: term.coefficient) }
        return result
    }

    // MARK: Products

    func product(_ a: Monomial, _ b: Monomial) -> Monomial {
        if a.factors.isEmpty { return b }
        if b.factors.isEmpty { return a }
        var factors: [Factor] = []
        factors.reserveCapacity(a.factors.count + b.factors.count)
        var i = 0, j = 0
        while i < a.factors.count && j < b.factors.count {
            let x = a.factors[i], y = b.factors[j]
            if x.atom < y.atom {
                factors.append(x)
                i += 1
            } else if y.atom < x.atom {
                factors.append(y)
                j += 1
            } else {
                let exponent = sumOfExponents(x.exponent, y.exponent)
                if exponent != 0 { factors.append(Factor(atom: x.atom, exponent: exponent)) }
                i += 1
                j += 1
            }
        }
        factors.append(contentsOf: a.factors[i...])
        factors.append(contentsOf: b.factors[j...])
        return Monomial(factors: factors)
    }

    /// Powers of natural numbers give their integral part to the coefficient: `2^(3/2) = 2 · 2^(1/2)`.
    func normalised(_ monomial: Monomial, _ coefficient: Rational) throws -> (Monomial, Rational) {
        guard monomial.factors.contains(where: { isNatural[Int($0.atom)] }) else { return (monomial, coefficient) }
        var monomial = monomial, coefficient = coefficient
        for (position, factor) in monomial.factors.enumerated().reversed() {
            guard case .natural(let base) = atom(factor.atom) else { continue }
            let exponent = exponent(factor.exponent)
            let whole = exponent.constant.floor
            guard !whole.isZero else { continue }
            coefficient = coefficient * (try power(base, whole))
            let rest = exponent - Exponent(whole)
            if rest.isZero {
                monomial.factors.remove(at: position)
            } else {
                monomial.factors[position].exponent = code(of: rest)
            }
        }
        return (monomial, coefficient)
    }

    func power(_ base: Rational, _ exponent: Rational) throws -> Rational {
        guard let integer = exponent.asInt, abs(integer) < 100_000 else { throw FormError.tooLarge }
        if base.isZero && integer < 0 { throw FormError.divisionByZero }
        do { return try base.power(integer) } catch { throw FormError.tooLarge }
    }

    func multiply(_ a: Form, _ b: Form) throws -> Form {
        if let constant = a.asConstant { return b.scaled(by: constant) }
        if let constant = b.asConstant { return a.scaled(by: constant) }
        try spend(a.terms.count * b.terms.count)
        var result = Form.zero
        // Terms seldom merge.
        if a.terms.count == 1 || b.terms.count == 1 { result.terms.reserveCapacity(a.terms.count * b.terms.count) }
        for (y, q) in b.terms { try add(a, times: y, q, to: &result) }
        return result
    }

    func multiply(_ form: Form, by monomial: Monomial, _ coefficient: Rational = 1) throws -> Form {
        var result = Form.zero
        try addProduct(form, monomial, coefficient, to: &result)
        return result
    }

    /// Adds a form times a monomial and a number.
    func addProduct(_ form: Form, _ monomial: Monomial, _ coefficient: Rational, to result: inout Form) throws {
        try spend(form.terms.count)
        try add(form, times: monomial, coefficient, to: &result)
    }

    private func add(_ form: Form, times y: Monomial, _ q: Rational, to result: inout Form) throws {
        for (x, p) in form.terms {
            let (monomial, coefficient) = try normalised(product(x, y), p * q)
            result.add(monomial, coefficient)
        }
    }
}
