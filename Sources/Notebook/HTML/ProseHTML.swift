import CMarkdown
import Glibc

/// Prose as HTML, by cmark-gfm.
///
/// Nothing of the text is markup of the page: HTML in it is shown as text, links lead only where they may, and images,
/// which a page without network cannot show, become links.
package struct ProseHTML {
    private let prose: MaskedProse
    /// The HTML of a cell.
    private let cell: (Int) -> String
    private let cellCount: Int
    private var shown: Set<Int> = []

    package static func text(of document: Document, cell: @escaping (Int) -> String) -> String {
        var writer = ProseHTML(prose: MaskedProse(document), cell: cell, cellCount: document.cells.count)
        return writer.render()
    }

    private mutating func render() -> String {
        cmark_gfm_core_extensions_ensure_registered()
        guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return "" }
        defer { cmark_parser_free(parser) }
        for name in ["table", "strikethrough", "tasklist"] {
            if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
        }
        var text = prose.text
        text.withUTF8 { buffer in
            buffer.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        guard let root = cmark_parser_finish(parser) else { return "" }
        defer { cmark_node_free(root) }
        for node in ProseHTML.nodes(below: root) { replace(node) }
        var html = ""
        if let rendered = cmark_render_html(root, CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser)) {
            html = String(cString: rendered)
            free(rendered)
        }
        // A cell must not get lost, wherever in the text its fence stands.
        for index in 0..<cellCount where !shown.contains(index) { html += cell(index) }
        return html
    }

    private static func nodes(below root: OpaquePointer) -> [OpaquePointer] {
        var nodes: [OpaquePointer] = []
        let iterator = cmark_iter_new(root)
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { break }
            if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) { nodes.append(node) }
        }
        cmark_iter_free(iterator)
        return nodes
    }

    private mutating func replace(_ node: OpaquePointer) {
        let kind = cmark_node_get_type(node)
        switch kind {
        case CMARK_NODE_TEXT: replaceText(node)
        case CMARK_NODE_CODE, CMARK_NODE_CODE_BLOCK:
            cmark_node_set_literal(node, prose.unmasked(ProseHTML.literal(node)))
        case CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE: showMarkup(node, isBlock: kind == CMARK_NODE_HTML_BLOCK)
        case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
            if let url = cmark_node_get_url(node) { cmark_node_set_url(node, prose.unmasked(String(cString: url))) }
            if let title = cmark_node_get_title(node) { cmark_node_set_title(node, prose.unmasked(String(cString: title))) }
            if kind == CMARK_NODE_IMAGE { becomeLink(node) }
        default: break
        }
    }

    private static func literal(_ node: OpaquePointer) -> String {
        cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    }

    /// Puts formulas and cells in the place of their masks.
    private mutating func replaceText(_ node: OpaquePointer) {
        let pieces = prose.pieces(of: ProseHTML.literal(node))
        guard pieces.contains(where: { if case .masked = $0 { true } else { false } }) else { return }
        if pieces.count == 1, case .masked(.cell(let index)) = pieces[0], shown.insert(index).inserted {
            let block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK)
            cmark_node_set_on_enter(block, cell(index))
            if let paragraph = cmark_node_parent(node), cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH,
                cmark_node_first_child(paragraph) == node, cmark_node_next(node) == nil,
                cmark_node_replace(paragraph, block) != 0
            {
                cmark_node_free(paragraph)
                return
            }
            cmark_node_free(block)
            shown.remove(index)
        }
        for piece in pieces {
            let new: OpaquePointer?
            switch piece {
            case .text(let text):
                new = cmark_node_new(CMARK_NODE_TEXT)
                cmark_node_set_literal(new, text)
            case .masked(.formula(let source, let isDisplay)):
                new = cmark_node_new(CMARK_NODE_CUSTOM_INLINE)
                cmark_node_set_on_enter(new, ProseHTML.formula(source, isDisplay: isDisplay))
            case .masked(.cell): continue
            }
            insert(new, before: node)
        }
        cmark_node_unlink(node)
        cmark_node_free(node)
    }

    /// The cell of a table takes no foreign nodes itself, but what is emphasised in it does.
    private func insert(_ new: OpaquePointer?, before node: OpaquePointer) {
        if cmark_node_insert_before(node, new) != 0 { return }
        let emphasis = cmark_node_new(CMARK_NODE_EMPH)
        if cmark_node_append_child(emphasis, new) == 0 { cmark_node_free(new) }
        if cmark_node_insert_before(node, emphasis) == 0 { cmark_node_free(emphasis) }
    }

    /// Shows HTML as its author typed it; comments are not shown.
    private func showMarkup(_ node: OpaquePointer, isBlock: Bool) {
        let source = prose.unmasked(ProseHTML.literal(node))
        if !source.hasPrefix("<!--") {
            let text = cmark_node_new(CMARK_NODE_TEXT)
            cmark_node_set_literal(text, source)
            var new = text
            if isBlock {
                new = cmark_node_new(CMARK_NODE_PARAGRAPH)
                cmark_node_append_child(new, text)
            }
            if cmark_node_insert_before(node, new) == 0 { cmark_node_free(new) }
        }
        cmark_node_unlink(node)
        cmark_node_free(node)
    }

    private func becomeLink(_ image: OpaquePointer) {
        let link = cmark_node_new(CMARK_NODE_LINK)
        cmark_node_set_url(link, cmark_node_get_url(image).map { String(cString: $0) } ?? "")
        while let child = cmark_node_first_child(image) { cmark_node_append_child(link, child) }
        if cmark_node_replace(image, link) == 0 { cmark_node_free(link) } else { cmark_node_free(image) }
    }

    /// The formula in MathML; its source where it cannot be read.
    static func formula(_ source: String, isDisplay: Bool) -> String {
        guard let formula = TeXReader.formula(source) else {
            return "<code class=\"tex\">\(XMLText.escaped(source))</code>"
        }
        return MathMLWriter.element(formula, isDisplay: isDisplay, source: source)
    }
}
