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
    /// A number or a function of parameters whose sign is not shown.
    case signNotShown(String)
    /// Conditions on parameters that their declared ranges do not imply.
    case rangeNotCovered([String])
}

public enum Kernel {
    /// Terms that one check may make.
    public static let termBudget = 20_000_000

    /// The conditions under which the evidence proves the statement, and those among them that the declared
    /// ranges of the parameters do not imply.
    public static func conditions(of statement: Statement, _ evidence: Evidence) throws -> SideConditions.Derivation {
        try conditions(of: statement, evidence, IdentityCheck(statement))
    }

    private static func conditions(
        of statement: Statement, _ evidence: Evidence, _ check: IdentityCheck
    ) throws -> SideConditions.Derivation {
        var conditions = ConditionList(statement)
        conditions.add(SideConditions.derive(statement, leavingOut: evidence.signedRelations))
        do {
            try check.requireConditions(statement.goal, evidence, &conditions)
        } catch let error as FormError {
            throw Rejection.noNormalForm(error)
        }
        return SideConditions.Derivation(conditions: conditions.conditions, uncovered: conditions.uncoveredConditions)
    }

    /// Accepts the certificate, or says why not.
    public static func check(_ certificate: Certificate) throws -> Theorem {
        let statement = certificate.statement
        try WellFormedness.check(statement)
        let identities = IdentityCheck(statement)
        let derived = try conditions(of: statement, certificate.evidence, identities)
        guard certificate.conditions == derived.conditions else { throw Rejection.conditionsDiffer(derived: derived.conditions) }
        if case .witness(let witness) = certificate.evidence {
            try WitnessCheck(statement, witness).run()
            return Theorem(statement: statement, verdict: .refuted, conditions: derived.conditions)
        }
        if case .density(let witness) = certificate.evidence {
            try DensityCheck(statement, witness).run()
            return Theorem(statement: statement, verdict: .refuted, conditions: derived.conditions)
        }
        if case .firstVariation(let variation) = certificate.evidence {
            do {
                try FirstVariationCheck(statement: statement, context: FormContext(statement), evidence: variation).run()
            } catch let error as FormError {
                throw Rejection.noNormalForm(error)
            }
            return Theorem(statement: statement, verdict: .refuted, conditions: derived.conditions)
        }
        guard derived.uncovered.isEmpty else { throw Rejection.rangeNotCovered(derived.uncovered) }
        do {
            try identities.proves(statement.goal, certificate.evidence)
        } catch let error as FormError {
            throw Rejection.noNormalForm(error)
        }
        return Theorem(statement: statement, verdict: .proved, conditions: derived.conditions)
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
