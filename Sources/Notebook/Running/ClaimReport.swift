import Kernel
import Language
import Proving

/// What a run says about one statement that yields a verdict.
public struct ClaimReport: Sendable {
    public let name: String
    public let kind: ElaboratedItem.Kind
    public let range: SourceRange
    /// The statement in the formatter's spelling.
    public let display: String
    /// The closed statement that was decided; `nil` for a chain, and for what cannot be decided.
    public let statement: Statement?
    /// The place of its cell in the document.
    public let cell: Int?
    public var outcome: Outcome
    public let expectation: Expectation
    /// False while the whole that this is a part of has an expectation of its own.
    public var isJudged = true
    /// What a plot shows, where there are values.
    public var figure: Figure?
    /// How long the worker took, when one was asked.
    public var milliseconds: Double?
    /// How much of it until the kernel accepted the proof or the counterexample.
    public var decidedMilliseconds: Double?
    /// The result is that of an earlier run.
    public var isCached = false

    /// Whether this is also what a run would say about a statement of another text: the closed statement is the same, and
    /// nothing is cited whose verdict may have changed.
    func holds(for item: ElaboratedItem) -> Bool {
        statement != nil && statement == item.statement && display == item.display && expectation == Expectation(of: item)
            && item.steps.isEmpty && item.given.isEmpty && item.uses.isEmpty
    }

    public var asExpected: Bool { !isJudged || expectation.allows(outcome.verdict) }

    /// The closed statement in the engine's words.
    public var understood: String? { statement?.plainText }

    /// The evidence with the value found before it and the side conditions behind it: one line.
    public var evidenceLine: String {
        var parts: [String] = []
        if let value = outcome.value { parts.append(value) }
        if outcome.isByDefinition, outcome.evidence.isEmpty { parts.append("by definition") }
        if !outcome.evidence.isEmpty { parts.append(outcome.evidence) }
        if !outcome.sideConditions.isEmpty { parts.append("for " + outcome.sideConditions.joined(separator: ", ")) }
        return parts.joined(separator: ", ").split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

/// The verdicts that an author may count on.
public struct Expectation: Hashable, Sendable {
    public let verdict: Verdict
    /// Stronger support than expected is welcome, too.
    private let orBetter: Bool

    public init(_ verdict: Verdict) {
        self.verdict = verdict
        orBetter = verdict == .certified || verdict == .supported
    }

    /// What `expect` says, or what is expected of this kind of statement where it says nothing.
    init(of item: ElaboratedItem) {
        if let written = item.expected.flatMap(Verdict.init(rawValue:)) {
            self.init(written)
            return
        }
        switch item.kind {
        case .claim, .step, .calculation, .find, .best, .forWhich, .minimise, .maximise: self.init(.proved)
        case .certify: self.init(.certified)
        case .check, .evaluate, .plot: self.init(.supported)
        case .axiom: self.init(.assumed)
        }
    }

    public func allows(_ found: Verdict) -> Bool { orBetter ? found <= verdict : found == verdict }
}
