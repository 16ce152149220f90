import Glibc

/// Whole files: read at once, written so that a reader sees the old contents or the new, never a part.
public enum FileContents {
    /// The bytes of a regular file; folders, devices and pipes are refused, and files of more than `limit` bytes.
    public static func read(_ path: String, limit: Int = .max) throws(SystemFailure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemFailure("read \(path)") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFailure("read \(path)") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SystemFailure("read \(path)", code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        guard status.st_size <= limit else { throw SystemFailure("read \(path)", code: EFBIG) }
        var bytes: [UInt8] = []
        var capacity = Int(status.st_size) + 1
        var failure: Int32 = 0
        // A file may grow while it is read: go on until the system says that this is the end.
        while true {
            let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                failure = got < 0 ? errno : 0
                count = max(got, 0)
            }
            if failure == EINTR { continue }
            guard failure == 0 else { throw SystemFailure("read \(path)", code: failure) }
            if chunk.isEmpty { return bytes }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            capacity = 1 << 16
        }
    }

    /// Replaces the file at `path`, or makes it, by writing a temporary file beside it and renaming that.
    ///
    /// A symbolic link stays a link: the file it leads to is replaced. Permissions of an existing file are kept.
    /// Unless it is written `durably`, a power failure soon after may leave a damaged file.
    public static func replace(_ path: String, with bytes: [UInt8], durably: Bool = true) throws(SystemFailure) {
        let file = try FileReplacement(of: path)
        try file.write(bytes)
        try file.finish(durably: durably)
    }

    /// Makes a new file; one that is there already is left alone and is a failure (`EEXIST`).
    public static func create(_ path: String, with bytes: [UInt8]) throws(SystemFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemFailure("create \(path)") }
        defer { close(descriptor) }
        try write(bytes, to: descriptor, naming: path)
    }

    /// Writes all of `bytes`, waiting where the receiver is slow.
    static func write(_ bytes: [UInt8], to descriptor: Int32, naming name: String) throws(SystemFailure) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw SystemFailure("write \(name)")
            }
            offset += written
        }
    }
}
