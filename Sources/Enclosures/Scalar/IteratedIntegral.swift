import Arithmetic

/// An integral over one or more axes, as it stands in a graph.
public struct IteratedIntegral: Sendable {
    public typealias Axis = ScalarIntegral.Axis

    public var integrand: ScalarGraph.Node
    public var axes: [Axis]
    /// Conditional convergence is enough.
    public var isImproper: Bool

    public init(_ integrand: ScalarGraph.Node, over axes: [Axis], isImproper: Bool = false) {
        self.integrand = integrand
        self.axes = axes
        self.isImproper = isImproper
    }

    public var dimension: Int { axes.reduce(0) { $0 + ($1.domain == .sphere ? 2 : 1) } }
}

/// A number as a function of the values of integrals.
public struct ScalarValue: Sendable {
    public var graph: ScalarGraph
    public var root: ScalarGraph.Node
    /// The integrals that variables of the graph stand for.
    public var integrals: [ScalarGraph.Variable: IteratedIntegral]
    /// Of the expression as it was written.
    public var definedness: Definedness
    /// The integrals of the expression as it was written. Where they cancel, or are multiplied by 0, the value does not show that they converge.
    public var stated: [ScalarGraph.Variable]

    public init(
        graph: ScalarGraph, root: ScalarGraph.Node, integrals: [ScalarGraph.Variable: IteratedIntegral] = [:], definedness: Definedness = Definedness(),
        stated: [ScalarGraph.Variable] = []
    ) {
        self.graph = graph
        self.root = root
        self.integrals = integrals
        self.definedness = definedness
        self.stated = stated
    }

    /// With numbers in place of variables over which nothing is integrated, in integrals and their ends as well.
    public func substituting(_ numbers: [ScalarGraph.Variable: Rational]) -> ScalarValue {
        var graph = graph
        let images = numbers.mapValues { graph.number($0) }
        var result = self
        result.root = graph.substituting(images, in: root)
        result.definedness = definedness.map { graph.substituting(images, in: $0) }
        for (variable, integral) in integrals {
            let bound = Set(integral.axes.flatMap(\.variables))
            result.integrals[variable]?.integrand = graph.substituting(images.filter { !bound.contains($0.key) }, in: integral.integrand)
            result.integrals[variable]?.axes = integral.axes.map { axis in
                guard case .interval(let lower, let upper) = axis.domain else { return axis }
                return IteratedIntegral.Axis(
                    variables: axis.variables, domain: .interval(graph.substituting(images, in: lower), graph.substituting(images, in: upper)))
            }
        }
        result.graph = graph
        return result
    }
}

extension ScalarGraph {
    /// Whether an integral depends on nothing but other such integrals.
    func isClosed(_ variable: Variable, among integrals: [Variable: IteratedIntegral]) -> Bool {
        guard let integral = integrals[variable] else { return false }
        let bound = Set(integral.axes.flatMap { $0.variables.map(\.number) })
        return support(integral.integrand).subtracting(bound).allSatisfy { number in
            integrals.keys.first { $0.number == number }.map { isClosed($0, among: integrals) } ?? false
        }
    }
}
