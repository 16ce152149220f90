import Arithmetic
import Expressions
import Kernel

/// Statements decided by way of another statement.
extension Prover {
    /// By a statement that implies the given one, where that is proved.
    ///
    /// - Parameter evidence: what makes the proof of the other one evidence for this.
    /// - Parameter words: how it is told, with what was found.
    static func proof(
        of task: Task, _ name: String, from reduced: Statement, evidence: (Evidence) -> Evidence, words: (Outcome) -> String
    ) -> Outcome? {
        proof(of: task, name, by: decide(task.asking(about: reduced), name), evidence: evidence, words: words)
    }

    /// - Parameter found: what was said of the other statement.
    static func proof(of task: Task, _ name: String, by found: Outcome, evidence: (Evidence) -> Evidence, words: (Outcome) -> String) -> Outcome? {
        guard found.verdict == .proved, let inner = found.certifiedEvidence else { return nil }
        guard let (theorem, own) = try? SignedConditions.theorem(task.statement, evidence(inner)) else { return nil }
        var outcome = found
        outcome.accept(theorem, own, task, name)
        outcome.evidence = words(found)
        return outcome
    }

    /// By a statement about particular functions, where that is refuted.
    ///
    /// - Parameter example: which functions these are.
    static func refutation(of task: Task, _ name: String, from reduced: Statement, example: String, evidence: (Evidence) -> Evidence) -> Outcome? {
        let found = decide(task.asking(about: reduced), name)
        guard found.verdict == .refuted, let inner = found.certifiedEvidence, case let own = evidence(inner),
            let theorem = try? Kernel.Examination(task.statement, own.read(in: task.statement)).theorem() else { return nil }
        var outcome = found
        outcome.accept(theorem, own, task, name)
        outcome.witness = (["for \(example)"] + [found.witness].compactMap { $0 }).joined(separator: "\n")
        outcome.repair = nil
        return outcome
    }

    /// By statements that together imply the given one, where all are proved; the last is tried first.
    ///
    /// - Parameter words: how it is told, with what was found for each.
    static func proof(
        of task: Task, _ name: String, fromAll statements: [Statement], evidence: ([Evidence]) -> Evidence, words: ([Outcome]) -> String
    ) -> Outcome? {
        var found: [(outcome: Outcome, evidence: Evidence)] = []
        for statement in statements.reversed() {
            let outcome = decide(task.asking(about: statement), name)
            guard outcome.verdict == .proved, let inner = outcome.certifiedEvidence else { return nil }
            found.insert((outcome, inner), at: 0)
        }
        guard let (theorem, own) = try? SignedConditions.theorem(task.statement, evidence(found.map(\.evidence))) else { return nil }
        var outcome = Outcome(verdict: .proved)
        outcome.accept(theorem, own, task, name)
        outcome.evidence = words(found.map(\.outcome))
        return outcome
    }

    /// With the entries of tensors written out, in given dimensions.
    static func writtenOut(_ task: Task, _ name: String) -> Outcome? {
        guard let relations = task.statement.goal.relations, relations.count == 1, !relations[0].hasIntegral,
            let reduced = try? EntryStatement(task.statement).written(), let goals = reduced.goal.relations else { return nil }
        let signs = SignProver(reduced)
        var pieces: [Evidence] = []
        for goal in goals {
            guard let proof = signs.proof(of: goal, .pointwise) else { return nil }
            pieces.append(.sign(proof))
        }
        guard AdmissibleExample.exists(task.statement) else { return nil }
        let evidence = Evidence.entries(pieces.count == 1 ? pieces[0] : .conjunction(pieces))
        guard let examination = try? SignedConditions.examination(of: task.statement, evidence), examination.conditions.uncovered.isEmpty else { return nil }
        var outcome = accepted(task, name, examination, relations.map { CompiledRelation($0) })
        if outcome.verdict == .proved { outcome.evidence = "entries written out, " + outcome.evidence }
        return outcome
    }

    /// An inequality between integrals of functions at points for functions of either sign in place of positive ones.
    static func generalisedInSign(_ task: Task, _ name: String) -> Outcome? {
        guard let relations = task.statement.goal.relations, relations.contains(where: { $0.op == .lessOrEqual && ($0.hasIntegral || !task.statement.hypotheses.isEmpty) }),
            relations.allSatisfy({ $0.left.hasFunctionsAtPointsOnly && $0.right.hasFunctionsAtPointsOnly }),
            let reduced = try? ArbitrarySign(task.statement).generalised() else { return nil }
        return proof(of: task, name, from: reduced, evidence: { .arbitrarySign($0) }) { "for functions of either sign, " + $0.evidence }
    }

