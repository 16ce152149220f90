import Arithmetic
import Expressions
import Kernel
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Values of an expression in floating point: hints for a search, never a reason.
struct RealSample {
    private let expression: Expression
    private let name: String

    init(_ expression: Expression, _ name: String) {
        self.expression = expression
        self.name = name
    }

    /// Whether the four operations and integer powers make the expression.
    var isRational: Bool {
        func visit(_ e: Expression) -> Bool {
            switch e.kind {
            case .number, .parameter, .dimension: return true
            case .sum, .product: return e.operands.allSatisfy(visit)
            case .power(let base, let exponent):
                if case .number(let value) = exponent.kind { return value.isInteger && visit(base) }
                return false
            default: return false
            }
        }
        return visit(expression)
    }

    func value(_ values: [String: Double]) -> Double { Self.value(expression, values) }

    static func value(_ e: Expression, _ values: [String: Double]) -> Double {
        switch e.kind {
        case .number(let number): return number.doubleValue
        case .pi: return .pi
        case .parameter(let name), .dimension(.symbol(let name)): return values[name] ?? .nan
        case .sum(let terms): return terms.reduce(0) { $0 + value($1, values) }
        case .product(let factors): return factors.reduce(1) { $0 * value($1, values) }
        case .power(let base, let exponent):
            let x = value(base, values), y = value(exponent, values)
            return pow(x, y)
        case .elementary(let function, let argument):
            let x = value(argument, values)
            switch function {
            case .exp: return Glibc.exp(x)
            case .log: return Glibc.log(x)
            case .sin: return Glibc.sin(x)
            case .cos: return Glibc.cos(x)
            case .tan: return Glibc.tan(x)
            case .atan: return Glibc.atan(x)
            case .sinh: return Glibc.sinh(x)
            case .cosh: return Glibc.cosh(x)
            case .tanh: return Glibc.tanh(x)
            case .erf: return Glibc.erf(x)
            case .gamma: return Glibc.tgamma(x)
            case .abs: return x.magnitude
            case .sign: return x > 0 ? 1 : x < 0 ? -1 : .nan
            }
        default: return .nan
        }
    }

    /// Whether the expression seems to be zero for a value of a parameter inside its range, whatever the others are.
    func vanishes(at value: Double, of name: String, on box: ParameterBox) -> Bool {
        let others = expression.parameterSymbols.filter { $0 != name }
        guard !others.isEmpty, others.allSatisfy({ box.ranges[$0] != nil }), box.split(name, at: .one) != nil else { return false }
        return (1...3).allSatisfy { step in
            var place = [name: value]
            for (number, other) in others.enumerated() { place[other] = box.ranges[other].map { Self.point($0, 0.17 * Double(step) + 0.05 * Double(number)) } }
            let own = self.value(place), beside = self.value(place.merging([name: value * 1.5]) { $1 })
            return own.magnitude < 1e-9 * Swift.max(beside.magnitude, 1e-3)
        }
    }

    // MARK: Ranges

    /// A point of the range for a number strictly between 0 and 1, increasing.
    static func point(_ range: ParameterBox.Range, _ t: Double) -> Double {
        let lower = range.lower.map { value($0.value, [:]) }, upper = range.upper.map { value($0.value, [:]) }
        switch (lower, upper) {
        case (let a?, let b?): return a + t * (b - a)
        case (let a?, nil): return a + t / (1 - t)
        case (nil, let b?): return b - (1 - t) / t
        case (nil, nil): return (t - 0.5) / (t * (1 - t))
        }
    }

    private static let count = 200

