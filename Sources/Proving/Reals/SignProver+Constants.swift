import Arithmetic
import Expressions
import Kernel

/// Equations between functions of parameters whose slopes are all zero.
extension SignProver {
    private static let identity = SignProof.combination(factor: .init(.one, .number(bits: 64)), terms: [], equations: [])

    /// Zero by normal forms.
    func isIdenticallyZero(_ e: Expression, _ sign: SignCheck.Sign, _ box: ParameterBox) -> SignProof? {
        guard sign == .nonnegative, seemsZero(e, box) else { return nil }
        return holds(e, sign, box, Self.identity)
    }

    /// From both sides of one place, where it is zero.
    func constant(_ e: Expression) -> SignProof? {
        let e = e.namingDimensions
        guard !e.parameterSymbols.isEmpty, seemsZero(e, check.box), let above = flat(e, check.box), let below = flat(-e, check.box) else { return nil }
        return .bothSigns(above, below)
    }

    private func flat(_ e: Expression, _ box: ParameterBox) -> SignProof? {
        guard let name = e.parameterSymbols.first else {
            return [64, 256].lazy.map { SignProof.number(bits: $0) }.first { (try? check.check(e, .nonnegative, on: ParameterBox([:]), $0)) != nil }
        }
        guard let range = box.ranges[name] else { return nil }
        for place in [Rational(1), Rational(1, 2), 0, 2] {
            guard box.split(name, at: .number(place)) != nil else { continue }
            var face = box
            face.ranges[name] = nil
            guard let end = flat(check.value(of: e, at: .number(place), of: name, on: box), face) else { continue }
            func piece(_ side: SignProof.EndName) -> SignProof { .monotone(name, from: side, slope: Self.identity, end: end) }
            return .split(name, at: .number(place), below: piece(.upper), above: piece(.lower))
        }
        // From an end of a range.
        for (side, end) in [(SignProof.EndName.lower, range.lower), (.upper, range.upper)] {
            guard let end, end.isIncluded else { continue }
            var face = box
            face.ranges[name] = nil
            guard let value = flat(check.value(of: e, at: end.value, of: name, on: box), face) else { continue }
            return .monotone(name, from: side, slope: Self.identity, end: value)
        }
        return nil
    }

    private func seemsZero(_ e: Expression, _ box: ParameterBox) -> Bool {
        let names = e.parameterSymbols
        guard names.allSatisfy({ box.ranges[$0] != nil }) else { return false }
        return (1...5).allSatisfy { number in
            var place: [String: Double] = [:]
            for (order, name) in names.enumerated() {
                place[name] = box.ranges[name].map { RealSample.point($0, Double((number * (order + 3) * 29) % 97 + 1) / 99) }
            }
            return RealSample.value(e, place).magnitude < 1e-9
        }
    }
}
