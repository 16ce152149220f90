import Arithmetic
import Expressions
import Integration
import Kernel

/// Statements about limits in a parameter: about their values, where the kernel finds these; else an equation with a
/// number is supported by values on the way.
struct LimitProver {
    private let task: Task
    private let name: String

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func run() -> Outcome {
        let values: Statement
        do {
            values = try LimitEvaluation(task.statement).statementOfValues()
        } catch Rejection.noLimit(let what) {
            return tabulated(what)
        } catch {
            return Prover.unknown("\(error)")
        }
        var outcome = Prover.decide(task.asking(about: values), name)
        outcome.isByDefinition = false
        guard let text = outcome.certificate else {
            outcome.reason = outcome.reason.map { "\($0); with the limits: \(Self.text(values))" }
            return outcome
        }
        do {
            let evidence = Evidence.limits(try Certificate(text: text).evidence)
            let theorem = try Kernel.Examination(task.statement, evidence.read(in: task.statement)).theorem()
            outcome.sideConditions = theorem.conditions
            outcome.certificate = Prover.certificate(task, name, theorem, evidence)
        } catch Rejection.rangeNotCovered(let conditions) {
            return Prover.unknown("the expression is defined only for \(conditions.joined(separator: ", "))")
        } catch {
            var failed = Prover.unknown("the kernel rejects the certificate: \(error)")
            failed.internalError = "the kernel rejects a certificate of the prover: \(error)"
            return failed
        }
        if outcome.verdict == .refuted {
            outcome.witness = "with the limits: \(Self.text(values))" + (outcome.witness.map { "\n" + $0 } ?? "")
            outcome.repair = nil
            if let relations = task.statement.goal.relations, relations.count == 1, relations[0].op == .equal, relations[0].left.isLimit,
                let value = values.goal.relations?.first?.left, !relations[0].right.isInfinity {
                outcome.repair = "the limit is \(value.plainText)"
            }
        } else {
            outcome.evidence = "leading terms"
        }
        return outcome
    }

    private static func text(_ statement: Statement) -> String {
        (statement.goal.relations ?? []).map(\.plainText).joined(separator: " and ")
    }

    // MARK: Values on the way

    private static let steps = 6
    private static let digits = 12
    /// How near the last value must come.
    private static let tolerance = 1e-3

    private func tabulated(_ reason: String) -> Outcome {
        let failure = Prover.unknown("the limit is not known: \(reason)")
        guard let relations = task.statement.goal.relations, relations.count == 1, relations[0].op == .equal, relations[0].left.isLimit,
            case .uninterpreted(_, let operands, _) = relations[0].left.kind, operands.count == 3, case .parameter(let name) = operands[0].kind,
            let parameter = task.statement.parameters.first(where: { $0.name == name }),
            let target = number(relations[0].right)
        else { return failure }
        var rows: [Outcome.Row] = []
        for direction in [Rational(1), -1] {
            var distances: [Double] = []
            for step in 1...Self.steps {
                guard let place = place(operands[1], step, direction), parameter.contains(place) else { break }
                let body = operands[2].substitutingParameters([name: .number(place)])
                guard let value = evaluate(body) else { return failure }
                let label = operands[1].isInfinite ? place.description : "\(operands[1].plainText) \(direction.sign > 0 ? "+" : "-") 10^-\(step)"
                rows.append(Outcome.Row(label: "\(name) = \(label)", verdict: .supported, value: value.text, remark: ""))
                var distance = (value.estimate - target).magnitude
                // Powers of ten are all integers, where what oscillates may stand still.
                if let between = self.place(operands[1], step, direction * Rational(12, 7)), parameter.contains(between) {
                    guard let other = evaluate(operands[2].substitutingParameters([name: .number(between)])) else { return failure }
                    distance = max(distance, (other.estimate - target).magnitude)
                }
                distances.append(distance)
            }
            if distances.isEmpty { continue }
            guard distances.count == Self.steps, zip(distances, distances.dropFirst()).allSatisfy({ $1 < $0 || $1 < 1e-12 }),
                let last = distances.last, last <= Self.tolerance * max(1, target.magnitude)
            else { return failure }
        }
        guard !rows.isEmpty else { return failure }
        var outcome = Outcome(verdict: .supported)
        outcome.evidence = "values on the way to the limit, which prove nothing"
        outcome.table = rows
        return outcome
    }

    private func place(_ target: Expression, _ step: Int, _ direction: Rational) -> Rational? {
        guard let size = try? Rational(10).power(step) else { return nil }
        if target.isInfinite { return (target.isInfinity ? 1 : -1) * direction.sign < 0 ? nil : direction * size }
        guard case .number(let value) = target.kind else { return nil }
        return value + direction * size.inverse
    }

    private func evaluate(_ e: Expression) -> (text: String, estimate: Double)? {
        var statement = task.statement
        statement.goal = .relation(Relation(e, .equal, .zero))
        statement.parameters.removeAll { !e.parameterSymbols.contains($0.name) }
        guard var concrete = try? ConcreteStatement(statement), let scalar = try? concrete.scalar(e),
            let value = try? NumericEvaluation.value(of: scalar, digits: Self.digits) else { return nil }
        return (value.text(digits: Self.digits), value.value.midpointEstimate)
    }

    private func number(_ e: Expression) -> Double? {
        guard e.parameterSymbols.isEmpty else { return nil }
        return evaluate(e)?.estimate
    }
}

extension Expression {
    fileprivate var isLimit: Bool { if case .uninterpreted("lim", _, _) = kind { true } else { false } }
    fileprivate var isInfinity: Bool { if case .uninterpreted("oo", _, _) = kind { true } else { false } }

    fileprivate var isInfinite: Bool {
        if case .product(let factors) = kind { return factors.count == 2 && factors[0] == .number(-1) && factors[1].isInfinity }
        return isInfinity
    }
}
