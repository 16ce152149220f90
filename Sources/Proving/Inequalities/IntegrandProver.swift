import Arithmetic
import Expressions
import Kernel

/// Inequalities between sums of integrals that hold for the integrands at every point, up to multiples of known integrals: masses of
/// densities, volumes, and what hypotheses state.
///
/// The multipliers are those for which the integrand touches zero where all densities are equal.
struct IntegrandProver {
    private let task: Task
    private let name: String
    private var statement: Statement { task.statement }

    /// `∫ body = value`, and the logarithm of the body where that is a function.
    private struct Mass {
        let body: Expression
        let value: Expression
        var logarithm: Expression?
    }

    private static let mostMasses = 4

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func run() -> Outcome? {
        guard let (points, integrand, rest) = try? IntegrandComparison.parts(statement) else { return nil }
        for multiples in candidates(points, .sum(integrand), .sum(rest)) {
            let comparison = IntegrandComparison(multiples: multiples)
            guard let statements = try? comparison.statements(of: statement),
                let found = Prover.proof(of: task, name, fromAll: statements, evidence: { .integrands(comparison, $0) }, words: {
                    "for the integrands: \($0[multiples.count].evidence)"
                })
            else { continue }
            return found
        }
        return nil
    }

    private func candidates(_ points: [Point], _ integrand: Expression, _ rest: Expression) -> [[IntegrandComparison.Multiple]] {
        let all = masses(points)
        let masses = Array((all.filter { $0.logarithm.map(integrand.containsPart) ?? true } + all.filter { !($0.logarithm.map(integrand.containsPart) ?? true) }).prefix(Self.mostMasses))
        func shared(_ chosen: [Mass]) -> [IntegrandComparison.Multiple] {
            chosen.map { .init(factor: -rest / (.number(Rational(chosen.count)) * $0.value), body: $0.body, value: $0.value) }
        }
        var result: [[IntegrandComparison.Multiple]] = rest == .zero ? [[]] : masses.map { shared([$0]) }
        if let tangent = tangent(masses, integrand), !tangent.isEmpty { result.append(tangent) }
        let occurring = masses.filter { $0.logarithm.map(integrand.containsPart) ?? false }
        if rest != .zero, occurring.count > 1 { result.append(shared(occurring)) }
        return result
    }

    // MARK: Known integrals

    private func masses(_ points: [Point]) -> [Mass] {
        var result: [Mass] = []
        for function in statement.functions where function.isLogarithm && function.attributes.contains(.unitMass) && function.arguments.count == 1 {
            guard points.allSatisfy({ function.arguments == [$0.manifold.vectorDimension.map(ArgumentSlot.vector) ?? .scalar] }) else { continue }
            let logarithms = points.map { Expression.value(of: function, at: $0) }
            result.append(Mass(body: .product(logarithms.map { .elementary(.exp, $0) }), value: .one, logarithm: points.count == 1 ? logarithms[0] : nil))
        }
        for citation in SumOfSquares.citations(statement) where citation.conditions.isEmpty && citation.relation.op == .equal && citation.relation.indices.isEmpty {
            for (side, value) in [(citation.relation.left, citation.relation.right), (citation.relation.right, citation.relation.left)] {
                guard case .integral(points, let body) = side.kind, value.mentionsOnlyParameters, !body.hasIntegral else { continue }
                var logarithm: Expression?
                if case .elementary(.exp, let argument) = body.kind, case .application = argument.kind { logarithm = argument }
                result.append(Mass(body: body, value: value, logarithm: logarithm))
            }
        }
        if points.allSatisfy(\.manifold.isBounded),
            let volume = IntegralEvaluator(task).values(Relation(.integral(points, .one), .equal, .zero))?.left, volume.mentionsOnlyParameters {
            result.append(Mass(body: .one, value: volume))
        }
        return result
    }

    // MARK: Tangents

    /// The slopes of the integrand where the densities are 1, or as the constant one is.
    private func tangent(_ masses: [Mass], _ integrand: Expression) -> [IntegrandComparison.Multiple]? {
        let densities = masses.filter { $0.logarithm.map(integrand.containsPart) ?? false }, uniform = masses.first { $0.body == .one }
        guard !densities.isEmpty, uniform != nil || densities.allSatisfy({ $0.value == .one }) else { return nil }
        // No name of the language has such a letter.
        let names = densities.indices.map { "#\($0)" }
        func named(_ e: Expression) -> Expression {
            for (density, name) in zip(densities, names) {
                if e.isSameUpToBoundIndices(as: density.body) { return .parameter(name) }
                if let logarithm = density.logarithm, e.isSameUpToBoundIndices(as: logarithm) { return .elementary(.log, .parameter(name)) }
            }
            return e.mapOperands(named)
        }
        let e = named(integrand)
        var height = Expression.one
        if let uniform { height = QuotientForm.quotient(.one, uniform.value) ?? .power(uniform.value, .number(-1)) }
        let place = Dictionary(zip(names, densities.map { QuotientForm.quotient(height * $0.value, .one) ?? height * $0.value })) { first, _ in first }
        func there(_ e: Expression) -> Expression? {
            let value = e.substituting(parameters: place).foldingOnes
            return value.mentionsOnlyParameters && !value.parameterSymbols.contains(where: names.contains) ? value : nil
        }
        var result: [IntegrandComparison.Multiple] = []
        var left = e
        for (density, name) in zip(densities, names) {
            guard let slope = there(e.differentiated(byParameter: name)) else { return nil }
            left = left - slope * .parameter(name)
            if slope != .zero { result.append(.init(factor: slope, body: density.body, value: density.value)) }
        }
        if let uniform {
            guard let value = there(left) else { return nil }
            if value != .zero { result.append(.init(factor: value, body: .one, value: uniform.value)) }
        }
        return result
    }
}

extension Manifold {
    fileprivate var isBounded: Bool {
        switch self {
        case .euclidean: return false
        case .sphere, .torus: return true
        case .line(let lower, let upper): return lower != nil && upper != nil
        }
    }
}

extension Expression {
    func containsPart(_ part: Expression) -> Bool { isSameUpToBoundIndices(as: part) || operands.contains { $0.containsPart(part) } }

    /// With the values of powers and logarithms of 1, and without what is multiplied by 0.
    fileprivate var foldingOnes: Expression {
        switch kind {
        case .sum(let terms): return .sum(terms.map(\.foldingOnes))
        case .product(let factors):
            let folded = Expression.product(factors.map(\.foldingOnes))
            if case .product(let parts) = folded.kind, parts.contains(.zero) { return .zero }
            return folded
        case .power(let base, let exponent):
            let (base, exponent) = (base.foldingOnes, exponent.foldingOnes)
            if base == .one || exponent == .zero { return .one }
            if case .number(let value) = base.kind, case .number(let power) = exponent.kind, let times = power.asInt, let result = try? value.power(times) { return .number(result) }
            return .power(base, exponent)
        case .elementary(let function, let argument):
            let argument = argument.foldingOnes
            return function == .log && argument == .one ? .zero : .elementary(function, argument)
        default: return self
        }
    }
}