    /// With `M R = Id` in place of `M⁻¹ = R`.
    static func multipliedOut(_ task: Task, _ name: String) -> Outcome? {
        guard let reduced = try? InverseMatrix(task.statement).product() else { return nil }
        return proof(of: task, name, from: reduced, evidence: { .inverse($0) }) { "multiplied by the inverse, " + $0.evidence }
    }

    /// With denominators that depend on no point multiplied out.
    static func denominatorsCleared(_ task: Task, _ name: String) -> Outcome? {
        guard let reduced = try? ClearedDenominators(task.statement).cleared(isRefuted: false), case let found = decideAsRead(task.asking(about: reduced), name),
            [.proved, .refuted].contains(found.verdict), let inner = found.certifiedEvidence,
            let (theorem, own) = try? SignedConditions.theorem(task.statement, .cleared(inner)) else { return nil }
        var outcome = found
        outcome.accept(theorem, own, task, name)
        return outcome
    }

    /// A parameter r in place of exponentials of parameters, so that `1 - exp(-2 t)` is the polynomial `1 - r²`.
    static func exponentialParameter(of statement: Statement) -> ExponentialParameter? {
        guard let relations = statement.goal.relations, relations.contains(where: { $0.op == .equal || $0.hasIntegral }) else { return nil }
        let parameter = statement.freshName("r")
        return relations.flatMap { $0.left.exponentialRates + $0.right.exponentialRates }.lazy
            .map { ExponentialParameter(name: parameter, rate: $0) }.first { (try? $0.statement(of: statement)) != nil }
    }

    static func with(_ exponential: ExponentialParameter, _ task: Task, _ name: String) -> Outcome? {
        guard let reduced = try? exponential.statement(of: task.statement) else { return nil }
        return proof(of: task, name, from: reduced, evidence: { .exponential(exponential, $0) }) {
            "with \(exponential.name) = exp(-\(exponential.rate.plainText)), " + $0.evidence
        }
    }

    /// With every symmetric matrix in place of the square of one.
    static func withMatrixForSquare(_ task: Task, _ name: String) -> Outcome? {
        for root in task.statement.functions where root.arguments.isEmpty && root.valueSymmetry == .symmetric {
            let square = SquaredMatrix(root: root.name, name: task.statement.freshName("M"))
            guard let reduced = try? square.statement(of: task.statement) else { continue }
            if let found = proof(of: task, name, from: reduced, evidence: { .matrix(square, $0) }, words: \.evidence) { return found }
        }
        return nil
    }

    /// With integrals in place of the constants that are these moments.
    static func momentsWrittenOut(_ task: Task, _ name: String) -> Outcome? { rewritten(task, name, .namedMoments) }

    /// Refuted at some values of the parameters, where methods that need numbers find a counterexample.
    static func atValues(_ task: Task, _ name: String) -> Outcome? {
        let statement = task.statement
        guard statement.goal.relations?.contains(where: \.hasIntegral) ?? false, let dimensions = CandidateAssignments(statement).dimensions(count: 2).last else { return nil }
        let names = statement.parameters.map(\.name).filter { !statement.symbolicDimensions.contains($0) }
        var tried: [[String: Rational]] = []
        for assignment in CandidateAssignments(statement).simple(dimensions) {
            let values = assignment.parameters.filter { names.contains($0.key) }
            guard !values.isEmpty, tried.count < valuesTried else { return nil }
            if tried.contains(values) { continue }
            tried.append(values)
            let specialisation = Specialisation(values)
            guard let reduced = try? specialisation.statement(of: statement) else { continue }
            let example = values.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
            let own = task.asking(about: reduced)
            for (number, relation) in (reduced.goal.relations ?? []).enumerated() where relation.hasIntegral {
                guard let found = GaussianFamilySearch(own, name).run(number) ?? refutedByDensity(own, name, number, relation, CandidateAssignments(reduced).dimensions(count: 2)),
                    found.verdict == .refuted, let inner = found.certifiedEvidence, case let evidence = Evidence.specialisation(specialisation, inner),
                    let theorem = try? Kernel.Examination(statement, evidence.read(in: statement)).theorem() else { continue }
                var outcome = found
                outcome.accept(theorem, evidence, task, name)
                outcome.witness = ["for \(example)", found.witness ?? ""].joined(separator: "\n")
                outcome.repair = nil
                return outcome
            }
        }
        return nil
    }

    private static let valuesTried = 2

    /// With inner products in place of products of cross products.
    static func crossProductsExpanded(_ task: Task, _ name: String) -> Outcome? {
        guard let relations = task.statement.goal.relations, relations.contains(where: { $0.op != .equal }) else { return nil }
        return rewritten(task, name, .crossProducts)
    }

