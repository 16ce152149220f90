import Arithmetic
import Enclosures
import Testing

@testable import Integration

@Suite struct RotationReductionTests {
    /// Moments of monomials over the sphere: `∫ x^2a y^2b z^2c = 2 Γ(a+½)Γ(b+½)Γ(c+½)/Γ(a+b+c+3/2)`.
    @Test(arguments: [
        ("ω[1]² ω[2]² ω[3]²", "4/105 π"), ("ω[1]⁴", "4/5 π"), ("ω[1]", "0"), ("ω[1]² ω[2]", "0"), ("(ω[1] + ω[2])²", "8/3 π"),
        ("ω[1]⁶ ω[3]²", "4/63 π"),
    ])
    func spherePolynomials(_ text: String, _ exact: String) throws {
        let result = try ConcreteNumbers("space ω in S^2\nevaluate a: ∫[ω] " + text).value("a")
        #expect(result.closedForm == exact)
    }

    /// What is zero on a part of its domain only is not left out.
    @Test(arguments: [
        ("∫[ω] ω[1]² max(-ω[3], 0)", "pi/4"), ("∫[ω] ω[1]² (|ω[3]| - ω[3])", "pi/2"), ("∫[ω] (1 + ω[1]²) max(-ω[3], 0)", "5 pi/4"),
        ("∫[ω] ω[1]² (1 - sign(ω[3]))", "4 pi/3"), ("∫[z] z[1]² (indicator(z: |z| < 4) - indicator(z: |z| < 3))", "4 pi/15 (4^5 - 3^5)"),
        ("∫[y] (1 + y[1]²) (indicator(y: |y| < 4) - indicator(y: |y| < 3))", "7 pi + pi/4 (4^4 - 3^4)"),
        ("∫[z] z[1]² (max(|z|-5,0) exp(-|z|) + max(|z|-6,0) exp(-|z|))", "∫[s in (5,oo)] 4 pi/3 s^4 (s-5) exp(-s) + ∫[s in (6,oo)] 4 pi/3 s^4 (s-6) exp(-s)"),
    ])
    func functionsThatVanishOnAPart(_ text: String, _ exact: String) throws {
        let numbers = ConcreteNumbers("space ω in S^2\nspace z in R^3\nspace y in R^2\nspace s in R\nevaluate a: \(text)\nevaluate b: \(exact)")
        let result = try numbers.value("a", digits: 12)
        #expect(result.value.overlaps(try numbers.value("b", digits: 12).value), "\(text)")
        #expect(result.value.isPositive() == .yes)
    }

    /// `∫ exp(a ω_3) = 4π sinh(a)/a`
    @Test func zonal() throws {
        let numbers = ConcreteNumbers("space ω in S^2\nevaluate a: ∫[ω] exp(2 ω[3])\nevaluate b: 2 pi sinh(2)")
        let result = try numbers.value("a")
        #expect(result.value.overlaps(try numbers.value("b").value))
        #expect(result.number.numericalDimension == 1)
    }

    /// Radial integrands of R^3 and R^2 against their Gamma functions; the centre need not be the origin.
    @Test(arguments: [
        ("R^3", "exp(-|v|^4)", "pi gammafn(3/4)"), ("R^2", "exp(-|v|^4)", "pi/2 gammafn(1/2)"),
        ("R^3", "|v|^3 exp(-|v|)", "4 pi gammafn(6)"), ("R^2", "exp(-|v|)/|v|", "2 pi"),
    ])
    func radial(_ space: String, _ integrand: String, _ exact: String) throws {
        let numbers = ConcreteNumbers("space v in \(space)\nevaluate a: ∫[v] \(integrand)\nevaluate b: \(exact)")
        let result = try numbers.value("a")
        #expect(result.value.overlaps(try numbers.value("b").value))
        #expect(result.number.numericalDimension <= 1)
    }

    /// Two centres on a line that is no axis of coordinates: rotations about it leave two dimensions, whose value that along an axis has, too.
    @Test func obliqueAxis() throws {
        func mixture(_ centre: String) -> String {
            "density M(v) = mixture(1/3: gaussian((0,0,0), Id), 2/3: gaussian(\(centre), 2 Id))\nevaluate a: ∫[v] |∇log M|² M"
        }
        let oblique = try ConcreteNumbers("space v in R^3\n" + mixture("(1,2,2)")).value("a", digits: 6)
        let straight = try ConcreteNumbers("space v in R^3\n" + mixture("(0,0,3)")).value("a", digits: 6)
        let other = try ConcreteNumbers("space v in R^3\n" + mixture("(0,0,4)")).value("a", digits: 6)
        #expect(oblique.number.numericalDimension == 2 && straight.number.numericalDimension == 2)
        #expect(oblique.value.overlaps(straight.value))
        #expect(!oblique.value.overlaps(other.value))
    }

