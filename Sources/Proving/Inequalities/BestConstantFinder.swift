import Arithmetic
import Expressions
import Kernel

/// `best Λ: left <= right`: the greatest (or least) constant for which a certificate is found, and the certificate.
///
/// The constant is optimised in floating point, recognised as a rational, put in, and the inequality with it is
/// proved exactly. A constant that is not recognised is replaced by a simple rational on the safe side.
struct BestConstantFinder {
    private let task: Task
    private let name: String
    private let constant: String

    init(_ task: Task, _ name: String, constant: String) {
        self.task = task
        self.name = name
        self.constant = constant
    }

    func run() -> Outcome {
        guard case .relation(let relation) = task.statement.goal, relation.op == .lessOrEqual, relation.hasIntegral else {
            return Prover.unknown("best needs one inequality <= or >= between integrals")
        }
        if let operation = relation.left.undecidedOperator ?? relation.right.undecidedOperator {
            return Prover.unknown(operation.reasonOfOperator)
        }
        guard relation.excess.isAffine(in: constant) else { return Prover.unknown("\(constant) enters nonlinearly") }
        if let reason = mixedWeight(relation) { return Prover.unknown(reason) }
        if let found = SpectralGap(task, name, constant: constant).run() { return found }
        do {
            let problem = try SquaresProblem(task.statement, relation, constant: constant, limits: task.limits)
            let outcome = try numbers(problem)
            if outcome.verdict == .proved || SphereCheck.isSphere(problem.ansatz.points) { return outcome }
            // As for claims: the halves of the monomials, with positions and weights.
            guard let other = try? SquaresProblem(task.statement, relation, constant: constant, withMetric: false, ofMonomials: true, limits: task.limits),
                let found = try? numbers(other), found.verdict == .proved else { return outcome }
            return found
        } catch {
            return Prover.unknown(SquaresProblem.reason(for: error))
        }
    }

    /// Where dilations act, both sides must scale alike: for `A(u(λx)) = λ^a A(u)` and `B(u(λx)) = λ^b B(u)` no constant but 0 can be best.
    private func mixedWeight(_ relation: Relation) -> String? {
        guard let terms = try? IntegralSum(relation.excess).terms else { return nil }
        var degrees: [Bool: Exponent] = [:]
        for term in terms where term.integrand != .zero {
            guard let point = term.points.first, term.points.count == 1 else { return nil }
            switch point.manifold {
            case .line(nil, nil), .euclidean: break
            default: return nil
            }
            let isMultiplied = term.integrand.parameterSymbols.contains(constant)
            guard let degree = ScalingDegree.of(term.integrand), degrees[isMultiplied].map({ $0 == degree }) ?? true else { return nil }
            degrees[isMultiplied] = degree
        }
        guard let fixed = degrees[false], let scaled = degrees[true], fixed != scaled else { return nil }
        return "the integrals are of different weight: under x -> λ x those with \(constant) scale like λ^\(scaled.expression.plainText) times a volume, "
            + "the others like λ^\(fixed.expression.plainText), so that no constant but 0 can be best"
    }

    private func outsideRange(_ found: Expression) -> Outcome {
        Prover.unknown("\(constant) = \(found.plainText) would be best, outside the declared range of \(constant)")
    }

    private var noCertificate: Outcome {
        Prover.unknown("for no \(constant) is the difference a sum of squares up to a divergence")
    }

    /// A constant that depends on a parameter.
    private func function(_ problem: SquaresProblem) throws -> Outcome {
        guard let search = ParametricSearch(problem), let value = try search.solution()?[constant] else { return noCertificate }
        let found = value.expression(in: search.symbol)
        guard task.statement.declaredRange(of: constant, admits: found) else { return outsideRange(found) }
        var outcome = decided(found, task.statement)
        if outcome.verdict == .proved {
            describe(value, search.parameter, &outcome)
            return outcome
        }
        // The smallest dimensions may be special.
        if search.parameter.isInteger, let first = search.parameter.lower?.value {
            for step in 1...2 {
                let lower = first + Rational(step)
                guard proved(found, task.statement.requiring(search.parameter.name, atLeast: lower)) != nil else { continue }
                return Prover.unknown("\(constant) = \(found.plainText) is proved for \(search.parameter.name) >= \(lower), not for the whole declared range")
            }
        }
        return Prover.unknown(
            "\(constant) = \(found.plainText) is found, but not proved on the declared range of \(search.parameter.name): \(outcome.reason ?? "no certificate")")
    }

