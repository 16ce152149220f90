import Arithmetic

extension [[Rational]] {
    /// Whether the matrix, which is symmetric, is positive definite: elimination meets positive pivots only.
    var isPositiveDefinite: Bool {
        var rows = self
        for column in rows.indices {
            guard rows[column][column].sign > 0 else { return false }
            for row in rows.indices where row > column {
                let factor = rows[row][column] / rows[column][column]
                rows[row] = zip(rows[row], rows[column]).map { $0 - factor * $1 }
            }
        }
        return true
    }
}