    /// Rational places at which the expression has its least values, as far as can be seen.
    static func leastPlaces(of e: Expression, on box: ParameterBox) -> [[String: Rational]] {
        let names = e.parameterSymbols
        guard !names.isEmpty, names.allSatisfy({ box.ranges[$0] != nil }) else { return [] }
        let sample = RealSample(e, names[0])
        var found: [(value: Double, places: [String: Double])] = []
        for step in 0..<(names.count == 1 ? 400 : 2000) {
            let places = point(names, box, step, of: names.count == 1 ? 400 : 0)
            let value = sample.value(places)
            if value.isFinite { found.append((value, places)) }
        }
        found.sort { $0.value < $1.value }
        var result = simplePlaces(names, box).filter { sample.value($0.mapValues(\.doubleValue)) < 1e-12 }
        for start in found.prefix(2) {
            // One parameter after the other.
            var parameters = start.places
            for _ in 0..<(names.count == 1 ? 1 : names.count <= 4 ? 20 : 5) {
                for name in names {
                    guard let range = box.ranges[name] else { continue }
                    func at(_ t: Double) -> Double { sample.value(parameters.merging([name: Self.point(range, t)]) { $1 }) }
                    let steps = (1..<200).map { Double($0) / 200 }
                    guard let best = steps.filter({ at($0).isFinite }).min(by: { at($0) < at($1) }) else { continue }
                    let near = Self.point(range, extremum(at, max(best - 0.005, 1e-9), min(best + 0.005, 1 - 1e-9), sign: 1))
                    let others = parameters.filter { $0.key != name }.compactMapValues { Rational(approximating: $0, within: Swift.max($0.magnitude, 1e-3) * 1e-12) }
                    let refined = RealSample(e.substituting(parameters: others.mapValues { .number($0) }), name).stationary(near: near)
                    if sample.value(parameters.merging([name: refined]) { $1 }) <= sample.value(parameters) { parameters[name] = refined }
                }
            }
            for places in [parameters, start.places] {
                let simple = places.compactMapValues { Rational(near: $0, tolerance: ClosedForm.tolerance) }
                if simple.count == names.count { result.append(simple) }
                let close = places.compactMapValues { Rational(approximating: $0, within: Swift.max($0.magnitude, 1e-3) * 1e-10) }
                if close.count == names.count { result.append(close) }
            }
        }
        return result
    }

    /// Rational places that satisfy the inequalities among some hypotheses, with small values of an expression.
    static func leastPlaces(of e: Expression, under check: SignCheck) -> [[String: Rational]] {
        let hypotheses = check.hypotheses.map(\.excess)
        let names = Set(e.parameterSymbols + hypotheses.flatMap(\.parameterSymbols)).filter { check.box.ranges[$0] != nil }.sorted()
        if names.isEmpty || hypotheses.isEmpty { return [] }
        func at(_ place: [String: Double]) -> Double { hypotheses.allSatisfy { value($0, place) > 0 } ? value(e, place) : .nan }
        var found = places(names, check).map { ($0, at($0)) }.filter { $0.1.isFinite }
        found.sort { $0.1 < $1.1 }
        var generator = SplitMix64(seed: 9)
        var result: [[String: Rational]] = []
        for (start, least) in found.prefix(4) {
            var (best, value, size) = (start, least, 0.3)
            for _ in 0..<150 {
                var next = best
                for name in names {
                    let shift = (Double(generator.next() % 2001) / 1000 - 1) * size
                    next[name] = (best[name] ?? 0) + shift * Swift.max((best[name] ?? 0).magnitude, 0.1)
                }
                let isInside = names.allSatisfy { name in
                    guard let x = next[name], let range = check.box.ranges[name] else { return false }
                    return (range.lower.map { Self.value($0.value, [:]) < x } ?? true) && (range.upper.map { x < Self.value($0.value, [:]) } ?? true)
                }
                if isInside, case let other = at(next), other < value { (best, value) = (next, other) } else { size *= 0.97 }
            }
            for tolerance in [0.02, 1e-4, 1e-9] {
                let simple = best.compactMapValues { Rational(approximating: $0, within: Swift.max($0.magnitude, 1e-6) * tolerance) }
                if simple.count == names.count { result.append(simple) }
            }
        }
        return result
    }

