/// How the prose and the cells of a notebook follow one another in its file.
///
/// A Jupyter notebook is a list of cells without anything between them. What stands between them in our file is kept in
/// their metadata, under the name `lnb`, but only where it is not what stands there as a rule:
///
/// - `before`: the line ends in front of the cell; `end` of the whole notebook: those behind the last.
/// - `result`: the recorded result below a cell.
/// - `block`: the cell as it stands in the file, where its fence is not the usual one.
enum JupyterLayout {
    enum Kind { case prose, statements }

    static let metadataName = "lnb"

    /// The line ends between a block and the next one. A cell ends with the line end of its fence, prose without one.
    static func gap(behind previous: Kind?) -> String {
        switch previous {
        case nil: ""
        case .prose: "\n\n"
        case .statements: "\n"
        }
    }

    static func end(behind last: Kind?) -> String { last == .prose ? "\n" : "" }

    /// A cell with the usual fence, and its recorded result.
    static func block(source: String, result: String?) -> String {
        let ending = [UInt8(ascii: "\n")]
        let cell = Document.fenced(source, kind: "lnb", indentation: 0, ending: ending)
        let recorded = result.map { Document.fenced($0, kind: "lnb-result", indentation: 0, ending: ending) } ?? []
        return String(decoding: cell + recorded, as: UTF8.self)
    }

    /// A cell's statements as Jupyter has them: without the last line end.
    static func withoutLastLineEnd(_ source: String) -> String { source.hasSuffix("\n") ? String(source.dropLast()) : source }
}

extension JSON {
    /// A text as nbformat has it: a list of lines, each with its line end.
    static func lines(_ text: String) -> JSON {
        var lines: [JSON] = []
        var line = ""
        for scalar in text.unicodeScalars {
            line.unicodeScalars.append(scalar)
            if scalar == "\n" {
                lines.append(.string(line))
                line = ""
            }
        }
        return .array(line.isEmpty ? lines : lines + [.string(line)])
    }
}
