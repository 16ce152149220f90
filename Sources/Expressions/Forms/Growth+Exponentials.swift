/// Where exponentials decay: of logarithms of densities, of quadratic forms in points, of powers of a distance, of arbitrary functions.
extension TensorReader {
    func addExponential(_ inner: Monomial, _ exponent: Exponent, to growth: inout Growth, _ open: inout Set<Point>) throws {
        if isSupported(Form(inner), growth) { return try requireBounded(Form(inner), "an exponential", &growth) }
        // exp(φ) of the logarithm of a positive function.
        if inner.factors.count == 1, inner.factors[0].exponent == 1 {
            let atom = arena.atom(inner.factors[0].atom)
            let symbols = symbols(in: atom)
            if symbols.count == 1, symbols[0].function.isLogarithm, isBareSymbol(atom) {
                let function = symbols[0].function
                guard function.attributes.contains(.decaying) else {
                    try requireBoundedArguments(symbols[0].arguments, function, &growth)
                    let isPositive = exponent.linear.isEmpty && exponent.constant.sign > 0
                    if isPositive || !exponent.linear.isEmpty { growth.bare.insert(function.name) }
                    if !isPositive { growth.bare.insert("1/\(function.name)") }
                    return
                }
                let points = symbols[0].arguments.compactMap(\.plainPoint)
                if points.count < symbols[0].arguments.count {
                    // At a composed argument a density is bounded; it decays in what is linear.
                    guard exponent.linear.isEmpty, exponent.constant.sign > 0 else { throw undetermined("\(function.name) at a composed argument") }
                    addDecay(symbols[0].arguments, &growth)
                    return try requireBoundedArguments(symbols[0].arguments, function, &growth)
                }
                if exponent.linear.isEmpty {
                    guard exponent.constant.sign > 0 else {
                        open.formUnion(points)
                        return
                    }
                } else {
                    for point in points { growth.powers[point, default: []].insert(exponent) }
                }
                growth.decaying.formUnion(points)
                return
            }
        }
        // Of polynomials in decaying functions: it tends to 1.
        if inner.factors.allSatisfy({ isConstant(Monomial(factors: [$0])) || isDecaying($0) }) { return try requireBounded(Form(inner), "an exponential", &growth) }
        // On bounded intervals every exponential of a polynomial is smooth.
        if inner.factors.allSatisfy({ factor in
            if case .scalarPoint(let point) = arena.atom(factor.atom), case .line(.some, .some) = point.manifold { return arena.exponent(factor.exponent).isNatural }
            return isConstant(Monomial(factors: [factor]))
        }) { return }
        if inner.factors.allSatisfy({ isConstant(Monomial(factors: [$0])) }) || linearPoints(inner) != nil { return }
        // What is required of exp(V) depends on what stands beside it; exp(-V) is taken for a weight.
        if let smooth = try smoothPoints(inner, &growth) {
            open.formUnion(smooth)
            let scale = inner.factors.filter { isConstant(Monomial(factors: [$0])) }
            if exponent.linear.isEmpty, exponent.constant.sign < 0, scale.isEmpty || arena.sign(of: Monomial(factors: scale)) == .positive { growth.decaying.formUnion(smooth) }
            return
        }
        // A Gaussian, exp(-c |x|²), or exp(-c s) on a half-line; also exp(-c |x|^a) and exp(-c (1+|x|²)^a) with a > 0.
        var root: LinearForm?
        for factor in inner.factors {
            if root == nil, let found = positivePower(factor, &growth) {
                root = found
                continue
            }
            if factor.exponent == 1, root == nil, let found = square(arena.atom(factor.atom)) {
                root = found
            } else if factor.exponent == 2, root == nil, case .scalarPoint(let point) = arena.atom(factor.atom) {
                root = LinearForm([point: 1])
            } else if factor.exponent == 1, root == nil, case .scalarPoint(let point) = arena.atom(factor.atom), case .line(.some, nil) = point.manifold {
                root = LinearForm([point: 1])
            } else {
                guard arena.sign(of: Monomial(factors: [factor])) == .positive, isConstant(Monomial(factors: [factor])) else {
                    throw undetermined("an exponential")
                }
            }
        }
        guard let root else { throw undetermined("an exponential") }
        if exponent.linear.isEmpty && exponent.constant.sign > 0 {
            open.formUnion(root.terms.map(\.point))
            return
        }
        if !exponent.linear.isEmpty { for term in root.terms { growth.powers[term.point, default: []].insert(-exponent) } }
        if root.terms.count == 1 { growth.decaying.insert(root.terms[0].point) } else { growth.decayingForms.insert(root) }
    }

