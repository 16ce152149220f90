import Arithmetic
import Expressions

/// Functions that satisfy the hypotheses about functions, so that a statement about nothing is not proved: constants, small
/// polynomials, exponentials, Gaussians and solutions of linear equations for a time. That they satisfy them at all points, and for all
/// parameters or for some, is shown by normal forms and by signs.
public struct ModelFunctions {
    private static let assignmentsOfParameters = 7
    /// Hypotheses that are looked at for one choice of the parameters.
    private static let budget = 400

    private let statement: Statement
    private let context: FormContext
    /// Whether the identity stands for every constant matrix.
    private let hasIdentities: Bool

    public init(_ statement: Statement) { self.init(statement, hasIdentities: false) }

    private init(_ statement: Statement, hasIdentities: Bool) {
        self.statement = statement
        self.hasIdentities = hasIdentities
        context = FormContext(statement)
    }

    /// Whether some functions, and some values of the parameters, satisfy all hypotheses about functions at points. Hypotheses about
    /// integrals alone are not looked at; beside others they are.
    ///
    /// - Parameter includingConditional: also what holds under conditions.
    public func satisfyHypotheses(includingConditional: Bool = true) -> Bool {
        let constraints = self.constraints(includingConditional)
        if constraints.isEmpty { return true }
        if includingConditional, let cutOff = CutOffFunctions(statement) {
            let rest = ModelFunctions(cutOff.statement)
            if cutOff.requirements.allSatisfy(rest.holds), rest.satisfyHypotheses() { return true }
        }
        if satisfy(constraints, [:]) { return true }
        let names = Set(constraints.flatMap { $0.left.parameterSymbols + $0.right.parameterSymbols })
        let free = statement.parameters.filter { parameter in names.contains(parameter.name) && !statement.symbolicDimensions.contains(parameter.name) }
        for number in 0..<(free.isEmpty ? 0 : Self.assignmentsOfParameters) {
            guard let values = Self.values(free, number), parametersSatisfyHypotheses(values) else { continue }
            if satisfy(constraints.map { $0.mapSides { $0.substitutingParameters(values) } }, values) { return true }
        }
        guard !hasIdentities, constraints.contains(where: { $0.functionSymbols.contains(where: \.isSymmetricMatrix) }) else { return false }
        return ModelFunctions(statement, hasIdentities: true).satisfyHypotheses(includingConditional: includingConditional)
    }

    /// Whether for all values of the parameters some functions satisfy all hypotheses, as far as it is seen. Then these say nothing of the parameters.
    public var satisfyHypothesesForAllParameters: Bool {
        guard statement.hypotheses.allSatisfy(\.isCitable) else { return false }
        let citations = SumOfSquares.citations(statement)
        if citations.contains(where: { !$0.conditions.isEmpty }) {
            guard let cutOff = CutOffFunctions(statement) else { return false }
            let rest = ModelFunctions(cutOff.statement)
            return cutOff.requirements.allSatisfy(rest.holds) && rest.satisfyHypothesesForAllParameters
        }
        let constraints = self.constraints(true)
        return constraints.count == citations.count && satisfy(constraints, [:])
    }

    // MARK: Hypotheses

    /// Relations that the functions must satisfy: those at points, and what is said of integrals of the same functions.
    private func constraints(_ includingConditional: Bool) -> [Relation] {
        let all = SumOfSquares.citations(statement).filter { citation in
            (includingConditional || citation.conditions.isEmpty) && (citation.relation.left.mentionsFunctionOfPoints || citation.relation.right.mentionsFunctionOfPoints)
        }.map(\.relation)
        let pointwise = all.filter { !$0.left.hasIntegral && !$0.right.hasIntegral }
        let functions = pointwise.reduce(into: Set<FunctionSymbol>()) { $0.formUnion($1.functionSymbols) }
        let integrals = all.filter { ($0.left.hasIntegral || $0.right.hasIntegral) && !$0.functionSymbols.isDisjoint(with: functions) }
        guard hasIdentities else { return pointwise + integrals }
        // What is said of the constants that are now given.
        return pointwise + integrals + SumOfSquares.citations(statement).map(\.relation).filter {
            !$0.left.mentionsFunctionOfPoints && !$0.right.mentionsFunctionOfPoints && $0.functionSymbols.contains(where: \.isSymmetricMatrix)
        }
    }

