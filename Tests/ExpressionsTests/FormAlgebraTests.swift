import Arithmetic
import Expressions
import Testing

/// Laws of powers, exponentials and logarithms in the normal forms, and what must not hold.
@Suite struct FormAlgebraTests {
    static let a = Expression.parameter("a"), b = Expression.parameter("b"), x = Expression.parameter("x")

    /// a and b are positive, x is any real number.
    static func equal(_ left: Expression, _ right: Expression) throws -> Bool {
        try ContractionForm.areEqual(left, right, FormContext(positiveParameters: ["a", "b"]))
    }

    static func power(_ base: Expression, _ exponent: Rational) -> Expression { .power(base, .number(exponent)) }

    @Test func powers() throws {
        let half = Rational(1, 2)
        #expect(try Self.equal(Self.power(Self.a * Self.b, half), Self.power(Self.a, half) * Self.power(Self.b, half)))
        #expect(try Self.equal(Self.power(Self.power(Self.a, 2), half), Self.a))
        // √(x²) is |x|, not x.
        #expect(try !Self.equal(Self.power(Self.power(Self.x, 2), half), Self.x))
        #expect(try Self.equal(Self.power(Self.power(Self.power(Self.x, 2), half), 2), Self.power(Self.x, 2)))
        #expect(try Self.equal(.power(Self.a, Self.x) * .power(Self.a, Self.b), .power(Self.a, Self.x + Self.b)))
        #expect(try !Self.equal(.power(Self.a, Self.x), .power(Self.a, Self.b)))
    }

    @Test func absoluteValues() throws {
        func abs(_ e: Expression) -> Expression { .elementary(.abs, e) }
        #expect(try Self.equal(abs(Self.x), Self.power(Self.power(Self.x, 2), Rational(1, 2))))
        #expect(try Self.equal(Self.power(abs(Self.x), 2), Self.power(Self.x, 2)))
        #expect(try Self.equal(abs(-Self.x), abs(Self.x)))
        #expect(try Self.equal(abs(Self.a), Self.a))
        #expect(try Self.equal(abs(Self.x) * .elementary(.sign, Self.x), Self.x))
        #expect(try !Self.equal(abs(Self.x), Self.x))
        #expect(try !Self.equal(abs(Self.x + Self.a), abs(Self.x) + Self.a))
    }

    @Test func roots() throws {
        let two = Self.power(.number(2), Rational(1, 2)), three = Self.power(.number(3), Rational(1, 2))
        #expect(try Self.equal(two * three, Self.power(.number(6), Rational(1, 2))))
        #expect(try Self.equal(two * two, .number(2)))
        #expect(try !Self.equal(two, three))
        #expect(try Self.equal(.power(.number(4), Self.x), .power(.number(2), .number(2) * Self.x)))
    }

    @Test func denominators() throws {
        let sum = Self.a + Self.b
        #expect(try Self.equal(.one / Self.a + .one / Self.b, sum / (Self.a * Self.b)))
        #expect(try Self.equal(Self.a / sum + Self.b / sum, .one))
        #expect(try !Self.equal(Self.a / sum - Self.b / sum, .one))
        #expect(try Self.equal(.one / (Self.a * Self.a - Self.b * Self.b) * (Self.a - Self.b), .one / sum))
        let root = Expression.squareRoot(.one + Self.x * Self.x)
        #expect(try Self.equal(root * root, .one + Self.x * Self.x))
        #expect(try Self.equal(.one / root, root / (.one + Self.x * Self.x)))
    }

    @Test func exponentials() throws {
        func exp(_ e: Expression) -> Expression { .elementary(.exp, e) }
        func log(_ e: Expression) -> Expression { .elementary(.log, e) }
        #expect(try Self.equal(exp(Self.x) * exp(Self.a), exp(Self.x + Self.a)))
        #expect(try Self.equal(log(exp(Self.x)), Self.x))
        #expect(try Self.equal(exp(log(Self.a)), Self.a))
        #expect(try Self.equal(exp(.number(2) * log(Self.a)), Self.a * Self.a))
        #expect(try Self.equal(log(Self.a * Self.b), log(Self.a) + log(Self.b)))
        #expect(try Self.equal(log(.number(12)), .number(2) * log(.number(2)) + log(.number(3))))
        #expect(try !Self.equal(log(Self.a + Self.b), log(Self.a) + log(Self.b)))
        // log(x²) is 2 log|x|; x itself has no logarithm where it is negative.
        #expect(try !Self.equal(log(Self.x * Self.x), .number(2) * Self.x))
    }

    @Test func trigonometry() throws {
        func sin(_ e: Expression) -> Expression { .elementary(.sin, e) }
        func cos(_ e: Expression) -> Expression { .elementary(.cos, e) }
        #expect(try Self.equal(sin(Self.x) * sin(Self.x) + cos(Self.x) * cos(Self.x), .one))
        #expect(try Self.equal(sin(-Self.x), -sin(Self.x)))
        #expect(try Self.equal(cos(-Self.x), cos(Self.x)))
        #expect(try !Self.equal(sin(Self.x), cos(Self.x)))
    }

    @Test func impossibleOperationsAreErrors() {
        let zero = Self.a - Self.a
        for expression in [.one / zero, Expression.power(zero, .zero), .elementary(.log, zero), .power(zero, .number(Rational(-1, 2)))] {
            #expect(throws: FormError.divisionByZero) { try Self.equal(expression, .one) }
        }
        let huge = Expression.power(.number(2), .power(.number(10), .number(12)))
        #expect(throws: FormError.tooLarge) { try Self.equal(huge, .one) }
    }
}
