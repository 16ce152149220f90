import Arithmetic
import Enclosures

extension ScalarIntegral {
    /// The value to a number of significant digits (of absolute ones, if it is too close to zero to tell).
    ///
    /// - Parameters:
    ///   - rigorous: whether only a proved bound will do.
    ///   - budget: how many evaluations of the integrand are allowed.
    public func evaluate(digits: Int, rigorous: Bool = false, budget: Int = 10_000_000) throws -> NumericValue {
        guard digits > 0, digits <= 100_000 else { throw NumericError.unsupported("more than 100000 digits") }
        switch axes.count {
        case 0: return try constant(digits)
        case 1:
            do { return try line(digits, rigorous, budget) } catch let error as EnclosureError { throw NumericError(error) }
        default: throw NumericError.unsupported("integrals of this kind")
        }
    }

    private func constant(_ digits: Int) throws -> NumericValue {
        do {
            let ball = try graph.enclosure(of: integrand, precision: Self.bits(digits) + 8)
            return NumericValue(
                value: ball, isRigorous: true, digits: ball.isExact ? digits : Self.digits(ball.relativeAccuracyBits), numericalDimension: 0,
                method: "closed form", evaluations: 1)
        } catch let error as EnclosureError {
            throw NumericError(error)
        }
    }

    private func line(_ digits: Int, _ rigorous: Bool, _ budget: Int) throws -> NumericValue {
        let pieces = try pieces(of: axes[0])
        if let proved = try LineEnclosure(pieces).enclosure(accuracy: Self.bits(digits) + 4, budget: budget, rigorous: rigorous) {
            let reached = proved.value.isExact ? digits : Self.digits(proved.value.relativeAccuracyBits)
            if reached < digits && !proved.value.containsZero { throw NumericError.budget(digits: reached) }
            return NumericValue(
                value: proved.value, isRigorous: true, digits: min(reached, digits), numericalDimension: 1, method: proved.method,
                evaluations: proved.evaluations)
        }
        if rigorous { throw NumericError.unsupported("no proved bound") }
        let estimate = try LineEstimate(pieces).estimate(accuracy: Self.bits(digits) + 4, budget: budget)
        let reached = Self.digits(estimate.accuracy)
        if reached < digits, estimate.value.exponent != nil, estimate.accuracy > 0 { throw NumericError.budget(digits: reached) }
        return NumericValue(
            value: estimate.ball, isRigorous: false, digits: min(reached, digits), numericalDimension: 1,
            method: "double-exponential rule" + (pieces.count > 1 ? " on \(pieces.count) pieces" : ""), evaluations: estimate.evaluations)
    }

    static func bits(_ digits: Int) -> Int { Int((Double(digits) * 3.3219280948873626).rounded(.up)) + 1 }
    static func digits(_ bits: Int) -> Int { max(0, Int(Double(bits) * 0.30102999566398114)) }
}

extension NumericError {
    init(_ error: EnclosureError) {
        switch error {
        case .undefined: self = .unsupported("an expression that is not defined")
        case .notApplicable(let reason): self = .unsupported(reason)
        case .tooMuchWork: self = .budget(digits: 0)
        }
    }
}
