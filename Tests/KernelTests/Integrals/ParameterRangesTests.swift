import Arithmetic
import Expressions
import Testing

@testable import Kernel

@Suite struct ParameterRangesTests {
    /// Forms `c + Σ a_k x_k` by their coefficients.
    static func form(_ constant: Rational, _ coefficients: [Rational]) -> Exponent {
        coefficients.enumerated().reduce(Exponent(constant)) { $0 + Exponent(0, linear: [.init(symbol: "x\($1.offset)", coefficient: 1)]) * $1.element }
    }

    static func ranges(_ bounds: [(Rational?, Rational?)]) -> ParameterRanges {
        ParameterRanges(Statement(
            parameters: bounds.enumerated().map { number, bound in
                Parameter(
                    name: "x\(number)", isInteger: false, lower: bound.0.map { Parameter.Bound(value: $0, isStrict: false) },
                    upper: bound.1.map { Parameter.Bound(value: $0, isStrict: true) })
            },
            points: [], functions: [], hypotheses: [], goal: .relation(Relation(.zero, .equal, .zero))))
    }

    @Test func contradictions() {
        let free = Self.ranges([(nil, nil), (nil, nil)])
        #expect(free.admit([]))
        #expect(!free.admit([Self.form(0, [1]), Self.form(0, [-1])]))
        #expect(!free.admit([Self.form(-2, [1]), Self.form(1, [-1])]))
        #expect(free.admit([Self.form(-1, [1]), Self.form(2, [-1])]))
        // x + y > 0, x - y > 0, -x > 0.
        #expect(!free.admit([Self.form(0, [1, 1]), Self.form(0, [1, -1]), Self.form(0, [-1, 0])]))
        #expect(free.admit([Self.form(1, [1, 1]), Self.form(1, [1, -1]), Self.form(0, [-1, 0])]))
    }

    @Test func rangesCount() {
        // 1 <= x < 2.
        let range = Self.ranges([(1, 2), (nil, nil)])
        #expect(range.admit([Self.form(Rational(-3, 2), [1])]))
        #expect(!range.admit([Self.form(-2, [1])]))
        #expect(!range.admit([Self.form(1, [-1])]))
        #expect(range.admit([Self.form(Rational(1_001, 1_000), [-1])]))
        #expect(!range.admit([Self.form(0, [1, 1]), Self.form(-2, [0, -1])]))
    }

    /// What a point satisfies is not contradictory.
    @Test func pointsAreWitnesses() {
        var generator = SplitMix64(seed: 7)
        func number() -> Rational { Rational(Int(generator.next() % 9) - 4, 1 + Int(generator.next() % 3)) }
        for _ in 0..<200 {
            let point = (0..<3).map { _ in number() }
            let forms = (0..<3).map { _ -> Exponent in
                let coefficients = (0..<3).map { _ in number() }
                let value = zip(coefficients, point).reduce(Rational(0)) { $0 + $1.0 * $1.1 }
                return Self.form(Rational(1, 7) - value, coefficients)
            }
            let ranges = Self.ranges(point.map { ($0, $0 + 1) })
            #expect(ranges.admit(forms))
            #expect(!ranges.admit(forms + [forms[0] * -1]))
        }
    }
}
