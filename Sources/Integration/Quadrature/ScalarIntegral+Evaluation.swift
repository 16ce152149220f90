import Arithmetic
import Enclosures

extension ScalarIntegral {
    /// The value to a number of significant digits (of absolute ones, if it is too close to zero to tell).
    ///
    /// - Parameters:
    ///   - rigorous: whether only a proved bound will do.
    ///   - boundIsEstimated: whether an estimated bound is enough even where a proved one could be had at more cost.
    ///   - budget: how many evaluations of the integrand are allowed.
    public func evaluate(
        digits: Int, rigorous: Bool = false, boundIsEstimated: Bool = false, budget: Int = 10_000_000
    ) throws -> NumericValue {
        guard digits > 0, digits <= Self.mostDigits else { throw NumericError.unsupported("more than \(Self.mostDigits) digits") }
        if axes.isEmpty { return try constant(digits) }
        do {
            if axes.count == 1, axes[0].variables.count == 1 {
                return try line(digits, rigorous, boundIsEstimated, min(budget, Self.mostPoints))
            }
            if let zonal {
                return try zonal.evaluate(digits: digits, rigorous: rigorous, boundIsEstimated: boundIsEstimated, budget: budget)
            }
            if rigorous { return try surface(digits, budget) }
            return try (RelativeCoordinates.apply(self) ?? self).grid(digits, budget)
        } catch let error as EnclosureError {
            throw NumericError(error)
        }
    }

    /// Those that may be asked for, and as many again for what cancels.
    private static let mostDigits = 200_000

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

    private func line(_ digits: Int, _ rigorous: Bool, _ boundIsEstimated: Bool, _ budget: Int) throws -> NumericValue {
        let pieces = try pieces(of: axes[0])
        if !boundIsEstimated, let proved = try proved(pieces, digits, budget, rigorous: rigorous) { return proved }
        if rigorous { throw NumericError.unsupported("no proved bound") }
        let estimate: Estimate
        do {
            estimate = try LineEstimate(pieces, isImproper: isImproper).estimate(accuracy: Self.bits(digits) + 4, budget: budget)
        } catch NumericError.budget(let sure) {
            // Narrow peaks are found by bisection.
            if let proved = try proved(pieces, digits, min(budget, Self.mostBisections), rigorous: true) { return proved }
            throw NumericError.budget(digits: sure)
        } catch let singularity as InteriorSingularity {
            var isUnit = false
            if case .interval(let lower, let upper) = axes[0].domain { isUnit = graph.rational(lower) == 0 && graph.rational(upper) == 1 }
            throw singularity.error(isUnit: isUnit)
        }
        // Samples may all miss a narrow peak, which few digits of a proved value show.
        if !boundIsEstimated,
            let coarse = try? LineEnclosure(pieces).enclosure(accuracy: Self.bits(min(digits, Self.coarseDigits)), budget: Self.mostCoarse, rigorous: true),
            !coarse.value.overlaps(estimate.ball) {
            throw NumericError.budget(digits: 0)
        }
        let reached = Self.digits(estimate.accuracy)
        if reached < digits - Self.spareDigits, estimate.value.exponent != nil, estimate.accuracy > 0 { throw NumericError.budget(digits: reached) }
        return NumericValue(
            value: estimate.ball, isRigorous: false, digits: min(reached, digits), numericalDimension: 1,
            method: "double-exponential rule" + (pieces.count > 1 ? " on \(pieces.count) pieces" : ""), evaluations: estimate.evaluations)
    }

    /// What may be missing: digits that were asked for to be on the safe side. A value says how many it has.
    private static let spareDigits = 3
    /// Digits of a proved value, and evaluations for it, to which an estimate is compared.
    private static let coarseDigits = 20
    private static let mostCoarse = 20_000
    /// Points of a rule on the line.
    private static let mostPoints = 10_000_000
    /// Evaluations by a proved rule where an estimated one does not converge.
    private static let mostBisections = 200_000

