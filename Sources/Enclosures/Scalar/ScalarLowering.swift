import Arithmetic
import Expressions

/// Typed expressions, on concrete functions and parameters, written out as graphs of scalars.
///
/// Derivatives are carried out symbolically, to any order. An integral becomes a variable with the integral it
/// stands for; an inner integral in a linear position is drawn into the outer one.
public struct ScalarLowering {
    /// A concrete function: its components as functions of variables.
    struct Definition {
        let variables: [[ScalarGraph.Variable]]
        /// One node for each value of the indices; that of a scalar has the key [].
        let components: [[Int]: ScalarGraph.Node]
        /// What the components ask of their parts.
        let definedness: Definedness
    }

    public private(set) var graph = ScalarGraph()
    public private(set) var integrals: [ScalarGraph.Variable: IteratedIntegral] = [:]
    private let dimensions: [String: Int]
    private var definedness = Definedness()
    /// Integrals that were drawn into others.
    private var absorbed: Set<ScalarGraph.Variable> = []
    private var parameters: [String: ScalarGraph.Node] = [:]
    private var functions: [FunctionSymbol: Definition] = [:]
    private var coordinates: [Point: [ScalarGraph.Variable]] = [:]
    private var frame: [Index: Int] = [:]
    private var known: [Key: ScalarGraph.Node] = [:]

    private struct Key: Hashable {
        let expression: Expression
        let values: [Int]
    }

    private let nodeLimit: Int

    /// - Parameter nodeLimit: how large the graph may become.
    public init(dimensions: [String: Int] = [:], nodeLimit: Int = 2_000_000) {
        self.dimensions = dimensions
        self.nodeLimit = nodeLimit
    }

    /// Gives a parameter the value of a closed expression.
    public mutating func define(parameter name: String, as value: Expression) throws {
        parameters[name] = try lower(value)
    }

    /// Gives a function symbol a value.
    /// - Parameters:
    ///   - points: the arguments, in order, of which `body` is an expression.
    ///   - indices: those of the value.
    public mutating func define(_ function: FunctionSymbol, of points: [Point], _ indices: [Index], as body: Expression) throws {
        let variables = try points.map { try self.variables(of: $0) }
        var components: [[Int]: ScalarGraph.Node] = [:]
        let sizes = try indices.map { try size($0.dimension) }
        let before = definedness
        definedness = Definedness()
        defer { definedness = before }
        // What is known already has asked elsewhere.
        known.removeAll()
        for values in Self.tuples(sizes) {
            let saved = frame
            for (index, value) in zip(indices, values) { frame[index] = value }
            components[values] = try lower(body)
            frame = saved
        }
        functions[function] = Definition(variables: variables, components: components, definedness: definedness)
        known.removeAll()
    }

    /// The value of a closed expression, at values of its free indices.
    public mutating func value(_ expression: Expression, _ indices: [Index: Int] = [:]) throws -> ScalarValue {
        frame = indices
        let before = Set(integrals.keys)
        let root = try lower(expression)
        let stated = integrals.keys.filter { !before.contains($0) && !absorbed.contains($0) }.sorted { $0.number < $1.number }
        return ScalarValue(graph: graph, root: root, integrals: integrals, definedness: definedness, stated: stated)
    }

    /// The variables that stand for the components of a point.
    public mutating func variables(of point: Point) throws -> [ScalarGraph.Variable] {
        if let known = coordinates[point] { return known }
        var isPositive = false
        if case .line(let lower?, _) = point.manifold, lower.sign >= 0 { isPositive = true }
        let count = try point.manifold.vectorDimension.map(size) ?? 1
        let variables = (0..<count).map { _ in graph.variable(isPositive: isPositive).variable }
        coordinates[point] = variables
        return variables
    }

    private func size(_ dimension: Dimension) throws -> Int {
        switch dimension {
        case .number(let value): return value
        case .symbol(let name):
            guard let value = dimensions[name] else { throw EvaluationError.unsupported("a symbolic dimension") }
            return value
        }
    }

    private static func tuples(_ sizes: [Int]) -> [[Int]] {
        sizes.reduce([[]]) { tuples, size in tuples.flatMap { tuple in (1...max(size, 1)).map { tuple + [$0] } } }
    }

    private func value(_ index: Index) throws -> Int {
        if case .fixed(let component, _) = index { return component }
        guard let value = frame[index] else { throw EvaluationError.unsupported("a loose index") }
        return value
    }

    // MARK: Nodes

    private mutating func lower(_ expression: Expression) throws -> ScalarGraph.Node {
        let key = Key(expression: expression, values: try expression.freeIndices.map(value))
        if let node = known[key] { return node }
        if graph.operations.count > nodeLimit { throw EvaluationError.tooLarge }
        let node = try compute(expression)
        known[key] = node
        return node
    }

