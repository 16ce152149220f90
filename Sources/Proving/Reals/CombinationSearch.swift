import Arithmetic
import Expressions
import Kernel

/// Proves that a quotient of polynomials in parameters, roots, logarithms and other functions is not negative where some
/// inequalities and equations hold.
///
/// Denominators are cleared, their signs being found in the same way, and the numerator is factored. A factor is then a sum of
/// products of the inequalities, of squares, and of multiples of the equations, with coefficients that a linear program finds
/// (Handelman 1988; Schmüdgen 1991).
struct CombinationSearch {
    typealias Known = SignProof.Known

    /// An inequality `0 <= polynomial`: the product of the parts.
    struct Fact {
        let polynomial: Polynomial
        let parts: [Known]
        let isStrict: Bool
    }

    private static let mostColumns = 420
    private static let mostFacts = 26
    private static let samples = 80

    let check: SignCheck
    let model: GeneratorRing
    private(set) var facts: [Fact] = []
    private(set) var equations: [(polynomial: Polynomial, number: Int, factor: Expression)] = []
    /// What inequalities between quotients were multiplied by.
    private var denominators: [(polynomial: Polynomial, known: Known)] = []
    private let places: [[Double]]
    let work: Work

    /// The effort left, for searches inside searches too.
    final class Work {
        var programs: Int
        var semidefinitePrograms = 6
        init(programs: Int) { self.programs = programs }
    }

    /// - Parameters:
    ///   - depth: how many searches for signs of denominators and of arguments of logarithms may stand inside.
    ///   - withTangents: whether logarithms of quotients are compared with the quotients.
    init?(_ expressions: [Expression], _ check: SignCheck, depth: Int = 2, work: Work = Work(programs: 60), withTangents: Bool = false) {
        self.check = check
        self.work = work
        let own = Set(expressions.flatMap(\.parameterSymbols))
        let linked = Self.linked(own, check)
        let hypotheses = check.hypotheses.enumerated().filter { !linked.isDisjoint(with: $1.excess.parameterSymbols) }
        let known = hypotheses.map(\.element.excess.namingDimensions)
        let equal = check.equations.enumerated().filter { !linked.isDisjoint(with: $1.excess.parameterSymbols) }
        guard let model = GeneratorRing(expressions.map(\.namingDimensions) + known + equal.map(\.element.excess.namingDimensions), isPositive: check.isPositive)
        else { return nil }
        self.model = model
        places = RealSample.places(linked.union(own).sorted(), check).map { place in
            model.generators.map { RealSample.value($0.expression, place) }
        }.filter { $0.allSatisfy(\.isFinite) }
        for place in model.generators.indices { addSigns(of: place) }
        for (number, hypothesis) in hypotheses {
            add(Known(hypothesis.excess.namingDimensions, .citing(number)), isStrict: hypothesis.op == .less, depth)
        }
        for (number, equation) in equal {
            guard let value = try? model.value(equation.excess.namingDimensions) else { continue }
            equations.append((model.reduced(value.numerator), number, model.expression(value.denominator)))
        }
        if depth > 0 { for place in model.generators.indices { addBounds(of: place, depth) } }
        if depth > 0, hasLogarithms {
            addLogarithms(hypotheses.map { ($0, $1.op == .less) })
            if withTangents { addTangents() }
        }
    }

    /// Of something that varies.
    var hasLogarithms: Bool { logarithmicArguments.contains { !$0.parameterSymbols.isEmpty } }

    private var logarithmicArguments: [Expression] {
        model.generators.compactMap { generator in
            guard case .elementary(.log, let argument) = generator.expression.kind else { return nil }
            return argument
        }
    }

    /// The parameters that hypotheses relate to the given ones.
    private static func linked(_ names: Set<String>, _ check: SignCheck) -> Set<String> {
        var result = names
        let groups = (check.hypotheses + check.equations).map { Set($0.excess.parameterSymbols) }
        while let next = groups.first(where: { !$0.isDisjoint(with: result) && !$0.isSubset(of: result) }) { result.formUnion(next) }
        return result
    }

    // MARK: What is known

