import Arithmetic

/// Concrete values of everything that is declared: the data of a counterexample.
public struct Assignment: Hashable, Sendable {
    public var dimensions: [String: Int]
    public var parameters: [String: Rational]
    /// All components of each point.
    public var points: [Point: [Rational]]
    public var functions: [FunctionSymbol: PolynomialFunction]

    public init(
        dimensions: [String: Int] = [:], parameters: [String: Rational] = [:], points: [Point: [Rational]] = [:],
        functions: [FunctionSymbol: PolynomialFunction] = [:]
    ) {
        self.dimensions = dimensions
        self.parameters = parameters
        self.points = points
        self.functions = functions
    }

    public func size(_ dimension: Dimension) -> Int? {
        switch dimension {
        case .number(let value): return value
        case .symbol(let name): return dimensions[name]
        }
    }
}
