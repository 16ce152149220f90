import Expressions

extension Expression {
    /// No component is singled out, and no other point, vector or orientation stands in it.
    func isInvariantInForm(under point: Point) -> Bool {
        func isVariable(_ index: Index?) -> Bool {
            guard case .fixed? = index else { return true }
            return false
        }
        func visit(_ e: Expression) -> Bool {
            switch e.kind {
            case .coordinate(let other, let index): return other == point && isVariable(index)
            case .delta(let i, let j): return isVariable(i) && isVariable(j)
            case .epsilon, .integral, .uninterpreted: return false
            case .application(let application):
                return application.valueIndices.isEmpty && !application.arguments.isEmpty
                    && application.derivatives.allSatisfy { isVariable($0.index) } && application.arguments.allSatisfy { visit($0.body) }
            case .partial(let other, let index, let body): return other == point && isVariable(index) && visit(body)
            case .contraction(let index, let body): return isVariable(index) && visit(body)
            default: return e.operands.allSatisfy(visit)
            }
        }
        return visit(self)
    }
}
