import Glibc
import Kernel

/// What the kernel says about one file.
struct CertificateReport {
    /// Claim, statement digest and verdict, when the kernel accepts the certificate.
    var accepted: String?
    var statement: String?
    var complaint = ""
    /// 0 accepted, 1 rejected, 2 not a certificate.
    var status: Int32 = 0

    init(_ path: String) {
        guard let text = CertificateReport.contents(of: path) else {
            complaint = "cannot read: " + String(cString: strerror(errno))
            status = 2
            return
        }
        let certificate: Certificate
        do {
            certificate = try Certificate(text: text)
        } catch {
            complaint = "not a certificate: \(error)"
            status = 2
            return
        }
        do {
            let theorem = try Kernel.check(certificate)
            accepted = "\(certificate.name)  \(theorem.statement.digest)  \(theorem.verdict.rawValue)"
            statement = theorem.statement.plainText
        } catch {
            complaint = "rejected (claim \(certificate.name)): \(error)"
            status = 1
        }
    }

    /// The text of the file; damaged UTF-8 becomes replacement characters, which no certificate has.
    private static func contents(of path: String) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            bytes += chunk[..<count]
            if count < chunk.count { break }
        }
        return ferror(file) == 0 ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
