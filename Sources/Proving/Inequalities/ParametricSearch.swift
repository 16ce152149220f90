import Arithmetic
import Expressions
import Kernel

/// Certificates whose numbers are rational functions of one parameter, such as the dimension.
///
/// At several values of the parameter the problem is solved exactly, down to one point each; rational functions are fitted
/// through these with values to spare. They prove nothing: the kernel checks identity and signs for the whole range.
struct ParametricSearch {
    private static let samples = 12

    let problem: SquaresProblem
    let parameter: Parameter

    init?(_ problem: SquaresProblem) {
        var names: Set<String> = []
        for equation in problem.equations { for term in equation.coefficients.values.joined() { names.formUnion(term.exponents.keys) } }
        names.remove(ParameterEquation.pi)
        guard names.count == 1, let name = names.first, let parameter = problem.statement.parameters.first(where: { $0.name == name }) else { return nil }
        self.problem = problem
        self.parameter = parameter
    }

    /// The parameter as it stands in expressions.
    var symbol: Expression {
        problem.statement.symbolicDimensions.contains(parameter.name) ? .dimension(.symbol(parameter.name)) : .parameter(parameter.name)
    }

    /// Values in the declared range.
    var values: [Rational] {
        if parameter.isInteger {
            var first = (parameter.lower?.value ?? 1).floor
            if !parameter.contains(first) { first += 1 }
            return (0..<Self.samples).map { first + Rational($0) }.filter(parameter.contains)
        }
        return (1...Self.samples).map { step in
            switch (parameter.lower?.value, parameter.upper?.value) {
            case (let a?, let b?): return a + (b - a) * Rational(step, Self.samples + 1)
            case (let a?, nil): return a + Rational(step, 2)
            case (nil, let b?): return b - Rational(step, 2)
            case (nil, nil): return Rational(2 * step - Self.samples, 3)
            }
        }
    }

    /// The value of every unknown, as a function of the parameter.
    func solution() throws -> [String: RationalFunction]? {
        var points: [(x: Rational, solution: [Rational])] = []
        for value in values {
            guard let family = try problem.family([parameter.name: value]), let point = problem.search.vertex(of: family) else { continue }
            points.append((value, point))
        }
        // The smallest dimensions may be special.
        for skipped in 0...2 where points.count - skipped >= 4 {
            if let fitted = try functions(Array(points.dropFirst(skipped))) { return fitted }
        }
        return nil
    }

    private func functions(_ points: [(x: Rational, solution: [Rational])]) throws -> [String: RationalFunction]? {
        let ring = PolynomialRing(variables: [parameter.name])
        var result: [String: RationalFunction] = [:]
        for (place, unknown) in problem.unknowns.enumerated() {
            guard let fit = RationalFit(points.map { ($0.x, $0.solution[place]) }) else { return nil }
            result[unknown] = try fit.function(ring)
        }
        return result
    }

    func squares(_ values: [String: RationalFunction]) throws -> [SquaresProblem.Square]? {
        guard problem.unknowns.allSatisfy({ values[$0] != nil }) else { return nil }
        return try problem.squares({ values[problem.unknowns[$0]] }, in: symbol)?.squares
    }
}
