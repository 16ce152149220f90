/// A list of named texts, the form in which parent and worker speak.
///
/// Each field is a line `name length`, with the length of the value in bytes, then the value and a line end.
/// A name has no space. Names may repeat; their order is kept.
struct WireRecord: Hashable, Sendable {
    private(set) var fields: [(name: String, value: String)] = []

    init() {}

    mutating func append(_ name: String, _ value: String) { fields.append((name, value)) }
    mutating func append(_ name: String, _ value: Int) { append(name, String(value)) }
    mutating func append(_ name: String, _ value: Bool) { append(name, value ? "true" : "false") }
    mutating func append(_ name: String, _ value: String?) { if let value { append(name, value) } }
    mutating func append(_ name: String, each values: [String]) { for value in values { append(name, value) } }

    mutating func remove(_ name: String) { fields.removeAll { $0.name == name } }

    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
    func first(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    func isTrue(_ name: String) -> Bool { first(name) == "true" }

    func required(_ name: String) throws(Malformed) -> String {
        guard let value = first(name) else { throw Malformed(detail: "no field \(name)") }
        return value
    }

    func number(_ name: String) throws(Malformed) -> Int {
        guard let value = Int(try required(name)) else { throw Malformed(detail: "\(name) is not a number") }
        return value
    }

    /// What was received is not what this format writes.
    struct Malformed: Error, Hashable, Sendable {
        let detail: String
    }

    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in fields {
            bytes += "\(name) \(value.utf8.count)\n".utf8
            bytes += value.utf8
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    init(decoding bytes: [UInt8]) throws(Malformed) {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let space = rest.firstIndex(of: UInt8(ascii: " ")),
                let end = rest[space...].firstIndex(of: UInt8(ascii: "\n")),
                let length = Int(String(decoding: rest[(space + 1)..<end], as: UTF8.self)),
                length >= 0, length < rest.endIndex - end - 1,
                rest[end + 1 + length] == UInt8(ascii: "\n")
            else { throw Malformed(detail: "a field is damaged") }
            let value = rest[(end + 1)..<(end + 1 + length)]
            append(String(decoding: rest[..<space], as: UTF8.self), String(decoding: value, as: UTF8.self))
            rest = rest[(end + 2 + length)...]
        }
    }

    static func == (a: WireRecord, b: WireRecord) -> Bool { a.encoded == b.encoded }
    func hash(into hasher: inout Hasher) { hasher.combine(encoded) }
}
