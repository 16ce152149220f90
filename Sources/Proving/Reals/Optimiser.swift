import Arithmetic
import Enclosures
import Expressions
import Kernel

/// `minimise e over …`: the least value on the range and where it is taken, with a proof.
///
/// A place is guessed in floating point and recognised as an exact number, or as one end of the range. The kernel then
/// decides that the value there bounds the expression on the whole range. Where the place is not recognised the
/// minimum is enclosed: `low <= e` everywhere and `e <= high` at a rational place.
struct Optimiser {
    private let task: Task
    private let name: String
    private let isMinimum: Bool
    private let digits: Int
    private let over: [String]

    init(_ task: Task, _ name: String, isMinimum: Bool, digits: Int, over: [String] = []) {
        self.over = over
        self.task = task
        self.name = name
        self.isMinimum = isMinimum
        self.digits = digits
    }

    private var noun: String { isMinimum ? "minimum" : "maximum" }

    func run() -> Outcome {
        var statement = task.statement
        guard let relation = statement.goal.relations?.first, statement.points.isEmpty, statement.functions.isEmpty,
            relation.left.mentionsOnlyParameters else { return Prover.unknown("only functions of parameters are minimised and maximised") }
        let e = relation.left.namingDimensions
        let names = e.parameterSymbols
        // Others are arbitrary, under conditions on them alone.
        let isParametric = !over.isEmpty && names.contains { !over.contains($0) }
        let conditions = isParametric ? statement.hypotheses.filter { condition in over.contains(where: condition.parameterSymbols.contains) } : statement.hypotheses
        if let condition = conditions.first { return Prover.unknown("parameters are varied over ranges, and \(condition.plainText) is none") }
        let mentioned = statement.hypotheses.reduce(into: Set(names)) { $0.formUnion($1.parameterSymbols) }
        statement.parameters = statement.parameters.filter { mentioned.contains($0.name) }
        guard isParametric || !names.isEmpty && names.count <= 2 else { return Prover.unknown("one or two parameters are varied, found \(names.count)") }
        if let empty = statement.parameters.first(where: \.rangeIsEmpty) { return Prover.unknown("no value of \(empty.name) lies in its range") }
        guard !statement.parameters.contains(where: { $0.isInteger && (!isParametric || over.contains($0.name)) }) else { return Prover.unknown("integers are not varied") }
        let check = SignCheck(statement)
        do { try check.requireDefined(e, on: check.box, underHypotheses: isParametric) } catch {
            if case .rangeNotCovered(let conditions)? = error as? Rejection {
                return Prover.unknown("\(conditions.joined(separator: ", ")) is needed on the whole range and could not be shown")
            }
            return Prover.unknown("\(error)")
        }
        if isParametric { return ParametricOptimiser(task, name, statement, e, isMinimum: isMinimum, over: over.filter(names.contains)).run() }
        let places = Places(isMinimum ? e : -e, names, check.box)
        if places.runsAway { return Prover.unknown(notAttained(statement, e, places) ?? "no \(noun) was found") }
        for place in places.exact {
            if let outcome = attained(statement, e, place) { return outcome }
        }
        if let place = places.rational, let outcome = enclosed(statement, e, place, check.box) { return outcome }
        return Prover.unknown("no \(noun) was found that could be proved on the whole range")
    }

    /// `bound <= e`, or `e <= bound` for a maximum.
    private func bounds(_ bound: Expression, _ e: Expression, _ op: RelationOperator) -> Proposition {
        .relation(isMinimum ? Relation(bound, op, e) : Relation(e, op, bound))
    }

    private func attained(_ statement: Statement, _ e: Expression, _ place: [String: Expression]) -> Outcome? {
        let there = e.substituting(parameters: place)
        let value = ClosedForm.simplified(there)
        var parts = [bounds(value, e, .lessOrEqual), .relation(Relation(there, .equal, value))]
        for parameter in statement.parameters {
            guard let number = place[parameter.name] else { return nil }
            parts += Self.inside(number, parameter)
        }
        var proved = statement
        proved.goal = .conjunction(parts)
        guard let outcome = accepted(proved) else { return nil }
        var result = outcome
        let text = statement.parameters.map { "\($0.name) = \((place[$0.name] ?? .zero).plainText)" }.joined(separator: ", ")
        result.value = "\(noun) \(value.plainText) at \(text)"
        return result
    }

