import Expressions
import Kernel

/// Conditions on parameters that the kernel does not see in the declared ranges are sent to the search for signs. What that shows is put
/// before the evidence.
enum SignedConditions {
    /// With evidence as it reads from its text.
    static func examination(of statement: Statement, _ evidence: Evidence) throws -> Kernel.Examination {
        let plain = try Kernel.Examination(statement, evidence.read(in: statement))
        guard evidence.verdict == .proved, let signs = shown(plain.conditions.uncovered, statement),
            let own = try? Kernel.Examination(statement, Evidence.signs(signs, evidence).read(in: statement)), own.conditions.uncovered.isEmpty else { return plain }
        return own
    }

    static func theorem(_ statement: Statement, _ evidence: Evidence) throws -> (Theorem, Evidence) {
        let examination = try examination(of: statement, evidence)
        return (try examination.theorem(), examination.evidence)
    }

    /// The signs that all of the conditions ask for.
    private static func shown(_ gaps: [SideConditions.Gap], _ statement: Statement) -> ShownSigns? {
        guard !gaps.isEmpty else { return nil }
        var known = statement
        var signs: [ShownSigns.Sign] = []
        for gap in gaps {
            guard let need = gap.need, need.base.mentionsOnlyParameters else { return nil }
            let candidates = need.relation == .nonzero ? [need.base, -need.base] : [need.base], isStrict = need.relation != .nonnegative
            if signs.contains(where: { candidates.contains($0.known.expression) && ($0.isStrict || !isStrict) }) { continue }
            let prover = SignProver(known)
            let found = candidates.lazy.compactMap { e -> ShownSigns.Sign? in
                let relation = Relation(.zero, isStrict ? .less : .lessOrEqual, e)
                return prover.proof(of: relation, .long).map { ShownSigns.Sign(.init(e, $0), isStrict: isStrict) }
            }.first
            guard let found else { return nil }
            signs.append(found)
            known.hypotheses.append(.relation(Relation(.zero, isStrict ? .less : .lessOrEqual, found.known.expression)))
        }
        return ShownSigns(signs)
    }
}

extension SideConditions.Derivation {
    /// Why nothing is proved for all parameters.
    var reasonNotCovered: String? {
        uncovered.isEmpty ? nil : "holds for \(uncovered.map(\.text).joined(separator: ", ")), which the declared range does not imply"
    }
}
