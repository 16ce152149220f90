/// What an expression asks of its parts to have a value. The graph need not have them any more: `sqrt(x)²` is the node x, and `x/x` is 1.
public struct Definedness: Sendable {
    /// Under roots and logarithms: not negative.
    public private(set) var radicands: [ScalarGraph.Node]
    /// In denominators: not zero.
    public private(set) var divisors: [ScalarGraph.Node]

    public init(radicands: [ScalarGraph.Node] = [], divisors: [ScalarGraph.Node] = []) {
        self.radicands = radicands
        self.divisors = divisors
    }

    mutating func requireNonnegative(_ node: ScalarGraph.Node, in graph: ScalarGraph) {
        if !graph.isNonnegative(node), !radicands.contains(node) { radicands.append(node) }
    }

    mutating func requireNonzero(_ node: ScalarGraph.Node, in graph: ScalarGraph) {
        if !graph.isNonzero(node), !divisors.contains(node) { divisors.append(node) }
    }

    /// What is asked of other nodes in place of these.
    func map(_ image: (ScalarGraph.Node) -> ScalarGraph.Node) -> Definedness {
        Definedness(radicands: radicands.map(image), divisors: divisors.map(image))
    }

    public func filter(_ isKept: (ScalarGraph.Node) -> Bool) -> Definedness {
        Definedness(radicands: radicands.filter(isKept), divisors: divisors.filter(isKept))
    }
}
