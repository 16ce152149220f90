import Glibc

/// The signals by which a user asks to stop. They may go to the whole process group, but are the parent's to answer.
enum StopSignals {
    static let all = [SIGINT, SIGTERM]

    static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in all { sigaddset(&set, signal) }
        return set
    }
}
