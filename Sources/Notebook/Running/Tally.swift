import Kernel

/// What a run counts while its notebooks come: enough for the last lines of a report and for the exit status.
public struct Tally: Hashable, Sendable {
    /// How many names of a kind are kept.
    static let namesKept = 20

    public var claims = 0
    /// How many claims have each verdict, those proved by definition among the proved.
    var verdicts: [Verdict: Int] = [:]
    var byDefinition = 0
    public var unexpected = Names()
    /// Claims that a limit stopped.
    var stopped = Names()
    var internalErrors = 0
    /// Notebooks with errors, which are not run.
    public var broken = 0
    /// Notebooks whose records `--check` found wrong.
    var discrepancies = 0
    /// The codes of all problems, and the verdicts of claims that are not as expected.
    var rules: Set<String> = []

    /// How many claims there are of some kind, and the names of the first.
    public struct Names: Hashable, Sendable {
        public var count = 0
        public var first: [String] = []

        mutating func add(_ name: String) {
            count += 1
            if first.count < Tally.namesKept { first.append(name) }
        }

        mutating func add(_ others: Names) {
            count += others.count
            first += others.first.prefix(Tally.namesKept - first.count)
        }

        /// `a, b, …`
        var text: String { first.joined(separator: ", ") + (count > first.count ? ", …" : "") }
    }

    public init() {}

    public init(_ notebook: NotebookReport) {
        for problem in notebook.problems { rules.insert(problem.code) }
        if notebook.hasErrors { broken = 1 }
        if !notebook.discrepancies.isEmpty { discrepancies = 1 }
        for claim in notebook.claims {
            let verdict = claim.outcome.verdict
            claims += 1
            verdicts[verdict, default: 0] += 1
            if verdict == .proved, claim.outcome.isByDefinition { byDefinition += 1 }
            if claim.outcome.limitReached { stopped.add(claim.name) }
            if claim.outcome.internalError != nil { internalErrors += 1 }
            if !claim.asExpected {
                unexpected.add(claim.name)
                rules.insert(verdict.rawValue)
            }
        }
    }

    /// Adds what comes after: the names keep the order of the notebooks.
    public mutating func add(_ other: Tally) {
        claims += other.claims
        verdicts.merge(other.verdicts, uniquingKeysWith: +)
        byDefinition += other.byDefinition
        unexpected.add(other.unexpected)
        stopped.add(other.stopped)
        internalErrors += other.internalErrors
        broken += other.broken
        discrepancies += other.discrepancies
        rules.formUnion(other.rules)
    }

    /// How many claims have each verdict; those proved by definition are counted apart.
    public var counts: [(label: String, count: Int)] {
        Verdict.allCases.flatMap { verdict -> [(String, Int)] in
            let found = verdicts[verdict] ?? 0
            guard verdict == .proved else { return [(verdict.rawValue, found)] }
            return [(verdict.rawValue, found - byDefinition), ("by definition", byDefinition)]
        }
    }

    /// `14 claims: 11 proved, 1 by definition, 2 refuted; all as expected`
    public func summary(_ style: Style = .plain) -> String {
        var text = claims == 1 ? "1 claim" : "\(claims) claims"
        let found = counts.filter { $0.count > 0 }.map { "\($0.count) \($0.label)" }
        if !found.isEmpty { text += ": " + found.joined(separator: ", ") }
        if unexpected.count > 0 {
            text += "; " + style.alarm("\(unexpected.count) not as expected") + ": \(unexpected.text)"
        } else if claims > 0 {
            text += "; all as expected"
        }
        if stopped.count > 0 { text += "; stopped by a limit: \(stopped.text)" }
        if broken > 0 { text += "; \(broken == 1 ? "1 notebook" : "\(broken) notebooks") with errors not run" }
        return text
    }
}
