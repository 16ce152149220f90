import Arithmetic
import Expressions
import Testing

/// Exponents that are quotients of parameters: `x^(p/(p-1)) = x x^(1/(p-1))`.
@Suite struct SymbolicExponentTests {
    private static let context = FormContext(positiveParameters: ["x", "y", "p", "q"])
    private static let (x, y) = (Expression.parameter("x"), Expression.parameter("y"))
    private static let (p, q) = (Expression.parameter("p"), Expression.parameter("q"))

    private static func areEqual(_ a: Expression, _ b: Expression) throws -> Bool { try ContractionForm.areEqual(a, b, context) }

    private static func number(_ value: Int) -> Expression { .number(Rational(value)) }

    @Test func conjugateExponents() throws {
        let conjugate = Self.p / (Self.p - .one)
        #expect(try Self.areEqual(.power(.power(Self.x, conjugate), .one / conjugate), Self.x))
        #expect(try Self.areEqual(.power(Self.x, .one / Self.p) * .power(Self.x, .one / conjugate), Self.x))
        #expect(try Self.areEqual(.power(.power(Self.x * Self.y, Self.p), .one / Self.p), Self.x * Self.y))
        #expect(try Self.areEqual(.power(.power(Self.x, .one / Self.p), Self.p), Self.x))
        #expect(try !Self.areEqual(.power(.power(Self.x, conjugate), .one / Self.p), Self.x))
        #expect(try !Self.areEqual(.power(Self.x, .one / Self.p) * .power(Self.x, conjugate), Self.x))
    }

    /// `x^a x^b = x^(a+b)` and `(x^a)^b = x^(ab)` for random quotients of linear forms in one parameter, and nothing for other exponents.
    @Test func lawsOfPowers() throws {
        var random = SplitMix64(seed: 11)
        func linear() -> Expression {
            Self.number(Int.random(in: 1...3, using: &random)) * Self.p + Self.number(Int.random(in: -3...3, using: &random))
        }
        for _ in 0..<30 {
            let a = linear() / linear(), b = linear() / linear()
            #expect(try Self.areEqual(.power(Self.x, a) * .power(Self.x, b), .power(Self.x, a + b)))
            #expect(try Self.areEqual(.power(.power(Self.x, a), b), .power(Self.x, a * b)))
            #expect(try !Self.areEqual(.power(Self.x, a) * .power(Self.x, b), .power(Self.x, a + b + .one)))
            #expect(try !Self.areEqual(.power(.power(Self.x, a), b), .power(Self.x, a * b + Self.number(2))))
        }
    }

    /// Several parameters: numerators are divided by denominators, whatever stands beside them.
    @Test func severalParameters() throws {
        let sum = Self.p + Self.q
        #expect(try Self.areEqual(.power(Self.x, Self.p / sum) * .power(Self.x, Self.q / sum), Self.x))
        #expect(try Self.areEqual(.power(.power(Self.x, Self.p * Self.q), .one / Self.q), .power(Self.x, Self.p)))
        #expect(try !Self.areEqual(.power(Self.x, Self.p / sum) * .power(Self.x, Self.p / sum), Self.x))
    }
}
