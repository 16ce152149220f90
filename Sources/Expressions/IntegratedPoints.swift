extension Expression {
    /// Whether two expressions are the same up to the names of bound indices and of integrated points.
    public func isSameUpToBoundNames(as other: Expression) -> Bool {
        namingIntegratedPoints(0).isSameUpToBoundIndices(as: other.namingIntegratedPoints(0))
    }

    /// With names for integrated points that tell how deep they are bound.
    private func namingIntegratedPoints(_ depth: Int) -> Expression {
        guard hasIntegral else { return self }
        guard case .integral(let points, let body) = kind else { return mapOperands { $0.namingIntegratedPoints(depth) } }
        let names = points.enumerated().map { Point(name: "∫\(depth + $0.offset)", manifold: $0.element.manifold) }
        let inside = body.renamingPoints(Dictionary(zip(points, names)) { first, _ in first })
        return .integral(names, inside.namingIntegratedPoints(depth + points.count))
    }

    /// The arguments in place of points. They must not contain a point that is integrated here.
    public func substituting(_ arguments: [Point: Argument]) -> Expression {
        guard case .coordinate(let point, let index) = kind, let argument = arguments[point] else { return mapOperands { $0.substituting(arguments) } }
        switch argument {
        case .scalar(let body): return body
        case .vector(let own, let body):
            guard let index else { return self }
            var supply = IndexSupply(beyond: [own, index] + body.freeIndices)
            return body.renamingIndices([own: index], &supply)
        }
    }
}
