import Arithmetic

/// Exact points of an affine family whose Gram matrices are positive semidefinite.
///
/// Sharp inequalities have singular Gram matrices, so an approximate solution cannot be rounded: it lies on the boundary. The
/// numbers only show the common kernel of all solutions. Its vectors are recognised as rational and imposed as linear
/// equations; on the face that is left the matrices can be positive definite, and there rounding is harmless.
struct FaceSearch {
    private static let rounds = 6
    private static let tolerances = [1e-6, 1e-4, 2e-3]

    /// The number of the unknown at each place of each Gram matrix.
    let blocks: [[[Int]]]
    /// What is to be as large or as small as possible, if anything.
    var constant: Int?

    /// A family with the rows and columns of the blocks that are not yet known to be dependent on others.
    struct Face {
        var family: AffineFamily
        var active: [[Int]]
    }

    enum Finding {
        case found([Rational])
        /// Nothing exists, as far as numbers tell: the least eigenvalue stays below by so much.
        case infeasible(margin: Double)
        case notRecognised
    }

    func wholeFace(_ family: AffineFamily) -> Face { Face(family: seen(family), active: blocks.map { Array($0.indices) }) }

    /// Without the directions along which no Gram matrix changes, such as multiples of equations that follow from each other: there an unknown is zero.
    private func seen(_ family: AffineFamily) -> AffineFamily {
        let places = Set(Array(blocks.joined().joined()) + [constant].compactMap { $0 }).sorted()
        var family = family
        while family.dimension > 0 {
            let rows = places.map { place in (row: family.directions.map { $0[place] }, value: Rational(0)) }
            guard let unseen = AffineFamily(dimension: family.dimension).imposing(rows), let kernel = unseen.directions.first else { break }
            let direction = family.base.indices.map { place in zip(kernel, family.directions).reduce(Rational(0)) { $0 + $1.0 * $1.1[place] } }
            guard let place = direction.firstIndex(where: { !$0.isZero }),
                let next = family.imposing([(row: family.base.indices.map { $0 == place ? 1 : 0 }, value: 0)]) else { break }
            family = next
        }
        return family
    }

    func isPositiveSemidefinite(_ x: [Rational]) -> Bool {
        blocks.allSatisfy { block in ExactFactorisation(block.map { $0.map { x[$0] } }) != nil }
    }

    /// The least face that contains all solutions, with an interior point in floating point.
    func minimalFace(_ start: Face) -> (face: Face, interior: [Double])? {
        if case .interior(let face, let y) = reduce(start) { return (face, y) }
        return nil
    }

    func point(in family: AffineFamily) -> Finding {
        switch reduce(wholeFace(family)) {
        case .interior(let face, let y):
            let centre = program(face).centre(from: y)
            for denominator in [1, 2, 4, 6, 12, 24, 60, 120, 1_000, 10_000, 1_000_000, 1 << 30] {
                let x = face.family.point(centre.map { RationalApproximation.rounded($0, denominator: denominator) })
                if isPositiveSemidefinite(x) { return .found(x) }
            }
            return .notRecognised
        case .infeasible(let margin): return .infeasible(margin: margin)
        case .notRecognised: return .notRecognised
        }
    }

    /// One point: the constant at its best, then the traces as small as possible, then one coordinate after the other.
    func vertex(of family: AffineFamily) -> [Rational]? {
        guard case .interior(var face, var interior) = reduce(wholeFace(family)) else { return nil }
        while face.family.dimension > 0 {
            guard let next = objectives(face).lazy.compactMap({ self.optimum(face, interior, $0) }).first else { return nil }
            (face, interior) = next
        }
        return isPositiveSemidefinite(face.family.base) ? face.family.base : nil
    }

    /// Linear functions of the free coordinates.
    private func objectives(_ face: Face) -> [[Double]] {
        let directions = face.family.directions
        var result: [[Double]] = []
        if let constant, face.family.constant(constant) == nil {
            let gradient = directions.map { $0[constant].doubleValue }
            return [gradient, gradient.map { -$0 }]
        }
        result.append(directions.map { direction in
            -blocks.reduce(0.0) { sum, block in block.indices.reduce(sum) { $0 + direction[block[$1][$1]].doubleValue } }
        })
        for j in directions.indices {
            for sign in [1.0, -1.0] { result.append(directions.indices.map { $0 == j ? sign : 0 }) }
        }
        return result.filter { $0.contains { abs($0) > 1e-12 } }
    }

    private func optimum(_ face: Face, _ interior: [Double], _ objective: [Double]) -> (face: Face, interior: [Double])? {
        let program = program(face)
        guard let solution = program.maximise(objective, from: interior), solution.y.allSatisfy({ abs($0) < 5e3 * program.scale }) else { return nil }
        for tolerance in Self.tolerances {
            guard let next = imposingKernel(of: solution, face, tolerance: tolerance), next.family.dimension < face.family.dimension,
                case .interior(let reduced, let y) = reduce(next) else { continue }
            return (reduced, y)
        }
        return nil
    }

