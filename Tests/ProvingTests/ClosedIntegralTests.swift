import Arithmetic
import Expressions
import Kernel
import Proving
import Testing

/// Integrals with values in closed form, Gamma functions, and moments under hypotheses.
@Suite struct ClosedIntegralTests {
    static let gaussians = "param d integer\nparam T > 0\nspace v, w in R^d\nconstant u : vector\nlet m(v) = (2 pi T)^(-d/2) exp(-|v|²/(2 T))\nlet M(v) = (2 pi)^(-d/2) exp(-|v|²/2)"
    static let lines = "param p > 0\nparam a in R\nspace x, y in R\nspace r in (0,oo)\nspace s in (0,1)\nspace q in (1,3)\nspace b in (-1,2)"
    static let rays = "param γ > -3\nspace z in R^3"
    static let spheres = "param d integer >= 2\nspace ω in S^2\nspace θ in S^(d-1)\nconstant e : vector"

    static let all: [IntegralIdentity] = [
        .init(name: "mass", declarations: gaussians, claim: "∫[v] m(v) = 1", twins: [("= 1", "= 2"), ("= 1", "= T")]),
        .init(name: "covariance", declarations: gaussians, claim: "∫[v] v⊗v m(v) = T Id", twins: [("T Id", "T² Id"), ("T Id", "2 Id")]),
        .init(
            name: "fourth moments", declarations: gaussians, claim: "∫[v] |v|² v⊗v m(v) = (d+2) T² Id",
            twins: [("(d+2)", "d"), ("(d+2)", "(d+1)"), ("T²", "T")]),
        .init(name: "sixth moment", declarations: gaussians, claim: "∫[v] |v|⁶ m(v) = d (d+2) (d+4) T³", twins: [("(d+4)", "(d+3)")]),
        .init(name: "odd moments", declarations: gaussians, claim: "∫[v] v⊗v⊗v m(v) = 0", twins: [("v⊗v⊗v m(v) = 0", "v⊗v m(v) = 0")]),
        .init(name: "Laplace transform", declarations: gaussians, claim: "∫[v] exp(u·v) m(v) = exp(T |u|²/2)", twins: [("T |u|²/2", "T |u|²"), ("T |", "T² |")]),
        .init(name: "shifted mean", declarations: gaussians, claim: "∫[v] m(v-u) v⊗v = u⊗u + T Id", twins: [("+ T", "- T"), ("u⊗u +", "2 u⊗u +")]),
        .init(name: "convolution", declarations: gaussians, claim: "∫[w] M(v-w) M(w) = (4 pi)^(-d/2) exp(-|v|²/4)", twins: [("²/4", "²/2"), ("(4 pi)", "(2 pi)")]),
        .init(name: "two points", declarations: gaussians, claim: "∫[v] ∫[w] |v-w|² M(v) M(w) = 2 d", twins: [("2 d", "d")]),
        .init(
            name: "Newton potential of two Gaussians", declarations: gaussians.replacing("integer", with: "integer >= 3"),
            claim: "∫[v,w] |v-w|^(2-d) M(v) M(w) = 2^(2-d)/gammafn(d/2)", twins: [("2^(2-d)", "2^(1-d)"), ("gammafn(d/2)", "gammafn(d/2+1)")]),
        .init(
            name: "powers of the norm", declarations: rays, claim: "∫[z] |z|^γ exp(-|z|²/2) = 2 pi 2^((γ+3)/2) gammafn((γ+3)/2)",
            twins: [("= 2 pi", "= 4 pi"), ("gammafn((γ+3)/2)", "gammafn((γ+2)/2)")]),
        .init(name: "Yukawa", declarations: rays, claim: "∫[z] exp(-|z|)/|z| = 4 pi", twins: [("4 pi", "2 pi")]),
        .init(name: "Cauchy", declarations: rays, claim: "∫[z] (1+|z|²)^(-2) = pi²", twins: [("pi²", "pi")]),
        .init(name: "arctangent", declarations: lines, claim: "∫[x] 1/(1+x²) = pi", twins: [("= pi", "= pi/2")]),
        .init(name: "one sided", declarations: lines, claim: "∫[r] r^(p-1) exp(-r) = gammafn(p)", twins: [("(p-1)", "p"), ("exp(-r)", "exp(-2 r)")]),
        .init(name: "an undeclared sign", declarations: lines, claim: "∫[x] exp(-a x²) = sqrt(pi/a)", twins: [("pi/a", "2 pi/a")]),
        .init(name: "a sign that convergence tells", declarations: lines, claim: "∫[x] exp(-a |x|) = 2/|a|", twins: [("2/|a|", "1/|a|")]),
        .init(name: "absolute value", declarations: lines, claim: "∫[x] |x| exp(-x²/2) = 2", twins: [("= 2", "= 1")]),
        .init(name: "coupled lines", declarations: lines, claim: "∫[x,y] exp(-x²-x y-y²) = 2 pi/sqrt(3)", twins: [("sqrt(3)", "sqrt(2)")]),
        .init(name: "powers on an interval", declarations: lines, claim: "∫[q] q^(p-1) = (3^p-1)/p", twins: [("3^p-1", "3^p")]),
        .init(name: "a logarithm", declarations: lines, claim: "∫[q] 1/q = log(3)", twins: [("log(3)", "1")]),
        .init(name: "an exponential on an interval", declarations: lines, claim: "∫[s] s² exp(2 s) = (exp(2) - 1)/4", twins: [("exp(2) - 1", "exp(2) + 1"), ("s²", "s")]),
        .init(name: "an exponential on a half-line", declarations: lines + "\nspace h in (1,oo)", claim: "∫[h] h exp(-p h) = (1/p + 1/p²) exp(-p)", twins: [("1/p +", "2/p +")]),
        .init(name: "either sign", declarations: lines, claim: "∫[s] exp(a s) = (exp(a) - 1)/a", twins: [("exp(a) - 1", "exp(a)")]),
        .init(name: "an exponential around 0", declarations: lines, claim: "∫[b] b exp(-b) = -3 exp(-2)", twins: [("-3", "3")]),
        .init(name: "a quotient", declarations: lines, claim: "∫[s] 1/(1+s) = log(2)", twins: [("log(2)", "log(3)"), ("1+s", "2+s")]),
        .init(name: "a root", declarations: lines, claim: "∫[s] sqrt(1+3 s) = 14/9", twins: [("14/9", "7/9")]),
        .init(name: "an interval around 0", declarations: lines, claim: "∫[b] b³ = 15/4", twins: [("15/4", "17/4")]),
        .init(
            name: "Beta function", declarations: lines, claim: "∫[s] s^p (1-s)^p = gammafn(p+1)²/gammafn(2 p+2)",
            twins: [("2 p+2", "2 p+1"), ("gammafn(p+1)²", "gammafn(p+1)")]),
        .init(
            name: "area", declarations: spheres, claim: "∫[θ] 1 = 2 pi^(d/2)/gammafn(d/2)", twins: [("= 2", "= 4"), ("gammafn(d/2)", "gammafn(d/2+1)")]),
        .init(name: "means on spheres", declarations: spheres, claim: "∫[θ] (e·θ)⁴ = 3 |e|⁴/(d (d+2)) ∫[θ] 1", twins: [("= 3", "="), ("d+2", "d+1")]),
        .init(name: "components on the sphere", declarations: spheres, claim: "∫[ω] ω[1]² ω[2]² = 4 pi/15", twins: [("/15", "/5"), ("ω[2]²", "ω[1]²")]),
        .init(name: "a quadratic harmonic", declarations: spheres, claim: "∫[ω] (3 ω[3]²-1) (ω⊗ω) = 8 pi/15 diag(-1,-1,2)", twins: [("-1,-1,2", "-1,-1,1")]),
        .init(name: "functional equation", declarations: lines, claim: "gammafn(p+1) = p gammafn(p)", twins: [("= p ", "= (p+1) ")]),
        .init(name: "half-integers", declarations: lines, claim: "gammafn(7/2) = 15/8 sqrt(pi)", twins: [("15/8", "15/4")]),
        .init(
            name: "duplication", declarations: lines, claim: "gammafn(p) gammafn(p+1/2) = 2^(1-2 p) sqrt(pi) gammafn(2 p)",
            twins: [("1-2 p", "-2 p"), ("gammafn(2 p)", "gammafn(2 p+1)")]),
    ]

