import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// Reasons for signs: each is accepted for what it shows, and rejected where one part of it is wrong.
@Suite struct SignCheckTests {
    private let x = Expression.parameter("x"), y = Expression.parameter("y"), s = Expression.parameter("s")

    /// x, y > 0, s of either sign.
    private func check(_ hypotheses: [Relation] = []) -> SignCheck {
        func positive(_ name: String) -> Parameter { Parameter(name: name, isInteger: false, lower: .init(value: 0, isStrict: true), upper: nil) }
        return SignCheck(Statement(
            parameters: [positive("x"), positive("y"), Parameter(name: "s")], hypotheses: hypotheses.map { .relation($0) },
            goal: .relation(Relation(.zero, .equal, .zero))))
    }

    private func accepts(_ check: SignCheck, _ relation: Relation, _ proof: SignProof) -> Bool { (try? check.proves(relation, proof)) != nil }

    private func isNonnegative(_ e: Expression) -> Relation { Relation(.zero, .lessOrEqual, e) }
    private func isPositive(_ e: Expression) -> Relation { Relation(.zero, .less, e) }
    private func square(_ e: Expression) -> Expression { .power(e, .number(2)) }

    private static let one = SignProof.Known(.one, .number(bits: 64))

    private func citing(_ number: Int) -> SignProof {
        .hypothesis(number, factor: .one, sign: .number(bits: 64), rest: .zero, restSign: .number(bits: 64))
    }

    /// x² + y² - 2xy = (x - y)².
    @Test func aCombinationIsAnIdentity() {
        let e = square(x) + square(y) - .number(2) * x * y
        func proof(_ root: Expression) -> SignProof { .combination(factor: Self.one, terms: [[.init(square(root), .form)]], equations: []) }
        #expect(accepts(check(), isNonnegative(e), proof(x - y)))
        #expect(!accepts(check(), isNonnegative(e), proof(x + y)))
        #expect(!accepts(check(), isPositive(e), proof(x - y)))
        #expect(!accepts(check(), Relation(.zero, .equal, e), proof(x - y)))
    }

    /// 1/x + 1/y times xy is x + y, but times s nothing is known.
    @Test func theFactorMustBePositive() {
        let e = Expression.power(x, .number(-1)) + .power(y, .number(-1))
        func proof(_ factor: Expression, _ terms: [[Expression]]) -> SignProof {
            .combination(factor: .init(factor, .form), terms: terms.map { $0.map { .init($0, .form) } }, equations: [])
        }
        #expect(accepts(check(), isPositive(e), proof(x * y, [[x], [y]])))
        #expect(!accepts(check(), isNonnegative(-e), proof(-x * y, [[x], [y]])))
        #expect(!accepts(check(), isNonnegative(s), proof(s, [[square(s)]])))
    }

    @Test func aNegativeTermIsRejected() {
        let proof = SignProof.combination(factor: Self.one, terms: [[.init(x, .form)], [.init(.number(-1), .number(bits: 64))]], equations: [])
        #expect(!accepts(check(), isNonnegative(x - .one), proof))
        #expect(!accepts(check(), isNonnegative(s), .combination(factor: Self.one, terms: [[.init(s, .form)]], equations: [])))
    }

    /// With s = 2x, s - x = x; without the equation it is not.
    @Test func multiplesOfEquationsAreAllowed() {
        let equation = Relation(s, .equal, .number(2) * x)
        let proof = SignProof.combination(factor: Self.one, terms: [[.init(x, .form)]], equations: [.init(equation: 0, factor: .number(-1))])
        #expect(accepts(check([equation]), isPositive(s - x), proof))
        #expect(!accepts(check(), isPositive(s - x), proof))
        #expect(!accepts(check([Relation(s, .equal, .number(3) * x)]), isPositive(s - x), proof))
        // A hypothesis holds at single places: not where a slope is taken.
        #expect((try? check([equation]).check(s - x, .nonnegative, on: check().box, proof)) == nil)
    }

    @Test func casesCoverEverything() {
        func proof(_ t: Expression) -> SignProof {
            .cases(t, .absolute(s, isNegative: false, sign: citing(0), rest: citing(0)), .absolute(s, isNegative: true, sign: citing(0), rest: citing(0)))
        }
        #expect(accepts(check(), isNonnegative(.elementary(.abs, s)), proof(s)))
        #expect(!accepts(check(), isNonnegative(.elementary(.abs, s)), proof(x)))
        // |s| is positive in one case only.
        #expect(!accepts(check(), isPositive(.elementary(.abs, s)), proof(s)))
    }

