import Kernel

/// What a run says about one notebook.
public struct NotebookReport: Sendable {
    public let notebook: LoadedNotebook
    /// In the order of the file; none when the notebook has errors.
    public let claims: [ClaimReport]
    /// What `--check` found wrong.
    public var discrepancies: [Problem] = []

    public var path: String { notebook.file.path }
    public var problems: [Problem] { notebook.problems + discrepancies }
    public var hasErrors: Bool { notebook.hasErrors }

    /// What goes to standard error: what is wrong with the file, and faults of the engine.
    public var diagnostics: String {
        var text = problems.map { $0.rendered + "\n" }.joined()
        for claim in claims {
            guard let error = claim.outcome.internalError else { continue }
            text += "internal error in claim \(claim.name): \(error)\n"
        }
        return text
    }

    /// What should stand below each cell.
    ///
    /// A cell is left as it is when something in it was stopped by a limit, contradicted itself, or was not run.
    public var recordings: [Document.Recording] {
        guard let document = notebook.document, !hasErrors else { return [] }
        var byCell = [[ClaimReport]](repeating: [], count: document.cells.count)
        for claim in claims {
            if let cell = claim.cell { byCell[cell].append(claim) }
        }
        var statements = [Int](repeating: 0, count: document.cells.count)
        for item in notebook.items {
            if let cell = notebook.cell(holding: item.range.start.line) { statements[cell] += 1 }
        }
        return zip(byCell, statements).map { claims, count in
            if claims.count < count || !claims.allSatisfy(\.outcome.isFinal) { return .unchanged }
            return claims.isEmpty ? .none : .result(RecordedText.text(of: claims))
        }
    }
}

/// What a run says about all its notebooks.
public struct RunReport: Sendable {
    public var notebooks: [NotebookReport]

    public var claims: [ClaimReport] { notebooks.flatMap(\.claims) }

    public var tally: Tally {
        var tally = Tally()
        for notebook in notebooks { tally.add(Tally(notebook)) }
        return tally
    }
}