    /// Small numbers in the ranges, all together at most a few hundred places.
    private static func simplePlaces(_ names: [String], _ box: ParameterBox) -> [[String: Rational]] {
        let numbers: [Rational] = [1, 2, Rational(1, 2), -1, 0, 3, Rational(1, 3), -2, Rational(3, 2), 4, 10, Rational(1, 10), -3, Rational(5, 2), Rational(-1, 2), Rational(-5, 2), -10, 100, Rational(1, 100), -100, 1000]
        let count = names.count == 1 ? numbers.count : names.count == 2 ? 12 : 5
        return names.prefix(4).reduce([[:]]) { places, name in
            let range = box.ranges[name]
            let inside = numbers.prefix(count).filter { number in
                func compare(_ end: ParameterBox.End?, _ isBeyond: (Double) -> Bool) -> Bool {
                    end.map { isBeyond(value($0.value, [:]) - number.doubleValue) || ($0.isIncluded && $0.value == .number(number)) } ?? true
                }
                return compare(range?.lower) { $0 < 0 } && compare(range?.upper) { $0 > 0 }
            }
            return places.flatMap { place in inside.map { place.merging([name: $0]) { $1 } } }
        }
    }

    /// Evenly spaced for one parameter; for several a sequence that fills the box evenly (Weyl).
    private static func point(_ names: [String], _ box: ParameterBox, _ step: Int, of count: Int) -> [String: Double] {
        var point: [String: Double] = [:]
        let slopes = [0.7548776662466927, 0.5698402909980532, 0.4301597090019468]
        for (place, name) in names.enumerated() {
            guard let range = box.ranges[name] else { continue }
            let t = names.count == 1 ? (Double(step) + 0.5) / Double(count)
                : (0.5 + Double(step) * slopes[place % 3] * (1 + 0.37 * Double(place / 3))).truncatingRemainder(dividingBy: 1)
            point[name] = Self.point(range, min(max(t, 1e-6), 1 - 1e-6))
        }
        return point
    }

    /// Places in a box at which the inequalities among some hypotheses hold: evenly spread, and close to the ends.
    static func places(_ names: [String], _ check: SignCheck) -> [[String: Double]] {
        guard names.allSatisfy({ check.box.ranges[$0] != nil }) else { return [] }
        let hypotheses = check.hypotheses.map(\.excess).filter { Set($0.parameterSymbols).isSubset(of: names) }
        var generator = SplitMix64(seed: 5)
        var result: [[String: Double]] = []
        for step in 0..<1200 where result.count < 80 {
            var place: [String: Double] = [:]
            for name in names {
                guard let range = check.box.ranges[name] else { continue }
                let t = Double(generator.next() % 1_000_003) / 1_000_003
                let isFar = step % 3 == 1
                place[name] = point(range, isFar ? (t < 0.5 ? pow(10, -6 * t - 0.5) : 1 - pow(10, -6 * (1 - t) - 0.5)) : min(max(t, 1e-6), 1 - 1e-6))
            }
            if hypotheses.allSatisfy({ value($0, place) > 0 }) { result.append(place) }
        }
        return result
    }

    /// No sample is clearly negative.
    func mayBeNonnegative(_ box: ParameterBox) -> Bool {
        let names = expression.parameterSymbols
        guard names.allSatisfy({ box.ranges[$0] != nil }) else { return false }
        for step in 0..<Self.count {
            let point = Self.point(names, box, step, of: Self.count)
            if value(point) < -1e-9 { return false }
        }
        return true
    }