    private mutating func compute(_ expression: Expression) throws -> ScalarGraph.Node {
        switch expression.kind {
        case .number(let value): return graph.number(value)
        case .pi: return graph.pi()
        case .parameter(let name):
            if let node = parameters[name] { return node }
            if let size = dimensions[name] { return graph.number(Rational(size)) }
            throw EvaluationError.unsupported("the parameter \(name), which has no value")
        case .dimension(let dimension): return graph.number(Rational(try size(dimension)))
        case .coordinate(let point, let index):
            let variables = try variables(of: point)
            return graph.node(variables[try index.map(value).map { $0 - 1 } ?? 0])
        case .delta(let i, let j): return graph.number(try value(i) == value(j) ? 1 : 0)
        case .epsilon(let i, let j, let k):
            let (a, b, c) = (try value(i), try value(j), try value(k))
            return graph.number(Rational((b - a) * (c - a) * (c - b) / 2))
        case .application(let application): return try value(of: application)
        case .sum(let terms): return graph.sum(try terms.map { try lower($0) })
        case .product(let factors): return graph.product(try factors.map { try lower($0) })
        case .power(let base, let exponent):
            let base = try lower(base), exponent = try lower(exponent)
            if let value = graph.rational(exponent), value.sign <= 0 {
                guard graph.rational(base)?.isZero != true else { throw EvaluationError.undefined }
                definedness.requireNonzero(base, in: graph)
            }
            if graph.rational(exponent)?.isInteger != true { definedness.requireNonnegative(base, in: graph) }
            return graph.power(base, exponent)
        case .elementary(let function, let argument):
            let argument = try lower(argument)
            if function == .log, let value = graph.rational(argument), value.sign <= 0 { throw EvaluationError.undefined }
            if function == .log { definedness.requireNonnegative(argument, in: graph) }
            try requireNoPole(function, argument)
            return graph.function(.elementary(function), argument)
        case .partial(let point, let index, let body):
            let variables = try variables(of: point)
            let variable = variables[try index.map(value).map { $0 - 1 } ?? 0]
            return try derivative(lower(body), by: variable)
        case .parameterDerivative(let name, let body):
            // Differentiation under the integral sign needs more than the integrand shows at one value.
            guard body.hasRules(forDerivativeBy: name) else { throw EvaluationError.unsupported("a derivative of an integral") }
            return try lower(body.differentiated(byParameter: name))
        case .contraction(let index, let body):
            let saved = frame[index]
            defer { frame[index] = saved }
            var parts: [ScalarGraph.Node] = []
            for component in 1...(try size(index.dimension)) {
                frame[index] = component
                parts.append(try lower(body))
            }
            return graph.sum(parts)
        case .integral(let points, let body): return try integral(points, body, isImproper: false)
        case .uninterpreted(let name, let operands, _): return try special(name, operands)
        }
    }

    /// Poles that cancel, or stand beside 0, leave no value either.
    private mutating func requireNoPole(_ function: ElementaryFunction, _ argument: ScalarGraph.Node) throws {
        guard graph.isConstant(argument) else { return }
        switch function {
        case .gamma:
            if let value = graph.rational(argument) {
                guard value.sign > 0 || !value.isInteger else { throw EvaluationError.undefined }
            } else if try graph.sign(argument) <= 0 {
                let pi = graph.pi(), angle = graph.product(pi, argument), sine = graph.function(.elementary(.sin), angle)
                guard try graph.sign(sine) != 0 else { throw EvaluationError.undefined }
            }
        case .tan:
            let cosine = graph.function(.elementary(.cos), argument)
            guard try graph.sign(cosine) != 0 else { throw EvaluationError.undefined }
        default: break
        }
    }

    private mutating func special(_ name: String, _ operands: [Expression]) throws -> ScalarGraph.Node {
        switch name {
        case "besselK", "besselI":
            let order = try lower(operands[0]), argument = try lower(operands[1])
            if name == "besselK" || graph.rational(order)?.isInteger != true { definedness.requireNonnegative(argument, in: graph) }
            return graph.function(name == "besselK" ? .besselK(order: order) : .besselI(order: order), argument)
        case "improper ∫":
            guard case .integral(let points, let body) = operands[0].kind else { break }
            return try integral(points, body, isImproper: true)
        default: break
        }
        if name.hasPrefix("indicator ") {
            // 1 where all the differences right - left are positive.
            return graph.product(try operands.map { graph.function(.step, try lower($0)) })
        }
        throw EvaluationError.unsupported(name)
    }

    // MARK: Functions

