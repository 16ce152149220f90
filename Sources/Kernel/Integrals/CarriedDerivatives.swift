import Arithmetic
import Expressions

/// Derivatives before integrals, with the integrated points carried along:
///
///     ∂_v ∫ F(v, w) dw = ∂_v ∫ F(v, v + z) dz = ∫ (∂_v + ∂_w) F dw .
///
/// The kernel of `∫ (v-w)/|v-w|^d f(w) dw` is not differentiated then, which has no integrable derivative.
public struct CarriedDerivatives {
    /// A derivative that stood before an integral.
    private struct Carried {
        let point: Point
        let points: [Point]
        let integrand: Expression
        let derivative: Expression

        var moved: [Point] { CarriedDerivatives.moved(points, with: point) }
    }

    private let statement: Statement

    public init(_ statement: Statement) { self.statement = statement }

    /// The statement in which every derivative stands under the integrals.
    public func carried() throws -> Statement {
        var reader = Reader()
        let result = try carried(&reader)
        guard !reader.carried.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        return result
    }

    private func carried(_ reader: inout Reader) throws -> Statement {
        guard let relations = statement.goal.relations else { throw Rejection.evidenceDoesNotFitGoal }
        let changed = try relations.map { Relation(try reader.rewritten($0.left), $0.op, try reader.rewritten($0.right), indices: $0.indices) }
        return statement.replacingGoal(changed)
    }

    /// Adds what lets the points be carried along: both integrals converge, and other singular sets than those that move along are
    /// no worse than under a derivative that is drawn in.
    func require(_ conditions: inout ConditionList) throws {
        var reader = Reader()
        _ = try carried(&reader)
        let forms = IntegrandForms(statement, FormContext(statement), .contraction)
        for (number, own) in reader.carried.enumerated() {
            // Names of no other points.
            let fresh = own.points.indices.map { Point(name: "∫\(number + 1).\($0 + 1)", manifold: own.points[$0].manifold) }
            let names = Dictionary(zip(own.points, fresh)) { first, _ in first }
            try Convergence(variables: fresh).requireDerivable(
                own.integrand.renamingPoints(names), by: own.point, carrying: Self.moved(fresh, with: own.point), derivative: own.derivative.renamingPoints(names),
                forms, &conditions)
        }
    }

    private static func moved(_ points: [Point], with point: Point) -> [Point] { points.filter { $0.manifold == point.manifold } }

    private struct Reader {
        private static let limit = 64
        private(set) var carried: [Carried] = []

        mutating func rewritten(_ e: Expression) throws -> Expression {
            guard e.hasIntegral else { return e }
            guard case .partial(let point, let index, let body) = e.kind else {
                var own = self
                defer { self = own }
                return try e.mapOperands { try own.rewritten($0) }
            }
            return try derivative(rewritten(body), point, index)
        }

        private mutating func derivative(_ e: Expression, _ point: Point, _ index: Index?) throws -> Expression {
            guard e.hasIntegral else { return .partial(point, index, e) }
            switch e.kind {
            case .sum(let terms): return .sum(try terms.map { try derivative($0, point, index) })
            case .product(let factors):
                return .sum(try factors.indices.map { place in
                    var rest = factors
                    rest[place] = try derivative(factors[place], point, index)
                    return .product(rest)
                })
            case .contraction(let own, let body):
                guard own != index else { throw Rejection.evidenceDoesNotFitGoal }
                return .contraction(own, try derivative(body, point, index))
            case .integral(let points, let body):
                guard !body.hasIntegral, !points.contains(point), carried.count < Self.limit else { throw Rejection.evidenceDoesNotFitGoal }
                switch point.manifold {
                case .euclidean, .line(nil, nil): break
                default: throw Rejection.evidenceDoesNotFitGoal
                }
                guard body.mentions(point) else { return .zero }
                let moved = CarriedDerivatives.moved(points, with: point)
                let changed = Expression.sum(([point] + moved).map { .partial($0, index, body) })
                carried.append(Carried(point: point, points: points, integrand: body, derivative: changed))
                return .integral(points, changed)
            default: throw Rejection.evidenceDoesNotFitGoal
            }
        }
    }
}
