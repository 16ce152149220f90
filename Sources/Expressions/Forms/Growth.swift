import Arithmetic

/// How one term of an integrand behaves where it is singular and at infinity.
public struct Growth: Hashable, Sendable {
    /// The order to which the term vanishes where the linear form does (negative: a pole).
    public var orders: [LinearForm: Exponent] = [:]
    /// How often each linear form occurs as a vector: odd counts change sign with it.
    public var vectors: [LinearForm: Int] = [:]
    /// The points in which the term decays faster than every power.
    public var decaying: Set<Point> = []
    /// Points in which it decays if the exponent is positive.
    public var conditionalDecay: [Point: Exponent] = [:]
    /// Arbitrary functions without decay, which are taken to grow at most like a power.
    public var bare: Set<String> = []
    /// Written in Cartesian coordinates on a torus.
    public var hasCoordinates = false
}

/// What the two normal forms know of their tensorial atoms.
protocol TensorReader {
    var arena: FormArena { get }
    /// The position vectors in an atom, each as often as it occurs.
    func vectors(in atom: Atom) -> [LinearForm]
    /// The function symbols in an atom with their arguments.
    func symbols(in atom: Atom) -> [(function: FunctionSymbol, arguments: [ArgumentKey])]
    /// `x` where the atom is `|x|²`.
    func square(_ atom: Atom) -> LinearForm?
    /// The coefficients of `Σ Q_ab x_a·x_b` plus a constant; `nil` for every other form.
    func quadratic(_ form: Form) -> QuadraticForm?
}

/// `Σ Q_ab x_a·x_b + c` over points.
struct QuadraticForm {
    var points: [Point] = []
    /// Symmetric.
    var matrix: [[Rational]] = []
    var constant: Rational = 0

    mutating func add(_ a: [(Point, Rational)], _ b: [(Point, Rational)], _ coefficient: Rational) {
        for (p, x) in a {
            for (q, y) in b {
                let i = position(p), j = position(q)
                let half = coefficient * x * y / 2
                matrix[i][j] = matrix[i][j] + half
                matrix[j][i] = matrix[j][i] + half
            }
        }
    }

    private mutating func position(_ point: Point) -> Int {
        if let known = points.firstIndex(of: point) { return known }
        points.append(point)
        for row in matrix.indices { matrix[row].append(0) }
        matrix.append(Array(repeating: 0, count: points.count))
        return points.count - 1
    }

    /// The form is `c |ℓ|²` with `c > 0`.
    var squareRoot: LinearForm? {
        guard constant.isZero, let pivot = points.indices.first(where: { matrix[$0][$0].sign > 0 }) else { return nil }
        let row = matrix[pivot], scale = matrix[pivot][pivot]
        for i in points.indices {
            for j in points.indices where matrix[i][j] * scale != row[i] * row[j] { return nil }
        }
        return LinearForm(Dictionary(uniqueKeysWithValues: zip(points, row)))
    }

    /// Positive everywhere: positive semidefinite plus a positive constant.
    var isPositive: Bool {
        guard constant.sign > 0 else { return false }
        var rest = matrix
        for k in points.indices {
            if rest[k][k].sign < 0 { return false }
            if rest[k][k].isZero {
                if points.indices.contains(where: { $0 > k && !rest[k][$0].isZero }) { return false }
                continue
            }
            for i in points.indices where i > k {
                let factor = rest[i][k] / rest[k][k]
                for j in points.indices { rest[i][j] = rest[i][j] - factor * rest[k][j] }
            }
        }
        return true
    }
}

extension TensorReader {
    /// One entry for each term. Throws where the behaviour of a term cannot be told from its factors.
    func growth(of form: Form) throws -> [Growth] {
        try form.sortedTerms.map { term in
            var growth = Growth()
            for factor in term.monomial.factors { try add(arena.atom(factor.atom), arena.exponent(factor.exponent), to: &growth) }
            return growth
        }
    }

    private func undetermined(_ what: String) -> FormError { .unsupported("the behaviour of " + what) }