    /// Of a quotient, the numerator if the sign of the denominator is known.
    private mutating func add(_ known: Known, isStrict: Bool, _ depth: Int) {
        guard facts.count < Self.mostFacts, let value = try? model.value(known.expression) else { return }
        if value.denominator.isOne { return insert(Fact(polynomial: model.reduced(value.numerator), parts: [known], isStrict: isStrict)) }
        let bottom = model.reduced(value.denominator)
        for sign in [Rational(1), -1] where maybe(sign * bottom) {
            guard depth > 0, let reason = polynomialProof(sign * bottom, isStrict: true, depth - 1) else { continue }
            let factor = Known(model.expression(sign * bottom), reason)
            if !denominators.contains(where: { $0.polynomial == sign * bottom }) { denominators.append((sign * bottom, factor)) }
            return insert(Fact(polynomial: model.reduced(sign * value.numerator), parts: [known, factor], isStrict: isStrict))
        }
    }

    private mutating func insert(_ fact: Fact) {
        if fact.polynomial.constantValue != nil { return }
        guard let known = facts.firstIndex(where: { $0.polynomial == fact.polynomial }) else { return facts.append(fact) }
        if fact.isStrict { facts[known] = fact }
    }

    /// From the ranges of parameters, and from the form.
    private mutating func addSigns(of place: Int) {
        let generator = model.generators[place], e = generator.expression, box = check.box
        @discardableResult func insertIfShown(_ e: Expression, _ reasons: [SignProof]) -> Bool {
            for (sign, isStrict) in [(SignCheck.Sign.positive, true), (.nonnegative, false)] {
                for reason in reasons where (try? check.requireDefined(e, on: box)) != nil && (try? check.check(e, sign, on: box, reason)) != nil {
                    add(Known(e, reason), isStrict: isStrict, 0)
                    return true
                }
            }
            return false
        }
        if e.parameterSymbols.isEmpty {
            guard let bounds = ParameterBox.End(e, isIncluded: true).enclosure(bits: 128) else { return }
            insertIfShown(e - .number(bounds.lower.rounded(to: 40, up: false)), [.number(bits: 128)])
            insertIfShown(.number(bounds.upper.rounded(to: 40, up: true)) - e, [.number(bits: 128)])
            return
        }
        guard case .parameter(let name) = generator.base.kind, let range = box.ranges[name] else {
            if !insertIfShown(e, [.form]) { insertIfShown(-e, [.form]) }
            return
        }
        // An irrational end between two rational numbers; what holds up to it is a hypothesis.
        func number(_ end: ParameterBox.End, up: Bool) -> Rational? {
            if case .number(let value) = end.value.kind { return value }
            return end.enclosure(bits: 64).map { up ? $0.upper : $0.lower }
        }
        if generator.degree > 1 { insertIfShown(e, [.form]) }
        let x = generator.base
        if let lower = range.lower.flatMap({ number($0, up: false) }) { insertIfShown(lower.isZero ? x : x - .number(lower), [.form, .roots]) }
        if let upper = range.upper.flatMap({ number($0, up: true) }) { insertIfShown(upper.isZero ? -x : .number(upper) - x, [.roots]) }
    }

