import Notebook

/// A message of Jupyter's messaging protocol, version 5.3, as it arrives in the frames of a socket:
/// whose it is, `<IDS|MSG>`, the signature, header, parent's header, metadata, content, and buffers.
public struct Message: Sendable {
    /// Where an answer goes.
    public let identities: [[UInt8]]
    /// The bytes of the header, which answers repeat.
    public let header: [UInt8]
    public let kind: String
    /// The session of the client.
    public let session: String
    public let metadata: JSON
    public let content: JSON

    /// Why frames are no message.
    public enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        case noDelimiter
        case missingParts(found: Int)
        case wrongSignature
        case noObject(part: String)
        case noKind
        case tooLong(bytes: Int)

        public var description: String {
            switch self {
            case .noDelimiter: "there is no frame <IDS|MSG>"
            case .missingParts(let found): "there are \(found) frames behind <IDS|MSG>, expected a signature and four parts"
            case .wrongSignature: "the signature is not that of the connection file's key"
            case .noObject(let part): "the \(part) is no JSON object"
            case .noKind: "the header has no msg_type"
            case .tooLong(let bytes): "it has \(bytes) bytes, more than \(Message.longest)"
            }
        }
    }

    static let delimiter = Array("<IDS|MSG>".utf8)
    /// Bytes of the longest message that is read.
    public static let longest = 64 << 20

    public init(_ frames: [[UInt8]], signature: MessageSignature) throws(Fault) {
        let length = frames.reduce(0) { $0 + $1.count }
        guard length <= Message.longest else { throw .tooLong(bytes: length) }
        guard let delimiter = frames.firstIndex(of: Message.delimiter) else { throw .noDelimiter }
        let rest = frames[(delimiter + 1)...]
        guard rest.count >= 5, let signed = rest.first else { throw .missingParts(found: rest.count) }
        let parts = Array(rest.dropFirst().prefix(4))
        // Nothing is read of a message that is not the client's.
        guard signature.isValid(signed, of: parts) else { throw .wrongSignature }
        var values: [JSON] = []
        for (name, part) in zip(["header", "parent's header", "metadata", "content"], parts) {
            guard let text = String(validating: part, as: UTF8.self), case .object(let members)? = JSONReader.read(text) else {
                throw .noObject(part: name)
            }
            values.append(.object(members))
        }
        guard case .string(let kind)? = values[0]["msg_type"] else { throw .noKind }
        identities = Array(frames[..<delimiter])
        header = parts[0]
        self.kind = kind
        session = values[0].text("session") ?? ""
        metadata = values[2]
        content = values[3]
    }
}

extension JSON {
    /// The string of a member; `nil` where there is none.
    func text(_ name: String) -> String? {
        guard case .string(let text)? = self[name] else { return nil }
        return text
    }

    /// The truth value of a member, or what counts where there is none.
    func flag(_ name: String, else usual: Bool) -> Bool {
        guard case .bool(let value)? = self[name] else { return usual }
        return value
    }

    func number(_ name: String) -> Int? {
        guard case .number(let number)? = self[name] else { return nil }
        return number
    }
}
