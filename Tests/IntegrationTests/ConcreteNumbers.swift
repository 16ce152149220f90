import Arithmetic
import Enclosures
import Expressions
import Kernel
import Language

@testable import Integration

/// Notebook text with `evaluate` statements, and their values.
struct ConcreteNumbers {
    private var statements: [String: [Statement]] = [:]
    let diagnostics: [String]

    init(_ text: String) {
        let parsed = Parser.parse(text)
        var elaborator = Elaborator(importing: nil)
        for item in elaborator.elaborate(parsed.statements) { statements[item.name] = item.cases.map(\.statement) }
        diagnostics = (parsed.diagnostics + elaborator.diagnostics).filter { $0.severity == .error }.map(\.message)
    }

    func scalar(_ name: String) throws -> ScalarValue {
        guard let statement = statements[name]?.first, let relation = statement.goal.relations?.first else {
            throw NumericError.unsupported("no value \(name): \(diagnostics)")
        }
        var concrete = try ConcreteStatement(statement)
        return try concrete.scalar(relation.left)
    }

    func value(_ name: String, digits: Int = 20) throws -> NumericResult {
        try NumericEvaluation.value(of: scalar(name), digits: digits)
    }
}

extension Ball {
    /// Whether the ball and the decimal number agree to a number of digits.
    func agrees(with text: String, digits: Int) -> Bool {
        guard let value = Rational(text) else { return false }
        var unit = value.magnitude
        for _ in 0..<digits { unit = unit / 10 }
        return overlaps(Ball(midpoint: value, radius: unit, precision: digits * 4 + 64))
    }
}
