import Arithmetic
import Expressions
import Kernel

/// That the value at a place bounds an expression on the whole range.
///
/// Where this is not seen as it stands, a variable that is 1 at the place takes over: `x = x₀ t` on a half-line from 0. Where it
/// is a matter of homogeneity parameters leave the difference with a positive factor, and its slope changes its sign at 1.
struct OptimumProver {
    private let check: SignCheck
    private let bound: Relation
    private let names: [String]
    private let place: [String: Expression]
    private let sample: [String: Double]

    /// - Parameter sample: values of the other parameters, that tell the signs of bases.
    init(_ statement: Statement, _ bound: Relation, _ names: [String], _ place: [String: Expression], at sample: [String: Double]) {
        check = SignCheck(statement)
        self.bound = bound
        self.names = names
        self.place = place
        self.sample = sample
    }

    func proof() -> SignProof? {
        let prover = SignProver(check)
        return prover.proof(of: bound, .short) ?? moved() ?? prover.proof(of: bound)
    }

    private func moved() -> SignProof? {
        guard names.count == 1, let name = names.first, let value = place[name], let range = check.box.ranges[name] else { return nil }
        // Ends that belong to the range by continuity.
        if range.lower?.isIncluded == true || range.upper?.isIncluded == true {
            guard let interior = check.box.interior, let inside = moved(name, value, range, on: interior) else { return nil }
            return accepted(.closure(inside))
        }
        return moved(name, value, range, on: check.box).flatMap(accepted)
    }

    private func accepted(_ proof: SignProof) -> SignProof? { (try? check.proves(bound, proof)) == nil ? nil : proof }

    /// The old variable in terms of the new one, and the other way round.
    private func change(_ name: String, _ value: Expression, _ range: ParameterBox.Range) -> (value: Expression, inverse: Expression)? {
        let x = Expression.parameter(name)
        switch (range.lower?.value, range.upper?.value) {
        case (let lower?, nil):
            let unit = distance(lower, value)
            return (distance(-lower, unit * x), distance(lower, x) / unit)
        case (nil, let upper?):
            let unit = upper - value
            return (upper - unit * x, (upper - x) / unit)
        case (let lower?, let upper?):
            let unit = tidied(distance(lower, value) / (upper - value))
            return (distance(-lower, upper * unit * x) / (.one + unit * x), distance(lower, x) / (upper - x) / unit)
        case (nil, nil): return (value + .elementary(.log, x), .elementary(.exp, x - value))
        }
    }

    private func distance(_ a: Expression, _ b: Expression) -> Expression { a == .zero || a == -.zero ? b : b - a }

    private func tidied(_ e: Expression) -> Expression { PowerSum(e, at: sample).map { $0.expression(at: sample) } ?? e }

    /// Factor by factor.
    private func positive(_ e: Expression, on box: ParameterBox) -> SignProof? {
        let own = Expression.product(e.factors.filter { $0.parameterSymbols.contains(names[0]) })
        let unit = Expression.product(e.factors.filter { !$0.parameterSymbols.contains(names[0]) })
        let signs = [unit, own].map { SignProver(check).proof($0, .positive, on: box, depths: 1...2) }
        guard let first = signs[0], let second = signs[1] else { return nil }
        return .factor(unit, quotient: own, positive: first, rest: second)
    }

    private func moved(_ name: String, _ value: Expression, _ range: ParameterBox.Range, on box: ParameterBox) -> SignProof? {
        guard let change = change(name, value, range), let positive = positive(change.inverse, on: box) else { return nil }
        let own = check.substituting(change.value, for: name, on: box)
        let e = bound.excess.namingDimensions.substituting(parameters: [name: change.value])
        func substituted(_ rest: SignProof) -> SignProof { .substituted(name, value: change.value, inverse: change.inverse, positive: positive, rest: rest) }
        let place = sample.merging([name: 1.37]) { $1 }
        guard let sum = PowerSum(e, at: place) else { return nil }
        let (common, rest) = sum.factored
        let factor = PowerSum([common]).expression(at: place), quotient = rest.plainExpression
        guard let sign = SignProver(own).proof(factor, .positive, on: own.box, depths: 1...1),
            let reason = SignProver(own).proof(of: Relation(.zero, bound.op, quotient)) else { return nil }
        return substituted(.factor(factor, quotient: quotient, positive: sign, rest: reason))
    }
}