    private enum Reduction {
        case interior(Face, [Double])
        case infeasible(margin: Double)
        case notRecognised
    }

    private func reduce(_ start: Face) -> Reduction {
        guard var face = withoutZeroRows(start) else { return .infeasible(margin: .infinity) }
        for _ in 0..<Self.rounds {
            if face.active.allSatisfy(\.isEmpty) { return .interior(face, [Double](repeating: 0, count: face.family.dimension)) }
            let program = program(face)
            switch program.feasibility() {
            case .interior(let y): return .interior(face, y)
            case .infeasible(let margin): return .infeasible(margin: margin)
            case .face(let solution):
                guard let next = Self.tolerances.lazy.compactMap({ self.imposingKernel(of: solution, face, tolerance: $0) }).first else { return .notRecognised }
                face = next
            }
        }
        return .notRecognised
    }

    /// A zero on the diagonal of every solution needs a zero row.
    private func withoutZeroRows(_ start: Face) -> Face? {
        var face = start
        while true {
            var rows: [(row: [Rational], value: Rational)] = []
            for (b, block) in blocks.enumerated() {
                for i in face.active[b] {
                    guard let constant = face.family.constant(block[i][i]) else { continue }
                    if constant.sign < 0 { return nil }
                    guard constant.isZero else { continue }
                    for j in block.indices { rows.append((unit(block[i][j], face), 0)) }
                    face.active[b].removeAll { $0 == i }
                }
            }
            if rows.isEmpty { return face }
            guard let next = face.family.imposing(rows) else { return nil }
            face.family = next
        }
    }

    private func unit(_ position: Int, _ face: Face) -> [Rational] {
        face.family.base.indices.map { $0 == position ? 1 : 0 }
    }

    func program(_ face: Face) -> SemidefiniteProgram {
        func matrix(_ b: Int, _ values: [Rational]) -> DenseMatrix {
            let active = face.active[b]
            var result = DenseMatrix(size: active.count)
            for (i, row) in active.enumerated() {
                for (j, column) in active.enumerated() { result[i, j] = values[blocks[b][row][column]].doubleValue }
            }
            return result
        }
        return SemidefiniteProgram(
            constants: blocks.indices.map { matrix($0, face.family.base) },
            directions: face.family.directions.map { direction in blocks.indices.map { matrix($0, direction) } })
    }

    /// The kernels of the blocks at a solution, with rational entries, as equations.
    private func imposingKernel(of solution: SemidefiniteProgram.Solution, _ face: Face, tolerance: Double) -> Face? {
        var result = face
        var rows: [(row: [Rational], value: Rational)] = []
        for (b, kernel) in kernels(solution).enumerated() {
            let active = face.active[b]
            for vector in kernel {
                guard let exact = Self.recognised(vector.entries, tolerance) else { return nil }
                for i in blocks[b].indices {
                    var row = [Rational](repeating: 0, count: face.family.base.count)
                    for (position, value) in zip(active, exact) where !value.isZero { row[blocks[b][i][position]] += value }
                    rows.append((row, 0))
                }
                result.active[b].removeAll { $0 == active[vector.pivot] }
            }
        }
        guard !rows.isEmpty, let family = face.family.imposing(rows) else { return nil }
        result.family = family
        return result
    }

    struct KernelVector {
        /// 1 at the pivot, 0 at the pivots of the other vectors.
        var entries: [Double]
        let pivot: Int
    }

    /// Echelon bases of the kernels, with the largest entries as pivots.
    func kernels(_ solution: SemidefiniteProgram.Solution) -> [[KernelVector]] {
        solution.blocks.map { block in
            let pairs = block.eigenvectors
            let scale = max(1, pairs.last?.value ?? 0)
            return Self.echelon(pairs.filter { $0.value < 3e-5 * scale }.map(\.vector))
        }
    }

    private static func echelon(_ vectors: [[Double]]) -> [KernelVector] {
        var rest = vectors
        var result: [KernelVector] = []
        while !rest.isEmpty {
            var best = (row: 0, column: 0, size: 0.0)
            for (row, vector) in rest.enumerated() {
                for (column, entry) in vector.enumerated() where abs(entry) > best.size * (1 + 1e-6) { best = (row, column, abs(entry)) }
            }
            guard best.size > 1e-6 else { break }
            let source = rest.remove(at: best.row)
            let pivot = KernelVector(entries: source.map { $0 / source[best.column] }, pivot: best.column)
            func reduced(_ vector: [Double]) -> [Double] { zip(vector, pivot.entries).map { $0 - vector[best.column] * $1 } }
            rest = rest.map(reduced)
            result = result.map { KernelVector(entries: reduced($0.entries), pivot: $0.pivot) } + [pivot]
        }
        return result
    }

    private static func recognised(_ vector: [Double], _ tolerance: Double) -> [Rational]? {
        var result: [Rational] = []
        for entry in vector {
            guard let value = RationalApproximation.simplest(near: entry, tolerance: tolerance, denominatorLimit: 2_000) else { return nil }
            result.append(value)
        }
        return result
    }
}
