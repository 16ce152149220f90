import Arithmetic
import Expressions

/// Quotients of rational functions of several parameters, reduced.
enum QuotientForm {
    /// `a / b` without common factors; `nil` when one of them is no rational function, or `b` is zero.
    static func quotient(_ a: Expression, _ b: Expression) -> Expression? {
        var names = a.parameterSymbols
        for name in b.parameterSymbols where !names.contains(name) { names.append(name) }
        let ring = PolynomialRing(variables: names)
        guard let top = try? RationalFunction(a, in: ring), let bottom = try? RationalFunction(b, in: ring), let result = try? top / bottom else { return nil }
        return expression(result.numerator) / expression(result.denominator)
    }

    /// With the denominator in factors; as it stands where it is no rational function.
    static func factoringDenominator(_ e: Expression) -> Expression {
        guard let value = try? RationalFunction(e, in: PolynomialRing(variables: e.parameterSymbols)), let (constant, factors) = value.denominator.factorisation() else { return e }
        return .product([.number(constant.inverse), expression(value.numerator)] + factors.map { .power(expression($0.base), .number(Rational(-$0.exponent))) })
    }

    /// The different factors of a polynomial; none where it is no polynomial.
    static func factors(_ e: Expression) -> [Expression] {
        guard let value = try? RationalFunction(e, in: PolynomialRing(variables: e.parameterSymbols)), value.denominator.isOne else { return [] }
        return value.numerator.factorisation()?.factors.map { expression($0.base) } ?? []
    }

    /// A rational function of parameters as the polynomial that it is; `nil` when it is none.
    static func polynomial(_ e: Expression) -> Expression? {
        guard let value = try? RationalFunction(e, in: PolynomialRing(variables: e.parameterSymbols)), value.denominator.isOne else { return nil }
        return expression(value.numerator)
    }

    /// The expression as a polynomial in parameters, logarithms and so on, if that is shorter.
    static func simplified(_ e: Expression) -> Expression? {
        let atoms = e.transcendentalAtoms
        guard !atoms.isEmpty, atoms.count <= 4 else { return nil }
        let names = e.parameterSymbols
        let places = atoms.indices.map { "#\($0)" }
        let ring = PolynomialRing(variables: names + places)
        let named = Dictionary(zip(atoms, places)) { first, _ in first }
        guard let reduced = try? RationalFunction(e.replacing(named), in: ring), reduced.denominator.isOne else { return nil }
        let back = Dictionary(zip(places, atoms)) { first, _ in first }
        let result = expression(reduced.numerator).substituting(parameters: back)
        return result.plainText.count < e.plainText.count ? result : nil
    }

    static func expression(_ polynomial: Polynomial) -> Expression {
        .sum(polynomial.terms.map { term in
            .product([.number(term.coefficient)] + zip(polynomial.ring.variables, term.exponents).filter { $0.1 > 0 }.map {
                .power(.parameter($0.0), .number(Rational($0.1)))
            })
        })
    }
}

extension Expression {
    /// With parameters in place of whole sub-expressions.
    fileprivate func replacing(_ names: [Expression: String]) -> Expression {
        if let name = names[self] { return .parameter(name) }
        switch kind {
        case .sum(let terms): return .sum(terms.map { $0.replacing(names) })
        case .product(let factors): return .product(factors.map { $0.replacing(names) })
        case .power(let base, let exponent): return .power(base.replacing(names), exponent)
        default: return self
        }
    }
}
