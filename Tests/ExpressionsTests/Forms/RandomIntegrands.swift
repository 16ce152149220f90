import Arithmetic
import Expressions

/// Seeded random invariant integrands: sums of contractions of derivatives of one function and of positions.
struct RandomIntegrands {
    let dimension: Dimension
    let points: [Point]
    let function: FunctionSymbol
    private var generator: SplitMix64
    private var supply = IndexSupply()

    /// A function of the first `points` of v, w; positive functions are given by their logarithms.
    init(seed: UInt64, _ dimension: Dimension, points: Int = 1, isLogarithm: Bool = true) {
        self.dimension = dimension
        self.points = ["v", "w"].prefix(points).map { Point(name: $0, manifold: .euclidean(dimension)) }
        function = FunctionSymbol(
            name: "f", arguments: Array(repeating: .vector(dimension), count: points), isLogarithm: isLogarithm, attributes: [.decaying])
        generator = SplitMix64(seed: seed)
    }

    var unknown: Occurrence { Occurrence(function: function, points: points) }

    mutating func below(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }

    mutating func rational() -> Rational {
        let value = Rational(below(9) - 4, 1 + below(3))
        return value.isZero ? 2 : value
    }

    /// The function, or its logarithm.
    mutating func symbol() -> Expression { jet([]) }

    /// `f^p` of a positive function.
    mutating func weight(_ power: Expression = .one) -> Expression { .power(.elementary(.exp, symbol()), power) }

    private mutating func jet(_ indices: [Index]) -> Expression {
        let slots = indices.map { Expression.DerivativeSlot(argument: below(points.count), index: $0) }
        return .application(.init(function: function, derivatives: slots, arguments: points.map { .point($0, &supply) }))
    }

    /// A product of derivatives of the given orders and of positions, contracted at random; `free` indices stay.
    mutating func monomial(_ orders: [Int], positions: Int, free: [Index] = []) -> Expression {
        var positions = positions
        let slots = orders.reduce(0, +) + positions
        // An open slot that finds no partner meets a position.
        if (slots + free.count) % 2 == 1 || slots < free.count { positions += slots < free.count ? free.count - slots : 1 }
        let count = orders.reduce(0, +) + positions
        let bound = (0..<(count - free.count) / 2).map { _ in supply.fresh(dimension) }
        var names = free + bound + bound
        for k in names.indices.reversed() { names.swapAt(k, below(k + 1)) }
        var factors: [Expression] = []
        for order in orders {
            factors.append(jet(Array(names.prefix(order))))
            names.removeFirst(order)
        }
        for name in names { factors.append(.coordinate(points[below(points.count)], name)) }
        return bound.reduce(.product(factors)) { .contraction($1, $0) }
    }

    /// `|v|` or `|v - w|`, to a power.
    mutating func norm(_ exponent: Expression) -> Expression {
        let i = supply.fresh(dimension)
        let x = points.count == 1 ? Expression.coordinate(points[0], i) : .coordinate(points[0], i) - .coordinate(points[1], i)
        return .power(.squareRoot(.contraction(i, x * x)), exponent)
    }

    /// A polynomial in derivatives of orders 1 to 3 with weights that may be singular.
    mutating func polynomial(terms: Int, degree: Int? = nil, lowest: Int = 1, free: [Index] = []) -> Expression {
        .sum((0..<terms).map { _ in
            var orders = (0..<(degree ?? 1 + below(2))).map { _ in lowest + below(3 - lowest + 1) }
            // Graphs of order above five are many.
            while orders.reduce(0, +) > 5 { orders = orders.map { max($0 - 1, lowest) } }
            var factors = [Expression.number(rational()), monomial(orders, positions: below(2), free: free)]
            if below(3) == 0 { factors.append(norm(below(2) == 0 ? .parameter("γ") : .number([2, 1, -1, -3][below(4)]))) }
            if below(3) == 0 { factors.append(.parameter("c")) }
            return .product(factors)
        })
    }

    /// `∂_i X_i` at one of the points.
    mutating func divergence(_ field: (inout RandomIntegrands, Index) -> Expression) -> Expression {
        let i = supply.fresh(dimension)
        let body = field(&self, i)
        return .contraction(i, .partial(points[below(points.count)], i, body))
    }
}
