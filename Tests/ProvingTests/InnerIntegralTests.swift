import Arithmetic
import Expressions
import Kernel
import Testing

@testable import Proving

/// Logarithms, powers and quotients of integrals that depend on a point: convolutions and marginals.
@Suite struct InnerIntegralTests {
    private static let declarations = """
        param d integer
        param c
        param e >= 0
        space v, w, z in R^d
        space s in (0, 1)
        space r, t in (0, oo)
        space x, y in R
        space X, Y in R^3
        density k(v) even
        density b(v)
        density F(v, w)
        density G(s, v)
        function h(v) decaying
        function u(v)
        function p(v) > 0
        let B(v) = conv(k, b)
        let L(v) = log(B(v))
        let M(v) = ∫[w] F(v, w)
        let N(s) = ∫[v] G(s, v)
        density g(t)
        density m(x)
        density Q(X)
        density J(X, Y)
        function χ(x) decaying
        let B1(X) = ∫[Y] g(|X-Y|) Q(Y)
        let B2(X) = ∫[Y] g(|X|) J(X, Y)
        let B3(X) = ∫[Y] g(|X-Y|) g(|Y|)
        let B4(X) = ∫[Y] (1+|X|)^(-3) exp(-|X|²) Q(Y)
        let R1(r) = ∫[t] sqrt(1+r+t) exp(-r²) g(t)
        let R2(r) = ∫[t] sqrt(r+t) exp(-r²) g(t)
        let S1(x) = ∫[y] sqrt(1+m(x)²+m(y)) exp(-x²) m(y)
        let S2(x) = ∫[y] sqrt(m(x)²+m(y)) exp(-x²) m(y)
        let H(q) = ∫[v] conv(k, q) log(conv(k, q))
        claim a:\u{20}
        """

    private static func outcome(_ claim: String) throws -> Outcome { try .checked(declarations + claim) }

