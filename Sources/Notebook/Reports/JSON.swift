/// A JSON value; the members of an object keep their order.
public indirect enum JSON: Hashable, Sendable {
    case string(String)
    case number(Int)
    case decimal(Double)
    case bool(Bool)
    case null
    case array([JSON])
    case object([Member])

    public struct Member: Hashable, Sendable {
        public let name: String
        public let value: JSON
        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// The members whose value is there.
    public static func object(_ members: [(String, JSON?)]) -> JSON {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }

    public static let emptyObject = JSON.object([Member]())

    /// RFC 8259 text in UTF-8, two spaces of indentation a level, without a final line end.
    public var text: String { text(indentation: 0) }

    /// The text where it stands within another: its further lines have so many levels more.
    func text(indentation: Int) -> String {
        var text = ""
        write(to: &text, indentation: indentation)
        return text
    }

    /// The text on one line.
    var line: String {
        var text = ""
        writeLine(to: &text)
        return text
    }

    private func writeLine(to text: inout String) {
        switch self {
        case .array(let elements):
            text += "["
            for (place, element) in elements.enumerated() {
                if place > 0 { text += "," }
                element.writeLine(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (place, member) in members.enumerated() {
                if place > 0 { text += "," }
                JSON.quote(member.name, to: &text)
                text += ":"
                member.value.writeLine(to: &text)
            }
            text += "}"
        default: write(to: &text, indentation: 0)
        }
    }

    private func write(to text: inout String, indentation: Int) {
        switch self {
        case .string(let string): JSON.quote(string, to: &text)
        case .number(let number): text += String(number)
        case .decimal(let value): text += value.description
        case .bool(let bool): text += bool ? "true" : "false"
        case .null: text += "null"
        case .array(let elements):
            JSON.list(elements, in: ("[", "]"), to: &text, indentation) { element, text in
                element.write(to: &text, indentation: indentation + 1)
            }
        case .object(let members):
            JSON.list(members, in: ("{", "}"), to: &text, indentation) { member, text in
                JSON.quote(member.name, to: &text)
                text += ": "
                member.value.write(to: &text, indentation: indentation + 1)
            }
        }
    }

    private static func list<Element>(
        _ elements: [Element], in brackets: (String, String), to text: inout String, _ indentation: Int,
        write: (Element, inout String) -> Void
    ) {
        text += brackets.0
        for (place, element) in elements.enumerated() {
            text += place == 0 ? "\n" : ",\n"
            text += String(repeating: "  ", count: indentation + 1)
            write(element, &text)
        }
        if !elements.isEmpty { text += "\n" + String(repeating: "  ", count: indentation) }
        text += brackets.1
    }

    private static func quote(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F || (0x2028...0x2029).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
