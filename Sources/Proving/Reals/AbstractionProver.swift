import Arithmetic
import Expressions
import Kernel

/// Inequalities between quantities: values of functions, norms and integrals become parameters, and what is cited becomes
/// inequalities between these.
struct AbstractionProver {
    private let task: Task

    init(_ task: Task) { self.task = task }

    /// Evidence for the whole goal.
    func run(_ patience: SignProver.Patience) -> Evidence? {
        let statement = task.statement
        guard let relations = statement.goal.relations, relations.allSatisfy({ $0.op != .equal && $0.indices.isEmpty }) else { return nil }
        let solutions = self.solutions
        let values = Dictionary(solutions.map { ($0.parameter, $0.value) }) { first, _ in first }
        var quantities: [Expression] = []
        for relation in relations {
            for side in [relation.left, relation.right] { collect(side.substitutingParameters(values), &quantities) }
        }
        for citation in SumOfSquares.citations(statement) where citation.relation.indices.isEmpty {
            for side in [citation.relation.left, citation.relation.right] { collect(side.substitutingParameters(values), &quantities) }
        }
        guard quantities.count <= Self.mostQuantities, !quantities.isEmpty || !solutions.isEmpty else { return nil }
        let taken = Set(statement.parameters.map(\.name) + statement.points.map(\.name) + statement.functions.map(\.name))
        let names = (1...).lazy.map { "q\($0)" }.filter { !taken.contains($0) }.prefix(quantities.count)
        var abstraction = Abstraction(quantities: zip(names, quantities).map { .init(name: $0, value: $1) }, solutions: solutions)
        guard let all = try? abstraction.statement(of: statement) else { return nil }
        // Such as the integral of a density of mass 1.
        let mentioned = Set(([all.goal] + all.hypotheses).flatMap { $0.relations ?? [] }.flatMap { [$0.left, $0.right] }.flatMap(\.parameterSymbols))
        abstraction = Abstraction(quantities: abstraction.quantities.filter { mentioned.contains($0.name) }, solutions: solutions)
        guard let reduced = try? abstraction.statement(of: statement), let goals = reduced.goal.relations else { return nil }
        // Lengths and inner products are related at each place, which slopes do not see.
        let isGeometric = abstraction.quantities.contains { $0.value.innerProducts != nil }
        if isGeometric, patience != .long { return nil }
        // Numbers rarely happen to be the lengths and inner products of vectors.
        guard AdmissibleExample.exists(reduced) || (isGeometric && !statement.constrainsFunctions && AdmissibleExample.exists(statement)) else { return nil }
        var pieces: [Evidence] = []
        let signs = SignProver(reduced)
        for goal in goals {
            guard let proof = signs.proof(of: goal, isGeometric ? .pointwise : patience) else { return nil }
            pieces.append(.sign(proof))
        }
        return .abstraction(abstraction, pieces.count == 1 ? pieces[0] : .conjunction(pieces))
    }

    private static let mostQuantities = 12

    /// Scalars that are no combination of parameters; of two powers of one base the root.
    private func collect(_ e: Expression, _ quantities: inout [Expression]) {
        if e.mentionsOnlyParameters { return }
        switch e.kind {
        case .sum, .product: e.operands.forEach { collect($0, &quantities) }
        case .contraction where e.innerProducts != nil: collectInnerProducts(e, &quantities)
        case .power(let base, let exponent):
            if base.isContraction, exponent == .number(Rational(1, 2)), let products = base.innerProducts {
                if products.count > 1 { add(e, &quantities) }
                return collectInnerProducts(base, &quantities)
            }
            if base.isContraction, case .number(let value) = exponent.kind, value == Rational(1, 2) { return add(e, &quantities) }
            // `|v - w|^γ` is a number that nothing else need be known of.
            if !exponent.isNumber, case .power(let square, let half) = base.kind, square.isContraction, half == .number(Rational(1, 2)),
                let products = square.innerProducts, products.count > 1 { return add(base, &quantities) }
            collect(base, &quantities)
            collect(exponent, &quantities)
        case .elementary(.exp, let argument):
            if case .application = argument.kind { return add(e, &quantities) }
            collect(argument, &quantities)
        case .application(let application) where application.function.isLogarithm && application.derivatives.isEmpty: add(.elementary(.exp, e), &quantities)
        case .elementary(_, let argument): collect(argument, &quantities)
        case .partial(let point, let index, let body) where !body.hasIntegral && !body.mentionsFunctionOfPoints:
            var supply = IndexSupply(startingAt: 1 << 23)
            collect(body.differentiated(by: point, index, &supply), &quantities)
        case .contraction where e.squaredNorm != nil: add(.squareRoot(e), &quantities)
        default: add(e, &quantities)
        }
    }

