import Arithmetic
import Expressions
import Kernel

/// Decides statements: the one entrance to the searches of this layer.
public enum Prover {
    /// Small dimensions tried for a counterexample when the dimension is a symbol.
    static let dimensionsTried = 6

    public static func run(_ task: Task, name: String = "claim") -> Outcome {
        switch task.question {
        case .decide: return supported(decide(task, name), task)
        case .find(let unknowns): return ConstantFinder(task, name).run(unknowns)
        case .evaluate(let digits): return NumericQuestions(task, name).evaluate(digits: digits)
        case .check(let digits): return NumericQuestions(task, name).check(digits: digits)
        case .optimise(let isMinimum, let digits, let names): return Optimiser(task, name, isMinimum: isMinimum, digits: digits, over: names).run()
        case .certify(let digits): return NumericQuestions(task, name).certify(digits: digits)
        case .forWhich(let parameter): return RangeFinder(task, name, parameter: parameter).run()
        case .plot(let parameter, let isLogarithmic):
            return CurvePlotter(task, parameter: parameter, isLogarithmic: isLogarithmic).run()
        case .best(let constant): return BestConstantFinder(task, name, constant: constant).run()
        }
    }

    /// What is refuted about integrals, with values of both sides on test densities.
    private static func supported(_ outcome: Outcome, _ task: Task) -> Outcome {
        guard outcome.verdict == .refuted, case let integrals = (task.statement.goal.relations ?? []).filter(\.hasIntegral), !integrals.isEmpty,
            let support = IntegralCrossCheck.support(task.statement, integrals, isWrittenBackwards: task.isWrittenBackwards) else { return outcome }
        var result = outcome
        result.witness = [outcome.witness, support].compactMap { $0 }.joined(separator: "\n")
        return result
    }

    /// Other statements to decide in place of one on which the direct methods find nothing.
    private static let reductions: [@Sendable (Task, String) -> Outcome?] = [
        inNewVariables, carried, evolved, { SpectralProver($0, $1).run() }, denominatorsCleared, withoutLogarithms, collided, momentsWrittenOut, crossProductsExpanded,
        { LinearEvolution($0, $1).run() }, withPositiveFunctions, integrated, { InnerIntegralProver($0, $1).run() }, atValues,
    ]

    static func decide(_ task: Task, _ name: String) -> Outcome {
        do {
            let own = try task.read()
            if SpectralProver.concerns(own.statement), let found = SpectralProver(own, name).run() { return found }
            // Where exponentials hide the range of a denominator, other methods look at them in vain.
            let exponential = exponentialParameter(of: own.statement), isHidden = exponential != nil && !SideConditions.derive(own.statement).uncovered.isEmpty
            if isHidden, let found = exponential.flatMap({ with($0, own, name) }) { return found }
            let outcome = decideAsRead(own, name)
            guard outcome.verdict == .unknown, !outcome.limitReached, outcome.internalError == nil else { return outcome }
            if let found = withMatrixForSquare(own, name) ?? (isHidden ? nil : exponential.flatMap { with($0, own, name) }) { return found }
            for reduction in reductions { if let found = reduction(own, name) { return found } }
            if let found = certified(own, name) { return found }
            return ModelFunctions(own.statement).satisfyHypotheses(includingConditional: false) ? outcome : unknown(noExample)
        } catch {
            var outcome = unknown("the statement cannot be written: \(error)")
            outcome.internalError = "the statement does not read from its text: \(error)"
            return outcome
        }
    }

    /// Relations between numbers, in balls; an equation only where both sides are exact, and it holds.
    private static func certified(_ task: Task, _ name: String) -> Outcome? {
        let statement = task.statement
        guard statement.parameters.isEmpty, statement.functions.isEmpty, statement.hypotheses.isEmpty, let relations = statement.goal.relations,
            relations.allSatisfy(\.indices.isEmpty), statement.points.allSatisfy({ point in relations.allSatisfy { !$0.left.mentions(point) && !$0.right.mentions(point) } })
        else { return nil }
        let outcome = NumericQuestions(task, name).certify(digits: 30)
        return outcome.verdict == .certified || outcome.verdict == .refuted && relations.allSatisfy { $0.op != .equal } ? outcome : nil
    }

