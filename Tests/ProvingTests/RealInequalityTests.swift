import Arithmetic
import Expressions
import Kernel
import Testing

@testable import Proving

/// Numbers and functions of parameters: each true claim beside a false twin.
@Suite struct RealInequalityTests {
    private static let declarations = """
        param x, y, η, p > 0
        param s, q
        param t in [0, 1]
        param a, b >= 0
        param γ in (-3, -2)
        param δ in (0, 3)

        """

    static func outcome(_ claim: String) throws -> Outcome {
        try IntegralTrapTests.outcome(declarations + "claim c: " + claim)
    }

    static let pairs: [(true: String, false: String)] = [
        // Numbers.
        ("2 < 3", "3 < 2"),
        ("sqrt(5 + 2 sqrt 6) = sqrt 2 + sqrt 3", "sqrt(5 + 2 sqrt 6) = sqrt 2 + sqrt 3 + 10^(-40)"),
        ("(7 + 5 sqrt 2)^(1/3) = 1 + sqrt 2", "(7 + 5 sqrt 2)^(1/3) = 1 + sqrt 3"),
        ("sqrt 2 + sqrt 3 > pi", "sqrt 2 + sqrt 3 < pi"),
        ("exp(pi) - pi < 20", "exp(pi) - pi >= 20"),
        ("log 2/log 3 < 12/19", "log 2/log 3 < 13/21"),
        ("sqrt 8 <= 2 sqrt 2", "sqrt 8 < 2 sqrt 2"),
        ("1/(9 sqrt 6) < 1/(6 sqrt 6)", "1/(2^(2/3) * 3) * 1/sqrt(2^(5/3) * 3) = 1/(12 sqrt 6)"),
        // Products under powers and logarithms, however they are written.
        ("log(1 + x + y + x y) = log(1 + x) + log(1 + y)", "log(1 + x + y + 2 x y) = log(1 + x) + log(1 + y)"),
        ("(1 + 2 x + x^2)^p = (1 + x)^(2 p)", "(1 + 2 x + x^2)^p = (1 + x)^p"),
        ("log((1 + x)/(3 + 3 y)) = log(1 + x) - log(1 + y) - log 3", "log((1 + x)/(3 + 3 y)) = log(1 + x) - log(1 + y) + log 3"),
        ("sqrt(a^2 b) = a sqrt(b)", "sqrt(a^2 b) = a^2 sqrt(b)"),
        // Where ends of ranges are left out, and homogeneous sums.
        ("(x + y)^t <= x^t + y^t", "(x + y)^t >= x^t + y^t"),
        // Rational functions of one parameter.
        ("s^4 - 4 s^2 + 4 >= 0", "s^4 - 4 s^2 + 39/10 >= 0"),
        ("t (1 - t) <= 1/4", "t (1 - t) < 1/4"),
        ("x + 1/x >= 2", "x + 1/x > 2"),
        ("1/(x^2 - 2) >= 0 where x > 3/2", "1/(x^2 - 2) >= 1 where x > 3/2"),
        ("sqrt x <= (1 + x)/2", "sqrt x <= (1 + x)/3"),
        // Several parameters.
        ("x^(1/3) y^(2/3) <= x/(3 η^2) + 2 η/3 y", "x^(1/3) y^(2/3) <= x/(3 η^2) + η/3 y"),
        ("x y <= x^3/3 + 2/3 y^(3/2)", "x y <= x^3/3 + 1/3 y^(3/2)"),
        ("x + y + 1/(x y) >= 3", "x + y + 1/(x y) >= 301/100"),
        ("(a + b)^2 <= 2 (a^2 + b^2)", "(a + b)^2 <= 3/2 (a^2 + b^2)"),
        ("2 s q <= s^2 + q^2", "2 s q <= s^2 + q^2/2"),
        // Under a hypothesis.
        ("-3 (2 + γ)/(4 (3 - δ)) < 1/4 provided δ < 3 (3 + γ)", "-3 (2 + γ)/(4 (3 - δ)) < 1/5 provided δ < 3 (3 + γ)"),
        ("δ < 5 + γ provided δ < 3 (3 + γ)", "δ < 4 + γ provided δ < 3 (3 + γ)"),
        ("η x/4 + x^2 y/2 - x η <= -x η/2 provided x y <= η/2", "η x/4 + x^2 y/2 - x η <= -2 x η/3 provided x y <= η/2"),
        // Logarithms and exponentials.
        ("log x <= x - 1", "log x < x - 1"),
        ("p log p - p + 1 <= (p - 1)^2", "p log p - p + 1 <= (p - 1)^2/2"),
        ("x/(1 + x) < log(1 + x)", "x < log(1 + x)"),
        ("x log x >= -exp(-1)", "x log x >= -1/3"),
        ("x log x <= (x log y + x^p/y - x)/(p - 1) where p > 1", "x log x <= (x log y + x^p/y - 2 x)/(p - 1) where p > 1"),
        ("exp(s) >= 1 + s", "exp(s) >= 1 + s + s^2/100"),
        ("exp(x) > x^2", "exp(x) > x^3"),
        ("tanh(x) < x", "tanh(x) < x - x^3/10"),
        // Bounded functions.
        ("sin(x) <= x", "sin(x) <= x - x^3/6"),
        ("cos(s) >= 1 - s^2/2", "cos(s) >= 1 - s^2/4"),
        ("2 + sin(s) cos(q) > 0", "1/2 + sin(s) cos(q) > 0"),
        ("atan(s) < pi/2", "atan(s) < pi/3"),
        ("x sin(s) + y cos(s) <= x + y", "x sin(s) + y cos(s) <= (x + y)/2"),
        // Homogeneous in two parameters.
        ("(x - y) (log x - log y) >= 4 (sqrt x - sqrt y)^2", "(x - y) (log x - log y) >= 5 (sqrt x - sqrt y)^2"),
        ("log((x + y)/2) >= (log x + log y)/2", "log((x + y)/2) >= log x + log y"),
        ("(x + y)^δ <= x^δ + y^δ where δ < 1", "(x + y)^δ <= x^δ + y^δ where δ < 2"),
        // Up to the ends of a range.
        ("x^t y^(1 - t) <= t x + (1 - t) y", "x^t y^(1 - t) <= (1 - t) x + t y"),
        // Roots of a linear function.
        ("log(1 + x) <= x/sqrt(1 + x)", "log(1 + x) <= x/(1 + x)"),
    ]

