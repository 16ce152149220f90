import Arithmetic
import Expressions

/// The expansion of an expression in parameters, one of which is a given function of s.
struct AsymptoticFunctions {
    let calculus: AsymptoticCalculus
    let name: String
    let side: AsymptoticExpansion
    private static let mostFactors = 60

    /// As s decreases to 0.
    func limit(_ e: Expression) throws -> LimitEvaluation.Value {
        let expansion = try self.expansion(e)
        if try expansion.parts.allSatisfy({ try calculus.vanishes($0) }) { return .finite(.zero) }
        let rest = try expansion.parts.filter { try !calculus.vanishes($0) }
        if rest.count == 1, rest[0].growth.isEmpty, rest[0].error?.isInfinitesimal ?? true, !rest[0].terms.keys.contains(where: \.isInfinite) {
            return .finite(rest[0].terms[.one] ?? .zero)
        }
        let lead = try calculus.leading(expansion)
        let sign = try calculus.sign(lead.coefficient)
        guard let top = lead.growth.keys.max() else {
            guard lead.magnitude.isInfinite else { throw LimitFailure.undetermined("the error of the expansion") }
            return .infinite(sign)
        }
        guard let coefficient = lead.growth[top], try calculus.sign(coefficient) > 0, top.exceedsLogarithm || lead.magnitude.power.sign <= 0 else {
            throw LimitFailure.unsupported("products of symbolic powers")
        }
        return .infinite(sign)
    }

    /// Close to the limit, and not at the limit only.
    func isEventuallyPositive(_ e: Expression) throws -> Bool {
        let lead = try calculus.leading(expansion(e))
        return try lead.growth.isEmpty && calculus.sign(lead.coefficient) > 0
    }

    func expansion(_ e: Expression) throws -> AsymptoticExpansion {
        if !e.parameterSymbols.contains(name) {
            guard e.mentionsOnlyParameters else { throw LimitFailure.unsupported(e.plainText) }
            return try calculus.sum([AsymptoticExpansion(e)])
        }
        switch e.kind {
        case .parameter: return side
        case .sum(let terms): return try calculus.sum(terms.map(expansion))
        case .product(let factors): return try factors.reduce(AsymptoticExpansion(.one)) { try calculus.product($0, expansion($1)) }
        case .power(let base, let exponent):
            let inner = try expansion(base)
            if case .number(let value) = exponent.kind { return try calculus.power(inner, value) }
            return try calculus.exponential(calculus.product(expansion(exponent), calculus.logarithm(inner)))
        case .elementary(let function, let argument): return try value(function, expansion(argument))
        default: throw LimitFailure.unsupported("\(e.plainText) in a limit")
        }
    }

    private func value(_ function: ElementaryFunction, _ x: AsymptoticExpansion) throws -> AsymptoticExpansion {
        func number(_ value: Rational) -> AsymptoticExpansion { AsymptoticExpansion(.number(value)) }
        func negative(_ a: AsymptoticExpansion) throws -> AsymptoticExpansion { try calculus.scaled(a, by: .number(-1)) }
        func halfSum(_ sign: Rational) throws -> AsymptoticExpansion {
            let summands = [try calculus.exponential(x), try calculus.scaled(calculus.exponential(negative(x)), by: .number(sign))]
            return try calculus.scaled(calculus.sum(summands), by: .number(Rational(1, 2)))
        }
        func quotient(_ a: AsymptoticExpansion, _ b: AsymptoticExpansion) throws -> AsymptoticExpansion {
            try calculus.product(a, calculus.power(b, -1))
        }
        switch function {
        case .exp: return try calculus.exponential(x)
        case .log: return try calculus.logarithm(x)
        case .sinh: return try halfSum(-1)
        case .cosh: return try halfSum(1)
        case .tanh: return try quotient(halfSum(-1), halfSum(1))
        case .abs: return try calculus.sign(calculus.leading(x).coefficient) > 0 ? x : negative(x)
        case .sign: return number(Rational(try calculus.sign(calculus.leading(x).coefficient)))
        case .sin: return try circular(x, isSine: true)
        case .cos: return try circular(x, isSine: false)
        case .tan: return try quotient(circular(x, isSine: true), circular(x, isSine: false))
        case .atan: return try arcTangent(x)
        case .erf: return try errorFunction(x)
        case .gamma: return try gamma(x)
        }
    }

    /// A finite limit and the rest; `nil` where the argument is infinite.
    private func centre(_ x: AsymptoticExpansion) throws -> (Expression, AsymptoticExpansion)? {
        var constant = Expression.zero
        for part in x.parts where try !calculus.vanishes(part) {
            if let error = part.error, !error.isInfinitesimal { throw LimitFailure.undetermined("an argument") }
            guard part.growth.isEmpty, part.terms.keys.allSatisfy({ !$0.isInfinite }) else { return nil }
            constant = part.terms[.one] ?? .zero
        }
        return (constant, try calculus.sum([x, AsymptoticExpansion(-constant)]))
    }

    private func circular(_ x: AsymptoticExpansion, isSine: Bool) throws -> AsymptoticExpansion {
        // Bounded, whatever the argument does.
        guard let (constant, rest) = try centre(x) else { return AsymptoticExpansion(.one).asError }
        var coefficients: [Rational] = [1]
        for k in 1...(calculus.order + 1) { coefficients.append(coefficients[k - 1] / Rational(k)) }
        let sine = try calculus.series(rest) { $0 % 2 == 0 ? 0 : $0 % 4 == 1 ? coefficients[$0] : -coefficients[$0] }
        let cosine = try calculus.series(rest) { $0 % 2 == 1 ? 0 : $0 % 4 == 0 ? coefficients[$0] : -coefficients[$0] }
        if constant == .zero { return isSine ? sine : cosine }
        let (s, c) = (Expression.elementary(.sin, constant), Expression.elementary(.cos, constant))
        return isSine
            ? try calculus.sum([calculus.scaled(cosine, by: s), calculus.scaled(sine, by: c)])
            : try calculus.sum([calculus.scaled(cosine, by: c), calculus.scaled(sine, by: -s)])
    }

