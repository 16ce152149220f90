import Arithmetic
import Enclosures
import Expressions

extension Expression {
    /// Whether a function symbol with arguments occurs.
    public var mentionsFunctionOfPoints: Bool {
        if case .application(let application) = kind, !application.arguments.isEmpty { return true }
        return operands.contains(where: \.mentionsFunctionOfPoints)
    }
}

extension Expression {
    /// The function symbols that occur.
    public var functionSymbols: Set<FunctionSymbol> {
        let inner = operands.reduce(into: Set<FunctionSymbol>()) { $0.formUnion($1.functionSymbols) }
        if case .application(let application) = kind { return inner.union([application.function]) }
        return inner
    }
}

/// Counterexamples: the hypotheses hold at the assignment and one relation of the goal fails there.
struct WitnessCheck {
    private let statement: Statement
    private let witness: Witness

    init(_ statement: Statement, _ witness: Witness) {
        self.statement = statement
        self.witness = witness
    }

    func run() throws {
        try checkAdmissible()
        guard let relations = statement.goal.relations, relations.indices.contains(witness.relation) else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        let relation = relations[witness.relation]
        let variables = relation.indices
        guard variables.count == witness.indices.count else { throw Rejection.notAdmissible("indices") }
        var values: [Index: Int] = [:]
        for (index, value) in zip(variables, witness.indices) {
            guard let size = witness.assignment.size(index.dimension), (1...size).contains(value) else {
                throw Rejection.notAdmissible("indices")
            }
            values[index] = value
        }
        guard try holds(relation, values) == false else { throw Rejection.sidesAgree }
        try TorusPlaces(statement: statement, assignment: witness.assignment).requireDistinct([relation])
        // Every side must be defined, and every hypothesis hold, at the same assignment.
        var equations: [Relation] = []
        for hypothesis in statement.hypotheses {
            guard let parts = hypothesis.relations else { throw Rejection.notEvaluated("a hypothesis") }
            for part in parts {
                // An equation for a function must hold everywhere, not only at the point of the witness.
                if part.left.mentionsFunctionOfPoints || part.right.mentionsFunctionOfPoints {
                    if part.left.hasIntegral || part.right.hasIntegral { try checkMoments(part) } else { equations.append(part) }
                    continue
                }
                for values in try assignments(part.indices) {
                    guard try holdsCertainly(part, values) else { throw Rejection.notAdmissible("a hypothesis fails") }
                }
            }
        }
        try checkHoldEverywhere(equations, for: relation)
    }

    /// The polynomials satisfy equations for functions everywhere, or those between values of functions near the point of the witness.
    private func checkHoldEverywhere(_ equations: [Relation], for relation: Relation) throws {
        var local: [Relation] = []
        let equations = equations.filter { !statement.isIdentity($0) }
        for equation in equations {
            // What is changed far away, to decay, may satisfy the equation no longer.
            guard equation.functionSymbols.allSatisfy({ $0.attributes.isDisjoint(with: [.decaying, .unitMass]) })
            else { throw Rejection.notEvaluated("a hypothesis about a function that decays") }
            let everywhere = PolynomialHypothesis(relation: equation, assignment: witness.assignment)
            if AlgebraicConstraints.isAlgebraic(equation, statement, witness.assignment) {
                if (try? everywhere.holdsEverywhere()) != true { local.append(equation) }
            } else if try !everywhere.holdsEverywhere() {
                throw Rejection.notAdmissible("a hypothesis fails")
            }
        }
        if local.isEmpty { return }
        // Their functions are those polynomials near the point only: what else is said of them must be of the same kind, or say nothing.
        var functions = local.reduce(into: Set<FunctionSymbol>()) { $0.formUnion($1.functionSymbols) }.filter { !$0.arguments.isEmpty }
        var rest = equations.filter { !local.contains($0) }
        while let next = rest.firstIndex(where: { !$0.functionSymbols.isDisjoint(with: functions) }) {
            local.append(rest.remove(at: next))
            functions.formUnion(local[local.count - 1].functionSymbols.filter { !$0.arguments.isEmpty })
        }
        try AlgebraicConstraints(local, statement, witness.assignment).check(for: relation)
    }

