import Arithmetic
import Expressions

/// A product of intervals in which parameters lie. Ends are numbers: rational, or closed expressions such as `sqrt(2)`.
public struct ParameterBox: Hashable, Sendable {
    public struct End: Hashable, Sendable {
        public var value: Expression
        public var isIncluded: Bool
        public init(_ value: Expression, isIncluded: Bool) {
            self.value = value
            self.isIncluded = isIncluded
        }
    }

    public struct Range: Hashable, Sendable {
        /// `nil` for an infinite end.
        public var lower: End?
        public var upper: End?
        public init(lower: End? = nil, upper: End? = nil) {
            self.lower = lower
            self.upper = upper
        }
    }

    public var ranges: [String: Range]

    public init(_ ranges: [String: Range]) { self.ranges = ranges }

    /// The real numbers in the declared ranges; an integer parameter may be any number between its least and its
    /// greatest value.
    public init(_ parameters: [Parameter], dimensions: Set<String>) {
        ranges = [:]
        for parameter in parameters {
            func end(_ bound: Parameter.Bound?, isLower: Bool) -> End? {
                guard let bound else {
                    return isLower && dimensions.contains(parameter.name) ? End(.one, isIncluded: true) : nil
                }
                guard parameter.isInteger else { return End(.number(bound.value), isIncluded: !bound.isStrict) }
                let floor = bound.value.floor
                if isLower { return End(.number(bound.value.isInteger && !bound.isStrict ? floor : floor + 1), isIncluded: true) }
                return End(.number(bound.value.isInteger && bound.isStrict ? floor - 1 : floor), isIncluded: true)
            }
            ranges[parameter.name] = Range(lower: end(parameter.lower, isLower: true), upper: end(parameter.upper, isLower: false))
        }
    }

    /// All ranges with their ends, where these are finite.
    var closure: ParameterBox {
        ParameterBox(ranges.mapValues { range in
            var range = range
            range.lower?.isIncluded = true
            range.upper?.isIncluded = true
            return range
        })
    }

    /// Intervals that contain the ranges; `nil` when one is infinite.
    func intervals(of names: [String], bits: Int) -> [String: RationalInterval]? {
        var result: [String: RationalInterval] = [:]
        for name in names {
            guard let range = ranges[name], let lower = range.lower?.enclosure(bits: bits), let upper = range.upper?.enclosure(bits: bits),
                lower.lower <= upper.upper else { return nil }
            result[name] = RationalInterval(lower.lower, upper.upper)
        }
        return result
    }
}

extension ParameterBox {
    /// A hypothesis that compares a parameter with a number, or a linear function of it with 0, cuts its range off there.
    mutating func narrow(by hypothesis: Relation, integers: Set<String>) {
        let excess = hypothesis.excess
        if case let names = excess.parameterSymbols, names.count == 1, excess != .parameter(names[0]),
            let value = try? RationalFunction(excess, in: PolynomialRing(variables: names)), value.denominator.isOne, value.numerator.degree == 1,
            let slope = value.numerator.derivative(0).constantValue, let constant = (try? value.numerator.evaluate(at: [0])) ?? nil {
            let bound = Expression.number(-constant / slope), parameter = Expression.parameter(names[0])
            let plain = slope.sign > 0 ? Relation(bound, hypothesis.op, parameter) : Relation(parameter, hypothesis.op, bound)
            if plain != hypothesis { return narrow(by: plain, integers: integers) }
        }
        func end(_ parameter: Expression, _ number: Expression) -> (name: String, end: End, bounds: RationalInterval)? {
            guard case .parameter(let name) = parameter.kind, ranges[name] != nil, number.parameterSymbols.isEmpty,
                case let end = End(number, isIncluded: hypothesis.op == .lessOrEqual), let bounds = end.enclosure(bits: 256) else { return nil }
            guard integers.contains(name) else { return (name, end, bounds) }
            // The next integer inside.
            guard case .number(let value) = number.kind else { return nil }
            let isStrict = !end.isIncluded, floor = value.floor
            let isUpper = hypothesis.left == parameter
            let inside = value.isInteger ? (isStrict ? (isUpper ? value - 1 : value + 1) : value) : isUpper ? floor : floor + 1
            return (name, End(.number(inside), isIncluded: true), RationalInterval(inside))
        }
        if let (name, end, bounds) = end(hypothesis.left, hypothesis.right) {
            if let upper = ranges[name]?.upper { guard let known = upper.enclosure(bits: 256), bounds.upper < known.lower else { return } }
            ranges[name]?.upper = end
        } else if let (name, end, bounds) = end(hypothesis.right, hypothesis.left) {
            if let lower = ranges[name]?.lower { guard let known = lower.enclosure(bits: 256), known.upper < bounds.lower else { return } }
            ranges[name]?.lower = end
        }
    }
}

extension ParameterBox {
    /// The part from an integer on, or up to it; `nil` where that is nothing, or not seen to be something.
    public func integers(of name: String, from place: Rational, isUpper: Bool) -> ParameterBox? {
        guard let range = ranges[name] else { return nil }
        let end = End(.number(place), isIncluded: true)
        var result = self
        if let other = isUpper ? range.upper : range.lower {
            guard let value = other.enclosure(bits: 128), isUpper ? place <= value.lower : value.upper <= place else { return nil }
        }
        if let own = isUpper ? range.lower : range.upper {
            guard let value = own.enclosure(bits: 128) else { return nil }
            // The range begins there already.
            if isUpper ? place <= value.lower : value.upper <= place { return self }
        }
        if isUpper { result.ranges[name]?.lower = end } else { result.ranges[name]?.upper = end }
        return result
    }
}

extension ParameterBox.Range {
    /// Whether the number certainly lies between the ends.
    func hasInside(_ place: Expression) -> Bool {
        guard place.parameterSymbols.isEmpty, place.mentionsOnlyParameters else { return false }
        let values = [lower, ParameterBox.End(place, isIncluded: true), upper].map { $0.map { $0.enclosure(bits: 256) } }
        guard let middle = values[1] ?? nil else { return false }
        if let below = values[0] { guard let below, below.upper < middle.lower else { return false } }
        if let above = values[2] { guard let above, middle.upper < above.lower else { return false } }
        return true
    }
}

extension ParameterBox.End {
    public func enclosure(bits: Int) -> RationalInterval? {
        if case .number(let number) = value.kind { return RationalInterval(number) }
        var evaluation = IntervalEvaluation(bits: bits)
        return try? evaluation.value(value)
    }
}

extension Expression {
    /// The expression with numbers in place of parameters; a symbolic dimension counts as one.
    public func substituting(parameters values: [String: Expression]) -> Expression {
        switch kind {
        case .parameter(let name), .dimension(.symbol(let name)): return values[name] ?? self
        case .sum(let terms): return .sum(terms.map { $0.substituting(parameters: values) })
        case .product(let factors): return .product(factors.map { $0.substituting(parameters: values) })
        case .power(let base, let exponent):
            return .power(base.substituting(parameters: values), exponent.substituting(parameters: values))
        case .elementary(let function, let argument): return .elementary(function, argument.substituting(parameters: values))
        // Such as Bessel functions of parameters.
        case .uninterpreted: return mapOperands { $0.substituting(parameters: values) }
        default: return self
        }
    }
}
