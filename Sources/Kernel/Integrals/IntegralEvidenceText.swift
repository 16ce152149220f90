import Arithmetic
import Expressions

extension Divergence {
    private var points: [Point] {
        var result: [Point] = []
        for point in placements.joined().flatMap({ $0.points + $0.masses.flatMap(\.points) }) + groups.flatMap(\.points) where !result.contains(point) {
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
                } + group.reductions.map { reduction in
                    .list([.word("moments"), writer.point(reduction.point), writer.symbol(reduction.density), .list(reduction.names.map(writer.point))])
                } + (group.extension.map { extended in
                    var own = StatementWriter(statement)
                    let names = own.indices(indices)
                    return [.list([.word("extension"), names, own.expression(extended)])]
                } ?? []) + (group.nullPart.map { part in
                    var own = StatementWriter(statement)
                    let names = own.indices(indices)
                    return [.list([.word("null-part"), names, own.expression(part)])]
                } ?? []))
            }),
        ])
    }

    init(_ items: SymbolicItem.Items, _ statement: Statement, _ indices: [Index]) throws {
        guard items.count == 5 else { throw TextError("an incomplete divergence") }
        let plain = StatementReader()
        guard let form = IdentityForm(rawValue: try plain.word(plain.list(items[1], "form", count: 1)[0])) else {
            throw TextError("unknown normal form")
        }
        let points = try plain.declarations(items[2])
        var near = statement
        if points.contains(where: { SphereCheck.isSphere([$0]) }) { near.functions.append(SphereCheck.cutoff(statement)) }
        let reader = try StatementReader(near, points)
        let groups = try reader.list(items[4], "groups").map { text -> Group in
            let parts = try reader.list(text, "group")
            guard let first = parts.first else { throw TextError("a group without points") }
            let points = try reader.items(first).map(reader.point)
            var group = Group(points: points, fields: [])
            for text in parts.rest {
                guard let items = text.items, let head = items.first?.word else { throw TextError("expected a field") }
                switch (head, items.count) {
                case ("field", 4):
                    let point = try reader.point(items[1])
                    let further = point.manifold.vectorDimension.map { [$0] } ?? []
                    let (component, own) = try reader.expression(items[3], items[2], indices, further)
                    group.fields.append(Field(point: point, index: own.first, component: component))
                case ("moments", 4):
                    group.reductions.append(Reduction(
                        point: try reader.point(items[1]), density: try reader.symbol(items[2]),
                        names: try reader.items(items[3]).map(reader.point)))
                case ("extension", 3) where group.extension == nil:
                    group.extension = try reader.expression(items[2], items[1], indices, []).0
                case ("null-part", 3) where group.nullPart == nil:
                    group.nullPart = try reader.expression(items[2], items[1], indices, []).0
                default: throw TextError("expected a field")
                }
            }
            return group
        }
        self.init(placements: try reader.placements(items[3]), groups: groups, form: form)
    }
}

extension StatementReader {
    /// An expression behind the list of its free indices, which take the names given in the statement; those
    /// beyond are new.
    fileprivate func expression(
        _ text: SymbolicItem, _ names: SymbolicItem, _ indices: [Index], _ further: [Dimension]
    ) throws -> (Expression, [Index]) {
        let names = try list(names, "indices").map(index)
        guard names.count == indices.count + further.count, Set(names).count == names.count,
            zip(names, indices.map(\.dimension) + further).allSatisfy({ $0.dimension == $1 })
        else { throw TextError("wrong indices of a field") }
        var supply = IndexSupply(startingAt: 1 << 22)
        let own = further.map { supply.fresh($0) }
        let renaming = Dictionary(zip(names, indices + own)) { first, _ in first }
        return (try expression(text).renamingIndices(renaming, &supply), own)
    }
}

