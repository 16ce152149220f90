/// Derivatives at values of what they are taken by.
///
/// The derivative of an integral is the integral of the derivative where the integrand is dominated near the value. The derivative at the value does
/// not show that: `∂_a ∂_a |x - a|` vanishes for almost all x, and `∂_a ∂_a ∫_0^1 |x - a| dx = 2`.
extension Expression {
    /// The derivative with respect to a parameter, with values put in for parameters: by the rules of calculus where these give it at every value.
    /// Elsewhere it is a quantity of which nothing is known.
    public func derivative(byParameter name: String, values: (String) -> Expression?, substituting: (Expression) -> Expression) -> Expression {
        if hasRules(forDerivativeBy: name) { return substituting(differentiated(byParameter: name)) }
        let places = Set(parameterSymbols + [name]).sorted().compactMap { name in values(name).map { (name, $0) } }
        return .derivative(.parameterDerivative(name, self), at: places, substituting(self))
    }

    /// A derivative at a place, as a quantity that is told from others by what is differentiated and the place.
    /// - Parameter value: what is differentiated, at the place.
    public static func derivative(_ derivative: Expression, at places: [(name: String, value: Expression)], _ value: Expression) -> Expression {
        let places = places.map { "\($0.name) = \($0.value.plainText)" }.joined(separator: ", ")
        return .uninterpreted("\(String.derivativeAtValue)\(derivative.plainText) at \(places)", [value], derivative.freeIndices)
    }

    /// Whether the rules of calculus give the derivative with respect to a parameter wherever their result is defined.
    public func hasRules(forDerivativeBy name: String) -> Bool { hasRules { $0.parameterSymbols.contains(name) } }

    /// The same with respect to a point.
    public func hasRules(forDerivativeBy point: Point) -> Bool { hasRules { $0.mentions(point) } }

    private func hasRules(forDerivativeBy depends: (Expression) -> Bool) -> Bool {
        switch kind {
        case .integral(let points, let body):
            if !depends(self) || points.allSatisfy(\.manifold.hasFiniteMeasure) && body.isEntire || body.isPolynomial(depends) && body.decays(in: points) { return true }
            // Factors that stand before the integral as well, where that is seen to converge: at a value they may vanish.
            let dependent = body.factors.filter(depends), rest = Expression.product(body.factors.filter { !depends($0) })
            return dependent.allSatisfy { factor in factor.isEntire && !points.contains(where: factor.mentions) }
                && (rest.decays(in: points) || points.allSatisfy(\.manifold.hasFiniteMeasure) && rest.isEntire)
        case .uninterpreted:
            if !depends(self) { return true }
            guard let (_, order, argument) = bessel else { return false }
            return !depends(order) && argument.hasRules(forDerivativeBy: depends)
        case .partial(let point, _, let body): return body.hasRules { $0.mentions(point) } && body.hasRules(forDerivativeBy: depends)
        case .parameterDerivative(let other, let body):
            return body.hasRules { $0.parameterSymbols.contains(other) } && body.hasRules(forDerivativeBy: depends)
        default: return operands.allSatisfy { $0.hasRules(forDerivativeBy: depends) }
        }
    }

    /// A polynomial in what `depends` tells, by its form.
    private func isPolynomial(_ depends: (Expression) -> Bool) -> Bool {
        if !depends(self) { return true }
        switch kind {
        case .parameter, .coordinate: return true
        case .sum, .product, .contraction: return operands.allSatisfy { $0.isPolynomial(depends) }
        case .partial(let point, let index, let body): return !depends(.coordinate(point, index)) && body.isPolynomial(depends)
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, value.isInteger, value.sign > 0 else { return false }
            return base.isPolynomial(depends)
        default: return false
        }
    }

    /// Polynomials in functions that grow at most like a power, times a function that decays in every one of the points: integrable, so that all
    /// coefficients of a polynomial are. `∂_a ∫_0^1 a²/x dx` is not 0 at a = 0.
    private func decays(in points: [Point]) -> Bool {
        return isRegular && points.allSatisfy { point in
            switch point.manifold {
            case .sphere, .torus: return true
            case .euclidean, .line(nil, nil): return factors.contains { $0.decayingPoints.contains(point) }
            case .line: return false
            }
        }
    }

    /// Where this, or what it is the exponential of, is a decaying function.
    private var decayingPoints: [Point] {
        func points(_ e: Expression, isLogarithm: Bool) -> [Point] {
            guard case .application(let application) = e.kind, application.function.attributes.contains(.decaying),
                application.function.isLogarithm == isLogarithm, application.derivatives.isEmpty || !isLogarithm else { return [] }
            return application.arguments.compactMap(\.plainPoint)
        }
        if case .elementary(.exp, let argument) = kind { return points(argument, isLogarithm: true) }
        return points(self, isLogarithm: false)
    }

    /// Made of functions at points, positive ones among them, coordinates and parameters by sums, products, derivatives and natural powers.
    private var isRegular: Bool {
        switch kind {
        case .number, .pi, .parameter, .dimension, .coordinate, .delta, .epsilon: return true
        case .sum, .product, .contraction, .partial: return operands.allSatisfy(\.isRegular)
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, value.isInteger, value.sign > 0 else { return false }
            return base.isRegular
        case .application(let application): return application.arguments.allSatisfy { $0.plainPoint != nil }
        case .elementary(.exp, let argument):
            guard case .application(let application) = argument.kind, application.function.isLogarithm, application.derivatives.isEmpty else { return false }
            return argument.isRegular
        default: return false
        }
    }

    /// Smooth in all parameters and coordinates, wherever these are, by its form.
    private var isEntire: Bool {
        switch kind {
        case .number, .pi, .parameter, .dimension, .coordinate, .delta, .epsilon: return true
        case .sum, .product, .contraction, .partial, .parameterDerivative: return operands.allSatisfy(\.isEntire)
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, value.isInteger, value.sign >= 0 else { return false }
            return base.isEntire
        case .elementary(let function, let argument):
            switch function {
            case .exp, .sin, .cos, .atan, .sinh, .cosh, .tanh, .erf: return argument.isEntire
            case .log, .tan, .abs, .sign, .gamma: return false
            }
        case .integral(let points, let body): return points.allSatisfy(\.manifold.hasFiniteMeasure) && body.isEntire
        case .application, .uninterpreted: return false
        }
    }
}

extension String {
    fileprivate static let derivativeAtValue = "the derivative "

    /// Whether the operator is a derivative that could not be taken before values were put in.
    public var isDerivativeAtValue: Bool { hasPrefix(Self.derivativeAtValue) }
}
