import Arithmetic
import Expressions
import Kernel
import Testing

@testable import Language

@Suite struct Elaboration {
    @Test func everyStatementElaborates() {
        let text = """
            import "std/sphere"
            param γ
            param m1, m2 > 0
            param β in [-3, 1)
            param d integer >= 2
            space z in R^3
            space v, w in R^d
            space ω in S^2
            space σ in S^(d-1)
            space x, s in R
            space r in (0,oo)
            space y in T^d
            function u(z)
            function g(z) > 0
            function X(z) : vector
            function A(z) : symmetric matrix
            function h(v,w) symmetric decaying
            function χ(v) radial where 0 <= χ <= 1, χ = 1 for |v| <= 1
            function U(z, s) where ∂[s] U + |∇U|²/2 = 0
            function p(y)
            constant P : symmetric matrix of R^d where P >= 0
            constant e : vector of R^3 where |e| = 1
            density f(v)
            density f1(v) where ∫[v] v f1 = 0, ∫[v] v⊗v f1 = P
            density f2(v)
            density N(z) = gaussian(mean = (0,0,0), cov = diag(1,2,3))
            density M = maxwellian(1, 1)
            let Q(k) = Δ[v] k
            flow f: ∂[t] f = Q(f)
            let ρ = |z|
            let ẑ = z/ρ
            let Π = Id - ẑ⊗ẑ
            let φ = log g
            let L(u) = div(ρ^(2+γ) Π ∇u)
            let B(v) = ∫[w] f(w)
            let b[k](z) = basis(k)×z
            let ∂r(u) = ẑ·∇u
            claim "A.2": Π ∇(Π ∇φ) Π = Π ∇²φ Π - (1/ρ) ∂r(φ) Π
            claim T_1: γ = β and m1 <= m2 if m1 > 0
            claim T2: exists C >= 0: |u| <= C |∇u|
            claim T3: u = 0 iff X = 0
            claim T4: ∫[v] f log f2 <= γ
            axiom P1: m1 <= m2
            axiom poincare(u) given u even: ∫[ω] (Δ_S u)² >= 2 dim(ω) ∫[ω] |∇_S u|²
            calc K: m1 = m2
            = m2 given T_1
            <= m1 + 1
            find a, c: a + c = 1
            best Λ: ∫[v] f |∇ log f|² >= Λ ∫[v] f
            for which γ: γ > 0
            minimise 1/(δ (1 - δ)) over δ in (0,1)
            maximise δ (1 - δ) over δ in (0,1)
            certify 2 > 1
            certify big: 2^100 > 1
            check "A.2" on N, M with γ = -3, β = -1 digits 40
            check T4 on f = N, f2 = N for γ in -3, -5/2 .. 0
            evaluate pi digits 50
            plot exp(q) for q in [0, 1]
            evaluate gammafn(1/2) + besselK(1, 2) + erf(1)
            claim I1: ∂[t] ∫[v] f log f = -∫[v] f |∇ log f|² by parts
            claim I2: lim[γ -> 0] ρ^γ = 1
            claim I3: ∫[v] indicator(v: |v| <= 1) f <= 1
            claim I4: conv(f, f) = 0
            claim I5: normL(f, 2) >= 0
            claim I6: improper ∫[v] f = 1
            claim I7: [∇[v] h, ∇[w] h]·[∇[v] h, ∇[w] h] = 0 expect refuted cite "text" note "more"
            claim I8: ⟨v⟩² = 1 + |v|² where γ = -3 provided m1 > 0 given T_1, "A.2" for d = 3
            """
        let session = Session(text)
        for error in session.errors { Issue.record("\(error)") }
        #expect(session.order.count == 31)
        #expect(session.items["best 1"]?.unknowns.map(\.name) == ["Λ"])
        #expect(session.items["minimise 1"]?.unknowns.first?.upper?.value == 1)
        #expect(session.items["check 2: T4"]?.cases.count == 7)
        #expect(session.items["check 1: A.2"]?.cases.map(\.label) == ["N", "M"])
        #expect(session.items["I7"]?.expected == "refuted")
        #expect(session.items["I8"]?.provided == ["m1 > 0"])
    }

    @Test func parametersAreSubstitutedBeforeAnything() {
        let session = Session("""
            param γ
            param d integer >= 2
            space z in R^3
            space v in R^d
            let r = |z|
            claim a: r^(2+γ) = 1/r where γ = -3
            claim b: div v = 3 for d = 3
            claim c: div v = d
            """)
        #expect(session.errors.isEmpty)
        #expect(session.items["a"]?.statement?.parameters == [])
        #expect(session.holds("a") == true)
        #expect(session.items["b"]?.statement?.points.first?.manifold == .euclidean(.number(3)))
        #expect(session.holds("b") == true)
        #expect(session.items["c"]?.statement?.parameters == [Parameter(name: "d", isInteger: true, lower: .init(value: 2, isStrict: false))])
    }

