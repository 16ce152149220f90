import Arithmetic
import Expressions
import Kernel

/// Sets typed expressions in index notation: the statement as the engine understood it.
///
/// Indices are named i, j, k, … by first appearance, as in plain text.
struct ExpressionFormulas {
    private var names: [Index: String] = [:]
    private static let letters = Array("ijklmnpqabcefgh").map(String.init)

    /// With names for the free indices, in this order.
    init(indices: [Index] = []) {
        for index in indices { _ = name(index) }
    }

    static func formula(_ expression: Expression, indices: [Index] = []) -> Formula {
        var setter = ExpressionFormulas(indices: indices)
        return setter.formula(expression, 0)
    }

    private mutating func name(_ index: Index) -> String {
        if case .fixed(let component, _) = index { return String(component) }
        if let known = names[index] { return known }
        let taken = Set(names.values)
        var number = 0
        while taken.contains(Self.letter(number)) { number += 1 }
        names[index] = Self.letter(number)
        return Self.letter(number)
    }

    private static func letter(_ number: Int) -> String {
        let round = number / letters.count
        return letters[number % letters.count] + (round == 0 ? "" : String(round))
    }

    private mutating func formula(_ index: Index) -> Formula {
        let name = name(index)
        if case .fixed = index { return .number(name) }
        return .name(name)
    }

    private mutating func indices(_ list: [Index]) -> Formula { .row(list.map { formula($0) }) }

    /// Names a bound index while its scope is set.
    private mutating func binding<Result>(_ index: Index, _ set: (inout ExpressionFormulas) -> Result) -> Result {
        let outer = names.removeValue(forKey: index)
        let result = set(&self)
        names[index] = outer
        return result
    }

    /// Levels: 0 sum, 1 product, 2 operand of an operator, 3 base of a power.
    mutating func formula(_ expression: Expression, _ level: Int) -> Formula {
        switch expression.kind {
        case .number(let value): return ExpressionFormulas.number(value, isBracketed: level > (value.sign < 0 ? 0 : 2))
        case .pi: return .letter("π")
        case .parameter(let name): return .name(name)
        case .dimension(let dimension): return .name(dimension.plainText)
        case .coordinate(let point, let index): return index.map { Formula.name(point.name).subscripted(formula($0)) } ?? .name(point.name)
        case .delta(let i, let j): return .scripts(.letter("δ"), sub: indices([i, j]), sup: nil)
        case .epsilon(let i, let j, let k): return .scripts(.letter("ε"), sub: indices([i, j, k]), sup: nil)
        case .application(let application): return bracketed(formula(application), application.derivatives.isEmpty ? false : level > 2)
        case .sum(let terms): return bracketed(sum(terms), level > 0)
        case .product(let factors): return bracketed(product(factors), level > 1)
        case .power(let base, let exponent): return power(base, exponent, level)
        case .elementary(let function, let argument): return elementary(function, argument)
        case .partial(let point, let index, let body):
            let variable = index.map { Formula.name(point.name).subscripted(formula($0)) } ?? .name(point.name)
            return bracketed(.row([.scripts(.ordinary("∂"), sub: variable, sup: nil), .thinSpace, formula(body, 2)]), level > 2)
        case .parameterDerivative(let parameter, let body):
            return bracketed(.row([.scripts(.ordinary("∂"), sub: .name(parameter), sup: nil), .thinSpace, formula(body, 2)]), level > 2)
        case .contraction(let index, let body):
            if let root = expression.squaredNorm { return .scripts(norm(root), sub: nil, sup: .number("2")) }
            let sum = binding(index) { setter in
                let letter = setter.formula(index)
                return Formula.row([.stacked(.symbol("∑", .large), under: letter, over: nil), .thinSpace, setter.formula(body, 1)])
            }
            return bracketed(sum, level > 1)
        case .integral(let points, let body):
            let signs = ["∫", "∬", "∭"]
            let sign: [Formula] = (1...3).contains(points.count)
                ? [.symbol(signs[points.count - 1], .integral)] : points.map { _ in .symbol("∫", .integral) }
            let differentials = points.flatMap { [.thinSpace, .word("d"), .name($0.name)] as [Formula] }
            return bracketed(.row(sign + [formula(body, 1)] + differentials), level > 1)
        case .uninterpreted(let operation, let operands, _) where operation.hasPrefix("∂[") && operation.hasSuffix("]"):
            let sign = Formula.symbol("∂", .prefix).subscripted(.name(String(operation.dropFirst(2).dropLast())))
            return .row([sign, .parenthesised(.list(operands.map { formula($0, 0) }))])
        case .uninterpreted(let operation, let operands, _) where operation.hasPrefix("indicator "):
            // 1 where 0 ≤ e.
            let relation = operation.hasSuffix("<=") ? "≤" : "<"
            return .scripts(.number("1"), sub: .row([.number("0"), .relation(relation), .list(operands.map { formula($0, 0) })]), sup: nil)
        case .uninterpreted(let operation, let operands, let indices):
            let head = indices.isEmpty ? Formula.name(operation) : Formula.name(operation).subscripted(self.indices(indices))
            return .row([head, .parenthesised(.list(operands.map { formula($0, 0) }))])
        }
    }

