import Arithmetic
import Expressions
import Kernel

/// Quadratic integrals of one function under a Gaussian weight, on a sphere or a torus, by eigenfunctions.
struct SpectralProver {
    private static let coefficientLimit = 3
    private static let level = "n"

    private let task: Task
    private let name: String

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func run() -> Outcome? { spectra.lazy.compactMap(decided).first }

    /// The ways in which the difference of the sides is a combination of `∫ u A^k u w` and the square of a mean.
    var spectra: some Sequence<Spectrum> {
        let statement = task.statement
        var choices: [(FunctionSymbol, Expression?, Int, String)] = []
        let functions = statement.functions.filter { !$0.isLogarithm && $0.arguments.count == 1 && $0.valueDimensions.isEmpty }
        let taken = Set(statement.parameters.map(\.name) + statement.points.map(\.name) + statement.functions.map(\.name))
        if let relations = statement.goal.relations, relations.count == 1, relations[0].op == .lessOrEqual, relations[0].indices.isEmpty, relations[0].hasIntegral,
            functions.count == 1, let level = [Self.level, "n°"].first(where: { !taken.contains($0) }) {
            choices = variances(relations[0]).flatMap { variance in [2, 3, 1].map { (functions[0], variance, $0, level) } }
        }
        return choices.lazy.compactMap { fitted($0.0, $0.1, $0.2, $0.3, taken) }
    }

    /// The coefficients, from the linear equations that they satisfy.
    private func fitted(_ function: FunctionSymbol, _ variance: Expression?, _ count: Int, _ level: String, _ taken: Set<String>) -> Spectrum? {
        let names = (0..<count).map { "c\($0)°" }, mean = "κ°"
        guard taken.isDisjoint(with: names + [mean]) else { return nil }
        var open = task.statement
        open.parameters += (names + [mean]).map { Parameter(name: $0, isInteger: false, lower: nil, upper: nil) }
        for (hasMean, scale) in [false, true].flatMap({ hasMean in scales(function, variance).map { (hasMean, $0) } }) {
            let unknown = Spectrum(
                function: function.name, variance: variance, coefficients: names.enumerated().map { scale.coefficient($0) * .parameter($1) },
                mean: hasMean ? scale.mean * .parameter(mean) : .zero, level: level)
            guard let identity = try? unknown.statements(of: open).first, let relations = identity.goal.relations else { return nil }
            let unknowns = names + (hasMean ? [mean] : [])
            guard let systems = try? LinearEquations.of(identity, relations, unknowns: Set(unknowns), limits: task.limits) else { continue }
            for equations in systems {
                guard var system = try? LinearSystem(unknowns: unknowns, equations: equations), case .values(let values, let free)? = try? system.solve(), free.isEmpty
                else { continue }
                return Spectrum(
                    function: function.name, variance: variance, coefficients: names.enumerated().map { scale.coefficient($0) * (values[$1] ?? .zero) },
                    mean: hasMean ? scale.mean * (values[mean] ?? .zero) : .zero, level: level)
            }
        }
        return nil
    }

    /// What the coefficients may have in common that is no rational number.
    private struct Scale {
        let coefficient: (Int) -> Expression
        let mean: Expression
    }

    private func scales(_ function: FunctionSymbol, _ variance: Expression?) -> [Scale] {
        let plain = Scale(coefficient: { _ in .one }, mean: .one)
        guard let variance else {
            // On a torus the gap is a multiple of π², which may stand on either side: of the terms with k derivatives, π^(2(s-k)).
            let onTorus = (0...2).map { s in
                Scale(coefficient: { k in k == s ? .one : .power(.pi, .number(Rational(2 * (s - k)))) }, mean: s == 0 ? .one : .power(.pi, .number(Rational(2 * s))))
            }
            // On a sphere the mean is ∫ u over its area, which may have been brought to the other side.
            let area = Spectrum.area(of: function, in: task.statement)
            let onSphere = area.map { area in [Scale(coefficient: { _ in .one }, mean: .power(area, .number(-1))), Scale(coefficient: { _ in area }, mean: .one)] }
            return [plain] + (onSphere ?? onTorus)
        }
        return [plain] + task.statement.points.prefix(1).map { point in
            let size = point.manifold.vectorDimension.map { Expression.dimension($0) } ?? .one
            let density = Expression.power(.number(2) * .pi * variance, .number(Rational(-1, 2)) * size)
            return Scale(coefficient: { _ in density }, mean: .power(density, .number(2)))
        }
    }

