import Arithmetic
import Expressions

/// A linear change of the integrated points: `p_a = Σ_j matrix[a][j] q_j` for the points p of a term and the new
/// points q. The entries are numbers or expressions in parameters.
public struct LinearChange: Hashable, Sendable {
    public var matrix: [[Expression]]
    /// `q_j = Σ_a inverse[j][a] p_a`, which is what derivatives need.
    public var inverse: [[Expression]]

    public init(matrix: [[Expression]], inverse: [[Expression]]) {
        self.matrix = matrix
        self.inverse = inverse
    }

    /// The expression in the new points, without the Jacobian. Arguments of functions that become plain points
    /// are written so.
    func apply(_ e: Expression, _ old: [Point], _ new: [Point], _ context: FormContext) throws -> Expression {
        switch e.kind {
        case .coordinate(let point, let index):
            guard let a = old.firstIndex(of: point) else { return e }
            return .sum(Self.terms(matrix[a]) { .coordinate(new[$0], index) })
        case .partial(let point, let index, let body):
            let inner = try apply(body, old, new, context)
            guard let a = old.firstIndex(of: point) else { return .partial(point, index, inner) }
            return .sum(Self.terms(inverse.map { $0[a] }) { .partial(new[$0], index, inner) })
        // The new points depend on the parameters too.
        case .parameterDerivative(let name, let body): return try apply(body.differentiated(byParameter: name), old, new, context)
        case .application(let application):
            return .application(Expression.Application(
                function: application.function, valueIndices: application.valueIndices, derivatives: application.derivatives,
                arguments: try application.arguments.map { argument in
                    try Self.plain(argument.mapBody { try apply($0, old, new, context) }, new, context)
                }))
        case .sum(let terms):
            // Differences such as v - w become one vector, with a coefficient that is a number where it can be.
            if let (index, coefficients) = Self.linearCombination(terms, old) {
                let combined = new.indices.map { j in
                    Self.simplified(.sum(old.indices.map { coefficients[$0] * matrix[$0][j] }))
                }
                return .sum(Self.terms(combined) { .coordinate(new[$0], index) })
            }
            return .sum(try terms.map { try apply($0, old, new, context) })
        default: return try e.mapOperands { try apply($0, old, new, context) }
        }
    }

    /// The coefficients of the points in a sum that is visibly a linear combination of them.
    private static func linearCombination(_ terms: [Expression], _ points: [Point]) -> (Index?, [Expression])? {
        var coefficients = [Expression](repeating: .zero, count: points.count)
        var common: Index??
        for term in terms {
            let factors = term.factors
            var found: (Int, Index?)?
            var rest: [Expression] = []
            for factor in factors {
                if case .coordinate(let point, let index) = factor.kind, let position = points.firstIndex(of: point), found == nil {
                    found = (position, index)
                } else {
                    guard factor.mentionsOnlyParameters else { return nil }
                    rest.append(factor)
                }
            }
            guard let (position, index) = found else { return nil }
            if let known = common, known != index { return nil }
            common = .some(index)
            coefficients[position] = coefficients[position] + .product(rest)
        }
        guard let index = common else { return nil }
        return (index, coefficients)
    }

    private static func terms(_ coefficients: [Expression], _ value: (Int) -> Expression) -> [Expression] {
        coefficients.indices.compactMap { j in
            if case .number(let number) = coefficients[j].kind, number.isZero { return nil }
            return coefficients[j] * value(j)
        }
    }

    /// The argument as a plain point where it is one.
    static func plain(_ argument: Expression.Argument, _ points: [Point], _ context: FormContext) throws -> Expression.Argument {
        var supply = IndexSupply(startingAt: 1 << 24)
        for point in points where point.isScalar == { if case .scalar = argument { return true } else { return false } }() {
            let plain = Expression.Argument.point(point, &supply)
            let index: Index?
            switch argument {
            case .scalar: index = nil
            case .vector(let own, _): index = own
            }
            guard index?.dimension == point.manifold.vectorDimension else { continue }
            let form = ContractionForm(context)
            if let difference = try? form.difference(argument.body, .coordinate(point, index)), try form.isZero(difference) { return plain }
        }
        return argument
    }

