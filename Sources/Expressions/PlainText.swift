import Arithmetic

extension Expression {
    /// The expression in index notation, for people. Indices are named i, j, k, … by first appearance.
    public var plainText: String {
        var printer = PlainTextPrinter()
        return printer.text(self, 0)
    }

    /// A vector's expression without its running index where that is clear: `z`, `v - w`.
    public var vectorText: String {
        var printer = PlainTextPrinter()
        return printer.vectorText(self)
    }

    /// As `plainText`, with the given names for free indices (relation indices first).
    public func plainText(indices: [Index]) -> String {
        var printer = PlainTextPrinter()
        indices.forEach { _ = printer.name($0) }
        return printer.text(self, 0)
    }
}

/// Precedence levels: 0 sum, 1 product, 2 power base and operator operand.
struct PlainTextPrinter {
    /// The indices in scope, few at a time, with the numbers of their letters.
    private var names: [(index: Index, number: Int)] = []
    private static let letters = Array("ijklmnpqabcefgh").map(String.init)

    mutating func name(_ index: Index) -> String {
        switch index {
        case .fixed(let component, _): return String(component)
        case .variable:
            if let known = names.first(where: { $0.index == index }) { return Self.letter(known.number) }
            var number = 0
            while names.contains(where: { $0.number == number }) { number += 1 }
            names.append((index, number))
            return Self.letter(number)
        }
    }

    private static func letter(_ number: Int) -> String {
        let round = number / letters.count, letter = letters[number % letters.count]
        return round == 0 ? letter : letter + String(round)
    }

    /// Names a bound index while its scope is printed.
    private mutating func binding<T>(_ index: Index, _ print: (inout PlainTextPrinter) -> T) -> T {
        let outer = names.firstIndex { $0.index == index }.map { names.remove(at: $0) }
        let result = print(&self)
        names.removeAll { $0.index == index }
        if let outer { names.append(outer) }
        return result
    }

    mutating func text(_ expression: Expression, _ level: Int) -> String {
        switch expression.kind {
        case .number(let value):
            return value.sign < 0 || !value.isInteger ? parenthesised(value.description, level > (value.sign < 0 ? 0 : 1)) : value.description
        case .pi: return "π"
        case .parameter(let name): return name
        case .dimension(.symbol(let name)): return name
        case .dimension(.number(let value)): return String(value)
        case .coordinate(let point, let index): return point.name + (index.map { "_\(name($0))" } ?? "")
        case .delta(let i, let j): return "δ_\(name(i))\(name(j))"
        case .epsilon(let i, let j, let k): return "ε_\(name(i))\(name(j))\(name(k))"
        case .application(let application): return text(application)
        case .sum(let terms):
            var result = ""
            for (position, term) in terms.enumerated() {
                var part = text(term, 1)
                if case .number(let value) = term.kind { part = value.description }
                if position == 0 {
                    result = part
                } else if part.hasPrefix("-") {
                    result += " - " + part.dropFirst()
                } else {
                    result += " + " + part
                }
            }
            return parenthesised(result, level > 0)
        case .product(let factors): return product(factors, level)
        case .power(let base, let exponent):
            if case .number(let value) = exponent.kind, value == Rational(1, 2) {
                if let root = base.squaredNorm { return "|\(normText(root))|" }
                return "sqrt(\(text(base, 0)))"
            }
            return parenthesised(text(base, 3) + "^" + text(exponent, 3), level > 2)
        case .elementary(.exp, let argument):
            if case .application(let application) = argument.kind, application.function.isLogarithm,
                application.derivatives.isEmpty {
                return functionText(application, withLogarithm: false)
            }
            return "exp(\(text(argument, 0)))"
        case .elementary(.abs, let argument): return "|\(text(argument, 0))|"
        case .elementary(let function, let argument): return "\(function.rawValue)(\(text(argument, 0)))"
        case .partial(let point, let index, let body):
            let direction = index.map { "\(point.name)_\(name($0))" } ?? point.name
            let isNested = if case .partial = body.kind { true } else { false }
            return parenthesised("∂[\(direction)] \(text(body, isNested ? 2 : 3))", level > 2)
        case .parameterDerivative(let parameter, let body): return parenthesised("∂[\(parameter)] \(text(body, 2))", level > 2)
        case .contraction(let index, let body):
            if let root = expression.squaredNorm { return "|\(normText(root))|²" }
            let sum = binding(index) { printer in
                let letter = printer.name(index)
                return "Σ_\(letter) \(printer.text(body, 1))"
            }
            return parenthesised(sum, level > 1)
        case .integral(let points, let body):
            return parenthesised("∫[\(points.map(\.name).joined(separator: ","))] \(text(body, 1))", level > 1)
        case .uninterpreted("oo", _, _): return "oo"
        case .uninterpreted("lim", let operands, _) where operands.count == 3:
            return parenthesised("lim[\(text(operands[0], 0)) -> \(text(operands[1], 0))] \(text(operands[2], 1))", level > 1)
        case .uninterpreted(let operation, let operands, let indices):
            let suffix = indices.isEmpty ? "" : "_" + indices.map { name($0) }.joined()
            return "\(operation)\(suffix)(\(operands.map { text($0, 0) }.joined(separator: ", ")))"
        }
    }

