import Arithmetic
import Expressions
import Kernel

/// Values of expressions modulo a prime at a few points, all with the same parameters: what dismisses nearly all
/// changes of a false equation before anything is expanded. It proves nothing.
struct TermSamples {
    private static let components = 3

    /// One row for each sample, one column for each expression.
    let rows: [[Residue61]]

    /// - Parameter indices: the free indices of the expressions.
    init(_ expressions: [Expression], indices: [Index], at points: SamplePoints) {
        var rows: [[Residue61]] = []
        if let dimensions = points.dimensions, let program = try? Self.program(expressions, indices, dimensions) {
            var group = 0
            while rows.isEmpty, let assignments = points.group(group) {
                for assignment in assignments { rows += Self.rows(program, assignment, columns: expressions.count) }
                group += 1
            }
        }
        self.rows = rows
    }

    private static func program(_ expressions: [Expression], _ indices: [Index], _ dimensions: [String: Int]) throws -> Program {
        var components: [[Index: Int]] = [[:]]
        for index in indices {
            guard let size = Assignment(dimensions: dimensions).size(index.dimension) else {
                throw EvaluationError.unsupported("a symbolic dimension")
            }
            components = components.flatMap { values in (1...size).map { values.merging([index: $0]) { $1 } } }
        }
        let step = max(1, components.count / Self.components)
        let chosen = stride(from: 0, to: components.count, by: step).map { components[$0] }
        return try Program(chosen.flatMap { values in expressions.map { Program.Output($0, values) } }, dimensions: dimensions)
    }

    private static func rows(_ program: Program, _ assignment: Assignment, columns: Int) -> [[Residue61]] {
        guard var execution = try? Execution(program, in: ScreeningField(), at: assignment) else { return [] }
        var result: [[Residue61]] = []
        for start in stride(from: 0, to: program.outputCount, by: columns) {
            guard let row = try? (start..<(start + columns)).map({ try execution.value($0) }) else { break }
            result.append(row)
        }
        return result
    }

    /// The small number `c` with `rest + c column = 0` in every sample, if there is one. The parameters have the same
    /// values in all samples, so `c` may depend on them.
    func factor(_ rest: ([Residue61]) -> Residue61, _ column: ([Residue61]) -> Residue61) -> Rational? {
        guard rows.count > 2, let row = rows.first(where: { !column($0).isZero }) else { return nil }
        let factor = -(rest(row) * column(row).inverse)
        guard rows.allSatisfy({ (rest($0) + factor * column($0)).isZero }) else { return nil }
        return factor.smallRational
    }

    /// Whether constants `c` exist with `rest + Σ c_k columns[k] = 0` in every sample, as far as these can tell.
    func mayVanish(_ rest: ([Residue61]) -> Residue61, _ columns: [([Residue61]) -> Residue61]) -> Bool {
        if rows.count < columns.count + 2 { return true }
        var matrix = rows.map { row in columns.map { $0(row) } + [rest(row)] }
        // Elimination: solvable if no row is left that says 0 = 1.
        var next = 0
        for column in columns.indices {
            guard let pivot = matrix.indices.dropFirst(next).first(where: { !matrix[$0][column].isZero }) else { return false }
            matrix.swapAt(next, pivot)
            let inverse = matrix[next][column].inverse
            for other in matrix.indices.dropFirst(next + 1) where !matrix[other][column].isZero {
                let factor = matrix[other][column] * inverse
                for k in matrix[other].indices { matrix[other][k] -= factor * matrix[next][k] }
            }
            next += 1
        }
        return matrix.dropFirst(next).allSatisfy { $0[columns.count].isZero }
    }
}
