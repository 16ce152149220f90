import Arithmetic

/// A tensor: a component expression and its free indices in order.
///
/// The operations return tensors with fresh bound indices from the given `IndexSupply`, so a tensor can be
/// used twice in one expression.
public struct Tensor: Hashable, Sendable {
    public let indices: [Index]
    public let body: Expression

    public init(indices: [Index] = [], body: Expression) {
        self.indices = indices
        self.body = body
    }

    public var rank: Int { indices.count }
    /// One dimension for each index.
    public var shape: [Dimension] { indices.map(\.dimension) }
}

/// A source of index variables that occur nowhere else in the statement under construction.
public struct IndexSupply: Sendable {
    private var next: Int
    public init(startingAt first: Int = 0) { next = first }
    /// Variables with greater numbers than the given ones.
    init(beyond indices: [Index]) {
        next = 1 + (indices.compactMap { if case .variable(let number, _) = $0 { number } else { nil } }.max() ?? -1)
    }
    public mutating func fresh(_ dimension: Dimension) -> Index {
        defer { next += 1 }
        return .variable(next, dimension)
    }
}

extension Tensor {
    /// The same tensor with the given names for its free indices; bound indices are renewed.
    public func relabelled(_ names: [Index], _ supply: inout IndexSupply) -> Expression {
        var renaming: [Index: Index] = [:]
        for (old, new) in zip(indices, names) { renaming[old] = new }
        return body.renamingIndices(renaming, &supply)
    }

    public func renewed(_ supply: inout IndexSupply) -> Tensor {
        let names = indices.map { supply.fresh($0.dimension) }
        return Tensor(indices: names, body: relabelled(names, &supply))
    }

    public static func scalar(_ expression: Expression) -> Tensor { Tensor(body: expression) }

    /// The position vector of a point (a scalar for a point of the line).
    public static func position(_ point: Point, _ supply: inout IndexSupply) -> Tensor {
        guard let dimension = point.manifold.vectorDimension else { return .scalar(.coordinate(point, nil)) }
        let i = supply.fresh(dimension)
        return Tensor(indices: [i], body: .coordinate(point, i))
    }

    /// The metric δ.
    public static func identity(_ dimension: Dimension, _ supply: inout IndexSupply) -> Tensor {
        let i = supply.fresh(dimension), j = supply.fresh(dimension)
        return Tensor(indices: [i, j], body: .delta(i, j))
    }

    /// `a ⊗ b`; for a scalar factor the product.
    public func tensorProduct(_ other: Tensor, _ supply: inout IndexSupply) -> Tensor {
        let a = renewed(&supply), b = other.renewed(&supply)
        return Tensor(indices: a.indices + b.indices, body: a.body * b.body)
    }

    /// `a·b`: the last index of `self` against the first of `other`.
    public func dot(_ other: Tensor, _ supply: inout IndexSupply) -> Tensor {
        precondition(rank > 0 && other.rank > 0, "contraction of a scalar")
        let a = renewed(&supply), b = other.renewed(&supply)
        let shared = supply.fresh(a.indices[a.rank - 1].dimension)
        let left = Tensor(indices: [a.indices[a.rank - 1]], body: a.body).relabelled([shared], &supply)
        let right = Tensor(indices: [b.indices[0]], body: b.body).relabelled([shared], &supply)
        return Tensor(
            indices: Array(a.indices.dropLast()) + Array(b.indices.dropFirst()),
            body: .contraction(shared, left * right))
    }

    /// `A:B = A_ij… B_ij…`, the full contraction of two tensors of the same shape.
    public func fullContraction(_ other: Tensor, _ supply: inout IndexSupply) -> Tensor {
        precondition(shape == other.shape, "full contraction of different shapes")
        let names = shape.map { supply.fresh($0) }
        var body = relabelled(names, &supply) * other.relabelled(names, &supply)
        for name in names.reversed() { body = .contraction(name, body) }
        return .scalar(body)
    }

    /// Contraction of two of the tensor's own indices.
    public func traced(_ first: Int, _ second: Int, _ supply: inout IndexSupply) -> Tensor {
        precondition(first != second)
        let shared = supply.fresh(indices[first].dimension)
        var names = indices
        names[first] = shared
        names[second] = shared
        let body = relabelled(names, &supply)
        let rest = indices.enumerated().filter { $0.offset != first && $0.offset != second }.map(\.element)
        return Tensor(indices: rest, body: .contraction(shared, body))
    }

    /// `result[i_0, i_1, …] = self[i_{order[0]}, i_{order[1]}, …]`.
    public func permuted(_ order: [Int]) -> Tensor {
        var names = indices
        for (slot, source) in order.enumerated() { names[source] = indices[slot] }
        return Tensor(indices: names, body: body)
    }

    /// `∇[p] T`: the derivative's index comes first; for a scalar point the plain derivative.
    public func gradient(_ point: Point, _ supply: inout IndexSupply) -> Tensor {
        guard let dimension = point.manifold.vectorDimension else {
            return Tensor(indices: indices, body: .partial(point, nil, body))
        }
        let i = supply.fresh(dimension)
        return Tensor(indices: [i] + indices, body: .partial(point, i, body))
    }

    public func adding(_ other: Tensor, _ supply: inout IndexSupply) -> Tensor {
        precondition(shape == other.shape, "sum of different shapes")
        let names = indices.map { supply.fresh($0.dimension) }
        return Tensor(indices: names, body: relabelled(names, &supply) + other.relabelled(names, &supply))
    }

    public func subtracting(_ other: Tensor, _ supply: inout IndexSupply) -> Tensor { adding(-other, &supply) }

    public static prefix func - (a: Tensor) -> Tensor { Tensor(indices: a.indices, body: -a.body) }

    public func scaled(by factor: Expression) -> Tensor { Tensor(indices: indices, body: factor * body) }
}
