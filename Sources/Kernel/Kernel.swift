import Arithmetic
import Enclosures
import Expressions

/// A statement that the kernel has decided. No other code can make one.
public struct Theorem: Hashable, Sendable {
    public let statement: Statement
    /// `proved`, `refuted`, or `certified` for inequalities between numbers by enclosures.
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
    case noLimit(String)
    /// No functions are known that satisfy the hypotheses: the statement may be about nothing.
    case noExample
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
        let identities: IdentityCheck

        public init(_ statement: Statement, _ evidence: Evidence, termBudget: Int = Kernel.termBudget) throws {
            try WellFormedness.check(statement)
            try TiedParameters.requireNone(statement)
            self.statement = statement
            self.evidence = evidence
            if let (reduced, inner) = try evidence.reduction(of: statement) {
                let examination = try Examination(reduced, inner, termBudget: termBudget)
                identities = examination.identities
                conditions = try evidence.conditions(of: statement, examination.conditions)
                return
            }
            identities = IdentityCheck(statement, termBudget: termBudget)
            var conditions = ConditionList(statement)
            if let pieces = try Self.pieces(of: statement, evidence, termBudget: termBudget) {
                switch evidence { case .hoelder, .spectrum, .integrands, .known, .solved: conditions.add(SideConditions.derive(statement)) default: break }
                for piece in pieces { conditions.add(piece.conditions) }
                self.conditions = SideConditions.Derivation(conditions: conditions.conditions, uncovered: conditions.uncoveredConditions)
                    .adding(IntegrandDomain(statement))
                return
            }
            conditions.add(SideConditions.derive(statement, leavingOut: evidence.signedRelations))
            do {
                try identities.requireConditions(statement.goal, evidence, &conditions)
                try conditions.requireSatisfiable()
            } catch let error as FormError {
                throw Rejection.noNormalForm(error)
            }
            self.conditions = SideConditions.Derivation(
                conditions: conditions.conditions, uncovered: conditions.uncoveredConditions,
                positive: conditions.positiveExponents
            ).adding(IntegrandDomain(statement))
        }

        /// Statements that together imply the given one.
        private static func pieces(of statement: Statement, _ evidence: Evidence, termBudget: Int = Kernel.termBudget) throws -> [Examination]? {
            let parts: (statements: [Statement], evidence: [Evidence])
            switch evidence {
            case .implications(let pieces): parts = (statement.implications, pieces)
            case .hoelder(let hoelder, let pieces): parts = (try hoelder.statements(of: statement), pieces)
            case .integrands(let comparison, let pieces): parts = (try comparison.statements(of: statement), pieces)
            case .known(let known, let pieces): parts = (try known.statements(of: statement), pieces)
            case .solved(let solved, let pieces): parts = (try solved.statements(of: statement), pieces)
            case .generalisation(let generalisation, let pieces): parts = (try generalisation.statements(of: statement), pieces)
            case .spectrum(let spectrum, let refuting?, let pieces):
                let all = try spectrum.statements(of: statement)
                guard refuting > 0, all.indices.contains(refuting), pieces.count == 2, pieces[0].verdict == .proved, pieces[1].verdict == .refuted
                else { throw Rejection.evidenceDoesNotFitGoal }
                try spectrum.admitsCounterexamples(statement, pieces[1])
                return try [Examination(all[0], pieces[0], termBudget: termBudget), Examination(all[refuting], pieces[1], termBudget: termBudget)]
            case .spectrum(let spectrum, nil, let pieces): parts = (try spectrum.statements(of: statement), pieces)
            default: return nil
            }
            guard !parts.statements.isEmpty, parts.statements.count == parts.evidence.count, parts.evidence.allSatisfy({ $0.verdict == .proved }) else {
                throw Rejection.evidenceDoesNotFitGoal
            }
            return try zip(parts.statements, parts.evidence).map { try Examination($0, $1, termBudget: termBudget) }
        }

