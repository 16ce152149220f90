import Expressions
import Glibc
import Kernel
import Testing

@testable import Proving

/// Doubled sides of the equations between integrals in the notebooks that come with the engine.
@Suite struct ShippedIntegralTests {
    private static let isExhaustive = getenv("NOTEBOOK_EXHAUSTIVE") != nil

    static let notebooks = [
        "notebooks/multi-species-landau/dissipation.lnb", "notebooks/maxwell-molecules/entropy.lnb", "notebooks/gradient-flow/identities.lnb",
        "notebooks/relative-entropy/identities.lnb",
    ]

    /// A relation of a statement by itself, with another right side.
    private static func isProved(_ statement: Statement, _ relation: Relation, _ right: Expression) -> Bool {
        var single = statement
        let changed = Relation(relation.left, .equal, right, indices: relation.indices)
        single.goal = .relation(changed)
        guard changed.left.hasIntegral || changed.right.hasIntegral else { return false }
        let prover = IntegralProver(single, limits: Limits(terms: isExhaustive ? 5_000_000 : 200_000))
        guard case .proved(let divergence) = prover.run(changed, 0, refuting: false),
            let conditions = try? Kernel.conditions(of: single, .divergence(divergence)).conditions else { return false }
        return (try? Kernel.check(Certificate(name: "twin", statement: single, evidence: .divergence(divergence), conditions: conditions))) != nil
    }

    /// Doubling the right side of a true equation makes it false, unless both sides vanish, and 0 is not 1.
    @Test(arguments: notebooks) func doubledSidesAreNotProved(path: String) throws {
        var twins = 0
        let statements = ShippedNotebookTests.statements(path)
        #expect(statements.count > 10)
        for (name, statement) in statements {
            // Long integrands take long without optimisation.
            guard Self.isExhaustive || statement.goal.plainText.count < 340 else { continue }
            for relation in statement.goal.relations ?? [] where relation.op == .equal && (relation.left.hasIntegral || relation.right.hasIntegral) {
                if relation.right == .zero {
                    // A tensor is not a number: its components are not all 1.
                    let one: Expression = relation.indices.isEmpty ? .one : .product(relation.indices.map { .delta($0, .fixed(1, $0.dimension)) })
                    #expect(!Self.isProved(statement, relation, one), "\(name)")
                } else {
                    if Self.isProved(statement, relation, .number(2) * relation.right) {
                        #expect(Self.isProved(statement, relation, .zero), "\(name)")
                        continue
                    }
                }
                twins += 1
            }
        }
        #expect(twins > 2, "\(twins)")
    }
}
