import Arithmetic
import Expressions
import Kernel

/// Something that may be cited: a claim's proposition, or a schema with arguments.
struct Citable: Sendable {
    var item: ElaboratedItem
    /// With the names of the session; `nil` when the claim has no proposition.
    var proposition: Proposition?
    /// Hypotheses under which it was claimed.
    var hypotheses: [Proposition] = []
    /// Arguments, conditions and body of an axiom with arguments.
    var schema: Schema?

    struct Schema: Sendable {
        var arguments: [SyntaxName]
        var conditions: [SyntaxProposition]
        var body: SyntaxProposition
        var scope: Scope
        /// What it is about besides its arguments.
        var freePoints: [Point]
        /// It holds in every measure space, and not only where its points are declared.
        var holdsOnEverySpace: Bool
    }
}
