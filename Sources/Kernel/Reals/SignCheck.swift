import Arithmetic
import Expressions

/// Checks reasons for the sign of expressions in parameters. The expressions must be defined on the whole box.
public struct SignCheck {
    public enum Sign: Hashable, Sendable { case zero, nonnegative, positive }

    /// Equations among the hypotheses are not used: a slope is taken off the set where they hold.
    private(set) var context: FormContext
    /// Inequalities between functions of parameters; they hold at single places, not along a range.
    public internal(set) var hypotheses: [Relation]
    /// Equations between functions of parameters; the same holds of them.
    public internal(set) var equations: [Relation]
    public internal(set) var box: ParameterBox
    /// The parameters that are integers.
    public internal(set) var integers: Set<String>

    public init(_ statement: Statement) {
        let own = FormContext(statement)
        context = FormContext(
            positiveParameters: own.positiveParameters, nonnegativeParameters: own.nonnegativeParameters, termBudget: Kernel.termBudget)
        let known = statement.hypotheses.flatMap { $0.relations ?? [] }.filter {
            $0.indices.isEmpty && $0.left.mentionsOnlyParameters && $0.right.mentionsOnlyParameters
        }
        hypotheses = known.filter { $0.op != .equal }
        equations = known.filter { $0.op == .equal }
        var box = ParameterBox(statement.parameters, dimensions: Set(statement.symbolicDimensions))
        integers = Set(statement.parameters.filter(\.isInteger).map(\.name))
        for hypothesis in hypotheses { box.narrow(by: hypothesis, integers: integers) }
        self.box = box
    }

    /// With one more inequality `0 <= e` or `0 < e`.
    public func assuming(_ e: Expression, isStrict: Bool) -> SignCheck {
        var result = self
        result.hypotheses.append(Relation(.zero, isStrict ? .less : .lessOrEqual, e))
        return result
    }

    /// Without the hypotheses of the statement.
    var alone: SignCheck {
        var result = self
        (result.hypotheses, result.equations) = ([], [])
        return result
    }

    /// With another parameter of the same name, from 0 on, for which hypotheses and equations are said anew.
    mutating func restart(_ name: String, isStrict: Bool, on box: ParameterBox, _ restated: (Relation) -> Relation, without isLeftOut: (Int) -> Bool) {
        hypotheses = hypotheses.enumerated().filter { !isLeftOut($0.offset) }.map { restated($0.element) }
        equations = equations.map(restated)
        self.box = box
        self.box.ranges[name] = .init(lower: .init(.zero, isIncluded: !isStrict), upper: nil)
        integers.remove(name)
        context.positiveParameters.remove(name)
        context.nonnegativeParameters.remove(name)
        if isStrict { context.positiveParameters.insert(name) } else { context.nonnegativeParameters.insert(name) }
    }

    /// About every point of another box.
    public func everywhere(on box: ParameterBox) -> SignCheck {
        var result = alone
        result.box = box
        return result
    }

    /// The relation holds for all parameters in the declared ranges, and both sides are defined there.
    public func proves(_ relation: Relation, _ proof: SignProof) throws {
        guard relation.indices.isEmpty, relation.left.mentionsOnlyParameters, relation.right.mentionsOnlyParameters else {
            guard case .components(let proofs) = proof, let components = relation.components, components.count == proofs.count else {
                throw Rejection.evidenceDoesNotFitGoal
            }
            for (component, proof) in zip(components, proofs) { try proves(component, proof) }
            return
        }
        // Lemmas may be needed to see where both sides are defined.
        if case .lemma(let known, let isStrict, let rest) = proof {
            try requireParameters([known.expression])
            try requireDefined(known.expression, on: box, underHypotheses: true)
            try check(known.expression, isStrict ? .positive : .nonnegative, on: box, known.proof, isAtEveryPoint: false)
            return try assuming(known.expression, isStrict: isStrict).proves(relation, rest)
        }
        try requireDefined(relation.left, on: box, underHypotheses: true)
        try requireDefined(relation.right, on: box, underHypotheses: true)
        try check(relation.excess, relation.sign, on: box, proof, isAtEveryPoint: false)
    }

