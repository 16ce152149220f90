import Arithmetic
import FalseTwins
import Kernel
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

    /// By kind of evidence.
    private var tampered: [String: [TamperedCertificate.End: Int]] = [:]
    private var certificates = 0
    private var accepted: [String] = []

    /// Changes a certificate in several ways, and has the kernel look at each.
    mutating func tamper(_ text: String, of name: String, count: Int, _ generator: inout SplitMix64) throws {
        let original = try Certificate(text: text)
        certificates += 1
        let kind = text.firstRange(of: "(evidence\n    (").map { text[$0.upperBound...].prefix { $0.isLetter || $0 == "-" } }.map(String.init) ?? "?"
        for change in TamperedCertificate.all(of: text).shuffled(using: &generator).prefix(count) {
            let end = TamperedCertificate.examine(change.text, of: original)
            tampered[kind, default: [:]][end, default: 0] += 1
            if [.otherAndFalse, .otherUnchecked, .weaker].contains(end) { accepted.append("\(end.rawValue): \(name): \(change.what)") }
        }
    }

    var tamperedSummary: String {
        var sum: [TamperedCertificate.End: Int] = [:]
        for own in tampered.values { sum.merge(own, uniquingKeysWith: +) }
        return TamperedCertificate.End.allCases.filter { sum[$0] != nil }.map { "\($0.rawValue): \(sum[$0] ?? 0)" }.joined(separator: "; ")
    }

    private var tamperedTable: [String] {
        guard certificates > 0 else { return [] }
        let ends = TamperedCertificate.End.allCases.filter { end in tampered.values.contains { $0[end] != nil } }
        let all = tampered.values.reduce(0) { $0 + $1.values.reduce(0, +) }
        var lines = ["", "\(all) changes of \(certificates) certificates.", "", "| evidence | " + ends.map(\.rawValue).joined(separator: " | ") + " |"]
        lines.append("|---|" + String(repeating: "--:|", count: ends.count))
        for (kind, own) in tampered.sorted(by: { $0.key < $1.key }) {
            lines.append("| \(kind) | " + ends.map { own[$0].map(String.init) ?? "" }.joined(separator: " | ") + " |")
        }
        return lines + (accepted.isEmpty ? [] : [""] + accepted.map { "- " + $0.replacingNewlines })
    }

    var hasWrongProof: Bool { listed[.provedAndFalse] != nil || listed[.internalError] != nil || tampered.values.contains { $0[.otherAndFalse] != nil } }

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
        return (lines + tamperedTable).joined(separator: "\n") + "\n"
    }
}

extension String {
    fileprivate var replacingNewlines: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
