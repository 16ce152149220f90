import Kernel
import Proving
import Testing

/// True equations between integrals are proved, their false twins are not, and are refuted where they can be.
@Suite struct IntegralIdentityTests {
    @Test(arguments: IntegralIdentity.all) func identitiesAreProved(identity: IntegralIdentity) throws {
        let outcome = Prover.run(Task(statement: try identity.statement()))
        #expect(outcome.verdict == .proved, "\(identity.name): \(outcome.reason ?? "")")
        #expect(outcome.internalError == nil)
    }

    @Test(arguments: IntegralIdentity.all) func falseTwinsAreNotProved(identity: IntegralIdentity) throws {
        for number in identity.twins.indices {
            let outcome = Prover.run(Task(statement: try identity.twin(number)))
            let text: Comment = "\(identity.name): \(identity.twins[number].old) → \(identity.twins[number].new): \(outcome.reason ?? "")"
            #expect(outcome.internalError == nil, text)
            #expect(outcome.verdict == (identity.open.contains(number) ? .unknown : .refuted), text)
        }
    }
}
