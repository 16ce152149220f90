import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// Counterexamples by decaying functions: accepted exactly where known values of the integrals violate the claim.
@Suite struct DecayingCheckTests {
    private static let line = "space x in R\nfunction u(x) decaying\nclaim a: ∫[x] (∂[x] u)² >= C ∫[x] u²"
    private static let space = "space y in R^3\nfunction u(y) decaying\nclaim a: ∫[y] |∇u|² >= C ∫[y] u²"
    private static let density = "space x in R\ndensity f(x)\nclaim a: ∫[x] f ∂[x](log f)^2 >= C"
    /// `exp(-x²/2)`
    private static let gaussian = DecayingFunction(exponent: [0, 0, Rational(-1, 2)])

    private func isAccepted(_ cell: String, _ function: DecayingFunction, _ change: (inout DecayingWitness) -> Void = { _ in }) throws -> Bool {
        let statement = try Claims.statement(cell)
        var witness = DecayingWitness(relation: 0, dimensions: [:], parameters: [:], functions: [function], precision: 48)
        change(&witness)
        guard let conditions = try? Kernel.conditions(of: statement, .decaying(witness)).conditions else { return false }
        let certificate = Certificate(name: "a", statement: statement, evidence: .decaying(witness), conditions: conditions)
        // From its text, as another checker reads it.
        guard let read = try? Certificate(text: certificate.text), read.evidence == certificate.evidence else { return false }
        return (try? Kernel.check(read)) != nil
    }

    /// The quotients of the sides, for functions of which they are known.
    private static let values: [(cell: String, function: DecayingFunction, quotient: Rational)] = [
        (line, gaussian, Rational(1, 2)),
        // x exp(-x²/2)
        (line, DecayingFunction(factor: [0, 1], exponent: [0, 0, Rational(-1, 2)]), Rational(3, 2)),
        (space, DecayingFunction(exponent: [0, Rational(-1, 2)]), Rational(3, 2)),
        // Fisher information of the Gaussian of variance 1: the mass is 1 after division.
        (density, gaussian, 1),
        // Hardy's quotient of exp(-|x|²/2) is (3/2)/2.
        ("space y in R^3\nfunction u(y) decaying\nclaim a: ∫[y] |∇u|² >= C ∫[y] u²/|y|²", DecayingFunction(exponent: [0, Rational(-1, 2)]), Rational(3, 4)),
        // A power without effect, on a logarithmic scale.
        (line, DecayingFunction(exponent: [0, 0, Rational(-1, 2)], powers: [.init(shift: Rational(1, 1_000_000), exponent: 0)]), Rational(1, 2)),
    ]

    @Test(arguments: values.indices) func onlyViolationsAreAccepted(number: Int) throws {
        let (cell, function, quotient) = Self.values[number]
        for (constant, isViolated) in [(quotient + Rational(1, 1_000), true), (quotient, false), (quotient - Rational(1, 1_000), false)] {
            #expect(try isAccepted(cell.replacing("C", with: "\(constant)"), function) == isViolated, "\(constant)")
        }
    }

    /// `|v|` is not smooth at the origin: on the line ∫ (u'' + u)² >= 0 takes the corner of `(1 + |v|) exp(-|v|²)` with it.
    @Test func functionsOfTheDistanceAreSmooth() throws {
        let declarations = "space v in R^1\nfunction u(v) radial, decaying\nclaim a: "
        let corner = DecayingFunction(factor: [1, 1], exponent: [0, 0, -1]), smooth = DecayingFunction(factor: [1, 0, 1], exponent: [0, 0, -1])
        #expect(try !isAccepted(declarations + "∫[v] (Δu)² + ∫[v] u² >= 2 ∫[v] |∇u|²", corner))
        #expect(try !isAccepted(declarations + "∫[v] |∇u|² >= 100 ∫[v] u²", corner))
        #expect(try isAccepted(declarations + "∫[v] |∇u|² >= 100 ∫[v] u²", smooth))
    }

    /// What does not decay, is not positive, or has not what is declared.
    @Test func otherFunctionsAreRejected() throws {
        let cell = Self.line.replacing("C", with: "2")
        #expect(try isAccepted(cell, Self.gaussian))
        for exponent: [Rational] in [[0, 0, 1], [0, 0, 0, -1], [0, -1], [0, 0, -1, 1], [1]] {
            #expect(try !isAccepted(cell, DecayingFunction(exponent: exponent)))
        }
        #expect(try !isAccepted(cell, DecayingFunction(exponent: [0, 0, -1], powers: [.init(shift: 0, exponent: 1)])))
        #expect(try !isAccepted(cell, DecayingFunction(exponent: [0, 0, -1], powers: [.init(shift: -1, exponent: 1)])))
        let positive = "space x in R\nfunction u(x) > 0, decaying\nclaim a: ∫[x] (∂[x] u)² >= 2 ∫[x] u²"
        #expect(try isAccepted(positive, Self.gaussian))
        #expect(try !isAccepted(positive, DecayingFunction(factor: [2, 1], exponent: [0, 0, Rational(-1, 2)])))
        let even = "space x in R\nfunction u(x) decaying, even\nclaim a: ∫[x] (∂[x] u)² >= 2 ∫[x] u²"
        #expect(try isAccepted(even, Self.gaussian))
        #expect(try !isAccepted(even, DecayingFunction(exponent: [0, Rational(1, 8), Rational(-1, 2)])))
    }

