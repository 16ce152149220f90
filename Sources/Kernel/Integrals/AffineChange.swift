import Arithmetic
import Expressions

/// New variables `q = A p + b` for integrated points p of one space, under the names of the old ones.
struct AffineChange {
    private let points: [Point]
    private let linear: LinearChange
    /// One b for each point, with the index of its components.
    private let offsets: [(body: Expression, index: Index?)]
    /// What the integral is multiplied by; `nil` for 1.
    let jacobian: Expression?

    private init?(_ points: [Point], _ linear: LinearChange, _ offsets: [(body: Expression, index: Index?)], jacobian: Expression?) {
        let isIdentity = linear.inverse.indices.allSatisfy { a in linear.inverse.indices.allSatisfy { linear.inverse[a][$0] == (a == $0 ? .one : .zero) } }
        if isIdentity, offsets.allSatisfy({ $0.body == .zero }) { return nil }
        self.points = points
        self.linear = linear
        self.offsets = offsets
        self.jacobian = jacobian
    }

    /// On R^d or R: the first independent arguments become the points, and what is missing stays as it is.
    ///
    /// - Parameter rows: coefficients of the points, the most important argument first.
    init?(wholeSpace points: [Point], _ rows: [(coefficients: [Expression], affine: AffineArgument)], _ context: FormContext) {
        guard (1...3).contains(points.count) else { return nil }
        var chosen: [[Expression]] = [], offsets: [(body: Expression, index: Index?)] = []
        let unit = points.indices.map { row in points.indices.map { $0 == row ? Expression.one : .zero } }
        let candidates = rows.map { ($0.coefficients, $0.affine.offset, $0.affine.index) } + unit.map { ($0, .zero, nil) }
        for (coefficients, offset, index) in candidates where chosen.count < points.count {
            guard LinearChange.isIndependent(chosen + [coefficients], context) else { continue }
            chosen.append(coefficients)
            offsets.append((offset, index))
        }
        guard chosen.count == points.count else { return nil }
        self.init(points, LinearChange(inverse: chosen), offsets, jacobian: Self.jacobian(LinearChange.determinant(chosen), points[0].manifold, context))
    }

    /// `|det A|^(-d)`, `nil` for 1.
    private static func jacobian(_ determinant: Expression, _ manifold: Manifold, _ context: FormContext) -> Expression? {
        let form = ContractionForm(context)
        let dimension = manifold.vectorDimension ?? .number(1)
        let power: Expression = switch dimension {
        case .number(let number): .number(Rational(-number))
        case .symbol: .number(-1) * .dimension(dimension)
        }
        if let number = try? form.linearForm(of: determinant), number.linear.isEmpty {
            let size = number.constant.magnitude
            return size == 1 ? nil : .power(.number(size), power)
        }
        for own in [determinant, -determinant] where (try? form.sign(of: own)) == .positive { return .power(own, power) }
        return .power(.elementary(.abs, determinant), power)
    }

