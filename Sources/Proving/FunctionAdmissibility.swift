import Arithmetic
import Expressions
import Integration
import Kernel

/// Whether concrete functions are of the kind that a claim is about: on others it says nothing, true or false.
struct FunctionAdmissibility {
    private let digits = 10
    private var supply = IndexSupply(startingAt: 1_000_000)

    /// Attributes of the functions that no evaluation shows.
    private(set) var unchecked: [String] = []

    /// - Throws: `NumericError.withoutValue` where a function is not of its kind.
    mutating func require(_ concrete: inout ConcreteStatement) throws {
        for (function, points) in concrete.definitions {
            for relation in relations(function, points) {
                if let failure = try NumericComparison(digits: digits).failure(of: relation.condition, in: &concrete) {
                    throw NumericError.withoutValue("\(function.name) is declared \(relation.kind), and its value is not: \(failure)")
                }
            }
            if function.attributes.contains(.unitMass) {
                let mass = try NumericEvaluation.value(of: concrete.scalar(.integral(points, value(function, points))), digits: digits)
                let gap = mass.value.subtracting(Ball(1), precision: 64).absoluteValue
                guard gap.isLess(than: Ball(Rational(1, 100_000_000), precision: 53)) == .yes else {
                    throw NumericError.withoutValue("\(function.name) is declared a density, and the integral of its value is \(mass.text(digits: digits))")
                }
            }
            if function.attributes.contains(.logconcave) { unchecked.append("\(function.name) is log-concave") }
        }
    }

    /// The function itself at points, not its logarithm.
    private mutating func value(_ function: FunctionSymbol, _ points: [Point]) -> Expression {
        let arguments = points.map { $0.isScalar ? Expression.Argument.scalar(.coordinate($0, nil)) : .point($0, &supply) }
        let symbol = Expression.application(Expression.Application(function: function, valueIndices: [], arguments: arguments))
        return function.isLogarithm ? .elementary(.exp, symbol) : symbol
    }

    private mutating func relations(_ function: FunctionSymbol, _ points: [Point]) -> [(kind: String, condition: Relation)] {
        let indices = function.valueDimensions.map { supply.fresh($0) }
        func application(_ arguments: [Expression.Argument], _ indices: [Index]) -> Expression {
            .application(Expression.Application(function: function, valueIndices: indices, arguments: arguments))
        }
        /// The arguments with a change of the coordinates.
        func arguments(_ points: [Point], _ change: (Point, Expression, Index?) -> Expression) -> [Expression.Argument] {
            points.map { point in
                guard let dimension = point.manifold.vectorDimension else { return .scalar(change(point, .coordinate(point, nil), nil)) }
                let index = supply.fresh(dimension)
                return .vector(index, change(point, .coordinate(point, index), index))
            }
        }
        let plain = application(arguments(points) { _, x, _ in x }, indices)
        var result: [(String, Relation)] = []
        if function.attributes.contains(.even) {
            result.append(("even", Relation(plain, .equal, application(arguments(points) { _, x, _ in -x }, indices), indices: indices)))
        }
        if function.attributes.contains(.symmetric) {
            let exchanged = application(arguments(points.reversed()) { _, x, _ in x }, indices)
            result.append(("symmetric", Relation(plain, .equal, exchanged, indices: indices)))
        }
        if function.attributes.contains(.nonnegative), indices.isEmpty, !function.isLogarithm {
            result.append(("non-negative", Relation(.zero, .lessOrEqual, plain)))
        }
        if function.valueSymmetry != .none, indices.count == 2 {
            let transposed = application(arguments(points) { _, x, _ in x }, indices.reversed())
            let sign: Expression = function.valueSymmetry == .symmetric ? transposed : -transposed
            result.append((function.valueSymmetry == .symmetric ? "a symmetric matrix" : "an antisymmetric matrix", Relation(plain, .equal, sign, indices: indices)))
        }
        for point in points {
            guard case .torus(.number(let size)) = point.manifold else { continue }
            for component in 1...max(size, 1) {
                let shifted = application(arguments(points) { other, x, index in
                    guard other == point, let index else { return x }
                    return x + .delta(index, .fixed(component, .number(size)))
                }, indices)
                result.append(("on a torus, hence periodic", Relation(plain, .equal, shifted, indices: indices)))
            }
        }
        return result
    }
}
