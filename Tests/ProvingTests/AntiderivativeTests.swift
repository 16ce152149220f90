import Arithmetic
import Expressions
import Kernel
import Proving
import Testing

/// Integrals by antiderivatives, and over slices of spheres.
@Suite struct AntiderivativeTests {
    private static let declarations = """
        param d integer >= 2
        param n, m integer >= 1
        param p, q, b > 0
        param k
        space x in R
        space r in (0,oo)
        space v in R^d
        space y in R^3
        space e in R^d
        space ω in S^2
        space σ in S^(d-1)

        """

    static let pairs: [(true: String, false: String)] = [
        ("∫[φ in (0, 2 pi)] cos(φ)^2 = pi", "∫[φ in (0, 2 pi)] cos(φ)^2 = pi/2"),
        ("∫[φ in (0, 2 pi)] sin(φ)^4 = 3 pi/4", "∫[φ in (0, 2 pi)] sin(φ)^4 = 3 pi/8"),
        ("∫[φ in (0, pi)] sin(φ)^3 = 4/3", "∫[φ in (0, 2 pi)] sin(φ)^3 = 4/3"),
        ("∫[φ in (0, 2 pi)] sin(n φ) cos(m φ) = 0 if n > m", "∫[φ in (0, pi)] sin(n φ) cos(m φ) = 0 if n > m"),
        ("∫[φ in (0, 2 pi)] cos(n φ) cos(m φ) = 0 if n > m", "∫[φ in (0, 2 pi)] cos(n φ) cos(m φ) = 0"),
        ("∫[φ in (0, 2 pi)] cos(n φ)^2 = pi", "∫[φ in (0, 2 pi)] cos(n φ)^2 = 2 pi"),
        ("∫[φ in (0, pi)] sin(φ) exp(q cos(φ)) = 2 sinh(q)/q", "∫[φ in (0, pi)] sin(φ) exp(q cos(φ)) = sinh(q)/q"),
        ("∫[x in (0,1)] 1/(1+x^2) = pi/4", "∫[x in (0,1)] 1/(1+x^2) = pi/2"),
        ("∫[x in (0,oo)] exp(-p x) cos(k x) = p/(p^2+k^2)", "∫[x in (0,oo)] exp(-p x) cos(k x) = k/(p^2+k^2)"),
        ("∫[x in (0,oo)] exp(-p x) sin(k x) = k/(p^2+k^2)", "∫[x in (0,oo)] exp(-p x) sin(k x) = -k/(p^2+k^2)"),
        ("∫[x in (0,1)] x^2/(1+x^2) = 1 - pi/4", "∫[x in (0,1)] x^2/(1+x^2) = 1 + pi/4"),
        ("∫[x in (0,1)] atan(x) = pi/4 - log(2)/2", "∫[x in (0,1)] atan(x) = pi/4 - log(2)"),
        ("∫[x in (0,1)] 1/(1+x^3) = log(2)/3 + pi/(3 sqrt 3)", "∫[x in (0,1)] 1/(1+x^3) = log(2)/3 + pi/3"),
        ("∫[x in (1,2)] 1/(x^3 + x) = log(8/5)/2", "∫[x in (1,2)] 1/(x^3 + x) = log(8/5)"),
        ("∫[x in (0,1)] x^4 (1-x)^4/(1+x^2) = 22/7 - pi", "∫[x in (0,1)] x^4 (1-x)^4/(1+x^2) = 22/7 + pi"),
        ("∫[x in (0,1)] x/(1+x^2) = log(2)/2", "∫[x in (0,1)] x/(1+x^2) = log(2)"),
        ("∫[x in (0,1)] 1/((1+x)(2+x)) = log(4/3)", "∫[x in (0,1)] 1/((1+x)(2+x)) = log(3/2)"),
        ("∫[x in (1,oo)] 1/(x (1+x)) = log 2", "∫[x in (1,oo)] 1/(x (1+x)) = log 3"),
        ("∫[x in (0,1)] log(1+x) = 2 log(2) - 1", "∫[x in (0,1)] log(1+x) = 2 log(2) + 1"),
        ("∫[x] 1/cosh(x)^2 = 2", "∫[x] 1/cosh(x)^2 = 1"),
        ("∫[x in (0,1)] tanh(x) = log((exp(1)+exp(-1))/2)", "∫[x in (0,1)] tanh(x) = log((exp(1)-exp(-1))/2)"),
        ("∫[x in (0,1)] x/sqrt(1+x^2) = sqrt(2)-1", "∫[x in (0,1)] x/sqrt(1+x^2) = sqrt(2)+1"),
        ("∫[x] exp(-x)/(1+exp(-x))^2 = 1", "∫[x] exp(-x)/(1+exp(-x))^2 = 1/2"),
        ("∫[x in (0,1)] exp(-x) cos(x) = 1/2 + exp(-1)/2 (sin(1) - cos(1))", "∫[x in (0,1)] exp(-x) cos(x) = 1/2 - exp(-1)/2 (sin(1) - cos(1))"),
        ("∫[ω] |y·ω| = 2 pi |y|", "∫[ω] |y·ω| = pi |y|"),
        ("∫[ω] |y·ω|^p = 4 pi |y|^p/(p+1)", "∫[ω] |y·ω|^p = 4 pi |y|^p/p"),
        ("∫[ω] exp(y·ω) = 4 pi sinh(|y|)/|y|", "∫[ω] exp(y·ω) = 4 pi cosh(|y|)/|y|"),
        ("∫[σ] |e·σ|^p = 2 pi^((d-1)/2) gammafn((p+1)/2)/gammafn((p+d)/2) |e|^p", "∫[σ] |e·σ|^p = pi^((d-1)/2) gammafn((p+1)/2)/gammafn((p+d)/2) |e|^p"),
    ]

