import Arithmetic
import Expressions
import Kernel

/// `(∫c)² <= K ∫A` and `|∫c| <= √(K ∫A)` between densities, by Hölder's inequality with a mixture of the densities: Csiszár, Kullback and Pinsker.
///
/// With its tangents taken off, A is of second order where all densities are equal. The weights of the mixture h are those for which `A h` and `c²`
/// agree in the third order, too.
///
/// Also Gibbs' inequality: with a known second moment `∫|v|² k = c` beside `∫ k log k` stands `d/(2c) ∫(|v|² - c) k`, which is zero, and the
/// difference is the relative entropy of k and a Gaussian.
struct KnownIntegralProver {
    private let task: Task
    private let name: String

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func run() -> Outcome? { withMixture() ?? withMoment() }

    private func withMoment() -> Outcome? {
        let statement = task.statement
        guard let relation = statement.goal.relations?.first, statement.goal.relations?.count == 1, relation.op == .lessOrEqual, relation.indices.isEmpty,
            let target = relation.right.onlyIntegral, case .integral(let points, let body) = target.kind, points.count == 1
        else { return nil }
        let known = KnownMasses(task, points, in: body)
        for density in known.densities where density.value == .one {
            guard let logarithm = density.logarithm, body.hasUndifferentiated(logarithm) else { continue }
            for moment in known.all {
                let rest = moment.body.factors.filter { !$0.isSameUpToBoundIndices(as: density.body) }
                guard rest.count == moment.body.factors.count - 1, rest.count == 1, let square = rest.first, !square.squares(of: points[0]).isEmpty, !body.containsPart(square) else { continue }
                let size = points[0].manifold.vectorDimension.map { Expression.dimension($0) } ?? .one
                let twice = Expression.number(2) * moment.value, factor = QuotientForm.quotient(size, twice) ?? size / twice
                let own = KnownIntegrals(
                    target: target, added: [.init(factor: factor, body: moment.body, value: moment.value), .init(factor: .number(Rational(-1, 2)) * size, body: density.body, value: .one)],
                    factor: [], power: 1)
                guard let statements = try? own.statements(of: statement), let found = Prover.proof(
                    of: task, name, fromAll: statements, evidence: { .known(own, $0) }, words: { "with the known moment, " + ($0.last?.evidence ?? "") }) else { continue }
                return found
            }
        }
        return nil
    }

    private func withMixture() -> Outcome? {
        let statement = task.statement
        guard let relation = statement.goal.relations?.first, statement.goal.relations?.count == 1, relation.op == .lessOrEqual, relation.indices.isEmpty,
            let small = relation.left.onlyIntegral, let target = relation.right.onlyIntegral, case .integral(let points, let body) = target.kind,
            case .integral(points, let c) = small.kind, points.count == 1
        else { return nil }
        let known = KnownMasses(task, points, in: body)
        guard known.densities.count == 2, let tangent = known.tangent, !tangent.isEmpty, let mixture = mixture(known, body, c) else { return nil }
        let added = tangent.map { IntegrandComparison.Multiple(factor: -$0.factor, body: $0.body, value: $0.value) }
        for power in [Rational(1), Rational(1, 2)] {
            let own = KnownIntegrals(target: target, added: added, factor: mixture, power: power)
            guard let statements = try? own.statements(of: statement), let last = statements.last, (try? Hoelder(mass: nil).statements(of: last)) != nil,
                let found = Prover.proof(of: task, name, fromAll: statements, evidence: { .known(own, $0) }, words: { _ in "by Hölder's inequality with a mixture of the densities" })
            else { continue }
            return found
        }
        return nil
    }

    private func mixture(_ known: KnownMasses, _ body: Expression, _ c: Expression) -> [IntegrandComparison.Multiple]? {
        let base: Expression
        if case .elementary(.abs, let inside) = c.kind { base = inside } else { base = c }
        guard let own = known.curvature(of: body, in: 0), let square = known.curvature(of: base * base, in: 0), own.second.sign > 0, square.second.sign > 0 else { return nil }
        let weight = (square.third * own.second / square.second - own.third) / (3 * own.second)
        guard weight.sign >= 0, weight <= 1 else { return nil }
        return zip(known.densities, [weight, 1 - weight]).filter { !$0.1.isZero }.map { .init(factor: .number($0.1), body: $0.0.body, value: $0.0.value) }
    }
}

extension Expression {
    /// Whether it stands in the expression other than in an exponential.
    fileprivate func hasUndifferentiated(_ logarithm: Expression) -> Bool {
        if isSameUpToBoundIndices(as: logarithm) { return true }
        if case .elementary(.exp, logarithm) = kind { return false }
        return operands.contains { $0.hasUndifferentiated(logarithm) }
    }

    /// The integral inside, if there is one only.
    fileprivate var onlyIntegral: Expression? {
        var found: [Expression] = []
        func visit(_ e: Expression) {
            if case .integral = e.kind { found.append(e) } else { e.operands.forEach(visit) }
        }
        visit(self)
        guard let first = found.first, found.allSatisfy({ $0.isSameUpToBoundIndices(as: first) }) else { return nil }
        return first
    }
}