    /// Numbers for parameters, in their ranges.
    private static func values(_ parameters: [Parameter], _ number: Int) -> [String: Expression]? {
        let patterns: [[Rational]] = [[1, 2, 3, 4], [4, 3, 2, 1], [1], [0, 1, 2, 3], [3, 2, 1, 0], [Rational(1, 2)], [-1, 1, -2, 2]]
        let pattern = patterns[number % patterns.count]
        var result: [String: Expression] = [:]
        for (place, parameter) in parameters.enumerated() {
            let wanted = pattern[place % pattern.count]
            let middle = parameter.lower.flatMap { lower in parameter.upper.map { (lower.value + $0.value) / 2 } }
            let near = [wanted, parameter.lower.map { $0.value + wanted }, parameter.upper.map { $0.value - wanted }, middle, 1, 0].compactMap { $0 }
            guard let value = near.first(where: parameter.contains) else { return nil }
            result[parameter.name] = .number(value)
        }
        return result
    }

    /// What is said of these parameters alone must hold for these values. Beside points and constants it is not known.
    private func parametersSatisfyHypotheses(_ values: [String: Expression]) -> Bool {
        for proposition in statement.hypotheses {
            guard let relations = proposition.relations else { continue }
            for relation in relations where !relation.left.mentionsFunctionOfPoints && !relation.right.mentionsFunctionOfPoints {
                guard !(relation.left.parameterSymbols + relation.right.parameterSymbols).filter({ values[$0] != nil }).isEmpty else { continue }
                guard relation.left.mentionsOnlyParameters, relation.right.mentionsOnlyParameters,
                    holds(relation.mapSides { $0.substitutingParameters(values) }) else { return false }
            }
        }
        return true
    }

    // MARK: The search

    private func satisfy(_ constraints: [Relation], _ values: [String: Expression]) -> Bool {
        let functions = inOrder(constraints)
        func candidates(_ function: FunctionSymbol, _ constraints: [Relation]) -> [ModelFunction] {
            ModelFunction.all(
                function, domain(of: function), constants: constants(constraints), solutions: TimeSolutions(function, constraints, context),
                values: BoundaryValues(function, constraints), positive: context.positiveParameters) + explicit(function)
        }
        let lists = functions.map { candidates($0, constraints) }
        // What is said of no function of points.
        guard constraints.filter({ !$0.left.mentionsFunctionOfPoints && !$0.right.mentionsFunctionOfPoints }).allSatisfy({ satisfies($0, [:]) }) else { return false }
        // What is said of the first functions alone is looked at first.
        let stages = functions.indices.map { place in
            constraints.filter { constraint in
                let own = functions.indices.filter { constraint.functionSymbols.contains(functions[$0]) }
                return own.max() == place
            }
        }
        var left = Self.budget
        var chosen: [FunctionSymbol: ModelFunction] = [:]
        func search(_ place: Int) -> Bool {
            guard place < functions.count else { return true }
            var list = lists[place]
            // With others known there are equations for this one alone.
            if place > 0, functions[place].arguments.contains(.scalar) {
                var supply = IndexSupply(startingAt: 1 << 24)
                let own = stages[place].compactMap { constraint -> Relation? in
                    guard let left = try? substituted(constraint.left, chosen, keeping: functions[place], &supply),
                        let right = try? substituted(constraint.right, chosen, keeping: functions[place], &supply) else { return nil }
                    return Relation(left, constraint.op, right, indices: constraint.indices)
                }
                list += candidates(functions[place], own).filter { !list.contains($0) }
            }
            for model in list {
                chosen[functions[place]] = model
                let fits = stages[place].allSatisfy { constraint in
                    left -= 1
                    return left > 0 && satisfies(constraint, chosen)
                }
                if fits, search(place + 1) { return true }
                if left <= 0 { break }
            }
            chosen[functions[place]] = nil
            return false
        }
        return search(0)
    }

    /// Those that constraints give alone or with earlier ones first.
    private func inOrder(_ constraints: [Relation]) -> [FunctionSymbol] {
        var rest = constraints.reduce(into: [FunctionSymbol]()) { functions, constraint in
            functions += statement.functions.filter { !$0.arguments.isEmpty && constraint.functionSymbols.contains($0) && !functions.contains($0) }
        }
        let own = constraints.map { constraint in rest.filter(constraint.functionSymbols.contains) }
        var result: [FunctionSymbol] = []
        while !rest.isEmpty {
            let next = rest.firstIndex { function in own.contains { $0.contains(function) && $0.allSatisfy { $0 == function || result.contains($0) } } } ?? 0
            result.append(rest.remove(at: next))
        }
        return result
    }

    /// What the statement says that a function of a time is.
    private func explicit(_ function: FunctionSymbol) -> [ModelFunction] {
        guard function.arguments == [.scalar], function.valueDimensions.isEmpty, !function.isLogarithm else { return [] }
        return (statement.goal.relations ?? []).compactMap { relation in
            guard relation.op == .equal, !relation.right.mentionsFunctionOfPoints, case .application(let application) = relation.left.kind,
                application.function == function, application.derivatives.isEmpty, case .coordinate(let time, nil)? = application.arguments.first?.body.kind
            else { return nil }
            let point = Point(name: "argument of \(function.name)", manifold: .line(lower: nil, upper: nil))
            return ModelFunction(
                points: [point], indices: [], value: relation.right.replacing(.coordinate(time, nil), by: .coordinate(point, nil)), logarithm: nil)
        }
    }

