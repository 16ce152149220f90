import Arithmetic
import Enclosures
import Expressions

/// The sign of expressions in parameters, on the whole range that is declared.
struct ParameterSign {
    private static let precision = 256
    /// Integers that are tried one by one before a polynomial is positive by its coefficients.
    private static let integersTried = 64

    private let parameters: [String: Parameter]
    private let context: FormContext
    /// `R - L` of the hypotheses `L <= R` in parameters.
    private let known: [Expression]

    init(_ statement: Statement) {
        parameters = Dictionary(statement.parameters.map { ($0.name, $0) }) { first, _ in first }
        context = FormContext(statement)
        known = statement.hypotheses.flatMap { $0.relations ?? [] }
            .filter { $0.op != .equal && $0.indices.isEmpty && $0.excess.mentionsOnlyParameters }.map(\.excess)
    }

    init(_ parameters: [String: Parameter], _ context: FormContext) {
        self.parameters = parameters
        self.context = context
        known = []
    }

    /// `true` is a proof: a polynomial in one parameter has no root that the declaration allows.
    func isNonzero(_ e: Expression) -> Bool {
        guard let value = RationalExpression(e, parameters), value.names.count == 1, let parameter = parameters[value.names[0]] else { return false }
        let polynomial = UnivariatePolynomial(value.numeratorTimesDenominator)
        if polynomial.isZero { return false }
        func hasNoRoot(from lower: Rational?) -> Bool {
            let ends = [lower, parameter.upper?.value].compactMap { $0 }.filter(parameter.contains)
            return polynomial.rootCount(from: lower, to: parameter.upper?.value) == 0 && ends.allSatisfy { !polynomial.value(at: $0).isZero }
        }
        if hasNoRoot(from: parameter.lower?.value) { return true }
        guard parameter.isInteger, let first = parameter.lower?.value.floor.asInt else { return false }
        for value in first..<(first + Self.integersTried) {
            if parameter.contains(Rational(value)), polynomial.value(at: Rational(value)).isZero { return false }
            if hasNoRoot(from: Rational(value)) { return true }
        }
        return false
    }

    /// `true` is a proof: the expression is not negative wherever it is defined.
    func isNonnegative(_ e: Expression) -> Bool {
        if e.isManifestlyNonnegative(positiveParameters: context.positiveParameters) { return true }
        if known.contains(where: { isPositiveMultiple(e, of: $0) }) { return true }
        if let value = RationalExpression(e, parameters) {
            if isNonnegative(value.numeratorTimesDenominator, value.names) { return true }
        } else if e.parameterSymbols.isEmpty {
            return Self.isPositiveNumber(e)
        }
        switch e.kind {
        case .sum(let terms): return terms.allSatisfy(isNonnegative)
        case .product(let factors): return factors.allSatisfy(isNonnegative)
        default: return false
        }
    }

