/// What an axis of an integral runs over.
public enum Domain: Hashable, Sendable {
    /// The ends are constants.
    case interval(ScalarGraph.Node, ScalarGraph.Node)
    /// From a constant to infinity.
    case halfLine(from: ScalarGraph.Node)
    case negativeHalfLine(to: ScalarGraph.Node)
    case line
    /// Three variables, the coordinates of a point of the unit sphere of R^3.
    case sphere
    /// Two variables, the coordinates of a point of the unit circle.
    case circle

    /// How many numbers fix a point.
    public var dimension: Int { self == .sphere ? 2 : 1 }
}

/// An integral over one or more axes, as it stands in a graph.
public struct IteratedIntegral: Sendable {
    public struct Axis: Hashable, Sendable {
        public let variables: [ScalarGraph.Variable]
        public let domain: Domain

        public init(_ variables: [ScalarGraph.Variable], _ domain: Domain) {
            self.variables = variables
            self.domain = domain
        }
    }

    public var integrand: ScalarGraph.Node
    public var axes: [Axis]
    /// Conditional convergence is enough.
    public var isImproper: Bool

    public init(_ integrand: ScalarGraph.Node, over axes: [Axis], isImproper: Bool = false) {
        self.integrand = integrand
        self.axes = axes
        self.isImproper = isImproper
    }

    public var dimension: Int { axes.reduce(0) { $0 + $1.domain.dimension } }
}

/// A number as a function of the values of integrals.
public struct ScalarValue: Sendable {
    public var graph: ScalarGraph
    public var root: ScalarGraph.Node
    /// The integrals that variables of the graph stand for.
    public var integrals: [ScalarGraph.Variable: IteratedIntegral]

    public init(graph: ScalarGraph, root: ScalarGraph.Node, integrals: [ScalarGraph.Variable: IteratedIntegral] = [:]) {
        self.graph = graph
        self.root = root
        self.integrals = integrals
    }
}
