import Glibc

/// Standard output for results and standard error for diagnostics.
///
/// A reader that has gone away (a closed pipe) is no error: what it will not read is not written.
public enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    public func write(_ text: String) {
        guard !text.isEmpty else { return }
        try? FileContents.write(Array(text.utf8), to: rawValue, naming: "the report")
    }

    public var isTerminal: Bool { isatty(rawValue) == 1 }
}
