/// An expression as written, with its place in the source.
///
/// Sums, products and relation chains are flat, so that the depth of a tree is bounded by the nesting limit
/// of the parser. Equality compares what is written, not where.
public struct SyntaxExpression: Hashable, Sendable {
    public var kind: Kind
    public var range: SourceRange

    public init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }

    public static func == (a: SyntaxExpression, b: SyntaxExpression) -> Bool { a.kind == b.kind }
    public func hash(into hasher: inout Hasher) { hasher.combine(kind) }

    public indirect enum Kind: Hashable, Sendable {
        /// Digits, possibly with one point: an exact number.
        case number(String)
        /// A name, in canonical spelling (`gamma` is `γ`), primes included.
        case name(String)
        /// `f(a, b)`, `b[k](z)`, `u(z := a)`.
        case call(SyntaxExpression, [SyntaxArgument])
        /// `v[i]`, `A[i,j]`.
        case index(SyntaxExpression, [SyntaxExpression])
        /// An operator with its subscript (`∇[w] u`).
        case apply(SyntaxOperator, [SyntaxExpression], SyntaxExpression)
        case negation(SyntaxExpression)
        /// At least two terms.
        case sum([SyntaxTerm])
        /// At least two factors; the connective of the first is `.juxtaposed`.
        case product([SyntaxFactor])
        case power(SyntaxExpression, SyntaxExpression)
        case integral([SyntaxExpression], SyntaxExpression, isImproper: Bool)
        /// `r in (0, oo)`, a variable of integration declared where it is integrated over.
        case ranged(SyntaxName, SyntaxInterval)
        /// `sum[k in a..b] e`
        case indexedSum(String, SyntaxExpression, SyntaxExpression, SyntaxExpression)
        /// `lim[γ -> a] e`
        case limit(String, SyntaxExpression, SyntaxExpression)
        /// `indicator(v: COND)`
        case indicator([SyntaxExpression], SyntaxProposition)
        /// `(a, b, c)`: a vector by components, a matrix by rows.
        case components([SyntaxExpression])
        /// `[X, Y]`
        case block([SyntaxExpression])
        case absolute(SyntaxExpression)
        case norm(SyntaxExpression)
        /// `⟨v⟩` or `⟨F'(f), h⟩`.
        case angle(SyntaxExpression, SyntaxExpression?)
        /// Round brackets the author wrote.
        case group(SyntaxExpression)
        /// A bracketed statement, which only another statement may contain.
        case proposition(SyntaxProposition)
        /// What could not be read; already reported.
        case invalid
    }
}

public struct SyntaxTerm: Hashable, Sendable {
    public var isNegative: Bool
    public var expression: SyntaxExpression
    public init(isNegative: Bool, _ expression: SyntaxExpression) {
        self.isNegative = isNegative
        self.expression = expression
    }
}

public enum ProductConnective: String, Hashable, Sendable, CaseIterable {
    case juxtaposed = "", times = "*", divided = "/", dot = "·", cross = "×", tensor = "⊗", colon = ":"
}

public struct SyntaxFactor: Hashable, Sendable {
    public var connective: ProductConnective
    public var expression: SyntaxExpression
    public init(_ connective: ProductConnective, _ expression: SyntaxExpression) {
        self.connective = connective
        self.expression = expression
    }
}

/// `value`, `label = value` or `label := value`.
public struct SyntaxArgument: Hashable, Sendable {
    public enum Binding: String, Hashable, Sendable { case named = "=", substituted = ":=" }
    public var label: String?
    public var binding: Binding
    public var value: SyntaxExpression
    public init(label: String? = nil, binding: Binding = .named, _ value: SyntaxExpression) {
        self.label = label
        self.binding = binding
        self.value = value
    }
}

/// A prefix operator of the grammar, or a user's operator named in its style.
public enum SyntaxOperator: Hashable, Sendable {
    case gradient, hessian, laplacian, divergence, trace, symmetrisation, transpose
    case log, exp, sqrt, sin, cos, tan, atan, sinh, cosh, tanh
    /// `∂`, always with a subscript.
    case partial
    /// `∂r`, `∇_S`, `∇²_S`, `Δ_S`, `div_S`: the whole name.
    case user(String)

    /// The Unicode spelling.
    public var spelling: String {
        switch self {
        case .gradient: return "∇"
        case .hessian: return "∇²"
        case .laplacian: return "Δ"
        case .divergence: return "div"
        case .trace: return "tr"
        case .symmetrisation: return "sym"
        case .transpose: return "transpose"
        case .log: return "log"
        case .exp: return "exp"
        case .sqrt: return "sqrt"
        case .sin: return "sin"
        case .cos: return "cos"
        case .tan: return "tan"
        case .atan: return "atan"
        case .sinh: return "sinh"
        case .cosh: return "cosh"
        case .tanh: return "tanh"
        case .partial: return "∂"
        case .user(let name): return name
        }
    }
}

public enum SyntaxRelation: String, Hashable, Sendable, CaseIterable {
    case equal = "=", lessOrEqual = "<=", less = "<", greaterOrEqual = ">=", greater = ">"

    public var spelling: String {
        switch self {
        case .lessOrEqual: return "≤"
        case .greaterOrEqual: return "≥"
        default: return rawValue
        }
    }
}

/// One link of a chain: the operator, what follows it, and (in a `calc`) the clauses of the step.
public struct SyntaxLink: Hashable, Sendable {
    public var op: SyntaxRelation
    public var expression: SyntaxExpression
    public init(_ op: SyntaxRelation, _ expression: SyntaxExpression) {
        self.op = op
        self.expression = expression
    }
}

/// A statement `S` of the language: something true or false.
public struct SyntaxProposition: Hashable, Sendable {
    public var kind: Kind
    public var range: SourceRange

    public init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }

    public static func == (a: SyntaxProposition, b: SyntaxProposition) -> Bool { a.kind == b.kind }
    public func hash(into hasher: inout Hasher) { hasher.combine(kind) }

    public indirect enum Kind: Hashable, Sendable {
        /// `a = b <= c`: at least one link.
        case chain(SyntaxExpression, [SyntaxLink])
        case conjunction([SyntaxProposition])
        /// `S if H` (also written `S for H` in the properties of a function).
        case implication(conclusion: SyntaxProposition, hypothesis: SyntaxProposition)
        case equivalence(SyntaxProposition, SyntaxProposition)
        /// `exists C >= 0: S`
        case existence(SyntaxParameters, SyntaxProposition)
        /// `u even`
        case attribute(SyntaxExpression, String)
        /// `a in [0, 1)`
        case membership(SyntaxExpression, SyntaxInterval)
        case invalid
    }
}
