import Glibc

/// Standard output for results and standard error for diagnostics.
///
/// A reader that has gone away (a closed pipe) is no error: what it will not read is not written.
public enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    public func write(_ text: String) {
        guard !text.isEmpty else { return }
        do {
            try FileContents.write(Array(text.utf8), to: rawValue, naming: "the report")
        } catch {
            if self == .output, error.code != EPIPE, StandardStream.failure == nil { StandardStream.failure = error }
        }
    }

    /// What kept results from being written, such as a full disk: what was written is cut off.
    // Reports are written from one thread.
    nonisolated(unsafe) public private(set) static var failure: SystemFailure?

    public var isTerminal: Bool { isatty(rawValue) == 1 }
}