    static func decideAsRead(_ task: Task, _ name: String) -> Outcome {
        let statement = task.statement
        if !statement.implications.isEmpty { return ImplicationProver(task, name).run() }
        if case .existence(let parameter, _) = statement.goal { return ExistenceProver(task, name, parameter).run() }
        guard let relations = statement.goal.relations, !relations.isEmpty else {
            return unknown("no method for this kind of statement yet")
        }
        if let parameter = statement.parameters.first(where: \.rangeIsEmpty) {
            return unknown("no value of \(parameter.name) satisfies its declaration")
        }
        if LimitEvaluation.concerns(statement) { return LimitProver(task, name).run() }
        // What is cited, or determined by an equation, is not tried in vain by other methods. Points of lines are parameters.
        if !statement.hypotheses.isEmpty || statement.isAboutScalars,
            let outcome = (statement.hypotheses.isEmpty ? nil : abstracted(task, name, .bounds)) ?? abstracted(task, name, .short) { return outcome }
        for relation in relations {
            if let operation = relation.left.undecidedOperator ?? relation.right.undecidedOperator {
                return certified(task, name) ?? multipliedOut(task, name) ?? unknown(operation.reasonOfOperator)
            }
        }
        let compiled = relations.map { CompiledRelation($0) }
        let candidates = CandidateAssignments(statement)
        let signs = SignProver(statement)
        let elimination = HypothesisElimination(statement, limits: task.limits)
        var pieces: [Evidence] = []
        var descriptions: [String] = []
        var remaining: (reason: String, limitReached: Bool)?
        for (number, relation) in relations.enumerated() {
            let dimensions = candidates.dimensions(count: dimensionsTried)
            if dimensions.isEmpty { return unknown("no dimension satisfies the declarations") }
            let isManifest = relation.op == .lessOrEqual
                && relation.excess.isManifestlyNonnegative(positiveParameters: FormContext(statement).positiveParameters)
            if relation.hasIntegral {
                if isManifest {
                    pieces.append(.manifestSign)
                    continue
                }
                guard relation.op == .equal else {
                    let evaluator = IntegralEvaluator(task)
                    switch evaluator.run(relation, number, name: name) {
                    case .proved(let evidence):
                        pieces.append(evidence)
                        continue
                    case .refuted(let certificate): return evaluator.outcome(certificate, relation)
                    case .open, nil: break
                    }
                    if let found = HoelderProver(task, name).run() ?? TangentProver(task, name).run() { return found }
                    switch InequalityProver(statement: statement, limits: task.limits).run(relation) {
                    case .proved(let evidence, let description):
                        pieces.append(evidence)
                        descriptions.append(description)
                    case .open(let reason):
                        if let found = GaussianFamilySearch(task, name).run(number) { return found }
                        // Between derivatives little holds at every point: there it is tried last.
                        let hasDerivative = relation.left.hasDerivative || relation.right.hasDerivative
                        if !hasDerivative, let found = IntegrandProver(task, name).run() { return found }
                        if let found = refutedByExample(task, name, number, relation) ?? refutedByDensity(task, name, number, relation, dimensions) {
                            return found
                        }
                        if let found = PotentialSearch(task, name).run() ?? DiscriminantProver(task, name).run() ?? KnownIntegralProver(task, name).run()
                            ?? GaussianGeneralisationProver(task, name).run() ?? SolutionSearch(task, name).runOnLines() ?? SolutionSearch(task, name).runOnHessians() ?? (hasDerivative ? IntegrandProver(task, name).run() : nil) { return found }
                        remaining = remaining ?? (reason, false)
                    }
                    continue
                }
                switch IntegralProver(statement, limits: task.limits).run(relation, number) {
                case .proved(let divergence): pieces.append(.divergence(divergence))
                case .refuted(let variation): return refuted(task, name, relation, variation)
                case .open(let reason, let limitReached):
                    if let multiples = elimination?.run(relation, number) {
                        pieces.append(.modulo(multiples))
                        continue
                    }
                    if let found = PotentialSearch(task, name).run() ?? SolutionSearch(task, name).runOnLines() { return found }
                    let evaluator = IntegralEvaluator(task)
                    switch evaluator.run(relation, number, name: name) {
                    case .proved(let evidence): pieces.append(evidence)
                    case .refuted(let certificate): return evaluator.outcome(certificate, relation)
                    case .open(let reason): remaining = remaining ?? (reason, false)
                    case nil:
                        if let found = refutedByDensity(task, name, number, relation, dimensions) { return found }
                        if let found = GaussianFamilySearch(task, name).run(number) ?? SolutionSearch(task, name).runOnHessians() { return found }
                        remaining = remaining ?? (reason, limitReached)
                    }
                }
                continue
            }
            // One dimension that is not degenerate is enough to see most false claims.
            let passes = relation.op == .equal
                && dimensions.prefix(3).suffix(1).allSatisfy { Screening.passes(compiled[number], candidates, $0) }
            if !passes, let multiples = elimination?.run(relation, number) {
                pieces.append(.modulo(multiples))
                continue
            }
            // Exponentials have no consistent value modulo a prime: there a failed screen says little.
            let isTelling = !relation.left.hasTranscendental && !relation.right.hasTranscendental
            // Samples tell a proof's search soon whether an inequality between functions of parameters is false.
            let isSampled = relation.op != .equal && signs.concerns(relation)
            if !passes && isTelling && !isSampled, let refuted = refute(task, name, number, compiled, dimensions) { return refuted }
            if isManifest {
                pieces.append(.manifestSign)
                continue
            }
            if relation.op != .equal, !isByDefinition(relation), let proof = signs.proof(of: relation, .short) {
                pieces.append(.sign(proof))
                continue
            }
            if isSampled {
                if let refuted = refute(task, name, number, compiled, dimensions) { return refuted }
            }
            if relation.op != .equal, !isByDefinition(relation), let proof = signs.proof(of: relation, .long) {
                pieces.append(.sign(proof))
                continue
            }
            guard relation.op == .equal || isByDefinition(relation) else {
                if let evidence = ComparisonProver(statement, limits: task.limits).run(relation) {
                    pieces.append(evidence)
                    continue
                }
                if let found = GrowthProver(task, name).run(.short) ?? SolutionSearch(task, name).run(number) ?? GrowthProver(task, name).run(.long) { return found }
                // A simple counterexample is found sooner than a proof is given up.
                if let refuted = refute(task, name, number, compiled, dimensions) { return refuted }
                if statement.constrainsConstants, let found = abstracted(task, name, .long) ?? writtenOut(task, name) { return found }
                if let found = SquaringProver(task, name).run() ?? SolutionSearch(task, name).runOnHessians() ?? SolutionSearch(task, name).runOnSpaceTime() { return found }
                switch InequalityProver(statement: statement, limits: task.limits).run(relation) {
                case .proved(let evidence, let description):
                    pieces.append(evidence)
                    descriptions.append(description)
                case .open(let reason):
                    if relations.count == 1, let found = GaussianGeneralisationProver(task, name).run() { return found }
                    if !statement.constrainsConstants, let found = writtenOut(task, name) { return found }
                    let own = signs.concerns(relation) ? "what is known does not combine to this inequality" : reason
                    remaining = remaining ?? (own + ", and no counterexample among the simple candidates", false)
                }
                continue
            }
            // Where it is the whole goal the kernel's normal form is the only one.
            var refusal: Rejection?
            if relations.count == 1 {
                do {
                    let examination = try Kernel.Examination(statement, .identity(.contraction), termBudget: task.limits.terms)
                    if examination.conditions.uncovered.isEmpty {
                        return accepted(task, name, try examination.theorem(), examination, compiled)
                    }
                } catch Rejection.noExample {
                    return unknown(noExample)
                } catch {
                    refusal = error as? Rejection
                }
            }
            switch IdentityProver(statement, limits: task.limits).run(relation, refusal: refusal) {
            case .proved(let form): pieces.append(.identity(form))
            case .open(let reason, let limitReached):
                if passes, let multiples = elimination?.run(relation, number) {
                    pieces.append(.modulo(multiples))
                    continue
                }
                if let proof = signs.proof(of: relation) {
                    pieces.append(.sign(proof))
                    continue
                }
                if let evidence = ComparisonProver(statement, limits: task.limits).run(relation) {
                    pieces.append(evidence)
                    continue
                }
                if let found = SolutionSearch(task, name).run(number) { return found }
                if let refuted = refute(task, name, number, compiled, dimensions) { return refuted }
                if let found = GrowthProver(task, name).run(.long) ?? SolutionSearch(task, name).runOnSpaceTime() ?? SolutionSearch(task, name).runOnHessians() { return found }
                if let found = writtenOut(task, name) { return found }
                remaining = remaining ?? (reason, limitReached)
            }
        }
        if let remaining {
            if let outcome = abstracted(task, name, .long) ?? generalisedInSign(task, name) { return outcome }
            var outcome = unknown(remaining.reason)
            outcome.limitReached = remaining.limitReached
            return outcome
        }
        let evidence = reassemble(statement.goal, &pieces)
        do {
            let examination = try SignedConditions.examination(of: statement, evidence)
            if let reason = examination.conditions.reasonNotCovered { return unknown(reason) }
            var outcome = accepted(task, name, examination, compiled)
            if outcome.verdict == .proved, descriptions.count == relations.count { outcome.evidence = descriptions.joined(separator: "; ") }
            return outcome
        } catch let rejection as Rejection {
            return unknown("holds formally, but " + rejection.plainText)
        } catch {
            return unknown("\(error)")
        }
    }

