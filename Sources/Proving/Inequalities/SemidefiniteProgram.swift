import Glibc

/// `maximise c·y` over `F_b(y) = F_b0 + Σ_j y_j F_bj` positive semidefinite, for a few small dense blocks.
///
/// A logarithmic barrier in floating point: `c·y + τ Σ_b log det F_b(y)` is maximised by Newton's method for falling τ. Its path
/// ends in the relative interior of the set of optimal points, which shows their common kernels. A search only: what
/// it finds is recognised and proved exactly elsewhere.
struct SemidefiniteProgram {
    /// The constant parts and the directions of each block.
    var constants: [DenseMatrix]
    /// `directions[j][b]`
    var directions: [[DenseMatrix]]

    /// No |y_j| is allowed beyond.
    private static let box = 1e4
    private static let finalBarrier = 1e-9

    struct Solution {
        let y: [Double]
        let value: Double
        /// The blocks at y.
        let blocks: [DenseMatrix]
    }

    enum Feasibility {
        /// Some point has all blocks positive definite.
        case interior([Double])
        /// The blocks can be positive semidefinite only, as far as numbers tell; a point near the middle of that set.
        case face(Solution)
        case infeasible(margin: Double)
    }

    /// From here on constants are large: `1000 A - B` has the squares of `A - B/1000`, a thousand times.
    private static let large = 50.0

    /// The size of the constants where it is large, else 1.
    var scale: Double {
        let largest = constants.reduce(0.0) { max($0, $1.largestEntry) }
        return largest.isFinite && largest > Self.large ? largest : 1
    }

    private func divided(by scale: Double) -> SemidefiniteProgram {
        var result = self
        result.constants = constants.map { block in
            var own = DenseMatrix(size: block.size)
            own.add(block, times: 1 / scale)
            return own
        }
        return result
    }

    private func multiplied(_ solution: Solution, by scale: Double) -> Solution {
        let y = solution.y.map { scale * $0 }
        return Solution(y: y, value: scale * solution.value, blocks: blocks(y))
    }

    /// Whether the least eigenvalue can be positive.
    func feasibility() -> Feasibility {
        let scale = scale
        if scale > 1 {
            switch divided(by: scale).feasibility() {
            case .interior(let y): return .interior(y.map { scale * $0 })
            case .face(let solution): return .face(multiplied(solution, by: scale))
            case .infeasible(let margin): return .infeasible(margin: scale * margin)
            }
        }
        // F + s ≥ 0 with the least s; s is the last variable, and bounded below.
        let start = constants.map { block in block.eigenvectors.first?.value ?? 0 }.min() ?? 0
        var wide = self
        wide.directions.append(constants.map { .identity($0.size) })
        var y = [Double](repeating: 0, count: directions.count) + [max(1, 1 - start)]
        let objective = [Double](repeating: 0, count: directions.count) + [-1]
        // A bound from below, in order that the problem has a solution.
        var bound = DenseMatrix(size: 1)
        bound[0, 0] = 1
        wide.constants.append(bound)
        for j in wide.directions.indices {
            var entry = DenseMatrix(size: 1)
            entry[0, 0] = j == directions.count ? 1 : 0
            wide.directions[j].append(entry)
        }
        guard let solution = wide.path(&y, objective, stopWhen: { $0[directions.count] < -1e-2 }) else { return .infeasible(margin: .infinity) }
        let s = solution.y[directions.count]
        let own = Array(solution.y.prefix(directions.count))
        if s < -1e-5 { return .interior(own) }
        if s > 1e-5 { return .infeasible(margin: s) }
        return .face(Solution(y: own, value: -s, blocks: blocks(own)))
    }

    /// From an interior point.
    func maximise(_ objective: [Double], from start: [Double]) -> Solution? {
        let scale = scale
        if scale > 1 { return divided(by: scale).maximise(objective, from: start.map { $0 / scale }).map { multiplied($0, by: scale) } }
        var y = start
        return path(&y, objective) { _ in false }
    }

    func blocks(_ y: [Double]) -> [DenseMatrix] {
        constants.indices.map { b in
            var block = constants[b]
            for (j, value) in y.enumerated() where value != 0 { block.add(directions[j][b], times: value) }
            return block
        }
    }

    /// The point where the product of the determinants is largest.
    func centre(from start: [Double]) -> [Double] {
        let scale = scale
        if scale > 1 { return divided(by: scale).centre(from: start.map { $0 / scale }).map { scale * $0 } }
        var y = start
        _ = newton(&y, [Double](repeating: 0, count: start.count), 1)
        return y
    }

    private func path(_ y: inout [Double], _ objective: [Double], stopWhen: ([Double]) -> Bool) -> Solution? {
        var barrier = 1.0
        var last: Solution?
        while barrier > Self.finalBarrier {
            guard newton(&y, objective, barrier) else { break }
            last = Solution(y: y, value: zip(objective, y).reduce(0) { $0 + $1.0 * $1.1 }, blocks: blocks(y))
            if stopWhen(y) { break }
            barrier *= 0.15
        }
        return last
    }

    private func potential(_ y: [Double], _ objective: [Double], _ barrier: Double) -> Double? {
        var value = zip(objective, y).reduce(0) { $0 + $1.0 * $1.1 }
        for block in blocks(y) {
            guard let factor = block.cholesky else { return nil }
            for i in 0..<block.size { value += 2 * barrier * log(factor[i, i]) }
        }
        for coordinate in y {
            let inside = 1 - (coordinate / Self.box) * (coordinate / Self.box)
            guard inside > 0 else { return nil }
            value += barrier * log(inside)
        }
        return value
    }

    /// Maximises the potential from an interior point; false when no step can be made at all.
    private func newton(_ y: inout [Double], _ objective: [Double], _ barrier: Double) -> Bool {
        let count = y.count
        guard var current = potential(y, objective, barrier) else { return false }
        if count == 0 { return true }
        for _ in 0..<60 {
            var gradient = objective
            var hessian = DenseMatrix(size: count)
            for (b, block) in blocks(y).enumerated() {
                guard let factor = block.cholesky else { return false }
                let inverse = factor.inverseFromCholesky()
                let products = (0..<count).map { inverse.multiplied(by: directions[$0][b]) }
                for i in 0..<count {
                    for k in 0..<block.size { gradient[i] += barrier * products[i][k, k] }
                    for j in 0...i {
                        let value = barrier * products[i].traceProduct(products[j])
                        hessian[i, j] += value
                        if i != j { hessian[j, i] += value }
                    }
                }
            }
            for i in 0..<count {
                let inside = Self.box * Self.box - y[i] * y[i]
                gradient[i] -= barrier * 2 * y[i] / inside
                hessian[i, i] += barrier * (2 / inside + 4 * y[i] * y[i] / (inside * inside))
            }
            guard let step = hessian.solved(gradient) else { return true }
            let decrement = zip(step, gradient).reduce(0) { $0 + $1.0 * $1.1 } / barrier
            if decrement < 1e-14 { return true }
            var scale = 1.0
            var moved = false
            while scale > 1e-12 {
                let next = zip(y, step).map { $0 + scale * $1 }
                if let value = potential(next, objective, barrier), value >= current + 0.1 * scale * decrement * barrier - 1e-13 * abs(current) {
                    y = next
                    moved = value > current
                    current = value
                    break
                }
                scale *= 0.5
            }
            if !moved { return true }
        }
        return true
    }
}
