import Arithmetic
import Expressions
import Kernel

/// Inequalities with a Gaussian, by those for every density in its place.
///
/// Where no Gaussian is printed, as in `∫ f log f + a ∫ |x|² f`, the one at which the left side is least takes part.
struct GaussianGeneralisationProver {
    private let task: Task
    private let name: String
    private var statement: Statement { task.statement }

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func run() -> Outcome? {
        guard let relation = statement.goal.relations?.first, statement.goal.relations?.count == 1, relation.op == .lessOrEqual, relation.indices.isEmpty,
            let name = statement.freshDensity else { return nil }
        for (point, rate, square) in candidates(relation) {
            guard let mass = IntegralEvaluator(task).values(Relation(.integral([point], .elementary(.exp, -(rate * square))), .equal, .zero))?.left else { continue }
            let own = DensityGeneralisation(name: name, point: point, height: .power(mass, .number(-1)), rate: rate, square: square)
            guard let statements = try? own.statements(of: statement),
                let found = Prover.proof(of: task, self.name, fromAll: statements, evidence: { .generalisation(own, $0) }, words: {
                    "for every density in place of the Gaussian: \($0[1].evidence)"
                })
            else { continue }
            return found
        }
        return nil
    }

    private func candidates(_ relation: Relation) -> [(point: Point, rate: Expression, square: Expression)] {
        var result: [(point: Point, rate: Expression, square: Expression)] = []
        func add(_ point: Point, _ rate: Expression, _ square: Expression) {
            if !result.contains(where: { $0.point == point && $0.rate == rate && $0.square == square }) { result.append((point, rate, square)) }
        }
        let e = relation.excess
        for point in statement.points {
            for square in e.squares(of: point) {
                for rate in e.rates(of: square) { add(point, rate, square) }
                if let rate = balance(square) { add(point, rate, square) }
            }
        }
        return result
    }

    /// `a` where the integrand contains `c f (log f + a |x|²)`.
    private func balance(_ square: Expression) -> Expression? {
        guard let (_, integrand, _) = try? IntegrandComparison.parts(statement) else { return nil }
        for function in statement.functions where function.attributes.contains(.unitMass) && function.isLogarithm {
            func named(_ e: Expression) -> Expression {
                if case .elementary(.exp, let argument) = e.kind, argument.isValue(of: function) { return .parameter("#f") }
                if e.isValue(of: function) { return .parameter("#log") }
                return e.isSameUpToBoundIndices(as: square) ? .parameter("#square") : e.mapOperands(named)
            }
            let slope = named(.sum(integrand)).differentiated(byParameter: "#f")
            let (entropy, moment) = (slope.differentiated(byParameter: "#log"), slope.differentiated(byParameter: "#square"))
            guard entropy.mentionsOnlyParameters, moment.mentionsOnlyParameters, let rate = entropy.rate(moment),
                !rate.parameterSymbols.contains(where: { $0.hasPrefix("#") }) else { continue }
            return rate
        }
        return nil
    }
}

extension Statement {
    /// A name for a density that nothing has.
    fileprivate var freshDensity: String? {
        let taken = Set(parameters.map(\.name) + points.map(\.name) + functions.map(\.name))
        return (["M", "m"] + (1...9).map { "M\($0)" }).first { !taken.contains($0) }
    }
}

extension Expression {
    fileprivate func isValue(of function: FunctionSymbol) -> Bool {
        if case .application(let application) = kind { return application.function == function && application.derivatives.isEmpty }
        return false
    }

    /// `moment/self`, where neither is zero.
    fileprivate func rate(_ moment: Expression) -> Expression? {
        if let quotient = QuotientForm.quotient(moment, self) { return quotient == .zero ? nil : quotient }
        guard let form = Optional(ContractionForm(FormContext(termBudget: Kernel.termBudget))), let top = try? form.normalForm(moment), let bottom = try? form.normalForm(self),
            let quotient = try? form.quotient(top, bottom) else { return nil }
        var supply = IndexSupply(startingAt: 1 << 22)
        guard let result = try? form.expression(quotient, &supply), result != .zero else { return nil }
        return result
    }

    /// `|x - c|²` inside, each once.
    func squares(of point: Point) -> [Expression] {
        var result: [Expression] = []
        func visit(_ e: Expression) {
            let isSquare: Bool
            if case .power(let base, let exponent) = e.kind { isSquare = point.isScalar && exponent == .number(2) && base.mentions(point) } else { isSquare = e.squaredNorm != nil }
            if isSquare, e.mentions(point), e.freeIndices.isEmpty, !result.contains(where: { $0.isSameUpToBoundIndices(as: e) }) { result.append(e) }
            e.operands.forEach(visit)
        }
        visit(self)
        return Array(result.prefix(3))
    }

    /// `a` in every `exp(-a square)` inside.
    fileprivate func rates(of square: Expression) -> [Expression] {
        var result: [Expression] = []
        func visit(_ e: Expression) {
            if case .elementary(.exp, let argument) = e.kind {
                var terms = [argument]
                if case .sum(let parts) = argument.kind { terms = parts }
                for term in terms {
                    var factors = term.factors
                    guard let place = factors.firstIndex(where: { $0.isSameUpToBoundIndices(as: square) }) else { continue }
                    factors.remove(at: place)
                    let factor = Expression.product([.number(-1)] + factors)
                    if factor.mentionsOnlyParameters, !result.contains(factor) { result.append(factor) }
                }
            }
            e.operands.forEach(visit)
        }
        visit(self)
        return Array(result.prefix(2))
    }
}
