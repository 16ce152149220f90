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
    /// What `--check` found wrong with the collection as a whole.
    public var discrepancies: [Problem] = []

    public var claims: [ClaimReport] { notebooks.flatMap(\.claims) }

    /// How many claims have each verdict; those proved by definition are counted apart.
    public var counts: [(label: String, count: Int)] {
        let claims = claims
        return Verdict.allCases.flatMap { verdict -> [(String, Int)] in
            let found = claims.filter { $0.outcome.verdict == verdict }
            guard verdict == .proved else { return [(verdict.rawValue, found.count)] }
            let trivial = found.count(where: \.outcome.isByDefinition)
            return [(verdict.rawValue, found.count - trivial), ("by definition", trivial)]
        }
    }
}
