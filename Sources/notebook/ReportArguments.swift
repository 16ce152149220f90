import ArgumentParser
import Notebook

/// What a report looks like.
struct ReportArguments: ParsableArguments {
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case text, json, junit, sarif, github, markdown

        /// The form in which a report has this name.
        init?(ofReportNamed name: String) {
            guard let word = name.split(separator: " ").first else { return nil }
            self.init(rawValue: String(word))
        }

        var format: any ReportFormat {
            switch self {
            case .text: return TextReport()
            case .json: return JSONReport()
            case .junit: return JUnitReport()
            case .sarif: return SARIFReport()
            case .github: return GitHubReport()
            case .markdown: return MarkdownReport()
            }
        }
    }

    @Option(name: .customLong("format"), help: "The form of the report.")
    var form: Form = .text

    @Flag(help: "Print each statement as the engine understood it.")
    var statements = false

    @Flag(help: "Say how long each claim took, or that its result is from the cache.")
    var timing = false

    @Flag(help: "Print each certificate in words.")
    var verbose = false

    @Flag(help: "Print only what is not as expected.")
    var quiet = false

    func validate() throws {
        if verbose, quiet { throw ValidationError("--verbose and --quiet do not go together.") }
    }

    /// The form with what changes it: reports of the same name have the same bytes.
    var name: String {
        let flags = [("statements", statements), ("timing", timing), ("verbose", verbose), ("quiet", quiet)]
        return ([form.rawValue] + flags.filter(\.1).map(\.0)).joined(separator: " ")
    }

    /// - Parameter isForTerminal: whether there may be colour.
    func format(isForTerminal: Bool) -> any ReportFormat {
        switch form {
        case .text:
            var format = TextReport()
            if isForTerminal { format.style = Style.of(StandardStream.output.rawValue) }
            format.showsStatements = statements
            format.showsTimes = timing
            format.detail = verbose ? .verbose : quiet ? .quiet : .normal
            return format
        case .json:
            var format = JSONReport()
            format.showsStatements = statements
            format.showsTimes = timing
            return format
        case .junit, .sarif, .github, .markdown: return form.format
        }
    }
}