    @Test func otherEvidenceIsRejected() throws {
        let cell = Self.line.replacing("C", with: "2")
        #expect(try !isAccepted(cell, Self.gaussian) { $0.relation = 1 })
        #expect(try !isAccepted(cell, Self.gaussian) { $0.functions = [] })
        #expect(try !isAccepted(cell, Self.gaussian) { $0.functions.append(Self.gaussian) })
        #expect(try !isAccepted(cell, Self.gaussian) { $0.precision = 8 })
        let range = "param a in [1, 2]\n" + Self.line.replacing("C", with: "a")
        #expect(try isAccepted(range, Self.gaussian) { $0.parameters = ["a": 2] })
        #expect(try !isAccepted(range, Self.gaussian) { $0.parameters = ["a": 3] })
        #expect(try !isAccepted(range, Self.gaussian))
    }

    /// Directions, other spaces, hypotheses that are not evaluated, integrals that diverge, densities that enter other than linearly.
    @Test(arguments: [
        "space y in R^3\nfunction u(y) decaying\nclaim a: ∫[y] y[1]² u² >= 2 ∫[y] |y|² u²",
        "space y in R^3\nfunction u(y) decaying\nclaim a: ∫[y] u² >= ∫[y] u²/|y|^4",
        "space x in (0, oo)\nfunction u(x) decaying\nclaim a: ∫[x] (∂[x] u)² >= 2 ∫[x] u²",
        "space x in R\nfunction u(x) decaying where ∂[x](∂[x] u) >= -1\nclaim a: ∫[x] (∂[x] u)² >= 2 ∫[x] u²",
        "space x in R\ndensity f(x)\nclaim a: ∫[x] f² >= 2",
        "space x in R\ndensity f(x) where ∫[x] x² f = 1\nclaim a: ∫[x] f ∂[x](log f)^2 >= 2",
    ]) func statementsOfAnotherKindAreRejected(cell: String) throws {
        let isRadial = cell.contains("R^3")
        #expect(try !isAccepted(cell, isRadial ? DecayingFunction(exponent: [0, Rational(-1, 2)]) : Self.gaussian))
    }

    /// Equations and strict inequalities, by values of which one is known: ∫ exp(-x²) x² is half of ∫ exp(-x²).
    @Test func everyRelationIsDecided() throws {
        let function = "space x in R\nfunction u(x) decaying\nclaim a: "
        for (claim, isViolated) in [
            ("∫[x] x² u² = ∫[x] u²", true), ("2 ∫[x] x² u² = ∫[x] u²", false), ("∫[x] u² < ∫[x] x² u²", true), ("∫[x] x² u² < ∫[x] u²", false),
        ] {
            #expect(try isAccepted(function + claim, Self.gaussian) == isViolated, "\(claim)")
        }
    }

    /// Halves that cancel must exist: `∫ exp(-x²)/x` has no value, `∫ x exp(-x²)` is 0.
    @Test(arguments: [
        ("x u²", true), ("x³ u²", true), ("u²/x", false), ("u²/x³", false), ("u² |x|^(-3/2) x", true), ("u² |x|^(-2) x", false), ("u² sin(x)/x²", false),
    ]) func oddIntegrandsMustConverge(_ odd: String, _ converges: Bool) throws {
        let function = "space x in R\nfunction u(x) decaying, even\nclaim a: "
        for claim in ["∫[x] u² + ∫[x] \(odd) <= ∫[x] (∂[x] u)²", "∫[x] (u² + \(odd)) <= ∫[x] (∂[x] u)²"] {
            #expect(try isAccepted(function + claim, Self.gaussian) == converges, "\(odd) \(claim)")
        }
        let hypothesis = "space x in R\nfunction u(x) decaying, even where ∫[x] \(odd) <= 1\nclaim a: ∫[x] u² <= ∫[x] (∂[x] u)²"
        #expect(try isAccepted(hypothesis, Self.gaussian) == converges)
    }

    /// What has no value here: free points, integrals in integrals, over two points, of functions, of what is not defined.
    @Test(arguments: [
        "space x, z in R\nfunction u(x) decaying\nclaim a: z² ∫[x] u² <= ∫[x] x² u²", "space x, z in R\nfunction u(x) decaying\nclaim a: ∫[x] u² <= ∫[x,z] u(x)² u(z)²",
        "space x, z in R\nfunction u(x) decaying\nclaim a: ∫[x] (∫[z] u(x-z)) u <= 0", "space x in R\nfunction u(x) decaying\nclaim a: exp(∫[x] u²) <= 0",
        "space x in R\nfunction u(x) decaying\nclaim a: ∫[x] log(-1 - x²) u² >= 2 ∫[x] u²",
        "space x, z in R\ndensity f(x)\nclaim a: ∫[x,z] (x-z)² f(x) f(z) >= 3",
        "space x in R\ndensity f(x)\nfunction u(x) decaying\nclaim a: ∫[x] x² f >= ∫[x] u²",
    ]) func whatHasNoValueIsRejected(cell: String) throws {
        let statement = try Claims.statement(cell)
        let functions = statement.functions.map { _ in Self.gaussian }
        #expect(try !isAccepted(cell, Self.gaussian) { $0.functions = functions })
    }

    @Test func dimensionsAreGiven() throws {
        let cell = "param d integer\nspace y in R^d\nfunction u(y) decaying\nclaim a: ∫[y] |∇u|² >= 2 ∫[y] u²"
        let function = DecayingFunction(exponent: [0, Rational(-1, 2)])
        #expect(try isAccepted(cell, function) { $0.dimensions = ["d": 3] })
        #expect(try !isAccepted(cell, function) { $0.dimensions = ["d": 4] })
        #expect(try !isAccepted(cell, function))
        #expect(try !isAccepted(cell, function) { $0.dimensions = ["d": 0] })
        #expect(try !isAccepted(cell, function) { $0.dimensions = ["d": 9] })
    }
}
