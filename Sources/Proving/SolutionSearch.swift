import Arithmetic
import Expressions
import Kernel

/// Counterexamples to bounds for differential inequalities: explicit solutions, of the equation and of equations that are
/// slower or faster.
struct SolutionSearch {
    private let task: Task
    private let name: String

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    /// - Parameter number: the relation's among those of the goal.
    func run(_ number: Int) -> Outcome? {
        let statement = task.statement
        for point in statement.points {
            guard case .line(_?, _) = point.manifold else { continue }
            for function in statement.functions where function.arguments == [.scalar] {
                for value in candidates(function, point) {
                    let solution = ConcreteSolution(function: function.name, point: point, value: value)
                    guard let reduced = try? solution.statement(of: statement), let relations = reduced.goal.relations, relations.indices.contains(number)
                    else { continue }
                    let compiled = CompiledRelation(relations[number])
                    let dimensions = CandidateAssignments(reduced).dimensions(count: 3)
                    guard let (failure, _) = WitnessSearch(reduced).find(relation: number, compiled, dimensions: dimensions) else { continue }
                    let evidence = Evidence.solution(solution, .witness(failure.witness))
                    guard let theorem = try? Kernel.Examination(statement, evidence.read(in: statement)).theorem() else { continue }
                    var outcome = Outcome(verdict: .refuted)
                    outcome.accept(theorem, evidence, task, name)
                    outcome.evidence = failure.witness.arithmetic == .exact ? "counterexample in exact numbers" : "counterexample, sides in disjoint balls"
                    let shape = function.valueDimensions.isEmpty ? "" : function.valueDimensions.count == 1 ? " basis(1)" : " Id"
                    outcome.witness = (["for \(function.name)(\(point.name)) = \(shape.isEmpty ? value.plainText : "(\(value.plainText))" + shape)"]
                        + WitnessDescription(statement: reduced, witness: failure.witness).lines(task.asWritten(relations[number], failure.left, failure.right))).joined(separator: "\n")
                    return outcome
                }
            }
        }
        return nil
    }

    /// Polynomials in place of functions on intervals and lines, times Gaussians in place of those that decay, for relations between integrals.
    func runOnLines() -> Outcome? {
        let statement = task.statement
        for point in statement.points {
            guard case .line(let lower, let upper) = point.manifold,
                let function = statement.functions.first(where: { $0.arguments == [.scalar] && $0.valueDimensions.isEmpty }) else { continue }
            for value in Self.polynomials(function, point, lower, upper, statement) {
                let solution = ConcreteSolution(function: function.name, point: point, value: value)
                let example = "\(function.name)(\(point.name)) = \(value.plainText)"
                if let reduced = try? solution.statement(of: statement),
                    let found = Prover.refutation(of: task, name, from: reduced, example: example, evidence: { .solution(solution, $0) }) { return found }
            }
        }
        return nil
    }

    /// The quadratic potential with the Hessian that a bound allows: `V = 1/2 x·B x` where `∇²V = B + S S`.
    func runOnHessians() -> Outcome? {
        let statement = task.statement
        for (_, equation) in HypothesisElimination.equations(of: statement) {
            guard case .partial(let point, let i?, let inner) = equation.left.kind, case .partial(point, let j?, let body) = inner.kind, Set(equation.indices) == [i, j],
                case .application(let potential) = body.kind, let root = statement.functions.first(where: { root in
                    root.valueDimensions.count == 2 && root.arguments == potential.function.arguments && equation.right.functionSymbols.contains(root)
                }) else { continue }
            let flat = ConcreteSolution(function: root.name, point: point, value: .zero)
            guard let degenerate = try? flat.statement(of: statement), let bound = HypothesisElimination.equations(of: degenerate).first(where: { $0.relation.left == equation.left })
            else { continue }
            var supply = IndexSupply(startingAt: 1 << 22)
            let form = ContractionForm(FormContext(statement))
            let x = Expression.contraction(i, .contraction(j, .coordinate(point, i) * .coordinate(point, j) * bound.relation.right))
            guard let value = try? form.expression(form.normalForm(.number(Rational(1, 2)) * x), &supply) else { continue }
            let quadratic = ConcreteSolution(function: potential.function.name, point: point, value: value)
            guard let reduced = try? quadratic.statement(of: degenerate) else { continue }
            let example = "\(potential.function.name)(\(point.name)) = \(value.plainText)"
            if let found = Prover.refutation(of: task, name, from: reduced, example: example, evidence: { .solution(flat, .solution(quadratic, $0)) }) { return found }
        }
        return runOnBowls()
    }

