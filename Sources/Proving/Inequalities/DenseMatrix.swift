/// A small dense real matrix, by rows.
struct DenseMatrix {
    let size: Int
    private var entries: [Double]

    init(size: Int) {
        self.size = size
        entries = [Double](repeating: 0, count: size * size)
    }

    subscript(i: Int, j: Int) -> Double {
        get { entries[i * size + j] }
        set { entries[i * size + j] = newValue }
    }

    mutating func add(_ other: DenseMatrix, times factor: Double) {
        for k in entries.indices { entries[k] += factor * other.entries[k] }
    }

    static func identity(_ size: Int) -> DenseMatrix {
        var result = DenseMatrix(size: size)
        for i in 0..<size { result[i, i] = 1 }
        return result
    }

    func multiplied(by other: DenseMatrix) -> DenseMatrix {
        var result = DenseMatrix(size: size)
        for i in 0..<size {
            for k in 0..<size where self[i, k] != 0 {
                for j in 0..<size { result[i, j] += self[i, k] * other[k, j] }
            }
        }
        return result
    }

    /// `tr(A B)`.
    func traceProduct(_ other: DenseMatrix) -> Double {
        var sum = 0.0
        for i in 0..<size { for j in 0..<size { sum += self[i, j] * other[j, i] } }
        return sum
    }

    /// Without its sign.
    var largestEntry: Double { entries.reduce(0) { max($0, abs($1)) } }

    /// The lower factor of `L Lᵀ`; `nil` unless positive definite.
    var cholesky: DenseMatrix? {
        var factor = DenseMatrix(size: size)
        for j in 0..<size {
            var pivot = self[j, j]
            for k in 0..<j { pivot -= factor[j, k] * factor[j, k] }
            guard pivot > 0, pivot.isFinite else { return nil }
            let root = pivot.squareRoot()
            factor[j, j] = root
            for i in (j + 1)..<max(size, j + 1) {
                var value = self[i, j]
                for k in 0..<j { value -= factor[i, k] * factor[j, k] }
                factor[i, j] = value / root
            }
        }
        return factor
    }

    /// The inverse of `L Lᵀ`, for a lower factor L.
    func inverseFromCholesky() -> DenseMatrix {
        var inverse = DenseMatrix(size: size)
        for column in 0..<size {
            var x = [Double](repeating: 0, count: size)
            for i in 0..<size {
                var value = i == column ? 1.0 : 0.0
                for k in 0..<i { value -= self[i, k] * x[k] }
                x[i] = value / self[i, i]
            }
            for i in (0..<size).reversed() {
                var value = x[i]
                for k in (i + 1)..<max(size, i + 1) { value -= self[k, i] * x[k] }
                x[i] = value / self[i, i]
            }
            for i in 0..<size { inverse[i, column] = x[i] }
        }
        return inverse
    }

    /// `A x = b` for a positive definite matrix.
    func solved(_ b: [Double]) -> [Double]? {
        guard let factor = cholesky else { return nil }
        var x = b
        for i in 0..<size {
            for k in 0..<i { x[i] -= factor[i, k] * x[k] }
            x[i] /= factor[i, i]
        }
        for i in (0..<size).reversed() {
            for k in (i + 1)..<max(size, i + 1) { x[i] -= factor[k, i] * x[k] }
            x[i] /= factor[i, i]
        }
        return x
    }

    /// Eigenvalues, ascending, with orthonormal eigenvectors, by Jacobi rotations; for a symmetric matrix.
    var eigenvectors: [(value: Double, vector: [Double])] {
        var a = self
        var v = DenseMatrix.identity(size)
        for _ in 0..<60 {
            var off = 0.0
            for i in 0..<size { for j in 0..<i { off += a[i, j] * a[i, j] } }
            if off < 1e-300 { break }
            for p in 0..<size {
                for q in (p + 1)..<max(size, p + 1) where a[p, q] != 0 {
                    let theta = (a[q, q] - a[p, p]) / (2 * a[p, q])
                    let t = (theta >= 0 ? 1.0 : -1.0) / (abs(theta) + (theta * theta + 1).squareRoot())
                    let c = 1 / (t * t + 1).squareRoot(), s = t * c
                    for k in 0..<size {
                        let (x, y) = (a[k, p], a[k, q])
                        a[k, p] = c * x - s * y
                        a[k, q] = s * x + c * y
                    }
                    for k in 0..<size {
                        let (x, y) = (a[p, k], a[q, k])
                        a[p, k] = c * x - s * y
                        a[q, k] = s * x + c * y
                    }
                    for k in 0..<size {
                        let (x, y) = (v[k, p], v[k, q])
                        v[k, p] = c * x - s * y
                        v[k, q] = s * x + c * y
                    }
                }
            }
        }
        return (0..<size).map { i in (a[i, i], (0..<size).map { v[$0, i] }) }.sorted { $0.0 < $1.0 }
    }
}
