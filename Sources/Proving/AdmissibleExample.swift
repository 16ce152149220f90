import Arithmetic
import Enclosures
import Expressions
import Kernel

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A statement about nothing is never called proved: some example must satisfy the hypotheses and have both
/// sides defined.
enum AdmissibleExample {
    private static let precision = 96

    /// - Parameter relations: those of the goal, where they are compiled already.
    static func exists(_ statement: Statement, _ relations: [CompiledRelation]? = nil) -> Bool {
        let statement = statement.withoutDefinitions.withoutFreeMasses
        if statement.hypotheses.contains(where: { $0.relations?.contains(where: \.hasIntegral) ?? false }) { return existsWithMoments(statement) }
        let relations = relations ?? (statement.goal.relations ?? []).map { CompiledRelation($0) }
        let candidates = CandidateAssignments(statement)
        let adjustment = ConstantAdjustment(statement), onBounds = ConstantAdjustment(statement, onBounds: true)
        // Polynomials rarely satisfy hypotheses about functions of points: for these the kernel has functions of its own.
        let hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }.filter(isTried).map { CompiledRelation($0) }
        for dimensions in candidates.dimensions(count: 3) {
            var assignments = (1...6).compactMap { candidates.random(dimensions, seed: $0, degree: 2, span: 3) }
            assignments += candidates.simple(dimensions)
            for assignment in assignments.map(adjustment.apply) + assignments.map(onBounds.apply) where isAdmissible(relations, hypotheses, assignment) { return true }
        }
        return statement.points.isEmpty && statement.functions.isEmpty && existsAmongParameters(statement)
    }

    /// Whether some values of the parameters satisfy the hypotheses and give both sides a value, as far as floating point tells: from contradictory ones
    /// everything would follow.
    private static func existsAmongParameters(_ statement: Statement) -> Bool {
        let hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }
        let sides = (statement.goal.relations ?? []).flatMap { [$0.left, $0.right] }.filter(\.mentionsOnlyParameters)
        let equations = hypotheses.filter { $0.op == .equal && RealSample($0.excess, "").isRational }.map { Equation($0.excess, statement.parameters) }
        var generator = SplitMix64(seed: 1)
        for trial in 0..<trials {
            var place: [String: Double] = [:]
            for parameter in statement.parameters {
                let t = Double(generator.next() % 1_000_001) / 1_000_000, lower = parameter.lower?.value.doubleValue, upper = parameter.upper?.value.doubleValue
                // Over six orders of magnitude where there is no end.
                let size = pow(10, 6 * t - 3)
                let value = switch (lower, upper) {
                case (let a?, let b?): a + t * (b - a)
                case (let a?, nil): a + size
                case (nil, let b?): b - size
                case (nil, nil): generator.next() % 2 == 0 ? size : -size
                }
                place[parameter.name] = parameter.isInteger ? value.rounded() : value
            }
            if trial < trialsWithEquations { solve(equations, &place) }
            let isInside = statement.parameters.allSatisfy { parameter in
                guard let x = place[parameter.name] else { return false }
                // Where something tends to 0 or to infinity equations nearly hold that never do.
                guard x == 0 || sizes.contains(x.magnitude) else { return false }
                return parameter.lower.map { $0.isStrict ? $0.value.doubleValue < x : $0.value.doubleValue <= x } ?? true
                    && parameter.upper.map { $0.isStrict ? x < $0.value.doubleValue : x <= $0.value.doubleValue } ?? true
            }
            let holds = isInside && hypotheses.allSatisfy { hypothesis in
                let left = RealSample.value(hypothesis.left, place), right = RealSample.value(hypothesis.right, place)
                let size = (hypothesis.left.summands + hypothesis.right.summands).reduce(0) { $0 + RealSample.value($1, place).magnitude }
                switch hypothesis.op {
                case .equal: return (left - right).magnitude <= 1e-9 * size
                case .lessOrEqual: return left - right <= 1e-9 * size
                // More than rounding could make of an equation.
                case .less: return right - left > 1e-6 * size
                }
            }
            if holds, sides.allSatisfy({ RealSample.value($0, place).isFinite }) { return true }
        }
        return false
    }

    /// An equation with its slopes by the parameters in it.
    private struct Equation {
        let excess: Expression
        let slopes: [(parameter: Parameter, slope: Expression)]

        init(_ excess: Expression, _ parameters: [Parameter]) {
            self.excess = excess
            let names = excess.parameterSymbols
            slopes = parameters.reversed().filter { !$0.isInteger && names.contains($0.name) }.map { ($0, excess.differentiated(byParameter: $0.name)) }
        }
    }

    /// Newton's method for all equations at once, with the least change of the parameters in proportion to their sizes:
    /// `x - W Jᵀ (J W Jᵀ)⁻¹ F`, `W = diag(x²)`.
    private static func solve(_ equations: [Equation], _ place: inout [String: Double]) {
        for _ in 0..<steps {
            let values = equations.map { RealSample.value($0.excess, place) }
            guard values.allSatisfy(\.isFinite), values.contains(where: { $0.magnitude > 1e-12 }) else { return }
            let slopes = equations.map { equation in
                Dictionary(equation.slopes.map { ($0.parameter.name, RealSample.value($0.slope, place)) }) { first, _ in first }
            }
            let weights = place.mapValues { $0 * $0 }
            var rows = slopes.enumerated().map { number, own in
                slopes.map { other in own.reduce(0.0) { $0 + $1.value * (other[$1.key] ?? 0) * (weights[$1.key] ?? 0) } } + [values[number]]
            }
            guard let multipliers = solution(&rows) else { return }
            for (own, multiplier) in zip(slopes, multipliers) {
                for (name, slope) in own { place[name]? -= (weights[name] ?? 0) * slope * multiplier }
            }
            for (name, x) in place where x.magnitude < 1e-12 { place[name] = 0 }
        }
    }

    /// Of linear equations, the last column their right sides; `nil` where they are not independent.
    private static func solution(_ rows: inout [[Double]]) -> [Double]? {
        var result = [Double](repeating: 0, count: rows.count)
        var pivots: [Int] = []
        for column in rows.indices {
            let free = rows.indices.filter { !pivots.contains($0) }
            guard let pivot = free.max(by: { rows[$0][column].magnitude < rows[$1][column].magnitude }), rows[pivot][column].magnitude > 1e-12 else { return nil }
            pivots.append(pivot)
            for other in rows.indices where other != pivot {
                let factor = rows[other][column] / rows[pivot][column]
                for place in rows[other].indices { rows[other][place] -= factor * rows[pivot][place] }
            }
        }
        for (column, pivot) in pivots.enumerated() { result[column] = rows[pivot][rows.count] / rows[pivot][column] }
        return result
    }

    private static let steps = 30
    private static let sizes = 1e-6...1e6
    private static let trials = 5000
    private static let trialsWithEquations = 200

    private static func isTried(_ hypothesis: Relation) -> Bool {
        [hypothesis.left, hypothesis.right].allSatisfy { !$0.mentionsFunctionOfPoints && $0.undecidedOperator == nil }
    }

    /// Hypotheses on moments are tried on Gaussians, the others on the constants that these determine.
    private static func existsWithMoments(_ statement: Statement) -> Bool {
        let others = statement.hypotheses.flatMap { $0.relations ?? [] }
            .filter { !$0.hasIntegral && !$0.left.mentionsFunctionOfPoints && !$0.right.mentionsFunctionOfPoints }
            .map { CompiledRelation($0) }
        for dimensions in CandidateAssignments(statement).dimensions(count: 3) {
            for example in GaussianExample.all(statement, dimensions: dimensions) where isAdmissible([], others, example.assignment) {
                return true
            }
        }
        return false
    }

    private static func isAdmissible(_ relations: [CompiledRelation], _ hypotheses: [CompiledRelation], _ assignment: Assignment) -> Bool {
        for relation in relations {
            if case .undetermined = Screening.compare(relation, assignment, in: BallField(precision: precision), differ: { _, _ in false }) {
                return false
            }
        }
        for hypothesis in hypotheses {
            let result = Screening.compare(hypothesis, assignment, in: BallField(precision: precision)) { left, right in
                switch hypothesis.relation.op {
                case .equal: return !left.overlaps(right)
                case .lessOrEqual: return right.isLess(than: left) == .yes
                case .less: return left.isLess(than: right) != .yes
                }
            }
            guard case .agree = result else { return false }
        }
        return true
    }
}

