import Kernel
import Proving
import Testing

@testable import Notebook

@Suite struct CitationsTests {
    private func outcome(_ verdict: Verdict, axioms: [String] = []) -> Outcome {
        var outcome = Outcome(verdict: verdict)
        outcome.axioms = axioms
        return outcome
    }

    @Test func aProofIsAsStrongAsWhatItCites() {
        for (support, expected) in [
            (Verdict.proved, Verdict.proved), (.assumed, .proved), (.certified, .certified), (.supported, .unknown),
            (.unknown, .unknown), (.refuted, .unknown), (.illTyped, .unknown),
        ] {
            let found = Citations.apply([.init(name: "b", outcome: outcome(support))], to: outcome(.proved))
            #expect(found.verdict == expected, "\(support)")
            #expect((found.reason == nil) == (expected != .unknown))
        }
        #expect(Citations.apply([.init(name: "b", outcome: nil)], to: outcome(.proved)).verdict == .unknown)
    }

    @Test func axiomsAreCarriedOn() {
        let lemma = Citations.apply([.init(name: "ax", outcome: outcome(.assumed))], to: outcome(.proved))
        #expect(lemma.axioms == ["ax"])
        let claim = Citations.apply(
            [.init(name: "lemma", outcome: lemma), .init(name: "ax", outcome: outcome(.assumed))], to: outcome(.proved))
        #expect(claim.axioms == ["ax"])
    }

    /// What is cited holds under its side conditions: they are carried on, and where the citing claim gives a value to a
    /// parameter in them nothing follows.
    @Test func sideConditionsAreCarriedOn() {
        var lemma = outcome(.proved)
        lemma.sideConditions = ["γ > -1", "z ≠ 0"]
        let general = Citations.apply([.init(name: "lemma", outcome: lemma)], to: outcome(.proved), valued: ["γ2", "d"])
        #expect(general.verdict == .proved)
        #expect(general.sideConditions == ["γ > -1", "z ≠ 0"])
        let special = Citations.apply([.init(name: "lemma", outcome: lemma)], to: outcome(.proved), valued: ["γ"])
        #expect(special.verdict == .unknown)
        #expect(special.reason == "it cites lemma, which is proved for γ > -1 only")
    }

    @Test func aRefutationNeedsNothing() {
        let found = Citations.apply([.init(name: "b", outcome: outcome(.unknown))], to: outcome(.refuted))
        #expect(found.verdict == .refuted)
    }

    @Test func aChainIsAsStrongAsItsWeakestStep() {
        var conditional = outcome(.proved, axioms: ["ax"])
        conditional.sideConditions = ["z ≠ 0"]
        let good = Calculation.outcome(of: [("c.1", outcome(.proved)), ("c.2", conditional)])
        #expect(good.verdict == .proved)
        #expect(good.axioms == ["ax"])
        #expect(good.sideConditions == ["z ≠ 0"])
        let bad = Calculation.outcome(of: [("c.1", outcome(.unknown)), ("c.2", outcome(.refuted))])
        #expect(bad.verdict == .refuted)
        #expect(bad.reason == "c.2 is refuted, of 2 steps")
        #expect(Calculation.outcome(of: []).verdict == .unknown)
    }

    @Test func strongerSupportThanExpectedIsWelcomeForNumbers() {
        #expect(Expectation(.supported).allows(.proved))
        #expect(Expectation(.certified).allows(.proved))
        #expect(!Expectation(.certified).allows(.supported))
        #expect(!Expectation(.supported).allows(.assumed))
        #expect(!Expectation(.unknown).allows(.proved))
        #expect(!Expectation(.proved).allows(.certified))
    }
}
