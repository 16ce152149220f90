import Glibc

/// Whether the user has asked to stop (Ctrl-C). The second time the system stops the process at once.
public enum Interruption {
    // Written by the handler only; a flag that is set once needs no order.
    nonisolated(unsafe) private static var isSet: sig_atomic_t = 0

    public static var isRequested: Bool { isSet != 0 }

    /// From here on the first interrupt only sets the flag. An earlier one is forgotten.
    public static func listen() { listen(for: StopSignals.all, flags: Int32(bitPattern: UInt32(SA_RESETHAND))) }

    /// From here on no Ctrl-C does more than set the flag. An earlier one is forgotten.
    public static func listenForever() { listen(for: [SIGINT], flags: 0) }

    private static func listen(for signals: [Int32], flags: Int32) {
        isSet = 0
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in Interruption.isSet = 1 }
        action.sa_flags = flags
        for number in signals { sigaction(number, &action, nil) }
    }
}