    /// X inside |X|: its indices are those of the sums around it.
    private mutating func normText(_ root: Expression) -> String {
        let outer = names
        defer { names = outer }
        return vectorText(root)
    }

    /// A vector without its running index where it is a plain point.
    mutating func vectorText(_ expression: Expression) -> String {
        switch expression.kind {
        case .coordinate(let point, _): return point.name
        case .sum(let terms):
            return terms.enumerated().map { position, term in
                if case .product(let factors) = term.kind, factors.count == 2, case .number(-1) = factors[0].kind {
                    return (position == 0 ? "-" : " - ") + vectorText(factors[1])
                }
                return (position == 0 ? "" : " + ") + vectorText(term)
            }.joined()
        case .application(let application) where application.valueIndices.count == 1 && application.derivatives.isEmpty:
            return functionText(application, withLogarithm: false, hidesIndices: true)
        default: return text(expression, 0)
        }
    }

    private mutating func product(_ factors: [Expression], _ level: Int) -> String {
        let fraction = PrintedFraction(factors)
        let coefficient = fraction.coefficient, numerator = fraction.numerator, denominator = fraction.denominator
        var parts: [String] = []
        if coefficient != 1 || numerator.isEmpty { parts.append(coefficient.description) }
        for (position, factor) in numerator.enumerated() {
            // Only the last factor may run on to the end of the product.
            parts.append(text(factor, position == numerator.count - 1 && denominator.isEmpty ? 1 : 2))
        }
        var result = (fraction.isNegative ? "-" : "") + parts.joined(separator: " ")
        for factor in denominator { result += "/" + text(factor, 2) }
        return parenthesised(result, level > 1)
    }

    private func parenthesised(_ text: String, _ needed: Bool) -> String { needed ? "(\(text))" : text }

    private mutating func text(_ application: Expression.Application) -> String {
        let core = functionText(application, withLogarithm: true)
        if application.derivatives.isEmpty { return core }
        var derivatives = ""
        for slot in application.derivatives {
            let place = application.arguments.count > 1 ? "\(slot.argument + 1)" : ""
            derivatives += "∂" + place + (slot.index.map { "_\(name($0))" } ?? "")
        }
        return derivatives + " " + core
    }

    private mutating func functionText(
        _ application: Expression.Application, withLogarithm: Bool, hidesIndices: Bool = false
    ) -> String {
        let function = application.function
        let indices = application.valueIndices.isEmpty || hidesIndices ? ""
            : "_" + application.valueIndices.map { name($0) }.joined()
        let arguments = application.arguments.map { argument -> String in
            switch argument {
            case .scalar(let body): return text(body, 0)
            case .vector(let index, let body): return binding(index) { $0.vectorText(body) }
            }
        }
        let call = arguments.isEmpty ? "" : "(\(arguments.joined(separator: ", ")))"
        return (withLogarithm && function.isLogarithm ? "log " : "") + function.name + indices + call
    }
}
