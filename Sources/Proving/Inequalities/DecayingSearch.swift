import Arithmetic
import Enclosures
import Expressions
import Glibc
import Integration
import Kernel

/// Decaying functions on the line, or radial ones in space, that violate an inequality or come near to equality.
///
/// Two families: exponentials of polynomials, with a polynomial in front for a function without sign; and powers of `ε + |x|²`
/// with a Gaussian, which for small ε are nearly homogeneous. Integrals are approximated in floating point; the kernel encloses them.
struct DecayingSearch: ExampleSearch {
    private static let precisions = [44, 80]
    private static let dimensionsTried = 3

    private let statement: Statement
    private let relation: Relation
    private let number: Int
    private let function: FunctionSymbol
    private let point: Point

    init?(_ statement: Statement, _ relation: Relation, _ number: Int) {
        guard relation.hasIntegral, relation.left.isClosed, relation.right.isClosed, relation.indices.isEmpty, statement.functions.count == 1, statement.functions[0].arguments.count == 1,
            statement.functions[0].valueDimensions.isEmpty, statement.functions[0].attributes.isSubset(of: [.even, .decaying, .unitMass]),
            let sum = try? IntegralSum(relation.excess), let first = sum.terms.lazy.compactMap(\.points.first).first,
            sum.terms.allSatisfy({ $0.points.count <= 1 && ($0.points.first?.manifold ?? first.manifold) == first.manifold }) else { return nil }
        switch first.manifold {
        case .line(nil, nil), .euclidean: break
        default: return nil
        }
        // A function of |v| is none of v.
        guard statement.functions[0].arguments == [first.manifold.vectorDimension.map(ArgumentSlot.vector) ?? .scalar] else { return nil }
        self.statement = statement
        self.relation = relation
        self.number = number
        function = statement.functions[0]
        point = first
    }

    struct Example {
        let function: DecayingFunction
        let place: Place
    }

    struct Place {
        var dimensions: [String: Int]
        var parameters: [String: Rational]
    }

    private var isOnLine: Bool { point.isScalar }

    private var places: [Place] {
        let candidates = CandidateAssignments(statement)
        return candidates.dimensions(count: Self.dimensionsTried).flatMap { dimensions -> [Place] in
            let others = statement.parameters.filter { dimensions[$0.name] == nil }
            if others.isEmpty { return [Place(dimensions: dimensions, parameters: [:])] }
            return (1...3).compactMap { candidates.random(dimensions, seed: $0, degree: 1, span: 3) }.map { assignment in
                Place(dimensions: dimensions, parameters: assignment.parameters.filter { entry in others.contains { $0.name == entry.key } })
            }
        }
    }

    // MARK: Families

    /// Functions by a few numbers.
    private enum Family: CaseIterable {
        case polynomial, power

        /// Where a local search begins.
        func starts(isPositive: Bool, isOnLine: Bool, isEven: Bool) -> [[Double]] {
            switch (self, isPositive, isOnLine && !isEven) {
            // q without its leading term.
            case (.polynomial, true, true): return [[0, -0.5, 0], [0, 0.25, 0], [0.5, -2, 0.125]]
            case (.polynomial, true, false): return [[-0.5], [0.25]]
            // q, and P.
            case (.polynomial, false, true): return [[-0.5, 1, 0, 0], [0.125, 1, 0, 0], [-0.25, 0, 1, 0], [0, 0, 1, 0]]
            case (.polynomial, false, false): return [[-0.5, 1, 0], [0.125, 1, 0], [-0.5, -1, 1]]
            // The exponent, and a quarter of log10 of the shift.
            case (.power, _, _): return isPositive ? [[1.5, -1], [-1, -0.5], [0.5, -1.5]] : [[-0.5, -1], [1, -1], [-0.25, -3]]
            }
        }

        /// `nil` beyond what is searched.
        func function(_ x: [Double], isPositive: Bool, isOnLine: Bool, isEven: Bool) -> DecayingFunction? {
            guard self == .power || x.allSatisfy({ abs($0) < 24 }) else { return nil }
            func rational(_ value: Double) -> Rational { RationalApproximation.rounded(value, denominator: 64) }
            let isRadial = !isOnLine || isEven
            // Even powers only, of x on the line.
            func spread(_ coefficients: [Rational]) -> [Rational] {
                isOnLine && isEven ? coefficients.enumerated().flatMap { $0.offset == 0 ? [$0.element] : [0, $0.element] } : coefficients
            }
            switch self {
            case .polynomial:
                // Small at the end of the grid.
                func isSmall(_ exponent: [Rational], at end: Double) -> Bool {
                    [end, -end].allSatisfy { end in exponent.reversed().reduce(0) { $0 * (isOnLine ? end : end * end) + $1.doubleValue } < -24 }
                }
                if isPositive {
                    let exponent = spread([0] + x.map(rational) + [Rational(-1, 64)])
                    return isSmall(exponent, at: DecayingIntegrals.end(isPositive: true)) ? DecayingFunction(exponent: exponent) : nil
                }
                let factor = x.dropFirst().map(rational)
                let exponent = spread([0] + (isRadial ? [rational(x[0])] : [0, rational(x[0]), 0]) + [Rational(-1, 1024)])
                guard factor.contains(where: { !$0.isZero }), isSmall(exponent, at: DecayingIntegrals.end(isPositive: false)) else { return nil }
                return DecayingFunction(factor: spread(factor), exponent: exponent)
            case .power:
                guard abs(x[0]) < 12, x[1] < 0.5, x[1] > -20 else { return nil }
                let shift = (try? Rational(10).power(Int((4 * x[1]).rounded()))) ?? 1
                return DecayingFunction(
                    exponent: isOnLine ? [0, 0, -1] : [0, -1], powers: [DecayingFunction.Power(shift: shift, exponent: rational(x[0]))])
            }
        }
    }

