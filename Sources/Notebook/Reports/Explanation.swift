import Language

/// What codes and verdicts mean.
public enum Explanation {
    /// What there is to explain, in order.
    public static var topics: [String] { own.map(\.topic) + DiagnosticCode.allCases.map(\.rawValue) }

    /// The explanation of a code or a verdict, `nil` for anything else.
    public static func text(for topic: String) -> String? {
        if let found = own.first(where: { $0.topic.lowercased() == topic.lowercased() }) { return found.text }
        return DiagnosticCatalogue.explanation(of: topic).map(text)
    }

    private static func text(of entry: DiagnosticExplanation) -> String {
        var text = "\(entry.code.rawValue): \(entry.title)\n\(entry.explanation)\n"
        text += "Wrong:\n" + example(entry.wrong) + "Right:\n" + example(entry.right)
        return String(text.dropLast())
    }

    private static func example(_ source: String) -> String {
        source.split(separator: "\n").map { line in
            "    " + (line.count > 100 ? line.prefix(100) + "…" : line) + "\n"
        }.joined()
    }

    private static let own: [(topic: String, text: String)] = [
        (
            "proved",
            """
            proved: an exact certificate was found and the kernel accepted it. No floating point is involved.
            Write it to a file with --certificates and check it again with `notebook verify`.
            For integrals, "divergence of X_i[v] = ..." is the field whose divergence is the difference of the
            integrands; the conditions say when all integrals converge and X carries no flux.
            Example: space x in R
                     claim c: (x + 1)^2 = x^2 + 2x + 1
            """
        ),
        (
            "refuted",
            """
            refuted: there is a counterexample. The report shows the point, the functions and both sides there.
            For integrals it shows derivatives for which the Euler-Lagrange expression is not zero, so that the
            sides differ for some density that has them, and a Gaussian where one tells the sides apart.
            If the error is the paper's and should stay on record, add `expect refuted`.
            Example: space x in R
                     claim c: (x + 1)^2 = x^2 + 1     refuted at x = 1
            """
        ),
        (
            "certified",
            """
            certified: true for the stated numbers, parameters or densities, by rigorous enclosures.
            Example: certify sqrt(2) + sqrt(3) > pi
            """
        ),
        (
            "supported",
            """
            supported: both sides agree on the stated densities to the stated digits; the error bounds are
            estimates. This is evidence, not a proof.
            """
        ),
        (
            "assumed",
            """
            assumed: an axiom. Every verdict that rests on it says so.
            """
        ),
        (
            "ill-typed",
            """
            ill-typed: the claim does not type-check, and says so itself with `expect ill-typed`.
            Without that clause it is an error of the file.
            Example: space z in R^3
                     claim c: z = |z| expect ill-typed
            """
        ),
        (
            "unknown",
            """
            unknown: not decided. The reason says what was tried and what was left over, or which limit was
            reached. It is neither true nor false as far as the engine can tell.
            "holds formally, but ...": the integrands differ by a divergence, whose integral is not known to vanish.
            """
        ),
        ("N001", "N001: the file cannot be read: it is missing, not a regular file, or not permitted."),
        (
            "N002",
            """
            N002: the file is not UTF-8. The message names the first damaged byte.
            Try: iconv -f latin1 -t utf-8 old.lnb > new.lnb
            """
        ),
        (
            "N003",
            """
            N003: a cell is opened but never closed. A fence is closed by a line with the same mark, at least
            as often, and nothing else on it.
            Example: ```lnb
                     claim c: 1 = 1
                     ```
            """
        ),
        ("N010", "N010: --check found no claim in the file. A check that checks nothing is a failure."),
        (
            "N011",
            """
            N011: the recorded result below a cell is missing or is not what the run found.
            Look at the difference; if it is right, write it with: notebook run --update FILE
            """
        ),
        ("N012", "N012: a fence lnb-result stands where no cell is directly above it. Delete it."),
        (
            "N013",
            """
            N013: the table of the notebooks in the file that --table names is missing or is not what the run found.
            Write it with: notebook run --update FOLDER --table FILE
            """
        ),
    ]
}
