/// The tags of a page in order, read strictly: every attribute in double quotes, every element closed in order.
struct MarkupReader {
    struct Element: Hashable {
        let name: String
        let attributes: [String: String]
    }

    enum Fault: Error, Hashable {
        case tag(String)
        case unclosed([String])
        case mismatch(open: String?, closed: String)
    }

    private static let void: Set<String> = ["meta", "br", "hr", "input", "mspace"]

    /// The elements, in the order of their opening tags.
    static func elements(of page: String) throws -> [Element] {
        var rest = Array(page)[...]
        var open: [String] = []
        var found: [Element] = []
        while let start = rest.firstIndex(of: "<") {
            rest = rest[start...]
            if String(rest.prefix(15)).lowercased() == "<!doctype html>" {
                rest = rest.dropFirst(15)
                continue
            }
            guard let end = rest.firstIndex(of: ">") else { throw Fault.tag(String(rest.prefix(60))) }
            let tag = String(rest[(start + 1)..<end])
            rest = rest[(end + 1)...]
            if tag.hasPrefix("/") {
                let name = String(tag.dropFirst())
                guard open.last == name else { throw Fault.mismatch(open: open.last, closed: name) }
                open.removeLast()
                continue
            }
            let element = try read(tag)
            found.append(element)
            if !void.contains(element.name), !tag.hasSuffix("/") { open.append(element.name) }
            if element.name == "style", let close = String(rest).firstRange(of: "</style>") {
                rest = Array(String(rest)[close.lowerBound...])[...]
            }
        }
        guard open.isEmpty else { throw Fault.unclosed(open) }
        return found
    }

    private static func read(_ tag: String) throws -> Element {
        var rest = Substring(tag)
        if rest.hasSuffix("/") { rest.removeLast() }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard !name.isEmpty else { throw Fault.tag(tag) }
        rest = rest.dropFirst(name.count)
        var attributes: [String: String] = [:]
        while true {
            rest = rest.drop { $0 == " " }
            guard !rest.isEmpty else { break }
            let key = rest.prefix { $0.isASCII && ($0.isLetter || $0 == "-") }
            guard !key.isEmpty else { throw Fault.tag(tag) }
            rest = rest.dropFirst(key.count)
            guard rest.hasPrefix("=\"") else {
                attributes[String(key)] = ""
                continue
            }
            rest = rest.dropFirst(2)
            guard let quote = rest.firstIndex(of: "\"") else { throw Fault.tag(tag) }
            attributes[String(key)] = String(rest[..<quote])
            rest = rest[rest.index(after: quote)...]
        }
        return Element(name: String(name), attributes: attributes)
    }
}
