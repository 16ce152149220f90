import Arithmetic
import Expressions
import Kernel

/// Signs of expressions in parameters at each place by itself, so that hypotheses may be used.
///
/// Absolute values are written out by cases, denominators cleared and factors of known sign taken out. What is left is a
/// combination of what is known, or its parts are compared by their logarithms or squares; else by cases of the sign of a factor.
struct PointwiseProver {
    private let check: SignCheck
    private let work: CombinationSearch.Work
    private static let mostCases = 3

    init(_ check: SignCheck, work: CombinationSearch.Work = .init(programs: 80)) {
        self.check = check
        self.work = work
    }

    func proof(_ e: Expression, _ sign: SignCheck.Sign) -> SignProof? {
        proof(e.namingDimensions, sign, cases: max(Self.mostCases, min(e.absoluteValues.count, 5)))
    }

    private func assuming(_ e: Expression, isStrict: Bool) -> PointwiseProver { PointwiseProver(check.assuming(e, isStrict: isStrict), work: work) }

    private func proof(_ e: Expression, _ sign: SignCheck.Sign, cases: Int) -> SignProof? {
        guard work.programs > 0 else { return nil }
        if let inner = e.innermostAbsoluteValue { return withoutAbsoluteValue(inner, e, sign, cases) }
        if let found = byBases(e, sign, cases) { return found }
        guard let search = CombinationSearch([e], check, work: work) else { return nil }
        if let found = combination(e, sign, search) { return found }
        if sign == .zero {
            if let found = search.vanishes(e) { return found }
            guard !check.hypotheses.isEmpty || !check.equations.isEmpty || e.parameterSymbols.isEmpty, let first = proof(e, .nonnegative, cases: 0), let second = proof(-e, .nonnegative, cases: 0)
            else { return nil }
            return .bothSigns(first, second)
        }
        guard let cleared = search.cleared(e, sign), search.maybe(cleared.open) else { return nil }
        func whole(_ reason: SignProof) -> SignProof { cleared.proof([[.init(search.model.expression(cleared.open), reason)]], []) }
        if let reason = byLogarithms(cleared.open, sign, search, cases) ?? bySquares(cleared.open, sign, search) { return whole(reason) }
        return byCases(e, sign, cleared.open, search, cases) ?? (sign == .positive && cases > 0 ? atEnds(e, search) : nil)
            ?? counted(search.model.expression(cleared.open), sign).map(whole) ?? counted(e, sign)
    }

    /// Along a parameter from its bound by a hypothesis: what has a bounded slope, as `sin x - sin y <= x - y` for `y <= x`.
    private func counted(_ e: Expression, _ sign: SignCheck.Sign) -> SignProof? {
        guard !e.transcendentalAtoms.isEmpty else { return nil }
        for number in check.hypotheses.indices {
            for name in e.parameterSymbols {
                guard work.counts > 0, let shift = check.shifted(name, by: number, on: check.box) else { continue }
                work.counts -= 1
                let reduced = shift.expression(e).collectingSums
                guard let reason = SignProver(shift.check).proof(reduced, sign, on: shift.check.box, depths: 1...3) else { continue }
                return .shifted(name, by: number, rest: .factor(.one, quotient: reduced, positive: .form, rest: reason))
            }
        }
        return nil
    }

    /// At last with tangents of logarithms.
    private func combination(_ e: Expression, _ sign: SignCheck.Sign, _ search: CombinationSearch) -> SignProof? {
        if let found = search.proof(e, sign) { return found }
        return search.hasLogarithms && sign != .zero ? CombinationSearch([e], check, work: work, withTangents: true)?.proof(e, sign) : nil
    }

    // MARK: Absolute values

    private func withoutAbsoluteValue(_ t: Expression, _ e: Expression, _ sign: SignCheck.Sign, _ cases: Int) -> SignProof? {
        func rest(_ prover: PointwiseProver, _ isNegative: Bool, _ reason: SignProof, _ cases: Int) -> SignProof? {
            let value = isNegative ? -t : t
            return prover.proof(e.replacing(.elementary(.abs, t), by: value), sign, cases: cases)
                .map { .absolute(t, isNegative: isNegative, sign: reason, rest: $0) }
        }
        for isNegative in [false, true] {
            guard let search = CombinationSearch([t], check, work: work), let reason = search.proof(isNegative ? -t : t, .nonnegative) else { continue }
            return rest(self, isNegative, reason, cases)
        }
        guard cases > 0, case let number = check.hypotheses.count,
            let above = rest(assuming(t, isStrict: true), false, .citing(number), cases - 1),
            let below = rest(assuming(-t, isStrict: false), true, .citing(number), cases - 1) else { return nil }
        return .cases(t, above, below)
    }

