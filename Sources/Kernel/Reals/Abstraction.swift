import Arithmetic
import Expressions

/// Inequalities between quantities of which only the signs are known: values of functions at a point, norms, integrals.
///
/// Each quantity becomes a parameter, so that the statement that is left compares functions of parameters. It is
/// stronger than the given one. Relations among the hypotheses, and what is cited, are abstracted in the same way; those
/// that mention anything else are left out. Integrals are finite numbers here.
public struct Abstraction: Hashable, Sendable {
    /// A scalar, and the parameter that stands for it.
    public struct Quantity: Hashable, Sendable {
        public let name: String
        public let value: Expression

        public init(name: String, value: Expression) {
            self.name = name
            self.value = value
        }
    }

    /// A parameter that an equation determines: `left - right = factor · (parameter - value)`, and the factor is not zero.
    public struct Solution: Hashable, Sendable {
        public let parameter: String
        public let value: Expression
        public let factor: Expression
        /// The equation, among `SumOfSquares.citations`.
        public let citation: Int

        public init(parameter: String, value: Expression, factor: Expression, citation: Int) {
            self.parameter = parameter
            self.value = value
            self.factor = factor
            self.citation = citation
        }
    }

    public let quantities: [Quantity]
    public let solutions: [Solution]

    public init(quantities: [Quantity], solutions: [Solution] = []) {
        self.quantities = quantities
        self.solutions = solutions
    }

    /// The statement about parameters.
    public func statement(of statement: Statement) throws -> Statement {
        guard let relations = statement.goal.relations, relations.allSatisfy({ $0.op != .equal && $0.indices.isEmpty }) else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        for quantity in quantities { try WellFormedness.check(quantity.value, in: statement, points: [], indices: []) }
        let context = FormContext(statement)
        let citations = SumOfSquares.citations(statement)
        let values = try solve(statement, citations, context)
        var matching = Matching(
            quantities: quantities, context: context, positive: context.positiveParameters,
            densities: statement.functions.filter { $0.attributes.contains(.unitMass) && $0.isLogarithm && $0.arguments.count == 1 })
        func abstracted(_ relation: Relation) throws -> Relation {
            Relation(
                try matching.abstracted(relation.left.substitutingParameters(values)), relation.op,
                try matching.abstracted(relation.right.substitutingParameters(values)))
        }
        let goals = try relations.map(abstracted)
        let hypotheses = citations.compactMap { citation -> Relation? in
            guard citation.relation.indices.isEmpty, citation.openCondition(statement, context) == nil,
                let relation = try? abstracted(citation.relation), relation.left != relation.right else { return nil }
            return relation
        }
        let geometry = try self.relations(between: quantities, context) { try matching.abstracted($0) }
        return Statement(
            parameters: try parameters(statement, context), hypotheses: (hypotheses + ranges(statement) + geometry).map { .relation($0) },
            goal: goals.count == 1 ? .relation(goals[0]) : .conjunction(goals.map { .relation($0) }))
    }

    /// What the declared ranges of solved parameters say of their values.
    private func ranges(_ statement: Statement) -> [Relation] {
        solutions.flatMap { solution in statement.parameters.first { $0.name == solution.parameter }?.bounds(on: solution.value) ?? [] }
    }

    private func parameters(_ statement: Statement, _ context: FormContext) throws -> [Parameter] {
        let dimensions = Set(statement.symbolicDimensions), solved = Set(solutions.map(\.parameter))
        var result = statement.parameters.filter { !solved.contains($0.name) }.map { parameter -> Parameter in
            guard dimensions.contains(parameter.name), parameter.lower == nil else { return parameter }
            return Parameter(name: parameter.name, isInteger: true, lower: .init(value: 1, isStrict: false), upper: parameter.upper)
        }
        for quantity in quantities {
            if case .coordinate(let point, nil) = quantity.value.kind, case .line(let lower, let upper) = point.manifold {
                result.append(Parameter(
                    name: quantity.name, isInteger: false, lower: lower.map { .init(value: $0, isStrict: true) },
                    upper: upper.map { .init(value: $0, isStrict: true) }))
                continue
            }
            let isPositive = quantity.value.isManifestlyPositive(positiveParameters: context.positiveParameters)
            let isSigned = isPositive || quantity.value.isManifestlyNonnegative(positiveParameters: context.positiveParameters)
            result.append(Parameter(name: quantity.name, isInteger: false, lower: isSigned ? .init(value: 0, isStrict: isPositive) : nil, upper: nil))
        }
        return result
    }