    /// Of powers beside 1, and of logarithms beside 0.
    private mutating func addBounds(of place: Int, _ depth: Int) {
        let e = model.generators[place].expression
        func sides(_ e: Expression) -> (isNegative: Bool, SignProof)? {
            if let reason = proof(e, .nonnegative, depth - 1) { return (false, reason) }
            return proof(-e, .nonnegative, depth - 1).map { (true, $0) }
        }
        func logarithm(of base: Expression) -> (isNegative: Bool, Known)? {
            guard let (isNegative, reason) = sides(base - .one) else { return nil }
            let logarithm = Expression.elementary(.log, base)
            if isNegative { return (true, Known(-logarithm, .compared(larger: .one, smaller: base, by: .arguments(.log), reason))) }
            return (false, Known(logarithm, .compared(larger: base, smaller: .one, by: .arguments(.log), reason)))
        }
        switch e.kind {
        case .elementary(.abs, let argument):
            let number = check.hypotheses.count
            for isNegative in [false, true] {
                let value = isNegative ? -argument : argument
                let double = SignProof.combination(
                    factor: Self.one, terms: [[Known(.number(2), .number(bits: 64)), Known(isNegative ? argument : -argument, .citing(number))]], equations: [])
                let zero = SignProof.combination(factor: Self.one, terms: [], equations: [])
                let above = SignProof.absolute(argument, isNegative: false, sign: .citing(number), rest: isNegative ? double : zero)
                let below = SignProof.absolute(argument, isNegative: true, sign: .citing(number), rest: isNegative ? zero : double)
                add(Known(e - value, .cases(argument, above, below)), isStrict: false, 0)
            }
        case .elementary(.log, let argument) where !argument.parameterSymbols.isEmpty:
            if let (_, known) = logarithm(of: argument) { add(known, isStrict: false, 0) }
        case .power(let base, let exponent) where exponent == .number(Rational(1, 2)) && !base.parameterSymbols.isEmpty:
            // Beside 1 and the other lengths.
            for other in [Expression.one] + model.generators.filter({ $0.degree == 1 && $0.expression != e }).map(\.expression) {
                guard let reason = proof(base - .power(other, .number(2)), .nonnegative, depth - 1) else { continue }
                let squares = SignProof.combination(factor: Self.one, terms: [[Known(base - .power(other, .number(2)), reason)]], equations: [])
                add(Known(e - other, .compared(larger: e, smaller: other, by: .powers(2, larger: .form), squares)), isStrict: false, 0)
            }
        case .power(let base, let exponent) where !exponent.parameterSymbols.isEmpty:
            guard let (isExponentNegative, reason) = sides(exponent), let (isNegative, known) = logarithm(of: base) else { return }
            let product = SignProof.combination(
                factor: Self.one, terms: [[Known(isExponentNegative ? -exponent : exponent, reason), known]], equations: [])
            let isAbove = isNegative == isExponentNegative
            let (larger, smaller) = isAbove ? (e, Expression.one) : (.one, e)
            add(Known(larger - smaller, .compared(larger: larger, smaller: smaller, by: .logarithms, product)), isStrict: false, 0)
        default: break
        }
    }

    /// Of both sides of a hypothesis.
    private mutating func addLogarithms(_ hypotheses: [(number: Int, isStrict: Bool)]) {
        for (number, isStrict) in hypotheses {
            let (left, right) = (check.hypotheses[number].left, check.hypotheses[number].right)
            for (larger, smaller) in [(right, left)] + Self.sides(check.hypotheses[number].excess) {
                let difference = Expression.elementary(.log, larger) - .elementary(.log, smaller)
                guard (try? check.requireDefined(difference, on: check.box, underHypotheses: true)) != nil, (try? model.value(difference)) != nil else { continue }
                add(Known(difference, .compared(larger: larger, smaller: smaller, by: .arguments(.log), .citing(number))), isStrict: isStrict, 0)
                break
            }
        }
    }

    /// `log b <= b - 1` for the quotients b of what stands in logarithms.
    private mutating func addTangents() {
        let exponentials = model.generators.map(\.expression).filter { if case .elementary(.exp, _) = $0.kind { true } else { false } }
        let defined = (logarithmicArguments + exponentials.prefix(2)).filter { (try? check.requireDefined(.elementary(.log, $0), on: check.box, underHypotheses: true)) != nil }
        guard defined.filter({ !$0.parameterSymbols.isEmpty }).count <= 3, defined.count <= 5 else { return }
        for top in [.one] + defined {
            for bottom in [.one] + defined where top != bottom && (top.parameterSymbols + bottom.parameterSymbols).count > 0 {
                let quotient = bottom == .one ? top : top == .one ? .power(bottom, .number(-1)) : top / bottom
                add(Known(quotient - .one - .elementary(.log, quotient), .tangent(quotient)), isStrict: false, 1)
            }
        }
    }

    /// `a - b` with two positive terms.
    private static func sides(_ e: Expression) -> [(Expression, Expression)] {
        guard case .sum(let terms) = e.kind, terms.count == 2 else { return [] }
        return [(terms[0], -terms[1]), (terms[1], -terms[0])].map { ($0.0, Expression.product([$0.1])) }
    }

    // MARK: Proofs

