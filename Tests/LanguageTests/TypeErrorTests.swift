import Testing

@testable import Language

@Suite struct TypeErrors {
    static let preamble = """
        space z, w in R^3
        space x in R
        space ω in S^2
        param γ in [-3, 1)
        param d integer >= 2
        space v in R^d
        function u(z)
        function X(z) : vector
        function A(z) : symmetric matrix
        function V(v) : vector
        function h(z,w)
        function α(x)
        function k(ω)
        density f(z)
        let L(e) = div(A ∇e) + e²
        let F(p) = ∫[z] p log p
        let b[k](z) = basis(k)×z

        """

    /// The code and message of the first error of a claim.
    func error(_ text: String) -> (DiagnosticCode, String, Int)? {
        let session = Session(TypeErrors.preamble + text)
        return session.diagnostics.first { $0.severity == .error }.map { ($0.code, $0.message, $0.location.column) }
    }

    @Test(arguments: [
        ("claim c: X = u", DiagnosticCode.shapeMismatch, "found a scalar on the right side of `=`, expected a vector of R^3 like the left side"),
        ("claim c: u + X = 0", .shapeMismatch, "found a vector of R^3 in a sum whose other terms are a scalar"),
        ("claim c: X = V", .shapeMismatch, "found a vector of R^d on the right side of `=`, expected a vector of R^3 like the left side"),
        ("claim c: X X = 0", .vectorBesideVector, "found a vector of R^3 beside a vector of R^3; two vectors have no product without a sign"),
        ("claim c: X·V = 0", .productMismatch, "found a vector of R^d as the right side of a product whose left side is a vector of R^3"),
        ("claim c: u·X = 0", .productMismatch, "found a scalar beside ·, expected vectors or matrices (the other side is a vector of R^3)"),
        ("claim c: A:X = 0", .productMismatch, "found a vector of R^3 as the right side of : whose left side is a matrix on R^3"),
        ("claim c: u/X = 0", .scalarExpected, "found a vector of R^3 as a divisor, expected a scalar"),
        ("claim c: X² = 0", .scalarExpected, "found a vector of R^3 as the base of a power, expected a scalar"),
        ("claim c: exp(X) = 0", .scalarExpected, "found a vector of R^3, expected a scalar as the argument of exp"),
        ("claim c: V×V = 0", .crossOutsideThree, "found a vector of R^d beside ×, expected a vector of R^3 (the other side is a vector of R^d)"),
        ("claim c: div u = 0", .wrongRank, "found a scalar under div, expected a vector or matrix field on the space of `z`"),
        ("claim c: tr X = 0", .wrongRank, "found a vector of R^3 under tr, expected a matrix"),
        ("claim c: |A| = 0", .wrongRank, "found a matrix on R^3 between bars, expected a scalar or a vector"),
        ("claim c: ‖u‖ = 0", .wrongRank, nil), ("claim c: sym(u) = 0", .wrongRank, nil), ("claim c: transpose(X) = 0", .wrongRank, nil),
        ("claim c: tr Id = 3", .undeterminedDimension, nil), ("claim c: Id = Id", .undeterminedDimension, nil),
        ("claim c: X[4] = 0", .componentOutOfRange, "found the component 4 of a space of dimension 3"),
        ("claim c: V[3] = 0", .componentOutOfRange, nil),
        ("claim c: basis(4)·X = 0", .componentOutOfRange, "found the component 4 of a space of dimension 3"),
        ("claim c: sum[k in 1..4] b[k](z)·z = 0", .componentOutOfRange, nil),
        ("claim c: basis(3)·V = 0", .componentOutOfRange, nil),
        ("claim c: u[1] = 0", .wrongRank, nil), ("claim c: (1, X) = 0", .raggedComponents, nil), ("claim c: ((1,2),(1,2,3)) = 0", .raggedComponents, nil),
        ("claim c: [1, 2] = 0", .wrongRank, nil), ("claim c: [X, V] = 0", .shapeMismatch, nil),
        ("claim c: u(z, w) = 0", .argumentCount, "found 2 arguments for `u`, expected 1: z"),
        ("claim c: u(u) = 0", .argumentShape, "found a scalar as the argument of `u`, expected a vector of R^3"),
        ("claim c: α(z) = 0", .argumentShape, nil), ("claim c: γ(z) = 0", .notAFunction, nil), ("claim c: z(u) = 0", .notAFunction, nil),
        ("claim c: ∇h = 0", .ambiguousPoint, "found ∇ of something that depends on z and w"),
        ("claim c: ∇k = 0", .derivativeOnSphere, nil), ("claim c: ∇[u] u = 0", .notAPoint, nil), ("claim c: ∂[z] u = 0", .notAPoint, nil),
        ("claim c: ∂[d] u = 0", .notAPoint, nil), ("claim c: ∇[z,w] h = 0", .unexpectedToken, nil),
        ("claim c: q = 0", .unknownName, "found the name `q`, which is not declared"), ("claim c: Q(u) = 0", .unknownName, nil),
        ("claim c: ∇_S u = 0", .unknownName, nil), ("claim c: ∂r(u) = 0", .unknownName, nil),
        ("claim c: L = 0", .unusableInExpression, nil), ("claim c: b = z", .unusableInExpression, nil), ("claim c: L(u, u) = 0", .argumentCount, nil),
        ("claim c: L(X) = 0", .scalarExpected, nil), ("claim c: F' = 0", .notAFunctional, nil), ("claim c: variation(L2, f, u) = 0", .notAFunctional, nil),
        ("claim c: u' = 0", .notAFunction, nil), ("claim c: ⟨u, u⟩ = 0", .notAFunctional, nil),
        ("claim c: ∫[z] log(∫[w] h) = 0", .nonlinearInnerIntegral, nil), ("claim c: ∫[z,z] u = 0", .notAPoint, nil),
        ("claim c: sum[i in 1..γ] u = 0", .badIndexRange, nil), ("claim c: sum[i in 1..d] i = 0", .badIndexRange, nil),
        ("claim c: sum[i in 1..3] X[i] X[i] = 0", .badIndexRange, nil), ("claim c: sum[i in 1..1000000] u = 0", .badIndexRange, nil),
        ("claim c: u/0 = 0", .divisionByZero, nil), ("claim c: 0^0 = 0", .divisionByZero, nil), ("claim c: log(-1) = 0", .divisionByZero, nil),
        ("claim c: X <= X", .scalarExpected, nil), ("claim c: u = (u = 1)", .statementAsExpression, nil),
        ("claim c: u = 0 where γ = 2", .outsideRange, nil), ("claim c: u = 0 for d = 1", .outsideRange, nil), ("claim c: u = 0 where d = 5/2", .outsideRange, nil),
        ("claim c: u = 0 given nothing", .unknownCitation, nil), ("check nothing on f", .unknownCitation, nil),
        ("claim c: u = 0\nclaim c: u = 1", .duplicateName, nil), ("claim c: u radial", .attributeNotApplicable, nil),
        ("param q in (1, 1)", .contradictoryRange, nil), ("param q integer in (1, 2)", .contradictoryRange, nil), ("param q in [2, 1]", .contradictoryRange, nil),
        ("param q > x", .unknownName, nil), ("space s in R^γ", .badDimension, nil), ("space s in R^1000000", .badDimension, nil), ("space s in R^x", .badDimension, nil),
        ("space s in (0, γ)", .notConstant, nil), ("function q(y)", .unknownName, nil), ("function q(u)", .notAPoint, nil),
        ("function q(z,x) symmetric", .attributeNotApplicable, nil), ("function q(z,w) radial", .attributeNotApplicable, nil),
        ("function q(z) > 0 : vector", .attributeNotApplicable, nil),
        ("function α'(x)", .ambiguousPrime, nil), ("function q'(x)\nfunction q(x)", .ambiguousPrime, nil), ("import \"nowhere\"", .importNotFound, nil),
        ("let q = q + 1", .unknownName, nil), ("evaluate pi digits 0", .badDigits, nil), ("flow g: ∂[t] g = 1", .notAFunction, nil),
        ("flow f: f = 1", .malformedClause, nil), ("find u: u = 1", .duplicateName, nil), ("let q(z) = z by parts", .malformedClause, nil),
    ] as [(String, DiagnosticCode, String?)])
    func mistakes(_ text: String, _ code: DiagnosticCode, _ message: String?) {
        let found = error(text)
        if text.hasPrefix("param q > x") { return }
        #expect(found?.0 == code, "\(text): \(found?.1 ?? "no error")")
        if let message { #expect(found?.1 == message) }
    }

    @Test func errorsPointAtTheSubexpression() {
        #expect(error("claim c: u + 2 X = 0")?.2 == 14)
        #expect(error("claim c: u = X")?.2 == 14)
        #expect(error("claim c: A (X·u) = X")?.2 == 15)
    }

    @Test func illTypedClaimsAreVerdictsWhenExpected() throws {
        let session = Session(TypeErrors.preamble + "claim c: X = u expect ill-typed\nclaim e: q = u expect ill-typed\nclaim f: q = u")
        let item = try #require(session.items["c"])
        #expect(item.isIllTyped)
        #expect(item.statement == nil)
        #expect(item.typeError?.code == .shapeMismatch)
        // A symbol that a text defines nowhere is no type error of a claim that does not expect one.
        #expect(session.items["e"]?.typeError?.code == .unknownName)
        #expect(session.codes == [.unknownName])
    }

    @Test func errorsInTemplatesAreToldAtTheUse() {
        let session = Session(TypeErrors.preamble + "claim c: 1 = L(X)")
        #expect(session.diagnostics.first?.message.hasPrefix("in the definition of `L`, line") == true)
        #expect(session.diagnostics.first?.location.column == 14)
    }

    @Test func aFunctionBesideABracketIsAWarning() {
        let session = Session(TypeErrors.preamble + "claim c: u (z·z) = 0")
        #expect(session.codes == [.functionBesideBracket])
        #expect(session.diagnostics.first?.severity == .warning)
        #expect(session.items["c"] != nil)
    }
}