    /// A statement about moments `∫ K(p) f(p) dp` that Gaussians satisfy holds for densities with any derivatives at finitely many points.
    ///
    /// The Gaussian is changed in small balls about these points, where it gets the derivatives of the witness. That changes the moments, and the
    /// mass, by little, and small multiples of fixed functions elsewhere put them back: of the weights K those that are linearly independent can be
    /// given any values near those that they have, the others follow.
    private func checkMoments(_ hypothesis: Relation) throws {
        guard statement.goal.relations?.contains(where: { $0.left.hasIntegral || $0.right.hasIntegral }) == false, hypothesis.left.isMadeOfMoments, hypothesis.right.isMadeOfMoments else {
            throw Rejection.notEvaluated("a hypothesis about integrals")
        }
        var gaussian = witness
        gaussian.assignment.functions.merge(witness.gaussians) { $1 }
        let densities = hypothesis.left.functionSymbols.union(hypothesis.right.functionSymbols).filter { !$0.arguments.isEmpty }
        guard densities.allSatisfy({ witness.gaussians[$0] != nil && $0.attributes.isSubset(of: [.decaying, .unitMass, .even]) }) else {
            throw Rejection.notEvaluated("a hypothesis about integrals")
        }
        try DensityCheck(statement, gaussian).checkHypothesis(hypothesis)
    }

    // MARK: The declarations

    func checkAdmissible() throws {
        let assignment = witness.assignment
        for name in statement.symbolicDimensions {
            guard let value = assignment.dimensions[name], value >= 1, value <= 64 else { throw Rejection.notAdmissible(name) }
        }
        for parameter in statement.parameters {
            let value = assignment.parameters[parameter.name] ?? assignment.dimensions[parameter.name].map { Rational($0) }
            guard let value, parameter.contains(value) else { throw Rejection.notAdmissible(parameter.name) }
            if let dimension = assignment.dimensions[parameter.name], Rational(dimension) != value {
                throw Rejection.notAdmissible(parameter.name)
            }
        }
        for point in statement.points {
            guard let values = assignment.points[point] else { throw Rejection.notAdmissible(point.name) }
            switch point.manifold {
            case .euclidean(let d), .torus(let d):
                guard values.count == assignment.size(d) else { throw Rejection.notAdmissible(point.name) }
            case .sphere(let d):
                let norm = values.reduce(Rational(0)) { $0 + $1 * $1 }
                guard values.count == assignment.size(d), norm == 1 else { throw Rejection.notAdmissible(point.name) }
            case .line(let lower, let upper):
                guard values.count == 1, lower.map({ $0 < values[0] }) ?? true, upper.map({ values[0] < $0 }) ?? true else {
                    throw Rejection.notAdmissible(point.name)
                }
            }
        }
        for function in statement.functions {
            guard let polynomial = assignment.functions[function] else { throw Rejection.notAdmissible(function.name) }
            try checkAdmissible(function, polynomial)
        }
    }

    /// A polynomial stands for a function near finitely many points. Attributes that concern infinity only
    /// (decay, unit mass) can be restored by changing the function far away; the others must hold.
    private func checkAdmissible(_ function: FunctionSymbol, _ polynomial: PolynomialFunction) throws {
        let reject = Rejection.notAdmissible(function.name)
        var argumentSizes: [Int] = []
        for slot in function.arguments {
            switch slot {
            case .scalar: argumentSizes.append(1)
            case .vector(let d):
                guard let size = witness.assignment.size(d) else { throw reject }
                argumentSizes.append(size)
            }
        }
        let total = argumentSizes.reduce(0, +)
        for (value, terms) in polynomial.components {
            guard value.count == function.valueDimensions.count else { throw reject }
            for (component, dimension) in zip(value, function.valueDimensions) {
                guard let size = witness.assignment.size(dimension), (1...size).contains(component) else { throw reject }
            }
            switch function.valueSymmetry {
            case .none: break
            case .symmetric: guard value == value.sorted() else { throw reject }
            case .antisymmetric: guard value.count == 2, value[0] < value[1] else { throw reject }
            }
            for term in terms {
                guard term.exponents.count == total, term.exponents.allSatisfy({ $0 >= 0 && $0 <= 64 }) else { throw reject }
                if function.attributes.contains(.even), term.exponents.reduce(0, +) % 2 == 1 { throw reject }
            }
            if function.attributes.contains(.symmetric) {
                guard argumentSizes.count == 2, argumentSizes[0] == argumentSizes[1] else { throw reject }
                let n = argumentSizes[0]
                var coefficients: [[Int]: Rational] = [:]
                for term in terms { coefficients[term.exponents, default: 0] = (coefficients[term.exponents] ?? 0) + term.coefficient }
                for (exponents, coefficient) in coefficients {
                    let swapped = Array(exponents[n...]) + Array(exponents[..<n])
                    guard coefficients[swapped] ?? 0 == coefficient else { throw reject }
                }
            }
        }
        for attribute in function.attributes {
            switch attribute {
            case .even, .symmetric, .decaying, .compact, .unitMass: break
            case .logconcave, .nonnegative: throw reject
            }
        }
    }

