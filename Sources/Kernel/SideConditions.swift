import Arithmetic
import Expressions

/// Where the sub-expressions of a statement are not defined: the excluded sets that a verdict prints.
public enum SideConditions {
    /// In the order in which a reader meets them, without repetition.
    public static func of(_ statement: Statement) -> [String] {
        var collector = Collector(statement)
        for relation in statement.goal.relations ?? [] {
            collector.visit(relation.left)
            collector.visit(relation.right)
        }
        return collector.conditions
    }

    private struct Collector {
        private(set) var conditions: [String] = []
        private var seen: Set<Expression> = []
        private let context: FormContext
        private let form: ContractionForm

        init(_ statement: Statement) {
            context = FormContext(statement)
            form = ContractionForm(context)
        }

        mutating func visit(_ expression: Expression) {
            guard seen.insert(expression).inserted else { return }
            switch expression.kind {
            case .power(let base, let exponent):
                if case .number(let value) = exponent.kind {
                    if value.isInteger {
                        if value.sign <= 0 { require(base, "≠") }
                    } else {
                        require(base, value.sign > 0 ? "≥" : ">")
                    }
                } else {
                    require(base, ">")
                }
            case .elementary(.log, let argument): require(argument, ">")
            case .elementary(.sign, let argument): require(argument, "≠")
            case .elementary(.tan, let argument): require(.elementary(.cos, argument), "≠")
            default: break
            }
            for operand in expression.operands { visit(operand) }
        }

        private mutating func require(_ base: Expression, _ relation: String) {
            var messages: [String] = []
            if relation == "≥", base.isManifestlyNonnegative(positiveParameters: context.positiveParameters) { return }
            var base = base
            // |X|^a is defined where X does not vanish.
            if case .power(let inner, let exponent) = base.kind, inner.squaredNorm != nil, case .number(let value) = exponent.kind,
                value.sign > 0 { base = inner }
            if let root = base.squaredNorm {
                // |X|² vanishes only where X does.
                if case .coordinate(let point, _) = root.kind, context.unitVectors.contains(point.name) { return }
                if relation != "≥", ((try? form.sign(of: base)) ?? .unknown) != .positive {
                    messages.append("\(root.vectorText) ≠ 0")
                }
            } else {
                let factors = (try? form.signFactors(base)) ?? nil
                let unknown = factors?.filter { $0.sign == .unknown } ?? []
                if let factors, relation == "≠" || unknown.isEmpty || factors.count == 1 {
                    for factor in factors where factor.sign != .positive {
                        if factor.sign == .unknown {
                            messages.append("\(factor.text) \(relation) 0")
                        } else if relation != "≥" {
                            messages.append("\(factor.text) ≠ 0")
                        }
                    }
                } else {
                    messages.append("\(base.plainText) \(relation) 0")
                }
            }
            for message in messages where !conditions.contains(message) { conditions.append(message) }
        }
    }
}
