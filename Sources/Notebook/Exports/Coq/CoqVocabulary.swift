import Arithmetic
import Expressions
import Kernel

/// What the statements of one theorem speak about, collected from its expressions in the order in which one
/// thing needs another.
struct CoqVocabulary {
    /// A function at plain points, a constant tensor, or a point of a sphere, which has constant components.
    struct Symbol: Hashable {
        enum Source: Hashable {
            case function(FunctionSymbol, [Point])
            case sphere(Point)
        }

        let source: Source
        /// The points it can be differentiated with respect to.
        let points: [Point]
    }

    /// A function at other arguments.
    struct Composition: Hashable {
        let function: FunctionSymbol
        let arguments: [Expression.Argument]
    }

    /// What stands under an exponent that is not a natural number.
    struct Base {
        let expression: Expression
        /// Some exponent is not an integer: the base is positive there.
        var isRoot = false
        /// The products of parameters that occur in exponents.
        var exponents: [[String]] = []
    }

    enum Entry {
        case base(String)
        case exponential(Expression)
        /// The number of a composition.
        case composition(Int)
    }

    let dimensions: [String: Int]
    let positiveParameters: Set<String>
    private(set) var points: [Point] = []
    private(set) var constants: [String] = []
    private(set) var symbols: [Symbol] = []
    private(set) var compositions: [Composition] = []
    private(set) var bases: [String: Base] = [:]
    private(set) var entries: [Entry] = []
    /// Pairs of points whose differences occur.
    private(set) var relatives: [(Point, Point)] = []
    private(set) var denominator = 1
    /// Equations between arguments that are written in two ways, of a function whose values at them are one.
    private(set) var coincidences: [Relation] = []
    private let context: FormContext
    private var exponentialKeys: Set<String> = []
    private var compositionKeys: [String: Int] = [:]

    init(_ statement: Statement, dimensions: [String: Int]) {
        self.dimensions = dimensions
        positiveParameters = Set(statement.parameters.filter(\.isPositive).map(\.name))
        context = FormContext(statement)
    }

    func size(_ dimension: Dimension) throws(CoqRefusal) -> Int {
        switch dimension {
        case .number(let value): return value
        case .symbol(let name):
            guard let value = dimensions[name] else { throw CoqRefusal("the dimension \(name)") }
            return value
        }
    }

    // MARK: Collecting

    mutating func collect(_ e: Expression) throws(CoqRefusal) {
        switch e.kind {
        case .number, .delta, .epsilon, .dimension: break
        case .pi: add(constant: "π")
        case .parameter(let name): if dimensions[name] == nil { add(constant: name) }
        case .coordinate(let point, _): add(point)
        case .application(let application): try collect(application)
        case .sum(let terms):
            if let pair = Self.difference(terms) { addRelative(pair) }
            for term in terms { try collect(term) }
        case .product(let factors): for factor in factors { try collect(factor) }
        case .power(let base, let exponent):
            try collect(base)
            let terms = try exponentTerms(exponent)
            for name in terms.keys.joined() { add(constant: name) }
            try register(base, terms)
        case .elementary(.exp, let argument):
            try collect(argument)
            try registerExponential(argument, 1)
        case .elementary(.log, let argument):
            guard Self.isExponential(argument) else { throw CoqRefusal("a logarithm of something else than a positive function") }
            try collect(argument)
        case .elementary(let function, _): throw CoqRefusal("the function \(function.rawValue)")
        case .partial(let point, _, let body):
            if case .sphere = point.manifold { throw CoqRefusal("a derivative on a sphere") }
            add(point)
            try collect(body)
        case .contraction(_, let body): try collect(body)
        case .parameterDerivative: throw CoqRefusal("a derivative with respect to a parameter")
        case .integral: throw CoqRefusal("an integral")
        case .uninterpreted(let name, _, _): throw CoqRefusal("the operator \(name)")
        }
    }

    private mutating func add(constant name: String) { if !constants.contains(name) { constants.append(name) } }

    private mutating func add(_ point: Point) {
        if case .sphere = point.manifold {
            let symbol = Symbol(source: .sphere(point), points: [])
            if !symbols.contains(symbol) { symbols.append(symbol) }
        } else if !points.contains(point) {
            points.append(point)
        }
    }

    private mutating func addRelative(_ pair: (Point, Point)) {
        guard pair.0 != pair.1, !relatives.contains(where: { $0.0 == pair.0 || $0.1 == pair.0 || $0.0 == pair.1 }) else { return }
        relatives.append(pair)
    }

    /// The points of `x_i - y_i`.
    static func difference(_ terms: [Expression]) -> (Point, Point)? {
        guard terms.count == 2, case .coordinate(let x, let i) = terms[0].kind, case .product(let factors) = terms[1].kind,
            factors.count == 2, case .number(-1) = factors[0].kind, case .coordinate(let y, i) = factors[1].kind,
            case .euclidean = x.manifold, case .euclidean = y.manifold
        else { return nil }
        return (x, y)
    }

