import Arithmetic

/// A neighbourhood of +∞ in the complex plane, on which functions are bounded.
struct AsymptoticRegion {
    enum Shape {
        /// `Re ξ >= start`, `|Im ξ| <= halfWidth`
        case strip
        /// `|ξ| >= start`, `|arg ξ| <= halfWidth`; less than π/2.
        case sector
    }

    /// `Σ coefficient · ξ^exponent` by exponents.
    typealias Powers = [Rational: Ball]

    static let precision = 64

    let shape: Shape
    /// Positive.
    let start: Rational
    let halfWidth: Rational
    private let left: Ball
    private let height: Ball
    /// Encloses the arguments of all points.
    private let angle: Ball

    init(_ shape: Shape, start: Rational, halfWidth: Rational) {
        self.shape = shape
        self.start = start
        self.halfWidth = halfWidth
        left = Ball(start, precision: Self.precision)
        height = Ball(halfWidth, precision: Self.precision)
        switch shape {
        case .strip: angle = height.divided(by: left, precision: Self.precision).atan(precision: Self.precision)
        case .sector: angle = height
        }
    }

    /// `[-m, m] + [-m, m]i`
    static func disc(_ magnitude: Ball) -> ComplexBall {
        let part = magnitude.union(-magnitude, precision: precision)
        return ComplexBall(part, part)
    }

    /// Encloses `ξ^exponent` for an exponent that is not positive.
    func power(_ exponent: Rational) -> ComplexBall {
        if exponent.isZero { return ComplexBall(Ball(1)) }
        let size = left.power(exponent, precision: Self.precision)
        let turn = angle.multiplied(by: Ball(exponent.magnitude, precision: Self.precision), precision: Self.precision)
        if turn.isLess(than: Ball(1)) == .yes {
            let sine = size.multiplied(by: turn, precision: Self.precision)
            return ComplexBall(Ball(0).union(size, precision: Self.precision), sine.union(-sine, precision: Self.precision))
        }
        return Self.disc(size)
    }

    /// Encloses `log ξ · ξ^-exponent` for a positive exponent.
    func logarithm(over exponent: Rational) -> ComplexBall {
        // (log ρ + π/2) ρ^-e is largest at log ρ = 1/e - π/2, with the value exp(e π/2 - 1)/e; and it decreases beyond.
        let e = Ball(exponent, precision: Self.precision)
        let quarter = Ball(Rational(8, 5), precision: Self.precision)
        let log = left.log(precision: Self.precision).adding(quarter, precision: Self.precision)
        let reciprocal = e.inverse(precision: Self.precision)
        let bound: Ball
        if log.isLess(than: reciprocal) == .no {
            bound = log.multiplied(by: left.power(-exponent, precision: Self.precision), precision: Self.precision)
        } else {
            bound = e.multiplied(by: quarter, precision: Self.precision).subtracting(Ball(1), precision: Self.precision)
                .exp(precision: Self.precision).multiplied(by: reciprocal, precision: Self.precision)
        }
        // The modulus of log ξ is at most |log ρ| + |arg ξ|; where log ρ is negative, ρ^-e · |log ρ| is at most its value at the start.
        guard log.isPositive() == .yes, left.isLess(than: Ball(1)) == .no else {
            let small = left.log(precision: Self.precision).absoluteValue.adding(quarter, precision: Self.precision)
                .multiplied(by: left.power(-exponent, precision: Self.precision), precision: Self.precision)
            return Self.disc(bound.adding(small, precision: Self.precision))
        }
        return Self.disc(bound)
    }

    /// Bounds `tan(exponent · arg ξ)`; nil from a quarter turn on.
    func tangent(of exponent: Rational) -> Rational? {
        let turn = height.multiplied(by: Ball(exponent, precision: Self.precision), precision: Self.precision)
        guard turn.isLess(than: Ball(Rational(3, 2), precision: Self.precision)) == .yes else { return nil }
        return turn.tan(precision: Self.precision).upperBound(precision: 30)
    }

    /// `Σ C x^e` that is at least the real part of `Σ c ξ^e`, x the real part (strip) or modulus (sector) of ξ.
    private func realPart(_ powers: Powers) -> Powers? {
        var result: Powers = [:]
        func add(_ coefficient: Ball, _ exponent: Rational) {
            result[exponent] = result[exponent]?.adding(coefficient, precision: Self.precision) ?? coefficient
        }
        for (exponent, coefficient) in powers {
            switch shape {
            case .sector:
                let turn = height.multiplied(by: Ball(exponent, precision: Self.precision), precision: Self.precision)
                let least = turn.isLess(than: Ball(3)) == .yes ? turn.cos(precision: Self.precision) : Ball(-1)
                add(coefficient.multiplied(by: least.union(Ball(1), precision: Self.precision), precision: Self.precision), exponent)
            case .strip:
                guard let k = exponent.asInt, k > 0, k <= 32 else { return nil }
                // Re (x + iy)^k = Σ binomial(k, j) (-1)^(j/2) y^j x^(k-j) over even j.
                var binomial = 1
                for j in 0...k {
                    if j % 2 == 0 {
                        let top = height.power(Rational(j), precision: Self.precision)
                        let y = j == 0 ? Ball(1) : Ball(0).union(top, precision: Self.precision)
                        let scale = Ball(j % 4 == 0 ? binomial : -binomial)
                        add(coefficient.multiplied(by: y, precision: Self.precision).multiplied(by: scale, precision: Self.precision),
                            Rational(k - j))
                    }
                    binomial = binomial * (k - j) / (j + 1)
                }
            }
        }
        return result
    }

