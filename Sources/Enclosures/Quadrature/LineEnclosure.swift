import Arithmetic

/// The proved sum of integrals over pieces of the real line.
public struct LineEnclosure {
    public let pieces: [IntegrationPiece]

    public init(_ pieces: [IntegrationPiece]) { self.pieces = pieces }

    /// Nil where no proved method applies, or only at a cost far above that of an estimate unless `rigorous`.
    public func enclosure(accuracy: Int, budget: Int, rigorous: Bool) throws -> IntegralEnclosure? {
        if pieces.isEmpty { return IntegralEnclosure(value: Ball(0), evaluations: 0, method: "the integrand is zero") }
        do {
            var bits = accuracy + (pieces.count > 1 ? 8 : 0)
            while true {
                var value = Ball(0)
                var evaluations = 0
                var methods: [String] = []
                for piece in pieces {
                    let part = try Self.enclosure(piece, accuracy: bits, budget: budget - evaluations, rigorous: rigorous)
                    value.add(part.value, precision: bits + 64)
                    evaluations += part.evaluations
                    if !methods.contains(part.method) { methods.append(part.method) }
                }
                let reached = value.relativeAccuracyBits
                if pieces.count == 1 || reached >= accuracy || bits > 8 * accuracy + 512 {
                    return IntegralEnclosure(value: value, evaluations: evaluations, method: methods.joined(separator: "; "))
                }
                // Where the sum cancels nothing is reached.
                bits += max(64, accuracy - max(reached, 0))
            }
        } catch EnclosureError.notApplicable {
            return nil
        } catch EnclosureError.tooMuchWork where !rigorous {
            return nil
        }
    }

    private static func enclosure(_ piece: IntegrationPiece, accuracy: Int, budget: Int, rigorous: Bool) throws -> IntegralEnclosure {
        // Bisections find narrow peaks, which samples miss: worth more than an estimate costs.
        let limit = rigorous ? budget : min(budget, 8 * accuracy + 8000)
        switch piece.extent {
        case .line:
            do {
                return try StripTrapezoid(piece).enclosure(accuracy: accuracy, budget: budget)
            } catch let error as EnclosureError {
                return try truncated(piece, accuracy, limit, furthest: 4 * accuracy, rigorous, or: error)
            }
        case .halfLine:
            do {
                // The number of points grows with the square of that of digits.
                if !rigorous && accuracy > 400 { throw EnclosureError.tooMuchWork }
                return try StripTrapezoid(piece).enclosure(accuracy: accuracy, budget: budget)
            } catch let error as EnclosureError where rigorous || accuracy <= 400 {
                return try truncated(piece, accuracy, limit, furthest: 4 * accuracy, rigorous, or: error)
            }
        case .interval:
            guard var interval = IntervalEnclosure(piece) else { throw EnclosureError.notApplicable("not an interval") }
            return try interval.enclosure(accuracy: accuracy, limit: limit, allowsLogarithms: rigorous)
        }
    }

    /// What the adaptive rule gives; where it gives nothing, the error of the method before it.
    private static func truncated(
        _ piece: IntegrationPiece, _ accuracy: Int, _ limit: Int, furthest: Int, _ allowsLogarithms: Bool, or error: EnclosureError
    ) throws -> IntegralEnclosure {
        guard let truncated = TruncatedEnclosure(piece, furthest: furthest),
            let found = try? truncated.enclosure(accuracy: accuracy, limit: limit, allowsLogarithms: allowsLogarithms),
            found.value.relativeAccuracyBits >= accuracy - 2
        else { throw error }
        return found
    }
}
