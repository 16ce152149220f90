import Arithmetic
import Expressions
import Kernel

/// Parameters that are integers: between the real numbers at which an expression has the wrong sign, one by one.
extension SignProver {
    private static let mostIntegers = 16
    private static let farthest = 40

    func overIntegers(_ relation: Relation) -> SignProof? {
        let e = relation.excess.namingDimensions
        for name in e.parameterSymbols where check.integers.contains(name) {
            guard let (first, count) = window(e, name), let range = check.box.ranges[name] else { continue }
            var values: [SignProof] = []
            for number in 0..<count {
                let place = first + Rational(number)
                let value = e.substituting(parameters: [name: .number(place)])
                guard let reason = SignProver(check.at(place, of: name)).reason(value, relation) else { break }
                values.append(reason)
            }
            guard values.count == count else { continue }
            var beyond: [SignProof?] = []
            for (isUpper, place) in [(false, first - 1), (true, first + Rational(count))] {
                if case .number(let end)? = (isUpper ? range.upper : range.lower)?.value.kind, isUpper ? end < place : place < end {
                    beyond.append(nil)
                    continue
                }
                guard let part = check.box.integers(of: name, from: place, isUpper: isUpper),
                    let reason = SignProver(check.inside(part).relaxing([name])).reason(e, relation) else { break }
                beyond.append(reason)
            }
            guard beyond.count == 2 else { continue }
            return .integers(name, first: first, values: values, below: beyond[0], above: beyond[1])
        }
        return nil
    }

    private func reason(_ e: Expression, _ relation: Relation) -> SignProof? {
        let own = Relation(.zero, relation.op, e)
        if let found = proof(of: own, .short) { return found }
        return relation.op == .equal ? nil : proof(e, relation.sign, on: check.box, depths: 2...3)
    }

    /// The integers around the real numbers at which the expression seems to be negative, or at which it is nearly so.
    private func window(_ e: Expression, _ name: String) -> (first: Rational, count: Int)? {
        guard let range = check.box.ranges[name] else { return nil }
        let others = e.parameterSymbols.filter { $0 != name }
        guard others.allSatisfy({ check.box.ranges[$0] != nil }) else { return nil }
        let lower = range.lower.map { RealSample.value($0.value, [:]) } ?? -.infinity, upper = range.upper.map { RealSample.value($0.value, [:]) } ?? .infinity
        var first: Int?, last: Int?
        for step in 0...(8 * Self.farthest) {
            let x = Double(step) / 4 - Double(Self.farthest)
            guard lower <= x, x <= upper else { continue }
            let isNegative = (1...(others.isEmpty ? 1 : 7)).contains { number in
                var place = [name: x]
                for (order, other) in others.enumerated() {
                    guard let range = check.box.ranges[other] else { continue }
                    place[other] = RealSample.point(range, Double((number * (order + 2) * 37) % 97 + 1) / 99)
                }
                return RealSample.value(e, place) < -1e-12
            }
            guard isNegative else { continue }
            first = first ?? Int(x.rounded(.down))
            last = Int(x.rounded(.up))
        }
        guard let first, let last, last - first < Self.mostIntegers else { return nil }
        let start = Swift.max(Double(first), lower.isFinite ? lower : Double(first)), end = Swift.min(Double(last), upper.isFinite ? upper : Double(last))
        guard start <= end else { return nil }
        return (Rational(Int(start.rounded(.up))), Int(end.rounded(.down)) - Int(start.rounded(.up)) + 1)
    }
}
