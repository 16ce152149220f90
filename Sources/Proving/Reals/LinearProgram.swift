import Arithmetic

/// Numbers `x >= 0` with `Σ_j x_j columns[j] = target`.
///
/// The simplex method in floating point finds a basis, in which the equations are then solved exactly. A column is a
/// sparse vector.
struct LinearProgram {
    var columns: [[Int: Rational]]
    var target: [Int: Rational]

    private static let mostPivots = 400
    private static let tolerance = 1e-9

    /// - Parameter wanted: columns of which one at least must be used; `nil` if any solution will do.
    func solution(using wanted: Set<Int>? = nil) -> [Int: Rational]? {
        var rows = Set(target.keys)
        for column in columns { rows.formUnion(column.keys) }
        let order = rows.sorted(), place = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        var tableau = Tableau(rows: order.count, columns: columns.count)
        for (row, number) in place {
            let size = columns.reduce(target[row]?.doubleValue.magnitude ?? 0) { max($0, $1[row]?.doubleValue.magnitude ?? 0) }
            let scale = ((target[row]?.sign ?? 0) < 0 ? -1 : 1) / max(size, 1e-300)
            for (j, column) in columns.enumerated() { if let value = column[row] { tableau[number, j] = value.doubleValue * scale } }
            if let value = target[row] { tableau[number, columns.count] = value.doubleValue * scale }
        }
        guard tableau.reachesFeasibility(Self.mostPivots, Self.tolerance) else { return nil }
        if let wanted, tableau.support(Self.tolerance).isDisjoint(with: wanted) {
            guard tableau.brings(wanted, Self.mostPivots, Self.tolerance) else { return nil }
        }
        for chosen in [tableau.support(Self.tolerance), Set(tableau.basis.filter { $0 < columns.count })] {
            if let exact = exactSolution(chosen.sorted()), wanted.map({ w in exact.contains { w.contains($0.key) && $0.value.sign > 0 } }) ?? true { return exact }
        }
        return nil
    }

    private func exactSolution(_ chosen: [Int]) -> [Int: Rational]? {
        var rows: [Int: [Int: Rational]] = [:]
        let end = chosen.count
        for (place, j) in chosen.enumerated() { for (row, value) in columns[j] where !value.isZero { rows[row, default: [:]][place] = value } }
        for (row, value) in target where !value.isZero { rows[row, default: [:]][end] = value }
        var system = rows.sorted { $0.key < $1.key }.map(\.value)
        var solved: [Int: [Int: Rational]] = [:]
        for column in 0..<end {
            guard let pivot = system.indices.filter({ system[$0][column] != nil }).min(by: { system[$0].count < system[$1].count }) else { return nil }
            var row = system.remove(at: pivot)
            guard let inverse = row[column]?.inverse else { return nil }
            row = row.mapValues { $0 * inverse }
            func reduce(_ other: inout [Int: Rational]) {
                guard let factor = other[column] else { return }
                for (k, value) in row {
                    let next = (other[k] ?? 0) - factor * value
                    other[k] = next.isZero ? nil : next
                }
            }
            for k in system.indices { reduce(&system[k]) }
            for k in solved.keys { if var other = solved[k] { reduce(&other); solved[k] = other } }
            solved[column] = row
        }
        guard system.allSatisfy(\.isEmpty) else { return nil }
        var result: [Int: Rational] = [:]
        for (column, row) in solved {
            let value = row[end] ?? 0
            if value.sign < 0 { return nil }
            if !value.isZero { result[chosen[column]] = value }
        }
        return result
    }
}

/// Rows of a simplex tableau, the right side last. Basic variables beyond the columns are artificial.
private struct Tableau {
    let rows: Int
    let columns: Int
    var basis: [Int]
    private var entries: [Double]

    init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        basis = (0..<rows).map { columns + $0 }
        entries = [Double](repeating: 0, count: rows * (columns + 1))
    }

    subscript(row: Int, column: Int) -> Double {
        get { entries[row * (columns + 1) + column] }
        set { entries[row * (columns + 1) + column] = newValue }
    }

    func support(_ tolerance: Double) -> Set<Int> {
        Set((0..<rows).filter { basis[$0] < columns && self[$0, columns] > tolerance }.map { basis[$0] })
    }

    mutating func reachesFeasibility(_ most: Int, _ tolerance: Double) -> Bool {
        for step in 0..<most {
            var cost = [Double](repeating: 0, count: columns + 1)
            for row in 0..<rows where basis[row] >= columns { for j in 0...columns { cost[j] += self[row, j] } }
            if cost[columns] < tolerance { return true }
            // Later the first, against cycles.
            let candidates = (0..<columns).filter { cost[$0] > tolerance }
            guard let entering = step < most / 2 ? candidates.max(by: { cost[$0] < cost[$1] }) : candidates.first,
                let leaving = leavingRow(entering, tolerance) else { return false }
            pivot(leaving, entering)
        }
        return false
    }

    /// Increases the sum of some variables until one of them is positive.
    mutating func brings(_ wanted: Set<Int>, _ most: Int, _ tolerance: Double) -> Bool {
        for _ in 0..<most {
            // An artificial variable at 0 must not grow.
            let outside = wanted.subtracting(basis).sorted()
            var gains = [Double](repeating: 0, count: columns)
            for j in outside { gains[j] = 1 }
            for row in 0..<rows where wanted.contains(basis[row]) { for j in 0..<columns { gains[j] -= self[row, j] } }
            guard let entering = (0..<columns).filter({ gains[$0] > tolerance && !basis.contains($0) }).max(by: { gains[$0] < gains[$1] }) else { return false }
            let blocked = (0..<rows).first { basis[$0] >= columns && abs(self[$0, entering]) > tolerance }
            guard let leaving = blocked ?? leavingRow(entering, tolerance) else { return false }
            pivot(leaving, entering)
            if !support(tolerance).isDisjoint(with: wanted) { return true }
        }
        return false
    }

    private func leavingRow(_ entering: Int, _ tolerance: Double) -> Int? {
        var best: (row: Int, ratio: Double, size: Double)?
        for row in 0..<rows where self[row, entering] > tolerance {
            let ratio = max(self[row, columns], 0) / self[row, entering], size = self[row, entering]
            if let known = best, ratio > known.ratio + 1e-12 || (ratio > known.ratio - 1e-12 && size <= known.size) { continue }
            best = (row, ratio, size)
        }
        return best?.row
    }

    private mutating func pivot(_ row: Int, _ column: Int) {
        let width = columns + 1, inverse = 1 / self[row, column]
        entries.withUnsafeMutableBufferPointer { entries in
            for j in 0..<width { entries[row * width + j] *= inverse }
            for other in 0..<rows where other != row {
                let factor = entries[other * width + column]
                if factor == 0 { continue }
                for j in 0..<width { entries[other * width + j] -= factor * entries[row * width + j] }
                entries[other * width + column] = 0
            }
        }
        basis[row] = column
    }
}
