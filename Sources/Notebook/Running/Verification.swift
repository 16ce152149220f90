import Kernel
import Proving

/// What the parent makes of a worker's message. It takes no proof on the worker's word alone: the
/// certificate must be there, and be about the statement that was asked.
package enum Verification {
    package static func outcome(of end: WorkerPool.End, to question: Question, within limits: WorkerLimits) -> Outcome {
        switch end {
        case .death(let death): return outcome(of: death, within: limits)
        case .answer(let message):
            do {
                return checked(try Outcome(wire: message), against: question)
            } catch {
                return broken("a worker's answer could not be read: \(error)")
            }
        }
    }

    private static func checked(_ outcome: Outcome, against question: Question) -> Outcome {
        switch question.task.question {
        // Numbers on given functions, which no theorem is about.
        case .evaluate, .check, .certify, .plot: return outcome.verdict == .proved ? broken("a number was called proved") : outcome
        case .decide, .find, .best, .forWhich, .optimise: break
        }
        guard outcome.verdict == .proved || outcome.verdict == .refuted else { return outcome }
        guard let text = outcome.certificate else {
            return broken("a worker said \(outcome.verdict.rawValue) without a certificate")
        }
        // What `find` and `minimise` find is part of the statement it certifies, which is another one.
        guard case .decide = question.task.question else { return outcome }
        guard CertifiedStatement.isStatement(question.statementText, of: text) else {
            return broken("a certificate is about another statement than the claim")
        }
        return outcome
    }

    private static func outcome(of death: WorkerDeath, within limits: WorkerLimits) -> Outcome {
        var outcome = Outcome(verdict: .unknown)
        outcome.limitReached = true
        switch death {
        case .time: outcome.reason = "stopped at the time limit of \(number(limits.seconds)) s (--timeout)"
        case .memory: outcome.reason = "stopped at the memory limit of \(limits.mebibytes) MiB (--memory)"
        case .stack: outcome.reason = "stopped: the expressions are nested too deeply"
        case .interrupted: outcome.reason = "interrupted"
        case .crash(let detail): return broken("a worker died (\(detail))")
        }
        return outcome
    }

    private static func broken(_ explanation: String) -> Outcome {
        var outcome = Outcome(verdict: .unknown)
        outcome.internalError = explanation
        outcome.reason = "internal error"
        return outcome
    }

    private static func number(_ seconds: Double) -> String {
        seconds == seconds.rounded() && abs(seconds) < 1e9 ? String(Int(seconds)) : String(seconds)
    }
}