    private func solve(_ statement: Statement, _ citations: [SumOfSquares.Citation], _ context: FormContext) throws -> [String: Expression] {
        let signs = SignCheck(statement)
        var values: [String: Expression] = [:]
        let plain = FormContext(positiveParameters: context.positiveParameters, termBudget: Kernel.termBudget)
        for solution in solutions {
            guard citations.indices.contains(solution.citation), case let citation = citations[solution.citation],
                citation.relation.op == .equal, citation.relation.indices.isEmpty, citation.openCondition(statement, context) == nil,
                citation.relation.left.mentionsOnlyParameters, citation.relation.right.mentionsOnlyParameters,
                statement.parameters.contains(where: { $0.name == solution.parameter && !$0.isInteger }),
                solution.value.mentionsOnlyParameters, solution.factor.mentionsOnlyParameters
            else { throw Rejection.evidenceDoesNotFitGoal }
            for e in [solution.value, solution.factor] { try WellFormedness.check(e, in: statement, points: [], indices: []) }
            // None is solved in terms of another.
            guard values[solution.parameter] == nil, !solution.value.parameterSymbols.contains(where: { name in solutions.contains { $0.parameter == name } })
            else { throw Rejection.evidenceDoesNotFitGoal }
            try signs.requireDefined(solution.factor, on: signs.box)
            guard signs.isNonzero(solution.factor) else { throw Rejection.signNotShown(solution.factor.plainText) }
            let product = solution.factor * (.parameter(solution.parameter) - solution.value)
            guard try ContractionForm.areEqual(citation.relation.excess, product, plain) else { throw Rejection.sidesDiffer(relation: 0) }
            values[solution.parameter] = solution.value
        }
        return values
    }

    /// Finds quantities in expressions.
    private struct Matching {
        let quantities: [Quantity]
        let context: FormContext
        let positive: Set<String>
        let densities: [FunctionSymbol]
        private var known: [Expression: Expression] = [:]
        private var pending: Set<Expression> = []

        init(quantities: [Quantity], context: FormContext, positive: Set<String>, densities: [FunctionSymbol]) {
            (self.quantities, self.context, self.positive, self.densities) = (quantities, context, positive, densities)
        }

        mutating func abstracted(_ e: Expression) throws -> Expression {
            if e.mentionsOnlyParameters { return e }
            if let found = known[e] { return found }
            // |X|² is taken for the square of |X|, and that for a root of |X|², where neither is a quantity.
            guard pending.insert(e).inserted else { throw Rejection.evidenceDoesNotFitGoal }
            defer { pending.remove(e) }
            let result = try found(e)
            known[e] = result
            return result
        }

        private mutating func found(_ e: Expression) throws -> Expression {
            if case .integral(let points, let body) = e.kind, points.count == 1, points[0].manifold.isWhole,
                densities.contains(where: { isSame(body, .elementary(.exp, .value(of: $0, at: points[0]))) }) { return .one }
            for quantity in quantities {
                if case .elementary(.exp, let argument) = quantity.value.kind, isSame(e, argument) { return .elementary(.log, .parameter(quantity.name)) }
                if isSame(e, quantity.value) { return .parameter(quantity.name) }
                if let factor = multiple(e, of: quantity.value) { return factor * .parameter(quantity.name) }
                // |X|² where |X| is a quantity: a power of the root of something that is not negative.
                if case .power(let base, let exponent) = quantity.value.kind, case .number(let value) = exponent.kind, value.numerator == 1,
                    let degree = value.denominator.asInt, degree > 1, isSame(e, base),
                    base.isManifestlyNonnegative(positiveParameters: positive) {
                    return .power(.parameter(quantity.name), .number(Rational(degree)))
                }
            }
            if let products = e.innerProducts, !products.isEmpty, products.count > 1 || products[0].coefficient != .one || products[0].isSquare {
                return .sum(try products.map { product in
                    let value = product.isSquare ? .power(try abstracted(product.norms[0]), .number(2)) : try abstracted(product.expression)
                    return try abstracted(product.coefficient) * value
                })
            }
            switch e.kind {
            case .sum(let terms): return .sum(try terms.map { try abstracted($0) })
            case .product(let factors): return .product(try factors.map { try abstracted($0) })
            case .power(let base, let exponent): return .power(try abstracted(base), try abstracted(exponent))
            case .elementary(let function, let argument): return .elementary(function, try abstracted(argument))
            case .partial(let point, let index, let body):
                var supply = IndexSupply(startingAt: 1 << 23)
                return try abstracted(body.differentiated(by: point, index, &supply))
            default: throw Rejection.evidenceDoesNotFitGoal
            }
        }

