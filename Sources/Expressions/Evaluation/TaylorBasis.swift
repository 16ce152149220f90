import Arithmetic

/// Multi-indices of bounded degree in graded order, with the tables that truncated power series need.
///
/// Indices of degree at most m are a prefix, so truncation is taking a prefix.
struct TaylorBasis {
    let variables: Int
    let order: Int
    let multiIndices: [[Int]]
    /// Number of indices of degree at most m.
    let count: [Int]
    private let numbers: [[Int]: Int32]
    /// `products[a]`: pairs (b, a + b), by increasing degree of b.
    private let products: [[(Int32, Int32)]]
    /// `raised[i][a]`: the number of a + e_i, for degree below `order`.
    private let raised: [[Int32]]

    static let sizeLimit = 20_000

    init(variables: Int, order: Int) throws {
        self.variables = variables
        self.order = order
        var levels: [[[Int]]] = [[[Int](repeating: 0, count: variables)]]
        var total = 1
        for degree in 1...max(order, 1) where degree <= order {
            var level: [[Int]] = []
            for index in levels[degree - 1] {
                // Raise at or after the last non-zero place: each index once.
                let last = index.lastIndex { $0 > 0 } ?? 0
                for place in last..<max(variables, last) {
                    var next = index
                    next[place] += 1
                    level.append(next)
                }
            }
            total += level.count
            if total > Self.sizeLimit { throw EvaluationError.tooLarge }
            levels.append(level)
        }
        multiIndices = levels.flatMap { $0 }
        var running = 0
        count = levels.map { level in
            running += level.count
            return running
        }
        var numbers: [[Int]: Int32] = [:]
        for (number, index) in multiIndices.enumerated() { numbers[index] = Int32(number) }
        self.numbers = numbers
        let degrees = multiIndices.map { $0.reduce(0, +) }
        let indices = multiIndices
        products = indices.indices.map { a in
            indices.indices.prefix { degrees[a] + degrees[$0] <= order }.map { b in
                let sum = zip(indices[a], indices[b]).map { $0 + $1 }
                return (Int32(b), numbers[sum] ?? 0)
            }
        }
        raised = (0..<variables).map { variable in
            indices.indices.prefix { degrees[$0] < order }.map { a in
                var next = indices[a]
                next[variable] += 1
                return numbers[next] ?? 0
            }
        }
    }

    func number(of multiIndex: [Int]) -> Int? { numbers[multiIndex].map(Int.init) }

    func multiply<F: EvaluationField>(_ x: [F.Element], _ y: [F.Element], zero: F.Element, _ field: F) -> [F.Element] {
        let size = min(x.count, y.count)
        guard size > 1 else { return [field.multiply(x[0], y[0])] }
        var result = Array(repeating: zero, count: size)
        for a in 0..<size where !field.isExactZero(x[a]) {
            for (b, c) in products[a] {
                if Int(c) >= size { if Int(b) >= size { break } else { continue } }
                result[Int(c)] = field.add(result[Int(c)], field.multiply(x[a], y[Int(b)]))
            }
        }
        return result
    }

    /// The derivative, of order one less.
    func derivative<F: EvaluationField>(_ x: [F.Element], _ variable: Int, order: Int, _ field: F) throws -> [F.Element] {
        try (0..<count[order]).map { a in
            let source = Int(raised[variable][a])
            let factor = multiIndices[a][variable] + 1
            return factor == 1 ? x[source] : field.multiply(x[source], try field.number(Rational(factor)))
        }
    }
}
