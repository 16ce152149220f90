import Arithmetic
import Expressions
import Kernel

/// Bounds for functions of a time that satisfy a differential inequality, linear or not.
///
/// In `D' + k D = m h + r`, D the claim and h a hypothesis with y', the factor m cancels y'. What is left is a polynomial in y; its
/// division by D gives k and r, where D is linear in y.
struct GrowthProver {
    private static let degreeLimit = 5

    private let task: Task
    private let name: String
    private let prover: ComparisonProver

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
        prover = ComparisonProver(task.statement, limits: task.limits)
    }

    /// - Parameter patience: where it is short, only what leaves nothing to be shown.
    func run(_ patience: SignProver.Patience) -> Outcome? {
        let statement = task.statement
        guard let relations = statement.goal.relations, relations.count == 1, !relations[0].hasIntegral else { return nil }
        if relations[0].op == .equal { return patience == .short ? nil : equality(relations[0]) }
        return inequality(relations[0], root: nil, patience) ?? roots(relations[0]).lazy.compactMap { inequality(relations[0], root: $0, patience) }.first
    }

    /// 1/s, where a side is a power s.
    private func roots(_ relation: Relation) -> [Expression] {
        [relation.left, relation.right].compactMap { side in
            guard case .power(_, let exponent) = side.kind, exponent != .one else { return nil }
            return prover.simplified(.power(exponent, .number(-1)), positive: [])
        }
    }

    private func inequality(_ goal: Relation, root: Expression?, _ patience: SignProver.Patience) -> Outcome? {
        let statement = task.statement
        let hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }
        for point in statement.points {
            guard case .line(_?, _) = point.manifold, goal.left.mentions(point) || goal.right.mentions(point),
                let relation = try? GrowthBound(point: point, start: nil, rate: .zero, multiples: [], root: root).relation(goal, statement).relation else { continue }
            let time = Expression.coordinate(point, nil)
            if root == nil, let found = byHigherRates(relation, hypotheses, point, patience) { return found }
            let starts = hypotheses.filter { $0.op != .equal && $0.right == time && !$0.left.mentionsFunctionOfPoints }.map(\.left)
            for (number, hypothesis) in hypotheses.enumerated() {
                for function in statement.functions where function.arguments == [.scalar] && function.valueDimensions.isEmpty {
                    for (rate, factor) in candidates(relation.excess, hypothesis.excess, function, point) {
                        for start in starts + [nil] {
                            let bound = GrowthBound(point: point, start: start, rate: rate, multiples: [.init(hypothesis: number, factor: factor)], root: root)
                            guard let reduced = try? bound.statement(of: statement),
                                patience != .short || reduced.goal == .relation(Relation(.zero, .lessOrEqual, .zero)) else { continue }
                            let outcome = Prover.proof(of: task, name, from: reduced, evidence: { .growth(bound, $0) }) { _ in
                                (root.map { "to the power \($0.plainText), " } ?? "") + "by comparison, rate \(rate.plainText) in \(point.name)"
                                    + (start.map { " from \($0.plainText) on" } ?? "")
                            }
                            if let outcome { return outcome }
                        }
                    }
                }
            }
        }
        return nil
    }

    /// Bounds from second derivatives, as for convex functions of a time: the rate of the difference is what a hypothesis says is not negative,
    /// or has a rate of which one says so.
    private func byHigherRates(_ relation: Relation, _ hypotheses: [Relation], _ point: Point, _ patience: SignProver.Patience) -> Outcome? {
        let statement = task.statement
        let highest = hypotheses.map { $0.excess.order(by: point) }.max() ?? 0
        guard highest > 1, relation.excess.order(by: point) < highest else { return nil }
        for (number, hypothesis) in hypotheses.enumerated() where hypothesis.excess.order(by: point) > 1 {
            let bound = GrowthBound(point: point, start: nil, rate: .zero, multiples: [.init(hypothesis: number, factor: .one)])
            guard let reduced = try? bound.statement(of: statement), reduced.goal == .relation(Relation(.zero, .lessOrEqual, .zero)) else { continue }
            return Prover.proof(of: task, name, from: reduced, evidence: { .growth(bound, $0) }) { _ in "by comparison of rates in \(point.name)" }
        }
        let bound = GrowthBound(point: point, start: nil, rate: .zero, multiples: [])
        guard patience != .short, let reduced = try? bound.statement(of: statement), case .relation(let rate) = reduced.goal, rate.excess.order(by: point) < highest else { return nil }
        return Prover.proof(of: task, name, from: reduced, evidence: { .growth(bound, $0) }) { "rates in \(point.name), " + $0.evidence }
    }

    /// What does not change in time, and is right at the start.
    private func equality(_ relation: Relation) -> Outcome? {
        for point in task.statement.points {
            guard case .line(_?, _) = point.manifold, relation.excess.mentionsFunctionOfPoints, relation.left.mentions(point) || relation.right.mentions(point) else { continue }
            let bound = GrowthBound(point: point, start: nil, rate: .zero, multiples: [])
            // Only where it is seen to be right at the start: else one derivative would follow the other.
            guard let reduced = try? bound.statement(of: task.statement), case .relation = reduced.goal else { continue }
            let outcome = Prover.proof(of: task, name, from: reduced, evidence: { .growth(bound, $0) }) { _ in "constant in \(point.name), right at its lower end" }
            if let outcome { return outcome }
        }
        return nil
    }

    private func candidates(_ excess: Expression, _ hypothesis: Expression, _ function: FunctionSymbol, _ point: Point) -> [(rate: Expression, factor: Expression)] {
        let taken = Set(task.statement.parameters.map(\.name))
        let (value, slope) = ("\(function.name)°", "\(function.name)°°")
        guard taken.isDisjoint(with: [value, slope]) else { return [] }
        let y = Expression.parameter(value), dy = Expression.parameter(slope)
        func named(_ e: Expression) -> Expression { prover.replacing(e, function, point, value: y, derivative: dy) }
        let growth = named(.partial(point, nil, excess)), source = named(hypothesis), bound = named(excess)
        func coefficient(_ e: Expression) -> Expression { e.differentiated(byParameter: slope) }
        guard let factor = prover.quotient(coefficient(growth), coefficient(source), positive: [value]), !factor.parameterSymbols.contains(slope) else { return [] }
        guard let rest = prover.simplified((growth - factor * source).substitutingParameters([slope: .zero]), positive: [value]) else { return [] }
        func back(_ e: Expression) -> Expression { e.substitutingParameters([value: own(function, point)]) }
        var result = [(Expression.zero, back(factor))]
        // Division by p + q y.
        let q = bound.differentiated(byParameter: value)
        guard prover.isZero(q.differentiated(byParameter: value), positive: [value]), !prover.isZero(q, positive: [value]) else { return result }
        var coefficients: [Expression] = [], derivative = rest, factorial = Rational(1)
        for order in 0...Self.degreeLimit {
            if prover.isZero(derivative, positive: [value]) { break }
            if order > 0 { factorial *= Rational(order) }
            guard order < Self.degreeLimit else { return result }
            coefficients.append(.number(factorial.inverse) * derivative.substitutingParameters([value: .zero]))
            derivative = derivative.differentiated(byParameter: value)
        }
        guard let root = prover.quotient(-bound.substitutingParameters([value: .zero]), q.substitutingParameters([value: .zero]), positive: [value]) else { return result }
        // Horner: Σ r_i y^i = (y - root) Σ c_i y^i + remainder.
        var quotient: [Expression] = [], carry = Expression.zero
        for r in coefficients.reversed() {
            quotient.append(carry)
            carry = r + root * carry
        }
        var total = Expression.zero
        for c in quotient { total = total * y + c }
        guard let rate = prover.quotient(-total, q.substitutingParameters([value: .zero]), positive: [value]) else { return result }
        result.append((back(rate), back(factor)))
        return result
    }

    private func own(_ function: FunctionSymbol, _ point: Point) -> Expression {
        let application = Expression.application(.init(function: function, arguments: [.scalar(.coordinate(point, nil))]))
        return function.isLogarithm ? .elementary(.exp, application) : application
    }
}

extension FormContext {
    func assuming(_ positive: Set<String>) -> FormContext {
        var result = self
        result.positiveParameters.formUnion(positive)
        return result
    }
}

extension Expression {
    /// The highest derivative by the point of a function at it.
    fileprivate func order(by point: Point) -> Int {
        switch kind {
        case .application(let application):
            guard case .scalar(let time)? = application.arguments.first, time == .coordinate(point, nil) else { return 0 }
            return application.derivatives.count
        case .partial(point, nil, let body): return body.mentions(point) && body.mentionsFunctionOfPoints ? body.order(by: point) + 1 : 0
        default: return operands.map { $0.order(by: point) }.max() ?? 0
        }
    }
}
