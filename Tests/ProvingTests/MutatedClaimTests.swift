import Arithmetic
import Expressions
import FalseTwins
import Foundation
import Kernel
import Testing

@testable import Proving

/// Equations between integrals with one small change: what is still proved must be true for another reason.
@Suite struct MutatedClaimTests {
    private static let isExhaustive = ProcessInfo.processInfo.environment["NOTEBOOK_EXHAUSTIVE"] != nil

    /// The conditions under which it is proved, as `Prover` does it without the search for counterexamples.
    private static func proof(of statement: Statement, _ what: Comment) -> SideConditions.Derivation? {
        guard let relation = statement.goal.relations?.first, relation.op == .equal, relation.left.hasIntegral || relation.right.hasIntegral,
            case .proved(let divergence) = IntegralProver(statement, limits: Limits(terms: 200_000)).run(relation, 0, refuting: false),
            let sides = try? Kernel.conditions(of: statement, .divergence(divergence)), sides.uncovered.isEmpty
        else { return nil }
        let certificate = Certificate(name: "mutant", statement: statement, evidence: .divergence(divergence), conditions: sides.conditions)
        do {
            return try Kernel.check(Certificate(text: certificate.text)).verdict == .proved ? sides : nil
        } catch Rejection.diverges, Rejection.noDecay, Rejection.sidesDiffer {
            return nil
        } catch {
            Issue.record("the kernel rejects a certificate of the prover: \(error), \(what)")
            return nil
        }
    }

    @Test func identities() throws {
        var generator = SplitMix64(seed: 1)
        var refused = 0
        for identity in IntegralIdentity.all {
            let original = try identity.statement()
            let head = "claim a: "
            let mutations = SourceMutation.all(of: head + identity.claim).shuffled(using: &generator).prefix(Self.isExhaustive ? 60 : 6)
            for mutation in mutations {
                let what: Comment = "\(identity.name): \(mutation.what)"
                guard let mutant = try? identity.statement(String(mutation.text.dropFirst(head.count))), mutant != original,
                    let conditions = Self.proof(of: mutant, what)
                else {
                    refused += 1
                    continue
                }
                switch IndependentCheck.answer(mutant, conditions) {
                case .differs(let place): Issue.record("proved although the sides differ \(place), \(what)")
                case .agrees: break
                case .none(let reason): print("proved, no other check (\(reason)): \(what)")
                }
            }
        }
        #expect(refused > IntegralIdentity.all.count)
    }

    /// The independent check itself sees what is false.
    @Test func falseTwinsDifferInNumbers() throws {
        var seen = 0
        for identity in IntegralIdentity.all {
            if case .differs(let place) = IndependentCheck.answer(try identity.statement()) { Issue.record("\(identity.name): \(place)") }
            for number in identity.twins.indices {
                if case .differs = IndependentCheck.answer(try identity.twin(number)) { seen += 1 }
            }
        }
        #expect(seen > 15, "\(seen)")
    }
}