    /// On an interval, a sphere or a torus: one point by itself.
    init?(_ point: Point, _ rows: [(coefficient: Expression, affine: AffineArgument)], _ integrand: Expression, _ context: FormContext) throws {
        let form = ContractionForm(context)
        func number(_ e: Expression) -> Rational? {
            guard !e.hasFreeSymbols, let value = try? form.linearForm(of: e), value.linear.isEmpty else { return nil }
            return value.constant
        }
        func change(_ factor: Expression, _ affine: AffineArgument, jacobian: Expression?) -> AffineChange? {
            AffineChange([point], LinearChange(inverse: [[factor]]), [(affine.offset, affine.index)], jacobian: jacobian)
        }
        if point.isOnSphere {
            // Functions of the sphere stand at `±ω/|ω|`, so that they are functions near it too.
            let directions = integrand.applications(of: point).flatMap { application in
                application.arguments.compactMap { argument in argument.direction(along: point, context).map { (application.function.name, $0) } }
            }
            let isOpposite: Bool
            if let found = directions.min(by: { $0.0 < $1.0 }) { isOpposite = found.1 < 0 } else {
                // Functions of space at `a - c σ`, c >= 0.
                guard let row = rows.first, row.affine.index != nil else { return nil }
                let sign = try form.sign(of: -row.coefficient)
                isOpposite = sign == .positive || sign == .nonnegative || (-row.coefficient).isManifestlyNonnegative(positiveParameters: context.positiveParameters)
            }
            guard isOpposite else { return nil }
            self.init([point], LinearChange(inverse: [[.number(-1)]]), [(.zero, nil)], jacobian: nil)
            return
        }
        guard let (first, affine) = rows.first else { return nil }
        switch point.manifold {
        case .euclidean, .sphere: return nil
        case .line(let lower, let upper):
            // The end from which it is stretched, or the sum of the ends that are exchanged.
            let end: Expression
            switch (lower, upper) {
            case (let lower?, let upper?):
                guard number(first) == -1 else { return nil }
                end = .number(lower + upper)
            case (let only?, nil), (nil, let only?):
                guard try form.sign(of: first) == .positive else { return nil }
                end = .number(only) * (.one - first)
            case (nil, nil): return nil
            }
            guard !affine.offset.mentionsFunctionOfPoints, try form.isZero(form.normalForm(affine.offset - end)),
                let found = change(first, affine, jacobian: Self.jacobian(first, point.manifold, context)) else { return nil }
            self = found
        case .torus:
            guard integrand.isPeriodic(in: point), let factor = number(first), factor.isInteger, !factor.isZero else { return nil }
            if factor.magnitude != 1 {
                // Everything is a function of `m p + b`.
                guard integrand.applications(of: point).flatMap(\.arguments).filter({ $0.body.mentions(point) }).allSatisfy({ argument in
                    guard let other = AffineArgument(argument, [point]), number(other.coefficients[0]) == factor else { return false }
                    guard let index = affine.index, let own = other.index else {
                        return affine.index == nil && other.index == nil && other.offset.isSameUpToBoundIndices(as: affine.offset)
                    }
                    var supply = IndexSupply(startingAt: (3 << 23) + (1 << 21))
                    return other.offset.renamingIndices([own: index], &supply).isSameUpToBoundIndices(as: affine.offset)
                }) else { return nil }
            }
            guard let found = change(.number(factor), affine, jacobian: nil) else { return nil }
            self = found
        }
    }

    /// The integrand in the new variables, without the Jacobian.
    func apply(_ integrand: Expression, _ context: FormContext, _ supply: inout IndexSupply) throws -> Expression {
        // At fixed old variables is not at fixed new ones.
        let fixed = carryingOut(integrand, &supply)
        let turned = try linear.apply(fixed, points, points, context)
        return try Self.settled(shifted(turned, &supply), points, context)
    }

    /// The integrand with a point in the place of its negative.
    static func reflected(_ integrand: Expression, _ point: Point, _ context: FormContext) throws -> Expression {
        let change = LinearChange(matrix: [[.number(-1)]], inverse: [[.number(-1)]])
        return try settled(change.apply(integrand, [point], [point], context), [point], context)
    }

    /// Derivatives with respect to points on which b depends, carried out.
    private func carryingOut(_ e: Expression, _ supply: inout IndexSupply) -> Expression {
        if case .partial(let point, let index, let body) = e.kind, offsets.contains(where: { $0.body.mentions(point) }) {
            return carryingOut(body, &supply).differentiated(by: point, index, &supply)
        }
        var own = supply
        defer { supply = own }
        return e.mapOperands { carryingOut($0, &own) }
    }

