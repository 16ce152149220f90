import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// Every part of a divergence certificate changed: refused, or harmless.
@Suite struct DivergenceTests {
    static func evidence(_ cell: String) throws -> (certificate: Certificate, divergence: Divergence) {
        let certificate = try Claims.certificate(cell)
        guard case .divergence(let divergence) = certificate.evidence else { throw Claims.Failure(text: cell) }
        return (certificate, divergence)
    }

    private static func isAccepted(_ certificate: Certificate, _ divergence: Divergence) -> Bool {
        (try? Kernel.check(certificate.with(.divergence(divergence)))) != nil
    }

    private func rejected(
        _ cell: String, _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ change: (inout Divergence) throws -> Void
    ) throws {
        let (certificate, divergence) = try Self.evidence(cell)
        var changed = divergence
        try change(&changed)
        #expect(changed != divergence, what, sourceLocation: sourceLocation)
        #expect(!Self.isAccepted(certificate, changed), what, sourceLocation: sourceLocation)
    }

    private func harmless(
        _ cell: String, _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ change: (inout Divergence) throws -> Void
    ) throws {
        let (certificate, divergence) = try Self.evidence(cell)
        var changed = divergence
        try change(&changed)
        #expect(changed != divergence, what, sourceLocation: sourceLocation)
        #expect(Self.isAccepted(certificate, changed), what, sourceLocation: sourceLocation)
    }

    static let withFields = [Claims.flux, Claims.product, Claims.sphere, Claims.components]
    static let all = [Claims.flux, Claims.symmetric, Claims.product, Claims.mass, Claims.moments, Claims.change, Claims.sphere, Claims.components]

