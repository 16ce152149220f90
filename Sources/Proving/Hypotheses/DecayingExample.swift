import Expressions
import Kernel

/// Decaying functions that satisfy the equations among the hypotheses: what is proved of zero alone says little.
struct DecayingExample {
    private let statement: Statement

    init(_ statement: Statement) { self.statement = statement }

    /// Whether every decaying function that an equation is about may be another one than 0: a Gaussian, its gradient, or its
    /// rotation around an axis.
    var isKnown: Bool {
        let equations = statement.hypotheses.flatMap { $0.relations ?? [] }.filter { $0.left.mentionsFunctionOfPoints || $0.right.mentionsFunctionOfPoints }
        let symbols = equations.reduce(into: Set<FunctionSymbol>()) { $0.formUnion($1.left.functionSymbols.union($1.right.functionSymbols)) }
        let decaying = symbols.filter { !$0.isLogarithm && $0.attributes.contains(.decaying) }.sorted { $0.name < $1.name }
        if decaying.isEmpty { return true }
        var choices: [[FunctionSymbol: Model]] = [[:]]
        for symbol in decaying { choices = choices.flatMap { choice in Model.allCases.map { choice.merging([symbol: $0]) { $1 } } } }
        return choices.prefix(Self.choicesTried).contains { choice in equations.allSatisfy { holds($0, choice) } }
    }

    private static let choicesTried = 27

    private enum Model: CaseIterable { case gaussian, gradient, rotation }

    private func holds(_ relation: Relation, _ choice: [FunctionSymbol: Model]) -> Bool {
        guard relation.op == .equal, let left = substituted(relation.left, choice), let right = substituted(relation.right, choice) else { return false }
        return statement.isIdentity(Relation(left, .equal, right, indices: relation.indices))
    }

    /// `nil` where a function stands at other places than points, or has no such value.
    private func substituted(_ e: Expression, _ choice: [FunctionSymbol: Model]) -> Expression? {
        guard case .application(let application) = e.kind, !application.arguments.isEmpty else {
            struct Missing: Error {}
            return try? e.mapOperands { operand in
                guard let own = substituted(operand, choice) else { throw Missing() }
                return own
            }
        }
        guard let model = choice[application.function] else { return application.function.attributes.isEmpty ? .zero : nil }
        guard application.arguments.count == 1, application.function.attributes == [.decaying] else { return nil }
        let point: Point
        switch application.arguments[0] {
        case .scalar(let body):
            guard case .coordinate(let own, nil) = body.kind else { return nil }
            point = own
        case .vector:
            guard let own = application.arguments[0].plainPoint else { return nil }
            point = own
        }
        var supply = IndexSupply(startingAt: 1 << 24)
        guard var value = value(model, application.valueIndices, point, &supply) else { return nil }
        for slot in application.derivatives { value = value.differentiated(by: point, slot.index, &supply) }
        return value
    }

    private func value(_ model: Model, _ indices: [Index], _ point: Point, _ supply: inout IndexSupply) -> Expression? {
        let square: Expression
        if let dimension = point.manifold.vectorDimension {
            let index = supply.fresh(dimension)
            square = .contraction(index, .coordinate(point, index) * .coordinate(point, index))
        } else {
            square = .power(.coordinate(point, nil), .number(2))
        }
        let gaussian = Expression.elementary(.exp, -square)
        switch (model, indices.count) {
        case (.gaussian, 0): return gaussian
        case (.gradient, 1): return .coordinate(point, indices[0]) * gaussian
        case (.rotation, 1):
            guard case .number(let size) = indices[0].dimension, size == 2 || size == 3 else { return nil }
            func entry(_ i: Int, _ j: Int) -> Expression {
                .delta(indices[0], .fixed(i, .number(size))) * .coordinate(point, .fixed(j, .number(size)))
            }
            return (entry(1, 2) - entry(2, 1)) * gaussian
        default: return nil
        }
    }
}
