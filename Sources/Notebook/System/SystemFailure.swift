import Glibc

/// A call to the system that failed: what was tried, and what the system answered.
public struct SystemFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public let action: String
    public let code: Int32

    public init(_ action: String, code: Int32 = errno) {
        self.action = action
        self.code = code
    }

    /// The system's own words for the code: "No such file or directory".
    public var explanation: String { String(cString: strerror(code)) }
    public var description: String { "cannot \(action): \(explanation)" }
}