    private func proved(_ pieces: [IntegrationPiece], _ digits: Int, _ budget: Int, rigorous: Bool) throws -> NumericValue? {
        guard let proved = try LineEnclosure(pieces).enclosure(accuracy: Self.bits(digits) + 4, budget: budget, rigorous: rigorous)
        else { return nil }
        let reached = proved.value.isExact ? digits : Self.digits(proved.value.relativeAccuracyBits)
        if reached < digits - Self.spareDigits && !proved.value.containsZero { throw NumericError.budget(digits: reached) }
        return NumericValue(
            value: proved.value, isRigorous: true, digits: min(reached, digits), numericalDimension: 1, method: proved.method,
            evaluations: proved.evaluations)
    }

    /// An integral over the sphere of a function of one coordinate: by Archimedes, 2π times that over (-1, 1).
    private var zonal: ScalarIntegral? {
        guard axes.count == 1, case .sphere = axes[0].domain, axes[0].variables.count == 3 else { return nil }
        let used = axes[0].variables.filter { graph.support(integrand).contains($0.number) }
        guard used.count <= 1 else { return nil }
        var reduced = self
        let interval = Domain.interval(reduced.graph.number(-1), reduced.graph.number(1))
        let turn = reduced.graph.scaled(reduced.graph.pi(), by: 2)
        reduced.integrand = reduced.graph.product(turn, integrand)
        reduced.axes = [Axis(variables: [used.first ?? axes[0].variables[2]], domain: interval)]
        return reduced
    }

    private func surface(_ digits: Int, _ budget: Int) throws -> NumericValue {
        guard let surface = try SurfaceEnclosure(self) else { throw NumericError.unsupported("no proved bound") }
        let proved = try surface.enclosure(accuracy: Self.bits(digits) + 4, budget: budget)
        let reached = proved.value.isExact ? digits : Self.digits(proved.value.relativeAccuracyBits)
        if reached < digits && !proved.value.containsZero { throw NumericError.budget(digits: reached) }
        return NumericValue(
            value: proved.value, isRigorous: true, digits: min(reached, digits), numericalDimension: 2, method: proved.method,
            evaluations: proved.evaluations)
    }

    private func grid(_ digits: Int, _ budget: Int) throws -> NumericValue {
        do {
            return try grid(digits, budget, singularEnds: false)
        } catch NumericError.budget(digits: 0) {
            return try grid(digits, budget, singularEnds: true)
        }
    }

    private func grid(_ digits: Int, _ budget: Int, singularEnds: Bool) throws -> NumericValue {
        let boxes = try GridBox.boxes(of: self, singularEnds: singularEnds)
        var total: Estimate?
        var usesGauss = false
        for box in boxes {
            let spent = total?.evaluations ?? 0
            let rule = try GridRule(box, digits: digits + (boxes.count > 1 ? 2 : 0))
            usesGauss = usesGauss || rule.usesGauss
            let part = try rule.estimate(scale: total?.value, budget: budget - spent)
            total = total.map { $0 + part } ?? part
        }
        guard let total else {
            return NumericValue(
                value: Ball(0), isRigorous: true, digits: digits, numericalDimension: 0, method: "the integrand is zero", evaluations: 0)
        }
        let dimension = boxes[0].axes.count
        let reached = Self.digits(total.accuracy + 1)
        // In many dimensions a digit is dear.
        if reached < digits - (dimension > 3 ? 1 : Self.spareDigits), total.accuracy > 0 { throw NumericError.budget(digits: reached) }
        return NumericValue(
            value: total.ball, isRigorous: false, digits: min(reached, digits), numericalDimension: dimension,
            method: "product rule on a grid of dimension \(dimension)" + (usesGauss ? ", Gauss-Hermite and Gauss-Laguerre" : "") + (boxes.count > 1 ? ", \(boxes.count) boxes" : ""),
            evaluations: total.evaluations)
    }

    static func bits(_ digits: Int) -> Int { Int((Double(digits) * 3.3219280948873626).rounded(.up)) + 1 }
    static func digits(_ bits: Int) -> Int { max(0, Int(Double(bits) * 0.30102999566398114)) }
}

extension NumericError {
    init(_ error: EnclosureError) {
        switch error {
        case .undefined: self = .withoutValue("a part of the expression is not defined")
        case .notApplicable(let reason): self = .unsupported(reason)
        case .tooMuchWork: self = .budget(digits: 0)
        }
    }
}
