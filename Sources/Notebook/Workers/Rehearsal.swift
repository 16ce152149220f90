import Expressions
import Kernel
import Proving

/// What a worker does while its parent still reads: it decides a small claim of its own and forgets it. Code is
/// paged in and types are set up on first use, which takes as long as deciding an ordinary claim.
enum Rehearsal {
    /// `∇(|z| u) = u z/|z| + |z| ∇u` in three dimensions.
    static func run() {
        let space = Dimension.number(3)
        let z = Point(name: "z", manifold: .euclidean(space))
        let u = FunctionSymbol(name: "u", arguments: [.vector(space)])
        var supply = IndexSupply()
        let i = supply.fresh(space), j = supply.fresh(space)
        let norm = Expression.squareRoot(.contraction(j, .coordinate(z, j) * .coordinate(z, j)))
        let value = Expression.application(.init(function: u, arguments: [.point(z, &supply)]))
        let goal = Relation(
            .partial(z, i, norm * value), .equal,
            value * .coordinate(z, i) / norm + norm * .partial(z, i, value), indices: [i])
        let statement = Statement(points: [z], functions: [u], goal: .relation(goal))
        guard let question = try? Question(wire: Question(name: "rehearsal", task: Task(statement: statement)).wire) else { return }
        _ = Prover.run(question.task, name: question.name).wire
    }
}
