import Arithmetic
import Expressions
import Kernel

/// Small changes to the sides of an equation: a coefficient, an exponent, a sign, a term left out.
enum StatementMutations {
    /// All changes of one relation of the goal.
    static func all(_ statement: Statement, relation number: Int) -> [(what: String, statement: Statement)] {
        guard let relations = statement.goal.relations, relations.indices.contains(number) else { return [] }
        let relation = relations[number]
        var result: [(what: String, statement: Statement)] = []
        func add(_ what: String, _ changed: Relation) {
            var mutant = statement
            mutant.goal = .relation(changed)
            result.append((what, mutant))
        }
        for (what, right) in mutants(relation.right) + side(relation.right) {
            add("right: " + what, Relation(relation.left, relation.op, right, indices: relation.indices))
        }
        for (what, left) in mutants(relation.left) {
            add("left: " + what, Relation(left, relation.op, relation.right, indices: relation.indices))
        }
        return result
    }

    private static func side(_ e: Expression) -> [(String, Expression)] {
        if case .number(let value) = e.kind, value.isZero { return [("0 → 1", .one)] }
        return [("doubled", .number(2) * e), ("negated", -e)]
    }

    private static func mutants(_ e: Expression) -> [(String, Expression)] {
        var result: [(String, Expression)] = []
        switch e.kind {
        case .number(let value):
            result.append(("\(value) → \(value + 1)", .number(value + 1)))
            if !value.isZero { result.append(("\(value) → \(-value)", .number(-value))) }
        case .sum(let terms) where terms.count > 1:
            for k in terms.indices {
                var rest = terms
                let term = rest.remove(at: k)
                result.append(("without \(term.plainText.prefix(60))", .sum(rest)))
                rest.insert(-term, at: k)
                result.append(("minus \(term.plainText.prefix(60))", .sum(rest)))
            }
        case .power(let base, let exponent):
            result.append(("exponent \(exponent.plainText) + 1", .power(base, exponent + .one)))
        default: break
        }
        for k in e.operands.indices {
            // A square root of a square is a norm: its exponents stay.
            if case .power = e.kind, k == 1 { continue }
            for (what, operand) in mutants(e.operands[k]) {
                var position = -1
                let changed = e.mapOperands { old -> Expression in
                    position += 1
                    return position == k ? operand : old
                }
                result.append((what, changed))
            }
        }
        return result
    }
}

/// What exact integrals and normal forms say of an equation, apart from integration by parts.
struct IndependentCheck {
    enum Answer {
        /// The sides differ on Gaussian densities.
        case differs
        /// The sides agree there.
        case agrees
        /// The difference of the sides is that of another equation, with equal integrands.
        case sameIntegrands
        case none
    }

    static func answer(_ statement: Statement, of original: Statement) -> Answer {
        guard let relation = statement.goal.relations?.first, let other = original.goal.relations?.first else { return .none }
        if let isSame = try? hasSameIntegrands(relation, other, FormContext(original)), isSame { return .sameIntegrands }
        var answer = Answer.none
        for d in [2, 3] {
            let dimensions = Dictionary(uniqueKeysWithValues: statement.symbolicDimensions.map { ($0, d) })
            guard dimensions.allSatisfy({ name, value in statement.parameters.first { $0.name == name }?.contains(Rational(value)) ?? true }) else { continue }
            for values in parameterValues(statement, dimensions) {
                guard let difference = try? value(relation, statement, dimensions, values) else { continue }
                guard difference.allSatisfy(\.isZero) else { return .differs }
                if !difference.isEmpty { answer = .agrees }
            }
            if statement.symbolicDimensions.isEmpty { break }
        }
        return answer
    }

    /// Term by term: the same points, and integrands that differ by nothing.
    private static func hasSameIntegrands(_ a: Relation, _ b: Relation, _ context: FormContext) throws -> Bool {
        var sums: [[Point]: Expression] = [:]
        for (relation, sign) in [(a, Rational(1)), (b, -1)] {
            for term in try IntegralSum(relation.left - relation.right).terms {
                let names = term.points.enumerated().map { Point(name: "same\($0)", manifold: $1.manifold) }
                let integrand = term.integrand.renamingPoints(Dictionary(uniqueKeysWithValues: zip(term.points, names)))
                sums[names] = (sums[names] ?? .zero) + .number(sign) * integrand
            }
        }
        return try sums.values.allSatisfy { sum in
            let form = ContractionForm(context, for: [sum])
            return try form.isZero(form.normalForm(sum))
        }
    }

