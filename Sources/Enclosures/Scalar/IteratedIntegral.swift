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
    /// What stands under a root or a logarithm in the expression as it was written. The graph need not have it any more: `sqrt(x)²` is
    /// the node x, but has no value for a negative x.
    public var radicands: [ScalarGraph.Node]
    /// The integrals of the expression as it was written. Where they cancel, or are multiplied by 0, the value does not show that they converge.
    public var stated: [ScalarGraph.Variable]

    public init(
        graph: ScalarGraph, root: ScalarGraph.Node, integrals: [ScalarGraph.Variable: IteratedIntegral] = [:], radicands: [ScalarGraph.Node] = [],
        stated: [ScalarGraph.Variable] = []
    ) {
        self.graph = graph
        self.root = root
        self.integrals = integrals
        self.radicands = radicands
        self.stated = stated
    }
}
