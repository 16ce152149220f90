import Arithmetic
import Expressions
import Kernel

/// `calc`: a chain of claims.
extension Elaborator {
    mutating func calculation(
        _ statement: SyntaxStatement, _ name: SyntaxName, _ first: SyntaxExpression, _ steps: [SyntaxStep]
    ) throws(Failure) -> [ElaboratedItem] {
        var whole = try makeItem(statement, .calculation, name)
        var items: [ElaboratedItem] = []
        var inner = scope
        inner.allowsImplicitIndices = true
        func conditions(_ clauses: [SyntaxClause]) -> [SyntaxClause] {
            clauses.filter { clause in
                switch clause.kind {
                case .conditions, .with, .provided, .forValues: return true
                default: return false
                }
            }
        }
        // What stands behind the last step holds for all, except what belongs to a step alone.
        let shared = conditions(steps.last?.clauses ?? [])
        var left = first
        for (position, step) in steps.enumerated() {
            implicitIndices = []
            let chain = SyntaxProposition(
                .chain(left, [step.link]), SourceRange(left.range.start, step.link.expression.range.end))
            let isLast = position == steps.count - 1
            let clauses = isLast ? step.clauses : step.clauses + shared
            var item = ElaboratedItem(
                kind: .step, name: "\(name.text).\(position + 1)", range: step.range, source: statement.source,
                display: Printer().text(chain))
            try takeItemName(item.name, step.range)
            try note(step.clauses, &item)
            do throws(Failure) {
                try decide(chain, clauses, &item, inner, chain.range)
            } catch {
                guard case .failure = error, item.expected == "ill-typed", Elaborator.typeErrors.contains(error.diagnostic.code) else { throw error }
                item.isIllTyped = true
                item.typeError = error.diagnostic
                item.reason = error.diagnostic.message
            }
            whole.steps.append(item.name)
            if isLast {
                whole.expected = item.expected
                whole.citations += item.citations
                whole.notes += item.notes
            }
            record(item)
            items.append(item)
            left = step.link.expression
        }
        if let relation = steps.last?.link.expression {
            let ops = steps.map(\.link.op)
            let op = ops.first { $0 == .less || $0 == .greater } ?? ops.first { $0 != .equal } ?? .equal
            let total = SyntaxProposition(.chain(first, [SyntaxLink(op, relation)]), statement.range)
            implicitIndices = []
            // The ends of the chain are compared under the conditions of all its steps.
            do throws(Failure) {
                try decide(total, conditions(steps.flatMap(\.clauses)), &whole, inner, statement.range)
            } catch where error.diagnostic.code == .contradictoryRange {
                throw error
            } catch {}
            // The chain itself is not decided: its steps are.
            whole.statement = nil
        }
        record(whole)
        return items + [whole]
    }
}
