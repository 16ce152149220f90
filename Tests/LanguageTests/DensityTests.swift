import Expressions
import Kernel
import Testing

@testable import Language

@Suite struct Densities {
    @Test(arguments: [
        ("density M = maxwellian(1, 1)", "∇ log M = -v"),
        ("density M(v) = maxwellian(2, 3)", "∇ log M = -(3/2) v"),
        ("density M(v) = gaussian(mean = (1,0,0), cov = 2)", "∇ log M = ((1,0,0) - v)/2"),
        ("density M(v) = gaussian(mean = 0, cov = diag(1,2,4))", "∇ log M = -(v[1], v[2]/2, v[3]/4)"),
        ("density M(v) = gaussian(cov = ((2,1,0),(1,2,0),(0,0,1)))", "∇ log M = -(inverse(((2,1,0),(1,2,0),(0,0,1))) v)"),
        ("density N = gaussian(cov = 1)\ndensity M = mixture(1/3: N, 2/3: N)", "M = N"),
        ("density N = gaussian(cov = 1)", "log (N(v) N(w)) = log N(v) + log N(w)"),
        ("density N = gaussian(cov = 1)", "N(w)(w := v) = N"),
    ])
    func closedForms(_ declaration: String, _ claim: String) {
        let session = Session("space v, w in R^3\n\(declaration)\nclaim c: \(claim)")
        for error in session.errors { Issue.record("\(claim): \(error)") }
        #expect(session.holds("c") == true, "\(session.goal("c"))")
    }

    @Test func aDensityWithoutAPointIsTakenAtTheIntegratedOne() {
        let session = Session("space v, w in R^3\ndensity N = gaussian(cov = 1)\nclaim c: ∫[w] N = 1")
        #expect(session.errors.isEmpty)
        #expect(session.items["c"]?.statement?.points.map(\.name) == ["w"])
    }

    @Test func variationsOfProductsOfDensities() throws {
        let session = Session("""
            space v, w in R^3
            density f(v), g(v)
            function h(v,w)
            let F = f(v) g(w)
            let I(p) = ∫[v,w] |∇[v] log p|² p
            claim c: ⟨I'(F), h⟩ = ∫[v,w] (2 ∇ log f·∇[v](h/F) F + |∇ log f|² h)
            """)
        for error in session.errors { Issue.record("\(error)") }
        let statement = try #require(session.items["c"]?.statement)
        guard case .relation(let relation) = statement.goal, case .integral(_, let left) = relation.left.kind,
            case .integral(_, let right) = relation.right.kind
        else {
            Issue.record("\(session.goal("c"))")
            return
        }
        #expect(try ContractionForm.areEqual(left, right, FormContext(statement)))
    }

    @Test func followUpErrorsAreNotTold() {
        let session = Session("space v in R^3\nlet a = q + 1\nlet b = a + 1\nclaim c: b = a\nclaim d: 1 = 1 given c\nlet e = (1\nclaim f: e = 2")
        #expect(session.codes == [.unclosedBracket, .unknownName])
        #expect(session.items.keys.sorted() == [])
    }
}

@Suite struct DensityErrorTests {
    @Test(arguments: [
        ("mixture(1/3: gaussian(cov = 1), 2/3: gaussian(cov = 2))", "mixture(1/3: gaussian(cov = 1), 1/3: gaussian(cov = 2))", "L066"),
        ("mixture(1/3: gaussian(cov = 1), 2/3: gaussian(cov = 2))", "mixture(-1/3: gaussian(cov = 1), 4/3: gaussian(cov = 2))", "L066"),
        ("normalised((1 + |v|²) exp(-|v|²))", "normalised((1 - |v|²) exp(-|v|²))", "L066"),
        ("normalised(-exp(-|v|²))", "-exp(-|v|²)", "L066"),
        ("bkw(1)", "bkw(1/100)", "L066"), ("bump((0,0,0), 1)", "bump((0,0,0), -1)", "L066"), ("bump(radius = 2)", "bump(radius = 0)", "L066"),
        ("maxwellian(1, 2)", "maxwellian(-1, 2)", "L066"), ("maxwellian(1, 2)", "maxwellian(1, 0)", "L066"),
        ("gaussian(0, 1)", "gaussian(0, -1)", "L065"),
    ]) func densitiesArePositive(_ good: String, _ bad: String, _ code: String) {
        #expect(Session("space v in R^3\ndensity D(v) = \(good)").errors.isEmpty)
        #expect(Session("space v in R^3\ndensity D(v) = \(bad)").codes.map(\.rawValue) == [code])
    }

    /// Moments that no density has.
    @Test(arguments: [
        ("∫[v] v⊗v f = Id", "∫[v] v⊗v f = diag(1, -1, 1)"),
        ("∫[v] |v|² f = 3, ∫[v] v⊗v f = Id", "∫[v] |v|² f = 1, ∫[v] v⊗v f = Id"),
        ("∫[v] v f = (1, 0, 0), ∫[v] v⊗v f = diag(2, 1, 1)", "∫[v] v f = (1, 0, 0), ∫[v] v⊗v f = Id"),
        ("∫[v] |v|² f = 1, ∫[v] |v|⁴ f = 2", "∫[v] |v|² f = 1, ∫[v] |v|⁴ f = 1/2"),
        ("∫[v] f = 1", "∫[v] f = 2"),
        ("∫[x] x f = 1, ∫[x] x² f = 2, ∫[x] x³ f = 4, ∫[x] x⁴ f = 10", "∫[x] x f = 1, ∫[x] x² f = 2, ∫[x] x³ f = 6, ∫[x] x⁴ f = 10"),
    ]) func momentsAreThoseOfADensity(_ good: String, _ bad: String) {
        func codes(_ moments: String) -> [DiagnosticCode] {
            let point = moments.contains("[x]") ? "x" : "v"
            return Session("space v in R^3\nspace x in R\ndensity f(\(point)) where \(moments)").codes
        }
        #expect(codes(good) == [], "\(good)")
        #expect(codes(bad) == [.notADensity], "\(bad)")
    }

    @Test func pointsOfTheLineAreNumbers() {
        let session = Session("space x in R\ndensity N(x) = gaussian(1, 2)\nclaim c: ∂[x] log N = (1 - x)/2\nclaim d: ∂[x] log N = (1 - x)/4")
        #expect(session.errors.isEmpty, "\(session.errors)")
        #expect(session.holds("c") == true && session.holds("d") != true)
        #expect(Session("space r in (0, oo)\ndensity N(r) = gaussian(0, 1)").codes == [.ambiguousPoint])
        #expect(Session("space r in (0, oo)\ndensity N(r) = normalised(exp(-r))").errors.isEmpty)
    }
}
