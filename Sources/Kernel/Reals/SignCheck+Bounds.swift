import Arithmetic
import Expressions

/// Signs by the bounds of sin, cos, tanh, erf and arctan, by continuity, and by homogeneity.
extension SignCheck {
    /// Of a sum in which numbers outweigh products of bounded functions, as in `1 - cos x`.
    func signByBounds(_ terms: some Sequence<(Expression, Sign?)>) -> Sign? {
        // The sum is at least `number + multiple π`.
        var number: Rational = 0, multiple: Rational = 0
        var isStrict = false
        for (term, sign) in terms {
            if let (value, ofPi) = term.rationalOrMultipleOfPi {
                if ofPi { multiple = multiple + value } else { number = number + value }
            } else if let sign {
                if sign == .positive { isStrict = true }
            } else {
                guard let bound = MagnitudeBound(term) else { return nil }
                number = number - bound.number
                multiple = multiple - bound.multipleOfPi
                if !bound.isAttained, !(bound.number.isZero && bound.multipleOfPi.isZero) { isStrict = true }
            }
        }
        let pi = RationalInterval.pi(bits: 64)
        let least = number + (multiple.sign >= 0 ? pi.lower : pi.upper) * multiple
        guard least.sign >= 0 else { return nil }
        return least.sign > 0 || isStrict ? .positive : .nonnegative
    }

    /// With a number in place of a parameter, where 0^a = 0 for a > 0 and 1^a = 1.
    public func value(of e: Expression, at place: Expression, of name: String, on box: ParameterBox) -> Expression {
        func simplified(_ e: Expression) -> Expression {
            guard case .power(let base, let exponent) = e.kind else {
                switch e.kind {
                case .sum(let terms): return .sum(terms.map(simplified))
                case .product(let factors): return .product(factors.map(simplified))
                case .elementary(let function, let argument): return .elementary(function, simplified(argument))
                default: return e
                }
            }
            let inner = simplified(base)
            if inner == .one { return .one }
            return inner == .zero && holds(.positive, exponent, on: box) ? .zero : .power(inner, exponent)
        }
        return simplified(e.substituting(parameters: [name: place]))
    }

    /// `e(x, b) = b^k e(x/b, 1)`.
    func checkHomogeneous(_ e: Expression, _ sign: Sign, on box: ParameterBox, _ names: Set<String>, unit: String, _ rest: SignProof) throws {
        let rejection = Rejection.signNotShown(e.plainText)
        func isRay(_ end: ParameterBox.End?) -> Bool { end.map { $0.value == .zero } ?? true }
        guard sign != .zero, names.contains(unit), let scale = box.ranges[unit], scale.lower == .init(.zero, isIncluded: false), scale.upper == nil,
            names.allSatisfy({ name in box.ranges[name].map { isRay($0.lower) && isRay($0.upper) } ?? false }), isHomogeneous(e, in: names)
        else { throw rejection }
        try requireDefined(e, on: box)
        var rays = box
        rays.ranges[unit] = nil
        try relaxing(names).check(e.substituting(parameters: [unit: .one]), sign, on: rays, rest)
    }

    /// For some degree.
    public func isHomogeneous(_ e: Expression, in names: Set<String>) -> Bool {
        func isZero(_ e: Expression) -> Bool { e == .zero || (try? ContractionForm.areEqual(e, .zero, context)) == true }
        return Homogeneity(e, in: names, isZero: isZero).map { isZero($0.drift) } ?? false
    }
}

/// `|e| <= number + multiple π`.
private struct MagnitudeBound {
    private(set) var number: Rational = 1
    private(set) var multipleOfPi: Rational = 0
    private(set) var isAttained = true

    /// Of a product of numbers and bounded functions.
    init?(_ e: Expression) {
        for factor in e.factors {
            var base = factor
            if case .power(let inner, let exponent) = factor.kind, case .number(let value) = exponent.kind, value.isInteger, value.sign > 0 { base = inner }
            switch base.kind {
            case .number(let value):
                guard base == factor else { return nil }
                number = number * value.magnitude
                multipleOfPi = multipleOfPi * value.magnitude
            case .elementary(.sin, _), .elementary(.cos, _): break
            case .elementary(.tanh, _), .elementary(.erf, _): isAttained = false
            case .elementary(.atan, _):
                guard base == factor, multipleOfPi.isZero else { return nil }
                (number, multipleOfPi, isAttained) = (0, number / 2, false)
            default: return nil
            }
        }
        // A number alone is a value, not a bound.
        guard e.factors.contains(where: { if case .number = $0.kind { false } else { true } }) else { return nil }
    }
}

extension Expression {
    fileprivate var rationalOrMultipleOfPi: (value: Rational, ofPi: Bool)? {
        switch kind {
        case .number(let value): return (value, false)
        case .pi: return (1, true)
        case .product(let factors):
            guard factors.count == 2, case .number(let value) = factors[0].kind, factors[1] == .pi else { return nil }
            return (value, true)
        default: return nil
        }
    }
}

extension ParameterBox {
    /// Without the ends; `nil` where a range has no inside, or no end is there to be left out.
    public var interior: ParameterBox? {
        var result = self
        var isSmaller = false
        for (name, range) in ranges {
            if let lower = range.lower, let upper = range.upper {
                guard let a = lower.enclosure(bits: 128), let b = upper.enclosure(bits: 128), a.upper < b.lower else { return nil }
            }
            if range.lower?.isIncluded == true || range.upper?.isIncluded == true { isSmaller = true }
            result.ranges[name]?.lower?.isIncluded = false
            result.ranges[name]?.upper?.isIncluded = false
        }
        return isSmaller ? result : nil
    }
}
