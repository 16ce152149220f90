import Arithmetic
import Expressions

/// A rational function of one parameter through exact values, the simplest that fits with values to spare.
struct RationalFit {
    let numerator: UnivariatePolynomial
    let denominator: UnivariatePolynomial

    /// Values beyond those that determine the function.
    private static let spare = 2

    init(constant: Rational) {
        numerator = UnivariatePolynomial([constant])
        denominator = UnivariatePolynomial([1])
    }

    init(numerator: UnivariatePolynomial, denominator: UnivariatePolynomial) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// `nil` when no function of low degree fits.
    init?(_ values: [(x: Rational, y: Rational)]) {
        for total in 0..<max(values.count - Self.spare, 0) {
            for lower in 0...total {
                let upper = total - lower
                // Σ n_k x^k - y Σ_{k<lower} d_k x^k = y x^lower, with leading coefficient 1 below.
                let rows = values.map { x, y -> (row: [Rational], value: Rational) in
                    var powers: [Rational] = [1]
                    for _ in 0..<max(upper, lower) { powers.append(powers[powers.count - 1] * x) }
                    return ((0...upper).map { powers[$0] } + (0..<lower).map { -(y * powers[$0]) }, y * powers[lower])
                }
                guard let family = AffineFamily(dimension: upper + 1 + lower).imposing(rows), family.dimension == 0 else { continue }
                let denominator = UnivariatePolynomial(Array(family.base[(upper + 1)...]) + [1])
                guard values.allSatisfy({ !denominator.value(at: $0.x).isZero }) else { continue }
                self.init(numerator: UnivariatePolynomial(Array(family.base[...upper])), denominator: denominator)
                return
            }
        }
        return nil
    }

    /// In the ring of one variable.
    func function(_ ring: PolynomialRing) throws -> RationalFunction {
        func polynomial(_ p: UnivariatePolynomial) -> Polynomial {
            ring.polynomial(p.coefficients.enumerated().map { Polynomial.Term(exponents: [$0], coefficient: $1) })
        }
        return try RationalFunction(polynomial(numerator), polynomial(denominator))
    }
}

extension UnivariatePolynomial {
    func expression(in name: Expression) -> Expression {
        .sum(coefficients.enumerated().reversed().compactMap { power, coefficient in
            if coefficient.isZero { return nil }
            if power == 0 { return .number(coefficient) }
            return .number(coefficient) * .power(name, .number(Rational(power)))
        })
    }
}

extension RationalFunction {
    /// The polynomial part and the rest, `d + 3 - 1/(d - 1)`; for one variable.
    func expression(in name: Expression) -> Expression {
        let top = UnivariatePolynomial(numerator), bottom = UnivariatePolynomial(denominator)
        let (quotient, remainder) = top.divided(by: bottom)
        let whole = quotient.expression(in: name)
        if remainder.isZero { return whole }
        // A constant above, if it is one, in integers.
        let scale = bottom.coefficients.reduce(Integer(1)) { result, coefficient in
            let d = coefficient.denominator
            return Rational(result, d).isInteger ? result : (Rational(result) * Rational(d)).numerator
        }
        let lower = UnivariatePolynomial(bottom.coefficients.map { $0 * Rational(scale) })
        let upper = UnivariatePolynomial(remainder.coefficients.map { $0 * Rational(scale) })
        let fraction = upper.expression(in: name) / lower.expression(in: name)
        // All terms at once: a sum has its number last.
        guard case .sum(let terms) = whole.kind else { return whole == .zero ? fraction : .sum([whole, fraction]) }
        return .sum(terms + [fraction])
    }
}

extension RationalFunction {
    /// In several variables as a quotient of polynomials.
    func expression(in symbols: [Expression]) -> Expression {
        if symbols.count == 1 { return expression(in: symbols[0]) }
        func written(_ polynomial: Polynomial) -> Expression {
            .sum(polynomial.terms.map { term in
                .product([.number(term.coefficient)] + zip(symbols, term.exponents).compactMap { symbol, power in
                    power == 0 ? nil : .power(symbol, .number(Rational(power)))
                })
            })
        }
        return denominator.isOne ? written(numerator) : written(numerator) / written(denominator)
    }
}
