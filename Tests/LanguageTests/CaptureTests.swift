import Expressions
import Kernel
import Testing

@testable import Language

/// What is put into integrals is not integrated by accident.
@Suite struct CaptureTests {
    static let declarations = """
        space v, w, x in R^3
        space ω, σ in S^2
        space s, r in R
        density f(v)
        function K(v, w)
        param a
        let A(z) = ∫[w] |z-w|² f(w)
        let Φ(z) = ∫[w] f(w)/|z-w|
        let I(z) = ∫[σ] (z·σ)²
        let N(q) = ∫[r] (q-r) exp(-r²)
        let mean(q) = ∫[v] q f(v)
        let H(q) = ∫[v] q log q
        let J(q) = ∫[v] |v|² |∇[v](log q)|² q
        let M(q) = ∫[w] q(w) f(w)
        let Gw(z) = ∇[w](z·w)
        let L(q) = div[v](|v|² Π0 ∇[v] q)
        let Lim(q) = lim[a -> 0] (q + a)
        let second(p, q) = ∫[p] |p|² q
        let nested(z) = A(z) + 1
        let h(v) = v·w

        """.replacing("Π0 ", with: "")

    /// Both a function and a value are possible arguments: neither is chosen.
    @Test(arguments: [
        "A(w) = 0", "∫[w] A(w) f(w) = 0", "A(2w) = 0", "A(v-w) = 0", "Φ(w) = 0", "∫[w] Φ(w) f(w) = 0", "I(σ) = 0", "∫[σ] I(σ) = 0", "N(r) = 0", "N(r²) = 0",
        "mean(v) = 0", "mean(|v|²) = 0", "∫[v] |v - mean(v)|² f = 0", "mean(f(v)²) = 0", "nested(w) = 0", "nested(nested(w) w) = 0",
        "M(h) = 0", "Gw(w) = w", "Lim(a) = 0",
    ]) func twoReadings(_ claim: String) {
        #expect(Session(Self.declarations + "claim c: " + claim).codes == [.ambiguousArgument], "\(claim)")
    }

    /// Names of functions, functions that the body integrates or differentiates alone, and values at points that it does not integrate over.
    @Test(arguments: [
        "A(v) = 0", "A(v-x) = 0", "Φ(x) = 0", "I(ω) = 0", "N(s) = 0", "N(a) = 0", "mean(x) = 0", "H(f) = 0", "H(f(v)²) = 0", "H(f + |v|² f) = 0", "J(f²) = 0",
        "J(f(v)²) = 0", "M(f) = 0", "Gw(v) = v", "L(f) = 0", "L(|v|²) = 0", "L(f²) = 0", "Lim(2) = 0", "second(v, f(v)) = 0", "second(w, f(w)²) = 0", "nested(v) = 0",
        "mean(∫[v] v f) = 0", "mean(f) = 0",
    ]) func oneReading(_ claim: String) {
        let session = Session(Self.declarations + "claim c: " + claim)
        #expect(!session.codes.contains(.ambiguousArgument), "\(claim): \(session.errors)")
        let isScalar = !["Gw(v) = v", "mean(x) = 0", "mean(∫[v] v f) = 0"].contains(claim)
        #expect(session.errors.isEmpty || !isScalar, "\(claim): \(session.errors)")
    }

    /// The way out that the error names: a point in front of the definition makes a field, a name makes a function.
    @Test func theWaysOut() {
        let session = Session("""
            space v, w, x in R^3
            density f(v)
            let A(v) = ∫[w] |v-w|² f(w)
            let B(v) = ∫[w] A(w) |v-w|² f(w)
            let mean(q) = ∫[v] q f(v)
            let e(v) = |v|²
            claim a: A(w) = ∫[x] |x-w|² f(x)
            claim b: ∫[w] A(w) f(w) = ∫[w,x] |x-w|² f(x) f(w)
            claim c: B(w) = ∫[x] A(x) |x-w|² f(x)
            claim d: mean(e) = ∫[v] |v|² f(v)
            """)
        #expect(session.errors.isEmpty)
        #expect(session.goal("a").hasPrefix("∫[w′] |w - w′|² f(w′) ="))
        // The inner integral keeps a point of its own.
        #expect(session.goal("c").hasPrefix("∫[w′′] (∫[w′] |w′′ - w′|² f(w′)) |w - w′′|² f(w′′) ="), "\(session.goal("c"))")
        #expect(session.goal("d") == "∫[v] |v|² f(v) = ∫[v] |v|² f(v)")
    }