    /// `c |x|²/2` in place of functions of which inequalities are declared, such as `ξ·∇²V ξ >= c |ξ|²`, with their constants.
    private func runOnBowls() -> Outcome? {
        let statement = task.statement
        let bounds = statement.hypotheses.flatMap { $0.relations ?? [] }.filter { $0.op != .equal && !$0.hasIntegral }
        for function in statement.functions where function.arguments.count == 1 && function.valueDimensions.isEmpty && function.attributes.isEmpty && !function.isLogarithm {
            let own = bounds.filter { $0.functionSymbols.contains(function) }
            guard let point = own.lazy.compactMap({ ($0.left - $0.right).argument(of: function) }).first, point.manifold.vectorDimension != nil else { continue }
            var supply = IndexSupply(startingAt: 1 << 20)
            let x = Tensor.position(point, &supply)
            let square = Expression.contraction(x.indices[0], .power(x.body, .number(2)))
            var factors = [Expression.one]
            for bound in own { for factor in bound.left.factorsOfDeltas + bound.right.factorsOfDeltas where !factors.contains(factor) { factors.append(factor) } }
            for factor in factors.reversed() + factors.reversed().map({ .number(2) * $0 }) {
                let solution = ConcreteSolution(function: function.name, point: point, value: .number(Rational(1, 2)) * factor * square)
                let example = "\(function.name)(\(point.name)) = \(solution.value.plainText)"
                if let reduced = try? solution.statement(of: statement),
                    let found = Prover.refutation(of: task, name, from: reduced, example: example, evidence: { .solution(solution, $0) }) { return found }
            }
        }
        return nil
    }

    /// Travelling exponentials, and growing paraboloids, for functions of space and time: `exp(x₁ + c t)`, `1 + |x|² + c t`, with the rate c
    /// from the equation among the hypotheses.
    func runOnSpaceTime() -> Outcome? {
        let statement = task.statement
        for (_, equation) in HypothesisElimination.equations(of: statement) where equation.indices.isEmpty {
            for (function, points, time) in Self.evolving(equation, statement) {
                let rate = statement.freshName("c")
                for value in Self.spreading(points, time, rate) {
                    guard let value = Self.solved(value, rate, function, points, equation, statement) else { continue }
                    let solution = ConcreteSolution(function: function.name, points: points, value: value)
                    let example = "\(function.name)(\(points.map(\.name).joined(separator: ", "))) = \(value.plainText)"
                    if let reduced = try? solution.statement(of: statement),
                        let found = Prover.refutation(of: task, name, from: reduced, example: example, evidence: { .solution(solution, $0) }) { return found }
                }
            }
        }
        return nil
    }

    /// Functions in an equation of several points each, one of which is a time.
    private static func evolving(_ equation: Relation, _ statement: Statement) -> [(function: FunctionSymbol, points: [Point], time: Point)] {
        var result: [(function: FunctionSymbol, points: [Point], time: Point)] = []
        func visit(_ e: Expression) {
            if case .application(let application) = e.kind, application.arguments.count > 1, application.function.valueDimensions.isEmpty,
                application.function.attributes.isEmpty, !result.contains(where: { $0.function == application.function }) {
                let points = application.arguments.compactMap { argument -> Point? in
                    if case .scalar(let body) = argument, case .coordinate(let point, nil) = body.kind { return point }
                    return argument.plainPoint
                }
                // The last real variable by which it is differentiated.
                let times = points.filter { if case .line = $0.manifold { true } else { false } }
                if points.count == application.arguments.count, let time = times.last { result.append((application.function, points, time)) }
            }
            e.operands.forEach(visit)
        }
        [equation.left, equation.right].forEach(visit)
        return result
    }

