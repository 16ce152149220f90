import Arithmetic
import Expressions

/// Quadratic integrals of one function, by the eigenfunctions of an operator: Hermite polynomials under a Gaussian weight,
/// spherical harmonics, and trigonometric functions on a torus.
///
/// The operator is `A = -Δ + x·∇/T` with the weight `w = exp(-|x|²/(2T))` and the eigenvalues `n/T`, or minus the Laplacian of the sphere in
/// R^D or of the torus, with `n (n + D - 2)` and `4π² n`, the weight being 1. They are complete in L²(w). So if the difference of the sides is
/// `Σ c_k ∫ u A^k u w + κ (∫ u w)²`, it is the sum of `Σ c_k λ_n^k |u_n|²`, with `κ ∫ w` more at n = 0, and is
/// not negative for all u if and only if these numbers are not. Hypotheses that `∫ u w = 0`, `∫ u x w = 0` leave out n = 0, n = 1, and that
/// u is even the odd n, but for a torus.
public struct Spectrum: Hashable, Sendable {
    public let function: String
    /// T, on a whole space.
    public let variance: Expression?
    public let coefficients: [Expression]
    /// κ
    public let mean: Expression
    /// The name of n, of n/2 for even functions.
    public let level: String

    public init(function: String, variance: Expression?, coefficients: [Expression], mean: Expression, level: String) {
        self.function = function
        self.variance = variance
        self.coefficients = coefficients
        self.mean = mean
        self.level = level
    }

    /// That the difference is this combination, and the signs.
    public func statements(of statement: Statement) throws -> [Statement] {
        let setting = try Setting(self, statement)
        guard setting.relation.op == .lessOrEqual, (1...3).contains(coefficients.count) else { throw Rejection.evidenceDoesNotFitGoal }
        for expression in coefficients + [mean] + [variance].compactMap({ $0 }) {
            guard expression.mentionsOnlyParameters else { throw Rejection.evidenceDoesNotFitGoal }
            try WellFormedness.check(expression, in: statement, points: [], indices: [])
        }
        guard !(statement.parameters.map(\.name) + statement.points.map(\.name) + statement.functions.map(\.name)).contains(level), !level.isEmpty
        else { throw Rejection.evidenceDoesNotFitGoal }
        if let variance {
            guard variance.isManifestlyPositive(positiveParameters: FormContext(statement).positiveParameters) else { throw Rejection.signNotShown(variance.plainText) }
        }
        var identity = statement
        identity.hypotheses = setting.conditions.map { .relation($0) }
        identity.goal = .relation(Relation(setting.relation.excess, .equal, .sum(
            zip(setting.moments(count: coefficients.count), coefficients).map { $1 * $0 } + (mean == .zero ? [] : [mean * setting.integralSquared]))))
        var result = [identity]
        func require(_ e: Expression, _ parameter: Parameter?) {
            result.append(Statement(
                parameters: statement.parameters + [parameter].compactMap { $0 }, hypotheses: setting.conditions.map { .relation($0) },
                goal: .relation(Relation(.zero, .lessOrEqual, e))))
        }
        if setting.firstLevel == 0 { require(coefficients[0] + mean * setting.mass, nil) }
        let n = Parameter(name: level, isInteger: true, lower: .init(value: Rational(max(setting.firstLevel, 1)), isStrict: false), upper: nil)
        let eigenvalue = setting.eigenvalue(setting.isEven ? .number(2) * .parameter(level) : .parameter(level))
        require(.sum(coefficients.enumerated().filter { $0.element != .zero }.map { $0.offset == 0 ? $0.element : $0.element * .power(eigenvalue, .number(Rational($0.offset))) }), n)
        return result
    }

    /// Whether some function is known that takes a negative number from the given one of `statements`.
    ///
    /// - Parameter refutation: of that one.
    func admitsCounterexamples(_ statement: Statement, _ refutation: Evidence) throws {
        let setting = try Setting(self, statement)
        guard setting.isOnlyAboutMeans, setting.symbol.attributes.isSubset(of: [.decaying, .even]), statement.functions.count == 1 else { throw Rejection.evidenceDoesNotFitGoal }
        switch setting.point.manifold {
        case .sphere(.number(let size)) where size >= 2: break
        case .sphere(.symbol(let name)) where statement.parameters.contains(where: { $0.name == name && $0.lower.map { $0.value >= 2 } ?? false }): break
        case .torus(.number(1)), .euclidean, .line: break
        case .torus(let dimension):
            // 4π² n is an eigenvalue where n is a sum of so many squares; a square is one in every dimension.
            guard case .witness(let witness) = refutation else { throw Rejection.evidenceDoesNotFitGoal }
            let size = if case .number(let size) = dimension { size } else { 1 }
            if let level = witness.assignment.parameters[level] {
                guard let n = level.asInt, Self.isSumOfSquares(n, count: size) else { throw Rejection.evidenceDoesNotFitGoal }
            }
        default: throw Rejection.evidenceDoesNotFitGoal
        }
    }

