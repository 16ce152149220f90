import Arithmetic

/// `Σ Q_ab x_a·x_b + c` over points.
struct QuadraticForm {
    var points: [Point] = []
    /// Symmetric.
    var matrix: [[Rational]] = []
    var constant: Rational = 0

    mutating func add(_ a: [(Point, Rational)], _ b: [(Point, Rational)], _ coefficient: Rational) {
        for (p, x) in a {
            for (q, y) in b {
                let i = position(p), j = position(q)
                let half = coefficient * x * y / 2
                matrix[i][j] = matrix[i][j] + half
                matrix[j][i] = matrix[j][i] + half
            }
        }
    }

    private mutating func position(_ point: Point) -> Int {
        if let known = points.firstIndex(of: point) { return known }
        points.append(point)
        for row in matrix.indices { matrix[row].append(0) }
        matrix.append(Array(repeating: 0, count: points.count))
        return points.count - 1
    }

    /// The form is a multiple of `|ℓ|²`.
    var squareRoot: LinearForm? {
        guard constant.isZero, let pivot = points.indices.first(where: { !matrix[$0][$0].isZero }) else { return nil }
        let row = matrix[pivot], scale = matrix[pivot][pivot]
        for i in points.indices {
            for j in points.indices where matrix[i][j] * scale != row[i] * row[j] { return nil }
        }
        return LinearForm(Dictionary(uniqueKeysWithValues: zip(points, row)))
    }

    /// Positive everywhere: positive semidefinite plus a positive constant.
    var isPositive: Bool { constant.sign > 0 && pivots?.allSatisfy { $0.sign >= 0 } == true }

    /// Of the form without its constant.
    var isNegativeDefinite: Bool { pivots?.allSatisfy { $0.sign < 0 } == true }

    /// Of Gauss's elimination without exchanges; `nil` where something stands beside a zero on the diagonal, and the form is indefinite.
    private var pivots: [Rational]? {
        var rest = matrix
        for k in points.indices {
            if rest[k][k].isZero {
                if points.indices.contains(where: { $0 > k && !rest[k][$0].isZero }) { return nil }
                continue
            }
            for i in points.indices where i > k {
                let factor = rest[i][k] / rest[k][k]
                for j in points.indices { rest[i][j] = rest[i][j] - factor * rest[k][j] }
            }
        }
        return points.indices.map { rest[$0][$0] }
    }
}