    private static func number(_ value: Rational, isBracketed: Bool) -> Formula {
        let size = value.sign < 0 ? -value : value
        let digits: Formula = size.isInteger
            ? .number(size.description)
            : .fraction(.number(size.numerator.description), .number(size.denominator.description))
        let signed = value.sign < 0 ? .row([.minusSign, digits]) : digits
        return isBracketed ? .parenthesised(signed) : signed
    }

    private func bracketed(_ formula: Formula, _ isNeeded: Bool) -> Formula { isNeeded ? .parenthesised(formula) : formula }

    private mutating func sum(_ terms: [Expression]) -> Formula {
        var parts: [Formula] = []
        for (position, term) in terms.enumerated() {
            let (isNegative, shown) = signed(term)
            if position > 0 { parts.append(.binary(isNegative ? "−" : "+")) } else if isNegative { parts.append(.minusSign) }
            parts.append(shown)
        }
        return .row(parts)
    }

    /// A term without its sign.
    private mutating func signed(_ term: Expression) -> (isNegative: Bool, Formula) {
        switch term.kind {
        case .number(let value): return (value.sign < 0, ExpressionFormulas.number(value.sign < 0 ? -value : value, isBracketed: false))
        case .product(let factors):
            guard case .number(let value)? = factors.first?.kind, value.sign < 0 else { return (false, product(factors)) }
            let rest = Array(factors.dropFirst())
            return (true, product(value == -1 ? rest : [.number(-value)] + rest))
        default: return (false, formula(term, 1))
        }
    }

    private mutating func product(_ factors: [Expression]) -> Formula {
        let fraction = PrintedFraction(factors)
        let coefficient = fraction.coefficient, above = fraction.numerator, below = fraction.denominator
        let sign: [Formula] = fraction.isNegative ? [.minusSign] : []
        let isBracedAbove = !below.isEmpty
        var numerator: [Formula] = []
        if coefficient.numerator != 1 || above.isEmpty { numerator.append(.number(coefficient.numerator.description)) }
        for (position, factor) in above.enumerated() {
            // Only the last factor may run on to the end of the product.
            let isLast = position == above.count - 1
            let level = isLast ? (isBracedAbove && above.count == 1 && numerator.isEmpty ? 0 : 1) : 2
            numerator.append(formula(factor, level))
        }
        var denominator: [Formula] = []
        if coefficient.denominator != 1 { denominator.append(.number(coefficient.denominator.description)) }
        if below.isEmpty, !denominator.isEmpty, !above.isEmpty {
            // A rational coefficient stands in front.
            let rest = above.enumerated().map { formula($0.element, $0.offset == above.count - 1 ? 1 : 2) }
            let factor = Formula.fraction(.number(coefficient.numerator.description), denominator[0])
            return .row(sign + [.joined([factor] + rest, by: .thinSpace)])
        }
        for factor in below { denominator.append(formula(factor, below.count == 1 && denominator.isEmpty ? 0 : 2)) }
        let top = Formula.joined(numerator, by: .thinSpace)
        return .row(sign + [denominator.isEmpty ? top : .fraction(top, .joined(denominator, by: .thinSpace))])
    }

    private mutating func power(_ base: Expression, _ exponent: Expression, _ level: Int) -> Formula {
        if case .number(let value) = exponent.kind, value == Rational(1, 2) {
            if let root = base.squaredNorm { return norm(root) }
            return .root(formula(base, 0), degree: nil)
        }
        let body = formula(base, 3), power = formula(exponent, 0)
        return body.raised(to: power) ?? .scripts(.parenthesised(body), sub: nil, sup: power)
    }

