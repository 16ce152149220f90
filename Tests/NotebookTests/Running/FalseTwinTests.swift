import Arithmetic
import FalseTwins
import Kernel
import Proving
import Testing

@testable import Notebook

/// Claims with one small change in their text, from the parser to the kernel: none may be proved that is false.
@Suite(.enabled(if: Engine.isBuilt)) struct FalseTwinTests {
    private static let text = """
        ```lnb
        space z in R^3
        space v, w in R^3
        space x in (0, oo)
        param a > 0
        param b in [0, 1]
        function u(z), g(z) > 0
        function k(z) even
        density f(v) where ∫[v] v f = 0
        let L(q) = Δ(q)
        claim bochner: 1/2 Δ(|∇u|²) = ‖∇²u‖² + ∇u·∇(Δu)
        claim logarithm: L(log g) = L(g)/g - |∇g|²/g²
        claim power: ∇(|z|^a) = a |z|^(a-2) z
        claim even: (∇k)(z := -z) = -∇k
        claim young: 2 a b <= a² + b²
        claim concave: log x <= x - 1
        claim entropy: ∫[v] f Δ(log f) = -∫[v] |∇(log f)|² f
        claim centred: ∫[v, w] |v-w|² f(v) f(w) = 2 ∫[v] |v|² f
        find c: z·∇(|z|^a) = c |z|^a
        calc chain: |z×w|²
          = |z|² |w|² - (z·w)²
          <= |z|² |w|²
        ```
        """

    private static let limits = WorkerLimits(seconds: 5)

    private static func decide(_ questions: [Question], _ each: (Int, Outcome) -> Void) throws {
        try MutantVerdict.decide(questions, executable: Engine.path, limits: limits, jobs: 2, each: each)
    }

    @Test func noFalseTwinIsProved() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("a.lnb", Self.text)
        let notebook = try MutatedNotebook(NotebookFile(path: path, root: folder.path))
        var proved: Set<String> = []
        var certificates: [String] = []
        try Self.decide(notebook.questions) { place, outcome in
            if outcome.verdict == .proved { proved.insert(notebook.questions[place].name) }
            if let text = outcome.certificate { certificates.append(text) }
        }
        #expect(proved.count == notebook.questions.count, "\(proved)")
        var generator = SplitMix64(seed: 3)
        let sample = notebook.sample(count: 5, proved: proved, &generator)
        #expect(Set(sample.mutants.map(\.kind)).count >= 9)
        var counts: [MutantVerdict.End: Int] = [:]
        try Self.decide(sample.mutants.map(\.question)) { place, outcome in
            let mutant = sample.mutants[place], verdict = MutantVerdict(of: outcome, to: mutant.question)
            counts[verdict.end, default: 0] += 1
            let isWrong = [.provedAndFalse, .internalError, .refutedUnseen].contains(verdict.end)
            #expect(!isWrong, "\(verdict.end.rawValue): \(mutant.claim): \(mutant.what), \(verdict.detail)\n\(mutant.question.statementText)")
            // What is refuted is seen to be false by the other check, too, where that evaluates equations at points.
            if verdict.end == .refuted, mutant.claim == "bochner", mutant.kind != .relation {
                guard case .differs = IndependentCheck.answer(mutant.question.task.statement) else {
                    Issue.record("the independent check does not see \(mutant.what)")
                    return
                }
            }
        }
        #expect(counts[.refuted] ?? 0 > 20, "\(counts)")
        #expect(counts[.provedAndTrue] ?? 0 > 3, "\(counts)")

        // Certificates in which one word is changed.
        var ends: [TamperedCertificate.End: Int] = [:]
        for text in certificates.sorted() {
            let original = try Certificate(text: text)
            for change in TamperedCertificate.all(of: text).shuffled(using: &generator).prefix(40) {
                let end = TamperedCertificate.examine(change.text, of: original)
                ends[end, default: 0] += 1
                #expect(end != .otherAndFalse && end != .weaker, "\(change.what)\n\(change.text)")
            }
        }
        #expect(ends[.unreadable] ?? 0 > 10 && ends[.rejected] ?? 0 > 10, "\(ends)")
    }

    @Test func changesOfAClaim() {
        let all = SourceMutation.all(of: "claim a: ∇(u²) = 2 u ∇u - (γ-1) h(v, w) provided γ > 0, m = 1 cite \"2 + 2\"")
        let texts = Set(all.map(\.text))
        func has(_ old: String, _ new: String) -> Bool {
            texts.contains("claim a: ∇(u²) = 2 u ∇u - (γ-1) h(v, w) provided γ > 0, m = 1 cite \"2 + 2\"".replacing(old, with: new, maxReplacements: 1))
        }
        #expect(has("u²", "u^3"))
        #expect(has("= 2", "= 3"))
        #expect(has("∇u", "Δu"))
        #expect(has("- (", "+ ("))
        #expect(has("v, w", "w, v"))
        #expect(has("> 0", "< 0"))
        #expect(has("provided γ > 0, m = 1 ", " "))
        #expect(has(" = 2", " < 2"))
        #expect(texts.contains { $0.hasPrefix("claim a: ∇(u²) = 2 u ∇u   provided") })
        #expect(all.contains { $0.kind == .droppedHypothesis } && all.contains { $0.kind == .droppedTerm } && all.contains { $0.kind == .hypothesis })
        // What is quoted stays.
        #expect(texts.allSatisfy { $0.contains("\"2 + 2\"") })
    }

    @Test func changesOfDeclarations() {
        func texts(_ source: String) -> Set<String> { Set(SourceMutation.all(of: source).map(\.text)) }
        #expect(texts("function f(v) even").contains("function f(v) "))
        #expect(texts("param γ in [-3, 1)").isSuperset(of: ["param γ ", "param γ in [-4, 1)", "param γ in [-3, 2)"]))
        #expect(texts("param a > 0").isSuperset(of: ["param a ", "param a < 0", "param a > 1"]))
        #expect(texts("density f(v) where ∫[v] v f = 0").contains("density f(v) "))
        #expect(texts("space z in R^3").contains("space z in R^2"))
    }
}
