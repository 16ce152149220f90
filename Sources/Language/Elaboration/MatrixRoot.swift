import Arithmetic
import Expressions
import Kernel

/// What stands for a symmetric matrix that is bounded: a constant, a field of some points, or the Hessian of a function. With B the
/// symmetric part of the bound, since a quadratic form knows no other,
///
///     A >= B   gives   A = B + S S,      ∇²V >= B   gives   ∇²V = B + S S ,
///
/// S a symmetric matrix of the same points. Where A - B degenerates a field S need not be smooth, but `A + ε Id` has a smooth one, and
/// what is claimed with `=` and `<=` holds in the limit. Not every S S + B is a Hessian: nothing is refuted by one.
struct MatrixRoot {
    let symbol: FunctionSymbol
    /// The points of the declaration; none for a constant.
    let points: [Point]
    let isHessian: Bool
    private let value: Tensor
    /// What is known of the matrix, at every point.
    let equation: Relation

    /// - Parameters:
    ///   - body: the larger (smaller) matrix with its free indices.
    ///   - bound: the other one.
    init?(_ body: Tensor, bound: Tensor?, isUpper: Bool, _ supply: inout IndexSupply) {
        var inner = body.body
        var derivatives: [Index] = []
        var differentiated: Set<Point> = []
        while case .partial(let point, let index?, let next) = inner.kind {
            derivatives.append(index)
            differentiated.insert(point)
            inner = next
        }
        guard case .application(let application) = inner.kind, application.derivatives.isEmpty else { return nil }
        let points = application.arguments.compactMap(\.plainPoint)
        guard points.count == application.arguments.count, Set(points).count == points.count,
            body.indices.count == 2, Set(derivatives + application.valueIndices) == Set(body.indices) else { return nil }
        symbol = application.function
        self.points = points
        isHessian = !derivatives.isEmpty
        if isHessian {
            guard derivatives.count == 2, symbol.valueDimensions.isEmpty, points.count == 1, differentiated == [points[0]] else { return nil }
        } else {
            guard symbol.valueDimensions.count == 2, symbol.valueSymmetry == .symmetric else { return nil }
        }
        if let bound, Mentions(bound.body).functions.contains(symbol) || !Set(Mentions(bound.body).points).isSubset(of: points) { return nil }
        let d = body.indices[0].dimension
        let square = FunctionSymbol(name: "√" + symbol.name, arguments: symbol.arguments, valueDimensions: [d, d], valueSymmetry: .symmetric)
        let i = supply.fresh(d), j = supply.fresh(d), k = supply.fresh(d)
        func entry(_ a: Index, _ b: Index) -> Expression {
            .application(Expression.Application(function: square, valueIndices: [a, b], arguments: points.map { .point($0, &supply) }))
        }
        var sum = Expression.contraction(k, entry(i, k) * entry(k, j))
        if !isUpper { sum = -sum }
        if let bound {
            let entry = bound.relabelled([i, j], &supply), transposed = bound.relabelled([j, i], &supply)
            let isSymmetric = (try? ContractionForm.areEqual(entry, transposed, FormContext())) == true
            sum = (isSymmetric ? entry : .number(Rational(1, 2)) * (entry + transposed)) + sum
        }
        value = Tensor(indices: [i, j], body: sum)
        equation = Relation(body.relabelled([i, j], &supply), .equal, sum, indices: [i, j])
    }

    /// Of a constant that is declared not to be negative.
    init?(semidefinite symbol: FunctionSymbol, _ supply: inout IndexSupply) {
        let indices = symbol.valueDimensions.map { supply.fresh($0) }
        let body = Expression.application(Expression.Application(function: symbol, valueIndices: indices, arguments: []))
        self.init(Tensor(indices: indices, body: body), bound: nil, isUpper: true, &supply)
    }

    func replacing(_ p: Proposition, _ supply: inout IndexSupply) -> Proposition {
        var own = supply
        let result = p.mapRelations { relation in
            Relation(replacing(relation.left, &own), relation.op, replacing(relation.right, &own), indices: relation.indices)
        }
        supply = own
        return result
    }

    private func replacing(_ e: Expression, _ supply: inout IndexSupply) -> Expression {
        if isHessian {
            if case .partial(let x, let i?, let inner) = e.kind, case .partial(x, let j?, let body) = inner.kind, case .application(let application) = body.kind,
                application.function == symbol, application.derivatives.isEmpty, application.arguments[0].plainPoint == x {
                return value(at: application, [i, j], derivatives: [], &supply)
            }
            if case .application(let application) = e.kind, application.function == symbol, application.derivatives.count >= 2,
                let i = application.derivatives[0].index, let j = application.derivatives[1].index {
                return value(at: application, [i, j], derivatives: application.derivatives.dropFirst(2), &supply)
            }
        } else if case .application(let application) = e.kind, application.function == symbol {
            return value(at: application, application.valueIndices, derivatives: application.derivatives[...], &supply)
        }
        var own = supply
        let result = e.mapOperands { replacing($0, &own) }
        supply = own
        return result
    }

    private func value(
        at application: Expression.Application, _ indices: [Index], derivatives: ArraySlice<Expression.DerivativeSlot>, _ supply: inout IndexSupply
    ) -> Expression {
        var body = value.relabelled(indices, &supply)
        for slot in derivatives { body = .partial(points[slot.argument], slot.index, body) }
        var replacements: [Point: Expression.Argument] = [:]
        for (point, argument) in zip(points, application.arguments) where argument.plainPoint != point {
            replacements[point] = argument.mapBody { replacing($0, &supply) }
        }
        return replacements.isEmpty ? body : PointSubstitution(replacements).apply(body, &supply)
    }
}
