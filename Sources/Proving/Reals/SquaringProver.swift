import Arithmetic
import Expressions
import Kernel

/// Inequalities with lengths: both sides are squared while that leaves fewer roots.
struct SquaringProver {
    private static let mostTerms = 40

    private let task: Task
    private let name: String
    private let context: FormContext

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
        context = FormContext(task.statement)
    }

    func run() -> Outcome? {
        let statement = task.statement
        guard let relations = statement.goal.relations, relations.count == 1, relations[0].op != .equal, !relations[0].hasIntegral, relations[0].indices.isEmpty,
            let terms = terms(relations[0].excess), case let roots = terms.count(where: \.hasRoot), roots > 0 else { return nil }
        func isNonnegative(_ e: Expression) -> Bool { e.isManifestlyNonnegative(positiveParameters: context.positiveParameters) }
        let positive = terms.filter(isNonnegative), positiveRoots = positive.filter(\.hasRoot), known = relations[0].excess.rootBases
        func side(_ terms: [Expression]) -> Expression { .sum(terms.map { asWritten($0, known) }) }
        // What has a root stands alone where it can.
        for right in (positiveRoots.count == roots ? [positiveRoots] : []) + [positive] where !right.isEmpty {
            let squaring = Squaring(left: -side(terms.filter { !right.contains($0) }), right: side(right))
            guard let reduced = try? squaring.statement(of: statement), let next = reduced.goal.relations?.first,
                let rest = self.terms(next.excess), rest.count(where: \.hasRoot) < roots else { continue }
            let outcome = Prover.proof(of: task, name, from: reduced, evidence: { .squaring(squaring, $0) }) { "both sides squared, " + $0.evidence }
            if let outcome { return outcome }
        }
        return nil
    }

    /// With the roots as they stand in the claim, where squares are seen to be squares.
    private func asWritten(_ term: Expression, _ known: [Expression]) -> Expression {
        .product(term.factors.map { factor in
            guard case .power(let base, let exponent) = factor.kind,
                let own = known.first(where: { (try? ContractionForm.areEqual($0, base, context)) == true }) else { return factor }
            return .power(own, exponent)
        })
    }

    /// The terms of the normal form.
    private func terms(_ e: Expression) -> [Expression]? {
        let form = ContractionForm(context, for: [e])
        var supply = IndexSupply(startingAt: 1 << 22)
        guard let normal = try? form.normalForm(e), normal.termCount <= Self.mostTerms, let expression = try? form.expression(normal, &supply) else { return nil }
        return expression.summands
    }
}

extension Expression {
    /// What powers that are not integral are taken of.
    fileprivate var rootBases: [Expression] {
        let own: [Expression] = if case .power(let base, let exponent) = kind, case .number(let value) = exponent.kind, !value.isInteger { [base] } else { [] }
        return own + operands.flatMap(\.rootBases)
    }

    /// A square root, or another power that is not integral, or an absolute value, of a factor.
    fileprivate var hasRoot: Bool {
        factors.contains { factor in
            switch factor.kind {
            case .power(_, let exponent): if case .number(let value) = exponent.kind { !value.isInteger } else { false }
            case .elementary(.abs, _): true
            default: false
            }
        }
    }
}