extension FirstVariation {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        let writer = StatementWriter(statement)
        let local = FirstVariationCheck.localStatement(statement, points, .zero, [])
        return .list([
            .word("first-variation"), writer.declarations(points), writer.placements(placements),
            .list([.word("unknowns")] + unknowns.map { unknown in
                .list([writer.symbol(unknown.function)] + unknown.points.map { unknown.fixed.contains($0) ? .list([writer.point($0)]) : writer.point($0) })
            }),
            witness.symbolicText(local),
        ])
    }

    init(_ items: SymbolicItem.Items, _ statement: Statement) throws {
        guard items.count == 5 else { throw TextError("an incomplete first variation") }
        let points = try StatementReader().declarations(items[1])
        let reader = try StatementReader(statement, points)
        let unknowns = try reader.list(items[3], "unknowns").map { text -> Occurrence in
            let parts = try reader.items(text)
            guard let head = parts.first else { throw TextError("an unknown without a name") }
            var places: [Point] = []
            var fixed: Set<Point> = []
            for part in parts.rest {
                // A point in brackets does not vary.
                if let inner = part.items, inner.count == 1 {
                    places.append(try reader.point(inner[0]))
                    fixed.insert(places[places.count - 1])
                } else {
                    places.append(try reader.point(part))
                }
            }
            return Occurrence(function: try reader.symbol(head), points: places, fixed: fixed)
        }
        let local = FirstVariationCheck.localStatement(statement, points, .zero, [])
        guard let parts = items[4].items, parts.first?.word == "witness" else { throw TextError("expected a witness") }
        self.init(
            placements: try reader.placements(items[2]), points: points, unknowns: unknowns,
            witness: try Witness(parts, local))
    }
}

extension StatementWriter {
    func declarations(_ points: [Point]) -> SymbolicText {
        .list([.word("points")] + points.map { .list([point($0), manifold($0.manifold)]) })
    }

    func placements(_ placements: [[Divergence.Placement]]) -> SymbolicText {
        .list([.word("placements")] + placements.map { options in
            .list(options.map { placement in
                .list([.list(placement.points.map(point))] + (placement.change.map { [changeText($0)] } ?? []) + placement.masses.map { .list([symbol($0.function)] + $0.points.map(point)) })
            })
        })
    }
}

extension StatementWriter {
    private func changeText(_ change: LinearChange) -> SymbolicText {
        func rows(_ matrix: [[Expression]]) -> [SymbolicText] {
            matrix.map { row in
                .list(row.map { entry in
                    var own = self
                    return own.expression(entry)
                })
            }
        }
        return .list([.word("change"), .list(rows(change.matrix)), .list(rows(change.inverse))])
    }
}

extension StatementReader {
    func declarations(_ text: SymbolicItem) throws -> [Point] {
        try list(text, "points").map { item in
            let pair = try items(item, count: 2)
            return Point(name: try word(pair[0]), manifold: try manifold(pair[1]))
        }
    }

    func placements(_ text: SymbolicItem) throws -> [[Divergence.Placement]] {
        try list(text, "placements").map { options in
            try items(options).map { placement in
                let parts = try items(placement)
                guard let first = parts.first else { throw TextError("an empty placement") }
                var rest = parts.rest
                var change: LinearChange?
                if let items = rest.first?.items, items.first?.word == "change" {
                    guard items.count == 3 else { throw TextError("expected two matrices") }
                    func matrix(_ text: SymbolicItem) throws -> [[Expression]] {
                        try self.items(text).map { try self.items($0).map(expression) }
                    }
                    change = LinearChange(matrix: try matrix(items[1]), inverse: try matrix(items[2]))
                    rest = rest.rest
                }
                return Divergence.Placement(
                    points: try items(first).map(point), change: change,
                    masses: try rest.map { mass in
                        let parts = try items(mass)
                        guard let density = parts.first else { throw TextError("expected a density and its points") }
                        return Divergence.Mass(function: try symbol(density), points: try parts.rest.map(point))
                    })
            }
        }
    }
}
