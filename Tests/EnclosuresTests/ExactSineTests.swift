import Arithmetic
import Enclosures
@testable import Expressions
import Testing

/// Sines and cosines of simple parts of π, against their enclosures.
@Suite struct ExactSineTests {
    @Test(arguments: -30...30) func partsOfPi(number: Int) throws {
        for denominator in [1, 2, 3, 4, 5, 6, 12] {
            let angle = Expression.number(Rational(number, denominator)) * .pi
            for function in [ElementaryFunction.sin, .cos] {
                let value = Expression.elementary(function, angle)
                let form = ContractionForm(FormContext())
                var supply = IndexSupply()
                let written = try form.expression(form.normalForm(value), &supply)
                let (a, b) = (try BallField(precision: 128).value(value, [:], at: Assignment()), try BallField(precision: 128).value(written, [:], at: Assignment()))
                #expect(a.overlaps(b), "\(value.plainText) is not \(written.plainText)")
                // Niven: the squares are rational for multiples of a fourth or sixth.
                let part = Rational(number, denominator)
                if (part * 4).isInteger || (part * 6).isInteger { #expect(!"\(written.plainText)".contains("π"), "\(written.plainText)") }
            }
        }
    }

    /// `Γ(1/3) Γ(2/3) = 2π/√3` and its like.
    @Test func reflectedGammas() throws {
        func gamma(_ a: Int, _ b: Int) -> Expression { .elementary(.gamma, .number(Rational(a, b))) }
        func root(_ n: Int) -> Expression { .power(.number(Rational(n)), .number(Rational(1, 2))) }
        let two = Expression.number(2)
        for (left, right) in [
            (gamma(1, 3) * gamma(2, 3), two * .pi / root(3)), (gamma(1, 4) * gamma(3, 4), root(2) * .pi), (gamma(1, 6) * gamma(5, 6), two * .pi),
            (gamma(4, 3) * gamma(2, 3), two * .pi / (.number(3) * root(3))), (gamma(1, 3) * gamma(2, 3), .pi / .elementary(.sin, .pi / .number(3))),
        ] {
            #expect(try ContractionForm.areEqual(left, right, FormContext()))
            #expect(try !ContractionForm.areEqual(left, two * right, FormContext()))
        }
    }
}
