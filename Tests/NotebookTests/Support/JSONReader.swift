@testable import Notebook

/// A strict reader of RFC 8259, for checking what the engine writes. `nil` for anything that is not JSON.
struct JSONReader {
    private var rest: Substring.UnicodeScalarView

    static func read(_ text: String) -> JSON? {
        var reader = JSONReader(rest: Substring(text).unicodeScalars)
        guard let value = reader.value() else { return nil }
        reader.skipSpace()
        return reader.rest.isEmpty ? value : nil
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
        skipSpace()
        switch rest.first {
        case "{": return object()
        case "[": return array()
        case "\"": return string().map(JSON.string)
        case "t": return accept("true") ? .bool(true) : nil
        case "f": return accept("false") ? .bool(false) : nil
        default:
            let digits = rest.prefix { "-0123456789".unicodeScalars.contains($0) }
            guard let number = Int(String(digits)) else { return nil }
            rest.removeFirst(digits.count)
            return .number(number)
        }
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
        while let scalar = rest.popFirst() {
            if scalar == "\"" { return result }
            guard scalar.value >= 0x20 else { return nil }
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
                guard let value = UInt32(String(rest.prefix(4)), radix: 16), let scalar = Unicode.Scalar(value) else { return nil }
                rest.removeFirst(4)
                result.unicodeScalars.append(scalar)
            default: return nil
            }
        }
        return nil
    }
}

extension JSON {
    subscript(_ name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    subscript(_ place: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(place) else { return nil }
        return elements[place]
    }
}
