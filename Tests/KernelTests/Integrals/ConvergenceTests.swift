import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// Fields given by hand: `∫ div X = B` is accepted exactly when the flux of X through small tubes leaves B behind.
@Suite struct ConvergenceTests {
    /// The certificate that consists of the field under the divergence of the left side.
    static func certificate(_ cell: String) throws -> Certificate {
        let statement = try Claims.statement(cell)
        guard case .relation(let relation) = statement.goal, case .integral(let points, let integrand) = relation.left.kind,
            case .contraction(let index, let inner) = integrand.kind, case .partial(let point, _, let component) = inner.kind
        else { throw Claims.Failure(text: cell) }
        let sum = try IntegralSum(relation.left - relation.right)
        let divergence = Divergence(
            placements: sum.terms.map { [Divergence.Placement(points: Array(points.prefix($0.points.count)))] },
            groups: [Divergence.Group(points: points, fields: [Divergence.Field(point: point, index: index, component: component)])],
            form: .contraction)
        return Certificate(name: "a", statement: statement, evidence: .divergence(divergence), conditions: []).with(.divergence(divergence))
    }

    static func rejection(_ cell: String) throws -> Rejection? {
        do {
            _ = try Kernel.check(certificate(cell))
            return nil
        } catch let rejection as Rejection {
            return rejection
        }
    }

    static let declarations = """
        param γ
        param c > 0
        constant e : vector of R^3 where |e| = 1
        space u in R^1
        space p in R^2
        space x in R
        space v, w in R^3
        density f(v)
        density g(v)
        function φ(v)
        function ψ(x)
        function M(v, w)

        """
    static let gauss = "exp(-|v|²)"

    static let pairs: [(field: String, points: String, true: String, false: String)] = [
        ("v/|v|³ \(gauss)", "v", "-4 pi", "0"),
        ("v/|v|³ \(gauss) φ", "v", "-4 pi φ(0)", "0"),
        ("v/|v|³ f g", "v", "-4 pi f(0) g(0)", "-4 pi f(0)"),
        ("v/|v|² \(gauss)", "v", "0", "-4 pi"),
        ("(e·v)² v/|v|⁵ \(gauss)", "v", "-4/3 pi", "-4 pi"),
        ("(e·v)² v/|v|⁵ \(gauss) - v/|v|³ \(gauss)/3", "v", "0", "-4/3 pi"),
        ("v/|v|³ (1+|v|)^γ \(gauss)", "v", "-4 pi", "0"),
        ("v/|v|³ (c+|v|²)^γ f", "v", "-4 pi c^γ f(0)", "-4 pi f(0)"),
        ("p/|p|² exp(-|p|²)", "p", "-2 pi", "-4 pi"),
        ("v exp(-|v|)", "v", "0", "-4 pi"),
        ("v/|v|³ exp(-|v|)", "v", "-4 pi", "0"),
        ("v/|v|³ exp(-sqrt(1+|v|²))", "v", "-4 pi exp(-1)", "-4 pi"),
        ("u/|u| exp(-|u|²)", "u", "-2", "0"),
        ("|u| u exp(-|u|²)", "u", "0", "-2"),
        ("(v-w)/|v-w|³ M(v, w) f(v) g(w)", "v, w", "-4 pi ∫[v] M(v, v) f g(v)", "-4 pi ∫[v] M(v, v) f²"),
        ("v/|v|³ M(v, w) f(v)", "v", "-4 pi M(0, w) f(0)", "-4 pi M(w, 0) f(0)"),
    ]

    static func claim(_ field: String, _ points: String, _ value: String) -> String {
        declarations + "claim a: ∫[\(points)] div[\(points.prefix(1))](\(field)) = \(value)"
    }

    @Test(arguments: pairs) func boundaryTerms(field: String, points: String, true value: String, false other: String) throws {
        let rejection = try Self.rejection(Self.claim(field, points, value))
        #expect(rejection == nil)
        #expect(try Self.rejection(Self.claim(field, points, other)) != nil)
    }