    /// Powers of norms become polynomials for even exponents.
    private static func parameterValues(_ statement: Statement, _ dimensions: [String: Int]) -> [[String: Rational]] {
        [0, 2, 1].map { base in
            Dictionary(uniqueKeysWithValues: statement.parameters.enumerated().map { number, parameter in
                if let d = dimensions[parameter.name] { return (parameter.name, Rational(d)) }
                let candidates: [Rational] = [Rational(base), Rational(base + 2 * number), 2, 1, 0, -2, -1, 4, Rational(1, 2)]
                return (parameter.name, candidates.first(where: parameter.contains) ?? 0)
            })
        }
    }

    /// The differences of the sides by components, on two sets of Gaussians.
    private static func value(_ relation: Relation, _ statement: Statement, _ dimensions: [String: Int], _ parameters: [String: Rational]) throws -> [Rational] {
        guard statement.hypotheses.isEmpty else { return [] }
        var result: [Rational] = []
        for seed in 0..<2 {
            var generator = SplitMix64(seed: UInt64(seed))
            var assignment = Assignment(dimensions: dimensions, parameters: parameters)
            func number() -> Rational { Rational(1 + Int(generator.next() % 3), 1 + Int(generator.next() % 2)) * (generator.next() % 2 == 0 ? 1 : -1) }
            for point in statement.points { assignment.points[point] = (0..<(point.manifold.vectorDimension.flatMap(assignment.size) ?? 1)).map { _ in number() } }
            for function in statement.functions {
                let sizes = function.arguments.map { slot -> Int in
                    if case .vector(let dimension) = slot { return assignment.size(dimension) ?? 1 }
                    return 1
                }
                if function.isLogarithm {
                    guard function.attributes.contains(.unitMass), sizes.count == 1 else { return [] }
                    let isEven = function.attributes.contains(.even)
                    assignment.functions[function] = DiagonalGaussian(
                        mean: (0..<sizes[0]).map { _ in isEven ? 0 : number() }, variances: (0..<sizes[0]).map { _ in number().magnitude }).logarithm
                    continue
                }
                guard function.attributes.isDisjoint(with: [.symmetric, .even]) else { return [] }
                var indices: [[Int]] = [[]]
                for dimension in function.valueDimensions { indices = indices.flatMap { own in (1...(assignment.size(dimension) ?? 1)).map { own + [$0] } } }
                var components: [[Int]: [PolynomialFunction.Term]] = [:]
                for index in indices {
                    if function.valueSymmetry == .symmetric, index != index.sorted() { continue }
                    if function.valueSymmetry == .antisymmetric { return [] }
                    let variables = sizes.reduce(0, +)
                    components[index] = variables == 0
                        ? [.init(exponents: [], coefficient: number())]
                        : (0..<3).map { _ in .init(exponents: (0..<variables).map { _ in Int(generator.next() % 3) }, coefficient: number()) }
                }
                assignment.functions[function] = PolynomialFunction(components: components)
            }
            let check = DensityCheck(statement, Witness(relation: 0, indices: [], assignment: assignment, arithmetic: .exact), termBudget: 200_000)
            var simplified: [Expression] = []
            let numbers = (relation.left - relation.right).substitutingParameters(parameters.mapValues { .number($0) })
            for term in try IntegralSum(numbers).terms {
                // |v - w|² cancels while it is one term.
                let form = ContractionForm(FormContext(termBudget: 200_000), for: [term.integrand])
                var supply = IndexSupply(startingAt: 1 << 20)
                let integrand = (try? form.expression(form.normalForm(term.integrand), &supply)) ?? term.integrand
                simplified.append(term.points.isEmpty ? integrand : .integral(term.points, integrand))
            }
            var values: [[Int]] = [[]]
            for index in relation.indices { values = values.flatMap { own in (1...(assignment.size(index.dimension) ?? 1)).map { own + [$0] } } }
            for own in values.prefix(4) {
                guard let value = try check.value(of: .sum(simplified), relation.indices, own) else { return [] }
                result.append(value)
            }
        }
        return result
    }
}
