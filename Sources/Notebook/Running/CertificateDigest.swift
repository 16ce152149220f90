import Kernel

/// Which statement a certificate is about.
enum CertificateDigest {
    /// The digest of the statement that the certificate's text contains; `nil` when it is no certificate.
    static func statement(of text: String) -> String? { (try? Certificate(text: text))?.statement.digest }
}
