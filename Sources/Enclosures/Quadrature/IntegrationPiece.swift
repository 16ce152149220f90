import Arithmetic

/// A part of a one-dimensional integral on which no absolute value, sign or step changes its branch.
///
/// The integrand is given by the distance `δ > 0` from the ends, so that it can be evaluated as close to them as need be.
public struct IntegrationPiece: Sendable {
    public enum Extent: Sendable {
        /// An interval of this width; the integrand by the distance from the upper end.
        case interval(width: ScalarGraph.Node, fromAbove: ScalarGraph.Node)
        case halfLine
        /// The variable is the coordinate itself, of either sign.
        case line
    }

    public let graph: ScalarGraph
    public let variable: ScalarGraph.Variable
    /// The integrand by the distance from the lower (or only) end.
    public let integrand: ScalarGraph.Node
    public let extent: Extent
    /// The coordinate at the distance.
    public let place: ScalarGraph.Node
}

extension ScalarIntegral {
    /// The pieces of an integral over one interval, half-line or line on which the integrand is not zero. Other variables may be left in the integrand as long as
    /// no kink depends on them.
    public func pieces(of axis: Axis) throws -> [IntegrationPiece] {
        guard axis.variables.count == 1, let variable = axis.variables.first else {
            throw EnclosureError.notApplicable("not an interval")
        }
        var graph = graph
        let zeros = try graph.kinks(of: integrand, by: variable)
        // Ends and kinks in order; nil for infinity.
        var ends: [ScalarGraph.Node?]
        switch axis.domain {
        case .interval(let lower, let upper): ends = [lower, upper]
        case .halfLine(let lower): ends = [lower, nil]
        case .negativeHalfLine(let upper): ends = [nil, upper]
        case .line: ends = [nil, nil]
        case .sphere, .circle: throw EnclosureError.notApplicable("not an interval")
        }
        if let lower = ends[0], let upper = ends[1] {
            switch try graph.order(lower, upper) {
            case .some(true): break
            case nil: return []
            case .some(false): throw EnclosureError.notApplicable("an interval with its ends in the wrong order")
            }
        }
        var inner: [ScalarGraph.Node] = []
        for zero in zeros {
            if let lower = ends[0], try graph.order(lower, zero) != true { continue }
            if let upper = ends[1], try graph.order(zero, upper) != true { continue }
            inner.append(zero)
        }
        inner = try graph.sorted(inner)
        ends.insert(contentsOf: inner, at: 1)
        let (distance, δ) = graph.variable(isPositive: true)
        let x = graph.node(variable)
        var result: [IntegrationPiece] = []
        for (lower, upper) in zip(ends, ends.dropFirst()) {
            let smooth = try graph.smooth(integrand, by: variable, between: lower, and: upper)
            if graph.rational(smooth)?.isZero == true { continue }
            func at(_ value: ScalarGraph.Node) -> ScalarGraph.Node {
                graph.expanded(graph.substituting([variable: value], in: smooth), near: distance)
            }
            func piece(from place: ScalarGraph.Node, _ extent: IntegrationPiece.Extent) -> IntegrationPiece {
                let integrand = at(place)
                return IntegrationPiece(graph: graph, variable: distance, integrand: integrand, extent: extent, place: place)
            }
            switch (lower, upper) {
            case (let lower?, let upper?):
                let width = graph.difference(upper, lower)
                let fromAbove = at(graph.difference(upper, δ))
                result.append(piece(from: graph.sum(lower, δ), .interval(width: width, fromAbove: fromAbove)))
            case (let lower?, nil): result.append(piece(from: graph.sum(lower, δ), .halfLine))
            case (nil, let upper?): result.append(piece(from: graph.difference(upper, δ), .halfLine))
            case (nil, nil):
                result.append(IntegrationPiece(graph: graph, variable: variable, integrand: smooth, extent: .line, place: x))
            }
        }
        return result
    }
}

extension ScalarGraph {
    /// The zeros of the arguments of absolute values, signs and steps that depend on the variable.
    mutating func kinks(of node: Node, by variable: Variable) throws -> [Node] {
        var zeros: [Node] = []
        for inner in reachable(from: [node]) {
            guard case .function(let function, let argument) = self[inner], support(argument).contains(variable.number) else { continue }
            switch function {
            case .elementary(.abs), .elementary(.sign), .step: break
            default: continue
            }
            for factor in kinkFactors(argument) where support(factor).contains(variable.number) {
                guard support(factor) == [variable.number] else {
                    throw EnclosureError.notApplicable("a kink that moves with another variable")
                }
                guard let polynomial = coefficients(of: factor, by: variable), polynomial.count <= 3 else {
                    throw EnclosureError.notApplicable("a kink whose place is not the zero of a linear or quadratic polynomial")
                }
                zeros += try realZeros(polynomial)
            }
        }
        var distinct: [Node] = []
        for zero in zeros where !distinct.contains(zero) { distinct.append(zero) }
        return distinct
    }

