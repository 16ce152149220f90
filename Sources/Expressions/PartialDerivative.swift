import Arithmetic

/// The derivative with respect to a point, carried out by the rules of calculus.
extension Expression {
    /// `∂` carried out by the rules of calculus, down to the derivatives of function symbols.
    public func differentiated(by point: Point, _ index: Index?, _ supply: inout IndexSupply) -> Expression {
        switch kind {
        case .number, .pi, .parameter, .dimension, .delta, .epsilon: return .zero
        case .coordinate(let other, let component):
            guard other == point else { return .zero }
            guard let component, let index else { return .one }
            return .delta(index, component)
        case .application(let application):
            var terms: [Expression] = []
            for (position, argument) in application.arguments.enumerated() {
                switch argument {
                case .scalar(let body):
                    let inner = body.differentiated(by: point, index, &supply)
                    guard !inner.isZeroLiteral else { continue }
                    terms.append(application.withDerivative(position, nil) * inner)
                case .vector(let bound, let body):
                    let component = supply.fresh(bound.dimension)
                    let inner = body.renamingIndices([bound: component], &supply)
                        .differentiated(by: point, index, &supply)
                    guard !inner.isZeroLiteral else { continue }
                    if case .delta(let i, let j) = inner.kind, let index, i == index, j == component {
                        terms.append(application.withDerivative(position, index))
                    } else {
                        terms.append(.contraction(component, application.withDerivative(position, component) * inner))
                    }
                }
            }
            return .sum(terms)
        case .sum(let terms): return .sum(terms.map { $0.differentiated(by: point, index, &supply) })
        case .product(let factors):
            var terms: [Expression] = []
            for position in factors.indices {
                let inner = factors[position].differentiated(by: point, index, &supply)
                guard !inner.isZeroLiteral else { continue }
                var rest = factors
                rest[position] = inner
                terms.append(.product(rest))
            }
            return .sum(terms)
        case .power(let base, let exponent):
            var terms: [Expression] = []
            let baseDerivative = base.differentiated(by: point, index, &supply)
            if !baseDerivative.isZeroLiteral {
                terms.append(exponent * .power(base, exponent - .one) * baseDerivative)
            }
            let exponentDerivative = exponent.differentiated(by: point, index, &supply)
            if !exponentDerivative.isZeroLiteral {
                terms.append(self * .elementary(.log, base) * exponentDerivative)
            }
            return .sum(terms)
        case .elementary(let function, let argument):
            let inner = argument.differentiated(by: point, index, &supply)
            return inner.isZeroLiteral ? .zero : function.derivative(at: argument) * inner
        case .partial(let other, let otherIndex, let body):
            return body.differentiated(by: other, otherIndex, &supply).differentiated(by: point, index, &supply)
        case .parameterDerivative(let parameter, let body):
            return .parameterDerivative(parameter, body.differentiated(by: point, index, &supply))
        case .contraction(let bound, let body):
            let fresh = supply.fresh(bound.dimension)
            let inner = body.renamingIndices([bound: fresh], &supply).differentiated(by: point, index, &supply)
            return inner.isZeroLiteral ? .zero : .contraction(fresh, inner)
        case .integral(let points, let body):
            return points.contains(point) ? .zero : .integral(points, body.differentiated(by: point, index, &supply))
        case .uninterpreted:
            var names = supply
            defer { supply = names }
            if let known = derivativeOfBessel({ $0.differentiated(by: point, index, &names) }) { return known }
            return mentions(point) ? .uninterpreted("∂[\(point.name)]", [self], freeIndices + (index.map { [$0] } ?? [])) : .zero
        }
    }

    var isZeroLiteral: Bool {
        switch kind {
        case .number(let value): return value.isZero
        case .product(let factors): return factors.contains(where: \.isZeroLiteral)
        default: return false
        }
    }

    /// Whether the point occurs free.
    public func mentions(_ point: Point) -> Bool {
        switch kind {
        case .coordinate(let other, _): return other == point
        case .integral(let points, let body): return !points.contains(point) && body.mentions(point)
        default: return operands.contains { $0.mentions(point) }
        }
    }
}

extension Expression.Application {
    /// One more derivative in a slot.
    public func withDerivative(_ argument: Int, _ index: Index?) -> Expression {
        .application(Expression.Application(
            function: function, valueIndices: valueIndices,
            derivatives: derivatives + [Expression.DerivativeSlot(argument: argument, index: index)],
            arguments: arguments))
    }
}

extension ElementaryFunction {
    /// The derivative, at an argument.
    public func derivative(at x: Expression) -> Expression {
        let square = Expression.power(x, .number(2))
        switch self {
        case .exp: return .elementary(.exp, x)
        case .log: return .power(x, .number(-1))
        case .sin: return .elementary(.cos, x)
        case .cos: return -.elementary(.sin, x)
        case .tan: return .one + .power(.elementary(.tan, x), .number(2))
        case .atan: return .power(.one + square, .number(-1))
        case .sinh: return .elementary(.cosh, x)
        case .cosh: return .elementary(.sinh, x)
        case .tanh: return .one - .power(.elementary(.tanh, x), .number(2))
        case .abs: return .elementary(.sign, x)
        // Away from 0, where `sign` is not differentiable and the expression not defined.
        case .sign: return .zero
        case .erf:
            return .number(2) * .power(.pi, .number(Rational(-1, 2))) * .elementary(.exp, -square)
        case .gamma: return .uninterpreted("digamma", [x]) * .elementary(.gamma, x)
        }
    }
}
