import Arithmetic

extension UnivariatePolynomial {
    /// A real root: itself if rational, else an interval with rational ends that contains no other root.
    enum Root: Hashable {
        case rational(Rational)
        case isolated(lower: Rational, upper: Rational)

        var lower: Rational {
            switch self {
            case .rational(let value): return value
            case .isolated(let lower, _): return lower
            }
        }

        var upper: Rational {
            switch self {
            case .rational(let value): return value
            case .isolated(_, let upper): return upper
            }
        }
    }

    /// All real roots in ascending order, to this width.
    func realRoots(width: Rational = Rational(1, 1 << 20)) -> [Root] {
        guard degree > 0, let leading = coefficients.last else { return [] }
        let bound = coefficients.reduce(Rational(1)) { $0 + ($1 / leading).magnitude }
        var result: [Root] = []
        var pending = [(-bound, bound)]
        while let (a, b) = pending.popLast() {
            let count = rootCount(from: a, to: b)
            if count == 0 { continue }
            if count == 1, b - a < width {
                let guess = RationalApproximation.simplest(near: ((a + b) / 2).doubleValue, tolerance: width.doubleValue, denominatorLimit: 10_000)
                if let guess, a < guess, guess < b, value(at: guess).isZero { result.append(.rational(guess)) } else { result.append(.isolated(lower: a, upper: b)) }
                continue
            }
            let middle = (a + b) / 2
            if value(at: middle).isZero { result.append(.rational(middle)) }
            pending.append((a, middle))
            pending.append((middle, b))
        }
        return result.sorted { $0.lower < $1.lower }
    }
}