    /// Where to split a range: first the least local minima, then the maxima, as exact numbers where they look like
    /// some, else close by on both sides.
    func splits(_ range: ParameterBox.Range) -> [Expression] {
        let places = (0..<Self.count).map { (Double($0) + 0.5) / Double(Self.count) }
        func at(_ t: Double) -> Double { value([name: Self.point(range, t)]) }
        let values = places.map(at)
        var minima: [Double] = [], maxima: [Double] = []
        for place in 1..<(Self.count - 1) where values[place].isFinite {
            if values[place] <= values[place - 1], values[place] <= values[place + 1] {
                minima.append(stationary(near: Self.point(range, Self.extremum(at, places[place - 1], places[place + 1], sign: 1))))
            } else if values[place] >= values[place - 1], values[place] >= values[place + 1] {
                maxima.append(Self.point(range, Self.extremum(at, places[place - 1], places[place + 1], sign: -1)))
            }
        }
        // An extremum may hide between an end and the first sample.
        for (t, isRising) in [(1e-9, values[0] <= values[1]), (1 - 1e-9, values[Self.count - 2] >= values[Self.count - 1])] {
            let end = Self.point(range, t), x = stationary(near: end)
            if isRising == (t < 0.5), x != end, x > Self.point(range, 1e-15), x < Self.point(range, 1 - 1e-15) { minima.append(x) }
        }
        // Zeros of higher order are hard to locate.
        var result: [Expression] = [0, 1, -1, 2, Rational(1, 2)].filter { (number: Rational) in
            let (x, low, high) = (number.doubleValue, Self.point(range, 1e-9), Self.point(range, 1 - 1e-9))
            return low < x && x < high && value([name: x]).magnitude < 1e-12
        }.map { .number($0) }
        let scale = values.filter(\.isFinite).map(\.magnitude).max() ?? 1
        for x in minima.sorted(by: { value([name: $0]) < value([name: $1]) }).prefix(3) {
            // Only where the expression touches zero the place must be exact.
            let candidates = ClosedForm.candidates(x)
            if value([name: x]).magnitude < 1e-8 * Swift.max(1, scale) { result += candidates } else { result += candidates.prefix(1) }
            let error = Swift.max(x.magnitude, 1e-3) * 1e-9
            for shift in [-error, error] { if let near = Rational(approximating: x + shift, within: error / 4) { result.append(.number(near)) } }
        }
        for x in maxima.prefix(3) {
            if let near = Rational(approximating: x, within: max(x.magnitude, 1e-3) * 1e-3) { result.append(.number(near)) }
        }
        return result
    }

    /// A zero of the slope close to where an extremum was found, to all digits (Newton).
    func stationary(near start: Double) -> Double {
        let slope = expression.differentiated(byParameter: name), bend = slope.differentiated(byParameter: name)
        var x = start
        for _ in 0..<6 {
            let step = Self.value(slope, [name: x]) / Self.value(bend, [name: x])
            guard step.isFinite else { return start }
            x -= step
        }
        return (x - start).magnitude <= 1e-5 * Swift.max(start.magnitude, 1e-3) ? x : start
    }

    /// Golden section.
    static func extremum(_ f: (Double) -> Double, _ lower: Double, _ upper: Double, sign: Double) -> Double {
        let ratio = (5.0.squareRoot() - 1) / 2
        var (a, b) = (lower, upper)
        var x = b - ratio * (b - a), y = a + ratio * (b - a)
        var (u, v) = (sign * f(x), sign * f(y))
        for _ in 0..<90 {
            if u < v {
                (b, y, v) = (y, x, u)
                x = b - ratio * (b - a)
                u = sign * f(x)
            } else {
                (a, x, u) = (x, y, v)
                y = a + ratio * (b - a)
                v = sign * f(y)
            }
        }
        return (a + b) / 2
    }
}

/// Simple exact numbers near a floating-point one.
enum ClosedForm {
    /// Relative distance up to which a candidate is worth a try.
    static let tolerance = 1e-9