    /// With positive functions in place of the exponentials of arbitrary ones.
    static func withPositiveFunctions(_ task: Task, _ name: String) -> Outcome? {
        guard let relations = task.statement.goal.relations, relations.contains(where: \.hasIntegral) else { return nil }
        return rewritten(task, name, .logarithms)
    }

    /// With products of powers of integrals in place of sums of their logarithms.
    static func withoutLogarithms(_ task: Task, _ name: String) -> Outcome? { rewritten(task, name, .exponentials) }

    /// With velocities after a collision in the place of those before it.
    static func collided(_ task: Task, _ name: String) -> Outcome? {
        guard let relations = task.statement.goal.relations, relations.contains(where: \.hasIntegral) else { return nil }
        let isEquation = relations.allSatisfy { $0.op == .equal }
        for isAveraged in isEquation ? [false] : [true, false] {
            let found = rewritten(task, name, .collisions(isAveraged: isAveraged)) { own, name in
                let found = decideAsRead(own, name)
                return found.verdict == .unknown ? integrated(own, name) ?? found : found
            }
            if let found { return found }
        }
        return nil
    }

    private static func rewritten(
        _ task: Task, _ name: String, _ rewriting: IntegralRewriting, deciding decide: (Task, String) -> Outcome = Prover.decide
    ) -> Outcome? {
        for isRefuted in [false, true] {
            guard let reduced = try? rewriting.statement(of: task.statement, isRefuted: isRefuted) else { continue }
            let found = decide(task.asking(about: reduced), name)
            guard found.verdict == (isRefuted ? .refuted : .proved), let inner = found.certifiedEvidence,
                let (theorem, evidence) = try? SignedConditions.theorem(task.statement, .rewriting(rewriting, inner)) else { continue }
            var outcome = found
            outcome.accept(theorem, evidence, task, name)
            if outcome.isByDefinition { (outcome.isByDefinition, outcome.evidence) = (false, "equal integrands") }
            outcome.repair = nil
            return outcome
        }
        return nil
    }

    /// With integrated points carried along with derivatives before integrals.
    static func carried(_ task: Task, _ name: String) -> Outcome? {
        guard let reduced = try? CarriedDerivatives(task.statement).carried() else { return nil }
        let found = decideAsRead(task.asking(about: reduced), name)
        guard [.proved, .refuted].contains(found.verdict), let inner = found.certifiedEvidence else { return nil }
        let evidence = Evidence.carried(inner)
        guard let examination = try? SignedConditions.examination(of: task.statement, evidence), let theorem = try? examination.theorem() else { return nil }
        var outcome = found
        outcome.accept(theorem, examination.evidence, task, name)
        return outcome
    }

    /// In the variables in which functions stand at the integrated points themselves.
    static func inNewVariables(_ task: Task, _ name: String) -> Outcome? {
        guard let reduced = try? ChangesOfVariables(task.statement).changed() else { return nil }
        let found = decideAsRead(task.asking(about: reduced), name)
        guard [.proved, .refuted].contains(found.verdict), let inner = found.certifiedEvidence else { return nil }
        let evidence = Evidence.variables(inner)
        guard let examination = try? SignedConditions.examination(of: task.statement, evidence), examination.conditions.uncovered.isEmpty || inner.verdict == .refuted,
            let theorem = try? examination.theorem() else { return nil }
        var outcome = found
        outcome.accept(theorem, examination.evidence, task, name)
        outcome.repair = nil
        if inner.verdict == .proved { outcome.evidence = "by changes of variables, " + found.evidence }
        return outcome
    }

