import Arithmetic
import Enclosures
import Expressions

/// Inequalities between numbers, made of integrals over one variable, over rectangles and over the sphere, by enclosures that are computed
/// anew. Functions have the values that hypotheses give them.
///
/// That an enclosure is finite shows that the integral converges absolutely and that the integrand is defined.
struct EnclosureCheck {
    static let digits = 1...10_000
    /// Evaluations of an integrand, times the bits of each.
    private static let work = 60_000_000

    private let statement: Statement
    private let precision: Int
    private let budget: Int

    init(_ statement: Statement, digits: Int) throws {
        guard Self.digits.contains(digits) else { throw Rejection.evidenceDoesNotFitGoal }
        self.statement = statement
        precision = digits * 3322 / 1000 + 16
        budget = Self.work / precision
    }

    func run() throws {
        guard statement.parameters.isEmpty, let relations = statement.goal.relations, !relations.isEmpty,
            relations.allSatisfy({ $0.op != .equal && $0.indices.isEmpty })
        else { throw Rejection.evidenceDoesNotFitGoal }
        do {
            var lowering = try definitions()
            var sides: [(left: ScalarValue, right: ScalarValue)] = []
            for relation in relations { sides.append((try lowering.value(relation.left), try lowering.value(relation.right))) }
            // What cannot be done is known before anything is computed.
            for value in sides.flatMap({ [$0.left, $0.right] }) { _ = try terms(value) }
            for (number, (relation, side)) in zip(relations, sides).enumerated() {
                let left = try enclosure(side.left), right = try enclosure(side.right)
                let holds = relation.op == .less ? left.isLess(than: right) : !right.isLess(than: left)
                guard holds == .yes else { throw Rejection.sidesDiffer(relation: number) }
            }
        } catch let error as EnclosureError {
            throw Rejection.notEvaluated("\(error)")
        } catch let error as EvaluationError {
            throw Rejection.notEvaluated("\(error)")
        }
    }

    /// Every hypothesis gives one function its value, `f(v) = …`, in terms of those before.
    private func definitions() throws -> ScalarLowering {
        var lowering = ScalarLowering(nodeLimit: 200_000)
        var defined: Set<FunctionSymbol> = []
        for hypothesis in statement.hypotheses {
            guard case .relation(let relation) = hypothesis, relation.op == .equal,
                case .application(let application) = relation.left.kind, application.derivatives.isEmpty,
                application.valueIndices == relation.indices, defined.insert(application.function).inserted
            else { throw Rejection.notEvaluated("a hypothesis that is no definition") }
            var points: [Point] = []
            for argument in application.arguments {
                if case .scalar(let body) = argument, case .coordinate(let point, nil) = body.kind { points.append(point) }
                else if let point = argument.plainPoint { points.append(point) }
                else { throw Rejection.notEvaluated("a hypothesis that is no definition") }
            }
            guard Set(points).count == points.count else { throw Rejection.notEvaluated("a hypothesis that is no definition") }
            try lowering.define(application.function, of: points, relation.indices, as: relation.right)
        }
        return lowering
    }

    /// An integral, and the constant that stands before it.
    private struct Term {
        let variable: ScalarGraph.Variable
        let factor: ScalarGraph.Node
        let integral: ScalarIntegral
    }

    /// The integrals that a value depends on, each after those that its factor needs.
    private func terms(_ value: ScalarValue) throws -> (terms: [Term], graph: ScalarGraph) {
        var graph = value.graph
        let numbers = Dictionary(value.integrals.keys.map { ($0.number, $0) }) { first, _ in first }
        var found: [Term] = []
        var visited: Set<Int> = []
        func visit(_ node: ScalarGraph.Node) throws {
            for number in graph.support(node).sorted() {
                guard let variable = numbers[number], let integral = value.integrals[variable] else {
                    throw Rejection.notEvaluated("a point without a value")
                }
                guard visited.insert(number).inserted else { continue }
                let bound = Set(integral.axes.flatMap(\.variables).map(\.number))
                let (factor, body) = Self.split(integral.integrand, bound, &graph)
                guard graph.support(body).isSubset(of: bound) else { throw Rejection.notEvaluated("integrals inside an integral") }
                try visit(factor)
                let part = ScalarIntegral(graph: graph, integrand: body, axes: integral.axes)
                let isLine = part.axes.count == 1 && part.axes[0].variables.count == 1
                guard try isLine || SurfaceEnclosure(part) != nil else { throw Rejection.notEvaluated("an integral over several variables") }
                found.append(Term(variable: variable, factor: factor, integral: part))
            }
        }
        try visit(value.root)
        for variable in value.stated { try visit(graph.node(variable)) }
        try (value.integralDivisors + value.integralRadicands).forEach(visit)
        return (found, graph)
    }

    /// A node as the product of a factor without the variables and the rest.
    private static func split(
        _ node: ScalarGraph.Node, _ bound: Set<Int>, _ graph: inout ScalarGraph
    ) -> (factor: ScalarGraph.Node, body: ScalarGraph.Node) {
        var coefficient: Rational = 1
        var inner = node
        if case .sum(let constant, let terms) = graph[node], constant.isZero, terms.count == 1 {
            coefficient = terms[0].coefficient
            inner = terms[0].node
        }
        guard case .product(let factors) = graph[inner] else { return (graph.number(1), node) }
        let outer = factors.filter { graph.support($0.base).isDisjoint(with: bound) }
        let rest = factors.filter { !graph.support($0.base).isDisjoint(with: bound) }
        let factor = graph.scaled(graph.product(outer), by: coefficient)
        return (factor, graph.product(rest))
    }

    private func enclosure(_ value: ScalarValue) throws -> Ball {
        guard value.hasRealRadicands() else { throw Rejection.notEvaluated("a root or a logarithm of what may be negative") }
        guard value.hasNonzeroDivisors() else { throw Rejection.notEvaluated("a denominator that may be zero") }
        let (terms, graph) = try terms(value)
        var values: [(variable: ScalarGraph.Variable, value: Ball)] = []
        func evaluated(_ node: ScalarGraph.Node) -> Ball {
            let machine = RealBallMachine(ScalarProgram(graph, [node], variables: values.map(\.variable)), precision: precision + 64)
            for (place, known) in values.enumerated() { machine.setArgument(place, to: known.value) }
            machine.run()
            return machine.result(0)
        }
        for term in terms {
            let axes = term.integral.axes
            let enclosure: IntegralEnclosure?
            if axes.count == 1, axes[0].variables.count == 1 {
                enclosure = try LineEnclosure(term.integral.pieces(of: axes[0])).enclosure(accuracy: precision, budget: budget, rigorous: true)
            } else {
                enclosure = try SurfaceEnclosure(term.integral)?.enclosure(accuracy: precision, budget: budget)
            }
            guard let enclosure, enclosure.value.isFinite else { throw Rejection.notEvaluated("an integral") }
            values.append((term.variable, evaluated(term.factor).multiplied(by: enclosure.value, precision: precision + 64)))
        }
        for radicand in value.integralRadicands {
            guard evaluated(radicand).isNegative() == .no else { throw Rejection.notEvaluated("a root or a logarithm of what may be negative") }
        }
        for divisor in value.integralDivisors {
            guard !evaluated(divisor).containsZero else { throw Rejection.notEvaluated("a denominator that may be zero") }
        }
        let result = evaluated(value.root)
        guard result.isFinite else { throw Rejection.notEvaluated("a side") }
        return result
    }
}