    @Test func conditionsOnParametersNarrowTheirRange() {
        let session = Session("""
            param γ, β
            param n integer >= 0
            claim a: γ = γ where 0 < γ < 1
            claim b: γ = γ provided γ >= -3 for γ in [-4, 2)
            claim c: γ = γ where γ > 1, γ < 1
            claim d: γ² = 4 for γ in -2, 2
            claim e: γ = γ where γ < β
            """)
        #expect(session.codes == [.contradictoryRange])
        let a = session.items["a"]?.statement?.parameters.first
        #expect(a?.lower?.value == 0 && a?.lower?.isStrict == true && a?.upper?.value == 1)
        let b = session.items["b"]?.statement?.parameters.first
        #expect(b?.lower?.value == -3 && b?.upper?.value == 2 && b?.upper?.isStrict == true)
        #expect(session.holds("d") == true)
        #expect(session.items["e"]?.statement?.hypotheses.count == 1)
    }

    @Test func statementsHoldOnlyWhatTheyMention() {
        let session = Session("""
            space z, w in R^3
            param β, γ > 0
            function u(z), v(w)
            constant e : vector where |e| = 1
            constant n : vector
            claim a: e·∇u = γ
            """)
        let statement = session.items["a"]?.statement
        #expect(statement?.parameters.map(\.name) == ["γ"])
        #expect(statement?.points.map(\.name) == ["z"])
        #expect(statement?.functions.map(\.name) == ["u", "e"])
        #expect(statement?.hypotheses.count == 1)
    }

    @Test func positiveFunctionsAreStoredThroughTheirLogarithm() {
        let session = Session("space z in R^3\nfunction g(z) > 0\ndensity f(z)\nclaim a: log g = 0\nclaim b: f = 1")
        #expect(session.goal("a").contains("exp") == false)
        let g = session.items["a"]?.statement?.functions.first
        #expect(g?.isLogarithm == true)
        let f = session.items["b"]?.statement?.functions.first
        #expect(f?.attributes == [.decaying, .unitMass])
    }

    @Test func redeclaredNamesAreDifferentThings() {
        let session = Session("""
            space z in R^3
            function u(z)
            let old = u
            function u(z)
            claim same: old = u
            claim alone: u = u
            """)
        #expect(session.holds("same") == false)
        #expect(session.items["alone"]?.statement?.functions.map(\.name) == ["u"])
        #expect(session.items["same"]?.statement?.functions.count == 2)
    }

