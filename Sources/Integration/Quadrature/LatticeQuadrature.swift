import Arithmetic
import Expressions

/// Expressions made of integrals over Euclidean spaces, spheres and intervals, at an assignment, in double precision.
///
/// The integrands run as compiled programs on the points of a lattice; nothing is reduced symbolically. Only what decreases
/// rapidly within a few units of the origin has a value here; see `massLocation`.
public struct LatticeQuadrature {
    public static let levels = Lattice.levels

    let assignment: Assignment
    private let level: Int
    private var constants: [Program.Output] = []
    /// Integrands by the points of the integral.
    private(set) var integrands: [(points: [Point], outputs: [Program.Output])] = []

    /// - Parameter level: fineness, from 0.
    public static func values(
        of expressions: [Program.Output], at assignment: Assignment, level: Int
    ) throws -> [LatticeEstimate] {
        var quadrature = LatticeQuadrature(assignment: assignment, level: level)
        let parts = try expressions.map { try quadrature.read($0.expression, $0.indices) }
        let constants = try quadrature.constantValues()
        let integrals = try quadrature.integrands.map { try quadrature.integrals($0.points, $0.outputs) }
        return try parts.map { part in
            let value = part.value(constants, integrals)
            guard value.value.isFinite, value.error.isFinite, value.size.isFinite else { throw EvaluationError.undefined }
            return value
        }
    }

    /// `∫ exp(p) dx` for a polynomial that tends to -∞ rapidly.
    public static func mass(ofExponential terms: [PolynomialFunction.Term], dimension: Int) -> Double {
        guard let lattice = try? Lattice([.space(dimension)], level: 0) else { return .nan }
        var sum = Lanes.Values.zero
        for group in lattice.groups {
            var exponent = Lanes.Values.zero
            for term in terms {
                var product = Lanes.Values(repeating: term.coefficient.doubleValue)
                for (axis, power) in term.exponents.enumerated() { for _ in 0..<power { product *= lattice.coordinate(axis, in: group) } }
                exponent += product
            }
            if let values = try? LaneField().elementary(.exp, Lanes(exponent)) { sum += values.values * lattice.weights[group] }
        }
        return sum.sum() * lattice.cell
    }

    /// The largest number of dimensions that an integral inside is over; `nil` where one is over something else.
    public static func dimension(of expression: Expression, _ assignment: Assignment) -> Int? {
        var largest = 0
        func visit(_ e: Expression) -> Bool {
            if case .integral(let points, _) = e.kind {
                var size = 0
                for point in points {
                    guard let domain = domain(of: point, assignment) else { return false }
                    size += domain.dimension
                }
                largest = max(largest, size)
            }
            return e.operands.allSatisfy(visit)
        }
        return visit(expression) ? largest : nil
    }

    private static func domain(of point: Point, _ assignment: Assignment) -> Lattice.Domain? {
        switch point.manifold {
        case .euclidean(let dimension): return assignment.size(dimension).map { .space($0) }
        case .sphere(let ambient): return assignment.size(ambient).map { .sphere(ambient: $0) }
        case .line(nil, nil): return .space(1)
        case .line(let a?, let b?): return .interval(a.doubleValue, b.doubleValue)
        case .line(let a?, nil): return .halfLine(from: a.doubleValue, sign: 1)
        case .line(nil, let b?): return .halfLine(from: b.doubleValue, sign: -1)
        case .torus: return nil
        }
    }

    init(assignment: Assignment, level: Int) {
        self.assignment = assignment
        self.level = level
    }

    // MARK: Reading

    indirect enum Part {
        case number(Double)
        case constant(Int)
        case integral(group: Int, place: Int)
        case sum([Part])
        case product([Part])

        fileprivate func value(_ constants: [Double], _ integrals: [[LatticeEstimate]]) -> LatticeEstimate {
            func exact(_ value: Double) -> LatticeEstimate { LatticeEstimate(value: value, error: 0, size: value.magnitude) }
            switch self {
            case .number(let value): return exact(value)
            case .constant(let place): return exact(constants[place])
            case .integral(let group, let place): return integrals[group][place]
            case .sum(let parts): return parts.reduce(exact(0)) { $0 + $1.value(constants, integrals) }
            case .product(let parts): return parts.reduce(exact(1)) { $0 * $1.value(constants, integrals) }
            }
        }
    }