    /// Lengths first, so that equations determine the inner products.
    private func collectInnerProducts(_ e: Expression, _ quantities: inout [Expression]) {
        for product in e.innerProducts ?? [] {
            collect(product.coefficient, &quantities)
            product.norms.forEach { add($0, &quantities) }
            if !product.isSquare { add(product.expression, &quantities) }
        }
    }

    private func add(_ e: Expression, _ quantities: inout [Expression]) {
        guard !quantities.contains(where: { $0.isSameUpToBoundIndices(as: e) || isSameInnerProduct($0, e) }) else { return }
        if case .integral(let points, let body) = e.kind, quantities.contains(where: { other in
            guard case .integral(points, let otherBody) = other.kind else { return false }
            return isMultiple(body, otherBody)
        }) { return }
        quantities.append(e)
    }

    private func isSameInnerProduct(_ a: Expression, _ b: Expression) -> Bool {
        guard case .contraction = a.kind, case .contraction = b.kind else { return false }
        return (try? ContractionForm.areEqual(a, b, FormContext(task.statement))) == true
    }

    private func isMultiple(_ a: Expression, _ b: Expression) -> Bool {
        let context = FormContext(task.statement), form = ContractionForm(context, for: [a, b])
        var supply = IndexSupply(startingAt: 1 << 22)
        guard let quotient = try? form.quotient(form.normalForm(a), form.normalForm(b)), let factor = try? form.expression(quotient, &supply) else { return false }
        return factor.mentionsOnlyParameters
    }

    /// Parameters that equations such as `1/p + 1/q = 1` determine.
    private var solutions: [Abstraction.Solution] {
        let statement = task.statement
        var result: [Abstraction.Solution] = []
        for (number, citation) in SumOfSquares.citations(statement).enumerated() {
            let relation = citation.relation
            guard relation.op == .equal, relation.indices.isEmpty, citation.conditions.isEmpty,
                relation.left.mentionsOnlyParameters, relation.right.mentionsOnlyParameters else { continue }
            let names = relation.excess.parameterSymbols
            guard !names.contains(where: { name in result.contains { $0.parameter == name || $0.value.parameterSymbols.contains(name) } }) else { continue }
            let ring = PolynomialRing(variables: names)
            for name in names.reversed() {
                guard statement.parameters.contains(where: { $0.name == name && !$0.isInteger }), let place = names.firstIndex(of: name),
                    let e = try? RationalFunction(relation.excess, in: ring), let parts = Self.linear(e.numerator, place),
                    let value = try? RationalFunction(-parts.constant, parts.slope)
                else { continue }
                let solved = QuotientForm.expression(value.numerator) / QuotientForm.expression(value.denominator)
                let factor = QuotientForm.expression(parts.slope) / QuotientForm.expression(e.denominator)
                let solution = Abstraction.Solution(parameter: name, value: solved, factor: factor, citation: number)
                guard (try? Abstraction(quantities: [], solutions: result + [solution]).statement(of: statement)) != nil || !statement.points.isEmpty || !statement.functions.isEmpty
                else { continue }
                result.append(solution)
                break
            }
        }
        return result
    }

    /// `slope · x + constant`.
    private static func linear(_ p: Polynomial, _ place: Int) -> (slope: Polynomial, constant: Polynomial)? {
        var slope = p.ring.zero, constant = p.ring.zero
        for term in p.terms {
            guard term.exponents[place] <= 1, var monomial = Optional(p.ring.constant(term.coefficient)) else { return nil }
            for (variable, exponent) in term.exponents.enumerated() where variable != place && exponent > 0 {
                guard let factor = try? p.ring.variable(variable).power(exponent) else { return nil }
                monomial = monomial * factor
            }
            if term.exponents[place] == 1 { slope = slope + monomial } else { constant = constant + monomial }
        }
        return slope.isZero ? nil : (slope, constant)
    }
}

extension Statement {
    fileprivate var constrainsFunctions: Bool {
        hypotheses.contains { $0.relations?.contains { $0.left.mentionsFunctionOfPoints || $0.right.mentionsFunctionOfPoints } ?? true }
    }

    /// Points of lines, and no functions.
    var isAboutScalars: Bool {
        !points.isEmpty && functions.isEmpty && points.allSatisfy { if case .line = $0.manifold { true } else { false } }
    }
}

extension Expression {
    fileprivate var isNumber: Bool { if case .number = kind { true } else { false } }

    fileprivate var isContraction: Bool { if case .contraction = kind { true } else { false } }
}
