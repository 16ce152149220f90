import Arithmetic
import Enclosures

/// Integrals in closed form, or as integrals over fewer axes.
enum Reduction {
    /// What an integral is reduced to.
    struct Result {
        let value: ScalarGraph.Node
        /// What has to be finite for that, besides the value: integrals of what cancels by symmetry.
        var guards: [ScalarGraph.Node] = []
    }

    /// The value of an integral as a node of the graph, with the integrals it is made of added to `rest`; `nil` where no
    /// rule applies.
    static func reduce(
        _ integral: IteratedIntegral, in graph: inout ScalarGraph, _ rest: inout [ScalarGraph.Variable: IteratedIntegral]
    ) throws -> Result? {
        if let value = try Separation.reduce(integral, in: &graph, &rest) { return Result(value: value) }
        if let value = try GaussianReduction.reduce(integral, in: &graph, &rest) { return Result(value: value) }
        if let value = try RadialMoment.reduce(integral, in: &graph) { return Result(value: value) }
        return try RotationReduction.reduce(integral, in: &graph, &rest)
    }
}
