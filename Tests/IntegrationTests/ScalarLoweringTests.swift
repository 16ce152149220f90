import Arithmetic
import Enclosures
import Expressions
import Kernel
import Testing

@testable import Integration
@testable import Language

/// Lowering against the evaluator by power series, which shares nothing with symbolic derivatives of graphs.
@Suite struct ScalarLoweringTests {
    private static let declarations = """
        space v in R^3
        space x in R
        density N(v) = gaussian(mean = (0,0,1), cov = ((2,1/2,0),(1/2,1,0),(0,0,3)))
        density M(v) = mixture(1/3: gaussian((0,0,0), Id), 2/3: gaussian((1,0,2), 2 Id))
        """

    @Test(arguments: [
        "log M", "Δ M", "Δ(log M)", "|∇log M|²", "∇²M : ∇²N", "div(M ∇log N)", "Δ(Δ(log M))", "∂[v[1]] (|v|^(-3/2) M)", "sqrt(1+|v|²) ∇M·v",
        "exp(-|v|) (v × ∇M)·∇N", "|∇|v|^(1/3)|²", "atan(v[1]) sinh(v[2]) + erf(v[3])", "max(v[1], 2 v[2])", "(∇²log M (v - 2 ∇N))·v",
        "Δ(sin(v[1] v[2]) cos(v[3])²)", "tan(pi/2 - |v|²/50)",
    ])
    func valuesAgree(_ text: String) throws {
        let parsed = Parser.parse(Self.declarations + "\nclaim c: \(text) = 0")
        var elaborator = Elaborator(importing: nil)
        let item = try #require(elaborator.elaborate(parsed.statements).first { $0.name == "c" })
        let statement = try #require(item.statement), relation = try #require(statement.goal.relations?.first)
        var concrete = try ConcreteStatement(statement)
        let scalar = try concrete.scalar(relation.left)
        let point = try #require(statement.points.first)
        for sample in [[1, Rational(1, 3), Rational(-2, 5)], [Rational(-3, 7), 2, Rational(1, 2)]] {
            let expected = try BallField(precision: 160).value(relation.left, at: Assignment(points: [point: sample]))
            let machine = RealBallMachine(
                ScalarProgram(scalar.graph, [scalar.root], variables: try concrete.variables(of: point)), precision: 160)
            for (place, value) in sample.enumerated() { machine.setArgument(place, to: Ball(value, precision: 160)) }
            machine.run()
            #expect(machine.result(0).overlaps(expected), "\(text) at \(sample)")
            #expect(machine.result(0).relativeAccuracyBits > 60 && expected.relativeAccuracyBits > 60)
        }
    }

    /// A random text of what is positive wherever v is: roots of all degrees of numbers, powers, exponentials.
    private static func positive(_ depth: Int, _ generator: inout SplitMix64) -> String {
        func pick(_ count: UInt64) -> Int { Int(generator.next() % count) }
        let exponent = ["1/2", "1/3", "2/3", "-1/3", "3/2", "1/6", "-5/4", "2", "-1"][pick(9)]
        if depth == 0 {
            return ["2", "\(1 + pick(12))/\(1 + pick(9))", "π", "(2 π)", "\(2 + pick(5))^(\(exponent))", "(\(2 + pick(5)) π)^(\(exponent))", "|v|", "exp(v[1])", "(1 + v[2]²)"][pick(9)]
        }
        let inner = positive(depth - 1, &generator)
        switch pick(7) {
        case 0, 1: return "(\(inner)) (\(positive(depth - 1, &generator)))"
        case 2: return "(\(inner))/(\(positive(depth - 1, &generator)))"
        case 3: return "(\(inner) + \(positive(depth - 1, &generator)))"
        case 4: return "sqrt(\(inner))"
        case 5: return "(\(inner))^(\(exponent))"
        default: return "exp(-log(\(inner))/3)"
        }
    }

    @Test func randomExpressionsAgree() throws {
        var generator = SplitMix64(seed: 17)
        var compared = 0
        for _ in 0..<400 {
            let text = Self.positive(4, &generator)
            let parsed = Parser.parse(Self.declarations + "\nclaim c: \(text) = 0")
            var elaborator = Elaborator(importing: nil)
            let item = try #require(elaborator.elaborate(parsed.statements).first { $0.name == "c" }, "\(text)")
            let statement = try #require(item.statement), relation = try #require(statement.goal.relations?.first)
            let point = Point(name: "v", manifold: .euclidean(.number(3)))
            var concrete = try ConcreteStatement(statement)
            let scalar = try concrete.scalar(relation.left)
            let sample: [Rational] = [1, Rational(1, 3), Rational(-2, 5)]
            guard let expected = try? BallField(precision: 200).value(relation.left, at: Assignment(points: [point: sample])) else { continue }
            let machine = RealBallMachine(
                ScalarProgram(scalar.graph, [scalar.root], variables: statement.points.contains(point) ? try concrete.variables(of: point) : []), precision: 200)
            for place in sample.indices where statement.points.contains(point) { machine.setArgument(place, to: Ball(sample[place], precision: 200)) }
            machine.run()
            #expect(machine.result(0).overlaps(expected), "\(text)")
            if machine.result(0).relativeAccuracyBits > 60 && expected.relativeAccuracyBits > 60 { compared += 1 }
        }
        #expect(compared >= 350)
    }

    /// Numbers under roots have one form.
    @Test func radicals() {
        var graph = ScalarGraph()
        func root(_ value: Rational, _ exponent: Rational, _ graph: inout ScalarGraph) -> ScalarGraph.Node {
            graph.power(graph.number(value), exponent)
        }
        let half = Rational(1, 2)
        #expect(graph.product(root(2, half, &graph), root(3, half, &graph)) == root(6, half, &graph))
        #expect(graph.product(root(Rational(21, 4), half, &graph), root(Rational(4, 21), half, &graph)) == graph.number(1))
        #expect(root(8, half, &graph) == graph.scaled(root(2, half, &graph), by: 2))
        #expect(root(16, Rational(-3, 4), &graph) == graph.number(Rational(1, 8)))
        #expect(graph.product(root(2, half, &graph), root(2, half, &graph)) == graph.number(2))
        // An even root of a square is an absolute value.
        let (_, x) = graph.variable()
        #expect(graph.squareRoot(graph.power(x, Rational(2))) == graph.function(.elementary(.abs), x))
        #expect(graph.squareRoot(graph.power(x, Rational(2))) != x)
    }
}