    @Test func anAbsoluteValueNeedsASign() {
        let e = Expression.elementary(.abs, x - y)
        func proof(_ isNegative: Bool) -> SignProof { .absolute(x - y, isNegative: isNegative, sign: citing(0), rest: citing(0)) }
        let hypothesis = Relation(y, .lessOrEqual, x)
        #expect(accepts(check([hypothesis]), isNonnegative(e), proof(false)))
        #expect(!accepts(check([hypothesis]), isNonnegative(e), proof(true)))
    }

    /// 1/(x - y) is defined where y < x is known.
    @Test func lemmasSayWhereThingsAreDefined() {
        let e = Expression.power(x - y - .one, .number(-1))
        let proof = SignProof.combination(factor: .init(x - y - .one, citing(1)), terms: [[Self.one]], equations: [])
        let known = SignProof.Known(
            x - y - .one, .hypothesis(0, factor: .one, sign: .number(bits: 64), rest: .one, restSign: .number(bits: 64)))
        let hypothesis = Relation(y, .less, x - .number(2))
        #expect(accepts(check([hypothesis]), isPositive(e), .lemma(known, isStrict: true, rest: proof)))
        #expect(!accepts(check([hypothesis]), isPositive(e), proof))
        #expect(!accepts(check([Relation(y, .less, x)]), isPositive(e), .lemma(known, isStrict: true, rest: proof)))
    }

    /// 2 + s >= 2 - s where s >= 0, by squares; but -1 < -2 has larger squares on the right.
    @Test func squaresCompareWhatIsNotNegative() {
        func proof(_ a: Expression, _ b: Expression, _ sign: SignProof, _ rest: SignProof) -> SignProof {
            .compared(larger: a, smaller: b, by: .powers(2, larger: sign), rest)
        }
        #expect(accepts(check(), isPositive(.number(3) - .number(2)), proof(.number(3), .number(2), .number(bits: 64), .number(bits: 64))))
        #expect(!accepts(check(), isPositive(.number(-3) - .number(2)), proof(.number(-3), .number(2), .number(bits: 64), .number(bits: 64))))
        // (x + y)² - x² = 2xy + y².
        let difference = SignProof.combination(factor: Self.one, terms: [[.init(.number(2) * x * y, .form)], [.init(square(y), .form)]], equations: [])
        #expect(accepts(check(), isPositive(y), proof(x + y, x, .form, difference)))
        #expect(!accepts(check(), isPositive(y), proof(x + y, x, .form, .form)))
        #expect(!accepts(check(), isNonnegative(s), proof(x + s, x, .form, difference)))
    }

    @Test func logarithmsCompareWhatIsPositive() {
        let power = Expression.power(x + .one, y)
        // y log(1 + x) >= 0.
        let logarithm = SignProof.compared(larger: x + .one, smaller: .one, by: .arguments(.log), .form)
        let rest = SignProof.combination(factor: Self.one, terms: [[.init(y, .form), .init(.elementary(.log, x + .one), logarithm)]], equations: [])
        #expect(accepts(check(), isNonnegative(power - .one), .compared(larger: power, smaller: .one, by: .logarithms, rest)))
        #expect(!accepts(check(), isNonnegative(.one - power), .compared(larger: .one, smaller: power, by: .logarithms, rest)))
        // Not of what may be negative.
        #expect(!accepts(check(), isNonnegative(s - .one), .compared(larger: s, smaller: .one, by: .logarithms, rest)))
        // The cosine does not increase.
        let cosines = Expression.elementary(.cos, x) - .elementary(.cos, .zero)
        #expect(!accepts(check(), isNonnegative(cosines), .compared(larger: x, smaller: .zero, by: .arguments(.cos), .form)))
    }

    @Test func logarithmsLieBelowTheirTangent() {
        let e = x - .one - .elementary(.log, x)
        #expect(accepts(check(), isNonnegative(e), .tangent(x)))
        #expect(!accepts(check(), isPositive(e), .tangent(x)))
        #expect(!accepts(check(), isNonnegative(e - .number(Rational(1, 100))), .tangent(x)))
        #expect(!accepts(check(), isNonnegative(s - .one - .elementary(.log, s)), .tangent(s)))
    }

    @Test func bothSignsShowZero() {
        let bounds = [Relation(s, .lessOrEqual, x), Relation(x, .lessOrEqual, s)]
        #expect(accepts(check(bounds), Relation(s, .equal, x), .bothSigns(citing(0), citing(1))))
        #expect(!accepts(check(bounds), Relation(s, .equal, x), .bothSigns(citing(0), citing(0))))
        #expect(!accepts(check(bounds), isNonnegative(x - s), .bothSigns(citing(0), citing(1))))
    }

