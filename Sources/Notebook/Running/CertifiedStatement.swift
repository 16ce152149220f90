/// Which statement a certificate is about, read from its text without trusting or interpreting the rest.
enum CertifiedStatement {
    /// True when the certificate's last part is the statement with this canonical text; line breaks and
    /// indentation do not count.
    ///
    /// This ties the worker's proof to the claim that was sent. That the proof is right is the kernel's word,
    /// in the worker and again in `notebook verify`.
    static func isStatement(_ statementText: String, of certificate: String) -> Bool {
        let bytes = Array(certificate.utf8)
        guard let start = lastPart(of: bytes) else { return false }
        var found = bytes[start...]
        while let last = found.last, isSpace(last) { found.removeLast() }
        // The bracket that closes the certificate itself.
        guard found.popLast() == UInt8(ascii: ")") else { return false }
        return found.withUnsafeBufferPointer { found in
            var text = statementText
            return text.withUTF8 { agree(found, $0) }
        }
    }

    /// Where the certificate's part `(statement …` begins: the parts stand on lines indented by two spaces,
    /// and nothing inside a part does.
    private static func lastPart(of bytes: [UInt8]) -> Int? {
        let head = Array("\n  (statement".utf8)
        var start = bytes.count - head.count
        while start >= 0 {
            if bytes[start] == head[0], bytes[start...].starts(with: head) { return start + 3 }
            start -= 1
        }
        return nil
    }

    /// Equal, every run of white space counting as one space.
    private static func agree(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        var i = 0
        var j = 0
        while i < a.count, j < b.count {
            if isSpace(a[i]), isSpace(b[j]) {
                while i < a.count, isSpace(a[i]) { i += 1 }
                while j < b.count, isSpace(b[j]) { j += 1 }
            } else if a[i] == b[j] {
                i += 1
                j += 1
            } else {
                return false
            }
        }
        return i == a.count && j == b.count
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") }
}