    /// Has the kernel prove what it has examined, and describes the theorem.
    static func accepted(
        _ task: Task, _ name: String, _ examination: Kernel.Examination, _ relations: [CompiledRelation]
    ) -> Outcome {
        do {
            return accepted(task, name, try examination.theorem(), examination, relations)
        } catch Rejection.noExample {
            return unknown(noExample)
        } catch {
            var outcome = unknown("the kernel rejects the certificate: \(error)")
            outcome.internalError = "the kernel rejects a certificate of the prover: \(error)"
            return outcome
        }
    }

    private static func accepted(
        _ task: Task, _ name: String, _ theorem: Theorem, _ examination: Kernel.Examination, _ relations: [CompiledRelation]
    ) -> Outcome {
        let statement = theorem.statement, evidence = examination.evidence
        var outcome = Outcome(verdict: theorem.verdict)
        outcome.accept(theorem, evidence, task, name)
        switch SelfCheck.run(examination, relations, precision: task.precision) {
        case .contradiction(let message):
            outcome = unknown("the numeric self-check contradicts the proof")
            outcome.internalError = message
            return outcome
        case .agreement where statement.hypotheses.isEmpty || evidence.isAboutQuantities: break
        case .agreement, .undetermined:
            guard let local = try? examination.localStatement(),
                AdmissibleExample.exists(local, local.goal == statement.goal ? relations : nil)
            else {
                return unknown(noExample)
            }
        }
        let integrals = (statement.goal.relations ?? []).filter(\.hasIntegral)
        if theorem.verdict == .proved, !integrals.isEmpty, case .difference(let message) = IntegralCrossCheck.run(statement, integrals, examination.conditions) {
            outcome = unknown("quadrature contradicts the proof")
            outcome.internalError = message
            return outcome
        }
        if let relations = statement.goal.relations {
            outcome.isByDefinition = relations.allSatisfy(isByDefinition)
            outcome.evidence = outcome.isByDefinition ? "by definition" : examination.text(relations)
        }
        return outcome
    }

