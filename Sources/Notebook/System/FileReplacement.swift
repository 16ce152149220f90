import Glibc

/// A file that is written beside the one at `path`, which it takes the place of at the end: a reader sees the old contents
/// or the new, never a part. What is never finished is taken away.
final class FileReplacement {
    private let path: String
    private let target: String
    private let temporary: String
    private let mode: mode_t
    private var descriptor: Int32

    init(of path: String) throws(SystemFailure) {
        let target = Path.resolved(path) ?? path
        var status = stat()
        let mode = stat(target, &status) == 0 ? status.st_mode & 0o7777 : 0o644
        var template = Array((target + FileReplacement.mark + "XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else { throw SystemFailure("write \(path)") }
        self.path = path
        self.target = target
        self.mode = mode
        self.descriptor = descriptor
        temporary = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { withdraw() }

    func write(_ bytes: [UInt8]) throws(SystemFailure) { try FileContents.write(bytes, to: descriptor, naming: path) }

    /// Puts the file in its place. Unless this is done `durably`, a power failure soon after may leave a damaged file.
    func finish(durably: Bool = true) throws(SystemFailure) {
        fchmod(descriptor, mode)
        guard !durably || fsync(descriptor) == 0 else { throw SystemFailure("write \(path)") }
        let isClosed = close(descriptor) == 0
        descriptor = -1
        guard isClosed, rename(temporary, target) == 0 else {
            let failure = SystemFailure("write \(path)")
            unlink(temporary)
            throw failure
        }
    }

    /// Between a file's name and the six characters that make the name of a temporary one.
    private static let mark = ".notebook-"
    /// Seconds after which no run is writing a file any more.
    private static let age = 3600

    /// Takes away the temporary files in a folder that runs left behind when they were killed.
    static func clearRemains(in folder: String) {
        guard let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.utf8.count > 16, name.dropLast(6).hasSuffix(mark) else { continue }
            let path = Path.join(folder, name)
            var status = stat()
            // A time to come is that of a clock which was set back.
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, abs(now.tv_sec - status.st_mtim.tv_sec) > age else { continue }
            unlink(path)
        }
    }

    private func withdraw() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(temporary)
    }
}
