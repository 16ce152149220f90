import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// Counterexamples on spheres: enclosures against values that are known, and every part of the evidence changed.
@Suite struct ZonalCheckTests {
    private static let cell = """
        import "std/sphere"
        space ω in S^2
        function h(ω)
        claim a: ∫[ω] (Δ_S h)² >= C ∫[ω] |∇_S h|²
        """

    /// `h = ω_1^power` on the sphere of the space of dimension `d`.
    private func witness(_ statement: Statement, _ power: Int, precision: Int = 64, dimension: Int = 3) -> Witness {
        var assignment = Assignment()
        assignment.points[statement.points[0]] = (0..<dimension).map { $0 == 0 ? 1 : 0 }
        assignment.functions[statement.functions[0]] = PolynomialFunction(components: [
            []: [PolynomialFunction.Term(exponents: (0..<dimension).map { $0 == 0 ? power : 0 }, coefficient: 1)]
        ])
        return Witness(relation: 0, indices: [], assignment: assignment, arithmetic: .balls(precision))
    }

    private func isAccepted(_ statement: Statement, _ witness: Witness) -> Bool {
        guard let conditions = try? Kernel.conditions(of: statement, .zonal(witness)).conditions else { return false }
        return (try? Kernel.check(Certificate(name: "a", statement: statement, evidence: .zonal(witness), conditions: conditions))) != nil
    }

    /// The first spherical harmonic has the eigenvalue 2: the sides are 4 and 2 times 4π/3, times C.
    @Test func valuesAreEnclosed() throws {
        let statement = try Claims.statement(Self.cell.replacing("C", with: "3"))
        let relation = try #require(statement.goal.relations?.first)
        for precision in [40, 64, 128] {
            let check = ZonalCheck(statement, witness(statement, 1, precision: precision))
            let third = Ball.pi(precision: 256).divided(by: Ball(3), precision: 256)
            #expect(try check.value(of: relation.right).contains(third.multiplied(by: Ball(16), precision: 256)))
            #expect(try check.value(of: relation.left).contains(third.multiplied(by: Ball(24), precision: 256)))
        }
    }

    @Test func onlyViolationsAreAccepted() throws {
        for (constant, power, isViolated) in [("3", 1, true), ("2", 1, false), ("1", 1, false), ("5", 2, false), ("7", 2, true)] {
            let statement = try Claims.statement(Self.cell.replacing("C", with: constant))
            #expect(isAccepted(statement, witness(statement, power)) == isViolated, "\(constant), power \(power)")
        }
    }

    @Test func otherFunctionsAreRejected() throws {
        let statement = try Claims.statement(Self.cell.replacing("C", with: "3"))
        let good = witness(statement, 1)
        #expect(isAccepted(statement, good))
        var other = good
        // Two coordinates: the integrand depends on more than the first.
        other.assignment.functions[statement.functions[0]] = PolynomialFunction(components: [
            []: [.init(exponents: [1, 0, 0], coefficient: 1), .init(exponents: [0, 1, 0], coefficient: 1)]
        ])
        #expect(!isAccepted(statement, other))
        other = good
        other.arithmetic = .exact
        #expect(!isAccepted(statement, other))
        other = good
        other.relation = 1
        #expect(!isAccepted(statement, other))
        other = good
        other.assignment.points[statement.points[0]] = [1, 1, 0]
        #expect(!isAccepted(statement, other))
    }

    /// A direction that is singled out, and a hypothesis that the function does not satisfy.
    @Test func statementsOfAnotherKindAreRejected() throws {
        let direction = try Claims.statement("space ω in S^2\nfunction h(ω)\nclaim a: ∫[ω] h² ω[2]² >= ∫[ω] h²")
        #expect(!isAccepted(direction, witness(direction, 1)))
        let even = try Claims.statement(Self.cell.replacing("C", with: "3").replacing("function h(ω)", with: "function h(ω) even"))
        #expect(!isAccepted(even, witness(even, 1)))
        #expect(isAccepted(even, witness(even, 2)) == false)
    }

    /// Equations and strict inequalities: `∫ (Δ_S h)² = 2 ∫ |∇_S h|²` for the first harmonic.
    @Test func everyRelationIsDecided() throws {
        for (claim, isViolated) in [("= 2", false), ("= 3", true), ("< 3", false), ("< 1", true), ("<= 1", true), ("<= 2", false)] {
            let statement = try Claims.statement(Self.cell.replacing(">= C", with: claim))
            #expect(isAccepted(statement, witness(statement, 1)) == isViolated, "\(claim)")
        }
    }

    @Test(arguments: [
        "space ω, σ in S^2\nfunction h(ω)\nclaim a: ∫[ω,σ] h(ω)² h(σ)² <= 0",
        "space ω in S^2\nfunction h(ω)\nclaim a: h² <= 0", "space ω in S^2\nfunction h(ω)\nclaim a: ∫[ω] log(h) <= -100",
        "space ω in S^2\nfunction h(ω) decaying\nclaim a: ∫[ω] h² <= 0",
    ]) func whatHasNoValueIsRejected(cell: String) throws {
        let statement = try Claims.statement(cell)
        #expect(!isAccepted(statement, witness(statement, 1)))
    }
}
