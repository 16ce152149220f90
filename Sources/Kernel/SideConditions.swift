import Arithmetic
import Expressions

/// Where the sub-expressions of a statement are not defined: the excluded sets that a verdict prints.
public enum SideConditions {
    /// In the order in which a reader meets them, without repetition. What the declared ranges of the
    /// parameters imply is left out.
    public static func of(_ statement: Statement) -> [String] { derive(statement).conditions }

    public struct Derivation: Hashable, Sendable {
        public let conditions: [String]
        /// The conditions on parameters that have a declared range which does not imply them: there the
        /// statement is not covered, and nothing is proved.
        public let uncovered: [Gap]
        /// Linear forms in parameters that must be positive; they are among the conditions.
        public let positive: [Exponent]

        init(conditions: [String], uncovered: [Gap], positive: [Exponent] = []) {
            self.conditions = conditions
            self.uncovered = uncovered
            self.positive = positive
        }

        /// Whether the linear forms are positive for these values of parameters and dimensions.
        public func admits(_ assignment: Assignment) -> Bool {
            positive.allSatisfy { $0.value(at: assignment).sign > 0 }
        }
    }

    /// - Parameter covered: the numbers of relations that are shown to be defined on the whole range.
    public static func derive(_ statement: Statement, leavingOut covered: Set<Int> = []) -> Derivation {
        var collector = Collector(statement)
        for (number, relation) in (statement.goal.relations ?? []).enumerated() where !covered.contains(number) {
            collector.visit(relation.left, [], [])
            collector.visit(relation.right, [], [])
        }
        return Derivation(conditions: collector.conditions, uncovered: collector.uncovered)
    }

    /// Where the parameters in the expressions have no meaning, such as a denominator; points are left out.
    static func onParameters(of expressions: [Expression], _ statement: Statement) -> Derivation {
        var collector = Collector(statement)
        collector.ignoresPoints = true
        for expression in expressions { collector.visit(expression, [], []) }
        return Derivation(conditions: collector.conditions, uncovered: collector.uncovered)
    }

    /// What must hold of an expression for something to be defined.
    public struct Need: Hashable, Sendable {
        public enum Relation: String, Sendable {
            case nonnegative = "≥"
            case positive = ">"
            case nonzero = "≠"
        }

        public let base: Expression
        public let relation: Relation

        init(_ base: Expression, _ relation: Relation) {
            self.base = base
            self.relation = relation
        }
    }

    /// A condition on parameters that is not seen to hold, and what it asks where that is the sign of an expression.
    public struct Gap: Hashable, Sendable {
        public let text: String
        public let need: Need?
    }

    static func asking(_ needs: [Need], of statement: Statement) -> Derivation {
        if needs.isEmpty { return Derivation(conditions: [], uncovered: []) }
        var collector = Collector(statement)
        for need in needs { collector.require(need.base, need.relation.rawValue) }
        return Derivation(conditions: collector.conditions, uncovered: collector.uncovered)
    }

    private struct Collector {
        private(set) var conditions: [String] = []
        private(set) var uncovered: [Gap] = []
        private var seen: Set<Visit> = []
        var ignoresPoints = false
        private let parameters: [String: Parameter]
        private let signs: SignCheck
        private let ranges: ParameterRanges
        private let context: FormContext
        private let form: ContractionForm

        private struct Visit: Hashable {
            let expression: Expression
            let points: [Point]
            let integrated: Set<Point>
        }

        init(_ statement: Statement) {
            parameters = Dictionary(statement.parameters.map { ($0.name, $0) }) { first, _ in first }
            signs = SignCheck(statement)
            ranges = ParameterRanges(statement)
            context = FormContext(statement)
            form = ContractionForm(context)
        }

        /// - Parameters:
        ///   - points: those with respect to which a derivative stands around the expression.
        ///   - integrated: those over which an integral stands around it. What happens where they are singular is
        ///     a matter of convergence.
        mutating func visit(_ expression: Expression, _ points: [Point], _ integrated: Set<Point>) {
            switch expression.kind {
            case .number, .pi, .parameter, .dimension, .coordinate, .delta, .epsilon: return
            default: break
            }
            guard seen.insert(Visit(expression: expression, points: points, integrated: integrated)).inserted else { return }
            func require(_ base: Expression, _ relation: String) {
                if ignoresPoints ? base.mentionsOnlyParameters : !integrated.contains(where: base.mentions) { self.require(base, relation) }
            }
            func isDifferentiated(_ e: Expression) -> Bool { points.contains { e.mentions($0) } }
            switch expression.kind {
            case .power(let base, let exponent):
                guard case .number(let value) = exponent.kind else {
                    require(base, ">")
                    break
                }
                if value.isInteger {
                    // The Gamma function vanishes nowhere.
                    if case .elementary(.gamma, _) = base.kind { break }
                    if value.sign <= 0 { require(base, "≠") }
                } else {
                    // A root is not differentiable where it vanishes.
                    require(base, value.sign > 0 && !isDifferentiated(base) ? "≥" : ">")
                }
            case .elementary(.log, let argument): require(argument, ">")
            case .elementary(.sign, let argument): require(argument, "≠")
            case .elementary(.abs, let argument): if isDifferentiated(argument) { require(argument, "≠") }
            case .elementary(.gamma, let argument):
                // Of a number the normal form tells whether it is a pole.
                if case .number = argument.kind { break }
                require(argument, ">")
            case .uninterpreted:
                // Of an integer order I is entire.
                guard let (function, order, argument) = expression.bessel else { break }
                if function == .first, case .number(let value) = order.kind, value.isInteger { break }
                require(argument, ">")
            case .elementary(.tan, let argument): require(.elementary(.cos, argument), "≠")
            default: break
            }
            var inner = points
            if case .partial(let point, _, _) = expression.kind, !inner.contains(point) { inner.append(point) }
            var inside = integrated
            if case .integral(let variables, _) = expression.kind { inside.formUnion(variables) }
            for operand in expression.operands { visit(operand, inner, inside) }
        }