    private func add(_ atom: Atom, _ exponent: Exponent, to growth: inout Growth) throws {
        switch atom {
        case .parameter, .natural, .pi: break
        case .scalarPoint(let point):
            guard let form = LinearForm([point: 1]) else { break }
            addOrder(exponent, form, &growth)
            if case .torus = point.manifold { growth.hasCoordinates = true }
        case .component, .relative, .graph, .jet: try addTensor(atom, exponent, to: &growth)
        case .composite(let number):
            let base = arena.form(number)
            if base.terms.keys.allSatisfy(isConstant) { break }
            if let quadratic = quadratic(base) {
                if let root = quadratic.squareRoot {
                    addOrder(exponent * 2, root, &growth)
                    break
                }
                if quadratic.isPositive { break }
            }
            guard arena.sign(of: base) == .positive else { throw undetermined("a power whose base may vanish") }
            // What is positive may still tend to zero at infinity, unless a constant stands in it.
            guard exponent.linear.isEmpty && exponent.constant.sign > 0 || base.terms.keys.contains(where: { isConstant($0) && arena.sign(of: $0) == .positive })
            else { throw undetermined("a power whose base may tend to zero") }
            try requireBounded(base, "the base of a power", &growth)
        case .exponential(let inner): try addExponential(inner, exponent, to: &growth)
        case .logarithm(let number):
            let argument = arena.form(number)
            let isPower = argument.terms.count == 1 && argument.terms.keys.allSatisfy { monomial in
                monomial.factors.count == 1 && square(arena.atom(monomial.factors[0].atom)) != nil
            }
            if isPower || argument.terms.keys.allSatisfy(isConstant) { break }
            if let quadratic = quadratic(argument), quadratic.isPositive || quadratic.squareRoot != nil { break }
            guard arena.sign(of: argument) == .positive else { throw undetermined("a logarithm") }
            try requireBounded(argument, "a logarithm", &growth)
        case .elementary(let function, let number):
            switch function {
            case .sin, .cos, .tanh, .atan, .erf, .sign: try requireBounded(arena.form(number), "\(function.rawValue)", &growth)
            default: throw undetermined(function.rawValue)
            }
            guard let power = exponent.asInt, power > 0 else { throw undetermined("a power of \(function.rawValue)") }
        }
    }

    private func isConstant(_ monomial: Monomial) -> Bool {
        monomial.factors.allSatisfy { factor in
            switch arena.atom(factor.atom) {
            case .parameter, .natural, .pi: return true
            case .jet(let jet): return jet.function.arguments.isEmpty
            case .graph: return symbols(in: arena.atom(factor.atom)).allSatisfy { $0.function.arguments.isEmpty } && vectors(in: arena.atom(factor.atom)).isEmpty
            default: return false
            }
        }
    }

    private func addOrder(_ exponent: Exponent, _ form: LinearForm, _ growth: inout Growth) {
        growth.orders[form] = (growth.orders[form] ?? .zero) + exponent
    }

    private func addTensor(_ atom: Atom, _ exponent: Exponent, to growth: inout Growth) throws {
        if let root = square(atom) {
            addOrder(exponent * 2, root, &growth)
            if root.terms.contains(where: { if case .torus = $0.point.manifold { return true } else { return false } }) { growth.hasCoordinates = true }
            return
        }
        let symbols = symbols(in: atom)
        guard let power = exponent.asInt, power > 0 else {
            // Constant tensors may stand anywhere.
            if vectors(in: atom).isEmpty, symbols.allSatisfy({ $0.function.arguments.isEmpty }) { return }
            throw undetermined("a power that is not a natural number")
        }
        for vector in vectors(in: atom) {
            addOrder(Exponent(Rational(power)), vector, &growth)
            growth.vectors[vector, default: 0] += power
            if vector.terms.contains(where: { if case .torus = $0.point.manifold { return true } else { return false } }) { growth.hasCoordinates = true }
        }
        for (function, arguments) in symbols where !function.arguments.isEmpty {
            try requireBoundedArguments(arguments, function, &growth)
            // Derivatives of the logarithm of a density grow like powers; other functions may decay themselves.
            if function.attributes.contains(.decaying) {
                if !function.isLogarithm { growth.decaying.formUnion(arguments.compactMap(\.plainPoint)) }
            } else {
                growth.bare.insert(function.name)
            }
        }
    }

