/// Where `--plots` writes: `FOLDER/NOTEBOOK/NAME.svg`, the notebook's path without its ending.
public struct PlotFolder {
    private let folders: CertificateFolder

    public init(_ path: String) { folders = CertificateFolder(path) }

    /// Draws each figure. A file appears whole or not at all.
    public func write(_ report: NotebookReport) throws {
        for claim in report.claims {
            guard let figure = claim.figure else { continue }
            let drawing = try figure.drawing()
            let folder = folders.folder(of: report.path)
            try Path.makeFolder(folder)
            let file = Path.join(folder, CertificateFolder.fileName(of: claim.name) + ".svg")
            try FileContents.replace(file, with: Array(drawing.file(describedBy: "\(claim.name): \(claim.display)").utf8), durably: false)
        }
    }
}
