import Arithmetic
import Enclosures
import Expressions
import Kernel

/// The numeric check of every decided claim: both sides in ball arithmetic on concrete functions at seeded
/// points, by code that shares nothing with the normal forms.
struct SelfCheck {
    private static let points: UInt64 = 2
    /// Places looked at until so many satisfy hypotheses that are inequalities.
    private static let tries: UInt64 = 60

    enum Result {
        case contradiction(String)
        /// Every relation was evaluated at some point, and all evaluations agree with the theorem.
        case agreement
        /// Some relation could be evaluated nowhere.
        case undetermined
    }

    /// - Parameter relations: those of the statement that the theorem is about.
    static func run(_ examination: Kernel.Examination, _ relations: [CompiledRelation], precision: Int) -> Result {
        let statement = examination.statement, evidence = examination.evidence
        switch evidence {
        // These are numbers themselves.
        case .density, .zonal, .decaying, .firstVariation, .enclosure: return .agreement
        // Its example was found among quantities.
        case .carried, .variables, .exponential, .matrix, .inverse, .arbitrarySign, .entries, .abstraction, .gaussians, .integrands, .known, .solved, .generalisation, .discriminant, .squaring, .tangent, .hoelder, .limits, .specialisation, .solution, .potential, .evolution, .growth, .existence, .spectrum, .implications, .implication, .inner: return .agreement
        default: break
        }
        if case .signs(let signs, let inner) = evidence, let reduced = try? signs.statement(of: statement), let known = try? Kernel.Examination(reduced, inner) {
            return run(known, relations, precision: precision)
        }
        if case .witness(let witness) = evidence { return run(witness, relations, precision: precision) }
        guard let local = try? examination.localStatement() else { return .undetermined }
        if local.goal == statement.goal { return compare(statement, relations, examination.conditions, precision: precision) }
        return compare(local, (local.goal.relations ?? []).map { CompiledRelation($0) }, examination.conditions, precision: precision)
    }

    /// A counterexample that the kernel has accepted.
    static func run(_ witness: Witness, _ relations: [CompiledRelation], precision: Int) -> Result {
        let relation = relations[witness.relation]
        // Where double precision tells the sides apart, more digits add nothing.
        let quick = Screening.compare(relation, witness.assignment, in: DoubleBallField()) {
            switch relation.relation.op {
            case .equal: return $0.isDisjoint(from: $1)
            case .less, .lessOrEqual: return $0.isDisjoint(from: $1) && $1.midpoint < $0.midpoint
            }
        }
        if case .differ = quick { return .agreement }
        let evaluation = Screening.compare(relation, witness.assignment, in: BallField(precision: max(precision, 256))) {
            switch relation.relation.op {
            case .equal: return !$0.overlaps($1)
            case .lessOrEqual: return $1.isLess(than: $0) != .no
            case .less: return $0.isLess(than: $1) != .yes
            }
        }
        if case .agree = evaluation { return .contradiction("the counterexample satisfies the claim in ball arithmetic") }
        return .agreement
    }

    /// At places where all hypotheses hold, and the conditions of the theorem; where none is found nothing is said.
    private static func compare(
        _ statement: Statement, _ relations: [CompiledRelation], _ conditions: SideConditions.Derivation, precision: Int
    ) -> Result {
        let candidates = CandidateAssignments(statement)
        let adjustment = ConstantAdjustment(statement), values = PlacedValueAdjustment(statement)
        let bounds = statement.hypotheses.flatMap { $0.relations ?? [] }.filter { $0.op != .equal }.map { CompiledRelation($0) }
        let onBounds = bounds.isEmpty ? nil : ConstantAdjustment(statement, onBounds: true)
        func isAllowed(_ assignment: Assignment) -> Bool {
            conditions.admits(assignment) && adjustment.holds(assignment) && bounds.allSatisfy { holds($0, assignment, precision: precision) }
        }
        var evaluated = Set<Int>()
        for dimensions in candidates.dimensions(count: 1) {
            var places = 0
            for seed in 11..<(11 + (bounds.isEmpty && conditions.positive.isEmpty ? points : tries)) where places < points {
                guard let start = candidates.random(dimensions, seed: seed, degree: 3, span: 2, scattersParameters: seed >= 18),
                    let adjusted = [adjustment, onBounds].compactMap({ $0?.apply(start) }).first(where: isAllowed),
                    let assignment = values.apply(adjusted) else { continue }
                places += 1
                for (number, relation) in relations.enumerated() where relation.relation.op == .equal {
                    let quick = Screening.compare(relation, assignment, in: DoubleBallField()) { !$0.agreesSharply(with: $1) }
                    if case .agree = quick {
                        evaluated.insert(number)
                        continue
                    }
                    let evaluation = Screening.compare(relation, assignment, in: BallField(precision: precision)) {
                        $0.isFinite && $1.isFinite && !$0.overlaps($1)
                    }
                    switch evaluation {
                    case .differ(let indices):
                        return .contradiction("the sides of a proved identity differ numerically at seed \(seed), component \(indices)")
                    case .agree: evaluated.insert(number)
                    case .undetermined: continue
                    }
                }
            }
        }
        return evaluated.count == relations.count ? .agreement : .undetermined
    }

    private static func holds(_ relation: CompiledRelation, _ assignment: Assignment, precision: Int) -> Bool {
        let isStrict = relation.relation.op == .less
        let exact = Screening.compare(relation, assignment, in: RationalField()) { isStrict ? $0 >= $1 : $0 > $1 }
        if case .agree = exact { return true }
        guard case .undetermined = exact else { return false }
        if case .agree = Screening.compare(relation, assignment, in: BallField(precision: precision), differ: { $0.isLess(than: $1) != .yes }) { return true }
        return false
    }
}
