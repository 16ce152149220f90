import Kernel
import Language
import Proving

/// A cell of a page: its declarations, its claims with their verdicts, and its source.
struct CellHTML {
    /// Characters of a statement that a reader may still want to see.
    private static let longestStatement = 10_000

    private let report: NotebookReport
    private let cell: Document.Cell
    private let statements: [SyntaxStatement]
    private let claims: [ClaimReport]
    private let sentences = Sentences()

    init(_ report: NotebookReport, _ document: Document, cell index: Int) {
        self.report = report
        cell = document.cells[index]
        statements = Parser.parse(cell.source, firstLine: cell.firstLine, path: report.path).statements
        claims = report.claims.filter { $0.cell == index }
    }

    var text: String {
        var html = "<section class=\"cell\" id=\"line-\(cell.firstLine)\">\n"
        var declarations = ""
        func close() {
            if !declarations.isEmpty { html += "<div class=\"declarations\">\n\(declarations)</div>\n" }
            declarations = ""
        }
        for statement in statements {
            for comment in statement.leadingComments where !comment.isEmpty {
                declarations += "<p class=\"declaration comment\">\(XMLText.escaped(comment))</p>\n"
            }
            if let sentence = sentences.declaration(statement) {
                declarations += "<p class=\"declaration\">\(CellHTML.text(sentence))\(comment(statement))</p>\n"
            } else if sentences.display(statement) != nil || !reports(of: statement).isEmpty {
                close()
                html += claim(statement)
            }
        }
        close()
        html += "<details class=\"source\"><summary>source</summary><pre>\(XMLText.escaped(cell.source))</pre></details>\n"
        return html + "</section>\n"
    }

    /// Only the claims that were decided, without their certificates.
    var verdicts: String {
        statements.filter { !reports(of: $0).isEmpty }.map { claim($0, showsCertificates: false) }.joined()
    }

    private func comment(_ statement: SyntaxStatement) -> String {
        statement.trailingComment.map { " <span class=\"comment\">\(XMLText.escaped($0))</span>" } ?? ""
    }

    /// What the run says about a statement: the whole first, then the steps of a chain.
    private func reports(of statement: SyntaxStatement) -> [ClaimReport] {
        let found = claims.filter { statement.range.start <= $0.range.start && $0.range.start < statement.range.end }
        return found.filter { $0.kind != .step } + found.filter { $0.kind == .step }
    }

    private func claim(_ statement: SyntaxStatement, showsCertificates: Bool = true) -> String {
        let formula = sentences.display(statement).map { "<div class=\"formula\">\(MathMLWriter.element($0, isDisplay: true))</div>\n" } ?? ""
        let clauses = sentences.clauses(statement)
        let words = clauses.parts.isEmpty ? "" : "<p class=\"clauses\">\(CellHTML.text(clauses))\(comment(statement))</p>\n"
        let reports = reports(of: statement)
        guard let first = reports.first else {
            // Not run: the notebook has errors, or other claims were asked for.
            return "<article class=\"claim\">\n\(formula)\(words)</article>\n"
        }
        func article(_ report: ClaimReport, isStep: Bool, inside: String) -> String {
            self.article(report, isStep: isStep, inside: inside, certificate: showsCertificates ? report.outcome.certificate : nil)
        }
        var html = article(first, isStep: first.kind == .step, inside: formula + words)
        for report in reports.dropFirst() { html += article(report, isStep: true, inside: "") }
        return html
    }