    /// The text of what the kernel has accepted.
    static func certificate(_ task: Task, _ name: String, _ theorem: Theorem, _ evidence: Evidence) -> String {
        let certificate = Certificate(name: name, statement: theorem.statement, evidence: evidence, conditions: theorem.conditions)
        return task.reading.map(certificate.text) ?? certificate.text
    }

    private static let noExample = "no example was found that satisfies all hypotheses and side conditions; they may contradict each other"

    static func unknown(_ reason: String) -> Outcome {
        var outcome = Outcome(verdict: .unknown)
        outcome.reason = reason
        return outcome
    }

    private static func refute(
        _ task: Task, _ name: String, _ number: Int, _ relations: [CompiledRelation], _ dimensions: [[String: Int]]
    ) -> Outcome? {
        let statement = task.statement
        let compiled = relations[number], relation = compiled.relation
        guard let (failure, theorem) = WitnessSearch(statement).find(relation: number, compiled, dimensions: dimensions) else {
            // Constants that are moments go with a density.
            let hasMoments = statement.hypotheses.contains { $0.relations?.contains(where: \.hasIntegral) ?? false }
            return hasMoments ? refutedByDensity(task, name, number, relation, dimensions) : nil
        }
        let witness = failure.witness
        let evidence = Evidence.witness(witness)
        var outcome = Outcome(verdict: .refuted)
        if case .contradiction(let message) = SelfCheck.run(witness, relations, precision: task.precision) {
            outcome.internalError = message
        }
        outcome.accept(theorem, evidence, task, name)
        var lines = WitnessDescription(statement: statement, witness: witness).lines(task.asWritten(relation, failure.left, failure.right))
        outcome.evidence = witness.arithmetic == .exact ? "counterexample in exact numbers" : "counterexample, sides in disjoint balls"
        if !statement.symbolicDimensions.isEmpty, relation.op == .equal {
            let prover = IdentityProver(statement, limits: task.limits)
            let candidates = CandidateAssignments(statement)
            let holding = dimensions.filter { Screening.passes(compiled, candidates, $0) && prover.isProved(relation, in: $0) }
            if !holding.isEmpty {
                let list = holding.map { values in
                    statement.symbolicDimensions.map { "\($0) = \(values[$0] ?? 0)" }.joined(separator: ", ")
                }
                lines.append("it holds for " + list.joined(separator: "; "))
            }
        }
        outcome.witness = lines.joined(separator: "\n")
        if relation.op == .equal { outcome.repair = Repair(task, relation).run() }
        return outcome
    }

