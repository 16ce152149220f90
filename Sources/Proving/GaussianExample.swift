import Arithmetic
import Expressions
import Kernel

/// Concrete Gaussian densities on which integrals have exact rational values.
package struct GaussianExample {
    let statement: Statement
    /// Dimensions, parameters and constants.
    package private(set) var assignment: Assignment
    private(set) var densities: [FunctionSymbol: DiagonalGaussian]

    /// Terms that the search for an example may make: few where it only decorates a refutation.
    package static let smallBudget = 150_000
    static let fullBudget = 600_000
    private let termBudget: Int

    /// Gaussians of several kinds, with constants that satisfy the hypotheses on their moments; those that do
    /// not are left out.
    package static func all(_ statement: Statement, dimensions: [String: Int], termBudget: Int = smallBudget) -> [GaussianExample] {
        let symbols = statement.functions.filter { $0.isLogarithm && $0.attributes.contains(.unitMass) && $0.arguments.count == 1 }
        guard !symbols.isEmpty else { return [] }
        let starts = CandidateAssignments(statement).simple(dimensions).prefix(3)
        return starts.flatMap { start in
            (0..<6).compactMap { kind -> GaussianExample? in
                var densities: [FunctionSymbol: DiagonalGaussian] = [:]
                for (number, symbol) in symbols.enumerated() {
                    var size = 1
                    if case .vector(let dimension) = symbol.arguments[0] { size = start.size(dimension) ?? 1 }
                    let isEven = symbol.attributes.contains(.even)
                    // The last two are narrow.
                    densities[symbol] = DiagonalGaussian(
                        mean: (0..<size).map { place in
                            if isEven { return 0 }
                            return kind == 3 ? Rational(place + number) : place != 0 ? 0 : kind == 2 ? 1 : kind == 5 ? Rational(number + 2) : 0
                        },
                        variances: (0..<size).map { kind == 0 ? 1 : kind < 4 ? Rational($0 + 1 + 2 * number) : Rational(1, 4 * (number + 1)) })
                }
                var example = GaussianExample(statement: statement, assignment: start, densities: densities, termBudget: termBudget)
                return example.satisfyMoments() || example.adjustVariances() ? example : nil
            }
        }
    }

    private init(statement: Statement, assignment: Assignment, densities: [FunctionSymbol: DiagonalGaussian], termBudget: Int) {
        self.termBudget = termBudget
        self.statement = statement
        self.assignment = assignment
        self.densities = densities
        for (symbol, density) in densities { self.assignment.functions[symbol] = density.logarithm }
    }

    /// Hypotheses on moments and on constants; the constants are those of the moments.
    private var hypotheses: [Relation] {
        statement.hypotheses.flatMap { $0.relations ?? [] }.filter { hypothesis in
            hypothesis.hasIntegral || !(hypothesis.left.mentionsFunctionOfPoints || hypothesis.right.mentionsFunctionOfPoints)
        }
    }

    /// Sets constants that a hypothesis names as a moment, and tests the other hypotheses.
    private mutating func satisfyMoments() -> Bool {
        assignMoments() && hypotheses.allSatisfy { hypothesis in
            Screening.indexValues(hypothesis.indices, assignment).allSatisfy { indices in
                // What has no rational value here is left to others.
                guard let residual = residual(hypothesis, indices) else { return !hypothesis.hasIntegral }
                switch hypothesis.op {
                case .equal: return residual.isZero
                case .lessOrEqual: return residual.sign <= 0
                case .less: return residual.sign < 0
                }
            }
        }
    }

    private mutating func assignMoments() -> Bool {
        var assigned: Set<FunctionSymbol> = []
        for hypothesis in hypotheses where hypothesis.hasIntegral {
            guard hypothesis.op == .equal else { continue }
            if let constant = Self.summand(of: hypothesis.right, hypothesis.indices), assigned.insert(constant).inserted {
                guard assign(constant, hypothesis) else { return false }
            }
        }
        return true
    }

    /// The left side minus the right.
    private func residual(_ hypothesis: Relation, _ indices: [Int]) -> Rational? {
        guard let left = value(of: hypothesis.left, hypothesis.indices, indices),
            let right = value(of: hypothesis.right, hypothesis.indices, indices) else { return nil }
        return left - right
    }

    /// Scales the variances of one density so that hypotheses such as `tr P = d` or `∫ |v|² f = 3` hold: second
    /// moments are affine in the scale.
    private mutating func adjustVariances() -> Bool {
        for symbol in statement.functions {
            guard let density = densities[symbol] else { continue }
            func scaled(_ factor: Rational) -> GaussianExample {
                var result = self
                let changed = DiagonalGaussian(mean: density.mean, variances: density.variances.map { $0 * factor })
                result.densities[symbol] = changed
                result.assignment.functions[symbol] = changed.logarithm
                return result
            }
            var one = scaled(1), two = scaled(2)
            guard one.assignMoments(), two.assignMoments() else { continue }
            for hypothesis in hypotheses where hypothesis.op == .equal {
                for indices in Screening.indexValues(hypothesis.indices, assignment) {
                    guard let first = one.residual(hypothesis, indices), let second = two.residual(hypothesis, indices),
                        first != second, !first.isZero else { continue }
                    let factor = 1 - first / (second - first)
                    guard factor.sign > 0 else { continue }
                    var candidate = scaled(factor)
                    guard candidate.satisfyMoments() else { continue }
                    self = candidate
                    return true
                }
            }
        }
        return false
    }

    /// A constant with the indices of the equation that stands in a sum by itself, as P in `P + a⊗a`.
    private static func summand(of e: Expression, _ indices: [Index]) -> FunctionSymbol? {
        for case .application(let application) in e.summands.map(\.kind)
        where application.arguments.isEmpty && application.valueIndices == indices && application.function.valueSymmetry != .antisymmetric {
            return application.function
        }
        return nil
    }

    /// Gives the constant the value that makes both sides equal.
    private mutating func assign(_ constant: FunctionSymbol, _ hypothesis: Relation) -> Bool {
        assignment.functions[constant] = PolynomialFunction(components: [:])
        var components: [[Int]: [PolynomialFunction.Term]] = [:]
        for indices in Screening.indexValues(hypothesis.indices, assignment) {
            guard let left = value(of: hypothesis.left, hypothesis.indices, indices),
                let rest = value(of: hypothesis.right, hypothesis.indices, indices) else { return false }
            if constant.valueSymmetry == .symmetric && indices != indices.sorted() { continue }
            components[indices] = [PolynomialFunction.Term(exponents: [], coefficient: left - rest)]
        }
        assignment.functions[constant] = PolynomialFunction(components: components)
        return true
    }

    /// The exact value of a combination of integrals; `nil` where it is not one of polynomials.
    package func value(of expression: Expression, _ indices: [Index], _ values: [Int]) -> Rational? {
        (try? DensityCheck(statement, witness(0, []), termBudget: termBudget).value(of: expression, indices, values)) ?? nil
    }

    func witness(_ relation: Int, _ indices: [Int]) -> Witness {
        Witness(relation: relation, indices: indices, assignment: assignment, arithmetic: .exact)
    }

    /// The first component at which the sides violate a relation, with their values.
    func difference(_ relation: Relation) -> (indices: [Int], left: Rational, right: Rational)? {
        for indices in Screening.indexValues(relation.indices, assignment) {
            guard let left = value(of: relation.left, relation.indices, indices), let right = value(of: relation.right, relation.indices, indices) else {
                return nil
            }
            switch relation.op {
            case .equal: if left != right { return (indices, left, right) }
            case .lessOrEqual: if left > right { return (indices, left, right) }
            case .less: if left >= right { return (indices, left, right) }
            }
        }
        return nil
    }

    /// The example and both values.
    func text(of difference: (indices: [Int], left: Rational, right: Rational), _ relation: Relation, _ task: Task) -> String {
        let sides = task.asWritten(relation, difference.left, difference.right)
        let component = difference.indices.isEmpty ? "" : " component (\(difference.indices.map(String.init).joined(separator: ",")))"
        return description + "\nleft side\(component) = \(sides.left), right side\(component) = \(sides.right)"
    }

    private var description: String {
        func vector(_ values: [Rational]) -> String { values.count == 1 ? values[0].description : "(" + values.map(\.description).joined(separator: ", ") + ")" }
        var places: [String] = []
        for name in statement.symbolicDimensions { places.append("\(name) = \(assignment.dimensions[name] ?? 0)") }
        for parameter in statement.parameters where assignment.dimensions[parameter.name] == nil {
            if let value = assignment.parameters[parameter.name] { places.append("\(parameter.name) = \(value)") }
        }
        for point in statement.points {
            // Integrated points have no value.
            if let relation = statement.goal.relations?.first, !relation.left.mentions(point), !relation.right.mentions(point) { continue }
            places.append("\(point.name) = \(vector(assignment.points[point] ?? []))")
        }
        for function in statement.functions {
            guard let density = densities[function] else { continue }
            places.append("\(function.name) Gaussian with mean \(vector(density.mean)) and variances \(vector(density.variances))")
        }
        for function in statement.functions where function.arguments.isEmpty {
            let components = assignment.functions[function]?.components ?? [:]
            for (value, terms) in components.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                let name = function.name + (value.isEmpty ? "" : "[\(value.map(String.init).joined(separator: ","))]")
                places.append("\(name) = \(terms.first?.coefficient ?? 0)")
            }
        }
        return "for " + places.joined(separator: ", ")
    }
}
