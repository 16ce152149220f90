import Arithmetic
import Expressions

/// Identities by normal forms.
struct IdentityCheck {
    private let statement: Statement
    private let context: FormContext
    let memo = IntegrandForms.Memo()

    init(_ statement: Statement, termBudget: Int) {
        self.statement = statement
        var context = FormContext(statement)
        context.termBudget = min(termBudget, Kernel.termBudget)
        self.context = context
    }

    func proves(_ goal: Proposition, _ evidence: Evidence) throws {
        switch (goal, evidence) {
        case (.conjunction(let parts), .conjunction(let pieces)):
            guard parts.count == pieces.count else { throw Rejection.evidenceDoesNotFitGoal }
            for (part, piece) in zip(parts, pieces) { try proves(part, piece) }
        case (.relation(let relation), .identity(let form)):
            guard relation.op != .less else { throw Rejection.evidenceDoesNotFitGoal }
            switch form {
            case .contraction:
                guard try ContractionForm.areEqual(relation.left, relation.right, context) else {
                    throw Rejection.sidesDiffer(relation: 0)
                }
            case .components:
                for dimensions in try statement.finiteDimensions() {
                    try equalComponents(relation, dimensions)
                }
            }
        case (.relation(let relation), .divergence(let divergence)):
            try IntegrationCheck(statement, context, relation, memo).proves(divergence)
        case (.relation(let relation), .manifestSign):
            guard relation.op == .lessOrEqual, relation.excess.isManifestlyNonnegative(positiveParameters: context.positiveParameters)
            else { throw Rejection.evidenceDoesNotFitGoal }
        case (.relation(let relation), .comparison(let comparison)):
            try ComparisonCheck(statement: statement, context: context, relation: relation).proves(comparison)
        case (.relation(let relation), .evaluation(let inner)):
            var conditions = ConditionList(statement)
            let values = try EvaluationCheck(statement, context).evaluate(relation, &conditions)
            try IdentityCheck(values, termBudget: Kernel.termBudget).proves(values.goal, inner.ofValues())
        case (.relation(let relation), .squares(let squares)):
            let equality = try SumOfSquaresCheck(statement: statement, context: context, relation: relation).equality(squares)
            try proves(.relation(equality), squares.equation)
        case (.relation(let relation), .modulo(let multiples)):
            guard multiples.rest.verdict == .proved else { throw Rejection.evidenceDoesNotFitGoal }
            let remainder = try HypothesisCheck(statement: statement, relation: relation).remainder(multiples)
            try proves(.relation(remainder), multiples.rest)
        case (.relation(let relation), .sign(let proof)): try SignCheck(statement).proves(relation, proof)
        default: throw Rejection.evidenceDoesNotFitGoal
        }
    }

    /// Adds the conditions that the evidence needs beyond those of the statement.
    func requireConditions(_ goal: Proposition, _ evidence: Evidence, _ conditions: inout ConditionList) throws {
        switch (goal, evidence) {
        case (.conjunction(let parts), .conjunction(let pieces)):
            for (part, piece) in zip(parts, pieces) { try requireConditions(part, piece, &conditions) }
        case (.relation(let relation), .divergence(let divergence)):
            try IntegrationCheck(statement, context, relation, memo).requireConditions(divergence, &conditions)
        case (.relation, .comparison(let comparison)):
            conditions.add(SideConditions.onParameters(of: [comparison.rate] + comparison.multiples.map(\.factor), statement))
        // A witness brings parameters at which the integrals exist.
        case (.relation(let relation), .evaluation(let inner)) where inner.verdict == .proved:
            _ = try EvaluationCheck(statement, context).evaluate(relation, &conditions)
        case (.relation(let relation), .squares(let squares)):
            // The terms of the sum must be defined where the statement is.
            var equality = statement
            equality.goal = .relation(try squares.equality(for: relation, statement))
            conditions.add(SideConditions.derive(equality))
            try requireConditions(equality.goal, squares.equation, &conditions)
        case (.relation(let relation), .modulo(let multiples)):
            var remainder = statement
            remainder.goal = .relation(try multiples.remainder(of: relation, statement))
            conditions.add(SideConditions.derive(remainder))
            try requireConditions(remainder.goal, multiples.rest, &conditions)
        default: break
        }
    }

    private func equalComponents(_ relation: Relation, _ dimensions: [String: Int]) throws {
        let form = ComponentForm(context, for: [relation.left, relation.right], dimensions: dimensions)
        for assignment in try form.assignments(relation.indices) {
            guard try form.isZero(form.difference(relation.left, relation.right, assignment)) else {
                throw Rejection.sidesDiffer(relation: 0)
            }
        }
    }
}

extension Evidence {
    /// What may stand behind the values of integrals.
    fileprivate func ofValues() throws -> Evidence {
        switch self {
        case .identity, .manifestSign, .sign: return self
        default: throw Rejection.evidenceDoesNotFitGoal
        }
    }
}

extension Statement {
    /// The names of symbolic dimensions that occur in the declarations.
    public var symbolicDimensions: [String] {
        var names: [String] = []
        func add(_ dimension: Dimension?) {
            if case .symbol(let name)? = dimension, !names.contains(name) { names.append(name) }
        }
        for point in points { add(point.manifold.vectorDimension) }
        for function in functions {
            function.valueDimensions.forEach(add)
            for case .vector(let dimension) in function.arguments { add(dimension) }
        }
        for relation in goal.relations ?? [] { relation.indices.forEach { add($0.dimension) } }
        return names
    }

