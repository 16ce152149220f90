import Arithmetic
import Expressions

/// Seeded random scalar expressions in a point of the plane and a point of the line.
struct RandomExpressions {
    private static let plane = Dimension.number(2)
    private static let z = Point(name: "z", manifold: .euclidean(plane))
    private static let t = Point(name: "t", manifold: .line(lower: nil, upper: nil))
    private static let f = FunctionSymbol(name: "f", arguments: [.vector(plane)])
    private static let g = FunctionSymbol(name: "g", arguments: [.vector(plane), .scalar], valueDimensions: [plane])
    private static let b = FunctionSymbol(
        name: "b", arguments: [.vector(plane)], valueDimensions: [plane, plane], valueSymmetry: .antisymmetric)

    private var generator: SplitMix64
    private var supply = IndexSupply()

    /// Without `abs` and `sign`, which have no meaning modulo a prime.
    private let isRational: Bool

    init(seed: UInt64, isRational: Bool = false) {
        generator = SplitMix64(seed: seed)
        self.isRational = isRational
    }

    private mutating func below(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }

    private mutating func rational() -> Rational { Rational(below(9) - 4, 1 + below(3)) }

    mutating func assignment() -> Assignment {
        var functions: [FunctionSymbol: PolynomialFunction] = [:]
        for (function, components, variables) in [(Self.f, [[]], 2), (Self.g, [[1], [2]], 3), (Self.b, [[1, 2]], 2)] {
            var polynomials: [[Int]: [PolynomialFunction.Term]] = [:]
            for component in components {
                polynomials[component] = (0..<5).map { _ in
                    PolynomialFunction.Term(exponents: (0..<variables).map { _ in below(4) }, coefficient: rational())
                }
            }
            functions[function] = PolynomialFunction(components: polynomials)
        }
        return Assignment(
            parameters: ["a": rational(), "n": Rational(1 + below(3))],
            points: [Self.z: [rational(), rational()], Self.t: [rational()]], functions: functions)
    }

    /// A component of a vector.
    private mutating func component(_ index: Index, _ depth: Int) -> Expression {
        switch below(5) {
        case 0: return .coordinate(Self.z, index)
        case 1 where depth > 0: return .partial(Self.z, index, scalar(depth - 1))
        case 2:
            return .application(.init(
                function: Self.g, valueIndices: [index],
                arguments: [argument(depth - 1), .scalar(depth > 1 ? scalar(depth - 2) : .coordinate(Self.t, nil))]))
        case 3:
            let j = supply.fresh(Self.plane)
            let field = Expression.application(.init(function: Self.b, valueIndices: [j, index], arguments: [argument(0)]))
            return .contraction(j, field * component(j, depth - 1))
        default: return scalar(max(depth - 1, 0)) * .coordinate(Self.z, index)
        }
    }

    private mutating func argument(_ depth: Int) -> Expression.Argument {
        if depth <= 0 || below(2) == 0 { return .point(Self.z, &supply) }
        let i = supply.fresh(Self.plane)
        return .vector(i, component(i, depth - 1))
    }

    mutating func scalar(_ depth: Int) -> Expression {
        guard depth > 0 else {
            switch below(5) {
            case 0: return .number(rational())
            case 1: return .parameter("a")
            case 2: return .coordinate(Self.t, nil)
            case 3: return .coordinate(Self.z, .fixed(1 + below(2), Self.plane))
            default: return .application(.init(function: Self.f, arguments: [argument(0)]))
            }
        }
        switch below(isRational ? 9 : 10) {
        case 0, 1: return .sum([scalar(depth - 1), scalar(depth - 1), .number(rational())])
        case 2, 3: return .product([scalar(depth - 1), scalar(depth - 1)])
        case 4: return .power(scalar(depth - 1), .number([2, 3, 5, -1, -2][below(5)]))
        case 5: return .power(.one + .power(scalar(depth - 1), .number(2)), .parameter("n"))
        case 6: return .partial(Self.t, nil, scalar(depth - 1))
        case 7:
            let i = supply.fresh(Self.plane)
            return .contraction(i, component(i, depth - 1) * component(i, depth - 1))
        case 8: return .application(.init(function: Self.f, arguments: [argument(depth - 1)]))
        default: return .elementary(below(2) == 0 ? .abs : .sign, scalar(depth - 1))
        }
    }
}
