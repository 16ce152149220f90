import Arithmetic
import Expressions
import Kernel
import Proving
import Testing

/// Inequalities that hold by what is declared of functions at every point, and by squares.
@Suite struct EquationMultipleTests {
    private static let functions = """
        space x in R^3
        function h(x) where Δh = 0
        function s(x) where Δs >= 0
        function k(x) > 0 where Δk = 0
        claim c:\u{20}
        """
    private static let flow = "space x in R^3\nparam ν > 0\nfunction p(x) decaying\n"
    private static let fluid = flow + "function u(x) : vector, decaying where div(u) = 0\nflow u: ∂[t] u = ν Δu - u·∇u - ∇p\nclaim c: "
    private static let burgers = "space x in R\nfunction u(x) decaying\nflow u: ∂[t] u = ∂[x](∂[x] u) - u ∂[x] u\nclaim c: "
    private static let kuramoto = """
        space x in R
        function u(x) decaying
        flow u: ∂[t] u = -∂[x](∂[x](∂[x](∂[x] u))) - ∂[x](∂[x] u) - u ∂[x] u
        claim c:\u{20}
        """
    private static let torus = "param ν > 0\nspace y in T^3\nfunction w(y) : vector\nflow w: ∂[t] w = ν Δw\nclaim c: "
    private static let entropy = """
        param d integer
        space x in R^d
        density f(x)
        flow f: ∂[t] f = Δf + div(x f)
        let H(f) = ∫[x] (f log f + |x|²/2 f)
        claim c:\u{20}
        """
    private static let drift = """
        param d integer >= 1
        param λ > 0
        space x in R^d
        density f(x)
        let I(f) = ∫[x] |∇log(f) + λ x|² f
        flow f: ∂[t] f = div(∇f + λ f x)
        claim c:\u{20}
        """

    private static let elliptic = """
        param d integer
        param E
        space x in R^d
        function V(x)
        function p(x) decaying where -Δp + V p = E p
        function f(x) decaying where -Δf + f = f³
        function S(x) : symmetric matrix, decaying where div(S) = 0
        claim c:\u{20}
        """
    private static let plane = "space z in R^2\nfunction ψ(z) decaying\nfunction w(z) decaying where w = Δψ\nclaim c: "

    /// Equations under integrals times `u`, `∂u`, `x·∇u`: the virial theorem, Pohozaev's identity, momentum.
    @Test(arguments: [
        (elliptic, "2 ∫[x] |∇p|² = ∫[x] (x·∇V) p²", "∫[x] |∇p|² = ∫[x] (x·∇V) p²"), (elliptic, "∫[x] p² ∇V = 0", "∫[x] p⁴ ∇V = 0"),
        (elliptic, "(d-2)/2 ∫[x] |∇f|² + d/2 ∫[x] f² = d/4 ∫[x] f⁴", "(d-2)/2 ∫[x] |∇f|² + d/2 ∫[x] f² = d/3 ∫[x] f⁴"),
        (elliptic, "∫[x] S = 0", "∫[x] |x|² S = 0"), (elliptic, "∫[x] |∇f|² + ∫[x] f² = ∫[x] f⁴", "∫[x] |∇f|² + ∫[x] f² = 2 ∫[x] f⁴"),
        (plane, "∫[z] w ∂[z[1]] ψ = 0", "∫[z] w² ∂[z[1]] ψ = 0"), (plane, "∫[z] ψ * (z[1] ∂[z[2]] w - z[2] ∂[z[1]] w) = 0", "∫[z] ψ * (z[1] ∂[z[2]] w + z[2] ∂[z[1]] w) = 0"),
    ])
    func multipliers(declarations: String, claim: String, twin: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        let outcome = try Outcome.checked(declarations + twin)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(twin): \(outcome.verdict)")
    }

    @Test(arguments: [
        (functions, "Δ(h²) >= 0"), (functions, "Δ(|∇h|²) >= 0"), (functions, "Δ(h^4) >= 0"), (functions, "Δ(exp(s)) >= 0"), (functions, "Δ(log k) <= 0"),
        (fluid, "∂[t] (∫[x] |u|²) <= 0"), (fluid, "∂[t] (∫[x] |u|²) <= -2 ν ∫[x] ‖∇u‖²"), (burgers, "∂[t] (∫[x] u²) <= 0"),
        (kuramoto, "∂[t] (∫[x] u²) <= 1/2 ∫[x] u²"), (torus, "∂[t] (∫[y] |w|²) <= 0"), (entropy, "∂[t](∂[t] H(f)) >= -2 ∂[t] H(f)"),
        (drift, "∂[t] I(f) <= -2 λ I(f)"),
    ])
    func proved(declarations: String, claim: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
    }

