import Arithmetic
import Synchronization

/// Gauss rules of the whole line and the half-line from the recurrences of their orthogonal polynomials (Golub and Welsch, 1969):
/// nodes are eigenvalues of the Jacobi matrix, weights `μ₀ / Σ p_k(x)²` with orthonormal p.
enum GaussJacobiMatrix {
    enum Weight: Hashable, Sendable {
        /// `exp(-x²)` on the line.
        case hermite
        /// `x^α exp(-x)` on the half-line, α > -1.
        case laguerre(Double)
    }

    private struct Key: Hashable {
        let weight: Weight
        let count: Int
        let precision: Int
    }

    private static let tables = Mutex<[Key: (nodes: [Real], weights: [Real])]>([:])

    /// Nodes, and weights divided by the weight function: `∫ g ≈ Σ w_k g(x_k)`.
    static func rule(_ weight: Weight, _ count: Int, precision: Int) -> (nodes: [Real], weights: [Real]) {
        let key = Key(weight: weight, count: count, precision: precision)
        if let known = tables.withLock({ $0[key] }) { return known }
        let rule = computed(weight, count, precision + 32)
        tables.withLock { tables in
            if tables.count >= 64 { tables.removeAll() }
            tables[key] = rule
        }
        return rule
    }

    private static func computed(_ weight: Weight, _ n: Int, _ bits: Int) -> (nodes: [Real], weights: [Real]) {
        func real(_ x: Double) -> Real { Real(x, precision: bits) }
        // x p_k = b_(k+1) p_(k+1) + a_k p_k + b_k p_(k-1)
        let diagonal: [Real], squares: [Real]
        let mass: Real
        switch weight {
        case .hermite:
            diagonal = (0..<n).map { _ in real(0) }
            squares = (0...n).map { real(Double($0) / 2) }
            mass = Real.pi(precision: bits).squareRoot()
        case .laguerre(let α):
            diagonal = (0..<n).map { real(Double(2 * $0 + 1)) + real(α) }
            squares = (0...n).map { real(Double($0)) * (real(Double($0)) + real(α)) }
            mass = (real(1) + real(α)).gamma()
        }
        let offDiagonal = squares.map { $0.squareRoot() }
        let a = diagonal.map(\.doubleValue), b = squares.map(\.doubleValue)
        /// The number of eigenvalues below x, by Sturm's sequence.
        func count(below x: Double) -> Int {
            var result = 0
            var q = 1.0
            for k in 0..<n {
                q = a[k] - x - (k > 0 ? b[k] / q : 0)
                if q == 0 { q = 1e-300 }
                if q < 0 { result += 1 }
            }
            return result
        }
        var low = a[0], high = a[0]
        for k in 0..<n {
            let radius = b[k].squareRoot() + b[k + 1].squareRoot()
            low = min(low, a[k] - radius)
            high = max(high, a[k] + radius)
        }
        var nodes: [Real] = [], weights: [Real] = []
        for number in 0..<n {
            var (left, right) = (low, high)
            for _ in 0..<56 {
                let middle = (left + right) / 2
                if count(below: middle) > number { right = middle } else { left = middle }
            }
            var x = real((left + right) / 2)
            var sum = real(0)
            // Each step of Newton's method doubles the digits.
            for _ in 0..<(3 + bits.bitWidth - (bits / 40).leadingZeroBitCount) {
                var (previous, current) = (real(0), real(1))
                var (slopeBefore, slope) = (real(0), real(0))
                sum = real(0)
                for k in 0..<n {
                    sum += current * current
                    let next = ((x - diagonal[k]) * current - offDiagonal[k] * previous) / offDiagonal[k + 1]
                    let nextSlope = ((x - diagonal[k]) * slope + current - offDiagonal[k] * slopeBefore) / offDiagonal[k + 1]
                    (previous, current, slopeBefore, slope) = (current, next, slope, nextSlope)
                }
                x = x - current / slope
            }
            nodes.append(x)
            let size: Real
            switch weight {
            case .hermite: size = (x * x).exp()
            case .laguerre(let α): size = x.exp() / (x.log() * real(α)).exp()
            }
            weights.append(mass / sum * size)
        }
        return (nodes, weights)
    }
}
