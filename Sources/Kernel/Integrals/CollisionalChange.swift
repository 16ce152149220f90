import Arithmetic
import Expressions

/// The change between velocities before and after a collision. With `m = (v + w)/2`, `z = v - w` and `R = |v - w| σ` the measure
///
///     dv dw dσ = dm |z|^(d-1) d|z| dk dσ ,    z = |z| k ,  R = |z| σ ,
///
/// is the same for the eight images under `(z, R) -> (±z, ±R), (±R, ±z)`, m fixed: exchanging z and R takes
/// `v = m + z/2`, `w = m - z/2` to `v' = m + R/2`, `w' = m - R/2` and σ to `(v - w)/|v - w|`.
public struct CollisionalChange {
    private let statement: Statement
    private let context: FormContext

    public init(_ statement: Statement) {
        self.statement = statement
        context = FormContext(statement)
    }

    /// With each term of the integrands in one of its images, the same one for terms that are images of each other.
    func settled() throws -> Statement { try changed { try $0.settledTerms($1) }.statement }

    /// With the mean of an integrand, of what it is with v and w exchanged, and of both after the collision, as in Boltzmann's H-theorem.
    func averaged() throws -> Statement { try changed { try [Term(value: $0.mean(of: $1), image: $1)] }.statement }

    /// What becomes of a term, and one of its images, which converges absolutely if and only if the term does.
    private struct Term {
        let value: Expression
        let image: Expression
    }

    /// Each term of an integral that is divided must converge absolutely.
    func conditions() throws -> SideConditions.Derivation {
        let (reduced, parts) = try changed { try $0.settledTerms($1) }
        var conditions = ConditionList(statement)
        for part in parts { try ChangesOfVariables.requireConvergence(of: part, in: reduced, &conditions) }
        return SideConditions.Derivation(
            conditions: conditions.conditions, uncovered: conditions.uncoveredConditions, positive: conditions.positiveExponents)
    }

    private func changed(_ terms: (Pair, Expression) throws -> [Term]) throws -> (statement: Statement, parts: [Expression]) {
        guard let relations = statement.goal.relations else { throw Rejection.evidenceDoesNotFitGoal }
        var parts: [Expression] = []
        func rewritten(_ e: Expression) throws -> Expression {
            guard e.hasIntegral else { return e }
            switch e.kind {
            case .integral(let points, let body):
                guard let pair = Pair(points, context), pair.concerns(body) else { return e }
                do {
                    let own = try terms(pair, body)
                    parts += own.map { .integral(points, $0.image) }
                    return .sum(own.filter { $0.value != .zero }.map { .integral(points, $0.value) })
                } catch let error as FormError { throw Rejection.noNormalForm(error) }
            case .sum, .product: return try e.mapOperands(rewritten)
            default: return e
            }
        }
        let result = statement.replacingGoal(try relations.map { Relation(try rewritten($0.left), $0.op, try rewritten($0.right), indices: $0.indices) })
        guard !parts.isEmpty, result.goal != statement.goal else { throw Rejection.evidenceDoesNotFitGoal }
        try WellFormedness.check(result)
        return (result, parts)
    }

    /// Two velocities and the direction after the collision.
    private struct Pair {
        let v: Point
        let w: Point
        let direction: Point
        private let context: FormContext

        init?(_ points: [Point], _ context: FormContext) {
            let spheres = points.filter { SphereCheck.isSphere([$0]) }, others = points.filter { $0.manifold.isWhole && $0.manifold.vectorDimension != nil }
            guard points.count == 3, spheres.count == 1, others.count == 2, others[0].manifold == others[1].manifold,
                spheres[0].manifold.vectorDimension == others[0].manifold.vectorDimension else { return nil }
            (v, w, direction) = (others[0], others[1], spheres[0])
            self.context = SphereCheck.contexts(context, spheres[0]).unit
        }

        /// A vector `a m + b z + c R`.
        private struct Combination: Hashable {
            var m: Rational
            var z: Rational
            var R: Rational

            func scaled(by factor: Rational) -> Combination { Combination(m: factor * m, z: factor * z, R: factor * R) }

