import Arithmetic
import Expressions

/// Polynomial equations between values of functions at one place, such as `|m|² = 1`, for counterexamples: polynomials need not satisfy them
/// everywhere.
///
/// Let F(u) = 0 hold at p, and all derivatives of F(u) vanish there up to the order K, and let the derivative of F by the values have full rank at
/// u(p). By the implicit function theorem F = 0 gives some components of u near u(p) as smooth functions of the others; with the
/// polynomials for these, a solution has at p the derivatives of u up to the order K, which F determines one after the other. A
/// smooth map of the whole space into a small ball around p, the identity near p, makes it a solution everywhere.
public struct AlgebraicConstraints {
    private static let highestOrder = 8
    private static let derivativesEvaluated = 4000

    private let statement: Statement
    private let assignment: Assignment
    /// The arguments of all functions, plain points of the statement.
    public let place: [Point]
    /// The functions in the equations that have arguments.
    public let functions: [FunctionSymbol]
    /// Each with the values of its free indices; what occurs twice, as in symmetric matrices, once.
    private let equations: [(excess: Expression, indices: [Index: Int])]

    /// - Throws: `Rejection.notEvaluated` where the equations are of another kind.
    public init(_ relations: [Relation], _ statement: Statement, _ assignment: Assignment) throws {
        let reject = Rejection.notEvaluated("a hypothesis about functions")
        var place: [Point]?
        func collect(_ e: Expression) throws {
            switch e.kind {
            case .application(let application) where !application.arguments.isEmpty:
                let own = application.arguments.compactMap(\.plainPoint)
                guard application.derivatives.isEmpty, own.count == application.arguments.count, place == nil || place == own,
                    own.allSatisfy({ if case .sphere = $0.manifold { false } else { statement.points.contains($0) } })
                else { throw reject }
                place = own
                return
            case .number, .parameter, .dimension, .delta, .epsilon, .pi, .sum, .product, .contraction, .application: try e.operands.forEach(collect)
            case .power(let base, let exponent):
                guard case .number(let value) = exponent.kind, value.isInteger, value.sign > 0 else { throw reject }
                try collect(base)
            case .coordinate, .integral, .partial, .parameterDerivative, .uninterpreted, .elementary: throw reject
            }
        }
        for relation in relations {
            guard relation.op == .equal else { throw reject }
            try collect(relation.left)
            try collect(relation.right)
        }
        guard let place, Set(place).count == place.count, place.allSatisfy({ assignment.points[$0] != nil }) else { throw reject }
        self.statement = statement
        self.assignment = assignment
        self.place = place
        functions = relations.reduce(into: Set<FunctionSymbol>()) { $0.formUnion($1.left.functionSymbols.union($1.right.functionSymbols)) }
            .filter { !$0.arguments.isEmpty }.sorted { $0.name < $1.name }
        guard functions.allSatisfy({ !$0.isLogarithm && $0.attributes.isEmpty }) else { throw reject }
        let form = ComponentForm(FormContext(statement, includesValuesAtPlaces: false), for: relations.map { $0.left - $0.right }, dimensions: assignment.dimensions)
        var equations: [(Expression, [Index: Int])] = [], known: [Form] = []
        for relation in relations {
            let excess = relation.left - relation.right
            for indices in try form.assignments(relation.indices) {
                let normal = try form.normalForm(excess, indices)
                if normal.hasNoTerms || known.contains(normal) { continue }
                known.append(normal)
                equations.append((excess, indices))
            }
        }
        self.equations = equations
    }

    /// Whether an equation may be one of these.
    public static func isAlgebraic(_ relation: Relation, _ statement: Statement, _ assignment: Assignment) -> Bool {
        (try? AlgebraicConstraints([relation], statement, assignment)) != nil
    }

    /// - Parameter relation: what is claimed; in it the functions stand at the same place.
    func check(for relation: Relation) throws {
        let order = max(try self.order(relation.left), try self.order(relation.right))
        guard order <= Self.highestOrder else { throw Rejection.notEvaluated("derivatives of this order under hypotheses") }
        let all = (0...order).flatMap { multiIndices($0) }
        guard all.count * equations.count <= Self.derivativesEvaluated else { throw Rejection.notEvaluated("so many derivatives under hypotheses") }
        for exponents in all {
            guard try derivatives(exponents, at: assignment).allSatisfy(\.isZero) else { throw Rejection.notAdmissible("a hypothesis fails") }
        }
        guard try Self.rank(jacobian(at: assignment)) == equations.count else { throw Rejection.notEvaluated("a hypothesis where its derivative is degenerate") }
    }

    // MARK: Derivatives

    /// The most derivatives that are taken of the functions.
    private func order(_ e: Expression) throws -> Int {
        let inner = try e.operands.map(order).max() ?? 0
        switch e.kind {
        case .application(let application) where functions.contains(application.function):
            guard application.arguments.compactMap(\.plainPoint) == place else { throw Rejection.notEvaluated("functions at several places under hypotheses") }
            return max(inner, application.derivatives.count)
        case .partial: return inner + 1
        case .uninterpreted: throw Rejection.notEvaluated("what is left unevaluated")
        default: return inner
        }
    }

