import Kernel

/// JUnit XML: a suite for each notebook, a case for each claim.
public struct JUnitReport: ReportFormat {
    public init() {}

    public var opening: String { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"notebook\">\n" }
    public func closing(_ tally: Tally) -> String { "</testsuites>\n" }

    public func entry(_ notebook: NotebookReport) -> String {
        let path = XMLText.escaped(notebook.path)
        let broken = notebook.problems.count(where: \.isError)
        let failures = notebook.claims.count { !$0.asExpected && $0.outcome.internalError == nil }
        let errors = broken + notebook.claims.count { $0.outcome.internalError != nil }
        var text = "  <testsuite name=\"\(path)\" tests=\"\(notebook.claims.count + broken)\""
        text += " failures=\"\(failures)\" errors=\"\(errors)\">\n"
        for problem in notebook.problems where problem.isError {
            text += "    <testcase classname=\"\(path)\" name=\"\(problem.code)\">\n"
            text += "      <error message=\"\(XMLText.escaped(problem.message))\">\(XMLText.escaped(problem.rendered))</error>\n"
            text += "    </testcase>\n"
        }
        for claim in notebook.claims {
            text += "    <testcase classname=\"\(path)\" name=\"\(XMLText.escaped(claim.name))\""
            let verdict = claim.outcome.verdict.rawValue
            let details = ([claim.evidenceLine] + RecordedText.details(of: claim)).filter { !$0.isEmpty }
                .joined(separator: "\n")
            if let error = claim.outcome.internalError {
                text += ">\n      <error message=\"\(XMLText.escaped(error))\"/>\n    </testcase>\n"
            } else if !claim.asExpected {
                let message = "\(verdict), expected \(claim.expectation.verdict.rawValue)"
                text += ">\n      <failure message=\"\(message)\">\(XMLText.escaped(details))</failure>\n    </testcase>\n"
            } else {
                text += ">\n      <system-out>\(XMLText.escaped(([verdict, details].filter { !$0.isEmpty }).joined(separator: "\n")))"
                text += "</system-out>\n    </testcase>\n"
            }
        }
        return text + "  </testsuite>\n"
    }
}

enum XMLText {
    /// Text for XML content and attributes. Characters that XML 1.0 does not allow become U+FFFD.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value): result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
