import Arithmetic
import Expressions

/// A bound along a line `t > t_0` from a differential inequality, linear or not, by an integrating factor.
///
/// Let D be the right side minus the left. If D is continuously differentiable on `[t_0, ∞)`, `D(t_0) >= 0` and
/// `D' + k D >= 0` with a continuous k, which may depend on the solution, then `D exp(∫k)` does not decrease. The second
/// inequality is `D' + k D = Σ m_j h_j + r` with hypotheses `h_j >= 0`, which hold at every time, `m_j >= 0` and `r >= 0`.
/// With equations throughout, `D(t_0) = 0` and `D' + k D = 0`, the sides are equal.
///
/// An inequality `y <= B^s` between positive numbers may be taken as one between `y^(1/s)` and B, as for decay with a power of the time.
public struct GrowthBound: Hashable, Sendable {
    public let point: Point
    /// `t_0`: the lower end of the line where it is `nil`, else the left side of a hypothesis `t_0 <= t`.
    public let start: Expression?
    /// k.
    public let rate: Expression
    public let multiples: [Comparison.Multiple]
    /// 1/s.
    public let root: Expression?

    public init(point: Point, start: Expression?, rate: Expression, multiples: [Comparison.Multiple], root: Expression? = nil) {
        self.point = point
        self.start = start
        self.rate = rate
        self.multiples = multiples
        self.root = root
    }

    /// The relation of which the rate is taken, and what must be positive for it to be the goal.
    public func relation(_ goal: Relation, _ statement: Statement) throws -> (relation: Relation, positive: [Expression]) {
        guard let root else { return (goal, []) }
        try WellFormedness.check(root, in: statement, points: [], indices: [])
        guard root.mentionsOnlyParameters, goal.op != .equal else { throw Rejection.evidenceDoesNotFitGoal }
        let context = FormContext(statement), signs = ParameterSign(statement)
        for (side, other, isUpper) in [(goal.right, goal.left, true), (goal.left, goal.right, false)] {
            guard case .power(let base, let exponent) = side.kind, exponent.mentionsOnlyParameters,
                (try? ContractionForm.areEqual(exponent * root, .one, context)) == true else { continue }
            let open = [base, other].filter { !$0.isManifestlyPositive(positiveParameters: context.positiveParameters) }
            let power = Expression.power(other, root), isIncreasing = signs.isNonnegative(root)
            guard isIncreasing || signs.isNonnegative(-root) else { throw Rejection.negative(root.plainText) }
            return (isUpper == isIncreasing ? Relation(power, goal.op, base) : Relation(base, goal.op, power), open)
        }
        throw Rejection.evidenceDoesNotFitGoal
    }