    private struct Decay {
        /// The leading exponent.
        let exponent: Rational
        /// `exp R(start)`, where `R(x) >= Re q`.
        let value: Ball
        /// `dR/dy <= -rate` for `y = x^exponent`.
        let rate: Ball
        /// `start^exponent`
        let place: Ball
    }

    private func decay(_ q: Powers) -> Decay? {
        guard let real = realPart(q), let top = q.keys.max(), let leading = real[top], leading.isNegative() == .yes else { return nil }
        var value = Ball(0)
        var slope = leading.multiplied(by: Ball(top, precision: Self.precision), precision: Self.precision)
        for (exponent, coefficient) in real {
            let power = left.power(exponent, precision: Self.precision)
            value.add(product: coefficient, power, precision: Self.precision)
            if exponent < top, exponent.sign > 0 {
                let growing = coefficient.maximum(Ball(0), precision: Self.precision)
                    .multiplied(by: Ball(exponent, precision: Self.precision), precision: Self.precision)
                slope.add(product: growing, left.power(exponent - top, precision: Self.precision), precision: Self.precision)
            }
        }
        let rate = (-slope).divided(by: Ball(top, precision: Self.precision), precision: Self.precision)
        guard rate.isPositive() == .yes else { return nil }
        return Decay(
            exponent: top, value: value.exp(precision: Self.precision), rate: rate, place: left.power(top, precision: Self.precision))
    }

    /// Bounds `|ξ^s exp(q(ξ))|`; nil where there is no bound.
    func bound(_ s: Rational, _ q: Powers) -> Ball? {
        let size = left.power(s, precision: Self.precision).multiplied(by: excess(s), precision: Self.precision)
        if q.isEmpty { return s.sign <= 0 ? size : nil }
        guard let decay = decay(q) else { return nil }
        if s.sign > 0 {
            let loss = Ball(s / decay.exponent, precision: Self.precision).divided(by: decay.place, precision: Self.precision)
            guard loss.isLess(than: decay.rate) == .yes else { return nil }
        }
        return size.multiplied(by: decay.value, precision: Self.precision)
    }

    /// Bounds the integral of `|ξ^s exp(q(ξ))|` from `start` to infinity along every line (strip) or ray (sector) of the region; then
    /// the integrand also decreases, by itself in a strip, times `|ξ|` in a sector. Nil where there is no such bound.
    func tail(_ s: Rational, _ q: Powers) -> Ball? {
        let p = s + 1
        if q.isEmpty {
            guard p.sign < 0 else { return nil }
            return left.power(p, precision: Self.precision)
                .divided(by: Ball(p.magnitude, precision: Self.precision), precision: Self.precision)
        }
        guard let decay = decay(q) else { return nil }
        let e = Ball(decay.exponent, precision: Self.precision)
        if p.sign > 0 {
            let loss = Ball(p, precision: Self.precision).divided(by: e, precision: Self.precision)
                .divided(by: decay.place, precision: Self.precision)
            guard loss.isLess(than: decay.rate) == .yes else { return nil }
        }
        // In y = x^e: x^s dx = y^σ dy / e.
        let σ = p / decay.exponent - 1
        var rate = decay.rate
        if σ.sign > 0 {
            let loss = Ball(σ, precision: Self.precision).divided(by: decay.place, precision: Self.precision)
            rate = rate.subtracting(loss, precision: Self.precision)
        }
        guard rate.isPositive() == .yes else { return nil }
        return decay.value.multiplied(by: decay.place.power(σ, precision: Self.precision), precision: Self.precision)
            .multiplied(by: excess(s), precision: Self.precision)
            .divided(by: rate.multiplied(by: e, precision: Self.precision), precision: Self.precision)
    }

    /// Bounds `|ξ|^s / x^s`.
    private func excess(_ s: Rational) -> Ball {
        guard shape == .strip, s.sign > 0 else { return Ball(1) }
        let ratio = height.divided(by: left, precision: Self.precision)
        return Ball(1).adding(ratio.multiplied(by: ratio, precision: Self.precision), precision: Self.precision)
            .power(s / 2, precision: Self.precision)
    }
}
