import Arithmetic
import Expressions

/// Limits in a parameter, `lim[γ -> a] e`, by asymptotic expansions of e on the sides of a from which its declared range
/// comes near and e is defined. The expressions are built from parameters by rational operations, powers, elementary functions and Γ.
public struct LimitEvaluation {
    public enum Value: Hashable, Sendable {
        case finite(Expression)
        /// 1 or -1.
        case infinite(Int)
    }

    static let operation = "lim"
    static let infinity = "oo"

    let statement: Statement
    private let signs: SignCheck
    private let context: FormContext

    public init(_ statement: Statement) {
        self.statement = statement
        signs = SignCheck(statement)
        context = FormContext(statement)
    }

    public static func concerns(_ statement: Statement) -> Bool {
        func occurs(_ e: Expression) -> Bool {
            if case .uninterpreted(operation, _, _) = e.kind { return true }
            return e.operands.contains(where: occurs)
        }
        return (statement.goal.relations ?? []).contains { occurs($0.left) || occurs($0.right) }
    }

    /// The statement with the values of all limits in its goal.
    /// - Throws: `Rejection.noLimit`
    public func statementOfValues() throws -> Statement {
        guard let relations = statement.goal.relations else { throw Rejection.evidenceDoesNotFitGoal }
        let values = try relations.map(relationOfValues)
        var result = statement.replacingGoal(values)
        // Coefficients may be lost in the limit: where they have no value, nothing is said.
        let needed = try partialCoefficients()
        result.hypotheses += needed.map { .relation(Relation($0, .equal, $0)) }
        // What tends to a limit is not spoken of any more.
        let expressions = (values + SumOfSquares.citations(result).flatMap { [$0.relation] + $0.conditions }).flatMap { [$0.left, $0.right] } + needed
        let mentioned = Set(expressions.flatMap(\.parameterSymbols)).union(statement.symbolicDimensions)
        result.parameters.removeAll { limitParameters.contains($0.name) && !mentioned.contains($0.name) }
        return result
    }

    /// Where the coefficients of what tends to a limit have values.
    func definedness() throws -> SideConditions.Derivation { SideConditions.onParameters(of: try partialCoefficients(), statement) }

    /// The largest parts in other parameters than the one of their limit that have no value for some of these.
    /// - Throws: `Rejection.noLimit` where they have none for any.
    private func partialCoefficients() throws -> [Expression] {
        var result: [Expression] = []
        func visit(_ e: Expression, apartFrom name: String) throws {
            guard e.mentionsOnlyParameters, !e.parameterSymbols.contains(name) else { return try e.operands.forEach { try visit($0, apartFrom: name) } }
            do { _ = try normalised(e) } catch { throw Rejection.noLimit("the value of \(e.plainText)") }
            if SideConditions.onParameters(of: [e], statement).conditions.isEmpty { return }
            guard !e.parameterSymbols.isEmpty else { throw Rejection.noLimit("the value of \(e.plainText)") }
            if !result.contains(e) { result.append(e) }
        }
        func search(_ e: Expression) throws {
            if case .uninterpreted(Self.operation, let operands, _) = e.kind, operands.count == 3, case .parameter(let name) = operands[0].kind {
                try visit(operands[1], apartFrom: name)
                try visit(replacing(operands[2]), apartFrom: name)
            }
            try e.operands.forEach(search)
        }
        for relation in statement.goal.relations ?? [] { for side in [relation.left, relation.right] { try search(side) } }
        return result
    }

    private var limitParameters: Set<String> {
        func names(_ e: Expression) -> [String] {
            var result = e.operands.flatMap(names)
            if case .uninterpreted(Self.operation, let operands, _) = e.kind, case .parameter(let name)? = operands.first?.kind { result.append(name) }
            return result
        }
        return Set((statement.goal.relations ?? []).flatMap { names($0.left) + names($0.right) })
    }

    private func relationOfValues(_ relation: Relation) throws -> Relation {
        // A relation with an infinite side compares signs.
        if let left = try extended(relation.left), let right = try extended(relation.right) {
            switch (left, right) {
            case (.finite(let a), .finite(let b)): return Relation(a, relation.op, b, indices: relation.indices)
            case (.infinite(let a), .infinite(let b)): return Relation(.number(Rational(a)), relation.op, .number(Rational(b)))
            case (.infinite(let a), .finite): return Relation(.number(Rational(a)), relation.op, .zero)
            case (.finite, .infinite(let b)): return Relation(.zero, relation.op, .number(Rational(b)))
            }
        }
        return Relation(try replacing(relation.left), relation.op, try replacing(relation.right), indices: relation.indices)
    }

    /// A side that is a limit or infinite by itself.
    private func extended(_ e: Expression) throws -> Value? {
        switch e.kind {
        case .uninterpreted(Self.infinity, _, _): return .infinite(1)
        case .uninterpreted(Self.operation, let operands, let indices):
            guard indices.isEmpty else { return nil }
            return try value(operands)
        case .product(let factors):
            guard factors.count == 2, factors[0] == .number(-1), let inner = try extended(factors[1]) else {
                return .finite(try replacing(e))
            }
            switch inner {
            case .finite(let value): return .finite(-value)
            case .infinite(let sign): return .infinite(-sign)
            }
        default: return .finite(try replacing(e))
        }
    }

