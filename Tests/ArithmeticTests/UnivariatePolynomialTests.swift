import Arithmetic
import Testing

@Suite struct UnivariatePolynomialTests {
    private func product(_ roots: [Rational], _ scale: Rational = 1) -> UnivariatePolynomial {
        roots.reduce(UnivariatePolynomial([scale])) { $0.multiplied(by: UnivariatePolynomial([-$1, 1])) }
    }

    @Test func rootsAreCountedBetweenTheEnds() {
        var instances = RandomInstances(seed: 301)
        for _ in 0..<200 {
            let roots = (0..<Int.random(in: 1...5, using: &instances.generator)).map { _ in instances.smallRational() }
            // Factors without real roots count for nothing.
            let p = product(roots, -3).multiplied(by: UnivariatePolynomial([instances.smallRational(1...9), 0, 1]))
            let a = instances.smallRational(), b = a + instances.smallRational(1...9)
            #expect(p.rootCount(from: a, to: b) == Set(roots.filter { a < $0 && $0 < b }).count, "\(roots) in (\(a), \(b))")
            #expect(p.rootCount(from: nil, to: nil) == Set(roots).count)
            #expect(p.rootCount(from: roots[0], to: nil) == Set(roots.filter { $0 > roots[0] }).count)
        }
    }

    @Test func signsChangeAtRootsOfOddMultiplicity() {
        let p = product([1, 2, 2, 3, 3, 3, 4, 4, 4, 4])
        #expect(p.oddPart == product([1, 3]))
        #expect(product([2, 2], 5).oddPart == UnivariatePolynomial([1]))
    }

    @Test func divisionWithRemainder() {
        var instances = RandomInstances(seed: 302)
        for _ in 0..<100 {
            let a = UnivariatePolynomial((0...5).map { _ in instances.smallRational() })
            let b = UnivariatePolynomial((0...2).map { _ in instances.smallRational() } + [1])
            let (quotient, remainder) = a.divided(by: b)
            let x = instances.smallRational()
            #expect(a.value(at: x) == quotient.value(at: x) * b.value(at: x) + remainder.value(at: x))
            #expect(remainder.degree < b.degree)
        }
    }

    @Test func squaresAreNonnegativeAndAnythingLessIsNot() {
        var instances = RandomInstances(seed: 303)
        for _ in 0..<100 {
            let root = instances.smallRational()
            let square = product([root, root]).multiplied(by: UnivariatePolynomial([1, 0, instances.smallRational(0...9)]))
            #expect(square.isNonnegative(from: nil, to: nil))
            #expect(square.isNonnegative(from: root, to: root + 1))
            let lowered = UnivariatePolynomial([square.coefficients[0] - Rational(1, 1_000_000)] + square.coefficients.dropFirst())
            #expect(!lowered.isNonnegative(from: nil, to: nil))
            #expect(!lowered.isNonnegative(from: root, to: root + 1))
        }
    }

    /// Against the values at many points.
    @Test func nonnegativityOnIntervals() {
        var instances = RandomInstances(seed: 304)
        for _ in 0..<300 {
            let p = product((0..<4).map { _ in instances.smallRational(-6...6) }, instances.smallRational())
            let a = instances.smallRational(-6...6), b = a + instances.smallRational(1...9)
            let values = (0...400).map { p.value(at: a + (b - a) * Rational($0, 400)) }
            if p.isNonnegative(from: a, to: b) {
                #expect(values.allSatisfy { $0.sign >= 0 })
            } else {
                // A short interval of negative values may lie between the points: its ends are rational roots.
                let middle = (p.rootCount(from: a, to: b) > 0) || values.contains { $0.sign < 0 }
                #expect(middle)
            }
        }
        #expect(product([1]).isNonnegative(from: 1, to: nil))
        #expect(!product([1]).isNonnegative(from: Rational(99, 100), to: nil))
        #expect(product([1], -1).isNonnegative(from: nil, to: 1))
    }
}
