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
        var claims: [File] = []
        var list = Self.listHead
        var folders: Set<String> = []
        var (exported, refused) = (0, 0)
        for notebook in report.notebooks {
            let folder = unique(CoqNames.identifier(Self.stem(notebook.path)), &folders)
            list += "\n## \(notebook.path)\n\n| claim | Coq |\n| --- | --- |\n"
            var names: Set<String> = []
            for claim in notebook.claims where claim.outcome.verdict == .proved {
                guard let certificate = claim.outcome.certificate else {
                    refused += 1
                    list += row(claim, "not exported: there is no certificate of its own")
                    continue
                }
                do {
                    let name = unique(CoqNames.identifier(claim.name), &names)
                    let file = try CoqClaim(Certificate(text: certificate)).file(named: name)
                    exported += 1
                    claims.append(File(path: "\(folder)/\(name).v", text: file.text))
                    list += row(claim, "[\(folder)/\(name).v](\(folder)/\(name).v)\(file.remarks.isEmpty ? "" : ": ")\(file.remarks.joined(separator: "; "))")
                } catch let refusal as CoqRefusal {
                    refused += 1
                    list += row(claim, "not exported: \(refusal.reason)")
                } catch {
                    refused += 1
                    list += row(claim, "not exported: \(error)")
                }
            }
        }
        list += "\n\(exported) proved statements are exported, \(refused) are not.\n"
        return CoqLibrary.files + claims
            + [File(path: "Makefile", text: CoqLibrary.makefile(claims.map(\.path))), File(path: "README.md", text: list)]
    }

    private static let listHead = """
        # Proved statements for Coq

        `make` lets `coqc` check every file. Each claim's file states in a comment what the notebook says and what of it
        the theorem covers; `Print Assumptions` at its end shows that no axiom is used. `library/Calculus.v` says
        what is supposed of the functions.

        """

    private func row(_ claim: ClaimReport, _ text: String) -> String {
        "| \(cell(claim.name)) | \(cell(text)) |\n"
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