        mutating func require(_ base: Expression, _ relation: String) {
            let messages = messages(base, relation)
            guard !messages.isEmpty else { return }
            if failsEverywhere(base, relation) {
                leaveOpen(messages, base, relation)
            } else if base.mentionsOnlyParameters {
                if isImplied(base, relation) { return }
                let names = base.parameterSymbols
                // What is asked of a number must be shown: `-1 ≥ 0` holds nowhere.
                if names.allSatisfy(ranges.isDeclared) {
                    leaveOpen(messages, base, relation)
                }
            }
            for message in messages where !conditions.contains(message) { conditions.append(message) }
        }

        private mutating func leaveOpen(_ messages: [String], _ base: Expression, _ relation: String) {
            let need = Need.Relation(rawValue: relation).map { Need(base, $0) }
            for message in messages where !uncovered.contains(where: { $0.text == message }) { uncovered.append(Gap(text: message, need: need)) }
        }

        /// Whether normal forms tell that the condition holds nowhere: then nothing is said, and nothing proved.
        private func failsEverywhere(_ base: Expression, _ relation: String) -> Bool {
            if relation != "≥", let value = try? form.normalForm(base), (try? form.isZero(value)) == true { return true }
            let opposite = (try? form.sign(of: -base)) ?? .unknown, positive = context.positiveParameters
            switch relation {
            case ">": return opposite != .unknown || opposed(base).isManifestlyNonnegative(positiveParameters: positive)
            case "≥": return opposite == .positive || opposed(base).isManifestlyPositive(positiveParameters: positive)
            default: return false
            }
        }

        /// With the opposite sign, term by term.
        private func opposed(_ e: Expression) -> Expression {
            if case .sum(let terms) = e.kind { .sum(terms.map { -$0 }) } else { -e }
        }

        private func messages(_ base: Expression, _ relation: String) -> [String] {
            if base.isManifestlyPositive(positiveParameters: context.positiveParameters) { return [] }
            if relation == "≥", base.isManifestlyNonnegative(positiveParameters: context.positiveParameters) { return [] }
            var base = base
            // |X|^a is defined where X does not vanish.
            if case .power(let inner, let exponent) = base.kind, inner.squaredNorm != nil, case .number(let value) = exponent.kind,
                value.sign > 0 { base = inner }
            if let root = base.squaredNorm {
                // |X|² vanishes only where X does.
                if case .coordinate(let point, _) = root.kind, context.unitVectors.contains(point.name) { return [] }
                let isPositive = (try? form.sign(of: base)) == .positive
                return relation == "≥" || isPositive ? [] : ["\(root.vectorText) ≠ 0"]
            }
            let factors = (try? form.signFactors(base)) ?? nil
            let unknown = factors?.filter { $0.sign == .unknown } ?? []
            guard let factors, relation == "≠" || unknown.isEmpty || factors.count == 1 else {
                return ["\(base.plainText) \(relation) 0"]
            }
            return factors.compactMap { factor in
                switch factor.sign {
                case .positive: return nil
                case .unknown: return "\(factor.text) \(relation) 0"
                case .nonnegative: return relation == "≥" ? nil : "\(factor.text) ≠ 0"
                }
            }
        }

        /// Whether the ranges of the parameters, or an inequality among the hypotheses, imply the condition.
        private func isImplied(_ base: Expression, _ relation: String) -> Bool {
            if relation == "≠" {
                if ParameterSign(parameters, context).isNonzero(base) { return true }
                if case .power(let inner, let exponent) = base.kind, case .number(let value) = exponent.kind, value.isInteger { return isImplied(inner, relation) }
            }
            switch relation {
            case ">": if signs.isPositive(base) { return true }
            case "≥": if signs.isNonnegative(base) { return true }
            default: if signs.isNonzero(base) { return true }
            }
            guard let linear = (try? form.linearForm(of: base)) ?? nil else { return false }
            if ranges.impliesPositive(linear) || (relation == "≠" && ranges.impliesPositive(-linear)) { return true }
            // The range of the one parameter of a linear form.
            guard linear.linear.count == 1, let parameter = parameters[linear.linear[0].symbol] else { return false }
            let slope = linear.linear[0].coefficient
            if relation == "≠" { return !parameter.contains(-linear.constant / slope) }
            guard let bound = slope.sign > 0 ? parameter.lower : parameter.upper else { return false }
            let least = slope * bound.value + linear.constant
            return least.sign > 0 || (least.isZero && (bound.isStrict || relation == "≥"))
        }
    }
}

extension Parameter {
    /// A range beyond what a dimension has by default.
    var hasDeclaredRange: Bool { !hasDefaultRange && (lower != nil || upper != nil) }
}

extension Expression {
    public var mentionsOnlyParameters: Bool {
        switch kind {
        case .number, .pi, .parameter, .dimension: return true
        case .sum, .product, .power, .elementary: return operands.allSatisfy(\.mentionsOnlyParameters)
        default: return bessel != nil && operands.allSatisfy(\.mentionsOnlyParameters)
        }
    }
}
