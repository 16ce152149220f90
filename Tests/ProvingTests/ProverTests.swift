import Arithmetic
import Expressions
import Kernel
import Testing

@testable import Proving

@Suite struct ProverTests {
    static let d = Dimension.symbol("d")
    static let z = Point(name: "z", manifold: .euclidean(d))
    static let u = FunctionSymbol(name: "u", arguments: [.vector(d)])
    static let dimension = Parameter(name: "d", isInteger: true, lower: .init(value: 1, isStrict: false))

    struct Setting {
        var supply = IndexSupply()
        var value: Expression { mutatingValue() }

        func mutatingValue() -> Expression {
            var supply = IndexSupply(startingAt: 1_000)
            return .application(.init(function: ProverTests.u, arguments: [.point(ProverTests.z, &supply)]))
        }

        mutating func norm() -> Expression {
            let i = supply.fresh(ProverTests.d)
            let x = Expression.coordinate(ProverTests.z, i)
            return .squareRoot(.contraction(i, x * x))
        }

        mutating func laplacian(_ e: Expression) -> Expression {
            let i = supply.fresh(ProverTests.d)
            return .contraction(i, .partial(ProverTests.z, i, .partial(ProverTests.z, i, e)))
        }
    }

    static func statement(_ left: Expression, _ right: Expression, parameters: [Parameter] = []) -> Statement {
        Statement(
            parameters: [dimension] + parameters, points: [z], functions: [u], goal: .relation(Relation(left, .equal, right)))
    }

    /// `Δ|z|^a = c a (d + a - 2) |z|^(a-2)`, true for c = 1.
    static func laplacianOfPower(_ factor: Expression, shift: Rational = 2) -> Statement {
        var setting = Setting()
        let a = Expression.parameter("a")
        let right = factor * a * (.dimension(d) + a - .number(2)) * .power(setting.norm(), a - .number(shift))
        let left = setting.laplacian(.power(setting.norm(), a))
        return statement(left, right, parameters: [Parameter(name: "a")])
    }

    @Test func symbolicPowersInEveryDimension() {
        let outcome = Prover.run(Task(statement: Self.laplacianOfPower(.one)))
        #expect(outcome.verdict == .proved)
        #expect(outcome.evidence == "identity, every d")
        #expect(outcome.sideConditions == ["z ≠ 0"])
        #expect(outcome.internalError == nil)
    }

    @Test func aWrongCoefficientIsRefutedAndRepaired() {
        let outcome = Prover.run(Task(statement: Self.laplacianOfPower(.number(Rational(1, 3)))))
        #expect(outcome.verdict == .refuted)
        #expect(outcome.witness != nil)
        #expect(outcome.repair == "true with 1 in place of 1/3 in term 1 of the right side")
    }

    @Test func aWrongDegreeIsPointedAt() throws {
        var setting = Setting()
        // Δ(|z|² u) = 2d u + 4 z·∇u + |z|^3 Δu: the last term should carry |z|².
        let i = setting.supply.fresh(Self.d)
        let radial = Expression.contraction(i, .coordinate(Self.z, i) * .partial(Self.z, i, setting.value))
        let left = setting.laplacian(.power(setting.norm(), .number(2)) * setting.value)
        let last = Expression.power(setting.norm(), .number(3)) * setting.laplacian(setting.value)
        let right = Expression.sum([.number(2) * .dimension(Self.d) * setting.value, .number(4) * radial, last])
        let outcome = Prover.run(Task(statement: Self.statement(left, right)))
        #expect(outcome.verdict == .refuted)
        let repair = try #require(outcome.repair)
        #expect(repair.hasPrefix("term 3 of the right side scales like |z|^(1), the others like |z|^(0)"))
        #expect(repair.contains("true with"))
    }

    @Test func findSolvesForConstants() {
        var setting = Setting()
        // Δ(u²) = p u Δu + q |∇u|².
        let i = setting.supply.fresh(Self.d)
        let slope = Expression.partial(Self.z, i, setting.value)
        let left = setting.laplacian(.power(setting.value, .number(2)))
        func right(_ extra: Expression) -> Expression {
            .parameter("p") * setting.value * setting.laplacian(setting.value)
                + .parameter("q") * .contraction(i, slope * slope) + extra
        }
        let parameters = [Parameter(name: "p"), Parameter(name: "q")]
        let solved = Prover.run(Task(
            statement: Self.statement(left, right(.zero), parameters: parameters), question: .find(["p", "q"])))
        #expect(solved.verdict == .proved)
        #expect(solved.value == "p = 2, q = 2")
        let impossible = Prover.run(Task(
            statement: Self.statement(left, right(setting.value), parameters: parameters), question: .find(["p", "q"])))
        #expect(impossible.verdict == .unknown)
    }

    /// The integral of an arbitrary function over the space need not converge, let alone vanish: that of a Gaussian does not.
    @Test func integralsWithoutDecayAreNotProved() {
        let setting = Setting()
        let outcome = Prover.run(Task(statement: Self.statement(.integral([Self.z], setting.value), .zero)))
        #expect(outcome.verdict == .refuted)
    }

    @Test func divisionByZeroIsNeverProved() {
        let pole = Expression.one / (.parameter("a") - .parameter("a"))
        let outcome = Prover.run(Task(statement: Self.statement(pole, pole, parameters: [Parameter(name: "a")])))
        #expect(outcome.verdict == .unknown)
    }

    @Test func aTransposedTermIsFound() throws {
        let n = Dimension.number(3)
        let z = Point(name: "z", manifold: .euclidean(n))
        let field = FunctionSymbol(name: "X", arguments: [.vector(n)], valueDimensions: [n])
        var supply = IndexSupply()
        let i = supply.fresh(n), j = supply.fresh(n)
        func component(_ k: Index) -> Expression {
            .application(.init(function: field, valueIndices: [k], arguments: [.point(z, &supply)]))
        }
        // ∂_i X_j = ∂_j X_i is false; transposed it is true.
        let statement = Statement(
            points: [z], functions: [field],
            goal: .relation(Relation(.partial(z, i, component(j)), .equal, .partial(z, j, component(i)), indices: [i, j])))
        let outcome = Prover.run(Task(statement: statement))
        #expect(outcome.verdict == .refuted)
        #expect(try #require(outcome.repair).contains("transposed"))
    }
}
