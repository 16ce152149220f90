import Arithmetic
import Expressions

extension ScalarGraph {
    /// A node for people: `1/2 sqrt(2 π) gammafn(3/4)`. Variables are written `x1`, `x2`, ….
    public func plainText(of node: Node) -> String { text(node, .sum) }

    private enum Level: Int, Comparable {
        case sum, product, power
        static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    private func text(_ node: Node, _ least: Level) -> String {
        func bracketed(_ text: String, _ level: Level) -> String { level < least ? "(" + text + ")" : text }
        switch self[node] {
        case .number(let value):
            return bracketed(value.description, value.sign < 0 ? .sum : value.isInteger ? .power : .product)
        case .pi: return "π"
        case .variable(let variable): return "x\(variable.number + 1)"
        case .sum(let constant, let terms):
            var text = ""
            for term in terms {
                let sign = term.coefficient.sign < 0
                text += text.isEmpty ? (sign ? "-" : "") : (sign ? " - " : " + ")
                let size = term.coefficient.magnitude
                text += (size == 1 ? "" : size.description + " ") + self.text(term.node, .product)
            }
            if !constant.isZero { text += (constant.sign < 0 ? " - " : " + ") + constant.magnitude.description }
            return bracketed(text, terms.count == 1 && constant.isZero ? .product : .sum)
        case .product(let factors):
            let above = factors.filter { $0.exponent.sign > 0 }.map { power($0.base, $0.exponent) }
            let below = factors.filter { $0.exponent.sign < 0 }.map { power($0.base, $0.exponent.magnitude) }
            let text = (above.isEmpty ? "1" : above.joined(separator: " ")) + below.map { "/" + $0 }.joined()
            return factors.count == 1 && below.isEmpty ? text : bracketed(text, .product)
        case .function(let function, let argument): return name(of: function) + self.text(argument, .sum) + ")"
        }
    }

    private func power(_ base: Node, _ exponent: Rational) -> String {
        if exponent == 1 { return text(base, .power) }
        if exponent == Rational(1, 2) { return "sqrt(\(text(base, .sum)))" }
        return text(base, .power) + "^" + (exponent.isInteger && exponent.sign > 0 ? exponent.description : "(\(exponent))")
    }

    private func name(of function: ScalarFunction) -> String {
        switch function {
        case .elementary(let name): return name.rawValue + "("
        case .besselI(let order): return "besselI(\(text(order, .sum)), "
        case .besselK(let order): return "besselK(\(text(order, .sum)), "
        case .step: return "indicator(0 < "
        }
    }
}
