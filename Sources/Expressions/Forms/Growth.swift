import Arithmetic

/// How one term of an integrand behaves where it is singular and at infinity.
public struct Growth: Hashable, Sendable {
    /// The order to which the term vanishes where the linear form does (negative: a pole).
    public var orders: [LinearForm: Exponent] = [:]
    /// The forms that enter other than as polynomials: there the term need not be smooth.
    public var rough: Set<LinearForm> = []
    /// Those among them, of whatever order, where a bounded function of them need not be smooth, as `sin|v|`.
    public var kinks: Set<LinearForm> = []
    /// A root, or another power that is not natural, of what tends to zero at infinity or at an end of an interval: its derivatives need not be bounded.
    public var hasDegeneratePower = false
    /// How often each linear form occurs as a vector: odd counts change sign with it.
    public var vectors: [LinearForm: Int] = [:]
    /// The forms on whose direction an argument depends, in an unknown way.
    public var directional: Set<LinearForm> = []
    /// The points in which the term decays faster than every power.
    public var decaying: Set<Point> = []
    /// The points in which the term is zero outside a bounded set: of what is smooth there, nothing is asked at infinity.
    public var supported: Set<Point> = []
    /// Other linear forms in points, such as `v - w`, in which it does.
    public var decayingForms: Set<LinearForm> = []
    /// Symbolic powers of decaying functions at each point: the term behaves as stated here if they are positive.
    public var powers: [Point: Set<Exponent>] = [:]
    /// Points in which a product of exponentials and powers of densities decides, of which nothing is declared,
    /// such as `f²/m` or `exp(-V)`: the product.
    public var openWeights: [Point: String] = [:]
    /// Points of the line with a power that is defined on one side of 0 only.
    public var halfLines: Set<Point> = []
    /// The forms of whose distance to 0 a logarithm stands in the term.
    public var logarithms: Set<LinearForm> = []
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
    /// `Σ c_p p` where the atom is that vector, or that component of it, or that scalar.
    func linear(_ atom: Atom) -> (terms: [(Point, Rational)], component: Int?)?
    /// For people.
    func text(_ monomial: Monomial) -> String
}

extension TensorReader {
    /// One entry for each term. Throws where the behaviour of a term cannot be told from its factors.
    /// - Parameter supported: points in which factors that stand outside the form are zero outside a bounded set.
    func growth(of form: Form, supported: Set<Point> = []) throws -> [Growth] {
        try form.sortedTerms.map { term in
            var growth = Growth()
            growth.supported = supported.union(support(of: term.monomial))
            var open: Set<Point> = []
            let exponents = term.monomial.factors.compactMap { factor -> (Monomial, Exponent)? in
                guard case .exponential(let inner) = arena.atom(factor.atom) else { return nil }
                return (inner, arena.exponent(factor.exponent))
            }
            let gaussians = jointGaussians(exponents)
            growth.decaying.formUnion(gaussians.points)
            growth.decayingForms.formUnion(gaussians.forms)
            for factor in term.monomial.factors {
                if case .exponential(let inner) = arena.atom(factor.atom), gaussians.inner.contains(inner) { continue }
                try add(arena.atom(factor.atom), arena.exponent(factor.exponent), to: &growth, &open)
            }
            open.subtract(growth.supported)
            // exp(c·x) where exp(-|x|²) does not stand beside it.
            guard exponents.allSatisfy({ inner, _ in
                linearPoints(inner)?.subtracting(growth.supported).subtracting(gaussians.points).allSatisfy { point in
                    exponents.contains { isGaussian($0, $1, in: point) }
                } ?? true
            }) else { throw undetermined("an exponential") }
            if !open.isEmpty {
                let weight = term.monomial.factors.filter { if case .exponential = arena.atom($0.atom) { return true } else { return false } }
                // Decaying functions of either sign stand beside the exponentials.
                var fields: Set<String> = []
                for factor in term.monomial.factors {
                    for (function, _) in symbols(in: arena.atom(factor.atom)) where function.attributes.contains(.decaying) && !function.isLogarithm {
                        fields.insert(function.name)
                    }
                }
                let product = (fields.sorted() + [text(Monomial(factors: weight))]).joined(separator: " times ")
                for point in open { growth.openWeights[point] = product }
            }
            return growth
        }
    }

