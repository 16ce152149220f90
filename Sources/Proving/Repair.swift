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
    /// `nil` for equations between integrals.
    private let samples: TermSamples?
    private let samplePoints: SamplePoints
    private let forms: TermForms?
    private let integralSystems: IntegralSystems

    /// A top-level term of one side.
    private struct Term {
        let expression: Expression
        let isLeft: Bool
        /// From 1, within its side.
        let number: Int

        var sign: Int { isLeft ? 1 : -1 }
        /// The name of an unknown factor.
        var unknown: String { "?\(isLeft ? "l" : "r")\(number)" }
        var place: String { "term \(number) of the \(isLeft ? "left" : "right") side" }
    }

    init(_ task: Task, _ relation: Relation) {
        self.task = task
        self.relation = relation
        terms = Self.split(relation.left, isLeft: true) + Self.split(relation.right, isLeft: false)
        samplePoints = SamplePoints(task.statement)
        integralSystems = IntegralSystems(task, relation, terms.map { (.parameter($0.unknown), $0.expression, $0.isLeft) })
        if relation.hasIntegral {
            samples = nil
            forms = nil
        } else {
            samples = TermSamples(terms.map(\.expression), indices: relation.indices, at: samplePoints)
            forms = TermForms(terms.map { ($0.expression, $0.sign) }, task.statement, task.limits)
        }
    }

    private static func split(_ side: Expression, isLeft: Bool) -> [Term] {
        let parts = side.summands
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
            if let proof = IntegralEvaluator(task.asking(about: statement)).proof(changed) { return isAccepted(proof, statement) }
            guard case .proved(let divergence) = IntegralProver(statement, limits: task.limits).run(changed, 0, refuting: false) else { return false }
            evidence = .divergence(divergence)
        } else {
            if isAccepted(.identity(.contraction), statement) { return true }
            guard case .proved(.components) = IdentityProver(statement, limits: task.limits).run(changed) else { return false }
            evidence = .identity(.components)
        }
        return isAccepted(evidence, statement)
    }

    private func isAccepted(_ evidence: Evidence, _ statement: Statement) -> Bool {
        (try? Kernel.Examination(statement, evidence).theorem()) != nil
    }

    // MARK: Samples

    private func sum(_ row: [Residue61], without positions: [Int]) -> Residue61 {
        var result = Residue61.zero
        for (position, term) in terms.enumerated() where !positions.contains(position) {
            result = term.isLeft ? result + row[position] : result - row[position]
        }
        return result
    }

    /// Whether some factors of the chosen terms may make the equation true.
    private func mayHaveFactors(_ positions: [Int]) -> Bool {
        guard let samples else { return true }
        return samples.mayVanish({ sum($0, without: positions) }, positions.map { position in { $0[position] } })
    }

    /// The changes of single terms that may make the equation true.
    private func promising<T>(_ changes: [(position: Int, changed: Expression, about: T)]) -> [(position: Int, changed: Expression, about: T)] {
        guard samples != nil, !changes.isEmpty else { return changes }
        let samples = TermSamples(
            terms.map(\.expression) + changes.map(\.changed), indices: relation.indices, at: samplePoints)
        return changes.indices.filter { number in
            let change = changes[number]
            return samples.mayVanish({ row in
                let rest = sum(row, without: [change.position]), new = row[terms.count + number]
                return terms[change.position].isLeft ? rest + new : rest - new
            }, [])
        }.map { changes[$0] }
    }

    private func text(_ expression: Expression) -> String { expression.plainText(indices: relation.indices) }

    // MARK: Homogeneity

    private func homogeneity() -> String? {
        // Given moments are not scaled along.
        guard !task.statement.hypotheses.contains(where: { $0.relations?.contains(where: \.hasIntegral) ?? true }) else { return nil }
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
            guard mayHaveFactors([position]), let factor = factor(position), !isZero(factor) else { continue }
            let repaired = factor * terms[position].expression
            if isProvable(replacing([position: repaired])) { return "true with " + newCoefficient(position, factor) }
        }
        for position in order where terms.count > 2 {
            if samples?.mayVanish({ sum($0, without: [position]) }, []) ?? true, isProvable(replacing([position: .zero])) {
                return "true without \(text(terms[position].expression)) (\(terms[position].place))"
            }
        }
        return nil
    }

    private func twoCoefficients() -> String? {
        guard terms.count <= 10 else { return nil }
        // A term that one factor might have mended was tried by itself.
        let rest = terms.indices.filter { samples == nil || !mayHaveFactors([$0]) }
        for first in rest {
            for second in rest where second > first {
                guard mayHaveFactors([first, second]), let values = solve([first, second]), values.count == 2, !values.contains(where: isZero) else { continue }
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
        let term = terms[position].expression
        let factors = term.factors
        var printed: Rational = 1
        for case .number(let value) in factors.map(\.kind) { printed = printed * value }
        if case .number(let value) = factor.kind {
            return "\(value * printed) in place of \(printed) in \(terms[position].place)"
        }
        // A factor that stands in the term and makes the new one simpler is the one that was mistaken.
        for old in factors where old != .one {
            guard let new = QuotientForm.polynomial(factor * old), new.plainText.count < factor.plainText.count else { continue }
            return "\(text(new)) in place of \(text(old)) in \(terms[position].place)"
        }
        return "\(terms[position].place) multiplied by \(factor.plainText)"
    }

    /// The factor for one term that makes both sides equal: as the samples show it where it can only be a number,
    /// else by normal forms.
    private func factor(_ position: Int) -> Expression? {
        if let samples, task.statement.parameters.isEmpty {
            let term = terms[position]
            let number = samples.factor({ sum($0, without: [position]) }) { term.isLeft ? $0[position] : -$0[position] }
            if let number { return .number(number) }
        }
        return solve([position])?.first
    }

    /// Factors for the chosen terms that make both sides equal, when they are determined.
    private func solve(_ positions: [Int]) -> [Expression]? {
        let unknowns = positions.map { terms[$0].unknown }
        for equations in (try? systems(positions, unknowns)) ?? [] {
            guard var system = try? LinearSystem(unknowns: unknowns, equations: equations),
                case .values(let values, let free)? = try? system.solve(), free.isEmpty else { continue }
            return unknowns.compactMap { values[$0] }
        }
        return nil
    }

    private func systems(_ positions: [Int], _ unknowns: [String]) throws -> [[ParameterEquation]] {
        do {
            let names = Dictionary(zip(positions, unknowns)) { first, _ in first }
            if let forms { return try forms.equations(names).map { [$0] } ?? [] }
        } catch FormError.notInvariant {
            // Components decide.
        }
        if relation.hasIntegral, !integralSystems.all.isEmpty { return integralSystems.all.map { $0.map { $0.keeping(unknowns) } } }
        var changes: [Int: Expression] = [:]
        for (position, unknown) in zip(positions, unknowns) { changes[position] = .parameter(unknown) * terms[position].expression }
        let changed = replacing(changes)
        var statement = task.statement
        statement.goal = .relation(changed)
        statement.parameters += unknowns.map { Parameter(name: $0) }
        return try LinearEquations.of(statement, [changed], unknowns: Set(unknowns), limits: task.limits)
    }

    // MARK: Exponents and indices

    private func exponent() -> String? {
        let variants = order.flatMap { position in
            exponentVariants(terms[position].expression).map { (position: position, changed: $0.changed, about: $0) }
        }
        for change in promising(variants) where isProvable(replacing([change.position: change.changed])) {
            return "true with \(text(change.about.new)) in place of \(text(change.about.old)) in \(terms[change.position].place)"
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
        let variants = order.map { position in
            let swapped = terms[position].expression.renamingIndices(
                [relation.indices[0]: relation.indices[1], relation.indices[1]: relation.indices[0]], &supply)
            return (position: position, changed: swapped, about: ())
        }
        for change in promising(variants) where isProvable(replacing([change.position: change.changed])) {
            return "true with \(terms[change.position].place) transposed: \(text(change.changed))"
        }
        return nil
    }
}

/// The equations for the factors of all terms of an equation between integrals at once, made when they are first asked for:
/// integration by parts is linear, so those for a few factors follow.
private final class IntegralSystems {
    private let task: Task
    private let relation: Relation
    private let terms: [(factor: Expression, term: Expression, isLeft: Bool)]

    init(_ task: Task, _ relation: Relation, _ terms: [(factor: Expression, term: Expression, isLeft: Bool)]) {
        self.task = task
        self.relation = relation
        self.terms = terms
    }

    /// None where terms with different factors cannot be integrated.
    private(set) lazy var all: [[ParameterEquation]] = {
        func side(_ isLeft: Bool) -> Expression { .sum(terms.filter { $0.isLeft == isLeft }.map { $0.factor * $0.term }) }
        let changed = Relation(side(true), .equal, side(false), indices: relation.indices)
        var names: [String] = []
        for case .parameter(let name) in terms.map(\.factor.kind) { names.append(name) }
        var statement = task.statement
        statement.goal = .relation(changed)
        statement.parameters += names.map { Parameter(name: $0) }
        return (try? LinearEquations.of(statement, [changed], unknowns: Set(names), limits: task.limits)) ?? []
    }()
}

extension ParameterEquation {
    /// With 1 for all other unknowns.
    fileprivate func keeping(_ unknowns: [String]) -> ParameterEquation {
        var kept: [String: [Term]] = [:]
        for (name, terms) in coefficients { kept[unknowns.contains(name) ? name : "", default: []] += terms }
        var result = self
        result.coefficients = kept
        return result
    }
}
