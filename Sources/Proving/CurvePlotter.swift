import Arithmetic
import Enclosures
import Expressions
import Integration
import Kernel

/// `plot`: an expression as a function of one parameter on its range.
///
/// Without integrals that depend on the parameter, the values are enclosed on the whole range. Otherwise the expression is
/// evaluated at places of the range, and nothing is known between them.
struct CurvePlotter {
    private let task: Task
    private let parameter: String
    private let isLogarithmic: Bool

    private static let columns = 256
    private static let places = 40
    /// Of a value at a place, and of an integral that is a constant.
    private static let digits = (place: 5, constant: 15)

    init(_ task: Task, parameter: String, isLogarithmic: Bool) {
        self.task = task
        self.parameter = parameter
        self.isLogarithmic = isLogarithmic
    }

    func run() -> Outcome {
        Outcome.attempt {
            let curve = try curve()
            guard let range = curve.range else { throw NumericError.withoutValue("no value was found anywhere on the range") }
            var outcome = Outcome(verdict: curve.isContinuous && curve.isRigorous ? .certified : .supported)
            outcome.curves = [curve]
            outcome.value = "in [\(DecimalBound.text(below: range.lower)), \(DecimalBound.text(above: range.upper))]"
            outcome.evidence = evidence(curve)
            return outcome
        }
    }

    private func curve() throws -> Curve {
        var statement = task.statement
        guard let relation = statement.goal.relations?.first else { throw NumericError.unsupported("this kind of statement") }
        let (lower, upper) = try range(of: &statement)
        let grid = try grid(from: lower, to: upper, columns: Self.columns)
        let isPositive = lower.isNonnegative() == .yes && lower.lowerBound(precision: 64).map { $0.sign >= 0 } == true
        let point = Point(name: parameter, manifold: .line(lower: isPositive ? 0 : nil, upper: nil))
        var concrete = try ConcreteStatement(statement, varying: [parameter: point])
        let value = try concrete.scalar(relation.left)
        let variable = try concrete.variables(of: point)[0]

        let integrals = Self.integrals(of: value)
        guard integrals.allSatisfy({ !Self.depends($0, on: variable, in: value) }) else {
            return try sampled(value, variable, self.grid(from: lower, to: upper, columns: Self.places))
        }
        var constants: [(variable: ScalarGraph.Variable, value: Ball)] = []
        var isRigorous = true
        for integral in integrals where value.graph.support(value.root).contains(integral.number) {
            var alone = value
            alone.root = alone.graph.node(integral)
            alone.definedness = value.definedness.filter { !value.graph.support($0).contains(variable.number) }
            let number = try NumericEvaluation.value(of: alone, digits: Self.digits.constant)
            isRigorous = isRigorous && number.isRigorous
            constants.append((integral, number.value))
        }
        let own = Set([variable.number] + constants.map(\.variable.number))
        var enclosed = value
        enclosed.definedness = value.definedness.filter { value.graph.support($0).isSubset(of: own) }
        var enclosure = CurveEnclosure(enclosed, of: variable, on: grid, constants: constants, isRigorous: isRigorous)
        return enclosure.curve()
    }

    private func grid(from lower: Ball, to upper: Ball, columns: Int) throws -> CurveGrid {
        do { return try CurveGrid(from: lower, to: upper, columns: columns, isLogarithmic: isLogarithmic) } catch let error as EnclosureError {
            guard case .notApplicable(let what) = error else { throw error }
            throw NumericError.unsupported(what)
        }
    }