    /// - Throws: `Rejection.signNotShown`
    /// - Parameter isAtEveryPoint: the sign is needed on the whole box, not only where the hypotheses hold.
    public func check(_ e: Expression, _ sign: Sign, on box: ParameterBox, _ proof: SignProof, isAtEveryPoint: Bool = true) throws {
        let names = e.parameterSymbols
        let rejection = Rejection.signNotShown(e.plainText)
        switch proof {
        case .number(let bits):
            guard names.isEmpty else { throw rejection }
            guard try isOfSign(e, sign, bits: bits) else { throw rejection }
        case .roots:
            guard let name = names.first, names.count == 1, let range = box.ranges[name] else { throw rejection }
            guard let dependence = RationalDependence(e, of: name, isNonnegative: isNonnegative(range))
                ?? RationalDependence(e, of: name, withLinearRootsOn: range) else { throw rejection }
            let requirement: RationalDependence.Requirement = sign == .zero ? .zero : sign == .positive ? .positive : .nonnegative
            guard dependence.satisfies(requirement, on: range) == true else { throw rejection }
        case .enclosure(let bits):
            guard let values = box.intervals(of: names, bits: bits) else { throw rejection }
            var evaluation = IntervalEvaluation(values, bits: bits)
            guard let value = try? evaluation.value(e), Self.shows(value, sign) else { throw rejection }
        case .split(let name, let place, let below, let above):
            guard let range = box.ranges[name], range.hasInside(place) else { throw rejection }
            var lowerPart = box, upperPart = box
            lowerPart.ranges[name] = .init(lower: range.lower, upper: .init(place, isIncluded: true))
            upperPart.ranges[name] = .init(lower: .init(place, isIncluded: true), upper: range.upper)
            try check(e, sign, on: lowerPart, below, isAtEveryPoint: isAtEveryPoint)
            try check(e, sign, on: upperPart, above, isAtEveryPoint: isAtEveryPoint)
        case .monotone(let name, let side, let slope, let value):
            guard sign != .zero, let range = box.ranges[name], let end = side == .lower ? range.lower : range.upper else { throw rejection }
            // With the end, and the ends of the other parameters as they are.
            var closed = box
            if side == .lower { closed.ranges[name]?.lower?.isIncluded = true } else { closed.ranges[name]?.upper?.isIncluded = true }
            try requireDefined(e, on: closed)
            var interior = box
            interior.ranges[name]?.lower?.isIncluded = false
            interior.ranges[name]?.upper?.isIncluded = false
            let derivative = e.namingDimensions.differentiated(byParameter: name)
            try requireDefined(derivative, on: interior)
            let atEnd = self.value(of: e, at: end.value, of: name, on: box)
            var face = box
            face.ranges[name] = nil
            // Beyond an end that is left out a positive slope makes what is not negative positive.
            let isStrict = sign == .positive && !end.isIncluded
                && (try? check(atEnd, .positive, on: face, value)) == nil
            try relaxing([name]).check(side == .lower ? derivative : -derivative, isStrict ? .positive : .nonnegative, on: interior, slope)
            try check(atEnd, isStrict ? .nonnegative : sign, on: face, value)
        case .factor(let factor, let quotient, let positive, let rest):
            guard factor.mentionsOnlyParameters, quotient.mentionsOnlyParameters, Set(factor.parameterSymbols + quotient.parameterSymbols).isSubset(of: box.ranges.keys)
            else { throw rejection }
            try requireDefined(factor, on: box, underHypotheses: !isAtEveryPoint)
            try requireDefined(quotient, on: box, underHypotheses: !isAtEveryPoint)
            guard try ContractionForm.areEqual(e, factor * quotient, context) else { throw rejection }
            try check(factor, .positive, on: box, positive, isAtEveryPoint: isAtEveryPoint)
            try check(quotient, sign, on: box, rest, isAtEveryPoint: isAtEveryPoint)
        case .form:
            let known = manifestSign(e, box)
            guard known == .positive || (sign == .nonnegative && known == .nonnegative) else { throw rejection }
        case .weightedMeans(let shares):
            guard sign == .nonnegative, try weightedMean(e, on: box)?.isNonnegative(shares) == true else { throw rejection }
        case .bounded(let name, let number, let slope, let rest):
            guard sign != .zero, !isAtEveryPoint, hypotheses.indices.contains(number), box.ranges[name] != nil,
                let (bound, isUpper) = bound(on: name, by: number, on: box),
                Set(bound.parameterSymbols).isSubset(of: box.ranges.keys)
            else { throw rejection }
            let reduced = e.substituting(parameters: [name: bound])
            for part in [e, bound, reduced] { try requireDefined(part, on: box) }
            if case .form = slope {
                guard direction(of: e, in: name, on: box) == (isUpper ? .falling : .rising) else { throw rejection }
                return try check(reduced, sign, on: box, rest, isAtEveryPoint: false)
            }
            var interior = box
            interior.ranges[name]?.lower?.isIncluded = false
            interior.ranges[name]?.upper?.isIncluded = false
            let derivative = e.namingDimensions.differentiated(byParameter: name)
            try requireDefined(derivative, on: interior)
            try relaxing([name]).check(isUpper ? -derivative : derivative, .nonnegative, on: interior, slope)
            try check(reduced, sign, on: box, rest, isAtEveryPoint: false)
        case .shifted(let name, let number, let rest):
            guard !isAtEveryPoint, let shift = shifted(name, by: number, on: box) else { throw rejection }
            let moved = shift.expression(e)
            try shift.check.requireDefined(moved, on: shift.check.box, underHypotheses: true)
            try shift.check.check(moved, sign, on: shift.check.box, rest, isAtEveryPoint: false)
        case .components: throw rejection
        case .hypothesis(let number, let factor, let multiplier, let rest, let restSign):
            guard sign != .zero, !isAtEveryPoint, hypotheses.indices.contains(number), factor.mentionsOnlyParameters, rest.mentionsOnlyParameters,
                Set(factor.parameterSymbols + rest.parameterSymbols).isSubset(of: box.ranges.keys) else { throw rejection }
            let hypothesis = hypotheses[number]
            for part in [factor, hypothesis.excess, rest] { try requireDefined(part, on: box, underHypotheses: true) }
            if factor != .one || rest != .zero || !e.isSameUpToBoundIndices(as: hypothesis.excess.namingDimensions) {
                guard try ContractionForm.areEqual(e, factor * hypothesis.excess + rest, context) else { throw rejection }
            }
            // One of the two must be positive.
            let isStrict = sign == .positive && hypothesis.op == .less && (try? check(factor, .positive, on: box, multiplier)) != nil
            if !isStrict { try check(factor, .nonnegative, on: box, multiplier) }
            try check(rest, isStrict ? .nonnegative : sign, on: box, restSign)
        case .closure(let inside):
            guard sign == .nonnegative, let interior = box.interior else { throw rejection }
            // Defined is continuous.
            try requireDefined(e, on: box)
            try relaxing(integers).check(e, sign, on: interior, inside)
        case .homogeneous(let scaled, let unit, let rest):
            try checkHomogeneous(e, sign, on: box, Set(scaled), unit: unit, rest)
        case .substituted(let name, let value, let inverse, let positive, let rest):
            try checkSubstituted(e, sign, on: box, name, value, inverse, positive, rest, isAtEveryPoint: isAtEveryPoint)
        case .integers(let name, let first, let values, let below, let above):
            try checkIntegers(e, sign, on: box, name, first, values, below, above, isAtEveryPoint: isAtEveryPoint)
        case .combination, .cases, .lemma, .absolute, .compared, .tangent, .bothSigns:
            try checkDerived(e, sign, on: box, proof, isAtEveryPoint: isAtEveryPoint)
        }
    }

