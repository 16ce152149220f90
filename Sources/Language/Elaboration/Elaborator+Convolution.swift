import Expressions

/// `conv(G, f)(v) = ∫ G(v - v′) f(v′) dv′`.
extension Elaborator {
    /// Both arguments are fields of one point; of two tensors the product is that of juxtaposition. In a definition `let h(z) = conv(G, f)` the
    /// convolution is taken at z, wherever G and f are declared.
    mutating func convolution(_ kernel: SyntaxExpression, _ field: SyntaxExpression, _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        let a = atOwnPoint(try value(kernel, scope), scope), b = atOwnPoint(try value(field, scope), scope)
        let points = freePoints(a), others = freePoints(b)
        guard let point = others.first(where: points.contains) ?? others.first ?? points.first, point.manifold.isWhole, points.allSatisfy({ $0 == point }) || points.contains(point)
        else {
            throw Failure(
                .ambiguousPoint, "found a convolution of expressions without a common point of a Euclidean space",
                advice: "both arguments are fields of one point: conv(G, f) with G(v) and f(v)", at: range)
        }
        let bound = Point(name: point.name + Self.convolutionMark, manifold: point.manifold)
        let difference: Expression.Argument
        if let dimension = point.manifold.vectorDimension {
            let index = supply.fresh(dimension)
            difference = .vector(index, .coordinate(point, index) - .coordinate(bound, index))
        } else {
            difference = .scalar(.coordinate(point, nil) - .coordinate(bound, nil))
        }
        let shift = PointSubstitution([point: difference]), move = PointSubstitution([point: .point(bound, &supply)])
        let left = a.mapTensors { shift.apply($0, &supply) }, right = b.mapTensors { move.apply($0, &supply) }
        let product = try product(left, right, .juxtaposed, places: (kernel.range, field.range), range)
        return try make(
            product.mapTensors { Tensor(indices: $0.indices, body: .integral([bound], $0.body)) }.kind, from: [a, a, b, b], adding: 8, levels: 4,
            at: range)
    }

    /// A field of another point as a field of the point at which one is being defined.
    private mutating func atOwnPoint(_ value: Value, _ scope: Scope) -> Value {
        guard let point = freePoints(value).first, freePoints(value).count == 1, !scope.fieldPoints.contains(point) else { return value }
        let places = scope.fieldPoints.filter { $0.manifold == point.manifold }
        guard places.count == 1 else { return value }
        let move = PointSubstitution([point: .point(places[0], &supply)])
        return value.mapTensors { move.apply($0, &supply) }
    }

    private static let convolutionMark = "°"

    func isConvolutionVariable(_ point: Point) -> Bool { point.name.hasSuffix(Self.convolutionMark) }

    private func freePoints(_ value: Value) -> [Point] {
        var mentions = Mentions()
        value.tensors.forEach { mentions.add($0.body) }
        return mentions.freePoints
    }
}
