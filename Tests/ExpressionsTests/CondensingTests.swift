import Arithmetic
import Testing

@testable import Expressions

/// Sums of squares cancelled against powers of themselves.
@Suite struct CondensingTests {
    private let arena = FormArena(positiveParameters: [], budget: 10_000_000)
    private let coordinates: [Form]
    private let square: Form

    init() throws {
        var coordinates: [Form] = []
        var square = Form.zero
        for k in 1...3 {
            coordinates.append(arena.form(CondensingTests.component(k)))
            square.add(arena.form(CondensingTests.component(k), exponent: Exponent(2)))
        }
        self.coordinates = coordinates
        self.square = square
    }

    private func difference(_ a: Form, _ b: Form) -> Form {
        var result = a
        result.add(b, times: -1)
        return result
    }

    @Test(arguments: [Rational(-1), Rational(-2), Rational(-3, 2)]) func whatCancelsIsCancelled(exponent: Rational) throws {
        let factor = try arena.multiply(coordinates[0], difference(coordinates[1], coordinates[2]))
        let whole = try arena.multiply(arena.multiply(square, factor), arena.power(square, Exponent(exponent)))
        #expect(whole.termCount == 6)
        let condensed = try arena.condensed(whole)
        if exponent != -1 {
            #expect(try condensed == arena.multiply(factor, arena.power(square, Exponent(exponent + 1))))
        }
        #expect(condensed.termCount == 2)
        #expect(try arena.isZero(difference(whole, condensed)))
    }

    @Test func valuesStay() throws {
        var seed: UInt64 = 7
        func random(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        var changed = 0
        for _ in 0..<60 {
            var form = Form.zero
            for _ in 0..<(2 + random(5)) {
                var term = Form(Rational(1 + random(4)))
                for coordinate in coordinates { term = try arena.multiply(term, arena.power(coordinate, Exponent(Rational(random(4))))) }
                if random(2) == 0 { term = try arena.multiply(term, square) }
                form.add(try arena.multiply(term, arena.power(square, Exponent(Rational(-1 - random(3))))), times: random(2) == 0 ? 1 : -1)
            }
            let condensed = try arena.condensed(form)
            #expect(condensed.termCount <= form.termCount)
            if condensed != form { changed += 1 }
            #expect(try arena.isZero(difference(form, condensed)))
            // The false twin.
            var other = condensed
            other.add(try arena.power(square, Exponent(-1)))
            #expect(try !arena.isZero(difference(form, other)))
        }
        #expect(changed > 10)
    }

    @Test func onlySquaresOfTheirOwnAreEliminated() throws {
        // In x² + x y² no x² can be replaced without bringing x back.
        var base = arena.form(Self.component(1), exponent: Exponent(2))
        base.add(try arena.multiply(coordinates[0], arena.form(Self.component(2), exponent: Exponent(2))))
        let form = try arena.multiply(base, arena.power(base, Exponent(-2)))
        let condensed = try arena.condensed(form)
        #expect(try arena.isZero(difference(condensed, arena.power(base, Exponent(-1)))))
    }

    private static func component(_ k: Int) -> Atom {
        .component(Point(name: "z", manifold: .euclidean(.number(3))), k)
    }
}
