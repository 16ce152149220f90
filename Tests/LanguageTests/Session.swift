import Arithmetic
import Expressions
import Kernel

@testable import Language

/// A notebook under test.
struct Session {
    var items: [String: ElaboratedItem] = [:]
    var order: [ElaboratedItem] = []
    var diagnostics: [Diagnostic] = []

    init(_ text: String, importing resolver: Elaborator.ImportResolver? = nil) {
        let parsed = Parser.parse(text)
        var elaborator = Elaborator(importing: resolver)
        order = elaborator.elaborate(parsed.statements)
        diagnostics = parsed.diagnostics + elaborator.diagnostics
        for item in order { items[item.name] = item }
    }

    var codes: [DiagnosticCode] { diagnostics.map(\.code) }
    var errors: [String] { diagnostics.filter { $0.severity == .error }.map { "\($0.location.line): \($0.code.rawValue) \($0.message)" } }

    func goal(_ name: String) -> String { items[name]?.statement?.goal.plainText ?? "no statement" }

    /// Whether both sides of the claim have the same normal form, in graphs or else by components;
    /// `nil` when neither applies.
    func holds(_ name: String) -> Bool? {
        guard let statement = items[name]?.statement else { return nil }
        let context = FormContext(statement)
        var result = true
        for relation in relations(statement.goal) {
            guard let equal = holds(relation, context) else { return nil }
            result = result && equal
        }
        return result
    }

    private func relations(_ p: Proposition) -> [Relation] {
        switch p {
        case .relation(let relation): return [relation]
        case .conjunction(let parts): return parts.flatMap(relations)
        default: return []
        }
    }

    private func holds(_ relation: Relation, _ context: FormContext) -> Bool? {
        if let equal = try? ContractionForm.areEqual(relation.left, relation.right, context), equal { return true }
        do {
            let form = ComponentForm(context, dimensions: ["d": 3])
            for assignment in try form.assignments(relation.indices) {
                if try !form.isZero(form.difference(relation.left, relation.right, assignment)) { return false }
            }
            return true
        } catch {
            return nil
        }
    }
}