    @Test func templatesAreHygienic() {
        let session = Session("""
            space z in R^3
            function u(z), k(z)
            let a = k
            let L(p) = a p
            let a = 2
            let M(a) = L(a)
            claim c: L(u) = k u
            claim d: M(u) = k u
            claim e: L(a) = 2 k
            """)
        #expect(session.errors.isEmpty)
        for name in ["c", "d", "e"] { #expect(session.holds(name) == true) }
    }

    @Test func substitutionDoesNotCapture() {
        let session = Session("""
            space v, w in R^3
            function f(v) decaying
            function K(v)
            let A(v) = ∫[w] K(v-w) f(w)
            claim a: A(w) = 0
            """)
        #expect(session.errors.isEmpty)
        #expect(session.goal("a").contains("w′"))
    }

    @Test func citedClaimsBecomeHypotheses() {
        let session = Session("""
            space z in R^3
            function u(z) where Δu = 0
            claim a: |∇u|² = 1
            claim b: Δ(u²) = 2 given a
            calc c: 1 = 1
              = 1 given a
              expect unknown
            """)
        #expect(session.errors.isEmpty)
        #expect(session.items["b"]?.given == ["a"])
        #expect(session.items["b"]?.statement?.hypotheses.count == 2)
        #expect(session.items["c"]?.steps == ["c.1", "c.2"])
        #expect(session.items["c"]?.expected == "unknown")
        #expect(session.items["c.2"]?.statement?.hypotheses.count == 2)
    }

    @Test func variationsAreCarriedOut() {
        let session = Session("""
            space v in R^3
            density f(v)
            function h(v)
            let H(p) = ∫[v] p log p
            let I(p) = ∫[v] |∇ log p|² p
            let Q(p) = Δp
            flow f: ∂[t] f = Q(f)
            claim a: ⟨H'(f), h⟩ = ∫[v] (log f + 1) h
            claim b: variation(I, f, h) = 0
            claim c: ∂[t] H(f) = ∫[v] (log f + 1) Δf
            """)
        for error in session.errors { Issue.record("\(error)") }
        for name in ["a", "c"] {
            guard case .relation(let relation)? = session.items[name]?.statement?.goal, let statement = session.items[name]?.statement,
                case .integral(_, let left) = relation.left.kind, case .integral(_, let right) = relation.right.kind
            else {
                Issue.record("\(name) is no relation of integrals: \(session.goal(name))")
                continue
            }
            #expect((try? ContractionForm.areEqual(left, right, FormContext(statement))) == true, "\(session.goal(name))")
        }
    }

    @Test func spheresHaveTheirOwnDerivatives() {
        let session = Session("""
            import "std/sphere"
            space ω in S^2
            function h(ω) even
            claim a: Δ_S h = tr ∇²_S h
            claim b: ∫[ω] (Δ_S h)² >= 6 ∫[ω] |∇_S h|² using even_poincare(h)
            """)
        for error in session.errors { Issue.record("\(error)") }
        #expect(session.holds("a") == true)
        #expect(session.items["b"]?.statement?.hypotheses.count == 1)
        #expect(session.items["b"]?.uses.first?.name == "even_poincare")
    }

    @Test func semidefiniteMatricesAreStatedWithAnArbitraryVector() {
        let session = Session("""
            space z in R^3
            constant P : symmetric matrix where P >= 0
            claim a: P <= tr(P) Id
            """)
        #expect(session.errors.isEmpty)
        #expect(session.items["a"]?.statement?.functions.map(\.name) == ["ξ", "√P"])
        #expect(session.items["a"]?.statement?.hypotheses.isEmpty == true)
    }

    /// `A >= B` among the hypotheses holds for every vector, not for one: it is written out by a square root, or refutes nothing.
    @Test func matrixInequalitiesAreHypothesesAboutAllVectors() {
        let session = Session("""
            space z in R^3
            constant A : symmetric matrix of R^3
            constant B : symmetric matrix of R^3
            function U(z) where ∇²U >= Id
            claim a: tr A >= 0 provided A >= 0
            claim b: tr A <= 3 provided A <= Id
            claim c: tr A >= tr B provided A >= B
            claim d: ΔU >= 3
            """)
        #expect(session.errors.isEmpty)
        for name in ["a", "b", "c"] {
            #expect(session.items[name]?.statement?.hypotheses.isEmpty == true)
            #expect(session.items[name]?.statement?.functions.contains { $0.name == "√A" } == true)
        }
        let d = session.items["d"]?.statement
        // Not every matrix field is a Hessian: ∇²U = Id + S S is among the hypotheses.
        #expect(d?.hypotheses.count == 1)
        #expect(d?.hypotheses.first?.relations?.first?.op == .equal)
        #expect(d?.hypotheses.first?.relations?.first?.indices.count == 2)
        #expect(d?.functions.contains { $0.name == "√U" && $0.arguments == [.vector(.number(3))] } == true)
    }

    @Test func termsKnowTheirPlaces() {
        let session = Session("space z in R^3\nfunction u(z)\nclaim a: Δu + 3 + u = 2 u")
        let item = session.items["a"]
        #expect(item?.leftTerms.map(\.start.column) == [10, 19, 15])
        #expect(item?.rightTerms.count == 1)
    }

    @Test func deepAndExplosiveDefinitionsAreErrors() {
        let deep = "space z in R^3\nclaim a: " + String(repeating: "(1 + ", count: 500) + "|z|" + String(repeating: ")", count: 500) + " = 0"
        #expect(Session(deep).errors.isEmpty)
        let chain = "let a0(u) = exp(u)\n" + (1...2000).map { "let a\($0)(u) = exp(a\($0 - 1)(u))" }.joined(separator: "\n") + "\nclaim c: a2000(1) = 0"
        #expect(Session(chain).codes == [.expansionTooLarge])
        let eager = "param x\nlet a0 = x + 1\n" + (1...60).map { "let a\($0) = a\($0 - 1) a\($0 - 1)" }.joined(separator: "\n")
        #expect(Session(eager).codes.contains(.expansionTooLarge))
        let tall = "param x\nlet a0 = x\n" + (1...3000).map { "let a\($0) = exp(a\($0 - 1))" }.joined(separator: "\n")
        #expect(Session(tall).codes.contains(.expansionTooLarge))
    }

    @Test func importsBringDefinitionsAndClaims() {
        let files = ["a.lnb": "space z in R^3\nfunction k(z)\nlet q = 2 k\nclaim lemma: q = 2 k"]
        let session = Session("import \"a.lnb\"\nclaim c: q = 2 k given lemma") { path, _ in
            guard let text = files[path] else { throw ImportFailure("no such file") }
            return ImportedSource(identity: path, statements: Parser.parse(text).statements)
        }
        #expect(session.errors.isEmpty)
        #expect(session.holds("c") == true)
        #expect(session.order.map(\.name) == ["c"])
    }
}
