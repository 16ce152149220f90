import Arithmetic
import Expressions
import Kernel

/// Looks for a reason why an expression in parameters is not negative on a box.
///
/// Numbers are enclosed, rational functions of one parameter decided by Sturm's theorem. Everything else is reduced to
/// these: on the pieces between the extrema (which are found in floating point) the expression is monotone, and its
/// slope is simpler, above all if a positive factor is taken out first: the slope of `log x + B/A` is rational where
/// that of `A log x + B` is not.
struct SignProver {
    let check: SignCheck
    private static let greatestDepth = 6
    private let work = Work()

    /// What is left of the trials that one search may make.
    private final class Work {
        var trials = 0
        var calls = 0
        /// Searches for combinations on parts of the box.
        var pointwise = 4
    }

    init(_ statement: Statement) { self.init(SignCheck(statement)) }

    init(_ check: SignCheck) { self.check = check }

    /// Whether both sides are functions of parameters alone.
    func concerns(_ relation: Relation) -> Bool {
        relation.indices.isEmpty && relation.left.mentionsOnlyParameters && relation.right.mentionsOnlyParameters
    }

    /// Short searches are tried before a counterexample is looked for; bounds are put in where something is cited.
    enum Patience { case short, bounds, pointwise, moved, long }

    /// Accepted by the kernel.
    func proof(of relation: Relation, _ patience: Patience? = nil) -> SignProof? {
        guard concerns(relation) else {
            guard let components = relation.components, !components.isEmpty, components.allSatisfy(concerns) else { return nil }
            var proofs: [SignProof] = []
            for component in components {
                guard let proof = proof(of: component, patience) else { return nil }
                proofs.append(proof)
            }
            return .components(proofs)
        }
        if patience != .bounds, let lemma = lemma(for: relation, patience) {
            let rest = SignProver(check.assuming(lemma.expression, isStrict: true)).proof(of: relation, patience)
            return rest.map { .lemma(lemma, isStrict: true, rest: $0) }
        }
        let pointwise = PointwiseProver(check, work: .init(programs: patience == .short ? 4 : 80))
        guard relation.op != .equal || relation.excess.parameterSymbols.isEmpty else {
            return (pointwise.proof(relation.excess, .zero) ?? (check.equations.isEmpty ? constant(relation.excess) : nil)).flatMap { accepted($0, relation) }
        }
        let short = patience == .pointwise ? nil : proof(relation.excess, relation.sign, on: check.box, depths: 1...2)
        if let short, let found = accepted(short, relation) { return found }
        if patience != .bounds, let found = pointwise.proof(relation.excess, relation.sign).flatMap({ accepted($0, relation) }) { return found }
        if patience != .bounds, let found = overIntegers(relation).flatMap({ accepted($0, relation) }) { return found }
        if patience == .short || patience == .pointwise { return nil }
        if patience == .moved { return proof(relation.excess, relation.sign, on: check.box, depths: 3...4).flatMap { accepted($0, relation) } }
        return (proof(relation.excess, relation.sign, on: check.box, depths: 3...Self.greatestDepth) ?? cited(relation) ?? chained(relation) ?? shifted(relation))
            .flatMap { accepted($0, relation) }
    }

    /// `b <= x` among the hypotheses: with `b + x` in place of x, where x is not negative.
    private func shifted(_ relation: Relation) -> SignProof? {
        let e = relation.excess.namingDimensions
        for number in check.hypotheses.indices where !check.hypotheses[number].isRange {
            for name in e.parameterSymbols {
                guard let shift = check.shifted(name, by: number, on: check.box) else { continue }
                let moved = shift.expression(e), reduced = moved.collectingSums
                let prover = SignProver(shift.check)
                guard let found = prover.proof(of: Relation(.zero, relation.op, reduced), .moved) else { continue }
                return .shifted(name, by: number, rest: .factor(.one, quotient: reduced, positive: .form, rest: found))
            }
        }
        return nil
    }

    private func accepted(_ proof: SignProof, _ relation: Relation) -> SignProof? { (try? check.proves(relation, proof)) == nil ? nil : proof }

    /// A sign by the hypotheses, without which a side need not be defined.
    private func lemma(for relation: Relation, _ patience: Patience?) -> SignProof.Known? {
        for side in [relation.left, relation.right] {
            for part in check.partsOfUnknownSign(side) {
                // The sign of a logarithm's argument is no use where it is negative.
                for e in [part, -part] where !check.assuming(e, isStrict: true).partsOfUnknownSign(side).contains(part) {
                    let form = patience == .pointwise ? nil : proof(e, .positive, on: check.box, depths: 1...2)
                    if let reason = form ?? PointwiseProver(check).positive(e), (try? check.requireDefined(e, on: check.box, underHypotheses: true)) != nil { return .init(e, reason) }
                }
            }
        }
        return nil
    }

