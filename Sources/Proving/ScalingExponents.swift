import Arithmetic
import Expressions
import Kernel

/// `find θ: A <= C B` with unknown exponents: the only ones that scaling leaves.
///
/// If the relation holds for all u with some constant C, then with `μ u(λ·)` in place of u as well, for all positive λ and μ, where each
/// side has a factor that is a power of λ times one of μ. So the powers agree, which are equations for the exponents. The kernel
/// proves how the integrals scale. Whether the relation holds with the exponents found is another question; it is asked, too.
struct ScalingExponents {
    private let task: Task
    private let name: String
    private let statement: Statement
    private let degrees: ScalingDegrees

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
        statement = task.statement
        degrees = ScalingDegrees(task.statement)
    }

    func run(_ unknowns: [String]) -> Outcome {
        guard let relation = statement.goal.relations?.first, statement.goal.relations?.count == 1, relation.indices.isEmpty, relation.left.hasIntegral, relation.right.hasIntegral
        else { return Prover.unknown("find needs equations, or one inequality between products of powers of integrals") }
        let solution: Solution
        do {
            let equations = try self.equations(relation)
            guard equations.contains(where: { equation in unknowns.contains(where: equation.mentions) }) else {
                return Prover.unknown(equations.allSatisfy(\.isZero) ? "both sides scale alike whatever \(unknowns.joined(separator: ", ")) may be" : "both sides scale differently whatever \(unknowns.joined(separator: ", ")) may be")
            }
            solution = try solve(equations, unknowns)
        } catch let error as ScalingDegrees.NotHomogeneous {
            return Prover.unknown("the sides are no powers of λ under u -> u(λ x): " + error.text)
        } catch let error as Unsolved {
            return Prover.unknown(error.text)
        } catch { return Prover.unknown("no equations for the exponents: \(error)") }
        let text = unknowns.compactMap { name in solution.values[name].map { "\(name) = \($0.plainText)" } }.joined(separator: ", ")
        return proved(relation, solution, text, unknowns) ?? necessary(relation, solution, text, unknowns)
    }

    private struct Unsolved: Error {
        let text: String
    }

    // MARK: Equations

    /// What must vanish.
    private func equations(_ relation: Relation) throws -> [RationalFunction] {
        let difference = try degrees.difference(degrees.of(relation.left), degrees.of(relation.right))
        // With f also λ^n f(λ·) is a density.
        var dilation = difference.dilation
        var result: [RationalFunction] = []
        for function in statement.functions {
            guard let amplitude = difference.amplitudes[function.name] else { continue }
            if function.attributes.contains(.unitMass) {
                for slot in function.arguments {
                    switch slot {
                    case .vector(let dimension): dilation = try dilation - degrees.number(dimension) * amplitude
                    case .scalar: dilation = try dilation - amplitude
                    }
                }
            } else {
                result.append(amplitude)
            }
        }
        return [dilation] + result
    }

    private struct Solution {
        var values: [String: Expression] = [:]
        /// What must not vanish.
        var conditions: [String] = []
    }

    /// One after the other, each from an equation in which it is linear.
    private func solve(_ equations: [RationalFunction], _ unknowns: [String]) throws -> Solution {
        var pending = equations.filter { !$0.isZero }
        var result = Solution()
        while !pending.isEmpty {
            if let absurd = pending.first(where: { equation in !unknowns.contains(where: equation.mentions) }) {
                throw Unsolved(text: "no exponents make both sides scale alike: \(absurd.expression.plainText) would have to vanish")
            }
            guard let (place, name, value, slope) = linear(pending, unknowns, where: { openFactors($0).isEmpty }) ?? linear(pending, unknowns, where: { _ in true }) else { throw Unsolved(text: "the equations for the exponents are not linear in one of them") }
            for factor in openFactors(slope) { result.conditions.append("\(factor.plainText) ≠ 0") }
            pending.remove(at: place)
            func put(_ e: Expression) throws -> RationalFunction { try RationalFunction(e.namingDimensions.substituting(parameters: [name: value]), in: degrees.ring) }
            pending = try pending.map { try put($0.expression) }.filter { !$0.isZero }
            result.values = try result.values.mapValues { try put($0).expression }
            result.values[name] = value
        }
        return result
    }

    /// The factors that may vanish.
    private func openFactors(_ slope: Expression) -> [Expression] {
        let check = SignCheck(statement)
        return check.isNonzero(slope) ? [] : QuotientForm.factors(slope).filter { !check.isNonzero($0) }
    }

    private func linear(
        _ equations: [RationalFunction], _ unknowns: [String], where isSuitable: (Expression) -> Bool
    ) -> (place: Int, name: String, value: Expression, slope: Expression)? {
        for (place, equation) in equations.enumerated() {
            for name in unknowns where equation.mentions(name) {
                let p = equation.numerator
                guard let variable = p.ring.variables.firstIndex(of: name), p.terms.allSatisfy({ $0.exponents[variable] <= 1 }) else { continue }
                let slope = p.derivative(variable)
                guard isSuitable(QuotientForm.expression(slope)), let rest = try? RationalFunction(QuotientForm.expression(p).substituting(parameters: [name: .zero]), in: p.ring),
                    let value = try? -rest / RationalFunction(slope) else { continue }
                return (place, name, PowerSum(value.expression, at: [:])?.expression(at: [:]) ?? value.expression, QuotientForm.expression(slope))
            }
        }
        return nil
    }

    // MARK: Proof

    /// The relation itself, with these exponents.
    private func proved(_ relation: Relation, _ solution: Solution, _ text: String, _ unknowns: [String]) -> Outcome? {
        // With any constant it would not hold.
        let constants = [relation.left, relation.right].flatMap(\.factors).filter { $0.mentionsOnlyParameters && !$0.parameterSymbols.isEmpty }
        guard constants.isEmpty, solution.conditions.isEmpty, solution.values.allSatisfy({ statement.declaredRange(of: $0.key, admits: dimensioned($0.value)) }) else { return nil }
        let own = Prover.decide(task.asking(about: statement.substituting(solution.values.mapValues(dimensioned))), name)
        guard own.verdict == .proved else { return nil }
        var outcome = own
        outcome.value = text
        outcome.isByDefinition = false
        return outcome
    }

    /// That no other exponents are possible.
    private func necessary(_ relation: Relation, _ solution: Solution, _ text: String, _ unknowns: [String]) -> Outcome {
        func unknown(_ reason: String) -> Outcome { Prover.unknown("by scaling only \(text) is possible, \(reason)") }
        func isAboutFunctions(_ hypothesis: Proposition) -> Bool {
            (hypothesis.relations ?? []).contains { !$0.left.functionSymbols.isEmpty || !$0.right.functionSymbols.isEmpty } || hypothesis.relations == nil
        }
        if statement.hypotheses.contains(where: isAboutFunctions) {
            return unknown("if that preserves the conditions on the functions, which is not seen; and with these exponents it is not proved")
        }
        for (name, value) in solution.values.sorted(by: { $0.key < $1.key }) where !statement.declaredRange(of: name, admits: dimensioned(value)) {
            return unknown("which is not shown to lie in the declared range of \(name)")
        }
        var integrals: [Expression] = [], left: [Expression] = []
        relation.left.collectIntegrals(&left)
        for side in [relation.left, relation.right] { side.collectIntegrals(&integrals) }
        let own = withPositiveExponents(integrals, unknowns), context = FormContext(own.statement)
        for case .integral(_, let body) in integrals.map(\.kind) where body.hasIntegral { return unknown("but an integral stands in another, and how it scales is not proved") }
        guard isPositive(relation.left, context.positiveParameters) else { return unknown("where \(relation.left.plainText) is positive, which is not seen") }
        for case .integral(let points, let body) in left.map(\.kind) where !isSomewherePositive(body, points) {
            return unknown("if ∫ \(body.plainText) is not always 0, which is not seen")
        }
        var outcome = unknown(""), conditions: [String] = []
        for (form, known) in [(ScalingLaw.Form.integrals, (statement: statement, conditions: [])), (.integrals, own), (.integrands, own)] {
            // Where the integrals are not known to converge, functions are used that vanish outside of a ball, and near 0.
            if form == .integrands, !integrals.allSatisfy({ isFiniteForBumps($0, own.statement) }) { continue }
            do {
                outcome = Prover.decide(task.asking(about: try ScalingLaw(known.statement, degrees, form).laws(integrals)), name)
            } catch { outcome = Prover.unknown("\(error)") }
            // Points where an integrand is not defined are none of integrals.
            conditions = known.conditions + (form == .integrals ? outcome.sideConditions : [])
            if outcome.verdict == .proved { break }
        }
        guard outcome.verdict == .proved else { return unknown("if the integrals scale as they seem to, which is not proved: \(outcome.reason ?? "")") }
        outcome.value = "only \(text) is possible"
        outcome.sideConditions = solution.conditions + conditions
        outcome.evidence = "necessary by scaling u -> μ u(λ x), under which other exponents leave powers of λ or μ; that the relation holds with these is not said"
        outcome.isByDefinition = false
        return outcome
    }

    /// With unknowns that stand under integrals and have no declared end below for positive numbers.
    private func withPositiveExponents(_ integrals: [Expression], _ unknowns: [String]) -> (statement: Statement, conditions: [String]) {
        let inside = integrals.reduce(into: Set<String>()) { $0.formUnion($1.parameterSymbols) }
        var result = statement, conditions: [String] = []
        for place in result.parameters.indices where inside.contains(result.parameters[place].name) && unknowns.contains(result.parameters[place].name) && result.parameters[place].lower == nil {
            let known = result.parameters[place]
            result.parameters[place] = Parameter(name: known.name, isInteger: known.isInteger, lower: .init(value: 0, isStrict: true), upper: known.upper)
            conditions.append("\(known.name) > 0")
        }
        return (result, conditions)
    }

    /// Products of powers of positive numbers and of integrals of what is nowhere negative.
    private func isPositive(_ e: Expression, _ positive: Set<String>) -> Bool {
        switch e.kind {
        case .product(let factors): return factors.allSatisfy { isPositive($0, positive) }
        case .sum(let terms): return terms.allSatisfy { isPositive($0, positive) }
        case .power(let base, _): return isPositive(base, positive)
        case .elementary(.abs, let inside): return isPositive(inside, positive)
        case .integral(_, let body): return body.isManifestlyNonnegative(positiveParameters: positive)
        default: return e.isManifestlyPositive(positiveParameters: positive)
        }
    }

    /// Functions that may vanish, and stand under positive powers only.
    private func isFiniteForBumps(_ e: Expression, _ statement: Statement) -> Bool {
        let check = SignCheck(statement)
        func visit(_ e: Expression) -> Bool {
            if case .power(let base, let exponent) = e.kind, base.mentionsFunctionOfPoints {
                guard exponent.mentionsOnlyParameters, check.isPositive(exponent) else { return false }
            }
            return e.operands.allSatisfy(visit)
        }
        // Over several points there may be singularities wherever the functions do not vanish.
        guard case .integral(let points, _) = e.kind, points.count == 1 else { return false }
        return e.functionSymbols.allSatisfy { !$0.isLogarithm && $0.attributes.isDisjoint(with: [.unitMass, .logconcave]) } && visit(e)
    }

    /// A symbolic dimension as such.
    private func dimensioned(_ e: Expression) -> Expression {
        e.substituting(parameters: Dictionary(statement.symbolicDimensions.map { ($0, .dimension(.symbol($0))) }) { first, _ in first })
    }

    /// The integrand is not 0 for all functions. In a symbolic dimension that is a matter of its form.
    private func isSomewherePositive(_ body: Expression, _ points: [Point]) -> Bool {
        if body.isProductOfNonzeroOperators { return true }
        guard statement.symbolicDimensions.isEmpty else { return false }
        var local = statement
        local.hypotheses = []
        local.goal = .relation(Relation(body, .equal, .zero))
        for point in points where !local.points.contains(point) { local.points.append(point) }
        let symbols = Set(body.parameterSymbols)
        local.parameters = local.parameters.filter { symbols.contains($0.name) || statement.symbolicDimensions.contains($0.name) }
        return Prover.decide(task.asking(about: local), name).verdict == .refuted
    }
}

