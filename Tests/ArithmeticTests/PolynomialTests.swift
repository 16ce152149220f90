import Arithmetic
import Testing

@Suite struct PolynomialTests {
    let ring = PolynomialRing(variables: ["x", "y", "z"])

    @Test func ringAxioms() throws {
        var instances = RandomInstances(seed: 71)
        for _ in 0..<100 {
            let a = instances.polynomial(in: ring)
            let b = instances.polynomial(in: ring)
            let c = instances.polynomial(in: ring)
            #expect(a * b == b * a)
            #expect((a + b) + c == a + (b + c))
            #expect(a * (b + c) == a * b + a * c)
            #expect((a * b) * c == a * (b * c))
            #expect((a - a).isZero)
            #expect((a + b).hashValue == (b + a).hashValue)
            #expect(try a.power(3) == a * a * a)
            #expect(Rational(2, 3) * a + Rational(1, 3) * a == a)
            #expect(ring.polynomial(a.terms.reversed()) == a)
        }
    }

    @Test func factorsMultiplyToThePolynomial() throws {
        var instances = RandomInstances(seed: 74)
        for _ in 0..<60 {
            let a = instances.polynomial(in: ring), b = instances.polynomial(in: ring)
            let product = a * b * b
            guard !product.isZero else {
                #expect(product.factorisation() == nil)
                continue
            }
            let (constant, factors) = try #require(product.factorisation())
            #expect(try factors.reduce(ring.constant(constant)) { try $0 * $1.base.power($1.exponent) } == product)
            // What is a factor twice is found twice.
            if let common = b.factorisation()?.factors.first { #expect(factors.contains { $0.base == common.base && $0.exponent >= 2 * common.exponent }) }
        }
    }

    @Test func derivativesAreDerivations() {
        var instances = RandomInstances(seed: 72)
        for _ in 0..<100 {
            let a = instances.polynomial(in: ring)
            let b = instances.polynomial(in: ring)
            for i in 0..<3 {
                #expect((a * b).derivative(i) == a.derivative(i) * b + a * b.derivative(i))
                for j in 0..<3 { #expect(a.derivative(i).derivative(j) == a.derivative(j).derivative(i)) }
            }
        }
    }

    @Test func evaluationIsAHomomorphism() throws {
        var instances = RandomInstances(seed: 73)
        for _ in 0..<100 {
            let a = instances.polynomial(in: ring)
            let b = instances.polynomial(in: ring)
            let point = (0..<3).map { _ in instances.smallRational() }
            #expect(try (a * b).evaluate(at: point) == a.evaluate(at: point) * b.evaluate(at: point))
            #expect(try (a + b).evaluate(at: point) == a.evaluate(at: point) + b.evaluate(at: point))
            let residues = point.compactMap { Residue61($0) }
            #expect(try a.residue(at: residues) == Residue61(a.evaluate(at: point)))
            let partly = try a.substituting(1, by: point[1])
            #expect(partly.degree(in: 1) <= 0)
            #expect(try partly.evaluate(at: point) == a.evaluate(at: point))
            let images = [b, ring.variable(2), ring.one]
            let values = try images.map { try $0.evaluate(at: point) }
            #expect(try a.compose(images, in: ring).evaluate(at: point) == a.evaluate(at: values))
        }
    }

    @Test func gcdAndDivision() throws {
        var instances = RandomInstances(seed: 74)
        for _ in 0..<50 {
            let a = instances.polynomial(in: ring)
            let b = instances.polynomial(in: ring)
            let c = instances.polynomial(in: ring)
            guard !a.isZero, !b.isZero, !c.isZero else { continue }
            #expect((a * b).exactQuotient(dividingBy: b) == a)
            if b.degree > 0 { #expect((a * b + 1).exactQuotient(dividingBy: b) == nil) }
            let common = try Polynomial.gcd(a * c, b * c)
            #expect(common.leadingCoefficient == 1)
            #expect(common.exactQuotient(dividingBy: c) != nil)
            #expect((a * c).exactQuotient(dividingBy: common) != nil)
            let square = a * a
            #expect(square.exactSquareRoot().map { $0 == a || $0 == -a } == true)
        }
    }

    @Test func copiesAreIndependent() {
        let original = ring.variable(0) + ring.one
        var changed = original
        changed += ring.variable(1)
        changed *= changed
        #expect(original == ring.variable(0) + 1)
        #expect(changed.totalTermCount == 6)
        changed -= changed
        #expect(changed.isZero)
    }

    @Test func descriptionAndShape() throws {
        let (x, y) = (ring.variable(0), ring.variable(1))
        let polynomial = try Rational(3, 2) * x.power(2) * y - y + 1
        #expect(polynomial.description == "3/2*x^2*y - y + 1")
        #expect((-x).description == "-x")
        #expect(ring.zero.description == "0")
        #expect(ring.constant(-1).description == "-1")
        #expect(polynomial.degree == 3 && polynomial.degree(in: 0) == 2 && ring.zero.degree == -1)
        #expect(ring.constant(5).constantValue == 5 && x.constantValue == nil && ring.zero.constantValue == 0)
        #expect(PolynomialRing(variables: ["x", "y", "z"]).variable(0) == x)
        #expect(PolynomialRing(variables: ["u", "y", "z"]).variable(0) != x)
        let none = PolynomialRing(variables: [])
        #expect((none.constant(2) * none.constant(3)).constantValue == 6)
    }

    @Test func largePowersAreCountedOrRefused() throws {
        let p = try (ring.variable(0) + ring.variable(1) + ring.variable(2) + 1).power(10)
        #expect(p.totalTermCount == 286)
        #expect((p * (p + 1)).totalTermCount == 1771)
        #expect(throws: ArithmeticError.self) { try (ring.variable(0) + 1).power(1 << 40) }
        #expect(throws: ArithmeticError.self) { try p.power(1000) }
        #expect(throws: ArithmeticError.self) { try ring.variable(0).power(.max) }
        #expect(throws: ArithmeticError.self) { try ring.constant(3).power(.max) }
        #expect(throws: ArithmeticError.self) { try ring.variable(0).power(1 << 30).evaluate(at: [3, 0, 0]) }
    }

    /// Polynomials with large coefficients may be made on one thread and released on another.
    @Test func polynomialsMoveBetweenThreads() async {
        let results = await withTaskGroup(of: Polynomial.self) { group in
            for seed in 0..<8 {
                group.addTask {
                    let x = ring.variable(0) + ring.constant(Rational(Int.max - seed))
                    let power = x * x * x * x
                    LibraryCaches.releaseForThisThread()
                    return power
                }
            }
            return await group.reduce(into: [Polynomial]()) { $0.append($1) }
        }
        #expect(Set(results).count == 8)
        #expect(results.allSatisfy { $0.totalTermCount == 5 })
    }
}
