import Arithmetic
import Expressions
import Glibc
import Kernel
import Proving

/// What a worker does while its parent still reads: it decides small claims of its own and forgets them. Code is
/// paged in and types are set up on first use, which takes as long as deciding an ordinary claim.
enum Rehearsal {
    /// Decides one claim after the other as long as there is time: a true equation, a false one, an integral.
    static func run(while isIdle: () -> Bool) {
        for statement in [gradient(factor: 1), gradient(factor: 2), divergence] {
            guard isIdle() else { return }
            let question = Question(name: "rehearsal", task: Task(statement: statement))
            guard let asked = try? Question(wire: question.wire) else { continue }
            _ = Prover.run(asked.task, name: asked.name).wire
        }
        if isIdle() { populateHeap() }
    }

    /// The heap's next pages, before a claim waits for them one by one. A kernel that cannot do it leaves them to be paged in.
    private static func populateHeap() {
        let size = 1 << 20, page = sysconf(Int32(_SC_PAGESIZE))
        guard let block = malloc(size) else { return }
        let first = (Int(bitPattern: block) + page - 1) / page * page
        madvise(UnsafeMutableRawPointer(bitPattern: first), Int(bitPattern: block) + size - first, MADV_POPULATE_WRITE)
        free(block)
    }

    private static let space = Dimension.number(3)
    private static let z = Point(name: "z", manifold: .euclidean(space))

    /// `∇(|z| u) = u z/|z| + |z| ∇u` in three dimensions, or with another factor before the first term.
    private static func gradient(factor: Int) -> Statement {
        let u = FunctionSymbol(name: "u", arguments: [.vector(space)])
        var supply = IndexSupply()
        let i = supply.fresh(space), j = supply.fresh(space)
        let norm = Expression.squareRoot(.contraction(j, .coordinate(z, j) * .coordinate(z, j)))
        let value = Expression.application(.init(function: u, arguments: [.point(z, &supply)]))
        return Statement(points: [z], functions: [u], goal: .relation(Relation(
            .partial(z, i, norm * value), .equal,
            .number(Rational(factor)) * value * .coordinate(z, i) / norm + norm * .partial(z, i, value), indices: [i])))
    }

    /// `∫ Δf = 0` for a density.
    private static var divergence: Statement {
        let logarithm = FunctionSymbol(
            name: "f", arguments: [.vector(space)], isLogarithm: true, attributes: [.decaying, .unitMass])
        var supply = IndexSupply()
        let i = supply.fresh(space)
        let f = Expression.elementary(.exp, .application(.init(function: logarithm, arguments: [.point(z, &supply)])))
        return Statement(points: [z], functions: [logarithm], goal: .relation(Relation(
            .integral([z], .contraction(i, .partial(z, i, .partial(z, i, f)))), .equal, .zero)))
    }
}
