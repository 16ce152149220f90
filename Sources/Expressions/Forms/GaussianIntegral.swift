import Arithmetic

/// A Gaussian density with independent components.
public struct DiagonalGaussian: Hashable, Sendable {
    public let mean: [Rational]
    public let variances: [Rational]

    public init(mean: [Rational], variances: [Rational]) {
        self.mean = mean
        self.variances = variances
    }
}

/// Integrals of polynomials against Gaussian densities, in exact numbers.
extension ComponentForm {
    /// The integral over the points of a form in which the densities stand once each, at the points, and all
    /// else is polynomial in their components; `nil` for other forms.
    public func gaussianIntegral(
        of integrand: Form, over points: [Point], _ densities: [FunctionSymbol: DiagonalGaussian],
        _ polynomials: [FunctionSymbol: PolynomialFunction] = [:]
    ) throws -> Form? {
        var result = Form.zero
        let explicit = try arena.rewriting(arena.dividingOut(integrand)) { atom, exponent in
            switch atom {
            case .exponential(let inner):
                // The density itself stays.
                return try self.carrier(inner, densities) == nil ? nil : self.arena.form(atom, exponent: exponent)
            case .relative(let first, let second, let k):
                var difference = self.arena.form(.component(first, k))
                difference.add(self.arena.form(.component(second, k)), times: -1)
                return try self.arena.power(difference, exponent)
            case .jet(let jet):
                if let density = densities[jet.function] {
                    guard let point = jet.arguments.first?.plainPoint else { return nil }
                    if jet.derivatives.isEmpty { return try self.arena.power(self.logarithm(jet.function, density, point), exponent) }
                    return try self.arena.power(self.derivative(jet.derivatives, density, point), exponent)
                }
                guard let polynomial = polynomials[jet.function], !jet.function.isLogarithm else { return nil }
                return try self.value(of: jet, polynomial).map { try self.arena.power($0, exponent) }
            default: return nil
            }
        }
        for (monomial, coefficient) in explicit.terms {
            guard let value = try integral(of: monomial, points, densities) else { return nil }
            result.add(value, times: coefficient)
        }
        return result
    }

    private func carrier(_ inner: Monomial, _ densities: [FunctionSymbol: DiagonalGaussian]) throws -> (point: Point, DiagonalGaussian)? {
        guard inner.factors.count == 1, inner.factors[0].exponent == 1, case .jet(let jet) = arena.atom(inner.factors[0].atom),
            jet.derivatives.isEmpty, let density = densities[jet.function], jet.arguments.count == 1, let point = jet.arguments[0].plainPoint
        else { return nil }
        return (point, density)
    }

    /// `-Σ (x_k - μ_k)² / (2 σ_k)`, and the logarithm of the factor in front as an unknown number, which must drop out.
    private func logarithm(_ function: FunctionSymbol, _ density: DiagonalGaussian, _ point: Point) throws -> Form {
        var result = arena.form(.parameter("log \(function.name) at its mean"))
        for k in density.variances.indices {
            var offset = point.isScalar ? arena.form(.scalarPoint(point)) : arena.form(.component(point, k + 1))
            offset.add(Form(-density.mean[k]))
            result.add(try arena.power(offset, Exponent(2)), times: (Rational(-2) * density.variances[k]).inverse)
        }
        return result
    }

    /// Derivatives of `-Σ (x_k - μ_k)² / (2 σ_k)`.
    private func derivative(_ derivatives: [ComponentDerivative], _ density: DiagonalGaussian, _ point: Point) throws -> Form {
        func index(_ derivative: ComponentDerivative) -> Int { max(derivative.component, 1) - 1 }
        switch derivatives.count {
        case 1:
            let k = index(derivatives[0])
            let slope = -density.variances[k].inverse
            var result = (derivatives[0].component == 0 ? arena.form(.scalarPoint(point)) : arena.form(.component(point, k + 1))).scaled(by: slope)
            result.add(Form(density.mean[k]), times: -slope)
            return result
        case 2:
            return derivatives[0] == derivatives[1] ? Form(-density.variances[index(derivatives[0])].inverse) : .zero
        default: return .zero
        }
    }

