import Arithmetic
import Expressions

/// Expressions over an interval as functions of a parameter: its point, and what else is no parameter, become parameters.
///
/// Of squared norms it is known that they are positive, which becomes a condition; of points of other intervals, where they lie.
public struct IntervalFunctions {
    public let point: Point
    public let functions: [Expression]
    /// Declares the parameters; its goal says nothing.
    public let statement: Statement
    /// The name of the parameter that stands for the point.
    public let variable: String
    let needs: [SideConditions.Need]
    private let leaves: [Expression]

    private static func name(_ number: Int) -> String { "·\(number)" }

    public init(_ expressions: [Expression], over point: Point, of statement: Statement) throws {
        guard case .line(let lower, let upper) = point.manifold else { throw Rejection.evidenceDoesNotFitGoal }
        self.point = point
        variable = Self.name(0)
        var leaves: [Expression] = [.coordinate(point, nil)]
        func inParameters(_ e: Expression) throws -> Expression {
            switch e.kind {
            case .number, .pi, .parameter, .dimension: return e
            case .sum, .product, .power, .elementary: return try e.mapOperands(inParameters)
            default:
                guard e.freeIndices.isEmpty, !e.hasIntegral, e.kind == leaves[0].kind || !e.mentions(point) else { throw Rejection.evidenceDoesNotFitGoal }
                let number = leaves.firstIndex { $0.isSameUpToBoundIndices(as: e) } ?? leaves.count
                if number == leaves.count { leaves.append(e) }
                return .parameter(Self.name(number))
            }
        }
        functions = try expressions.map(inParameters)
        self.leaves = leaves
        needs = leaves.filter { $0.squaredNorm != nil }.map { .init($0, .nonzero) }
        func bound(_ value: Rational?) -> Parameter.Bound? { value.map { .init(value: $0, isStrict: true) } }
        var own = Statement(
            parameters: statement.parameters, hypotheses: statement.hypothesesOnParameters, goal: .relation(Relation(.zero, .equal, .zero)))
        for name in statement.symbolicDimensions {
            own.parameters = own.parameters.map {
                $0.name == name && $0.lower == nil ? Parameter(name: name, isInteger: true, lower: .init(value: 1, isStrict: false), upper: $0.upper) : $0
            }
        }
        for (number, leaf) in leaves.enumerated() {
            var range: (lower: Rational?, upper: Rational?) = (leaf.squaredNorm == nil ? nil : 0, nil)
            if number == 0 { range = (lower, upper) } else if case .coordinate(let other, nil) = leaf.kind, case .line(let a, let b) = other.manifold { range = (a, b) }
            own.parameters.append(Parameter(name: Self.name(number), isInteger: false, lower: bound(range.lower), upper: bound(range.upper)))
        }
        self.statement = own
    }

    /// With the points in place of the parameters.
    public func inPoints(_ e: Expression) -> Expression {
        e.substituting(parameters: Dictionary(uniqueKeysWithValues: leaves.enumerated().map { (Self.name($0.offset), $0.element) }))
    }

    /// - Throws: `Rejection` unless the function is seen to be defined and locally Lipschitz on the open interval, hence the integral of its
    ///   derivative. What is asked of declared parameters alone is left out.
    func requireLipschitz(_ e: Expression) throws {
        let signs = SignCheck(statement), everywhere = signs.everywhere(on: signs.box)
        func require(_ isTrue: Bool, _ e: Expression) throws {
            guard isTrue else { throw Rejection.diverges("\(inPoints(e).plainText), inside of the interval,") }
        }
        func visit(_ e: Expression) throws {
            guard e.parameterSymbols.contains(where: { $0.first == "·" }) else { return }
            switch e.kind {
            case .parameter, .sum, .product: break
            case .power(let base, let exponent):
                if case .number(let value) = exponent.kind, value.isInteger {
                    if value.sign <= 0 { try require(everywhere.isNonzero(base), base) }
                } else {
                    try require(everywhere.isPositive(base), base)
                }
            case .elementary(let function, let argument):
                switch function {
                case .exp, .sin, .cos, .atan, .sinh, .cosh, .tanh, .erf, .abs: break
                case .log, .gamma: try require(everywhere.isPositive(argument), argument)
                case .sign: try require(everywhere.isNonzero(argument), argument)
                case .tan: try require(everywhere.isNonzero(.elementary(.cos, argument)), argument)
                }
            default: throw Rejection.evidenceDoesNotFitGoal
            }
            try e.operands.forEach(visit)
        }
        try visit(e)
    }
}
