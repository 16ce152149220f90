import Arithmetic
import Expressions

/// `e(z := X)` without capture: integrated points that the replacement mentions are renamed first.
struct PointSubstitution {
    let replacements: [Point: Expression.Argument]
    private let mentioned: Set<Point>

    init(_ replacements: [Point: Expression.Argument]) {
        self.replacements = replacements
        mentioned = Set(replacements.values.flatMap { Mentions($0.body).freePoints })
    }

    func apply(_ tensor: Tensor, _ supply: inout IndexSupply) -> Tensor {
        Tensor(indices: tensor.indices, body: apply(tensor.body, &supply))
    }

    func apply(_ e: Expression, _ supply: inout IndexSupply) -> Expression {
        switch e.kind {
        case .coordinate(let point, let index):
            switch (replacements[point], index) {
            case (.scalar(let value)?, _): return value
            case (.vector(let bound, let body)?, let index?): return body.renamingIndices([bound: index], &supply)
            default: return e
            }
        case .partial(let point, let index, let body):
            guard replacements[point] != nil || mentioned.contains(point) else {
                return .partial(point, index, apply(body, &supply))
            }
            if let renamed = replacements[point]?.plainPoint, !body.mentions(renamed),
                !mentionsAnyReplacement(renamed, except: point)
            {
                // Another name for the point: the derivative goes along.
                return .partial(renamed, index, apply(body, &supply))
            }
            // What has no derivative by the rules of calculus stays an operator at the image point.
            let isAtOnePlace = replacements[point].map { Mentions($0.body).freePoints.isEmpty } ?? false
            guard isAtOnePlace ? body.hasRules(forDerivativeBy: point) : !Mentions(body).hasUninterpreted else {
                let places = replacements.map { (name: $0.name, value: $1.body) }.sorted { $0.name < $1.name }
                return .derivative(e, at: places, apply(body, &supply))
            }
            return apply(body.differentiated(by: point, index, &supply), &supply)
        case .integral(let points, let body):
            let (bound, inner) = Expression.renamedApart(points, body, from: mentioned.union(replacements.keys))
            return .integral(bound, apply(inner, &supply))
        default: return e.mapOperands { apply($0, &supply) }
        }
    }

    /// Whether the image point plays a part in the replacement other than standing for `point`.
    private func mentionsAnyReplacement(_ image: Point, except point: Point) -> Bool {
        replacements.contains { key, value in key == image || (key != point && value.body.mentions(image)) }
    }
}

extension Expression {
    /// A function of points at arguments. On a sphere, where functions stand at `ω/|ω|`, what is homogeneous in ω is only made so of degree 0.
    func placed(at arguments: [Argument], of points: [Point], _ supply: inout IndexSupply) -> Expression {
        var result = self
        var replacements: [Point: Argument] = [:]
        for (point, argument) in zip(points, arguments) where argument.plainPoint != point {
            if argument.isOnRay(of: point, &supply), let constant = result.constantOnRays(of: point, &supply) { result = constant } else { replacements[point] = argument }
        }
        return replacements.isEmpty ? result : PointSubstitution(replacements).apply(result, &supply)
    }

    /// With powers of `|ω|` that make every term homogeneous of degree 0; `nil` where a term is not homogeneous.
    private func constantOnRays(of point: Point, _ supply: inout IndexSupply) -> Expression? {
        guard Set(Mentions(self).points).isSubset(of: [point]) else { return nil }
        var terms: [Expression] = [self]
        if case .sum(let summands) = kind { terms = summands }
        let length = Expression.length(of: point, &supply)
        var result: [Expression] = []
        for term in terms {
            guard let degree = ScalingDegree.of(term) else { return nil }
            result.append(degree.isZero ? term : term * .power(length, (-degree).expression))
        }
        return .sum(result)
    }
}

extension Expression.Argument {
    /// The point, on a sphere as `ω/|ω|`.
    static func standing(for point: Point, _ supply: inout IndexSupply) -> Expression.Argument {
        guard case .sphere = point.manifold, let dimension = point.manifold.vectorDimension else { return .point(point, &supply) }
        let index = supply.fresh(dimension)
        return .vector(index, .coordinate(point, index) / .length(of: point, &supply))
    }

    fileprivate func isOnRay(of point: Point, _ supply: inout IndexSupply) -> Bool {
        guard case .sphere = point.manifold, case .vector(let index, let body) = self else { return false }
        return body.isSameUpToBoundIndices(as: .coordinate(point, index) / .length(of: point, &supply))
    }
}
