import Expressions

extension SignCheck {
    /// `x = bound + z`, or `x = bound - z`, where z, which takes the name of x, runs through all numbers that are not negative.
    public struct Shift {
        let name: String
        let bound: Expression
        let isUpper: Bool
        /// With the hypotheses in terms of z, without the one that bounds x.
        public let check: SignCheck

        public func expression(_ e: Expression) -> Expression {
            e.namingDimensions.substituting(parameters: [name: isUpper ? bound - .parameter(name) : bound + .parameter(name)])
        }
    }

    /// `nil` where the hypothesis is no bound of the parameter, or the parameter has one on the other side.
    public func shifted(_ name: String, by number: Int, on box: ParameterBox) -> Shift? {
        guard hypotheses.indices.contains(number), let range = box.ranges[name],
            let (bound, isUpper) = bound(on: name, by: number, on: box), (isUpper ? range.lower : range.upper) == nil, Set(bound.parameterSymbols).isSubset(of: box.ranges.keys)
        else { return nil }
        let isStrict = hypotheses[number].op == .less
        let shift = Shift(name: name, bound: bound, isUpper: isUpper, check: self)
        var check = self
        check.restart(name, isStrict: isStrict, on: box) { relation in
            Relation(shift.expression(relation.left), relation.op, shift.expression(relation.right))
        } without: { $0 == number }
        return Shift(name: name, bound: bound, isUpper: isUpper, check: check)
    }
}