    @Test(arguments: all) func valuesAreProved(identity: IntegralIdentity) throws {
        let outcome = Prover.run(Task(statement: try identity.statement()))
        #expect(outcome.verdict == .proved, "\(identity.name): \(outcome.reason ?? outcome.witness ?? "")")
        #expect(outcome.internalError == nil)
    }

    @Test(arguments: all) func falseTwinsAreRefuted(identity: IntegralIdentity) throws {
        for number in identity.twins.indices {
            let outcome = Prover.run(Task(statement: try identity.twin(number)))
            #expect(outcome.verdict == .refuted, "\(identity.name), \(identity.twins[number]): \(outcome.reason ?? "")")
            #expect(outcome.internalError == nil)
        }
    }

    /// Integrals that do not exist have no value.
    @Test(arguments: [
        (rays, "∫[z] |z|^(-3) exp(-|z|) = 1"), (lines, "∫[s] 1/s = 1"), (lines, "∫[r] r^(p-1) = 1"), (lines, "∫[x] 1/(1+x²)^(1/2) = 1"),
        (lines, "∫[x,y] exp(-x²-3 x y-y²) = 1"), (lines, "∫[x] x/(1+x²) = 0"), (gaussians, "∫[v,w] exp(-|v-w|²) = 1"),
        (gaussians, "∫[v,w] |w|^(-d) (u·v) exp(-|v|²+v·w-|w|²) = 0"), (lines, "∫[x] exp(x²) = 1"), (lines, "∫[s] 1/(2 s - 1) = 0"), (lines + "\nspace h in (1,oo)", "∫[h] exp(h) = 1"), (rays, "∫[z] |z|^(γ-1) exp(-|z|) = 4 pi gammafn(γ+2)"),
        (lines, "gammafn(-1) = gammafn(-1)"),
    ]) func divergentIntegralsHaveNoValue(declarations: String, claim: String) throws {
        let identity = IntegralIdentity(name: claim, declarations: declarations, claim: claim, twins: [])
        let outcome = Prover.run(Task(statement: try identity.statement()))
        #expect(outcome.verdict == .unknown, "\(claim): \(outcome.evidence)")
        #expect(outcome.internalError == nil)
    }

