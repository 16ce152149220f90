import Kernel
import Proving

/// What a verdict owes to the claims it cites.
///
/// A proof under `given` or `using` holds as far as the cited claims do: it is at most certified when one of
/// them is, it rests on their axioms, and it is no proof when one of them is neither proved, certified nor
/// assumed. It holds under their side conditions, which nothing is known of where it gives values to the parameters
/// in them. A refutation shows a counterexample that satisfies every hypothesis and needs nothing.
enum Citations {
    /// A claim cited by name, as it stands.
    struct Cited {
        let name: String
        /// `nil` when no such claim was decided.
        let outcome: Outcome?
    }

    /// - Parameter valued: the names of the parameters that the citing claim gives values to.
    static func apply(_ cited: [Cited], to outcome: Outcome, valued: Set<String> = []) -> Outcome {
        guard outcome.verdict != .refuted, outcome.verdict != .illTyped else { return outcome }
        var result = outcome
        for citation in cited {
            guard let support = citation.outcome else {
                result.weaken(to: .unknown, because: "it cites \(citation.name), which was not decided")
                continue
            }
            switch support.verdict {
            case .proved: break
            case .assumed: result.addAxioms([citation.name])
            case .certified:
                if result.verdict < .certified { result.verdict = .certified }
            case .supported, .unknown, .illTyped, .refuted:
                result.weaken(
                    to: .unknown, because: "it cites \(citation.name), which is \(support.verdict.rawValue)")
            }
            result.addAxioms(support.axioms)
            if let condition = support.sideConditions.first(where: { !$0.identifiers.isDisjoint(with: valued) }) {
                result.weaken(to: .unknown, because: "it cites \(citation.name), which is proved for \(condition) only")
            }
            if result.verdict != .unknown { result.addSideConditions(support.sideConditions) }
            if support.limitReached { result.limitReached = true }
        }
        return result
    }
}

extension String {
    /// The names in a condition as it is printed.
    fileprivate var identifiers: Set<String> {
        Set(split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "'") }.map(String.init))
    }
}

extension Outcome {
    /// Adds those that are not there, in order.
    mutating func addAxioms(_ names: [String]) {
        for name in names where !axioms.contains(name) { axioms.append(name) }
    }

    mutating func addSideConditions(_ conditions: [String]) {
        for condition in conditions where !sideConditions.contains(condition) { sideConditions.append(condition) }
    }

    /// Takes back a verdict that what it rests on does not carry.
    mutating func weaken(to verdict: Verdict, because reason: String) {
        self.verdict = verdict
        isByDefinition = false
        evidence = ""
        certificate = nil
        self.reason = [self.reason, reason].compactMap { $0 }.joined(separator: "; ")
    }
}