    /// One hypothesis after the other put in for a parameter that it bounds.
    private func chained(_ relation: Relation) -> SignProof? {
        guard relation.op != .equal, !check.hypotheses.isEmpty else { return nil }
        for (effort, budget) in [(Effort.plainBounds, 40), (.allBounds, 40), (.slopes, 15)] {
            var steps = budget
            if let found = chained(relation.excess.namingDimensions, relation.sign, [], effort, &steps) { return found }
        }
        return nil
    }

    /// Bounds are mostly stated for what they are meant to bound; slopes are costly.
    private enum Effort { case plainBounds, allBounds, slopes }

    private func chained(_ e: Expression, _ sign: SignCheck.Sign, _ used: Set<Int>, _ effort: Effort, _ steps: inout Int) -> SignProof? {
        for number in check.hypotheses.indices where !used.contains(number) && !check.hypotheses[number].isRange {
            for name in e.parameterSymbols {
                if effort == .plainBounds, !check.hypotheses[number].isPlainBound(on: name) { continue }
                guard let (bound, isUpper) = check.bound(on: name, by: number, on: check.box) else { continue }
                guard steps > 0 else { return nil }
                guard let rising = monotonicity(of: e, in: name, isFalling: isUpper, usesSlopes: effort == .slopes) else { continue }
                steps -= 1
                let reduced = e.substituting(parameters: [name: bound])
                (work.trials, work.calls) = (40, 40)
                let rest = proof(reduced.namingDimensions, sign, check.box, 1) ?? chained(reduced, sign, used.union([number]), effort, &steps)
                if let rest { return .bounded(name, by: number, slope: rising, rest: rest) }
            }
        }
        return nil
    }

    /// A multiple of a hypothesis, with something of known sign for a factor, or with something of known sign added.
    private func cited(_ relation: Relation) -> SignProof? {
        let e = relation.excess.namingDimensions
        for (number, hypothesis) in check.hypotheses.enumerated() {
            let h = hypothesis.excess.namingDimensions
            let isStrict = relation.op == .less
            if e.isSameUpToBoundIndices(as: h), !isStrict || hypothesis.op == .less {
                return .hypothesis(number, factor: .one, sign: .number(bits: 64), rest: .zero, restSign: .number(bits: 64))
            }
            if let factor = QuotientForm.quotient(e, h) {
                for known in isStrict ? [SignCheck.Sign.positive] : [.nonnegative] {
                    (work.trials, work.calls) = (100, 100)
                    if let sign = proof(factor, known, check.box, 2) {
                        return .hypothesis(number, factor: factor, sign: sign, rest: .zero, restSign: .number(bits: 64))
                    }
                }
            }
            for multiple in [Rational(1), Rational(1, 2), 2, 3, 4] {
                guard let rest = QuotientForm.quotient(e - .number(multiple) * h, .one) else { continue }
                for known in isStrict && hypothesis.op != .less ? [SignCheck.Sign.positive] : [.nonnegative] {
                    (work.trials, work.calls) = (100, 100)
                    if let sign = proof(rest, known, check.box, 2) {
                        return .hypothesis(number, factor: .number(multiple), sign: .number(bits: 64), rest: rest, restSign: sign)
                    }
                }
            }
        }
        return nil
    }

    private func monotonicity(of e: Expression, in name: String, isFalling: Bool, usesSlopes: Bool) -> SignProof? {
        if let direction = check.direction(of: e, in: name, on: check.box) { return direction == (isFalling ? .falling : .rising) ? .form : nil }
        guard usesSlopes else { return nil }
        let slope = e.differentiated(byParameter: name)
        var interior = check.box
        interior.ranges[name]?.lower?.isIncluded = false
        interior.ranges[name]?.upper?.isIncluded = false
        (work.trials, work.calls) = (60, 60)
        // By form of the slope is not by form of the expression.
        return proof(isFalling ? -slope : slope, .nonnegative, interior, 1).map { $0 == .form ? .factor(.one, quotient: isFalling ? -slope : slope, positive: .form, rest: .form) : $0 }
    }

