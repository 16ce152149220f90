import Arithmetic
import Expressions
import Kernel

/// What was probably meant by a refuted equation: the smallest change of one term that makes it provable.
///
/// Tried in this order: degrees of homogeneity that disagree, a wrong coefficient, a wrong exponent, a
/// transposed term, two wrong coefficients. A repair is offered only after the kernel has accepted it.
struct Repair {
    private let task: Task
    private let relation: Relation
    private let terms: [Term]

    /// A top-level term of one side.
    private struct Term {
        let expression: Expression
        let isLeft: Bool
        /// From 1, within its side.
        let number: Int

        var place: String { "term \(number) of the \(isLeft ? "left" : "right") side" }
    }

    init(_ task: Task, _ relation: Relation) {
        self.task = task
        self.relation = relation
        terms = Self.split(relation.left, isLeft: true) + Self.split(relation.right, isLeft: false)
    }

    private static func split(_ side: Expression, isLeft: Bool) -> [Term] {
        let parts: [Expression]
        if case .sum(let summands) = side.kind { parts = summands } else { parts = [side] }
        return parts.enumerated().map { Term(expression: $1, isLeft: isLeft, number: $0 + 1) }
    }

    func run() -> String? {
        guard task.statement.goal.relations?.count == 1, terms.count <= 24 else { return nil }
        return homogeneity() ?? coefficient() ?? exponent() ?? transposition() ?? twoCoefficients()
    }

    // MARK: Proving a changed relation

    private func replacing(_ changes: [Int: Expression]) -> Relation {
        func side(_ isLeft: Bool) -> Expression {
            .sum(terms.indices.filter { terms[$0].isLeft == isLeft }.map { changes[$0] ?? terms[$0].expression })
        }
        return Relation(side(true), .equal, side(false), indices: relation.indices)
    }

    private func isProvable(_ changed: Relation) -> Bool {
        var statement = task.statement
        statement.goal = .relation(changed)
        let evidence: Evidence
        if changed.hasIntegral {
            guard case .proved(let divergence) = IntegralProver(statement, limits: task.limits).run(changed, 0, refuting: false) else { return false }
            evidence = .divergence(divergence)
        } else {
            let candidates = CandidateAssignments(statement), compiled = CompiledRelation(changed)
            guard candidates.dimensions(count: 2).allSatisfy({ Screening.passes(compiled, candidates, $0) }),
                case .proved(let form) = IdentityProver(statement, limits: task.limits).run(changed) else { return false }
            evidence = .identity(form)
        }
        guard let conditions = try? Kernel.conditions(of: statement, evidence), conditions.uncovered.isEmpty else { return false }
        let certificate = Certificate(name: "repair", statement: statement, evidence: evidence, conditions: conditions.conditions)
        return (try? Kernel.check(certificate)) != nil
    }

    private func text(_ expression: Expression) -> String { expression.plainText(indices: relation.indices) }

    // MARK: Homogeneity

    private func homogeneity() -> String? {
        // Zero has every degree.
        let degrees = terms.map { $0.expression == .zero ? nil : ScalingDegree.of($0.expression) }
        var votes: [Exponent: Int] = [:]
        for case let degree? in degrees { votes[degree, default: 0] += 1 }
        // One term against at least two others; a tie tells nothing.
        guard votes.count == 2, let majority = votes.first(where: { $0.value >= 2 })?.key, votes.values.contains(1) else { return nil }
        let outliers = terms.indices.filter { position in degrees[position].map { $0 != majority } ?? false }
        guard outliers.count == 1, let position = outliers.first, let degree = degrees[position] else { return nil }
        let finding = "\(terms[position].place) scales like |z|^(\(degree.plainText)), the others like |z|^(\(majority.plainText))"
        for point in task.statement.points {
            guard let dimension = point.manifold.vectorDimension else { continue }
            var supply = IndexSupply(startingAt: 1 << 20)
            let index = supply.fresh(dimension)
            let component = Expression.coordinate(point, index)
            let square = Expression.contraction(index, component * component)
            let power = Expression.power(.squareRoot(square), (majority - degree).expression)
            let repaired = power * terms[position].expression
            if isProvable(replacing([position: repaired])) {
                return finding + "; true with \(terms[position].place) multiplied by \(power.plainText)"
            }
        }
        return finding
    }

    /// Terms of the right side first: there a paper states its result.
    private var order: [Int] { terms.indices.filter { !terms[$0].isLeft } + terms.indices.filter { terms[$0].isLeft } }

    // MARK: Coefficients