        /// What the evidence shows.
        public func theorem() throws -> Theorem {
            if evidence.verdict == .proved, !ModelFunctions(statement).satisfyHypotheses(includingConditional: evidence.usesHypotheses) {
                throw Rejection.noExample
            }
            if let (reduced, inner) = try evidence.reduction(of: statement) {
                guard conditions.uncovered.isEmpty || inner.verdict == .refuted else { throw Rejection.rangeNotCovered(conditions.uncovered.map(\.text)) }
                let theorem = try Examination(reduced, inner).theorem()
                return Theorem(statement: statement, verdict: theorem.verdict, conditions: conditions.conditions)
            }
            if let pieces = try Self.pieces(of: statement, evidence) {
                guard conditions.uncovered.isEmpty else { throw Rejection.rangeNotCovered(conditions.uncovered.map(\.text)) }
                for piece in pieces { _ = try piece.theorem() }
                return Theorem(statement: statement, verdict: evidence.verdict, conditions: conditions.conditions)
            }
            do {
                switch evidence {
                case .witness(let witness): try WitnessCheck(statement, witness).run()
                case .density(let witness): try DensityCheck(statement, witness).run()
                case .zonal(let witness): try ZonalCheck(statement, witness).run()
                case .decaying(let witness): try DecayingCheck(statement, witness).run()
                case .firstVariation(let variation):
                    try FirstVariationCheck(statement: statement, context: FormContext(statement), evidence: variation).run()
                case .enclosure(let digits): try EnclosureCheck(statement, digits: digits).run()
                case .evaluation(.witness(let witness)): try EvaluationCheck(statement, FormContext(statement)).refutes(witness)
                case .identity, .divergence, .manifestSign, .squares, .comparison, .sign, .evaluation, .modulo, .conjunction:
                    guard conditions.uncovered.isEmpty else { throw Rejection.rangeNotCovered(conditions.uncovered.map(\.text)) }
                    try identities.proves(statement.goal, evidence)
                case .limits, .carried, .variables, .rewriting, .signs, .exponential, .matrix, .inverse, .arbitrarySign, .cleared, .entries, .abstraction, .gaussians, .integrands, .known, .solved, .generalisation, .discriminant, .squaring, .tangent, .hoelder, .specialisation, .solution, .potential, .evolution, .growth, .existence, .spectrum, .implications, .implication, .inner: throw Rejection.evidenceDoesNotFitGoal
                }
            } catch let error as FormError {
                throw Rejection.noNormalForm(error)
            }
            return Theorem(statement: statement, verdict: evidence.verdict, conditions: conditions.conditions)
        }
    }
}

