/// An HTML block in which CommonMark sees no fences: a comment, a processing instruction, a declaration,
/// a CDATA section, or one of `<pre>`, `<script>`, `<style>`, `<textarea>`.
///
/// So a claim inside `<!-- … -->` is commented out, as it is in the rendered page. The other HTML blocks of
/// CommonMark end at a blank line and are not treated apart: a cell right below `<details>` is a cell.
enum MarkupBlock {
    case endsWith(String)
    case endsWithClosingTag

    /// The block that `line` opens.
    init?(opening line: ArraySlice<UInt8>) {
        let indentation = Fence.indentation(of: line)
        let rest = line.dropFirst(indentation)
        guard indentation <= 3, rest.first == UInt8(ascii: "<") else { return nil }
        if rest.starts(with: "<!--".utf8) {
            self = .endsWith("-->")
        } else if rest.starts(with: "<?".utf8) {
            self = .endsWith("?>")
        } else if rest.starts(with: "<![CDATA[".utf8) {
            self = .endsWith("]]>")
        } else if rest.starts(with: "<!".utf8), let letter = rest.dropFirst(2).first,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter | 0x20)
        {
            self = .endsWith(">")
        } else {
            let name = rest.dropFirst().prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
            let after = rest.dropFirst(1 + name.count).first
            guard MarkupBlock.rawTags.contains(String(decoding: name, as: UTF8.self).lowercased()),
                after == nil || after == UInt8(ascii: ">") || after.map(Fence.isBlank) == true
            else { return nil }
            self = .endsWithClosingTag
        }
    }

    private static let rawTags: Set<String> = ["pre", "script", "style", "textarea"]

    /// True when `line` is the last of the block (it may be the first, too).
    func isClosed(by line: ArraySlice<UInt8>) -> Bool {
        switch self {
        case .endsWith(let end):
            return MarkupBlock.contains(line, Array(end.utf8))
        case .endsWithClosingTag:
            let lowered = Array(String(decoding: line, as: UTF8.self).lowercased().utf8)[...]
            return MarkupBlock.rawTags.contains { MarkupBlock.contains(lowered, Array("</\($0)>".utf8)) }
        }
    }

    private static func contains(_ line: ArraySlice<UInt8>, _ pattern: [UInt8]) -> Bool {
        var start = line.startIndex
        while line.endIndex - start >= pattern.count {
            if line[start...].starts(with: pattern) { return true }
            start += 1
        }
        return false
    }
}
