import Arithmetic
import Expressions
import Kernel

/// Integrals of known value over some points: masses of densities, volumes, and what hypotheses state; with slopes of an integrand where
/// all densities in it are equal.
struct KnownMasses {
    /// `∫ body = value`, and the logarithm of the body where that is a function.
    struct Mass {
        let body: Expression
        let value: Expression
        var logarithm: Expression?
    }

    private static let mostMasses = 4

    /// First those in the integrand.
    let all: [Mass]
    /// In the integrand.
    let densities: [Mass]
    private let integrand: Expression
    private let uniform: Mass?

    init(_ task: Task, _ points: [Point], in integrand: Expression) {
        let found = Self.masses(task, points)
        func occurs(_ mass: Mass) -> Bool? { mass.logarithm.map(integrand.containsPart) }
        all = Array((found.filter { occurs($0) ?? true } + found.filter { occurs($0) == false }).prefix(Self.mostMasses))
        densities = all.filter { occurs($0) ?? false }
        uniform = all.first { $0.body == .one }
        self.integrand = integrand
    }

    private static func masses(_ task: Task, _ points: [Point]) -> [Mass] {
        let statement = task.statement
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
        if points.allSatisfy(\.manifold.hasFiniteMeasure),
            let volume = IntegralEvaluator(task).values(Relation(.integral(points, .one), .equal, .zero))?.left, volume.mentionsOnlyParameters {
            result.append(Mass(body: .one, value: volume))
        }
        return result
    }

    // MARK: Where all densities are equal

    // No name of the language has such a letter.
    private var names: [String] { densities.indices.map { "#\($0)" } }

    /// With parameters in place of the densities.
    func named(_ e: Expression) -> Expression {
        for (density, name) in zip(densities, names) {
            if e.isSameUpToBoundIndices(as: density.body) { return .parameter(name) }
            if let logarithm = density.logarithm, e.isSameUpToBoundIndices(as: logarithm) { return .elementary(.log, .parameter(name)) }
        }
        return e.mapOperands(named)
    }

    /// The value where all are 1, or as the constant one is; `nil` where it depends on the points.
    private func there(_ e: Expression) -> Expression? {
        var height = Expression.one
        if let uniform { height = QuotientForm.quotient(.one, uniform.value) ?? .power(uniform.value, .number(-1)) }
        let place = Dictionary(zip(names, densities.map { QuotientForm.quotient(height * $0.value, .one) ?? height * $0.value })) { first, _ in first }
        let value = e.substituting(parameters: place).foldingOnes
        return value.mentionsOnlyParameters && !value.parameterSymbols.contains(where: names.contains) ? value : nil
    }

    /// The multiples that leave no slope and no value.
    var tangent: [IntegrandComparison.Multiple]? {
        guard !densities.isEmpty, uniform != nil || densities.allSatisfy({ $0.value == .one }) else { return nil }
        let e = named(integrand)
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

    /// The second and third derivative in one density, as numbers.
    func curvature(of e: Expression, in place: Int) -> (second: Rational, third: Rational)? {
        let second = named(e).differentiated(byParameter: names[place]).differentiated(byParameter: names[place])
        guard let value = there(second).flatMap({ QuotientForm.quotient($0, .one) }), let next = there(second.differentiated(byParameter: names[place])).flatMap({ QuotientForm.quotient($0, .one) }),
            let a = value.numericValue, let b = next.numericValue else { return nil }
        return (a, b)
    }
}

extension Expression {
    /// A quotient of numbers.
    fileprivate var numericValue: Rational? { (try? RationalFunction(self, in: PolynomialRing(variables: [])))?.numerator.constantValue }

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
