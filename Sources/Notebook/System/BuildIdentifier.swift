import Glibc

/// The mark that a linker leaves in a program or library: a hash of everything in it (`NT_GNU_BUILD_ID`).
enum BuildIdentifier {
    private static let programHeaderIsNote: UInt64 = 4
    private static let noteIsBuildIdentifier: UInt64 = 3

    /// The mark in hexadecimal digits; `nil` when the file has none, or is no 64-bit ELF file of this byte order.
    static func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard let header = bytes(64, at: 0, of: descriptor), header.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]) else {
            return nil
        }
        let size = Int(number(header, 54, 2)), count = Int(number(header, 56, 2))
        guard size >= 56, let table = bytes(size * count, at: number(header, 32, 8), of: descriptor) else { return nil }
        for start in stride(from: 0, to: table.count, by: size) where number(table, start, 4) == programHeaderIsNote {
            let length = number(table, start + 32, 8)
            guard length < 1 << 20, let notes = bytes(Int(length), at: number(table, start + 8, 8), of: descriptor) else {
                continue
            }
            if let found = mark(in: notes, alignment: number(table, start + 48, 8) == 8 ? 8 : 4) { return found }
        }
        return nil
    }

    /// Each note: three numbers (length of the name, length of the contents, type), the name, the contents.
    private static func mark(in notes: [UInt8], alignment: Int) -> String? {
        func padded(_ length: Int) -> Int { (length + alignment - 1) / alignment * alignment }
        var start = 0
        while start + 12 <= notes.count {
            let nameLength = Int(number(notes, start, 4)), length = Int(number(notes, start + 4, 4))
            let contents = padded(start + 12 + nameLength)
            guard contents + length <= notes.count else { return nil }
            if number(notes, start + 8, 4) == noteIsBuildIdentifier, notes[(start + 12)...].starts(with: "GNU\0".utf8) {
                return notes[contents..<(contents + length)].map { byte in
                    (byte < 16 ? "0" : "") + String(byte, radix: 16)
                }.joined()
            }
            start = padded(contents + length)
        }
        return nil
    }

    private static func bytes(_ count: Int, at offset: UInt64, of descriptor: Int32) -> [UInt8]? {
        guard offset < 1 << 62 else { return nil }
        let found = [UInt8](unsafeUninitializedCapacity: count) { buffer, got in
            got = max(pread(descriptor, buffer.baseAddress, count, off_t(offset)), 0)
        }
        return found.count == count ? found : nil
    }

    private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> UInt64 {
        bytes[place..<(place + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