    func proof(_ e: Expression, _ sign: SignCheck.Sign, _ depth: Int = 2) -> SignProof? {
        guard work.programs > 0, let value = try? model.value(e.namingDimensions) else {
            guard depth > 0, let own = CombinationSearch([e], check, depth: depth - 1, work: work), (try? own.model.value(e.namingDimensions)) != nil else { return nil }
            return own.proof(e, sign, depth - 1)
        }
        let top = model.reduced(value.numerator)
        if top.isZero { return sign == .positive ? nil : .combination(factor: Self.one, terms: [], equations: []) }
        if sign == .zero { return equation(e, value) }
        guard let cleared = cleared(value, sign, depth) else { return nil }
        if let found = combination(cleared.open, isStrict: sign == .positive) { return cleared.proof(found.terms, found.equations) }
        // Hypotheses may speak of a product.
        if let whole = cleared.whole, !equations.isEmpty || !check.hypotheses.isEmpty, let found = combination(whole.open, isStrict: sign == .positive) {
            return whole.proof(found.terms, found.equations)
        }
        for (polynomial, known) in denominators.prefix(4) {
            guard let found = combination(cleared.open * polynomial, isStrict: sign == .positive) else { continue }
            return cleared.times(known).proof(found.terms, found.equations)
        }
        return semidefiniteCombination(cleared.open, isStrict: sign == .positive).map { cleared.proof($0.terms, $0.equations) }
    }

    /// `factor · e = open · Π others`, and the factor is positive.
    struct Cleared {
        let factor: Known
        let others: [Known]
        let open: Polynomial
        fileprivate let numerator: (polynomial: Polynomial, others: [Known])?

        /// The same, with all factors of the numerator left in it.
        fileprivate var whole: Cleared? {
            numerator.map { Cleared(factor: factor, others: $0.others, open: $0.polynomial, numerator: nil) }
        }

        /// With another positive factor on both sides.
        fileprivate func times(_ known: Known) -> Cleared {
            let product = Known(factor.expression * known.expression, .combination(factor: CombinationSearch.one, terms: [[factor, known]], equations: []))
            return Cleared(factor: product, others: others, open: open, numerator: nil)
        }

        func proof(_ terms: [[Known]], _ equations: [SignProof.EquationMultiple]) -> SignProof {
            .combination(
                factor: factor, terms: terms.map { $0 + others },
                equations: equations.map { .init(equation: $0.equation, factor: .product([$0.factor] + others.map(\.expression))) })
        }
    }

    /// Without the factors of known sign.
    func cleared(_ e: Expression, _ sign: SignCheck.Sign) -> Cleared? {
        (try? model.value(e.namingDimensions)).flatMap { cleared($0, sign, 2) }
    }

    private func cleared(_ value: RationalFunction, _ sign: SignCheck.Sign, _ depth: Int) -> Cleared? {
        let top = model.reduced(value.numerator)
        guard maybe(top * value.denominator), let bottom = value.denominator.factorisation(), let numerator = top.factorisation() else { return nil }
        let isStrict = sign == .positive
        var constant = numerator.constant / bottom.constant
        var factor: [Known] = []
        var others: [Known] = []
        // The sign of each factor of odd order in the denominator is needed.
        for (base, exponent) in bottom.factors {
            if exponent % 2 == 0 {
                others.append(Known(.power(model.expression(base), .number(Rational(-exponent))), .form))
                continue
            }
            guard let (isNegative, reason) = knownSign(base, isStrict: true, depth) else { return nil }
            if isNegative { constant = -constant }
            factor += Array(repeating: Known(model.expression(isNegative ? -base : base), reason), count: exponent)
        }
        var open = model.ring.one
        let squares = others, orientation = constant / numerator.constant
        for (base, exponent) in numerator.factors {
            if exponent % 2 == 0, !isStrict {
                others.append(Known(.power(model.expression(base), .number(Rational(exponent))), .form))
            } else if let (isNegative, reason) = knownSign(base, isStrict: isStrict, depth) {
                if isNegative, exponent % 2 == 1 { constant = -constant }
                others += Array(repeating: Known(model.expression(isNegative ? -base : base), reason), count: exponent)
            } else if let power = try? base.power(exponent) {
                open *= power
            }
        }
        let product = Expression.product(factor.map(\.expression))
        let positive = factor.isEmpty ? Self.one
            : factor.count == 1 ? factor[0] : Known(product, .combination(factor: Self.one, terms: [factor], equations: []))
        return Cleared(
            factor: positive, others: others, open: constant * open, numerator: others.count > squares.count ? (orientation * top, squares) : nil)
    }

