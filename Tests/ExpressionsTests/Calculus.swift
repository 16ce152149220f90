import Arithmetic
import Expressions

/// Tensor calculus for tests: one point, one function, the operators as a paper writes them.
struct Calculus {
    var supply = IndexSupply()
    let dimension: Dimension
    let point: Point

    init(_ dimension: Dimension, point name: String = "z") {
        self.dimension = dimension
        point = Point(name: name, manifold: .euclidean(dimension))
    }

    mutating func position() -> Tensor { .position(point, &supply) }

    mutating func function(_ name: String) -> Tensor {
        let symbol = FunctionSymbol(name: name, arguments: [.vector(dimension)])
        return .scalar(.application(.init(function: symbol, arguments: [.point(point, &supply)])))
    }

    mutating func norm(_ vector: Tensor) -> Expression { .squareRoot(vector.dot(vector, &supply).body) }
    mutating func grad(_ tensor: Tensor) -> Tensor { tensor.gradient(point, &supply) }
    mutating func hess(_ tensor: Tensor) -> Tensor { grad(grad(tensor)) }
    mutating func div(_ tensor: Tensor) -> Tensor { grad(tensor).traced(0, 1, &supply) }
    mutating func laplacian(_ tensor: Tensor) -> Tensor { hess(tensor).traced(0, 1, &supply) }
    mutating func dot(_ a: Tensor, _ b: Tensor) -> Tensor { a.dot(b, &supply) }
    mutating func tensor(_ a: Tensor, _ b: Tensor) -> Tensor { a.tensorProduct(b, &supply) }
    mutating func full(_ a: Tensor, _ b: Tensor) -> Tensor { a.fullContraction(b, &supply) }
    mutating func add(_ a: Tensor, _ b: Tensor) -> Tensor { a.adding(b, &supply) }
    mutating func subtract(_ a: Tensor, _ b: Tensor) -> Tensor { a.subtracting(b, &supply) }
    mutating func identity() -> Tensor { .identity(dimension, &supply) }
    mutating func times(_ scalar: Tensor, _ tensor: Tensor) -> Tensor { self.tensor(scalar, tensor) }

    /// Id - ẑ⊗ẑ.
    mutating func projection() -> Tensor {
        let z = position()
        let r = norm(z)
        let unit = z.scaled(by: .power(r, .number(-1)))
        return subtract(identity(), tensor(unit, unit))
    }
}
