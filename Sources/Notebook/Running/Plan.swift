import Kernel
import Language
import Proving

/// The statements of a notebook with the questions they need answered.
struct Plan {
    private let notebook: LoadedNotebook
    /// The statements that the run reports on.
    private let asked: [ElaboratedItem]
    /// The place among the questions of each statement that a worker decides, by name.
    private var places: [String: Int] = [:]

    init(_ notebook: LoadedNotebook, only: Set<String>, precision: Int, adding questions: inout [Question]) {
        self.notebook = notebook
        guard !notebook.hasErrors else {
            asked = []
            return
        }
        let all = Dictionary(notebook.items.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
            .merging(notebook.imported) { own, _ in own }
        var wanted: Set<String> = []
        var waiting = only.isEmpty ? notebook.items.map(\.name) : notebook.items.map(\.name).filter(only.contains)
        while let name = waiting.popLast() {
            guard wanted.insert(name).inserted, let item = all[name] else { continue }
            waiting += item.steps + item.given + item.uses.map(\.name)
        }
        var reported = only
        for item in notebook.items where only.contains(item.name) { reported.formUnion(item.steps) }
        asked = only.isEmpty ? notebook.items : notebook.items.filter { reported.contains($0.name) }

        let imported = notebook.imported.values.sorted { $0.name < $1.name }
        for item in notebook.items + imported where wanted.contains(item.name) {
            guard let task = Plan.task(for: item, precision: precision), places[item.name] == nil else { continue }
            places[item.name] = questions.count
            questions.append(Question(name: item.name, task: task))
        }
    }

    /// The task of a statement that is decided; axioms, chains and questions without a method have none.
    private static func task(for item: ElaboratedItem, precision: Int) -> Task? {
        guard let statement = item.statement, !item.isIllTyped else { return nil }
        let bits = item.digits.map { $0 * 3322 / 1000 + 32 } ?? precision
        switch item.kind {
        case .claim, .step, .certify:
            return Task(statement: statement, question: .decide, precision: bits)
        case .find:
            return Task(statement: statement, question: .find(item.unknowns.map(\.name)), precision: bits)
        case .best:
            guard let unknown = item.unknowns.first else { return nil }
            return Task(statement: statement, question: .best(unknown.name), precision: bits)
        case .forWhich:
            guard item.unknowns.count == 1 else { return nil }
            return Task(statement: statement, question: .forWhich(item.unknowns[0].name), precision: bits)
        case .axiom, .calculation, .minimise, .maximise, .check, .evaluate, .plot:
            return nil
        }
    }

    /// The reports, given the answers to all questions of the run.
    func claims(with answers: [Answer]) -> [ClaimReport] {
        var outcomes: [String: Outcome] = [:]
        func settle(_ item: ElaboratedItem) -> Outcome {
            if let known = outcomes[item.name] { return known }
            let own = ownOutcome(of: item, answers: answers) { step in
                outcomes[step] ?? notebook.imported[step].map(settle)
            }
            let cited = (item.given + item.uses.map(\.name)).map { name in
                Citations.Cited(name: name, outcome: outcomes[name] ?? notebook.imported[name].map(settle))
            }
            let outcome = Citations.apply(cited, to: own)
            outcomes[item.name] = outcome
            return outcome
        }
        // Claims cite earlier claims only; imported ones are settled when they are cited.
        for item in notebook.items { _ = settle(item) }

        var unjudged: Set<String> = []
        for item in asked where item.kind == .calculation && item.expected != nil { unjudged.formUnion(item.steps) }
        return asked.map { item in
            var report = ClaimReport(
                name: item.name, kind: item.kind, range: item.range, display: item.display,
                statement: item.statement,
                cell: notebook.cell(holding: item.range.start.line),
                outcome: settle(item), expectation: Expectation(of: item))
            report.outcome.repair = report.outcome.repair.map { TermQuotation(item, in: notebook.document).quoting($0) }
            report.isJudged = item.kind != .plot && (item.expected != nil || !unjudged.contains(item.name))
            report.milliseconds = places[item.name].flatMap { answers[$0].milliseconds }
            report.isCached = places[item.name].map { answers[$0].milliseconds == nil } ?? false
            return report
        }
    }

    private func ownOutcome(
        of item: ElaboratedItem, answers: [Answer], step: (String) -> Outcome?
    ) -> Outcome {
        if item.isIllTyped {
            var outcome = Outcome(verdict: .illTyped)
            outcome.reason = item.typeError?.message ?? item.reason
            return outcome
        }
        if let place = places[item.name] { return answers[place].outcome }
        switch item.kind {
        case .axiom:
            var outcome = Outcome(verdict: .assumed)
            outcome.evidence = "axiom"
            return outcome
        case .calculation:
            return Calculation.outcome(of: item.steps.compactMap { name in step(name).map { (name, $0) } })
        default:
            var outcome = Outcome(verdict: .unknown)
            outcome.reason = item.reason ?? "this version has no method for `\(item.kind.rawValue)`"
            return outcome
        }
    }
}
