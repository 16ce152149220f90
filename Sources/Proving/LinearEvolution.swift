import Arithmetic
import Expressions
import Kernel

/// Statements about functions of a time that solve linear equations one after another, `y' = k y + s(t)`, `y'' = k y' + s(t)`: the solutions,
/// by variation of constants, are put in.
struct LinearEvolution {
    private let task: Task
    private let name: String
    private let context: FormContext

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
        context = FormContext(task.statement)
    }

    func run() -> Outcome? {
        let statement = task.statement
        guard let (point, equations) = EvolutionEquations.equations(of: statement), case .line(let start?, _) = point.manifold,
            let relations = statement.goal.relations else { return nil }
        var wanted = relations.reduce(into: Set<FunctionSymbol>()) { $0.formUnion($1.left.functionSymbols.union($1.right.functionSymbols)) }
        for _ in equations { for equation in equations where wanted.contains(equation.function) { wanted.formUnion(equation.rate.functionSymbols) } }
        var open = equations.filter { wanted.contains($0.function) && !$0.function.isLogarithm }
        var solutions: [FunctionSymbol: Tensor] = [:]
        while let place = open.firstIndex(where: { $0.rate.functionSymbols.subtracting([$0.function]).allSatisfy { $0.arguments.isEmpty || solutions[$0] != nil } }) {
            let equation = open.remove(at: place)
            solutions[equation.function] = solution(of: equation, point, start, solutions)
        }
        let found = equations.compactMap { equation in
            solutions[equation.function].map { Relation(at(equation.function, .coordinate(point, nil), $0.indices), .equal, $0.body, indices: $0.indices) }
        }
        let solved = SolvedEquations(point: point, solutions: found)
        // The equations are gone from what is left to show; of the solutions they are the only ones.
        guard !found.isEmpty, let statements = try? solved.statements(of: statement), let shown = Prover.evolved(task.asking(about: statements[0]), name),
            shown.verdict == .proved, let first = shown.certifiedEvidence else { return nil }
        let rest = Prover.decide(task.asking(about: statements[1]), name)
        guard rest.verdict == .proved, let second = rest.certifiedEvidence,
            let (theorem, evidence) = try? SignedConditions.theorem(statement, .solved(solved, [first, second])) else { return nil }
        var outcome = rest
        outcome.accept(theorem, evidence, task, name)
        outcome.evidence = "with the solutions put in, " + rest.evidence
        return outcome
    }

    /// `y^(n)` at a time.
    private func at(_ function: FunctionSymbol, _ time: Expression, _ indices: [Index], derivatives: Int = 0) -> Expression {
        .application(.init(
            function: function, valueIndices: indices, derivatives: Array(repeating: .init(argument: 0, index: nil), count: derivatives), arguments: [.scalar(time)]))
    }

    private func solution(of equation: EvolutionEquations.Equation, _ point: Point, _ start: Rational, _ known: [FunctionSymbol: Tensor]) -> Tensor? {
        guard equation.order <= 2 else { return nil }
        let t = Expression.coordinate(point, nil), begin = Expression.number(start)
        guard let (k, source) = affine(equation, point, known), !k.mentions(point), let terms = exponentialTerms(source, point) else { return nil }
        // exp(k (t - a)) (y(a) + ∫_a^t exp(-k (τ - a)) s(τ) dτ)
        func growing(from value: Expression, _ k: Expression, _ terms: [ExponentialTerm]) -> Expression? {
            var sum = value * .elementary(.exp, k * (t - begin))
            for term in terms {
                guard let integral = term.multiplied(byExponentialOf: -k).antiderivative(t, context) else { return nil }
                sum = sum + .elementary(.exp, k * t) * (integral - integral.substitutingPoint(point, start))
            }
            return sum
        }
        let first = at(equation.function, begin, equation.indices, derivatives: equation.order - 1)
        guard var result = growing(from: first, k, terms), var simple = simplified(result) else { return nil }
        if equation.order == 2 {
            guard let rates = exponentialTerms(simple, point), let path = growing(from: at(equation.function, begin, equation.indices), .zero, rates) else { return nil }
            result = path
            guard let again = simplified(result) else { return nil }
            simple = again
        }
        return Tensor(indices: equation.indices, body: simple)
    }

    /// k and s of a rate `k y + s`, y the highest derivative below the order, with the known functions put in.
    private func affine(_ equation: EvolutionEquations.Equation, _ point: Point, _ known: [FunctionSymbol: Tensor]) -> (k: Expression, source: Expression)? {
        func rate(_ value: Rational) -> Expression? {
            var isKnown = true
            func visit(_ e: Expression, _ supply: inout IndexSupply) -> Expression {
                if case .application(let application) = e.kind, case .scalar(let time)? = application.arguments.first {
                    if application.function == equation.function {
                        if time == .coordinate(point, nil), application.derivatives.count == equation.order - 1, application.valueIndices == equation.indices { return .number(value) }
                        isKnown = false
                    } else if time == .coordinate(point, nil), let solution = known[application.function] {
                        var body = solution.body
                        for _ in application.derivatives { body = body.differentiated(by: point, nil, &supply) }
                        return Tensor(indices: solution.indices, body: body).relabelled(application.valueIndices, &supply)
                    }
                }
                var names = supply
                defer { supply = names }
                return e.mapOperands { visit($0, &names) }
            }
            var supply = IndexSupply(startingAt: 1 << 22)
            let result = visit(equation.rate, &supply)
            return isKnown ? result : nil
        }
        guard let zero = rate(0), let one = rate(1), let two = rate(2), let k = simplified(one - zero), let source = simplified(zero),
            (try? ContractionForm.areEqual(two - one, k, context)) == true, k.freeIndices.isEmpty, !k.mentionsFunctionOfPoints else { return nil }
        return (k, source)
    }

    private func simplified(_ e: Expression) -> Expression? {
        let form = ContractionForm(context, for: [e])
        var supply = IndexSupply(startingAt: 1 << 20)
        return (try? form.normalForm(e)).flatMap { try? form.expression($0, &supply) }
    }

    /// A sum of `c t^n exp(a t)`; `nil` where it is none.
    private func exponentialTerms(_ e: Expression, _ point: Point) -> [ExponentialTerm]? {
        let t = Expression.coordinate(point, nil)
        var result: [ExponentialTerm] = []
        for summand in e.summands where summand != .zero {
            var term = ExponentialTerm(factor: .one, power: 0, rate: .zero)
            for factor in summand.factors {
                if !factor.mentions(point) {
                    term.factor = term.factor * factor
                } else if factor == t {
                    term.power += 1
                } else if case .power(let base, let exponent) = factor.kind, base == t, case .number(let value) = exponent.kind, let count = value.asInt, count > 0 {
                    term.power += count
                } else if case .elementary(.exp, let argument) = factor.kind {
                    var supply = IndexSupply(startingAt: 1 << 22)
                    guard let slope = simplified(argument.differentiated(by: point, nil, &supply)), !slope.mentions(point),
                        let constant = simplified(argument - slope * t), !constant.mentions(point) else { return nil }
                    term.rate = term.rate + slope
                    if constant != .zero { term.factor = term.factor * .elementary(.exp, constant) }
                } else {
                    return nil
                }
            }
            guard term.power <= 12 else { return nil }
            result.append(term)
        }
        return result
    }
}

/// `c t^n exp(a t)`.
private struct ExponentialTerm {
    var factor: Expression
    var power: Int
    var rate: Expression

    func multiplied(byExponentialOf other: Expression) -> ExponentialTerm { ExponentialTerm(factor: factor, power: power, rate: rate + other) }

    /// `∫ t^n e^(at) = e^(at) Σ_j (-1)^j n!/(n-j)! t^(n-j)/a^(j+1)`, and `t^(n+1)/(n+1)` for a = 0.
    func antiderivative(_ t: Expression, _ context: FormContext) -> Expression? {
        guard let isConstant = try? ContractionForm.areEqual(rate, .zero, context) else { return nil }
        if isConstant { return factor * .number(Rational(1, power + 1)) * .power(t, .number(Rational(power + 1))) }
        var terms: [Expression] = []
        var coefficient = Rational(1)
        for j in 0...power {
            terms.append(.number(coefficient) * (j == power ? .one : .power(t, .number(Rational(power - j)))) * .power(rate, .number(Rational(-j - 1))))
            coefficient = -coefficient * Rational(power - j)
        }
        return factor * .elementary(.exp, rate * t) * .sum(terms)
    }
}
