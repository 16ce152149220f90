import Testing

@testable import Notebook

@Suite struct CertifiedStatementTests {
    private let certificate = "; c: proved\n(certificate\n  (claim (statement)\n  (statement\n    (points (z 3))\n    (goal (= 1 1))))\n"

    @Test func theLastPartIsTheStatement() {
        #expect(CertifiedStatement.isStatement("(statement (points (z 3)) (goal (= 1 1)))", of: certificate))
        let named = certificate.replacing("(z 3)", with: "(statement 3)")
        #expect(CertifiedStatement.isStatement("(statement (points (statement 3)) (goal (= 1 1)))", of: named))
    }

    @Test func everythingElseIsAnotherStatement() {
        for text in [
            "(statement (points (z 3)) (goal (= 1 2)))", "(statement (points (z 3)) (goal (= 1 1))", "(statement (points (z3)) (goal (= 1 1)))",
            "(statement (points (z 3)) (goal (= 11)))", "", "(statement)", "(statement (points (z 3)) (goal (= 1 1))))",
        ] {
            #expect(!CertifiedStatement.isStatement(text, of: certificate), "\(text)")
        }
        for damaged in ["", ")", "(statement", String(certificate.dropLast(4))] {
            #expect(!CertifiedStatement.isStatement("(statement (points (z 3)) (goal (= 1 1)))", of: damaged))
        }
    }
}