    mutating func read(_ e: Expression, _ indices: [Index: Int]) throws -> Part {
        if case .number(let value) = e.kind { return .number(value.doubleValue) }
        guard e.hasIntegral else {
            constants.append(Program.Output(e, indices))
            return .constant(constants.count - 1)
        }
        switch e.kind {
        case .sum(let terms): return .sum(try terms.map { try read($0, indices) })
        case .product(let factors): return .product(try factors.map { try read($0, indices) })
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, let count = value.asInt, (1...8).contains(count) else {
                throw EvaluationError.unsupported("a power of an integral")
            }
            return .product(Array(repeating: try read(base, indices), count: count))
        case .contraction(let index, let body):
            guard let size = assignment.size(index.dimension) else { throw EvaluationError.unsupported("a symbolic dimension") }
            return .sum(try (1...size).map { component in
                var inner = indices
                inner[index] = component
                return try read(body, inner)
            })
        case .integral(let points, let body):
            guard !body.hasIntegral else { throw EvaluationError.unsupported("an integral in an integral") }
            let output = Program.Output(body, indices)
            let group = integrands.firstIndex { $0.points == points } ?? integrands.count
            if group == integrands.count { integrands.append((points, [])) }
            integrands[group].outputs.append(output)
            return .integral(group: group, place: integrands[group].outputs.count - 1)
        default: throw EvaluationError.unsupported("an integral inside")
        }
    }

    // MARK: Values

    private func constantValues() throws -> [Double] {
        if constants.isEmpty { return [] }
        let program = try Program(constants, dimensions: assignment.dimensions)
        var execution = try Execution(program, in: LaneField(), at: assignment)
        return try constants.indices.map { try execution.value($0).values[0] }
    }

    /// Where each point is.
    func domains(of points: [Point]) throws -> [Lattice.Domain] {
        try points.map { point in
            guard let domain = Self.domain(of: point, assignment) else { throw EvaluationError.unsupported("an integral over a torus") }
            return domain
        }
    }

    /// The components of the points, by axes of the lattice.
    func coordinates(_ points: [Point], _ domains: [Lattice.Domain], _ axis: (Int) -> Lanes.Values) -> [Point: [Lanes]] {
        var result: [Point: [Lanes]] = [:]
        var first = 0
        for (point, domain) in zip(points, domains) {
            result[point] = (first..<(first + domain.size)).map { Lanes(axis($0)) }
            first += domain.size
        }
        return result
    }

    private func integrals(_ points: [Point], _ outputs: [Program.Output]) throws -> [LatticeEstimate] {
        let domains = try domains(of: points)
        let lattice = try Lattice(domains, level: level)
        let program = try Program(outputs, dimensions: assignment.dimensions)
        var sums = Array(repeating: Lanes.Values.zero, count: outputs.count)
        var differences = sums, sizesOfValues = sums, shells = sums
        for group in lattice.groups {
            let coordinates = coordinates(points, domains) { lattice.coordinate($0, in: group) }
            var execution = try Execution(program, in: LaneField(), at: assignment, coordinates: coordinates)
            for place in outputs.indices {
                let values = try execution.value(place).values * lattice.weights[group]
                let magnitudes = values.replacing(with: -values, where: values .< 0)
                sums[place] += values
                differences[place] += values * lattice.parities[group]
                sizesOfValues[place] += magnitudes
                shells[place] += magnitudes * lattice.shells[group]
            }
        }
        return outputs.indices.map { place in
            LatticeEstimate(
                value: sums[place].sum() * lattice.cell,
                error: (2 * differences[place].sum().magnitude + shells[place].sum()) * lattice.cell,
                size: sizesOfValues[place].sum() * lattice.cell)
        }
    }
}
