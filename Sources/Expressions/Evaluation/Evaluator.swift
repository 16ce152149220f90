import Arithmetic

/// Evaluates expressions at an assignment, derivatives by truncated power series in the points.
///
/// Every sub-expression becomes its Taylor polynomial at the point, to the order that the derivatives around
/// it need; nothing is expanded symbolically.
public final class Evaluator<F: EvaluationField> {
    private typealias Series = [F.Element]

    private let field: F
    private let assignment: Assignment
    private let basis: TaylorBasis
    /// Number of the first variable of each differentiated point.
    private let offsets: [Point: Int]
    private let zero: F.Element
    private var memo: [MemoKey: Series] = [:]
    private var functionBases: [Int: TaylorBasis] = [:]
    private var taylorCache: [FunctionKey: Series] = [:]

    private struct MemoKey: Hashable {
        let expression: Expression
        let values: [Int]
    }

    private struct FunctionKey: Hashable {
        let function: FunctionSymbol
        let value: [Int]
        let points: [Point]
    }

    /// - Parameter expressions: all expressions that will be evaluated; they fix the order of the series.
    public init(_ field: F, _ assignment: Assignment, for expressions: [Expression]) throws {
        self.field = field
        self.assignment = assignment
        var differentiated: [Point] = []
        var depth: [Expression: Int] = [:]
        func order(_ expression: Expression) -> Int {
            if let known = depth[expression] { return known }
            var result = expression.operands.map(order).max() ?? 0
            if case .partial(let point, _, _) = expression.kind {
                result += 1
                if !differentiated.contains(point) { differentiated.append(point) }
            }
            depth[expression] = result
            return result
        }
        let order = expressions.map(order).max() ?? 0
        var offsets: [Point: Int] = [:]
        var count = 0
        for point in differentiated {
            offsets[point] = count
            count += point.manifold.vectorDimension.flatMap(assignment.size) ?? 1
        }
        self.offsets = offsets
        basis = try TaylorBasis(variables: count, order: order)
        zero = try field.number(0)
    }

    /// The value at the given values of the free indices.
    public func value(_ expression: Expression, _ indices: [Index: Int] = [:]) throws -> F.Element {
        try series(expression, indices, order: 0)[0]
    }

    // MARK: Series

    private func series(_ expression: Expression, _ indices: [Index: Int], order: Int) throws -> Series {
        let key = MemoKey(expression: expression, values: try expression.freeIndices.map { try value(of: $0, indices) })
        let size = basis.count[order]
        if let known = memo[key], known.count >= size { return known.count == size ? known : Array(known[..<size]) }
        let result = try compute(expression, indices, order)
        memo[key] = result
        return result
    }

    private func value(of index: Index, _ indices: [Index: Int]) throws -> Int {
        if case .fixed(let component, _) = index { return component }
        guard let value = indices[index] else { throw EvaluationError.unsupported("a loose index") }
        return value
    }

    private func size(_ dimension: Dimension) throws -> Int {
        guard let size = assignment.size(dimension) else { throw EvaluationError.unsupported("a symbolic dimension") }
        return size
    }

    private func constant(_ value: F.Element, _ order: Int) -> Series {
        var result = Array(repeating: zero, count: basis.count[order])
        result[0] = value
        return result
    }

    private func multiply(_ x: Series, _ y: Series) -> Series { basis.multiply(x, y, zero: zero, field) }

    private func add(_ x: Series, _ y: Series) -> Series { zip(x, y).map { field.add($0, $1) } }

    private func coordinate(_ point: Point, _ component: Int, _ order: Int) throws -> Series {
        guard let values = assignment.points[point], component <= values.count else {
            throw EvaluationError.unsupported("the point \(point.name)")
        }
        var result = constant(try field.number(values[component - 1]), order)
        if order > 0, let offset = offsets[point] {
            // Degree-one multi-indices follow the constant, in the order of the variables.
            result[1 + offset + component - 1] = try field.number(1)
        }
        return result
    }

