import Arithmetic

/// The solutions of linear equations over the rationals: `x = base + Σ_j y_j directions[j]`.
struct AffineFamily {
    private(set) var base: [Rational]
    private(set) var directions: [[Rational]]

    var dimension: Int { directions.count }

    init(dimension: Int) {
        base = [Rational](repeating: 0, count: dimension)
        directions = (0..<dimension).map { position in (0..<dimension).map { $0 == position ? 1 : 0 } }
    }

    /// Imposes `Σ_i row[i] x_i = value` for each row; `nil` when they contradict each other.
    func imposing(_ rows: [(row: [Rational], value: Rational)]) -> AffineFamily? {
        // In the coordinates y.
        var system: [[Rational]] = rows.map { row, value in
            directions.map { direction in Self.product(row, direction) } + [value - Self.product(row, base)]
        }
        let count = directions.count
        var pivots: [Int] = []
        for column in 0..<count {
            let next = pivots.count
            guard let found = system.indices.dropFirst(next).first(where: { !system[$0][column].isZero }) else { continue }
            system.swapAt(next, found)
            let inverse = system[next][column].inverse
            system[next] = system[next].map { $0 * inverse }
            for other in system.indices where other != next && !system[other][column].isZero {
                let factor = system[other][column]
                for k in column...count where !system[next][k].isZero { system[other][k] -= factor * system[next][k] }
            }
            pivots.append(column)
        }
        for row in system.dropFirst(pivots.count) where !row[count].isZero { return nil }
        var result = self
        for (number, column) in pivots.enumerated() { result.base = Self.sum(result.base, directions[column], system[number][count]) }
        result.directions = (0..<count).filter { !pivots.contains($0) }.map { free in
            var direction = directions[free]
            for (number, column) in pivots.enumerated() where !system[number][free].isZero {
                direction = Self.sum(direction, directions[column], -system[number][free])
            }
            return direction
        }
        return result
    }

    func point(_ y: [Rational]) -> [Rational] {
        zip(y, directions).reduce(base) { Self.sum($0, $1.1, $1.0) }
    }

    /// The value of a coordinate that is the same everywhere.
    func constant(_ coordinate: Int) -> Rational? {
        directions.allSatisfy { $0[coordinate].isZero } ? base[coordinate] : nil
    }

    private static func product(_ a: [Rational], _ b: [Rational]) -> Rational {
        var result: Rational = 0
        for (x, y) in zip(a, b) where !x.isZero && !y.isZero { result += x * y }
        return result
    }

    private static func sum(_ a: [Rational], _ b: [Rational], _ factor: Rational) -> [Rational] {
        if factor.isZero { return a }
        return zip(a, b).map { $1.isZero ? $0 : $0 + $1 * factor }
    }
}
