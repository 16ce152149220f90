import Arithmetic
import Expressions

/// Evidence for a bound along a line `t > t_0`, by comparison (Grönwall's inequality).
///
/// Let D be the right side minus the left. If D is continuously differentiable on `[t_0, ∞)`, `D(t_0) >= 0` and
/// `D' + k D >= 0` with a continuous k, then `D(t) exp(∫k)` does not decrease, so `D >= 0`. The second inequality comes from
/// hypotheses, which hold at every time: `D' + k D = Σ m_j (right side - left side of hypothesis j)` with `m_j >= 0`.
/// Where all of these are equations, so is the result.
public struct Comparison: Hashable, Sendable {
    public struct Multiple: Hashable, Sendable {
        /// The hypothesis, counted over all relations from 0.
        public let hypothesis: Int
        public let factor: Expression

        public init(hypothesis: Int, factor: Expression) {
            self.hypothesis = hypothesis
            self.factor = factor
        }
    }

    public let point: Point
    /// k.
    public let rate: Expression
    public let multiples: [Multiple]
    public let form: IdentityForm

    public init(point: Point, rate: Expression, multiples: [Multiple], form: IdentityForm) {
        self.point = point
        self.rate = rate
        self.multiples = multiples
        self.form = form
    }

    /// `D' + k D = Σ m_j (…)`, an identity for all functions.
    public func localRelation(_ relation: Relation, _ statement: Statement) throws -> Relation {
        let hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }
        var supply = IndexSupply(startingAt: 1 << 22)
        let sources = try multiples.map { multiple -> Expression in
            guard hypotheses.indices.contains(multiple.hypothesis) else { throw Rejection.evidenceDoesNotFitGoal }
            let hypothesis = hypotheses[multiple.hypothesis]
            guard hypothesis.indices.map(\.dimension) == relation.indices.map(\.dimension) else { throw Rejection.evidenceDoesNotFitGoal }
            let renaming = Dictionary(zip(hypothesis.indices, relation.indices)) { first, _ in first }
            return multiple.factor * hypothesis.excess.renamingIndices(renaming, &supply)
        }
        let growth = Expression.partial(point, nil, relation.excess) + rate * relation.excess
        return Relation(growth, .equal, .sum(sources), indices: relation.indices)
    }
}

struct ComparisonCheck {
    let statement: Statement
    let context: FormContext
    let relation: Relation

    func proves(_ evidence: Comparison) throws {
        let point = evidence.point
        guard statement.points.contains(point), case .line(let lower?, _) = point.manifold, relation.op != .less else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        let positive = context.positiveParameters
        let hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }
        for expression in [evidence.rate] + evidence.multiples.map(\.factor) {
            try WellFormedness.check(expression, in: statement, points: [], indices: [])
        }
        for multiple in evidence.multiples {
            guard hypotheses.indices.contains(multiple.hypothesis) else { throw Rejection.evidenceDoesNotFitGoal }
            let hypothesis = hypotheses[multiple.hypothesis]
            // A condition on one time need not hold before.
            guard hypothesis.hasRate(in: point),
                hypothesis.op == .equal || (relation.op == .lessOrEqual && multiple.factor.isManifestlyNonnegative(positiveParameters: positive))
            else { throw Rejection.evidenceDoesNotFitGoal }
        }
        for expression in [relation.left, relation.right, evidence.rate] + evidence.multiples.map(\.factor) {
            guard expression.isContinuouslyDifferentiable(in: point, positiveParameters: positive) else { throw Rejection.notEvaluated("a side that may be singular") }
        }
        let forms = IntegrandForms(statement, context, evidence.form)
        let start = relation.excess.substitutingPoint(point, lower)
        if try !forms.isZero(start) {
            guard relation.op == .lessOrEqual, start.isManifestlyNonnegative(positiveParameters: positive) else { throw Rejection.sidesDiffer(relation: 0) }
        }
        let local = try evidence.localRelation(relation, statement)
        guard try forms.isZero(local.left - local.right) else { throw Rejection.sidesDiffer(relation: 0) }
    }
}

extension Expression {
    /// A point of a line at a number. Derivatives with respect to the point are carried out before.
    public func substitutingPoint(_ point: Point, _ value: Rational) -> Expression { substitutingPoint(point, .number(value)) }

    /// The value must not mention integrated points.
    func substitutingPoint(_ point: Point, _ value: Expression) -> Expression {
        switch kind {
        case .coordinate(point, nil): return value
        case .partial(let other, let index, let body) where body.mentions(point):
            var supply = IndexSupply(startingAt: 1 << 23)
            return body.differentiated(by: other, index, &supply).substitutingPoint(point, value)
        case .integral(let points, _) where points.contains(point): return self
        default: return mapOperands { $0.substitutingPoint(point, value) }
        }
    }

    /// Built from operations that are smooth everywhere, as far as the point is concerned.
    func isContinuouslyDifferentiable(in point: Point, positiveParameters: Set<String>) -> Bool {
        func holds(_ e: Expression) -> Bool { e.isContinuouslyDifferentiable(in: point, positiveParameters: positiveParameters) }
        guard mentions(point) else { return true }
        switch kind {
        case .integral, .uninterpreted: return false
        case .power(let base, let exponent):
            if case .number(let value) = exponent.kind, value.isInteger, value.sign > 0 { return holds(base) }
            return base.isManifestlyPositive(positiveParameters: positiveParameters) && holds(base) && holds(exponent)
        case .elementary(let function, let argument):
            switch function {
            case .exp, .sin, .cos, .atan, .sinh, .cosh, .tanh, .erf: return holds(argument)
            case .log: return argument.isManifestlyPositive(positiveParameters: positiveParameters) && holds(argument)
            case .tan, .abs, .sign, .gamma: return false
            }
        default: return operands.allSatisfy(holds)
        }
    }
}

extension Comparison {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        let writer = StatementWriter(statement)
        func text(_ expression: Expression) -> SymbolicText {
            var own = writer
            return own.expression(expression)
        }
        return .list([
            .word("comparison"), .list([.word("form"), .word(form.rawValue)]), .list([.word("point"), writer.point(point)]),
            .list([.word("rate"), text(rate)]),
            .list([.word("hypotheses")] + multiples.map { .list([.word(String($0.hypothesis)), text($0.factor)]) }),
        ])
    }

    init(_ items: SymbolicItem.Items, _ statement: Statement) throws {
        guard items.count == 5 else { throw TextError("an incomplete comparison") }
        let reader = try StatementReader(statement, [])
        guard let form = IdentityForm(rawValue: try reader.word(reader.list(items[1], "form", count: 1)[0])) else {
            throw TextError("unknown normal form")
        }
        self.init(
            point: try reader.point(reader.list(items[2], "point", count: 1)[0]),
            rate: try reader.expression(reader.list(items[3], "rate", count: 1)[0]),
            multiples: try reader.list(items[4], "hypotheses").map { text in
                let pair = try reader.items(text, count: 2)
                guard let number = Int(try reader.word(pair[0])), number >= 0 else { throw TextError("expected a number") }
                return Multiple(hypothesis: number, factor: try reader.expression(pair[1]))
            }, form: form)
    }
}
