import Arithmetic
import Expressions

/// Affine changes of the integrated points, after which functions stand at the points themselves, and reflections:
///
///     ∫_D F(p) dp = |det A|^(-d) ∫_D F(A^(-1)(q - b)) dq ,    q = A p + b   a bijection of D .
///
/// Both integrals converge absolutely, or neither does. A sum under an integral becomes a sum of integrals and an inner integral one
/// over more points. That the integral as printed exists says nothing of these: `∫(h(s + 1) - h(s)) ds` is 10 for `h = 5 tanh`, and
/// `∫h - ∫h` has no value. So each must converge absolutely, unless no part is negative (Tonelli).
///
/// - On R^d and R the matrix is invertible and b arbitrary.
/// - On an interval the ends are kept or exchanged; a half-line is stretched from its end.
/// - The unit sphere is reflected.
/// - On the torus `p -> p + b` and `p -> -p` are bijections; `p -> m p`, m a whole number other than 0, covers it |m|^d times
///   evenly, so that `∫ F(m p + b) dp = ∫ F`. Functions of the torus stand at whole multiples of its points, and nothing else.
///
/// Where a function is even by declaration, or one of a length, an integral is replaced by the mean over reflections of its points.
public struct ChangesOfVariables {
    private let statement: Statement

    public init(_ statement: Statement) { self.statement = statement }

    /// The statement in the new variables.
    public func changed() throws -> Statement { try result().statement }

    /// Adds the conditions under which the parts of each integral that is divided converge absolutely. A counterexample needs none: what
    /// refutes evaluates every part, and so shows that it exists.
    func requireConvergence(_ conditions: inout ConditionList) throws {
        let (changed, writer) = try result()
        for part in writer.parts {
            try Self.requireConvergence(of: part, in: changed, &conditions)
        }
    }

    /// By components where the invariant form does not tell.
    static func requireConvergence(of part: Expression, in statement: Statement, _ conditions: inout ConditionList) throws {
        var attempt = conditions
        do {
            try requireConvergence(of: part, statement, .contraction, &attempt)
        } catch let failure {
            guard (try? statement.finiteDimensions()) != nil else { throw failure }
            attempt = conditions
            do { try requireConvergence(of: part, statement, .components, &attempt) } catch { throw failure }
        }
        conditions = attempt
    }

    private static func requireConvergence(
        of part: Expression, _ statement: Statement, _ form: IdentityForm, _ conditions: inout ConditionList
    ) throws {
        let sum = try IntegralSum(part), forms = IntegrandForms(statement, FormContext(statement), form)
        for term in sum.terms where !term.points.isEmpty {
            try Convergence(variables: term.points).requireIntegrable(term.integrand, forms, &conditions)
        }
        for drawn in sum.drawn {
            try Convergence(variables: drawn.points).requireDerivable(drawn.integrand, by: drawn.point, forms, &conditions)
        }
    }

    private func result() throws -> (statement: Statement, writer: Writer) {
        guard let relations = statement.goal.relations else { throw Rejection.evidenceDoesNotFitGoal }
        var writer = Writer(statement)
        let changed = try relations.map { Relation(try writer.rewritten($0.left), $0.op, try writer.rewritten($0.right), indices: $0.indices) }
        guard writer.isChanged else { throw Rejection.evidenceDoesNotFitGoal }
        var result = statement.replacingGoal(changed)
        result.points += writer.newPoints
        return (result, writer)
    }

    private struct Term {
        var points: [Point]
        var integrand: Expression
    }

    private struct Writer {
        private static let termLimit = 64

        private let statement: Statement
        private let context: FormContext
        private var supply = IndexSupply(startingAt: 3 << 23)
        private(set) var newPoints: [Point] = []
        private(set) var isChanged = false
        /// What integrals that are divided became.
        private(set) var parts: [Expression] = []

        init(_ statement: Statement) {
            self.statement = statement
            context = FormContext(statement)
        }