    /// With integrals over spheres and of radial functions as integrals over an interval, or with one over an interval by an antiderivative.
    static func integrated(_ task: Task, _ name: String) -> Outcome? {
        let statement = task.statement
        guard let relations = statement.goal.relations, relations.contains(where: \.hasIntegral) else { return nil }
        func decided(_ rewriting: IntegralRewriting, _ words: String) -> Outcome? {
            for isRefuted in [false, true] {
                guard let reduced = try? rewriting.statement(of: statement, isRefuted: isRefuted) else { continue }
                let found = decide(task.asking(about: reduced), name)
                guard found.verdict == (isRefuted ? .refuted : .proved), let inner = found.certifiedEvidence else { continue }
                let evidence = Evidence.rewriting(rewriting, inner)
                guard let examination = try? SignedConditions.examination(of: statement, evidence), let theorem = try? examination.theorem() else { continue }
                var outcome = found
                outcome.accept(theorem, examination.evidence, task, name)
                outcome.repair = nil
                outcome.isByDefinition = false
                if isRefuted { return outcome }
                outcome.evidence = words
                // Quadrature knows no conditions but positive numbers.
                let conditions = examination.conditions
                if conditions.conditions.count == conditions.positive.count, case .difference(let message) = IntegralCrossCheck.run(statement, relations, conditions) {
                    outcome = unknown("quadrature contradicts the proof")
                    outcome.internalError = message
                }
                return outcome
            }
            return nil
        }
        if let found = decided(.sphereMeans, "integrals over spheres in closed form") ?? decided(.slices, "integrals over slices") { return found }
        for (target, point, body) in relations.flatMap({ $0.left.outermostIntegrals + $0.right.outermostIntegrals }) {
            guard let functions = try? IntervalFunctions([body], over: point, of: statement),
                let function = AntiderivativeSearch(functions, limits: task.limits).run() else { continue }
            return decided(.antiderivative(Antiderivative(of: target, function)), "integrals by antiderivatives")
        }
        return nil
    }

    /// With the equations that functions of a time satisfy put in.
    static func evolved(_ task: Task, _ name: String) -> Outcome? {
        let hypotheses = task.statement.hypotheses.flatMap { $0.relations ?? [] }
        guard hypotheses.contains(where: { $0.op == .equal && $0.left.mentionsFunctionOfPoints }) else { return nil }
        for equations in EvolutionEquations.allCases.reversed() {
            for isRefuted in [false, true] {
                guard let reduced = try? equations.statement(of: task.statement, isRefuted: isRefuted) else { continue }
                let found = decideAsRead(task.asking(about: reduced), name)
                guard found.verdict == (isRefuted ? .refuted : .proved), let inner = found.certifiedEvidence else { continue }
                guard let (theorem, evidence) = try? SignedConditions.theorem(task.statement, .evolution(equations, inner)) else { continue }
                var outcome = found
                outcome.sideConditions = theorem.conditions
                outcome.certificate = certificate(task, name, theorem, evidence)
                outcome.repair = nil
                if !isRefuted {
                    outcome.evidence = equations == .rates ? "rates put in, " + found.evidence : "the solution of the initial value problem, " + found.evidence
                }
                return outcome
            }
        }
        return nil
    }

    /// As a statement about quantities; `nil` where that proves nothing.
    static func abstracted(_ task: Task, _ name: String, _ patience: SignProver.Patience) -> Outcome? {
        guard let evidence = AbstractionProver(task).run(patience) else { return nil }
        do {
            let examination = try SignedConditions.examination(of: task.statement, evidence)
            if let reason = examination.conditions.reasonNotCovered { return unknown(reason) }
            return accepted(task, name, examination, (task.statement.goal.relations ?? []).map { CompiledRelation($0) })
        } catch {
            var outcome = unknown("the kernel rejects the certificate: \(error)")
            outcome.internalError = "the kernel rejects a certificate of the prover: \(error)"
            return outcome
        }
    }
}

extension Expression {
    fileprivate var hasFunctionsAtPointsOnly: Bool {
        if case .application(let application) = kind { return application.arguments.allSatisfy { $0.plainPoint != nil } }
        return operands.allSatisfy(\.hasFunctionsAtPointsOnly)
    }

    /// The integrals over one point in it that stand in no other.
    fileprivate var outermostIntegrals: [(integral: Expression, point: Point, body: Expression)] {
        guard hasIntegral else { return [] }
        guard case .integral(let points, let body) = kind else { return operands.flatMap(\.outermostIntegrals) }
        return points.count == 1 ? [(self, points[0], body)] : []
    }

    /// The products of parameters of which multiples stand in exponentials and hyperbolic functions.
    fileprivate var exponentialRates: [Expression] {
        var own: [Expression] = []
        if case .elementary(let function, let argument) = kind, [.exp, .cosh, .sinh, .tanh].contains(function) {
            own = argument.summands.compactMap { term in
                guard let powers = term.monomialInParameters?.powers, !powers.isEmpty else { return nil }
                return .product(powers.sorted { $0.key.plainText < $1.key.plainText }.map { $1 == 1 ? $0 : .power($0, .number($1)) })
            }
        }
        return operands.reduce(into: own) { $0 += $1.exponentialRates }
    }
}

extension Statement {
    /// A name like this one that stands for nothing else.
    func freshName(_ name: String) -> String {
        let taken = Set(parameters.map(\.name) + points.map(\.name) + functions.map(\.name) + symbolicDimensions)
        return taken.contains(name) ? (1...).lazy.map { "\(name)\($0)" }.first { !taken.contains($0) } ?? name : name
    }
}
