import Arithmetic
import Expressions
import Glibc
import Kernel
import Language
import Notebook
import Proving
import Testing

/// What must hold for every claim of the notebooks that come with the engine.
@Suite struct ShippedNotebookTests {
    static let root: String = {
        let here = #filePath
        return Path.folder(of: Path.folder(of: Path.folder(of: Path.folder(of: here))))
    }()

    static func statements(_ path: String) -> [(name: String, statement: Statement)] {
        let full = Path.join(root, path)
        let notebook = LoadedNotebook(NotebookFile(path: full, root: Path.folder(of: full)))
        return notebook.items.compactMap { item in
            guard item.kind == .claim || item.kind == .step, item.expected == nil else { return nil }
            return item.statement.map { (item.name, $0) }
        }
    }

    static let spherical = statements("notebooks/multi-species-landau/spherical-calculus.lnb")
    static let maxwell = statements("notebooks/maxwell-molecules/pointwise.lnb")

    @Test func theNotebooksAreFound() {
        #expect(Self.spherical.count > 50)
        #expect(Self.maxwell.count > 30)
    }

    /// Doubling the right side of a true equation makes it false, unless both sides vanish; it must not be proved.
    @Test func doubledSidesAreNotProved() throws {
        var twins = 0
        for (name, statement) in Self.spherical {
            guard case .relation(var relation) = statement.goal, relation.op == .equal, relation.right != .zero else { continue }
            var nothing = statement
            nothing.goal = .relation(Relation(relation.left, .equal, .zero, indices: relation.indices))
            guard let theorem = Self.theorem(nothing, .contraction) ?? Self.theorem(nothing, .components) else {
                relation.right = .number(2) * relation.right
                var twin = statement
                twin.goal = .relation(relation)
                #expect(Self.theorem(twin, .contraction) == nil, "\(name)")
                let outcome = Prover.run(Task(statement: twin))
                #expect(outcome.verdict != .proved, "\(name)")
                #expect(outcome.internalError == nil, "\(name): \(outcome.internalError ?? "")")
                twins += 1
                continue
            }
            #expect(theorem.verdict == .proved)
        }
        #expect(twins > 30)
    }

    /// In the exhaustive mode every claim is repeated in every dimension up to six.
    private static let isExhaustive = getenv("NOTEBOOK_EXHAUSTIVE") != nil

    /// What holds in every dimension by contractions holds by components, which share no rule for tensors.
    @Test func contractionsAgreeWithComponents() throws {
        var checked = 0
        for (name, statement) in Self.spherical + Self.maxwell {
            guard case .relation(let relation) = statement.goal, Self.theorem(statement, .contraction) != nil else { continue }
            guard let dimension = statement.symbolicDimensions.first else { continue }
            let depth = max(Self.depth(relation.left), Self.depth(relation.right))
            for value in 1...(Self.isExhaustive || depth <= 1 ? 6 : depth == 2 ? 3 : 2) {
                guard let declared = statement.parameters.first(where: { $0.name == dimension }),
                    declared.contains(Rational(value)) else { continue }
                var fixed = statement
                let bound = Parameter.Bound(value: Rational(value), isStrict: false)
                fixed.parameters.removeAll { $0.name == dimension }
                fixed.parameters.append(Parameter(name: dimension, isInteger: true, lower: bound, upper: bound))
                #expect(Self.theorem(fixed, .components) != nil, "\(name) in dimension \(value)")
                checked += 1
            }
        }
        #expect(checked > 20)
    }

    @Test func theNotebooksAreFormatted() throws {
        for file in try NotebookFile.named(by: [Path.join(Self.root, "notebooks"), Path.join(Self.root, "Sources/Language/std")]) {
            let isChanged = FormattedNotebook(file).isChanged
            #expect(!isChanged, "\(file.path)")
        }
    }

    private static func theorem(_ statement: Statement, _ form: IdentityForm) -> Theorem? {
        try? Kernel.check(Certificate(
            name: "test", statement: statement, evidence: .identity(form), conditions: SideConditions.of(statement)))
    }

    private static func depth(_ expression: Expression) -> Int {
        let inner = expression.operands.map(depth).max() ?? 0
        if case .partial = expression.kind { return inner + 1 }
        return inner
    }
}
