import Arithmetic
import Enclosures
import Testing

@testable import Integration

@Suite struct GaussianReductionTests {
    private static let densities = """
        space v, w in R^3
        param γ
        density N(v) = gaussian(mean = (0,0,1), cov = ((2,1/2,0),(1/2,1,0),(0,0,3)))
        density D(v) = gaussian((0,0,0), diag(1,1/2,2))
        density I(v) = gaussian((0,0,0), Id)
        let z = v - w
        let Π = Id - z⊗z/|z|²
        """

    /// Mass, mean, second moments (covariance plus mean), Fisher information tr C⁻¹, a fourth moment by Isserlis.
    @Test(arguments: [
        ("∫[v] N", "1"), ("∫[v] v[3] N", "1"), ("∫[v] v[1] v[2] N", "1/2"), ("∫[v] |v|² N", "7"), ("∫[v] |∇log N|² N", "43/21"),
        ("∫[v] v[1]² v[2]² N", "5/2"), ("∫[v] v[1]² v[2]² v[3]² D", "1"), ("∫[v,w] |v-w|² N(v) D(w)", "21/2"),
        ("∫[v] exp(v[1]) I / exp(1/2)", "1"),
    ])
    func exactMoments(_ text: String, _ exact: String) throws {
        let result = try ConcreteNumbers(Self.densities + "\nevaluate a: " + text).value("a")
        #expect(result.closedForm == exact)
        #expect(result.isRigorous && result.number.numericalDimension == 0)
    }

    /// `E|v|^γ = 2^(γ/2) Γ((3+γ)/2) / Γ(3/2)` for the standard Gaussian of R^3, two ways.
    @Test(arguments: ["-5/2", "-2", "-1", "-1/2", "1/2", "1", "3"])
    func absoluteMoments(_ exponent: String) throws {
        let text = Self.densities + """

            evaluate a: ∫[v] |v|^γ I where γ = \(exponent)
            evaluate b: 2^(γ/2) gammafn((3+γ)/2) / gammafn(3/2) where γ = \(exponent)
            """
        let numbers = ConcreteNumbers(text)
        let left = try numbers.value("a"), right = try numbers.value("b")
        #expect(left.number.numericalDimension <= 1)
        #expect(left.value.overlaps(right.value))
        #expect(left.number.digits >= 20)
    }

    /// Entropy production of the Landau operator: six dimensions come down to one. The value was found by an
    /// independent two-dimensional quadrature.
    @Test func landauProduction() throws {
        let text = Self.densities + """

            let q(f) = ∇[v] log f(v) - ∇[w] log f(w)
            evaluate a: 1/2 ∫[v,w] |z|^(γ+2) (Π q(D))·q(D) D(v) D(w) where γ = -3
            evaluate b: 1/2 ∫[v,w] |z|^(γ+2) (Π q(D))·q(D) D(v) D(w) where γ = 0
            """
        let numbers = ConcreteNumbers(text)
        let coulomb = try numbers.value("a", digits: 29)
        #expect(coulomb.value.agrees(with: "0.220599135065676078899359395894", digits: 28))
        #expect(coulomb.originalDimension == 6 && coulomb.number.numericalDimension == 1)
        // For γ = 0 all is polynomial.
        #expect(try numbers.value("b").number.numericalDimension == 0)
    }

    @Test(arguments: [
        "∫[v] |v|^(-3) N", "∫[v] |v|^(-4) I", "∫[v,w] |v-w|^(-3) N(v) D(w)",
        // The mean over directions vanishes, the integral does not converge absolutely.
        "∫[v] (v[1]² - v[2]²) |v|^(-5) I",
    ])
    func divergence(_ text: String) {
        #expect(throws: NumericError.self) { try ConcreteNumbers(Self.densities + "\nevaluate a: " + text).value("a") }
    }

    /// Off the origin the singular point is an ordinary one, and on a line the order is counted across it.
    @Test func convergenceIsJudgedAcrossTheSingularSet() throws {
        let numbers = ConcreteNumbers(Self.densities + "\nevaluate a: ∫[v] |v|^(-5/2) N\nevaluate b: ∫[v,w] |v-w|^(-5/2) N(v) D(w)\nevaluate c: ∫[v] v[1]² |v|^(-4) I\nevaluate d: 1/3 ∫[v] |v|^(-2) I")
        #expect(try numbers.value("a", digits: 10).value.isPositive() == .yes)
        #expect(try numbers.value("b", digits: 10).value.isPositive() == .yes)
        #expect(try numbers.value("c", digits: 15).value.overlaps(try numbers.value("d", digits: 15).value))
    }
}