    private func article(_ claim: ClaimReport, isStep: Bool, inside: String, certificate: String?) -> String {
        let outcome = claim.outcome
        let verdict = outcome.verdict.rawValue
        let classes = ["claim", verdict] + (claim.asExpected ? [] : ["unexpected"]) + (isStep ? ["step"] : [])
        let anchor = HTMLReport.anchor(claim.name)
        var html = "<article class=\"\(classes.joined(separator: " "))\" id=\"\(anchor)\">\n<header>"
        html += "<span class=\"badge\">\(verdict)</span> <a class=\"name\" href=\"#\(anchor)\">\(XMLText.escaped(claim.name))</a>"
        if !claim.asExpected {
            html += " <span class=\"expected-other\">expected \(claim.expectation.verdict.rawValue)</span>"
        } else if claim.isJudged, outcome.verdict > .assumed {
            html += " <span class=\"evidence\">as expected</span>"
        }
        let evidence = [outcome.value, outcome.isByDefinition && outcome.evidence.isEmpty ? "by definition" : outcome.evidence]
        for text in evidence.compactMap({ $0 }) where !text.isEmpty {
            html += " <span class=\"evidence\">\(XMLText.escaped(text))</span>"
        }
        html += "</header>\n" + inside
        if !outcome.sideConditions.isEmpty {
            html += "<p class=\"conditions\">for \(XMLText.escaped(outcome.sideConditions.joined(separator: ", ")))</p>\n"
        }
        if !outcome.axioms.isEmpty, outcome.verdict != .assumed {
            html += "<p class=\"conditions\">rests on \(XMLText.escaped(outcome.axioms.joined(separator: ", ")))</p>\n"
        }
        if let figure = claim.figure { html += CellHTML.picture(of: figure, described: "\(claim.name): \(claim.display)") }
        html += table(outcome.table)
        if let reason = outcome.reason { html += "<p class=\"conditions\">\(XMLText.escaped(reason))</p>\n" }
        if let error = outcome.internalError {
            html += "<p class=\"expected-other\">internal error: \(XMLText.escaped(error))</p>\n"
        }
        if let witness = outcome.witness {
            let isOpen = claim.asExpected ? "" : " open"
            html += "<details\(isOpen) class=\"witness\"><summary>counterexample</summary><pre>\(XMLText.escaped(witness))</pre></details>\n"
        }
        if let repair = outcome.repair { html += "<p class=\"conditions\">meant: \(XMLText.escaped(repair))</p>\n" }
        if let statement = claim.statement {
            html += "<details class=\"understood\"><summary>statement as understood</summary>"
            if !statement.declarations.isEmpty { html += "<p class=\"conditions\">for all \(XMLText.escaped(statement.declarations))</p>" }
            let size = statement.plainText.count
            html += size <= CellHTML.longestStatement
                ? "<div class=\"formula\">\(MathMLWriter.element(statement.formula, isDisplay: true))</div>"
                : "<p class=\"conditions\">\(size) characters: see notebook run --statements</p>"
            html += "</details>\n"
        }
        if let certificate { html += HTMLReport.certificate(certificate) }
        return html + "</article>\n"
    }

    private static func picture(of figure: Figure, described description: String) -> String {
        do throws(FigureFailure) {
            let svg = try figure.drawing().inline(describedBy: description)
            let caption = figure.vertical.isCropped ? "<figcaption>Values beyond the window are not shown.</figcaption>" : ""
            return "<figure>\n\(svg)\(caption)</figure>\n"
        } catch {
            return "<p class=\"conditions\">no picture: \(XMLText.escaped("\(error)"))</p>\n"
        }
    }

    private func table(_ rows: [Outcome.Row]) -> String {
        if rows.isEmpty { return "" }
        let lines = rows.map { row in
            let cells = [row.label, row.verdict.rawValue, row.value ?? "", row.remark].map { "<td>\(XMLText.escaped($0))</td>" }
            return "<tr class=\"\(row.verdict.rawValue)\">" + cells.joined() + "</tr>\n"
        }
        return "<table class=\"values\">\n" + lines.joined() + "</table>\n"
    }

    /// A sentence as inline HTML.
    static func text(_ sentence: Sentence) -> String {
        sentence.parts.map { part in
            switch part {
            case .keyword(let word): return "<span class=\"keyword\">\(XMLText.escaped(word))</span>"
            case .text(let text): return XMLText.escaped(text)
            case .formula(let formula): return MathMLWriter.element(formula, isDisplay: false)
            }
        }.joined(separator: " ")
    }
}
