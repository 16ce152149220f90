import Arithmetic
import Expressions
import Kernel

/// A structural replacement of dimensions, points, function symbols and parameters.
struct ExpressionTransform {
    var dimension: (Dimension) -> Dimension = { $0 }
    var point: (Point) -> Point = { $0 }
    var symbol: (FunctionSymbol) -> FunctionSymbol = { $0 }
    /// The new meaning of a parameter; also asked for a symbolic dimension that stands as a number.
    var parameter: (String) -> Expression? = { _ in nil }
    var parameterName: (String) -> String = { $0 }

    func apply(_ index: Index) -> Index {
        switch index {
        case .variable(let number, let d): return .variable(number, dimension(d))
        case .fixed(let number, let d): return .fixed(number, dimension(d))
        }
    }

    func apply(_ e: Expression) -> Expression {
        switch e.kind {
        case .number, .pi: return e
        case .parameter(let name): return parameter(name) ?? .parameter(parameterName(name))
        case .dimension(let d):
            if case .symbol(let name) = d, let value = parameter(name) { return value }
            return .dimension(dimension(d))
        case .coordinate(let p, let index): return .coordinate(point(p), index.map(apply))
        case .delta(let i, let j): return .delta(apply(i), apply(j))
        case .epsilon(let i, let j, let k): return .epsilon(apply(i), apply(j), apply(k))
        case .application(let application): return .application(apply(application))
        case .partial(let p, let index, let body): return .partial(point(p), index.map(apply), apply(body))
        case .parameterDerivative(let name, let body):
            // First the derivative, then the value: that of another parameter may depend on this one.
            if parameter(name) != nil || Mentions(body).parameters.contains(where: { other in
                parameter(other).map { Mentions($0).parameters.contains(name) } ?? false
            }) { return body.derivative(byParameter: name, values: parameter, substituting: apply) }
            return .parameterDerivative(parameterName(name), apply(body))
        case .contraction(let index, let body): return .contraction(apply(index), apply(body))
        case .integral(let points, let body): return .integral(points.map(point), apply(body))
        case .uninterpreted(let name, let operands, let indices):
            return .uninterpreted(name, operands.map(apply), indices.map(apply))
        case .sum, .product, .power, .elementary: return e.mapOperands(apply)
        }
    }

    func apply(_ application: Expression.Application) -> Expression.Application {
        Expression.Application(
            function: symbol(application.function),
            valueIndices: application.valueIndices.map(apply),
            derivatives: application.derivatives.map {
                Expression.DerivativeSlot(argument: $0.argument, index: $0.index.map(apply))
            },
            arguments: application.arguments.map(apply))
    }

    func apply(_ argument: Expression.Argument) -> Expression.Argument {
        switch argument {
        case .scalar(let body): return .scalar(apply(body))
        case .vector(let index, let body): return .vector(apply(index), apply(body))
        }
    }

    func apply(_ tensor: Tensor) -> Tensor { Tensor(indices: tensor.indices.map(apply), body: apply(tensor.body)) }
}

/// The symbols an expression mentions.
public struct Mentions {
    /// Points that occur free, in order of occurrence.
    public private(set) var freePoints: [Point] = []
    /// All points, integrated ones included.
    private(set) var points: [Point] = []
    public private(set) var parameters: Set<String> = []
    public private(set) var functions: Set<FunctionSymbol> = []
    private(set) var dimensions: Set<Dimension> = []
    private(set) var hasUninterpreted = false
    private var seen: Set<Point> = []
    private var seenFree: Set<Point> = []

    init() {}
    public init(_ e: Expression) { visit(e, bound: []) }

    init(_ proposition: Proposition) {
        for relation in proposition.allRelations {
            add(relation.left)
            add(relation.right)
        }
    }

    mutating func add(_ e: Expression) { visit(e, bound: []) }

    mutating func add(_ point: Point, bound: Set<Point> = []) {
        if seen.insert(point).inserted {
            points.append(point)
            if let dimension = point.manifold.vectorDimension { dimensions.insert(dimension) }
        }
        if !bound.contains(point), seenFree.insert(point).inserted { freePoints.append(point) }
    }

    mutating func add(_ index: Index) { dimensions.insert(index.dimension) }

    private mutating func visit(_ e: Expression, bound: Set<Point>) {
        switch e.kind {
        case .number, .pi: break
        case .parameter(let name): parameters.insert(name)
        case .dimension(let d): dimensions.insert(d)
        case .coordinate(let p, let index):
            add(p, bound: bound)
            index.map { add($0) }
        case .delta(let i, let j): [i, j].forEach { add($0) }
        case .epsilon(let i, let j, let k): [i, j, k].forEach { add($0) }
        case .application(let application):
            functions.insert(application.function)
            for case .vector(let d) in application.function.arguments { dimensions.insert(d) }
            application.function.valueDimensions.forEach { dimensions.insert($0) }
            for argument in application.arguments { visit(argument.body, bound: bound) }
        case .partial(let p, let index, let body):
            add(p, bound: bound)
            index.map { add($0) }
            visit(body, bound: bound)
        case .parameterDerivative(let name, let body):
            parameters.insert(name)
            visit(body, bound: bound)
        case .contraction(let index, let body):
            add(index)
            visit(body, bound: bound)
        case .integral(let points, let body):
            let inner = bound.union(points)
            points.forEach { add($0, bound: inner) }
            visit(body, bound: inner)
        case .uninterpreted(_, let operands, _):
            hasUninterpreted = true
            operands.forEach { visit($0, bound: bound) }
        case .sum(let list), .product(let list): list.forEach { visit($0, bound: bound) }
        case .power(let a, let b):
            visit(a, bound: bound)
            visit(b, bound: bound)
        case .elementary(_, let a): visit(a, bound: bound)
        }
    }
}
