/// A strict reader of RFC 8259, which also refuses what is nested too deeply.
public struct JSONReader {
    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0
    private var isTooDeep = false
    private static let nestingLimit = 200

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Where a text stops being JSON, and why.
    public struct Misread: Error, Hashable, Sendable {
        public let line: Int
        public let column: Int
        public let message: String
    }

    /// `nil` for anything that is not JSON.
    public static func read(_ text: String) -> JSON? { try? value(of: text) }

    /// `nil` for anything that is not JSON, or no UTF-8.
    package static func read(_ bytes: some Collection<UInt8>) -> JSON? { try? value(of: Array(bytes)) }

    static func value(of text: String) throws(Misread) -> JSON { try value(of: Array(text.utf8)) }

    private static func value(of bytes: [UInt8]) throws(Misread) -> JSON {
        var reader = JSONReader(bytes)
        let value = reader.value()
        reader.skipSpace()
        guard let value, reader.next == nil else { throw reader.misread(isBehindValue: value != nil) }
        return value
    }

    private func misread(isBehindValue: Bool) -> Misread {
        let before = bytes[..<place]
        let line = before[(before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)...]
        let message: String
        if isTooDeep {
            message = "brackets are nested more than \(JSONReader.nestingLimit) deep"
        } else if let byte = next {
            let character = String(decoding: bytes[place...].prefix(4), as: UTF8.self).first ?? "?"
            let shown = byte < 0x20 ? "the control character \(byte)" : "`\(character)`"
            message = isBehindValue ? "found \(shown) behind the end of the JSON text" : "found \(shown), where JSON has something else"
        } else {
            message = "the text ends in the middle of a JSON value"
        }
        return Misread(
            line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: String(decoding: line, as: UTF8.self).count + 1, message: message)
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private mutating func accept(_ text: StaticString) -> Bool {
        let end = place + text.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        for offset in 0..<text.utf8CodeUnitCount where bytes[place + offset] != text.utf8Start[offset] { return false }
        place = end
        return true
    }

    private mutating func value() -> JSON? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= JSONReader.nestingLimit else {
            isTooDeep = true
            return nil
        }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return object()
        case UInt8(ascii: "["): return array()
        case UInt8(ascii: "\""): return string().map(JSON.string)
        case UInt8(ascii: "t"): return accept("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return accept("false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return accept("null") ? .null : nil
        default: return number()
        }
    }

    private mutating func number() -> JSON? {
        let start = place
        while let byte = next, JSONReader.isOfNumber(byte) { place += 1 }
        let digits = String(decoding: bytes[start..<place], as: UTF8.self)
        let body = digits.hasPrefix("-") ? digits.dropFirst() : digits[...]
        guard let first = body.first, first.isWholeNumber, body.last?.isWholeNumber == true,
            first != "0" || body.dropFirst().first?.isWholeNumber != true
        else { return nil }
        if let number = Int(digits) { return .number(number) }
        // Infinity has no spelling.
        return Double(digits).flatMap { $0.isFinite ? .decimal($0) : nil }
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            return true
        default: return false
        }
    }

    private mutating func object() -> JSON? {
        var members: [JSON.Member] = []
        place += 1
        skipSpace()
        if accept("}") { return .object(members) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\""), let name = string() else { return nil }
            skipSpace()
            guard accept(":"), let value = value() else { return nil }
            members.append(JSON.Member(name, value))
            skipSpace()
            if accept("}") { return .object(members) }
            guard accept(",") else { return nil }
        }
    }

    private mutating func array() -> JSON? {
        var elements: [JSON] = []
        place += 1
        skipSpace()
        if accept("]") { return .array(elements) }
        while true {
            guard let value = value() else { return nil }
            elements.append(value)
            skipSpace()
            if accept("]") { return .array(elements) }
            guard accept(",") else { return nil }
        }
    }

    private mutating func string() -> String? {
        var result = ""
        place += 1
        while true {
            let start = place
            while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { place += 1 }
            guard let plain = String(validating: bytes[start..<place], as: UTF8.self) else { return nil }
            result += plain
            guard let byte = next, byte >= 0x20 else { return nil }
            place += 1
            if byte == UInt8(ascii: "\"") { return result }
            guard let scalar = escaped() else { return nil }
            result.unicodeScalars.append(scalar)
        }
    }

    /// The scalar that an escape stands for, after its backslash.
    private mutating func escaped() -> Unicode.Scalar? {
        guard let byte = next else { return nil }
        place += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "u"):
            guard let first = hexadecimal() else { return nil }
            // Scalars beyond the first plane are written as two surrogates.
            guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
            guard accept("\\u"), let second = hexadecimal(), (0xDC00..<0xE000).contains(second) else { return nil }
            return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + second - 0xDC00)
        default: return nil
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        guard place + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[place..<(place + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        place += 4
        return value
    }
}

extension JSON {
    public subscript(_ name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    public subscript(_ place: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(place) else { return nil }
        return elements[place]
    }

    // The value of a string, of a number, of an array; `nil` for anything else.
    var stringValue: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var integerValue: Int? {
        guard case .number(let number) = self else { return nil }
        return number
    }

    var decimalValue: Double? {
        switch self {
        case .number(let number): return Double(number)
        case .decimal(let value): return value
        default: return nil
        }
    }

    var elements: [JSON]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }
}
