import Arithmetic
import Testing

@Suite struct RationalFunctionTests {
    let ring = PolynomialRing(variables: ["x", "y"])

    func random(_ instances: inout RandomInstances) throws -> RationalFunction {
        let denominator = instances.polynomial(in: ring, terms: 2, degree: 2)
        return try RationalFunction(
            instances.polynomial(in: ring, terms: 2, degree: 2), denominator.isZero ? ring.one : denominator)
    }

    @Test func fieldAxioms() throws {
        var instances = RandomInstances(seed: 81)
        for _ in 0..<60 {
            let (a, b, c) = (try random(&instances), try random(&instances), try random(&instances))
            #expect(try a + b == b + a)
            #expect(try (a + b) + c == a + (b + c))
            #expect(try a * (b + c) == a * b + a * c)
            #expect(try (a - a).isZero)
            if !b.isZero {
                #expect(try (a / b) * b == a)
                #expect(try b * b.inverse() == RationalFunction(ring.one))
                #expect(try b.power(-2) * b * b == RationalFunction(ring.one))
            }
            #expect(a.denominator.leadingCoefficient == 1)
            #expect(try Polynomial.gcd(a.numerator, a.denominator).isOne || a.isZero)
            #expect(try (a * b).derivative(0) == a.derivative(0) * b + a * b.derivative(0))
            let point = [instances.smallRational(), instances.smallRational()]
            if let x = try a.evaluate(at: point), let y = try b.evaluate(at: point) {
                #expect(try (a + b).evaluate(at: point) == x + y)
                #expect(try (a * b).evaluate(at: point) == x * y)
            }
        }
    }

    @Test func divisionByZeroIsRefused() {
        #expect(throws: ArithmeticError.divisionByZero) { try RationalFunction(ring.one, ring.zero) }
        #expect(throws: ArithmeticError.divisionByZero) { try RationalFunction(ring.zero).inverse() }
    }

    /// sum_i x_i^k / prod_{j != i} (x_i - x_j) is the complete homogeneous polynomial h_{k-n+1}, and is not
    /// when one exponent is changed.
    @Test(arguments: [(3, 2, 0), (3, 4, 2), (4, 5, 2), (4, 3, 0), (4, 2, -1)])
    func divisibleDifferences(_ n: Int, _ k: Int, _ degree: Int) throws {
        let ring = PolynomialRing(variables: (0..<n).map { "x\($0)" })
        func sum(_ exponent: (Int) -> Int) throws -> RationalFunction {
            var sum = RationalFunction(ring.zero)
            for i in 0..<n {
                var product = ring.one
                for j in 0..<n where j != i { product *= ring.variable(i) - ring.variable(j) }
                sum = try sum + RationalFunction(ring.variable(i).power(exponent(i)), product)
            }
            return sum
        }
        let expected =
            switch degree {
            case 0: ring.one
            case 2:
                (0..<n).reduce(ring.zero) { total, i in
                    (i..<n).reduce(total) { $0 + ring.variable(i) * ring.variable($1) }
                }
            default: ring.zero
            }
        #expect(try sum { _ in k } == RationalFunction(expected))
        #expect(try sum { $0 == 0 ? k + 1 : k } != RationalFunction(expected))
    }

    @Test func text() throws {
        let quotient = try RationalFunction(ring.variable(0) + 1, 2 * ring.variable(1))
        #expect(quotient.description == "(1/2*x + 1/2)/(y)")
        #expect(RationalFunction(ring.variable(0)).description == "x")
        #expect(try RationalFunction(ring.constant(2), ring.constant(4)).constantValue == Rational(1, 2))
    }
}
