import Arithmetic

/// Expressions as one graph, in which sub-expressions that differ only in the names of indices are one node.
///
/// A node has a place for each of its free indices, in order of first appearance. Where a component is needed,
/// a *source* says where it comes from: a place of the node; the index that the node binds, which follows the
/// places; or, as a negative number, a fixed component.
struct ExpressionGraph {
    enum Operation {
        case number(Rational)
        case pi
        case parameter(String)
        case dimension(Dimension)
        case coordinate(Point)
        case delta
        case epsilon
        case application(FunctionSymbol, derivatives: [Int])
        case sum
        case product
        /// The exponent is the second operand, and given as it stands.
        case power(Expression)
        case elementary(ElementaryFunction)
        case bessel(BesselFunction)
        case partial(Point)
        case contraction(Dimension)
    }

    struct Node {
        let operation: Operation
        let places: Int
        /// Sources of the operation's own indices.
        let indices: Range<Int>
        let operands: Range<Int>
    }

    struct Operand {
        let node: Int
        /// A source for each place of the operand.
        let sources: Range<Int>
    }

    private(set) var nodes: [Node] = []
    private(set) var operands: [Operand] = []
    private(set) var sources: [Int32] = []
    private var table = SequenceTable()
    private var known: [ObjectIdentifier: Int] = [:]
    /// Keeps the expressions alive whose identity is a key.
    private var kept: [Expression] = []
    private var points: [Point] = []
    private var functions: [FunctionSymbol] = []
    private var names: [String] = []
    private var dimensions: [Dimension] = []
    private var numbers: [Rational] = []

    /// The node of an expression; its places are those of `expression.freeIndices`.
    mutating func insert(_ expression: Expression) throws -> Int {
        let identity = ObjectIdentifier(expression.node)
        if let number = known[identity] { return number }
        let number = try node(of: expression)
        known[identity] = number
        kept.append(expression)
        return number
    }

    private mutating func node(of expression: Expression) throws -> Int {
        let free = expression.freeIndices
        switch expression.kind {
        case .number(let value):
            return add(.number(value), free, [0, Self.place(of: value, in: &numbers)], [], [])
        case .pi: return add(.pi, free, [1], [], [])
        case .parameter(let name): return add(.parameter(name), free, [2, Self.place(of: name, in: &names)], [], [])
        case .dimension(let dimension):
            return add(.dimension(dimension), free, [3, Self.place(of: dimension, in: &dimensions)], [], [])
        case .coordinate(let point, let index):
            return add(.coordinate(point), free, [4, Self.place(of: point, in: &points)], index.map { [$0] } ?? [], [])
        case .delta(let i, let j): return add(.delta, free, [5], [i, j], [])
        case .epsilon(let i, let j, let k): return add(.epsilon, free, [6], [i, j, k], [])
        case .application(let application):
            let derivatives = application.derivatives.map(\.argument)
            let head = [7, Self.place(of: application.function, in: &functions), Int32(derivatives.count)]
                + derivatives.map { Int32($0) }
            let indices = application.valueIndices + application.derivatives.compactMap(\.index)
            let arguments = try application.arguments.map { argument -> (Expression, Index?, Int) in
                switch argument {
                case .scalar(let body): return (body, nil, try insert(body))
                case .vector(let bound, let body): return (body, bound, try insert(body))
                }
            }
            return add(.application(application.function, derivatives: derivatives), free, head, indices, arguments)
        case .sum(let terms): return add(.sum, free, [8], [], try terms.map { ($0, nil, try insert($0)) })
        case .product(let factors): return add(.product, free, [9], [], try factors.map { ($0, nil, try insert($0)) })
        case .power(let base, let exponent):
            return add(.power(exponent), free, [10], [], [(base, nil, try insert(base)), (exponent, nil, try insert(exponent))])
        case .elementary(let function, let argument):
            let number = ElementaryFunction.allCases.firstIndex(of: function) ?? 0
            return add(.elementary(function), free, [11, Int32(number)], [], [(argument, nil, try insert(argument))])
        case .partial(let point, let index, let body):
            return add(
                .partial(point), free, [12, Self.place(of: point, in: &points)], index.map { [$0] } ?? [],
                [(body, nil, try insert(body))])
        case .parameterDerivative(let name, let body):
            // Its places are those of the body; the derivative may have lost some.
            let derivative = body.differentiated(byParameter: name)
            return add(.sum, free, [8], [], [(derivative, nil, try insert(derivative))])
        case .contraction(let index, let body):
            return add(
                .contraction(index.dimension), free, [13, Self.place(of: index.dimension, in: &dimensions)], [],
                [(body, index, try insert(body))])
        case .integral: throw EvaluationError.unsupported("∫")
        case .uninterpreted(let name, let operands, _):
            guard let (function, order, argument) = expression.bessel else { throw EvaluationError.unsupported(name) }
            return add(
                .bessel(function), free, [function == .first ? 14 : 15, Int32(operands.count)], [],
                [(order, nil, try insert(order)), (argument, nil, try insert(argument))])
        }
    }

    /// - Parameters:
    ///   - head: what tells the operation from others.
    ///   - parts: the operands with the index that is bound in each, and their nodes.
    private mutating func add(
        _ operation: Operation, _ free: [Index], _ head: [Int32], _ indices: [Index], _ parts: [(Expression, Index?, Int)]
    ) -> Int {
        func source(_ index: Index, _ bound: Index?) -> Int32 {
            if case .fixed(let component, _) = index { return Int32(-component) }
            if index == bound { return Int32(free.count) }
            return Int32(free.firstIndex(of: index) ?? free.count)
        }
        var key = head
        key.append(Int32(free.count))
        let ownSources = indices.map { source($0, nil) }
        key.append(contentsOf: ownSources)
        key.append(.min)
        for (expression, bound, node) in parts {
            key.append(Int32(node))
            for index in expression.freeIndices { key.append(source(index, bound)) }
        }
        let number = Int(table.number(of: key))
        if number < nodes.count { return number }
        let indexStart = sources.count
        sources.append(contentsOf: ownSources)
        let indexEnd = sources.count
        let operandStart = operands.count
        for (expression, bound, node) in parts {
            let start = sources.count
            for index in expression.freeIndices { sources.append(source(index, bound)) }
            operands.append(Operand(node: node, sources: start..<sources.count))
        }
        nodes.append(Node(
            operation: operation, places: free.count, indices: indexStart..<indexEnd,
            operands: operandStart..<operands.count))
        return number
    }

    private static func place<T: Equatable>(of item: T, in list: inout [T]) -> Int32 {
        if let place = list.firstIndex(of: item) { return Int32(place) }
        list.append(item)
        return Int32(list.count - 1)
    }
}