    private func domain(of function: FunctionSymbol) -> ModelFunction.Domain {
        var isOnSphere = false, isOnTorus = false
        func visit(_ e: Expression) {
            if case .application(let application) = e.kind, application.function == function {
                for body in application.arguments.map(\.body) {
                    if case .coordinate(let point, _) = body.kind, case .sphere = point.manifold { isOnSphere = true }
                    if body.mentionsTorus { isOnTorus = true }
                }
            }
            e.operands.forEach(visit)
        }
        for relation in SumOfSquares.citations(statement).map(\.relation) + (statement.goal.relations ?? []) { [relation.left, relation.right].forEach(visit) }
        if isOnTorus { return .torus }
        if isOnSphere { return .sphere }
        let isWhole = statement.points.allSatisfy { if case .line(let lower, let upper) = $0.manifold { lower == nil && upper == nil } else { true } }
        return isWhole ? .flat : .interval
    }

    /// Sides in parameters alone, which may bound a function, and multiples of the identity, which may bound its Hessian.
    private func constants(_ constraints: [Relation]) -> [Expression] {
        var result: [Expression] = []
        func add(_ e: Expression) { if e.mentionsOnlyParameters, e != .zero, e != .one, !result.contains(e) { result.append(e) } }
        func visit(_ e: Expression) {
            if e.factors.contains(where: \.isDelta) { add(.product(e.factors.filter(\.mentionsOnlyParameters))) }
            e.operands.forEach(visit)
        }
        let sides = constraints.flatMap { [$0.left, $0.right] }
        sides.forEach(add)
        sides.forEach(visit)
        return Array(result.prefix(4))
    }

    private func satisfies(_ constraint: Relation, _ models: [FunctionSymbol: ModelFunction]) -> Bool {
        var supply = IndexSupply(startingAt: 1 << 23)
        guard let left = try? substituted(constraint.left, models, &supply), let right = try? substituted(constraint.right, models, &supply) else { return false }
        let concrete = Relation(left, constraint.op, right, indices: constraint.indices)
        guard left.hasIntegral || right.hasIntegral else { return holds(concrete) }
        guard let values = try? IntegralEvaluation(statement, context).apply(to: concrete), values.positive.isEmpty else { return false }
        return holds(values.relation)
    }

    private struct Undefined: Error {}

    /// The expression with the models put in, and derivatives carried out.
    private func substituted(
        _ e: Expression, _ models: [FunctionSymbol: ModelFunction], keeping kept: FunctionSymbol? = nil, _ supply: inout IndexSupply
    ) throws -> Expression {
        func inner(_ e: Expression, _ supply: inout IndexSupply) throws -> Expression {
            var names = supply
            defer { supply = names }
            return try e.mapOperands { try substituted($0, models, keeping: kept, &names) }
        }
        switch e.kind {
        case .elementary(.exp, let argument):
            if case .application(let application) = argument.kind, application.function.isLogarithm, application.derivatives.isEmpty,
                let model = models[application.function], case .application(let own) = try inner(argument, &supply).kind {
                return model.exponential(of: own, &supply)
            }
        case .application(let application):
            guard !application.arguments.isEmpty else {
                return hasIdentities && application.function.isSymmetricMatrix ? .delta(application.valueIndices[0], application.valueIndices[1]) : e
            }
            if application.function == kept { return e }
            guard let model = models[application.function], case .application(let own) = try inner(e, &supply).kind else { throw Undefined() }
            return model.body(of: own, &supply)
        case .uninterpreted, .parameterDerivative:
            if e.mentionsFunctionOfPoints { throw Undefined() }
        case .partial(let point, let index, let body):
            return try substituted(body, models, keeping: kept, &supply).differentiated(by: point, index, &supply)
        // Roots and absolute values of what vanishes have no normal form of their own.
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, value.sign > 0, !value.isInteger else { break }
            let own = try substituted(base, models, keeping: kept, &supply)
            return isZero(own) ? .zero : .power(own, exponent)
        case .elementary(.abs, let argument):
            let own = try substituted(argument, models, keeping: kept, &supply)
            if isZero(own) { return .zero }
            return own.isManifestlyNonnegative(positiveParameters: context.positiveParameters) ? own : .elementary(.abs, own)
        default: break
        }
        return try inner(e, &supply)
    }

    private func isZero(_ e: Expression) -> Bool { (try? ContractionForm.areEqual(e, .zero, context)) == true }

    // MARK: Signs