    private func requireBoundedArguments(_ arguments: [ArgumentKey], _ function: FunctionSymbol, _ growth: inout Growth) throws {
        for argument in arguments {
            switch argument {
            case .point: break
            case .form(let number): try requireBounded(arena.form(number), "an argument of \(function.name)", &growth)
            case .components(let numbers):
                for number in numbers { try requireBounded(arena.form(number), "an argument of \(function.name)", &growth) }
            }
        }
    }

    /// Every term must stay bounded near every point, so that a smooth function of it does.
    private func requireBounded(_ form: Form, _ what: String, _ growth: inout Growth) throws {
        for part in try self.growth(of: form) {
            for order in part.orders.values {
                guard order.linear.isEmpty, order.constant.sign >= 0 else { throw undetermined(what) }
            }
            growth.bare.formUnion(part.bare)
            growth.hasCoordinates = growth.hasCoordinates || part.hasCoordinates
        }
    }

    private func addExponential(_ inner: Monomial, _ exponent: Exponent, to growth: inout Growth) throws {
        // exp(φ) of the logarithm of a positive function.
        if inner.factors.count == 1, inner.factors[0].exponent == 1 {
            let atom = arena.atom(inner.factors[0].atom)
            let symbols = symbols(in: atom)
            if symbols.count == 1, symbols[0].function.isLogarithm, isBareSymbol(atom) {
                let function = symbols[0].function
                guard function.attributes.contains(.decaying) else {
                    try requireBoundedArguments(symbols[0].arguments, function, &growth)
                    growth.bare.insert(function.name)
                    return
                }
                let points = symbols[0].arguments.compactMap(\.plainPoint)
                guard points.count == symbols[0].arguments.count else { throw undetermined("\(function.name) at a composed argument") }
                if exponent.linear.isEmpty {
                    guard exponent.constant.sign > 0 else { throw undetermined("a negative power of \(function.name)") }
                    growth.decaying.formUnion(points)
                } else {
                    for point in points { growth.conditionalDecay[point] = exponent }
                }
                return
            }
        }
        // A Gaussian, exp(-c |x|²).
        var root: LinearForm?
        for factor in inner.factors {
            if factor.exponent == 1, root == nil, let found = square(arena.atom(factor.atom)) {
                root = found
            } else {
                guard arena.sign(of: Monomial(factors: [factor])) == .positive, isConstant(Monomial(factors: [factor])) else {
                    throw undetermined("an exponential")
                }
            }
        }
        if root == nil, inner.factors.allSatisfy({ isConstant(Monomial(factors: [$0])) }) { return }
        guard let root, exponent.linear.isEmpty, exponent.constant.sign < 0 else { throw undetermined("an exponential") }
        if root.terms.count == 1 { growth.decaying.insert(root.terms[0].point) }
    }

    private func isBareSymbol(_ atom: Atom) -> Bool {
        switch atom {
        case .graph(let graph):
            return graph.vertices.count == 1 && graph.vertices[0].groups.allSatisfy(\.isEmpty)
        case .jet(let jet): return jet.derivatives.isEmpty && jet.value.isEmpty
        default: return false
        }
    }
}

extension ArgumentKey {
    var plainPoint: Point? {
        if case .point(let point) = self { return point }
        return nil
    }
}

extension ContractionForm: TensorReader {
    private func linearForm(_ vertex: Graph.Vertex) -> LinearForm? {
        switch label(vertex.label) {
        case .position(let point): return LinearForm([point: 1])
        case .relative(let first, let second): return LinearForm([first: 1, second: -1])
        case .delta, .jet: return nil
        }
    }

    func vectors(in atom: Atom) -> [LinearForm] {
        guard case .graph(let graph) = atom else { return [] }
        return graph.vertices.compactMap(linearForm)
    }