    private static let greatestLevel = 10_000

    private static func isSumOfSquares(_ n: Int, count: Int) -> Bool {
        guard n > 0, count > 0, n <= greatestLevel else { return n == 0 }
        // Every natural number is a sum of four (Lagrange).
        if count >= 4 { return true }
        return (0...Int(Double(n).squareRoot() + 1)).contains { $0 * $0 <= n && isSumOfSquares(n - $0 * $0, count: count - 1) }
    }

    /// The area of the sphere on which a function stands in a statement; `nil` elsewhere.
    public static func area(of function: FunctionSymbol, in statement: Statement) -> Expression? {
        let any = Spectrum(function: function.name, variance: nil, coefficients: [], mean: .zero, level: "")
        guard let setting = try? Setting(any, statement), case .sphere = setting.point.manifold else { return nil }
        return setting.mass
    }

    /// What is read off a statement: the function, where it lives, and what is said of its means.
    struct Setting {
        let relation: Relation
        let symbol: FunctionSymbol
        let point: Point
        /// The function at the point, as it stands in the goal.
        let u: Expression
        let variance: Expression?
        private(set) var firstLevel = 0
        /// Hypotheses about parameters.
        private(set) var conditions: [Relation] = []
        private(set) var isOnlyAboutMeans = true

        init(_ spectrum: Spectrum, _ statement: Statement) throws {
            guard let goals = statement.goal.relations, goals.count == 1, goals[0].indices.isEmpty,
                let symbol = statement.functions.first(where: { $0.name == spectrum.function }), !symbol.isLogarithm, symbol.valueDimensions.isEmpty,
                symbol.arguments.count == 1, let (point, u) = Self.occurrence(of: symbol, goals[0].excess, nil)
            else { throw Rejection.evidenceDoesNotFitGoal }
            (relation, self.symbol, self.point, self.u) = (goals[0], symbol, point, u)
            switch point.manifold {
            case .euclidean, .line(nil, nil): variance = spectrum.variance
            case .sphere, .torus: variance = nil
            case .line: throw Rejection.evidenceDoesNotFitGoal
            }
            guard (variance != nil) == (spectrum.variance != nil), point.manifold.isWhole == (variance != nil) else { throw Rejection.evidenceDoesNotFitGoal }
            let context = FormContext(statement)
            var levels: Set<Int> = []
            for hypothesis in statement.hypotheses {
                guard let relations = hypothesis.relations else { throw Rejection.evidenceDoesNotFitGoal }
                for relation in relations {
                    if relation.left.mentionsOnlyParameters, relation.right.mentionsOnlyParameters { conditions.append(relation) } else if let level = level(relation, context) {
                        levels.insert(level)
                    } else {
                        isOnlyAboutMeans = false
                    }
                }
            }
            // Even functions have no first moments, and n counts even degrees.
            if levels.contains(0) { firstLevel = levels.contains(1) && !isEven ? 2 : 1 }
            if levels == [1], !isEven { isOnlyAboutMeans = false }
        }

        /// Whether the levels are the even numbers: Hermite polynomials and spherical harmonics have the parity of their degree.
        var isEven: Bool {
            if case .torus = point.manifold { return false }
            return symbol.attributes.contains(.even)
        }

        private static func occurrence(of symbol: FunctionSymbol, _ e: Expression, _ point: Point?) -> (Point, Expression)? {
            if case .application(let application) = e.kind, application.function == symbol, let point {
                let plain = Expression.application(.init(function: symbol, arguments: application.arguments))
                return plain.mentions(point) ? (point, plain) : nil
            }
            var inner = point
            if case .integral(let points, _) = e.kind {
                guard points.count == 1 else { return nil }
                inner = points[0]
            }
            for operand in e.operands {
                if let found = occurrence(of: symbol, operand, inner) { return found }
            }
            return nil
        }

        var weight: Expression {
            guard let variance else { return .one }
            return .elementary(.exp, .number(Rational(-1, 2)) * square / variance)
        }

        private var square: Expression {
            guard let dimension = point.manifold.vectorDimension else { return .power(.coordinate(point, nil), .number(2)) }
            var supply = IndexSupply(startingAt: 1 << 20)
            let i = supply.fresh(dimension)
            return .contraction(i, .coordinate(point, i) * .coordinate(point, i))
        }

        private var size: Expression { point.manifold.vectorDimension.map { .dimension($0) } ?? .one }

        /// `∫ w`
        var mass: Expression {
            switch point.manifold {
            case .torus: return .one
            case .sphere: return .number(2) * .power(.pi, size / .number(2)) / .elementary(.gamma, size / .number(2))
            default: return .power(.number(2) * .pi * (variance ?? .one), size / .number(2))
            }
        }

        func eigenvalue(_ n: Expression) -> Expression {
            switch point.manifold {
            case .sphere: return n * (n + size - .number(2))
            case .torus(.number(1)): return .number(4) * .pi * .pi * n * n
            case .torus: return .number(4) * .pi * .pi * n
            default: return variance == .one ? n : n / (variance ?? .one)
            }
        }