    /// Values that would be wrong, or that nothing tells.
    @Test(arguments: [
        // A limit that depends on what nothing is known of.
        ("v/|v|³ \(gauss) φ(v/|v|)", "-4 pi φ(0)"), ("v/|v|³ \(gauss) φ(v/|v|)", "0"),
        ("v/|v|³ \(gauss) tanh(log|v|)", "0"), ("v/|v|³ \(gauss) ψ(log|v|)", "0"), ("v/|v|³ \(gauss) ψ((e·v)/|v|)", "0"),
        ("(e·v) v/|v|⁴ \(gauss) ψ((e·v)/|v|)", "0"),
        // Roots and compositions with a first order.
        ("v/|v|⁴ \(gauss) sin(|v|)", "0"), ("v/|v|⁴ \(gauss) ((1+|v|)^γ-1)", "0"), ("v/|v|^(7/2) \(gauss) ((1+|v|^(1/2))^γ-1)", "0"),
        ("v/|v|⁵ \(gauss) sin(|v|²)", "0"),
        // Limits that are not finite, poles of high order, logarithms.
        ("v/|v|⁴ \(gauss)", "0"), ("v/|v|^14 \(gauss)", "0"), ("(e·v) v/|v|^15 \(gauss)", "0"), ("v/|v|³ log|v| \(gauss)", "0"),
        // Growth.
        ("v exp(|v|²)", "0"), ("v \(gauss) exp(2 |v|²)", "0"), ("v φ", "0"), ("v exp(|v|)", "0"), ("v/|v|³ exp(-1/|v|)", "0"),
        ("v log f", "0"), ("v tanh(f)", "0"),
    ]) func otherwiseNothingIsProved(field: String, value: String) throws {
        #expect(try Self.rejection(Self.claim(field, "v", value)) != nil)
    }

    /// Of exp(φ) beside what decays, the decay of the product is asked.
    @Test func exponentialsOfFunctions() throws {
        let conditions = try Claims.certificate(Self.claim("v \(Self.gauss) exp(φ)", "v", "0")).conditions
        #expect(conditions.contains { $0.contains("exp(φ(v))") && $0.hasSuffix("and its derivatives decay faster than every power") }, "\(conditions)")
    }

    /// Conditions from one point come in one order, whatever the order of a set.
    @Test func conditionsAreOrdered() throws {
        let cell = Self.declarations + "density k(v)\nclaim a: ∫[v] div(f^γ g^(1-γ) k^(2-γ) v) = 0"
        for _ in 0..<20 { #expect(try Claims.certificate(cell).conditions == ["γ < 1", "γ > 0"]) }
    }

    /// Two points on one sphere: where they meet, two coordinates of six are lost.
    @Test func spheres() throws {
        func cell(_ power: String) -> String { "space ω, σ in S^2\nclaim a: ∫[ω, σ] |ω-σ|^(\(power)) (ω-σ) = 0" }
        for power in ["-5/2", "-2", "0"] { #expect(try Claims.certificate(cell(power)).verdict == .proved) }
        let evidence = try Claims.certificate(cell("-2")).evidence
        for power in ["-3", "-7/2", "-4"] {
            let statement = try Claims.statement(cell(power))
            let certificate = Certificate(name: "a", statement: statement, evidence: evidence, conditions: []).with(evidence)
            #expect(throws: Rejection.self) { try Kernel.check(certificate) }
        }
        #expect(try Claims.certificate("param γ\n" + cell("γ")).conditions == ["γ > -3"])
    }

    /// Boundary values, powers of negative numbers and coordinates of a torus: there is no integration by parts as on the line.
    @Test(arguments: [
        ("space x in R\nfunction g(x) decaying\nclaim a: ∫[x] ∂[x](x g) = 0", true), ("space r in (0, 1)\nfunction g(r) decaying\nclaim a: ∫[r] ∂[r] g = 0", false),
        ("space x in R\nfunction g(x) decaying\nclaim a: ∫[x] ∂[x](x^(1/2) g) = 0", false), ("space x in T^2\nfunction X(x) : vector\nclaim a: ∫[x] div(X) = 0", true),
        ("space x in T^2\nfunction g(x)\nclaim a: ∫[x] div(x g) = 0", false),
    ]) func whereThereIsABoundary(cell: String, holds: Bool) throws {
        let statement = try Claims.statement(cell)
        guard case .relation(let relation) = statement.goal, case .integral(let points, let integrand) = relation.left.kind else { return }
        var body = integrand
        if case .contraction(_, let inner) = integrand.kind { body = inner }
        guard case .partial(let point, let index, let component) = body.kind else { throw Claims.Failure(text: cell) }
        let own = Point(name: "p", manifold: points[0].manifold)
        let evidence = Evidence.divergence(Divergence(
            placements: try IntegralSum(relation.left - relation.right).terms.map { [.init(points: $0.points.isEmpty ? [] : [own])] },
            groups: [.init(points: [own], fields: [.init(point: point == points[0] ? own : point, index: index, component: component.renamingPoints([points[0]: own]))])],
            form: .contraction))
        #expect(((try? Kernel.Examination(statement, evidence).theorem()) != nil) == holds)
    }
}