    private static let one = Known(.one, .number(bits: 64))

    /// Zero by the equations.
    private func equation(_ e: Expression, _ value: RationalFunction) -> SignProof? {
        guard !equations.isEmpty else { return nil }
        let target = model.reduced(value.numerator)
        guard let found = combination(target, isStrict: false, withFacts: false) else { return nil }
        let inverse = Expression.power(model.expression(value.denominator), .number(-1))
        return .combination(
            factor: Self.one, terms: [], equations: found.equations.map { .init(equation: $0.equation, factor: $0.factor * inverse) })
    }

    typealias Sum = (terms: [[Known]], equations: [SignProof.EquationMultiple])

    private func knownSign(_ base: Polynomial, isStrict: Bool, _ depth: Int) -> (isNegative: Bool, SignProof)? {
        for isNegative in [false, true] {
            let polynomial = isNegative ? -base : base
            guard maybe(polynomial), let reason = polynomialProof(polynomial, isStrict: isStrict, depth) else { continue }
            return (isNegative, reason)
        }
        return nil
    }

    private func polynomialProof(_ polynomial: Polynomial, isStrict: Bool, _ depth: Int) -> SignProof? {
        if let value = polynomial.constantValue { return value.sign > 0 || (value.isZero && !isStrict) ? .number(bits: 64) : nil }
        let e = model.expression(polynomial)
        let sign: SignCheck.Sign = isStrict ? .positive : .nonnegative
        for reason in [SignProof.form] + (e.parameterSymbols.count == 1 ? [.roots] : []) where (try? check.check(e, sign, on: check.box, reason)) != nil { return reason }
        if depth > 0, let found = quotient(polynomial, sign, depth - 1) { return found }
        return combination(polynomial, isStrict: isStrict).map { .combination(factor: Self.one, terms: $0.terms, equations: $0.equations) }
    }

    /// A sum of integral multiples of logarithms: the quotient of what stands in them beside 1.
    private func quotient(_ polynomial: Polynomial, _ sign: SignCheck.Sign, _ depth: Int) -> SignProof? {
        var parts = (larger: [Expression](), smaller: [Expression]())
        var hasParameters = false
        for term in polynomial.terms {
            guard let place = term.exponents.firstIndex(of: 1), term.exponents.reduce(0, +) == 1,
                case .elementary(.log, let argument) = model.generators[place].expression.kind, let times = term.coefficient.asInt, abs(times) <= 12 else { return nil }
            hasParameters = hasParameters || !argument.parameterSymbols.isEmpty
            let power = Expression.power(argument, .number(Rational(abs(times))))
            if times > 0 { parts.larger.append(power) } else { parts.smaller.append(power) }
        }
        let (larger, smaller) = (Expression.product(parts.larger), Expression.product(parts.smaller))
        guard hasParameters, let own = CombinationSearch([larger - smaller], check, depth: depth, work: work), let reason = own.proof(larger - smaller, sign, depth)
        else { return nil }
        return .compared(larger: larger, smaller: smaller, by: .arguments(.log), reason)
    }

    /// No sample at which the hypotheses hold is clearly negative.
    func maybe(_ polynomial: Polynomial) -> Bool {
        if !equations.isEmpty { return true }
        let terms = polynomial.terms.map { ($0.coefficient.doubleValue, $0.exponents) }
        return places.allSatisfy { place in
            var value = 0.0, size = 0.0
            for (coefficient, exponents) in terms {
                var term = coefficient
                for (x, exponent) in zip(place, exponents) { for _ in 0..<exponent { term *= x } }
                value += term
                size += term.magnitude
            }
            return value >= -1e-9 * Swift.max(size, 1e-30)
        }
    }

    // MARK: Linear combinations

    private struct Column {
        let polynomial: Polynomial
        let parts: [Known]
        let isStrict: Bool
    }