extension Statement {
    /// Without hypotheses that say only which function one is: the integral of others, of which nothing else is said.
    fileprivate var withoutDefinitions: Statement {
        var result = self
        result.hypotheses = hypotheses.enumerated().filter { place, hypothesis in
            guard let (function, integrated) = hypothesis.definedFunction(self) else { return true }
            let others = hypotheses.indices.filter { $0 != place }.map { hypotheses[$0] }
            // A marginal of mass 1: what is integrated can be divided by its mass.
            let isOfMassOne = integrated.map { own in
                others.allSatisfy { other in !other.mentions(own) || other.definedFunction(self)?.integrated != nil }
            } ?? true
            return !isOfMassOne || others.contains { $0.mentions(function) }
        }.map(\.element)
        return result
    }

    /// Without hypotheses that give a positive function the mass 1 and are the only ones about it: any integrable function can be
    /// divided by its mass.
    fileprivate var withoutFreeMasses: Statement {
        var result = self
        result.hypotheses = hypotheses.enumerated().filter { place, hypothesis in
            guard let function = hypothesis.normalisedFunction else { return true }
            return hypotheses.indices.contains { other in
                other != place && (hypotheses[other].relations?.contains { $0.left.functionSymbols.contains(function) || $0.right.functionSymbols.contains(function) } ?? true)
            }
        }.map(\.element)
        return result
    }
}

