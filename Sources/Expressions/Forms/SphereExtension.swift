import Arithmetic

/// Functions on a sphere as functions near it.
extension ContractionForm {
    /// The form times powers of `|ω|` that make each term homogeneous of degree 0 in ω, every function of ω
    /// counted as homogeneous of degree 0 itself. On the unit sphere nothing changes.
    ///
    /// - Throws: `FormError.unsupported` where a term is not homogeneous.
    public func homogeneousExtension(_ form: Form, of point: Point) throws -> Form {
        let index = Index.variable((1 << 25) + 1, point.manifold.vectorDimension ?? .number(1))
        let square = try normalForm(.contraction(index, .coordinate(point, index) * .coordinate(point, index)))
        var result = Form.zero
        for (monomial, coefficient) in form.sortedTerms {
            let degree = try degree(of: monomial, point)
            let scale = try arena.power(square, degree * Rational(-1, 2))
            result.add(try arena.multiply(scale, by: monomial, coefficient))
        }
        return result
    }

    private func degree(of monomial: Monomial, _ point: Point) throws -> Exponent {
        try monomial.factors.reduce(.zero) { sum, factor in
            guard let part = try degree(of: arena.atom(factor.atom), point).multiplied(by: arena.exponent(factor.exponent)) else {
                throw FormError.unsupported("homogeneity")
            }
            return sum + part
        }
    }

    private func degree(of form: Form, _ point: Point) throws -> Exponent {
        let degrees = Set(try form.terms.keys.map { try degree(of: $0, point) })
        guard degrees.count == 1, let degree = degrees.first else { throw FormError.unsupported("a term that is not homogeneous on the sphere") }
        return degree
    }

    private func degree(of atom: Atom, _ point: Point) throws -> Exponent {
        switch atom {
        case .parameter, .natural, .pi, .scalarPoint: return .zero
        case .graph(let graph):
            var degree = 0
            for vertex in graph.vertices {
                switch label(vertex.label) {
                case .position(let other): if other == point { degree += 1 }
                case .relative, .delta: break
                case .jet(let function, _, let arguments):
                    let vectors = function.arguments.filter { $0 != .scalar }.count
                    var group = vertex.groups.count - vectors - 1
                    for (slot, argument) in zip(function.arguments, arguments) {
                        if slot != .scalar { group += 1 }
                        if argument == .point(point) {
                            degree -= vertex.groups[group].count
                        } else if case .form(let number) = argument, try self.degree(of: arena.form(number), point) != .zero {
                            throw FormError.unsupported("a composed function on the sphere")
                        }
                    }
                }
            }
            return Exponent(Rational(degree))
        case .bessel(_, let order, let argument):
            guard try degree(of: arena.form(order), point).isZero, try degree(of: arena.form(argument), point).isZero
            else { throw FormError.unsupported("a Bessel function that is not homogeneous on the sphere") }
            return .zero
        case .composite(let number): return try degree(of: arena.form(number), point)
        case .exponential(let inner):
            guard try degree(of: inner, point).isZero else { throw FormError.unsupported("an exponential that is not homogeneous on the sphere") }
            return .zero
        case .logarithm(let number), .elementary(_, let number):
            guard try degree(of: arena.form(number), point).isZero else { throw FormError.unsupported("a function that is not homogeneous on the sphere") }
            return .zero
        case .component, .relative, .jet: throw FormError.notInvariant
        }
    }
}

extension Expression {
    /// `|x|` of a point.
    public static func length(of point: Point, _ supply: inout IndexSupply) -> Expression {
        guard let dimension = point.manifold.vectorDimension else { return .squareRoot(.power(.coordinate(point, nil), .number(2))) }
        let index = supply.fresh(dimension)
        return .squareRoot(.contraction(index, .coordinate(point, index) * .coordinate(point, index)))
    }

    /// Functions of `ω/|ω|` as functions of ω: what holds for every function near the sphere holds for those
    /// that are constant on rays.
    public func droppingRadialProjection(of point: Point) -> Expression {
        guard case .application(let application) = kind else { return mapOperands { $0.droppingRadialProjection(of: point) } }
        var supply = IndexSupply(startingAt: 1 << 23)
        let arguments = application.arguments.map { argument -> Argument in
            if case .vector(let index, let body) = argument,
                body.isSameUpToBoundIndices(as: .coordinate(point, index) / .length(of: point, &supply)) {
                return .vector(index, .coordinate(point, index))
            }
            return argument.mapBody { $0.droppingRadialProjection(of: point) }
        }
        return .application(Application(
            function: application.function, valueIndices: application.valueIndices, derivatives: application.derivatives,
            arguments: arguments))
    }

    /// The same for several points; nothing for points that lie on no sphere.
    public func droppingRadialProjections(of points: [Point]) -> Expression {
        points.reduce(self) { e, point in
            if case .sphere = point.manifold { return e.droppingRadialProjection(of: point) }
            return e
        }
    }

    /// The expression with zero in the place of a function and its derivatives.
    public func replacingByZero(_ function: FunctionSymbol) -> Expression {
        if case .application(let application) = kind, application.function == function { return .zero }
        return mapOperands { $0.replacingByZero(function) }
    }
}