    /// x where the form is `c x²` for a point of a line.
    func scalarRoot(of form: Form) -> LinearForm? {
        guard form.terms.count == 1, let (monomial, coefficient) = form.terms.first, coefficient.sign > 0, monomial.factors.count == 1,
            monomial.factors[0].exponent == 2, case .scalarPoint(let point) = arena.atom(monomial.factors[0].atom) else { return nil }
        return LinearForm([point: 1])
    }

    /// The point of a line where the form is `c x² + a`, both positive.
    private func positiveSquare(_ form: Form) -> Point? {
        guard form.terms.count == 2, arena.sign(of: form) == .positive else { return nil }
        for (monomial, coefficient) in form.terms where coefficient.sign > 0 && monomial.factors.count == 1 && monomial.factors[0].exponent == 2 {
            guard case .scalarPoint(let point) = arena.atom(monomial.factors[0].atom), form.terms.keys.contains(where: { $0 != monomial && isConstant($0) }) else { continue }
            return point
        }
        return nil
    }

    /// x where the factor is a positive power of |x| that is not a polynomial, or one of a positive quadratic polynomial in x.
    private func positivePower(_ factor: Factor, _ growth: inout Growth) -> LinearForm? {
        let exponent = arena.exponent(factor.exponent), atom = arena.atom(factor.atom)
        guard exponent.linear.isEmpty, exponent.constant.sign > 0 else { return nil }
        if let found = square(atom), factor.exponent != 1, !found.isOnTorus {
            if !exponent.isNatural { growth.rough.insert(found) }
            return found
        }
        guard case .composite(let number) = atom else { return nil }
        if let root = scalarRoot(of: arena.form(number)), !root.isOnTorus {
            if !exponent.isNatural { growth.rough.insert(root) }
            return root
        }
        if let point = positiveSquare(arena.form(number)), let root = LinearForm([point: 1]), !root.isOnTorus { return root }
        if let quadratic = quadratic(arena.form(number)) {
            if let found = quadratic.squareRoot, !found.isOnTorus {
                if !exponent.isNatural { growth.rough.insert(found) }
                return found
            }
            guard quadratic.isPositive, quadratic.points.count == 1, let point = quadratic.points.first, !point.isOnTorus else { return nil }
            return LinearForm([point: 1])
        }
        return nil
    }

    /// The points of a product of smooth functions, at least one of them arbitrary; `nil` for every other product.
    private func smoothPoints(_ inner: Monomial, _ growth: inout Growth) throws -> Set<Point>? {
        var isArbitrary = false
        for factor in inner.factors where !isConstant(Monomial(factors: [factor])) {
            guard arena.exponent(factor.exponent).isNatural else { return nil }
            switch arena.atom(factor.atom) {
            case .scalarPoint: break
            case .component, .relative, .graph, .jet:
                for (function, arguments) in symbols(in: arena.atom(factor.atom)) where !function.arguments.isEmpty {
                    isArbitrary = true
                    try requireBoundedArguments(arguments, function, &growth)
                }
            default: return nil
            }
        }
        return isArbitrary ? points(of: Form(inner)) : nil
    }

