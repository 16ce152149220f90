import Arithmetic
import Expressions

/// An equation between tensors, with the false twin that differs in one coefficient.
struct TensorEquation {
    let left: Expression
    let right: Expression
    let indices: [Index]
}

/// Bochner: `½ Δ|∇u|² = c ‖∇²u‖² + ∇u·∇Δu`, true for c = 1.
func bochner(_ dimension: Dimension, coefficient: Rational = 1) -> TensorEquation {
    var calculus = Calculus(dimension)
    let u = calculus.function("u")
    let gradient = calculus.grad(u)
    let left = calculus.laplacian(calculus.dot(gradient, gradient)).scaled(by: .number(Rational(1, 2)))
    let hessian = calculus.hess(u)
    let square = calculus.full(hessian, hessian).scaled(by: .number(coefficient))
    let right = calculus.add(square, calculus.dot(gradient, calculus.grad(calculus.laplacian(u))))
    return TensorEquation(left: left.body, right: right.body, indices: [])
}

/// The Hessian in radial and tangential parts (the Euclidean Hessian decomposition), last coefficient c; true for c = 1.
func hessianDecomposition(_ dimension: Dimension, coefficient: Rational = 1) -> TensorEquation {
    var c = Calculus(dimension)
    let u = c.function("u")
    let z = c.position()
    let r = c.norm(z)
    let inverse = Expression.power(r, .number(-1))
    let unit = z.scaled(by: inverse)
    let projection = c.projection()
    let radial = c.dot(unit, c.grad(u))
    let tangential = c.dot(projection, c.grad(u)).scaled(by: r)
    let tangentialRadial = c.dot(projection, c.grad(radial)).scaled(by: r)
    func symmetric(_ a: Tensor, _ b: Tensor) -> Tensor { c.add(c.tensor(a, b), c.tensor(b, a)) }
    let second = c.dot(unit, c.grad(radial))
    var right = c.times(second, c.tensor(unit, unit))
    right = c.add(right, symmetric(unit, tangentialRadial).scaled(by: inverse))
    right = c.subtract(right, symmetric(unit, tangential).scaled(by: .power(r, .number(-2))))
    let inner = c.dot(c.dot(projection, c.hess(u)), projection)
    let trace = c.times(radial, projection).scaled(by: inverse)
    right = c.add(right, c.subtract(inner, trace))
    right = c.add(right, trace.scaled(by: .number(coefficient)))
    let left = c.hess(u)
    var supply = c.supply
    return TensorEquation(
        left: left.relabelled(right.indices, &supply), right: right.body, indices: right.indices)
}

/// Bochner on spheres: `½ Δ_S|∇_S u|² - ∇_S u·∇_S Δ_S u = ‖∇²_S u‖² + (d - 2) |∇_S u|²`, with the operators of the
/// sphere through z, `∇_S = |z| Π ∇`. The number subtracted from d is 2 when true.
func sphericalBochner(_ dimension: Dimension, subtracted: Rational = 2) -> TensorEquation {
    var c = Calculus(dimension)
    let u = c.function("u")
    let r = c.norm(c.position())
    func gradient(_ tensor: Tensor) -> Tensor {
        let projection = c.projection()
        return c.dot(projection, c.grad(tensor)).scaled(by: r)
    }
    func hessian(_ tensor: Tensor) -> Tensor {
        let projection = c.projection()
        let inner = c.grad(c.dot(projection, c.grad(tensor)))
        return c.dot(c.dot(projection, inner), projection).scaled(by: .power(r, .number(2)))
    }
    func laplacian(_ tensor: Tensor) -> Tensor { hessian(tensor).traced(0, 1, &c.supply) }
    let g = gradient(u)
    let square = c.dot(g, g)
    let left = c.subtract(
        laplacian(square).scaled(by: .number(Rational(1, 2))), c.dot(g, gradient(laplacian(u))))
    let h = hessian(u)
    let factor = Expression.dimension(dimension) - .number(subtracted)
    let right = c.add(c.full(h, h), square.scaled(by: factor))
    return TensorEquation(left: left.body, right: right.body, indices: [])
}
