import Arithmetic
import Expressions
import Kernel

/// An antiderivative as a linear combination, with coefficients that are rational in the parameters, of expressions made from the factors of
/// the integrand: the same up to an exponent, and the logarithms and arctangents of denominators.
struct AntiderivativeSearch {
    private let functions: IntervalFunctions
    private let limits: Limits
    private let point: Point
    private let statement: Statement
    private let signs: SignCheck
    /// Positive parameters of which roots occur, which count as parameters in their place.
    private let rooted: [String]
    private static let mostCandidates = 64
    private static let mostPowers = 12
    /// It counts as any other parameter.
    private static let pi = "·π"
    private static let root = "·√"

    init(_ functions: IntervalFunctions, limits: Limits) {
        self.functions = functions
        self.limits = limits
        point = Point(name: "·x", manifold: functions.point.manifold)
        var statement = functions.statement
        statement.parameters.removeAll { $0.name == functions.variable }
        statement.parameters.append(Parameter(name: Self.pi, isInteger: false, lower: .init(value: 3, isStrict: true), upper: nil))
        statement.points = [point]
        let own = SignCheck(functions.statement)
        rooted = functions.functions[0].rootedParameters.filter { own.isPositive(.parameter($0)) && $0 != functions.variable }
        statement.parameters += rooted.map { Parameter(name: Self.root + $0, isInteger: false, lower: .init(value: 0, isStrict: true), upper: nil) }
        self.statement = statement
        signs = own.everywhere(on: own.box)
    }

    /// Of the one function, in points.
    func run() -> Expression? {
        let integrand = TrigonometricSums.exponential(functions.functions[0]).replacing { e in
            switch e.kind {
            case .parameter(functions.variable): x
            case .pi: .parameter(Self.pi)
            case .parameter(let name) where rooted.contains(name): .power(.parameter(Self.root + name), .number(2))
            default: nil
            }
        }
        guard let expanded = expanded(integrand) else { return nil }
        let linear = Expression.sum(expanded.map(TrigonometricSums.linearised))
        guard let terms = self.expanded(linear), let sum = combination(terms) else { return nil }
        return functions.inPoints(inVariable(sum))
    }

    private var x: Expression { .coordinate(point, nil) }

    private func inVariable(_ e: Expression) -> Expression {
        e.replacing { e in
            switch e.kind {
            case .coordinate(point, nil): .parameter(functions.variable)
            case .parameter(Self.pi): .pi
            case .parameter(let name) where name.hasPrefix(Self.root): .squareRoot(.parameter(String(name.dropFirst(Self.root.count))))
            default: nil
            }
        }
    }

    private func context() -> FormContext {
        var context = FormContext(statement)
        context.termBudget = limits.terms / 10
        return context
    }

    /// The terms of the normal form.
    private func expanded(_ e: Expression) -> [Expression]? {
        let form = ContractionForm(context())
        var supply = IndexSupply(startingAt: 1 << 20)
        guard let value = try? form.normalForm(e), let result = try? form.expression(value, &supply) else { return nil }
        if case .sum(let terms) = result.kind { return terms }
        return [result]
    }

    // MARK: Linear algebra

    private func combination(_ terms: [Expression]) -> Expression? {
        var candidates: [Expression] = []
        for term in terms {
            for candidate in self.candidates(term) where !candidates.contains(candidate) { candidates.append(candidate) }
            if candidates.count > Self.mostCandidates { return nil }
        }
        guard !candidates.isEmpty else { return nil }
        let names = candidates.indices.map { "·c\($0)" }
        let sum = Expression.sum(zip(names, candidates).map { .parameter($0) * .partial(point, nil, $1) })
        let relation = Relation(sum, .equal, .sum(terms))
        guard let equations = try? LinearEquations.of(statement, [relation], unknowns: Set(names), limits: Limits(terms: limits.terms / 10)).first,
            var system = try? LinearSystem(unknowns: names, equations: equations), case .values(let values, let free)? = try? system.solve() else { return nil }
        let none = Dictionary(free.map { ($0, Expression.zero) }) { first, _ in first }
        return .sum(zip(names, candidates).compactMap { name, candidate in
            guard let value = values[name]?.substituting(parameters: none), !free.contains(name),
                (try? ContractionForm.areEqual(value, .zero, context())) != true else { return nil }
            return QuotientForm.factoringDenominator(value) * candidate
        })
    }

