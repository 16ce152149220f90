import Expressions
import Kernel
import Language
import Proving

/// Proved statements for the Coq proof assistant: a folder with a library, one file for each claim, and a list of what is
/// in it and what is not.
public struct CoqExport {
    /// A file of the export, its path relative to the folder.
    public struct File: Hashable, Sendable {
        public let path: String
        public let text: String
    }

    public init() {}

    public func write(_ report: RunReport, to folder: String) throws(SystemFailure) {
        for file in files(of: report) {
            let path = Path.join(folder, file.path)
            try Path.makeFolder(Path.folder(of: path))
            try FileContents.replace(path, with: Array(file.text.utf8), durably: false)
        }
    }

    public func files(of report: RunReport) -> [File] {
        files(of: report.notebooks.map { notebook in
            Section(path: notebook.path, claims: notebook.claims.filter { $0.outcome.verdict == .proved }.map { ($0.name, $0.outcome.certificate) })
        })
    }

    /// The proved claims of one notebook with the texts of their certificates.
    struct Section {
        let path: String
        let claims: [(name: String, certificate: String?)]
    }

    func files(of sections: [Section]) -> [File] {
        var files: [File] = []
        var list = Self.listHead
        var folders: Set<String> = []
        var refused = 0
        for section in sections {
            let folder = unique(CoqNames.identifier(Self.stem(section.path)), &folders)
            list += "\n## \(section.path)\n\n| claim | Coq |\n| --- | --- |\n"
            var names: Set<String> = []
            for claim in section.claims {
                do {
                    // A chain has no proof but those of its steps.
                    guard let certificate = claim.certificate else { throw CoqRefusal("its steps are") }
                    let name = unique(CoqNames.identifier(claim.name), &names)
                    let file = try CoqClaim(Certificate(text: certificate)).file(named: name)
                    let path = "\(folder)/\(name).v"
                    files.append(File(path: path, text: file.text))
                    list += row(claim.name, (["[\(path)](\(path))"] + file.remarks.map { "without \($0)" }).joined(separator: "; "))
                } catch {
                    refused += 1
                    list += row(claim.name, "not exported: \((error as? CoqRefusal)?.reason ?? "\(error)")")
                }
            }
        }
        list += "\n\(files.count) proved statements are exported, \(refused) are not.\n"
        return CoqLibrary.files + files
            + [File(path: "Makefile", text: CoqLibrary.makefile(files.map(\.path))), File(path: "README.md", text: list)]
    }

    private static let listHead = """
        # Proved statements for Coq

        `make` lets `coqc` check every file. Each claim's file states in a comment what the notebook says and what of it
        the theorem covers; `Print Assumptions` at its end shows that no axiom is used. `library/Calculus.v` says
        what is supposed of the functions.

        """

    private func row(_ claim: String, _ text: String) -> String {
        "| \(cell(claim)) | \(cell(text)) |\n"
    }

    private func cell(_ text: String) -> String {
        text.replacing("|", with: "\\|").split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static func stem(_ path: String) -> String {
        let parts = path.split(separator: "/").filter { $0 != "." && $0 != ".." }
        let stem = parts.joined(separator: "_")
        return stem.hasSuffix(".lnb") ? String(stem.dropLast(4)) : stem
    }

    private func unique(_ name: String, _ used: inout Set<String>) -> String {
        var candidate = name
        var number = 2
        while !used.insert(candidate).inserted {
            candidate = "\(name)_\(number)"
            number += 1
        }
        return candidate
    }
}