    private func compute(_ expression: Expression, _ indices: [Index: Int], _ order: Int) throws -> Series {
        switch expression.kind {
        case .number(let value): return constant(try field.number(value), order)
        case .pi: return constant(try field.pi(), order)
        case .parameter(let name):
            guard let value = assignment.parameters[name] else { throw EvaluationError.unsupported("the parameter \(name)") }
            return constant(try field.number(value), order)
        case .dimension(let dimension): return constant(try field.number(Rational(try size(dimension))), order)
        case .coordinate(let point, let index):
            return try coordinate(point, try index.map { try value(of: $0, indices) } ?? 1, order)
        case .delta(let i, let j):
            let isEqual = try value(of: i, indices) == value(of: j, indices)
            return constant(try field.number(isEqual ? 1 : 0), order)
        case .epsilon(let i, let j, let k):
            let (a, b, c) = (try value(of: i, indices), try value(of: j, indices), try value(of: k, indices))
            return constant(try field.number(Rational((b - a) * (c - a) * (c - b) / 2)), order)
        case .application(let application): return try series(of: application, indices, order)
        case .sum(let terms):
            var result = try series(terms[0], indices, order: order)
            for term in terms.dropFirst() { result = add(result, try series(term, indices, order: order)) }
            return result
        case .product(let factors):
            var result = try series(factors[0], indices, order: order)
            for factor in factors.dropFirst() { result = multiply(result, try series(factor, indices, order: order)) }
            return result
        case .power(let base, let exponent):
            if let rational = try rationalValue(exponent) {
                let series = try series(base, indices, order: order)
                // `b^a` with a not a literal integer is defined for b > 0 only, whatever the value of a.
                if case .number = exponent.kind {} else { try field.requirePositive(series[0]) }
                return try power(series, rational)
            }
            let logarithm = try compose(.log, series(base, indices, order: order))
            return try compose(.exp, multiply(logarithm, series(exponent, indices, order: order)))
        case .elementary(let function, let argument): return try compose(function, series(argument, indices, order: order))
        case .partial(let point, let index, let body):
            guard let offset = offsets[point] else { throw EvaluationError.unsupported("a derivative") }
            let component = try index.map { try value(of: $0, indices) } ?? 1
            return try basis.derivative(series(body, indices, order: order + 1), offset + component - 1, order: order, field)
        case .parameterDerivative(let name, let body):
            return try series(body.differentiated(byParameter: name), indices, order: order)
        case .contraction(let index, let body):
            var result = constant(zero, order)
            var inner = indices
            for component in 1...(try size(index.dimension)) {
                inner[index] = component
                result = add(result, try series(body, inner, order: order))
            }
            return result
        case .integral: throw EvaluationError.unsupported("∫")
        case .uninterpreted(let name, _, _): throw EvaluationError.unsupported(name)
        }
    }

    // MARK: Functions of one variable

    /// An exponent as an exact number, when it is built from numbers, parameters and dimensions.
    private func rationalValue(_ expression: Expression) throws -> Rational? {
        switch expression.kind {
        case .number(let value): return value
        case .parameter(let name): return assignment.parameters[name]
        case .dimension(let dimension): return Rational(try size(dimension))
        case .sum(let terms):
            var result: Rational = 0
            for term in terms {
                guard let value = try rationalValue(term) else { return nil }
                result = result + value
            }
            return result
        case .product(let factors):
            var result: Rational = 1
            for factor in factors {
                guard let value = try rationalValue(factor) else { return nil }
                result = result * value
            }
            return result
        case .power(let base, let exponent):
            guard let base = try rationalValue(base), let exponent = try rationalValue(exponent)?.asInt,
                abs(exponent) < 1000 else { return nil }
            if base.isZero && exponent < 0 { throw EvaluationError.undefined }
            return try? base.power(exponent)
        default: return nil
        }
    }

    private func power(_ base: Series, _ exponent: Rational) throws -> Series {
        let order = basis.count.firstIndex(of: base.count) ?? 0
        if let integer = exponent.asInt {
            guard abs(integer) <= 100_000 else { throw EvaluationError.tooLarge }
            if integer == 0 {
                if field.isExactZero(base[0]) { throw EvaluationError.undefined }
                return constant(try field.number(1), order)
            }
            let positive = integer > 0 ? base : try reciprocal(base)
            var result: Series?
            var square = positive
            var rest = integer.magnitude
            while rest > 0 {
                if rest & 1 == 1 { result = result.map { multiply($0, square) } ?? square }
                rest >>= 1
                if rest > 0 { square = multiply(square, square) }
            }
            return result ?? positive
        }
        // (b + t)^e = Σ binomial(e, k) b^(e-k) t^k.
        let leading = try field.power(base[0], exponent)
        if order == 0 { return [leading] }
        let inverse = try field.inverse(base[0])
        var coefficients = [leading]
        for k in 0..<order {
            let factor = (exponent - Rational(k)) / Rational(k + 1)
            coefficients.append(field.multiply(field.multiply(coefficients[k], inverse), try field.number(factor)))
        }
        return substitute(base, coefficients)
    }

