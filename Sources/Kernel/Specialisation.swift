import Arithmetic
import Expressions

/// Values of parameters for a counterexample: what fails for them fails.
public struct Specialisation: Hashable, Sendable {
    public let values: [String: Rational]

    public init(_ values: [String: Rational]) { self.values = values }

    /// The statement at these values.
    ///
    /// - Throws: `Rejection.notAdmissible` for a value out of range, or of a dimension.
    public func statement(of statement: Statement) throws -> Statement {
        guard !values.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        for (name, value) in values {
            guard let parameter = statement.parameters.first(where: { $0.name == name }), parameter.contains(value), !statement.symbolicDimensions.contains(name)
            else { throw Rejection.notAdmissible(name) }
        }
        let numbers = values.mapValues { Expression.number($0) }
        var result = statement
        result.parameters.removeAll { values[$0.name] != nil }
        result.goal = statement.goal.substituting(numbers)
        result.hypotheses = statement.hypotheses.map { $0.substituting(numbers) }
        return result
    }
}

extension Specialisation {
    var symbolicText: SymbolicText {
        .list(values.sorted { $0.key < $1.key }.map { .list([.word($0.key), .word($0.value.description)]) })
    }

    init(_ text: SymbolicItem) throws {
        let reader = StatementReader()
        var values: [String: Rational] = [:]
        for item in try reader.items(text) {
            let pair = try reader.items(item, count: 2)
            guard let value = Rational(try reader.word(pair[1])), values.updateValue(value, forKey: try reader.word(pair[0])) == nil else {
                throw TextError("expected a parameter and its value")
            }
        }
        self.init(values)
    }
}