        /// The outermost integrals first: those inside become part of them where they can.
        mutating func rewritten(_ e: Expression) throws -> Expression {
            guard e.hasIntegral else { return e }
            guard case .integral(let points, let body) = e.kind else {
                var own = self
                defer { self = own }
                return try e.mapOperands { try own.rewritten($0) }
            }
            let terms = try split(body, points, avoiding: [])
            let results = try terms.map { try changed($0) }
            guard results.contains(where: { $0 != nil }) || terms.contains(where: { $0.points.count > points.count }) else { return e }
            isChanged = true
            let images = zip(terms, results).map { $1 ?? Changed(factors: [], integrals: [.integral($0.points, $0.integrand)]) }
            let isDivided = terms.count > 1 || terms[0].points.count > points.count || images[0].integrals.count > 1
            if isDivided, !terms.allSatisfy({ $0.integrand.isManifestlyNonnegative(positiveParameters: context.positiveParameters) }) {
                parts += images.flatMap(\.integrals)
            }
            return .sum(images.map { .product($0.factors + [.sum($0.integrals)]) })
        }

        private struct Changed {
            let factors: [Expression]
            let integrals: [Expression]
        }

        // MARK: Terms

        private mutating func split(_ e: Expression, _ points: [Point], avoiding taken: Set<Point>) throws -> [Term] {
            switch e.kind {
            case .sum(let parts): return try limited(parts.flatMap { try split($0, points, avoiding: taken) })
            case .contraction(let index, let body):
                return try split(body, points, avoiding: taken).map { Term(points: $0.points, integrand: .contraction(index, $0.integrand)) }
            case .product(let factors):
                // One factor that is a sum of functions, an integral, or a contraction of one, is drawn to the front.
                guard let place = factors.firstIndex(where: { factor in
                    if case .integral = factor.kind { return true }
                    if case .sum = factor.kind { return factor.mentionsFunctionOfPoints && points.contains(where: factor.mentions) }
                    if case .contraction = factor.kind { return factor.hasIntegral }
                    return false
                }) else { return [Term(points: points, integrand: e)] }
                var rest = factors
                var drawn = rest.remove(at: place)
                if case .contraction = drawn.kind { drawn = drawn.renamingIndices([:], &supply) }
                if case .contraction(let index, let body) = drawn.kind {
                    return try split(.contraction(index, .product(rest + [body])), points, avoiding: taken)
                }
                let mentioned = statement.points.filter { point in rest.contains { $0.mentions(point) } }
                guard case .integral = drawn.kind else {
                    guard case .sum(let parts) = drawn.kind else { return [Term(points: points, integrand: e)] }
                    return try limited(parts.flatMap { try split(.product(rest + [$0]), points, avoiding: taken) })
                }
                return try limited(split(drawn, points, avoiding: taken.union(mentioned)).flatMap { inner in
                    try split(.product(rest + [inner.integrand]), inner.points, avoiding: taken)
                })
            case .integral(let own, let body):
                var names: [Point: Point] = [:]
                for point in own where points.contains(point) || taken.contains(point) {
                    let used = Set(points + own + names.values).union(taken)
                    names[point] = freshPoint(like: point) { used.contains($0) || body.mentions($0) }
                }
                return try split(body.renamingPoints(names), points + own.map { names[$0] ?? $0 }, avoiding: taken)
            default: return [Term(points: points, integrand: e)]
            }
        }

        private func limited(_ terms: [Term]) throws -> [Term] {
            guard terms.count <= Self.termLimit else { throw Rejection.evidenceDoesNotFitGoal }
            return terms
        }

        /// A point of the same space that is in no use here.
        private mutating func freshPoint(like point: Point, _ isUsed: (Point) -> Bool) -> Point {
            if let known = (statement.points + newPoints).first(where: { $0.manifold == point.manifold && !isUsed($0) }) { return known }
            let names = Set((statement.points + newPoints).map(\.name) + statement.functions.map(\.name) + statement.parameters.map(\.name))
            var number = 1
            while names.contains("x\(number)") { number += 1 }
            let fresh = Point(name: "x\(number)", manifold: point.manifold)
            newPoints.append(fresh)
            return fresh
        }

