/// A name where it is written.
public struct SyntaxName: Hashable, Sendable {
    public var text: String
    public var range: SourceRange
    public init(_ text: String, _ range: SourceRange) {
        self.text = text
        self.range = range
    }

    public static func == (a: SyntaxName, b: SyntaxName) -> Bool { a.text == b.text }
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// One statement of a cell, with its comments.
public struct SyntaxStatement: Hashable, Sendable {
    public var kind: Kind
    public var clauses: [SyntaxClause]
    public var range: SourceRange
    /// Comments on the lines above, and inside the statement; without `#`.
    public var leadingComments: [String]
    /// The comment at the end of the statement's last line.
    public var trailingComment: String?
    public var hasBlankLineBefore: Bool
    /// The statement's source text, as written.
    public var source: String

    public init(_ kind: Kind, clauses: [SyntaxClause] = [], range: SourceRange, source: String = "") {
        self.kind = kind
        self.clauses = clauses
        self.range = range
        self.source = source
        leadingComments = []
        hasBlankLineBefore = false
    }

    /// Compares kind, clauses and comments, not places.
    public static func == (a: SyntaxStatement, b: SyntaxStatement) -> Bool {
        a.kind == b.kind && a.clauses == b.clauses && a.leadingComments == b.leadingComments
            && a.trailingComment == b.trailingComment && a.hasBlankLineBefore == b.hasBlankLineBefore
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(kind) }

    public enum Kind: Hashable, Sendable {
        case space([SyntaxName], SyntaxManifold)
        /// `param a >= 0, b >= 0`: names with their ranges.
        case parameters([SyntaxParameters])
        case function(SyntaxFunction)
        case density(SyntaxFunction)
        case concreteDensity(SyntaxName, point: SyntaxName?, SyntaxExpression)
        case flow(SyntaxName, SyntaxProposition)
        case constant([SyntaxName], SyntaxShape)
        case definition(SyntaxDefinition)
        case claim(SyntaxName, SyntaxProposition)
        case axiom(SyntaxName, arguments: [SyntaxName], conditions: [SyntaxProposition], SyntaxProposition)
        /// The chain's first expression and its steps.
        case calculation(SyntaxName, SyntaxExpression, [SyntaxStep])
        case find([SyntaxName], SyntaxProposition)
        case best(SyntaxName, SyntaxProposition)
        case forWhich([SyntaxName], SyntaxProposition)
        /// The name, when one is given, of `minimise`, `certify`, `evaluate`, `plot`.
        case optimise(SyntaxName?, isMinimum: Bool, SyntaxExpression)
        case certify(SyntaxName?, SyntaxProposition)
        case check(SyntaxName)
        case evaluate(SyntaxName?, SyntaxExpression)
        case plot(SyntaxName?, [SyntaxExpression])
        case importing(SyntaxName)
        /// Only comments, at the end of a text.
        case comments
        case invalid
    }
}

public struct SyntaxStep: Hashable, Sendable {
    public var link: SyntaxLink
    public var clauses: [SyntaxClause]
    public var range: SourceRange
    public init(_ link: SyntaxLink, clauses: [SyntaxClause], range: SourceRange) {
        self.link = link
        self.clauses = clauses
        self.range = range
    }