    /// A natural power of decaying functions, or of a density, at points.
    private func isDecaying(_ factor: Factor) -> Bool {
        let atom = arena.atom(factor.atom), exponent = arena.exponent(factor.exponent)
        if case .exponential(let inner) = atom {
            guard exponent.linear.isEmpty, exponent.constant.sign > 0, inner.factors.count == 1, inner.factors[0].exponent == 1 else { return false }
            let own = arena.atom(inner.factors[0].atom), symbols = symbols(in: own)
            return isBareSymbol(own) && symbols.allSatisfy { $0.function.isLogarithm && $0.function.attributes.contains(.decaying) && $0.arguments.allSatisfy { $0.plainPoint != nil } }
        }
        let symbols = symbols(in: atom)
        return exponent.isNatural && vectors(in: atom).isEmpty && !symbols.isEmpty && symbols.allSatisfy { function, arguments in
            !function.isLogarithm && function.attributes.contains(.decaying) && arguments.allSatisfy { $0.plainPoint != nil }
        }
    }

    /// The points of c·x with a constant vector c, or of a multiple of a coordinate of the whole line; `nil` for every other exponent.
    func linearPoints(_ inner: Monomial) -> Set<Point>? {
        let varying = inner.factors.filter { !isConstant(Monomial(factors: [$0])) }
        guard varying.count == 1, varying[0].exponent == 1 else { return nil }
        let atom = arena.atom(varying[0].atom)
        switch atom {
        case .scalarPoint(let point):
            guard case .line(nil, nil) = point.manifold else { return nil }
            return [point]
        case .graph, .component, .relative:
            guard symbols(in: atom).allSatisfy({ $0.function.arguments.isEmpty }) else { return nil }
            let vectors = vectors(in: atom)
            return vectors.count == 1 ? Set(vectors[0].terms.map(\.point)) : nil
        default: return nil
        }
    }

    /// Exponentials of products of points, as `exp(-|v|² + v·z - |z|²)`, of which the exponents make up a quadratic form that is negative
    /// definite, times something positive: together they decay in all its points. If it is `-|v-z|²`, they decay in `v - z`.
    func jointGaussians(
        _ exponents: [(inner: Monomial, exponent: Exponent)]
    ) -> (inner: Set<Monomial>, points: Set<Point>, forms: Set<LinearForm>) {
        var groups: [Monomial: Form] = [:]
        var members: [Monomial: [Monomial]] = [:]
        for (inner, exponent) in exponents where exponent.linear.isEmpty {
            let scale = Monomial(factors: inner.factors.filter { isConstant(Monomial(factors: [$0])) })
            let rest = Monomial(factors: inner.factors.filter { !isConstant(Monomial(factors: [$0])) })
            guard !rest.factors.isEmpty, scale.factors.isEmpty || arena.sign(of: scale) == .positive,
                rest.factors.allSatisfy({ !vectors(in: arena.atom($0.atom)).isEmpty && symbols(in: arena.atom($0.atom)).isEmpty }) else { continue }
            groups[scale, default: .zero].terms[rest] = exponent.constant
            members[scale, default: []].append(inner)
        }
        var result: (inner: Set<Monomial>, points: Set<Point>, forms: Set<LinearForm>) = ([], [], [])
        for (scale, form) in groups {
            // One point has a rule of its own.
            guard let quadratic = quadratic(form), quadratic.points.count > 1 else { continue }
            if quadratic.isNegativeDefinite {
                result.points.formUnion(quadratic.points)
            } else if let root = quadratic.squareRoot, quadratic.points.indices.contains(where: { quadratic.matrix[$0][$0].sign < 0 }) {
                result.forms.insert(root)
            } else {
                continue
            }
            result.inner.formUnion(members[scale] ?? [])
        }
        return result
    }

    /// `exp(-c |x|²)` with c > 0.
    func isGaussian(_ inner: Monomial, _ exponent: Exponent, in point: Point) -> Bool {
        guard exponent.linear.isEmpty, exponent.constant.sign < 0 else { return false }
        let varying = inner.factors.filter { !isConstant(Monomial(factors: [$0])) }
        guard varying.count == 1, arena.sign(of: Monomial(factors: inner.factors.filter { $0 != varying[0] })) == .positive else { return false }
        let atom = arena.atom(varying[0].atom)
        if varying[0].exponent == 1 { return square(atom) == LinearForm([point: 1]) }
        return varying[0].exponent == 2 && atom == .scalarPoint(point)
    }
}