    // MARK: Refutation

    func violation(name: String) -> (certificate: Certificate, description: String)? {
        for place in places {
            for family in Family.allCases {
                guard let integrals = DecayingIntegrals([relation.excess, relation.right + relation.left], function, point, place, hasPower: family == .power) else { continue }
                // Some violation, or if the kernel does not see it the worst.
                for enough in [-1e-3, -Double.infinity] {
                    let best = optimised(family, integrals, place, evaluations: 60, enough: enough) { $0[0] / (abs($0[1]) + 1e-300) }
                    guard let best, best.value < 0 else { break }
                    if let found = accepted(best.example, name) { return (found, description(best.example)) }
                }
            }
        }
        return nil
    }

    private func accepted(_ example: Example, _ name: String) -> Certificate? {
        for precision in Self.precisions {
            let witness = DecayingWitness(
                relation: number, dimensions: example.place.dimensions, parameters: example.place.parameters, functions: [example.function],
                precision: precision)
            guard let conditions = try? Kernel.conditions(of: statement, .decaying(witness)).conditions else { return nil }
            let certificate = Certificate(name: name, statement: statement, evidence: .decaying(witness), conditions: conditions)
            if let read = try? Certificate(text: certificate.text), (try? Kernel.check(read)) != nil { return certificate }
        }
        return nil
    }

    func description(_ example: Example) -> String {
        let numbers = example.place.dimensions.mapValues { Rational($0) }.merging(example.place.parameters) { first, _ in first }
        return (numbers.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" } + [example.function.text(of: function)]).joined(separator: ", ")
    }

    // MARK: Bounds for a constant

    func bound(of constant: String, isGreatest: Bool, proved: Double) -> (value: Double, example: Example)? {
        // A dimension has its least value.
        guard let dimensions = CandidateAssignments(statement).dimensions(count: 1).first,
            statement.parameters.allSatisfy({ $0.name == constant || dimensions[$0.name] != nil }) else { return nil }
        let zero = relation.excess.substitutingParameters([constant: .zero])
        let slope = zero - relation.excess.substitutingParameters([constant: .one])
        let place = Place(dimensions: dimensions, parameters: [:])
        var best: (value: Double, example: Example)?
        let enough = (isGreatest ? proved : -proved) + 0.01 * abs(proved) + 1e-6
        for family in Family.allCases {
            if let best, best.value < enough { break }
            guard let integrals = DecayingIntegrals([zero, slope], function, point, place, hasPower: family == .power) else { continue }
            let found = optimised(family, integrals, place, evaluations: 120, enough: enough) { values -> Double? in
                guard isGreatest ? values[1] > 1e-9 * abs(values[0]) : values[1] < -1e-9 * abs(values[0]), values[1] != 0 else { return nil }
                return isGreatest ? values[0] / values[1] : -values[0] / values[1]
            }
            if let found, best.map({ found.value < $0.value }) ?? true { best = found }
        }
        return best.map { (isGreatest ? $0.value : -$0.value, $0.example) }
    }

    func isViolated(_ example: Example, _ constant: String, at value: Rational, name: String) -> Bool {
        let substituted = statement.substituting([constant: .number(value)])
        guard case .relation(let relation) = substituted.goal, let search = DecayingSearch(substituted, relation, 0) else { return false }
        return search.accepted(example, name) != nil
    }

    private func optimised(
        _ family: Family, _ integrals: DecayingIntegrals, _ place: Place, evaluations: Int, enough: Double, _ objective: ([Double]) -> Double?
    ) -> (value: Double, example: Example)? {
        let isEven = function.attributes.contains(.even), isPositive = function.isLogarithm
        var integrals = integrals
        func member(_ x: [Double]) -> DecayingFunction? { family.function(x, isPositive: isPositive, isOnLine: isOnLine, isEven: isEven) }
        var best: (value: Double, example: Example)?
        for start in family.starts(isPositive: isPositive, isOnLine: isOnLine, isEven: isEven) {
            if let best, best.value < enough { break }
            let found = Minimisation.nelderMead(from: start, step: 0.5, evaluations: evaluations) { x in
                member(x).flatMap { integrals.values($0) }.flatMap(objective)
            }
            guard let found, let example = member(found.x) else { continue }
            if best.map({ found.value < $0.value }) ?? true { best = (found.value, Example(function: example, place: place)) }
        }
        return best
    }
}

/// Integrals of expressions in a decaying function, in floating point: by the midpoint rule, or for nearly homogeneous
/// functions by the trapezoidal rule in the logarithm of |x|.
private struct DecayingIntegrals {
    private static let degree = 4
    /// Of the midpoint rule.
    static func end(isPositive: Bool) -> Double { isPositive ? 8 : 24 }

