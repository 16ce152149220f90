import Arithmetic
import Expressions

/// A concrete function in place of a declared one.
struct ModelFunction: Hashable {
    /// The variables of the body, one for each argument.
    let points: [Point]
    /// One for each index of the value.
    let indices: [Index]
    let value: Expression
    /// Of a positive function whose symbol stands for its logarithm.
    let logarithm: Expression?

    /// The derivative of the model that an application of the symbol stands for, at these arguments.
    func body(of application: Expression.Application, _ supply: inout IndexSupply) -> Expression {
        body(logarithm ?? value, application, application.derivatives, &supply)
    }

    /// The positive function itself.
    func exponential(of application: Expression.Application, _ supply: inout IndexSupply) -> Expression { body(value, application, [], &supply) }

    private func body(
        _ template: Expression, _ application: Expression.Application, _ slots: [Expression.DerivativeSlot], _ supply: inout IndexSupply
    ) -> Expression {
        var result = Tensor(indices: indices, body: template).relabelled(application.valueIndices, &supply)
        for slot in slots { result = result.differentiated(by: points[slot.argument], slot.index, &supply) }
        return replacing(result, application.arguments, &supply)
    }

    private func replacing(_ e: Expression, _ arguments: [Expression.Argument], _ supply: inout IndexSupply) -> Expression {
        if case .coordinate(let point, let index) = e.kind, let place = points.firstIndex(of: point) {
            switch (arguments[place], index) {
            case (.scalar(let body), nil): return body
            case (.vector(let own, let body), let index?): return Tensor(indices: [own], body: body).relabelled([index], &supply)
            default: return e
            }
        }
        var names = supply
        defer { supply = names }
        return e.mapOperands { replacing($0, arguments, &names) }
    }
}

extension ModelFunction {
    /// Functions to try in place of a symbol, the simplest first; each has what is declared of it.
    ///
    /// - Parameters:
    ///   - constants: in parameters, such as the bounds in hypotheses.
    ///   - solutions: for a function of a time.
    ///   - values: at places.
    static func all(
        _ function: FunctionSymbol, _ domain: Domain, constants: [Expression], solutions: TimeSolutions, values: BoundaryValues, positive: Set<String>
    ) -> [ModelFunction] {
        var supply = IndexSupply(startingAt: 1 << 25)
        let points = function.arguments.enumerated().map { place, slot -> Point in
            let name = "argument \(place + 1) of \(function.name)"
            switch slot {
            case .scalar: return Point(name: name, manifold: .line(lower: nil, upper: nil))
            case .vector(let dimension): return Point(name: name, manifold: .euclidean(dimension))
            }
        }
        let indices = function.valueDimensions.map { supply.fresh($0) }
        if function.valueSymmetry == .antisymmetric {
            return [ModelFunction(points: points, indices: indices, value: .zero, logarithm: nil)]
        }
        let scalars = Scalars(function, domain, points, constants, solutions, values, positive, &supply)
        switch indices.count {
        case 0:
            return scalars.all.map { ModelFunction(points: points, indices: indices, value: $0.value, logarithm: function.isLogarithm ? $0.logarithm : nil) }
        case 1,
            2 where indices[0].dimension == indices[indices.count - 1].dimension:
            let first = Expression.delta(indices[0], indices.count == 2 ? indices[1] : .fixed(1, indices[0].dimension))
            var values = [Expression.zero]
            if !function.attributes.contains(.unitMass) { values += scalars.all.filter { $0.value != .zero }.map { $0.value == .one ? first : first * $0.value } }
            let isFree = function.attributes.isDisjoint(with: [.even, .symmetric, .decaying]) && domain == .flat
            // Beside another one, as in an orthonormal frame.
            if function.attributes.isEmpty, indices.count == 1, case .number(let size) = indices[0].dimension {
                for number in [2, 3] where number <= size { values.append(.delta(indices[0], .fixed(number, indices[0].dimension))) }
            }
            if isFree, indices.count == 1, points.count == 1, points[0].manifold.vectorDimension == indices[0].dimension {
                values.append(.coordinate(points[0], indices[0]))
            }
            return values.map { ModelFunction(points: points, indices: indices, value: $0, logarithm: nil) }
        default: return [ModelFunction(points: points, indices: indices, value: .zero, logarithm: nil)]
        }
    }

    /// Where the arguments of a function lie: on a torus or a sphere only constants are at hand.
    enum Domain: Hashable {
        case flat
        /// Some line is an interval, on which a Gaussian has another mass.
        case interval
        case sphere
        case torus
    }

    /// Scalar functions with the attributes of a symbol.
    private struct Scalars {
        struct Scalar {
            let value: Expression
            /// Only where the value is positive.
            let logarithm: Expression?
        }

        private(set) var all: [Scalar] = []