    /// `q - b` in the place of q.
    private func shifted(_ e: Expression, _ supply: inout IndexSupply) throws -> Expression {
        if case .coordinate(let point, let index) = e.kind, let place = points.firstIndex(of: point), offsets[place].body != .zero {
            let offset = offsets[place]
            guard let own = offset.index, let index else { return e - offset.body }
            return e - offset.body.renamingIndices([own: index], &supply)
        }
        var own = supply
        defer { supply = own }
        return try e.mapOperands { try shifted($0, &own) }
    }

    /// Arguments that are points are written so, and those of even functions that are negatives of points:
    /// `∂^k f(-p) = (-1)^k (∂^k f)(p)`.
    private static func settled(_ e: Expression, _ points: [Point], _ context: FormContext) throws -> Expression {
        guard case .application(let application) = e.kind else { return try e.mapOperands { try settled($0, points, context) } }
        func settledArgument(_ argument: Expression.Argument) throws -> Expression.Argument {
            for point in points where point.isOnSphere {
                if argument.direction(along: point, context) == 1 { return argument.along(point) }
            }
            return try LinearChange.plain(argument, points, context)
        }
        func isSettled(_ argument: Expression.Argument) -> Bool {
            argument.plainPoint != nil || points.contains { $0.isOnSphere && argument == argument.along($0) }
        }
        func with(_ arguments: [Expression.Argument]) -> Expression {
            .application(Expression.Application(
                function: application.function, valueIndices: application.valueIndices, derivatives: application.derivatives, arguments: arguments))
        }
        let arguments = try application.arguments.map { try settledArgument($0.mapBody { try settled($0, points, context) }) }
        guard application.function.attributes.contains(.even), !arguments.contains(where: isSettled), !arguments.isEmpty else { return with(arguments) }
        let opposite = try arguments.map { try settledArgument($0.mapBody { -$0 }) }
        guard opposite.allSatisfy(isSettled) else { return with(arguments) }
        return application.derivatives.count % 2 == 0 ? with(opposite) : -with(opposite)
    }
}

extension Expression.Argument {
    /// 1 for `ω/|ω|`, -1 for `-ω/|ω|`.
    fileprivate func direction(along point: Point, _ context: FormContext) -> Int? {
        guard case .vector(let index, let body) = self, index.dimension == point.manifold.vectorDimension, body.mentions(point) else { return nil }
        let form = ContractionForm(SphereCheck.contexts(context, point).free)
        let direction = along(point).body
        for sign in [1, -1] {
            if let difference = try? form.difference(body, .number(Rational(sign)) * direction), (try? form.isZero(difference)) == true { return sign }
        }
        return nil
    }

    /// `ω/|ω|`, with the index of this argument.
    fileprivate func along(_ point: Point) -> Expression.Argument {
        guard case .vector(let index, _) = self else { return self }
        var supply = IndexSupply(startingAt: (3 << 23) + (1 << 22))
        return .vector(index, .coordinate(point, index) / .length(of: point, &supply))
    }
}

extension Expression {
    /// Whether a point of the torus stands nowhere but in arguments of functions, with whole numbers as coefficients.
    fileprivate func isPeriodic(in point: Point) -> Bool {
        switch kind {
        case .coordinate(let own, _): return own != point
        case .application(let application):
            return application.arguments.allSatisfy { argument in
                guard argument.body.mentions(point) else { return true }
                guard let affine = AffineArgument(argument, [point]), case .number(let factor) = affine.coefficients[0].kind else { return false }
                return factor.isInteger
            }
        default: return operands.allSatisfy { $0.isPeriodic(in: point) }
        }
    }

    /// The outermost applications that depend on the point.
    fileprivate func applications(of point: Point) -> [Application] {
        guard case .application(let application) = kind else { return operands.flatMap { $0.applications(of: point) } }
        return mentions(point) ? [application] : []
    }

    /// Parameters or points.
    fileprivate var hasFreeSymbols: Bool {
        switch kind {
        case .number, .pi: return false
        case .sum, .product, .power: return operands.contains(where: \.hasFreeSymbols)
        default: return true
        }
    }
}
