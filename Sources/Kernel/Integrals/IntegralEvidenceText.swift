import Arithmetic
import Expressions

extension Divergence {
    private var points: [Point] {
        var result: [Point] = []
        for point in placements.joined().flatMap({ $0.points + $0.masses.map(\.point) }) + groups.flatMap(\.points) where !result.contains(point) {
            result.append(point)
        }
        return result
    }

    /// - Parameter indices: the free indices of the relation.
    func symbolicText(_ statement: Statement, _ indices: [Index]) -> SymbolicText {
        let writer = StatementWriter(statement)
        return .list([
            .word("divergence"), .list([.word("form"), .word(form.rawValue)]),
            writer.declarations(points), writer.placements(placements),
            .list([.word("groups")] + groups.map { group in
                .list([.word("group"), .list(group.points.map(writer.point))] + group.fields.map { field in
                    var own = StatementWriter(statement)
                    let names = own.indices(indices + (field.index.map { [$0] } ?? []))
                    return .list([.word("field"), own.point(field.point), names, own.expression(field.component)])
                })
            }),
        ])
    }

    init(_ items: [SymbolicText], _ statement: Statement, _ indices: [Index]) throws {
        guard items.count == 5 else { throw TextError("an incomplete divergence") }
        let plain = StatementReader()
        guard let form = IdentityForm(rawValue: try plain.word(plain.list(items[1], "form", count: 1)[0])) else {
            throw TextError("unknown normal form")
        }
        let reader = try StatementReader(statement, plain.declarations(items[2]))
        let groups = try reader.list(items[4], "groups").map { text -> Group in
            let parts = try reader.list(text, "group")
            guard let first = parts.first else { throw TextError("a group without points") }
            let points = try reader.items(first).map(reader.point)
            let fields = try parts.dropFirst().map { text -> Field in
                let parts = try reader.list(text, "field", count: 3)
                let point = try reader.point(parts[0])
                let names = try reader.list(parts[1], "indices").map(reader.index)
                guard names.count == indices.count + (point.isScalar ? 0 : 1), Set(names).count == names.count,
                    zip(names, indices).allSatisfy({ $0.dimension == $1.dimension })
                else { throw TextError("wrong indices of a field") }
                var supply = IndexSupply(startingAt: 1 << 22)
                let own = names.count > indices.count ? supply.fresh(names[indices.count].dimension) : nil
                let targets = indices + (own.map { [$0] } ?? [])
                let renaming = Dictionary(zip(names, targets)) { first, _ in first }
                return Field(
                    point: point, index: own, component: try reader.expression(parts[2]).renamingIndices(renaming, &supply))
            }
            return Group(points: points, fields: fields)
        }
        self.init(placements: try reader.placements(items[3]), groups: groups, form: form)
    }
}

extension FirstVariation {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        let writer = StatementWriter(statement)
        let local = FirstVariationCheck.localStatement(statement, points, .zero, [])
        return .list([
            .word("first-variation"), writer.declarations(points), writer.placements(placements),
            .list([.word("unknowns")] + unknowns.map { .list([writer.symbol($0.function)] + $0.points.map(writer.point)) }),
            witness.symbolicText(statement, points: local.points),
        ])
    }

    init(_ items: [SymbolicText], _ statement: Statement) throws {
        guard items.count == 5 else { throw TextError("an incomplete first variation") }
        let points = try StatementReader().declarations(items[1])
        let reader = try StatementReader(statement, points)
        let unknowns = try reader.list(items[3], "unknowns").map { text -> Occurrence in
            let parts = try reader.items(text)
            guard let head = parts.first else { throw TextError("an unknown without a name") }
            return Occurrence(function: try reader.symbol(head), points: try parts.dropFirst().map(reader.point))
        }
        let local = FirstVariationCheck.localStatement(statement, points, .zero, [])
        guard case .list(let parts) = items[4], parts.first == .word("witness") else { throw TextError("expected a witness") }
        self.init(
            placements: try reader.placements(items[2]), points: points, unknowns: unknowns,
            witness: try Witness(parts, statement, points: local.points))
    }
}

extension StatementWriter {
    func declarations(_ points: [Point]) -> SymbolicText {
        .list([.word("points")] + points.map { .list([point($0), manifold($0.manifold)]) })
    }

    func placements(_ placements: [[Divergence.Placement]]) -> SymbolicText {
        .list([.word("placements")] + placements.map { options in
            .list(options.map { placement in
                .list([.list(placement.points.map(point))] + placement.masses.map { .list([symbol($0.function), point($0.point)]) })
            })
        })
    }
}

extension StatementReader {
    func declarations(_ text: SymbolicText) throws -> [Point] {
        try list(text, "points").map { item in
            let pair = try items(item, count: 2)
            return Point(name: try word(pair[0]), manifold: try manifold(pair[1]))
        }
    }

    func placements(_ text: SymbolicText) throws -> [[Divergence.Placement]] {
        try list(text, "placements").map { options in
            try items(options).map { placement in
                let parts = try items(placement)
                guard let first = parts.first else { throw TextError("an empty placement") }
                return Divergence.Placement(
                    points: try items(first).map(point),
                    masses: try parts.dropFirst().map { mass in
                        let pair = try items(mass, count: 2)
                        return Divergence.Mass(function: try symbol(pair[0]), point: try point(pair[1]))
                    })
            }
        }
    }
}