    private func replacing(_ e: Expression) throws -> Expression {
        switch e.kind {
        case .uninterpreted(Self.operation, let operands, _):
            guard case .finite(let value) = try value(operands) else { throw Rejection.noLimit("\(e.plainText) is infinite") }
            return value
        case .uninterpreted(Self.infinity, _, _): throw Rejection.noLimit("oo is no number")
        default: return try e.mapOperands(replacing)
        }
    }

    private func value(_ operands: [Expression]) throws -> Value {
        guard operands.count == 3, case .parameter(let name) = operands[0].kind, let parameter = statement.parameters.first(where: { $0.name == name })
        else { throw Rejection.noLimit("no parameter tends to anything") }
        // Inner limits first.
        let body = try replacing(operands[2])
        var found: Value?
        for side in try sides(parameter, operands[1]) {
            guard let value = try value(body, name, side) else { continue }
            if let other = found, try !agree(other, value) { throw Rejection.noLimit("the limits from both sides differ") }
            found = value
        }
        if case .finite(let value)? = found, let reduced = try? normalised(value) { return .finite(reduced) }
        guard let found else { throw Rejection.noLimit("\(name) does not come near \(operands[1].plainText) where the expression is defined") }
        return found
    }

    func normalised(_ value: Expression) throws -> Expression {
        let form = ContractionForm(context, for: [value])
        var supply = IndexSupply(startingAt: 1 << 22)
        return try form.expression(form.normalForm(value), &supply)
    }

    private func agree(_ a: Value, _ b: Value) throws -> Bool {
        switch (a, b) {
        case (.finite(let x), .finite(let y)): return try x == y || ContractionForm.areEqual(x, y, context)
        default: return a == b
        }
    }

    /// The parameter as a function of s > 0.
    private func sides(_ parameter: Parameter, _ target: Expression) throws -> [AsymptoticExpansion] {
        let inverse = Magnitude(power: -1, logarithms: 0), linear = Magnitude(power: 1, logarithms: 0)
        switch target.kind {
        case .uninterpreted(Self.infinity, _, _): return parameter.upper == nil ? [AsymptoticExpansion(.one, inverse)] : []
        case .product(let factors) where factors.count == 2 && factors[0] == .number(-1) && factors[1].kind == .uninterpreted(Self.infinity, [], []):
            return parameter.lower == nil && !parameter.isInteger ? [AsymptoticExpansion(.number(-1), inverse)] : []
        default: break
        }
        guard target.mentionsOnlyParameters, !target.parameterSymbols.contains(parameter.name), !parameter.isInteger else { return [] }
        func side(_ direction: Rational) -> AsymptoticExpansion {
            var terms = [linear: Expression.number(direction)]
            if target != .zero { terms[.one] = target }
            return AsymptoticExpansion(parts: [.init(terms: terms, error: nil)])
        }
        // From above where the range goes on above, from below where it goes on below.
        func isBelow(_ a: Expression, _ b: Expression) -> Bool { signs.isPositive(b - a) }
        var result: [AsymptoticExpansion] = []
        if let lower = parameter.lower, isBelow(target, .number(lower.value)) { return [] }
        if let upper = parameter.upper, isBelow(.number(upper.value), target) { return [] }
        let isInsideAbove = parameter.upper.map { isBelow(target, .number($0.value)) } ?? true
        let isInsideBelow = parameter.lower.map { isBelow(.number($0.value), target) } ?? true
        if isInsideAbove { result.append(side(1)) }
        if isInsideBelow { result.append(side(-1)) }
        // Which side counts must be known where the target is no number.
        if target.parameterSymbols.isEmpty || result.count == 2 { return result }
        throw Rejection.noLimit("the place of \(target.plainText) in the range of \(parameter.name)")
    }

    func functions(_ order: Int, _ name: String, _ side: AsymptoticExpansion) -> AsymptoticFunctions {
        AsymptoticFunctions(calculus: AsymptoticCalculus(order: order, signs: signs, context: context), name: name, side: side)
    }

    /// `nil` on a side where the expression is not defined.
    func value(_ body: Expression, _ name: String, _ side: AsymptoticExpansion) throws -> Value? {
        var body = body
        var positive: [Exponent] = []
        if body.hasIntegral {
            do {
                let result = try IntegralEvaluation(statement, context).apply(to: Relation(body, .equal, .zero))
                (body, positive) = (result.relation.left, result.positive)
            } catch { throw Rejection.noLimit("an integral without a closed form") }
        }
        var reason = ""
        for order in [2, 4, 8] {
            do {
                let functions = functions(order, name, side)
                // The integrals converge close to the limit.
                for exponent in positive where try !functions.isEventuallyPositive(exponent.expression) { throw LimitFailure.undefined }
                return try functions.limit(body)
            } catch LimitFailure.undetermined(let what) {
                reason = "\(what) is not known"
            } catch LimitFailure.undefined {
                return nil
            } catch LimitFailure.unsupported(let what) {
                throw Rejection.noLimit(what)
            }
        }
        throw Rejection.noLimit(reason)
    }
}

extension Exponent {
    fileprivate var expression: Expression {
        .sum(linear.map { .number($0.coefficient) * .parameter($0.symbol) } + [.number(constant)])
    }
}
