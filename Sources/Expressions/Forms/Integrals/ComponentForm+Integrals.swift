import Arithmetic

/// The same integrals by components, where a direction is singled out: a vector is integrated over one component after
/// the other, a monomial over a sphere by
/// `∫ ω_1^(a_1) … ω_n^(a_n) dω = 2 Γ((a_1+1)/2) … Γ((a_n+1)/2) / Γ((a_1+…+a_n+n)/2)` for even exponents.
extension ComponentForm {
    /// No function symbol may depend on the points, and no difference of points may be a generator.
    ///
    /// - Returns: the integral, free of the points, and what must be positive for it to converge absolutely.
    /// - Throws: `FormError.unsupported` where no closed form is known.
    public func integral(of form: Form, over points: [Point]) throws -> (value: Form, positive: [Exponent]) {
        var lines: [FormArena.LineVariable] = [], spheres: [[Atom]] = []
        for point in points {
            switch point.manifold {
            case .line(let lower, let upper): lines.append(line(.scalarPoint(point), lower, upper))
            case .euclidean(let dimension): lines += (1...(try size(dimension))).map { line(.component(point, $0), nil, nil) }
            case .sphere(let dimension): spheres.append((1...(try size(dimension))).map { .component(point, $0) })
            case .torus: throw FormError.unsupported("an integral over a torus")
            }
        }
        var conditions: [Exponent] = []
        var result = Form.zero
        for (monomial, coefficient) in form.sortedTerms {
            try requireAbsoluteConvergence(monomial, lines, spheres, &conditions)
            for (next, factor) in try integral(monomial, coefficient, lines, &conditions).sortedTerms {
                result.add(try integral(next, factor, overSpheres: spheres))
            }
        }
        return (result, conditions)
    }

    private func line(_ atom: Atom, _ lower: Rational?, _ upper: Rational?) -> FormArena.LineVariable {
        .init(atom: atom, lower: lower, upper: upper) { self.arena.mentions(atom, in: $0) }
    }

    /// Integrates what bounds the absolute value of the monomial, as for the contraction form.
    private func requireAbsoluteConvergence(
        _ monomial: Monomial, _ lines: [FormArena.LineVariable], _ spheres: [[Atom]], _ conditions: inout [Exponent]
    ) throws {
        let components = spheres.joined()
        let powers = try lines.enumerated().map { position, line in
            try arena.requireOrder(monomial, line, &conditions) { atom in
                lines.enumerated().contains { $0.offset != position && $0.element.mentions(atom) } || components.contains { arena.mentions($0, in: atom) }
            }
        }
        var bound = Form.one
        for factor in monomial.factors {
            var own = Form(Monomial(factors: [factor]))
            if components.contains(arena.atom(factor.atom)), arena.exponent(factor.exponent).asInt.map({ $0 > 0 }) == true { own = .one }
            for (line, power) in zip(lines, powers) {
                if let found = try arena.bound(of: factor, line, power) { own = found }
            }
            bound = try arena.multiply(bound, own)
        }
        for (next, coefficient) in bound.sortedTerms {
            for (rest, factor) in try integral(next, coefficient, lines, &conditions).sortedTerms { _ = try integral(rest, factor, overSpheres: spheres) }
        }
    }

    private func integral(
        _ monomial: Monomial, _ coefficient: Rational, _ lines: [FormArena.LineVariable], _ conditions: inout [Exponent]
    ) throws -> Form {
        guard let first = lines.first else { return Form(monomial, coefficient) }
        try arena.spend(1)
        var result = Form.zero
        for (next, factor) in try arena.integral(monomial, coefficient, first, &conditions).sortedTerms {
            result.add(try integral(next, factor, Array(lines.dropFirst()), &conditions))
        }
        return result
    }

    private func integral(_ monomial: Monomial, _ coefficient: Rational, overSpheres spheres: [[Atom]]) throws -> Form {
        var result = Form(monomial, coefficient)
        for sphere in spheres {
            var next = Form.zero
            for (monomial, coefficient) in result.sortedTerms { next.add(try integral(monomial, coefficient, overSphere: sphere)) }
            result = next
        }
        return result
    }

    private func integral(_ monomial: Monomial, _ coefficient: Rational, overSphere components: [Atom]) throws -> Form {
        var powers = [Int](repeating: 0, count: components.count)
        var rest: [Factor] = []
        for factor in monomial.factors {
            let atom = arena.atom(factor.atom)
            if let place = components.firstIndex(of: atom) {
                guard let power = arena.exponent(factor.exponent).asInt, power > 0 else { throw FormError.unsupported("an integral over a sphere") }
                powers[place] = power
            } else if components.contains(where: { arena.mentions($0, in: atom) }) {
                throw FormError.unsupported("an integral over a sphere")
            } else {
                rest.append(factor)
            }
        }
        if powers.contains(where: { $0 % 2 == 1 }) { return .zero }
        var result = Form(Monomial(factors: rest), coefficient * 2)
        for power in powers { result = try arena.multiply(result, arena.gamma(Form(Rational(power + 1, 2)))) }
        return try arena.multiply(result, arena.inverse(arena.gamma(Form(Rational(powers.reduce(components.count, +), 2)))))
    }
}