    /// What is odd in one variable vanishes where the whole converges absolutely: a rate of decay may depend on another variable.
    @Test(arguments: [
        ("∫[x,s] x exp(-x² s) = 0", false), ("∫[x,s] x exp(-x² s) s^(1/2) = 0", true), ("∫[x,s] (1+x) exp(-x² s) = 2 sqrt(pi)", false),
        ("∫[x,r,s] x exp(-x²) r exp(-r² s) = 0", false), ("∫[x,r,s] x exp(-x²) r exp(-r² s) s = 0", true), ("∫[x,s] x³ exp(-|x| s^(1/4)) = 0", false),
        ("∫[x,y,z] z exp(-z²) x² exp(-(x-y)²)/(1+y²) = 0", false), ("∫[x,y,z] z exp(-z²) x² exp(-(x-y)²) exp(-y²) = 0", true), ("∫[x,y] x y² exp(-x²-y²-(x-y)²) = 0", true),
    ]) func ratesOfDecay(claim: String, isTrue: Bool) throws {
        let identity = IntegralIdentity(name: claim, declarations: Self.lines + "\nspace z in R", claim: claim, twins: [])
        let outcome = Prover.run(Task(statement: try identity.statement()))
        #expect(outcome.verdict == (isTrue ? .proved : .unknown), "\(claim): \(outcome.evidence)")
        #expect(outcome.internalError == nil)
    }