    func proof(_ e: Expression, _ sign: SignCheck.Sign, on box: ParameterBox, depths: ClosedRange<Int> = 1...Self.greatestDepth) -> SignProof? {
        if let found = direct(e, sign, on: box, depths: depths) { return found }
        // Ends of ranges may be where powers are 0^0.
        guard sign == .nonnegative, let interior = box.interior, let inside = direct(e, sign, on: interior, depths: depths) else { return nil }
        work.trials = 10
        return holds(e.namingDimensions, sign, box, .closure(inside))
    }

    private func direct(_ e: Expression, _ sign: SignCheck.Sign, on box: ParameterBox, depths: ClosedRange<Int>) -> SignProof? {
        if sign != .zero, let found = homogeneous(e.namingDimensions, sign, on: box, depths: depths) { return found }
        // Short proofs first.
        for depth in depths {
            (work.trials, work.calls, work.pointwise) = (300, 200 * depth, 4)
            if let found = proof(e.namingDimensions, sign, box, depth) { return found }
            if e.parameterSymbols.isEmpty { break }
        }
        return nil
    }

    /// With 1 in place of a parameter, where the expression is homogeneous in it and others.
    private func homogeneous(_ e: Expression, _ sign: SignCheck.Sign, on box: ParameterBox, depths: ClosedRange<Int>) -> SignProof? {
        let names = e.parameterSymbols.filter { name in
            box.ranges[name].map { $0.lower == .init(.zero, isIncluded: false) && $0.upper == nil } ?? false
        }
        guard (2...4).contains(names.count) else { return nil }
        let subsets = Self.subsets(names.count, atMost: names.count).filter { $0.count > 1 }.map { $0.map { names[$0] } }
        guard let scaled = subsets.first(where: { check.isHomogeneous(e, in: Set($0)) }), let unit = scaled.last else { return nil }
        // Weighted means need no such reduction, and do with all parameters.
        work.trials = 300
        if shares(e, sign, box) != nil { return nil }
        var rays = box
        rays.ranges[unit] = nil
        let rest = e.substituting(parameters: [unit: .one])
        // In one parameter a search is short.
        let own = rest.parameterSymbols.count == 1 ? depths.lowerBound...max(depths.upperBound, 4) : depths
        return proof(rest, sign, on: rays, depths: own).map { .homogeneous(scaled, unit: unit, $0) }
    }

    func holds(_ e: Expression, _ sign: SignCheck.Sign, _ box: ParameterBox, _ proof: SignProof) -> SignProof? {
        guard work.trials > 0 else { return nil }
        work.trials -= 1
        do {
            try check.check(e, sign, on: box, proof)
            return proof
        } catch { return nil }
    }

    private func proof(_ e: Expression, _ sign: SignCheck.Sign, _ box: ParameterBox, _ depth: Int) -> SignProof? {
        guard work.calls > 0 else { return nil }
        work.calls -= 1
        let names = e.parameterSymbols
        guard let name = names.first else { return number(e, sign) }
        if sign != .zero, !RealSample(e, name).mayBeNonnegative(box) { return nil }
        if names.count == 1 {
            if let found = holds(e, sign, box, .roots) { return found }
            // Where Sturm's theorem applies it decides.
            if RealSample(e, name).isRational { return nil }
        }
        if sign == .zero { return nil }
        if let found = holds(e, sign, box, .form) ?? holds(e, sign, box, .enclosure(bits: 64)) ?? isIdenticallyZero(e, sign, box) { return found }
        if let shares = shares(e, sign, box) { return shares }
        if sign == .nonnegative, let interior = box.interior, let shares = shares(e, sign, interior), let found = holds(e, sign, box, .closure(shares)) { return found }
        guard depth > 0 else { return nil }
        if let simpler = QuotientForm.simplified(e) {
            return proof(simpler, sign, box, depth).map { .factor(.one, quotient: simpler, positive: .form, rest: $0) }
        }
        if names.count == 1, let range = box.ranges[name] {
            return monotone(e, sign, box, name, depth) ?? factored(e, sign, box, depth) ?? compared(e, sign, box, depth)
                ?? pieces(e, sign, box, name, range, depth) ?? combined(e, sign, box) ?? bisected(e, sign, box, names, depth)
        }
        if let found = factored(e, sign, box, depth) ?? compared(e, sign, box, depth) ?? combined(e, sign, box) { return found }
        for name in names {
            if let found = monotone(e, sign, box, name, depth) { return found }
        }
        for name in names where RealSample(e, name).vanishes(at: 1, of: name, on: box) {
            guard let (below, above) = box.split(name, at: .one), let left = proof(e, sign, below, depth - 1), let right = proof(e, sign, above, depth - 1) else { continue }
            return .split(name, at: .one, below: left, above: right)
        }
        return bisected(e, sign, box, names, depth)
    }

