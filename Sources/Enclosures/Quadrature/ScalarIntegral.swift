import Arithmetic

/// A definite integral of a node of a graph over a product of domains.
public struct ScalarIntegral: Sendable {
    public enum Domain: Sendable, Hashable {
        /// Between two constants, the lower one first.
        case interval(ScalarGraph.Node, ScalarGraph.Node)
        /// `(a, ∞)`
        case halfLine(from: ScalarGraph.Node)
        /// `(-∞, b)`
        case negativeHalfLine(to: ScalarGraph.Node)
        case line
        /// The unit sphere of R³; the variables are the three coordinates of its points.
        case sphere
        /// The unit circle of the plane; the variables are the two coordinates of its points.
        case circle
    }

    public struct Axis: Sendable {
        public var variables: [ScalarGraph.Variable]
        public var domain: Domain

        public init(variables: [ScalarGraph.Variable], domain: Domain) {
            self.variables = variables
            self.domain = domain
        }
    }

    public var graph: ScalarGraph
    public var integrand: ScalarGraph.Node
    public var axes: [Axis]
    /// Whether the integral may be meant as a limit, as that of `sin(t)/t` over a half-line.
    public var isImproper: Bool

    public init(graph: ScalarGraph, integrand: ScalarGraph.Node, axes: [Axis], isImproper: Bool = false) {
        self.graph = graph
        self.integrand = integrand
        self.axes = axes
        self.isImproper = isImproper
    }
}

/// The value of an integral or a constant.
public struct NumericValue: Sendable {
    /// Midpoint and bound. Only if `isRigorous` the bound is proved; otherwise it is what two computations differ by.
    public let value: Ball
    public let isRigorous: Bool
    /// Significant decimal digits that are right.
    public let digits: Int
    public let numericalDimension: Int
    /// How the value was found, in a line for readers.
    public let method: String
    public let evaluations: Int

    public init(value: Ball, isRigorous: Bool, digits: Int, numericalDimension: Int, method: String, evaluations: Int) {
        self.value = value
        self.isRigorous = isRigorous
        self.digits = digits
        self.numericalDimension = numericalDimension
        self.method = method
        self.evaluations = evaluations
    }
}