extension Evidence {
    /// Another statement from which the given one follows, or whose refutation refutes it, and the evidence for that.
    func reduction(of statement: Statement) throws -> (statement: Statement, evidence: Evidence)? {
        switch self {
        case .carried(let inner):
            let carried = CarriedDerivatives(statement)
            // A counterexample must be one for the derivatives as printed.
            if inner.verdict == .refuted {
                var conditions = ConditionList(statement)
                try carried.require(&conditions)
                guard conditions.conditions.isEmpty else { throw Rejection.rangeNotCovered(conditions.conditions) }
            }
            return (try carried.carried(), inner)
        case .variables(let inner):
            guard [.proved, .refuted].contains(inner.verdict) else { throw Rejection.evidenceDoesNotFitGoal }
            return (try ChangesOfVariables(statement).changed(), inner)
        case .rewriting(let rewriting, let inner):
            guard [.proved, .refuted].contains(inner.verdict) else { throw Rejection.evidenceDoesNotFitGoal }
            return (try rewriting.statement(of: statement, isRefuted: inner.verdict == .refuted), inner)
        case .signs(let signs, let inner):
            guard inner.verdict == .proved else { throw Rejection.evidenceDoesNotFitGoal }
            return (try signs.statement(of: statement), inner)
        case .exponential(let exponential, let inner):
            guard inner.verdict == .proved else { throw Rejection.evidenceDoesNotFitGoal }
            return (try exponential.statement(of: statement), inner)
        case .matrix(let square, let inner):
            guard inner.verdict == .proved else { throw Rejection.evidenceDoesNotFitGoal }
            return (try square.statement(of: statement), inner)
        case .arbitrarySign(let inner):
            guard inner.verdict == .proved else { throw Rejection.evidenceDoesNotFitGoal }
            return (try ArbitrarySign(statement).generalised(), inner)
        case .inverse(let inner):
            guard inner.verdict == .proved else { throw Rejection.evidenceDoesNotFitGoal }
            return (try InverseMatrix(statement).product(), inner)
        case .cleared(let inner):
            guard [.proved, .refuted].contains(inner.verdict) else { throw Rejection.evidenceDoesNotFitGoal }
            return (try ClearedDenominators(statement).cleared(isRefuted: inner.verdict == .refuted), inner)
        case .entries(let inner):
            guard inner.verdict == .proved else { throw Rejection.evidenceDoesNotFitGoal }
            return (try EntryStatement(statement).written(), inner)
        case .limits(let inner): return (try LimitEvaluation(statement).statementOfValues(), inner)
        case .abstraction(let abstraction, let inner):
            // A counterexample in parameters need not be one in quantities.
            guard inner.verdict == .proved else { throw Rejection.evidenceDoesNotFitGoal }
            return (try abstraction.statement(of: statement), inner)
        case .implication(let number, let inner):
            let implications = statement.implications
            guard inner.verdict == .refuted, implications.indices.contains(number) else { throw Rejection.evidenceDoesNotFitGoal }
            return (implications[number], inner)
        case .gaussians(let family, let inner):
            guard inner.verdict == .refuted else { throw Rejection.evidenceDoesNotFitGoal }
            return (try family.statement(of: statement), inner)
        case .specialisation(let values, let inner):
            guard inner.verdict == .refuted else { throw Rejection.evidenceDoesNotFitGoal }
            return (try values.statement(of: statement), inner)
        case .solution(let solution, let inner):
            guard inner.verdict == .refuted else { throw Rejection.evidenceDoesNotFitGoal }
            return (try solution.statement(of: statement), inner)
        case .potential(let potential, let inner):
            guard inner.verdict == .refuted else { throw Rejection.evidenceDoesNotFitGoal }
            return (try potential.statement(of: statement), inner)
        case .growth(let bound, let inner):
            guard inner.verdict == .proved else { throw Rejection.evidenceDoesNotFitGoal }
            return (try bound.statement(of: statement), inner)
        case .evolution(let equations, let inner):
            guard [.proved, .refuted].contains(inner.verdict) else { throw Rejection.evidenceDoesNotFitGoal }
            return (try equations.statement(of: statement, isRefuted: inner.verdict == .refuted), inner)
        case .discriminant(let discriminant, let inner):
            guard inner.verdict == .proved else { throw Rejection.evidenceDoesNotFitGoal }
            return (try discriminant.statement(of: statement), inner)
        case .squaring(let squaring, let inner):
            guard inner.verdict == .proved else { throw Rejection.evidenceDoesNotFitGoal }
            return (try squaring.statement(of: statement), inner)
        case .existence(let instance, let inner):
            guard inner.verdict == .proved else { throw Rejection.evidenceDoesNotFitGoal }
            return (try instance.statement(of: statement), inner)
        case .tangent(let tangent, let inner):
            guard inner.verdict == .proved else { throw Rejection.evidenceDoesNotFitGoal }
            return (try tangent.statement(of: statement), inner)
        case .inner(let integral, let inner):
            guard inner.verdict == .proved else { throw Rejection.evidenceDoesNotFitGoal }
            return (try integral.statement(of: statement), inner)
        default: return nil
        }
    }

    /// What the reduced statement needs, and what is to be asked of the given one.
    fileprivate func conditions(of statement: Statement, _ reduced: SideConditions.Derivation) throws -> SideConditions.Derivation {
        // The same conditions, looked at with what is shown, or written with other parameters.
        if case .signs = self { return reduced }
        if case .exponential(let exponential, _) = self {
            try exponential.requireConditionsWithoutParameter(reduced.conditions)
            return reduced
        }
        return try ownConditions(of: statement, reduced).adding(IntegrandDomain(statement))
    }

