/// The sockets of a kernel on which it sends messages.
public enum Channel: Sendable {
    case shell, control
    /// What all clients are told.
    case broadcast
}