    @Test(arguments: [
        "∫[v] conv(k, h) L(v) = ∫[v] conv(k, L) h", "∫[v] Δ[v](B(v)) L(v) = -∫[v] |∇[v](B(v))|²/B(v)",
        "∫[v,w] F(v,w) log M(v) = ∫[v] M(v) log M(v)", "∫[v,w] F(v,w) log F(v,w) = ∫[v] M(v) log M(v) + ∫[v,w] F(v,w) log(F(v,w)/M(v))",
        "∫[v] Δ[v](M(v)) log M(v) = -∫[v] |∇[v](M(v))|²/M(v)", "∫[v,w] k(v-w) b(w) |∇[v](L(v))|² = ∫[v] |∇[v](B(v))|²/B(v)",
        "∇[v](log M(v)) = ∇[v](M(v))/M(v)", "log(M(v)^2) = 2 log M(v)",
    ])
    func proved(_ claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict == .proved, "\(claim): \(outcome.reason ?? "")")
    }

    /// Other factors and signs, another marginal, another point, a kernel that moves along without being even.
    @Test(arguments: [
        "⟨H'(b), h⟩ = ∫[v] (2 + conv(k, L)) h", "⟨H'(b), h⟩ = ∫[v] conv(k, L) h", "∫[v] conv(k, h) L(v) = 2 ∫[v] conv(k, L) h", "∫[v] conv(b, h) L(v) = ∫[v] conv(b, L) h",
        "∫[v,w] F(v,w) log M(w) = ∫[v] M(v) log M(v)", "∫[v,w] F(v,w) log M(v) = ∫[v] M(v) log M(v) + ∫[v] M(v)",
        "∫[v,w] F(v,w) log F(v,w) = ∫[v] M(v) log M(v) - ∫[v,w] F(v,w) log(F(v,w)/M(v))", "∫[v] Δ[v](M(v)) log M(v) = ∫[v] |∇[v](M(v))|²/M(v)",
        "∫[v,w] k(v-w) b(w) |∇[v](L(v))|² = 2 ∫[v] |∇[v](B(v))|²/B(v)", "∫[v,w] k(v-w) b(w) |∇[w](L(w))|² = ∫[v] |∇[v](B(v))|²/B(v)", "∇[v](log M(v)) = 2 ∇[v](M(v))/M(v)",
        "log(M(v)^2) = log M(v)", "∫[v,w] F(v,w)²/M(v) = ∫[v] M(v)", "∫[v,w] F(v,w)²/M(v) = ∫[v] (∫[w] F(w,v)²)/M(v)",
    ])
    func neverProved(_ claim: String) throws { #expect(try Self.outcome(claim).verdict != .proved, "\(claim)") }

    /// The integrand does not decay in the point, or is not smooth, or nothing is known of it: the integral is no function of the kind that is put in its place.
    @Test(arguments: [
        "∇[v](log(∫[w] k(w) p(v-w))) = ∇[v](∫[w] k(w) p(v-w))/(∫[w] k(w) p(v-w))", "log((∫[w] |v-w|^c k(w))^2) = 2 log(∫[w] |v-w|^c k(w))",
        "log((∫[w] k(v-w) |v|^c b(w))^2) = 2 log(∫[w] k(v-w) |v|^c b(w))", "log((∫[w] k(v-w) u(w)²)^2) = 2 log(∫[w] k(v-w) u(w)²)",
        "log((∫[w] b(w)/k(v-w))^2) = 2 log(∫[w] b(w)/k(v-w))",
        // A smooth function of what has a corner, or of two such things that do not move together.
        "∫[X] Δ[X](Δ[X](B2(X))) log(B2(X)) = ∫[X] Δ[X](B2(X)) Δ[X](log(B2(X)))", "∫[X] Δ[X](Δ[X](B3(X))) log(B3(X)) = ∫[X] Δ[X](B3(X)) Δ[X](log(B3(X)))",
        "∫[X] Δ[X](Δ[X](B4(X))) log(B4(X)) = ∫[X] Δ[X](B4(X)) Δ[X](log(B4(X)))",
        // Roots of what vanishes at an end, or at infinity.
        "∫[r] ∂[r](r log(R2(r)) (∂[r](∂[r](R2(r))))^2) = 0", "∫[x] ∂[x](∂[x](S2(x)) log(S2(x))) = 0",
    ])
    func isNoSmoothDecayingFunction(_ claim: String) throws { #expect(try Self.outcome(claim).verdict != .proved, "\(claim)") }

    @Test func whatIsNotKnownOfTheIntegralIsACondition() throws {
        let outcome = try Self.outcome("∫[v,w] F(v,w) log M(v) = ∫[v] M(v) log M(v)")
        #expect(outcome.sideConditions == ["the derivatives of log(∫[w] F(v, w)) grow at most like a power"])
    }

    /// The same where the corner moves along, or lies elsewhere.
    @Test(arguments: [
        "∫[X] Δ[X](Δ[X](B1(X))) log(B1(X)) = ∫[X] Δ[X](B1(X)) Δ[X](log(B1(X)))",
        "∫[r] ∂[r](r log(R1(r)) (∂[r](∂[r](R1(r))))^2) = 0", "∫[x] ∂[x](∂[x](S1(x)) log(S1(x))) = 0",
    ])
    func cornersThatMoveAlong(_ claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict == .proved, "\(claim): \(outcome.reason ?? "")")
    }

    @Test func rangesOfParametersAreKeptTo() throws {
        func claim(_ factor: String) -> String { "cos(∫[w] k(v-w) b(w)/\(factor))^2 + sin(∫[w] k(v-w) b(w)/\(factor))^2 = 1" }
        #expect(try Self.outcome(claim("c")).sideConditions == ["c ≠ 0"])
        #expect(try Self.outcome(claim("e")).verdict != .proved)
        #expect(try Self.outcome(claim("(1+e)")).verdict == .proved)
    }

    /// An equation behind `if` that could be meant at one point determines no function.
    /// A condition that speaks of ρ says what ρ is.
    @Test func conditionsAboutTheIntegral() throws {
        let outcome = try Self.outcome("log((∫[w] k(v-w) χ(w·w))^2) = 2 log(∫[w] k(v-w) χ(w·w))")
        #expect(outcome.verdict != .proved || outcome.sideConditions.contains { $0.contains("∫[w]") && $0.hasSuffix("> 0") })
        #expect(outcome.sideConditions.allSatisfy { !$0.contains("ρ") } || outcome.sideConditions.contains { $0.hasPrefix("ρ(v) = ∫[w]") })
    }

    @Test func conditionsAtSinglePointsDefineNothing() throws {
        #expect((try? Self.outcome("∫[v,w] F(v,w) log p(v) = ∫[v] p(v) log p(v) if ∫[w] F(v,w) = p(v)"))?.verdict != .proved)
    }

    @Test func changedCertificatesAreRejected() throws {
        let text = try #require(try Self.outcome("∫[v,w] F(v,w) log M(v) = ∫[v] M(v) log M(v)").certificate)
        let certificate = try Certificate(text: text)
        #expect(certificate.text == text)
        guard case .inner(let given, let inner) = certificate.evidence else {
            Issue.record("\(certificate.evidence)")
            return
        }
        func isAccepted(_ changed: InnerIntegral, _ inner: Evidence) -> Bool {
            (try? Kernel.Examination(certificate.statement, .inner(changed, inner)).theorem()) != nil
        }
        func with(points: [Point]? = nil, integral: Expression? = nil, places: [[Expression.Argument]]? = nil) -> InnerIntegral {
            InnerIntegral(points: points ?? given.points, integral: integral ?? given.integral, places: places ?? given.places)
        }
        #expect(isAccepted(given, inner))
        let other = try #require(certificate.statement.points.first { $0.name == "w" })
        #expect(!isAccepted(with(points: []), inner))
        #expect(!isAccepted(with(points: [other]), inner))
        #expect(!isAccepted(with(points: given.points + [other]), inner))
        for integral in [.number(2) * given.integral, .parameter("c"), .integral([other], .one)] { #expect(!isAccepted(with(integral: integral), inner)) }
        #expect(!isAccepted(with(places: []), inner))
        #expect(!isAccepted(with(places: [[]]), inner))
        var supply = IndexSupply(startingAt: 1 << 20)
        #expect(!isAccepted(with(places: [[.point(other, &supply)]]), inner))
        #expect(!isAccepted(given, .manifestSign))
        #expect(!isAccepted(given, .identity(.contraction)))
        // The kernel gives the name: one that is taken, or that is not the kernel's, does not read.
        #expect(throws: (any Error).self) { try Certificate(text: String(text.map { $0 == "ρ" ? "σ" : $0 })) }
        var renamed = certificate.statement
        renamed.functions.append(FunctionSymbol(name: "ρ", arguments: [.scalar]))
        #expect(given.function(renamed).name == "ρ1")
    }

    private static let convolutions = """
        param d integer
        space y, z in R^d
        density f(y)
        density g(y)
        let fg(z) = conv(f, g)
        let fg2(y) = conv(f, g)
        let nested(z) = conv(f, conv(g, f))
        let nested2(y) = conv(f, conv(g, f))
        let inside(z) = ∫[y] (y·z) conv(f, g)
        let inside2(z) = ∫[y] (y·z) fg(y)
        claim a:\u{20}
        """

    /// In a definition the convolution is one of the point of the definition, wherever its parts are declared.
    @Test(arguments: ["fg(z) = ∫[y] f(z - y) g(y)", "fg(z) = fg2(z)", "nested(z) = nested2(z)", "inside(z) = inside2(z)", "∇fg(z) = ∫[y] ∇f(y) g(z - y)"])
    func convolutionsInDefinitions(claim: String) throws {
        try IntegralTrapTests.outcome(Self.convolutions + claim).requireChecked(.proved, claim)
    }

    @Test func convolutionsVary() throws {
        try IntegralTrapTests.outcome(Self.convolutions + "∇[z](fg(z)) = 0").requireChecked(.refuted, "∇[z](fg(z)) = 0")
    }
}
