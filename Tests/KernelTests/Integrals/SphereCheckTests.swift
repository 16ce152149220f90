import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// On a sphere a field must be linear in an arbitrary χ(|ω|), else every integral would vanish: a function D of
/// degree 0 is the divergence of `ω D/(d-1)` up to radial terms.
@Suite struct SphereCheckTests {
    static let falseClaims = [
        "import \"std/sphere\"\nspace ω in S^2\nfunction h(ω)\nclaim a: ∫[ω] h = 0",
        "import \"std/sphere\"\nspace ω in S^2\nfunction h(ω)\nclaim a: ∫[ω] |∇_S h|² = 0",
    ]

    @Test(arguments: falseClaims) func radialFieldsProveNothing(cell: String) throws {
        let statement = try Claims.statement(cell)
        guard case .relation(let relation) = statement.goal else { return }
        let sum = try IntegralSum(relation.left - relation.right)
        let point = Point(name: "ω", manifold: .sphere(ambient: .number(3)))
        let integrated = try #require(sum.terms.first { !$0.points.isEmpty })
        let integrand = integrated.integrand.renamingPoints([integrated.points[0]: point]).droppingRadialProjection(of: point)
        let context = FormContext(statement)
        let form = ContractionForm(SphereCheck.contexts(context, point).free)
        var supply = IndexSupply(startingAt: 10_000)
        let extended = try form.expression(form.homogeneousExtension(form.normalForm(integrand), of: point), &supply)
        let index = Index.variable(1 << 25, .number(3))
        let length = Expression.length(of: point, &supply)
        let chi = SphereCheck.cutoffFactor(statement, point)
        // div(ω D/3) = D, div(ω D χ/3) = χ D + |ω| χ' D/3, div(ω |ω|^(-3) D log|ω|) = |ω|^(-3) D.
        let radial = Expression.coordinate(point, index) * extended
        for component in [
            .number(Rational(1, 3)) * radial, .number(Rational(1, 3)) * radial * chi, .power(length, .number(-3)) * .elementary(.log, length) * radial,
            .number(Rational(1, 2)) * radial * chi, radial * chi * .power(length, .number(-3)), radial * .elementary(.log, length) * chi,
        ] {
            for near in [extended, chi * extended, .power(length, .number(-3)) * extended, .zero, nil] {
                let group = Divergence.Group(points: [point], fields: [.init(point: point, index: index, component: component)], extension: near)
                let placements = sum.terms.map { [Divergence.Placement(points: $0.points.isEmpty ? [] : [point])] }
                let evidence = Evidence.divergence(Divergence(placements: placements, groups: [group], form: .contraction))
                let certificate = Certificate(name: "a", statement: statement, evidence: evidence, conditions: []).with(evidence)
                #expect(throws: (any Error).self) { try Kernel.check(certificate) }
            }
        }
    }

    private func rejected(_ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ change: (Statement, inout Divergence.Group) -> Void) throws {
        let (certificate, divergence) = try DivergenceTests.evidence(Claims.sphere)
        var changed = divergence
        change(certificate.statement, &changed.groups[0])
        #expect(changed != divergence, what, sourceLocation: sourceLocation)
        #expect(throws: (any Error).self, what, sourceLocation: sourceLocation) { try Kernel.check(certificate.with(.divergence(changed))) }
    }

    @Test func theExtensionIsThatOfTheIntegrand() throws {
        try rejected("none") { $1.extension = nil }
        try rejected("another function") { $1.extension = .number(2) * $1.extension! }
        try rejected("a singularity off the centre") { _, group in
            let point = group.points[0]
            group.extension = group.extension! + (.power(.coordinate(point, .fixed(1, .number(3))), .number(-1)) - .power(.coordinate(point, .fixed(1, .number(3))), .number(-1)))
        }
        try rejected("χ in it") { $1.extension = SphereCheck.cutoffFactor($0, $1.points[0]) * $1.extension! }
    }

    @Test func everyFieldCarriesTheCutoff() throws {
        try rejected("χ = 1") { statement, group in
            let chi = SphereCheck.cutoffFactor(statement, group.points[0])
            group.fields = group.fields.map { .init(point: $0.point, index: $0.index, component: $0.component.replacing(chi, by: .one)) }
        }
        try rejected("χ at another argument") { statement, group in
            let chi = SphereCheck.cutoffFactor(statement, group.points[0])
            var other = IndexSupply(startingAt: 5_000)
            let moved = Expression.application(.init(function: SphereCheck.cutoff(statement), arguments: [.scalar(.number(2) * .length(of: group.points[0], &other))]))
            group.fields = group.fields.map { .init(point: $0.point, index: $0.index, component: $0.component.replacing(chi, by: moved)) }
        }
        try rejected("a divergence-free field without χ") { _, group in
            let index = group.fields[0].index!
            var supply = IndexSupply(startingAt: 5_000)
            let component = .coordinate(group.points[0], index) * Expression.power(.length(of: group.points[0], &supply), .number(-3))
            group.fields.append(.init(point: group.points[0], index: index, component: component))
        }
    }

    /// The name of χ is one that the statement does not use.
    @Test func theCutoffIsNew() throws {
        let cell = "import \"std/sphere\"\nspace ω in S^2\nfunction χ(ω)\nclaim a: ∫[ω] χ Δ_S χ = -∫[ω] |∇_S χ|²"
        #expect(try Claims.certificate(cell).verdict == .proved)
        #expect(SphereCheck.cutoff(try Claims.statement(cell)).name == "χ'")
        #expect(throws: (any Error).self) {
            let (_, divergence) = try DivergenceTests.evidence(Claims.sphere)
            let certificate = try Claims.certificate(cell)
            _ = try Kernel.check(certificate.with(.divergence(divergence)))
        }
    }
}

extension Expression {
    /// The application of one symbol replaced, derivatives of it by zero.
    fileprivate func replacing(_ target: Expression, by value: Expression) -> Expression {
        guard case .application(let own) = kind, case .application(let other) = target.kind, own.function == other.function else {
            return mapOperands { $0.replacing(target, by: value) }
        }
        return own.derivatives.isEmpty ? value : .zero
    }
}
