import Arithmetic
@testable import Enclosures
import Expressions
import Testing

/// Laws of the evaluation of scalar graphs over balls, on random graphs.
@Suite struct ScalarMachineTests {
    typealias Node = ScalarGraph.Node

    /// A random graph in x that is defined for x > 0.
    static func random(_ g: inout ScalarGraph, _ x: Node, _ generator: inout SplitMix64, depth: Int) -> Node {
        func small() -> Rational { Rational(Int(generator.next() % 9) - 4, Int(generator.next() % 3) + 1) }
        if depth == 0 { return generator.next() % 3 == 0 ? g.number(small()) : x }
        let a = random(&g, x, &generator, depth: depth - 1)
        switch generator.next() % 12 {
        case 0, 1: return g.sum(g.scaled(a, by: small()), random(&g, x, &generator, depth: depth - 1))
        case 2, 3: return g.product(a, random(&g, x, &generator, depth: depth - 1))
        case 4: return g.power(g.sum(g.number(2), g.power(a, 2)), Rational(Int(generator.next() % 7) - 3, 2))
        case 5: return g.function(.elementary(.log), g.sum(g.number(1), g.power(a, 2)))
        case 6: return g.function(.elementary(.exp), g.scaled(g.power(g.function(.elementary(.sin), a), 2), by: -1))
        case 7: return g.function(.elementary(.cos), a)
        case 8: return g.function(.elementary(.atan), a)
        case 9: return g.function(.elementary(.tanh), a)
        case 10: return g.function(.elementary(.abs), a)
        default: return g.sum(g.function(.elementary(.exp), g.function(.elementary(.sin), a)), g.number(-1))
        }
    }

    static func value(_ machine: RealBallMachine, _ x: Ball) -> Ball {
        machine.setArgument(0, to: x)
        machine.run()
        return machine.result(0)
    }

    @Test func widerBallsContain() {
        var generator = SplitMix64(seed: 11)
        for _ in 0..<300 {
            var g = ScalarGraph()
            let (variable, x) = g.variable(isPositive: true)
            let node = Self.random(&g, x, &generator, depth: 4)
            let program = ScalarProgram(g, [node], variables: [variable])
            let (coarse, fine) = (RealBallMachine(program, precision: 53), RealBallMachine(program, precision: 200))
            let middle = Rational(Int(generator.next() % 90) + 11, 20)
            let inside = middle + Rational(Int(generator.next() % 201) - 100, 1000)
            let wide = Self.value(coarse, Ball(midpoint: middle, radius: Rational(1, 10), precision: 53))
            let narrow = Self.value(coarse, Ball(inside, precision: 53))
            let exact = Self.value(fine, Ball(inside, precision: 200))
            #expect(!wide.isFinite || wide.overlaps(exact))
            #expect(!narrow.isFinite || narrow.overlaps(exact))
            // A value outside is told apart.
            if narrow.isFinite, narrow.relativeAccuracyBits > 20, !narrow.containsZero {
                #expect(!narrow.overlaps(exact.adding(Ball(Rational(1, 1000), precision: 53).multiplied(by: exact, precision: 200), precision: 200)))
            }
        }
    }

    @Test func realAndComplexAgree() {
        var generator = SplitMix64(seed: 12)
        for _ in 0..<300 {
            var g = ScalarGraph()
            let (variable, x) = g.variable(isPositive: true)
            let node = Self.random(&g, x, &generator, depth: 4)
            let program = ScalarProgram(g, [node], variables: [variable])
            let place = Rational(Int(generator.next() % 90) + 11, 20)
            let real = Self.value(RealBallMachine(program, precision: 100), Ball(place, precision: 100))
            let complex = ComplexBallMachine(program, precision: 100)
            complex.setArgument(0, to: ComplexBall(Ball(place, precision: 100)))
            complex.run(analytic: false)
            #expect(!complex.result(0).isFinite || complex.result(0).real.overlaps(real))
            // Over a box that is shown to be analytic the values at its points are enclosed, and conjugate points have conjugate values.
            let box = ComplexBall(
                Ball(midpoint: place, radius: Rational(1, 50), precision: 100), Ball(midpoint: 0, radius: Rational(1, 50), precision: 100))
            complex.setArgument(0, to: box)
            complex.run(analytic: true)
            let all = complex.result(0)
            guard all.isFinite else { continue }
            let point = ComplexBall(Ball(place, precision: 100), Ball(Rational(1, 60), precision: 100))
            complex.setArgument(0, to: point)
            complex.run(analytic: true)
            #expect(complex.result(0).overlaps(all))
        }
    }

    @Test func branchCutsAndKinksAreNotAnalytic() {
        var g = ScalarGraph()
        let (variable, x) = g.variable()
        let cases: [Node] = [
            g.squareRoot(x), g.power(x, Rational(1, 3)), g.function(.elementary(.log), x), g.function(.elementary(.abs), x),
            g.function(.elementary(.sign), x), g.function(.step, x), g.power(x, -1),
            g.function(.elementary(.log), g.sum(g.number(1), g.scaled(x, by: 100))),
        ]
        let box = ComplexBall(Ball(midpoint: 0, radius: Rational(1, 10), precision: 64), Ball(midpoint: 0, radius: Rational(1, 10), precision: 64))
        let safe = ComplexBall(Ball(midpoint: 1, radius: Rational(1, 10), precision: 64), Ball(midpoint: 0, radius: Rational(1, 10), precision: 64))
        for node in cases {
            let machine = ComplexBallMachine(ScalarProgram(g, [node], variables: [variable]), precision: 64)
            machine.setArgument(0, to: box)
            machine.run(analytic: true)
            #expect(!machine.result(0).isFinite)
            machine.setArgument(0, to: safe)
            machine.run(analytic: true)
            #expect(machine.result(0).isFinite)
        }
    }
}
