import Arithmetic

/// `xᵀ A x + bᵀ x + c` with a symmetric rational matrix.
struct QuadraticPolynomial {
    var matrix: [[Rational]]
    var linear: [Rational]
    var constant: Rational = 0

    /// `nil` for a polynomial of higher degree.
    init?(_ polynomial: Polynomial) {
        let count = polynomial.ring.variables.count
        matrix = Array(repeating: Array(repeating: 0, count: count), count: count)
        linear = Array(repeating: 0, count: count)
        for term in polynomial.terms {
            let places = term.exponents.enumerated().flatMap { Array(repeating: $0.offset, count: min($0.element, 3)) }
            switch places.count {
            case 0: constant = term.coefficient
            case 1: linear[places[0]] = term.coefficient
            case 2 where places[0] == places[1]: matrix[places[0]][places[0]] = term.coefficient
            case 2:
                matrix[places[0]][places[1]] = term.coefficient / 2
                matrix[places[1]][places[0]] = term.coefficient / 2
            default: return nil
            }
        }
    }

    /// The matrix of the form in `(x, 1)`.
    var homogeneous: [[Rational]] {
        zip(matrix, linear).map { row, b in row + [b / 2] } + [linear.map { $0 / 2 } + [constant]]
    }
}

/// Exact linear algebra on small symmetric matrices.
enum SymmetricMatrix {
    /// Inverse and determinant of a positive definite matrix, else `nil`.
    static func inverse(_ a: [[Rational]]) -> (inverse: [[Rational]], determinant: Rational)? {
        let n = a.count
        var left = a
        var right = (0..<n).map { i in (0..<n).map { Rational($0 == i ? 1 : 0) } }
        var determinant: Rational = 1
        for k in 0..<n {
            // Without exchanges the pivots are quotients of leading minors: all positive exactly for such a matrix.
            let pivot = left[k][k]
            guard pivot.sign > 0 else { return nil }
            determinant = determinant * pivot
            for j in 0..<n {
                left[k][j] = left[k][j] / pivot
                right[k][j] = right[k][j] / pivot
            }
            for i in 0..<n where i != k && !left[i][k].isZero {
                let factor = left[i][k]
                for j in 0..<n {
                    left[i][j] = left[i][j] - factor * left[k][j]
                    right[i][j] = right[i][j] - factor * right[k][j]
                }
            }
        }
        return (right, determinant)
    }

    /// Positive semidefinite, by elimination: a zero pivot needs a zero row.
    static func isNonnegative(_ a: [[Rational]]) -> Bool {
        var rest = a
        for k in rest.indices {
            let pivot = rest[k][k]
            if pivot.sign < 0 { return false }
            if pivot.isZero {
                if rest[k][k...].contains(where: { !$0.isZero }) { return false }
                continue
            }
            for i in rest.indices where i > k {
                let factor = rest[i][k] / pivot
                if factor.isZero { continue }
                for j in rest.indices { rest[i][j] = rest[i][j] - factor * rest[k][j] }
            }
        }
        return true
    }

    static func product(_ a: [[Rational]], _ b: [[Rational]]) -> [[Rational]] {
        a.map { row in (b.first ?? []).indices.map { j in row.indices.reduce(Rational(0)) { $0 + row[$1] * b[$1][j] } } }
    }

    static func product(_ a: [[Rational]], _ x: [Rational]) -> [Rational] {
        a.map { row in row.indices.reduce(Rational(0)) { $0 + row[$1] * x[$1] } }
    }
}
