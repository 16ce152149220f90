import Arithmetic
import Kernel
import Language
import Notebook

/// A notebook, statement by statement, ready to be run with one of them changed.
package struct MutatedNotebook {
    /// A claim with one small change in it, or above it.
    package struct Mutant: Sendable {
        package let notebook: String
        package let claim: String
        package let kind: SourceMutation.Kind
        package let what: String
        package let question: Question
    }

    /// Mutants, and the changes that gave none.
    package struct Sample {
        package var mutants: [Mutant] = []
        package var illTyped: [SourceMutation.Kind: Int] = [:]
        /// Changes after which every claim means what it meant.
        package var unchanged: [SourceMutation.Kind: Int] = [:]
    }

    private struct Step {
        let statement: SyntaxStatement
        /// With everything declared that stands above.
        let elaborator: Elaborator
        let questions: [Question]
    }

    package let path: String
    private var steps: [Step] = []
    /// The questions of all claims that may be proved.
    package var questions: [Question] { steps.flatMap(\.questions) }

    package init(_ file: NotebookFile) throws {
        path = file.path
        let document = try Document.read(file.path)
        let imports = ImportResolver(file)
        var elaborator = Elaborator(importing: imports.source)
        for cell in document.cells {
            for statement in Parser.parse(cell.source, firstLine: cell.firstLine, path: file.path).statements {
                let before = elaborator
                steps.append(Step(statement: statement, elaborator: before, questions: Self.questions(of: elaborator.elaborate([statement]))))
            }
        }
    }

    private static let kinds: Set<ElaboratedItem.Kind> = [.claim, .step, .find, .best, .forWhich, .minimise, .maximise]

    private static func questions(of items: [ElaboratedItem]) -> [Question] {
        items.filter { kinds.contains($0.kind) }.flatMap { item in
            Plan.tasks(for: item, precision: 128).map { Question(name: item.name, task: $0.task) }
        }
    }

    /// Up to `count` mutants of each claim that was proved, of as many kinds as there are, and the claims that a change of a
    /// declaration changes.
    package func sample(count: Int, proved: Set<String>, _ generator: inout SplitMix64) -> Sample {
        var sample = Sample()
        let original = Dictionary(questions.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        var seen = Set(questions.map(\.wire))
        /// Whether there was anything new.
        func add(_ found: [Question], _ mutation: SourceMutation) -> Int {
            var added = 0
            for question in found where proved.contains(question.name) && original[question.name]?.wire != question.wire && seen.insert(question.wire).inserted {
                sample.mutants.append(Mutant(notebook: path, claim: question.name, kind: mutation.kind, what: mutation.what, question: question))
                added += 1
            }
            if added == 0 { sample.unchanged[mutation.kind, default: 0] += 1 }
            return added
        }
        for (place, step) in steps.enumerated() {
            let isClaim = !step.questions.isEmpty
            if isClaim, !step.questions.contains(where: { proved.contains($0.name) }) { continue }
            var wanted = isClaim ? count : (count + 3) / 4
            for mutation in Self.mixed(SourceMutation.all(of: step.statement.source), &generator) where wanted > 0 {
                let parsed = Parser.parse(mutation.text)
                var elaborator = step.elaborator
                let items = elaborator.elaborate(parsed.statements)
                guard parsed.diagnostics.allSatisfy({ $0.severity != .error }), elaborator.takeDiagnostics().allSatisfy({ $0.severity != .error }) else {
                    sample.illTyped[mutation.kind, default: 0] += 1
                    continue
                }
                if isClaim {
                    wanted -= add(Self.questions(of: items), mutation) > 0 ? 1 : 0
                    continue
                }
                wanted -= 1
                var changed: [Question] = []
                for later in steps[(place + 1)...] {
                    let found = Self.questions(of: elaborator.elaborate([later.statement]))
                    changed += found.filter { original[$0.name]?.wire != $0.wire }
                }
                while changed.count > Self.claimsOfADeclaration { changed.remove(at: Int(generator.next() % UInt64(changed.count))) }
                _ = add(changed, mutation)
            }
        }
        return sample
    }

    private static let claimsOfADeclaration = 5

    /// In random order, one of each kind in turn.
    private static func mixed(_ mutations: [SourceMutation], _ generator: inout SplitMix64) -> [SourceMutation] {
        var heaps = SourceMutation.Kind.allCases.map { kind in mutations.filter { $0.kind == kind }.shuffled(using: &generator) }.filter { !$0.isEmpty }
        heaps.shuffle(using: &generator)
        var result: [SourceMutation] = []
        while !heaps.isEmpty {
            for place in heaps.indices { result.append(heaps[place].removeLast()) }
            heaps.removeAll(where: \.isEmpty)
        }
        return result
    }
}