    /// The optimum for given values of parameters: the approximate constant, and whether larger ones are better.
    enum Optimum {
        case none
        case unbounded
        case value(Double, isGreatest: Bool)

        var exists: Bool {
            if case .none = self { return false }
            return true
        }
    }

    func optimum(_ problem: SquaresProblem, _ family: AffineFamily) -> Optimum {
        let place = problem.unknowns.count - 1
        guard let (face, interior) = problem.search.minimalFace(problem.search.wholeFace(family)) else { return .none }
        if let fixed = face.family.constant(place) { return .value(fixed.doubleValue, isGreatest: true) }
        let program = problem.search.program(face)
        let gradient = face.family.directions.map { $0[place].doubleValue }
        // Of the two directions one is the interesting one: in the other all constants will do.
        let isIncreasing = hasSlope(problem, isNegative: false), isDecreasing = hasSlope(problem, isNegative: true)
        for sign in [1.0, -1.0] where sign > 0 ? !isIncreasing : !isDecreasing {
            guard let solution = program.maximise(gradient.map { sign * $0 }, from: interior) else { continue }
            let value = face.family.base[place].doubleValue + sign * solution.value
            if abs(value) < 5e3 { return .value(value, isGreatest: sign > 0) }
        }
        return .unbounded
    }

    /// Whether the constant multiplies what is not negative, or not positive, by its form.
    private func hasSlope(_ problem: SquaresProblem, isNegative: Bool) -> Bool {
        let terms = ((try? IntegralSum(problem.relation.excess).terms) ?? []).map(\.integrand).filter { $0.parameterSymbols.contains(constant) }
        return !terms.isEmpty && terms.allSatisfy { term in
            guard let place = term.factors.firstIndex(of: .parameter(constant)) else { return false }
            var rest = term.factors
            rest.remove(at: place)
            let slope = Expression.product(isNegative ? [.number(-1)] + rest : rest)
            return !slope.parameterSymbols.contains(constant) && slope.isManifestlyNonnegative(positiveParameters: FormContext(problem.statement).positiveParameters)
        }
    }

    private func numbers(_ problem: SquaresProblem) throws -> Outcome {
        var asFunction: Outcome?
        if ParametricSearch(problem) != nil {
            let outcome = try function(problem)
            if outcome.verdict == .proved { return outcome }
            asFunction = outcome
        }
        guard let family = try problem.family(), case let best = optimum(problem, family), best.exists else { return asFunction ?? noCertificate }
        switch best {
        case .none: return noCertificate
        case .unbounded: return Prover.unknown("the inequality holds for every \(constant): there is no best one")
        case .value(let value, let isGreatest):
            for candidate in candidates(value, isGreatest: isGreatest) {
                guard task.statement.declaredRange(of: constant, admits: .number(candidate)) else { return outsideRange(.number(candidate)) }
                if var outcome = proved(.number(candidate), task.statement) {
                    describe(candidate, isGreatest: isGreatest, &outcome)
                    return outcome
                }
            }
            return Prover.unknown("a certificate for \(constant) ≈ \(value) is not made exact")
        }
    }

    /// Simple rationals near the value, then rationals on the safe side of it.
    private func candidates(_ value: Double, isGreatest: Bool) -> [Rational] {
        var result: [Rational] = []
        for tolerance in [1e-8, 1e-7, 1e-6, 1e-5] {
            guard let candidate = RationalApproximation.simplest(near: value, tolerance: tolerance, denominatorLimit: 10_000), !result.contains(candidate) else { continue }
            result.append(candidate)
        }
        for digits in [100_000, 10_000, 1_000, 100] {
            let scaled = value * Double(digits)
            result.append(Rational(Int((isGreatest ? scaled - 0.5 : scaled + 0.5).rounded()), digits))
        }
        return result
    }

    /// What is known on the other side of a proved constant.
    private func describe(_ value: Rational, isGreatest: Bool, _ outcome: inout Outcome) {
        let relation = isGreatest ? ">=" : "<="
        guard let other = otherSide(value, isGreatest: isGreatest) else {
            outcome.value = "\(constant) \(relation) \(value)"
            outcome.evidence += "; no bound from the other side"
            return
        }
        outcome.value = "\(constant) \(other.isSharp ? "=" : relation) \(value)"
        outcome.evidence += "; " + other.text
    }