    private static func spreading(_ points: [Point], _ time: Point, _ rate: String) -> [Expression] {
        let others = points.filter { $0 != time }, c = Expression.parameter(rate), t = Expression.coordinate(time, nil)
        var supply = IndexSupply(startingAt: 1 << 20)
        let lines = others.map { point -> Expression in
            point.manifold.vectorDimension.map { .coordinate(point, .fixed(1, $0)) } ?? .coordinate(point, nil)
        }
        let squares = others.map { point -> Expression in
            guard let dimension = point.manifold.vectorDimension else { return .power(.coordinate(point, nil), .number(2)) }
            let index = supply.fresh(dimension)
            return .contraction(index, .power(.coordinate(point, index), .number(2)))
        }
        let wave = Expression.sum(lines), bowl = Expression.sum(squares)
        return [
            .elementary(.exp, wave + c * t), .one + bowl + c * t, .elementary(.exp, wave + c * t) + .one,
            .elementary(.exp, .number(2) * wave + c * t), bowl + c * t,
        ]
    }

    /// With the rate for which the equation holds at the origin, where it is affine in it.
    private static func solved(
        _ value: Expression, _ rate: String, _ function: FunctionSymbol, _ points: [Point], _ equation: Relation, _ statement: Statement
    ) -> Expression? {
        var open = statement
        open.parameters.append(Parameter(name: rate, lower: .init(value: 0, isStrict: true)))
        open.hypotheses = []
        open.goal = .relation(equation)
        let form = ContractionForm(FormContext(open))
        var supply = IndexSupply(startingAt: 1 << 22)
        func at(_ number: Rational) -> Expression? {
            let solution = ConcreteSolution(function: function.name, points: points, value: value.substitutingParameters([rate: .number(number)]))
            guard case .relation(let relation)? = try? solution.statement(of: open).goal, let defect = try? form.normalForm(relation.left - relation.right),
                var e = try? form.expression(defect, &supply) else { return nil }
            for point in points { e = e.atOrigin(of: point) }
            return (try? form.normalForm(e)).flatMap { try? form.expression($0, &supply) }
        }
        guard let one = at(1), let two = at(2), let five = at(5), (try? ContractionForm.areEqual(five - two, .number(3) * (two - one), FormContext(open))) == true,
            let quotient = try? form.normalForm(.one - one / (two - one)), let number = try? form.expression(quotient, &supply),
            number.mentionsOnlyParameters else { return nil }
        return value.substitutingParameters([rate: number])
    }

    private static func polynomials(_ function: FunctionSymbol, _ point: Point, _ lower: Rational?, _ upper: Rational?, _ statement: Statement) -> [Expression] {
        let x = Expression.coordinate(point, nil)
        let values = BoundaryValues(function, statement.hypotheses.flatMap { $0.relations ?? [] })
        if function.attributes.contains(.decaying) {
            let weight = Expression.elementary(.exp, .number(Rational(-1, 2)) * .power(x, .number(2)))
            let vanishing = values.vanishing(at: point) * weight
            guard let known = values.interpolation(at: point, decays: true) else {
                return [weight, x * weight, (.one + x) * weight, (.one + .power(x, .number(2))) * weight]
            }
            guard case .product(let factors) = known.kind else { return [] }
            let polynomial = Expression.product(factors.filter { $0 != weight })
            return [.zero, .one, .one + x].map { more in (polynomial + more * values.vanishing(at: point)) * weight } + [vanishing]
        }
        if let known = values.interpolation(at: point, decays: false) {
            let vanishing = values.vanishing(at: point)
            return [.zero, .one, .one + x, .number(-3)].map { known + $0 * vanishing }
        }
        guard let lower, let upper else { return [] }
        let t = (x - .number(lower)) / .number(upper - lower)
        return [.one, .zero, .number(-1), t, .one + t, .one - .number(2) * t, .number(Rational(1, 100)) + .power(t, .number(8))]
    }

