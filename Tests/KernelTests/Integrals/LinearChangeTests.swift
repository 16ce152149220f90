import Arithmetic
import Expressions
import Testing

@testable import Kernel

@Suite struct LinearChangeTests {
    static let d = Dimension.number(2)
    static let old = ["v", "w", "x"].map { Point(name: $0, manifold: .euclidean(d)) }
    static let new = ["p", "q", "r"].map { Point(name: $0, manifold: .euclidean(d)) }
    static let u = FunctionSymbol(name: "u", arguments: [.vector(d), .vector(d)])

    static func unimodular(_ n: Int, _ generator: inout SplitMix64) -> [[Int]] {
        var m = (0..<n).map { i in (0..<n).map { i == $0 ? 1 : 0 } }
        if n == 1 { return [[generator.next() % 2 == 0 ? 1 : -1]] }
        for _ in 0..<5 {
            let a = Int(generator.next() % UInt64(n)), b = (a + 1 + Int(generator.next() % UInt64(n - 1))) % n
            let factor = Int(generator.next() % 5) - 2
            m[a] = zip(m[a], m[b]).map { $0 + factor * $1 }
            if generator.next() % 3 == 0 { m.swapAt(a, b) }
        }
        return m
    }

    static func entries(_ m: [[Int]]) -> [[Expression]] { m.map { $0.map { .number(Rational($0)) } } }

    /// Derivatives, composed arguments and positions.
    static func expression(_ n: Int) -> Expression {
        var supply = IndexSupply()
        let i = supply.fresh(d), j = supply.fresh(d)
        let last = old[n - 1]
        let value = Expression.application(.init(
            function: u, arguments: [.point(old[0], &supply), .vector(j, .coordinate(last, j) - .number(2) * .coordinate(old[0], j))]))
        let square = Expression.contraction(i, .coordinate(old[0], i) * .coordinate(last, i))
        return square * value + .contraction(i, .partial(last, i, .coordinate(last, i) * value)) + .contraction(i, .partial(old[0], i, .partial(last, i, value * value)))
    }

    /// The value of the changed expression at q is that of the expression at p = M q.
    @Test(arguments: 1...3) func valuesAreThoseAtTheImage(n: Int) throws {
        var generator = SplitMix64(seed: UInt64(n))
        for _ in 0..<6 {
            let matrix = Self.unimodular(n, &generator)
            let change = LinearChange(inverse: LinearChange(inverse: Self.entries(matrix)).matrix)
            let context = FormContext()
            #expect(try change.jacobian(Array(Self.new.prefix(n)), context) == .one)
            #expect(change.matrix == LinearChange(inverse: change.inverse).matrix)
            let e = Self.expression(n)
            let changed = try change.apply(e, Array(Self.old.prefix(n)), Array(Self.new.prefix(n)), context)
            #expect(Self.old.allSatisfy { !changed.mentions($0) })
            let q = (0..<n).map { _ in (0..<2).map { _ in Rational(Int(generator.next() % 7) - 3, 1 + Int(generator.next() % 2)) } }
            let p = (0..<n).map { a in (0..<2).map { k in (0..<n).reduce(Rational(0)) { $0 + Self.number(change.matrix[a][$1]) * q[$1][k] } } }
            let terms = (0..<6).map { _ in PolynomialFunction.Term(exponents: (0..<4).map { _ in Int(generator.next() % 3) }, coefficient: Rational(1 + Int(generator.next() % 5))) }
            let functions = [Self.u: PolynomialFunction(components: [[]: terms])]
            let before = try RationalField().value(e, at: Assignment(points: Dictionary(uniqueKeysWithValues: zip(Self.old, p)), functions: functions))
            let after = try RationalField().value(changed, at: Assignment(points: Dictionary(uniqueKeysWithValues: zip(Self.new, q)), functions: functions))
            #expect(before == after)
        }
    }

    static func number(_ e: Expression) -> Rational { if case .number(let value) = e.kind { return value } else { return 0 } }