    /// For quantities what these need to be numbers.
    private func ownConditions(of statement: Statement, _ reduced: SideConditions.Derivation) throws -> SideConditions.Derivation {
        var conditions = ConditionList(statement)
        if case .carried(let inner) = self {
            conditions.add(reduced)
            do { try CarriedDerivatives(statement).require(&conditions) } catch let error as FormError { throw Rejection.noNormalForm(error) }
            try conditions.requireSatisfiable()
            // A counterexample is one where its parameters let the points be carried along.
            guard inner.verdict == .proved || conditions.conditions == reduced.conditions else { throw Rejection.evidenceDoesNotFitGoal }
            return SideConditions.Derivation(
                conditions: conditions.conditions, uncovered: conditions.uncoveredConditions, positive: conditions.positiveExponents)
        }
        if case .rewriting(let rewriting, _) = self {
            conditions.add(SideConditions.derive(statement))
            let own = try rewriting.conditions(of: statement)
            conditions.add(own)
            conditions.add(reduced)
            try conditions.requireSatisfiable(with: own.positive + reduced.positive)
            return SideConditions.Derivation(
                conditions: conditions.conditions, uncovered: conditions.uncoveredConditions, positive: own.positive + reduced.positive)
        }
        if case .inner(let integral, let inner) = self {
            conditions.add(SideConditions.derive(statement))
            if let definition = integral.definition(statement, for: reduced.conditions) { conditions.add(definition) }
            conditions.add(reduced)
            do { try integral.require(statement, inner, &conditions) } catch let error as FormError { throw Rejection.noNormalForm(error) }
            try conditions.requireSatisfiable(with: reduced.positive)
            return SideConditions.Derivation(
                conditions: conditions.conditions, uncovered: conditions.uncoveredConditions, positive: conditions.positiveExponents + reduced.positive)
        }
        if case .cleared(let inner) = self {
            conditions.add(SideConditions.derive(statement))
            conditions.add(reduced)
            do {
                try ClearedDenominators(statement).requireConvergence(isRefuted: inner.verdict == .refuted, &conditions)
            } catch let error as FormError { throw Rejection.noNormalForm(error) }
            try conditions.requireSatisfiable(with: reduced.positive)
            return SideConditions.Derivation(
                conditions: conditions.conditions, uncovered: conditions.uncoveredConditions, positive: conditions.positiveExponents + reduced.positive)
        }
        // The Jacobians stand in the reduced statement.
        if case .variables(let inner) = self {
            var own = ConditionList(statement)
            if inner.verdict == .proved {
                do { try ChangesOfVariables(statement).requireConvergence(&own) } catch let error as FormError { throw Rejection.noNormalForm(error) }
            }
            try own.requireSatisfiable(with: reduced.positive)
            let positive = own.positiveExponents + reduced.positive
            conditions.add(SideConditions.derive(statement))
            conditions.add(reduced)
            conditions.add(SideConditions.Derivation(conditions: own.conditions, uncovered: own.uncoveredConditions))
            return SideConditions.Derivation(conditions: conditions.conditions, uncovered: conditions.uncoveredConditions, positive: positive)
        }
        if case .limits = self {
            conditions.add(try LimitEvaluation(statement).definedness())
            conditions.add(reduced)
            return SideConditions.Derivation(
                conditions: conditions.conditions, uncovered: conditions.uncoveredConditions, positive: reduced.positive)
        }
        // What the sides need is not seen in the other statement.
        let needsOwn = switch self {
        case .tangent, .squaring: true
        case .growth(let bound, _): bound.root != nil
        default: false
        }
        if needsOwn {
            conditions.add(SideConditions.derive(statement))
            conditions.add(reduced)
            return SideConditions.Derivation(conditions: conditions.conditions, uncovered: conditions.uncoveredConditions)
        }
        guard case .abstraction(let abstraction, _) = self else { return reduced }
        // The signs cover what is made of the quantities.
        var inside = statement
        inside.goal = .conjunction(abstraction.quantities.map { .relation(Relation($0.value, .equal, .zero)) })
        conditions.add(SideConditions.derive(inside))
        conditions.add(reduced)
        if abstraction.quantities.contains(where: { quantity in
            quantity.value.hasIntegral && !(statement.goal.relations ?? []).contains { $0.left.contains(quantity.value) || $0.right.contains(quantity.value) }
        }) { conditions.add("finite integrals in what is cited") }
        return SideConditions.Derivation(conditions: conditions.conditions, uncovered: conditions.uncoveredConditions)
    }
}

extension Expression {
    fileprivate func contains(_ part: Expression) -> Bool { self == part || operands.contains { $0.contains(part) } }
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
