import Arithmetic

/// The derivative with respect to a parameter, carried out by the rules of calculus. Function symbols and
/// points do not depend on parameters.
extension Expression {
    public func differentiated(byParameter name: String) -> Expression {
        switch kind {
        case .number, .pi, .dimension, .delta, .epsilon, .coordinate: return .zero
        case .parameter(let other): return other == name ? .one : .zero
        case .application(let application):
            var terms: [Expression] = []
            for (position, argument) in application.arguments.enumerated() {
                let inner = argument.body.differentiated(byParameter: name)
                if inner.isZeroLiteral { continue }
                switch argument {
                case .scalar: terms.append(application.withDerivative(position, nil) * inner)
                // The argument's own index becomes the summation index, unless an earlier derivative has made it one.
                case .vector(let bound, _) where !freeIndices.contains(bound):
                    terms.append(.contraction(bound, application.withDerivative(position, bound) * inner))
                case .vector(let bound, _):
                    var supply = IndexSupply(beyond: freeIndices)
                    let component = supply.fresh(bound.dimension)
                    let renamed = inner.renamingIndices([bound: component], &supply)
                    terms.append(.contraction(component, application.withDerivative(position, component) * renamed))
                }
            }
            return .sum(terms)
        case .sum(let terms): return .sum(terms.map { $0.differentiated(byParameter: name) })
        case .product(let factors):
            return .sum(factors.indices.compactMap { position in
                let inner = factors[position].differentiated(byParameter: name)
                if inner.isZeroLiteral { return nil }
                var rest = factors
                rest[position] = inner
                return .product(rest)
            })
        case .power(let base, let exponent):
            var terms: [Expression] = []
            let baseDerivative = base.differentiated(byParameter: name)
            if !baseDerivative.isZeroLiteral { terms.append(exponent * .power(base, exponent - .one) * baseDerivative) }
            let exponentDerivative = exponent.differentiated(byParameter: name)
            if !exponentDerivative.isZeroLiteral { terms.append(self * .elementary(.log, base) * exponentDerivative) }
            return .sum(terms)
        case .elementary(let function, let argument):
            let inner = argument.differentiated(byParameter: name)
            return inner.isZeroLiteral ? .zero : function.derivative(at: argument) * inner
        case .partial(let point, let index, let body): return .partial(point, index, body.differentiated(byParameter: name))
        case .parameterDerivative(let other, let body):
            return body.differentiated(byParameter: other).differentiated(byParameter: name)
        case .contraction(let index, let body): return .contraction(index, body.differentiated(byParameter: name))
        case .integral(let points, let body): return .integral(points, body.differentiated(byParameter: name))
        case .uninterpreted:
            if let known = derivativeOfBessel({ $0.differentiated(byParameter: name) }) { return known }
            return .uninterpreted("∂[\(name)]", [self], freeIndices)
        }
    }
}
