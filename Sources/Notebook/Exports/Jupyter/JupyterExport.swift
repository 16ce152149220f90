import Kernel

/// A notebook with its verdicts as a Jupyter notebook (nbformat 4.5), from which `JupyterImport` makes the same file again.
public struct JupyterExport {
    public init() {}

    public func text(of report: NotebookReport) -> String {
        guard let document = report.notebook.document else { return "" }
        var writer = Writer(report)
        var position = 0
        for (index, cell) in document.cells.enumerated() {
            let end = cell.resultRange?.upperBound ?? cell.end
            writer.prose(document.bytes[position..<cell.start])
            writer.cell(cell, index, block: String(decoding: document.bytes[cell.start..<end], as: UTF8.self))
            position = end
        }
        writer.prose(document.bytes[position...])
        return writer.notebook.text + "\n"
    }

    private struct Writer {
        private let report: NotebookReport
        private var cells: [JSON] = []
        private var identifiers: Set<String> = []
        private var last: JupyterLayout.Kind?
        /// What stands behind the last block.
        private var gap = ""

        init(_ report: NotebookReport) { self.report = report }

        mutating func prose(_ bytes: ArraySlice<UInt8>) {
            let mark: [UInt8] = bytes.startIndex == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? [0xEF, 0xBB, 0xBF] : []
            let text = bytes.dropFirst(mark.count)
            let body = text.drop(while: Writer.isLineEnd)
            let before = Array(text.prefix(text.count - body.count))
            let after = Array(body.reversed().prefix(while: Writer.isLineEnd).reversed())
            gap += String(decoding: mark + before, as: UTF8.self)
            guard !body.isEmpty else { return }
            let source = String(decoding: body.dropLast(after.count), as: UTF8.self)
            add(.prose, [("cell_type", .string("markdown")), ("source", .lines(source))], of: source, layout: [])
            gap = String(decoding: after, as: UTF8.self)
        }

        private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

        mutating func cell(_ cell: Document.Cell, _ index: Int, block: String) {
            let source = JupyterLayout.withoutLastLineEnd(cell.source)
            let isUsual = JupyterLayout.block(source: cell.source, result: cell.recordedResult).utf8.elementsEqual(block.utf8)
            let layout = isUsual ? [("result", cell.recordedResult.map(JSON.string))] : [("block", JSON.string(block))]
            let data = JupyterOutput(report, cell: index)?.data(JSON.lines)
            let output = data.map { data in
                JSON.object([
                    ("output_type", .string("execute_result")), ("execution_count", .number(index + 1)), ("metadata", .emptyObject),
                    ("data", data),
                ])
            }
            let members: [(String, JSON?)] = [
                ("cell_type", .string("code")), ("execution_count", data == nil ? .null : .number(index + 1)),
                ("source", .lines(source)), ("outputs", .array(output.map { [$0] } ?? [])),
            ]
            add(.statements, members, of: source, layout: layout)
            gap = ""
        }

        /// - Parameter layout: what the metadata say besides the gap in front.
        private mutating func add(
            _ kind: JupyterLayout.Kind, _ members: [(String, JSON?)], of source: String, layout: [(String, JSON?)]
        ) {
            let before = gap == JupyterLayout.gap(behind: last) ? nil : JSON.string(gap)
            cells.append(
                .object(members + [("id", .string(identifier(of: source))), ("metadata", Writer.metadata([("before", before)] + layout))]))
            last = kind
        }

        private static func metadata(_ layout: [(String, JSON?)]) -> JSON {
            layout.allSatisfy { $0.1 == nil } ? .emptyObject : .object([(JupyterLayout.metadataName, JSON.object(layout))])
        }

        /// A cell keeps its identifier as long as it has the same text.
        private mutating func identifier(of source: String) -> String {
            var text = source
            while true {
                let digest = String(SHA256.hexDigest(of: text.utf8).prefix(12))
                if identifiers.insert(digest).inserted { return digest }
                text += "\n"
            }
        }

        var notebook: JSON {
            let end = gap == JupyterLayout.end(behind: last) ? nil : JSON.string(gap)
            let layout = end.map { JSON.object([("end", $0)]) }
            return .object([
                ("cells", .array(cells)),
                (
                    "metadata",
                    .object([
                        ("kernelspec", KernelSpecification.reference), ("language_info", KernelSpecification.language),
                        (JupyterLayout.metadataName, layout),
                    ])
                ),
                ("nbformat", .number(4)), ("nbformat_minor", .number(5)),
            ])
        }
    }
}
