import Arithmetic
import Kernel
import Testing

@testable import Proving

/// A number that is claimed to exist is found, and is the same for everything else.
@Suite struct ExistenceTests {
    private static let declarations = "space v, w in R^3\nparam a, b\nfunction u(v) decaying\n"

    private static func outcome(_ claim: String) throws -> Outcome { try Outcome.checked(declarations + "claim c: " + claim) }

    @Test(arguments: [
        ("exists C >= 0: |a b| <= C (a² + b²)", "C = 1: "), ("exists C > 0: |v+w|² <= C (|v|² + |w|²)", "C = 2: "),
        ("exists C in [0, 10]: (a+b)⁴ <= C (a⁴ + b⁴)", "C = 10: "), ("exists C >= 0: ∫[v] |∇u|² <= C (∫[v] (Δu)² + ∫[v] u²)", "C = 1: "),
        ("exists C, K > 0: a b <= C a² + K b²", "C = 1: K = 1: "), ("exists C > 0: C a² <= a² and C <= 1", "C = 1: "),
    ]) func aNumberIsFound(claim: String, number: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict == .proved, "\(claim): \(outcome.reason ?? "")")
        #expect(outcome.evidence.hasPrefix(number), "\(claim): \(outcome.evidence)")
    }

    @Test(arguments: [
        "exists C >= 0: a² <= C |a|", "exists C >= 0: a² + 1 <= C a²", "exists C in [0, 1/3]: |a b| <= C (a² + b²)", "exists C in [0, 7]: (a+b)⁴ <= C (a⁴ + b⁴)",
        "exists C >= 0: ∫[v] |∇u|² <= C ∫[v] u²", "exists C >= 0: exists C >= 10: C <= 5", "exists C > 0: C <= 0", "exists C >= 0: a <= C",
        "exists C >= 0: a = C", "exists C integer in [2, 3]: 2 C = 5",
    ]) func noneIsFoundWhereThereIsNone(claim: String) throws {
        #expect(try Self.outcome(claim).verdict != .proved, "\(claim)")
    }

    @Test func anotherNumberIsRefused() throws {
        let outcome = try Self.outcome("exists C in [0, 3]: |v+w|² <= C (|v|² + |w|²)")
        let certificate = try Certificate(text: #require(outcome.certificate))
        guard case .existence(let instance, let inner) = certificate.evidence else {
            Issue.record("another kind of evidence")
            return
        }
        #expect(instance.value == 2)
        for value in [1, 3, 4, -2] as [Instance] {
            var changed = certificate
            changed.evidence = .existence(value, inner)
            #expect(throws: (any Error).self) { try Kernel.check(changed) }
        }
        #expect(try Kernel.check(certificate).verdict == .proved)
    }
}

extension Instance: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(Rational(value)) }
}