    /// Whether an equation without integrals holds for all functions, in every dimension that is allowed.
    public func isIdentity(_ relation: Relation) -> Bool {
        guard relation.op == .equal, !relation.left.hasIntegral, !relation.right.hasIntegral else { return false }
        let context = FormContext(self, includesValuesAtPlaces: false)
        if let isEqual = try? ContractionForm.areEqual(relation.left, relation.right, context), isEqual { return true }
        guard let all = try? finiteDimensions(), !all.isEmpty else { return false }
        return all.allSatisfy { dimensions in
            let form = ComponentForm(context, for: [relation.left, relation.right], dimensions: dimensions)
            return (try? form.assignments(relation.indices).allSatisfy { try form.isZero(form.difference(relation.left, relation.right, $0)) }) ?? false
        }
    }

    /// Every allowed value of the symbolic dimensions, when they are finitely many (at most 64).
    public func finiteDimensions() throws -> [[String: Int]] {
        var result: [[String: Int]] = [[:]]
        for name in symbolicDimensions {
            guard let parameter = parameters.first(where: { $0.name == name }), parameter.isInteger,
                let lower = parameter.lower?.value, let upper = parameter.upper?.value,
                let first = lower.floor.asInt, let last = upper.floor.asInt, abs(first) < 1 << 20, abs(last) < 1 << 20,
                last - first < 64
            else { throw Rejection.infinitelyManyDimensions }
            let values = (first...max(first, last)).filter { parameter.contains(Rational($0)) && $0 >= 1 }
            guard !values.isEmpty else { throw Rejection.emptyRange(parameter: name) }
            result = result.flatMap { partial in values.map { partial.merging([name: $0]) { $1 } } }
            guard result.count <= 64 else { throw Rejection.infinitelyManyDimensions }
        }
        return result
    }
}

extension Relation {
    fileprivate var isAtPlace: Bool { left.mentionsFunctionOfPoints || right.mentionsFunctionOfPoints }
}

extension FormContext {
    /// What the declarations and hypotheses of a statement say about its atoms.
    public init(_ statement: Statement) { self.init(statement, includesValuesAtPlaces: true) }

    /// - Parameter includesValuesAtPlaces: whether the functions have the values that hypotheses give them at places; not where one asks what
    ///   these hypotheses say.
    public init(_ statement: Statement, includesValuesAtPlaces: Bool) {
        var positive = Set(statement.parameters.filter(\.isPositive).map(\.name))
        // A dimension is at least 1.
        positive.formUnion(statement.symbolicDimensions)
        var unit: Set<String> = []
        for point in statement.points {
            if case .sphere = point.manifold { unit.insert(point.name) }
        }
        let nonnegative = Set(statement.parameters.filter(\.isNonnegative).map(\.name)).subtracting(positive)
        let plain = FormContext(positiveParameters: positive, nonnegativeParameters: nonnegative, termBudget: Kernel.termBudget)
        for function in statement.functions where function.arguments.isEmpty && function.valueDimensions.count == 1 {
            var supply = IndexSupply()
            let index = supply.fresh(function.valueDimensions[0])
            let component = Expression.application(Expression.Application(
                function: function, valueIndices: [index], arguments: []))
            let square = Expression.contraction(index, component * component)
            for hypothesis in statement.hypotheses.flatMap({ $0.relations ?? [] }) where hypothesis.op == .equal {
                guard case .number(1) = hypothesis.right.kind else { continue }
                let isSquare = try? ContractionForm.areEqual(hypothesis.left, square, plain)
                let isNorm = try? ContractionForm.areEqual(hypothesis.left, .squareRoot(square), plain)
                if isSquare == true || isNorm == true { unit.insert(function.name) }
            }
        }
        // Between constants, among which are values of functions at places, as on the boundary.
        let equations = statement.hypotheses.flatMap { $0.relations ?? [] }.filter { hypothesis in
            hypothesis.op == .equal && [hypothesis.left, hypothesis.right].allSatisfy { side in
                !side.hasIntegral && !statement.points.contains(where: side.mentions) && (includesValuesAtPlaces || !side.mentionsFunctionOfPoints)
            }
        }
        func end(_ bound: Parameter.Bound?) -> ParameterRange.End? { bound.map { ParameterRange.End($0.value, isIncluded: !$0.isStrict) } }
        let ranges = statement.parameters.filter { $0.lower != nil || $0.upper != nil }.map { ($0.name, ParameterRange(lower: end($0.lower), upper: end($0.upper))) }
        self.init(
            positiveParameters: positive, nonnegativeParameters: nonnegative, ranges: Dictionary(ranges) { first, _ in first },
            integerParameters: Set(statement.parameters.filter(\.isInteger).map(\.name)), unitVectors: unit,
            constantEquations: equations.filter { $0.indices.isEmpty || $0.isAtPlace }.map { ConstantEquation(left: $0.left, right: $0.right, indices: $0.indices) },
            matrixEquations: equations.filter { $0.indices.count == 2 && !$0.isAtPlace }.map { ConstantEquation(left: $0.left, right: $0.right, indices: $0.indices) },
            termBudget: Kernel.termBudget)
        positiveForms = statement.hypotheses.flatMap { $0.relations ?? [] }.filter {
            $0.op == .less && $0.indices.isEmpty && $0.left.mentionsOnlyParameters && $0.right.mentionsOnlyParameters
        }.compactMap { relation in
            ((try? ContractionForm(plain).linearForm(of: relation.excess)) ?? nil).flatMap { $0.linear.isEmpty ? nil : $0 }
        }
    }
}
