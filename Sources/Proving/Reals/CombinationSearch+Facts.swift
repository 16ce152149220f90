import Arithmetic
import Expressions
import Kernel

/// What is known of generators: signs, and how they lie beside each other.
extension CombinationSearch {
    /// From the ranges of parameters, and from the form.
    mutating func addSigns(of place: Int) {
        let generator = model.generators[place], e = generator.expression, box = check.box
        @discardableResult func insertIfShown(_ e: Expression, _ reasons: [SignProof]) -> Bool {
            for (sign, isStrict) in [(SignCheck.Sign.positive, true), (.nonnegative, false)] {
                for reason in reasons where (try? check.requireDefined(e, on: box)) != nil && (try? check.check(e, sign, on: box, reason)) != nil {
                    add(Known(e, reason), isStrict: isStrict, 0)
                    return true
                }
            }
            return false
        }
        if e.parameterSymbols.isEmpty {
            guard let bounds = ParameterBox.End(e, isIncluded: true).enclosure(bits: 128) else { return }
            insertIfShown(e - .number(bounds.lower.rounded(to: 40, up: false)), [.number(bits: 128)])
            insertIfShown(.number(bounds.upper.rounded(to: 40, up: true)) - e, [.number(bits: 128)])
            return
        }
        guard case .parameter(let name) = generator.base.kind, let range = box.ranges[name] else {
            if !insertIfShown(e, [.form]) { insertIfShown(-e, [.form]) }
            if case .elementary(let function, _) = e.kind, [.sin, .cos, .tanh, .erf].contains(function) {
                for bound in [Expression.one - e, .one + e] { insertIfShown(bound, [.form]) }
            }
            return
        }
        // An irrational end between two rational numbers; what holds up to it is a hypothesis.
        func number(_ end: ParameterBox.End, up: Bool) -> Rational? {
            if case .number(let value) = end.value.kind { return value }
            return end.enclosure(bits: 64).map { up ? $0.upper : $0.lower }
        }
        if generator.degree > 1 { insertIfShown(e, [.form]) }
        let x = generator.base
        if let lower = range.lower.flatMap({ number($0, up: false) }) { insertIfShown(lower.isZero ? x : x - .number(lower), [.form, .roots]) }
        if let upper = range.upper.flatMap({ number($0, up: true) }) { insertIfShown(upper.isZero ? -x : .number(upper) - x, [.roots]) }
    }

    /// Of powers beside 1, and of logarithms beside 0.
    mutating func addBounds(of place: Int, _ depth: Int) {
        let e = model.generators[place].expression
        func sides(_ e: Expression) -> (isNegative: Bool, SignProof)? {
            if let reason = proof(e, .nonnegative, depth - 1) { return (false, reason) }
            return proof(-e, .nonnegative, depth - 1).map { (true, $0) }
        }
        func logarithm(of base: Expression) -> (isNegative: Bool, Known)? {
            guard let (isNegative, reason) = sides(base - .one) else { return nil }
            let logarithm = Expression.elementary(.log, base)
            if isNegative { return (true, Known(-logarithm, .compared(larger: .one, smaller: base, by: .arguments(.log), reason))) }
            return (false, Known(logarithm, .compared(larger: base, smaller: .one, by: .arguments(.log), reason)))
        }
        switch e.kind {
        case .elementary(.abs, let argument):
            let number = check.hypotheses.count
            for isNegative in [false, true] {
                let value = isNegative ? -argument : argument
                let double = SignProof.combination(
                    factor: Self.one, terms: [[Known(.number(2), .number(bits: 64)), Known(isNegative ? argument : -argument, .citing(number))]], equations: [])
                let zero = SignProof.combination(factor: Self.one, terms: [], equations: [])
                let above = SignProof.absolute(argument, isNegative: false, sign: .citing(number), rest: isNegative ? double : zero)
                let below = SignProof.absolute(argument, isNegative: true, sign: .citing(number), rest: isNegative ? zero : double)
                add(Known(e - value, .cases(argument, above, below)), isStrict: false, 0)
            }
        case .elementary(.log, let argument) where !argument.parameterSymbols.isEmpty:
            if let (_, known) = logarithm(of: argument) { add(known, isStrict: false, 0) }
        case .power(let base, let exponent) where exponent == .number(Rational(1, 2)) && !base.parameterSymbols.isEmpty:
            // Beside 1 and the other lengths.
            for other in [Expression.one] + model.generators.filter({ $0.degree == 1 && $0.expression != e }).map(\.expression) {
                guard let reason = proof(base - .power(other, .number(2)), .nonnegative, depth - 1) else { continue }
                let squares = SignProof.combination(factor: Self.one, terms: [[Known(base - .power(other, .number(2)), reason)]], equations: [])
                add(Known(e - other, .compared(larger: e, smaller: other, by: .powers(2, larger: .form), squares)), isStrict: false, 0)
            }
        case .power(let base, let exponent) where !exponent.parameterSymbols.isEmpty:
            guard let (isExponentNegative, reason) = sides(exponent), let (isNegative, known) = logarithm(of: base) else { return }
            let product = SignProof.combination(
                factor: Self.one, terms: [[Known(isExponentNegative ? -exponent : exponent, reason), known]], equations: [])
            let isAbove = isNegative == isExponentNegative
            let (larger, smaller) = isAbove ? (e, Expression.one) : (.one, e)
            add(Known(larger - smaller, .compared(larger: larger, smaller: smaller, by: .logarithms, product)), isStrict: false, 0)
        default: break
        }
    }