    /// Whether the relation holds at all points, and for all parameters that are allowed.
    private func holds(_ relation: Relation) -> Bool {
        if relation.op == .equal { return (try? isIdentity(relation.left, relation.right, relation.indices)) == true }
        if !relation.indices.isEmpty {
            guard let components = relation.components else { return false }
            return components.allSatisfy(holds)
        }
        if relation.op == .lessOrEqual, (try? ContractionForm.areEqual(relation.left, relation.right, context)) == true { return true }
        let form = ContractionForm(context, for: [relation.excess])
        var supply = IndexSupply(startingAt: 1 << 22)
        let normal = (try? form.normalForm(relation.excess)).flatMap { try? form.expression($0, &supply) }
        guard normal != nil || !relation.excess.hasUndefinedPart else { return false }
        return [normal, relation.excess].compactMap { $0 }.contains { isOfSign($0, isStrict: relation.op == .less) }
    }

    private func isOfSign(_ e: Expression, isStrict: Bool) -> Bool {
        let positive = context.positiveParameters
        if isStrict ? e.isManifestlyPositive(positiveParameters: positive) : e.isManifestlyNonnegative(positiveParameters: positive) { return true }
        let parameters = Dictionary(statement.parameters.map { ($0.name, $0) }) { first, _ in first }
        if let lower = ValueRange(e, parameters, positive: positive).lower, isStrict ? lower.sign > 0 : lower.sign >= 0 { return true }
        // Times and squares of lengths as parameters.
        var scalar = Statement(parameters: statement.parameters, goal: .relation(Relation(.zero, .equal, .zero)))
        scalar.hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }
            .filter { $0.left.mentionsOnlyParameters && $0.right.mentionsOnlyParameters }.map { .relation($0) }
        for name in statement.symbolicDimensions where parameters[name] == nil { scalar.parameters.append(Parameter(name: name, isInteger: true, lower: .init(value: 1, isStrict: false))) }
        var known: [Expression: String] = [:]
        func parametric(_ e: Expression) -> Expression {
            let range: (lower: Parameter.Bound?, upper: Parameter.Bound?)
            if case .coordinate(let point, nil) = e.kind, case .line(let lower, let upper) = point.manifold {
                range = (lower.map { .init(value: $0, isStrict: true) }, upper.map { .init(value: $0, isStrict: true) })
            } else if e.squaredNorm != nil {
                range = (.init(value: 0, isStrict: false), nil)
            } else {
                return e.mapOperands(parametric)
            }
            if let name = known[e] { return .parameter(name) }
            let name = "scalar \(known.count)"
            known[e] = name
            scalar.parameters.append(Parameter(name: name, isInteger: false, lower: range.lower, upper: range.upper))
            return .parameter(name)
        }
        let value = parametric(e)
        guard value.mentionsOnlyParameters else { return false }
        let signs = SignCheck(scalar)
        guard (try? signs.requireDefined(value, on: signs.box, underHypotheses: true)) != nil else { return false }
        return isStrict ? signs.isPositive(value) : signs.isNonnegative(value)
    }

    private func isIdentity(_ left: Expression, _ right: Expression, _ indices: [Index]) throws -> Bool {
        if let isEqual = try? ContractionForm.areEqual(left, right, context) { return isEqual }
        guard let dimensions = try statement.finiteDimensions().first else { return false }
        let form = ComponentForm(context, for: [left, right], dimensions: dimensions)
        return try form.assignments(indices).allSatisfy { try form.isZero(form.difference(left, right, $0)) }
    }
}

extension Expression {
    fileprivate var isDelta: Bool { if case .delta = kind { true } else { false } }

    fileprivate var mentionsTorus: Bool {
        if case .coordinate(let point, _) = kind, case .torus = point.manifold { return true }
        return operands.contains(where: \.mentionsTorus)
    }

    /// Whether some part divides by zero.
    fileprivate var hasUndefinedPart: Bool {
        if case .power(let base, let exponent) = kind, case .number(let value) = exponent.kind, value.sign <= 0, base == .zero { return true }
        return operands.contains(where: \.hasUndefinedPart)
    }
}

extension FunctionSymbol {
    fileprivate var isSymmetricMatrix: Bool {
        arguments.isEmpty && valueSymmetry == .symmetric && valueDimensions.count == 2 && valueDimensions[0] == valueDimensions[1]
    }
}

extension Relation {
    fileprivate func mapSides(_ change: (Expression) -> Expression) -> Relation { Relation(change(left), op, change(right), indices: indices) }
}

extension Proposition {
    /// Whether all of its relations can be cited.
    fileprivate var isCitable: Bool {
        switch self {
        case .relation: return true
        case .conjunction(let parts): return parts.allSatisfy(\.isCitable)
        case .implication(let hypothesis, let conclusion): return hypothesis.relations != nil && conclusion.isCitable
        case .equivalence, .existence: return false
        }
    }
}
