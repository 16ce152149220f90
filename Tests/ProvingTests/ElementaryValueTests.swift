import Kernel
import Testing

@testable import Proving

/// Exact values of elementary functions: algebraic numbers, sums of arctangents, reflection of the Gamma function.
@Suite struct ElementaryValueTests {
    private static let declarations = "param x\nparam t > 0\nparam q in (0, 1)\n"

    private static func outcome(_ claim: String) throws -> Outcome { try Outcome.checked(declarations + "claim c: " + claim) }

    @Test(arguments: [
        ("cos(pi/5) = (1 + sqrt 5)/4", "cos(pi/5) = (1 + sqrt 6)/4"), ("tan(pi/8) = sqrt 2 - 1", "tan(pi/8) = 1 - sqrt 2"),
        ("sin(pi/10) = (sqrt 5 - 1)/4", "sin(pi/10) = (sqrt 5 + 1)/4"), ("cos(2 pi/5) + cos(4 pi/5) = -1/2", "cos(2 pi/5) + cos(4 pi/5) = 1/2"),
        ("atan(1/2) + atan(1/3) = pi/4", "atan(1/2) + atan(1/3) = 5 pi/4"), ("4 atan(1/5) - atan(1/239) = pi/4", "4 atan(1/5) - atan(1/240) = pi/4"),
        ("tan(x)² + 1 = 1/cos(x)²", "tan(x)² - 1 = 1/cos(x)²"), ("tan(atan x) = x", "tan(atan x) = -x"), ("atan t + atan(1/t) = pi/2", "atan t + atan(1/t) = pi/4"),
        ("1 - atan(1) + log 2 = 1 - pi/4 + log 2", "1 - atan(1) + log 2 = 1 - pi/4 + log 3"),
        ("log 2 + sqrt 3 atan(sqrt 3) = pi/sqrt 3 + log 2", "log 2 + sqrt 3 atan(sqrt 3) = pi/sqrt 2 + log 2"),
        ("atan(1) + sqrt 2 atan(sqrt 3) = pi sqrt(2)/3 + pi/4", "atan(1) + sqrt 2 atan(sqrt 3) = pi sqrt(2)/4 + pi/3"),
        ("2 atan(1/sqrt 3)/sqrt 3 = pi/(3 sqrt 3)", "2 atan(1/sqrt 3)/sqrt 3 = pi/(2 sqrt 3)"), ("pi/sin(pi/4) + 1 = pi sqrt 2 + 1", "pi/sin(pi/4) + 1 = pi sqrt 3 + 1"),
        ("gammafn(1/4) gammafn(3/4) = pi/sin(pi/4)", "gammafn(1/4) gammafn(3/4) = pi/sin(pi/3)"),
        ("sin(atan x) = x/sqrt(1+x²)", "sin(atan x) = 1/sqrt(1+x²)"), ("gammafn(q) gammafn(1-q) = pi/sin(pi q)", "gammafn(q) gammafn(1-q) = pi/cos(pi q)"),
    ]) func values(claim: String, twin: String) throws {
        #expect(try Self.outcome(claim).verdict == .proved, "\(claim)")
        #expect(try Self.outcome(twin).verdict == .refuted, "\(twin)")
    }

    /// The branch of the sum, and where the arctangent of the reciprocal jumps.
    @Test(arguments: ["atan(2) + atan(3) = -pi/4", "atan(2) + atan(3) = 7 pi/4", "atan x + atan(1/x) = pi/2", "atan x + atan(1/x) = -pi/2", "atan(tan x) = x"])
    func branches(claim: String) throws {
        #expect(try Self.outcome(claim).verdict != .proved, "\(claim)")
    }

    @Test func theRightBranch() throws { #expect(try Self.outcome("atan(2) + atan(3) = 3 pi/4").verdict == .proved) }
}