    // MARK: Candidates

    private struct Factors {
        /// What does not depend on x.
        var constant = Expression.one
        /// The power of x.
        var order = Expression.zero
        var others: [(base: Expression, exponent: Expression)] = []
    }

    private func factors(_ term: Expression) -> Factors {
        var result = Factors()
        let factors = term.factors
        for factor in factors {
            guard factor.mentions(point) else {
                if case .number = factor.kind { continue }
                if case .parameter = factor.kind { continue }
                result.constant = result.constant * factor
                continue
            }
            var base = factor, exponent = Expression.one
            if case .power(let inner, let own) = factor.kind, !own.mentions(point) { (base, exponent) = (inner, own) }
            if base == x { result.order = result.order + exponent } else { result.others.append((base, exponent)) }
        }
        return result
    }

    private func candidates(_ term: Expression) -> [Expression] {
        let factors = factors(term)
        var products: [Expression] = [.one], alone: [Expression] = []
        for (base, exponent) in factors.others {
            let options = self.options(base, exponent, &alone)
            products = products.flatMap { product in options.map { product * $0 } }
            if products.count > Self.mostCandidates { return [] }
        }
        var powers = self.powers(factors.order)
        if factors.order.isInteger.map({ $0 < 0 }) ?? false { alone += logarithm(x) }
        if powers.isEmpty { powers = [.power(x, factors.order + .one), .power(x, factors.order)] }
        return (powers.flatMap { power in products.map { power * $0 } } + alone).filter { $0.mentions(point) }.map { factors.constant * $0 }
    }

    /// From the least to one more; none for a symbolic power.
    private func powers(_ order: Expression) -> [Expression] {
        guard let n = order.isInteger, abs(n) <= Self.mostPowers else { return [] }
        return (min(n + 1, 0)...max(n + 1, 1)).map { $0 == 0 ? .one : .power(x, .number(Rational($0))) }
    }

    /// What may stand in place of a power.
    private func options(_ base: Expression, _ exponent: Expression, _ alone: inout [Expression]) -> [Expression] {
        let own = Expression.power(base, exponent), next = exponent == .number(-1) ? .one : Expression.power(base, exponent + .one)
        switch base.kind {
        case .elementary(.exp, let argument):
            // Each factor of the exponential of a sum.
            let terms = if case .sum(let terms) = argument.kind, terms.count <= 3 { terms } else { [argument] }
            return terms.reduce([.one]) { products, term in products + products.map { $0 * .power(.elementary(.exp, term), exponent) } }
        case .elementary(.erf, _), .elementary(.atan, _):
            if case .elementary(.atan, let argument) = base.kind { alone += ofDenominator(.one + argument * argument) + [x] }
            return [own, .one]
        case .elementary(.sin, let angle), .elementary(.cos, let angle):
            if exponent == .one { return [.elementary(.sin, angle), .elementary(.cos, angle), .one] }
            if exponent == .number(-1) { alone += logarithm(base) }
            return [own, next, .one]
        case .elementary(.log, let argument):
            guard let times = exponent.isInteger, (1...4).contains(times) else { return [own, next] }
            alone += ofDenominator(argument) + [x]
            return (0...(times + 1)).map { $0 == 0 ? .one : .power(base, .number(Rational($0))) }
        default:
            var result = [own, next]
            if exponent.isInteger.map({ $0 < 0 }) ?? false {
                alone += ofDenominator(base)
                result.append(.one)
            } else if exponent == .number(Rational(-1, 2)) {
                alone += ofRoot(base)
            }
            // The exponentials in it.
            return result.flatMap { power in [power] + exponentials(base).map { power * $0 } }
        }
    }