    /// Where the variable has both signs, or is negative, its absolute value is another function.
    @Test(arguments: [
        ("(-1,1)", "exp(-|x|)", "2 - 2 exp(-1)", "2"), ("(-1,2)", "exp(-|x|)", "2 - exp(-1) - exp(-2)", "3"), ("(-1,1)", "x² exp(-|x|)", "4 - 10 exp(-1)", "2/3"),
        ("(-1,2)", "1/(2+|x|)", "log(3)", "log(4)"), ("(-1,1)", "1/(2+|x|)", "2 log(3/2)", "log(3)"), ("(-2,-1)", "exp(-|x|)", "exp(-1) - exp(-2)", "1"),
        ("(-1,2)", "exp(x-|x|)", "5/2 - exp(-2)/2", "3"), ("(-1,2)", "|x|", "5/2", "3/2"), ("(-1,1)", "sqrt(x²)", "1", "0"), ("(-2,-1)", "(x²)^(3/2)", "15/4", "-15/4"),
        ("(-2,-1)", "x |x|", "-7/3", "7/3"), ("(-1,2)", "x |x|", "7/3", "3"), ("(-1,2)", "x³ exp(-2|x|)", "3 exp(-2)*(19/24) - exp(-4)*(71/8)", "3/8"),
        ("(-oo,0)", "exp(-x²)", "sqrt(pi)/2", "-sqrt(pi)/2"), ("(-oo,0)", "x exp(2 x)", "-1/4", "1/4"), ("(-1,oo)", "exp(-|x|)", "2 - exp(-1)", "exp(1)"),
        ("(-oo,-1)", "1/x²", "1", "-1"), ("(-oo,1)", "exp(-2|x|+x)", "4/3 - exp(-1)", "1/3"), ("R", "exp(-2|x|+x)", "4/3", "2/3"), ("(-1,1)", "1/sqrt(|x|)", "4", "2"),
    ]) func absoluteValuesOnIntervals(interval: String, integrand: String, value: String, other: String) throws {
        func outcome(_ value: String) throws -> Outcome {
            Prover.run(Task(statement: try IntegralIdentity(name: "", declarations: "space x in \(interval)", claim: "∫[x] \(integrand) = \(value)", twins: []).statement()))
        }
        let right = try outcome(value), wrong = try outcome(other)
        #expect(right.verdict == .proved && wrong.verdict == .refuted, "\(integrand) over \(interval)")
        #expect(right.internalError == nil && wrong.internalError == nil, "\(integrand)")
    }

    /// `∫ x^m exp(-α x²/2 + β x) dx` by the recurrence of its moments.
    @Test(arguments: UInt64(1)...12) func randomGaussianMoments(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        func draw(_ n: UInt64) -> Int { Int(generator.next() % n) }
        let variance = Rational(draw(5) + 1, draw(3) + 1), mean = Rational(draw(7) - 3, 2), degree = draw(6)
        var moments: [Rational] = [1, mean]
        for k in 1..<7 { moments.append(mean * moments[k] + Rational(k) * variance * moments[k - 1]) }
        let weight = "x^\(degree) exp(-(x - (\(mean)))²/(2*(\(variance))))/sqrt(2 pi (\(variance)))"
        func verdict(_ value: Rational) throws -> Verdict {
            let identity = IntegralIdentity(name: "", declarations: "space x in R", claim: "∫[x] \(weight) = \(value)", twins: [])
            return Prover.run(Task(statement: try identity.statement())).verdict
        }
        #expect(try verdict(moments[degree]) == .proved)
        #expect(try verdict(moments[degree] + 1) == .refuted)
    }

    // MARK: Null parts

    static let weighted = gaussians + "\nconstant P : symmetric matrix where tr(P) = d\ndensity f(v) where ∫[v] v⊗v f = P\nfunction h(v)"