    private func arcTangent(_ x: AsymptoticExpansion) throws -> AsymptoticExpansion {
        guard let (constant, rest) = try centre(x) else {
            // π/2 - atan(1/x) for x > 0.
            let right = Expression.number(Rational(try infiniteSign(x), 2)) * .pi
            return try calculus.sum([AsymptoticExpansion(right), calculus.scaled(arcTangent(calculus.power(x, -1)), by: .number(-1))])
        }
        if constant == .zero { return try calculus.series(rest) { $0 % 2 == 0 ? 0 : Rational($0 % 4 == 1 ? 1 : -1, $0) } }
        let slope = Expression.power(.one + constant * constant, .number(-1))
        return try calculus.sum([
            AsymptoticExpansion(.elementary(.atan, constant)), calculus.scaled(rest, by: slope), calculus.product(rest, rest).asError,
        ])
    }

    /// `1 - exp(-x²)/(√π x) (1 + O(1/x²))` for large x.
    private func errorFunction(_ x: AsymptoticExpansion) throws -> AsymptoticExpansion {
        let rootOfPi = Expression.squareRoot(.pi)
        guard let (constant, rest) = try centre(x) else {
            let square = try calculus.product(x, x)
            let factor = try calculus.sum([AsymptoticExpansion(-(.one / rootOfPi)), calculus.power(square, -1).asError])
            let tail = try calculus.product(calculus.exponential(calculus.scaled(square, by: .number(-1))), calculus.product(factor, calculus.power(x, -1)))
            return try calculus.sum([AsymptoticExpansion(.number(Rational(try infiniteSign(x)))), tail])
        }
        let slope = .number(2) / rootOfPi * (constant == .zero ? .one : .elementary(.exp, -(constant * constant)))
        if constant == .zero {
            var factorial = Rational(1)
            let series = try calculus.series(rest) { k in
                guard k % 2 == 1 else { return 0 }
                if k > 1 { factorial = factorial * Rational(k / 2) }
                return Rational(k % 4 == 1 ? 1 : -1, k) / factorial
            }
            return try calculus.scaled(series, by: slope)
        }
        return try calculus.sum([
            AsymptoticExpansion(.elementary(.erf, constant)), calculus.scaled(rest, by: slope), calculus.product(rest, rest).asError,
        ])
    }

    private func infiniteSign(_ x: AsymptoticExpansion) throws -> Int {
        let lead = try calculus.leading(x)
        guard lead.growth.isEmpty ? lead.magnitude.isInfinite : lead.growth.keys.max()?.exceedsLogarithm == true else {
            throw LimitFailure.undetermined("an argument")
        }
        return try calculus.sign(lead.coefficient)
    }

    /// At a pole `Γ(-n + u) = Γ(1 + u)/((u - n)…(u - 1) u)`, at infinity Stirling's formula.
    private func gamma(_ x: AsymptoticExpansion) throws -> AsymptoticExpansion {
        guard let (constant, rest) = try centre(x) else { return try stirling(x) }
        if rest.parts.isEmpty {
            guard calculus.signs.isPositive(constant) else { throw LimitFailure.unsupported("Γ at \(constant.plainText)") }
            return AsymptoticExpansion(.elementary(.gamma, constant))
        }
        if case .number(let value) = constant.kind, value.isInteger, value.sign <= 0 {
            guard let n = (-value).asInt, n <= Self.mostFactors else { throw LimitFailure.unsupported("Γ at a pole far away") }
            var result = try calculus.sum([AsymptoticExpansion(.one), rest.asError])
            for j in 0...n {
                result = try calculus.product(result, calculus.power(calculus.sum([rest, AsymptoticExpansion(.number(Rational(-j)))]), -1))
            }
            return result
        }
        var isRegular = calculus.signs.isPositive(constant)
        if case .number = constant.kind { isRegular = true }
        guard isRegular else { throw LimitFailure.undetermined("the sign of \(constant.plainText)") }
        return try calculus.sum([AsymptoticExpansion(.elementary(.gamma, constant)), rest.asError])
    }

    /// `log Γ(x) = (x - 1/2) log x - x + log(2π)/2 + 1/(12 x) - 1/(360 x³) + O(x^-5)`.
    private func stirling(_ x: AsymptoticExpansion) throws -> AsymptoticExpansion {
        guard try infiniteSign(x) > 0 else { throw LimitFailure.unsupported("Γ far to the left") }
        let inverse = try calculus.power(x, -1)
        let cube = try calculus.product(inverse, calculus.product(inverse, inverse))
        let exponent = try calculus.sum([
            calculus.product(calculus.sum([x, AsymptoticExpansion(.number(Rational(-1, 2)))]), calculus.logarithm(x)),
            calculus.scaled(x, by: .number(-1)), calculus.scaled(inverse, by: .number(Rational(1, 12))),
            calculus.scaled(cube, by: .number(Rational(-1, 360))),
            calculus.product(cube, calculus.product(inverse, inverse)).asError,
        ])
        return try calculus.scaled(calculus.exponential(exponent), by: .squareRoot(.number(2) * .pi))
    }
}
