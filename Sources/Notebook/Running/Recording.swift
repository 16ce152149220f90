import Glibc

/// Recorded results: comparing them with a run, and writing them.
public enum Recording {
    /// What `--check` finds wrong: results that are missing or differ, and a notebook that claims nothing.
    public static func discrepancies(of report: NotebookReport) -> [Problem] {
        guard let document = report.notebook.document, !report.hasErrors else { return [] }
        var problems: [Problem] = []
        if report.notebook.items.isEmpty {
            problems.append(
                Problem(code: "N010", path: report.path, line: nil, message: "the notebook claims nothing: there is nothing to check"))
        }
        let recordings = report.recordings
        for (index, mismatch) in document.mismatches(with: recordings).enumerated() {
            guard let mismatch else { continue }
            let cell = document.cells[index]
            problems.append(
                Problem(
                    code: "N011", path: report.path, line: cell.firstLine - 1,
                    message: explanation(mismatch), excerpt: difference(from: cell.recordedResult, to: recordings[index])))
        }
        for line in document.strayResults {
            problems.append(
                Problem(code: "N012", path: report.path, line: line, message: "this recorded result follows no cell; delete it"))
        }
        return problems
    }

    /// Writes the results of the run into the notebook, when something changes. True when it wrote.
    ///
    /// Nothing is written into a file with errors, or one that has changed since it was read.
    public static func update(_ report: NotebookReport) throws(SystemFailure) -> Bool {
        guard let document = report.notebook.document, !report.hasErrors else { return false }
        return try replace(document, at: report.path, with: document.replacingResults(with: report.recordings))
    }

    /// Replaces the file that `document` was read from, unless it is the same already.
    public static func replace(_ document: Document, at path: String, with bytes: [UInt8]) throws(SystemFailure) -> Bool {
        FileReplacement.clearRemains(in: Path.folder(of: Path.resolved(path) ?? path))
        guard bytes != document.bytes else { return false }
        guard try FileContents.read(path) == document.bytes else {
            throw SystemFailure("update \(path), which has changed meanwhile", code: EBUSY)
        }
        try FileContents.replace(path, with: bytes)
        return true
    }

    private static func explanation(_ mismatch: Document.Mismatch) -> String {
        switch mismatch {
        case .missing: return "this cell has no recorded result; run with --update to write it"
        case .different: return "the recorded result of this cell is not what the run found; look, then run with --update"
        case .superfluous: return "this cell has a recorded result but no verdicts; run with --update to take it out"
        }
    }

    /// The lines that only one of the two has, `-` for the recorded ones.
    private static func difference(from recorded: String?, to recording: Document.Recording) -> [String] {
        let old = (recorded ?? "").split(separator: "\n").map(String.init)
        var new: [String] = []
        if case .result(let text) = recording { new = text.split(separator: "\n").map(String.init) }
        let removed = old.filter { !new.contains($0) }.map { "- " + $0 }
        let added = new.filter { !old.contains($0) }.map { "+ " + $0 }
        return Array((removed + added).prefix(40))
    }
}