    /// A hypothesis solved for a parameter that stands in it once: in a sum, with a factor of known sign, under a power.
    /// The bound lies in the range of the parameter, as far as that goes on to its side.
    public func bound(on name: String, by number: Int, on box: ParameterBox) -> (bound: Expression, isUpper: Bool)? {
        let hypothesis = hypotheses[number]
        let isLeft = hypothesis.left.parameterSymbols.contains(name)
        guard isLeft != hypothesis.right.parameterSymbols.contains(name) else { return nil }
        func solved(_ side: Expression, _ other: Expression, _ isUpper: Bool) -> (bound: Expression, isUpper: Bool)? {
            func single(_ parts: [Expression]) -> (part: Expression, rest: [Expression])? {
                guard let place = parts.firstIndex(where: { $0.parameterSymbols.contains(name) }) else { return nil }
                var rest = parts
                let part = rest.remove(at: place)
                return rest.contains(where: { $0.parameterSymbols.contains(name) }) ? nil : (part, rest)
            }
            switch side.kind {
            case .parameter, .dimension: return (other, isUpper)
            case .sum(let terms):
                guard let (part, rest) = single(terms) else { return nil }
                return solved(part, other - .sum(rest), isUpper)
            case .product(let factors):
                guard let (part, rest) = single(factors) else { return nil }
                let factor = Expression.product(rest)
                if holds(.positive, factor, on: box) { return solved(part, other / factor, isUpper) }
                return holds(.positive, -factor, on: box) ? solved(part, other / factor, !isUpper) : nil
            case .power(let base, let exponent):
                // For a lower bound the other side must not be negative; that of an upper bound is not.
                guard !exponent.parameterSymbols.contains(name), holds(.positive, exponent, on: box), holds(.nonnegative, base, on: box),
                    isUpper || holds(.nonnegative, other, on: box) else { return nil }
                return solved(base, .power(other, Self.inverse(exponent)), isUpper)
            default: return nil
            }
        }
        guard let (bound, isUpper) = isLeft ? solved(hypothesis.left, hypothesis.right, true) : solved(hypothesis.right, hypothesis.left, false),
            let range = box.ranges[name] else { return nil }
        if let end = isUpper ? range.upper : range.lower {
            let distance = end.value == .zero ? (isUpper ? -bound : bound) : isUpper ? end.value - bound : bound - end.value
            guard holds(.nonnegative, distance, on: box) else { return nil }
        }
        return (bound, isUpper)
    }