    // MARK: Comparisons

    /// What is added and what is subtracted, as expressions.
    private func parts(_ polynomial: Polynomial, _ search: CombinationSearch, _ isAdded: (Polynomial.Term) -> Bool) -> (larger: Expression, smaller: Expression)? {
        let ring = search.model.ring
        let added = ring.polynomial(polynomial.terms.filter(isAdded)), subtracted = ring.polynomial(polynomial.terms.filter { !isAdded($0) })
        if added.isZero || subtracted.isZero { return nil }
        return (search.model.expression(added), search.model.expression(-subtracted))
    }

    /// With logarithms of both parts, where symbolic powers occur.
    private func byLogarithms(_ polynomial: Polynomial, _ sign: SignCheck.Sign, _ search: CombinationSearch, _ cases: Int) -> SignProof? {
        let powers = search.model.generators.map(\.expression.isSymbolicPower)
        guard powers.contains(true), polynomial.totalTermCount <= 8 else { return nil }
        func hasPower(_ term: Polynomial.Term) -> Bool { zip(term.exponents, powers).contains { $0 > 0 && $1 } }
        var tried: [Expression] = []
        for isAdded in [{ $0.coefficient.sign > 0 }, { $0.coefficient.sign > 0 && hasPower($0) }, { $0.coefficient.sign > 0 || !hasPower($0) }] as [(Polynomial.Term) -> Bool] {
            guard let (larger, smaller) = parts(polynomial, search, isAdded), !tried.contains(larger) else { continue }
            tried.append(larger)
            if let reason = logarithms(larger, smaller, sign, cases) { return reason }
        }
        return nil
    }

    /// Of two powers with one symbolic exponent, up to numbers: by what they are powers of.
    private func byBases(_ e: Expression, _ sign: SignCheck.Sign, _ cases: Int) -> SignProof? {
        guard sign != .zero, case .sum(let terms) = e.kind, terms.count == 2, let isLarger = terms.firstIndex(where: { !$0.hasNegativeCoefficient }) else { return nil }
        let (larger, smaller) = (terms[isLarger], -terms[1 - isLarger])
        guard case .power(_, let exponent)? = (larger.factors + smaller.factors).first(where: \.isSymbolicPower)?.kind else { return nil }
        for s in [exponent, -exponent] {
            guard let a = larger.base(exponent: s), let b = smaller.base(exponent: s) else { return nil }
            guard let search = CombinationSearch([s], check, work: work), let reason = search.proof(s, sign) else { continue }
            return proof(a - b, sign, cases: cases).map { .compared(larger: larger, smaller: smaller, by: .bases(larger: a, smaller: b, exponent: .init(s, reason)), $0) }
        }
        return nil
    }

    /// Where a part of unknown sign is not positive there are no logarithms, and less is to be shown.
    private func logarithms(_ larger: Expression, _ smaller: Expression, _ sign: SignCheck.Sign, _ cases: Int) -> SignProof? {
        guard work.programs > 0 else { return nil }
        let difference = larger.expandedLogarithm - smaller.expandedLogarithm
        if let part = check.partsOfUnknownSign(difference).first {
            let above = assuming(part, isStrict: true)
            if let reason = positive(part, cases) {
                return above.logarithms(larger, smaller, sign, cases).map { .lemma(.init(part, reason), isStrict: true, rest: $0) }
            }
            guard cases > 0, let first = above.logarithms(larger, smaller, sign, cases - 1),
                let second = CombinationSearch([larger - smaller, part], check.assuming(-part, isStrict: false), work: work)?.proof(larger - smaller, sign)
            else { return nil }
            return .cases(part, first, second)
        }
        guard let search = CombinationSearch([difference], check, work: work), let reason = combination(difference, sign, search) else { return nil }
        return .compared(larger: larger, smaller: smaller, by: .logarithms, reason)
    }

    /// Also where it is positive at an end of a range for another reason than inside.
    func positive(_ e: Expression, _ cases: Int = 1) -> SignProof? {
        guard let search = CombinationSearch([e], check, work: work) else { return nil }
        return search.proof(e, .positive) ?? (cases > 0 ? atEnds(e, search) : nil)
    }

