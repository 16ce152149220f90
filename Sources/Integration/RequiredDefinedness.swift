import Arithmetic
import Enclosures
import Expressions

extension ScalarValue {
    private static let sampleCount = 32
    /// A formula may be zero at one of the places by accident.
    private static let accidents = 3

    /// Refuses roots and logarithms of negative numbers, and denominators that are zero, that the graph has lost sight of. What varies is
    /// looked at in a few places of the domain only.
    /// - Throws: `NumericError.unsupported`; `EvaluationError.undefined` for constants.
    func requireDefinedness() throws {
        for divisor in definedness.divisors {
            if graph.isConstant(divisor) {
                guard ((try? graph.sign(divisor)) ?? 0) != 0 else { throw EvaluationError.undefined }
            } else if let samples = try samples(of: divisor), samples.filter(\.containsZero).count > Self.accidents {
                throw Self.undefined("a denominator is zero")
            }
        }
        for radicand in definedness.radicands {
            let isNegative = if graph.isConstant(radicand) {
                (try? graph.sign(radicand)) == -1
            } else {
                try samples(of: radicand)?.contains { $0.isNegative() == .yes } == true
            }
            if isNegative { throw Self.undefined("what stands under a root or a logarithm is negative") }
        }
    }

    private static func undefined(_ what: String) -> NumericError {
        .unsupported("the integrand is not defined everywhere: \(what) somewhere")
    }

    /// Values at places of the domain of the integral that binds all variables of a node.
    private func samples(of node: ScalarGraph.Node) throws -> [Ball]? {
        let support = graph.support(node)
        guard let axes = integrals.values.map(\.axes).first(where: { support.isSubset(of: $0.flatMap { $0.variables.map(\.number) }) }) else { return nil }
        let machine = RealBallMachine(ScalarProgram(graph, [node], variables: axes.flatMap(\.variables)), precision: 64)
        var generator = SplitMix64(seed: 1)
        func share() -> Rational { Rational(1 + Int(generator.next() % 1022), 1024) }
        return try (0..<Self.sampleCount).map { _ in
            var place = 0
            for axis in axes {
                for value in try coordinates(in: axis.domain, share) {
                    machine.setArgument(place, to: value)
                    place += 1
                }
            }
            machine.run()
            return machine.result(0)
        }
    }

    /// A point of a domain, from numbers between 0 and 1.
    private func coordinates(in domain: ScalarIntegral.Domain, _ share: () -> Rational) throws -> [Ball] {
        func end(_ node: ScalarGraph.Node) throws -> Ball { try graph.enclosure(of: node, precision: 64) }
        let t = share()
        // Of a half-line.
        let distance = Ball(t / (1 - t), precision: 64)
        switch domain {
        case .interval(let lower, let upper):
            let a = try end(lower), b = try end(upper)
            return [a.adding(b.subtracting(a, precision: 64).multiplied(by: Ball(t, precision: 64), precision: 64), precision: 64)]
        case .halfLine(let lower): return [try end(lower).adding(distance, precision: 64)]
        case .negativeHalfLine(let upper): return [try end(upper).subtracting(distance, precision: 64)]
        case .line: return [Ball((2 * t - 1) / (t * (1 - t)), precision: 64)]
        case .circle, .sphere:
            // Stereographic projection.
            let plane = domain == .circle ? [8 * t - 4] : [8 * t - 4, 8 * share() - 4]
            let square = plane.reduce(Rational(1)) { $0 + $1 * $1 }
            return (plane.map { 2 * $0 / square } + [(square - 2) / square]).map { Ball($0, precision: 64) }
        }
    }
}
