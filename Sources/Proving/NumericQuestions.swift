import Arithmetic
import Enclosures
import Expressions
import Integration
import Kernel

/// `evaluate`, `check` and `certify`: statements about concrete functions and numbers.
struct NumericQuestions {
    private let task: Task
    private let name: String

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func evaluate(digits: Int) -> Outcome {
        attempt {
            guard let relation = task.statement.goal.relations?.first else { throw NumericError.unsupported("this kind of statement") }
            var concrete = try ConcreteStatement(task.statement)
            let value = try NumericEvaluation.value(of: concrete.scalar(relation.left), digits: digits)
            var outcome = Outcome(verdict: value.isRigorous ? .certified : .supported)
            outcome.value = value.text(digits: digits)
            outcome.evidence = value.provenance
            if value.isRigorous, let bounds = value.bounds(digits: digits) {
                let goal = Proposition.conjunction([
                    .relation(Relation(.number(bounds.lower), .lessOrEqual, relation.left)),
                    .relation(Relation(relation.left, .lessOrEqual, .number(bounds.upper))),
                ])
                outcome.certificate = certificate(goal, digits: digits + 6, evaluations: value.number.evaluations)
            }
            return outcome
        }
    }

    /// Both sides of every relation, component by component.
    func check(digits: Int) -> Outcome {
        attempt {
            guard let relations = task.statement.goal.relations, !relations.isEmpty else {
                throw NumericError.unsupported("this kind of statement")
            }
            var comparison = NumericComparison(digits: digits)
            var concrete = try ConcreteStatement(task.statement)
            var admissibility = FunctionAdmissibility()
            try admissibility.require(&concrete)
            for condition in concrete.conditions {
                if let failure = try comparison.failure(of: condition, in: &concrete) {
                    throw NumericError.withoutValue("these values do not satisfy the hypothesis \(condition.plainText): \(failure)")
                }
            }
            for relation in relations { try comparison.compare(relation, in: &concrete) }
            var outcome = comparison.outcome
            if outcome.verdict == .refuted, !admissibility.unchecked.isEmpty {
                throw NumericError.withoutValue(
                    "the sides differ, but whether \(admissibility.unchecked.joined(separator: " and ")) was not checked: \(outcome.witness ?? "")")
            }
            if outcome.verdict == .certified {
                outcome.certificate = certificate(task.statement.goal, digits: digits + 6, evaluations: comparison.evaluations)
            } else if outcome.verdict == .refuted, relations.count == 1, let op = comparison.oppositeOrder {
                let (left, right) = op ? (relations[0].left, relations[0].right) : (relations[0].right, relations[0].left)
                let goal = Proposition.relation(Relation(left, .less, right))
                outcome.certificate = certificate(goal, digits: digits + 6, evaluations: comparison.evaluations)
            }
            return outcome
        }
    }