    /// `|det|` to the power of the dimension.
    /// - Throws: `Rejection.evidenceDoesNotFitGoal` where the matrices are not inverse to each other, or the
    ///   determinant is neither ±1 nor of a known sign.
    func jacobian(_ points: [Point], _ context: FormContext) throws -> Expression {
        let n = points.count
        guard (1...3).contains(n), matrix.count == n, inverse.count == n, (matrix + inverse).allSatisfy({ $0.count == n }),
            points.allSatisfy({ $0.manifold == points[0].manifold }), case .euclidean(let dimension) = points[0].manifold
        else { throw Rejection.evidenceDoesNotFitGoal }
        func isZero(_ e: Expression) throws -> Bool {
            let form = ContractionForm(context)
            return try form.isZero(form.normalForm(e))
        }
        for a in 0..<n {
            for b in 0..<n {
                let entry = Expression.sum((0..<n).map { matrix[a][$0] * inverse[$0][b] })
                guard try isZero(entry - (a == b ? .one : .zero)) else { throw Rejection.evidenceDoesNotFitGoal }
            }
        }
        let determinant = Self.determinant(matrix)
        if try isZero(determinant - .one) || isZero(determinant + .one) { return .one }
        let form = ContractionForm(context)
        if let number = try form.linearForm(of: determinant), number.linear.isEmpty {
            return .power(.number(number.constant.magnitude), .dimension(dimension))
        }
        for own in [determinant, -determinant] where try form.sign(of: own) == .positive { return .power(own, .dimension(dimension)) }
        throw Rejection.evidenceDoesNotFitGoal
    }

    static func determinant(_ m: [[Expression]]) -> Expression {
        guard m.count > 1 else { return m.first?.first ?? .one }
        return .sum(m.indices.map { column in
            let minor = m.dropFirst().map { row in row.indices.filter { $0 != column }.map { row[$0] } }
            return (column % 2 == 0 ? .one : .number(-1)) * m[0][column] * determinant(minor)
        })
    }

    /// The change with the given matrix, its inverse by Cramer's rule.
    public init(inverse: [[Expression]]) {
        let n = inverse.count
        let determinant = Self.simplified(Self.determinant(inverse))
        let scale = Expression.power(determinant, .number(-1))
        let matrix = (0..<n).map { a in
            (0..<n).map { j -> Expression in
                let minor = inverse.indices.filter { $0 != j }.map { row in inverse[row].indices.filter { $0 != a }.map { inverse[row][$0] } }
                let cofactor = minor.isEmpty ? Expression.one : Self.determinant(minor)
                if determinant == .one { return Self.simplified(((a + j) % 2 == 0 ? .one : .number(-1)) * cofactor) }
                if determinant == .number(-1) { return Self.simplified(((a + j) % 2 == 0 ? .number(-1) : .one) * cofactor) }
                return Self.simplified(((a + j) % 2 == 0 ? .one : .number(-1)) * cofactor * scale)
            }
        }
        self.init(matrix: matrix, inverse: inverse)
    }

    /// A number where the entry is one; 0, 1 and -1 are recognised behind parameters too.
    static func simplified(_ entry: Expression) -> Expression {
        let form = ContractionForm(FormContext())
        if let number = try? form.linearForm(of: entry), number.linear.isEmpty { return .number(number.constant) }
        for candidate in [Rational(0), 1, -1] {
            if let difference = try? form.difference(entry, .number(candidate)), (try? form.isZero(difference)) == true { return .number(candidate) }
        }
        return entry
    }
}

extension LinearChange {
    /// Whether rows of coefficients are linearly independent, as far as normal forms tell.
    public static func isIndependent(_ rows: [[Expression]], _ context: FormContext) -> Bool {
        guard let width = rows.first?.count, rows.count <= width else { return false }
        // Some minor of full size does not vanish.
        func choose(_ count: Int, from first: Int) -> [[Int]] {
            if count == 0 { return [[]] }
            guard first < width else { return [] }
            return choose(count - 1, from: first + 1).map { [first] + $0 } + choose(count, from: first + 1)
        }
        return choose(rows.count, from: 0).contains { columns in
            let form = ContractionForm(context)
            guard let minor = try? form.normalForm(determinant(rows.map { row in columns.map { row[$0] } })) else { return false }
            return (try? form.isZero(minor)) == false
        }
    }
}