/// How integrals scale, as a statement about all functions.
struct ScalingLaw {
    enum Form {
        /// Of integrals.
        case integrals
        /// Of integrands, at λ times the point on the other side.
        case integrands
    }

    private let statement: Statement
    private let degrees: ScalingDegrees
    private let form: Form
    private let factor: String
    /// By the names of functions.
    private let amplitudes: [String: String]

    init(_ statement: Statement, _ degrees: ScalingDegrees, _ form: Form) {
        self.statement = statement
        self.degrees = degrees
        self.form = form
        let taken = Set(statement.parameters.map(\.name) + statement.points.map(\.name) + statement.functions.map(\.name))
        func fresh(_ name: String) -> String { taken.contains(name) ? fresh(name + "'") : name }
        factor = fresh("λ")
        let functions = Set(statement.functions.filter { !$0.arguments.isEmpty && !$0.attributes.contains(.unitMass) }.map(\.name)).sorted()
        amplitudes = Dictionary(uniqueKeysWithValues: functions.map { ($0, functions.count == 1 ? fresh("μ") : fresh("μ_\($0)")) })
    }

    func laws(_ integrals: [Expression]) throws -> Statement {
        var result = statement
        func positive(_ name: String) -> Parameter { Parameter(name: name, isInteger: false, lower: .init(value: 0, isStrict: true), upper: nil) }
        result.parameters = statement.parameters + ([factor] + amplitudes.values.sorted()).map(positive)
        result.hypotheses = statement.hypotheses
        var relations: [Relation] = []
        for integral in integrals {
            guard case .integral(let points, let body) = integral.kind else { continue }
            for point in points where !result.points.contains(point) { result.points.append(point) }
            switch form {
            case .integrals:
                relations.append(Relation(try scaled(integral), .equal, try power(degrees.of(integral)) * integral))
            case .integrands:
                relations.append(Relation(try scaled(body), .equal, try power(degrees.of(body, over: points)) * dilated(body, points)))
            }
        }
        result.goal = relations.count == 1 ? .relation(relations[0]) : .conjunction(relations.map { .relation($0) })
        return result
    }

