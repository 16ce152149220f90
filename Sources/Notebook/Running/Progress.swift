import Glibc

/// How far a run is.
public struct RunState: Sendable {
    public let done: Int
    public let count: Int
    /// The claims in hand, with the seconds they have taken, the longest first.
    public let running: [(name: String, seconds: Double)]
}

/// A line on the terminal that counts the claims done and names the one that takes longest, and is gone at the end.
/// Nothing where standard error is no terminal.
public struct Progress {
    /// Whether there is anyone to see it.
    public let isShown = StandardStream.error.isTerminal

    public init() {}

    public func show(_ state: RunState) {
        guard isShown else { return }
        StandardStream.error.write("\r" + Progress.line(state, width: Progress.width) + "\u{1B}[K")
    }

    public func clear() {
        if isShown { StandardStream.error.write("\r\u{1B}[K") }
    }

    /// `12/80 claims, MS-2.4 (3 s)`, empty when all is done; at most as wide as the terminal.
    static func line(_ state: RunState, width: Int) -> String {
        guard state.done < state.count else { return "" }
        var line = "\(state.done)/\(state.count) claims"
        if let longest = state.running.first, longest.seconds >= 1 { line += ", \(longest.name) (\(Int(longest.seconds)) s)" }
        return line.count < width ? line : line.prefix(max(0, width - 2)) + "…"
    }

    private static var width: Int {
        var size = winsize()
        return ioctl(StandardStream.error.rawValue, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }
}
