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
}
