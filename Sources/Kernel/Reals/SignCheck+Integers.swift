import Arithmetic
import Expressions

/// Parameters that are integers, one by one.
extension SignCheck {
    private static let mostIntegers = 64

    /// That a parameter is `first`, or one of the integers after it, with a reason for each, or lies below or above; no reason where the
    /// range goes no further.
    func checkIntegers(
        _ e: Expression, _ sign: Sign, on box: ParameterBox, _ name: String, _ first: Rational, _ values: [SignProof], _ below: SignProof?, _ above: SignProof?,
        isAtEveryPoint: Bool
    ) throws {
        guard integers.contains(name), first.isInteger, let range = box.ranges[name], values.count <= Self.mostIntegers else { throw Rejection.signNotShown(e.plainText) }
        for (number, reason) in values.enumerated() {
            let place = first + Rational(number)
            let own = isAtEveryPoint ? alone : at(place, of: name)
            let value = e.substituting(parameters: [name: .number(place)])
            try own.requireDefined(value, on: box, underHypotheses: !isAtEveryPoint)
            try own.check(value, sign, on: box, reason, isAtEveryPoint: isAtEveryPoint)
        }
        for (isUpper, reason, place) in [(false, below, first - 1), (true, above, first + Rational(values.count))] {
            // Nothing where the range goes no further.
            guard let reason else {
                guard case .number(let end)? = (isUpper ? range.upper : range.lower)?.value.kind, isUpper ? end < place : place < end else { throw Rejection.signNotShown(e.plainText) }
                continue
            }
            guard let part = box.integers(of: name, from: place, isUpper: isUpper) else { throw Rejection.signNotShown(e.plainText) }
            try inside(part).check(e, sign, on: part, reason, isAtEveryPoint: isAtEveryPoint)
        }
    }

    /// With these parameters free to be any real numbers in their ranges: where slopes, limits and multiples of them matter.
    public func relaxing(_ names: some Sequence<String>) -> SignCheck {
        var result = self
        result.integers.subtract(names)
        return result
    }

    /// With the integer put in for a parameter in what is known.
    public func at(_ value: Rational, of name: String) -> SignCheck {
        var result = self
        let values = [name: Expression.number(value)]
        func put(_ relation: Relation) -> Relation {
            Relation(relation.left.substituting(parameters: values), relation.op, relation.right.substituting(parameters: values))
        }
        result.hypotheses = hypotheses.map(put)
        result.equations = equations.map(put)
        return result
    }

    /// The same on a smaller box.
    public func inside(_ box: ParameterBox) -> SignCheck {
        var result = self
        result.box = box
        return result
    }
}
