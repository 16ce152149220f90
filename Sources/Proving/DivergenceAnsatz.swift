import Arithmetic
import Expressions

/// Solves `D = div X` for `X = Σ c_k X_k` over the candidates that the terms of `D` lead to, and then those of their divergences.
struct DivergenceAnsatz {
    private let form: IntegrandNormalForm

    init(_ form: IntegrandNormalForm) { self.form = form }

    private static let rounds = 3
    /// Elimination over rational functions grows with the cube.
    private static let most = 64
    private static let mostTerms = 1500

    /// `nil` where no such field is found.
    func fields(_ integrand: Form, _ unknowns: [Occurrence]) throws -> [PartialIntegration.FieldKey: Form]? {
        var candidates: [DivergenceCandidates.Candidate] = []
        var pool = [integrand]
        for _ in 0..<Self.rounds {
            var new: [DivergenceCandidates.Candidate] = []
            for candidate in try pool.flatMap({ try form.candidates.candidates($0, unknowns) })
            where !(candidates + new).contains(where: { $0.key == candidate.key && $0.field == candidate.field }) {
                new.append(candidate)
            }
            candidates += new
            let terms = candidates.reduce(integrand.termCount) { $0 + $1.divergence.termCount }
            if new.isEmpty || candidates.count > Self.most || terms > Self.mostTerms { return nil }
            let names = candidates.indices.map { "coefficient \($0)" }
            let difference = try form.candidates.difference(integrand, candidates, coefficients: names)
            if let equations = try? form.equations(difference, Set(names)) {
                var system = try LinearSystem(unknowns: names, equations: equations)
                if let values = try system.particularSolution() {
                    return try form.candidates.fields(candidates, coefficients: values.map { try form.normalForm($0) })
                }
            }
            pool = new.map(\.divergence)
        }
        return nil
    }
}
