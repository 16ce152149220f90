import Expressions

extension SignCheck {
    /// `e(x) = e(φ(t))` with `t = ψ(x)`, where `φ(ψ(x)) = x`: ψ > 0 on the range: the sign for all t > 0 is that for all x of the range.
    /// The new variable has the name of the old one.
    func checkSubstituted(
        _ e: Expression, _ sign: Sign, on box: ParameterBox, _ name: String, _ value: Expression, _ inverse: Expression, _ positive: SignProof,
        _ rest: SignProof, isAtEveryPoint: Bool
    ) throws {
        guard sign != .zero, box.ranges[name] != nil, !integers.contains(name) else { throw Rejection.signNotShown(e.plainText) }
        try requireParameters([value, inverse])
        let e = e.namingDimensions, value = value.namingDimensions
        let back = value.substituting(parameters: [name: inverse])
        for part in [inverse, back] { try requireDefined(part, on: box, underHypotheses: !isAtEveryPoint) }
        guard try ContractionForm.areEqual(back, .parameter(name), context) else { throw Rejection.signNotShown(e.plainText) }
        try check(inverse, .positive, on: box, positive, isAtEveryPoint: isAtEveryPoint)
        let moved = substituting(value, for: name, on: box)
        let result = e.substituting(parameters: [name: value])
        try moved.requireDefined(result, on: moved.box, underHypotheses: !isAtEveryPoint)
        try moved.check(result, sign, on: moved.box, rest, isAtEveryPoint: isAtEveryPoint)
    }

    /// In terms of the new variable, which is positive.
    public func substituting(_ value: Expression, for name: String, on box: ParameterBox) -> SignCheck {
        var moved = self
        func restated(_ e: Expression) -> Expression {
            e.parameterSymbols.contains(name) ? e.namingDimensions.substituting(parameters: [name: value]) : e
        }
        moved.restart(name, isStrict: true, on: box, { Relation(restated($0.left), $0.op, restated($0.right)) }, without: { _ in false })
        return moved
    }
}
