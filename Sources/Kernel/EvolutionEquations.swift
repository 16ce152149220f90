import Arithmetic
import Expressions

/// Hypotheses that say how functions of a time evolve, `y^(n) = G(t, y, …, y^(n-1))`, put into the goal.
public enum EvolutionEquations: String, Hashable, Sendable, CaseIterable {
    /// The derivatives in the goal are replaced by what the equations say of them.
    case rates
    /// For a goal `y(t) = Φ(t)` on `t > t_0`: that Φ has the initial values of y and satisfies its equation. G being
    /// smooth, there is one solution (Picard and Lindelöf).
    case initialValues = "initial-values"

    /// The statement without these equations. What proves it proves the given one. A counterexample to it is one to the given one
    /// where the equations are linear: then there is a solution for all times with the values that it has at one.
    ///
    /// - Parameter isRefuted: for a counterexample.
    public func statement(of statement: Statement, isRefuted: Bool) throws -> Statement {
        guard let goals = statement.goal.relations, let (point, equations) = Self.equations(of: statement) else { throw Rejection.evidenceDoesNotFitGoal }
        let context = FormContext(statement)
        for equation in equations {
            guard equation.rate.isContinuouslyDifferentiable(in: point, positiveParameters: context.positiveParameters) else {
                throw Rejection.notEvaluated("a rate that may be singular")
            }
        }
        var result = statement
        let own = Set(equations.map(\.hypothesis))
        result.hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }.enumerated().filter { !own.contains($0.offset) }.map { .relation($0.element) }
        guard statement.hypotheses.allSatisfy({ $0.relations != nil }) else { throw Rejection.evidenceDoesNotFitGoal }
        if isRefuted { try Self.requireLinear(equations, point, context) }
        switch self {
        case .rates:
            let substitution = Substitution(point: point, equations: equations, solutions: [:], start: nil, initial: [:])
            let relations = try goals.map { try substitution.apply($0) }
            guard relations != goals else { throw Rejection.evidenceDoesNotFitGoal }
            let symbols = Set(equations.map(\.function))
            if isRefuted {
                // Values at another time, and what else is said of the functions, are not free.
                let others = result.hypotheses.flatMap { $0.relations ?? [] }
                guard !others.contains(where: { !$0.left.functionSymbols.union($0.right.functionSymbols).isDisjoint(with: symbols) }),
                    relations.allSatisfy({ substitution.isAtOneTime($0.left) && substitution.isAtOneTime($0.right) })
                else { throw Rejection.evidenceDoesNotFitGoal }
            }
            result.goal = relations.count == 1 ? .relation(relations[0]) : .conjunction(relations.map { .relation($0) })
        case .initialValues: try Self.initialValues(&result, goals, point, equations, context, isRefuted)
        }
        return result
    }

    /// `y^(n)_indices = rate`.
    public struct Equation {
        public let function: FunctionSymbol
        public let order: Int
        public let indices: [Index]
        public let rate: Expression
        /// Counted over all relations among the hypotheses.
        let hypothesis: Int
    }

    /// Those of the first time among the points that has any.
    public static func equations(of statement: Statement) -> (Point, [Equation])? {
        let hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }
        for point in statement.points {
            guard case .line = point.manifold else { continue }
            var found: [Equation] = []
            for (number, hypothesis) in hypotheses.enumerated() where hypothesis.op == .equal {
                guard let equation = equation(hypothesis, number, point) else { continue }
                if found.contains(where: { $0.function == equation.function }) { return nil }
                found.append(equation)
            }
            if !found.isEmpty { return (point, found) }
        }
        return nil
    }

    private static func equation(_ hypothesis: Relation, _ number: Int, _ point: Point) -> Equation? {
        func summands(_ e: Expression, _ sign: Rational) -> [(Rational, Expression)] {
            if case .sum(let terms) = e.kind { return terms.flatMap { summands($0, sign) } }
            return [(sign, e)]
        }
        let terms = summands(hypothesis.left, 1) + summands(hypothesis.right, -1)
        let derivatives = terms.map { derivative($0.1, point) }
        guard let order = derivatives.compactMap({ $0?.order }).max(), order > 0, case let places = terms.indices.filter({ derivatives[$0]?.order == order }),
            places.count == 1, let leading = derivatives[places[0]], leading.function.arguments == [.scalar],
            !leading.function.isLogarithm || order == 1,
            Set(leading.indices) == Set(hypothesis.indices), leading.indices.count == hypothesis.indices.count
        else { return nil }
        let factor = -(terms[places[0]].0 * leading.factor).inverse
        var supply = IndexSupply(startingAt: 1 << 22)
        let rest = terms.indices.filter { $0 != places[0] }.map { Expression.number(factor * terms[$0].0) * terms[$0].1 }
        let rate = Expression.sum(rest).carryingOutPartials(by: point, &supply)
        guard !mentions(rate, leading.function, fromOrder: order) else { return nil }
        return Equation(function: leading.function, order: order, indices: leading.indices, rate: rate, hypothesis: number)
    }

    /// `c y^(n)(t)`
    private static func derivative(_ e: Expression, _ point: Point) -> (function: FunctionSymbol, order: Int, factor: Rational, indices: [Index])? {
        switch e.kind {
        case .product(let factors):
            var result: (function: FunctionSymbol, order: Int, factor: Rational, indices: [Index])?
            var scale = Rational(1)
            for factor in factors {
                if case .number(let value) = factor.kind { scale *= value } else if result == nil, let own = derivative(factor, point) { result = own } else { return nil }
            }
            guard !scale.isZero else { return nil }
            result?.factor *= scale
            return result
        case .partial(point, nil, let body):
            guard var inner = derivative(body, point) else { return nil }
            inner.order += 1
            return inner
        case .elementary(.exp, let argument):
            guard case .application(let application) = argument.kind, application.function.isLogarithm, application.derivatives.isEmpty,
                application.arguments.first?.plainPoint == point else { return nil }
            return (application.function, 0, 1, [])
        case .application(let application):
            guard !application.function.isLogarithm, application.function.arguments == [.scalar], application.arguments.first?.plainPoint == point else { return nil }
            return (application.function, application.derivatives.count, 1, application.valueIndices)
        default: return nil
        }
    }

    private static func mentions(_ e: Expression, _ function: FunctionSymbol, fromOrder order: Int) -> Bool {
        if case .application(let application) = e.kind, application.function == function, application.derivatives.count >= order { return true }
        return e.operands.contains { mentions($0, function, fromOrder: order) }
    }

    // MARK: Linear equations

    /// Affine in the functions, with values of the declared kind.
    private static func requireLinear(_ equations: [Equation], _ point: Point, _ context: FormContext) throws {
        let symbols = Set(equations.map(\.function))
        func degree(_ e: Expression) -> Int? {
            guard !e.functionSymbols.isDisjoint(with: symbols) else { return 0 }
            switch e.kind {
            case .application(let application): return application.arguments.first?.plainPoint == point ? 1 : nil
            case .sum(let terms):
                let degrees = terms.map(degree)
                return degrees.contains(nil) ? nil : degrees.compactMap { $0 }.max()
            case .product(let factors):
                let degrees = factors.map(degree)
                return degrees.contains(nil) ? nil : degrees.compactMap { $0 }.reduce(0, +)
            case .contraction(_, let body): return degree(body)
            default: return nil
            }
        }
        for equation in equations {
            guard !equation.function.isLogarithm, equation.function.attributes.isEmpty, let degree = degree(equation.rate), degree <= 1
            else { throw Rejection.evidenceDoesNotFitGoal }
            switch equation.function.valueSymmetry {
            case .none: break
            case .antisymmetric: throw Rejection.evidenceDoesNotFitGoal
            case .symmetric:
                guard equation.indices.count == 2 else { throw Rejection.evidenceDoesNotFitGoal }
                var supply = IndexSupply(startingAt: 1 << 22)
                let (i, j) = (equation.indices[0], equation.indices[1])
                let transposed = equation.rate.renamingIndices([i: j, j: i], &supply)
                guard (try? ContractionForm.areEqual(equation.rate, transposed, context)) == true else { throw Rejection.evidenceDoesNotFitGoal }
            }
        }
    }

    // MARK: Substitution

    fileprivate struct Substitution {
        let point: Point
        let equations: [Equation]
        /// Explicit functions of the time, with their indices.
        let solutions: [FunctionSymbol: Tensor]
        let start: Rational?
        /// Symbols for the values and derivatives at the start.
        let initial: [FunctionSymbol: [(Expression.Application) -> Expression]]

        func apply(_ relation: Relation) throws -> Relation {
            Relation(try apply(relation.left), relation.op, try apply(relation.right), indices: relation.indices)
        }

        func apply(_ e: Expression) throws -> Expression {
            var supply = IndexSupply(startingAt: 1 << 23)
            return try replaced(e.carryingOutPartials(by: point, &supply), &supply)
        }

        private func replaced(_ e: Expression, _ supply: inout IndexSupply) throws -> Expression {
            if case .elementary(.exp, let argument) = e.kind, case .application(let application) = argument.kind, application.function.isLogarithm,
                application.derivatives.isEmpty, let value = try value(application, &supply) { return value }
            if case .application(let application) = e.kind {
                if application.function.isLogarithm {
                    guard let equation = equations.first(where: { $0.function == application.function }) else { return e }
                    if application.derivatives.isEmpty { return try value(application, &supply).map { .elementary(.log, $0) } ?? e }
                    guard solutions.isEmpty, application.derivatives.count == 1, application.arguments.first?.plainPoint == point else { throw Rejection.evidenceDoesNotFitGoal }
                    let plain = Expression.application(.init(function: application.function, arguments: application.arguments))
                    return equation.rate / .elementary(.exp, plain)
                }
                return try value(application, &supply) ?? e
            }
            var names = supply
            defer { supply = names }
            return try e.mapOperands { try replaced($0, &names) }
        }

        /// What stands for `y^(k)` at a time; `nil` where it stays.
        private func value(_ application: Expression.Application, _ supply: inout IndexSupply) throws -> Expression? {
            guard let equation = equations.first(where: { $0.function == application.function }) else { return nil }
            if application.arguments.first?.plainPoint == point {
                if let solution = solutions[application.function] {
                    var body = solution.body
                    for _ in application.derivatives { body = body.differentiated(by: point, nil, &supply) }
                    return Tensor(indices: solution.indices, body: body).relabelled(application.valueIndices, &supply)
                }
                guard solutions.isEmpty, application.derivatives.count >= equation.order else { return nil }
                var rate = equation.rate
                for _ in equation.order..<application.derivatives.count { rate = rate.differentiated(by: point, nil, &supply) }
                return try replaced(Tensor(indices: equation.indices, body: rate).relabelled(application.valueIndices, &supply), &supply)
            }
            guard let start else { return nil }
            guard case .scalar(let time)? = application.arguments.first, case .number(start) = time.kind, let symbols = initial[application.function],
                symbols.indices.contains(application.derivatives.count) else { throw Rejection.evidenceDoesNotFitGoal }
            return symbols[application.derivatives.count](application)
        }

        func isAtOneTime(_ e: Expression) -> Bool {
            if case .application(let application) = e.kind, equations.contains(where: { $0.function == application.function }) {
                return application.arguments.first?.plainPoint == point
            }
            return e.operands.allSatisfy(isAtOneTime)
        }
    }

    private static func initialValues(
        _ result: inout Statement, _ goals: [Relation], _ point: Point, _ all: [Equation], _ context: FormContext, _ isRefuted: Bool
    ) throws {
        guard case .line(let start?, _) = point.manifold else { throw Rejection.evidenceDoesNotFitGoal }
        // The functions that are claimed to be something, in the order of the goal.
        var claimed: [(equation: Equation, relation: Relation, indices: [Index], solution: Expression)] = []
        for goal in goals {
            guard goal.op == .equal, let (own, solution) = [(goal.left, goal.right), (goal.right, goal.left)].compactMap({ side, other in
                derivative(side, point).flatMap { $0.order == 0 && $0.factor == 1 ? ($0, other) : nil }
            }).first, let equation = all.first(where: { $0.function == own.function }), Set(own.indices) == Set(goal.indices), own.indices.count == goal.indices.count,
                !claimed.contains(where: { $0.equation.function == own.function })
            else { throw Rejection.evidenceDoesNotFitGoal }
            claimed.append((equation, goal, own.indices, solution))
        }
        let equations = claimed.map(\.equation), symbols = Set(equations.map(\.function))
        guard !isRefuted || symbols == Set(all.map(\.function)) else { throw Rejection.evidenceDoesNotFitGoal }
        for equation in all where !symbols.contains(equation.function) {
            // It may not move with those that are claimed about.
            guard !equations.contains(where: { $0.rate.functionSymbols.contains(equation.function) }) else { throw Rejection.evidenceDoesNotFitGoal }
        }
        var initial: [FunctionSymbol: [(Expression.Application) -> Expression]] = [:]
        for equation in equations {
            let function = equation.function
            for order in 0..<equation.order {
                let name = "\(function.name)_\(start)" + String(repeating: "'", count: order)
                guard !(result.parameters.map(\.name) + result.points.map(\.name) + result.functions.map(\.name)).contains(name) else { throw Rejection.evidenceDoesNotFitGoal }
                if function.valueDimensions.isEmpty {
                    let isSigned = function.isLogarithm || (function.attributes.contains(.nonnegative) && order == 0)
                    result.parameters.append(Parameter(
                        name: name, isInteger: false, lower: isSigned ? .init(value: 0, isStrict: function.isLogarithm) : nil, upper: nil))
                    initial[function, default: []].append { _ in .parameter(name) }
                } else {
                    let symbol = FunctionSymbol(name: name, arguments: [], valueDimensions: function.valueDimensions, valueSymmetry: function.valueSymmetry)
                    result.functions.append(symbol)
                    initial[function, default: []].append { .application(.init(function: symbol, valueIndices: $0.valueIndices, arguments: [])) }
                }
            }
        }
        let atStart = Substitution(point: point, equations: equations, solutions: [:], start: start, initial: initial)
        var solutions: [FunctionSymbol: Tensor] = [:]
        for claim in claimed {
            guard atStart.isOnlyAtStart(claim.solution) else { throw Rejection.evidenceDoesNotFitGoal }
            let solution = try atStart.apply(claim.solution)
            guard solution.isContinuouslyDifferentiable(in: point, positiveParameters: FormContext(result).positiveParameters) else {
                throw Rejection.notEvaluated("a solution that may be singular")
            }
            solutions[claim.equation.function] = Tensor(indices: claim.indices, body: solution)
        }
        let substitution = Substitution(point: point, equations: equations, solutions: solutions, start: start, initial: initial)
        var parts: [Proposition] = []
        for claim in claimed {
            let function = claim.equation.function
            guard let solution = solutions[function], let symbols = initial[function] else { continue }
            var supply = IndexSupply(startingAt: 1 << 23)
            var derivative = solution.body
            for symbol in symbols {
                let value = symbol(.init(function: function, valueIndices: claim.indices, arguments: []))
                parts.append(.relation(Relation(derivative.substitutingPoint(point, start), .equal, value, indices: claim.relation.indices)))
                derivative = derivative.differentiated(by: point, nil, &supply)
            }
            let rate = Tensor(indices: claim.equation.indices, body: try substitution.apply(claim.equation.rate)).relabelled(claim.indices, &supply)
            parts.append(.relation(Relation(derivative, .equal, rate, indices: claim.relation.indices)))
        }
        // What else is said: initial conditions, and what does not speak of these functions.
        var kept: [Proposition] = []
        for hypothesis in result.hypotheses.flatMap({ $0.relations ?? [] }) {
            // What is said of one time need not hold at the others.
            let isTimeless = !hypothesis.left.mentions(point) && !hypothesis.right.mentions(point)
            if isTimeless, atStart.isOnlyAtStart(hypothesis.left), atStart.isOnlyAtStart(hypothesis.right) { kept.append(.relation(try atStart.apply(hypothesis))) } else if isRefuted {
                throw Rejection.evidenceDoesNotFitGoal
            }
        }
        result.hypotheses = kept
        result.functions.removeAll(where: symbols.contains)
        result.goal = .conjunction(parts)
    }
}

extension EvolutionEquations.Substitution {
    fileprivate func isOnlyAtStart(_ e: Expression) -> Bool {
        if case .application(let application) = e.kind, equations.contains(where: { $0.function == application.function }) {
            guard case .scalar(let time)? = application.arguments.first, let start, case .number(start) = time.kind else { return false }
            return true
        }
        return e.operands.allSatisfy(isOnlyAtStart)
    }
}

extension Expression {
    /// Derivatives with respect to a point of a line by the rules of calculus.
    func carryingOutPartials(by point: Point, _ supply: inout IndexSupply) -> Expression {
        var names = supply
        defer { supply = names }
        let inner = mapOperands { $0.carryingOutPartials(by: point, &names) }
        if case .partial(point, nil, let body) = inner.kind { return body.differentiated(by: point, nil, &names) }
        return inner
    }
}
