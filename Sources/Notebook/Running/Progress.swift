import Glibc

/// A line on the terminal that counts the claims done, and is gone at the end. Nothing where standard error
/// is no terminal.
public struct Progress {
    private let isShown = StandardStream.error.isTerminal

    public init() {}

    public func show(_ done: Int, of count: Int) {
        guard isShown else { return }
        StandardStream.error.write(done < count ? "\r\(done)/\(count) claims" : "\r\u{1B}[K")
    }

    public func clear() {
        if isShown { StandardStream.error.write("\r\u{1B}[K") }
    }
}
