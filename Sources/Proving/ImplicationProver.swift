import Kernel

/// Goals `A if B` and `A iff B`: each implication with what it assumes among the hypotheses.
struct ImplicationProver {
    private let task: Task
    private let name: String

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func run() -> Outcome {
        var pieces: [Evidence] = []
        var texts: [String] = []
        var open: Outcome?
        let implications = task.statement.implications
        for (number, implication) in implications.enumerated() {
            var outcome = Prover.run(task.asking(about: implication), name: name)
            let direction = implications.count == 1 ? "" : number == 0 ? "from left to right: " : "from right to left: "
            guard let evidence = outcome.certifiedEvidence, outcome.internalError == nil else {
                outcome.reason = outcome.reason.map { direction + $0 }
                outcome.certificate = nil
                outcome.verdict = .unknown
                open = open ?? outcome
                continue
            }
            if outcome.verdict == .refuted {
                outcome.evidence = direction + outcome.evidence
                return certified(.implication(number, evidence), outcome)
            }
            pieces.append(evidence)
            texts.append(direction + outcome.evidence)
        }
        if let open { return open }
        var outcome = Outcome(verdict: .proved)
        outcome.evidence = texts.joined(separator: "; ")
        return certified(.implications(pieces), outcome)
    }

    private func certified(_ evidence: Evidence, _ outcome: Outcome) -> Outcome {
        do {
            let theorem = try Kernel.Examination(task.statement, evidence.read(in: task.statement)).theorem()
            var outcome = outcome
            outcome.accept(theorem, evidence, task, name)
            return outcome
        } catch {
            var outcome = Prover.unknown("the kernel rejects the certificate: \(error)")
            outcome.internalError = "the kernel rejects a certificate of the prover: \(error)"
            return outcome
        }
    }
}