            static func + (a: Combination, b: Combination) -> Combination { Combination(m: a.m + b.m, z: a.z + b.z, R: a.R + b.R) }
        }

        /// `(z, R) -> (s z, t R)`, or `(s R, t z)`.
        private struct Image {
            let isExchange: Bool
            let s: Rational
            let t: Rational

            static let all = [false, true].flatMap { isExchange in
                [Rational(1), -1].flatMap { s in [Rational(1), -1].map { Image(isExchange: isExchange, s: s, t: $0) } }
            }

            func apply(_ e: Combination) -> Combination {
                isExchange ? Combination(m: e.m, z: t * e.R, R: s * e.z) : Combination(m: e.m, z: s * e.z, R: t * e.R)
            }
        }

        /// Whether a function stands behind a collision.
        func concerns(_ body: Expression) -> Bool {
            if case .application(let application) = body.kind { return place(of: application).isCollided }
            return !body.hasIntegral && body.operands.contains(where: concerns)
        }

        func mean(of body: Expression) throws -> Expression {
            let changes = Image.all.filter { $0.s == $0.t }
            var supply = IndexSupply(startingAt: 5 << 22), invariant: [Expression] = [], others: [Expression] = []
            for factor in body.factors {
                let isInvariant = try changes.allSatisfy { change in
                    let moved = try image(factor, change, &supply)
                    return try moved.isSameUpToBoundIndices(as: factor) || ContractionForm.areEqual(moved, factor, context)
                }
                if isInvariant { invariant.append(factor) } else { others.append(factor) }
            }
            let images = try changes.map { try image(.product(others), $0, &supply) }
            return .product(invariant + [.number(Rational(1, images.count)), .sum(images)])
        }

        /// Of each term the mean of those images in which the same functions stand, behind as few collisions as possible: so terms that are
        /// images of each other become the same, and those that change their sign vanish.
        func settledTerms(_ body: Expression) throws -> [Term] {
            var supply = IndexSupply(startingAt: 5 << 22)
            return try expanded(body, &supply).summands.map { term in
                let images = try Image.all.map { try expanded(image(term, $0, &supply), &supply) }
                let keys = images.map { Key(self, $0) }, least = keys.min() ?? keys[0]
                let chosen = images.indices.filter { keys[$0] == least }.map { images[$0] }
                return Term(value: try expanded(.number(Rational(1, chosen.count)) * .sum(chosen), &supply), image: chosen[0])
            }
        }

        /// The normal form with `v - w` and w for v and w, and `|σ|² = 1`.
        private func expanded(_ e: Expression, _ supply: inout IndexSupply) throws -> Expression {
            let form = ContractionForm(context, for: [squaredLength(&supply), e])
            let result = try form.expression(form.normalForm(e), &supply), own = withUnitDirection(result)
            return own == result ? result : try form.expression(form.normalForm(own), &supply)
        }

        private func withUnitDirection(_ e: Expression) -> Expression {
            if let root = e.squaredNorm, root.freeIndices.count == 1, root == .coordinate(direction, root.freeIndices[0]) { return .one }
            return e.mapOperands(withUnitDirection)
        }

        /// Which functions stand in a term, and where.
        private struct Key: Comparable {
            private let collided: Int
            private let functions: [String]

            init(_ pair: Pair, _ e: Expression) {
                var places: [String: Bool] = [:]
                func visit(_ e: Expression) {
                    guard case .application(let application) = e.kind else { return e.operands.forEach(visit) }
                    let place = pair.place(of: application)
                    places[place.text] = place.isCollided
                }
                visit(e)
                collided = places.count(where: \.value)
                functions = places.keys.sorted()
            }

            static func < (a: Key, b: Key) -> Bool {
                a.collided == b.collided ? a.functions.lexicographicallyPrecedes(b.functions) : a.collided < b.collided
            }
        }

        private func place(of application: Expression.Application) -> (isCollided: Bool, text: String) {
            var isCollided = false, parts = [application.function.name, "\(application.derivatives.count)"]
            for argument in application.arguments {
                if case .vector(let index, let own) = argument, let found = combination(own, index) {
                    isCollided = isCollided || !found.R.isZero
                    parts.append("\(found.m) \(found.z) \(found.R)")
                } else {
                    parts.append(argument.body.plainText)
                }
            }
            return (isCollided, parts.joined(separator: ","))
        }