    private mutating func collect(_ original: Expression.Application) throws(CoqRefusal) {
        guard original.function.valueSymmetry != .antisymmetric else { throw CoqRefusal("an antisymmetric function") }
        for argument in original.arguments {
            switch argument {
            case .scalar(let body), .vector(_, let body): try collect(body)
            }
        }
        let application = try canonical(original).application
        for (number, argument) in application.arguments.enumerated() {
            if let point = argument.plainPoint, case .sphere = point.manifold, application.derivatives.contains(where: { $0.argument == number }) {
                throw CoqRefusal("a derivative on a sphere")
            }
        }
        if let symbol = Self.symbol(application) {
            if !symbols.contains(symbol) { symbols.append(symbol) }
            return
        }
        let key = try key(application)
        if compositionKeys[key] != nil { return }
        for (number, other) in compositions.enumerated() where other.function == application.function {
            guard let equations = equations(application.arguments, other.arguments) else { continue }
            compositionKeys[key] = number
            coincidences += equations
            return
        }
        compositionKeys[key] = compositions.count
        entries.append(.composition(compositions.count))
        compositions.append(Composition(function: application.function, arguments: application.arguments))
    }

    /// That arguments are the same, by components; nil where the normal form does not show it.
    private func equations(_ arguments: [Expression.Argument], _ others: [Expression.Argument]) -> [Relation]? {
        var result: [Relation] = []
        for (argument, other) in zip(arguments, others) {
            guard let left = components(argument), let right = components(other), left.count == right.count else { return nil }
            for (a, b) in zip(left, right) where a != b {
                let form = ComponentForm(context, for: [a, b], dimensions: dimensions)
                guard let difference = try? form.difference(a, b, [:]), (try? form.isZero(difference)) == true else { return nil }
                result.append(Relation(a, .equal, b))
            }
        }
        return result
    }

    private func components(_ argument: Expression.Argument) -> [Expression]? {
        switch argument {
        case .scalar(let body): return [body]
        case .vector(let index, let body):
            guard let count = try? size(index.dimension) else { return nil }
            var supply = IndexSupply(startingAt: 1 << 27)
            return (1...count).map { body.renamingIndices([index: .fixed($0, index.dimension)], &supply) }
        }
    }

    /// An even function at -x is the same as at x: one of both stands for both, and odd derivatives change sign.
    func canonical(_ application: Expression.Application) throws(CoqRefusal) -> (application: Expression.Application, isNegative: Bool) {
        guard application.function.attributes.contains(.even), !application.arguments.isEmpty, Self.symbol(application) == nil else {
            return (application, false)
        }
        let opposite = Expression.Application(
            function: application.function, valueIndices: application.valueIndices, derivatives: application.derivatives,
            arguments: application.arguments.map { argument in
                switch argument {
                case .scalar(let body): .scalar(Self.negated(body))
                case .vector(let index, let body): .vector(index, Self.negated(body))
                }
            })
        let isOdd = application.derivatives.count % 2 == 1
        if Self.symbol(opposite) != nil { return (opposite, isOdd) }
        return try key(opposite) < key(application) ? (opposite, isOdd) : (application, false)
    }

    private static func negated(_ e: Expression) -> Expression {
        if case .sum(let terms) = e.kind { return .sum(terms.map(negated)) }
        return -e
    }

    /// The symbol of a function at different plain points.
    static func symbol(_ application: Expression.Application) -> Symbol? {
        let points = application.arguments.compactMap(\.plainPoint)
        guard points.count == application.arguments.count, Set(points).count == points.count else { return nil }
        let free = points.filter { if case .sphere = $0.manifold { false } else { true } }
        return Symbol(source: .function(application.function, points), points: free)
    }

    func composition(_ application: Expression.Application) throws(CoqRefusal) -> Int {
        guard let number = compositionKeys[try key(application)] else { throw CoqRefusal("a composition") }
        return number
    }

    private func key(_ application: Expression.Application) throws(CoqRefusal) -> String {
        var writer = CoqWriter(self)
        var key = application.function.name
        for argument in application.arguments {
            for component in try writer.componentKeys(argument) { key += " " + component }
            key += ";"
        }
        return key
    }

    private func key(_ e: Expression) throws(CoqRefusal) -> String {
        guard e.freeIndices.isEmpty else { throw CoqRefusal("a power of a component with a running index") }
        var writer = CoqWriter(self)
        return try writer.term(e).data
    }

    // MARK: Powers

    /// A polynomial in parameters: the rational coefficient of each product of them.
    typealias ExponentTerms = [[String]: Rational]