    @Test(arguments: all) func placements(cell: String) throws {
        let (certificate, divergence) = try Self.evidence(cell)
        // The terms without integral have no points.
        let k = try #require(divergence.placements.firstIndex { !$0[0].points.isEmpty })
        try rejected(cell, "a term without placement") { $0.placements.removeLast() }
        try rejected(cell, "a placement too many") { $0.placements.append($0.placements[0]) }
        try rejected(cell, "no options") { $0.placements[k] = [] }
        try rejected(cell, "a point too few") { $0.placements[k][0].points = [] }
        try rejected(cell, "a point of another space") {
            $0.placements[k][0].points[0] = Point(name: "y", manifold: .torus(.number(3)))
        }
        try rejected(cell, "a name that is not a group's") {
            $0.placements[k][0].points[0] = Point(name: "y", manifold: $0.placements[k][0].points[0].manifold)
        }
        try rejected(cell, "the name of a declared function") {
            $0.placements[k][0].points[0] = Point(name: "f", manifold: $0.placements[k][0].points[0].manifold)
        }
        if divergence.placements[k][0].points.count > 1 {
            try rejected(cell, "one point twice") { $0.placements[k][0].points[1] = $0.placements[k][0].points[0] }
        }
        // The mean of one placement with itself is that placement.
        try harmless(cell, "options repeated") { $0.placements[k] += $0.placements[k] }
        // New names throughout.
        let names = Dictionary(uniqueKeysWithValues: Set(divergence.placements.joined().flatMap { $0.points + $0.masses.flatMap(\.points) }).map {
            ($0, Point(name: $0.name + "1", manifold: $0.manifold))
        })
        func renamed(_ p: Point) -> Point { names[p] ?? p }
        var other = divergence
        other.placements = divergence.placements.map { $0.map { placement in
            Divergence.Placement(points: placement.points.map(renamed), change: placement.change, masses: placement.masses.map { .init(function: $0.function, points: $0.points.map(renamed)) })
        } }
        other.groups = divergence.groups.map { group in
            Divergence.Group(
                points: group.points.map(renamed),
                fields: group.fields.map { .init(point: renamed($0.point), index: $0.index, component: $0.component.renamingPoints(names)) },
                extension: group.extension?.renamingPoints(names),
                reductions: group.reductions.map { .init(point: renamed($0.point), density: $0.density, names: $0.names.map(renamed)) })
        }
        // On a sphere the rule for unit vectors goes by the declared name.
        if cell != Claims.sphere { #expect(Self.isAccepted(certificate, other)) }
    }

    @Test(arguments: withFields) func fields(cell: String) throws {
        try rejected(cell, "twice the field") { $0.groups[0].fields[0].component = .number(2) * $0.groups[0].fields[0].component }
        try rejected(cell, "the negative") { $0.groups[0].fields[0].component = -$0.groups[0].fields[0].component }
        try rejected(cell, "no field") { $0.groups[0].fields.removeFirst() }
        try rejected(cell, "a field twice") { $0.groups[0].fields.append($0.groups[0].fields[0]) }
        try rejected(cell, "no index") { $0.groups[0].fields[0].index = nil }
        try rejected(cell, "an index of another dimension") { $0.groups[0].fields[0].index = .variable(1 << 25, .number(7)) }
        try rejected(cell, "a fixed index") { $0.groups[0].fields[0].index = .fixed(1, $0.groups[0].fields[0].index!.dimension) }
        try rejected(cell, "another point") {
            $0.groups[0].fields[0].point = Point(name: "y", manifold: $0.groups[0].fields[0].point.manifold)
        }
        try rejected(cell, "an undeclared parameter") { $0.groups[0].fields[0].component = .parameter("undeclared") * $0.groups[0].fields[0].component }
        try harmless(cell, "a field of zeros") {
            var zero = $0.groups[0].fields[0]
            zero.component = .zero * zero.component
            $0.groups[0].fields.append(zero)
        }
    }

    @Test(arguments: all) func groups(cell: String) throws {
        let (_, divergence) = try Self.evidence(cell)
        let settles = divergence.groups.contains { !$0.fields.isEmpty || !$0.reductions.isEmpty }
        if settles {
            try rejected(cell, "no groups") { $0.groups = [] }
        } else {
            // Integrands that cancel need none.
            try harmless(cell, "no groups") { $0.groups = [] }
        }
        try rejected(cell, "a group twice") { $0.groups.append($0.groups[0]) }
        try rejected(cell, "other points") { $0.groups[0].points.append(Point(name: "y", manifold: .euclidean(.number(3)))) }
        try rejected(cell, "no points") { $0.groups[0].points = [] }
    }

    @Test func masses() throws {
        let (_, divergence) = try Self.evidence(Claims.joint)
        let k = try #require(divergence.placements.firstIndex { !$0[0].masses.isEmpty })
        let mass = divergence.placements[k][0].masses[0]
        let other = Point(name: "y", manifold: .euclidean(.number(3)))
        try rejected(Claims.joint, "none") { $0.placements[k][0].masses = [] }
        try rejected(Claims.joint, "one twice") { $0.placements[k][0].masses.append(mass) }
        try rejected(Claims.joint, "one more") { $0.placements[k][0].masses.append(.init(function: mass.function, points: [mass.points[0], other])) }
        try rejected(Claims.joint, "at another point") { $0.placements[k][0].masses[0] = .init(function: mass.function, points: [mass.points[0], other]) }
        for attributes in [[], [.decaying], [.unitMass]] as [Set<FunctionSymbol.Attribute>] {
            try rejected(Claims.joint, "a function that is no density of the statement") {
                let symbol = FunctionSymbol(name: "F", arguments: mass.function.arguments, isLogarithm: true, attributes: attributes)
                $0.placements[k][0].masses[0] = .init(function: symbol, points: mass.points)
            }
        }
        // A decaying function need not have unit mass.
        let (certificate, _) = try Self.evidence(Claims.joint)
        var decaying = certificate
        decaying.statement = try Claims.statement(Claims.joint.replacing("density F(x, v)", with: "function F(x, v) > 0 decaying"))
        #expect(!Self.isAccepted(decaying, divergence))
    }

    @Test func changesOfVariables() throws {
        let (_, divergence) = try Self.evidence(Claims.change)
        let term = try #require(divergence.placements.firstIndex { $0[0].change != nil })
        func entry(_ change: inout Divergence, _ edit: (inout LinearChange) -> Void) {
            var own = change.placements[term][0].change!
            edit(&own)
            change.placements[term][0].change = own
        }
        try rejected(Claims.change, "none") { $0.placements[term][0].change = nil }
        try rejected(Claims.change, "a scaled matrix") { entry(&$0) { $0.matrix[0] = $0.matrix[0].map { .number(2) * $0 } } }
        try rejected(Claims.change, "a scaled change") { entry(&$0) {
            $0.matrix[0] = $0.matrix[0].map { .number(2) * $0 }
            $0.inverse = $0.inverse.map { [.number(Rational(1, 2)) * $0[0], $0[1]] }
        } }
        try rejected(Claims.change, "exchanged rows") { entry(&$0) { $0.inverse.swapAt(0, 1) } }
        let point = Expression.coordinate(divergence.placements[term][0].points[0], .fixed(1, .number(3)))
        try rejected(Claims.change, "an entry with a point") { entry(&$0) { $0.matrix[0][0] = $0.matrix[0][0] + .zero * point } }
        try rejected(Claims.change, "an undeclared parameter") { entry(&$0) { $0.matrix[0][0] = $0.matrix[0][0] + .zero * .parameter("undeclared") } }
        try rejected(Claims.flux, "a scaled point") {
            $0.placements[0][0].change = LinearChange(matrix: [[.number(2)]], inverse: [[.number(Rational(1, 2))]])
        }
        try harmless(Claims.flux, "the identity") { $0.placements[0][0].change = LinearChange(matrix: [[.one]], inverse: [[.one]]) }
    }

    @Test func reductions() throws {
        try rejected(Claims.moments, "none") { for k in $0.groups.indices { $0.groups[k].reductions = [] } }
        let (certificate, divergence) = try Self.evidence(Claims.moments)
        let k = try #require(divergence.groups.firstIndex { !$0.reductions.isEmpty })
        try rejected(Claims.moments, "another density") { $0.groups[k].reductions[0].density = FunctionSymbol(name: "k", arguments: [.vector(.number(3))], isLogarithm: true, attributes: [.decaying, .unitMass]) }
        try rejected(Claims.moments, "a point that is not the group's") { $0.groups[k].reductions[0].point = Point(name: "y", manifold: .euclidean(.number(3))) }
        try rejected(Claims.moments, "names that are not the group's") { $0.groups[k].reductions[0].names = [Point(name: "y", manifold: .euclidean(.number(3)))] }
        try rejected(Claims.moments, "too few names") { $0.groups[k].reductions[0].names = [] }
        // Without the hypothesis nothing is known.
        var other = certificate
        other.statement.hypotheses = []
        #expect(!Self.isAccepted(other, divergence))
        // A hypothesis about another integral does not help.
        other.statement = try Claims.statement(Claims.moments.replacing("∫[v] v f = 0", with: "∫[v] v |v|² f = 0"))
        #expect(!Self.isAccepted(other, divergence))
    }

    @Test func normalForms() throws {
        // In one dimension both forms decide; components need finitely many.
        try harmless(Claims.product, "by components") { $0.form = .components }
        try rejected(Claims.flux, "by components in every dimension") { $0.form = .components }
        try rejected(Claims.components, "by contractions") { $0.form = .contraction }
    }

    @Test(arguments: all) func conditionsAreDerived(cell: String) throws {
        var certificate = try Claims.certificate(cell)
        let conditions = certificate.conditions
        for changed in [conditions + ["γ > 0"], conditions.isEmpty ? [""] : [], conditions.map { $0 + " " } + [" "]] {
            certificate.conditions = changed
            #expect(throws: Rejection.conditionsDiffer(derived: conditions)) { try Kernel.check(certificate) }
        }
    }

    /// Evidence for a true statement proves none of its false twins.
    @Test(arguments: [
        (Claims.flux, "(γ+d) ∫", "(γ+d+1) ∫"), (Claims.flux, "= -(γ+d)", "= (γ+d)"), (Claims.symmetric, "|w|²", "|w|"), (Claims.symmetric, "= ∫", "= 2 ∫"),
        (Claims.product, "= 16", "= 15"), (Claims.mass, "= ∫", "= 2 ∫"), (Claims.moments, "= 2 ∫", "= ∫"), (Claims.change, "|z|²", "|s|²"),
        (Claims.change, "v-w, (", "v+w, ("), (Claims.sphere, "= -∫", "= ∫"), (Claims.components, "= -1", "= 1"), (Claims.components, "= -1", "= 0"),
    ]) func falseTwinsAreNotProved(cell: String, old: String, new: String) throws {
        let (certificate, divergence) = try Self.evidence(cell)
        var twin = certificate
        twin.statement = try Claims.statement(cell.replacing(old, with: new))
        #expect(twin.statement != certificate.statement)
        #expect(!Self.isAccepted(twin, divergence))
    }
}