    private mutating func elementary(_ function: ElementaryFunction, _ argument: Expression) -> Formula {
        switch function {
        case .exp:
            if case .application(let application) = argument.kind, application.function.isLogarithm, application.derivatives.isEmpty {
                return call(application, withLogarithm: false)
            }
            return .row([.word("exp"), .parenthesised(formula(argument, 0))])
        case .abs: return .fenced("|", formula(argument, 0), "|")
        case .atan: return .row([.word("arctan"), .parenthesised(formula(argument, 0))])
        default: return .row([.word(function.rawValue), .parenthesised(formula(argument, 0))])
        }
    }

    /// |X|; the indices of X are those of the sums around it.
    private mutating func norm(_ root: Expression) -> Formula {
        let outer = names
        defer { names = outer }
        return .fenced("|", vector(root), "|")
    }

    /// A vector without its running index where that is clear.
    private mutating func vector(_ expression: Expression) -> Formula {
        switch expression.kind {
        case .coordinate(let point, _): return .name(point.name)
        case .sum(let terms):
            var parts: [Formula] = []
            for (position, term) in terms.enumerated() {
                if case .product(let factors) = term.kind, factors.count == 2, case .number(-1) = factors[0].kind {
                    parts += [position == 0 ? .minusSign : .binary("−"), vector(factors[1])]
                } else {
                    parts += (position == 0 ? [] : [.binary("+")]) + [vector(term)]
                }
            }
            return .row(parts)
        case .application(let application) where application.valueIndices.count == 1 && application.derivatives.isEmpty:
            return call(application, withLogarithm: false, hidesIndices: true)
        default: return formula(expression, 0)
        }
    }

    private mutating func formula(_ application: Expression.Application) -> Formula {
        let core = call(application, withLogarithm: true)
        guard !application.derivatives.isEmpty else { return core }
        var parts: [Formula] = []
        for slot in application.derivatives {
            let place = application.arguments.count > 1 ? Formula.parenthesised(.number(String(slot.argument + 1))) : nil
            let index = slot.index.map { formula($0) }
            parts.append(place == nil && index == nil ? .ordinary("∂") : .scripts(.ordinary("∂"), sub: index, sup: place))
        }
        return .row(parts + [.thinSpace, core])
    }

    private mutating func call(
        _ application: Expression.Application, withLogarithm: Bool, hidesIndices: Bool = false
    ) -> Formula {
        let function = application.function
        var head = Formula.name(function.name)
        if !application.valueIndices.isEmpty, !hidesIndices { head = head.subscripted(indices(application.valueIndices)) }
        let arguments = application.arguments.map { argument -> Formula in
            switch argument {
            case .scalar(let body): return formula(body, 0)
            case .vector(let index, let body): return binding(index) { $0.vector(body) }
            }
        }
        var parts: [Formula] = withLogarithm && function.isLogarithm ? [.word("log"), .thinSpace] : []
        parts.append(head)
        if !arguments.isEmpty { parts.append(.parenthesised(.list(arguments))) }
        return .row(parts)
    }
}

extension Statement {
    /// Hypotheses and goal in index notation, a line each.
    var formula: Formula {
        let rows = hypotheses.map { Formula.row([.text("if "), $0.formula]) } + [goal.formula]
        return rows.count == 1 ? rows[0] : .table(rows.map { [$0] }, .left)
    }

    /// The parameters, points and functions it speaks about, in words.
    var declarations: String {
        let declared = parameters.map(\.plainText) + points.map { "\($0.name) in \($0.manifold.plainText)" } + functions.map(\.plainText)
        return declared.joined(separator: "; ")
    }
}

extension Proposition {
    var formula: Formula {
        switch self {
        case .relation(let relation):
            let op = relation.op == .lessOrEqual ? "≤" : relation.op.rawValue
            return .row([
                ExpressionFormulas.formula(relation.left, indices: relation.indices), .relation(op),
                ExpressionFormulas.formula(relation.right, indices: relation.indices),
            ])
        case .conjunction(let parts): return .joined(parts.map(\.formula), by: .text(" and "))
        case .implication(let hypothesis, let conclusion):
            return .row([.parenthesised(conclusion.formula), .text(" if "), .parenthesised(hypothesis.formula)])
        case .equivalence(let a, let b): return .row([.parenthesised(a.formula), .text(" iff "), .parenthesised(b.formula)])
        case .existence(let parameter, let body):
            let bounds = [(parameter.lower, "≥", ">"), (parameter.upper, "≤", "<")].flatMap { bound, weak, strict -> [Formula] in
                guard let bound else { return [] }
                return [.relation(bound.isStrict ? strict : weak), .number(bound.value.description)]
            }
            return .row([.text("there is "), .name(parameter.name)] + bounds + [.text(" with "), body.formula])
        }
    }
}