    private func reciprocal(_ base: Series) throws -> Series {
        let inverse = try field.inverse(base[0])
        var coefficients = [inverse]
        let minusInverse = field.multiply(inverse, try field.number(-1))
        let order = basis.count.firstIndex(of: base.count) ?? 0
        for k in 0..<order { coefficients.append(field.multiply(coefficients[k], minusInverse)) }
        return substitute(base, coefficients)
    }

    /// `Σ coefficients[k] (x - x_0)^k`.
    private func substitute(_ x: Series, _ coefficients: [F.Element]) -> Series {
        let order = coefficients.count - 1
        guard order > 0 else { return [coefficients[0]] }
        var step = x
        step[0] = zero
        var result = constant(coefficients[order], order)
        for k in stride(from: order - 1, through: 0, by: -1) {
            result = multiply(result, step)
            result[0] = field.add(result[0], coefficients[k])
        }
        return result
    }

    private func compose(_ function: ElementaryFunction, _ x: Series) throws -> Series {
        let order = basis.count.firstIndex(of: x.count) ?? 0
        return substitute(x, try taylorCoefficients(function, x[0], order))
    }

    /// `h^(k)(x0)/k!` for k up to the order.
    private func taylorCoefficients(_ function: ElementaryFunction, _ x0: F.Element, _ order: Int) throws -> [F.Element] {
        func cyclic(_ values: [F.Element]) throws -> [F.Element] {
            var factor: Rational = 1
            return try (0...order).map { k in
                if k > 0 { factor = factor / Rational(k) }
                return field.multiply(values[k % values.count], try field.number(factor))
            }
        }
        let value = try field.elementary(function, x0)
        if order == 0 { return [value] }
        let minusOne = try field.number(-1)
        switch function {
        case .exp: return try cyclic([value])
        case .sin:
            let cosine = try field.elementary(.cos, x0)
            return try cyclic([value, cosine, field.multiply(value, minusOne), field.multiply(cosine, minusOne)])
        case .cos:
            let minusSine = field.multiply(try field.elementary(.sin, x0), minusOne)
            return try cyclic([value, minusSine, field.multiply(value, minusOne), field.multiply(minusSine, minusOne)])
        case .sinh: return try cyclic([value, try field.elementary(.cosh, x0)])
        case .cosh: return try cyclic([value, try field.elementary(.sinh, x0)])
        case .log:
            let inverse = try field.inverse(x0)
            var power = try field.number(1)
            var result = [value]
            for k in 1...order {
                power = field.multiply(power, inverse)
                result.append(field.multiply(power, try field.number(Rational(k % 2 == 1 ? 1 : -1, k))))
            }
            return result
        case .tan, .tanh:
            // y' = 1 ± y².
            var y = [value]
            let sign = try field.number(function == .tan ? 1 : -1)
            for k in 0..<order {
                var square = zero
                for j in 0...k { square = field.add(square, field.multiply(y[j], y[k - j])) }
                var next = field.multiply(sign, square)
                if k == 0 { next = field.add(next, try field.number(1)) }
                y.append(field.multiply(next, try field.number(Rational(1, k + 1))))
            }
            return y
        case .atan:
            // (1 + x²) y' = 1 with x = x0 + t.
            let inverse = try field.inverse(field.add(try field.number(1), field.multiply(x0, x0)))
            var slope: [F.Element] = []
            for k in 0..<order {
                var rest = k == 0 ? try field.number(1) : zero
                if k >= 1 { rest = field.add(rest, field.multiply(field.multiply(x0, slope[k - 1]), try field.number(-2))) }
                if k >= 2 { rest = field.add(rest, field.multiply(slope[k - 2], minusOne)) }
                slope.append(field.multiply(rest, inverse))
            }
            return [value] + (try slope.enumerated().map { field.multiply($1, try field.number(Rational(1, $0 + 1))) })
        case .erf:
            // y' = 2/√π exp(-x²), and s = y' satisfies s' = -2 x s.
            let square = field.multiply(field.multiply(x0, x0), minusOne)
            let scale = field.multiply(try field.power(field.pi(), Rational(-1, 2)), try field.number(2))
            var slope = [field.multiply(scale, try field.elementary(.exp, square))]
            for k in 0..<order {
                var next = field.multiply(x0, slope[k])
                if k >= 1 { next = field.add(next, slope[k - 1]) }
                slope.append(field.multiply(next, try field.number(Rational(-2, k + 1))))
            }
            return [value] + (try slope.prefix(order).enumerated().map { field.multiply($1, try field.number(Rational(1, $0 + 1))) })
        case .abs: return [value, try field.elementary(.sign, x0)] + Array(repeating: zero, count: order - 1)
        case .sign: return [value] + Array(repeating: zero, count: order)
        }
    }

