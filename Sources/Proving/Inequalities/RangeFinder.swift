import Arithmetic
import Expressions
import Kernel

/// `for which p: left <= right`: the values of a parameter for which the inequality is a sum of squares up to a divergence.
///
/// The Gram matrices depend on p and on coordinates that are still free. Where one is free, it is put where a determinant of two
/// rows, a concave quadratic polynomial in it, is largest: a rational function of p. The pivots of the elimination are then
/// rational functions of p, and the range is where none is negative. The kernel checks each interval.
struct RangeFinder {
    private let task: Task
    private let name: String
    private let parameter: String

    init(_ task: Task, _ name: String, parameter: String) {
        self.task = task
        self.name = name
        self.parameter = parameter
    }

    func run() -> Outcome {
        guard case .relation(let relation) = task.statement.goal, relation.op == .lessOrEqual, relation.hasIntegral else {
            return Prover.unknown("`for which` needs one inequality <= or >= between integrals")
        }
        do {
            let problem = try SquaresProblem(task.statement, relation, constant: nil, limits: task.limits)
            guard let declared = task.statement.parameters.first(where: { $0.name == parameter }), !declared.isInteger else {
                return Prover.unknown("`for which` needs a real parameter")
            }
            var system = try LinearSystem(unknowns: problem.unknowns, equations: problem.equations)
            guard let family = try system.family() else { return Prover.unknown("for no \(parameter) is the difference a sum of squares of these terms with coefficients rational in \(parameter) up to a divergence; others were not sought") }
            guard family.ring.variables.allSatisfy({ $0 == parameter }) else { return Prover.unknown("the integrals depend on further parameters") }
            var best: [Interval] = []
            var bestSolution: [RationalFunction]?
            for solution in try FreeCoordinates.solutions(problem, family) {
                guard let squares = try gramSquares(problem, solution) else { continue }
                let found = intervals(of: squares.pivots, declared)
                if Interval.length(found) > Interval.length(best) { (best, bestSolution) = (found, solution) }
            }
            guard let solution = bestSolution, !best.isEmpty else { return Prover.unknown("for no \(parameter) is a sum of squares with coefficients rational in \(parameter) found up to a divergence; others were not sought") }
            return try proved(problem, relation, solution, best)
        } catch {
            return Prover.unknown(SquaresProblem.reason(for: error))
        }
    }

    private func gramSquares(_ problem: SquaresProblem, _ solution: [RationalFunction]) throws -> (pivots: [RationalFunction], squares: [SquaresProblem.Square])? {
        guard let squares = try problem.squares({ solution[$0] }, in: .parameter(parameter)) else { return nil }
        var pivots = squares.pivots
        // Multipliers are blocks of their own, behind the Gram matrices.
        for block in problem.search.blocks.dropFirst(problem.ansatz.blocks.count) { pivots.append(solution[block[0][0]]) }
        return (pivots, squares.squares)
    }

    // MARK: Intervals

    struct Interval {
        /// `nil` for an infinite end.
        var lower: UnivariatePolynomial.Root?
        var upper: UnivariatePolynomial.Root?
        var isLowerOpen = false
        var isUpperOpen = false

        static func length(_ list: [Interval]) -> Double {
            list.reduce(0) { sum, interval in
                sum + ((interval.upper?.upper.doubleValue ?? 1e6) - (interval.lower?.lower.doubleValue ?? -1e6)) + 1e-9
            }
        }
    }

    /// Where all functions are defined and none is negative, as far as the declaration goes.
    private func intervals(of functions: [RationalFunction], _ declared: Parameter) -> [Interval] {
        var product = UnivariatePolynomial([1])
        var poles = UnivariatePolynomial([1])
        for function in functions {
            product = product.multiplied(by: UnivariatePolynomial(function.numerator)).multiplied(by: UnivariatePolynomial(function.denominator))
            poles = poles.multiplied(by: UnivariatePolynomial(function.denominator))
        }
        var ends = product.realRoots()
        for bound in [declared.lower?.value, declared.upper?.value].compactMap({ $0 }) { ends.append(.rational(bound)) }
        ends = Array(Set(ends)).sorted { $0.lower < $1.lower }
        func isAllowed(_ x: Rational) -> Bool {
            declared.contains(x) && functions.allSatisfy { function in
                // A function that does not depend on the parameter may stand in a ring without it.
                (try? function.evaluate(at: function.ring.variables.map { _ in x }))?.map { $0.sign >= 0 } ?? false
            }
        }
        var result: [Interval] = []
        func join(_ next: Interval) {
            guard let last = result.last, let end = last.upper, let start = next.lower, end == start, !(last.isUpperOpen && next.isLowerOpen) else {
                result.append(next)
                return
            }
            result[result.count - 1].upper = next.upper
            result[result.count - 1].isUpperOpen = next.isUpperOpen
        }
        for (number, start) in ([nil] + ends.map { Optional($0) }).enumerated() {
            if let start, case .rational(let value) = start, isAllowed(value) { join(Interval(lower: start, upper: start)) }
            let end = number < ends.count ? ends[number] : nil
            let sample: Rational
            switch (start, end) {
            case (let a?, let b?): sample = (a.upper + b.lower) / 2
            case (let a?, nil): sample = a.upper + 1
            case (nil, let b?): sample = b.lower - 1
            case (nil, nil): sample = 0
            }
            guard isAllowed(sample) else { continue }
            func isOpen(_ end: UnivariatePolynomial.Root?) -> Bool {
                guard case .rational(let value)? = end else { return true }
                return !isAllowed(value)
            }
            join(Interval(lower: start, upper: end, isLowerOpen: isOpen(start), isUpperOpen: isOpen(end)))
        }
        return result
    }

