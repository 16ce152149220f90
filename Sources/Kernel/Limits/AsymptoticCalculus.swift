import Arithmetic
import Expressions

/// Arithmetic of asymptotic expansions. Coefficients are dropped only when they are shown to be zero, and lead only when
/// they are shown not to be; in an exponent one of the two must be known.
struct AsymptoticCalculus {
    /// Terms of a series before the remainder.
    let order: Int
    let signs: SignCheck
    let context: FormContext
    private static let mostTerms = 400

    // MARK: Coefficients

    static func sum(_ a: Expression, _ b: Expression) -> Expression { a + b }

    static func product(_ a: Expression, _ b: Expression) -> Expression {
        if case .number(let x) = a.kind, x.isZero { return .zero }
        if case .number(let x) = b.kind, x.isZero { return .zero }
        return a * b
    }

    static func power(_ a: Expression, _ exponent: Rational) -> Expression {
        if exponent.isZero { return .one }
        if case .number(let x) = a.kind {
            if x == 1 { return .one }
            if let integer = exponent.asInt, let value = try? x.power(integer) { return .number(value) }
        }
        return .power(a, .number(exponent))
    }

    private func isZero(_ c: Expression) -> Bool? {
        if case .number(let value) = c.kind { return value.isZero }
        if signs.isNonzero(c) { return false }
        if (try? ContractionForm.areEqual(c, .zero, context)) == true { return true }
        if c.parameterSymbols.isEmpty, (try? AlgebraicNumber.isZero(c)) == true { return true }
        return nil
    }

    /// 1 or -1.
    func sign(_ c: Expression) throws -> Int {
        if case .number(let value) = c.kind, !value.isZero { return value.sign }
        if signs.isPositive(c) { return 1 }
        if signs.isPositive(-c) { return -1 }
        throw LimitFailure.undetermined("the sign of \(c.plainText)")
    }

    // MARK: Order

    private func difference(_ a: AsymptoticExpansion.Terms, _ b: AsymptoticExpansion.Terms) throws -> AsymptoticExpansion.Terms {
        try nonzero(a.merging(b.mapValues { Self.product(.number(-1), $0) }, uniquingKeysWith: Self.sum))
    }

    private func nonzero(_ growth: AsymptoticExpansion.Terms) throws -> AsymptoticExpansion.Terms {
        try growth.filter {
            guard let isZero = isZero($0.value) else { throw LimitFailure.undetermined("whether \($0.value.plainText) is 0") }
            return !isZero
        }
    }

    /// The sign of what the exponent tends to.
    private func direction(_ growth: AsymptoticExpansion.Terms) throws -> Int {
        guard let top = growth.keys.max(), let coefficient = growth[top] else { return 0 }
        return try sign(coefficient)
    }

    /// Whether a part certainly tends to 0.
    func vanishes(_ part: AsymptoticExpansion.Part) throws -> Bool {
        guard let magnitude = part.magnitude else { return true }
        guard let top = part.growth.keys.max() else { return magnitude.isInfinitesimal }
        guard try direction(part.growth) < 0 else { return false }
        return top.exceedsLogarithm || magnitude.power.sign >= 0
    }

    /// Like terms collected, what the errors cover left out, the fastest growth first.
    private func collected(_ parts: [AsymptoticExpansion.Part]) throws -> AsymptoticExpansion {
        var result: [AsymptoticExpansion.Part] = []
        for var part in parts {
            part.growth = try nonzero(part.growth)
            // exp(c L) = s^(-c).
            if case .number(let c)? = part.growth[.logarithm]?.kind {
                part.growth[.logarithm] = nil
                let shift = Magnitude(power: -c, logarithms: 0)
                part.terms = Dictionary(uniqueKeysWithValues: part.terms.map { ($0.key * shift, $0.value) })
                part.error = part.error.map { $0 * shift }
            }
            if let twin = try result.firstIndex(where: { try difference($0.growth, part.growth).isEmpty }) {
                result[twin].terms.merge(part.terms, uniquingKeysWith: Self.sum)
                result[twin].error = [result[twin].error, part.error].compactMap { $0 }.max()
            } else {
                result.append(part)
            }
        }
        for place in result.indices {
            if let error = result[place].error { result[place].terms = result[place].terms.filter { $0.key > error } }
            result[place].terms = result[place].terms.filter { isZero($0.value) != true }
            guard result[place].terms.count <= Self.mostTerms else { throw LimitFailure.unsupported("an expansion of many terms") }
        }
        result.removeAll { $0.terms.isEmpty && $0.error == nil }
        // Insertion, since the comparison may fail.
        var sorted: [AsymptoticExpansion.Part] = []
        for part in result {
            let place = try sorted.firstIndex { try direction(difference(part.growth, $0.growth)) > 0 } ?? sorted.endIndex
            sorted.insert(part, at: place)
        }
        if let first = sorted.first, first.error != nil {
            // Smaller than every power of s times the first.
            sorted = try [first] + sorted.dropFirst().filter { try difference(first.growth, $0.growth).keys.max()?.exceedsLogarithm != true }
        }
        return AsymptoticExpansion(parts: sorted)
    }

    // MARK: Arithmetic

    func sum(_ summands: [AsymptoticExpansion]) throws -> AsymptoticExpansion { try collected(summands.flatMap(\.parts)) }

