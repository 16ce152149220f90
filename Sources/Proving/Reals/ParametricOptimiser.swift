import Arithmetic
import Expressions
import Kernel

/// `minimise e over x in …` where e depends on further parameters: the place and the value in terms of these.
///
/// The places where the derivative vanishes are guessed (`StationaryPlaces`), and compared in floating point for some values of
/// the parameters. For one that is best for all of these the kernel decides, for all declared values, that it lies in
/// the range, that the value there is the one displayed, and that it bounds the expression on the whole range.
struct ParametricOptimiser {
    private let task: Task
    private let name: String
    private let isMinimum: Bool
    private let statement: Statement
    private let e: Expression
    /// The parameters that vary, in the order of the question.
    private let varied: [Parameter]
    private let fixed: [Parameter]
    /// Values of the others.
    private let samples: [[String: Double]]

    init(_ task: Task, _ name: String, _ statement: Statement, _ e: Expression, isMinimum: Bool, over names: [String]) {
        self.task = task
        self.name = name
        self.isMinimum = isMinimum
        self.statement = statement
        self.e = e
        varied = names.compactMap { name in statement.parameters.first { $0.name == name } }
        fixed = statement.parameters.filter { !names.contains($0.name) }
        samples = Self.samples(statement, fixed, SignCheck(statement).box)
    }

    private var noun: String { isMinimum ? "minimum" : "maximum" }

    func run() -> Outcome {
        guard (1...2).contains(varied.count) else { return Prover.unknown("one or two parameters are varied, found \(varied.count)") }
        let box = SignCheck(statement).box
        guard let first = samples.first else { return Prover.unknown("no values of \(fixed.map(\.name).joined(separator: ", ")) were found that satisfy all conditions") }
        let trials = samples.map { Trial(isMinimum ? e : -e, varied, box, fixed: $0) }
        var candidates: [[String: Expression]] = []
        for sample in [first] + samples.dropFirst().prefix(2) {
            for candidate in Self.places(isMinimum ? e : -e, varied.map(\.name), box, sample) where !candidates.contains(candidate) { candidates.append(candidate) }
        }
        let best = candidates.map { candidate in trials.map { $0.isBest(candidate) } }
        var failure: String?
        for (candidate, isBest) in zip(candidates, best) where !isBest.contains(false) {
            switch attained(candidate) {
            case .success(let outcome): return outcome
            case .failure(let reason): failure = failure ?? reason.text
            }
        }
        return Prover.unknown(failure ?? reason(candidates, best, trials))
    }

    private struct Reason: Error {
        let text: String
    }

    // MARK: Proof

    private func attained(_ place: [String: Expression]) -> Result<Outcome, Reason> {
        let there = e.substituting(parameters: place)
        let text = varied.map { "\($0.name) = \((place[$0.name] ?? .zero).plainText)" }.joined(separator: ", ")
        let prover = SignProver(statement)
        var parts: [Relation] = []
        for parameter in varied {
            guard let value = place[parameter.name] else { continue }
            parts += parameter.bounds(on: value)
        }
        var proofs: [SignProof] = []
        for part in parts {
            guard let proof = prover.proof(of: part) else {
                return .failure(Reason(text: "the \(noun) would be at \(text), and \(part.plainText) is not shown for all declared values of the parameters"))
            }
            proofs.append(proof)
        }
        var unproved: Reason?
        for value in values(there) {
            let bound = isMinimum ? Relation(value, .lessOrEqual, e) : Relation(e, .lessOrEqual, value)
            guard let equal = equality(there, value, prover) else { continue }
            guard let least = OptimumProver(statement, bound, varied.map(\.name), place, at: samples.first ?? [:]).proof() else {
                unproved = unproved ?? Reason(text: "the \(noun) would be \(value.plainText) at \(text), but that this is a bound on the whole range was not shown")
                continue
            }
            var proved = statement
            proved.goal = .conjunction(([bound, Relation(there, .equal, value)] + parts).map { .relation($0) })
            let evidence = Evidence.conjunction([.sign(least), equal] + proofs.map { .sign($0) })
            guard let examination = try? Kernel.Examination(proved, evidence), examination.conditions.uncovered.isEmpty else { continue }
            let outcome = Prover.accepted(task.asking(about: proved), name, examination, (proved.goal.relations ?? []).map { CompiledRelation($0) })
            guard outcome.verdict == .proved else { return .failure(Reason(text: outcome.reason ?? "the proof was not accepted")) }
            var result = outcome
            result.value = "\(noun) \(value.plainText) at \(text)"
            return .success(result)
        }
        return .failure(unproved ?? Reason(text: "the \(noun) would be at \(text), where its value is not shown"))
    }

