import Kernel
import Proving
import Testing

extension Outcome {
    /// The verdict is this one, and the kernel finds it in the certificate, too.
    func requireChecked(_ expected: Verdict, _ claim: String) throws {
        #expect(verdict == expected, "\(claim): \(reason ?? evidence)")
        #expect(internalError == nil, "\(claim)")
        #expect(try Kernel.check(Certificate(text: #require(certificate))).verdict == expected, "\(claim)")
    }

    /// What is found about a claim; the kernel finds the same in the certificate, where there is one.
    static func checked(_ cell: String) throws -> Outcome {
        let outcome = try IntegralTrapTests.outcome(cell)
        #expect(outcome.internalError == nil, "\(cell)")
        if let text = outcome.certificate { #expect(try Kernel.check(Certificate(text: text)).verdict == outcome.verdict, "\(cell)") }
        return outcome
    }
}