        /// In the new variables; `nil` where nothing is different.
        private mutating func changed(_ term: Term) throws -> Changed? {
            guard !term.integrand.hasIntegral else { return nil }
            var integrand = term.integrand, factors: [Expression] = []
            for change in try changes(in: term) {
                integrand = try change.apply(integrand, context, &supply)
                if let jacobian = change.jacobian { factors.append(jacobian) }
            }
            let images = try reflections(of: integrand, term.points)
            guard integrand != term.integrand || images.count > 1 else { return nil }
            if images.count > 1 { factors.append(.number(Rational(images.count).inverse)) }
            return Changed(factors: factors, integrals: images.map { .integral(term.points, $0) })
        }

        // MARK: Changes

        private func changes(in term: Term) throws -> [AffineChange] {
            let arguments = affineArguments(of: term)
            var result: [AffineChange] = []
            // Whole spaces: points of one manifold together.
            for manifold in Set(term.points.map(\.manifold)).sorted(by: { "\($0)" < "\($1)" }) where manifold.isWhole {
                let own = term.points.indices.filter { term.points[$0].manifold == manifold }
                let rows = arguments.filter { Set($0.affine.support).isSubset(of: own) }
                if let change = AffineChange(wholeSpace: own.map { term.points[$0] }, rows.map { row in (own.map { row.affine.coefficients[$0] }, row.affine) }, context) {
                    result.append(change)
                }
            }
            for (place, point) in term.points.enumerated() where !point.manifold.isWhole {
                let rows = arguments.filter { $0.affine.support == [place] }.map { (coefficient: $0.affine.coefficients[place], affine: $0.affine) }
                if let change = try AffineChange(point, rows, term.integrand, context) { result.append(change) }
            }
            return result
        }

        /// The arguments that depend on integrated points, the strongest weights first.
        private func affineArguments(of term: Term) -> [(function: FunctionSymbol, affine: AffineArgument)] {
            var found: [(function: FunctionSymbol, affine: AffineArgument)] = []
            var seen: Set<Expression> = []
            func visit(_ e: Expression) {
                guard seen.insert(e).inserted else { return }
                if case .application(let application) = e.kind {
                    for argument in application.arguments {
                        guard let affine = AffineArgument(argument, term.points), !affine.support.isEmpty else { continue }
                        found.append((application.function, affine))
                    }
                }
                e.operands.forEach(visit)
            }
            visit(term.integrand)
            func rank(_ place: Int) -> (Int, Int, Int, Int) {
                let function = found[place].function
                let strength = function.attributes.contains(.decaying) ? (function.isLogarithm ? 0 : 1) : 2
                return (strength, statement.functions.firstIndex(of: function) ?? 0, found[place].affine.plain == nil ? 1 : 0, place)
            }
            return found.indices.sorted { rank($0) < rank($1) }.map { found[$0] }
        }

        // MARK: Reflections

        /// The integrand with its points reflected in all ways, where a function is even.
        private func reflections(of integrand: Expression, _ points: [Point]) throws -> [Expression] {
            let symmetric = points.filter { point in
                switch point.manifold {
                case .euclidean, .sphere: return true
                case .line(let lower, let upper): return lower.map { -$0 } == upper
                case .torus: return false
                }
            }
            guard !symmetric.isEmpty, integrand.hasEvenFunction(of: symmetric) else { return [integrand] }
            let sets: [[Point]] = symmetric.count > 2 ? [[], symmetric] : symmetric.reduce([[]]) { sets, point in sets + sets.map { $0 + [point] } }
            return try sets.map { set in
                try set.reduce(integrand) { try AffineChange.reflected($0, $1, context) }
            }
        }
    }
}

extension Expression {
    /// Whether a function that is even by declaration depends on one of the points, or one of its length.
    fileprivate func hasEvenFunction(of points: [Point]) -> Bool {
        if case .application(let application) = kind, points.contains(where: mentions) {
            if application.function.attributes.contains(.even) { return true }
            for case .scalar(let argument) in application.arguments {
                if case .power(let base, _) = argument.kind, base.squaredNorm != nil { return true }
            }
        }
        return operands.contains { $0.hasEvenFunction(of: points) }
    }
}