    /// Certified where enclosures of the two sides lie apart in the right order; equality of numbers never is.
    func certify(digits: Int) -> Outcome {
        attempt {
            guard let relations = task.statement.goal.relations, !relations.isEmpty else {
                throw NumericError.unsupported("this kind of statement")
            }
            var values: [String] = []
            var evidence: [String] = []
            var largest = digits
            var evaluations = 0
            for relation in relations {
                var concrete = try ConcreteStatement(task.statement)
                for working in [digits, 2 * digits + 20, 8 * digits + 100] {
                    let left = try NumericEvaluation.value(of: concrete.scalar(relation.left), digits: working)
                    let right = try NumericEvaluation.value(of: concrete.scalar(relation.right), digits: working)
                    let isRigorous = left.isRigorous && right.isRigorous
                    largest = max(largest, working)
                    evaluations += left.number.evaluations + right.number.evaluations
                    // As many digits as tell the two apart.
                    let shown = (digits...max(digits, working)).first {
                        left.value.midpointDescription(digits: $0) != right.value.midpointDescription(digits: $0)
                    } ?? digits
                    let text = "\(left.text(digits: shown)) \(relation.op.rawValue) \(right.text(digits: shown))"
                    if !left.value.overlaps(right.value) {
                        let holds = relation.op != .equal && left.value.isLess(than: right.value) == .yes
                        guard isRigorous else {
                            throw NumericError.withoutValue("the sides are \(text), as far as estimated error bounds tell")
                        }
                        guard holds else {
                            var outcome = Outcome(verdict: .refuted)
                            outcome.evidence = "disjoint enclosures"
                            outcome.witness = "the sides are \(left.text(digits: shown)) and \(right.text(digits: shown))"
                            return outcome
                        }
                        values.append(text)
                        for provenance in [left, right].map(\.provenance) where !evidence.contains(provenance) { evidence.append(provenance) }
                        break
                    }
                    if isRigorous, left.value.isExact, right.value.isExact {
                        // Rational numbers: equal, since their balls meet.
                        if relation.op == .less {
                            var outcome = Outcome(verdict: .refuted)
                            outcome.evidence = "equal numbers"
                            outcome.witness = "both sides are \(left.text(digits: shown))"
                            return outcome
                        }
                        values.append(text)
                        if !evidence.contains(left.provenance) { evidence.append(left.provenance) }
                        break
                    }
                    if working == 8 * digits + 100 {
                        var outcome = Outcome(verdict: .unknown)
                        outcome.reason = "the sides agree to \(working) digits: equal, or nearly so, which enclosures cannot tell; a claim may be proved"
                        return outcome
                    }
                }
            }
            var outcome = Outcome(verdict: .certified)
            outcome.value = values.joined(separator: "; ")
            outcome.evidence = evidence.joined(separator: "; ")
            outcome.certificate = certificate(task.statement.goal, digits: largest + 6, evaluations: evaluations)
            return outcome
        }
    }

    /// Evaluations that the kernel may repeat.
    private static let mostRepeated = 50_000

    /// What the kernel accepts of inequalities between these numbers; `nil` where it has no enclosures for them: an integral over several
    /// variables is reduced by theorems that it does not know.
    private func certificate(_ goal: Proposition, digits: Int, evaluations: Int) -> String? {
        guard evaluations * max(digits, 20) <= 50 * Self.mostRepeated else { return nil }
        var statement = task.statement
        statement.goal = goal
        let evidence = Evidence.enclosure(digits: digits)
        guard let theorem = try? Kernel.Examination(statement, evidence.read(in: statement)).theorem() else { return nil }
        return Certificate(name: name, statement: statement, evidence: evidence, conditions: theorem.conditions).text
    }

    private func attempt(_ body: () throws -> Outcome) -> Outcome { Outcome.attempt(body) }
}

extension Outcome {
    /// What a numeric method found, or why it found nothing.
    static func attempt(_ body: () throws -> Outcome) -> Outcome {
        var outcome = Outcome(verdict: .unknown)
        do {
            return try body()
        } catch let error as NumericError {
            outcome.reason = error.plainText
            if case .budget = error { outcome.limitReached = true }
        } catch EvaluationError.undefined {
            outcome.reason = "a sub-expression is undefined, or too large for a number: a division by zero, or a logarithm or root outside its domain"
        } catch EvaluationError.unsupported(let what) {
            outcome.reason = "no method to evaluate \(what)"
        } catch EvaluationError.tooLarge {
            outcome.reason = "the expression written out is too large"
            outcome.limitReached = true
        } catch {
            outcome.reason = "\(error)"
        }
        return outcome
    }
}

extension NumericError {
    var plainText: String {
        switch self {
        case .divergent(let why): return "the integral does not converge: \(why)"
        case .budget(let digits):
            return "the work allowed does not give the digits asked for" + (digits > 0 ? "; \(digits) are sure" : "")
        case .unsupported(let what): return "no method to evaluate \(what)"
        case .withoutValue(let why): return why
        }
    }
}