    private static func inverse(_ e: Expression) -> Expression {
        if case .number(let value) = e.kind, !value.isZero { return .number(value.inverse) }
        if case .power(let base, let exponent) = e.kind, exponent == .number(-1) { return base }
        return .power(e, .number(-1))
    }

    public enum Direction: Hashable, Sendable {
        case constant, rising, falling

        var reversed: Direction { self == .rising ? .falling : self == .falling ? .rising : .constant }
    }

    /// Whether an expression, where it is defined, is monotone in a parameter by its form; not strictly.
    public func direction(of e: Expression, in name: String, on box: ParameterBox) -> Direction? {
        guard e.parameterSymbols.contains(name) else { return .constant }
        func inner(_ e: Expression) -> Direction? { direction(of: e, in: name, on: box) }
        func joint(_ directions: [Direction?]) -> Direction? {
            directions.contains(nil) ? nil : directions.reduce(.constant) { (all: Direction?, next) in
                guard let all, let next else { return nil }
                return all == .constant ? next : next == .constant || next == all ? all : nil
            }
        }
        switch e.kind {
        case .parameter: return .rising
        case .sum(let terms): return joint(terms.map(inner))
        case .product(let factors):
            let moving = factors.filter { $0.parameterSymbols.contains(name) }, rest = Expression.product(factors.filter { !$0.parameterSymbols.contains(name) })
            guard moving.count == 1 || moving.allSatisfy({ holds(.nonnegative, $0, on: box) }), let direction = joint(moving.map(inner)) else { return nil }
            if holds(.nonnegative, rest, on: box) { return direction }
            return holds(.nonnegative, -rest, on: box) ? direction.reversed : nil
        case .power(let base, let exponent):
            guard !exponent.parameterSymbols.contains(name), let direction = inner(base) else { return nil }
            if case .number(let value) = exponent.kind, let times = value.asInt, times > 0, times % 2 == 1 { return direction }
            if holds(.positive, exponent, on: box), holds(.nonnegative, base, on: box) { return direction }
            return holds(.nonnegative, -exponent, on: box) && holds(.positive, base, on: box) ? direction.reversed : nil
        case .elementary(let function, let argument):
            switch function {
            case .exp, .log, .sinh, .tanh, .atan, .erf: return inner(argument)
            case .cosh, .abs, .sin, .cos, .tan, .sign, .gamma: return nil
            }
        default: return nil
        }
    }

    public func weightedMean(_ e: Expression, on box: ParameterBox) -> WeightedMean? {
        WeightedMean(e, box) { holds($1 ? .positive : .nonnegative, $0, on: box) }
    }