    private func written(_ exponent: RationalFunction) -> Expression {
        exponent.expression.substituting(parameters: Dictionary(statement.symbolicDimensions.map { ($0, .dimension(.symbol($0))) }) { first, _ in first })
    }

    private func power(_ degree: ScalingDegrees.Degree) throws -> Expression {
        var dilation = -degree.dilation
        var factors: [Expression] = []
        for function in statement.functions {
            guard let amplitude = degree.amplitudes[function.name] else { continue }
            if let name = amplitudes[function.name] {
                factors.append(.power(.parameter(name), written(amplitude)))
            } else {
                for slot in function.arguments {
                    if case .vector(let dimension) = slot { dilation = try dilation + degrees.number(dimension) * amplitude } else { dilation = try dilation + amplitude }
                }
            }
        }
        return .product([.power(.parameter(factor), written(dilation))] + factors)
    }

    private func amplitude(_ function: FunctionSymbol) throws -> Expression {
        if let name = amplitudes[function.name] { return .parameter(name) }
        var size = RationalFunction(degrees.ring.zero)
        for slot in function.arguments {
            if case .vector(let dimension) = slot { size = try size + degrees.number(dimension) } else { size = try size + RationalFunction(degrees.ring.one) }
        }
        return .power(.parameter(factor), written(size))
    }

