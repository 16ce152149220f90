import Arithmetic
import Expressions

/// A concrete smooth function on R^d or the line that decays with all its derivatives:
///
///     P(s) exp(q(s)) Π_k (ε_k + |x|²)^(a_k) ,
///
/// s = x on the line and s = |x|² in space, ε_k > 0, and q of even degree in x with a negative leading coefficient. Without P it is
/// positive, and derivatives of its logarithm are bounded by polynomials.
public struct DecayingFunction: Hashable, Sendable {
    public struct Power: Hashable, Sendable {
        public var shift: Rational
        public var exponent: Rational

        public init(shift: Rational, exponent: Rational) {
            self.shift = shift
            self.exponent = exponent
        }
    }

    /// P, from the constant on.
    public var factor: [Rational]
    /// q, from the constant on.
    public var exponent: [Rational]
    public var powers: [Power]

    public init(factor: [Rational] = [1], exponent: [Rational], powers: [Power] = []) {
        self.factor = factor
        self.exponent = exponent
        self.powers = powers
    }

    /// Whether it decays, and has what is declared of the symbol.
    func isAdmissible(as function: FunctionSymbol) -> Bool {
        guard function.arguments.count == 1, function.valueDimensions.isEmpty, function.attributes.isSubset(of: [.even, .decaying, .unitMass]),
            let leading = exponent.last, leading.sign < 0, exponent.count >= 2, exponent.count <= 32, factor.count <= 32, powers.count <= 4,
            powers.allSatisfy({ $0.shift.sign > 0 }), factor.contains(where: { !$0.isZero }) else { return false }
        if function.isLogarithm, factor != [1] { return false }
        guard function.arguments == [.scalar] else { return true }
        guard exponent.count % 2 == 1 else { return false }
        return !function.attributes.contains(.even) || isEven
    }

    /// For a function on the line. With |v| in the place of x others are not smooth at the origin.
    var isEven: Bool {
        [factor, exponent].allSatisfy { coefficients in coefficients.enumerated().allSatisfy { $0.offset % 2 == 0 || $0.element.isZero } }
    }

    /// The function, or its logarithm, of a point.
    public func expression(at point: Point, ofLogarithm: Bool) -> Expression {
        Self.expression(
            at: point, ofLogarithm: ofLogarithm, factor: factor.map { .number($0) }, exponent: exponent.map { .number($0) },
            powers: powers.map { (.number($0.shift), .number($0.exponent)) })
    }

    /// `log f = -x^2`, as a reader writes it.
    public func text(of function: FunctionSymbol) -> String {
        let point: Point
        switch function.arguments.first {
        case .vector(let d): point = Point(name: "x", manifold: .euclidean(d))
        default: point = Point(name: "x", manifold: .line(lower: nil, upper: nil))
        }
        /// `10^(-40)` rather than forty zeros.
        func shift(_ value: Rational) -> Expression {
            let digits = value.denominator.description
            guard value.numerator == 1, digits.count > 4, digits.first == "1", digits.dropFirst().allSatisfy({ $0 == "0" }) else { return .number(value) }
            return .power(.parameter("10"), .number(Rational(1 - digits.count)))
        }
        let written = Self.expression(
            at: point, ofLogarithm: function.isLogarithm, factor: factor.map { .number($0) }, exponent: exponent.map { .number($0) },
            powers: powers.map { (shift($0.shift), .number($0.exponent)) })
        return (function.isLogarithm ? "log " : "") + "\(function.name) = \(written.plainText)"
    }