        init(
            _ function: FunctionSymbol, _ domain: Domain, _ points: [Point], _ constants: [Expression], _ solutions: TimeSolutions,
            _ values: BoundaryValues, _ positive: Set<String>, _ supply: inout IndexSupply
        ) {
            let attributes = function.attributes
            let isSigned = function.isLogarithm || attributes.contains(.nonnegative)
            // In time and space a density is one in space at each time.
            let vectors = points.filter { $0.manifold.vectorDimension != nil }
            let own = vectors.isEmpty ? points : vectors
            let square = Expression.sum(own.map { point -> Expression in
                guard let dimension = point.manifold.vectorDimension else { return .power(.coordinate(point, nil), .number(2)) }
                let index = supply.fresh(dimension)
                return .contraction(index, .coordinate(point, index) * .coordinate(point, index))
            })
            let half = Expression.number(Rational(1, 2))
            func exponential(_ exponent: Expression, times factor: Expression = .one) -> Scalar {
                let value = Expression.elementary(.exp, exponent)
                return factor == .one ? Scalar(value: value, logarithm: exponent)
                    : Scalar(value: factor * value, logarithm: .elementary(.log, factor) + exponent)
            }
            if attributes.contains(.unitMass) {
                switch domain {
                case .torus: all = [Scalar(value: .one, logarithm: .zero)]
                case .interval where vectors.isEmpty: all = []
                case .sphere:
                    // One over the area.
                    guard points.count == 1, case .euclidean(.number(let size)) = points[0].manifold else { return }
                    let areas: [Int: Expression] = [2: .number(2) * .pi, 3: .number(4) * .pi, 4: .number(2) * .power(.pi, .number(2))]
                    all = areas[size].map { [Scalar(value: .power($0, .number(-1)), logarithm: -.elementary(.log, $0))] } ?? []
                default:
                    let dimension = Expression.sum(own.map { $0.manifold.vectorDimension.map { .dimension($0) } ?? .one })
                    all = [1, 4, Rational(1, 4)].map { variance in
                        let width = Expression.number(2 * variance) * .pi, decay = Expression.number(-1 / (2 * variance)) * square
                        return Scalar(
                            value: .power(width, .number(Rational(-1, 2)) * dimension) * .elementary(.exp, decay),
                            logarithm: .number(Rational(-1, 2)) * dimension * .elementary(.log, width) + decay)
                    }
                }
                return
            }
            if !function.isLogarithm { all.append(Scalar(value: .zero, logarithm: nil)) }
            if attributes.contains(.compact) { return }
            if attributes.isSubset(of: [.decaying]), domain == .flat || domain == .interval, points.count == 1,
                let interpolation = values.interpolation(at: points[0], decays: attributes.contains(.decaying)) {
                all.append(Scalar(value: interpolation, logarithm: nil))
            }
            let decay = -(half * square)
            if attributes.contains(.decaying), domain == .flat || domain == .interval {
                all += [Expression.one, .number(2), half].map { exponential(decay, times: $0) }
                if !isSigned { all.append(Scalar(value: -.elementary(.exp, decay), logarithm: nil)) }
                return
            }
            for constant in [Expression.one, .number(2), half] + constants {
                if constant == .one { all.append(Scalar(value: .one, logarithm: .zero)) } else if constant.isManifestlyPositive(positiveParameters: positive) {
                    all.append(Scalar(value: constant, logarithm: .elementary(.log, constant)))
                } else if !isSigned {
                    all.append(Scalar(value: constant, logarithm: nil))
                }
            }
            if !isSigned { all.append(Scalar(value: .number(-1), logarithm: nil)) }
            guard domain == .flat || domain == .interval else { return }
            let isFree = attributes.isDisjoint(with: [.even, .symmetric, .logconcave])
            if isFree, points.count == 1, vectors.isEmpty {
                let time = Expression.coordinate(points[0], nil)
                for solution in solutions.values(at: points[0]) {
                    if case .elementary(.exp, let exponent) = solution.kind { all.append(exponential(exponent)) } else if isSigned {
                        guard solution.isManifestlyPositive(positiveParameters: positive) else { continue }
                        all.append(Scalar(value: solution, logarithm: .elementary(.log, solution)))
                    } else {
                        all.append(Scalar(value: solution, logarithm: nil))
                    }
                }
                for (base, exponent) in solutions.powers(at: points[0], positive: positive) {
                    all.append(Scalar(value: .power(base, exponent), logarithm: exponent * .elementary(.log, base)))
                }
                all += [exponential(time), exponential(-time)]
                let later = Expression.one + time
                if solutions.isForward { all.append(Scalar(value: .power(later, .number(-1)), logarithm: -.elementary(.log, later))) }
                if !isSigned { all += [time, -time].map { Scalar(value: $0, logarithm: nil) } }
            }
            if isFree, points.count > 1 {
                for (place, point) in points.enumerated() where function.arguments[place] == .scalar {
                    for solution in solutions.values(at: point, place: place) {
                        if !isSigned { all.append(Scalar(value: solution, logarithm: nil)) } else if solution.isManifestlyPositive(positiveParameters: positive) {
                            all.append(Scalar(value: solution, logarithm: .elementary(.log, solution)))
                        }
                    }
                }
            }
            all.append(exponential(decay))
            if attributes.contains(.logconcave) { return }
            let bowl = Expression.one + square
            all += [bowl, .power(bowl, .number(-1))].map { Scalar(value: $0, logarithm: .elementary(.log, $0)) }
            if !function.isLogarithm { all += [half * square, square].map { Scalar(value: $0, logarithm: nil) } }
            if !isSigned {
                all += ([-(half * square), -square] + constants.map { half * $0 * square }).map { Scalar(value: $0, logarithm: nil) }
                if isFree, case .euclidean(let dimension)? = own.first?.manifold {
                    all.append(Scalar(value: .coordinate(own[0], .fixed(1, dimension)), logarithm: nil))
                }
            }
        }
    }
}