    private mutating func value(of application: Expression.Application) throws -> ScalarGraph.Node {
        guard let definition = functions[application.function] else {
            throw EvaluationError.unsupported("the function \(application.function.name), which has no value")
        }
        guard var node = definition.components[try application.valueIndices.map(value)] else { throw EvaluationError.tooLarge }
        for slot in application.derivatives {
            let variables = definition.variables[slot.argument]
            node = try derivative(node, by: variables[try slot.index.map(value).map { $0 - 1 } ?? 0])
        }
        var values: [ScalarGraph.Variable: ScalarGraph.Node] = [:]
        for (argument, variables) in zip(application.arguments, definition.variables) {
            switch argument {
            case .scalar(let body): values[variables[0]] = try lower(body)
            case .vector(let index, let body):
                let saved = frame[index]
                for (place, variable) in variables.enumerated() {
                    frame[index] = place + 1
                    values[variable] = try lower(body)
                }
                frame[index] = saved
            }
        }
        guard integrals.keys.allSatisfy({ !graph.support(node).contains($0.number) || graph.isClosed($0, among: integrals) }) else {
            throw EvaluationError.unsupported("a function defined by an integral")
        }
        for radicand in definition.definedness.radicands { definedness.requireNonnegative(graph.substituting(values, in: radicand), in: graph) }
        for divisor in definition.definedness.divisors {
            let divisor = graph.substituting(values, in: divisor)
            guard graph.rational(divisor)?.isZero != true else { throw EvaluationError.undefined }
            definedness.requireNonzero(divisor, in: graph)
        }
        return graph.substituting(values, in: node)
    }

    private mutating func derivative(_ node: ScalarGraph.Node, by variable: ScalarGraph.Variable) throws -> ScalarGraph.Node {
        // Differentiation under the integral sign needs more than the form of the integrand shows.
        for (integral, body) in integrals
        where graph.support(node).contains(integral.number) && graph.support(body.integrand).contains(variable.number)
            && !body.axes.contains(where: { $0.variables.contains(variable) }) {
            throw EvaluationError.unsupported("a derivative of an integral")
        }
        return try graph.derivative(node, by: variable)
    }

    // MARK: Integrals

    private mutating func integral(_ points: [Point], _ body: Expression, isImproper: Bool) throws -> ScalarGraph.Node {
        var axes: [IteratedIntegral.Axis] = []
        for point in points { axes += try self.axes(of: point) }
        let integrand = try lower(body)
        // Inner integrals that depend on a point are drawn in; closed ones are constants.
        let inner = integrals.keys.filter { graph.support(integrand).contains($0.number) && !graph.isClosed($0, among: integrals) }
            .sorted { $0.number < $1.number }
        if inner.isEmpty { return integralVariable(IteratedIntegral(integrand, over: axes, isImproper: isImproper)) }
        var rest = integrand
        var parts: [ScalarGraph.Node] = []
        for variable in inner {
            guard let content = integrals[variable] else { continue }
            let factor = try graph.derivative(integrand, by: variable)
            guard graph.support(factor).isDisjoint(with: inner.map(\.number)) else {
                throw EvaluationError.unsupported("an inner integral in a nonlinear place")
            }
            absorbed.insert(variable)
            let product = graph.product(factor, content.integrand)
            parts.append(integralVariable(IteratedIntegral(
                product, over: axes + content.axes, isImproper: isImproper || content.isImproper)))
            rest = graph.substituting([variable: graph.number(0)], in: rest)
        }
        if graph.rational(rest)?.isZero != true {
            parts.append(integralVariable(IteratedIntegral(rest, over: axes, isImproper: isImproper)))
        }
        return graph.sum(parts)
    }

    private mutating func integralVariable(_ integral: IteratedIntegral) -> ScalarGraph.Node {
        let (variable, node) = graph.variable(isPositive: graph.isNonnegative(integral.integrand))
        integrals[variable] = integral
        return node
    }

    private mutating func axes(of point: Point) throws -> [IteratedIntegral.Axis] {
        let variables = try self.variables(of: point)
        switch point.manifold {
        case .euclidean: return variables.map { IteratedIntegral.Axis(variables: [$0], domain: .line) }
        case .torus: return variables.map { IteratedIntegral.Axis(variables: [$0], domain: .interval(graph.number(0), graph.number(1))) }
        case .sphere:
            switch variables.count {
            case 2: return [IteratedIntegral.Axis(variables: variables, domain: .circle)]
            case 3: return [IteratedIntegral.Axis(variables: variables, domain: .sphere)]
            default: throw EvaluationError.unsupported("a sphere of dimension \(variables.count - 1)")
            }
        case .line(let lower, let upper):
            let domain: ScalarIntegral.Domain
            switch (lower, upper) {
            case (let a?, let b?): domain = .interval(graph.number(a), graph.number(b))
            case (let a?, nil): domain = .halfLine(from: graph.number(a))
            case (nil, let b?): domain = .negativeHalfLine(to: graph.number(b))
            case (nil, nil): domain = .line
            }
            return [IteratedIntegral.Axis(variables: variables, domain: domain)]
        }
    }
}
