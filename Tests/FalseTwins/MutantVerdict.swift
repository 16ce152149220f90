import Kernel
import Notebook
import Proving

/// What became of a mutant.
package struct MutantVerdict: Sendable {
    package enum End: String, CaseIterable, Sendable {
        case refuted, unknown
        /// Stopped by the limit on time or memory.
        case stopped
        /// Another verdict that is no proof: certified, supported.
        case other = "other verdict"
        case provedAndTrue = "proved, numbers agree"
        case provedUnchecked = "proved, no other check"
        /// A wrong proof.
        case provedAndFalse = "proved, numbers differ"
        /// A wrong refutation, or one that no random point sees.
        case refutedUnseen = "refuted, numbers agree"
        case internalError = "internal error"
    }

    package let end: End
    package let detail: String

    package init(of outcome: Outcome, to question: Question) {
        func certified() -> Certificate? { outcome.certificate.flatMap { try? Certificate(text: $0) } }
        if let error = outcome.internalError {
            (end, detail) = (.internalError, error)
        } else if outcome.limitReached {
            (end, detail) = (.stopped, outcome.reason ?? "")
        } else if outcome.verdict == .proved {
            guard let certificate = certified() else {
                (end, detail) = (.provedAndFalse, "its certificate does not read")
                return
            }
            // Numbers found by `find` stand in the certificate's statement.
            let conditions = try? Kernel.Examination(certificate.statement, certificate.evidence).conditions
            switch IndependentCheck.answer(certificate.statement, conditions) {
            case .agrees(let count): (end, detail) = (.provedAndTrue, "\(count) evaluations")
            case .differs(let place): (end, detail) = (.provedAndFalse, place)
            case .none(let reason): (end, detail) = (.provedUnchecked, reason)
            }
        } else if outcome.verdict == .refuted {
            // Inequalities fail at few places only.
            let isEquation = question.task.question == .decide && (question.task.statement.goal.relations ?? []).allSatisfy { $0.op == .equal }
            guard isEquation, question.task.statement.goal.relations?.isEmpty == false, case .agrees(let count) = IndependentCheck.answer(question.task.statement) else {
                (end, detail) = (.refuted, "")
                return
            }
            (end, detail) = (.refutedUnseen, "\(count) evaluations")
        } else {
            (end, detail) = (outcome.verdict == .unknown ? .unknown : .other, outcome.reason ?? outcome.verdict.rawValue)
        }
    }
}

extension MutantVerdict {
    /// Decides all questions in workers, and hands on what is found as it comes.
    package static func decide(
        _ questions: [Question], executable: String, limits: WorkerLimits, jobs: Int, each: (Int, Outcome) -> Void
    ) throws {
        let pool = WorkerPool(executable: executable, limits: limits, jobs: jobs)
        try pool.run(questions.map(\.wire)) { completion in
            each(completion.index, Verification.outcome(of: completion.end, to: questions[completion.index], within: limits))
        }
    }
}
