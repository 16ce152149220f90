extension Expression {
    /// The free index variables in order of first appearance, given those of the operands.
    func freeIndices(_ ofOperand: (Expression) -> [Index]) -> [Index] {
        var result: [Index] = []
        func add(_ indices: [Index], except bound: Index? = nil) {
            for index in indices where index != bound && !result.contains(index) {
                if case .variable = index { result.append(index) }
            }
        }
        switch kind {
        case .number, .pi, .parameter, .dimension: break
        case .coordinate(_, let index): add(index.map { [$0] } ?? [])
        case .delta(let i, let j): add([i, j])
        case .epsilon(let i, let j, let k): add([i, j, k])
        case .application(let application):
            add(application.valueIndices)
            add(application.derivatives.compactMap(\.index))
            for argument in application.arguments {
                switch argument {
                case .scalar(let body): add(ofOperand(body))
                case .vector(let bound, let body): add(ofOperand(body), except: bound)
                }
            }
        case .partial(_, let index, let body):
            add(index.map { [$0] } ?? [])
            add(ofOperand(body))
        case .contraction(let bound, let body): add(ofOperand(body), except: bound)
        case .uninterpreted(_, let operands, let indices):
            operands.forEach { add(ofOperand($0)) }
            add(indices)
        case .sum, .product, .power, .elementary, .parameterDerivative, .integral:
            operands.forEach { add(ofOperand($0)) }
        }
        return result
    }

    /// The free index variables in order of first appearance.
    public var freeIndices: [Index] { freeIndices { $0.freeIndices } }
}