    /// The components of all arguments: the point, and the number of its component, `nil` on a line.
    private var variables: [(point: Point, component: Int?)] {
        place.flatMap { point -> [(Point, Int?)] in
            guard let dimension = point.manifold.vectorDimension else { return [(point, nil)] }
            return (1...(assignment.size(dimension) ?? 1)).map { (point, $0) }
        }
    }

    /// One exponent for each component of the arguments, of this sum.
    public func multiIndices(_ order: Int) -> [[Int]] {
        func lists(_ order: Int, _ count: Int) -> [[Int]] {
            count == 1 ? [[order]] : (0...order).flatMap { first in lists(order - first, count - 1).map { [first] + $0 } }
        }
        return lists(order, variables.count)
    }

    /// `∂^α F(u)` at the place, for each equation.
    ///
    /// - Parameter assignment: with these functions and points.
    public func derivatives(_ exponents: [Int], at assignment: Assignment) throws -> [Rational] {
        let outputs = equations.map { equation -> Program.Output in
            var e = equation.excess
            for (variable, exponent) in zip(variables, exponents) {
                let index = variable.component.flatMap { component in variable.point.manifold.vectorDimension.map { Index.fixed(component, $0) } }
                for _ in 0..<exponent { e = .partial(variable.point, index, e) }
            }
            return Program.Output(e, equation.indices)
        }
        do {
            let program = try Program(outputs, dimensions: assignment.dimensions)
            var execution = try Execution(program, in: RationalField(), at: assignment)
            return try outputs.indices.map { try execution.value($0) }
        } catch let error as EvaluationError {
            throw Rejection.notEvaluated("\(error)")
        }
    }

    /// Of the place, all arguments in order.
    public func coordinates(in assignment: Assignment) -> [Rational] { place.flatMap { assignment.points[$0] ?? [] } }

    // MARK: Values

    /// A component of a function's value, in order where the value is symmetric.
    public struct Component: Hashable, Sendable {
        public let function: FunctionSymbol
        public let value: [Int]
    }

    public var components: [Component] {
        functions.flatMap { function -> [Component] in
            var all: [[Int]] = [[]]
            for dimension in function.valueDimensions {
                all = all.flatMap { value in (1...(assignment.size(dimension) ?? 1)).map { value + [$0] } }
            }
            switch function.valueSymmetry {
            case .none: break
            case .symmetric: all = all.filter { $0 == $0.sorted() }
            case .antisymmetric: all = all.filter { $0[0] < $0[1] }
            }
            return all.map { Component(function: function, value: $0) }
        }
    }

    /// `∂F/∂u` at the place: a row for each equation, a column for each component.
    public func jacobian(at assignment: Assignment) throws -> [[Rational]] {
        let coordinates = coordinates(in: assignment)
        var columns: [[Rational]] = []
        let constant = Array(repeating: 0, count: coordinates.count)
        var linear = constant
        linear[0] = 1
        for component in components {
            // u(p) + e (x_1 - p_1), differentiated by x_1.
            var own = assignment
            for function in functions {
                guard let polynomial = assignment.functions[function] else { throw Rejection.notAdmissible(function.name) }
                var values = polynomial.components.mapValues { terms in
                    [PolynomialFunction.Term(exponents: constant, coefficient: terms.reduce(Rational(0)) { $0 + $1.value(at: coordinates) })]
                }
                if function == component.function {
                    values[component.value, default: []] += [
                        .init(exponents: constant, coefficient: -coordinates[0]), .init(exponents: linear, coefficient: 1),
                    ]
                }
                own.functions[function] = PolynomialFunction(components: values)
            }
            columns.append(try derivatives(linear, at: own))
        }
        return equations.indices.map { row in columns.map { $0[row] } }
    }

    private static func rank(_ rows: [[Rational]]) -> Int {
        var rows = rows, rank = 0
        for column in 0..<(rows.first?.count ?? 0) {
            guard let pivot = rows.indices.dropFirst(rank).first(where: { !rows[$0][column].isZero }) else { continue }
            rows.swapAt(rank, pivot)
            for row in (rank + 1)..<rows.count {
                let factor = rows[row][column] / rows[rank][column]
                rows[row] = zip(rows[row], rows[rank]).map { $0 - factor * $1 }
            }
            rank += 1
            if rank == rows.count { break }
        }
        return rank
    }
}

extension PolynomialFunction.Term {
    fileprivate func value(at coordinates: [Rational]) -> Rational {
        zip(exponents, coordinates).reduce(coefficient) { result, factor in
            (0..<factor.0).reduce(result) { value, _ in value * factor.1 }
        }
    }
}