    /// That a number lies in a declared range, if that is not plain.
    private static func inside(_ number: Expression, _ parameter: Parameter) -> [Proposition] {
        var parts: [Proposition] = []
        if let lower = parameter.lower { parts.append(.relation(Relation(.number(lower.value), lower.isStrict ? .less : .lessOrEqual, number))) }
        if let upper = parameter.upper { parts.append(.relation(Relation(number, upper.isStrict ? .less : .lessOrEqual, .number(upper.value)))) }
        return parts
    }

    /// Every relation by its sign.
    private func accepted(_ statement: Statement) -> Outcome? {
        let signs = SignProver(statement)
        var pieces: [Evidence] = []
        for relation in statement.goal.relations ?? [] {
            guard let proof = signs.proof(of: relation) else { return nil }
            pieces.append(.sign(proof))
        }
        let evidence = Evidence.conjunction(pieces)
        guard let examination = try? Kernel.Examination(statement, evidence), examination.conditions.uncovered.isEmpty else { return nil }
        let outcome = Prover.accepted(
            task.asking(about: statement), name, examination, (statement.goal.relations ?? []).map { CompiledRelation($0) })
        return outcome.verdict == .proved ? outcome : nil
    }

    // MARK: Enclosures

    private func enclosed(_ statement: Statement, _ e: Expression, _ place: [String: Rational], _ box: ParameterBox) -> Outcome? {
        let there = e.substituting(parameters: place.mapValues { .number($0) })
        var evaluation = IntervalEvaluation(bits: 128)
        guard let value = try? evaluation.value(there) else { return nil }
        let reached = isMinimum ? value.upper : value.lower
        let size = max(reached.magnitude, Rational(1, 1000))
        for places in [8, 6, 4, 3] {
            let error = size * Rational(1, Int(pow10(places)))
            let near = (isMinimum ? -(-reached).roundedUp(error / 8) : reached.roundedUp(error / 8))
            let bound = isMinimum ? near - error : near + error
            // Beyond the bound that is reached nothing is claimed.
            let attainedBound = isMinimum ? near + error : near - error
            var proved = statement
            proved.goal = .conjunction(
                [bounds(.number(bound), e, .lessOrEqual), bounds(.number(attainedBound), there, .lessOrEqual).reversed]
                    + statement.parameters.flatMap { Self.inside(.number(place[$0.name] ?? 0), $0) })
            guard var outcome = accepted(proved) else { continue }
            guard box.isCompact || staysAway(statement, e, attainedBound, place, box) else { return nil }
            let (low, high) = isMinimum ? (bound, attainedBound) : (attainedBound, bound)
            let text = statement.parameters.map { parameter in
                "\(parameter.name) = \(Self.decimal(place[parameter.name] ?? 0, 6))"
            }.joined(separator: ", ")
            outcome.value = "\(noun) between \(Self.decimal(low, places + 1)) and \(Self.decimal(high, places + 1)), near \(text)"
            return outcome
        }
        return nil
    }

    /// Near the open ends the expression is further from the optimum than at the place, so that it is attained.
    private func staysAway(_ statement: Statement, _ e: Expression, _ bound: Rational, _ place: [String: Rational], _ box: ParameterBox) -> Bool {
        guard place.count == 1, let (name, middle) = place.first, let range = box.ranges[name] else { return false }
        let signs = SignProver(statement)
        let excess = isMinimum ? e - .number(bound) : .number(bound) - e
        let width = max(middle.magnitude, 1) / 4
        func away(_ part: ParameterBox?) -> Bool { part.map { signs.proof(excess, .positive, on: $0) != nil } ?? true }
        let below = range.lower?.isIncluded == true ? nil : box.split(name, at: .number(middle - width))?.below
        let above = range.upper?.isIncluded == true ? nil : box.split(name, at: .number(middle + width))?.above
        return away(below) && away(above)
    }

    private func pow10(_ places: Int) -> Int { (0..<places).reduce(1) { value, _ in value * 10 } }

    private static func decimal(_ value: Rational, _ digits: Int) -> String {
        Ball(value, precision: 256).description(digits: digits)
    }

    // MARK: Not attained

