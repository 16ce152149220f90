/// A drawing as gnuplot writes it, taken apart and put together again.
///
/// Only shapes and texts are taken over, with attributes that say how they look; any other element is a failure. So the
/// drawing can stand in a page: it has no scripts, links, styles or names of its own.
struct SVGDrawing: Sendable {
    private indirect enum Node: Sendable {
        case element(name: String, attributes: [String], children: [Node])
        case text(String)
    }

    private var content: [Node] = []
    private let size = GnuplotScript.size

    private static let elements: Set<String> = ["g", "path", "polygon", "rect", "text", "tspan"]
    /// Left out with all that is in them.
    private static let superfluous: Set<String> = ["title", "desc", "defs"]
    private static let attributes: Set<String> = [
        "fill", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-opacity", "color",
        "d", "points", "x", "y", "width", "height", "transform", "font-family", "font-size", "font-weight", "text-anchor", "shape-rendering",
    ]

    init(reading text: String) throws(FigureFailure) {
        guard let start = text.firstRange(of: "<svg") else { throw .gnuplotFailed("it wrote no drawing") }
        var rest = text[start.lowerBound...]
        guard let svg = try Self.tag(&rest), svg.name == "svg" else { throw .gnuplotFailed("it wrote no drawing") }
        content = try Self.children(of: "svg", &rest)
    }

    // MARK: Reading

    private struct Tag {
        let name: String
        let attributes: [(name: String, value: String)]
        let isClosing: Bool
        let isEmpty: Bool
    }

    private static func children(of parent: String, _ rest: inout Substring) throws(FigureFailure) -> [Node] {
        var nodes: [Node] = []
        while true {
            let text = rest.prefix { $0 != "<" }
            rest = rest.dropFirst(text.count)
            if parent == "text" || parent == "tspan", !text.isEmpty { nodes.append(.text(decoded(text))) }
            guard let tag = try tag(&rest) else { throw .gnuplotFailed("its drawing breaks off") }
            if tag.isClosing {
                guard tag.name == parent else { throw .gnuplotFailed("its drawing is damaged") }
                return nodes
            }
            if superfluous.contains(tag.name) {
                if !tag.isEmpty { try skip(tag.name, &rest) }
                continue
            }
            guard elements.contains(tag.name) else { throw .gnuplotFailed("its drawing has an element \(tag.name)") }
            let children = tag.isEmpty ? [] : try Self.children(of: tag.name, &rest)
            if tag.name == "g", children.isEmpty { continue }
            nodes.append(.element(name: tag.name, attributes: tag.attributes.compactMap(shown), children: children))
        }
    }

    private static func skip(_ name: String, _ rest: inout Substring) throws(FigureFailure) {
        guard let end = rest.firstRange(of: "</\(name)>") else { throw .gnuplotFailed("its drawing breaks off") }
        rest = rest[end.upperBound...]
    }

    /// The tag that begins here.
    private static func tag(_ rest: inout Substring) throws(FigureFailure) -> Tag? {
        guard rest.first == "<", let end = rest.firstIndex(of: ">") else { return nil }
        var inner = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
        let isClosing = inner.first == "/"
        if isClosing { inner = inner.dropFirst() }
        let isEmpty = inner.last == "/"
        if isEmpty { inner = inner.dropLast() }
        let name = String(inner.prefix { !$0.isWhitespace })
        inner = inner.dropFirst(name.count)
        var attributes: [(name: String, value: String)] = []
        while let first = inner.firstIndex(where: { !$0.isWhitespace }) {
            inner = inner[first...]
            let name = inner.prefix { $0 != "=" && !$0.isWhitespace }
            inner = inner.dropFirst(name.count).drop(while: \.isWhitespace)
            guard inner.first == "=" else { throw .gnuplotFailed("its drawing is damaged") }
            inner = inner.dropFirst().drop(while: \.isWhitespace)
            guard let quote = inner.first, quote == "\"" || quote == "'", let close = inner.dropFirst().firstIndex(of: quote) else {
                throw .gnuplotFailed("its drawing is damaged")
            }
            attributes.append((String(name), String(inner[inner.index(after: inner.startIndex)..<close])))
            inner = inner[inner.index(after: close)...]
        }
        return Tag(name: name, attributes: attributes, isClosing: isClosing, isEmpty: isEmpty)
    }

    /// The attribute as it is written again; `nil` for one that is left out. What gnuplot draws in black takes the colour of the text around
    /// the drawing.
    private static func shown(_ attribute: (name: String, value: String)) -> String? {
        var value = attribute.value
        guard attributes.contains(attribute.name), attribute.name != "color",
            value.unicodeScalars.allSatisfy({ $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || " \n\t.,-+#()%".unicodeScalars.contains($0)) })
        else { return nil }
        if attribute.name == "stroke" || attribute.name == "fill" {
            if value == "black" || value == "rgb(0, 0, 0)" { value = "currentColor" }
            value = value.filter { !$0.isWhitespace }
        }
        if attribute.name == "font-family" { value = "sans-serif" }
        return "\(attribute.name)=\"\(value.split(whereSeparator: \.isWhitespace).joined(separator: " "))\""
    }

    private static func decoded(_ text: Substring) -> String {
        String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing("&apos;", with: "'")
            .replacing("&amp;", with: "&")
    }

    // MARK: Writing

    /// As part of a page.
    func inline(describedBy description: String) -> String {
        "<svg viewBox=\"0 0 \(size.width) \(size.height)\" role=\"img\" aria-label=\"\(XMLText.escaped(description))\">\n\(body)</svg>\n"
    }

    /// As a file.
    func file(describedBy description: String) -> String {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" width="\(size.width)" height="\(size.height)" viewBox="0 0 \(size.width) \(size.height)">
        <title>\(XMLText.escaped(description))</title>
        \(body)</svg>

        """
    }

    private var body: String { content.map(Self.text).joined() }

    private static func text(_ node: Node) -> String {
        switch node {
        case .text(let text): return XMLText.escaped(text)
        case .element(let name, let attributes, let children):
            let tag = ([name] + attributes).joined(separator: " ")
            if children.isEmpty { return "<\(tag)/>\n" }
            return "<\(tag)>" + children.map(text).joined() + "</\(name)>\n"
        }
    }
}
