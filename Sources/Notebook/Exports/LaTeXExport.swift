import Kernel
import Language

/// A notebook's statements with their verdicts as an appendix in LaTeX: a document that compiles by itself, whose
/// body may be put into another one.
public struct LaTeXExport {
    public init() {}

    public func text(of report: RunReport) -> String {
        var text = """
            % \(Certificate.engine)
            \\documentclass{article}
            \\usepackage[utf8]{inputenc}
            \\usepackage{amsmath,amssymb}
            \\setlength{\\textwidth}{17cm}
            \\setlength{\\oddsidemargin}{-5mm}
            \\setlength{\\parindent}{0pt}
            \\allowdisplaybreaks
            \\begin{document}

            """
        for notebook in report.notebooks { text += section(notebook) }
        return text + "\\end{document}\n"
    }

    private func section(_ report: NotebookReport) -> String {
        guard let document = report.notebook.document else { return "" }
        var text = "\\section*{\(LaTeXWriter.prose(HTMLReport.title(of: report)))}\n"
        for (index, cell) in document.cells.enumerated() {
            let claims = report.claims.filter { $0.cell == index }
            for statement in Parser.parse(cell.source, firstLine: cell.firstLine, path: report.path).statements {
                if let sentence = Sentences().declaration(statement) {
                    text += "\\par\\noindent \(words(sentence))\n"
                } else {
                    text += self.claim(statement, claims)
                }
            }
        }
        return text
    }

    /// The claims of a cell that were decided, as a piece of a document.
    func verdicts(of report: NotebookReport, cell: Document.Cell, _ claims: [ClaimReport]) -> String {
        Parser.parse(cell.source, firstLine: cell.firstLine, path: report.path).statements.map { claim($0, claims) }.joined()
    }

    private func claim(_ statement: SyntaxStatement, _ claims: [ClaimReport]) -> String {
        guard let formula = Sentences().display(statement) else { return "" }
        let own = claims.filter { statement.range.start <= $0.range.start && $0.range.start < statement.range.end }
        guard let whole = own.first(where: { $0.kind != .step }) ?? own.first else { return "" }
        var text = "\\par\\medskip\\textbf{\(LaTeXWriter.prose(whole.name))} (\(verdict(whole)))\n"
        text += "\\[\n\(LaTeXWriter.text(formula))\n\\]\n"
        let clauses = Sentences().clauses(statement)
        if !clauses.parts.isEmpty { text += "\(words(clauses))\\par\n" }
        for step in own where step.kind == .step && step.name != whole.name {
            text += "\\textbf{\(LaTeXWriter.prose(step.name))}: \(verdict(step))\\par\n"
        }
        for line in RecordedText.details(of: whole) { text += "{\\footnotesize \(LaTeXWriter.prose(line))\\par}\n" }
        return text
    }

    private func verdict(_ claim: ClaimReport) -> String {
        let line = claim.evidenceLine
        return "\\emph{\(claim.outcome.verdict.rawValue)}" + (line.isEmpty ? "" : ": \(LaTeXWriter.prose(line))")
    }

    private func words(_ sentence: Sentence) -> String {
        sentence.parts.map { part in
            switch part {
            case .keyword(let word): return "\\emph{\(LaTeXWriter.prose(word))}"
            case .text(let text): return LaTeXWriter.prose(text)
            case .formula(let formula): return "$\(LaTeXWriter.text(formula))$"
            }
        }.joined(separator: " ")
    }
}
