import Arithmetic
import Enclosures
import Expressions
import Kernel
import Proving

/// What numbers say of a statement: evaluation in balls at random points, parameters and polynomial functions, and
/// quadrature on concrete densities. Normal forms, fields and certificates have no part in it.
package struct IndependentCheck {
    package enum Answer: Hashable, Sendable {
        /// So many evaluations found nothing.
        case agrees(Int)
        case differs(String)
        /// No evaluation says anything: the reason.
        case none(String)
    }

    private static let precision = 192
    private static let trials = (equations: 16, inequalities: 96)
    /// Not those of the engine's own checks.
    private static let seeds: ClosedRange<UInt64> = 101...104

    private let statement: Statement
    private let candidates: CandidateAssignments

    /// - Parameter conditions: under which the statement is proved; integrals are compared only there.
    package static func answer(_ statement: Statement, _ conditions: SideConditions.Derivation? = nil) -> Answer {
        let implications = statement.implications
        if !implications.isEmpty {
            var count = 0
            for implication in implications {
                switch answer(implication, conditions) {
                case .agrees(let number): count += number
                case let other: return other
                }
            }
            return .agrees(count)
        }
        guard let relations = statement.goal.relations, !relations.isEmpty else { return .none("an existence") }
        let check = IndependentCheck(statement: statement, candidates: CandidateAssignments(statement))
        var count = 0
        for relation in relations {
            let hasIntegral = relation.left.hasIntegral || relation.right.hasIntegral
            switch hasIntegral ? check.integrals(relation, conditions) : check.points(relation) {
            case .agrees(let number): count += number
            case let other: return other
            }
        }
        return .agrees(count)
    }

    // MARK: At points

    private func points(_ relation: Relation) -> Answer {
        let compiled = CompiledRelation(relation)
        let hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }
        let evaluable = hypotheses.filter { !$0.left.hasIntegral && !$0.right.hasIntegral && !$0.left.mentionsFunctionOfPoints && !$0.right.mentionsFunctionOfPoints }
            .map { CompiledRelation($0) }
        // Where the others cannot be tried, only what holds without them is known to hold.
        let areAllTried = evaluable.count == hypotheses.count && !statement.hypotheses.contains { $0.relations == nil }
        let adjustment = ConstantAdjustment(statement)
        let dimensions = candidates.dimensions(count: 3)
        guard !dimensions.isEmpty else { return .none("no dimension") }
        var generator = SplitMix64(seed: 20_261_121)
        var agreed = 0
        for trial in 0..<(relation.op == .equal ? Self.trials.equations : Self.trials.inequalities) {
            guard var assignment = candidates.random(dimensions[trial % dimensions.count], seed: 1_000 + UInt64(trial), degree: 3, span: 3) else { continue }
            scatter(&assignment, &generator)
            assignment = adjustment.apply(assignment)
            guard isInRange(assignment), evaluable.allSatisfy({ holds($0, assignment) == .yes }) else { continue }
            switch holds(compiled, assignment) {
            case .yes: agreed += 1
            case .no:
                let place = assignment.parameters.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
                return areAllTried ? .differs("at seed \(1_000 + trial)" + (place.isEmpty ? "" : ", \(place)")) : .none("a hypothesis cannot be evaluated")
            case .unknown: continue
            }
        }
        return agreed > 0 ? .agrees(agreed) : .none("no point was found at which it can be evaluated")
    }

    private func isInRange(_ assignment: Assignment) -> Bool {
        statement.parameters.allSatisfy { parameter in assignment.parameters[parameter.name].map(parameter.contains) ?? false }
    }

    /// Parameters over their ranges, points off the simple places.
    private func scatter(_ assignment: inout Assignment, _ generator: inout SplitMix64) {
        func pick(_ count: Int) -> Int { Int(generator.next() % UInt64(count)) }
        let sizes: [Rational] = [Rational(1, 1000), Rational(1, 16), Rational(1, 3), Rational(1, 2), 1, Rational(7, 5), 2, 3, 5, 12, 100]
        for parameter in statement.parameters where assignment.dimensions[parameter.name] == nil {
            let size = sizes[pick(sizes.count)]
            var value: Rational
            switch (parameter.lower?.value, parameter.upper?.value) {
            case (let a?, let b?): value = a + (b - a) * Rational(pick(65), 64)
            case (let a?, nil): value = pick(8) == 0 ? a : a + size
            case (nil, let b?): value = pick(8) == 0 ? b : b - size
            case (nil, nil): value = pick(8) == 0 ? 0 : pick(2) == 0 ? size : -size
            }
            if parameter.isInteger { value = value.floor }
            if parameter.contains(value) { assignment.parameters[parameter.name] = value }
        }
        for point in statement.points {
            guard let old = assignment.points[point] else { continue }
            switch point.manifold {
            case .euclidean: assignment.points[point] = old.map { _ in Rational(pick(49) - 24, 8) }
            case .line(let lower, let upper):
                let size = sizes[pick(sizes.count)]
                switch (lower, upper) {
                case (let a?, let b?): assignment.points[point] = [a + (b - a) * Rational(1 + pick(63), 64)]
                case (let a?, nil): assignment.points[point] = [a + size]
                case (nil, let b?): assignment.points[point] = [b - size]
                case (nil, nil): assignment.points[point] = [pick(2) == 0 ? size : -size]
                }
            case .sphere, .torus: break
            }
        }
    }

    /// In every component, as far as balls tell.
    private func holds(_ relation: CompiledRelation, _ assignment: Assignment) -> Certainty {
        var isTelling = true
        let result = Screening.compare(relation, assignment, in: BallField(precision: Self.precision)) { left, right in
            guard left.isFinite, right.isFinite else {
                isTelling = false
                return false
            }
            let scale = 1 + left.midpointEstimate.magnitude
            let isSharp = left.radiusEstimate + right.radiusEstimate < 1e-12 * scale
            switch relation.relation.op {
            case .equal:
                if !isSharp { isTelling = false }
                return !left.overlaps(right)
            case .lessOrEqual:
                if !isSharp, left.isLess(than: right) != .yes { isTelling = false }
                return right.isLess(than: left) == .yes
            case .less:
                if left.isLess(than: right) == .unknown { isTelling = false }
                return left.isLess(than: right) == .no
            }
        }
        switch result {
        case .differ: return .no
        case .agree: return isTelling ? .yes : .unknown
        case .undetermined: return .unknown
        }
    }

    // MARK: Integrals

    private func integrals(_ relation: Relation, _ conditions: SideConditions.Derivation?) -> Answer {
        var bare = statement
        bare.hypotheses = []
        bare.goal = .relation(relation)
        let conditions = conditions ?? SideConditions.derive(bare)
        func differs(_ message: String) -> Answer { statement.hypotheses.isEmpty ? .differs(message) : .none("a hypothesis cannot be evaluated") }
        // Sides may agree at one value of a parameter.
        var agreed = 0
        for seed in Self.seeds {
            switch LatticeCrossCheck.run(bare, [relation], candidates, conditions, seeds: seed...seed) {
            case .agreement: agreed += 1
            case .difference(let message): return differs(message)
            case .undetermined: break
            }
        }
        if agreed > 0 { return .agrees(agreed) }
        if !statement.hypotheses.isEmpty, let answer = gaussians(relation) { return answer }
        if !statement.functions.contains(where: { !$0.arguments.isEmpty }), statement.symbolicDimensions.isEmpty { return numbers(bare, conditions) }
        guard relation.op == .equal else { return .none("no quadrature") }
        switch GaussianCheck.differ(relation, bare) {
        case false?: return .agrees(1)
        // Where some integral does not converge, exact formulas may still have a value.
        case true? where conditions.positive.isEmpty: return differs("exactly, on Gaussians")
        default: break
        }
        switch IntegralCrossCheck.run(bare, [relation], conditions) {
        case .agreement: return .agrees(1)
        case .difference(let message): return differs(message)
        case .undetermined: return .none("no quadrature")
        }
    }

    /// Exactly, on Gaussians for which the hypotheses hold, if these are about moments and constants.
    private func gaussians(_ relation: Relation) -> Answer? {
        let hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }
        guard statement.hypotheses.allSatisfy({ $0.relations != nil }),
            hypotheses.allSatisfy({ $0.left.hasIntegral || $0.right.hasIntegral || !($0.left.mentionsFunctionOfPoints || $0.right.mentionsFunctionOfPoints) })
        else { return nil }
        var agreed = 0
        for dimensions in candidates.dimensions(count: 3) {
            for example in GaussianExample.all(statement, dimensions: dimensions) where isInRange(example.assignment) {
                /// Whether it holds in all components; `nil` where it has no exact value.
                func holds(_ relation: Relation) -> Bool? {
                    for indices in Screening.indexValues(relation.indices, example.assignment) {
                        guard let left = example.value(of: relation.left, relation.indices, indices), let right = example.value(of: relation.right, relation.indices, indices) else { return nil }
                        switch relation.op {
                        case .equal: if left != right { return false }
                        case .lessOrEqual: if left > right { return false }
                        case .less: if left >= right { return false }
                        }
                    }
                    return true
                }
                guard hypotheses.allSatisfy({ holds($0) == true }), let result = holds(relation) else { continue }
                if !result { return .differs("exactly, on Gaussians for which the hypotheses hold") }
                agreed += 1
            }
        }
        return agreed > 0 ? .agrees(agreed) : nil
    }

    /// Integrals without arbitrary functions, at values of the parameters.
    private func numbers(_ bare: Statement, _ conditions: SideConditions.Derivation) -> Answer {
        guard bare.functions.isEmpty, bare.points.isEmpty, let relation = bare.goal.relations?.first, relation.indices.isEmpty else { return .none("constant tensors") }
        var generator = SplitMix64(seed: 7)
        var agreed = 0
        for _ in 0..<(bare.parameters.isEmpty ? 1 : 4) {
            var assignment = Assignment()
            scatter(&assignment, &generator)
            guard isInRange(assignment), conditions.admits(assignment) else { continue }
            let values = assignment.parameters.mapValues { Expression.number($0) }
            let numbers = Statement(goal: .relation(Relation(
                relation.left.substitutingParameters(values), relation.op, relation.right.substitutingParameters(values))))
            let outcome = Prover.run(Task(statement: numbers, question: .check(digits: 12)))
            switch outcome.verdict {
            case .certified, .supported: agreed += 1
            case .refuted:
                return statement.hypotheses.isEmpty ? .differs("numbers at \(assignment.parameters): \(outcome.witness ?? "")") : .none("a hypothesis cannot be evaluated")
            default: continue
            }
        }
        return agreed > 0 ? .agrees(agreed) : .none("no quadrature")
    }
}