    private func candidates(_ function: FunctionSymbol, _ point: Point) -> [Expression] {
        let prover = ComparisonProver(task.statement, limits: task.limits)
        let t = Expression.coordinate(point, nil)
        var result: [Expression] = []
        for hypothesis in task.statement.hypotheses.flatMap({ $0.relations ?? [] }) {
            let slopes = prover.slopes(hypothesis.excess, function, point)
            guard let rate = prover.quotient(slopes.value, slopes.derivative), let integral = Self.antiderivative(rate, point) else { continue }
            for start in [Expression.one, .number(-1)] {
                for shift in [Expression.zero, -t, t] {
                    result.append(start * .elementary(.exp, shift == .zero ? -integral : shift - integral))
                }
            }
            result += powerSolutions(hypothesis.excess, function, point, prover)
            guard !rate.mentions(point) else { continue }
            // Around a stationary value.
            var fixed = [Expression.one, .number(-1), .number(2)]
            if let rest = prover.constantTerm(hypothesis.excess, function, point), let value = prover.quotient(-rest, slopes.value) { fixed.insert(value, at: 0) }
            for value in fixed {
                for start in [Expression.one, .number(-1)] { result.append(value + start * .elementary(.exp, -(rate * t))) }
            }
        }
        // Of equations and inequalities of higher order.
        result += [t, -t, .power(t, .number(2)), .one]
        return result
    }

    /// `y' = -c y^p` is solved by `(1 + (p-1) c t)^(-1/(p-1))`.
    private func powerSolutions(_ excess: Expression, _ function: FunctionSymbol, _ point: Point, _ prover: ComparisonProver) -> [Expression] {
        let y = "\(function.name)°", dy = "\(function.name)°°", value = Expression.parameter(y)
        guard Set(task.statement.parameters.map(\.name)).isDisjoint(with: [y, dy]) else { return [] }
        let named = prover.replacing(excess, function, point, value: value, derivative: .parameter(dy))
        guard let speed = prover.quotient(-named.substitutingParameters([dy: .zero]), named.differentiated(byParameter: dy), positive: [y]) else { return [] }
        for p in Self.powers {
            guard let factor = prover.quotient(-speed, .power(value, .number(p)), positive: [y]), !factor.parameterSymbols.contains(y), !factor.mentions(point) else { continue }
            return [.power(.one + .number(p - 1) * factor * .coordinate(point, nil), .number(-(p - 1).inverse))]
        }
        return []
    }

    private static let powers: [Rational] = [2, 3, Rational(1, 2), Rational(3, 2), Rational(4, 3), Rational(5, 3), Rational(7, 3), 4, 5]

    /// Of sums of `c t^n` and `c exp(a t + b)`.
    private static func antiderivative(_ e: Expression, _ point: Point) -> Expression? {
        let t = Expression.coordinate(point, nil)
        if !e.mentions(point) { return e * t }
        switch e.kind {
        case .sum(let terms):
            var parts: [Expression] = []
            for term in terms {
                guard let part = antiderivative(term, point) else { return nil }
                parts.append(part)
            }
            return .sum(parts)
        case .product(let factors):
            let moving = factors.filter { $0.mentions(point) }, rest = factors.filter { !$0.mentions(point) }
            guard moving.count == 1, let inner = antiderivative(moving[0], point) else { return nil }
            return .product(rest + [inner])
        case .coordinate: return .number(Rational(1, 2)) * t * t
        case .power(let base, let exponent):
            guard base == t, case .number(let n) = exponent.kind, n.isInteger, n.sign > 0 else { return nil }
            return .number((n + 1).inverse) * .power(t, .number(n + 1))
        case .elementary(.exp, let argument):
            var supply = IndexSupply(startingAt: 1 << 22)
            let slope = argument.differentiated(by: point, nil, &supply)
            return slope.mentions(point) ? nil : e / slope
        default: return nil
        }
    }
}

extension Relation {
    fileprivate var functionSymbols: Set<FunctionSymbol> { left.functionSymbols.union(right.functionSymbols) }
}

extension Expression {
    /// The point at which the function stands.
    fileprivate func argument(of function: FunctionSymbol) -> Point? {
        if case .application(let application) = kind, application.function == function { return application.arguments.first?.plainPoint }
        return operands.lazy.compactMap { $0.argument(of: function) }.first
    }

    /// c of `c δ_ij`.
    fileprivate var factorsOfDeltas: [Expression] {
        let isDelta = factors.contains { if case .delta = $0.kind { true } else { false } }
        return (isDelta ? [.product(factors.filter(\.mentionsOnlyParameters))] : []) + operands.flatMap(\.factorsOfDeltas)
    }

    fileprivate func atOrigin(of point: Point) -> Expression {
        if case .coordinate(point, _) = kind { return .zero }
        return mapOperands { $0.atOrigin(of: point) }
    }
}
