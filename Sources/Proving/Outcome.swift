import Enclosures
import Kernel

/// What the prover found.
public struct Outcome: Hashable, Sendable {
    public var verdict: Verdict
    /// One line for the reader: "identity, every d", "counterexample at …".
    public var evidence: String = ""
    public var sideConditions: [String] = []
    public var axioms: [String] = []
    /// The counterexample in exact numbers, several lines.
    public var witness: String?
    /// What was probably meant, proved.
    public var repair: String?
    /// The value found by `find`, or by evaluation.
    public var value: String?
    /// Values case by case.
    public var table: [Row] = []
    /// What a figure shows.
    public var curves: [Curve] = []
    /// Why it is unknown.
    public var reason: String?
    /// The text of the certificate that the kernel accepted.
    public var certificate: String?
    /// When the kernel accepted it; what comes after is for the reader, or checks the engine.
    public var accepted: Moment?
    /// A limit stopped the search.
    public var limitReached: Bool = false
    /// Proof and numbers contradict each other: an error of the engine.
    public var internalError: String?
    /// The two sides are the same expression once definitions are unfolded.
    public var isByDefinition: Bool = false

    public init(verdict: Verdict) { self.verdict = verdict }

    /// What was found for one value of the parameters, one density, or at one point.
    public struct Row: Hashable, Sendable {
        /// `γ = -3`, `N, γ = -3`, `v = (1/2, 0, 3)`
        public var label: String
        public var verdict: Verdict
        public var value: String?
        /// How the value was found, or why there is none.
        public var remark: String

        public init(label: String, verdict: Verdict, value: String?, remark: String) {
            self.label = label
            self.verdict = verdict
            self.value = value
            self.remark = remark
        }

        public var line: String { "\(label): " + [value, remark.isEmpty ? nil : remark].compactMap { $0 }.joined(separator: ", ") }
    }
}

extension Outcome {
    /// Takes over what the kernel has accepted.
    mutating func accept(_ theorem: Theorem, _ evidence: Evidence, _ task: Task, _ name: String) {
        accepted = .now
        sideConditions = theorem.conditions
        certificate = Prover.certificate(task, name, theorem, evidence)
    }

    /// What its certificate says.
    var certifiedEvidence: Evidence? { certificate.flatMap { try? Certificate(text: $0).evidence } }
}