    // MARK: Function symbols

    private func series(of application: Expression.Application, _ indices: [Index: Int], _ order: Int) throws -> Series {
        let function = application.function
        guard let polynomial = assignment.functions[function] else {
            throw EvaluationError.unsupported("the function \(function.name)")
        }
        var sign = 1
        var value = try application.valueIndices.map { try self.value(of: $0, indices) }
        if function.valueSymmetry != .none, value.count == 2, value[0] > value[1] {
            value.swapAt(0, 1)
            if function.valueSymmetry == .antisymmetric { sign = -1 }
        }
        // All argument components as series, and where each argument starts.
        var arguments: [Series] = []
        var starts: [Int] = []
        for argument in application.arguments {
            starts.append(arguments.count)
            switch argument {
            case .scalar(let body): arguments.append(try series(body, indices, order: order))
            case .vector(let index, let body):
                var inner = indices
                for component in 1...(try size(index.dimension)) {
                    inner[index] = component
                    arguments.append(try series(body, inner, order: order))
                }
            }
        }
        var derivative = [Int](repeating: 0, count: arguments.count)
        for slot in application.derivatives {
            let component = try slot.index.map { try self.value(of: $0, indices) - 1 } ?? 0
            derivative[starts[slot.argument] + component] += 1
        }
        let total = order + application.derivatives.count
        let functionBasis = try functionBasis(variables: arguments.count, order: total)
        let points = application.arguments.compactMap(\.plainPoint)
        let key = FunctionKey(function: function, value: value + [total], points: points)
        let isPlain = points.count == application.arguments.count
        var germ: Series
        if isPlain, let known = taylorCache[key] {
            germ = known
        } else {
            germ = try polynomial.taylorCoefficients(value, at: arguments.map { $0[0] }, functionBasis, zero: zero, field)
            if isPlain { taylorCache[key] = germ }
        }
        // Which variable each argument component is, when every argument is a plain point.
        var variables: [Int?] = []
        if isPlain {
            for (point, argument) in zip(points, application.function.arguments) {
                let count = argument == .scalar ? 1 : point.manifold.vectorDimension.flatMap(assignment.size) ?? 1
                for component in 0..<count { variables.append(offsets[point].map { $0 + component }) }
            }
        }
        // Coefficients of ∂^α f at β: (α+β)!/β! times those of f at α+β.
        var result = constant(zero, order)
        var powers: [[Int]: Series] = [:]
        for (number, multiIndex) in functionBasis.multiIndices.enumerated() {
            guard !field.isExactZero(germ[number]), zip(multiIndex, derivative).allSatisfy({ $0 >= $1 }) else { continue }
            var factor: Rational = sign == 1 ? 1 : -1
            var beta = multiIndex
            for k in beta.indices {
                beta[k] -= derivative[k]
                for j in 0..<derivative[k] { factor = factor * Rational(multiIndex[k] - j) }
            }
            let coefficient = factor == 1 ? germ[number] : field.multiply(germ[number], try field.number(factor))
            if isPlain {
                var placed = [Int](repeating: 0, count: basis.variables)
                var isConstant = false
                for (k, power) in beta.enumerated() where power > 0 {
                    if let variable = variables[k] { placed[variable] += power } else { isConstant = true }
                }
                if !isConstant, let place = basis.number(of: placed), place < result.count {
                    result[place] = field.add(result[place], coefficient)
                }
                continue
            }
            let power = monomial(beta, arguments, order, &powers)
            result = zip(result, power).map { field.add($0, field.multiply(coefficient, $1)) }
        }
        return result
    }

    /// `Π (x_k - x_k(0))^β_k`.
    private func monomial(_ beta: [Int], _ arguments: [Series], _ order: Int, _ powers: inout [[Int]: Series]) -> Series {
        if let known = powers[beta] { return known }
        guard let k = beta.firstIndex(where: { $0 > 0 }) else {
            let one = (try? field.number(1)) ?? zero
            return constant(one, order)
        }
        var lower = beta
        lower[k] -= 1
        var step = arguments[k]
        step[0] = zero
        let result = multiply(monomial(lower, arguments, order, &powers), step)
        powers[beta] = result
        return result
    }

    private func functionBasis(variables: Int, order: Int) throws -> TaylorBasis {
        let key = variables * 64 + order
        if let known = functionBases[key] { return known }
        let made = try TaylorBasis(variables: variables, order: order)
        functionBases[key] = made
        return made
    }
}
