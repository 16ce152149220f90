import Arithmetic
import Expressions

/// What hypotheses say of a function of a real variable at places, and a function that has these values.
public struct BoundaryValues {
    /// `f^(order)(place) = value`.
    private struct Condition {
        let place: Rational
        let order: Int
        /// In parameters.
        let value: Expression
    }

    private static let mostConditions = 12

    private let conditions: [Condition]

    public init(_ function: FunctionSymbol, _ constraints: [Relation]) {
        guard function.arguments == [.scalar], function.valueDimensions.isEmpty, !function.isLogarithm else {
            conditions = []
            return
        }
        var found: [Condition] = []
        for constraint in constraints where constraint.op == .equal && constraint.indices.isEmpty {
            for (side, value) in [(constraint.left, constraint.right), (constraint.right, constraint.left)] {
                guard value.mentionsOnlyParameters, case .application(let application) = side.kind, application.function == function,
                    case .scalar(let argument)? = application.arguments.first, case .number(let place) = argument.kind else { continue }
                found.append(Condition(place: place, order: application.derivatives.count, value: value))
                break
            }
        }
        conditions = found.count <= Self.mostConditions ? found : []
    }

    /// A polynomial that vanishes at all places, with as many derivatives as something is said of there.
    public func vanishing(at point: Point) -> Expression {
        let orders = Dictionary(grouping: conditions, by: \.place).mapValues { $0.map(\.order).max() ?? 0 }
        return .product(orders.sorted { $0.key < $1.key }.map { .power(.coordinate(point, nil) - .number($0.key), .number(Rational($0.value + 1))) })
    }

    /// A polynomial, or a polynomial times `exp(-x²/2)` where the function decays; `nil` where nothing is said of values.
    public func interpolation(at point: Point, decays: Bool) -> Expression? {
        guard !conditions.isEmpty, !decays || conditions.allSatisfy({ $0.place.isZero }) else { return nil }
        let orders = Dictionary(grouping: conditions, by: \.place).mapValues { $0.map(\.order).max() ?? 0 }
        let count = orders.values.reduce(0) { $0 + $1 + 1 }
        guard count <= Self.mostConditions, let coefficients = solution(count, decays: decays) else { return nil }
        let x = Expression.coordinate(point, nil)
        let polynomial = Expression.sum(coefficients.enumerated().compactMap { power, coefficient in
            coefficient == .zero ? nil : power == 0 ? coefficient : coefficient * .power(x, .number(Rational(power)))
        })
        return decays ? polynomial * .elementary(.exp, .number(Rational(-1, 2)) * .power(x, .number(2))) : polynomial
    }

    /// The derivative of `x^power`, or of `x^power exp(-x²/2)` at 0.
    private static func derivative(_ power: Int, _ condition: Condition, decays: Bool) -> Rational {
        let order = condition.order
        if decays {
            guard order >= power, (order - power) % 2 == 0 else { return 0 }
            // order! (-1/2)^m / m!, order - power = 2m
            let m = (order - power) / 2
            return (1...max(m, 1)).reduce(factorial(order)) { m == 0 ? $0 : $0 * Rational(-1, 2) / Rational($1) }
        }
        guard power >= order else { return 0 }
        let falling = (0..<order).reduce(Rational(1)) { $0 * Rational(power - $1) }
        return (0..<(power - order)).reduce(falling) { product, _ in product * condition.place }
    }

    private static func factorial(_ n: Int) -> Rational { (0..<n).reduce(Rational(1)) { $0 * Rational($1 + 1) } }

    /// By elimination, coefficients that are free being zero; `nil` where the conditions contradict each other.
    private func solution(_ count: Int, decays: Bool) -> [Expression]? {
        var rows = conditions.map { condition in
            (row: (0..<count).map { Self.derivative($0, condition, decays: decays) }, value: condition.value)
        }
        var pivots: [Int] = []
        for column in 0..<count {
            guard let place = rows.indices.dropFirst(pivots.count).first(where: { !rows[$0].row[column].isZero }) else { continue }
            rows.swapAt(pivots.count, place)
            let pivot = rows[pivots.count], inverse = pivot.row[column].inverse
            for other in rows.indices where other != pivots.count && !rows[other].row[column].isZero {
                let factor = rows[other].row[column] * inverse
                rows[other].row = zip(rows[other].row, pivot.row).map { $0 - factor * $1 }
                if pivot.value != .zero { rows[other].value = rows[other].value - .number(factor) * pivot.value }
            }
            pivots.append(column)
        }
        // A second value at one place is checked with the model.
        guard pivots.count == rows.count else { return nil }
        var result = [Expression](repeating: .zero, count: count)
        for (row, column) in zip(rows, pivots) where row.value != .zero { result[column] = .number(row.row[column].inverse) * row.value }
        return result
    }
}
