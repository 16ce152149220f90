import Kernel
import Language
import Proving

/// The statements of a notebook with the questions they need answered.
package struct Plan {
    private let notebook: LoadedNotebook
    /// The statements that the run reports on.
    private let asked: [ElaboratedItem]
    /// The places among the questions of each statement that workers decide, by name, each with its case.
    private var places: [String: [(label: String, place: Int)]] = [:]

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
            guard places[item.name] == nil else { continue }
            for (label, task) in Plan.tasks(for: item, precision: precision) {
                places[item.name, default: []].append((label, questions.count))
                questions.append(Question(name: item.name, task: task))
            }
        }
    }

    /// Digits of a number when none are asked for.
    private static let defaultDigits = 15

    /// What workers are asked about a statement; axioms, chains and questions without a method ask nothing.
    package static func tasks(for item: ElaboratedItem, precision: Int) -> [(label: String, task: Task)] {
        guard !item.isIllTyped else { return [] }
        let bits = item.digits.map { $0 * 3322 / 1000 + 32 } ?? precision
        let digits = item.digits ?? defaultDigits
        func tasks(_ question: Task.Question) -> [(String, Task)] {
            item.statement.map { statement in
                var task = Task(statement: statement, question: question, precision: bits)
                task.isWrittenBackwards = item.isWrittenBackwards
                return [("", task)]
            } ?? []
        }
        switch item.kind {
        case .claim, .step: return tasks(.decide)
        case .find: return tasks(.find(item.unknowns.map(\.name)))
        case .certify: return tasks(.certify(digits: digits))
        case .check: return item.cases.map { ($0.label, Task(statement: $0.statement, question: .check(digits: digits))) }
        case .evaluate: return item.cases.map { ($0.label, Task(statement: $0.statement, question: .evaluate(digits: digits))) }
        case .best: return item.unknowns.first.map { tasks(.best($0.name)) } ?? []
        case .forWhich: return item.unknowns.count == 1 ? tasks(.forWhich(item.unknowns[0].name)) : []
        case .minimise, .maximise:
            return item.cases.map { sample in
                // The ranges given with the question are parts of those declared, and conditions may narrow them further.
                var statement = sample.statement
                statement.parameters = statement.parameters.map { known in item.unknowns.first { $0.name == known.name }.map(known.intersection) ?? known }
                return (sample.label, Task(statement: statement, question: .optimise(isMinimum: item.kind == .minimise, digits: digits, over: item.unknowns.map(\.name)), precision: bits))
            }
        case .plot:
            guard let variable = item.unknowns.first?.name, let axes = item.axes else { return [] }
            return item.cases.map { ($0.label, Task(statement: $0.statement, question: .plot(variable, isLogarithmic: axes.isLogarithmic))) }
        case .axiom, .calculation: return []
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
            let outcome = Citations.apply(cited, to: own, valued: item.valuedParameters)
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
            report.isJudged = item.expected != nil || !unjudged.contains(item.name)
            if let axes = item.axes {
                let curves = (places[item.name] ?? []).compactMap { label, place in answers[place].outcome.curves.first.map { (label, $0) } }
                report.figure = Figure(axes, curves)
            }
            let times = (places[item.name] ?? []).map { answers[$0.place].milliseconds }
            report.isCached = !times.isEmpty && times.allSatisfy { $0 == nil }
            report.milliseconds = times.isEmpty || report.isCached ? nil : times.reduce(0) { $0 + ($1 ?? 0) }
            if times.count == 1, !report.isCached { report.decidedMilliseconds = places[item.name]?.first.flatMap { answers[$0.place].decidedMilliseconds } }
            return report
        }
    }

    /// A counterexample must respect what is declared of the numbers in a statement, also with things that it does not name.
    private func ownOutcome(of item: ElaboratedItem, answers: [Answer], step: (String) -> Outcome?) -> Outcome {
        var outcome = decidedOutcome(of: item, answers: answers, step: step)
        let unnamed = item.unnamed + item.cases.flatMap(\.unnamed)
        if outcome.verdict == .refuted, item.kind != .calculation, let open = unnamed.first(where: { !$0.allowAllNumbers }) {
            let names = open.names.map { "`\($0)`" }.joined(separator: ", ")
            outcome.weaken(
                to: .unknown, because: "it fails for numbers or functions that the declaration of \(names), which the claim does not name, may leave out; "
                    + "declare \(open.names.count == 1 ? "it" : "them") behind the claim")
            (outcome.witness, outcome.repair) = (nil, nil)
        }
        return outcome
    }

    private func decidedOutcome(
        of item: ElaboratedItem, answers: [Answer], step: (String) -> Outcome?
    ) -> Outcome {
        if item.isIllTyped {
            var outcome = Outcome(verdict: .illTyped)
            outcome.reason = item.typeError?.message ?? item.reason
            return outcome
        }
        if let cases = places[item.name], let first = cases.first {
            if cases.count == 1 { return answers[first.place].outcome }
            return Tabulation.outcome(of: cases.map { ($0.label, answers[$0.place].outcome) })
        }
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