    @Test func irrationalHypothesesNarrowRanges() {
        let root = Expression.squareRoot(.number(8))
        let hypotheses = [Relation(-root, .lessOrEqual, s), Relation(s, .lessOrEqual, .number(-2))]
        #expect(accepts(check(hypotheses), isNonnegative(.number(8) - square(s)), .roots))
        #expect(!accepts(check(hypotheses), isPositive(.number(8) - square(s)), .roots))
        #expect(!accepts(check([hypotheses[1]]), isNonnegative(.number(8) - square(s)), .roots))
    }

    @Test func reasonsReadFromTheirText() throws {
        let parameters = ["x", "y"].map { Parameter(name: $0, isInteger: false, lower: .init(value: 0, isStrict: true), upper: nil) }
        let statement = Statement(parameters: parameters, goal: .relation(isNonnegative(x)))
        let proofs: [SignProof] = [
            .combination(factor: Self.one, terms: [[.init(x, .form)], [Self.one, .init(y, .form)]], equations: [.init(equation: 0, factor: x - y)]),
            .cases(x - y, .form, .roots), .lemma(.init(x, .form), isStrict: false, rest: .form),
            .absolute(x, isNegative: true, sign: .form, rest: .roots), .compared(larger: x, smaller: y, by: .powers(3, larger: .form), .form),
            .compared(larger: x, smaller: y, by: .logarithms, .form), .compared(larger: x, smaller: y, by: .arguments(.exp), .form),
            .tangent(x / y), .bothSigns(.form, .roots),
        ]
        for proof in proofs { #expect(try Evidence.sign(proof).read(in: statement) == .sign(proof)) }
    }

    /// Each reason is for expressions of its kind.
    @Test func reasonsFitWhatTheyAreFor() {
        let two = Expression.number(2), square = square(s) + .one
        #expect(accepts(check(), isPositive(two), .number(bits: 64)) && !accepts(check(), isPositive(two * x), .number(bits: 64)))
        #expect(accepts(check(), isPositive(square), .roots) && !accepts(check(), isPositive(two), .roots) && !accepts(check(), isPositive(square + self.square(x)), .roots))
        #expect(!accepts(check(), isPositive(.elementary(.exp, s)), .roots))
        let split = SignProof.split("x", at: .one, below: .form, above: .form)
        #expect(accepts(check(), isPositive(x), split))
        #expect(!accepts(check(), isPositive(x), .split("z", at: .one, below: .form, above: .form)))
        #expect(!accepts(check(), isPositive(x), .split("x", at: .number(-1), below: .form, above: .form)))
        #expect(!accepts(check(), isPositive(x), .split("x", at: y, below: .form, above: .form)))
        // The slope of x + 1 is 1; at its end 0, which is not in the range, the value is 1.
        let rising = SignProof.monotone("x", from: .lower, slope: .number(bits: 64), end: .number(bits: 64))
        #expect(accepts(check(), isPositive(x + .one), rising) && accepts(check(), isPositive(x), rising))
        #expect(!accepts(check(), isPositive(x - .one), rising) && !accepts(check(), isPositive(.one - x), rising))
        #expect(!accepts(check(), isPositive(x + .one), .monotone("x", from: .upper, slope: .number(bits: 64), end: .number(bits: 64))))
        #expect(!accepts(check(), isPositive(x + .one), .monotone("z", from: .lower, slope: .number(bits: 64), end: .number(bits: 64))))
        #expect(!accepts(check(), Relation(.zero, .equal, x - x), rising))
        for proof: SignProof in [.components([.form]), .weightedMeans([]), .enclosure(bits: 64)] { #expect(!accepts(check(), isPositive(x), proof)) }
        #expect(!accepts(check(), isPositive(x + y), .factor(.parameter("z"), quotient: x + y, positive: .form, rest: .form)))
        #expect(!accepts(check(), isPositive(x + y), .factor(.parameter("x"), quotient: x + y, positive: .form, rest: .form)))
        #expect(accepts(check(), isPositive(x * x + x * y), .factor(x, quotient: x + y, positive: .form, rest: .form)))
        #expect(!accepts(check(), isPositive(x + y), .tangent(.parameter("z"))))
        for exponent in [1, 13] {
            #expect(!accepts(check(), isPositive(.number(3) - two), .compared(larger: .number(3), smaller: two, by: .powers(exponent, larger: .form), .form)))
        }
    }

    /// s <= x bounds -s from below: -s + x >= 0. The other way round nothing follows.
    @Test func hypothesesBoundParameters() {
        let hypothesis = [Relation(s, .lessOrEqual, x)], e = x - s
        func proof(_ slope: SignProof, _ rest: SignProof = .roots, name: String = "s", number: Int = 0) -> SignProof { .bounded(name, by: number, slope: slope, rest: rest) }
        #expect(accepts(check(hypothesis), isNonnegative(e), proof(.form)) && accepts(check(hypothesis), isNonnegative(e), proof(.number(bits: 64))))
        #expect(!accepts(check(hypothesis), isNonnegative(-e), proof(.form)) && !accepts(check(hypothesis), isNonnegative(-e), proof(.number(bits: 64))))
        #expect(!accepts(check(hypothesis), isPositive(e), proof(.form)))
        #expect(!accepts(check(), isNonnegative(e), proof(.form)))
        #expect(!accepts(check(hypothesis), isNonnegative(e), proof(.form, number: 1)))
        #expect(!accepts(check(hypothesis), isNonnegative(e), proof(.form, name: "z")))
        #expect(!accepts(check(hypothesis), Relation(.zero, .equal, e), proof(.form)))
    }

    /// t in a closed interval.
    private func closed(_ lower: Rational, _ upper: Rational) -> SignCheck {
        SignCheck(Statement(
            parameters: [Parameter(name: "t", isInteger: false, lower: .init(value: lower, isStrict: false), upper: .init(value: upper, isStrict: false))],
            goal: .relation(Relation(.zero, .equal, .zero))))
    }

    /// What holds inside holds at the ends, but not strictly, and not where a range is a point.
    @Test func continuityReachesTheEnds() {
        let t = Expression.parameter("t")
        #expect(accepts(closed(0, 1), isNonnegative(t * (.one - t)), .closure(.roots)))
        #expect(!accepts(closed(0, 1), isPositive(t * (.one - t)), .closure(.roots)))
        #expect(!accepts(closed(0, 1), isNonnegative(t - .one), .closure(.roots)))
        #expect(accepts(closed(1, 2), isNonnegative(t - .one), .closure(.roots)))
        #expect(!accepts(closed(1, 1), isNonnegative(t - .number(2)), .closure(.roots)))
        // 1/t has no value at the end.
        #expect(!accepts(closed(0, 1), isNonnegative(.power(t, .number(-1))), .closure(.form)))
    }

    /// x² + y² - xy is of degree 2; with x² + y - x it is not homogeneous, and s has no sign.
    @Test func homogeneityNeedsOneDegreeAndRays() {
        func proof(_ names: [String], _ unit: String) -> SignProof { .homogeneous(names, unit: unit, .roots) }
        #expect(accepts(check(), isPositive(square(x) + square(y) - x * y), proof(["x", "y"], "y")))
        #expect(!accepts(check(), isNonnegative(square(x) + y - x * y), proof(["x", "y"], "y")))
        #expect(!accepts(check(), isNonnegative(x + y - .number(2)), proof(["x", "y"], "y")))
        #expect(!accepts(check(), isNonnegative(square(x) + s * x), proof(["x", "s"], "s")))
        #expect(!accepts(check(), isNonnegative(x - y), proof(["x", "y"], "y")))
        // Logarithms may add up to a multiple of log λ.
        let log = { Expression.elementary(.log, $0) }
        #expect(check().isHomogeneous((x - y) * (log(x) - log(y)), in: ["x", "y"]))
        #expect(!check().isHomogeneous((x - y) * (log(x) + log(y)), in: ["x", "y"]))
        #expect(!check().isHomogeneous(log(x), in: ["x"]))
        #expect(check().isHomogeneous(.power(x + y, s) - .power(x, s), in: ["x", "y"]))
        #expect(!check().isHomogeneous(.power(x, y), in: ["x", "y"]))
    }

    /// x = y t with t = x/y; the sign for all t > 0, not for some, and not for another inverse.
    @Test func substitutionsHaveInverses() {
        func proof(_ value: Expression, _ inverse: Expression, _ rest: SignProof) -> SignProof {
            .substituted("x", value: value, inverse: inverse, positive: .form, rest: rest)
        }
        let e = square(x - y), quotient = square(x - .one)
        func rest(_ quotient: Expression) -> SignProof { .factor(square(y), quotient: quotient, positive: .form, rest: .roots) }
        #expect(accepts(check(), isNonnegative(e), proof(y * x, x / y, rest(quotient))))
        #expect(!accepts(check(), isPositive(e), proof(y * x, x / y, rest(quotient))))
        #expect(!accepts(check(), isNonnegative(e), proof(y * x, x, rest(quotient))))
        #expect(!accepts(check(), isNonnegative(e), proof(x, x / y, rest(quotient))))
        // Not all x > 0 are 1 + t.
        #expect(!accepts(check(), isNonnegative(x - .one), proof(x + .one, x - .one, .form)))
        // 1 - x/(1 + x) is positive, and defined where x/(1 - x) is not.
        #expect(!accepts(check(), isPositive(.one - x), proof(x / (.one + x), x / (.one - x), .factor(.one, quotient: .power(.one + x, .number(-1)), positive: .form, rest: .form))))
        // What stands in a Bessel function moves along: x - K_1(x), with y t - K_1(t) in its place, would not.
        let value = Expression.uninterpreted("besselK", [.one, x])
        if value.bessel != nil {
            #expect(x.substituting(parameters: ["x": y]) == y && value.substituting(parameters: ["x": y]) == .uninterpreted("besselK", [.one, y]))
        }
        // s has no sign.
        #expect(!accepts(check(), isNonnegative(s), .substituted("s", value: s, inverse: s, positive: .form, rest: .form)))
        #expect(accepts(check(), isPositive(.elementary(.exp, s)), .substituted("s", value: .elementary(.log, s), inverse: .elementary(.exp, s), positive: .form, rest: .form)))
    }

    /// Numbers outweigh bounded functions, and no others.
    @Test func sumsWithBoundedFunctions() {
        func of(_ function: ElementaryFunction) -> Expression { .elementary(function, s) }
        #expect(accepts(check(), isNonnegative(.one - of(.cos)), .form))
        #expect(!accepts(check(), isPositive(.one - of(.cos)), .form))
        #expect(accepts(check(), isPositive(.one - of(.tanh)), .form))
        #expect(!accepts(check(), isPositive(.zero * of(.tanh)), .form))
        #expect(!accepts(check(), isPositive(.sum([.zero * of(.tanh), .zero * of(.erf)])), .form))
        #expect(accepts(check(), isPositive(.pi - .number(2) * of(.atan)), .form))
        #expect(!accepts(check(), isNonnegative(.number(3) - .number(2) * of(.atan)), .form))
        #expect(accepts(check(), isPositive(.number(Rational(22, 7)) - .number(2) * of(.atan)), .form))
        #expect(!accepts(check(), isNonnegative(.one - of(.sinh)), .form))
        #expect(!accepts(check(), isNonnegative(.number(Rational(1, 2)) - of(.sin) * of(.cos)), .form))
        #expect(accepts(check(), isNonnegative(x + .one - square(of(.sin))), .form))
    }

    /// (x + y)^s ≥ x^s for s ≥ 0, by x + y ≥ x; not for other bases, nor for s of any sign.
    @Test func powersAreComparedByTheirBases() {
        func proof(
            _ larger: Expression, _ smaller: Expression, _ base: Expression, _ other: Expression, _ exponent: Expression, _ sign: SignProof, difference: Expression? = nil
        ) -> SignProof {
            .compared(
                larger: larger, smaller: smaller, by: .bases(larger: base, smaller: other, exponent: .init(exponent, sign)),
                .combination(factor: Self.one, terms: [[.init(difference ?? y, .form)]], equations: []))
        }
        let ofSquares = square(y) + .number(2) * x * y
        let t = x, larger = Expression.power(x + y, t), smaller = Expression.power(x, t)
        #expect(accepts(check(), isNonnegative(larger - smaller), proof(larger, smaller, x + y, x, t, .form)))
        #expect(accepts(check(), isPositive(larger - smaller), proof(larger, smaller, x + y, x, t, .form)))
        #expect(accepts(check(), isNonnegative(larger - smaller), proof(larger, smaller, square(x + y), square(x), t / .number(2), .form, difference: ofSquares)))
        #expect(!accepts(check(), isNonnegative(smaller - larger), proof(smaller, larger, x, x + y, t, .form)))
        #expect(!accepts(check(), isNonnegative(larger - smaller), proof(larger, smaller, x + y, y, t, .form)))
        #expect(!accepts(check(), isNonnegative(larger - smaller), proof(larger, smaller, square(x + y), square(x), t, .form, difference: ofSquares)))
        #expect(!accepts(check(), Relation(.zero, .equal, larger - smaller), proof(larger, smaller, x + y, x, t, .form)))
        let (upper, lower) = (Expression.power(x + y, s), Expression.power(x, s))
        #expect(!accepts(check(), isNonnegative(upper - lower), proof(upper, lower, x + y, x, s, .form)))
        #expect(!accepts(check(), isNonnegative(lower - upper), proof(lower, upper, .power(x, .number(-1)), .power(x + y, .number(-1)), -s, .form)))
    }
}
