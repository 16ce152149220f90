extension Expression {
    /// The free index variables in order of first appearance.
    public var freeIndices: [Index] { node.freeIndices }
}

extension Expression.Kind {
    /// The free index variables, from those of the operands.
    var freeIndices: [Index] {
        var result: [Index] = []
        func add(_ indices: [Index], except bound: Index? = nil) {
            for index in indices where index != bound && !result.contains(index) {
                if case .variable = index { result.append(index) }
            }
        }
        switch self {
        case .number, .pi, .parameter, .dimension: break
        case .coordinate(_, let index): add(index.map { [$0] } ?? [])
        case .delta(let i, let j): add([i, j])
        case .epsilon(let i, let j, let k): add([i, j, k])
        case .application(let application):
            add(application.valueIndices)
            add(application.derivatives.compactMap(\.index))
            for argument in application.arguments {
                switch argument {
                case .scalar(let body): add(body.freeIndices)
                case .vector(let bound, let body): add(body.freeIndices, except: bound)
                }
            }
        case .sum(let parts), .product(let parts): parts.forEach { add($0.freeIndices) }
        case .power(let base, let exponent):
            add(base.freeIndices)
            add(exponent.freeIndices)
        case .elementary(_, let body), .parameterDerivative(_, let body), .integral(_, let body): add(body.freeIndices)
        case .partial(_, let index, let body):
            add(index.map { [$0] } ?? [])
            add(body.freeIndices)
        case .contraction(let bound, let body): add(body.freeIndices, except: bound)
        case .uninterpreted(_, let operands, let indices):
            operands.forEach { add($0.freeIndices) }
            add(indices)
        }
        return result
    }
}
