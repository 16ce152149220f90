import Arithmetic

/// An expression for Coq, twice: as people read it, and as the data that the check computes with. Coq itself sees
/// to it that both are the same.
struct CoqTerm {
    /// How tightly the readable form holds together.
    enum Strength: Int, Comparable {
        case sum, product, prefix, application, atom

        static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    let text: String
    let strength: Strength
    let data: String

    init(_ text: String, _ strength: Strength, data: String) {
        self.text = text
        self.strength = strength
        self.data = data
    }

    /// The readable form where at least this strength is needed.
    func text(_ needed: Strength) -> String { strength < needed ? "(\(text))" : text }

    static func number(_ value: Rational) -> CoqTerm {
        let literal = coq(value)
        return CoqTerm("ℚ \(literal)", .application, data: "(Number \(literal))")
    }

    /// `2%Q`, `(-1#3)%Q` without the scope.
    static func coq(_ value: Rational) -> String {
        if value.isInteger { return value.sign < 0 ? "(\(value))" : "\(value)" }
        return "(\(value.numerator)#\(value.denominator))"
    }

    static func sum(_ terms: [CoqTerm]) -> CoqTerm {
        guard var data = terms.first?.data else { return number(0) }
        for term in terms.dropFirst() { data = "(Plus \(data) \(term.data))" }
        return terms.count == 1 ? terms[0] : CoqTerm(terms.map { $0.text(.product) }.joined(separator: " + "), .sum, data: data)
    }

    static func product(_ factors: [CoqTerm]) -> CoqTerm {
        guard var data = factors.first?.data else { return number(1) }
        for factor in factors.dropFirst() { data = "(Times \(data) \(factor.data))" }
        return factors.count == 1 ? factors[0] : CoqTerm(factors.map { $0.text(.prefix) }.joined(separator: " * "), .product, data: data)
    }

    func raised(to exponent: Int) -> CoqTerm {
        CoqTerm("\(text(.application)) ^ \(exponent)", .prefix, data: "(Raise \(data) \(exponent))")
    }

    var inverted: CoqTerm { applying("inverse", "Inverse") }

    func power(_ exponent: CoqTerm) -> CoqTerm {
        CoqTerm("\(text(.application)) ^^ \(exponent.text(.atom))", .prefix, data: "(Power \(data) \(exponent.data))")
    }

    /// `function` of this.
    func applying(_ function: String, _ constructor: String) -> CoqTerm {
        CoqTerm("\(function) \(text(.atom))", .application, data: "(\(constructor) \(data))")
    }

    func derivative(point: (name: String, number: Int), index: (text: String, data: String)) -> CoqTerm {
        let body = strength == .prefix && text.hasPrefix("∂[") ? text : text(.application)
        return CoqTerm(
            "∂[\(point.name),\(index.text)] \(body)", .prefix, data: "(Derivative \(point.number) \(index.data) \(data))")
    }

    func summed(_ index: String, below count: Int) -> CoqTerm {
        CoqTerm("Σ \(index) < \(count), \(text(.product))", .sum, data: "(Sum \(count) \(data))")
    }
}

/// Why a proof is not handed to Coq.
struct CoqRefusal: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
