import Arithmetic
import Enclosures
import Expressions

/// A statement that the kernel has decided. No other code can make one.
public struct Theorem: Hashable, Sendable {
    public let statement: Statement
    /// `proved` or `refuted`.
    public let verdict: Verdict
    /// Where the statement is not defined and therefore says nothing.
    public let conditions: [String]

    fileprivate init(statement: Statement, verdict: Verdict, conditions: [String]) {
        self.statement = statement
        self.verdict = verdict
        self.conditions = conditions
    }
}

/// Why a certificate was not accepted.
public enum Rejection: Error, Hashable, Sendable {
    case sidesDiffer(relation: Int)
    case evidenceDoesNotFitGoal
    case infinitelyManyDimensions
    case conditionsDiffer(derived: [String])
    case notAdmissible(String)
    case sidesAgree
    case notEvaluated(String)
    case noNormalForm(FormError)
    case emptyRange(parameter: String)
    case illFormed(String)
    /// An integral stands where the value is not linear in it.
    case nonlinearIntegral
    /// An integral, or the flux of a field, that is not finite where it should vanish or converge.
    case diverges(String)
    case noDecay(String)
    /// A term of a sum of squares that is not known to be non-negative.
    case negative(String)
    /// What a cited statement holds under.
    case conditionOfCitation(String)
    /// A number or a function of parameters whose sign is not shown.
    case signNotShown(String)
    /// Conditions on parameters that their declared ranges do not imply.
    case rangeNotCovered([String])
    /// Conditions that no parameters satisfy.
    case contradiction([String])
}

public enum Kernel {
    /// Terms that one check may make.
    public static let termBudget = 20_000_000

    /// The conditions under which the evidence proves the statement, and those among them that the declared
    /// ranges of the parameters do not imply.
    public static func conditions(of statement: Statement, _ evidence: Evidence) throws -> SideConditions.Derivation {
        try Examination(statement, evidence).conditions
    }

    /// Accepts the certificate, or says why not.
    public static func check(_ certificate: Certificate) throws -> Theorem {
        let examination = try Examination(certificate.statement, certificate.evidence)
        let derived = examination.conditions.conditions
        guard certificate.conditions == derived else { throw Rejection.conditionsDiffer(derived: derived) }
        return try examination.theorem()
    }

    /// One look at evidence for a statement: first what it needs, then whether it holds.
    public struct Examination {
        public let statement: Statement
        public let evidence: Evidence
        public let conditions: SideConditions.Derivation
        private let identities: IdentityCheck

        public init(_ statement: Statement, _ evidence: Evidence, termBudget: Int = Kernel.termBudget) throws {
            try WellFormedness.check(statement)
            self.statement = statement
            self.evidence = evidence
            identities = IdentityCheck(statement, termBudget: termBudget)
            var conditions = ConditionList(statement)
            conditions.add(SideConditions.derive(statement, leavingOut: evidence.signedRelations))
            do {
                try identities.requireConditions(statement.goal, evidence, &conditions)
                try conditions.requireSatisfiable()
            } catch let error as FormError {
                throw Rejection.noNormalForm(error)
            }
            self.conditions = SideConditions.Derivation(conditions: conditions.conditions, uncovered: conditions.uncoveredConditions)
        }

        /// What the evidence shows.
        public func theorem() throws -> Theorem {
            do {
                switch evidence {
                case .witness(let witness): try WitnessCheck(statement, witness).run()
                case .density(let witness): try DensityCheck(statement, witness).run()
                case .zonal(let witness): try ZonalCheck(statement, witness).run()
                case .decaying(let witness): try DecayingCheck(statement, witness).run()
                case .firstVariation(let variation):
                    try FirstVariationCheck(statement: statement, context: FormContext(statement), evidence: variation).run()
                case .evaluation(.witness(let witness)): try EvaluationCheck(statement, FormContext(statement)).refutes(witness)
                case .identity, .divergence, .manifestSign, .squares, .comparison, .sign, .evaluation, .modulo, .conjunction:
                    guard conditions.uncovered.isEmpty else { throw Rejection.rangeNotCovered(conditions.uncovered) }
                    try identities.proves(statement.goal, evidence)
                }
            } catch let error as FormError {
                throw Rejection.noNormalForm(error)
            }
            return Theorem(statement: statement, verdict: evidence.verdict, conditions: conditions.conditions)
        }
    }
}

extension Parameter {
    /// No value lies in the declared range.
    public var rangeIsEmpty: Bool {
        guard let lower, let upper else { return false }
        if isInteger {
            let first = lower.value.isInteger && !lower.isStrict ? lower.value : lower.value.floor + 1
            return upper.isStrict ? first >= upper.value : first > upper.value
        }
        return lower.value > upper.value || (lower.value == upper.value && (lower.isStrict || upper.isStrict))
    }

    public func contains(_ value: Rational) -> Bool {
        if isInteger && !value.isInteger { return false }
        if let lower, lower.isStrict ? value <= lower.value : value < lower.value { return false }
        if let upper, upper.isStrict ? value >= upper.value : value > upper.value { return false }
        return true
    }
}
