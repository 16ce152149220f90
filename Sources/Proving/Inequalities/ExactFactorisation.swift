import Arithmetic

/// `Q = Σ_k d_k l_k l_kᵀ` over the rationals.
struct ExactFactorisation {
    /// `d_k > 0`, and the vector that is squared.
    let squares: [(pivot: Rational, row: [Rational])]

    /// `nil` unless the matrix is positive semidefinite; it may be singular.
    init?(_ matrix: [[Rational]]) {
        var rest = matrix
        var squares: [(pivot: Rational, row: [Rational])] = []
        for k in matrix.indices {
            let pivot = rest[k][k]
            if pivot.sign < 0 { return nil }
            if pivot.isZero {
                // A zero on the diagonal needs a zero row.
                guard rest[k].allSatisfy(\.isZero) else { return nil }
                continue
            }
            let row = rest[k].map { $0 / pivot }
            squares.append((pivot, row))
            for i in matrix.indices where !row[i].isZero {
                for j in matrix.indices where !row[j].isZero { rest[i][j] -= pivot * row[i] * row[j] }
            }
        }
        self.squares = squares
    }
}