    // MARK: Proof

    private func proved(_ problem: SquaresProblem, _ relation: Relation, _ solution: [RationalFunction], _ intervals: [Interval]) throws -> Outcome {
        var texts: [String] = []
        var outcome: Outcome?
        guard let (pivots, squares) = try gramSquares(problem, solution) else { return Prover.unknown("the Gram matrix is not positive semidefinite") }
        for interval in intervals {
            // An end may be where something is not defined, or does not decay.
            for (isLowerOpen, isUpperOpen) in [(false, false), (true, false), (false, true), (true, true)] {
                var own = interval
                own.isLowerOpen = own.isLowerOpen || isLowerOpen
                own.isUpperOpen = own.isUpperOpen || isUpperOpen
                guard let accepted = try acceptance(problem, relation, own, squares, value: { solution[$0].expression(in: .parameter(parameter)) }) else { continue }
                texts.append(text(own))
                if outcome == nil { outcome = accepted }
                break
            }
        }
        guard var result = outcome else { return Prover.unknown("an approximate range is found, but the kernel proves none of it") }
        result.value = texts.joined(separator: ", ")
        let boundary = boundaryText(pivots, intervals)
        if !boundary.isEmpty { result.evidence += "; the ends are roots of " + boundary }
        return result
    }

    /// The proof for one interval.
    private func acceptance(
        _ problem: SquaresProblem, _ relation: Relation, _ interval: Interval, _ squares: [SquaresProblem.Square], value: (Int) -> Expression
    ) throws -> Outcome? {
        var statement = task.statement
        statement.parameters = task.statement.parameters.map { own in
            guard own.name == parameter else { return own }
            return Parameter(
                name: own.name, isInteger: false,
                lower: interval.lower.map { Parameter.Bound(value: $0.upper, isStrict: interval.isLowerOpen && isRational($0)) } ?? own.lower,
                upper: interval.upper.map { Parameter.Bound(value: $0.lower, isStrict: interval.isUpperOpen && isRational($0)) } ?? own.upper)
        }
        guard !statement.parameters.contains(where: \.rangeIsEmpty) else { return nil }
        var own = problem
        guard case .proved(let evidence, let description) = try InequalityProver(statement: statement, limits: task.limits).evidence(&own, relation, squares, value: value),
            let examination = try? Kernel.Examination(statement, evidence), examination.conditions.uncovered.isEmpty else { return nil }
        var outcome = Prover.accepted(task.asking(about: statement), name, examination, [CompiledRelation(relation)])
        guard outcome.verdict == .proved else { return nil }
        outcome.evidence = description
        return outcome
    }

    private func isRational(_ root: UnivariatePolynomial.Root) -> Bool {
        if case .rational = root { return true }
        return false
    }

    private func text(_ interval: Interval) -> String {
        func end(_ root: UnivariatePolynomial.Root) -> String {
            if case .rational(let value) = root { return value.description }
            return String(format5: ((root.lower + root.upper) / 2).doubleValue)
        }
        if let a = interval.lower, let b = interval.upper, a == b { return "\(parameter) = \(end(a))" }
        switch (interval.lower, interval.upper) {
        case (let a?, let b?): return "\(end(a)) \(interval.isLowerOpen && isRational(a) ? "<" : "<=") \(parameter) \(interval.isUpperOpen && isRational(b) ? "<" : "<=") \(end(b))"
        case (let a?, nil): return "\(parameter) \(interval.isLowerOpen && isRational(a) ? ">" : ">=") \(end(a))"
        case (nil, let b?): return "\(parameter) \(interval.isUpperOpen && isRational(b) ? "<" : "<=") \(end(b))"
        case (nil, nil): return "all \(parameter)"
        }
    }

    /// The squarefree numerators of the pivots that change sign at an end.
    private func boundaryText(_ pivots: [RationalFunction], _ intervals: [Interval]) -> String {
        var texts: [String] = []
        let ends = intervals.flatMap { [$0.lower, $0.upper].compactMap { $0 } }
        for pivot in pivots {
            let polynomial = UnivariatePolynomial(pivot.numerator).oddPart
            guard polynomial.degree > 0, ends.contains(where: { root in
                polynomial.value(at: root.lower).isZero || polynomial.value(at: root.lower).sign * polynomial.value(at: root.upper).sign < 0
            }) else { continue }
            let scale = polynomial.coefficients.reduce(Rational(1)) { ($0 * $1.denominator.rational) / Rational.gcd($0, $1.denominator.rational) }
            let text = UnivariatePolynomial(polynomial.coefficients.map { $0 * scale }).expression(in: .parameter(parameter)).plainText
            if !texts.contains(text) { texts.append(text) }
        }
        return texts.joined(separator: " and ")
    }
}

extension Integer {
    fileprivate var rational: Rational { Rational(self) }
}

extension String {
    /// Five decimals.
    fileprivate init(format5 value: Double) {
        let scaled = (abs(value) * 100_000).rounded()
        let whole = Int(scaled) / 100_000, rest = Int(scaled) % 100_000
        let digits = String(rest)
        self = (value < 0 ? "-" : "") + "\(whole)." + String(repeating: "0", count: 5 - digits.count) + digits
    }
}
