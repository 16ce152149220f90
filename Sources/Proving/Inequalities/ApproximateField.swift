import Arithmetic
import Expressions
import Glibc

/// Floating-point numbers without error bounds, for searches only.
struct ApproximateField: EvaluationField {
    struct Element: RingElement {
        let value: Double
        static let zero = Element(value: 0)
        static func + (a: Self, b: Self) -> Self { Element(value: a.value + b.value) }
        static func * (a: Self, b: Self) -> Self { Element(value: a.value * b.value) }
        var isZero: Bool { value == 0 }
    }

    func memory(_ count: Int) -> RingMemory<Element> { RingMemory(count) }
    func number(_ value: Rational) -> Element { Element(value: value.doubleValue) }
    func add(_ a: Element, _ b: Element) -> Element { a + b }
    func multiply(_ a: Element, _ b: Element) -> Element { a * b }
    func isExactZero(_ a: Element) -> Bool { a.isZero }
    func pi() -> Element { Element(value: .pi) }

    func requirePositive(_ a: Element) throws {
        guard a.value > 0 else { throw EvaluationError.undefined }
    }

    func inverse(_ a: Element) throws -> Element {
        guard a.value != 0 else { throw EvaluationError.undefined }
        return Element(value: 1 / a.value)
    }

    func power(_ base: Element, _ exponent: Rational) throws -> Element {
        try requirePositive(base)
        return Element(value: pow(base.value, exponent.doubleValue))
    }

    func elementary(_ function: ElementaryFunction, _ x: Element) throws -> Element {
        let x = x.value
        switch function {
        case .exp: return Element(value: exp(x))
        case .log:
            guard x > 0 else { throw EvaluationError.undefined }
            return Element(value: log(x))
        case .sin: return Element(value: sin(x))
        case .cos: return Element(value: cos(x))
        case .tan: return Element(value: tan(x))
        case .atan: return Element(value: atan(x))
        case .sinh: return Element(value: sinh(x))
        case .cosh: return Element(value: cosh(x))
        case .tanh: return Element(value: tanh(x))
        case .erf: return Element(value: erf(x))
        case .gamma: return Element(value: tgamma(x))
        case .abs: return Element(value: abs(x))
        case .sign: return Element(value: x > 0 ? 1 : -1)
        }
    }
}
