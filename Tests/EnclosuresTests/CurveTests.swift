import Arithmetic
import Enclosures
import Expressions
import Testing

/// The enclosure of a function on an interval contains each of its values, and little more.
@Suite struct CurveTests {
    private typealias Node = ScalarGraph.Node

    private static func curve(
        from a: Rational, to b: Rational, columns: Int = 32, isLogarithmic: Bool = false, radicands: [Node] = [],
        _ make: (inout ScalarGraph, Node) -> Node
    ) throws -> (curve: Curve, value: (Rational) -> Ball) {
        var graph = ScalarGraph()
        let (variable, x) = graph.variable()
        let root = make(&graph, x)
        let grid = try CurveGrid(
            from: Ball(a, precision: 128), to: Ball(b, precision: 128), columns: columns, isLogarithmic: isLogarithmic)
        var enclosure = CurveEnclosure(ScalarValue(graph: graph, root: root, definedness: Definedness(radicands: radicands)), of: variable, on: grid)
        let machine = RealBallMachine(ScalarProgram(graph, [root], variables: [variable]), precision: 200)
        return (enclosure.curve(), { ScalarMachineTests.value(machine, Ball($0, precision: 200)) })
    }

    /// Whether the value at a place lies in the piece around it; `nil` where there is none.
    private static func contains(_ curve: Curve, _ value: Ball, at place: Rational) -> Bool? {
        let pieces = curve.pieces.filter { Rational($0.from)! <= place && place <= Rational($0.to)! }
        if pieces.isEmpty { return nil }
        return pieces.allSatisfy { piece in
            let box = Ball(lower: Rational(piece.lower)!, upper: Rational(piece.upper)!, precision: 200)
            return box.overlaps(value)
        }
    }

    @Test func valuesOfRandomFunctionsAreEnclosed() throws {
        var generator = SplitMix64(seed: 5)
        var found = 0
        for number in 0..<12 {
            let seed = generator.next()
            let (curve, value) = try Self.curve(from: Rational(1, 4), to: 5, isLogarithmic: number % 2 == 0) { graph, x in
                var own = SplitMix64(seed: seed)
                return ScalarMachineTests.random(&graph, x, &own, depth: 4)
            }
            for _ in 0..<30 {
                let place = Rational(1, 4) + Rational(Int(generator.next() % 4751), 1000)
                let exact = value(place)
                guard exact.isFinite, let inside = Self.contains(curve, exact, at: place) else { continue }
                #expect(inside, "\(number) at \(place)")
                // A value that is off by more than the height of the piece is noticed.
                let far = exact.adding(Ball(Int((curve.range?.upper ?? 0) - (curve.range?.lower ?? 0)) + 2), precision: 200)
                #expect(Self.contains(curve, far, at: place) == false)
                found += 1
            }
        }
        #expect(found > 250)
    }

    /// A monotone function is enclosed by its values at the ends: sqrt x on [0, 1], up to the end where it has no derivative.
    @Test func enclosuresAreTight() throws {
        let (root, _) = try Self.curve(from: 0, to: 1) { $0.squareRoot($1) }
        #expect(root.gaps.isEmpty)
        #expect(root.range?.lower == 0 && (root.range?.upper ?? 2) < 1 + 1e-12)
        let (square, _) = try Self.curve(from: -1, to: 1) { $0.power($1, 2) }
        let excess = square.pieces.map { $0.upper - $0.lower - abs(($0.last ?? 0) - ($0.first ?? 0)) }.max() ?? 1
        #expect(excess < 1 / 250.0)
        #expect((square.range?.lower ?? 1) <= 0 && (square.range?.lower ?? -1) > -1 / 250.0)
    }

    /// A pole, a jump and a place without values are gaps, however small; beside them there are none.
    @Test func placesWithoutValuesAreGaps() throws {
        let (pole, _) = try Self.curve(from: -1, to: 2) { $0.power($1, -1) }
        #expect(pole.gaps.count == 1)
        #expect(pole.gaps.allSatisfy { $0.from < 0 && 0 < $0.to && $0.to - $0.from < 1e-5 })
        let (jump, _) = try Self.curve(from: -1, to: 2) { $0.function(.elementary(.atan), $0.power($1, -1)) }
        #expect(jump.gaps.contains { $0.from <= 0 && 0 <= $0.to })
        let (logarithm, _) = try Self.curve(from: -1, to: 1) { $0.function(.elementary(.log), $1) }
        #expect(logarithm.gaps.first.map { $0.from == -1 && $0.to >= 0 && $0.to < 1e-5 } == true)
        #expect(logarithm.pieces.allSatisfy { $0.from > 0 })
    }

    /// `sqrt(x)²` is the node x, but has no value for a negative x.
    @Test func simplificationsDoNotExtendTheDomain() throws {
        var graph = ScalarGraph()
        let (variable, x) = graph.variable()
        let root = graph.sum(x, graph.number(1))
        let grid = try CurveGrid(from: Ball(-1), to: Ball(1), columns: 64, isLogarithmic: false)
        var enclosure = CurveEnclosure(ScalarValue(graph: graph, root: root, definedness: Definedness(radicands: [x])), of: variable, on: grid)
        let curve = enclosure.curve()
        #expect(curve.gaps.count == 1 && curve.gaps[0].from == -1 && curve.gaps[0].to == 0)
        #expect(curve.pieces.first?.from == 0 && curve.pieces.last?.to == 1)
    }

    @Test func stepsKeepBothSides() throws {
        let (step, _) = try Self.curve(from: -1, to: 1, columns: 10) { $0.function(.step, $1) }
        #expect(step.range?.lower == 0 && step.range?.upper == 1)
        #expect(step.gaps.isEmpty)
        let middle = step.pieces.filter { $0.from <= 0 && 0 <= $0.to }
        #expect(middle.allSatisfy { $0.lower <= 0 } && middle.contains { $0.upper >= 1 })
    }

    @Test func rangesThatMakeNoGridAreRefused() {
        func refused(_ a: Ball, _ b: Ball, isLogarithmic: Bool = false) -> Bool {
            (try? CurveGrid(from: a, to: b, columns: 8, isLogarithmic: isLogarithmic)) == nil
        }
        #expect(refused(Ball(1), Ball(1)))
        #expect(refused(Ball(2), Ball(1)))
        #expect(refused(Ball(0), Ball(1), isLogarithmic: true))
        #expect(refused(.realLine, Ball(1)))
        #expect(!refused(Ball(0), Ball(1)))
        #expect(!refused(Ball(1), Ball(1000), isLogarithmic: true))
    }
}