    /// A derivative of a polynomial at points; `nil` at composed arguments.
    private func value(of jet: JetAtom, _ polynomial: PolynomialFunction) throws -> Form? {
        var variables: [Atom] = []
        // The number of each component among all variables.
        var numbers: [ComponentDerivative: Int] = [:]
        for (position, slot) in jet.function.arguments.enumerated() {
            guard let point = jet.arguments[position].plainPoint else { return nil }
            switch slot {
            case .scalar:
                numbers[ComponentDerivative(argument: position, component: 0)] = variables.count
                variables.append(.scalarPoint(point))
            case .vector(let dimension):
                for k in 1...(try size(dimension)) {
                    numbers[ComponentDerivative(argument: position, component: k)] = variables.count
                    variables.append(.component(point, k))
                }
            }
        }
        var result = Form.zero
        for term in polynomial.components[jet.value] ?? [] {
            guard term.exponents.count == variables.count else { return nil }
            var exponents = term.exponents
            var coefficient = term.coefficient
            for derivative in jet.derivatives {
                guard let number = numbers[derivative] else { return nil }
                coefficient = coefficient * Rational(exponents[number])
                exponents[number] -= 1
            }
            if coefficient.isZero { continue }
            var product = Form(coefficient)
            for (variable, exponent) in zip(variables, exponents) where exponent > 0 {
                product = try arena.multiply(product, arena.form(variable, exponent: Exponent(Rational(exponent))))
            }
            result.add(product)
        }
        return result
    }

    private func integral(of monomial: Monomial, _ points: [Point], _ densities: [FunctionSymbol: DiagonalGaussian]) throws -> Form? {
        var carriers: [Point: DiagonalGaussian] = [:]
        var powers: [Point: [Int: Int]] = [:]
        var rest: [Factor] = []
        for factor in monomial.factors {
            let atom = arena.atom(factor.atom)
            let power = arena.exponent(factor.exponent).asInt
            switch atom {
            case .exponential(let inner):
                guard let (point, density) = try carrier(inner, densities), power == 1, carriers.updateValue(density, forKey: point) == nil
                else { return nil }
            case .component(let point, let k) where points.contains(point):
                guard let power, power > 0 else { return nil }
                powers[point, default: [:]][k - 1] = power
            case .scalarPoint(let point) where points.contains(point):
                guard let power, power > 0 else { return nil }
                powers[point, default: [:]][0] = power
            case .parameter, .natural, .pi, .component, .scalarPoint: rest.append(factor)
            default: return nil
            }
        }
        // A density at a point that is not integrated has no rational value.
        guard carriers.keys.allSatisfy(points.contains) else { return nil }
        var value: Rational = 1
        for point in points {
            guard let density = carriers[point] else { return nil }
            for (k, power) in powers[point] ?? [:] { value = value * Self.moment(power, density.mean[k], density.variances[k]) }
        }
        return Form(Monomial(factors: rest), value)
    }

    /// `E (μ + √σ N)^n = Σ_j C(n, 2j) (2j-1)!! σ^j μ^(n-2j)`.
    private static func moment(_ n: Int, _ mean: Rational, _ variance: Rational) -> Rational {
        var values: [Rational] = [1, mean]
        // m_(k+1) = μ m_k + k σ m_(k-1).
        for k in 1..<max(n, 2) { values.append(mean * values[k] + Rational(k) * variance * values[k - 1]) }
        return values[n]
    }

    /// The value of a polynomial in coordinates of points; `nil` for other forms.
    public func value(of form: Form, at points: [Point: [Rational]]) throws -> Rational? {
        let numbers = try arena.rewriting(form) { atom, exponent in
            switch atom {
            case .component(let point, let k):
                guard let values = points[point], values.indices.contains(k - 1) else { return nil }
                return try self.arena.power(Form(values[k - 1]), exponent)
            case .scalarPoint(let point):
                guard let value = points[point]?.first else { return nil }
                return try self.arena.power(Form(value), exponent)
            default: return nil
            }
        }
        return numbers.asConstant
    }
}
