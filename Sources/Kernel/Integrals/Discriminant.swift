import Arithmetic
import Expressions

/// An inequality between a square and a product of two integrals, by one that holds for every multiple of its parts:
/// Cauchy and Schwarz, Heisenberg, Cramér and Rao.
///
/// Where `s² A - 2 s C + B >= 0` and `s² A + 2 s C + B >= 0` for all s > 0, neither A nor B is negative (s → ∞, s → 0), and
/// `C² <= A B`: take `s = |C|/A`, or let s → ∞ where A = 0. The first alone gives `C <= √(A B)`.
public struct Discriminant: Hashable, Sendable {
    public enum Form: String, Hashable, Sendable {
        /// `right - left = factor (A B - C²)` with a positive factor.
        case square
        /// `left = C`, `right² = A B`, and the right side is not negative by its form.
        case root
        /// `left = |C|`, and the right side as before.
        case absoluteRoot = "absolute-root"
    }

    /// The name of s.
    public let parameter: String
    public let form: Form
    public let factor: Expression
    /// A, B and C.
    public let first: Expression, second: Expression, middle: Expression

    public init(parameter: String, form: Form, factor: Expression, first: Expression, second: Expression, middle: Expression) {
        self.parameter = parameter
        self.form = form
        self.factor = factor
        self.first = first
        self.second = second
        self.middle = middle
    }

    /// The inequalities for all s > 0.
    public func statement(of statement: Statement) throws -> Statement {
        guard let relations = statement.goal.relations, relations.count == 1, relations[0].op == .lessOrEqual, relations[0].indices.isEmpty,
            !(statement.parameters.map(\.name) + statement.points.map(\.name) + statement.functions.map(\.name)).contains(parameter)
        else { throw Rejection.evidenceDoesNotFitGoal }
        try check(relations[0], statement)
        var result = statement
        result.parameters.append(Parameter(name: parameter, isInteger: false, lower: .init(value: .zero, isStrict: true), upper: nil))
        let s = Expression.parameter(parameter)
        let goals = (form == .root ? [-1] : [-1, 1]).map { sign in
            Relation(.zero, .lessOrEqual, .sum([.power(s, .number(2)) * first, .product([.number(Rational(2 * sign)), s, middle]), second]))
        }
        result.goal = goals.count == 1 ? .relation(goals[0]) : .conjunction(goals.map { .relation($0) })
        return result
    }

    /// Integrals are numbers here.
    private func check(_ relation: Relation, _ statement: Statement) throws {
        let positive = FormContext(statement).positiveParameters
        for part in [factor, first, second, middle] { try WellFormedness.check(part, in: statement, points: [], indices: []) }
        guard factor.mentionsOnlyParameters, factor.isManifestlyPositive(positiveParameters: positive) else {
            throw Rejection.signNotShown(factor.plainText)
        }
        var numbers = IntegralsAsNumbers()
        func number(_ e: Expression) throws -> Expression { try numbers.replacing(e) }
        let context = FormContext(positiveParameters: positive, termBudget: Kernel.termBudget)
        func requireEqual(_ a: Expression, _ b: Expression) throws {
            guard try ContractionForm.areEqual(a, b, context) else { throw Rejection.sidesDiffer(relation: 0) }
        }
        let (left, right) = (try number(relation.left), try number(relation.right))
        let (a, b, c) = (try number(first), try number(second), try number(middle))
        switch form {
        case .square: try requireEqual(right - left, factor * (a * b - c * c))
        case .root, .absoluteRoot:
            guard factor == .one, relation.right.isManifestlyNonnegative(positiveParameters: positive) else { throw Rejection.evidenceDoesNotFitGoal }
            try requireEqual(right * right, a * b)
            if form == .root { return try requireEqual(left, c) }
            guard case .elementary(.abs, let inside) = left.kind else { throw Rejection.evidenceDoesNotFitGoal }
            try requireEqual(inside, c)
        }
    }
}

/// Integrals, each in place of which a parameter stands; the same integral is the same parameter.
private struct IntegralsAsNumbers {
    private var known: [Expression] = []

    /// - Throws: `Rejection.evidenceDoesNotFitGoal` where anything but parameters is left.
    mutating func replacing(_ e: Expression) throws -> Expression {
        if e.mentionsOnlyParameters { return e }
        switch e.kind {
        case .sum(let terms): return .sum(try terms.map { try replacing($0) })
        case .product(let factors): return .product(try factors.map { try replacing($0) })
        case .power(let base, let exponent): return .power(try replacing(base), try replacing(exponent))
        case .elementary(.abs, let argument): return .elementary(.abs, try replacing(argument))
        case .integral:
            guard e.freeIndices.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
            let place = known.firstIndex { $0.isSameUpToBoundIndices(as: e) } ?? known.count
            if place == known.count { known.append(e) }
            // No name of the language has such a letter.
            return .parameter("∫\(place)")
        default: throw Rejection.evidenceDoesNotFitGoal
        }
    }
}

extension Discriminant {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        func text(_ e: Expression) -> SymbolicText {
            var writer = StatementWriter(statement)
            return writer.expression(e)
        }
        return .list([.word(parameter), .word(form.rawValue), text(factor), text(first), text(second), text(middle)])
    }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        let items = try reader.items(text, count: 6)
        guard let form = Form(rawValue: try reader.word(items[1])) else { throw TextError("unknown form of a discriminant") }
        self.init(
            parameter: try reader.word(items[0]), form: form, factor: try reader.expression(items[2]), first: try reader.expression(items[3]),
            second: try reader.expression(items[4]), middle: try reader.expression(items[5]))
    }
}
