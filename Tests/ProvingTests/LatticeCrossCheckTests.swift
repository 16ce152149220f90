import Kernel
@testable import Proving
import Testing

/// Sums over a lattice agree with true equations between integrals, and tell most of their false twins.
@Suite struct LatticeCrossCheckTests {
    static func result(_ statement: Statement) -> IntegralCrossCheck.Result? {
        guard let relations = statement.goal.relations?.filter({ $0.left.hasIntegral || $0.right.hasIntegral }),
            IntegralCrossCheck.hasTestFunctions(statement) else { return nil }
        return LatticeCrossCheck.run(statement, relations, CandidateAssignments(statement), SideConditions.derive(statement))
    }

    @Test(arguments: IntegralIdentity.all) func identitiesAreNotContradicted(identity: IntegralIdentity) throws {
        if case .contradiction(let text)? = Self.result(try identity.statement()) { Issue.record("\(identity.name): \(text)") }
    }

    @Test func falseTwinsAreContradicted() throws {
        var agreements: [String] = [], contradicted = 0
        for identity in IntegralIdentity.all {
            for number in identity.twins.indices.prefix(2) where !identity.open.contains(number) {
                switch Self.result(try identity.twin(number)) {
                case .contradiction: contradicted += 1
                case .agreement: agreements.append("\(identity.name) \(number)")
                case .undetermined, nil: break
                }
            }
        }
        #expect(agreements.isEmpty, "\(agreements)")
        #expect(contradicted >= 8)
    }
}
