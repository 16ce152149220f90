import Arithmetic
import Expressions

/// The reference for programs: derivatives by the rules of calculus, then every node by its definition.
struct NodeByNode {
    let assignment: Assignment

    init(_ assignment: Assignment) { self.assignment = assignment }

    func value(_ expression: Expression, _ indices: [Index: Int] = [:]) throws -> Rational {
        func component(_ index: Index) throws -> Int {
            if case .fixed(let component, _) = index { return component }
            guard let value = indices[index] else { throw EvaluationError.unsupported("a loose index") }
            return value
        }
        switch expression.kind {
        case .number(let value): return value
        case .parameter(let name): return assignment.parameters[name] ?? 0
        case .coordinate(let point, let index):
            return (assignment.points[point] ?? [])[try index.map(component).map { $0 - 1 } ?? 0]
        case .delta(let i, let j): return try component(i) == component(j) ? 1 : 0
        case .sum(let terms): return try terms.reduce(0) { try $0 + value($1, indices) }
        case .product(let factors): return try factors.reduce(1) { try $0 * value($1, indices) }
        case .power(let base, let exponent):
            let x = try value(base, indices), e = try value(exponent, indices)
            if case .number = exponent.kind {} else { try RationalField().requirePositive(x) }
            guard let integer = e.asInt else { return try RationalField().power(x, e) }
            if x.isZero && integer <= 0 { throw EvaluationError.undefined }
            return try x.power(integer)
        case .elementary(let function, let argument): return try RationalField().elementary(function, value(argument, indices))
        case .partial(let point, let index, let body):
            var supply = IndexSupply(startingAt: 100_000)
            return try value(body.differentiated(by: point, index, &supply), indices)
        case .contraction(let index, let body):
            guard let size = assignment.size(index.dimension) else { throw EvaluationError.unsupported("a dimension") }
            return try (1...size).reduce(0) { try $0 + value(body, indices.merging([index: $1]) { $1 }) }
        case .application(let application): return try value(application, indices, component)
        default: throw EvaluationError.unsupported("this node")
        }
    }

    private func value(
        _ application: Expression.Application, _ indices: [Index: Int], _ component: (Index) throws -> Int
    ) throws -> Rational {
        var arguments: [Rational] = []
        var starts: [Int] = []
        for argument in application.arguments {
            starts.append(arguments.count)
            switch argument {
            case .scalar(let body): arguments.append(try value(body, indices))
            case .vector(let index, let body):
                for k in 1...(assignment.size(index.dimension) ?? 0) {
                    arguments.append(try value(body, indices.merging([index: k]) { $1 }))
                }
            }
        }
        var sign: Rational = 1
        var components = try application.valueIndices.map(component)
        if application.function.valueSymmetry != .none, components[0] > components[1] {
            components.reverse()
            if application.function.valueSymmetry == .antisymmetric { sign = -1 }
        }
        var terms = assignment.functions[application.function]?.components[components] ?? []
        for slot in application.derivatives {
            let variable = starts[slot.argument] + (try slot.index.map(component).map { $0 - 1 } ?? 0)
            terms = terms.compactMap { term in
                guard term.exponents[variable] > 0 else { return nil }
                var lowered = term
                lowered.coefficient = term.coefficient * Rational(term.exponents[variable])
                lowered.exponents[variable] -= 1
                return lowered
            }
        }
        return try sign * terms.reduce(0) { sum, term in
            try sum + zip(arguments, term.exponents).reduce(term.coefficient) { try $0 * $1.0.power($1.1) }
        }
    }
}