    public static func == (a: SyntaxStep, b: SyntaxStep) -> Bool { a.link == b.link && a.clauses == b.clauses }
    public func hash(into hasher: inout Hasher) { hasher.combine(link) }
}

public enum SyntaxManifold: Hashable, Sendable {
    case line
    case interval(SyntaxInterval)
    case euclidean(SyntaxExpression)
    /// The exponent of `S`, one less than the ambient dimension.
    case sphere(SyntaxExpression)
    case torus(SyntaxExpression)
}

/// `[a, b)`; an end is `nil` at infinity.
public struct SyntaxInterval: Hashable, Sendable {
    public var lower: SyntaxExpression?
    public var upper: SyntaxExpression?
    public var includesLower: Bool
    public var includesUpper: Bool
    public init(lower: SyntaxExpression?, includesLower: Bool, upper: SyntaxExpression?, includesUpper: Bool) {
        self.lower = lower
        self.upper = upper
        self.includesLower = includesLower
        self.includesUpper = includesUpper
    }
}

/// `m1, m2 > 0`, `γ in [-3, 1)`, `d integer >= 2`.
public struct SyntaxParameters: Hashable, Sendable {
    public var names: [SyntaxName]
    public var isInteger: Bool
    public var bounds: [SyntaxLink]
    public var interval: SyntaxInterval?
    public init(_ names: [SyntaxName], isInteger: Bool = false, bounds: [SyntaxLink] = [], interval: SyntaxInterval? = nil) {
        self.names = names
        self.isInteger = isInteger
        self.bounds = bounds
        self.interval = interval
    }
}

/// The shape after the colon of a `function` or `constant`.
public struct SyntaxShape: Hashable, Sendable {
    public enum Kind: Hashable, Sendable { case scalar, vector, matrix, symmetricMatrix, antisymmetricMatrix, tensor(Int) }
    public var kind: Kind
    /// The space's dimension in `vector of R^3`.
    public var dimension: SyntaxExpression?
    public init(_ kind: Kind, dimension: SyntaxExpression? = nil) {
        self.kind = kind
        self.dimension = dimension
    }
}

/// The declaration of arbitrary functions or densities that share a line.
public struct SyntaxFunction: Hashable, Sendable {
    public struct Head: Hashable, Sendable {
        public var name: SyntaxName
        public var arguments: [SyntaxName]
        public init(_ name: SyntaxName, _ arguments: [SyntaxName]) {
            self.name = name
            self.arguments = arguments
        }
    }

    public var heads: [Head]
    /// `> 0` or `>= 0`.
    public var sign: SyntaxRelation?
    public var shape: SyntaxShape
    public var attributes: [SyntaxName]
    public init(_ heads: [Head], sign: SyntaxRelation? = nil, shape: SyntaxShape = SyntaxShape(.scalar), attributes: [SyntaxName] = []) {
        self.heads = heads
        self.sign = sign
        self.shape = shape
        self.attributes = attributes
    }
}

/// `let NAME[subscript](arguments) = value`.
public struct SyntaxDefinition: Hashable, Sendable {
    /// The name, or the operator's whole name (`∂r`, `∇_S`).
    public var name: SyntaxName
    /// Family indices or points.
    public var subscripts: [SyntaxName]
    /// `nil` without an argument list.
    public var arguments: [SyntaxName]?
    public var value: SyntaxExpression
    public init(_ name: SyntaxName, subscripts: [SyntaxName] = [], arguments: [SyntaxName]?, value: SyntaxExpression) {
        self.name = name
        self.subscripts = subscripts
        self.arguments = arguments
        self.value = value
    }
}

/// A clause, in the order written.
public struct SyntaxClause: Hashable, Sendable {
    public var kind: Kind
    public var range: SourceRange
    public init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }

    public static func == (a: SyntaxClause, b: SyntaxClause) -> Bool { a.kind == b.kind }
    public func hash(into hasher: inout Hasher) { hasher.combine(kind) }

    public enum Kind: Hashable, Sendable {
        case conditions([SyntaxProposition])
        /// `with γ = -3, β = 1`
        case with([SyntaxProposition])
        case provided([SyntaxProposition])
        case given([SyntaxName])
        case using([SyntaxUse])
        case byParts
        /// Of an axiom: its points may lie in any space.
        case forEverySpace
        case forValues(SyntaxName, SyntaxValues)
        case over([SyntaxParameters])
        case on([SyntaxArgument])
        case expect(String)
        case cite(String)
        case note(String)
        case digits(String)
    }
}

/// `NAME(args)`
public struct SyntaxUse: Hashable, Sendable {
    public var name: SyntaxName
    public var arguments: [SyntaxExpression]
    public init(_ name: SyntaxName, _ arguments: [SyntaxExpression]) {
        self.name = name
        self.arguments = arguments
    }
}

/// The values of a `for` clause.
public enum SyntaxValues: Hashable, Sendable {
    /// `= e`
    case single(SyntaxExpression)
    /// `in a, b .. c`: a list, whose last two go on arithmetically up to `c` when it is there.
    case list([SyntaxExpression], upTo: SyntaxExpression?)
    case interval(SyntaxInterval)
}