    @Test(arguments: pairs) func trueOnesAreProved(pair: (true: String, false: String)) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "claim a: " + pair.true)
        try outcome.requireChecked(.proved, pair.true)
        #expect(outcome.certificate?.contains("(rewriting") == true, "\(pair.true)")
    }

    @Test(arguments: pairs) func falseTwinsAreNotProved(pair: (true: String, false: String)) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "claim a: " + pair.false)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(pair.false)")
    }

    /// Antiderivatives that jump or have a pole inside, integrals that converge conditionally or not at all, formulas at excluded values.
    @Test(arguments: [
        "∫[x in (-1,1)] 1/x^2 = -2", "∫[x in (-1,2)] 1/x = log(2)", "∫[x in (0,pi)] 1/(1+cos(x)) = 0", "∫[x in (0,1)] 1/x^2 = -1", "∫[x in (0,pi)] 1/cos(x)^2 = 0",
        "∫[x in (0,oo)] cos(x) = 0", "∫[x in (1,oo)] (sin(x)/x^2 - cos(x)/x) = sin(1)", "∫[x in (0,oo)] exp(k x) cos(x) = -k/(1+k^2)",
        "∫[x in (-1,1)] (x^2)^(-1) = -2", "∫[x in (-1,1)] x/|x|^3 = 0", "∫[x] x/(1+x^2) = 0", "∫[x in (0,1)] 1/(x-k)^2 = 1/k + 1/(1-k)",
        "∂[k](∫[x in (0,1)] k sin(x)) = 0 if k = 0", "∫[ω] 1/(y·ω)^2 = -4 pi/|y|^2", "∫[ω] 1/(y·ω) = 0",
    ])
    func othersAreNotProved(claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "claim a: " + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim)")
    }

    @Test func aSphereOfDimensionZeroIsLeftOut() throws {
        func outcome(_ range: String) throws -> Outcome {
            try IntegralTrapTests.outcome("param p > 0\nparam d integer\(range)\nspace e in R^d\nspace σ in S^(d-1)\nclaim a: ∫[σ] |e·σ|^p = 2 pi^((d-1)/2) gammafn((p+1)/2)/gammafn((p+d)/2) |e|^p")
        }
        let open = try outcome("")
        try open.requireChecked(.proved, "every d from 2 on")
        #expect(open.sideConditions.contains("d > 1"))
        #expect(try outcome(" >= 1").verdict != .proved)
    }

    @Test func whereTheAntiderivativeIsDefined() throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "claim a: ∫[x in (0,1)] cos(k x) = sin(k)/k")
        try outcome.requireChecked(.proved, "a frequency")
        #expect(outcome.sideConditions == ["k ≠ 0"])
    }

    /// Nothing is refuted by the value of an integral that is not defined.
    @Test(arguments: ["∫[x in (-1,1)] sqrt(x)^2 = 1", "∫[x in (-1,1)] exp(log(x)) = 1", "∫[x in (0,1)] x log(k)/log(k) = |k|/(2 k)"])
    func undefinedIntegrandsRefuteNothing(claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "claim a: " + claim)
        #expect(outcome.verdict != .refuted && (outcome.verdict != .proved || !outcome.sideConditions.isEmpty), "\(claim)")
    }

    /// `∫_0^1 c dx = c`, but `∫_0^1 x dx = 1/2`: a declared name must not become that of the point.
    @Test func namesAreNotCaptured() throws {
        func theorem(_ name: String) throws -> Theorem {
            let x = Point(name: "x", manifold: .line(lower: 0, upper: 1)), c = Expression.parameter(name), half = Expression.number(Rational(1, 2))
            let target = Expression.integral([x], c)
            let statement = Statement(
                parameters: [Parameter(name: name, isInteger: false, lower: nil, upper: nil)], points: [x], goal: .relation(Relation(target, .equal, half)))
            let evidence = Evidence.rewriting(.antiderivative(Antiderivative(of: target, half * c * c)), .identity(.contraction))
            return try Kernel.Examination(statement, evidence).theorem()
        }
        for name in ["c", "·0", "·x", "⇄0", "a b", ""] { #expect(throws: Rejection.self, "\(name)") { try theorem(name) } }
        for name in ["·0", "⇄0"] {
            let statement = Statement(
                points: [Point(name: "v", manifold: .euclidean(.symbol(name)))], goal: .relation(Relation(.dimension(.symbol(name)), .equal, .dimension(.symbol(name)))))
            #expect(throws: Rejection.illFormed("the name \(name)")) { try Kernel.Examination(statement, .identity(.contraction)) }
        }
    }

    @Test func tamperedEvidenceIsRefused() throws {
        func certificate(_ claim: String) throws -> Certificate {
            try Certificate(text: try #require(IntegralTrapTests.outcome(Self.declarations + "claim a: " + claim).certificate))
        }
        let own = try certificate("∫[x in (0,1)] 1/(1+x^2) = pi/4")
        guard case .rewriting(.antiderivative(let antiderivative), let inner) = own.evidence else { throw Rejection.evidenceDoesNotFitGoal }
        #expect(try Kernel.Examination(own.statement, own.evidence).theorem().verdict == .proved)
        let (target, F) = (antiderivative.target, antiderivative.function)
        guard case .integral(let points, _) = target.kind else { throw Rejection.evidenceDoesNotFitGoal }
        let x = Expression.coordinate(points[0], nil)
        for function in [-F, .number(2) * F, F + x, .zero, x] {
            #expect(throws: Rejection.self) { try Kernel.Examination(own.statement, .rewriting(.antiderivative(Antiderivative(of: target, function)), inner)).theorem() }
        }
        // A jump inside has the derivative 0.
        let jump = Expression.elementary(.sign, x - .one / .number(2))
        for evidence: Evidence in [
            inner, .rewriting(.slices, inner), .rewriting(.antiderivative(antiderivative), own.evidence),
            .rewriting(.antiderivative(Antiderivative(of: target, F + jump)), inner), .rewriting(.antiderivative(Antiderivative(of: x, F)), inner),
        ] {
            #expect(throws: Rejection.self) { try Kernel.Examination(own.statement, evidence).theorem() }
        }
    }
}
