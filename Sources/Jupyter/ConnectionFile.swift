import Notebook

/// Jupyter's file that tells a kernel where to listen and what to sign with.
public struct ConnectionFile: Hashable, Sendable {
    public let shell: String
    public let control: String
    public let broadcast: String
    public let input: String
    public let heartbeat: String
    public let key: String

    public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }

    private static let longestFile = 1 << 20

    public init(path: String) throws {
        try self.init(try FileContents.read(path, limit: ConnectionFile.longestFile))
    }

    public init(_ bytes: [UInt8]) throws(Fault) {
        guard let text = String(validating: bytes, as: UTF8.self), let file = JSONReader.read(text), case .object = file else {
            throw Fault(description: "expected a JSON object")
        }
        let transport = file.text("transport") ?? "tcp"
        guard let written = file.text("ip") else { throw Fault(description: "ip: expected a string") }
        let place = transport == "tcp" && written == "localhost" ? "127.0.0.1" : written
        switch transport {
        case "tcp":
            guard ConnectionFile.isLoopback(place) else {
                throw Fault(description: "ip: found `\(place)`; this kernel listens on addresses of this machine alone, such as 127.0.0.1")
            }
        case "ipc":
            guard !place.isEmpty, !place.contains("\0") else { throw Fault(description: "ip: expected the path of a socket") }
        default: throw Fault(description: "transport: found `\(transport)`, expected tcp or ipc")
        }
        func address(_ name: String) throws(Fault) -> String {
            guard let port = file.number(name + "_port"), (1...65_535).contains(port) else {
                throw Fault(description: "\(name)_port: expected a number from 1 to 65535")
            }
            return transport == "tcp" ? "tcp://\(place):\(port)" : "ipc://\(place)-\(port)"
        }
        shell = try address("shell")
        control = try address("control")
        broadcast = try address("iopub")
        input = try address("stdin")
        heartbeat = try address("hb")
        guard Set([shell, control, broadcast, input, heartbeat]).count == 5 else { throw Fault(description: "two ports are the same") }
        guard let key = file.text("key") else { throw Fault(description: "key: expected a string") }
        self.key = key
        let scheme = file.text("signature_scheme") ?? "hmac-sha256"
        guard key.isEmpty || scheme == "hmac-sha256" else {
            throw Fault(description: "signature_scheme: found `\(scheme)`, expected hmac-sha256")
        }
    }

    /// 127.0.0.0/8, in four numbers.
    private static func isLoopback(_ address: String) -> Bool {
        let numbers = address.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return numbers.count == 4 && numbers[0] == 127 && !numbers.contains(nil)
    }
}
