import Arithmetic
import Expressions

/// A statement in which a Gaussian stands, as the case `m = N exp(-a |x - c|²)` of one about every density m.
///
/// `|x - c|²` is replaced by `(log N - log m)/a`, and `exp(k |x - c|² + r)` by `(m/N)^(-k/a) exp(r)`: where m is that Gaussian, nothing has
/// changed. It is a density if its integral is 1, which is shown for itself and needs a > 0.
public struct DensityGeneralisation: Hashable, Sendable {
    /// The name of m.
    public let name: String
    public let point: Point
    /// N.
    public let height: Expression
    /// a.
    public let rate: Expression
    /// `|x - c|²` at the point.
    public let square: Expression

    public init(name: String, point: Point, height: Expression, rate: Expression, square: Expression) {
        self.name = name
        self.point = point
        self.height = height
        self.rate = rate
        self.square = square
    }

    /// That the Gaussian has mass 1, and the statement about all densities.
    public func statements(of statement: Statement) throws -> [Statement] {
        guard !(statement.parameters.map(\.name) + statement.points.map(\.name) + statement.functions.map(\.name)).contains(name),
            statement.points.contains(point), point.manifold.isWhole, statement.goal.relations?.count == 1
        else { throw Rejection.evidenceDoesNotFitGoal }
        for part in [height, rate, square] { try WellFormedness.check(part, in: statement, points: [], indices: []) }
        guard height.mentionsOnlyParameters, rate.mentionsOnlyParameters, height.isManifestlyPositive(positiveParameters: FormContext(statement).positiveParameters),
            square.isSquaredDistance(of: point)
        else { throw Rejection.evidenceDoesNotFitGoal }
        var mass = statement
        mass.hypotheses = statement.hypothesesOnParameters
        mass.goal = .relation(Relation(.integral([point], height * .elementary(.exp, -(rate * square))), .equal, .one))
        let slot = point.manifold.vectorDimension.map(ArgumentSlot.vector) ?? .scalar
        let function = FunctionSymbol(name: name, arguments: [slot], isLogarithm: true, attributes: [.decaying, .unitMass])
        var general = statement
        general.functions.append(function)
        let places = statement.points.filter { $0.manifold == point.manifold }.map { ($0, square.exchangingPoints([point], [$0])) }
        general.goal = .relation(try replaced(statement.goal.relations?.first ?? Relation(.zero, .equal, .zero), Replacement(self, function, places)))
        guard general.goal != statement.goal else { throw Rejection.evidenceDoesNotFitGoal }
        return [mass, general]
    }

    private func replaced(_ relation: Relation, _ replacement: Replacement) throws -> Relation {
        Relation(replacement.in(relation.left), relation.op, replacement.in(relation.right), indices: relation.indices)
    }

    private struct Replacement {
        private let own: DensityGeneralisation
        private let function: FunctionSymbol
        /// The squares, at each point of the space.
        private let places: [(point: Point, square: Expression)]

        init(_ own: DensityGeneralisation, _ function: FunctionSymbol, _ places: [(Point, Expression)]) {
            self.own = own
            self.function = function
            self.places = places
        }

        func `in`(_ e: Expression) -> Expression {
            if case .elementary(.exp, let argument) = e.kind, let value = exponential(argument) { return value }
            if let place = places.first(where: { e.isSameUpToBoundIndices(as: $0.square) }) {
                return (own.height.expandedLogarithm - .value(of: function, at: place.point)) / own.rate
            }
            return e.mapOperands(self.in)
        }

        /// Of a sum with one term that is a multiple of a square.
        private func exponential(_ argument: Expression) -> Expression? {
            var terms = [argument]
            if case .sum(let parts) = argument.kind { terms = parts }
            for (number, term) in terms.enumerated() {
                for place in places {
                    guard let factor = term.factor(of: place.square) else { continue }
                    var rest = terms
                    rest.remove(at: number)
                    var result: [Expression] = [.elementary(.exp, .value(of: function, at: place.point)), .power(own.height, .number(-1))]
                    if !(-factor).isSameValue(as: own.rate) { result = [.power(.product(result), -factor / own.rate)] }
                    if !rest.isEmpty { result.append(.elementary(.exp, self.in(.sum(rest)))) }
                    return .product(result)
                }
            }
            return nil
        }
    }
}

extension Expression {
    /// `|x|²` or `|x - c|²` with a constant c; on the line `(x - c)²`.
    fileprivate func isSquaredDistance(of point: Point) -> Bool {
        let root: Expression
        if case .power(let base, let exponent) = kind, exponent == .number(2) { root = base } else if let inner = squaredNorm { root = inner } else { return false }
        var terms = [root]
        if case .sum(let parts) = root.kind { terms = parts }
        let own = terms.filter { $0.mentions(point) }
        guard own.count == 1, case .coordinate(point, let index) = own[0].kind, (index == nil) == point.isScalar else { return false }
        return terms.filter { !$0.mentions(point) }.allSatisfy { !$0.mentionsFunctionOfPoints && !$0.mentionsPoint && !$0.hasIntegral }
    }

    /// The factor, in parameters, of a multiple.
    fileprivate func factor(of square: Expression) -> Expression? {
        if isSameUpToBoundIndices(as: square) { return .one }
        guard case .product(let factors) = kind, let place = factors.firstIndex(where: { $0.isSameUpToBoundIndices(as: square) }) else { return nil }
        var rest = factors
        rest.remove(at: place)
        let factor = Expression.product(rest)
        return factor.mentionsOnlyParameters ? factor : nil
    }

    /// Equal as functions of parameters, as far as normal forms tell.
    fileprivate func isSameValue(as other: Expression) -> Bool {
        self == other || (try? ContractionForm.areEqual(self, other, FormContext(termBudget: Kernel.termBudget))) == true
    }

    fileprivate var mentionsPoint: Bool {
        if case .coordinate = kind { return true }
        return operands.contains(where: \.mentionsPoint)
    }
}

extension DensityGeneralisation {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        func text(_ e: Expression) -> SymbolicText {
            var writer = StatementWriter(statement)
            return writer.expression(e)
        }
        return .list([.word(name), .word(point.name), text(height), text(rate), text(square)])
    }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        let items = try reader.items(text, count: 5)
        let pointName = try reader.word(items[1])
        guard let point = statement.points.first(where: { $0.name == pointName }) else { throw TextError("\(pointName) is no point") }
        self.init(
            name: try reader.word(items[0]), point: point, height: try reader.expression(items[2]), rate: try reader.expression(items[3]),
            square: try reader.expression(items[4]))
    }
}