    /// Whether the claim speaks of means: then nothing else is tried before.
    static func concerns(_ statement: Statement) -> Bool {
        func isMean(_ e: Expression) -> Bool {
            if case .power(let base, let exponent) = e.kind, exponent == .number(2), case .integral = base.kind { return true }
            return e.operands.contains(where: isMean)
        }
        guard let relations = statement.goal.relations, relations.count == 1, relations[0].op == .lessOrEqual, relations[0].hasIntegral,
            statement.functions.count == 1, !statement.functions[0].isLogarithm else { return false }
        return isMean(relations[0].left) || isMean(relations[0].right) || statement.hypotheses.contains { hypothesis in
            (hypothesis.relations ?? []).contains { $0.op == .equal && $0.right == .zero && $0.hasIntegral }
        }
    }

    private func decided(_ spectrum: Spectrum) -> Outcome? {
        guard let statements = try? spectrum.statements(of: task.statement) else { return nil }
        let found = statements.map { Prover.decide(task.asking(about: $0), name) }
        guard found[0].verdict == .proved, let identity = found[0].certifiedEvidence else { return nil }
        let evidence: Evidence
        var outcome: Outcome
        if let number = found.indices.first(where: { found[$0].verdict == .refuted }), let (refutation, place) = refutation(found[number], spectrum, statements[number]) {
            evidence = .spectrum(spectrum, refuting: number, [identity, refutation])
            outcome = Outcome(verdict: .refuted)
            outcome.evidence = "a negative eigenvalue of the quadratic form"
            outcome.witness = (["the form is \(text(statements[number])) on eigenfunctions" + (number == statements.count - 1 ? " of level \(spectrum.level)" : "")]
                + [place].compactMap { $0 }).joined(separator: "\n")
        } else {
            guard found.allSatisfy({ $0.verdict == .proved }) else { return nil }
            evidence = .spectrum(spectrum, refuting: nil, found.compactMap(\.certifiedEvidence))
            outcome = Outcome(verdict: .proved)
            outcome.evidence = "by eigenfunctions, \(text(statements[statements.count - 1]))"
        }
        guard let theorem = try? Kernel.Examination(task.statement, evidence.read(in: task.statement)).theorem() else { return nil }
        outcome.sideConditions = theorem.conditions
        outcome.certificate = Prover.certificate(task, name, theorem, evidence)
        return outcome
    }

    /// At the lowest level, where that does: it is one in every dimension. With the place, for people.
    private func refutation(_ found: Outcome, _ spectrum: Spectrum, _ statement: Statement) -> (Evidence, String?)? {
        guard let own = found.certifiedEvidence else { return nil }
        guard case .witness(var witness) = own, let lowest = statement.parameters.first(where: { $0.name == spectrum.level })?.lower?.value,
            witness.assignment.parameters[spectrum.level] != lowest else { return (own, found.witness) }
        witness.assignment.parameters[spectrum.level] = lowest
        guard (try? Kernel.Examination(statement, .witness(witness)).theorem()) != nil else { return (own, found.witness) }
        return (.witness(witness), "at \(spectrum.level) = \(lowest)")
    }

    /// `0 <= …`, as a polynomial where that is shorter.
    private func text(_ statement: Statement) -> String {
        guard let relation = statement.goal.relations?.first else { return statement.goal.plainText }
        let form = ContractionForm(FormContext(statement))
        var supply = IndexSupply(startingAt: 1 << 20)
        guard let value = try? form.expression(form.normalForm(relation.right), &supply) else { return relation.plainText }
        let plain = Relation(relation.left, relation.op, value).plainText
        return plain.count < relation.plainText.count ? plain : relation.plainText
    }

    /// T for a weight `exp(-|x|²/(2T))`.
    private func variances(_ relation: Relation) -> [Expression?] {
        let form = ContractionForm(FormContext(task.statement))
        var result: [Expression?] = []
        func visit(_ e: Expression, _ point: Point?) {
            if case .integral(let points, let body) = e.kind, points.count == 1 { return visit(body, points[0]) }
            if case .elementary(.exp, let argument) = e.kind, let point {
                var supply = IndexSupply(startingAt: 1 << 20)
                let x = Expression.coordinate(point, nil)
                var square = x * x
                if let dimension = point.manifold.vectorDimension {
                    let i = supply.fresh(dimension)
                    square = .contraction(i, .coordinate(point, i) * .coordinate(point, i))
                }
                let half = Expression.number(-1) * square
                if let quotient = try? form.quotient(form.normalForm(half), form.normalForm(.number(2) * argument)),
                    let value = try? form.expression(quotient, &supply), value.mentionsOnlyParameters, !result.contains(value) { result.append(value) }
            }
            e.operands.forEach { visit($0, point) }
        }
        visit(relation.left, nil)
        visit(relation.right, nil)
        return result.isEmpty ? [nil] : result
    }
}
