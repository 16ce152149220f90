import Glibc

@testable import Notebook

/// A client of `notebook lsp` that speaks the protocol over pipes, as an editor does.
final class EditorClient {
    private let child: pid_t
    private var input: Int32
    private let output: Int32
    private var bytes: [UInt8] = []
    private var received: [JSON] = []
    private var nextIdentifier = 0

    init(in folder: TemporaryFolder) throws {
        var toChild: [Int32] = [-1, -1], fromChild: [Int32] = [-1, -1]
        guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else { throw SystemFailure("make a pipe") }
        for end in toChild + fromChild { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
        posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
        let words = ["/bin/sh", "-c", "cd \"$1\" && NOTEBOOK_CACHE=cache exec \"$2\" lsp", "sh", folder.path, Engine.path]
        let pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var identifier = pid_t()
        let code = posix_spawn(&identifier, "/bin/sh", &actions, nil, pointers, environ)
        close(toChild[0])
        close(fromChild[1])
        child = identifier
        input = toChild[1]
        output = fromChild[0]
        guard code == 0 else { throw SystemFailure("start the server", code: code) }
        signal(SIGPIPE, SIG_IGN)
    }

    deinit {
        kill(child, SIGKILL)
        hangUp()
        close(output)
    }

    func send(raw text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
    }

    func send(body: String) { send(raw: "Content-Length: \(body.utf8.count)\r\nContent-Type: application/vscode-jsonrpc\r\n\r\n\(body)") }

    func notify(_ method: String, _ parameters: [(String, JSON?)]) {
        let message: [(String, JSON?)] = [("jsonrpc", .string("2.0")), ("method", .string(method)), ("params", .object(parameters))]
        send(body: JSON.object(message).text)
    }

    /// The answer to a request.
    func ask(_ method: String, _ parameters: [(String, JSON?)]) -> JSON? {
        nextIdentifier += 1
        let id = JSON.number(nextIdentifier)
        let message: [(String, JSON?)] = [
            ("jsonrpc", .string("2.0")), ("id", id), ("method", .string(method)), ("params", .object(parameters)),
        ]
        send(body: JSON.object(message).text)
        return wait { $0["id"] == id }
    }

    /// The first message not taken yet that fits.
    func wait(within seconds: Double = 30, for isWanted: (JSON) -> Bool) -> JSON? {
        var waited = 0.0
        while true {
            if let place = received.firstIndex(where: isWanted) { return received.remove(at: place) }
            guard waited < seconds else { return nil }
            var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, 100) > 0 else {
                waited += 0.1
                continue
            }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(output, &buffer, buffer.count)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
            takeMessages()
        }
    }

    private func takeMessages() {
        while let text = String(validating: bytes, as: UTF8.self), let end = text.firstRange(of: "\r\n\r\n") {
            let header = text[..<end.lowerBound]
            guard header.hasPrefix("Content-Length: "), let length = Int(header.dropFirst(16)) else { return }
            let start = text[..<end.upperBound].utf8.count
            guard bytes.count >= start + length else { return }
            let body = String(decoding: bytes[start..<(start + length)], as: UTF8.self)
            bytes.removeFirst(start + length)
            received.append(JSONReader.read(body) ?? .null)
        }
    }

    func status() -> Int32 {
        var status: Int32 = 0
        for _ in 0..<200 {
            if waitpid(child, &status, WNOHANG) == child { return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f }
            usleep(50_000)
        }
        return -1
    }

    /// Once: the number may be another pipe's afterwards.
    func hangUp() {
        if input >= 0 { close(input) }
        input = -1
    }
}