    /// Where a product may change its sign.
    private func kinkFactors(_ node: Node) -> [Node] {
        switch self[node] {
        case .product(let factors): return factors.map(\.base).filter { !isNonnegative($0) }.flatMap { kinkFactors($0) }
        case .sum(let constant, let terms) where constant.isZero && terms.count == 1: return kinkFactors(terms[0].node)
        case .function(.elementary(let name), let argument):
            switch name {
            case .exp, .cosh, .abs: return []
            case .sinh, .tanh, .atan, .erf, .sign: return kinkFactors(argument)
            default: return [node]
            }
        default: return [node]
        }
    }

    /// Of `c₀ + c₁ x + c₂ x²`.
    private mutating func realZeros(_ c: [Node]) throws -> [Node] {
        guard c.count > 1 else { return [] }
        if c.count == 2 { return [scaled(quotient(c[0], c[1]), by: -1)] }
        let discriminant = difference(power(c[1], 2), scaled(product(c[0], c[2]), by: 4))
        switch try sign(discriminant) {
        case -1: return []
        case 0: return [scaled(quotient(c[1], c[2]), by: Rational(-1, 2))]
        default:
            let root = squareRoot(discriminant)
            let center = quotient(c[1], c[2])
            let half = quotient(root, c[2])
            return [
                combination(0, [Term(node: center, coefficient: Rational(-1, 2)), Term(node: half, coefficient: Rational(-1, 2))]),
                combination(0, [Term(node: center, coefficient: Rational(-1, 2)), Term(node: half, coefficient: Rational(1, 2))]),
            ]
        }
    }

    /// The sign of a constant; throws where balls do not decide it.
    public func sign(_ constant: Node) throws -> Int {
        if let value = rational(constant) { return value.sign }
        for precision in [64, 256, 1024] {
            let value = try enclosure(of: constant, precision: precision)
            if value.isPositive() == .yes { return 1 }
            if value.isNegative() == .yes { return -1 }
        }
        throw EnclosureError.notApplicable("a constant whose sign is not decided")
    }

    /// Whether `a < b`; `nil` for equal constants.
    mutating func order(_ a: Node, _ b: Node) throws -> Bool? {
        let gap = difference(b, a)
        let sign = try sign(gap)
        return sign == 0 ? nil : sign > 0
    }

    mutating func sorted(_ constants: [Node]) throws -> [Node] {
        var result: [Node] = []
        for node in constants {
            var place = result.count
            while place > 0, try order(node, result[place - 1]) == true { place -= 1 }
            if place > 0, try order(result[place - 1], node) == nil { continue }
            result.insert(node, at: place)
        }
        return result
    }

    /// The node with absolute values, signs and steps replaced by the branch they have between two neighbouring kinks.
    mutating func smooth(_ node: Node, by variable: Variable, between lower: Node?, and upper: Node?) throws -> Node {
        let middle: Node
        switch (lower, upper) {
        case (let a?, let b?): middle = scaled(sum(a, b), by: Rational(1, 2))
        case (let a?, nil): middle = combination(1, [Term(node: a, coefficient: 1)])
        case (nil, let b?): middle = combination(-1, [Term(node: b, coefficient: 1)])
        case (nil, nil): middle = number(Rational(1, 3))
        }
        var known: [Node: Node] = [:]
        return try smooth(node, variable, middle, &known)
    }

    private mutating func smooth(_ node: Node, _ variable: Variable, _ middle: Node, _ known: inout [Node: Node]) throws -> Node {
        guard support(node).contains(variable.number) else { return node }
        if let result = known[node] { return result }
        let result: Node
        switch self[node] {
        case .number, .pi, .variable: result = node
        case .sum(let constant, let terms):
            var parts: [Term] = []
            for term in terms { parts.append(Term(node: try smooth(term.node, variable, middle, &known), coefficient: term.coefficient)) }
            result = combination(constant, parts)
        case .product(let factors):
            var parts: [Factor] = []
            for factor in factors {
                parts.append(Factor(base: try smooth(factor.base, variable, middle, &known), exponent: factor.exponent))
            }
            result = product(parts)
        case .function(let name, let argument):
            let inner = try smooth(argument, variable, middle, &known)
            switch name {
            case .elementary(.abs), .elementary(.sign), .step:
                let there = substituting([variable: middle], in: inner)
                guard isConstant(there) else { throw EnclosureError.notApplicable("a sign that depends on another variable") }
                let value = try sign(there)
                switch name {
                case .elementary(.abs): result = value < 0 ? scaled(inner, by: -1) : value == 0 ? number(0) : inner
                case .step: result = number(value > 0 ? 1 : 0)
                default: result = number(Rational(value))
                }
            default: result = function(name, inner)
            }
        }
        known[node] = result
        return result
    }
}
