import Arithmetic
import Expressions
import Testing

@testable import Integration

/// Integrals that do not exist have no value, whatever symmetry says; their neighbours that exist have one.
@Suite struct RefusalTests {
    private static func numbers(_ texts: [String]) -> ConcreteNumbers {
        ConcreteNumbers("space v, w in R^3\nspace ω in S^2\n" + texts.enumerated().map { "evaluate e\($0): \($1)" }.joined(separator: "\n"))
    }

    @Test func oddFunctionsNeedNotHaveAnIntegral() throws {
        let pairs = [
            // At infinity, at the origin, on the equator; polynomials that cancel; a factor that is zero.
            ("∫[v] v[1]/(1 + |v|²)²", "∫[v] v[1]/(1 + |v|²)^3"),
            ("∫[v] v[1] exp(-|v|)/|v|^4", "∫[v] v[1] exp(-|v|)/|v|^3"),
            ("∫[ω] ω[1]/|ω[3]|", "∫[ω] ω[1]/sqrt(|ω[3]|)"),
            ("∫[v] (v[1]² - v[2]²)/(1 + |v|²)^(5/2)", "∫[v] (v[1]² - v[2]²)/(1 + |v|²)^(11/4)"),
            ("∫[v,w] v[1] exp(-|v|²)/(1 + |w|²)", "∫[v,w] v[1] exp(-|v|²)/(1 + |w|²)²"),
        ]
        let bad = Self.numbers(pairs.map(\.0)), good = Self.numbers(pairs.map(\.1))
        for number in pairs.indices {
            #expect(throws: NumericError.self, "\(pairs[number].0)") { try bad.value("e\(number)", digits: 10) }
            #expect(try good.value("e\(number)", digits: 10).value.containsZero, "\(pairs[number].1)")
        }
    }

    @Test func singularitiesInsideAreNamed() throws {
        let cases = [
            ("∫[s in (0,3)] 1/(s² - 2)", "1.414214"), ("∫[s in (0,3)] 1/(s³ - 2)²", "-2.0"), ("∫[s in (0,3)] 1/(exp(s) - 3)", "1.098612"),
            ("∫[s in (0,2)] tan(s)", "1.570796"), ("∫[s in (0,2)] (s³ - 2)^(-2/3)", "not defined"), ("∫[s in (0,2)] sqrt(s - 1)", "not defined"),
            ("∫[s in (-1,1)] log(s)", "not defined"), ("∫[s in (0,oo)] exp(s)", "grows at infinity"), ("∫[s in (0,oo)] sin(s)/s", "improper"),
            ("∫[v] exp(v[1] - v[2]²)", "decay in all directions"), ("∫[s in (0,3)] 1/(s³ - 2)^(2/3)", "not defined"),
            ("∫[s in (0,3)] ((s³ - 2)²)^(-1/3)", "kink"),
        ]
        let numbers = Self.numbers(cases.map(\.0))
        for (number, (text, expected)) in cases.enumerated() {
            do {
                let value = try numbers.value("e\(number)", digits: 15)
                Issue.record("\(text) = \(value.value)")
            } catch let error as NumericError {
                #expect("\(error)".contains(expected), "\(text): \(error)")
            }
        }
    }

    /// Slow decay and squares of sines are not known here, which is no reason to say that there is no integral: `1/log 3` and `π/2`.
    @Test(arguments: ["∫[s in (0,1)] 1/(s log(s/3)²)", "∫[s in (0,oo)] sin(s)²/s²"])
    func whatIsNotToldIsNotDenied(_ text: String) throws {
        do {
            _ = try Self.numbers([text]).value("e0", digits: 10)
        } catch NumericError.divergent(let reason) {
            Issue.record("\(text): \(reason)")
        } catch is NumericError {}
        #expect(throws: NumericError.divergent("the integrand grows too fast at the lower end")) {
            try Self.numbers(["∫[s in (0,1)] 1/s"]).value("e0", digits: 10)
        }
    }

    /// Values beyond the range of doubles have bounds in digits, too.
    @Test func hugeAndTinyValuesHaveBounds() throws {
        let numbers = Self.numbers(["gammafn(1001)", "∫[s in (-oo,oo)] cos(40 s) exp(-s²/2)"])
        #expect(try numbers.value("e0").text(digits: 8).hasPrefix("gammafn(1001) = 4.0238726e+2567 (1 ± 1e-"))
        #expect(try numbers.value("e1").text(digits: 8).contains("9.1939981e-348"))
    }
}