    private func number(_ e: Expression, _ sign: SignCheck.Sign) -> SignProof? {
        for bits in [64, 256, 1024, 4096] {
            if let found = holds(e, sign, ParameterBox([:]), .number(bits: bits)) { return found }
        }
        return nil
    }

    // MARK: One parameter

    /// From the ends and the extrema.
    private func pieces(
        _ e: Expression, _ sign: SignCheck.Sign, _ box: ParameterBox, _ name: String, _ range: ParameterBox.Range, _ depth: Int
    ) -> SignProof? {
        for place in RealSample(e, name).splits(range) {
            guard let (below, above) = box.split(name, at: place) else { continue }
            guard let left = proof(e, sign, below, depth - 1), let right = proof(e, sign, above, depth - 1) else { continue }
            return .split(name, at: place, below: left, above: right)
        }
        return nil
    }

    private func monotone(_ e: Expression, _ sign: SignCheck.Sign, _ box: ParameterBox, _ name: String, _ depth: Int) -> SignProof? {
        guard let range = box.ranges[name] else { return nil }
        let slope = e.differentiated(byParameter: name)
        var interior = box
        interior.ranges[name]?.lower?.isIncluded = false
        interior.ranges[name]?.upper?.isIncluded = false
        for side in [SignProof.EndName.lower, .upper] {
            guard let end = side == .lower ? range.lower : range.upper else { continue }
            var face = box
            face.ranges[name] = nil
            let atEnd = check.value(of: e, at: end.value, of: name, on: box)
            let direction = side == .lower ? slope : -slope
            guard RealSample(direction, name).mayBeNonnegative(interior) else { continue }
            if let value = proof(atEnd, sign, face, depth - 1), let rising = proof(direction, .nonnegative, interior, depth - 1) {
                return .monotone(name, from: side, slope: rising, end: value)
            }
            if sign == .positive, !end.isIncluded, let value = proof(atEnd, .nonnegative, face, depth - 1),
                let rising = proof(direction, .positive, interior, depth - 1) {
                return .monotone(name, from: side, slope: rising, end: value)
            }
        }
        return nil
    }

    /// `e = A T + B` with one logarithm or exponential `T`: `A` or `B` out, or `T` itself where `B` is missing.
    private func factored(_ e: Expression, _ sign: SignCheck.Sign, _ box: ParameterBox, _ depth: Int) -> SignProof? {
        let atoms = e.transcendentalAtoms
        guard atoms.count == 1, let atom = atoms.first, let parts = e.linearParts(in: atom) else { return nil }
        var candidates: [(factor: Expression, quotient: Expression)] = []
        if parts.constant == .zero {
            candidates.append((atom, parts.slope))
        } else {
            let isLogarithm: Bool
            switch atom.kind {
            case .elementary(.log, _): isLogarithm = true
            case .elementary(.exp, _), .power: isLogarithm = false
            default: return nil
            }
            let (divisor, other) = isLogarithm ? (parts.slope, parts.constant) : (parts.constant, parts.slope)
            // A constant is of no use.
            if divisor.parameterSymbols.isEmpty { return nil }
            let rest = isLogarithm ? atom + other / divisor : other / divisor * atom + .one
            candidates = [(divisor, rest), (-divisor, -rest)]
        }
        for (factor, quotient) in candidates {
            guard let positive = proof(factor, .positive, box, 0) else { continue }
            if let rest = proof(quotient, sign, box, depth - 1) {
                return .factor(factor, quotient: quotient, positive: positive, rest: rest)
            }
        }
        return nil
    }

    /// Two parts by their logarithms, where one is an exponential or a power with a symbolic exponent.
    private func compared(_ e: Expression, _ sign: SignCheck.Sign, _ box: ParameterBox, _ depth: Int) -> SignProof? {
        guard case .sum(let terms) = e.kind, terms.count == 2, terms.contains(where: \.hasExponentialFactor) else { return nil }
        for (larger, other) in [(terms[0], terms[1]), (terms[1], terms[0])] {
            let smaller = Expression.product([.number(-1), other])
            let difference = larger.expandedLogarithm - smaller.expandedLogarithm
            // A logarithm of a sum of powers would be no simpler.
            guard !difference.transcendentalAtoms.contains(where: \.containsExponentialInside), holds(larger, .positive, box, .form) != nil, holds(smaller, .positive, box, .form) != nil, let rest = proof(difference, sign, box, depth - 1) else { continue }
            return .compared(larger: larger, smaller: smaller, by: .logarithms, rest)
        }
        return nil
    }

