import Language

/// Statements of the language as LaTeX again, to be compared with the paper.
enum ReadBack {
    /// One formula for each statement.
    static func latex(of statements: [String]) -> [String] {
        Parser.parse(statements.joined(separator: "\n")).statements.compactMap { statement in
            if let formula = Sentences().display(statement) { return LaTeXWriter.text(formula) }
            guard let sentence = Sentences().declaration(statement) else { return nil }
            switch statement.kind {
            case .definition, .flow:
                let formulas = sentence.parts.compactMap { part -> Formula? in
                    if case .formula(let formula) = part { return formula }
                    return nil
                }
                // The name of what flows stands before its equation.
                return formulas.last.map(LaTeXWriter.text)
            default: return nil
            }
        }
    }
}