    static let mixed: [IntegralIdentity] = [
        .init(name: "relative norm", declarations: weighted, claim: "∫[v] (f/M(v) - 1)² M(v) = ∫[v] f²/M(v) - 1", twins: [("²/M(v) - 1", "²/M(v) + 1"), ("²/M(v) - 1", "²/M(v)")]),
        .init(name: "variance", declarations: weighted, claim: "∫[v] (h - 1)² M(v) = ∫[v] h² M(v) - 2 ∫[v] h M(v) + 1", twins: [("+ 1", "- 1"), ("+ 1", "+ d")]),
        .init(name: "difference of covariances", declarations: weighted, claim: "∫[v] v⊗v (f - m(v)) = P - T Id", twins: [("- T Id", "- Id"), ("P -", "2 P -")]),
        .init(
            name: "shifted weight", declarations: weighted,
            claim: "-1/2 ∫[v] (f/M(v) - 1)² (v·((P - Id) v)) M(v) = -1/2 ∫[v] f²/M(v) (v·((P - Id) v)) + ‖P - Id‖²",
            twins: [("+ ‖", "- ‖"), ("+ ‖", "+ 2 ‖")]),
        .init(name: "beside a divergence", declarations: weighted, claim: "∫[v] |v|² (Δf + m(v)) = (2 + T) d", twins: [("2 + T", "1 + T")]),
    ]

    @Test(arguments: mixed) func nullPartsAreEvaluated(identity: IntegralIdentity) throws {
        let outcome = Prover.run(Task(statement: try identity.statement()))
        #expect(outcome.verdict == .proved, "\(identity.name): \(outcome.reason ?? "")")
        #expect(outcome.internalError == nil)
        for number in identity.twins.indices {
            let outcome = Prover.run(Task(statement: try identity.twin(number)))
            #expect(outcome.verdict != .proved, "\(identity.name), \(identity.twins[number])")
            #expect(outcome.internalError == nil)
        }
    }

