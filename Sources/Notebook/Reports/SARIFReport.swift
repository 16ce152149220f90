import Kernel

/// SARIF 2.1.0, the format of code-scanning tools: a result for each error and each claim not as expected.
public struct SARIFReport {
    public init() {}

    public func text(of report: RunReport) -> String {
        var results: [JSON] = []
        var rules: Set<String> = []
        for notebook in report.notebooks {
            for problem in notebook.problems {
                rules.insert(problem.code)
                results.append(
                    result(
                        rule: problem.code, level: problem.isError ? "error" : "warning", message: problem.message,
                        path: problem.path, line: problem.line, column: problem.column))
            }
            for claim in notebook.claims where !claim.asExpected {
                let verdict = claim.outcome.verdict.rawValue
                rules.insert(verdict)
                let head = "\(claim.name) is \(verdict), expected \(claim.expectation.verdict.rawValue)"
                let lines = [head, claim.evidenceLine] + RecordedText.details(of: claim)
                results.append(
                    result(
                        rule: verdict, level: "error",
                        message: lines.filter { !$0.isEmpty }.joined(separator: "\n"), path: notebook.path,
                        line: claim.range.start.line, column: claim.range.start.column))
            }
        }
        let driver: [(String, JSON?)] = [
            ("name", .string("notebook")),
            ("semanticVersion", .string(EngineVersion.number)),
            ("rules", .array(rules.sorted().map { .object([("id", .string($0))]) })),
        ]
        let run: [(String, JSON?)] = [
            ("tool", .object([("driver", .object(driver))])),
            ("columnKind", .string("unicodeCodePoints")),
            ("results", .array(results)),
        ]
        let members: [(String, JSON?)] = [
            ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
            ("version", .string("2.1.0")),
            ("runs", .array([.object(run)])),
        ]
        return JSON.object(members).text + "\n"
    }

    private func result(rule: String, level: String, message: String, path: String, line: Int?, column: Int?) -> JSON {
        let region: JSON? = line.map { line in
            .object([("startLine", .number(line)), ("startColumn", column.map(JSON.number))])
        }
        let place: [(String, JSON?)] = [
            ("artifactLocation", .object([("uri", .string(URIReference.text(path)))])),
            ("region", region),
        ]
        return .object([
            ("ruleId", .string(rule)),
            ("level", .string(level)),
            ("message", .object([("text", .string(message))])),
            ("locations", .array([.object([("physicalLocation", .object(place))])])),
        ])
    }
}