    private var machine: DoubleMachine
    private let hasPower: Bool
    private let isPositive: Bool
    private let dimension: Int
    private let isOnLine: Bool
    private let count: Int

    /// For linear combinations of integrals, and numbers where the function has mass 1.
    init?(_ expressions: [Expression], _ function: FunctionSymbol, _ point: Point, _ place: DecayingSearch.Place, hasPower: Bool) {
        switch point.manifold {
        case .euclidean(.number(let d)): dimension = d
        case .euclidean(.symbol(let name)): dimension = place.dimensions[name] ?? 0
        default: dimension = 1
        }
        guard (1...8).contains(dimension) else { return nil }
        isOnLine = point.isScalar
        count = expressions.count
        self.hasPower = hasPower
        isPositive = function.isLogarithm
        func coefficient(_ name: String) -> Point { Point(name: "coefficient \(name)", manifold: .line(lower: nil, upper: nil)) }
        let factor = (0...Self.degree).map { coefficient("P\($0)") }, exponent = (0...Self.degree).map { coefficient("q\($0)") }
        let power = [coefficient("shift"), coefficient("power")]
        func value(_ point: Point) -> Expression { .coordinate(point, nil) }
        do {
            var lowering = ScalarLowering(dimensions: place.dimensions, nodeLimit: 60_000)
            for (name, value) in place.parameters { try lowering.define(parameter: name, as: .number(value)) }
            let argument = Point(name: "argument", manifold: point.manifold)
            try lowering.define(
                function, of: [argument], [],
                as: DecayingFunction.expression(
                    at: argument, ofLogarithm: function.isLogarithm, factor: factor.map(value), exponent: exponent.map(value),
                    powers: hasPower ? [(value(power[0]), value(power[1]))] : []))
            let density = Expression.elementary(.exp, Occurrence(function: function, points: [point]).expression)
            var roots: [ScalarGraph.Node] = []
            for expression in expressions {
                let sum = try IntegralSum(expression)
                guard function.attributes.contains(.unitMass) || sum.terms.allSatisfy({ !$0.points.isEmpty || $0.integrand == .zero }) else { return nil }
                let integrand = Expression.sum(sum.terms.map { term in
                    term.points.first.map { term.integrand.renamingPoints([$0: point]) } ?? term.integrand * density
                })
                roots.append(try lowering.value(integrand).root)
            }
            let coordinates = try lowering.variables(of: point)
            let coefficients = try (factor + exponent + power).map { try lowering.variables(of: $0)[0] }
            guard try lowering.value(.zero).integrals.isEmpty else { return nil }
            var graph = try lowering.value(.zero).graph
            let zeros = Dictionary(uniqueKeysWithValues: coordinates.dropFirst().map { ($0, graph.number(0)) })
            let nodes = roots.map { graph.substituting(zeros, in: $0) }
            machine = DoubleMachine(ScalarProgram(graph, nodes, variables: [coordinates[0]] + coefficients))
        } catch {
            return nil
        }
    }

    /// The integrals for one function, up to a common factor.
    mutating func values(_ function: DecayingFunction) -> [Double]? {
        func padded(_ list: [Rational]) -> [Double] { list.map(\.doubleValue) + [Double](repeating: 0, count: Self.degree + 1 - list.count) }
        let shift = function.powers.first?.shift.doubleValue ?? 1
        let arguments = padded(function.factor) + padded(function.exponent) + [shift, function.powers.first?.exponent.doubleValue ?? 0]
        for (place, value) in arguments.enumerated() { machine.set(place + 1, to: value) }
        var result = [Double](repeating: 0, count: count)
        func add(_ r: Double, _ weight: Double) -> Bool {
            for sign in 0...(isOnLine ? 1 : 0) {
                machine.set(0, to: sign == 0 ? r : -r)
                machine.run()
                for k in 0..<count {
                    let value = machine.result(k)
                    guard value.isFinite else { return false }
                    result[k] += weight * value
                }
            }
            return true
        }
        if hasPower {
            let first = 0.5 * log(min(shift, 1)) - 9
            for number in 0...Int((2.5 - first) / 0.125) {
                let r = exp(first + Double(number) * 0.125)
                guard add(r, pow(r, Double(dimension))) else { return nil }
            }
        } else {
            let steps = isPositive ? 128 : 256
            for number in 0..<steps {
                let r = (Double(number) + 0.5) * Self.end(isPositive: isPositive) / Double(steps)
                guard add(r, pow(r, Double(dimension - 1))) else { return nil }
            }
        }
        return result.contains { $0 != 0 } ? result : nil
    }
}