    func combination(_ target: Polynomial, isStrict: Bool, withFacts: Bool = true) -> Sum? {
        if let value = target.constantValue, withFacts {
            return value.sign > 0 ? ([[Known(.number(value), .number(bits: 64))]], []) : nil
        }
        guard work.programs > 0, !withFacts || maybe(target) else { return nil }
        var columns = withFacts ? self.columns(for: target) : []
        let count = columns.count
        var multiples: [(place: Int, exponents: [Int], sign: Int)] = []
        for (place, equation) in equations.enumerated() {
            for exponents in multipliers(of: equation.polynomial, in: target) {
                for sign in [1, -1] {
                    let monomial = model.ring.polynomial([Polynomial.Term(exponents: exponents, coefficient: Rational(sign))])
                    columns.append(Column(polynomial: model.reduced(monomial * equation.polynomial), parts: [], isStrict: false))
                    multiples.append((place, exponents, sign))
                }
            }
        }
        var rows: [[Int]: Int] = [:]
        func sparse(_ polynomial: Polynomial) -> [Int: Rational] {
            var result: [Int: Rational] = [:]
            for term in polynomial.terms {
                let row = rows[term.exponents] ?? rows.count
                rows[term.exponents] = row
                result[row] = term.coefficient
            }
            return result
        }
        let program = LinearProgram(columns: columns.map { sparse($0.polynomial) }, target: sparse(target))
        work.programs -= 1
        guard let solution = program.solution(using: isStrict ? Set(columns.indices.filter { columns[$0].isStrict }) : nil) else { return nil }
        var result: Sum = ([], [])
        for (place, value) in solution.sorted(by: { $0.key < $1.key }) {
            if place < count {
                let coefficient = value == 1 && !columns[place].parts.isEmpty ? [] : [Known(.number(value), .number(bits: 64))]
                result.terms.append(coefficient + columns[place].parts)
            } else {
                let (equation, exponents, sign) = multiples[place - count]
                result.equations.append(.init(
                    equation: equations[equation].number, factor: model.expression(exponents, Rational(sign) * value) * equations[equation].factor))
            }
        }
        return result
    }

    private func multipliers(of equation: Polynomial, in target: Polynomial) -> [[Int]] {
        let count = model.generators.count
        let limit = Swift.max(target.degree + 1 - equation.degree, 0)
        var result = [[Int](repeating: 0, count: count)]
        var level = result
        for _ in 0..<limit {
            var next: [[Int]] = []
            for exponents in level {
                for place in 0..<count {
                    var own = exponents
                    own[place] += 1
                    if !result.contains(own), !next.contains(own) { next.append(own) }
                }
            }
            result += next
            level = next
            if result.count > 40 { break }
        }
        return Array(result.prefix(40))
    }

