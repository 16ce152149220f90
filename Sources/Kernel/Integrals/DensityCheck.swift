import Arithmetic
import Expressions

/// Counterexamples by concrete densities: Gaussians with independent components, against which polynomials
/// have exact integrals.
///
/// The logarithm of a density is given by its polynomial `-Σ (x_k - μ_k)² / (2 σ_k)`, up to the constant that
/// makes the mass one.
public struct DensityCheck {
    private let statement: Statement
    private let witness: Witness
    private let densities: [FunctionSymbol: DiagonalGaussian]

    private let termBudget: Int

    public init(_ statement: Statement, _ witness: Witness, termBudget: Int = 1_000_000) {
        self.termBudget = termBudget
        self.statement = statement
        self.witness = witness
        var densities: [FunctionSymbol: DiagonalGaussian] = [:]
        for function in statement.functions where function.isLogarithm && function.attributes.contains(.unitMass) && function.arguments.count == 1 {
            densities[function] = witness.assignment.functions[function].flatMap(DiagonalGaussian.init)
        }
        self.densities = densities
    }

    func run() throws {
        try WitnessCheck(statement, witness).checkAdmissible()
        guard let relations = statement.goal.relations, relations.indices.contains(witness.relation) else { throw Rejection.evidenceDoesNotFitGoal }
        let relation = relations[witness.relation]
        guard relation.indices.count == witness.indices.count,
            zip(relation.indices, witness.indices).allSatisfy({ index, value in witness.assignment.size(index.dimension).map { (1...$0).contains(value) } ?? false })
        else { throw Rejection.notAdmissible("indices") }
        for function in statement.functions where function.attributes.contains(.decaying) {
            guard densities[function] != nil else { throw Rejection.notAdmissible(function.name) }
        }
        for hypothesis in statement.hypotheses {
            guard let parts = hypothesis.relations else { throw Rejection.notEvaluated("a hypothesis") }
            for part in parts { try checkHypothesis(part) }
        }
        guard let left = try value(of: relation.left, relation.indices, witness.indices),
            let right = try value(of: relation.right, relation.indices, witness.indices) else { throw Rejection.notEvaluated("an integral") }
        let fails: Bool
        switch relation.op {
        case .equal: fails = left != right
        case .lessOrEqual: fails = left > right
        case .less: fails = left >= right
        }
        guard fails else { throw Rejection.sidesAgree }
    }

    func checkHypothesis(_ hypothesis: Relation) throws {
        guard hypothesis.left.hasIntegral || hypothesis.right.hasIntegral || !(hypothesis.left.mentionsFunctionOfPoints || hypothesis.right.mentionsFunctionOfPoints) else {
            throw Rejection.notEvaluated("a hypothesis about a function")
        }
        var assignments: [[Int]] = [[]]
        for index in hypothesis.indices {
            guard let size = witness.assignment.size(index.dimension), assignments.count * size <= 10_000 else { throw Rejection.notAdmissible("indices") }
            assignments = assignments.flatMap { values in (1...size).map { values + [$0] } }
        }
        for values in assignments {
            guard let left = try value(of: hypothesis.left, hypothesis.indices, values),
                let right = try value(of: hypothesis.right, hypothesis.indices, values) else { throw Rejection.notEvaluated("a hypothesis") }
            let holds: Bool
            switch hypothesis.op {
            case .equal: holds = left == right
            case .lessOrEqual: holds = left <= right
            case .less: holds = left < right
            }
            guard holds else { throw Rejection.notAdmissible("a hypothesis fails") }
        }
    }

    /// The exact value of a combination of integrals at one component; `nil` where it is not one of polynomials
    /// against the densities.
    public func value(of expression: Expression, _ indices: [Index], _ values: [Int]) throws -> Rational? {
        let numbers = expression.substitutingParameters(witness.assignment.parameters.mapValues { .number($0) })
        let components = Dictionary(zip(indices, values)) { first, _ in first }
        var total: Rational = 0
        do {
            for term in try IntegralSum(numbers).terms {
                guard term.points.allSatisfy(\.manifold.isWhole) else { return nil }
                let form = ComponentForm(FormContext(termBudget: termBudget), for: [term.integrand], dimensions: witness.assignment.dimensions)
                let integral = try form.gaussianIntegral(
                    of: form.normalForm(term.integrand, components), over: term.points, densities, witness.assignment.functions)
                guard let integral, let value = try form.value(of: integral, at: witness.assignment.points) else { return nil }
                total = total + value
            }
        } catch is FormError {
            return nil
        }
        return total
    }
}

extension DiagonalGaussian {
    /// From the logarithm; `nil` where it is not that of a Gaussian with independent components.
    init?(_ logarithm: PolynomialFunction) {
        guard logarithm.components.count == 1, let terms = logarithm.components[[]], let size = terms.first?.exponents.count,
            terms.allSatisfy({ $0.exponents.count == size }) else { return nil }
        var slopes = [Rational](repeating: 0, count: size), curvatures = slopes
        for term in terms {
            let places = term.exponents.indices.filter { term.exponents[$0] > 0 }
            if places.isEmpty { continue }
            guard places.count == 1, term.exponents[places[0]] <= 2 else { return nil }
            if term.exponents[places[0]] == 2 {
                curvatures[places[0]] = curvatures[places[0]] + term.coefficient
            } else {
                slopes[places[0]] = slopes[places[0]] + term.coefficient
            }
        }
        guard curvatures.allSatisfy({ $0.sign < 0 }) else { return nil }
        let variances = curvatures.map { (Rational(-2) * $0).inverse }
        self.init(mean: zip(slopes, variances).map { $0 * $1 }, variances: variances)
    }

    /// `-Σ (x_k - μ_k)² / (2 σ_k)` without its constant.
    public var logarithm: PolynomialFunction {
        var terms: [PolynomialFunction.Term] = []
        for k in variances.indices {
            func term(_ power: Int, _ coefficient: Rational) {
                if coefficient.isZero { return }
                var exponents = [Int](repeating: 0, count: variances.count)
                exponents[k] = power
                terms.append(PolynomialFunction.Term(exponents: exponents, coefficient: coefficient))
            }
            term(1, mean[k] / variances[k])
            term(2, (Rational(-2) * variances[k]).inverse)
        }
        return PolynomialFunction(components: [[]: terms])
    }
}
