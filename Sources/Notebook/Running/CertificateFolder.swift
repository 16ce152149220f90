/// Where `--certificates` writes: `FOLDER/NOTEBOOK/CLAIM.cert`, the notebook's path without its ending.
public struct CertificateFolder {
    let path: String

    public init(_ path: String) { self.path = path }

    /// Writes the certificate of each claim that has one. Each file appears whole or not at all.
    public func write(_ report: NotebookReport) throws(SystemFailure) {
        var folder: String?
        for claim in report.claims {
            guard let text = claim.outcome.certificate else { continue }
            let inside = folder ?? self.folder(of: report.path)
            if folder == nil {
                try Path.makeFolder(inside)
                FileReplacement.clearRemains(in: inside)
            }
            folder = inside
            let file = Path.join(inside, CertificateFolder.fileName(of: claim.name) + ".cert")
            try FileContents.replace(file, with: Array(text.utf8), durably: false)
        }
    }

    func folder(of notebook: String) -> String {
        let stem = notebook.hasSuffix(".lnb") ? String(notebook.dropLast(4)) : notebook
        let parts = stem.split(separator: "/").filter { $0 != "." && $0 != ".." }
        return Path.join(path, parts.map { CertificateFolder.fileName(of: String($0)) }.joined(separator: "/"))
    }

    /// `name` as the name of a file: what is not a letter, a digit, `_`, `-` or an inner dot becomes `%XX`.
    static func fileName(of name: String) -> String {
        var result = ""
        for (place, scalar) in name.unicodeScalars.enumerated() {
            let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar == "_" || scalar == "-" || (scalar == "." && place > 0)
            if isPlain {
                result.unicodeScalars.append(scalar)
            } else {
                for byte in String(scalar).utf8 {
                    let digits = String(byte, radix: 16, uppercase: true)
                    result += "%" + (digits.count < 2 ? "0" : "") + digits
                }
            }
        }
        return result.isEmpty ? "%" : result
    }
}