    /// Of both sides of a hypothesis.
    mutating func addLogarithms(_ hypotheses: [(number: Int, isStrict: Bool)]) {
        for (number, isStrict) in hypotheses {
            let (left, right) = (check.hypotheses[number].left, check.hypotheses[number].right)
            for (larger, smaller) in [(right, left)] + Self.sides(check.hypotheses[number].excess) {
                let difference = Expression.elementary(.log, larger) - .elementary(.log, smaller)
                guard (try? check.requireDefined(difference, on: check.box, underHypotheses: true)) != nil, (try? model.value(difference)) != nil else { continue }
                add(Known(difference, .compared(larger: larger, smaller: smaller, by: .arguments(.log), .citing(number))), isStrict: isStrict, 0)
                break
            }
        }
    }

    /// `log b <= b - 1` for the quotients b of what stands in logarithms.
    mutating func addTangents() {
        let exponentials = model.generators.map(\.expression).filter { if case .elementary(.exp, _) = $0.kind { true } else { false } }
        let defined = (logarithmicArguments + exponentials.prefix(2)).filter { (try? check.requireDefined(.elementary(.log, $0), on: check.box, underHypotheses: true)) != nil }
        guard defined.filter({ !$0.parameterSymbols.isEmpty }).count <= 3, defined.count <= 5 else { return }
        for top in [.one] + defined {
            for bottom in [.one] + defined where top != bottom && (top.parameterSymbols + bottom.parameterSymbols).count > 0 {
                let quotient = bottom == .one ? top : top == .one ? .power(bottom, .number(-1)) : top / bottom
                add(Known(quotient - .one - .elementary(.log, quotient), .tangent(quotient)), isStrict: false, 1)
            }
        }
    }

    /// `log b <= b - 1` for the b whose logarithm stands in an expression with one factor, as in `f log f - f log g - f log h`, and for √b.
    mutating func addBalancedTangents(_ expressions: [Expression]) {
        let arguments = model.generators.map { generator -> Expression? in
            if case .elementary(.log, let argument) = generator.expression.kind { argument } else { nil }
        }
        for e in expressions {
            guard let value = try? model.value(e.namingDimensions) else { continue }
            var groups: [[Int]: [(argument: Expression, coefficient: Rational)]] = [:]
            for term in model.reduced(value.numerator).terms {
                let places = term.exponents.indices.filter { term.exponents[$0] > 0 && arguments[$0] != nil }
                guard places.count == 1, term.exponents[places[0]] == 1, let argument = arguments[places[0]] else { continue }
                var others = term.exponents
                others[places[0]] = 0
                groups[others, default: []].append((argument, term.coefficient))
            }
            for (_, logarithms) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) where logarithms.count > 1 {
                guard let unit = logarithms.map({ $0.coefficient.magnitude }).min() else { continue }
                let exponents = logarithms.map { -$0.coefficient / unit }
                guard exponents.allSatisfy({ $0.isInteger && $0.magnitude <= 12 }) else { continue }
                for root in [Rational(1), Rational(1, 2)] {
                    let quotient = Expression.product(zip(logarithms, exponents).map { .power($0.argument, .number(root * $1)) })
                    guard (try? check.requireDefined(.elementary(.log, quotient), on: check.box, underHypotheses: true)) != nil else { continue }
                    add(Known(quotient - .one - .elementary(.log, quotient), .tangent(quotient)), isStrict: false, 1)
                }
            }
        }
    }

    /// `log b <= b - 1` for the quotients b of terms of opposite signs beside logarithms, as `b = H^(q-1)/s` for `H^q/s - H - (q-1) H log H + H log s`.
    mutating func addTangentsOfTerms(_ expressions: [Expression]) {
        let isLogarithm = model.generators.map { generator in
            if case .elementary(.log, _) = generator.expression.kind { true } else { false }
        }
        for e in expressions {
            guard let value = try? model.value(e.namingDimensions) else { continue }
            let plain = model.reduced(value.numerator).terms.filter { term in !zip(term.exponents, isLogarithm).contains { $0 > 0 && $1 } }
            guard (2...4).contains(plain.count) else { continue }
            for larger in plain where larger.coefficient.sign > 0 {
                for smaller in plain where smaller.coefficient.sign < 0 {
                    let parts = [larger, smaller].map { model.expression(model.ring.polynomial([Polynomial.Term(exponents: $0.exponents, coefficient: 1)])) }
                    let quotient = parts[0] / parts[1]
                    guard !quotient.parameterSymbols.isEmpty, (try? check.requireDefined(.elementary(.log, quotient), on: check.box, underHypotheses: true)) != nil else { continue }
                    add(Known(quotient - .one - .elementary(.log, quotient), .tangent(quotient)), isStrict: false, 1)
                }
            }
        }
    }

    /// `a - b` with two positive terms.
    private static func sides(_ e: Expression) -> [(Expression, Expression)] {
        guard case .sum(let terms) = e.kind, terms.count == 2 else { return [] }
        return [(terms[0], -terms[1]), (terms[1], -terms[0])].map { ($0.0, Expression.product([$0.1])) }
    }
}

extension Rational {
    /// A fraction with denominator 2^bits below or above.
    fileprivate func rounded(to bits: Int, up: Bool) -> Rational {
        let scale = (try? Rational(2).power(bits)) ?? 1
        return up ? -(-self * scale).floor / scale : (self * scale).floor / scale
    }
}
