import Arithmetic

extension Expression {
    /// Whether the expression is non-negative wherever it is defined, by its very form: sums and products of
    /// squares, norms, exponentials, positive parameters, even powers and powers that are not integral.
    public func isManifestlyNonnegative(positiveParameters: Set<String>) -> Bool {
        func holds(_ e: Expression) -> Bool { e.isManifestlyNonnegative(positiveParameters: positiveParameters) }
        switch kind {
        case .number(let value): return value.sign >= 0
        case .pi, .dimension: return true
        case .parameter(let name): return positiveParameters.contains(name)
        case .coordinate(let point, nil):
            if case .line(let lower?, _) = point.manifold { return lower.sign >= 0 }
            return false
        case .application(let application):
            return application.derivatives.isEmpty && application.valueIndices.isEmpty
                && application.function.attributes.contains(.nonnegative)
        case .sum(let terms): return terms.allSatisfy(holds)
        case .product(let factors):
            var rest = factors
            while let first = rest.popLast() {
                if let twin = rest.firstIndex(where: { $0.isSameComponent(as: first) }) {
                    rest.remove(at: twin)
                } else if !holds(first) {
                    return false
                }
            }
            return true
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, let integer = value.asInt else {
                // Defined for a positive base only, unless the exponent happens to be an integer.
                if case .number(let value) = exponent.kind, !value.isInteger { return true }
                return holds(base)
            }
            return integer % 2 == 0 || holds(base)
        case .elementary(let function, _): return function == .exp || function == .abs || function == .cosh
        case .contraction(_, let body), .integral(_, let body): return holds(body)
        case .uninterpreted(let name, _, _):
            if let (function, order, argument) = bessel { return holds(argument) && (function == .second || holds(order)) }
            return name == "normL∞"
        case .coordinate, .delta, .epsilon, .partial, .parameterDerivative: return false
        }
    }
}

extension Expression {
    /// Whether both are one component of a tensor: of a symmetric one in either order, as of a Hessian.
    private func isSameComponent(as other: Expression) -> Bool {
        if isSameUpToBoundIndices(as: other) { return true }
        guard case .application(let a) = kind, case .application(let b) = other.kind, a.function == b.function, a.arguments == b.arguments else { return false }
        let isSymmetric = a.function.valueSymmetry == .symmetric
        guard isSymmetric ? Set(a.valueIndices) == Set(b.valueIndices) && a.valueIndices.count == b.valueIndices.count : a.valueIndices == b.valueIndices,
            a.derivatives.count == b.derivatives.count else { return false }
        return a.derivatives.allSatisfy { slot in a.derivatives.count { $0 == slot } == b.derivatives.count { $0 == slot } }
    }
}
