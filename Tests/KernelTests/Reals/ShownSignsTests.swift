import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// What stands before evidence must be shown, and nothing else may be put in place of exponentials and squares.
@Suite struct ShownSignsTests {
    private static let t = Expression.parameter("t"), λ = Expression.parameter("λ")
    private static let excess = Expression.one - .elementary(.exp, .product([.number(-2), t]))

    private static func statement(_ goal: Relation, lower: Rational = 0) -> Statement {
        Statement(parameters: ["t", "λ"].map { Parameter(name: $0, isInteger: false, lower: .init(value: lower, isStrict: true), upper: nil) }, goal: .relation(goal))
    }

    private static let root = statement(Relation(.power(.squareRoot(excess), .number(2)), .equal, excess))
    /// From 0 on it grows.
    private static let proof = SignProof.monotone("t", from: .lower, slope: .form, end: .number(bits: 64))

    private static func evidence(_ e: Expression, _ proof: SignProof, isStrict: Bool = false) -> Evidence {
        .signs(ShownSigns([.init(.init(e, proof), isStrict: isStrict)]), .identity(.contraction))
    }

    @Test func signsCoverConditions() throws {
        #expect(throws: Rejection.self) { try Kernel.Examination(Self.root, .identity(.contraction)).theorem() }
        let evidence = Self.evidence(Self.excess, Self.proof)
        let theorem = try Kernel.Examination(Self.root, evidence).theorem()
        #expect(theorem.verdict == .proved && theorem.conditions.isEmpty && theorem.statement == Self.root)
        #expect(try evidence.read(in: Self.root) == evidence)
    }

    @Test func wrongSignsAreRefused() {
        let t = Self.t
        for evidence in [
            Self.evidence(Self.excess, .form), Self.evidence(-Self.excess, Self.proof), Self.evidence(.parameter("s"), .form),
            // Another sign, which covers nothing, and none at all.
            Self.evidence(t, .form), .signs(ShownSigns([]), .identity(.contraction)),
        ] {
            #expect(throws: (any Error).self) { try Kernel.Examination(Self.root, evidence).theorem() }
        }
        // Below 0 the sign is the other one.
        let beyond = Self.statement(Self.root.goal.relations![0], lower: -1)
        #expect(throws: (any Error).self) { try Kernel.Examination(beyond, Self.evidence(Self.excess, Self.proof)).theorem() }
    }

    @Test func exponentialsBecomeParameters() throws {
        let product = Self.λ * Self.t
        let goal = Relation(.elementary(.exp, .product([.number(-2), Self.λ, Self.t]) + Self.t), .equal, .elementary(.exp, Self.t))
        let reduced = try ExponentialParameter(name: "r", rate: product).statement(of: Self.statement(goal))
        #expect(reduced.goal == .relation(Relation(.power(.parameter("r"), .number(2)) * .elementary(.exp, Self.t), .equal, .elementary(.exp, Self.t))))
        #expect(reduced.parameters.last == Parameter(name: "r", isInteger: false, lower: .init(value: 0, isStrict: true), upper: .init(value: 1, isStrict: true)))
    }

    @Test func otherParametersAreRefused() throws {
        let decay = Expression.elementary(.exp, -Self.t), goal = Relation(decay, .lessOrEqual, .one)
        func isRefused(_ name: String, _ rate: Expression, _ statement: Statement) -> Bool {
            (try? ExponentialParameter(name: name, rate: rate).statement(of: statement)) == nil
        }
        #expect(!isRefused("r", Self.t, Self.statement(goal)))
        // A name that is taken, a rate of unknown sign, no product, nothing to replace, a rate that is not declared.
        #expect(isRefused("λ", Self.t, Self.statement(goal)))
        #expect(isRefused("r", Self.t, Self.statement(goal, lower: -1)))
        #expect(isRefused("r", -Self.t, Self.statement(goal)))
        #expect(isRefused("r", Self.t + Self.λ, Self.statement(goal)))
        #expect(isRefused("r", Self.λ, Self.statement(goal)))
        #expect(isRefused("r", .parameter("s"), Self.statement(goal)))
        // The parameter of a limit, and a derivative by a parameter that stands elsewhere, too.
        #expect(isRefused("r", Self.t, Self.statement(Relation(.uninterpreted("lim", [Self.t, .zero, decay]), .lessOrEqual, .one))))
        #expect(isRefused("r", Self.t, Self.statement(Relation(.parameterDerivative("t", Self.t * decay), .lessOrEqual, .one))))
        let slope = try ExponentialParameter(name: "r", rate: Self.t).statement(of: Self.statement(Relation(.parameterDerivative("t", decay), .lessOrEqual, .one)))
        #expect(slope.goal.relations?[0].left == .product([.number(-1), .one, .parameter("r"), .parameterDerivative("r", .parameter("r"))]))
    }

    @Test func squaresOfMatrices() throws {
        let d = Dimension.symbol("d"), i = Index.variable(1, d), j = Index.variable(2, d)
        func matrix(_ name: String, _ symmetry: FunctionSymbol.ValueSymmetry) -> FunctionSymbol {
            FunctionSymbol(name: name, arguments: [], valueDimensions: [d, d], valueSymmetry: symmetry)
        }
        func entry(_ symbol: FunctionSymbol, _ a: Index, _ b: Index) -> Expression { .application(.init(function: symbol, valueIndices: [a, b], arguments: [])) }
        func statement(_ symbol: FunctionSymbol) -> Statement {
            let trace = Expression.contraction(i, .contraction(j, entry(symbol, i, j) * entry(symbol, j, i)))
            return Statement(functions: [symbol], goal: .relation(Relation(.zero, .lessOrEqual, trace)))
        }
        let own = statement(matrix("R", .symmetric))
        let reduced = try SquaredMatrix(root: "R", name: "M").statement(of: own)
        #expect(reduced.functions.map(\.name) == ["M"])
        #expect(reduced.goal == .relation(Relation(.zero, .lessOrEqual, .contraction(i, entry(matrix("M", .symmetric), i, i)))))
        for (root, name, statement) in [("R", "R", own), ("Q", "M", own), ("R", "M", statement(matrix("R", .none))), ("R", "M", statement(matrix("R", .antisymmetric)))] {
            #expect(throws: (any Error).self) { try SquaredMatrix(root: root, name: name).statement(of: statement) }
        }
        // The trace of a symmetric matrix may be negative.
        #expect(throws: (any Error).self) { try Kernel.Examination(own, .matrix(SquaredMatrix(root: "R", name: "M"), .manifestSign)).theorem() }
    }
}
