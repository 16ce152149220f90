import Arithmetic
import CFLINT

/// A function of x at equally spaced points, in which the exponentials `exp(a + bx + cx²)` take two multiplications each:
/// `E(x + h) = E(x) Q(x)` and `Q(x + h) = Q(x) exp(2ch²)` with `Q(x) = exp(bh + ch² + 2chx)`.
struct ExponentialRecurrence {
    /// Of x and the exponentials.
    let program: ScalarProgram
    private let graph: ScalarGraph
    /// Coefficients `(a, b, c)` of the exponents.
    private let exponents: [[ScalarGraph.Node]]

    init(_ graph: ScalarGraph, _ integrand: ScalarGraph.Node, _ variable: ScalarGraph.Variable) {
        var graph = graph
        var variables = [variable]
        var exponents: [[ScalarGraph.Node]] = []
        var images: [ScalarGraph.Node: ScalarGraph.Node] = [:]
        for node in graph.reachable(from: [integrand]) {
            guard case .function(.elementary(.exp), let argument) = graph[node], graph.support(argument) == [variable.number],
                let coefficients = graph.coefficients(of: argument, by: variable, degreeLimit: 2), coefficients.count <= 3
            else { continue }
            let (exponential, image) = graph.variable(isPositive: true)
            variables.append(exponential)
            images[node] = image
            exponents.append(coefficients + Array(repeating: graph.number(0), count: 3 - coefficients.count))
        }
        let replaced = graph.replacing(images, in: integrand)
        program = ScalarProgram(graph, [replaced], variables: variables)
        self.graph = graph
        self.exponents = exponents
    }

    /// The exponentials at one point after the other.
    final class Run {
        private let count: Int
        private let precision: Int
        /// Coefficients, E, Q and `exp(2ch²)`, six for each exponential; then h, x and scratch.
        private let balls: UnsafeMutablePointer<arb_struct>
        private var sinceExact = 0
        /// Errors grow like the square of the number of steps.
        private static let longest = 64

        init(_ recurrence: ExponentialRecurrence, step: UnsafePointer<arb_struct>, precision bits: Int) throws {
            count = recurrence.exponents.count
            precision = bits + 40
            balls = _arb_vec_init(6 * recurrence.exponents.count + 4)
            arb_set(balls + 6 * count, step)
            for (number, coefficients) in recurrence.exponents.enumerated() {
                for (place, node) in coefficients.enumerated() {
                    try recurrence.graph.enclosure(of: node, precision: precision).withArb { arb_set(balls + 6 * number + place, $0) }
                }
                let last = balls + 6 * number + 5
                arb_mul(last, step, step, precision)
                arb_mul(last, last, balls + 6 * number + 2, precision)
                arb_mul_2exp_si(last, last, 1)
                arb_exp(last, last, precision)
            }
        }

        deinit { _arb_vec_clear(balls, 6 * count + 4) }

        /// Writes the exponentials at x to the machine's arguments behind x. Points must come one step after the other.
        func write(to registers: UnsafeMutablePointer<arb_struct>) {
            if sinceExact == 0 { start(at: registers) }
            for number in 0..<count { arb_set(registers + 1 + number, balls + 6 * number + 3) }
            sinceExact = (sinceExact + 1) % Self.longest
            if sinceExact == 0 { return }
            for number in 0..<count {
                let e = balls + 6 * number + 3
                arb_mul(e, e, e + 1, precision)
                arb_mul(e + 1, e + 1, e + 2, precision)
            }
        }

        private func start(at x: UnsafePointer<arb_struct>) {
            let h = balls + 6 * count
            let scratch = h + 1
            for number in 0..<count {
                let c = balls + 6 * number
                // a + (b + cx) x
                arb_mul(scratch, c + 2, x, precision)
                arb_add(scratch, scratch, c + 1, precision)
                arb_mul(scratch, scratch, x, precision)
                arb_add(scratch, scratch, c, precision)
                arb_exp(c + 3, scratch, precision)
                // (b + c (h + 2x)) h
                arb_mul_2exp_si(scratch, x, 1)
                arb_add(scratch, scratch, h, precision)
                arb_mul(scratch, scratch, c + 2, precision)
                arb_add(scratch, scratch, c + 1, precision)
                arb_mul(scratch, scratch, h, precision)
                arb_exp(c + 4, scratch, precision)
            }
        }
    }
}