    func symbols(in atom: Atom) -> [(function: FunctionSymbol, arguments: [ArgumentKey])] {
        guard case .graph(let graph) = atom else { return [] }
        return graph.vertices.compactMap { vertex in
            guard case .jet(let function, _, let arguments) = label(vertex.label) else { return nil }
            return (function, arguments)
        }
    }

    func square(_ atom: Atom) -> LinearForm? {
        guard case .graph(let graph) = atom, graph.isSumOfSquares else { return nil }
        return linearForm(graph.vertices[0])
    }

    func quadratic(_ form: Form) -> QuadraticForm? {
        var result = QuadraticForm()
        for (monomial, coefficient) in form.terms {
            if monomial.factors.isEmpty {
                result.constant = coefficient
                continue
            }
            guard monomial.factors.count == 1, monomial.factors[0].exponent == 1, case .graph(let graph) = arena.atom(monomial.factors[0].atom),
                graph.vertices.count == 2, graph.freeLabels.isEmpty, let a = terms(graph.vertices[0]), let b = terms(graph.vertices[1])
            else { return nil }
            result.add(a, b, coefficient)
        }
        return result
    }

    private func terms(_ vertex: Graph.Vertex) -> [(Point, Rational)]? {
        switch label(vertex.label) {
        case .position(let point): return [(point, 1)]
        case .relative(let first, let second): return [(first, 1), (second, -1)]
        case .delta, .jet: return nil
        }
    }
}

extension ComponentForm: TensorReader {
    func vectors(in atom: Atom) -> [LinearForm] {
        switch atom {
        case .component(let point, _): return [LinearForm([point: 1])].compactMap { $0 }
        case .relative(let first, let second, _): return [LinearForm([first: 1, second: -1])].compactMap { $0 }
        default: return []
        }
    }

    func symbols(in atom: Atom) -> [(function: FunctionSymbol, arguments: [ArgumentKey])] {
        guard case .jet(let jet) = atom else { return [] }
        return [(jet.function, jet.arguments)]
    }

    func square(_ atom: Atom) -> LinearForm? { nil }

    /// All components must enter alike.
    func quadratic(_ form: Form) -> QuadraticForm? {
        var byComponent: [Int: QuadraticForm] = [:]
        var constant: Rational = 0
        var size: Int?
        for (monomial, coefficient) in form.terms {
            var entries: [(component: Int, terms: [(Point, Rational)])] = []
            for factor in monomial.factors {
                guard let power = arena.exponent(factor.exponent).asInt, power > 0, power <= 2 else { return nil }
                for _ in 0..<power {
                    switch arena.atom(factor.atom) {
                    case .component(let point, let k):
                        entries.append((k, [(point, 1)]))
                        size = try? self.size(point.manifold.vectorDimension ?? .number(1))
                    case .relative(let first, let second, let k):
                        entries.append((k, [(first, 1), (second, -1)]))
                        size = try? self.size(first.manifold.vectorDimension ?? .number(1))
                    default: return nil
                    }
                }
            }
            if entries.isEmpty {
                constant = coefficient
            } else {
                guard entries.count == 2, entries[0].component == entries[1].component else { return nil }
                byComponent[entries[0].component, default: QuadraticForm()].add(entries[0].terms, entries[1].terms, coefficient)
            }
        }
        guard let size, byComponent.count == size, var result = byComponent[1] else { return nil }
        let entries = Self.entries(result)
        for other in byComponent.values where Self.entries(other) != entries { return nil }
        result.constant = constant
        return result
    }

    private static func entries(_ form: QuadraticForm) -> [Set<Point>: Rational] {
        var result: [Set<Point>: Rational] = [:]
        for (i, p) in form.points.enumerated() {
            for (j, q) in form.points.enumerated() where !form.matrix[i][j].isZero { result[[p, q]] = form.matrix[i][j] }
        }
        return result
    }
}

extension ContractionForm {
    /// How each term behaves where it is singular and at infinity.
    /// - Throws: `FormError.unsupported` where that cannot be told from the factors of a term.
    public func behaviour(of form: Form) throws -> [Growth] { try growth(of: form) }
}

extension ComponentForm {
    /// As for the contraction form.
    public func behaviour(of form: Form) throws -> [Growth] { try growth(of: form) }
}