    // MARK: Several parameters

    /// Of what is known everywhere on the box, where functions or powers with symbolic exponents occur more than once.
    private func combined(_ e: Expression, _ sign: SignCheck.Sign, _ box: ParameterBox) -> SignProof? {
        guard work.pointwise > 0, e.parameterSymbols.count > 1 || e.transcendentalAtoms.count > 1 else { return nil }
        work.pointwise -= 1
        guard let found = PointwiseProver(check.everywhere(on: box), work: .init(programs: 4)).proof(e, sign) else { return nil }
        return holds(e, sign, box, found)
    }

    private func bisected(_ e: Expression, _ sign: SignCheck.Sign, _ box: ParameterBox, _ names: [String], _ depth: Int) -> SignProof? {
        func halves(_ box: ParameterBox, _ rest: Int) -> SignProof? {
            if let found = holds(e, sign, box, .enclosure(bits: 64)) { return found }
            guard rest > 0 else { return nil }
            var widest: (name: String, width: Rational, middle: Rational)?
            for name in names {
                guard let range = box.ranges[name], let a = range.lower?.enclosure(bits: 64), let b = range.upper?.enclosure(bits: 64) else { return nil }
                let width = b.upper - a.lower
                if width.sign > 0, widest.map({ $0.width < width }) ?? true { widest = (name, width, ((a.midpoint + b.midpoint) / 2).simplified(within: width / 16)) }
            }
            guard let widest, let (below, above) = box.split(widest.name, at: .number(widest.middle)) else { return nil }
            guard let left = halves(below, rest - 1), let right = halves(above, rest - 1) else { return nil }
            return .split(widest.name, at: .number(widest.middle), below: left, above: right)
        }
        return halves(box, 4 + depth)
    }
}

extension Relation {
    /// About one parameter alone, by a rational function.
    fileprivate var isRange: Bool { excess.parameterSymbols.count == 1 && RealSample(excess, "").isRational }

    /// A side is the parameter, or a power of it.
    func isPlainBound(on name: String) -> Bool {
        [left, right].contains { side in
            if case .power(let base, _) = side.kind { return base == .parameter(name) }
            return side == .parameter(name)
        }
    }
}

extension ParameterBox {
    /// The parts on both sides of a number between the ends.
    func split(_ name: String, at place: Expression) -> (below: ParameterBox, above: ParameterBox)? {
        guard let range = ranges[name], let middle = End(place, isIncluded: true).enclosure(bits: 128) else { return nil }
        if let lower = range.lower { guard let a = lower.enclosure(bits: 128), a.upper < middle.lower else { return nil } }
        if let upper = range.upper { guard let b = upper.enclosure(bits: 128), middle.upper < b.lower else { return nil } }
        var below = self, above = self
        below.ranges[name] = Range(lower: range.lower, upper: End(place, isIncluded: true))
        above.ranges[name] = Range(lower: End(place, isIncluded: true), upper: range.upper)
        return (below, above)
    }
}

extension Expression {
    fileprivate var hasExponentialFactor: Bool {
        switch kind {
        case .elementary(.exp, _): return true
        case .power(_, let exponent): return !exponent.parameterSymbols.isEmpty
        case .product(let factors): return factors.contains(where: \.hasExponentialFactor)
        default: return false
        }
    }

    /// With terms of sums of parameters put together.
    var collectingSums: Expression {
        switch kind {
        case .sum: return QuotientForm.polynomial(self) ?? mapOperands(\.collectingSums)
        case .product, .power, .elementary: return mapOperands(\.collectingSums)
        default: return self
        }
    }

    fileprivate var containsExponentialInside: Bool { operands.contains { $0.hasExponentialFactor || $0.containsExponentialInside } }
}

extension Rational {
    /// A number with a small denominator that is not further away than `error`.
    func simplified(within error: Rational) -> Rational {
        var scale = Rational(1)
        for _ in 0..<200 {
            let candidate = (self * scale + Rational(1, 2)).floor / scale
            if (candidate - self).magnitude <= error { return candidate }
            scale *= 2
        }
        return self
    }
}