    func undetermined(_ what: String) -> FormError { .unsupported("the behaviour of " + what) }

    /// - Parameter open: receives the points in which an exponential may grow.
    private func add(_ atom: Atom, _ exponent: Exponent, to growth: inout Growth, _ open: inout Set<Point>) throws {
        switch atom {
        case .parameter, .natural, .pi: break
        case .scalarPoint(let point):
            guard let form = LinearForm([point: 1]) else { break }
            addOrder(exponent, form, &growth)
            if !exponent.isIntegral { growth.halfLines.insert(point) }
            if case .torus = point.manifold { growth.hasCoordinates = true }
        case .component, .relative, .graph, .jet: try addTensor(atom, exponent, to: &growth)
        case .composite(let number):
            let base = arena.form(number)
            if isConstant(number) { break }
            if let quadratic = quadratic(base) {
                if let root = quadratic.squareRoot {
                    addSquare(exponent, root, &growth)
                    if root.isOnTorus { growth.hasCoordinates = true }
                    break
                }
                if quadratic.isPositive { break }
            }
            if let root = scalarRoot(of: base) {
                addSquare(exponent, root, &growth)
                if root.isOnTorus { growth.hasCoordinates = true }
                break
            }
            if try addPower(of: base, exponent, &growth) { break }
            guard arena.sign(of: base) == .positive else { throw undetermined("a power whose base may vanish") }
            // What is positive may still tend to zero at infinity, unless a constant stands in it.
            let isBoundedBelow = base.terms.keys.contains { isConstant($0) && arena.sign(of: $0) == .positive }
            guard exponent.linear.isEmpty && exponent.constant.sign > 0 || isBoundedBelow else { throw undetermined("a power whose base may tend to zero") }
            if !isBoundedBelow, !exponent.isNatural { growth.hasDegeneratePower = true }
            try requireBounded(base, "the base of a power", &growth)
        case .exponential(let inner): try addExponential(inner, exponent, to: &growth, &open)
        case .logarithm(let number):
            // A logarithm vanishes where its argument is 1, and is negative on one side of it.
            guard exponent.isNatural else { throw undetermined("a power of a logarithm") }
            let argument = arena.form(number)
            let isPower = argument.terms.count == 1 && argument.terms.keys.allSatisfy { monomial in
                monomial.factors.count == 1 && square(arena.atom(monomial.factors[0].atom)) != nil
            }
            if isPower {
                for factor in argument.terms.keys.flatMap(\.factors) { if let root = square(arena.atom(factor.atom)) { growth.rough.insert(root) } }
                break
            }
            if isConstant(number) { break }
            if let quadratic = quadratic(argument), quadratic.isPositive { break }
            if let root = quadratic(argument)?.squareRoot {
                growth.rough.insert(root)
                break
            }
            if let (point, exponent) = power(of: argument), let root = LinearForm([point: 1]) {
                growth.rough.insert(root)
                growth.logarithms.insert(root)
                if exponent.asInt.map({ $0 % 2 != 0 }) ?? true { growth.halfLines.insert(point) }
                break
            }
            // What is positive may still tend to zero.
            guard arena.sign(of: argument) == .positive, argument.terms.keys.contains(where: { isConstant($0) && arena.sign(of: $0) == .positive })
            else { throw undetermined("a logarithm") }
            try requireBounded(argument, "a logarithm", &growth)
        case .bessel: throw undetermined("a Bessel function")
        case .elementary(let function, let number):
            if isConstant(number) { break }
            switch function {
            case .sin, .cos, .tanh, .atan, .erf, .sign: try requireBounded(arena.form(number), "\(function.rawValue)", &growth)
            case .sinh, .cosh:
                guard isSupported(arena.form(number), growth) else { fallthrough }
                try requireBounded(arena.form(number), "\(function.rawValue)", &growth)
            default: throw undetermined(function.rawValue)
            }
            guard let power = exponent.asInt, power > 0 else { throw undetermined("a power of \(function.rawValue)") }
        }
    }

