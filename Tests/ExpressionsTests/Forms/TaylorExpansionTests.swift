import Arithmetic
import Expressions
import Testing

/// Jets at one point expanded around another: exact on polynomials of low degree, where no remainder is left.
@Suite struct TaylorExpansionTests {
    static let plane = Dimension.number(2)
    static let v = Point(name: "v", manifold: .euclidean(plane)), w = Point(name: "w", manifold: .euclidean(plane))
    static let u = FunctionSymbol(name: "u", arguments: [.vector(plane)])
    static let remainder = FunctionSymbol(name: "u~", arguments: [.vector(plane)])

    static func jet(_ point: Point, _ order: Int, _ indices: [Index]) -> Expression {
        var supply = IndexSupply(startingAt: 500)
        return .application(.init(
            function: u, derivatives: indices.prefix(order).map { .init(argument: 0, index: $0) }, arguments: [.point(point, &supply)]))
    }

    /// `∂^j u(v) · ∂^j u(w)`, contracted, times a power of a jet at v.
    static func expression(_ order: Int) -> Expression {
        var supply = IndexSupply()
        let indices = (0..<order).map { _ in supply.fresh(plane) }, k = supply.fresh(plane)
        let product = indices.reduce(jet(v, order, indices) * jet(w, order, indices)) { .contraction($1, $0) }
        let slope = Expression.contraction(k, jet(v, 1, [k]) * (.coordinate(v, k) - .coordinate(w, k)))
        return product + slope * slope
    }

    static func polynomial(_ degree: Int, _ generator: inout SplitMix64) -> PolynomialFunction {
        var terms: [PolynomialFunction.Term] = []
        for a in 0...degree {
            for b in 0...(degree - a) {
                terms.append(.init(exponents: [a, b], coefficient: Rational(1 + Int(generator.next() % 7), 1 + Int(generator.next() % 3))))
            }
        }
        return PolynomialFunction(components: [[]: terms])
    }

    @Test(arguments: 0...3, 0...2) func polynomialsAreTheirExpansions(order: Int, jet: Int) throws {
        let frame = try #require(LinearForm([Self.v: 1, Self.w: -1])?.frame(varying: [Self.v]))
        let form = ContractionForm(FormContext(), frame)
        let e = Self.expression(jet)
        var supply = IndexSupply(startingAt: 1_000)
        let expanded = try form.expression(form.expandingJets(form.normalForm(e), frame, order: order), &supply)
        var generator = SplitMix64(seed: 5)
        func values(_ degree: Int) throws -> (Rational, Rational) {
            let assignment = Assignment(
                points: [Self.v: [2, Rational(-1, 3)], Self.w: [Rational(1, 2), 3]],
                functions: [Self.u: Self.polynomial(degree, &generator), Self.remainder: PolynomialFunction(components: [:])])
            return (try NodeByNode(assignment).value(e), try NodeByNode(assignment).value(expanded))
        }
        // Both jets at v: orders `jet` and 1.
        for degree in 0...(order + min(jet, 1)) {
            let (left, right) = try values(degree)
            #expect(left == right)
        }
        // One degree more needs the remainder.
        let (left, right) = try values(order + max(jet, 1) + 1)
        #expect(left != right)
    }
}
