import Arithmetic
import Enclosures
import Expressions

/// A number made of integrals: exact reduction first, then quadrature of what is left, then the rest in balls.
public struct NumericEvaluation {
    /// Evaluations of integrands, in double precision, that one number may cost.
    public static let budget = 400_000_000

    /// The value to `digits` significant digits (absolute where the value cannot be told from zero).
    /// - Throws: `NumericError`; `EvaluationError` where the expression has no value.
    /// - Parameters:
    ///   - boundsAreEstimated: no proved bound is tried, which costs most.
    ///   - dimensionLimit: integrals over more dimensions, after reduction, are not attempted.
    ///   - requiresConvergence: whether what cancels by symmetry, or is multiplied by zero, is shown to converge.
    ///   - isReduced: whether integrals are reduced exactly first; without, quadrature has all of them.
    public static func value(
        of scalar: ScalarValue, digits: Int, isRigorous: Bool = false, boundsAreEstimated: Bool = false, budget: Int = budget,
        dimensionLimit: Int = 6, requiresConvergence: Bool = true, isReduced: Bool = true
    ) throws -> NumericResult {
        try scalar.requireDefinedness()
        var evaluation = NumericEvaluation(scalar, boundsAreEstimated: boundsAreEstimated)
        if isReduced { try evaluation.reduce() }
        if !requiresConvergence { (evaluation.guards, evaluation.divisors, evaluation.radicands) = ([], [], []) }
        guard evaluation.needed.allSatisfy({ $0.value.dimension <= dimensionLimit }) else {
            throw NumericError.unsupported("an integral over more than \(dimensionLimit) dimensions")
        }
        // More digits of the integrals where the result cancels; at most as many again as are lost.
        var working = digits + (evaluation.needed.contains { $0.value.dimension > 3 } ? 1 : 3)
        for attempt in 0..<4 {
            let result = try evaluation.evaluated(digits: working, isRigorous: isRigorous, budget: budget)
            if result.digits >= digits || attempt == 3 || result.value.isExact {
                guard result.digits >= digits || result.value.absoluteDigits >= digits else {
                    throw NumericError.budget(digits: max(result.digits, 0))
                }
                return evaluation.result(result)
            }
            if result.value.containsZero {
                // Nothing is left of the value: what is certain is that it is small.
                if result.value.absoluteDigits >= digits && attempt > 0 { return evaluation.result(result) }
                working *= 2
            } else {
                working += digits - result.digits + 3
            }
        }
        throw NumericError.budget(digits: 0)
    }

    private var scalar: ScalarValue
    /// What the value does not show, but needs: integrals that were multiplied by zero or cancel must converge.
    private var guards: [ScalarGraph.Node] = []
    /// Made of integrals: they must not be zero, or negative.
    private var divisors, radicands: [ScalarGraph.Node]
    private let originalDimension: Int
    /// As it was stated.
    private let original: ScalarValue
    private let boundsAreEstimated: Bool
    private var reductions: [String] = []

    private init(_ scalar: ScalarValue, boundsAreEstimated: Bool) {
        self.scalar = scalar
        self.boundsAreEstimated = boundsAreEstimated
        var graph = scalar.graph
        guards = scalar.stated.map { graph.node($0) }
        divisors = scalar.integralDivisors
        radicands = scalar.integralRadicands
        original = scalar
        originalDimension = Self.integrals([scalar.root], of: scalar).map(\.value.dimension).max() ?? 0
    }

    private var needed: [(key: ScalarGraph.Variable, value: IteratedIntegral)] { Self.integrals([scalar.root] + guards + divisors + radicands, of: scalar) }

    /// The integrals that nodes depend on.
    private static func integrals(
        _ nodes: [ScalarGraph.Node], of scalar: ScalarValue
    ) -> [(key: ScalarGraph.Variable, value: IteratedIntegral)] {
        var waiting = nodes
        var found: [ScalarGraph.Variable: IteratedIntegral] = [:]
        while let node = waiting.popLast() {
            let support = scalar.graph.support(node)
            for (variable, integral) in scalar.integrals where support.contains(variable.number) && found[variable] == nil {
                found[variable] = integral
                waiting.append(integral.integrand)
            }
        }
        return found.sorted { $0.key.number < $1.key.number }
    }

    /// Replaces integrals by closed forms and by integrals over fewer axes, as long as that goes.
    private mutating func reduce() throws {
        var done: Set<Int> = []
        while let (variable, integral) = needed.first(where: { !done.contains($0.key.number) }) {
            done.insert(variable.number)
            guard let reduced = try Reduction.reduce(integral, in: &scalar.graph, &scalar.integrals) else { continue }
            let before = needed.map(\.key)
            let image = [variable: reduced.value]
            scalar.root = scalar.graph.substituting(image, in: scalar.root)
            guards = (guards + reduced.guards).map { scalar.graph.substituting(image, in: $0) }
            divisors = divisors.map { scalar.graph.substituting(image, in: $0) }
            radicands = radicands.map { scalar.graph.substituting(image, in: $0) }
            for (other, outer) in scalar.integrals where scalar.graph.support(outer.integrand).contains(variable.number) {
                scalar.integrals[other]?.integrand = scalar.graph.substituting(image, in: outer.integrand)
            }
            let after = Set(needed.map(\.key))
            for lost in before where lost != variable && !after.contains(lost) { guards.append(scalar.graph.node(lost)) }
        }
    }