    /// `∂[t] u(v + t w, w)` is a derivative at fixed v and w, also where `q = v + t w` is a new point.
    @Test func derivativesByParametersKeepTheOldPoints() throws {
        let t = Expression.parameter("t"), v = Self.old[0], w = Self.old[1], p = Self.new[0], q = Self.new[1]
        var supply = IndexSupply()
        let j = supply.fresh(Self.d), k = supply.fresh(Self.d)
        let moved = Expression.application(.init(
            function: Self.u, arguments: [.vector(j, .coordinate(v, j) + t * .coordinate(w, j)), .point(w, &supply)]))
        let change = LinearChange(inverse: [[.one, t], [.zero, .one]])
        let changed = try change.apply(.parameterDerivative("t", moved), [v, w], [p, q], FormContext())
        func slope(_ along: Point) -> Expression {
            .contraction(k, .coordinate(along, k) * .application(.init(
                function: Self.u, derivatives: [.init(argument: 0, index: k)], arguments: [.point(p, &supply), .point(q, &supply)])))
        }
        #expect(try ContractionForm.areEqual(changed, slope(q), FormContext()))
        #expect(try !ContractionForm.areEqual(changed, .zero, FormContext()))
        #expect(try !ContractionForm.areEqual(changed, slope(p), FormContext()))
    }

    @Test(arguments: 1...3) func otherInversesAreRejected(n: Int) {
        var generator = SplitMix64(seed: 40 + UInt64(n))
        for _ in 0..<6 {
            var change = LinearChange(inverse: Self.entries(Self.unimodular(n, &generator)))
            let a = Int(generator.next() % UInt64(n)), b = Int(generator.next() % UInt64(n))
            change.inverse[a][b] = change.inverse[a][b] + .one
            #expect(throws: Rejection.evidenceDoesNotFitGoal) { try change.jacobian(Array(Self.new.prefix(n)), FormContext()) }
        }
    }

    /// `|det|^d`, the sign left out.
    @Test func jacobians() throws {
        let points = Array(Self.new.prefix(2))
        for (rows, size) in [([[2, 0], [0, 1]], 2), ([[1, 1], [1, -1]], 2), ([[0, 3], [1, 5]], 3), ([[-2, 0], [0, 5]], 10)] {
            let inverse = LinearChange(inverse: Self.entries(rows))
            for dimension in [Dimension.number(2), .symbol("n")] {
                let places = points.map { Point(name: $0.name, manifold: .euclidean(dimension)) }
                // The determinant of the matrix is that of p in terms of q.
                #expect(try ContractionForm.areEqual(inverse.jacobian(places, FormContext()), .power(.number(Rational(1, size)), .dimension(dimension)), FormContext(positiveParameters: ["n"])))
                #expect(try ContractionForm.areEqual(
                    LinearChange(matrix: inverse.inverse, inverse: inverse.matrix).jacobian(places, FormContext()), .power(.number(Rational(size)), .dimension(dimension)), FormContext(positiveParameters: ["n"])))
            }
        }
    }

    @Test func parametersMustLeaveTheVolume() throws {
        let m = Expression.parameter("m"), points = Array(Self.new.prefix(2))
        let shear = LinearChange(matrix: [[.one, m], [.zero, .one]], inverse: [[.one, -m], [.zero, .one]])
        #expect(try shear.jacobian(points, FormContext()) == .one)
        let scale = LinearChange(matrix: [[m, .zero], [.zero, .one]], inverse: [[.power(m, .number(-1)), .zero], [.zero, .one]])
        #expect(throws: Rejection.evidenceDoesNotFitGoal) { try scale.jacobian(points, FormContext()) }
        let hyperbolic = LinearChange(matrix: [[m, .zero], [.zero, .power(m, .number(-1))]], inverse: [[.power(m, .number(-1)), .zero], [.zero, m]])
        #expect(try hyperbolic.jacobian(points, FormContext()) == .one)
    }

    /// Matrices of another size, singular matrices, other spaces.
    @Test func shapesMustFit() {
        let identity = LinearChange(matrix: Self.entries([[1, 0], [0, 1]]), inverse: Self.entries([[1, 0], [0, 1]]))
        let sphere = Point(name: "s", manifold: .sphere(ambient: Self.d)), line = Point(name: "t", manifold: .line(lower: nil, upper: nil))
        let other = Point(name: "y", manifold: .euclidean(.number(3)))
        for points in [[], [Self.new[0]], Self.new, [Self.new[0], other], [sphere, sphere], [line, line]] {
            #expect(throws: Rejection.evidenceDoesNotFitGoal) { try identity.jacobian(points, FormContext()) }
        }
        let singular = LinearChange(matrix: Self.entries([[1, 1], [1, 1]]), inverse: Self.entries([[1, 1], [1, 1]]))
        #expect(throws: Rejection.evidenceDoesNotFitGoal) { try singular.jacobian(Array(Self.new.prefix(2)), FormContext()) }
        let ragged = LinearChange(matrix: Self.entries([[1, 0], [0]]), inverse: Self.entries([[1, 0], [0, 1]]))
        #expect(throws: Rejection.evidenceDoesNotFitGoal) { try ragged.jacobian(Array(Self.new.prefix(2)), FormContext()) }
    }
}
