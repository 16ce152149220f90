import FalseTwins
import Notebook

/// Counts by kind of change and by verdict, and every mutant that deserves a look.
struct MutationReport {
    private var claims = 0
    private var notebooks = 0
    private var counts: [SourceMutation.Kind: [MutantVerdict.End: Int]] = [:]
    private var illTyped: [SourceMutation.Kind: Int] = [:]
    private var unchanged: [SourceMutation.Kind: Int] = [:]
    private var listed: [MutantVerdict.End: [String]] = [:]

    /// What is listed one by one.
    private static let shown: [MutantVerdict.End] = [.provedAndFalse, .internalError, .refutedUnseen, .provedUnchecked]

    var hasWrongProof: Bool { listed[.provedAndFalse] != nil || listed[.internalError] != nil }

    var summary: String { Self.shown.map { "\($0.rawValue): \(listed[$0]?.count ?? 0)" }.joined(separator: "; ") }

    mutating func begin(claims: Int, _ sample: MutatedNotebook.Sample) {
        notebooks += 1
        self.claims += claims
        illTyped.merge(sample.illTyped, uniquingKeysWith: +)
        unchanged.merge(sample.unchanged, uniquingKeysWith: +)
    }

    mutating func add(_ mutant: MutatedNotebook.Mutant, _ verdict: MutantVerdict) {
        counts[mutant.kind, default: [:]][verdict.end, default: 0] += 1
        guard Self.shown.contains(verdict.end) else { return }
        let line = "\(mutant.notebook), \(mutant.claim): \(mutant.what) (\(verdict.detail))"
        listed[verdict.end, default: []].append(line)
        if verdict.end != .provedUnchecked {
            StandardStream.error.write("\(verdict.end.rawValue): \(line)\n\(mutant.question.statementText)\n")
        }
    }

    func markdown(seed: UInt64, count: Int, timeout: Double) -> String {
        let ends = MutantVerdict.End.allCases.filter { end in counts.values.contains { $0[end] != nil } }
        let all = counts.values.reduce(0) { $0 + $1.values.reduce(0, +) }
        var lines = [
            "\(all) mutants of \(claims) proved claims in \(notebooks) notebooks; seed \(seed), up to \(count) a claim, \(timeout) s each, \(EngineVersion.number).",
            "", "| change | " + ends.map(\.rawValue).joined(separator: " | ") + " | ill-typed | same meaning |",
            "|---|" + String(repeating: "--:|", count: ends.count + 2),
        ]
        func row(_ name: String, _ values: [MutantVerdict.End: Int], _ rest: [Int]) -> String {
            "| \(name) | " + (ends.map { values[$0] ?? 0 } + rest).map { $0 == 0 ? "" : String($0) }.joined(separator: " | ") + " |"
        }
        var sum: [MutantVerdict.End: Int] = [:]
        for kind in SourceMutation.Kind.allCases {
            let own = counts[kind] ?? [:]
            sum.merge(own, uniquingKeysWith: +)
            lines.append(row(kind.rawValue, own, [illTyped[kind] ?? 0, unchanged[kind] ?? 0]))
        }
        lines.append(row("all", sum, [illTyped.values.reduce(0, +), unchanged.values.reduce(0, +)]))
        for end in Self.shown {
            guard let own = listed[end] else { continue }
            lines += ["", "### \(end.rawValue)", ""] + own.map { "- " + $0.replacingNewlines }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension String {
    fileprivate var replacingNewlines: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