    /// A direction that mentions a point over which the functional integrates.
    @Test func directionsOfVariations() {
        let session = Session("""
            space v, w in R^3
            density f(v)
            let F(q) = ∫[v,w] exp(-|v-w|²) q(v) q(w)
            claim a: ⟨F'(f), v·w⟩ = 0
            claim b: ⟨F'(f), |v|²⟩ = 0
            """)
        #expect(session.errors.isEmpty)
        #expect(session.goal("a").contains("w′"))
        #expect(!session.goal("a").contains("|w|²"))
        #expect(!session.goal("b").contains("′"))
    }

    /// At one value the integrand does not tell whether a derivative may be taken under an integral. Smooth ones over bounded sets may be.
    @Test func derivativesOfIntegralsAtValues() throws {
        let session = Session("""
            param a
            space x, s in R
            space r in (0,oo)
            density f(x)
            function h(x)
            let corner(s) = ∂[s](∂[s](∫[x in (0,1)] |x-s|))
            claim kink: ∂[a](∂[a](∫[x in (0,1)] |x-a|)) = 2 where a = 1/2
            claim jump: ∂[a](∫[x] sign(x-a) f) = 0 where a = 0
            claim spike: ∂[a](∫[r] a³ exp(-a² r)) = 1 where a = 0
            claim samples: ∂[a](∫[x] |x-a| f) = 0 for a in 0, 1
            claim place: corner(1/2) = 0
            claim order: ∂[a](besselI(a, 1)) = ∂[a](besselI(a², 1)) where a = 1
            claim smooth: ∂[a](∫[x in (0,1)] exp(a x)) = ∫[x in (0,1)] x exp(x) where a = 1
            claim pole: ∂[a](∫[x in (0,1)] a²/x) = 0 where a = 0
            claim tail: ∂[a](∫[x] a² h(x)) = 0 where a = 0
            claim polynomial: ∂[a](∫[x] (x + a h(x))² f) = 2 ∫[x] x h(x) f where a = 0
            claim factor: ∂[a](a² ∫[x] x² f) = 2 ∫[x] x² f where a = 1
            """)
        #expect(session.errors == [])
        for name in ["kink", "jump", "spike", "samples", "place", "order", "pole", "tail"] {
            #expect(session.goal(name).contains("the derivative ∂["), "\(name): \(session.goal(name))")
        }
        // Derivatives of different functions are not the same where these agree.
        guard case .relation(let orders)? = session.items["order"]?.statement?.goal else { return }
        #expect(orders.left != orders.right)
        for name in ["smooth", "factor", "polynomial"] { #expect(!session.goal(name).contains("the derivative"), "\(name): \(session.goal(name))") }
    }

    /// `where` puts values in after derivatives, and values into values.
    @Test func valuesOfParameters() {
        let session = Session("""
            param a, b, c
            param p > 0
            claim first: ∂[a](a b) = a where b = a
            claim not_so: ∂[a](a b) = 2 a where b = a
            claim number: ∂[c](c²) = 2 where c = 1
            claim chain: b = 3 where b = a, a = 3
            claim through: b = c where b = a, a = c
            claim several: b = c where b = c for c in 1, 2
            claim in_range: p > 0 where p = a
            claim circle: a = b where a = b, b = a
            """)
        #expect(session.codes == [.contradictoryRange])
        #expect(session.holds("first") == true)
        #expect(session.holds("not_so") == false)
        for name in ["number", "chain", "through", "several"] { #expect(session.holds(name) == true, "\(name): \(session.goal(name))") }
        #expect(session.items["in_range"]?.statement?.parameters.first?.isPositive == true)
    }

    @Test func onlyRangesThatAreGiven() {
        func codes(_ question: String) -> [DiagnosticCode] { Session("param δ, c > 0\nspace v in R^3\n" + question).codes }
        // What is not named does not vary: the answer holds for all its values.
        #expect(Session("param δ, c > 0\nminimise |δ - c| over δ in (0,1)").items["minimise 1"]?.unknowns.map(\.name) == ["δ"])
        #expect(codes("maximise -δ^c over δ in [0,sqrt(2)]") == [.parameterWithoutRange])
        #expect(codes("minimise |δ - c| over δ in (0,1), c in (0,1)").isEmpty)
        #expect(codes("minimise |δ - c| over δ in (0,1) where c = 1/2").isEmpty)
        #expect(codes("minimise δ + 1/δ").isEmpty)
    }

    @Test(arguments: [
        "let pi = 3", "let max(a,b) = a+b", "param π", "space det in R^3", "space v in R^3\nfunction erf(v)", "constant Id", "space v in R^3\ndensity gaussian(v)", "param q, abs > 0",
    ]) func builtInNamesStay(_ cell: String) { #expect(Session(cell).codes == [.reservedName], "\(cell)") }

    @Test func otherNamesAreFree() { #expect(Session("let maximum(a,b) = a+b\nparam e, i, γ\nlet mean = e").errors.isEmpty) }
}
