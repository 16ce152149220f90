import Arithmetic
import Expressions
import Foundation
import Kernel
import Testing

@testable import Proving

/// Equations between integrals with one small change: what is still proved must be true for another reason.
@Suite struct MutatedClaimTests {
    private static let isExhaustive = ProcessInfo.processInfo.environment["NOTEBOOK_EXHAUSTIVE"] != nil

    private static let notebooks: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("notebooks")

    static let shipped = [
        "multi-species-landau/dissipation.lnb", "maxwell-molecules/entropy.lnb", "gradient-flow/identities.lnb", "relative-entropy/identities.lnb",
    ]

    /// The claims of a notebook that contain integrals.
    static func claims(_ path: String) throws -> [(name: String, statement: Statement)] {
        let text = try String(contentsOf: notebooks.appendingPathComponent(path), encoding: .utf8)
        var cell = "", isInside = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isInside = line == "```lnb"
            } else if isInside {
                cell += line + "\n"
            }
        }
        return try IntegralIdentity.statements(cell).filter { claim in
            claim.statement.goal.relations?.contains { $0.left.hasIntegral || $0.right.hasIntegral } ?? false
        }
    }

    /// Mutants of the statement's equations, and what is proved of them with no other reason to be true.
    private static func unexplained(_ name: String, _ statement: Statement, count: Int, _ generator: inout SplitMix64) -> [String] {
        var result: [String] = []
        for number in (statement.goal.relations ?? []).indices where statement.goal.relations![number].op == .equal {
            var original = statement
            original.goal = .relation(statement.goal.relations![number])
            var mutants = StatementMutations.all(statement, relation: number)
            for _ in 0..<min(count, mutants.count) {
                let (what, written) = mutants.remove(at: Int(generator.next() % UInt64(mutants.count)))
                // As it reads: sums of sums are flat.
                guard let mutant = try? Statement(text: written.text) else { continue }
                guard isProved(mutant, "\(name): \(what)") else { continue }
                switch IndependentCheck.answer(mutant, of: original) {
                case .differs: Issue.record("\(name): proved although the sides differ: \(what)")
                case .agrees, .sameIntegrands: break
                case .none: result.append("\(name): \(what)")
                }
            }
        }
        return result
    }

    /// As `Prover` does, without the search for counterexamples.
    private static func isProved(_ statement: Statement, _ what: Comment) -> Bool {
        guard let relation = statement.goal.relations?.first, relation.left.hasIntegral || relation.right.hasIntegral,
            case .proved(let divergence) = IntegralProver(statement, limits: Limits(terms: isExhaustive ? 5_000_000 : 200_000)).run(relation, 0, refuting: false),
            let sides = try? Kernel.conditions(of: statement, .divergence(divergence)), sides.uncovered.isEmpty
        else { return false }
        let certificate = Certificate(name: "mutant", statement: statement, evidence: .divergence(divergence), conditions: sides.conditions)
        do {
            return try Kernel.check(Certificate(text: certificate.text)).verdict == .proved
        } catch Rejection.diverges, Rejection.noDecay, Rejection.sidesDiffer {
            return false
        } catch {
            Issue.record("the kernel rejects a certificate of the prover: \(error), \(what)")
            return false
        }
    }

    @Test func identities() throws {
        var generator = SplitMix64(seed: 1)
        for identity in IntegralIdentity.all {
            for proved in Self.unexplained(identity.name, try identity.statement(), count: Self.isExhaustive ? 20 : 6, &generator) {
                print("proved, no other check: \(proved)")
            }
        }
    }

    @Test(arguments: shipped) func notebooks(path: String) throws {
        var generator = SplitMix64(seed: 2)
        let claims = try Self.claims(path)
        #expect(claims.count > 10)
        for (name, statement) in claims {
            // Long integrands take long without optimisation.
            let length = statement.goal.plainText.count
            guard Self.isExhaustive ? length < 3_000 : length < 500 && generator.next() % 2 == 0 else { continue }
            for proved in Self.unexplained(name, statement, count: Self.isExhaustive ? 2 : 1, &generator) {
                print("proved, no other check: \(proved)")
            }
        }
    }

    /// The independent check itself sees what is false.
    @Test func falseTwinsDifferOnGaussians() throws {
        var seen = 0
        for identity in IntegralIdentity.all {
            let original = try identity.statement()
            if case .differs = IndependentCheck.answer(original, of: original) { Issue.record("\(identity.name)") }
            for number in identity.twins.indices {
                switch IndependentCheck.answer(try identity.twin(number), of: original) {
                case .differs: seen += 1
                case .none, .agrees: break
                case .sameIntegrands: Issue.record("\(identity.name): \(identity.twins[number].new) makes no difference")
                }
            }
        }
        #expect(seen > 15, "\(seen)")
    }
}