    /// By a number, which values at one place tell.
    private func isPositiveMultiple(_ e: Expression, of known: Expression) -> Bool {
        let names = Set(known.parameterSymbols).sorted()
        let place = Assignment(parameters: Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Rational(2 * $0 + 3, $0 + 2)) }))
        guard Set(e.parameterSymbols) == Set(names), let program = try? Program([Program.Output(e), Program.Output(known)], dimensions: [:]),
            var execution = try? Execution(program, in: RationalField(), at: place),
            let value = try? execution.value(0), let other = try? execution.value(1), value.sign * other.sign > 0
        else { return (try? ContractionForm.areEqual(e, known, context)) == true }
        return (try? ContractionForm.areEqual(e, .number(value / other) * known, context)) == true
    }

    private static func isPositiveNumber(_ e: Expression) -> Bool {
        guard let program = try? Program([Program.Output(e)], dimensions: [:]),
            var execution = try? Execution(program, in: BallField(precision: precision), at: Assignment()),
            let value = try? execution.value(0) else { return false }
        return value.isPositive() == .yes
    }

    private func isNonnegative(_ polynomial: Polynomial, _ names: [String]) -> Bool {
        if let constant = polynomial.constantValue { return constant.sign >= 0 }
        if names.count == 1, let parameter = parameters[names[0]] {
            let univariate = UnivariatePolynomial(polynomial)
            if !parameter.isInteger { return univariate.isNonnegative(from: parameter.lower?.value, to: parameter.upper?.value) }
            return isNonnegative(univariate, parameter)
        }
        return hasNonnegativeCoefficients(polynomial, names)
    }

    private func isNonnegative(_ polynomial: UnivariatePolynomial, _ parameter: Parameter) -> Bool {
        if polynomial.isNonnegative(from: parameter.lower?.value, to: parameter.upper?.value) { return true }
        guard let lower = parameter.lower, let first = (lower.value.isInteger && !lower.isStrict ? lower.value : lower.value.floor + 1).asInt else { return false }
        for value in first..<(first + Self.integersTried) {
            if polynomial.isNonnegative(from: Rational(value), to: parameter.upper?.value) { return true }
            guard parameter.contains(Rational(value)) else { continue }
            guard polynomial.value(at: Rational(value)).sign >= 0 else { return false }
        }
        return false
    }

    /// In new variables that are positive on the range: `p = a + t`, `p = b - t` or `p = (a + b t)/(1 + t)`.
    private func hasNonnegativeCoefficients(_ polynomial: Polynomial, _ names: [String]) -> Bool {
        var current = polynomial
        let ring = polynomial.ring
        for (position, name) in names.enumerated() {
            let variable = ring.variable(position)
            let parameter = parameters[name]
            let degree = current.degree(in: position)
            guard degree > 0 else { continue }
            let one = ring.one
            let (numerator, denominator): (Polynomial, Polynomial)
            switch (parameter?.lower?.value, parameter?.upper?.value) {
            case (let a?, let b?): (numerator, denominator) = (ring.constant(a) + b * variable, one + variable)
            case (let a?, nil): (numerator, denominator) = (ring.constant(a) + variable, one)
            case (nil, let b?): (numerator, denominator) = (ring.constant(b) - variable, one)
            case (nil, nil): return false
            }
            var result = ring.zero
            for term in current.terms {
                var exponents = term.exponents
                let power = exponents[position]
                exponents[position] = 0
                var product = ring.polynomial([Polynomial.Term(exponents: exponents, coefficient: term.coefficient)])
                for _ in 0..<power { product *= numerator }
                for _ in power..<degree { product *= denominator }
                result += product
            }
            current = result
        }
        return current.terms.allSatisfy { $0.coefficient.sign >= 0 }
    }
}

/// An expression in parameters as a quotient of polynomials.
private struct RationalExpression {
    let names: [String]
    private let value: RationalFunction

    init?(_ e: Expression, _ parameters: [String: Parameter]) {
        names = e.parameterSymbols
        let ring = PolynomialRing(variables: names)
        guard let value = try? Self.value(e, ring, names) else { return nil }
        self.value = value
    }

    var numeratorTimesDenominator: Polynomial { value.numerator * value.denominator }

    private struct NotRational: Error {}

    private static func value(_ e: Expression, _ ring: PolynomialRing, _ names: [String]) throws -> RationalFunction {
        func variable(_ name: String) throws -> RationalFunction {
            guard let position = names.firstIndex(of: name) else { throw NotRational() }
            return RationalFunction(ring.variable(position))
        }
        switch e.kind {
        case .number(let number): return RationalFunction(ring.constant(number))
        case .parameter(let name), .dimension(.symbol(let name)): return try variable(name)
        case .sum(let terms):
            return try terms.reduce(RationalFunction(ring.zero)) { try $0 + value($1, ring, names) }
        case .product(let factors):
            return try factors.reduce(RationalFunction(ring.one)) { try $0 * value($1, ring, names) }
        case .power(let base, let exponent):
            guard case .number(let number) = exponent.kind, let power = number.asInt, abs(power) <= 64 else { throw NotRational() }
            return try value(base, ring, names).power(power)
        default: throw NotRational()
        }
    }
}