    /// The point of the line of which the form is a positive multiple of a power.
    private func power(of form: Form) -> (point: Point, exponent: Exponent)? {
        guard form.terms.count == 1, let (monomial, coefficient) = form.terms.first, coefficient.sign > 0 else { return nil }
        let varying = monomial.factors.filter { !isConstant(Monomial(factors: [$0])) }
        guard varying.count == 1, case .scalarPoint(let point) = arena.atom(varying[0].atom),
            arena.sign(of: Monomial(factors: monomial.factors.filter { $0 != varying[0] })) == .positive else { return nil }
        return (point, arena.exponent(varying[0].exponent))
    }

    /// A natural power of smooth functions, or `(Σ q²)^a` with a >= 1/2, which is Lipschitz where all q vanish; of a symbolic a this is
    /// asked on the whole range of its parameters.
    private func addPower(of base: Form, _ exponent: Exponent, _ growth: inout Growth) throws -> Bool {
        let isSquare = !base.terms.isEmpty && base.terms.allSatisfy { monomial, coefficient in
            coefficient.sign > 0 && monomial.factors.allSatisfy { arena.exponent($0.exponent).asInt.map { $0 > 0 && $0 % 2 == 0 } ?? false }
        }
        guard exponent.isNatural || isSquare && arena.leastValue(of: exponent).map({ $0 >= Rational(1, 2) }) ?? false else { return false }
        let parts = try self.growth(of: base, supported: growth.supported)
        func isSmooth(_ part: Growth) -> Bool {
            part.orders.isEmpty && part.rough.isEmpty && part.kinks.isEmpty && part.openWeights.isEmpty && part.powers.isEmpty && part.halfLines.isEmpty
                && part.logarithms.isEmpty && !part.hasCoordinates && !part.hasDegeneratePower
        }
        guard let first = parts.first, parts.allSatisfy(isSmooth) else { return false }
        growth.decaying.formUnion(parts.reduce(first.decaying) { $0.intersection($1.decaying) })
        growth.decayingForms.formUnion(parts.reduce(first.decayingForms) { $0.intersection($1.decayingForms) })
        for part in parts { growth.bare.formUnion(part.bare) }
        if !exponent.isNatural { growth.hasDegeneratePower = true }
        return true
    }

    /// Whether no point stands in it, and no function of points.
    func isConstant(_ number: Int32) -> Bool { arena.form(number).terms.keys.allSatisfy(isConstant) }

    func isConstant(_ monomial: Monomial) -> Bool {
        monomial.factors.allSatisfy { factor in
            switch arena.atom(factor.atom) {
            case .parameter, .natural, .pi: return true
            case .composite(let number), .elementary(_, let number), .logarithm(let number): return isConstant(number)
            case .jet(let jet): return jet.function.arguments.isEmpty
            case .graph: return symbols(in: arena.atom(factor.atom)).allSatisfy { $0.function.arguments.isEmpty } && vectors(in: arena.atom(factor.atom)).isEmpty
            default: return false
            }
        }
    }

    private func addOrder(_ exponent: Exponent, _ form: LinearForm, _ growth: inout Growth) {
        growth.orders[form] = (growth.orders[form] ?? .zero) + exponent
        if !exponent.isNatural { growth.rough.insert(form) }
    }

    /// A power of `|ℓ|²`.
    private func addSquare(_ exponent: Exponent, _ root: LinearForm, _ growth: inout Growth) {
        growth.orders[root] = (growth.orders[root] ?? .zero) + exponent * 2
        if !exponent.isNatural { growth.rough.insert(root) }
    }

