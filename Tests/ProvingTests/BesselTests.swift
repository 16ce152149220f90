import Expressions
import Kernel
import Testing

@testable import Proving

/// Values of modified Bessel functions: numbers, recurrences, orders that are halves of odd numbers.
@Suite struct BesselTests {
    private static let declarations = "param x > 0\nparam ν\n"

    @Test(arguments: [
        ("besselI(0, 1) < 1.2661", "besselI(0, 1) < 1.266"),
        ("besselI(2, 1)/besselI(1, 1) < besselI(1, 1)/besselI(0, 1)", "besselI(2, 1)/besselI(1, 1) > besselI(1, 1)/besselI(0, 1)"),
        ("besselK(0, 1) gammafn(1/3) < exp(pi)/20", "besselK(0, 1) gammafn(1/3) < exp(pi)/21"),
        ("besselK(1/2, 2) = sqrt(pi/4) exp(-2)", "besselK(1/2, 2) = sqrt(pi/2) exp(-2)"),
        ("besselI(1/2, x) = sqrt(2/(pi x)) sinh(x)", "besselI(1/2, x) = sqrt(2/(pi x)) cosh(x)"),
        ("besselK(3/2, x) = sqrt(pi/(2 x)) exp(-x) (1 + 1/x)", "besselK(3/2, x) = sqrt(pi/(2 x)) exp(-x) (1 + 2/x)"),
        ("besselI(3/2, x) = sqrt(2/(pi x)) (cosh(x) - sinh(x)/x)", "besselI(3/2, x) = sqrt(2/(pi x)) (cosh(x) + sinh(x)/x)"),
        ("besselI(ν-1, x) - besselI(ν+1, x) = 2 ν/x besselI(ν, x)", "besselI(ν-1, x) - besselI(ν+1, x) = ν/x besselI(ν, x)"),
        ("besselK(ν+1, x) - besselK(ν-1, x) = 2 ν/x besselK(ν, x)", "besselK(ν+1, x) - besselK(ν-1, x) = -2 ν/x besselK(ν, x)"),
        ("besselK(-ν, x) = besselK(ν, x)", "besselK(1-ν, x) = besselK(ν, x)"),
        ("besselI(-3, x) = besselI(3, x)", "besselI(-3, x) = -besselI(3, x)"),
        ("∂[x](besselI(0, x)) = besselI(1, x)", "∂[x](besselI(0, x)) = -besselI(1, x)"),
        ("∂[x](besselK(0, x)) = -besselK(1, x)", "∂[x](besselK(0, x)) = besselK(1, x)"),
        ("∂[x](x besselI(1, x)) = x besselI(0, x)", "∂[x](x besselI(1, x)) = x besselI(2, x)"),
        ("besselI(0, x) besselK(1, x) + besselI(1, x) besselK(0, x) = 1/x", "besselI(0, x) besselK(1, x) - besselI(1, x) besselK(0, x) = 1/x"),
        ("besselI(0, 0) = 1", "besselI(0, 0) = 0"),
    ]) func values(claim: String, twin: String) throws {
        #expect(try Outcome.checked(Self.declarations + "claim c: " + claim).verdict == .proved, "\(claim)")
        let found = try Outcome.checked(Self.declarations + "claim c: " + twin)
        #expect(found.verdict == .refuted, "\(twin): \(found.reason ?? found.evidence)")
    }
}