    /// One coefficient, as a rational function of the parameters.
    private func coefficient() -> String? {
        for position in order {
            guard let values = solve([position]), let factor = values.first, !isZero(factor) else { continue }
            let repaired = factor * terms[position].expression
            if isProvable(replacing([position: repaired])) { return "true with " + newCoefficient(position, factor) }
        }
        for position in order where terms.count > 2 {
            if isProvable(replacing([position: .zero])) {
                return "true without \(text(terms[position].expression)) (\(terms[position].place))"
            }
        }
        return nil
    }

    private func twoCoefficients() -> String? {
        guard terms.count <= 10 else { return nil }
        for first in terms.indices {
            for second in terms.indices where second > first {
                guard let values = solve([first, second]), values.count == 2, !values.contains(where: isZero) else { continue }
                let changes = [first: values[0] * terms[first].expression, second: values[1] * terms[second].expression]
                guard isProvable(replacing(changes)) else { continue }
                return "true with " + newCoefficient(first, values[0]) + " and " + newCoefficient(second, values[1])
            }
        }
        return nil
    }

    private func isZero(_ expression: Expression) -> Bool {
        if case .number(let value) = expression.kind { return value.isZero }
        return false
    }

    /// "3 in place of 1/3 in term 2 of the right side".
    private func newCoefficient(_ position: Int, _ factor: Expression) -> String {
        var printed: Rational = 1
        if case .product(let factors) = terms[position].expression.kind {
            for case .number(let value) in factors.map(\.kind) { printed = printed * value }
        }
        if case .number(let value) = factor.kind {
            return "\(value * printed) in place of \(printed) in \(terms[position].place)"
        }
        return "\(terms[position].place) multiplied by \(factor.plainText)"
    }

    /// Factors for the chosen terms that make both sides equal, when they are determined.
    private func solve(_ positions: [Int]) -> [Expression]? {
        let unknowns = positions.map { "?\($0)" }
        var changes: [Int: Expression] = [:]
        for (position, unknown) in zip(positions, unknowns) { changes[position] = .parameter(unknown) * terms[position].expression }
        let changed = replacing(changes)
        var statement = task.statement
        statement.goal = .relation(changed)
        statement.parameters += unknowns.map { Parameter(name: $0) }
        guard let equations = try? LinearEquations.of(statement, [changed], unknowns: Set(unknowns), limits: task.limits),
            var system = try? LinearSystem(unknowns: unknowns, equations: equations),
            case .values(let values, let free)? = try? system.solve(), free.isEmpty
        else { return nil }
        return unknowns.compactMap { values[$0] }
    }

    // MARK: Exponents and indices

    private func exponent() -> String? {
        for position in order {
            for candidate in exponentVariants(terms[position].expression) where isProvable(replacing([position: candidate.changed])) {
                return "true with \(text(candidate.new)) in place of \(text(candidate.old)) in \(terms[position].place)"
            }
        }
        return nil
    }

    private struct ExponentVariant {
        let changed: Expression
        let old: Expression
        let new: Expression
    }

    /// The term with one power changed: the exponent shifted by 1 or 2, its sign flipped, a parameter's sign flipped.
    private func exponentVariants(_ expression: Expression) -> [ExponentVariant] {
        var result: [ExponentVariant] = []
        if case .power(let base, let exponent) = expression.kind {
            var exponents = [1, -1, 2, -2].map { exponent + .number($0) } + [-exponent]
            for parameter in task.statement.parameters {
                let flipped = exponent.substitutingParameters([parameter.name: -.parameter(parameter.name)])
                if flipped != exponent { exponents.append(flipped) }
            }
            for changed in exponents {
                let power = changed == .zero ? Expression.one : .power(base, changed)
                result.append(ExponentVariant(changed: power, old: expression, new: power))
            }
        }
        if case .product(let factors) = expression.kind {
            for (position, factor) in factors.enumerated() {
                for variant in exponentVariants(factor) {
                    var changed = factors
                    changed[position] = variant.changed
                    result.append(ExponentVariant(changed: .product(changed), old: variant.old, new: variant.new))
                }
            }
        }
        return Array(result.prefix(60))
    }

    private func transposition() -> String? {
        guard relation.indices.count == 2, relation.indices[0].dimension == relation.indices[1].dimension else { return nil }
        var supply = IndexSupply(startingAt: 1 << 21)
        for position in order {
            let swapped = terms[position].expression.renamingIndices(
                [relation.indices[0]: relation.indices[1], relation.indices[1]: relation.indices[0]], &supply)
            if isProvable(replacing([position: swapped])) {
                return "true with \(terms[position].place) transposed: \(text(swapped))"
            }
        }
        return nil
    }
}