    func exponentTerms(_ e: Expression) throws(CoqRefusal) -> ExponentTerms {
        switch e.kind {
        case .number(let value): return value.isZero ? [:] : [[]: value]
        case .parameter(let name): return dimensions[name].map { [[]: Rational($0)] } ?? [[name]: 1]
        case .dimension(let dimension): return [[]: Rational(try size(dimension))]
        case .sum(let terms):
            var result: ExponentTerms = [:]
            for term in terms { result.merge(try exponentTerms(term)) { $0 + $1 } }
            return result.filter { !$0.value.isZero }
        case .product(let factors):
            var result: ExponentTerms = [[]: 1]
            for factor in factors { result = Self.product(result, try exponentTerms(factor)) }
            return result
        default: throw CoqRefusal("the exponent \(e.plainText)")
        }
    }

    private static func product(_ a: ExponentTerms, _ b: ExponentTerms) -> ExponentTerms {
        var result: ExponentTerms = [:]
        for (m, p) in a {
            for (n, q) in b { result[(m + n).sorted(), default: 0] += p * q }
        }
        return result.filter { !$0.value.isZero }
    }

    private static func integer(_ terms: ExponentTerms) -> Rational? {
        if terms.isEmpty { return 0 }
        guard terms.count == 1, let value = terms[[]], value.isInteger else { return nil }
        return value
    }