    private func exponentials(_ e: Expression) -> [Expression] {
        if case .elementary(.exp, let argument) = e.kind { return argument.mentions(point) ? [e] : [] }
        return e.operands.flatMap(exponentials)
    }

    /// Its logarithm, of whichever sign it is.
    private func logarithm(_ e: Expression) -> [Expression] {
        let own = inVariable(e)
        return [.elementary(.log, signs.isPositive(-own) ? -e : e)]
    }

    /// For each factor of a polynomial its own.
    private func ofDenominator(_ base: Expression) -> [Expression] {
        let factors = QuotientForm.factors(inVariable(base)).map { $0.replacing { $0 == .parameter(functions.variable) ? x : nil } }.filter { $0.mentions(point) }
        return factors.count > 1 ? factors.flatMap(ofFactor) : ofFactor(base)
    }

    private func ofFactor(_ base: Expression) -> [Expression] {
        var result = logarithm(base) + exponentials(base).map { .elementary(.atan, $0) }
        guard let (a, b, c) = quadratic(base) else { return result }
        let discriminant = .number(4) * a * c - b * b
        if case .number(let value)? = constant(discriminant)?.kind, value.sign < 0 {
            guard let root = rationalRoot(-value), case .number(let first)? = constant(a)?.kind, case .number(let second)? = constant(b)?.kind else { return result }
            for sign in [Rational(1), -1] { result += logarithm(x + .number((second + sign * root) / (2 * first))) }
            return result
        }
        let root = Expression.squareRoot(constant(discriminant) ?? discriminant)
        result.append(.elementary(.atan, (.number(2) * a * x + b) / root) / root)
        return result
    }

    private func ofRoot(_ base: Expression) -> [Expression] {
        guard let (a, b, _) = quadratic(base) else { return [] }
        let slope = .number(2) * a * x + b
        if signs.isPositive(inVariable(a)) {
            let root = Expression.squareRoot(a)
            return logarithm(.number(2) * root * .squareRoot(base) + slope).map { $0 / root }
        }
        let root = Expression.squareRoot(-a)
        return [.elementary(.atan, slope / (.number(-2) * root * .squareRoot(base))) / root]
    }

    /// `a x² + b x + c` with a ≠ 0.
    private func quadratic(_ e: Expression) -> (Expression, Expression, Expression)? {
        guard let terms = expanded(e) else { return nil }
        var coefficients = [Expression.zero, .zero, .zero]
        for term in terms {
            let factors = term.factors
            let (own, free) = (self.factors(term), Expression.product(factors.filter { !$0.mentions(point) }))
            guard own.others.isEmpty, let power = own.order.isInteger, (0...2).contains(power) else { return nil }
            coefficients[power] = coefficients[power] + free
        }
        return coefficients[2] == .zero ? nil : (coefficients[2], coefficients[1], coefficients[0])
    }

    private func constant(_ e: Expression) -> Expression? { expanded(e).map { .sum($0) } }

    private func rationalRoot(_ value: Rational) -> Rational? {
        guard let form = expanded(.squareRoot(.number(value))), form.count == 1, case .number(let root) = form[0].kind else { return nil }
        return root
    }
}

extension Expression {
    fileprivate var isInteger: Int? { if case .number(let value) = kind { value.asInt } else { nil } }

    fileprivate var rootedParameters: [String] {
        if case .power(let base, let exponent) = kind, case .parameter(let name) = base.kind, case .number(let value) = exponent.kind, (value * 2).isInteger, !value.isInteger { return [name] }
        return operands.flatMap(\.rootedParameters)
    }

    /// With other expressions for those for which there is one.
    fileprivate func replacing(_ replacement: (Expression) -> Expression?) -> Expression { replacement(self) ?? mapOperands { $0.replacing(replacement) } }
}