    /// Both sides are the same expression once definitions are unfolded.
    private static func isByDefinition(_ relation: Relation) -> Bool {
        relation.op != .less && relation.left.isSameUpToBoundIndices(as: relation.right)
    }

    private static func reassemble(_ goal: Proposition, _ pieces: inout [Evidence]) -> Evidence {
        switch goal {
        case .conjunction(let parts): return .conjunction(parts.map { reassemble($0, &pieces) })
        default: return pieces.removeFirst()
        }
    }
}

extension Expression {
    var hasTranscendental: Bool {
        if case .elementary(let function, let argument) = kind {
            // A positive function is exp of its logarithm's symbol; that alone is harmless.
            guard function == .exp, case .application = argument.kind else { return true }
        }
        if bessel != nil { return true }
        return operands.contains(where: \.hasTranscendental)
    }

    var hasDerivative: Bool {
        switch kind {
        case .partial, .parameterDerivative: return true
        case .application(let application) where !application.derivatives.isEmpty: return true
        default: return operands.contains(where: \.hasDerivative)
        }
    }
}

extension Statement {
    /// Equations among the hypotheses are about constant vectors or matrices.
    fileprivate var constrainsConstants: Bool {
        hypotheses.contains { hypothesis in
            (hypothesis.relations ?? []).contains { relation in
                relation.op == .equal && relation.left.functionSymbols.union(relation.right.functionSymbols).contains { $0.arguments.isEmpty && !$0.valueDimensions.isEmpty }
            }
        }
    }
}

extension Relation {
    var hasIntegral: Bool { left.hasIntegral || right.hasIntegral }
}

extension Rejection {
    /// What stands in the way, in words.
    var plainText: String {
        switch self {
        case .diverges(let what): return "\(what) does not converge or vanish"
        case .noDecay(let what): return what
        case .illFormed(let what): return what
        case .contradiction(let conditions): return "the integrals converge for no parameters (\(conditions.joined(separator: ", ")))"
        case .noNormalForm(.unsupported(let what)): return "\(what) cannot be told"
        case .noNormalForm(.tooLarge): return "the normal form grew beyond the limit"
        default: return "\(self)"
        }
    }
}
