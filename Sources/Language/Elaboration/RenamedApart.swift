import Expressions

/// Integrals over points of other names, so that what is put into their integrands is not integrated.
extension Expression {
    /// The points of an integral and its integrand, with new names for those of the given points; names that occur nowhere in it.
    static func renamedApart(_ points: [Point], _ body: Expression, from others: Set<Point>) -> (points: [Point], body: Expression) {
        guard points.contains(where: others.contains) else { return (points, body) }
        var mentions = Mentions(body)
        points.forEach { mentions.add($0) }
        var taken = Set(mentions.points.map(\.name)).union(others.map(\.name))
        var names: [Point: Point] = [:]
        for point in points where others.contains(point) {
            var name = point.name + "′"
            while taken.contains(name) { name += "′" }
            taken.insert(name)
            names[point] = Point(name: name, manifold: point.manifold)
        }
        return (points.map { names[$0] ?? $0 }, body.renamingPoints(names))
    }

    /// The same with every integral inside renamed apart from the points.
    func renamingIntegrals(apartFrom others: Set<Point>) -> Expression {
        guard hasIntegral, !others.isEmpty else { return self }
        guard case .integral(let points, let body) = kind else { return mapOperands { $0.renamingIntegrals(apartFrom: others) } }
        let (bound, inner) = Expression.renamedApart(points, body.renamingIntegrals(apartFrom: others), from: others)
        return .integral(bound, inner)
    }
}