        /// The factor, in parameters, of one integrand in another.
        private func multiple(_ a: Expression, of b: Expression) -> Expression? {
            guard case .integral(let points, let body) = a.kind, case .integral(points, let other) = b.kind else { return nil }
            let form = ContractionForm(context, for: [body, other])
            var supply = IndexSupply(startingAt: 1 << 22)
            guard let quotient = try? form.quotient(form.normalForm(body), form.normalForm(other)),
                let factor = try? form.expression(quotient, &supply), factor.mentionsOnlyParameters,
                (try? ContractionForm.areEqual(body, factor * other, context)) == true else { return nil }
            return factor
        }

        private func isSame(_ a: Expression, _ b: Expression) -> Bool {
            if a.isSameUpToBoundIndices(as: b) { return true }
            // Integrals with integrands of one normal form, and integrands.
            switch (a.kind, b.kind) {
            case (.integral(let points, let body), .integral(let others, let other)): return points == others && isSame(body, other)
            case (.parameter, _), (.number, _), (.sum, .parameter), (.uninterpreted, _), (_, .uninterpreted), (.integral, _), (_, .integral): return false
            default: return (try? ContractionForm.areEqual(a, b, context)) == true
            }
        }
    }
}

extension Expression {
    /// Positive wherever it is defined, by its very form.
    public func isManifestlyPositive(positiveParameters: Set<String>) -> Bool {
        func holds(_ e: Expression) -> Bool { e.isManifestlyPositive(positiveParameters: positiveParameters) }
        switch kind {
        case .number(let value): return value.sign > 0
        case .pi, .dimension: return true
        case .parameter(let name): return positiveParameters.contains(name)
        case .sum(let terms):
            return terms.contains(where: holds) && terms.allSatisfy { $0.isManifestlyNonnegative(positiveParameters: positiveParameters) }
        case .product(let factors): return factors.allSatisfy(holds)
        case .power(let base, _): return holds(base)
        case .elementary(let function, _): return function == .exp || function == .cosh
        // Of a positive function over a set of positive measure.
        case .integral(let points, let body):
            let factors = body.factors
            return factors.allSatisfy { factor in holds(factor) || points.contains { factor.isEvenPower(of: $0) } }
        default: return false
        }
    }

    /// `|v|^a`, `x^(2k)`: positive but at the origin.
    private func isEvenPower(of point: Point) -> Bool {
        switch kind {
        case .power(let base, let exponent):
            if case .coordinate(point, nil) = base.kind, case .number(let value) = exponent.kind, let exponent = value.asInt { return exponent % 2 == 0 }
            return base.isEvenPower(of: point) && exponent.mentionsOnlyParameters
        case .contraction: if case .coordinate(point, .some)? = squaredNorm?.kind { return true } else { return false }
        default: return false
        }
    }

    /// The symbol at a point of its own space.
    public static func value(of function: FunctionSymbol, at point: Point) -> Expression {
        var supply = IndexSupply(startingAt: 1 << 21)
        return .application(Application(function: function, arguments: [.point(point, &supply)]))
    }
}

extension Abstraction {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        func text(_ e: Expression) -> SymbolicText {
            var writer = StatementWriter(statement)
            return writer.expression(e)
        }
        return .list([
            .list([.word("quantities")] + quantities.map { .list([.word($0.name), text($0.value)]) }),
            .list([.word("solved")] + solutions.map {
                .list([.word($0.parameter), text($0.value), text($0.factor), .word(String($0.citation))])
            }),
        ])
    }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        let parts = try reader.items(text, count: 2)
        self.init(
            quantities: try reader.list(parts[0], "quantities").map { text in
                let pair = try reader.items(text, count: 2)
                return Quantity(name: try reader.word(pair[0]), value: try reader.expression(pair[1]))
            },
            solutions: try reader.list(parts[1], "solved").map { text in
                let items = try reader.items(text, count: 4)
                guard let citation = Int(try reader.word(items[3])), citation >= 0 else { throw TextError("expected a number") }
                return Solution(
                    parameter: try reader.word(items[0]), value: try reader.expression(items[1]), factor: try reader.expression(items[2]), citation: citation)
            })
    }
}