    @Test(arguments: pairs.map(\.true)) func trueOnesAreProved(claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict == .proved, "\(claim): \(outcome.reason ?? outcome.witness ?? "")")
        #expect(outcome.internalError == nil)
        // The certificate stands on its own.
        let text = try #require(outcome.certificate)
        #expect(try Kernel.check(Certificate(text: text)).verdict == .proved)
    }

    @Test(arguments: pairs.map(\.false)) func falseOnesAreNot(claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict != .proved, "\(claim): \(outcome.evidence)")
        #expect(outcome.internalError == nil)
    }

    /// A certificate for a true claim does not fit its false twin.
    @Test(arguments: pairs) func certificatesAreBoundToTheirClaims(pair: (true: String, false: String)) throws {
        let cell = Self.declarations + "claim c: "
        let proved = try Self.outcome(pair.true)
        guard let text = proved.certificate,
            let twin = try IntegralIdentity.statements(cell + pair.false).last?.statement else { return }
        var certificate = try Certificate(text: text)
        certificate.statement = twin
        #expect(throws: (any Error).self) { try Kernel.check(certificate) }
    }

    static let undefined = [
        // Where a side has no value nothing is proved.
        "1/(x - 1)^2 >= 0", "log(x - 1) <= x", "1/x + 1/(x - 1) >= 0 where x >= 1", "sqrt(s) >= 0", "0 * log(s) = 0", "1/s^2 > 0 where s >= -1",
    ]

    @Test(arguments: undefined) func whatIsNotDefinedIsNotProvedWithoutSayingSo(claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict != .proved || !outcome.sideConditions.isEmpty, "\(claim)")
    }

    /// Random functions: what is proved is true at samples.
    @Test func nothingFalseIsProved() throws {
        var random = SplitMix64(seed: 4)
        func number() -> String { String(Int(random.next() % 9) - 4) }
        let atoms = ["x", "x^2", "log x", "x log x", "exp(-x)", "sqrt x", "1/x", "exp(x)", "1"]
        var proved = 0
        for _ in 0..<40 {
            let terms = (0..<3).map { _ in "(\(number())) * (\(atoms[Int(random.next() % UInt64(atoms.count))]))" }
            let claim = terms.joined(separator: " + ") + " >= \(number())"
            let statement = try #require(try IntegralIdentity.statements(Self.declarations + "claim c: " + claim).last?.statement)
            let relation = try #require(statement.goal.relations?.first)
            guard SignProver(statement).proof(of: relation) != nil else { continue }
            proved += 1
            for step in 1..<400 {
                let x = Double(step * step) / 4000
                let value = RealSample.value(relation.excess, ["x": x])
                #expect(!(value < -1e-9), "\(claim) at \(x)")
            }
        }
        #expect(proved > 3)
    }
}
