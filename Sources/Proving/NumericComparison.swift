import Arithmetic
import Enclosures
import Expressions
import Integration
import Kernel

/// Both sides of relations in numbers, at the points that they leave free.
struct NumericComparison {
    let digits: Int
    private var rows: [Outcome.Row] = []
    private var disagreement: String?
    private var undecided: String?
    private var hasRigorousDisagreement = false
    private var isRigorous = true
    private var provenances: [String] = []
    private var comparisons = 0
    private(set) var evaluations = 0
    /// Where enclosures refute a relation without free points: whether the left side is the smaller one.
    private(set) var oppositeOrder: Bool?

    init(digits: Int) { self.digits = digits }

    var outcome: Outcome {
        if let disagreement {
            // Only enclosures refute.
            var outcome = Outcome(verdict: hasRigorousDisagreement ? .refuted : .unknown)
            if hasRigorousDisagreement {
                outcome.evidence = "disjoint enclosures"
                outcome.witness = disagreement
            } else {
                outcome.reason = "the sides differ, as far as estimated error bounds tell: " + disagreement
            }
            return outcome
        }
        if let undecided {
            var outcome = Outcome(verdict: .unknown)
            outcome.reason = "the sides agree to \(digits) digits: equal, or nearly so: " + undecided
            return outcome
        }
        var outcome = Outcome(verdict: isRigorous ? .certified : .supported)
        if rows.count == 1 { outcome.value = rows[0].label.isEmpty ? rows[0].value : rows[0].line } else { outcome.table = rows }
        let count = comparisons == 1 ? "" : "\(comparisons) comparisons, "
        outcome.evidence = count + provenances.joined(separator: "; ")
        return outcome
    }

    /// Rational points near the origin, none of them special.
    private static func samples(_ points: [Point], number: Int) throws -> [Point: [Rational]] {
        var generator = SplitMix64(seed: UInt64(1 + number))
        var result: [Point: [Rational]] = [:]
        for point in points {
            var count = 1
            if let dimension = point.manifold.vectorDimension {
                guard case .number(let size) = dimension else { throw NumericError.unsupported("a symbolic dimension") }
                count = size
            }
            func number() -> Rational { Rational(Int(generator.next() % 29) - 14, 1 + Int(generator.next() % 13)) }
            switch point.manifold {
            case .line(let lower?, let upper?): result[point] = [lower + (upper - lower) * Rational(1 + Int(generator.next() % 30), 32)]
            case .line(let lower?, nil): result[point] = [lower + Rational(1 + Int(generator.next() % 40), 13)]
            case .line(nil, let upper?): result[point] = [upper - Rational(1 + Int(generator.next() % 40), 13)]
            case .sphere:
                // Stereographic projection of a rational point.
                let plane = (1..<max(count, 2)).map { _ in number() }
                let square = plane.reduce(Rational(0)) { $0 + $1 * $1 }
                result[point] = plane.map { 2 * $0 / (1 + square) } + [(square - 1) / (1 + square)]
            default: result[point] = (0..<count).map { _ in number() }
            }
        }
        return result
    }

    mutating func compare(_ relation: Relation, in concrete: inout ConcreteStatement) throws {
        let points = concrete.freePoints.filter { relation.left.mentions($0) || relation.right.mentions($0) }
        for number in 0..<(points.isEmpty ? 1 : 3) {
            let sample = try Self.samples(points, number: number)
            for indices in ConcreteStatement.values(of: relation.indices) {
                let left = try value(relation.left, indices, sample, &concrete)
                let right = try value(relation.right, indices, sample, &concrete)
                record(relation, left, right, sample, indices)
            }
        }
    }

    /// What is wrong with a relation, `nil` when nothing is.
    func failure(of relation: Relation, in concrete: inout ConcreteStatement) throws -> String? {
        var trial = NumericComparison(digits: min(digits, 10))
        try trial.compare(relation, in: &concrete)
        return trial.disagreement ?? trial.undecided
    }

    private func value(
        _ e: Expression, _ indices: [Index: Int], _ sample: [Point: [Rational]], _ concrete: inout ConcreteStatement
    ) throws -> NumericResult {
        var scalar = try concrete.scalar(e, indices)
        var numbers: [ScalarGraph.Variable: Rational] = [:]
        for (point, values) in sample {
            for (variable, value) in zip(try concrete.variables(of: point), values) { numbers[variable] = value }
        }
        if !numbers.isEmpty { scalar = scalar.substituting(numbers) }
        return try NumericEvaluation.value(of: scalar, digits: digits)
    }

    private mutating func record(
        _ relation: Relation, _ left: NumericResult, _ right: NumericResult, _ sample: [Point: [Rational]], _ indices: [Index: Int]
    ) {
        comparisons += 1
        evaluations += left.number.evaluations + right.number.evaluations
        if !left.isRigorous || !right.isRigorous { isRigorous = false }
        for text in [left, right].map(\.provenance) where !provenances.contains(text) { provenances.append(text) }
        let place = sample.sorted { $0.key.name < $1.key.name }.map { "\($0.key.name) = (\($0.value.map(\.description).joined(separator: ", ")))" }
        let component = relation.indices.isEmpty ? [] : ["component (\(relation.indices.map { String(indices[$0] ?? 0) }.joined(separator: ",")))"]
        let prefix = (place + component).joined(separator: ", ")
        let text = "\(left.text(digits: digits)) \(relation.op.rawValue) \(right.text(digits: digits))"
        let line = (prefix.isEmpty ? "" : prefix + ": ") + text
        let agrees: Bool
        switch relation.op {
        case .equal:
            agrees = left.value.overlaps(right.value)
            // Enclosures that meet do not show that the numbers are one.
            isRigorous = false
        case .lessOrEqual, .less:
            let overlaps = left.value.overlaps(right.value)
            agrees = overlaps || left.value.isLess(than: right.value) == .yes
            if overlaps { isRigorous = false }
            // Neither is a strict inequality supported by values that cannot be told apart, nor is it refuted.
            if overlaps, relation.op == .less, undecided == nil { undecided = line }
        }
        if !agrees, disagreement == nil {
            disagreement = line
            hasRigorousDisagreement = left.isRigorous && right.isRigorous
            if hasRigorousDisagreement, sample.isEmpty, indices.isEmpty { oppositeOrder = left.value.isLess(than: right.value) == .yes }
        }
        // A few rows say enough about many components and points.
        guard rows.count < 3 else { return }
        let verdict: Verdict = relation.op != .equal && agrees && left.isRigorous && right.isRigorous ? .certified : .supported
        rows.append(Outcome.Row(label: prefix, verdict: verdict, value: text, remark: ""))
    }
}