    private func equality(_ there: Expression, _ value: Expression, _ prover: SignProver) -> Evidence? {
        if let proof = prover.proof(of: Relation(there, .equal, value)) { return .sign(proof) }
        var proved = statement
        proved.goal = .relation(Relation(there, .equal, value))
        guard let examination = try? Kernel.Examination(proved, .identity(.contraction)), examination.conditions.uncovered.isEmpty, (try? examination.theorem()) != nil
        else { return nil }
        return .identity(.contraction)
    }

    /// The value at the place, in its shortest form first.
    private func values(_ there: Expression) -> [Expression] {
        let place = samples.first ?? [:]
        let short = PowerSum(there, at: place).map { $0.expression(at: place) }
        return [short, there].compactMap { $0 }.sorted { $0.plainText.count < $1.plainText.count }
    }

    // MARK: Guesses

    private static func places(_ e: Expression, _ names: [String], _ box: ParameterBox, _ sample: [String: Double]) -> [[String: Expression]] {
        guard let name = names.first else { return [] }
        func own(_ name: String, _ e: Expression) -> [Expression] {
            var place = sample
            for name in names { place[name] = box.ranges[name].map { RealSample.point($0, 0.5) } }
            let range = box.ranges[name]
            return StationaryPlaces(name, at: place).all(of: e) + [range?.lower, range?.upper].compactMap { $0 }.filter(\.isIncluded).map(\.value)
        }
        if names.count == 1 { return own(name, e).map { [name: $0] } }
        var result: [[String: Expression]] = []
        for (first, second) in [(names[0], names[1]), (names[1], names[0])] {
            for x in own(first, e) {
                for y in own(second, e.substituting(parameters: [first: x])) where !y.parameterSymbols.contains(first) {
                    let value = x.substituting(parameters: [second: y])
                    let place = [first: PowerSum(value, at: sample).map { $0.expression(at: sample) } ?? value, second: y]
                    if !result.contains(place) { result.append(place) }
                }
            }
        }
        return result
    }

    private static let sampleCount = 12