    /// The ends of the parameter's range, which is taken out of the statement: numbers that are declared, or closed expressions among the
    /// hypotheses.
    private func range(of statement: inout Statement) throws -> (lower: Ball, upper: Ball) {
        let declared = statement.parameters.first { $0.name == parameter }
        var lower = declared?.lower.map { Ball($0.value, precision: 128) }, upper = declared?.upper.map { Ball($0.value, precision: 128) }
        statement.parameters.removeAll { $0.name == parameter }
        var others: [Proposition] = []
        for hypothesis in statement.hypotheses {
            guard case .relation(let relation) = hypothesis, relation.op != .equal else {
                others.append(hypothesis)
                continue
            }
            if case .parameter(parameter) = relation.right.kind, let end = Self.number(relation.left) {
                lower = lower.map { $0.maximum(end, precision: 128) } ?? end
            } else if case .parameter(parameter) = relation.left.kind, let end = Self.number(relation.right) {
                upper = upper.map { $0.minimum(end, precision: 128) } ?? end
            } else {
                others.append(hypothesis)
            }
        }
        statement.hypotheses = others
        guard let lower, let upper else { throw NumericError.withoutValue("\(parameter) has no range with two ends") }
        return (lower, upper)
    }

    private static func number(_ e: Expression) -> Ball? {
        var lowering = ScalarLowering()
        guard let value = try? lowering.value(e), value.graph.isConstant(value.root) else { return nil }
        return try? value.graph.enclosure(of: value.root, precision: 128)
    }

    /// The integrals that the value is made of, directly or not.
    private static func integrals(of value: ScalarValue) -> [ScalarGraph.Variable] {
        var waiting = [value.root]
        var found: Set<ScalarGraph.Variable> = []
        while let node = waiting.popLast() {
            for (variable, integral) in value.integrals where value.graph.support(node).contains(variable.number) && found.insert(variable).inserted {
                waiting.append(integral.integrand)
            }
        }
        return found.sorted { $0.number < $1.number }
    }

    private static func depends(_ integral: ScalarGraph.Variable, on variable: ScalarGraph.Variable, in value: ScalarValue) -> Bool {
        guard let body = value.integrals[integral] else { return false }
        return value.graph.support(body.integrand).contains(variable.number) || body.axes.contains { axis in
            guard case .interval(let lower, let upper) = axis.domain else { return false }
            return [lower, upper].contains { value.graph.support($0).contains(variable.number) }
        }
    }

    // MARK: Values at places

    private func sampled(_ value: ScalarValue, _ variable: ScalarGraph.Variable, _ grid: CurveGrid) throws -> Curve {
        var pieces: [Curve.Piece] = []
        var gaps: [Curve.Gap] = []
        var isRigorous = true
        var failure: Error?
        for node in grid.nodes {
            let place = grid.coordinate(node)
            do {
                let number = try NumericEvaluation.value(
                    of: value.substituting([variable: grid.number(node)]), digits: Self.digits.place, budget: NumericEvaluation.budget / Self.places)
                guard let bounds = CurveEnclosure.bounds(number.value) else { throw EvaluationError.undefined }
                let middle = number.value.midpointEstimate
                pieces.append(Curve.Piece(from: place, to: place, lower: bounds.lower, upper: bounds.upper, first: middle, last: middle))
                isRigorous = isRigorous && number.isRigorous
            } catch {
                gaps.append(Curve.Gap(from: place, to: place))
                failure = failure ?? error
            }
        }
        if pieces.isEmpty, let failure { throw failure }
        return Curve(isContinuous: false, isRigorous: isRigorous, pieces: pieces, gaps: gaps)
    }

    // MARK: Words

    private func evidence(_ curve: Curve) -> String {
        let gaps = curve.gaps
        guard curve.isContinuous else {
            let bound = curve.isRigorous ? "rigorous bounds" : "error bounds estimated"
            var text = "\(bound) at \(curve.pieces.count) places, nothing known between"
            if !gaps.isEmpty { text += "; no value at " + Self.list(gaps.map { "\(parameter) = \(DecimalBound.nearest($0.from))" }) }
            return text
        }
        let how = curve.isRigorous ? "enclosed" : "error bounds estimated"
        if gaps.isEmpty { return how + " on the whole range" }
        return how + ", with gaps: no value for " + Self.list(gaps.map { gap in
            "\(parameter) in [\(DecimalBound.text(below: gap.from)), \(DecimalBound.text(above: gap.to))]"
        })
    }

    private static func list(_ texts: [String]) -> String {
        texts.count <= 4 ? texts.joined(separator: ", ") : texts.prefix(3).joined(separator: ", ") + " and \(texts.count - 3) more"
    }
}
