import Expressions
import Kernel
import Testing

@testable import Proving

/// What holds of integers and not of the numbers between them.
@Suite struct IntegerTests {
    private static let declarations = "param n, m integer\nparam k integer >= 1\nparam x\n"

    private static func outcome(_ claim: String) throws -> Outcome { try Outcome.checked(declarations + "claim c: " + claim) }

    @Test(arguments: [
        ("n² >= n", "x² >= x"), ("|n| <= n²", "|x| <= x²"), ("n (n+1) (n+2) (n+3) >= 0", "x (x+1) (x+2) (x+3) >= 0"), ("|2 n - 1| >= 1", "|2 n - 1| >= 2"),
        ("(n - 1/3) (n - 2/3) >= 2/9", "(n - 1/3) (n - 2/3) >= 1/4"), ("n³ >= n provided n >= 1", "n³ >= n"), ("k² >= 2 k - 1", "k² >= 2 k"),
        ("cos(2 pi n) = 1", "cos(pi n) = 1"), ("sin(pi n) = 0", "sin(pi n/2) = 0"),
    ]) func claims(claim: String, twin: String) throws {
        #expect(try Self.outcome(claim).verdict == .proved, "\(claim)")
        #expect(try Self.outcome(twin).verdict == .refuted, "\(twin)")
    }

    /// Evidence that looks at integers alone says nothing of other numbers.
    @Test(arguments: ["n² >= n", "|n| <= n²", "|2 n - 1| >= 1", "sin(pi n) = 0", "cos(2 pi n) = 1"]) func integralityIsNeeded(claim: String) throws {
        let certificate = try Certificate(text: #require(try Self.outcome(claim).certificate))
        var changed = certificate
        changed.statement.parameters = certificate.statement.parameters.map { Parameter(name: $0.name, isInteger: false, lower: $0.lower, upper: $0.upper) }
        #expect(throws: (any Error).self) { try Kernel.check(changed) }
    }
}