    /// A logarithm keeps the Gaussian formula away: entropy of an isotropic Gaussian by its exact value
    /// `-3/2 (1 + log 2π)`, written so that only rotations help.
    @Test func shiftedCentre() throws {
        let numbers = ConcreteNumbers("""
            space v in R^3
            density N(v) = gaussian((1,2,2), Id)
            evaluate a: ∫[v] N log(1 + N)
            density M(v) = gaussian((0,0,0), Id)
            evaluate b: ∫[v] M log(1 + M)
            """)
        let left = try numbers.value("a", digits: 12), right = try numbers.value("b", digits: 12)
        #expect(left.number.numericalDimension == 1)
        #expect(left.value.overlaps(right.value))
    }

    /// The mean over directions may vanish where the integral does not exist, at the origin or at infinity; so may a factor of a product.
    @Test(arguments: [
        ("∫[v] v[1] |v|^(-2) exp(-|v|^3)", "∫[v] v[1] |v|^(-10) exp(-|v|^3)"),
        ("∫[v] (v[1]² - v[2]²) |v|^(-4) exp(-|v|)", "∫[v] (v[1]² - v[2]²) |v|^(-5) exp(-|v|)"),
        ("∫[v] v[1]/(1 + |v|²)^3", "∫[v] v[1]/(1 + |v|²)"),
        ("∫[v] (v[1]² - v[2]²)/(1 + |v|²)^4", "∫[v] (v[1]² - v[2]²)/(1 + |v|²)²"),
        ("∫[v] v[1] v[2] |v|^(-4) exp(-|v|^4)", "∫[v] v[1] v[2] |v|^(-6) exp(-|v|^4)"),
        ("∫[ω] ω[1] (1 - ω[3])^(-1/2)", "∫[ω] ω[1] (1 - ω[3])^(-2)"),
        ("∫[x, y] x exp(-x²) exp(-y²)", "∫[x, y] x exp(-x²) exp(y)"),
    ])
    func whatVanishesMustConverge(_ convergent: String, _ divergent: String) throws {
        let declarations = "space v in R^3\nspace ω in S^2\nspace x, y in R\n"
        #expect(try ConcreteNumbers(declarations + "evaluate a: " + convergent).value("a").value.containsZero)
        #expect(throws: NumericError.self) { try ConcreteNumbers(declarations + "evaluate a: " + divergent).value("a") }
    }

    /// Roots of negative numbers that cancel in the graph.
    @Test(arguments: [
        ("sqrt(2)^2", "sqrt(-2)^2"), ("∫[s in (0,1)] sqrt(s+2)^2", "∫[s in (0,1)] sqrt(s-2)^2"),
        ("∫[s in (0,1)] (log(s+2) - log(s+2) + 1)", "∫[s in (0,1)] (log(s-2) - log(s-2) + 1)"),
        ("∫[s in (0,1)] exp(log(1+s))", "∫[s in (0,1)] exp(log(s-1))"),
    ])
    func rootsAreReal(_ defined: String, _ undefined: String) throws {
        _ = try ConcreteNumbers("evaluate a: " + defined).value("a")
        #expect(throws: (any Error).self) { try ConcreteNumbers("evaluate a: " + undefined).value("a") }
    }

    /// Two pieces that cancel.
    @Test func anOddIntegrandWithAKink() throws {
        #expect(try ConcreteNumbers("space x in R\nevaluate a: ∫[x] abs(x)^(-1) x exp(-x²)").value("a").value.containsZero)
    }

    /// A polynomial that is not invariant in a group is averaged, a function that is not stays.
    @Test func noFalseInvariance() throws {
        let numbers = ConcreteNumbers("""
            space v in R^2
            evaluate a: ∫[v] v[1]² exp(-|v|^4)
            evaluate b: 1/2 ∫[v] |v|² exp(-|v|^4)
            """)
        #expect(try numbers.value("a").value.overlaps(try numbers.value("b").value))
        var scalar = try ConcreteNumbers("space v in R^2\nevaluate a: ∫[v] exp(-v[1]⁴ - v[2]²)").scalar("a")
        let integral = try #require(scalar.integrals.first?.value)
        var rest = scalar.integrals
        #expect(try RotationReduction.reduce(integral, in: &scalar.graph, &rest) == nil)
    }
}

@Suite struct SeparationTests {
    /// A constant integrand is the size of the domain, products of functions of different variables fall apart.
    @Test(arguments: [
        ("space ω in S^2\nevaluate a: ∫[ω] 1", "4 π"), ("space ω in S^1\nevaluate a: ∫[ω] 3/(2 pi)", "3"),
        ("evaluate a: ∫[x in (0, 2), y in (0, 3)] x y²", "18"), ("evaluate a: ∫[x in (0, oo), y in (0, oo)] x exp(-x - 2 y)", "1/2"),
    ])
    func values(_ text: String, _ exact: String) throws {
        let result = try ConcreteNumbers(text).value("a")
        let value = try ConcreteNumbers("evaluate b: \(exact == "4 π" ? "4 pi" : exact)").value("b")
        #expect(result.value.overlaps(value.value))
    }
}
