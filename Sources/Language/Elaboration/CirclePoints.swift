import Expressions
import Kernel

/// The circle in place of `T^d` where d is set to 1: its points are scalars. With e the one direction of `R^1`,
///
///     ∂_i = e_i ∂ ,   f(x) for a vector x  =  f(x·e) .
struct CirclePoints {
    private var supply = IndexSupply(startingAt: 1 << 24)

    static func apply(to proposition: Proposition) -> Proposition {
        proposition.mapRelations { relation in
            guard mentionsCircle(relation.left) || mentionsCircle(relation.right) else { return relation }
            var circle = CirclePoints()
            return Relation(circle.apply(relation.left), relation.op, circle.apply(relation.right), indices: relation.indices)
        }
    }

    private static func isCircle(_ point: Point) -> Bool { point.manifold == .torus(.number(1)) }

    private static func mentionsCircle(_ e: Expression) -> Bool {
        switch e.kind {
        case .coordinate(let point, .some), .partial(let point, .some, _): if isCircle(point) { return true }
        default: break
        }
        return e.operands.contains(where: mentionsCircle)
    }

    private static func direction(_ index: Index) -> Expression {
        if case .fixed = index { .one } else { .delta(index, .fixed(1, index.dimension)) }
    }

    private mutating func apply(_ e: Expression) -> Expression {
        switch e.kind {
        case .coordinate(let point, let index?) where Self.isCircle(point): return .coordinate(point, nil) * Self.direction(index)
        case .partial(let point, let index?, let body) where Self.isCircle(point): return Self.direction(index) * .partial(point, nil, apply(body))
        case .application(let application): return apply(application)
        case .contraction(let index, let body) where index.dimension == .number(1):
            return apply(body.renamingIndices([index: .fixed(1, index.dimension)], &supply))
        default: return e.mapOperands { apply($0) }
        }
    }

    private mutating func apply(_ application: Expression.Application) -> Expression {
        let isOnCircle = application.arguments.map { argument in
            if case .vector(_, let body) = argument { Self.mentionsCircle(body) } else { false }
        }
        let arguments = zip(application.arguments, isOnCircle).map { argument, isOnCircle -> Expression.Argument in
            guard isOnCircle, case .vector(let index, let body) = argument else { return argument.mapBody { apply($0) } }
            return .scalar(apply(body.renamingIndices([index: .fixed(1, index.dimension)], &supply)))
        }
        let function = application.function
        let symbol = FunctionSymbol(
            name: function.name, arguments: zip(function.arguments, isOnCircle).map { $1 ? .scalar : $0 }, valueDimensions: function.valueDimensions,
            valueSymmetry: function.valueSymmetry, isLogarithm: function.isLogarithm, attributes: function.attributes)
        let directions = application.derivatives.compactMap { slot in isOnCircle[slot.argument] ? slot.index.map(Self.direction) : nil }
        let value = Expression.application(Expression.Application(
            function: symbol, valueIndices: application.valueIndices,
            derivatives: application.derivatives.map { isOnCircle[$0.argument] ? .init(argument: $0.argument, index: nil) : $0 }, arguments: arguments))
        return .product(directions + [value])
    }
}