    /// With `μ f(λ·)` for each function f.
    private func scaled(_ e: Expression) throws -> Expression {
        func moved(_ application: Expression.Application) throws -> Expression {
            .application(.init(
                function: application.function, valueIndices: application.valueIndices, derivatives: application.derivatives,
                arguments: try application.arguments.map { argument in
                    switch argument {
                    case .vector(let index, let body): return .vector(index, .parameter(factor) * (try scaled(body)))
                    case .scalar(let body): return .scalar(.parameter(factor) * (try scaled(body)))
                    }
                }))
        }
        switch e.kind {
        case .application(let application) where !application.arguments.isEmpty:
            let own = try moved(application)
            let chain = application.derivatives.isEmpty ? [] : [Expression.power(.parameter(factor), .number(Rational(application.derivatives.count)))]
            return .product((application.function.isLogarithm ? [] : [try amplitude(application.function)]) + chain + [own])
        case .elementary(.exp, let argument):
            if case .application(let application) = argument.kind, application.function.isLogarithm, application.derivatives.isEmpty {
                return try amplitude(application.function) * .elementary(.exp, moved(application))
            }
            return try e.mapOperands { try scaled($0) }
        default: return try e.mapOperands { try scaled($0) }
        }
    }

    /// At λ times the points.
    private func dilated(_ e: Expression, _ points: [Point]) throws -> Expression {
        switch e.kind {
        case .coordinate(let point, _) where points.contains(point): return .parameter(factor) * e
        // (∂F)(λx) = ∂(F(λx))/λ.
        case .partial(let point, _, _) where points.contains(point): return .power(.parameter(factor), .number(-1)) * (try e.mapOperands { try dilated($0, points) })
        case .partial: throw ScalingDegrees.NotHomogeneous(text: e.plainText)
        default: return try e.mapOperands { try dilated($0, points) }
        }
    }
}

