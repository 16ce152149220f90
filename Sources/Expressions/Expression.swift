import Arithmetic

/// A scalar expression in index notation, possibly with free tensor indices.
///
/// A tensor is an expression together with an ordered list of its free indices (`Tensor`). Every tensor
/// operation is spelled by components: `∇u` is `∂_i u`, `a·b` is `Σ_i a_i b_i`. The meaning of an
/// expression at a point is therefore elementary, which is what makes the checker small.
///
/// Contract: nodes are immutable; sums and products are flat and hold at least two operands; equality is
/// equality of form, never of value.
public struct Expression: Hashable, Sendable {
    public indirect enum Kind: Hashable, Sendable {
        case number(Rational)
        /// The circle constant.
        case pi
        case parameter(String)
        /// The dimension of a space as a number.
        case dimension(Dimension)
        /// A component of a point, or (`nil`) a point of the line itself.
        case coordinate(Point, Index?)
        /// δ_ij.
        case delta(Index, Index)
        /// ε_ijk of R^3.
        case epsilon(Index, Index, Index)
        /// A partial derivative of a function symbol, evaluated at the arguments.
        case application(Application)
        case sum([Expression])
        case product([Expression])
        /// `base ^ exponent`.
        case power(Expression, Expression)
        case elementary(ElementaryFunction, Expression)
        /// The derivative with respect to a point (component) or (`nil`) a scalar point, everything else fixed.
        case partial(Point, Index?, Expression)
        /// The derivative with respect to a parameter.
        case parameterDerivative(String, Expression)
        /// Σ over all values of an index variable.
        case contraction(Index, Expression)
        /// The Lebesgue (surface) integral over points.
        case integral([Point], Expression)
        /// An operator that no certificate of this version can unfold: printed, typed, never decided. Bessel functions are known, see `bessel`.
        case uninterpreted(String, [Expression], [Index])
    }

    /// `∂_{s1}…∂_{sk} f_{ab…}(arguments)`: derivatives are taken in the function's own slots and evaluated
    /// at the arguments.
    public struct Application: Hashable, Sendable {
        public let function: FunctionSymbol
        public let valueIndices: [Index]
        public let derivatives: [DerivativeSlot]
        public let arguments: [Argument]

        public init(
            function: FunctionSymbol, valueIndices: [Index] = [], derivatives: [DerivativeSlot] = [],
            arguments: [Argument]
        ) {
            self.function = function
            self.valueIndices = valueIndices
            self.derivatives = derivatives
            self.arguments = arguments
        }
    }

    /// A derivative in argument number `argument` (from 0), in the direction of `index` unless the argument
    /// is a scalar.
    public struct DerivativeSlot: Hashable, Sendable {
        public let argument: Int
        public let index: Index?
        public init(argument: Int, index: Index?) {
            self.argument = argument
            self.index = index
        }
    }

    /// What stands in an argument slot.
    public enum Argument: Hashable, Sendable {
        /// A vector: its component `index` is `body`; `index` is bound here.
        case vector(Index, Expression)
        case scalar(Expression)
    }

    final class Node: Sendable {
        let kind: Kind
        let hash: Int
        /// The free index variables in order of first appearance.
        let freeIndices: [Index]
        let hasIntegral: Bool

        init(_ kind: Kind) {
            self.kind = kind
            var hasher = Hasher()
            kind.hash(into: &hasher)
            hash = hasher.finalize()
            freeIndices = kind.freeIndices
            hasIntegral = kind.hasIntegral
        }
    }

    let node: Node

    public var kind: Kind { node.kind }

    init(_ kind: Kind) { node = Node(kind) }

    public static func == (a: Expression, b: Expression) -> Bool {
        a.node === b.node || (a.node.hash == b.node.hash && a.node.kind == b.node.kind)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(node.hash) }
    // The node's hash is finished already.
    public func _rawHashValue(seed: Int) -> Int { node.hash ^ seed }
}

