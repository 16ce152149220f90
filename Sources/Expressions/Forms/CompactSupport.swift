/// Beside a function that is zero outside a bounded set, only what happens in bounded sets counts.
extension TensorReader {
    /// The points in which a factor of the monomial is zero outside a bounded set.
    func support(of monomial: Monomial) -> Set<Point> {
        monomial.factors.reduce(into: []) { result, factor in
            guard arena.exponent(factor.exponent).asInt.map({ $0 > 0 }) ?? false else { return }
            for (function, arguments) in symbols(in: arena.atom(factor.atom)) where function.attributes.contains(.compact) && !function.isLogarithm {
                result.formUnion(arguments.compactMap(\.plainPoint))
            }
        }
    }

    /// Whether all points of the form are such points of the term that it is a part of.
    func isSupported(_ form: Form, _ growth: Growth) -> Bool {
        if growth.supported.isEmpty { return false }
        let points = points(of: form)
        return !points.isEmpty && points.isSubset(of: growth.supported)
    }

    func points(of arguments: [ArgumentKey]) -> Set<Point> {
        arguments.reduce(into: []) { result, argument in
            switch argument {
            case .point(let point): result.insert(point)
            case .form(let number): result.formUnion(points(of: arena.form(number)))
            case .components(let numbers): for number in numbers { result.formUnion(points(of: arena.form(number))) }
            }
        }
    }

    func points(of form: Form) -> Set<Point> {
        form.terms.keys.reduce(into: []) { result, monomial in for factor in monomial.factors { result.formUnion(points(of: arena.atom(factor.atom))) } }
    }

    private func points(of atom: Atom) -> Set<Point> {
        switch atom {
        case .parameter, .natural, .pi: return []
        case .scalarPoint(let point), .component(let point, _): return [point]
        case .relative(let first, let second, _): return [first, second]
        case .graph, .jet:
            return symbols(in: atom).reduce(into: Set(vectors(in: atom).flatMap { $0.terms.map(\.point) })) { $0.formUnion(points(of: $1.arguments)) }
        case .composite(let number), .logarithm(let number), .elementary(_, let number): return points(of: arena.form(number))
        case .exponential(let inner): return points(of: Form(inner))
        case .bessel(_, let order, let argument): return points(of: arena.form(order)).union(points(of: arena.form(argument)))
        }
    }
}
