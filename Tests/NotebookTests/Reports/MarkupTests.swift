import Testing

@testable import Notebook

@Suite struct MarkupTests {
    @Test func xmlHasNoForbiddenCharacters() {
        #expect(XMLText.escaped("<a b=\"c\">&\u{1}\u{1B}") == "&lt;a b=&quot;c&quot;&gt;&amp;\u{FFFD}\u{FFFD}")
    }

    @Test func markdownIsShownAsWritten() {
        #expect(MarkdownReport.escaped("|z|_1 * `x`") == "\\|z\\|\\_1 \\* \\`x\\`")
    }

    @Test func certificateNamesAreFileNames() {
        #expect(CertificateFolder.fileName(of: "A.2") == "A.2")
        #expect(CertificateFolder.fileName(of: "../x y") == "%2E.%2Fx%20y")
        #expect(CertificateFolder.fileName(of: "φ-claim") == "φ-claim")
        #expect(CertificateFolder("out").folder(of: "../a/b.lnb") == "out/a/b")
        #expect(CertificateFolder("out").folder(of: "/tmp/b") == "out/tmp/b")
    }
}