    @Test func alteredNullPartsAreRejected() throws {
        let outcome = Prover.run(Task(statement: try Self.mixed[0].statement()))
        let certificate = try Certificate(text: #require(outcome.certificate))
        guard case .divergence(let divergence) = certificate.evidence else {
            Issue.record("another kind of evidence")
            return
        }
        #expect(divergence.groups.contains { $0.nullPart != nil })
        for change: (Divergence.Group) -> Expression? in [{ _ in nil }, { $0.nullPart.map { .number(2) * $0 } }, { $0.nullPart.map { $0 + .one } }] {
            var changed = divergence
            for k in changed.groups.indices where changed.groups[k].nullPart != nil { changed.groups[k].nullPart = change(changed.groups[k]) }
            var altered = certificate
            altered.evidence = .divergence(changed)
            #expect(throws: (any Error).self) { try Kernel.check(altered) }
        }
    }

    @Test(arguments: [
        ("∫[x] he4(x)² m1 = 1", true), ("∫[x] He4(x)² m1 = 24", true), ("∫[x] He4(x)² m1 = 1", false), ("∫[x] he2(x) he3(x) m1 = 0", true),
        ("x He7(x) = He8(x) + 7 He6(x)", true), ("x He7(x) = He8(x) + 6 He6(x)", false), ("∂[x](He5(x)) = 5 He4(x)", true), ("∂[x](He5(x)) = 4 He4(x)", false),
        ("∫[x] Hermite_series(x, s) Hermite_series(x, r) m1 = exp(s r)", true), ("∫[x] Hermite_series(x, s) Hermite_series(x, r) m1 = exp(2 s r)", false),
        ("exp(x²/2) ∂[x](∂[x](∂[x](exp(-x²/2)))) = -He3(x)", true),
    ]) func hermitePolynomials(claim: String, isTrue: Bool) throws {
        let declarations = "import \"std/hermite\"\nparam s, r in R\nspace x in R\nlet m1 = exp(-x²/2)/sqrt(2 pi)"
        let outcome = Prover.run(Task(statement: try IntegralIdentity(name: claim, declarations: declarations, claim: claim, twins: []).statement()))
        #expect(outcome.verdict == (isTrue ? .proved : .refuted), "\(claim): \(outcome.reason ?? "")")
    }

    // MARK: Hypotheses on moments

    static let molecules = """
        param d integer >= 2
        space v, w in R^d
        constant P : symmetric matrix
        density f(v) where ∫[v] v f = 0, ∫[v] v⊗v f = P, tr(P) = d
        let A(v) = ∫[w] |v-w|² (Id - (v-w)⊗(v-w)/|v-w|²) f(w)
        flow f: ∂[t] f = div(A ∇f - div(A) f)
        """

    @Test func falseMomentsAreRefutedAndRepaired() throws {
        for (claim, repair) in [("∂[t] ∫[v] v⊗v f = -4 (P - Id)", "multiplied by d"), ("∫[v] |v|² f = 3", "d in place of 3"), ("A(v) = |v|² Id - v⊗v + Id - P", "multiplied by d")] {
            let identity = IntegralIdentity(name: claim, declarations: Self.molecules, claim: claim, twins: [])
            let outcome = Prover.run(Task(statement: try identity.statement()))
            #expect(outcome.verdict == .refuted, "\(claim)")
            #expect(outcome.repair?.contains(repair) == true, "\(claim): \(outcome.repair ?? "")")
        }
    }

    /// The mistaken factor is shown, not a quotient of polynomials.
    @Test(arguments: [
        ("Δ(|v|^γ) = γ (γ+2) |v|^(γ-2)", "d + γ - 2 in place of γ + 2"), ("div(|v|^γ v) = (2+γ) |v|^γ", "d + γ in place of γ + 2"),
        ("div(v/|v|) = 2/|v|", "d - 1 in place of 2"), ("Δ(|v|²) = 6", "2 d in place of 6"), ("γ v·∇(|v|²) = 2 |v|²", "multiplied by γ"),
    ])
    func aMistakenFactorIsNamed(_ claim: String, _ repair: String) throws {
        let identity = IntegralIdentity(name: claim, declarations: "param d integer >= 1\nparam γ\nspace v in R^d", claim: claim, twins: [])
        let outcome = Prover.run(Task(statement: try identity.statement()))
        #expect(outcome.verdict == .refuted)
        #expect(outcome.repair?.contains(repair) == true, "\(outcome.repair ?? "")")
    }

    @Test(arguments: [
        (molecules, "∂[t] ∫[v] v⊗v f = c (P - Id)", "c = -4 d"), (molecules, "A(v) = |v|² Id - v⊗v + c Id - P", "c = d"),
        (gaussians, "∫[v] |v|⁴ m(v) = c T²", "c = d^2 + 2 d"), (lines, "∫[x] exp(-x²/2) = c sqrt(pi)", "c = sqrt(2)"),
    ]) func constantsAreFound(declarations: String, claim: String, value: String) throws {
        let identity = IntegralIdentity(name: claim, declarations: declarations + "\nparam c in R", claim: claim, twins: [])
        let outcome = Prover.run(Task(statement: try identity.statement(), question: .find(["c"])))
        #expect(outcome.value == value, "\(outcome.reason ?? "")")
    }

    /// π is a number among the coefficients.
    @Test(arguments: [
        ("∫[ω] (v·ω)² = c |v|²", "c = 4/3 π"), ("∫[ω] ω⊗ω = c Id", "c = 4/3 π"), ("∫[ω] (v·ω)² ω⊗ω = 2 c v⊗v + c |v|² Id", "c = 4/15 π"),
        ("π ∫[ω] (v·ω)⁴ = c |v|⁴", "c = 4/5 π^2"), ("∫[ω] (v·ω)² ω⊗ω = c v⊗v", nil),
    ]) func constantsWithPi(claim: String, value: String?) throws {
        let identity = IntegralIdentity(name: claim, declarations: "space v in R^3\nspace ω in S^2\nparam c in R", claim: claim, twins: [])
        let outcome = Prover.run(Task(statement: try identity.statement(), question: .find(["c"])))
        #expect(outcome.value == value, "\(outcome.value ?? outcome.reason ?? "")")
    }
}