extension RationalFunction {
    fileprivate var expression: Expression {
        if let value = constantValue { return .number(value) }
        let top = QuotientForm.expression(numerator)
        return denominator.isOne ? top : top / QuotientForm.expression(denominator)
    }

    fileprivate func mentions(_ name: String) -> Bool {
        guard let place = ring.variables.firstIndex(of: name) else { return false }
        return numerator.terms.contains { $0.exponents[place] > 0 } || denominator.terms.contains { $0.exponents[place] > 0 }
    }
}

extension Expression {
    fileprivate func collectIntegrals(_ found: inout [Expression]) {
        if case .integral = kind {
            if !found.contains(self) { found.append(self) }
        } else {
            for operand in operands { operand.collectIntegrals(&found) }
        }
    }
}

extension Expression {
    /// Powers of derivatives of functions, one term each, and weights: for most functions this vanishes nowhere but on a null set.
    fileprivate var isProductOfNonzeroOperators: Bool {
        guard mentionsFunctionOfPoints else { return self != .zero && !factors.contains(.zero) }
        switch kind {
        case .product(let factors): return factors.allSatisfy(\.isProductOfNonzeroOperators)
        case .power(let base, _): return base.isOperator || base.isProductOfNonzeroOperators
        case .elementary(.abs, let inside): return inside.isOperator || inside.isProductOfNonzeroOperators
        case .elementary(.exp, let argument): if case .application = argument.kind { return true } else { return false }
        case .contraction(_, let body):
            if let vector = squaredNorm { return vector.isOperator }
            return body.isManifestlyNonnegative(positiveParameters: []) && body.isProductOfNonzeroOperators
        default: return false
        }
    }

    /// A derivative of a function, contracted with itself or with coordinates.
    private var isOperator: Bool {
        switch kind {
        case .application(let application): return application.function.valueSymmetry != .antisymmetric
        case .partial(_, _, let body), .contraction(_, let body): return body.isOperator
        case .product(let factors):
            let own = factors.filter(\.mentionsFunctionOfPoints)
            return own.count == 1 && own[0].isOperator && factors.allSatisfy { if case .coordinate = $0.kind { true } else { $0 == own[0] } }
        default: return false
        }
    }
}
