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

    static let mostColumns = 420
    static let mostFacts = 26

    let check: SignCheck
    let model: GeneratorRing
    var facts: [Fact] = []
    private(set) var equations: [(polynomial: Polynomial, number: Int, factor: Expression)] = []
    /// What inequalities between quotients were multiplied by.
    var denominators: [(polynomial: Polynomial, known: Known)] = []
    private let places: [[Double]]
    let work: Work

    /// The effort left, for searches inside searches too.
    final class Work {
        var programs: Int
        var semidefinitePrograms = 6
        /// Hypotheses from which a parameter may be counted.
        var counts = 6
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
            if withTangents {
                addBalancedTangents(expressions)
                addTangentsOfTerms(expressions)
                addTangents()
            }
        }
    }

    /// Of something that varies.
    var hasLogarithms: Bool { logarithmicArguments.contains { !$0.parameterSymbols.isEmpty } }

    var logarithmicArguments: [Expression] {
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
    mutating func add(_ known: Known, isStrict: Bool, _ depth: Int) {
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

    mutating func insert(_ fact: Fact) {
        if fact.polynomial.constantValue != nil { return }
        guard let known = facts.firstIndex(where: { $0.polynomial == fact.polynomial }) else { return facts.append(fact) }
        if fact.isStrict { facts[known] = fact }
    }

    // MARK: Proofs

    func proof(_ e: Expression, _ sign: SignCheck.Sign, _ depth: Int = 2) -> SignProof? {
        guard work.programs > 0 else { return nil }
        guard let value = try? model.value(e.namingDimensions) else {
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

    static let one = Known(.one, .number(bits: 64))

    /// Zero by the equations.
    private func equation(_ e: Expression, _ value: RationalFunction) -> SignProof? {
        guard !equations.isEmpty else { return nil }
        let target = model.reduced(value.numerator)
        let direct = (eliminated(target) ?? combination(target, isStrict: false, withFacts: false)?.equations).map { (factor: Self.one, multiples: $0) }
        guard let (factor, multiples) = direct ?? cancelled(target) else { return nil }
        let inverse = Expression.power(model.expression(value.denominator), .number(-1))
        return .combination(
            factor: factor, terms: [], equations: multiples.map { .init(equation: $0.equation, factor: $0.factor * inverse) })
    }

    typealias Sum = (terms: [[Known]], equations: [SignProof.EquationMultiple])

    func knownSign(_ base: Polynomial, isStrict: Bool, _ depth: Int) -> (isNegative: Bool, SignProof)? {
        for isNegative in [false, true] {
            let polynomial = isNegative ? -base : base
            guard maybe(polynomial), let reason = polynomialProof(polynomial, isStrict: isStrict, depth) else { continue }
            return (isNegative, reason)
        }
        return nil
    }

    func polynomialProof(_ polynomial: Polynomial, isStrict: Bool, _ depth: Int) -> SignProof? {
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
            // Exponentials may exceed what is represented, which tells nothing.
            return !(value < -1e-9 * Swift.max(size, 1e-30))
        }
    }

    // MARK: Linear combinations

    struct Column {
        let polynomial: Polynomial
        let parts: [Known]
        let isStrict: Bool
    }

    func combination(_ target: Polynomial, isStrict: Bool, withFacts: Bool = true) -> Sum? {
        if let value = target.constantValue, withFacts {
            return value.sign > 0 ? ([[Known(.number(value), .number(bits: 64))]], []) : nil
        }
        guard work.programs > 0, !withFacts || maybe(target) else { return nil }
        if withFacts, !isStrict, let multiples = eliminated(target) { return ([], multiples) }
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
        work.programs -= 1 + rows.count * columns.count / 20_000
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
}

extension SignProof {
    /// The hypothesis itself.
    static func citing(_ number: Int) -> SignProof {
        .hypothesis(number, factor: .one, sign: .number(bits: 64), rest: .zero, restSign: .number(bits: 64))
    }
}