        private func applied(_ e: Expression) -> Expression {
            var supply = IndexSupply(startingAt: 1 << 20)
            guard let dimension = point.manifold.vectorDimension else {
                let slope = Expression.partial(point, nil, e)
                if case .torus = point.manifold { return -Expression.partial(point, nil, slope) }
                return -Expression.partial(point, nil, slope) + .coordinate(point, nil) * slope / (variance ?? .one)
            }
            if case .sphere = point.manifold {
                let i = supply.fresh(dimension), j = supply.fresh(dimension)
                let slope = tangentialGradient(e, i, &supply)
                return -(square * .contraction(i, .contraction(j, projection(i, j) * .partial(point, j, slope))))
            }
            let i = supply.fresh(dimension), j = supply.fresh(dimension)
            let laplacian = Expression.contraction(i, .partial(point, i, .partial(point, i, e)))
            if case .torus = point.manifold { return -laplacian }
            return -laplacian + .contraction(j, .coordinate(point, j) * .partial(point, j, e)) / (variance ?? .one)
        }

        /// `Π = Id - x⊗x/|x|²`
        private func projection(_ i: Index, _ j: Index) -> Expression { .delta(i, j) - .coordinate(point, i) * .coordinate(point, j) / square }

        /// `Π ∇e`
        private func tangentialGradient(_ e: Expression, _ i: Index, _ supply: inout IndexSupply) -> Expression {
            let j = supply.fresh(i.dimension)
            return .contraction(j, projection(i, j) * .partial(point, j, e))
        }

        /// `∫ u A^k u w`, k up to 2; `∫ u A² u w = ∫ (A u)² w`.
        func moments(count: Int) -> [Expression] {
            let image = applied(u)
            return [u * u, slopeSquared ?? u * image, image * image].prefix(count).map { .integral([point], $0 * weight) }
        }

        /// On a sphere `∫ u A u = ∫ |∇_S u|²`.
        private var slopeSquared: Expression? {
            guard case .sphere = point.manifold, let dimension = point.manifold.vectorDimension else { return nil }
            var supply = IndexSupply(startingAt: 1 << 19)
            let i = supply.fresh(dimension)
            return square * .contraction(i, .power(tangentialGradient(u, i, &supply), .number(2)))
        }

        var integralSquared: Expression { .power(.integral([point], u * weight), .number(2)) }

        private func isSame(_ a: Expression, _ b: Expression, _ context: FormContext) -> Bool {
            if a.isSameUpToBoundIndices(as: b) { return true }
            if case .sphere = point.manifold { return (try? ContractionForm.areEqual(a, b, SphereCheck.contexts(context, point).free)) == true }
            return (try? ContractionForm.areEqual(a, b, context)) == true
        }

        /// 0 for `∫ u w = 0`, 1 for `∫ u x w = 0`, up to factors.
        private func level(_ hypothesis: Relation, _ context: FormContext) -> Int? {
            guard hypothesis.op == .equal, hypothesis.right == .zero, case .integral(let points, let body) = hypothesis.left.kind, points.count == 1,
                points[0].manifold == point.manifold, hypothesis.indices.count <= 1 else { return nil }
            let integrand = body.renamingPoints([points[0]: point])
            let isVector = hypothesis.indices.count == 1
            if isVector, hypothesis.indices[0].dimension != point.manifold.vectorDimension { return nil }
            if case .torus = point.manifold, isVector { return nil }
            for factor in [Expression.one, .power(mass, .number(-1))] {
                var candidates: [(Int, Expression)] = []
                if isVector { candidates.append((1, factor * u * .coordinate(point, hypothesis.indices[0]) * weight)) } else {
                    candidates.append((0, factor * u * weight))
                    if point.isScalar, !point.isOnTorus { candidates.append((1, factor * u * .coordinate(point, nil) * weight)) }
                }
                for (level, candidate) in candidates where isSame(integrand, candidate, context) { return level }
            }
            return nil
        }
    }
}

extension Spectrum {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        func text(_ e: Expression) -> SymbolicText {
            var writer = StatementWriter(statement)
            return writer.expression(e)
        }
        return .list([
            .word(function), .word(level), .list([.word("variance")] + (variance.map { [text($0)] } ?? [])), .list([.word("mean"), text(mean)]),
            .list([.word("coefficients")] + coefficients.map(text)),
        ])
    }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        let items = try reader.items(text, count: 5)
        let variance = try reader.list(items[2], "variance")
        guard variance.count <= 1 else { throw TextError("expected one variance") }
        self.init(
            function: try reader.word(items[0]), variance: try variance.first.map { try reader.expression($0) },
            coefficients: try reader.list(items[4], "coefficients").map { try reader.expression($0) },
            mean: try reader.expression(reader.list(items[3], "mean", count: 1)[0]), level: try reader.word(items[1]))
    }
}