    /// Values of the other parameters that satisfy the hypotheses.
    private static func samples(_ statement: Statement, _ fixed: [Parameter], _ box: ParameterBox) -> [[String: Double]] {
        let hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }
        var generator = SplitMix64(seed: 7)
        var result: [[String: Double]] = []
        for _ in 0..<400 where result.count < sampleCount {
            var place: [String: Double] = [:]
            for parameter in fixed {
                guard let range = box.ranges[parameter.name] else { return [] }
                let x = RealSample.point(range, 0.04 + 0.92 * Double(generator.next() % 1000) / 1000)
                place[parameter.name] = parameter.isInteger ? (range.lower == nil ? x.rounded(.down) : x.rounded(.up)) : x
            }
            let holds = hypotheses.allSatisfy { hypothesis in
                let excess = RealSample.value(hypothesis.excess, place)
                return hypothesis.op == .equal ? excess.magnitude < 1e-9 : excess > (hypothesis.op == .less ? 1e-9 : -1e-9)
            }
            if holds { result.append(place) }
        }
        return result
    }

    /// The expression to be minimised, for some values of the other parameters.
    private struct Trial {
        let fixed: [String: Double]
        private let e: Expression
        private let ranges: [(name: String, range: ParameterBox.Range)]
        private let grid: [[String: Double]]
        /// The place of the grid with the least value.
        let least: [String: Double]
        private let leastValue: Double

        init(_ e: Expression, _ varied: [Parameter], _ box: ParameterBox, fixed: [String: Double]) {
            self.e = e
            self.fixed = fixed
            let ranges = varied.map { (name: $0.name, range: box.ranges[$0.name] ?? .init()) }
            self.ranges = ranges
            let count = varied.count == 1 ? 400 : 40
            var grid: [[String: Double]] = [[:]]
            for (name, range) in ranges {
                let ends = [range.lower, range.upper].compactMap { $0 }.filter(\.isIncluded).map { RealSample.value($0.value, [:]) }
                let points = (1..<count).map { RealSample.point(range, Double($0) / Double(count)) } + ends
                grid = grid.flatMap { place in points.map { place.merging([name: $0]) { $1 } } }
            }
            self.grid = grid
            let values = grid.map { Self.value(e, $0, fixed) }
            let number = values.indices.min { values[$0] < values[$1] } ?? 0
            (least, leastValue) = (grid[number], values[number])
        }

        private static func value(_ e: Expression, _ place: [String: Double], _ fixed: [String: Double]) -> Double {
            let value = RealSample.value(e, place.merging(fixed) { $1 })
            return value.isNaN ? .infinity : value
        }

        private func contains(_ x: Double, _ range: ParameterBox.Range) -> Bool {
            if let lower = range.lower.map({ RealSample.value($0.value, [:]) }), x < lower - 1e-12 || x <= lower && range.lower?.isIncluded == false { return false }
            if let upper = range.upper.map({ RealSample.value($0.value, [:]) }), x > upper + 1e-12 || x >= upper && range.upper?.isIncluded == false { return false }
            return x.isFinite
        }

        func isBest(_ place: [String: Expression]) -> Bool {
            let place = place.mapValues { RealSample.value($0, fixed) }
            guard ranges.allSatisfy({ name, range in place[name].map { contains($0, range) } ?? false }) else { return false }
            let value = Self.value(e, place, fixed), error = 1e-9 * max(1, value.magnitude)
            guard value.isFinite, value <= leastValue + error else { return false }
            return ranges.allSatisfy { name, range in
                let x = place[name] ?? 0
                return [0.5, 0.9, 0.99, 1.01, 1.1, 2].flatMap { [x * $0, x + $0 - 1] }.allSatisfy { y in
                    !contains(y, range) || Self.value(e, place.merging([name: y]) { $1 }, fixed) >= value - error
                }
            }
        }

        var values: String { fixed.sorted { $0.key < $1.key }.map { "\($0.key) = \(Self.short($0.value))" }.joined(separator: ", ") }

        /// The variable that is, in the grid, nearest to an end outside of its range.
        var runsAway: String? {
            ranges.first { name, range in
                guard let x = least[name] else { return false }
                if range.lower?.isIncluded != true, x <= RealSample.point(range, 0.026) { return true }
                return range.upper?.isIncluded != true && x >= RealSample.point(range, 0.974)
            }?.name
        }

        static func short(_ x: Double) -> String {
            let rounded = (x * 100).rounded() / 100
            return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
        }
    }

    /// Why there is no place for all parameters.
    private func reason(_ candidates: [[String: Expression]], _ best: [[Bool]], _ trials: [Trial]) -> String {
        func text(_ place: [String: Expression]) -> String { varied.map { "\($0.name) = \((place[$0.name] ?? .zero).plainText)" }.joined(separator: ", ") }
        let found = trials.indices.map { trial in candidates.indices.first { best[$0][trial] } }
        let used = Set(found.compactMap { $0 }).sorted()
        if used.count > 1 || used.count == 1 && found.contains(nil) {
            let parts = used.map { number -> String in
                let example = found.firstIndex(of: number).map { trials[$0].values } ?? ""
                return "at \(text(candidates[number])) for \(example)"
            }
            let other = found.firstIndex(of: nil).map { ["elsewhere, or nowhere, for \(trials[$0].values)"] } ?? []
            return "where the \(noun) is taken depends on the parameters: " + (parts + other).joined(separator: ", ") + "; narrow their ranges to one case"
        }
        if let trial = trials.first(where: { $0.runsAway != nil }), let name = trial.runsAway {
            return "no \(noun) is attained on the range for all parameters: for \(trial.values) the best values are approached at an end of \(name) that is open or infinite"
        }
        return "no place in terms of \(fixed.map(\.name).joined(separator: ", ")) was found at which the derivative vanishes"
    }
}