        // MARK: Images

        private func image(_ e: Expression, _ change: Image, _ supply: inout IndexSupply) throws -> Expression {
            switch e.kind {
            case .coordinate(let point, let index?) where point == v || point == w:
                return written(change.apply(Combination(m: 1, z: Rational(point == v ? 1 : -1, 2), R: 0)), index, &supply)
            case .coordinate(direction, let index?):
                return written(change.apply(Combination(m: 0, z: 0, R: 1)), index, &supply) / length(&supply)
            case .application(let application):
                let arguments = try application.arguments.map { argument -> Expression.Argument in
                    guard case .vector(let index, let own) = argument, let found = combination(own, index) else {
                        guard ![v, w, direction].contains(where: argument.body.mentions) else {
                            guard case .scalar(let own) = argument else { throw Rejection.evidenceDoesNotFitGoal }
                            return .scalar(try image(own, change, &supply))
                        }
                        return argument
                    }
                    return .vector(index, written(change.apply(found), index, &supply))
                }
                return .application(Expression.Application(
                    function: application.function, valueIndices: application.valueIndices, derivatives: application.derivatives, arguments: arguments))
            case .partial, .parameterDerivative, .integral, .uninterpreted:
                guard ![v, w, direction].contains(where: e.mentions) else { throw Rejection.evidenceDoesNotFitGoal }
                return e
            default:
                // `|z|² = |R|²`.
                if let root = e.squaredNorm, root.freeIndices.count == 1, let found = combination(root, root.freeIndices[0]), found.m.isZero,
                    found.z.isZero || found.R.isZero {
                    let factor = found.z + found.R
                    return .number(factor * factor) * squaredLength(&supply)
                }
                var own = supply
                defer { supply = own }
                return try e.mapOperands { try image($0, change, &own) }
            }
        }

        private func squaredLength(_ supply: inout IndexSupply) -> Expression {
            let i = supply.fresh(v.manifold.vectorDimension ?? .number(1)), difference = Expression.coordinate(v, i) - .coordinate(w, i)
            return .contraction(i, difference * difference)
        }

        private func length(_ supply: inout IndexSupply) -> Expression { .squareRoot(squaredLength(&supply)) }

        private func written(_ e: Combination, _ index: Index, _ supply: inout IndexSupply) -> Expression {
            func term(_ factor: Rational, _ point: Point) -> [Expression] { factor.isZero ? [] : [.number(factor) * .coordinate(point, index)] }
            let half = e.m / 2
            var terms = term(half + e.z, v) + term(half - e.z, w)
            if !e.R.isZero { terms.append(.number(e.R) * length(&supply) * .coordinate(direction, index)) }
            return .sum(terms)
        }

        private func combination(_ e: Expression, _ index: Index) -> Combination? {
            switch e.kind {
            case .sum(let terms):
                var result = Combination(m: 0, z: 0, R: 0)
                for term in terms {
                    guard let own = combination(term, index) else { return nil }
                    result = result + own
                }
                return result
            case .coordinate(v, index): return Combination(m: 1, z: Rational(1, 2), R: 0)
            case .coordinate(w, index): return Combination(m: 1, z: Rational(-1, 2), R: 0)
            case .product(let factors):
                var number = Rational(1), rest: [Expression] = []
                for factor in factors {
                    if case .number(let value) = factor.kind { number = number * value } else { rest.append(factor) }
                }
                if rest.count == 1, !rest[0].mentions(direction) { return combination(rest[0], index)?.scaled(by: number) }
                guard rest.count == 2, let place = rest.firstIndex(of: .coordinate(direction, index)),
                    case .power(let base, let exponent) = rest[1 - place].kind, exponent == .number(Rational(1, 2)),
                    let root = base.squaredNorm, root.freeIndices.count == 1, let z = combination(root, root.freeIndices[0]), z.m.isZero, z.R.isZero
                else { return nil }
                return Combination(m: 0, z: 0, R: number * z.z.magnitude)
            default: return nil
            }
        }
    }
}
