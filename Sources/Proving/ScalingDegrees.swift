import Arithmetic
import Expressions
import Kernel

/// How an expression with integrals over whole spaces changes when `μ_f f(λ·)` takes the place of every function f: by the factor
/// `λ^(-dilation) Π μ_f^(amplitude of f)`, with exponents that are rational functions of parameters.
struct ScalingDegrees {
    struct Degree {
        var dilation: RationalFunction
        var amplitudes: [String: RationalFunction] = [:]
    }

    /// What has no degree, in words.
    struct NotHomogeneous: Error {
        let text: String
    }

    let ring: PolynomialRing

    init(_ statement: Statement) {
        let names = statement.parameters.map(\.name) + statement.symbolicDimensions
        ring = PolynomialRing(variables: names.isEmpty ? ["#"] : Set(names).sorted())
    }

    private var none: Degree { Degree(dilation: RationalFunction(ring.zero)) }

    func isZero(_ degree: Degree) -> Bool { degree.dilation.isZero && degree.amplitudes.values.allSatisfy(\.isZero) }

    func difference(_ a: Degree, _ b: Degree) throws -> Degree { try combination(a, b, RationalFunction(ring.constant(-1))) }

    /// `a + factor · b`.
    private func combination(_ a: Degree, _ b: Degree, _ factor: RationalFunction) throws -> Degree {
        var result = Degree(dilation: try a.dilation + factor * b.dilation, amplitudes: a.amplitudes)
        for (name, value) in b.amplitudes { result.amplitudes[name] = try (result.amplitudes[name] ?? RationalFunction(ring.zero)) + factor * value }
        result.amplitudes = result.amplitudes.filter { !$0.value.isZero }
        return result
    }

    private func scaled(_ a: Degree, _ factor: RationalFunction) throws -> Degree { try combination(none, a, factor) }

    private func isSame(_ a: Degree, _ b: Degree) -> Bool { a.dilation == b.dilation && a.amplitudes == b.amplitudes }

    func number(_ dimension: Dimension) throws -> RationalFunction {
        switch dimension {
        case .number(let value): return RationalFunction(ring.constant(Rational(value)))
        case .symbol(let name):
            guard let variable = ring.variable(named: name) else { throw NotHomogeneous(text: name) }
            return RationalFunction(variable)
        }
    }

    /// The dimension of a space on which dilations act.
    func size(_ point: Point) throws -> RationalFunction {
        switch point.manifold {
        case .euclidean(let dimension): return try number(dimension)
        case .line(let lower, let upper):
            guard lower.map(\.isZero) ?? true, upper == nil || lower == nil && upper.map(\.isZero) == true else { break }
            return RationalFunction(ring.one)
        default: break
        }
        throw NotHomogeneous(text: "dilations do not map the space of \(point.name) onto itself")
    }

    /// - Throws: `NotHomogeneous`, or an error of arithmetic.
    func of(_ e: Expression, over points: [Point] = []) throws -> Degree {
        switch e.kind {
        case .number, .pi, .parameter, .dimension, .delta, .epsilon: return none
        case .coordinate(let point, _):
            guard points.contains(point) else { throw NotHomogeneous(text: "\(point.name) is not integrated over") }
            return Degree(dilation: RationalFunction(ring.one))
        case .application(let application):
            if application.function.isLogarithm, application.derivatives.isEmpty { throw NotHomogeneous(text: e.plainText) }
            for argument in application.arguments { try requireLength(argument.body, points) }
            var result = none
            result.dilation = RationalFunction(ring.constant(Rational(-application.derivatives.count)))
            if !application.function.isLogarithm, !application.arguments.isEmpty { result.amplitudes[application.function.name] = RationalFunction(ring.one) }
            return result
        case .sum(let terms):
            var common: Degree?
            for term in terms where term != .zero {
                let degree = try of(term, over: points)
                if let common, !isSame(common, degree) { throw NotHomogeneous(text: "the terms of \(e.plainText) scale differently") }
                common = degree
            }
            return common ?? none
        case .product(let factors): return try factors.reduce(none) { try combination($0, of($1, over: points), RationalFunction(ring.one)) }
        case .power(let base, let exponent):
            let degree = try of(base, over: points)
            if isZero(degree) { return none }
            guard let power = try? RationalFunction(exponent, in: ring) else { throw NotHomogeneous(text: e.plainText) }
            return try scaled(degree, power)
        case .elementary(.exp, let argument):
            if case .application(let application) = argument.kind, application.function.isLogarithm, application.derivatives.isEmpty {
                for argument in application.arguments { try requireLength(argument.body, points) }
                return Degree(dilation: RationalFunction(ring.zero), amplitudes: [application.function.name: RationalFunction(ring.one)])
            }
            fallthrough
        case .elementary(_, let argument):
            let degree = try of(argument, over: points)
            if case .elementary(.abs, _) = e.kind { return degree }
            guard isZero(degree) else { throw NotHomogeneous(text: e.plainText) }
            return none
        case .partial(_, _, let body):
            var result = try of(body, over: points)
            result.dilation = try result.dilation - RationalFunction(ring.one)
            return result
        case .contraction(_, let body): return try of(body, over: points)
        case .integral(let own, let body):
            var result = try of(body, over: points + own)
            for point in own { result.dilation = try result.dilation + size(point) }
            return result
        case .parameterDerivative, .uninterpreted: throw NotHomogeneous(text: e.plainText)
        }
    }

    private func requireLength(_ argument: Expression, _ points: [Point]) throws {
        let degree = try of(argument, over: points)
        guard degree.amplitudes.isEmpty, degree.dilation == RationalFunction(ring.one) else { throw NotHomogeneous(text: "\(argument.plainText) is no linear function of points") }
    }
}
