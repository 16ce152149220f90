import Glibc
import Notebook

/// Writes a kernel's messages.
public struct MessageWriter: Sendable {
    private let signature: MessageSignature
    /// What tells this kernel from others.
    private let session = MessageWriter.randomIdentifier()

    public init(signature: MessageSignature) { self.signature = signature }

    /// The frames of the answer to a message.
    func answer(to message: Message, _ kind: String, _ content: JSON) -> [[UInt8]] {
        message.identities + frames(kind, content, parent: message.header)
    }

    /// The frames of what all clients are told; `message` is the one that it is about.
    public func broadcast(_ kind: String, _ content: JSON, about message: Message?) -> [[UInt8]] {
        [Array(kind.utf8)] + frames(kind, content, parent: message?.header ?? Array("{}".utf8))
    }

    private func frames(_ kind: String, _ content: JSON, parent: [UInt8]) -> [[UInt8]] {
        let header = JSON.object([
            ("msg_id", .string(MessageWriter.randomIdentifier())), ("session", .string(session)), ("username", .string("kernel")),
            ("date", .string(MessageWriter.time())), ("msg_type", .string(kind)), ("version", .string(MessageWriter.protocolVersion)),
        ])
        let parts = [Array(header.text.utf8), parent, Array("{}".utf8), Array(content.text.utf8)]
        return [Message.delimiter, signature.sign(parts)] + parts
    }

    static let protocolVersion = "5.3"

    private static func randomIdentifier() -> String {
        String(UInt64.random(in: .min ... .max), radix: 16) + "-" + String(UInt64.random(in: .min ... .max), radix: 16)
    }

    /// The time in UTC, as ISO 8601 has it.
    private static func time() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        gmtime_r(&now.tv_sec, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let length = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
        let microseconds = String(now.tv_nsec / 1000)
        return String(decoding: text.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self) + "."
            + String(repeating: "0", count: 6 - microseconds.count) + microseconds + "Z"
    }
}