    private func addTensor(_ atom: Atom, _ exponent: Exponent, to growth: inout Growth) throws {
        if let root = square(atom) {
            addSquare(exponent, root, &growth)
            if root.isOnTorus { growth.hasCoordinates = true }
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
            if vector.isOnTorus { growth.hasCoordinates = true }
        }
        for (function, arguments) in symbols where !function.arguments.isEmpty {
            try requireBoundedArguments(arguments, function, &growth)
            // Derivatives of the logarithm of a density grow like powers; other functions may decay themselves.
            if function.attributes.contains(.decaying) {
                if !function.isLogarithm { addDecay(arguments, &growth) }
            } else if !points(of: arguments).isSubset(of: growth.supported) {
                growth.bare.insert(function.isLogarithm ? "log \(function.name)" : function.name)
            }
        }
    }

    func requireBoundedArguments(_ arguments: [ArgumentKey], _ function: FunctionSymbol, _ growth: inout Growth) throws {
        for argument in arguments {
            switch argument {
            case .point: break
            case .form(let number): try requireTame(arena.form(number), "an argument of \(function.name)", &growth)
            case .components(let numbers):
                for number in numbers { try requireTame(arena.form(number), "an argument of \(function.name)", &growth) }
            }
        }
    }

    /// Every term must stay bounded near every point; quotients of exponentials and densities such as `f/m` are required not to grow fast.
    private func requireTame(_ form: Form, _ what: String, _ growth: inout Growth) throws {
        try requireBounded(form, what, allowingWeights: true, &growth)
    }

    /// Every term must stay bounded near every point, so that a smooth function of it does.
    func requireBounded(_ form: Form, _ what: String, allowingWeights: Bool = false, _ growth: inout Growth) throws {
        for (term, part) in zip(form.sortedTerms, try self.growth(of: form, supported: growth.supported)) {
            for order in part.orders.values {
                guard order.linear.isEmpty, order.constant.sign >= 0 else { throw undetermined(what) }
            }
            // Of 1/f nothing can be asked: it grows where f decays.
            guard part.logarithms.isEmpty, part.openWeights.keys.allSatisfy({ allowingWeights && part.decaying.contains($0) }) else { throw undetermined(what) }
            if !part.openWeights.isEmpty { growth.bare.insert(text(term.monomial)) }
            // What tends to zero slower than linearly may depend on the direction.
            for (form, order) in part.orders where order.constant < 1 && part.rough.contains(form) {
                growth.rough.insert(form)
                growth.directional.insert(form)
            }
            growth.rough.formUnion(part.rough.filter { part.orders[$0] == nil })
            growth.rough.formUnion(part.directional)
            growth.kinks.formUnion(part.rough.union(part.kinks))
            growth.hasDegeneratePower = growth.hasDegeneratePower || part.hasDegeneratePower
            growth.directional.formUnion(part.directional)
            growth.bare.formUnion(part.bare)
            growth.halfLines.formUnion(part.halfLines)
            growth.powers.merge(part.powers) { $0.union($1) }
            growth.hasCoordinates = growth.hasCoordinates || part.hasCoordinates
        }
    }

    /// Of a decaying function in its arguments.
    func addDecay(_ arguments: [ArgumentKey], _ growth: inout Growth) {
        growth.decaying.formUnion(arguments.compactMap(\.plainPoint))
        growth.decayingForms.formUnion(arguments.filter { $0.plainPoint == nil }.compactMap(linearForm))
    }

    func isBareSymbol(_ atom: Atom) -> Bool {
        switch atom {
        case .graph(let graph):
            return graph.vertices.count == 1 && graph.vertices[0].groups.allSatisfy(\.isEmpty)
        case .jet(let jet): return jet.derivatives.isEmpty && jet.value.isEmpty
        default: return false
        }
    }
}

extension LinearForm {
    var isOnTorus: Bool {
        terms.contains { if case .torus = $0.point.manifold { return true } else { return false } }
    }
}

extension Exponent {
    var isNatural: Bool { isIntegral && constant.sign >= 0 }
}

extension ArgumentKey {
    var plainPoint: Point? {
        if case .point(let point) = self { return point }
        return nil
    }
}