    private static func shows(_ value: RationalInterval, _ sign: Sign) -> Bool {
        switch sign {
        case .zero: return value.isPoint && value.lower.isZero
        case .nonnegative: return value.isNonnegative
        case .positive: return value.isPositive
        }
    }

    private func isOfSign(_ e: Expression, _ sign: Sign, bits: Int) throws -> Bool {
        do {
            if sign != .zero {
                var evaluation = IntervalEvaluation(bits: bits)
                if Self.shows(try evaluation.value(e), sign) { return true }
                if sign == .positive { return false }
            }
            // Zero: by logarithms and exponentials of the same things, or as an algebraic number.
            func cancels(_ e: Expression) throws -> Bool { try (try? ContractionForm.areEqual(e, .zero, context)) == true || AlgebraicNumber.isZero(e) == true }
            return try cancels(e) || ArctangentSum.isZero(e, cancels: cancels) == true
        } catch let error as EvaluationError {
            throw Rejection.notEvaluated("\(error)")
        }
    }

    func isNonnegative(_ range: ParameterBox.Range) -> Bool {
        guard let lower = range.lower?.enclosure(bits: 64) else { return false }
        return lower.isNonnegative
    }

    // MARK: What follows without a proof

    public func isPositive(_ e: Expression) -> Bool {
        if holds(.positive, e, on: box) || isHypothesis(e, strictly: true) { return true }
        switch e.kind {
        case .product(let factors): return factors.allSatisfy(isPositive)
        case .power(let base, _): return isPositive(base)
        default: return false
        }
    }
    public func isNonnegative(_ e: Expression) -> Bool { holds(.nonnegative, e, on: box) || isHypothesis(e, strictly: false) }

    /// Products and powers factor by factor.
    public func isNonzero(_ e: Expression) -> Bool {
        switch e.kind {
        case .product(let factors): return factors.allSatisfy(isNonzero)
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, !value.isZero else { return holds(.nonzero, e, on: box) }
            return isNonzero(base)
        default: return holds(.nonzero, e, on: box) || isHypothesis(e, strictly: true) || isHypothesis(-e, strictly: true)
        }
    }

    func isHypothesis(_ e: Expression, strictly: Bool) -> Bool {
        hypotheses.contains { hypothesis in
            (!strictly || hypothesis.op == .less) && (try? ContractionForm.areEqual(hypothesis.excess, e, context)) == true
        }
    }

    func holds(_ requirement: RationalDependence.Requirement, _ e: Expression, on box: ParameterBox) -> Bool {
        let sign = manifestSign(e, box)
        if sign == .positive || (requirement == .nonnegative && sign == .nonnegative) { return true }
        let names = e.parameterSymbols
        if names.isEmpty {
            var bits = 64
            while bits <= 1024 {
                var evaluation = IntervalEvaluation(bits: bits)
                if let value = try? evaluation.value(e) {
                    if value.isPositive || (requirement == .nonnegative && value.isNonnegative) || (requirement == .nonzero && !value.containsZero) { return true }
                    if requirement == .nonnegative, (try? AlgebraicNumber.isZero(e)) == true { return true }
                }
                bits *= 4
            }
            return false
        }
        if names.count == 1, let range = box.ranges[names[0]],
            let dependence = RationalDependence(e, of: names[0], isNonnegative: isNonnegative(range)) {
            return dependence.satisfies(requirement, on: range) == true
        }
        guard let values = box.intervals(of: names, bits: 64) else { return false }
        var evaluation = IntervalEvaluation(values, bits: 64)
        guard let value = try? evaluation.value(e) else { return false }
        return value.isPositive || (requirement == .nonnegative && value.isNonnegative) || (requirement == .nonzero && !value.containsZero)
    }
}

extension Relation {
    public var sign: SignCheck.Sign {
        switch op {
        case .equal: return .zero
        case .lessOrEqual: return .nonnegative
        case .less: return .positive
        }
    }
}

extension Expression {
    /// Symbolic dimensions as parameters, which can be varied.
    public var namingDimensions: Expression {
        substituting(parameters: Dictionary(parameterSymbols.map { ($0, Expression.parameter($0)) }) { first, _ in first })
    }
}
