/// The head of a request of HTTP/1 (RFC 9112).
public struct HTTPRequest: Hashable, Sendable {
    public let method: String
    public let target: String
    public let host: String

    /// `nil` for what is no request, or has no one host.
    public init?(head: String) {
        let lines = head.split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\n" }
        let words = lines.first?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        guard words.count == 3, words[2].hasPrefix("HTTP/1."), words[1].hasPrefix("/") else { return nil }
        var hosts: [String] = []
        for line in lines.dropFirst() where !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            if parts[0].lowercased() == "host" { hosts.append(String(parts[1].filter { $0 != " " && $0 != "\t" })) }
        }
        guard hosts.count == 1 else { return nil }
        method = String(words[0])
        target = String(words[1])
        host = hosts[0]
    }
}
