import Arithmetic
@testable import Enclosures
import Expressions
import Glibc
import Testing

/// Roots of several degrees in one product: its value is that of the factors, and equal products are the same node.
@Suite struct RootProductTests {
    typealias Node = ScalarGraph.Node

    private static func value(_ node: Node, _ graph: ScalarGraph) -> Double {
        let machine = RealBallMachine(ScalarProgram(graph, [node], variables: []), precision: 80)
        machine.run()
        return machine.result(0).midpointEstimate
    }

    private static func power(_ value: Rational, _ exponent: Rational) -> Double { pow(value.doubleValue, exponent.doubleValue) }

    @Test(arguments: [
        ([(2, 2), (2, 3)], 1.7817974362806785), ([(2, 2), (2, 3), (2, 5)], 2.0467478), ([(101, 2), (101, 3)], 46.80361),
        ([(10403, 2), (101, 3), (103, 3)], 2226.6), ([(6, 2), (4, 3)], 3.888),
    ])
    func differentRootsOfANumber(_ factors: [(value: Int, degree: Int)], _ value: Double) {
        var graph = ScalarGraph()
        let roots = factors.map { graph.power(graph.number(Rational($0.value)), Rational(1, $0.degree)) }
        let product = graph.product(roots)
        #expect((Self.value(product, graph) / value - 1).magnitude < 1e-4)
        #expect(graph.product(Array(roots.reversed())) == product)
    }

    /// `Π a^p`, multiplied in any order and grouping.
    @Test func productsOfPowers() {
        var generator = SplitMix64(seed: 5)
        func pick(_ count: UInt64) -> Int { Int(generator.next() % count) }
        for _ in 0..<2000 {
            let factors = (0..<(2 + pick(4))).map { _ in
                (value: Rational(1 + pick(pick(4) == 0 ? 12_000 : 12), 1 + pick(6)), exponent: Rational(pick(13) - 6, 1 + pick(pick(5) == 0 ? 64 : 6)))
            }
            var graph = ScalarGraph()
            let powers = factors.map { graph.power(graph.number($0.value), $0.exponent) }
            let product = graph.product(powers)
            let expected = factors.reduce(1) { $0 * Self.power($1.value, $1.exponent) }
            #expect((Self.value(product, graph) / expected - 1).magnitude < 1e-11, "\(factors)")
            let oneByOne = powers.reversed().reduce(graph.number(1)) { graph.product($0, $1) }
            if oneByOne != product { #expect((Self.value(oneByOne, graph) / expected - 1).magnitude < 1e-11, "\(factors)") }
            let quotient = graph.quotient(product, powers[0])
            #expect((Self.value(quotient, graph) * Self.power(factors[0].value, factors[0].exponent) / expected - 1).magnitude < 1e-11, "\(factors)")
        }
    }

    /// Small primes and small degrees: one form only.
    @Test func equalProductsAreEqual() {
        var generator = SplitMix64(seed: 6)
        func pick(_ count: UInt64) -> Int { Int(generator.next() % count) }
        for _ in 0..<500 {
            var graph = ScalarGraph()
            let powers = (0..<(2 + pick(4))).map { _ in
                graph.power(graph.number(Rational(1 + pick(12), 1 + pick(6))), Rational(pick(13) - 6, 1 + pick(4)))
            }
            let product = graph.product(powers)
            #expect(powers.reversed().reduce(graph.number(1)) { graph.product($0, $1) } == product)
        }
    }
}
