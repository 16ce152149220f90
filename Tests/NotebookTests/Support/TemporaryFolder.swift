import Glibc
import Notebook

/// A folder for one test, removed with everything in it at the end.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/notebook-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemFailure("make a folder") }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { TemporaryFolder.remove(path) }

    private static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        guard let stream = opendir(path) else { return }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { remove(Path.join(path, name)) }
        }
        closedir(stream)
        rmdir(path)
    }

    @discardableResult
    func file(_ name: String, _ text: String, mode: mode_t = 0o644) throws -> String {
        try file(name, bytes: Array(text.utf8), mode: mode)
    }

    @discardableResult
    func file(_ name: String, bytes: [UInt8], mode: mode_t = 0o644) throws -> String {
        let file = Path.join(path, name)
        try Path.makeFolder(Path.folder(of: file))
        try FileContents.replace(file, with: bytes)
        chmod(file, mode)
        return file
    }

    func text(_ name: String) throws -> String {
        String(decoding: try FileContents.read(Path.join(path, name)), as: UTF8.self)
    }
}