    private func atEnds(_ e: Expression, _ search: CombinationSearch) -> SignProof? {
        guard search.proof(e, .nonnegative) != nil else { return nil }
        for name in e.parameterSymbols {
            guard let range = check.box.ranges[name] else { continue }
            for (end, sign) in [(range.lower, Rational(1)), (range.upper, -1)] {
                guard let end, end.isIncluded else { continue }
                let distance = .number(sign) * (.parameter(name) - end.value)
                guard let inside = assuming(distance, isStrict: true).positive(e, 0), let atEnd = assuming(-distance, isStrict: false).positive(e, 0) else { continue }
                return .cases(distance, inside, atEnd)
            }
        }
        return nil
    }

    /// With squares of both parts, where roots occur, or squares in equations.
    private func bySquares(_ polynomial: Polynomial, _ sign: SignCheck.Sign, _ search: CombinationSearch) -> SignProof? {
        let roots = search.model.generators.map { $0.degree == 2 }
        guard roots.contains(true) || !check.equations.isEmpty, polynomial.totalTermCount <= 10 else { return nil }
        func hasRoot(_ term: Polynomial.Term) -> Bool { zip(term.exponents, roots).contains { $0 > 0 && $1 } }
        var tried: [Expression] = []
        for isAdded in [{ $0.coefficient.sign > 0 }, { $0.coefficient.sign > 0 && hasRoot($0) }, { $0.coefficient.sign > 0 || !hasRoot($0) }] as [(Polynomial.Term) -> Bool] {
            guard let (larger, smaller) = parts(polynomial, search, isAdded), !tried.contains(larger) else { continue }
            tried.append(larger)
            let squares = Expression.power(larger, .number(2)) - .power(smaller, .number(2))
            guard let positive = search.proof(larger, .nonnegative), let reason = search.proof(squares, sign) else { continue }
            return .compared(larger: larger, smaller: smaller, by: .powers(2, larger: positive), reason)
        }
        return nil
    }

    private func hasPower(_ polynomial: Polynomial, _ search: CombinationSearch) -> Bool {
        search.model.expression(polynomial).operands.contains { $0.isSymbolicPower || $0.operands.contains(where: \.isSymbolicPower) }
    }

    // MARK: Cases

    /// By the sign of a factor, or of what a root or power is subtracted from.
    private func byCases(_ e: Expression, _ sign: SignCheck.Sign, _ open: Polynomial, _ search: CombinationSearch, _ cases: Int) -> SignProof? {
        guard cases > 1, let factors = open.factorisation()?.factors, factors.count > 1 else { return nil }
        // Parameters before powers of them.
        for (base, _) in factors.sorted(by: { !hasPower($0.base, search) && hasPower($1.base, search) }) {
            let t = search.model.expression(base)
            guard let above = assuming(t, isStrict: true).proof(e, sign, cases: cases - 2),
                let below = assuming(-t, isStrict: false).proof(e, sign, cases: cases - 2) else { continue }
            return .cases(t, above, below)
        }
        return nil
    }
}

extension Expression {
    fileprivate var absoluteValues: Set<Expression> {
        let inner = operands.reduce(into: Set<Expression>()) { $0.formUnion($1.absoluteValues) }
        if case .elementary(.abs, let argument) = kind { return inner.union([argument]) }
        return inner
    }

    fileprivate var hasNegativeCoefficient: Bool {
        factors.contains { if case .number(let value) = $0.kind { value.sign < 0 } else { false } }
    }

    /// What this is the power of, a product of powers with exponents that are rational multiples of the given one.
    fileprivate func base(exponent: Expression) -> Expression? {
        var bases: [Expression] = []
        for factor in factors {
            if factor == .one { continue }
            guard case .power(let base, let own) = factor.kind, case .number(let ratio)? = QuotientForm.polynomial(own / exponent)?.kind else { return nil }
            bases.append(.power(base, .number(ratio)))
        }
        return .product(bases)
    }

    /// The argument of an absolute value in which no other stands.
    fileprivate var innermostAbsoluteValue: Expression? {
        for operand in operands { if let found = operand.innermostAbsoluteValue { return found } }
        if case .elementary(.abs, let argument) = kind { return argument }
        return nil
    }

    fileprivate var isSymbolicPower: Bool {
        switch kind {
        case .power(_, let exponent): return !exponent.parameterSymbols.isEmpty
        case .elementary(.exp, let argument): return !argument.parameterSymbols.isEmpty
        default: return false
        }
    }
}
