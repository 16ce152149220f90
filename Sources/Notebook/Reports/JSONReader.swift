/// A strict reader of RFC 8259, which also refuses what is nested too deeply.
public struct JSONReader {
    private var rest: Substring.UnicodeScalarView
    private var depth = 0
    private var isTooDeep = false
    private static let nestingLimit = 200

    private init(_ text: String) { rest = Substring(text).unicodeScalars }

    /// Where a text stops being JSON, and why.
    public struct Misread: Error, Hashable, Sendable {
        public let line: Int
        public let column: Int
        public let message: String
    }

    /// `nil` for anything that is not JSON.
    public static func read(_ text: String) -> JSON? { try? value(of: text) }

    static func value(of text: String) throws(Misread) -> JSON {
        var reader = JSONReader(text)
        let value = reader.value()
        reader.skipSpace()
        guard let value, reader.rest.isEmpty else { throw reader.misread(in: text, isBehindValue: value != nil) }
        return value
    }

    private func misread(in text: String, isBehindValue: Bool) -> Misread {
        let before = text.unicodeScalars[..<rest.startIndex]
        let lineStart = before.lastIndex(of: "\n").map { before.index(after: $0) } ?? before.startIndex
        let message: String
        if isTooDeep {
            message = "brackets are nested more than \(JSONReader.nestingLimit) deep"
        } else if let found = rest.first {
            let shown = found.value < 0x20 ? "the control character \(found.value)" : "`\(Character(found))`"
            message = isBehindValue ? "found \(shown) behind the end of the JSON text" : "found \(shown), where JSON has something else"
        } else {
            message = "the text ends in the middle of a JSON value"
        }
        return Misread(
            line: before.count { $0 == "\n" } + 1, column: String(before[lineStart...]).count + 1, message: message)
    }

    private mutating func skipSpace() {
        while let first = rest.first, " \n\t\r".unicodeScalars.contains(first) { rest.removeFirst() }
    }

    private mutating func accept(_ text: String) -> Bool {
        guard rest.starts(with: text.unicodeScalars) else { return false }
        rest.removeFirst(text.unicodeScalars.count)
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
        switch rest.first {
        case "{": return object()
        case "[": return array()
        case "\"": return string().map(JSON.string)
        case "t": return accept("true") ? .bool(true) : nil
        case "f": return accept("false") ? .bool(false) : nil
        case "n": return accept("null") ? .null : nil
        default: return number()
        }
    }

    private mutating func number() -> JSON? {
        let digits = String(rest.prefix { "-+.eE0123456789".unicodeScalars.contains($0) })
        let body = digits.hasPrefix("-") ? digits.dropFirst() : digits[...]
        guard let first = body.first, first.isWholeNumber, body.last?.isWholeNumber == true,
            first != "0" || body.dropFirst().first?.isWholeNumber != true
        else { return nil }
        rest.removeFirst(digits.unicodeScalars.count)
        if let number = Int(digits) { return .number(number) }
        return Double(digits).map(JSON.decimal)
    }

    private mutating func object() -> JSON? {
        var members: [JSON.Member] = []
        rest.removeFirst()
        skipSpace()
        if accept("}") { return .object(members) }
        while true {
            skipSpace()
            guard rest.first == "\"", let name = string() else { return nil }
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
        rest.removeFirst()
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
        rest.removeFirst()
        while let scalar = rest.first, scalar.value >= 0x20 {
            rest.removeFirst()
            if scalar == "\"" { return result }
            guard scalar == "\\" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "n": result += "\n"
            case "r": result += "\r"
            case "t": result += "\t"
            case "\"": result += "\""
            case "\\": result += "\\"
            case "u":
                guard let scalar = escaped() else { return nil }
                result.unicodeScalars.append(scalar)
            case "b": result += "\u{8}"
            case "f": result += "\u{C}"
            default: return nil
            }
        }
        return nil
    }

    /// The scalar behind `\u`; those beyond the first plane are written as two surrogates.
    private mutating func escaped() -> Unicode.Scalar? {
        guard let first = hexadecimal() else { return nil }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
        guard accept("\\u"), let second = hexadecimal(), (0xDC00..<0xE000).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + second - 0xDC00)
    }

    private mutating func hexadecimal() -> UInt32? {
        let digits = rest.prefix(4)
        guard digits.count == 4, digits.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
        rest.removeFirst(4)
        return UInt32(String(digits), radix: 16)
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
}