    /// The same for a function of a dimension, at the least value of it.
    private func describe(_ found: RationalFunction, _ parameter: Parameter, _ outcome: inout Outcome) {
        guard let size = CandidateAssignments(task.statement).dimensions(count: 1).first?[parameter.name],
            let value = (try? found.evaluate(at: found.ring.variables.map { _ in Rational(size) })) ?? nil else { return }
        for isGreatest in [true, false] {
            guard let other = otherSide(value, isGreatest: isGreatest) else { continue }
            if !other.isSharp { outcome.value = outcome.value?.replacing(" = ", with: isGreatest ? " >= " : " <= ", maxReplacements: 1) }
            outcome.evidence += "; " + other.text
            return
        }
    }

    private func otherSide(_ value: Rational, isGreatest: Bool) -> (text: String, isSharp: Bool)? {
        guard case .relation(let relation) = task.statement.goal else { return nil }
        if let search = ZonalSearch(task.statement, relation, 0) { return otherSide(value, isGreatest: isGreatest, search) }
        return DecayingSearch(task.statement, relation, 0).flatMap { otherSide(value, isGreatest: isGreatest, $0) }
    }

    private func otherSide(_ value: Rational, isGreatest: Bool, _ search: some ExampleSearch) -> (text: String, isSharp: Bool)? {
        guard let (bound, example) = search.bound(of: constant, isGreatest: isGreatest, proved: value.doubleValue), bound.isFinite, abs(bound) < 1e9 else { return nil }
        // Rounded outward, until the kernel agrees.
        for digits in [2_000, 200, 20] {
            let scaled = bound * Double(digits)
            let rounded = Rational(Int((isGreatest ? scaled + 1 : scaled - 1).rounded()), digits)
            guard search.isViolated(example, constant, at: rounded, name: name) else { continue }
            let (lower, upper) = isGreatest ? (value, rounded) : (rounded, value)
            let isSharp = (upper - lower).doubleValue <= 0.05 * max(abs(upper.doubleValue), abs(lower.doubleValue))
            let text = "\(lower.decimal(5)) <= \(constant) <= \(upper.decimal(5)), the other side by \(search.description(example))"
            return (isSharp ? text : text + ": a gap", isSharp)
        }
        return nil
    }

    private func proved(_ value: Expression, _ statement: Statement) -> Outcome? {
        // What has no certificate is not refuted in vain: the next value is tried.
        let substituted = statement.substituting([constant: value])
        if case .relation(let relation) = substituted.goal,
            !relation.excess.isManifestlyNonnegative(positiveParameters: FormContext(substituted).positiveParameters),
            case .open = InequalityProver(statement: substituted, limits: task.limits).run(relation) { return nil }
        let outcome = decided(value, statement)
        return outcome.verdict == .proved ? outcome : nil
    }

    /// The statement with the constant at a value.
    private func decided(_ value: Expression, _ statement: Statement) -> Outcome {
        var outcome = Prover.decide(task.asking(about: statement.substituting([constant: value])), name)
        outcome.value = "\(constant) = \(value.plainText)"
        outcome.isByDefinition = false
        return outcome
    }
}

extension Statement {
    fileprivate func requiring(_ name: String, atLeast lower: Rational) -> Statement {
        var result = self
        result.parameters = parameters.map { parameter in
            guard parameter.name == name else { return parameter }
            return Parameter(name: name, isInteger: parameter.isInteger, lower: Parameter.Bound(value: lower, isStrict: false), upper: parameter.upper)
        }
        return result
    }
}

extension Rational {
    /// Itself where short, else its decimals.
    fileprivate func decimal(_ digits: Int) -> String {
        if (denominator.description + numerator.description).count <= 4 { return description }
        var scale: Rational = 1
        for _ in 0..<digits { scale *= 10 }
        let scaled = (magnitude * scale + Rational(1, 2)).floor.description
        let padded = String(repeating: "0", count: max(0, digits + 1 - scaled.count)) + scaled
        var fraction = String(padded.suffix(digits))
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return (sign < 0 ? "-" : "") + padded.dropLast(digits) + (fraction.isEmpty ? "" : "." + fraction)
    }
}