    private func notAttained(_ statement: Statement, _ e: Expression, _ places: Places) -> String? {
        guard statement.parameters.count == 1, let parameter = statement.parameters.first else { return nil }
        let word = isMinimum ? "infimum" : "supremum"
        for (bound, isLower) in [(parameter.lower, true), (parameter.upper, false)] {
            guard let bound, bound.isStrict else { continue }
            let there = e.substituting(parameters: [parameter.name: .number(bound.value)])
            var closed = SignCheck(statement).box
            if isLower { closed.ranges[parameter.name]?.lower?.isIncluded = true } else { closed.ranges[parameter.name]?.upper?.isIncluded = true }
            guard (try? SignCheck(statement).requireDefined(e, on: closed)) != nil else { continue }
            let value = ClosedForm.simplified(there)
            guard case .relation(let relation) = bounds(value, e, .less), SignProver(statement).proof(of: relation) != nil else { continue }
            return "the \(word) \(value.plainText) is not attained: it is approached as \(parameter.name) -> \(bound.value), outside the range"
        }
        return "no \(noun) is attained on the range: the best values are approached at its open or infinite end"
    }

    /// Guesses.
    private struct Places {
        /// Exact places, the best first.
        var exact: [[String: Expression]] = []
        /// A place with short rational coordinates, good to about half the digits.
        var rational: [String: Rational]?
        /// The best values lie at an end that does not belong to the range.
        var runsAway = false

        init(_ e: Expression, _ names: [String], _ box: ParameterBox) {
            let found = RealSample.leastPlaces(of: e, on: box)
            guard let best = found.min(by: { value(e, $0) < value(e, $1) }) else { return }
            let least = value(e, best)
            rational = best
            for name in names {
                guard let range = box.ranges[name], let x = best[name]?.doubleValue else { continue }
                for (end, isLower) in [(range.lower, true), (range.upper, false)] where !(end?.isIncluded ?? false) {
                    if let end { if (RealSample.value(end.value, [:]) - x).magnitude < 1e-3 { runsAway = true } } else if isLower ? x < -1e4 : x > 1e4 { runsAway = true }
                }
            }
            var choices: [[String: Expression]] = [[:]]
            for name in names {
                guard let range = box.ranges[name], let x = best[name]?.doubleValue else { return }
                let ends = [range.lower, range.upper].compactMap { $0 }.filter(\.isIncluded).map(\.value)
                let near = ends.filter { (RealSample.value($0, [:]) - x).magnitude < 1e-2 } + ClosedForm.candidates(x)
                    + ends.filter { (RealSample.value($0, [:]) - x).magnitude >= 1e-2 }
                choices = choices.flatMap { choice in near.map { choice.merging([name: $0]) { $1 } } }
            }
            let scale = Swift.max(1, least.magnitude) * 1e-9
            exact = choices.filter { RealSample.value(e, $0.mapValues { RealSample.value($0, [:]) }) <= least + scale }
        }

        private func value(_ e: Expression, _ place: [String: Rational]) -> Double {
            let value = RealSample.value(e, place.mapValues(\.doubleValue))
            return value.isFinite ? value : .infinity
        }
    }
}

extension Proposition {
    /// Of relations and what is built of them.
    fileprivate var parameterSymbols: Set<String> {
        switch self {
        case .relation(let relation): return Set(relation.left.parameterSymbols + relation.right.parameterSymbols)
        case .conjunction(let parts): return parts.reduce(into: []) { $0.formUnion($1.parameterSymbols) }
        case .implication(let a, let b), .equivalence(let a, let b): return a.parameterSymbols.union(b.parameterSymbols)
        case .existence(let parameter, let body): return body.parameterSymbols.subtracting([parameter.name])
        }
    }

    /// `b op a` for `a op b`.
    fileprivate var reversed: Proposition {
        guard case .relation(let relation) = self else { return self }
        return .relation(Relation(relation.right, relation.op, relation.left))
    }
}

extension ParameterBox {
    fileprivate var isCompact: Bool {
        ranges.values.allSatisfy { $0.lower?.isIncluded == true && $0.upper?.isIncluded == true }
    }
}

extension Rational {
    fileprivate func roundedUp(_ unit: Rational) -> Rational { -((-self / unit).floor) * unit }
}

extension ClosedForm {
    /// A shorter expression for the same number, if one is found.
    static func simplified(_ e: Expression) -> Expression {
        for candidate in candidates(RealSample.value(e, [:])) where candidate.plainText.count < e.plainText.count {
            if (try? AlgebraicNumber.isZero(e - candidate)) == true || (try? ContractionForm.areEqual(e, candidate, FormContext())) == true {
                return candidate
            }
        }
        return e
    }
}