extension Proposition {
    /// ρ in `∫ K(p, u) du = ρ(p)`, of the sign of K, and K itself where ρ has mass 1.
    fileprivate func definedFunction(_ statement: Statement) -> (function: FunctionSymbol, integrated: FunctionSymbol?)? {
        guard case .relation(let relation) = self, relation.op == .equal, relation.indices.isEmpty, case .integral(_, let body) = relation.left.kind else { return nil }
        var symbol = relation.right
        if case .elementary(.exp, let logarithm) = symbol.kind { symbol = logarithm }
        guard case .application(let application) = symbol.kind, application.derivatives.isEmpty else { return nil }
        var function = application.function, integrated: FunctionSymbol?
        if function.attributes.contains(.unitMass) {
            guard case .elementary(.exp, let logarithm) = body.kind, case .application(let kernel) = logarithm.kind, kernel.derivatives.isEmpty,
                kernel.function.isLogarithm, kernel.function.attributes.isSubset(of: [.decaying, .symmetric, .unitMass]) else { return nil }
            integrated = kernel.function
            function = FunctionSymbol(
                name: function.name, arguments: function.arguments, isLogarithm: function.isLogarithm, attributes: function.attributes.subtracting([.unitMass]))
        }
        let places = application.arguments.compactMap(\.plainPoint)
        let integral = InnerIntegral(points: places, integral: relation.left, places: [])
        guard Set(places).count == application.arguments.count, application.function.isLogarithm == (symbol != relation.right),
            !relation.left.functionSymbols.contains(application.function),
            statement.points.allSatisfy({ places.contains($0) || !relation.left.mentions($0) }), integral.isKnown(as: function, statement)
        else { return nil }
        return (application.function, integrated)
    }

    fileprivate func mentions(_ function: FunctionSymbol) -> Bool {
        relations?.contains { $0.left.functionSymbols.contains(function) || $0.right.functionSymbols.contains(function) } ?? true
    }

    /// f in `∫[p] f(p) = 1`, for a positive function that is integrable there and otherwise arbitrary.
    fileprivate var normalisedFunction: FunctionSymbol? {
        guard case .relation(let relation) = self, relation.op == .equal, relation.right == .one, case .integral(let points, let body) = relation.left.kind,
            case .elementary(.exp, let logarithm) = body.kind, case .application(let application) = logarithm.kind, application.derivatives.isEmpty,
            application.function.isLogarithm, application.function.attributes == [.decaying]
        else { return nil }
        let places = application.arguments.compactMap(\.plainPoint)
        guard places.count == application.arguments.count, places == points, Set(places).count == places.count else { return nil }
        return application.function
    }
}