    /// The same with any coefficients.
    public static func expression(
        at point: Point, ofLogarithm: Bool, factor: [Expression], exponent: [Expression], powers: [(shift: Expression, exponent: Expression)]
    ) -> Expression {
        let variable: Expression, square: Expression
        if let dimension = point.manifold.vectorDimension {
            let index = Index.variable(1 << 26, dimension)
            square = .contraction(index, .coordinate(point, index) * .coordinate(point, index))
            variable = square
        } else {
            variable = .coordinate(point, nil)
            square = .power(variable, .number(2))
        }
        func polynomial(_ coefficients: [Expression]) -> Expression {
            .sum(coefficients.enumerated().filter { $0.element != .zero }.map { power, coefficient in
                power == 0 ? coefficient : coefficient * .power(variable, .number(Rational(power)))
            })
        }
        if ofLogarithm {
            return .sum([polynomial(exponent)] + powers.map { $0.exponent * .elementary(.log, $0.shift + square) })
        }
        return .product([polynomial(factor), .elementary(.exp, polynomial(exponent))] + powers.map { .power($0.shift + square, $0.exponent) })
    }
}

/// Functions, dimensions and parameters for which enclosures of both sides violate a relation.
public struct DecayingWitness: Hashable, Sendable {
    /// The number of the relation among those of the goal, from 0.
    public var relation: Int
    public var dimensions: [String: Int]
    public var parameters: [String: Rational]
    /// One for each function of the statement, in order.
    public var functions: [DecayingFunction]
    /// In bits.
    public var precision: Int

    public init(relation: Int, dimensions: [String: Int], parameters: [String: Rational], functions: [DecayingFunction], precision: Int) {
        self.relation = relation
        self.dimensions = dimensions
        self.parameters = parameters
        self.functions = functions
        self.precision = precision
    }
}

extension DecayingWitness {
    var symbolicText: SymbolicText {
        func list(_ head: String, _ items: [SymbolicText]) -> SymbolicText { .list([.word(head)] + items) }
        func word(_ value: Rational) -> SymbolicText { .word(value.description) }
        return list("decaying", [
            list("relation", [.word(String(relation))]),
            list("dimensions", dimensions.sorted { $0.key < $1.key }.map { .list([.word($0.key), .word(String($0.value))]) }),
            list("parameters", parameters.sorted { $0.key < $1.key }.map { .list([.word($0.key), word($0.value)]) }),
            list("functions", functions.map { function in
                .list([
                    .list(function.factor.map(word)), .list(function.exponent.map(word)),
                    .list(function.powers.map { .list([word($0.shift), word($0.exponent)]) }),
                ])
            }),
            list("precision", [.word(String(precision))]),
        ])
    }

    init(_ items: SymbolicItem.Items, _ statement: Statement) throws {
        guard items.count == 6 else { throw TextError("an incomplete witness") }
        let reader = try StatementReader(statement, [])
        func integer(_ text: SymbolicItem) throws -> Int {
            guard let value = Int(try reader.word(text)), abs(value) < 1 << 25 else { throw TextError("expected an integer") }
            return value
        }
        func rational(_ text: SymbolicItem) throws -> Rational {
            guard let value = Rational(try reader.word(text)) else { throw TextError("expected a number") }
            return value
        }
        func only(_ position: Int, _ head: String) throws -> Int {
            let list = try reader.list(items[position], head)
            guard list.count == 1 else { throw TextError("expected one \(head)") }
            return try integer(list[0])
        }
        func pairs<T>(_ position: Int, _ head: String, _ value: (SymbolicItem) throws -> T) throws -> [String: T] {
            var result: [String: T] = [:]
            for text in try reader.list(items[position], head) {
                let pair = try reader.items(text, count: 2)
                guard result.updateValue(try value(pair[1]), forKey: try reader.word(pair[0])) == nil else { throw TextError("a name twice") }
            }
            return result
        }
        relation = try only(1, "relation")
        dimensions = try pairs(2, "dimensions", integer)
        parameters = try pairs(3, "parameters", rational)
        functions = try reader.list(items[4], "functions").map { text in
            let parts = try reader.items(text, count: 3)
            return DecayingFunction(
                factor: try reader.items(parts[0]).map(rational), exponent: try reader.items(parts[1]).map(rational),
                powers: try reader.items(parts[2]).map { item in
                    let pair = try reader.items(item, count: 2)
                    return DecayingFunction.Power(shift: try rational(pair[0]), exponent: try rational(pair[1]))
                })
        }
        precision = try only(5, "precision")
    }
}
