import Glibc
import Notebook

/// A program on a pseudo-terminal of its own, as a person uses it.
final class Terminal {
    private let master: Int32
    private let child: pid_t
    /// Everything shown so far.
    private(set) var screen = ""
    private var bytes: [UInt8] = []
    private var read = 0

    /// `setsid -c` gives the program the terminal, so that Ctrl-C reaches it as a signal.
    static var isAvailable: Bool { access("/usr/bin/setsid", X_OK) == 0 }

    init(_ arguments: [String], in folder: TemporaryFolder) throws {
        // What posix_openpt, unlockpt and ptsname do on Linux: TIOCSPTLCK and TIOCGPTN.
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var lock: Int32 = 0
        var number: Int32 = 0
        guard master >= 0, ioctl(master, 0x4004_5431, &lock) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
            throw SystemFailure("open a terminal")
        }
        let slave = "/dev/pts/\(number)"
        var size = winsize(ws_row: 24, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, slave, O_RDWR | O_NOCTTY, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        let script = "cd \"$1\"; shift; export HOME=. XDG_STATE_HOME= NOTEBOOK_CACHE=cache TERM=xterm NO_COLOR=1 LC_ALL=C.UTF-8; exec setsid -c \"$@\""
        let words = ["/bin/sh", "-c", script, "sh", folder.path] + arguments
        let pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var identifier = pid_t()
        let code = posix_spawn(&identifier, "/bin/sh", &actions, &attributes, pointers, environ)
        child = identifier
        guard code == 0 else { throw SystemFailure("start a program on a terminal", code: code) }
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
    }

    deinit {
        kill(child, SIGKILL)
        close(master)
    }

    func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
    }

    /// Waits until `text` is shown behind what was waited for before. False when it is not, in time.
    func shows(_ text: String, within seconds: Double = 20) -> Bool {
        var waited = 0.0
        while true {
            receive()
            let fresh = String(decoding: bytes[read...], as: UTF8.self)
            screen = String(decoding: bytes, as: UTF8.self)
            if let found = fresh.range(of: text) {
                read += fresh[..<found.upperBound].utf8.count
                return true
            }
            guard waited < seconds else { return false }
            var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            if poll(&descriptor, 1, 100) > 0, descriptor.revents & Int16(POLLIN) == 0 { usleep(20_000) }
            waited += 0.1
        }
    }

    /// Waits until the line editor reads a new line: it has said so, and has taken the terminal for itself. Then every key reaches it as a key.
    func awaitsLine() -> Bool { shows("\u{1B}[?2004h") && waits { !self.isCooked } }

    /// Waits until a line was read and is dealt with: Ctrl-C is a signal then.
    func computes() -> Bool { shows("\u{1B}[?2004l") && waits { self.isCooked } }

    private func waits(until isTrue: () -> Bool) -> Bool {
        for _ in 0..<2000 {
            if isTrue() { return true }
            usleep(10_000)
        }
        return false
    }

    /// Whether the terminal makes signals of control characters.
    private var isCooked: Bool {
        var settings = termios()
        return tcgetattr(master, &settings) == 0 && settings.c_lflag & tcflag_t(ISIG) != 0
    }

    private func receive() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(master, &buffer, buffer.count)
            guard count > 0 else { return }
            bytes += buffer[..<count]
        }
    }

    /// The exit status, once the program has ended.
    func status() -> Int32 {
        var status: Int32 = 0
        for _ in 0..<200 {
            receive()
            if waitpid(child, &status, WNOHANG) == child { return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f }
            usleep(50_000)
        }
        return -1
    }
}

extension String {
    fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
