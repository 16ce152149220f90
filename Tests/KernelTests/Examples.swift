import Arithmetic
import Expressions
import Kernel

/// Small statements for the kernel's tests.
enum Examples {
    static let z = Point(name: "z", manifold: .euclidean(.number(3)))
    static let u = FunctionSymbol(name: "u", arguments: [.vector(.number(3))])

    static func component(_ index: Index) -> Expression { .coordinate(z, index) }

    static var value: Expression {
        var supply = IndexSupply(startingAt: 100)
        return .application(.init(function: u, arguments: [.point(z, &supply)]))
    }

    /// `∂_i |z| = c z_i/|z|`, true for c = 1.
    static func gradientOfNorm(_ coefficient: Rational = 1) -> Statement {
        var supply = IndexSupply()
        let i = supply.fresh(.number(3)), j = supply.fresh(.number(3))
        let norm = Expression.squareRoot(.contraction(j, component(j) * component(j)))
        let right = Expression.number(coefficient) * component(i) / norm
        return Statement(
            points: [z], goal: .relation(Relation(.partial(z, i, norm), .equal, right, indices: [i])))
    }

    /// `Δ(u²) = 2 u Δu + c |∇u|²`, true for c = 2.
    static func laplacianOfSquare(_ coefficient: Rational = 2) -> Statement {
        var supply = IndexSupply()
        let i = supply.fresh(.number(3))
        func laplacian(_ e: Expression) -> Expression { .contraction(i, .partial(z, i, .partial(z, i, e))) }
        let gradient = Expression.partial(z, i, value)
        let right = .number(2) * value * laplacian(value) + .number(coefficient) * .contraction(i, gradient * gradient)
        return Statement(
            points: [z], functions: [u],
            goal: .relation(Relation(laplacian(.power(value, .number(2))), .equal, right)))
    }

    static func identity(_ statement: Statement, _ form: IdentityForm = .contraction) -> Certificate {
        Certificate(
            name: "example", statement: statement, evidence: .identity(form), conditions: SideConditions.of(statement))
    }

    /// The false Laplacian (c = 3) fails at z = (1,2,2) with u(x) = x1.
    static var refutation: Certificate {
        let statement = laplacianOfSquare(3)
        let polynomial = PolynomialFunction(components: [[]: [.init(exponents: [1, 0, 0], coefficient: 1)]])
        let assignment = Assignment(points: [z: [1, 2, 2]], functions: [u: polynomial])
        let witness = Witness(relation: 0, indices: [], assignment: assignment, arithmetic: .exact)
        return Certificate(
            name: "example", statement: statement, evidence: .witness(witness), conditions: SideConditions.of(statement))
    }
}