/// Functions of one real variable with exact derivative rules.
public enum ElementaryFunction: String, Hashable, Sendable, CaseIterable {
    case exp, log, sin, cos, tan, atan, sinh, cosh, tanh, abs, sign, erf
    /// Euler's Gamma function.
    case gamma = "gammafn"
}

extension Expression {
    public static let zero = Expression(.number(0))
    public static let one = Expression(.number(1))
    public static let pi = Expression(.pi)

    public static func number(_ value: Rational) -> Expression { Expression(.number(value)) }
    public static func parameter(_ name: String) -> Expression { Expression(.parameter(name)) }

    public static func dimension(_ dimension: Dimension) -> Expression {
        if case .number(let value) = dimension { return .number(Rational(value)) }
        return Expression(.dimension(dimension))
    }

    /// `index` is `nil` exactly for a point of the line.
    public static func coordinate(_ point: Point, _ index: Index?) -> Expression {
        Expression(.coordinate(point, index))
    }

    public static func delta(_ i: Index, _ j: Index) -> Expression { Expression(.delta(i, j)) }

    public static func epsilon(_ i: Index, _ j: Index, _ k: Index) -> Expression { Expression(.epsilon(i, j, k)) }

    public static func application(_ application: Application) -> Expression { Expression(.application(application)) }

    public static func sum(_ terms: [Expression]) -> Expression {
        var flat: [Expression] = []
        var constant: Rational = 0
        for term in terms {
            switch term.kind {
            case .number(let value): constant = constant + value
            case .sum(let inner):
                for element in inner {
                    if case .number(let value) = element.kind { constant = constant + value } else { flat.append(element) }
                }
            default: flat.append(term)
            }
        }
        if !constant.isZero { flat.append(.number(constant)) }
        if flat.isEmpty { return .zero }
        return flat.count == 1 ? flat[0] : Expression(.sum(flat))
    }

    public static func product(_ factors: [Expression]) -> Expression {
        var flat: [Expression] = []
        var constant: Rational = 1
        for factor in factors {
            switch factor.kind {
            case .number(let value): constant = constant * value
            case .product(let inner):
                for element in inner {
                    if case .number(let value) = element.kind { constant = constant * value } else { flat.append(element) }
                }
            default: flat.append(factor)
            }
        }
        // A zero factor is kept: `0 · (1/x)` is defined only where `1/x` is.
        if constant != 1 || flat.isEmpty { flat.insert(.number(constant), at: 0) }
        return flat.count == 1 ? flat[0] : Expression(.product(flat))
    }

    public static func power(_ base: Expression, _ exponent: Expression) -> Expression {
        if case .number(1) = exponent.kind { return base }
        return Expression(.power(base, exponent))
    }

    public static func squareRoot(_ base: Expression) -> Expression { .power(base, .number(Rational(1, 2))) }

    public static func elementary(_ function: ElementaryFunction, _ argument: Expression) -> Expression {
        Expression(.elementary(function, argument))
    }

    public static func partial(_ point: Point, _ index: Index?, _ body: Expression) -> Expression {
        Expression(.partial(point, index, body))
    }

    public static func parameterDerivative(_ parameter: String, _ body: Expression) -> Expression {
        Expression(.parameterDerivative(parameter, body))
    }

    public static func contraction(_ index: Index, _ body: Expression) -> Expression {
        Expression(.contraction(index, body))
    }

    public static func integral(_ points: [Point], _ body: Expression) -> Expression {
        Expression(.integral(points, body))
    }

    public static func uninterpreted(_ name: String, _ operands: [Expression], _ indices: [Index] = []) -> Expression {
        Expression(.uninterpreted(name, operands, indices))
    }

    public static func + (a: Expression, b: Expression) -> Expression { .sum([a, b]) }
    public static func - (a: Expression, b: Expression) -> Expression { .sum([a, -b]) }
    public static func * (a: Expression, b: Expression) -> Expression { .product([a, b]) }
    public static func / (a: Expression, b: Expression) -> Expression { .product([a, .power(b, .number(-1))]) }
    public static prefix func - (a: Expression) -> Expression { .product([.number(-1), a]) }
}
