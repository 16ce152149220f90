import Expressions
import Kernel

/// Both sides of a relation, compiled once for each choice of dimensions and of components.
package final class CompiledRelation {
    /// Up to so many components one program serves samples too.
    private static let shared = 32

    struct Code {
        /// Values of the free indices (from 1) of each component, in lexicographic order. Its sides are the outputs
        /// of twice its number and the next.
        let components: [[Int]]
        let program: Program
    }

    private struct Key: Hashable {
        let dimensions: [String: Int]
        let isSample: Bool
    }

    package let relation: Relation
    private var codes: [Key: Code] = [:]

    package init(_ relation: Relation) { self.relation = relation }

    /// - Parameter sample: how many components will be looked at, spread over all; every one by default.
    func code(_ dimensions: [String: Int], sample: Int = .max) throws -> Code {
        let all = Screening.indexValues(relation.indices, Assignment(dimensions: dimensions))
        if all.isEmpty { throw EvaluationError.unsupported("a symbolic dimension") }
        let isSample = all.count > Self.shared && sample < all.count
        let key = Key(dimensions: dimensions, isSample: isSample)
        if let known = codes[key] { return known }
        let components = isSample ? stride(from: 0, to: all.count, by: all.count / max(sample, 1)).map { all[$0] } : all
        let outputs = components.flatMap { values -> [Program.Output] in
            let indices = Dictionary(zip(relation.indices, values)) { first, _ in first }
            return [Program.Output(relation.left, indices), Program.Output(relation.right, indices)]
        }
        let code = Code(components: components, program: try Program(outputs, dimensions: dimensions))
        codes[key] = code
        return code
    }
}