    private mutating func evaluated(digits: Int, isRigorous: Bool, budget: Int) throws -> NumericValue {
        let precision = digits * 3322 / 1000 + 32
        let integrals = needed
        let shown = Set(Self.integrals([scalar.root], of: scalar).map(\.key))
        var values: [ScalarGraph.Variable: NumericValue] = [:]
        var cost = 0
        let numbers = Set(integrals.map(\.key.number))
        var waiting = integrals
        while !waiting.isEmpty {
            // Those that wait for no other.
            guard let place = waiting.firstIndex(where: { item in
                !waiting.contains { scalar.graph.support(item.value.integrand).contains($0.key.number) }
            }) else { throw NumericError.unsupported("integrals that depend on each other") }
            let (variable, integral) = waiting.remove(at: place)
            var integrand = integral.integrand
            let inner = scalar.graph.support(integrand).intersection(numbers)
            for (other, value) in values where inner.contains(other.number) {
                // A constant under the integral sign that no factor takes out: its digits stand for it.
                guard let number = Rational(value.value.midpointDescription(digits: digits + 5)) else { throw NumericError.budget(digits: 0) }
                integrand = scalar.graph.substituting([other: scalar.graph.number(number)], in: integrand)
            }
            guard scalar.graph.support(integrand).isSubset(of: integral.axes.flatMap { $0.variables.map(\.number) }) else {
                throw NumericError.unsupported("an integral that depends on something without a value")
            }
            let value = try ScalarIntegral(
                graph: scalar.graph, integrand: integrand, axes: integral.axes, isImproper: integral.isImproper
            ).evaluate(
                digits: shown.contains(variable) ? digits : min(digits, 3), rigorous: isRigorous, boundIsEstimated: boundsAreEstimated,
                budget: budget - cost)
            cost += value.evaluations
            values[variable] = NumericValue(
                value: value.value, isRigorous: value.isRigorous && inner.isEmpty, digits: value.digits,
                numericalDimension: value.numericalDimension, method: value.method, evaluations: value.evaluations)
        }
        let variables = integrals.map(\.key)
        guard scalar.graph.support(scalar.root).isSubset(of: variables.map(\.number)) else {
            throw NumericError.unsupported("a point without a value")
        }
        let machine = RealBallMachine(ScalarProgram(scalar.graph, [scalar.root] + divisors + radicands, variables: variables), precision: precision)
        for (place, variable) in variables.enumerated() {
            if let value = values[variable]?.value { machine.setArgument(place, to: value) }
        }
        machine.run()
        let value = machine.result(0)
        let areNegative = radicands.indices.map { machine.result(1 + divisors.count + $0).isNegative() }
        guard value.isFinite, divisors.indices.allSatisfy({ !machine.result(1 + $0).containsZero }), !areNegative.contains(.yes)
        else { throw EvaluationError.undefined }
        let all = integrals.compactMap { values[$0.key] }
        let numericalDimension = all.map(\.numericalDimension).max() ?? 0
        var methods: [String] = []
        for method in all.map(\.method) where !methods.contains(method) { methods.append(method) }
        return NumericValue(
            value: value,
            isRigorous: all.allSatisfy(\.isRigorous) && areNegative.allSatisfy { $0 == .no } && original.hasRealRadicands() && original.hasNonzeroDivisors(),
            digits: value.relativeDigits,
            numericalDimension: numericalDimension, method: methods.joined(separator: "; "), evaluations: cost)
    }
}

/// A value with what is known of the way to it.
public struct NumericResult: Sendable {
    public let number: NumericValue
    /// The exact value as text, when there is one of few symbols.
    public let closedForm: String?
    /// Dimension of the largest integral before reduction.
    public let originalDimension: Int

    public var value: Ball { number.value }
    public var isRigorous: Bool { number.isRigorous }

    /// How the value was found: bound, dimension, method, cost.
    public var provenance: String {
        let bound = number.isRigorous ? "rigorous bound" : "error bound estimated"
        let dimension = number.numericalDimension
        if dimension == 0 { return number.isRigorous ? "closed form" : "closed form, " + bound }
        let reduction = originalDimension > dimension ? "dimension \(originalDimension) reduced to \(dimension)" : "dimension \(dimension)"
        return [bound, reduction, number.method, "\(number.evaluations) evaluations"].joined(separator: ", ")
    }

    /// Decimal numbers below and above the value, which differ by a few units in the last of the digits; `nil` for values that may be zero.
    public func bounds(digits: Int) -> (lower: Rational, upper: Rational)? {
        if value.isExact, let exact = Rational(value.midpointDescription(digits: digits + 5)), exact.isZero { return (0, 0) }
        guard !value.containsZero, abs(value.midpointEstimate) > 1e-200, abs(value.midpointEstimate) < 1e200,
            let middle = Rational(value.midpointDescription(digits: digits)), value.relativeDigits >= digits
        else { return nil }
        var unit = middle.magnitude
        for _ in 1..<max(digits, 2) { unit = unit / 10 }
        // A power of ten at least as large.
        var step: Rational = 1
        while step > unit { step = step / 10 }
        while step < unit { step = step * 10 }
        return (middle - step, middle + step)
    }

    /// The value with as many digits as are right, at most those asked for, and its bound; an exact form before it.
    public func text(digits: Int) -> String {
        guard let closedForm else { return number.text(digits: digits) }
        if Rational(closedForm)?.isInteger == true { return closedForm }
        return closedForm + " = " + number.text(digits: digits)
    }
}

extension NumericEvaluation {
    private func result(_ value: NumericValue) -> NumericResult {
        var text: String?
        if scalar.graph.isConstant(scalar.root) {
            let written = scalar.graph.plainText(of: scalar.root)
            if written.count <= 48 { text = written }
        }
        return NumericResult(number: value, closedForm: text, originalDimension: originalDimension)
    }
}