    /// - Parameter isUnderRoot: a root was taken of what the base is a factor of, so that it is positive.
    private mutating func register(_ base: Expression, _ exponents: ExponentTerms, isUnderRoot: Bool = false) throws(CoqRefusal) {
        let integer = Self.integer(exponents)
        if let integer, integer.sign >= 0, !isUnderRoot { return }
        switch base.kind {
        case .number(let value):
            if integer != nil || value.isOne { return }
            guard value.sign > 0 else { throw CoqRefusal("a power of a negative number") }
            let primes = try Self.primes(of: value)
            if primes != [value] {
                for prime in primes { try register(.number(prime), exponents) }
                return
            }
        case .dimension: if integer != nil { return }
        case .power(let inner, let innerExponent):
            let terms = try exponentTerms(innerExponent)
            if integer != nil || Self.integer(terms) == nil || isPositive(inner) {
                return try register(inner, Self.product(terms, exponents), isUnderRoot: isUnderRoot || integer == nil)
            }
        case .product(let factors):
            if integer != nil || factors.allSatisfy(isPositive) {
                for factor in factors { try register(factor, exponents, isUnderRoot: isUnderRoot || integer == nil) }
                // A product with a sum is multiplied out before it is inverted, and must then be known as a whole.
                guard integer != nil, factors.contains(where: Self.isMultipliedOut) else { return }
            }
        case .elementary(.exp, let argument):
            for (monomial, coefficient) in exponents.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                let factor = Expression.product(monomial.map { .parameter($0) })
                try registerExponential(monomial.isEmpty ? argument : factor * argument, coefficient)
            }
            return
        default: break
        }
        // The library takes the bases of roots for independent of each other.
        if integer == nil, let factors = factors(of: base) {
            guard factors.allSatisfy(isPositive) else { throw CoqRefusal("a root of a product that is written as a sum") }
            return try register(.product(factors), exponents, isUnderRoot: true)
        }
        let key = try key(base)
        if bases[key] == nil {
            bases[key] = Base(expression: base)
            entries.append(.base(key))
        }
        if integer != nil && !isUnderRoot { return }
        bases[key]?.isRoot = true
        for (monomial, coefficient) in exponents.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            try need(coefficient)
            if !monomial.isEmpty, bases[key]?.exponents.contains(monomial) == false { bases[key]?.exponents.append(monomial) }
        }
    }

    private static func isMultipliedOut(_ e: Expression) -> Bool {
        switch e.kind {
        case .sum: return true
        case .power(let base, let exponent): if case .number(let value) = exponent.kind { return value.isInteger && isMultipliedOut(base) }
        default: break
        }
        return false
    }

    private mutating func registerExponential(_ argument: Expression, _ factor: Rational) throws(CoqRefusal) {
        let terms = argument.summands
        for term in terms {
            var coefficient = factor
            var rest = term
            if case .product(let factors) = term.kind, case .number(let value) = factors[0].kind {
                coefficient = coefficient * value
                rest = .product(Array(factors.dropFirst()))
            }
            try need(coefficient)
            if exponentialKeys.insert(try key(rest)).inserted { entries.append(.exponential(rest)) }
        }
    }

    /// The primes in a positive number: roots of them are independent, those of 2, 3 and 6 are not.
    private static func primes(of value: Rational) throws(CoqRefusal) -> [Rational] {
        var result: [Rational] = []
        for part in [value.numerator, value.denominator] {
            let factorization = part.trialFactorization(limit: 100_000)
            guard factorization.isComplete, factorization.factors.allSatisfy({ $0.exponent <= 200 }) else { throw CoqRefusal("a root of a large number") }
            result += factorization.factors.map { Rational($0.prime) }
        }
        return result
    }

    /// Exponents are counted in units of one over a common denominator.
    private mutating func need(_ coefficient: Rational) throws(CoqRefusal) {
        guard let value = coefficient.denominator.asInt, value <= 1000 else { throw CoqRefusal("a large denominator in an exponent") }
        var (a, b) = (denominator, value)
        while b != 0 { (a, b) = (b, a % b) }
        denominator = denominator / a * value
        guard denominator <= 10_000 else { throw CoqRefusal("large denominators in exponents") }
    }

    private func isPositive(_ e: Expression) -> Bool {
        switch e.kind {
        case .number(let value): return value.sign > 0
        case .pi, .dimension, .elementary(.exp, _): return true
        case .parameter(let name): return positiveParameters.contains(name)
        case .power(let base, let exponent):
            if isPositive(base) { return true }
            guard let terms = try? exponentTerms(exponent) else { return false }
            return Self.integer(terms) == nil
        case .product(let factors), .sum(let factors): return factors.allSatisfy(isPositive)
        case .contraction(let index, let body):
            // |z|², which is positive where z is not zero.
            guard case .product(let factors) = body.kind, factors.count == 2 else { return false }
            return factors[0] == factors[1] && factors[0].freeIndices == [index]
        default: return false
        }
    }

    /// The powers that the base is a product of, where it is not written as one: `|∇(1/|y|)|²` is `|y|^(-4)`, and `|z/λ|²` is `|z|²/λ²`.
    private func factors(of base: Expression) -> [Expression]? {
        switch base.kind {
        case .sum, .contraction, .partial: break
        default: return nil
        }
        let (parameters, rest) = Self.takingOutParameters(base)
        if !parameters.isEmpty { return parameters + [rest.orientingSquares] }
        let form = ContractionForm(context, for: [base], dimensions: dimensions)
        var supply = IndexSupply(startingAt: 1 << 26)
        guard let normal = try? form.normalForm(base), normal.termCount == 1, let written = try? form.expression(normal, &supply) else { return nil }
        switch written.orientingSquares.kind {
        case .product(let factors): return factors
        case .power(let inner, let exponent):
            // |z|² itself.
            if case .power(let square, _) = inner.kind, square.isSameUpToBoundIndices(as: base) { return nil }
            return [.power(inner, exponent)]
        default: return nil
        }
    }

    /// The expression as a product of factors that are made of parameters, and of what is left: `|v/λ - w/λ|²` is `λ^(-1) λ^(-1) |v - w|²`.
    private static func takingOutParameters(_ e: Expression) -> (factors: [Expression], rest: Expression) {
        switch e.kind {
        case .product(let parts):
            let inner = parts.map { part -> (factors: [Expression], rest: Expression) in
                if case .number = part.kind { return ([], part) }
                return part.mentionsOnlyParameters ? ([part], .one) : takingOutParameters(part)
            }
            return (inner.flatMap(\.factors), .product(inner.map(\.rest)))
        case .contraction(let index, let body):
            let (factors, rest) = takingOutParameters(body)
            return (factors, .contraction(index, rest))
        case .sum(let terms):
            let inner = terms.map(takingOutParameters)
            // What every term has.
            var common: [Expression] = []
            var own = inner.map(\.factors)
            for factor in inner.first?.factors ?? [] where own.allSatisfy({ $0.contains(factor) }) {
                common.append(factor)
                for place in own.indices { if let found = own[place].firstIndex(of: factor) { own[place].remove(at: found) } }
            }
            if common.isEmpty { return ([], e) }
            return (common, .sum(zip(own, inner).map { .product($0 + [$1.rest]) }))
        default: return ([], e)
        }
    }

    private static func isExponential(_ e: Expression) -> Bool {
        switch e.kind {
        case .elementary(.exp, _): return true
        case .product(let factors): return factors.allSatisfy(isExponential)
        case .power(let base, _): return isExponential(base)
        default: return false
        }
    }
}

extension Expression {
    /// With `|x - y|²` for `|y - x|²`, of two points the one first in the alphabet first: to the library they are two bases, and
    /// two arguments of a function.
    var orientingSquares: Expression {
        let e = mapOperands(\.orientingSquares)
        guard case .contraction(let index, let body) = e.kind, case .product(let factors) = body.kind, factors.count == 2,
            factors[0] == factors[1], case .sum(let terms) = factors[0].kind, let (x, y) = CoqVocabulary.difference(terms), y.name < x.name
        else { return e }
        let difference = Expression.sum([.coordinate(y, index), .product([.number(-1), .coordinate(x, index)])])
        return .contraction(index, .product([difference, difference]))
    }
}
