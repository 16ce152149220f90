import Arithmetic
import Expressions

/// Expressions at both ends of the range of a parameter, which is an open interval.
extension LimitEvaluation {
    func valuesAtEnds(_ e: Expression, _ name: String) throws -> (lower: Expression, upper: Expression) {
        let ends = try self.ends(of: name).map { end in
            guard case .finite(let value)? = try value(e, name, end.side) else { throw Rejection.noLimit("\(e.plainText) at an end of the interval") }
            return (try? normalised(value)) ?? value
        }
        return (ends[0], ends[1])
    }

    /// - Throws: `Rejection` unless the leading terms at both ends, or what bounds them, are seen to be absolutely integrable there.
    func requireIntegrable(_ e: Expression, _ name: String) throws {
        for end in try ends(of: name) {
            guard try isIntegrable(e, name, end) else { throw Rejection.diverges("the integral of \(e.plainText)") }
        }
    }

    private func isIntegrable(_ e: Expression, _ name: String, _ end: End) throws -> Bool {
        for order in [2, 4, 8] {
            let functions = functions(order, name, end.side)
            do {
                return try functions.expansion(e).parts.allSatisfy { try functions.calculus.isIntegrable($0, beyond: end.threshold) }
            } catch LimitFailure.undetermined { continue } catch is LimitFailure { return false }
        }
        return false
    }

    private struct End {
        let side: AsymptoticExpansion
        /// A power of s is integrable there if the exponent is greater: than -1, for `x = 1/s` than 1.
        let threshold: Rational
    }

    /// The lower and the upper one.
    private func ends(of name: String) throws -> [End] {
        guard let parameter = statement.parameters.first(where: { $0.name == name }) else { throw Rejection.evidenceDoesNotFitGoal }
        return [(parameter.lower, Rational(1)), (parameter.upper, Rational(-1))].map { bound, inwards in
            guard let bound else { return End(side: AsymptoticExpansion(.number(-inwards), Magnitude(power: -1, logarithms: 0)), threshold: 1) }
            var terms = [Magnitude(power: 1, logarithms: 0): Expression.number(inwards)]
            if !bound.value.isZero { terms[.one] = .number(bound.value) }
            return End(side: AsymptoticExpansion(parts: [.init(terms: terms, error: nil)]), threshold: -1)
        }
    }
}

extension AsymptoticCalculus {
    /// Whether a part decreases faster than the given power of s.
    func isIntegrable(_ part: AsymptoticExpansion.Part, beyond power: Rational) throws -> Bool {
        guard let magnitude = part.magnitude else { return true }
        guard let top = part.growth.keys.max(), let coefficient = part.growth[top] else { return magnitude.power > power }
        if top.exceedsLogarithm { return try sign(coefficient) < 0 }
        // exp(c L) = s^(-c).
        guard part.growth.count == 1, top == .logarithm else { throw LimitFailure.unsupported("products of symbolic powers") }
        return signs.isPositive(.number(magnitude.power - power) - coefficient)
    }
}
