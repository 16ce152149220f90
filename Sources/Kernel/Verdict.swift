/// What the engine says about a statement.
public enum Verdict: String, Hashable, Sendable, CaseIterable, Comparable {
    case proved, certified, supported, assumed, unknown
    case illTyped = "ill-typed"
    case refuted

    /// From the strongest support to refutation.
    public static func < (a: Verdict, b: Verdict) -> Bool {
        (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
}