    // MARK: Evaluation

    private func assignments(_ indices: [Index]) throws -> [[Index: Int]] {
        var result: [[Index: Int]] = [[:]]
        for index in indices {
            guard let size = witness.assignment.size(index.dimension) else { throw Rejection.notAdmissible("indices") }
            result = result.flatMap { partial in (1...size).map { partial.merging([index: $0]) { $1 } } }
        }
        return result
    }

    private func sides<F: EvaluationField>(
        _ relation: Relation, _ values: [Index: Int], in field: F
    ) throws -> (F.Element, F.Element) {
        let program = try Program(
            [Program.Output(relation.left, values), Program.Output(relation.right, values)],
            dimensions: witness.assignment.dimensions)
        var execution = try Execution(program, in: field, at: witness.assignment)
        return (try execution.value(0), try execution.value(1))
    }

    private func holdsExactly(_ relation: Relation, _ values: [Index: Int]) throws -> Bool {
        do {
            let (left, right) = try sides(relation, values, in: RationalField())
            switch relation.op {
            case .equal: return left == right
            case .lessOrEqual: return left <= right
            case .less: return left < right
            }
        } catch let error as EvaluationError {
            throw Rejection.notEvaluated("\(error)")
        }
    }

    /// Where the sides of an inequality are not rational, their balls must tell it.
    private func holdsCertainly(_ relation: Relation, _ values: [Index: Int]) throws -> Bool {
        do {
            return try holdsExactly(relation, values)
        } catch let rejection as Rejection {
            guard relation.op != .equal, case .notEvaluated = rejection,
                let (left, right) = try? sides(relation, values, in: BallField(precision: Self.precision)), left.isFinite, right.isFinite
            else { throw rejection }
            return left.isLess(than: right) == .yes
        }
    }

    private static let precision = 256

    /// `false` only when the relation certainly fails.
    private func holds(_ relation: Relation, _ values: [Index: Int]) throws -> Bool {
        switch witness.arithmetic {
        case .exact: return try holdsExactly(relation, values)
        case .balls(let precision):
            guard (32...10_000).contains(precision) else { throw Rejection.notAdmissible("precision") }
            do {
                let (left, right) = try sides(relation, values, in: BallField(precision: precision))
                guard left.isFinite, right.isFinite else { throw Rejection.notEvaluated("infinite balls") }
                switch relation.op {
                case .equal: return left.overlaps(right)
                case .lessOrEqual: return right.isLess(than: left) != .yes
                case .less: return right.isLess(than: left) != .yes
                }
            } catch let error as EvaluationError {
                throw Rejection.notEvaluated("\(error)")
            }
        }
    }
}

extension Expression {
    /// Whether functions of points stand in integrals `∫ K(p) f(p) dp` over a whole space only, with one density f each and weights that mention
    /// no other point.
    fileprivate var isMadeOfMoments: Bool {
        guard case .integral(let points, let body) = kind else {
            if case .application(let application) = kind, !application.arguments.isEmpty { return false }
            if case .coordinate = kind { return false }
            return operands.allSatisfy(\.isMadeOfMoments)
        }
        let densities = body.factors.filter(\.mentionsFunctionOfPoints)
        guard points.count == 1, points[0].manifold.isWhole, densities.count == 1, !body.hasIntegral,
            case .elementary(.exp, let argument) = densities[0].kind, case .application(let application) = argument.kind,
            application.function.isLogarithm, application.derivatives.isEmpty, application.arguments.map(\.plainPoint) == points
        else { return false }
        return body.mentionsOnly(points[0])
    }

    private func mentionsOnly(_ point: Point) -> Bool {
        if case .coordinate(let own, _) = kind { return own == point }
        return operands.allSatisfy { $0.mentionsOnly(point) }
    }
}
