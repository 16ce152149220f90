import Arithmetic

/// Multi-indices of bounded degree in graded order, with the tables that truncated power series need.
///
/// Indices of degree at most m are a prefix, so truncation is taking a prefix.
final class TaylorBasis: Sendable {
    let variables: Int
    let order: Int
    /// Number of indices of degree at most m.
    let count: [Int]
    /// The degree of each index.
    let degrees: [Int]
    /// The variable of an index's last unit, and the index that lacks it.
    let lastVariable: [Int]
    let parents: [Int]
    private let exponents: [Int32]
    /// `raised[i · count[order - 1] + a]`: the number of a + e_i, for degree below `order`.
    private let raised: [Int32]
    /// `products[productStart[a] + b]`: the number of a + b, for degree(a) + degree(b) at most `order`.
    let products: [Int32]
    let productStart: [Int]

    static let sizeLimit = 20_000

    init(variables: Int, order: Int) throws {
        self.variables = variables
        self.order = order
        // An index is made from the one that lacks its last unit: each once.
        var parent: [Int] = [0]
        var last: [Int] = [0]
        var firstChild: [Int] = []
        var count = [1]
        var levelStart = 0
        for _ in 0..<order {
            let levelEnd = parent.count
            for a in levelStart..<levelEnd {
                firstChild.append(parent.count)
                for place in last[a]..<max(variables, last[a]) {
                    parent.append(a)
                    last.append(place)
                }
                if parent.count > Self.sizeLimit { throw EvaluationError.tooLarge }
            }
            levelStart = levelEnd
            count.append(parent.count)
        }
        let total = parent.count
        var degrees = [Int](repeating: 0, count: total)
        var exponents = [Int32](repeating: 0, count: total * variables)
        for a in stride(from: 1, to: total, by: 1) {
            degrees[a] = degrees[parent[a]] + 1
            for i in 0..<variables { exponents[a * variables + i] = exponents[parent[a] * variables + i] }
            exponents[a * variables + last[a]] += 1
        }
        let below = order > 0 ? count[order - 1] : 0
        var raised = [Int32](repeating: 0, count: below * variables)
        for a in 0..<below {
            for i in 0..<variables {
                if i >= last[a] {
                    raised[i * below + a] = Int32(firstChild[a] + i - last[a])
                } else {
                    // a + e_i = (a - e_last + e_i) + e_last, and raising at or after the last place is above.
                    let other = Int(raised[i * below + parent[a]])
                    raised[i * below + a] = Int32(firstChild[other] + last[a] - last[other])
                }
            }
        }
        var starts: [Int] = []
        var products: [Int32] = []
        for a in 0..<total {
            let start = products.count
            starts.append(start)
            products.append(Int32(a))
            for b in stride(from: 1, to: count[order - degrees[a]], by: 1) {
                products.append(raised[last[b] * below + Int(products[start + parent[b]])])
            }
        }
        self.count = count
        self.degrees = degrees
        self.exponents = exponents
        lastVariable = last
        parents = parent
        self.raised = raised
        self.products = products
        productStart = starts
    }

    var multiIndexCount: Int { degrees.count }

    /// The number of a + e_i, for degree(a) below `order`.
    func raising(_ a: Int, _ variable: Int) -> Int { Int(raised[variable * count[order - 1] + a]) }

    func exponent(_ a: Int, _ variable: Int) -> Int { Int(exponents[a * variables + variable]) }
}