    static func candidates(_ x: Double) -> [Expression] {
        guard x.isFinite else { return [] }
        if x.magnitude < 1e-9 { return [.zero] }
        if x < 0 { return candidates(-x).map { negated($0) } }
        var result: [Expression] = []
        if let rational = Rational(near: x, tolerance: tolerance) { result.append(.number(rational)) }
        for degree in 2...4 {
            // b n^(1/k) with a small n.
            for base in 2...30 where Rational(base).exactRoot(degree) == nil {
                guard let b = Rational(near: x / pow(Double(base), 1 / Double(degree)), tolerance: tolerance, bound: 300) else { continue }
                result.append(multiple(b, .power(.number(Rational(base)), .number(Rational(1, degree)))))
                break
            }
            if let inner = Rational(near: pow(x, Double(degree)), tolerance: tolerance * Double(degree)), inner.exactRoot(degree) == nil {
                result.append(.power(.number(inner), .number(Rational(1, degree))))
            }
        }
        for base in [2, 3, 5, 6, 7, 10, 11, 13] {
            // a + b sqrt(n) with small a, b.
            for numerator in -8...8 where numerator != 0 {
                for denominator in 1...4 {
                    let b = Double(numerator) / Double(denominator)
                    guard let a = Rational(near: x - b * Double(base).squareRoot(), tolerance: tolerance, bound: 12), !a.isZero else { continue }
                    result.append(.number(a) + multiple(Rational(numerator, denominator), .squareRoot(.number(Rational(base)))))
                }
            }
        }
        for exponent in [-4, -3, -2, -1, 1, 2, 3, 4] {
            guard let factor = Rational(near: x / pow(Double.e, Double(exponent)), tolerance: tolerance, bound: 60) else { continue }
            result.append(multiple(factor, .elementary(.exp, .number(Rational(exponent)))))
        }
        if let inner = Rational(near: logarithm(x), tolerance: tolerance, bound: 60), !inner.isZero { result.append(.elementary(.exp, .number(inner))) }
        if x < 20, let inner = Rational(near: pow(Double.e, x), tolerance: tolerance, bound: 60), inner.sign > 0, inner != 1 {
            result.append(.elementary(.log, .number(inner)))
        }
        return Array(result.prefix(6))
    }

    private static func multiple(_ factor: Rational, _ e: Expression) -> Expression { factor == 1 ? e : .number(factor) * e }

    private static func negated(_ e: Expression) -> Expression {
        if case .sum(let terms) = e.kind { return .sum(terms.map { negated($0) }) }
        return -e
    }

    private static func logarithm(_ x: Double) -> Double { Glibc.log(x) }
}

extension Double {
    fileprivate static var e: Double { Glibc.exp(1) }
}

extension Rational {
    /// The simplest fraction of a continued fraction within a relative error, if its denominator is small.
    init?(near x: Double, tolerance: Double, bound: Int = 2000) {
        guard x.isFinite, x.magnitude < 1e9 else { return nil }
        var (p0, q0, p1, q1) = (1, 0, Int(x.rounded(.down)), 1)
        var rest = x - x.rounded(.down)
        let error = max(x.magnitude, 1e-3) * tolerance
        while (Double(p1) / Double(q1) - x).magnitude > error {
            guard rest > 1e-12 else { return nil }
            let next = 1 / rest
            guard next < 1e9 else { return nil }
            let digit = Int(next.rounded(.down))
            rest = next - next.rounded(.down)
            let (p, q) = (digit * p1 + p0, digit * q1 + q0)
            guard q <= bound else { return nil }
            (p0, q0, p1, q1) = (p1, q1, p, q)
        }
        self.init(p1, q1)
    }

    /// A dyadic number within an absolute error.
    init?(approximating x: Double, within error: Double) {
        guard x.isFinite, error > 0, x.magnitude < 1e12 else { return nil }
        var scale = 1.0
        var power = 1
        while (x * scale).rounded() / scale - x > error || x - (x * scale).rounded() / scale > error {
            scale *= 2
            power *= 2
            guard power < 1 << 50, (x * scale).magnitude < 1e17 else { return nil }
        }
        self.init(Int((x * scale).rounded()), power)
    }
}
