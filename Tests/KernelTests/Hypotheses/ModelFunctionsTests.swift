import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// The kernel refuses what is proved about nothing, whoever wrote the certificate.
@Suite struct ModelFunctionsTests {
    /// Evidence that is right but for the example: of what holds for a satisfiable hypothesis, with another in its place.
    @Test(arguments: [
        ("space x in R^3\nfunction u(x) where u <= 1\nclaim a: u <= 2", "space x in R^3\nfunction u(x) where u <= 1, u >= 3\nclaim a: u <= 2"),
        ("space x in R^3\nfunction u(x) where |∇u|² <= 1\nclaim a: |∇u|² <= 2", "space x in R^3\nfunction u(x) where |∇u|² <= 1, |∇u|² <= -1\nclaim a: |∇u|² <= 2"),
        (
            "space t in (0,oo)\nfunction y(t) > 0 where ∂[t] y <= 0\nclaim a: y(t) <= y(0)",
            "space t in (0,oo)\nfunction y(t) > 0 where ∂[t] y <= 0, y <= -1\nclaim a: y(t) <= y(0)"
        ),
        ("space x in R^3\nfunction u(x) where Δu = 0\nclaim a: Δu = 0", "space x in R^3\nfunction u(x) where Δu = 0, u = u + 1\nclaim a: Δu = 0"),
        ("space x in R^3\nfunction u(x)\nclaim a: u + u = 2 u", "space x in R^3\nfunction u(x)\nclaim a: u + u = 2 u provided u² <= -1"),
    ]) func certificatesAboutNothingAreRefused(satisfiable: String, contradictory: String) throws {
        var certificate = try Claims.certificate(satisfiable)
        #expect(try Kernel.check(certificate).verdict == .proved)
        certificate.statement = try Claims.statement(contradictory)
        #expect(throws: Rejection.noExample) { try Kernel.check(certificate) }
    }

    @Test(arguments: [
        ("function u(x) where u >= 0, u <= 1, |∇u|² <= 1", true), ("function u(x) where u >= 1, u <= 0", false),
        ("function u(x) where u > 0", true), ("function u(x) where u² < 0", false),
        ("function u(x) where Δu = 3, u >= 0", true), ("function u(x) where Δu = 3, u <= 0, u >= 1", false),
        ("function u(x) where u >= 1 + |x|²", true), ("function u(x) decaying where u >= 1 + |x|²", false),
        ("function X(x) : vector where |X|² = 1", true), ("function X(x) : vector where |X|² = 1, X = 0", false),
        ("function X(x) : vector where ∇X = Id", true), ("function A(x) : antisymmetric matrix where A = Id", false),
        ("function φ(x)\nfunction B(x) : symmetric matrix where B ∇²φ = Id", true),
        ("density u(x) where ∇u = -x u", true), ("density u(x) where ∇u = x u", false),
        ("density u(x) where u <= 1/2", true), ("density u(x) where u >= 1/1000", false),
        ("density u(x) where u <= 1, ∫[x] |x|² u = 3", true), ("density u(x) where u <= 1, ∫[x] |x|² u = -3", false),
        ("function χ(x) where 0 <= χ <= 1, χ = 1 if |x| <= 1, χ = 0 if |x| >= 2\nfunction u(x) where u >= 1", true),
        ("function χ(x) where 0 <= χ <= 1, χ = 1 if |x| <= 1, χ = 0 if |x| >= 1\nfunction u(x)", false),
        ("function χ(x) where 0 <= χ <= 1, χ = 1 if |x| <= 2, χ = 0 if |x| >= 1\nfunction u(x)", false),
        ("function χ(x) where χ <= 1/2, χ = 1 if |x| <= 1, χ = 0 if |x| >= 2\nfunction u(x)", false),
        ("function χ(x) where 0 < χ, χ = 1 if |x| <= 1, χ = 0 if |x| >= 2\nfunction u(x)", false),
        ("function χ(x) where ∇χ = 0, χ = 1 if |x| <= 1, χ = 0 if |x| >= 2\nfunction u(x)", false),
        ("function χ(x) decaying where 0 <= χ <= 1, χ = 1 if |x| <= 1, χ = 0 if |x| >= 2\nfunction u(x) where u >= 1, u <= -1", false),
        ("param R > 1\nfunction χ(x) where 0 <= χ <= 1, χ = 1 if |x| <= R, χ = 0 if |x| >= R + 1\nfunction u(x)", true),
        ("param a in [0, 1]\nfunction u(x) where u >= a + 2, u <= 3", true), ("param a in [0, 1]\nfunction u(x) where u >= a + 2, u <= 1", false),
    ]) func examplesAreKnown(declarations: String, expected: Bool) throws {
        let name = declarations.contains("X(x)") ? "|X|² = |X|²" : declarations.contains("A(x)") || declarations.contains("B(x)") ? "tr(\(declarations.contains("A(x)") ? "A" : "B")) = 1" : declarations.contains("χ") ? "u + χ = 1" : "u = 1"
        let statement = try Claims.statement("space x in R^3\n\(declarations)\nclaim a: \(name)")
        #expect(ModelFunctions(statement).satisfyHypotheses() == expected, "\(declarations)")
    }

    /// Bounds contain the values at seeded places.
    @Test func boundsContainValues() throws {
        let t = Expression.parameter("t"), s = Expression.parameter("s")
        let ranges = [
            "t": Parameter(name: "t", lower: .init(value: -2, isStrict: false), upper: .init(value: 3, isStrict: false)),
            "s": Parameter(name: "s", lower: .init(value: Rational(1, 2), isStrict: false), upper: .init(value: 4, isStrict: false)),
        ]
        let inside: [Expression] = [
            t * s, -(t * t), .power(t, .number(3)), .power(s, .number(-2)), .power(s, .number(Rational(-1, 2))), .elementary(.exp, t), .elementary(.exp, -(s * s)),
            .elementary(.log, s), .elementary(.abs, t), .elementary(.tanh, t) * s, .number(0) * t, .power(t, .number(2)) - s * .pi, .power(s, t), .power(t, .number(9)),
        ]
        var generator = SplitMix64(seed: 5)
        for e in inside {
            let bounds = ValueRange(e, ranges, positive: ["s"])
            for _ in 0..<20 {
                let place = ["t": Rational(Int(generator.next() % 51), 10) - 2, "s": Rational(1, 2) + Rational(Int(generator.next() % 36), 10)]
                var evaluation = IntervalEvaluation(place.mapValues { RationalInterval($0) }, bits: 64)
                let value = try evaluation.value(e)
                if let lower = bounds.lower { #expect(value.upper >= lower, "\(e.plainText)") }
                if let upper = bounds.upper { #expect(value.lower <= upper, "\(e.plainText)") }
            }
        }
        #expect(ValueRange(.elementary(.exp, -(s * s)), ranges, positive: ["s"]).upper.map { $0 < 1 } == true)
    }
}
