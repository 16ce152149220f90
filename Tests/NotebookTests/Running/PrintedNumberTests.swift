import Arithmetic
import Enclosures
import Expressions
import Glibc
import Integration
import Kernel
import Testing

@testable import Notebook
@testable import Proving

/// Every number that `evaluate` and `certify` print in the notebooks, found again with more digits, and by another method.
@Suite struct PrintedNumberTests {
    private static let isExhaustive = getenv("NOTEBOOK_EXHAUSTIVE") != nil
    /// Digits of the second method: its cost grows with the dimension.
    private static let digits = [1: 15, 2: 10, 3: 8]

    private static let paths = ((try? FileTree.files(in: Path.join(ShippedNotebookTests.root, "notebooks"), ending: ".lnb")) ?? []).sorted()

    private static func questions(_ path: String) -> [(name: String, statement: Statement, digits: Int, sides: Int)] {
        let notebook = LoadedNotebook(NotebookFile(path: path, root: ShippedNotebookTests.root))
        return notebook.items.flatMap { item in
            Plan.tasks(for: item, precision: 128).compactMap { _, task in
                switch task.question {
                case .evaluate(let digits): (item.name, task.statement, digits, 1)
                case .certify(let digits): (item.name, task.statement, digits, 2)
                default: nil
                }
            }
        }
    }

    @Test func everyNumberIsFoundAgain() throws {
        var again = 0, otherwise = 0
        for path in Self.paths {
            for (name, statement, digits, sides) in Self.questions(path) {
                for relation in statement.goal.relations ?? [] {
                    for side in [relation.left, relation.right].prefix(sides) {
                        var concrete = try ConcreteStatement(statement)
                        let scalar = try concrete.scalar(side)
                        guard let printed = try? NumericEvaluation.value(of: scalar, digits: digits) else { continue }
                        let finer = try NumericEvaluation.value(of: scalar, digits: digits + 20)
                        #expect(Self.digits(finer, digits) == Self.digits(printed, digits), "\(path), \(name)")
                        #expect(finer.value.overlaps(printed.value), "\(path), \(name)")
                        again += 1
                        guard Self.isExhaustive || printed.originalDimension <= 1 else { continue }
                        guard let other = try Self.otherwise(side, of: statement, scalar, printed) else {
                            Issue.record("\(path), \(name): no second method")
                            continue
                        }
                        #expect(other.overlaps(printed.value), "\(path), \(name): \(other)")
                        otherwise += 1
                    }
                }
            }
        }
        #expect(again >= 30 && otherwise >= (Self.isExhaustive ? again : 10), "\(again), \(otherwise)")
    }

    private static func digits(_ result: NumericResult, _ digits: Int) -> Substring { result.text(digits: digits).prefix { $0 != "±" } }

    /// Without integrals, the formula itself in balls; else quadrature without the exact reduction, by a rule without proved bounds,
    /// by one with proved bounds, or on a grid, beside a further variable of which the integral is known: whichever is not the one that was printed.
    private static func otherwise(_ side: Expression, of statement: Statement, _ scalar: ScalarValue, _ printed: NumericResult) throws -> Ball? {
        guard printed.originalDimension > 0 else {
            guard let program = try? Program([Program.Output(side)]),
                var execution = try? Execution(program, in: BallField(precision: 128), at: Assignment()) else { return nil }
            return try? execution.value(0)
        }
        for (digits, budget) in [(digits[printed.originalDimension] ?? 3, 4_000_000), (3, NumericEvaluation.budget)] {
            let unreduced = try? NumericEvaluation.value(
                of: scalar, digits: digits, boundsAreEstimated: true, budget: budget, requiresConvergence: false, isReduced: false)
            if let unreduced, unreduced.number.method != printed.number.method { return unreduced.value }
        }
        for isRigorous in [false, true] {
            let other = try? NumericEvaluation.value(of: scalar, digits: 12, isRigorous: isRigorous, boundsAreEstimated: !isRigorous)
            if let other, other.number.method != printed.number.method { return other.value }
        }
        guard case .integral(let points, let body) = side.kind else { return nil }
        let s = Point(name: "s", manifold: .line(lower: 0, upper: 1))
        var concrete = try ConcreteStatement(statement)
        let doubled = try concrete.scalar(.integral(points + [s], .number(2) * .coordinate(s, nil) * body))
        let other = try NumericEvaluation.value(of: doubled, digits: 10, boundsAreEstimated: true, requiresConvergence: false, isReduced: false)
        return other.number.method == printed.number.method ? nil : other.value
    }
}