    /// Products of what is known, squares, and products of these.
    private func columns(for target: Polynomial) -> [Column] {
        let ring = model.ring
        var support = Set(target.terms.map(\.exponents))
        for (equation, _, _) in equations {
            for factor in multipliers(of: equation, in: target).prefix(12) {
                support.formUnion(equation.terms.map { term in zip(term.exponents, factor).map { $0 + $1 } }.filter { $0.reduce(0, +) <= Swift.max(target.degree, 2) })
            }
        }
        let degree = Swift.max(target.degree, 1)
        var used = Set(support.flatMap { exponents in exponents.indices.filter { exponents[$0] > 0 } })
        // What is known of the generators in it, and of those that stand beside them.
        let occurring = facts.map { fact in Set(fact.polynomial.terms.flatMap { term in term.exponents.indices.filter { term.exponents[$0] > 0 } }) }
        for (equation, _, _) in equations {
            used.formUnion(equation.terms.flatMap { term in term.exponents.indices.filter { term.exponents[$0] > 0 } })
        }
        var relevant: Set<Int> = []
        while let next = facts.indices.first(where: { !relevant.contains($0) && !occurring[$0].isDisjoint(with: used) }) {
            relevant.insert(next)
            used.formUnion(occurring[next])
        }
        let known = relevant.sorted().map { facts[$0] }
        var result: [Column] = [Column(polynomial: ring.one, parts: [], isStrict: true)]
        var seen: Set<Polynomial> = [ring.one]
        func add(_ polynomial: Polynomial, _ parts: [Known], _ isStrict: Bool) {
            let polynomial = model.reduced(polynomial)
            guard result.count < Self.mostColumns, !polynomial.isZero, seen.insert(polynomial).inserted else { return }
            result.append(Column(polynomial: polynomial, parts: parts, isStrict: isStrict))
        }
        // Monomials of known sign.
        let signs = model.generators.indices.map { place in known.first { $0.polynomial == ring.variable(place) } }
        for exponents in support.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            if let (parts, isStrict) = monomial(exponents, signs) { add(ring.polynomial([.init(exponents: exponents, coefficient: 1)]), parts, isStrict) }
        }
        for fact in known { add(fact.polynomial, fact.parts, fact.isStrict) }
        for (polynomial, parts, isStrict) in squares(of: support) { add(polynomial, parts, isStrict) }
        for (number, fact) in known.enumerated() {
            for other in known[number...] where fact.polynomial.degree + other.polynomial.degree <= degree + 1 {
                add(fact.polynomial * other.polynomial, fact.parts + other.parts, fact.isStrict && other.isStrict)
            }
        }
        // A square times something known.
        for fact in known {
            for leading in Set(fact.polynomial.terms.map(\.exponents)) {
                let quotients = Set(support.compactMap { exponents -> [Int]? in
                    let rest = zip(exponents, leading).map { $0 - $1 }
                    return rest.allSatisfy { $0 >= 0 } ? rest : nil
                })
                for (polynomial, parts, _) in squares(of: quotients).prefix(24) { add(polynomial * fact.polynomial, parts + fact.parts, false) }
            }
        }
        var level = known.indices.map { [$0] }
        for _ in 1..<Swift.max(degree + 1, 2) {
            var next: [[Int]] = []
            for chosen in level {
                for place in (chosen.last ?? 0)..<known.count {
                    let all = chosen + [place]
                    let total = all.reduce(0) { $0 + known[$1].polynomial.degree }
                    guard total <= degree + 1, result.count < Self.mostColumns else { continue }
                    next.append(all)
                    add(all.reduce(ring.one) { $0 * known[$1].polynomial }, all.flatMap { known[$0].parts }, all.allSatisfy { known[$0].isStrict })
                }
            }
            level = next
            if level.isEmpty { break }
        }
        return result
    }

    private func monomial(_ exponents: [Int], _ signs: [Fact?]) -> (parts: [Known], isStrict: Bool)? {
        var parts: [Known] = []
        var isStrict = true
        for (place, exponent) in exponents.enumerated() where exponent > 0 {
            if let fact = signs[place] {
                parts += Array(repeating: fact.parts, count: exponent).joined()
                isStrict = isStrict && fact.isStrict
            } else {
                guard exponent % 2 == 0 else { return nil }
                parts.append(Known(.power(model.expression(model.ring.variable(place)), .number(Rational(exponent))), .form))
                isStrict = false
            }
        }
        return (parts, isStrict)
    }

    /// `(m ± n)²` for monomials m, n whose squares stand in the polynomial.
    private func squares(of support: Set<[Int]>) -> [(polynomial: Polynomial, parts: [Known], isStrict: Bool)] {
        let halves = support.filter { $0.allSatisfy { $0 % 2 == 0 } }.map { $0.map { $0 / 2 } }.sorted { $0.lexicographicallyPrecedes($1) }
        guard halves.count <= 10 else { return [] }
        var result: [(polynomial: Polynomial, parts: [Known], isStrict: Bool)] = []
        func add(_ root: Polynomial) {
            guard let square = try? root.power(2) else { return }
            result.append((square, [Known(.power(model.expression(root), .number(2)), .form)], false))
        }
        let monomials = halves.map { model.ring.polynomial([.init(exponents: $0, coefficient: 1)]) }
        for (i, first) in monomials.enumerated() {
            add(first)
            for second in monomials.dropFirst(i + 1) {
                for (a, b) in [(Rational(1), Rational(1)), (1, 2), (2, 1)].prefix(halves.count <= 5 ? 3 : 1) {
                    add(a * first - b * second)
                    add(a * first + b * second)
                }
            }
        }
        return result
    }
}

extension SignProof {
    /// The hypothesis itself.
    static func citing(_ number: Int) -> SignProof {
        .hypothesis(number, factor: .one, sign: .number(bits: 64), rest: .zero, restSign: .number(bits: 64))
    }
}

extension Rational {
    /// A fraction with denominator 2^bits below or above.
    fileprivate func rounded(to bits: Int, up: Bool) -> Rational {
        let scale = (try? Rational(2).power(bits)) ?? 1
        return up ? -(-self * scale).floor / scale : (self * scale).floor / scale
    }
}
