import Arithmetic
import Expressions

/// Squares of both sides: `L <= R` follows from `R >= 0` and `L² <= R²`.
///
/// The sides may be written in another way, `R - L = R' - L'`, so that what has no root stands on one side: `|a + b| <= |a| + |b|` becomes
/// `|a + b|² <= (|a| + |b|)²`, this `2 a·b <= 2 |a| |b|`, and this `(a·b)² <= |a|² |b|²`.
public struct Squaring: Hashable, Sendable {
    public let left: Expression
    /// Non-negative by its form.
    public let right: Expression

    public init(left: Expression, right: Expression) {
        self.left = left
        self.right = right
    }

    /// - Throws: where the goal is no inequality without integrals, or the sides are not its.
    public func statement(of statement: Statement) throws -> Statement {
        guard let goals = statement.goal.relations, goals.count == 1, case let goal = goals[0], goal.op != .equal, goal.indices.isEmpty,
            ![goal.left, goal.right, left, right].contains(where: \.hasIntegral) else { throw Rejection.evidenceDoesNotFitGoal }
        for side in [left, right] { try WellFormedness.check(side, in: statement, points: statement.points, indices: []) }
        let context = FormContext(statement)
        guard right.isManifestlyNonnegative(positiveParameters: context.positiveParameters) else { throw Rejection.negative(right.plainText) }
        guard try ContractionForm.areEqual(goal.excess, right - left, context) else { throw Rejection.sidesDiffer(relation: 0) }
        var result = statement
        result.goal = .relation(Relation(.power(left, .number(2)), goal.op, .power(right, .number(2))))
        return result
    }

    func symbolicText(_ statement: Statement) -> SymbolicText {
        func text(_ e: Expression) -> SymbolicText {
            var writer = StatementWriter(statement)
            return writer.expression(e)
        }
        return .list([text(left), text(right)])
    }

    init(_ item: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, []), sides = try reader.items(item, count: 2)
        self.init(left: try reader.expression(sides[0]), right: try reader.expression(sides[1]))
    }
}
