import Arithmetic
import Expressions

/// Where integrands are large, as far as their exponentials tell: sums over a lattice see nothing beyond its radius, and nothing
/// that is narrower than its step.
public enum MassLocation: Sendable {
    /// Well inside of the lattice, and resolved by it.
    case inside
    /// Beyond the lattice, or between its points.
    case elsewhere
    /// Not by their form.
    case unknown
}

extension LatticeQuadrature {
    /// How many times wider the lattices are on which a larger value is looked for.
    private static let widths = [3.0, 10]
    /// The largest second difference, over one step, of the exponent of a term that counts as resolved.
    private static let sharpest = 8.0
    /// How far below its peak the exponent of a term lies beyond the lattice where nothing is missing.
    private static let drop = 12.0

    /// - Returns: `inside` only if every integrand is a sum of terms `P exp(E)`, each with its peak inside.
    public static func massLocation(of expressions: [Program.Output], at assignment: Assignment) -> MassLocation {
        var quadrature = LatticeQuadrature(assignment: assignment, level: 0)
        guard (try? expressions.map { try quadrature.read($0.expression, $0.indices) }) != nil else { return .unknown }
        var isKnown = true
        for (points, outputs) in quadrature.integrands {
            guard let domains = try? quadrature.domains(of: points) else { return .unknown }
            // A half-line has places far away that are no multiples of those near by.
            if domains.contains(where: \.isHalfLine) {
                isKnown = false
                continue
            }
            // Nothing lies beyond a compact set.
            if domains.allSatisfy(\.isCompact) { continue }
            for output in outputs {
                guard let exponents = output.expression.exponentsOfTerms,
                    exponents.allSatisfy({ Set($0.freeIndices).isSubset(of: output.indices.keys) }),
                    let location = try? quadrature.peaks(of: exponents.map { Program.Output($0, output.indices) }, points)
                else {
                    isKnown = false
                    continue
                }
                if location == .elsewhere { return .elsewhere }
                if location == .unknown { isKnown = false }
            }
        }
        return isKnown ? .inside : .unknown
    }

    /// Exponents neither overflow nor underflow, so that a peak far away is seen from everywhere.
    private func peaks(of exponents: [Program.Output], _ points: [Point]) throws -> MassLocation {
        let domains = try domains(of: points)
        let lattice = try Lattice(domains, level: 0)
        let program = try Program(exponents, dimensions: assignment.dimensions)
        func values(at place: [Lanes.Values]) throws -> [Lanes.Values] {
            var execution = try Execution(program, in: LaneField(), at: assignment, coordinates: coordinates(points, domains) { place[$0] })
            return try exponents.indices.map { try execution.value($0).values }
        }
        var peaks = exponents.map { _ in (value: -Double.infinity, place: [Double](), isInShell: false) }
        for group in lattice.groups {
            let place = (0..<lattice.size).map { lattice.coordinate($0, in: group) }
            for (number, found) in try values(at: place).enumerated() {
                for lane in found.indices where lattice.weights[group][lane] > 0 && found[lane] > peaks[number].value {
                    peaks[number] = (found[lane], place.map { $0[lane] }, lattice.shells[group][lane] == 1)
                }
            }
        }
        guard peaks.allSatisfy({ $0.value.isFinite && !$0.isInShell }) else { return .elsewhere }
        // As with exp(-|v/7|²), what is left beyond the lattice may count.
        var isWide = false
        for width in Self.widths {
            for group in lattice.groups {
                let place = (0..<lattice.size).map { lattice.coordinate($0, in: group) * (lattice.unbounded.contains($0) ? width : 1) }
                let isBeyond = lattice.unbounded.reduce(Lanes.Values.zero) { $0 + place[$1] * place[$1] } .> lattice.radius * lattice.radius
                for (found, peak) in zip(try values(at: place), peaks) {
                    if any((found .> peak.value) .& isBeyond) { return .elsewhere }
                    if any((found .> peak.value - Self.drop) .& isBeyond) { isWide = true }
                }
            }
        }
        for (number, peak) in peaks.enumerated() {
            // The peak itself in the first lane, then its neighbours on each axis.
            var place = peak.place.map { Lanes.Values(repeating: $0) }
            for (order, axis) in lattice.unbounded.enumerated() {
                place[axis][2 * order + 1] += lattice.step
                place[axis][2 * order + 2] -= lattice.step
            }
            let found = try values(at: place)[number]
            guard lattice.unbounded.indices.allSatisfy({ 2 * found[0] - found[2 * $0 + 1] - found[2 * $0 + 2] <= Self.sharpest }) else { return .elsewhere }
        }
        return isWide ? .unknown : .inside
    }
}

extension Expression {
    private static let termLimit = 64

    /// E of each term `P exp(E)` of a sum, P without exponentials; `nil` where it is no such sum, or a term has no exponential.
    fileprivate var exponentsOfTerms: [Expression]? {
        guard let terms = exponents, !terms.contains(.zero) else { return nil }
        return terms
    }

    /// The same with 0 for what has no exponential.
    private var exponents: [Expression]? {
        guard hasExponential else { return [.zero] }
        switch kind {
        case .elementary(.exp, let argument): return argument.hasExponential ? nil : [argument]
        case .sum(let parts):
            var result: [Expression] = []
            for part in parts {
                guard let own = part.exponents else { return nil }
                result += own.filter { !result.contains($0) }
            }
            return result.count <= Self.termLimit ? result : nil
        case .product(let factors):
            var result: [Expression] = [.zero]
            for factor in factors where factor.hasExponential {
                guard let own = factor.exponents, result.count * own.count <= Self.termLimit else { return nil }
                result = result.flatMap { a in own.map { a + $0 } }
            }
            return result
        case .power(let base, let exponent):
            // A power of a sum that is no whole number is large where one of its terms is.
            guard !exponent.hasExponential, let own = base.exponents else { return nil }
            if case .number(let value) = exponent.kind, value.sign > 0 { return own.map { exponent * $0 } }
            return own.count == 1 ? [exponent * own[0]] : nil
        case .partial(_, _, let body), .parameterDerivative(_, let body), .contraction(_, let body): return body.exponents
        default: return nil
        }
    }

    private var hasExponential: Bool {
        if case .elementary(.exp, _) = kind { return true }
        return operands.contains(where: \.hasExponential)
    }
}
