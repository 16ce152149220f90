import Expressions
import Kernel

extension Kernel.Examination {
    /// How the statement is proved, in one line.
    func text(_ relations: [Relation]) -> String {
        func forms(_ evidence: Evidence) -> Set<IdentityForm> {
            switch evidence {
            case .identity(let form): return [form]
            case .divergence(let divergence): return [divergence.form]
            case .conjunction(let pieces): return pieces.reduce(into: []) { $0.formUnion(forms($1)) }
            case .evaluation(let inner), .limits(let inner), .carried(let inner), .variables(let inner), .rewriting(_, let inner), .signs(_, let inner), .exponential(_, let inner), .matrix(_, let inner), .inverse(let inner), .arbitrarySign(let inner), .cleared(let inner), .entries(let inner), .abstraction(_, let inner), .gaussians(_, let inner), .discriminant(_, let inner), .squaring(_, let inner), .tangent(_, let inner), .specialisation(_, let inner), .solution(_, let inner), .potential(_, let inner), .evolution(_, let inner), .growth(_, let inner), .existence(_, let inner), .implication(_, let inner), .inner(_, let inner): return forms(inner)
            case .implications(let pieces), .hoelder(_, let pieces), .integrands(_, let pieces), .known(_, let pieces), .solved(_, let pieces), .generalisation(_, let pieces), .spectrum(_, _, let pieces): return pieces.reduce(into: []) { $0.formUnion(forms($1)) }
            case .comparison(let comparison): return [comparison.form]
            case .squares(let squares): return forms(squares.equation)
            case .modulo(let multiples): return forms(multiples.rest)
            case .witness, .density, .zonal, .decaying, .firstVariation, .manifestSign, .sign, .enclosure: return []
            }
        }
        if case .signs(let signs, let inner) = evidence, let reduced = try? signs.statement(of: statement), let known = try? Kernel.Examination(reduced, inner) {
            return known.text(relations)
        }
        var text = relations.count == 1 ? "identity" : "\(relations.count) identities"
        if case .divergence(let divergence) = evidence { text = divergence.description(self, relations) }
        if relations.allSatisfy({ $0.op != .equal }) { text = "non-negative by its form" }
        if let reason = evidence.reasonOfSign { text = reason }
        if case .comparison(let comparison) = evidence {
            text = "by comparison, rate \(comparison.rate.plainText) in \(comparison.point.name)"
        }
        if case .modulo(let multiples) = evidence {
            text = (relations[0].hasIntegral ? "a divergence" : "identity") + multiples.description(statement)
        }
        if case .evaluation = evidence { text = "integrals in closed form" }
        // Not every dimension where a condition leaves some out.
        let dimensions = statement.symbolicDimensions.filter { name in
            !conditions.conditions.contains { condition in
                let names = condition.split { !$0.isLetter && !$0.isNumber }.filter { $0.first?.isLetter == true }
                return !names.isEmpty && names.allSatisfy { $0 == name }
            }
        }
        if forms(evidence).contains(.components) {
            text += " by components"
        } else if !dimensions.isEmpty {
            text += ", every " + dimensions.joined(separator: ", ")
        }
        if case .modulo = evidence, !DecayingExample(statement).isKnown { text += "; no decaying function but 0 is known to satisfy the equations" }
        return text
    }
}

extension Evidence {
    var isAboutQuantities: Bool {
        switch self {
        case .abstraction: true
        case .signs(_, let inner): inner.isAboutQuantities
        default: false
        }
    }

    /// Why numbers and functions of parameters compare as they do.
    fileprivate var reasonOfSign: String? {
        func proofs(_ evidence: Evidence) -> [SignProof?] {
            switch evidence {
            case .abstraction(_, let inner), .entries(let inner): return proofs(inner)
            case .sign(let proof): return [proof]
            case .conjunction(let pieces): return pieces.flatMap(proofs)
            default: return [nil]
            }
        }
        var texts: [String] = []
        for proof in proofs(self) {
            guard let text = proof?.plainText else { return nil }
            if !texts.contains(text) { texts.append(text) }
        }
        return texts.joined(separator: "; ")
    }
}

extension HypothesisMultiples {
    private static let longestDescription = 200

    /// What was taken off.
    fileprivate func description(_ statement: Statement) -> String {
        let citations = SumOfSquares.citations(statement)
        let parts = multiples.compactMap { $0.expression(citations[$0.citation].relation)?.plainText }
        let text = " modulo " + parts.joined(separator: ", ")
        return text.count <= Self.longestDescription ? text : " modulo \(parts.count) multiples of the hypotheses"
    }
}

extension Divergence {
    private static let longestDescription = 400

    /// The fields, and the integrals that their fluxes leave behind.
    fileprivate func description(_ examination: Kernel.Examination, _ relations: [Relation]) -> String {
        let fields = groups.flatMap(\.fields)
        if fields.isEmpty { return "equal integrands" }
        let indices = relations.flatMap(\.indices)
        let fieldTexts = fields.map { field in
            "X\(field.index == nil ? "" : "_i")[\(field.point.name)] = " + field.component.plainText(indices: field.index.map { [$0] } ?? [])
        }
        let boundaryTexts = ((try? examination.boundaryTerms(of: self)) ?? []).map { term in
            (term.points.isEmpty ? term.integrand : .integral(term.points, term.integrand)).plainText(indices: indices)
        }
        func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
        let noun = boundaryTexts.count == 1 ? "boundary term" : "boundary terms"
        let text = fieldTexts.joined(separator: ", ") + (boundaryTexts.isEmpty ? "" : ", with \(noun) " + boundaryTexts.joined(separator: ", "))
        if text.count <= Self.longestDescription { return "divergence of " + text }
        return "a divergence, " + count(fields.count, "field") + (boundaryTexts.isEmpty ? "" : ", " + count(boundaryTexts.count, "boundary term"))
    }
}