    @Test(arguments: [
        (functions, "Δ(h²) <= 0"), (functions, "Δ(exp(s)) <= 0"), (functions, "Δ(s²) >= 0"), (functions, "Δ(log k) >= 0"), (functions, "Δ(exp(-s)) >= 0"),
        (functions, "Δ(s h²) >= 0"), (functions, "Δ(Δs) >= 0"), (functions, "∇s·∇s <= Δs"),
        (fluid, "∂[t] (∫[x] |u|²) >= 0"), (fluid, "∂[t] (∫[x] |u|²) <= -3 ν ∫[x] ‖∇u‖²"), (burgers, "∂[t] (∫[x] u²) >= 0"), (burgers, "∂[t] (∫[x] u³) <= 0"),
        (kuramoto, "∂[t] (∫[x] u²) <= 1/4 ∫[x] u²"), (torus, "∂[t] (∫[y] |w|²) >= 0"), (entropy, "∂[t](∂[t] H(f)) >= -3 ∂[t] H(f)"),
        (drift, "∂[t] I(f) <= -3 λ I(f)"),
    ])
    func falseTwins(declarations: String, claim: String) throws {
        let outcome = try Outcome.checked(declarations + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }

    /// A condition says the sign of its positive multiples: the elastic energy is not negative where `3 λ + 2 μ >= 0`.
    @Test func multiplesOfConditions() throws {
        let declarations = "constant A : symmetric matrix of R^3\nparam μ, λ\nclaim c: 2 μ ‖A‖² + λ (tr A)² >= 0 provided μ > 0, "
        try Outcome.checked(declarations + "3 λ + 2 μ > 0").requireChecked(.proved, "3 λ + 2 μ")
        for condition in ["2 λ + 2 μ > 0", "-3 λ - 2 μ > 0", "3 λ + 3 μ > 0"] {
            let outcome = try Outcome.checked(declarations + condition)
            #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(condition)")
        }
    }

    /// Of `Δs >= 0` only non-negative multiples may be taken off, of an inequality only, and no derivatives.
    @Test func signs() throws {
        let statement = try IntegralIdentity(name: "c", declarations: "space x in R^3\nfunction s(x) where Δs >= 0", claim: "0 <= exp(s) Δs", twins: []).statement()
        let x = try #require(statement.points.first), s = try #require(statement.functions.first)
        let exponential = Expression.elementary(.exp, Occurrence(function: s, points: [x]).expression)
        var supply = IndexSupply(startingAt: 0)
        let i = supply.fresh(.number(3))
        func accepts(_ factor: Expression, of statement: Statement, _ derivatives: [HypothesisMultiples.Derivative] = [], summed: [Index] = []) -> Bool {
            let multiple = HypothesisMultiples.Multiple(citation: 0, indices: [], derivatives: derivatives, summed: summed, factor: factor, points: [])
            let rest = SumOfSquares(multiples: [], terms: [], equation: .identity(.contraction))
            let evidence = Evidence.modulo(HypothesisMultiples(multiples: [multiple], rest: statement.goal.relations?[0].op == .equal ? .identity(.contraction) : .squares(rest)))
            return (try? Kernel.Examination(statement, evidence).theorem()) != nil
        }
        #expect(accepts(exponential, of: statement))
        #expect(!accepts(-exponential, of: statement))
        #expect(!accepts(.number(2) * exponential, of: statement))
        var opposite = statement
        opposite.goal = .relation(Relation(exponential * statement.hypotheses[0].relations![0].right, .lessOrEqual, .zero))
        #expect(!accepts(-exponential, of: opposite))
        #expect(!accepts(exponential, of: opposite))
        var equation = statement
        equation.goal = .relation(Relation(.zero, .equal, exponential * statement.hypotheses[0].relations![0].right))
        #expect(!accepts(exponential, of: equation))
        var slope = statement
        slope.goal = .relation(Relation(.zero, .lessOrEqual, .partial(x, .fixed(1, .number(3)), statement.hypotheses[0].relations![0].right)))
        #expect(!accepts(.one, of: slope, [.init(point: x, index: .fixed(1, .number(3)))]))
        #expect(!accepts(.coordinate(x, i) * .coordinate(x, i), of: statement, summed: [i]))
    }
}
