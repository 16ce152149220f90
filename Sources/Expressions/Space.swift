import Arithmetic

/// The dimension of a Euclidean space: a number, or an integer parameter about which nothing but its
/// declared range is known.
public enum Dimension: Hashable, Sendable, Comparable {
    case number(Int)
    case symbol(String)
}

/// Where a point lives.
public enum Manifold: Hashable, Sendable {
    /// `R^d`: the point is a vector.
    case euclidean(Dimension)
    /// The unit sphere of `R^d`, `d` the dimension of the ambient space: the point is a unit vector.
    case sphere(ambient: Dimension)
    /// The flat torus of side 1; that of dimension 1 is the circle `R/Z`, the point of which is a scalar.
    case torus(Dimension)
    /// The real line or an open interval: the point is a scalar.
    case line(lower: Rational?, upper: Rational?)

    /// The dimension of the point as a vector, `nil` for a scalar point.
    public var vectorDimension: Dimension? {
        switch self {
        case .line, .torus(.number(1)): return nil
        case .euclidean(let dimension), .sphere(let dimension), .torus(let dimension): return dimension
        }
    }

    /// `R^d` or the real line.
    public var isWhole: Bool {
        switch self {
        case .euclidean: return true
        case .line(let lower, let upper): return lower == nil && upper == nil
        case .sphere, .torus: return false
        }
    }
}

/// A declared point, the variable of functions and derivatives.
public struct Point: Hashable, Sendable {
    public let name: String
    public let manifold: Manifold

    public init(name: String, manifold: Manifold) {
        self.name = name
        self.manifold = manifold
    }

    public var isScalar: Bool { manifold.vectorDimension == nil }

    public var isOnSphere: Bool {
        if case .sphere = manifold { return true }
        return false
    }

    public var isOnTorus: Bool {
        if case .torus = manifold { return true }
        return false
    }

    /// On an interval or a half-line.
    public var isOnInterval: Bool { isScalar && !manifold.isWhole && !isOnTorus }

    // The name tells nearly always, and these are hashed more often than anything else.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A tensor index that runs over the components of a space: a variable, or one fixed component (from 1).
public enum Index: Hashable, Sendable {
    case variable(Int, Dimension)
    case fixed(Int, Dimension)

    public var dimension: Dimension {
        switch self {
        case .variable(_, let dimension), .fixed(_, let dimension): return dimension
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .variable(let number, _): hasher.combine(number)
        case .fixed(let component, _): hasher.combine(-component)
        }
    }
}

/// A parameter: a real or integer number with the interval it is declared to lie in.
public struct Parameter: Hashable, Sendable {
    public struct Bound: Hashable, Sendable {
        public let value: Rational
        public let isStrict: Bool
        public init(value: Rational, isStrict: Bool) {
            self.value = value
            self.isStrict = isStrict
        }
    }

    public let name: String
    public let isInteger: Bool
    public let lower: Bound?
    public let upper: Bound?
    /// Of a dimension for which no range is declared: it is at least 1, and what it must satisfy beyond that becomes part of the statement.
    public let hasDefaultRange: Bool

    public init(name: String, isInteger: Bool = false, lower: Bound? = nil, upper: Bound? = nil) {
        hasDefaultRange = false
        self.name = name
        self.isInteger = isInteger
        self.lower = lower
        self.upper = upper
    }

    /// A dimension without a declared range.
    public init(dimension name: String) {
        self.name = name
        isInteger = true
        lower = Bound(value: 1, isStrict: false)
        upper = nil
        hasDefaultRange = true
    }

    /// True when the declared range implies that the parameter is positive.
    public var isPositive: Bool {
        guard let lower else { return false }
        return lower.value.sign > 0 || (lower.value.sign == 0 && lower.isStrict)
    }

    /// True when it implies that the parameter is not negative.
    public var isNonnegative: Bool { lower.map { $0.value.sign >= 0 } ?? false }
}

/// One argument slot of a function symbol: a vector of a space, or a scalar.
public enum ArgumentSlot: Hashable, Sendable {
    case vector(Dimension)
    case scalar
}

/// An arbitrary smooth function, or, with no arguments, a constant tensor.
///
/// A positive function `g` is stored through its logarithm: the symbol stands for `log g`
/// (`isLogarithm`), and `g` itself is `exp` of it, so that `log`, powers and quotients of densities stay
/// polynomial in its derivatives.
public struct FunctionSymbol: Hashable, Sendable {
    public enum ValueSymmetry: Hashable, Sendable { case none, symmetric, antisymmetric }
    public enum Attribute: String, Hashable, Sendable, Comparable {
        /// `f(-x) = f(x)`, jointly in all arguments (of the function itself, hence of its logarithm).
        case even
        /// `F(v,w) = F(w,v)`.
        case symmetric
        /// Integrable with all derivatives, times any polynomial.
        case decaying
        /// Zero outside a bounded set of the arguments; such a function is `decaying`, too.
        case compact
        /// A density: positive, decaying, of unit mass.
        case unitMass
        case logconcave
        /// A constant positive semidefinite matrix, or a non-negative function.
        case nonnegative

        public static func < (a: Attribute, b: Attribute) -> Bool { a.rawValue < b.rawValue }
    }

    public let name: String
    public let arguments: [ArgumentSlot]
    /// One dimension for each index of the value: empty for a scalar, one for a vector field.
    public let valueDimensions: [Dimension]
    public let valueSymmetry: ValueSymmetry
    public let isLogarithm: Bool
    public let attributes: Set<Attribute>

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    public init(
        name: String, arguments: [ArgumentSlot], valueDimensions: [Dimension] = [],
        valueSymmetry: ValueSymmetry = .none, isLogarithm: Bool = false, attributes: Set<Attribute> = []
    ) {
        self.name = name
        self.arguments = arguments
        self.valueDimensions = valueDimensions
        self.valueSymmetry = valueSymmetry
        self.isLogarithm = isLogarithm
        self.attributes = attributes
    }
}