    func product(_ a: AsymptoticExpansion, _ b: AsymptoticExpansion) throws -> AsymptoticExpansion {
        var parts: [AsymptoticExpansion.Part] = []
        for x in a.parts {
            for y in b.parts {
                var part = AsymptoticExpansion.Part(growth: x.growth.merging(y.growth, uniquingKeysWith: Self.sum), terms: [:], error: nil)
                for (m, c) in x.terms {
                    for (n, d) in y.terms { part.terms.merge([m * n: Self.product(c, d)], uniquingKeysWith: Self.sum) }
                }
                var errors: [Magnitude] = []
                if let error = x.error { errors += ([y.error].compactMap { $0 } + y.terms.keys).map { error * $0 } }
                if let error = y.error { errors += x.terms.keys.map { error * $0 } }
                part.error = errors.max()
                parts.append(part)
            }
        }
        return try collected(parts)
    }

    func scaled(_ a: AsymptoticExpansion, by factor: Expression) throws -> AsymptoticExpansion { try product(a, AsymptoticExpansion(factor)) }

    struct Leading {
        var growth: AsymptoticExpansion.Terms
        var magnitude: Magnitude
        var coefficient: Expression
        /// The function is `coefficient · magnitude · exp(growth) · (1 + rest)`, and the rest tends to 0.
        var rest: AsymptoticExpansion
    }

    func leading(_ a: AsymptoticExpansion) throws -> Leading {
        guard let first = a.parts.first, let top = first.terms.keys.max(), let coefficient = first.terms[top] else {
            throw LimitFailure.undetermined("the leading term")
        }
        guard isZero(coefficient) == false else { throw LimitFailure.undetermined("whether \(coefficient.plainText) is 0") }
        var inverse = AsymptoticExpansion(Self.power(coefficient, -1), Magnitude(power: -top.power, logarithms: -top.logarithms))
        inverse.parts[0].growth = first.growth.mapValues { Self.product(.number(-1), $0) }
        var rest = try product(a, inverse)
        rest = try sum([rest, AsymptoticExpansion(.number(-1))])
        guard try rest.parts.allSatisfy(vanishes) else { throw LimitFailure.undetermined("which term leads") }
        return Leading(growth: first.growth, magnitude: top, coefficient: coefficient, rest: rest)
    }

    /// `Σ_k c_k u^k` with a remainder of the order of the first power that is left out.
    func series(_ u: AsymptoticExpansion, _ coefficient: (Int) -> Rational) throws -> AsymptoticExpansion {
        var summands: [AsymptoticExpansion] = []
        var power = AsymptoticExpansion(.one)
        for k in 0...order {
            let c = coefficient(k)
            if !c.isZero { summands.append(try scaled(power, by: .number(c))) }
            power = try product(power, u)
            if power.parts.isEmpty { return try sum(summands) }
        }
        return try sum(summands + [power.asError])
    }

    func power(_ a: AsymptoticExpansion, _ exponent: Rational) throws -> AsymptoticExpansion {
        if a.parts.isEmpty, exponent.sign > 0 { return .zero }
        if let times = exponent.asInt, times >= 0, times <= 12 {
            var result = AsymptoticExpansion(.one)
            for _ in 0..<times { result = try product(result, a) }
            // 0^0 has no value.
            if times == 0 { _ = try leading(a) }
            return result
        }
        let lead = try leading(a)
        if !exponent.isInteger, try sign(lead.coefficient) < 0 { throw LimitFailure.undefined }
        guard let logarithms = (Rational(lead.magnitude.logarithms) * exponent).asInt else { throw LimitFailure.unsupported("a root of a logarithm") }
        var binomial: [Rational] = [1]
        for k in 1...(order + 1) { binomial.append(binomial[k - 1] * (exponent - Rational(k - 1)) / Rational(k)) }
        var factor = AsymptoticExpansion(Self.power(lead.coefficient, exponent), Magnitude(power: lead.magnitude.power * exponent, logarithms: logarithms))
        factor.parts[0].growth = lead.growth.mapValues { Self.product(.number(exponent), $0) }
        return try product(factor, series(lead.rest) { binomial[$0] })
    }

    func exponential(_ a: AsymptoticExpansion) throws -> AsymptoticExpansion {
        var growth: AsymptoticExpansion.Terms = [:]
        var constant: Expression?
        var small: [AsymptoticExpansion.Part] = []
        for part in a.parts {
            guard part.growth.isEmpty else {
                guard try vanishes(part) else { throw LimitFailure.unsupported("an exponential of an exponential") }
                small.append(part)
                continue
            }
            if let error = part.error, !error.isInfinitesimal { throw LimitFailure.undetermined("an exponent") }
            growth = part.terms.filter(\.key.isInfinite)
            constant = part.terms[.one]
            small.append(.init(terms: part.terms.filter(\.key.isInfinitesimal), error: part.error))
        }
        var factor = AsymptoticExpansion(constant.map { .elementary(.exp, $0) } ?? .one)
        factor.parts[0].growth = growth
        var factorial = Rational(1)
        return try product(factor, series(collected(small)) { k in
            if k > 0 { factorial = factorial * Rational(k) }
            return factorial.inverse
        })
    }

    func logarithm(_ a: AsymptoticExpansion) throws -> AsymptoticExpansion {
        let lead = try leading(a)
        guard try sign(lead.coefficient) > 0 else { throw LimitFailure.undefined }
        guard lead.magnitude.logarithms == 0 else { throw LimitFailure.unsupported("a logarithm of a logarithm") }
        var terms = lead.growth
        terms.merge([.logarithm: .number(-lead.magnitude.power)], uniquingKeysWith: Self.sum)
        if lead.coefficient != .one { terms[.one] = .elementary(.log, lead.coefficient) }
        return try sum([
            collected([.init(terms: terms, error: nil)]),
            series(lead.rest) { k in k == 0 ? 0 : Rational(k % 2 == 1 ? 1 : -1, k) },
        ])
    }
}
