import ArgumentParser
import CommandArguments
import Glibc
import Notebook

struct LanguageServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lsp",
        abstract: "Serves an editor: the Language Server Protocol over standard input and output.",
        discussion: "Verdicts come while you type; they are worked out again only where a claim or what it uses has changed.")

    @OptionGroup
    var limits: LimitArguments

    func run() throws {
        var server = LanguageServer(options: limits.options)
        var input = MessageInput()
        while server.exitStatus == nil {
            while let body = input.take() {
                for message in server.receive(body) { send(message) }
                if server.exitStatus != nil { break }
            }
            guard server.exitStatus == nil, !input.isAtEnd else { break }
            if server.hasUndecided, !input.hasMore(waiting: 0) {
                for message in try server.decideNext(wakingOn: [STDIN_FILENO], shouldStop: { input.hasMore(waiting: 0) }) { send(message) }
                if server.hasUndecided { continue }
            }
            input.receive()
        }
        // A client that goes away without a word is no reason to stay, nor to be content.
        if server.exitStatus != 0 { throw ExitCode(1) }
    }

    private func send(_ message: JSON) {
        let body = message.text
        StandardStream.output.write("Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }
}

/// Messages on standard input, each behind a header that tells its length.
private struct MessageInput {
    private var bytes: [UInt8] = []
    private(set) var isAtEnd = false
    private static let longestMessage = 64 << 20

    func hasMore(waiting milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }

    /// Waits for bytes and takes them.
    mutating func receive() {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        if count > 0 { bytes += buffer[..<count] } else if count == 0 || errno != EINTR { isAtEnd = true }
    }

    /// The body of the next message, when all of it is there. A header without a length ends the input: where the
    /// next message begins cannot be known.
    mutating func take() -> String? {
        guard let header = headerEnd else { return nil }
        let lines = String(decoding: bytes[..<header], as: UTF8.self).split(whereSeparator: \.isNewline)
        let length = lines.lazy.compactMap { line -> Int? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
            return Int(parts[1].drop { $0 == " " })
        }.first
        guard let length, (0...MessageInput.longestMessage).contains(length) else {
            isAtEnd = true
            bytes = []
            return nil
        }
        guard bytes.count >= header + 4 + length else { return nil }
        let body = String(decoding: bytes[(header + 4)..<(header + 4 + length)], as: UTF8.self)
        bytes.removeFirst(header + 4 + length)
        return body
    }

    private var headerEnd: Int? {
        let mark: [UInt8] = [13, 10, 13, 10]
        guard bytes.count >= mark.count else { return nil }
        return bytes.indices.dropLast(mark.count - 1).first { bytes[$0..<($0 + 4)].elementsEqual(mark) }
    }
}