    /// That D, the factors and r are as they should be.
    public func statement(of statement: Statement) throws -> Statement {
        guard let goals = statement.goal.relations, goals.count == 1, goals[0].indices.isEmpty, case let (goal, open) = try relation(goals[0], statement), goal.op != .equal || multiples.isEmpty,
            statement.points.contains(point), case .line(let lower?, _) = point.manifold, statement.hypotheses.allSatisfy({ $0.relations != nil })
        else { throw Rejection.evidenceDoesNotFitGoal }
        let positive = FormContext(statement).positiveParameters
        for expression in [rate] + multiples.map(\.factor) + [start].compactMap({ $0 }) {
            try WellFormedness.check(expression, in: statement, points: [], indices: [])
        }
        for expression in [goal.left, goal.right, rate] + multiples.map(\.factor) {
            guard expression.isContinuouslyDifferentiable(in: point, positiveParameters: positive) else { throw Rejection.notEvaluated("a side that may be singular") }
        }
        let hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }
        // A condition on one time need not hold before. What is said of a rate in time is declared at all times.
        func holdsAlways(_ h: Relation) -> Bool { h.hasRate(in: point) || ![h.left, h.right].contains { $0.mentions(point) } }
        let sources = try multiples.map { multiple -> Expression in
            guard hypotheses.indices.contains(multiple.hypothesis), case let hypothesis = hypotheses[multiple.hypothesis], hypothesis.indices.isEmpty,
                hypothesis.hasRate(in: point) else { throw Rejection.evidenceDoesNotFitGoal }
            return multiple.factor * hypothesis.excess
        }
        var known = hypotheses.filter(holdsAlways)
        let time = Expression.coordinate(point, nil)
        if let start {
            guard let condition = hypotheses.first(where: { $0.op != .equal && $0.left == start && $0.right == time }), isInside(start, lower, positive)
            else { throw Rejection.evidenceDoesNotFitGoal }
            known.append(Relation(condition.left, .lessOrEqual, condition.right))
        }
        let excess = goal.excess
        let growth = Expression.partial(point, nil, excess) + rate * excess
        var parts: [Relation] = []
        let context = FormContext(statement)
        func require(_ e: Expression, _ op: RelationOperator) {
            let relation = Relation(.zero, op, e)
            if op != .less, (try? ContractionForm.areEqual(e, .zero, context)) == true { return }
            if op == .lessOrEqual, e.isManifestlyNonnegative(positiveParameters: positive) { return }
            parts.append(relation)
        }
        for value in open { require(value, .less) }
        require(excess.substitutingPoint(point, start ?? .number(lower)), goal.op)
        for (multiple, hypothesis) in multiples.map({ ($0, hypotheses[$0.hypothesis]) }) where hypothesis.op != .equal { require(multiple.factor, .lessOrEqual) }
        require(growth - .sum(sources), goal.op == .equal ? .equal : .lessOrEqual)
        var result = statement
        result.hypotheses = known.map { .relation($0) }
        result.goal = parts.isEmpty ? .relation(Relation(.zero, .lessOrEqual, .zero)) : parts.count == 1 ? .relation(parts[0]) : .conjunction(parts.map { .relation($0) })
        return result
    }

    /// On the line, or at its lower end.
    private func isInside(_ start: Expression, _ lower: Rational, _ positive: Set<String>) -> Bool {
        switch start.kind {
        case .number(let value): return value >= lower
        case .coordinate(let other, nil): return other != point && other.manifold == point.manifold
        default: return lower.sign <= 0 && start.mentionsOnlyParameters && start.isManifestlyNonnegative(positiveParameters: positive)
        }
    }

    func symbolicText(_ statement: Statement) -> SymbolicText {
        let writer = StatementWriter(statement)
        func text(_ expression: Expression) -> SymbolicText {
            var own = writer
            return own.expression(expression)
        }
        return .list([
            .list([.word("point"), writer.point(point)]), .list([.word("start")] + (start.map { [text($0)] } ?? [])), .list([.word("rate"), text(rate)]),
            .list([.word("hypotheses")] + multiples.map { .list([.word(String($0.hypothesis)), text($0.factor)]) }),
            .list([.word("root")] + (root.map { [text($0)] } ?? [])),
        ])
    }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        let items = try reader.items(text, count: 5)
        let start = try reader.list(items[1], "start"), root = try reader.list(items[4], "root")
        guard start.count <= 1, root.count <= 1 else { throw TextError("expected one start and one root at most") }
        self.init(
            point: try reader.point(reader.list(items[0], "point", count: 1)[0]), start: try start.first.map { try reader.expression($0) },
            rate: try reader.expression(reader.list(items[2], "rate", count: 1)[0]),
            multiples: try reader.list(items[3], "hypotheses").map { text in
                let pair = try reader.items(text, count: 2)
                guard let number = Int(try reader.word(pair[0])), number >= 0 else { throw TextError("expected a number") }
                return Comparison.Multiple(hypothesis: number, factor: try reader.expression(pair[1]))
            }, root: try root.first.map { try reader.expression($0) })
    }
}

extension Relation {
    /// Whether a function of the time is differentiated by it: such a relation is declared, at all times. Others, also those with derivatives
    /// by other points or of functions that do not depend on the time, may be about one time.
    func hasRate(in time: Point) -> Bool {
        func isFunctionOfTime(_ e: Expression) -> Bool {
            switch e.kind {
            case .application(let application) where application.arguments.contains { $0.body.mentions(time) }: return true
            case .integral(let points, _) where points.contains(time): return false
            default: return e.operands.contains(where: isFunctionOfTime)
            }
        }
        func found(_ e: Expression) -> Bool {
            switch e.kind {
            case .partial(time, nil, let body) where isFunctionOfTime(body): return true
            case .application(let application) where application.derivatives.contains { slot in
                slot.index == nil && application.arguments[slot.argument].plainPoint == time
            }: return true
            case .integral(let points, _) where points.contains(time): return false
            default: return e.operands.contains(where: found)
            }
        }
        return found(left) || found(right)
    }
}
