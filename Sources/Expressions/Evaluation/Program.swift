import Arithmetic

/// Expressions compiled to straight-line code for given dimensions: run it over any field, at any assignment, as
/// often as wanted.
///
/// Every value is a truncated power series in the points that derivatives are taken of, kept to the order that
/// the derivatives around it need; nothing is expanded symbolically. Sub-expressions that are equal up to the
/// names of indices are computed once. Numbers and series lie in one memory of cells.
public struct Program: Sendable {
    /// An expression at values of its free indices.
    public struct Output: Sendable {
        public let expression: Expression
        public let indices: [Index: Int]
        public init(_ expression: Expression, _ indices: [Index: Int] = [:]) {
            self.expression = expression
            self.indices = indices
        }
    }

    /// A series in memory: its coefficients up to an order beyond which none is needed, or none differs from zero.
    struct Slot: Sendable {
        var start = 0
        /// None for zero.
        var count = 0
        var order = 0
    }

    enum Operation: Sendable {
        /// A number lies in its cell from the start.
        case number(cell: Int32)
        case pi
        case parameter(Int32)
        case coordinate(point: Int32, component: Int32)
        /// The Taylor coefficients of a function symbol at the values of its arguments.
        case germ(Int32)
        /// A derivative of a function symbol at plain points.
        case jet(Int32)
        /// A derivative of a function symbol at other arguments.
        case composition(Int32)
        /// The sum of products of two; the second may be missing (-1).
        case sum(start: Int32, count: Int32)
        case product(Int32, Int32)
        /// A power with a literal exponent.
        case power(Int32, exponent: Int32)
        /// A power whose exponent depends on parameters, or is no number at all.
        case symbolicPower(Int32, exponent: Int32, Int32)
        case elementary(ElementaryFunction, Int32)
        /// Values only.
        case bessel(BesselFunction, order: Int32, argument: Int32)
        case derivative(Int32, variable: Int32)
        /// Zero because a factor is; the factors must be defined all the same.
        case annihilated(Int32, Int32)
    }

    struct Germ: Sendable {
        let function: FunctionSymbol
        let value: [Int]
        /// The slots of all argument components.
        let arguments: [Int32]
        /// The arguments when they are all coordinates.
        let coordinates: [Coordinate]?
        /// The number of its basis.
        var basis: Int = 0
    }

    struct Coordinate: Sendable {
        let point: Int32
        let component: Int32
    }

    /// A derivative of a germ.
    struct Jet: Sendable {
        let germ: Int32
        /// The slot of the germ.
        let source: Int32
        let isNegative: Bool
        /// The argument component of each derivative.
        let derivatives: [Int32]
        /// For plain points: the variable of the series that each argument component is, -1 for none.
        let variables: [Int32]?
        var transfers: Range<Int> = 0..<0
    }

    /// One coefficient of a germ, times a number, becomes one of a series.
    struct Transfer: Sendable {
        let source: Int32
        let factor: Int32
        let target: Int32
    }

    struct Instruction: Sendable {
        let operation: Operation
        let slot: Int32
    }

    struct Result: Sendable {
        let slot: Int32
        /// Where the code ends that must have run.
        let end: Int
    }

    let dimensions: [String: Int]
    /// That of the series first, then those of the germs.
    let bases: [TaylorBasis]
    let points: [Point]
    let parameters: [String]
    let exponents: [Expression]
    /// Lie in the first cells.
    let numbers: [Rational]
    /// The cells of 0, 1, 2, ….
    let integers: [Int]
    let germs: [Germ]
    let jets: [Jet]
    let transfers: [Transfer]
    let terms: [(first: Int32, second: Int32)]
    let slots: [Slot]
    /// Number of the first variable of each point, in the order of `points`; -1 where no derivative is taken.
    let variables: [Int32]
    let instructions: [Instruction]
    let results: [Result]
    /// Where the cells for intermediate results begin.
    let scratch: Int
    let cellCount: Int
}

extension Program {
    public var outputCount: Int { results.count }

    /// - Parameter dimensions: values of the symbolic dimensions.
    public init(_ outputs: [Output], dimensions: [String: Int] = [:]) throws {
        var compiler = try Compiler(outputs, dimensions)
        self = try compiler.program()
    }
}
