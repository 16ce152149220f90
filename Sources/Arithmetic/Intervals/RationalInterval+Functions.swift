/// Roots, exponentials and logarithms, from their series with explicit bounds for the remainder.
extension RationalInterval {
    /// The non-negative root; `nil` unless the interval is non-negative.
    public func root(_ degree: Int, bits: Int) -> RationalInterval? {
        guard isNonnegative, degree > 0, let below = Self.root(lower, degree, bits: bits), let above = Self.root(upper, degree, bits: bits)
        else { return nil }
        return RationalInterval(below.lower, above.upper)
    }

    /// A power with a rational exponent; `nil` unless the base is positive (non-negative for a positive exponent).
    public func power(_ exponent: Rational, bits: Int) -> RationalInterval? {
        guard let degree = exponent.denominator.asInt, let times = exponent.numerator.asInt, degree < 1 << 12, abs(times) < 1 << 16 else {
            return nil
        }
        if degree == 1 { return power(times, bits: bits) }
        return root(degree, bits: bits + 8)?.power(times, bits: bits)
    }

    public func exp(bits: Int) -> RationalInterval? {
        guard let low = Self.exp(lower, bits: bits), let high = Self.exp(upper, bits: bits) else { return nil }
        return RationalInterval(low.lower, high.upper)
    }

    /// `nil` unless the interval is positive.
    public func log(bits: Int) -> RationalInterval? {
        guard isPositive else { return nil }
        return RationalInterval(Self.log(lower, bits: bits).lower, Self.log(upper, bits: bits).upper)
    }

    /// `π = 16 atan(1/5) - 4 atan(1/239)` (Machin).
    public static func pi(bits: Int) -> RationalInterval {
        let first = inverseTangent(Rational(1, 5), bits: bits + 8), second = inverseTangent(Rational(1, 239), bits: bits + 8)
        return (RationalInterval(16) * first - RationalInterval(4) * second).rounded(bits: bits)
    }

    // MARK: At points

    /// `floor(root(value 2^(nk))) / 2^k` and the next such fraction; `nil` where the number under the root becomes too large.
    private static func root(_ value: Rational, _ degree: Int, bits: Int) -> RationalInterval? {
        if let exact = value.exactRoot(degree) { return RationalInterval(exact) }
        let size = value.numerator.bitSize - value.denominator.bitSize
        let places = max(0, bits + 2 - size / degree)
        guard places <= RationalInterval.bitLimit / degree else { return nil }
        let scale = Rational.powerOfTwo(places)
        let scaled = (value * Rational.powerOfTwo(places * degree)).floor
        let below = Rational(scaled.numerator.rootFloor(degree))
        return RationalInterval(below / scale, (below + 1) / scale)
    }

    /// `|x| <= 2^20`, so that results stay of a reasonable size.
    private static func exp(_ x: Rational, bits: Int) -> RationalInterval? {
        if x.isZero { return RationalInterval(1) }
        guard x.magnitude <= Rational(1 << 20) else { return nil }
        var halvings = 4
        var reduced = x.magnitude / 16
        while reduced > Rational(1, 8) {
            reduced /= 2
            halvings += 1
        }
        let working = bits + halvings + 16
        let t = RationalInterval(reduced).rounded(bits: working)
        // The terms after the last one sum up to less than twice the next.
        var sum = RationalInterval(1), term = RationalInterval(1)
        var n = 1
        repeat {
            term = (term * t * RationalInterval(Rational(1, n))).rounded(bits: working)
            sum = sum + term
            n += 1
        } while term.upper > Rational.powerOfTwo(-working)
        sum = RationalInterval(sum.lower, sum.upper + 2 * term.upper).rounded(bits: working)
        for _ in 0..<halvings { sum = (sum * sum).rounded(bits: working) }
        return (x.sign < 0 ? sum.inverse : sum)?.rounded(bits: bits + 2)
    }

    /// `log x = k log 2 + 2 artanh((m-1)/(m+1))` for `x = 2^k m`.
    private static func log(_ x: Rational, bits: Int) -> RationalInterval {
        if x == 1 { return RationalInterval(0) }
        var power = x.numerator.bitSize - x.denominator.bitSize
        var mantissa = x / Rational.powerOfTwo(power)
        while mantissa > Rational(4, 3) { (mantissa, power) = (mantissa / 2, power + 1) }
        while mantissa < Rational(2, 3) { (mantissa, power) = (mantissa * 2, power - 1) }
        let working = bits + 24 + max(0, mantissa == 1 ? 0 : -((mantissa - 1).numerator.bitSize - mantissa.denominator.bitSize))
        let two = RationalInterval(2)
        var result = two * inverseHyperbolicTangent((mantissa - 1) / (mantissa + 1), bits: working)
        if power != 0 {
            result = result + RationalInterval(Rational(2 * power)) * inverseHyperbolicTangent(Rational(1, 3), bits: working + power.magnitude.bitWidth)
        }
        return result.rounded(bits: bits + 2)
    }

    /// `Σ u^(2k+1)/(2k+1)` for `|u| <= 1/3`; what is left out is less than `u^(2n+1)/(1-u²)/(2n+1)`.
    private static func inverseHyperbolicTangent(_ u: Rational, bits: Int) -> RationalInterval {
        series(u, bits: bits, sign: 1)
    }

    private static func inverseTangent(_ u: Rational, bits: Int) -> RationalInterval { series(u, bits: bits, sign: -1) }

    private static func series(_ u: Rational, bits: Int, sign: Int) -> RationalInterval {
        if u.isZero { return RationalInterval(0) }
        let isNegative = u.sign < 0
        let v = RationalInterval(u.magnitude).rounded(bits: bits)
        let square = (v * v * RationalInterval(Rational(sign))).rounded(bits: bits)
        let smallest = v.lower * Rational.powerOfTwo(-bits)
        var power = v, sum = v
        var n = 1
        repeat {
            power = (power * square).rounded(bits: bits)
            n += 2
            sum = (sum + power * RationalInterval(Rational(1, n))).rounded(bits: bits + 8)
        } while power.magnitude.upper > smallest
        // |u| <= 1/3: a geometric series of ratio at most 1/9 beyond the last term.
        let rest = power.magnitude.upper
        let result = sum + RationalInterval(-rest, rest)
        return isNegative ? -result : result
    }
}
