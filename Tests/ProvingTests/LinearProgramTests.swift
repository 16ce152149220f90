import Arithmetic
import Testing

@testable import Proving

/// Non-negative solutions of linear equations, exactly.
@Suite struct LinearProgramTests {
    @Test func solutionsAreExactAndNotNegative() throws {
        var random = SplitMix64(seed: 12)
        for _ in 0..<40 {
            let columns = (0..<12).map { _ in
                Dictionary(uniqueKeysWithValues: (0..<5).map { ($0, Rational(Int(random.next() % 7) - 3, 1 + Int(random.next() % 3))) })
            }
            // A combination of three of them.
            var target: [Int: Rational] = [:]
            for j in 0..<3 {
                let factor = Rational(Int(1 + random.next() % 5))
                for (row, value) in columns[4 * j] { target[row, default: 0] += factor * value }
            }
            let solution = try #require(LinearProgram(columns: columns, target: target).solution())
            #expect(solution.values.allSatisfy { $0.sign > 0 })
            for row in 0..<5 {
                #expect(solution.reduce(Rational(0)) { $0 + $1.value * (columns[$1.key][row] ?? 0) } == target[row])
            }
        }
    }

    @Test func nothingIsFoundWhereNothingIs() {
        let program = LinearProgram(columns: [[0: 1, 1: 1], [0: 2, 1: 1]], target: [0: 1, 1: 2])
        #expect(program.solution() == nil)
        #expect(LinearProgram(columns: [[0: 1]], target: [0: -1]).solution() == nil)
        #expect(LinearProgram(columns: [[0: 1]], target: [1: 1]).solution() == nil)
    }

    /// 1 = 1 · first, and also 1/2 · second + 1/2 · third.
    @Test func aWantedColumnIsUsed() throws {
        let program = LinearProgram(columns: [[0: 1], [0: 1, 1: 1], [0: 1, 1: -1]], target: [0: 1])
        #expect(try #require(program.solution(using: [1]))[1]?.sign == 1)
        #expect(LinearProgram(columns: [[0: 1], [0: 1, 1: 1]], target: [0: 1]).solution(using: [1]) == nil)
    }
}
