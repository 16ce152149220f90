import Expressions
import Kernel
import Testing

@testable import Proving

/// Constant vectors and matrices under hypotheses: each true claim beside a false twin.
@Suite struct ConstantMatrixTests {
    private static func outcome(_ declarations: String, _ claim: String) throws -> Outcome {
        try IntegralTrapTests.outcome("param d integer\nparam ε > 0\n" + declarations + "\nclaim c: " + claim)
    }

    static let cases: [(declarations: String, true: String, false: String)] = [
        // Orthogonal, in every dimension: Q transpose(Q) = Id gives the other product.
        ("constant Q : matrix of R^d where Q transpose(Q) = Id", "transpose(Q) Q = Id", "Q Q = Id"),
        ("constant Q : matrix of R^d where transpose(Q) Q = Id\nconstant X, Y : vector of R^d", "|Q X - Q Y| = |X - Y|", "|Q X - Q Y| = 2 |X - Y|"),
        ("constant Q : matrix of R^d where transpose(Q) Q = 4 Id\nconstant X : vector of R^d", "|Q X| = 2 |X|", "|Q X| = 4 |X|"),
        ("constant Q : matrix of R^2 where Q transpose(Q) = Id", "det(Q)² = 1", "det(Q) = 1"),
        // Projections.
        ("constant P : symmetric matrix of R^d where P P = P\nconstant X : vector of R^d", "X·(P X) = |P X|²", "X·(P X) = |X|²"),
        // Nilpotent.
        ("constant N : matrix of R^d where N N = 0", "N N N = 0", "N = 0"),
        ("constant N : matrix of R^2 where N N = 0", "tr(N) = 0", "N[1,2] = 0"),
        // Orthonormal vectors.
        ("constant e, f : vector of R^3 where |e| = 1, |f| = 1, e·f = 0", "|e + f|² = 2", "|e + f|² = 3"),
        // Not negative.
        ("constant A : symmetric matrix of R^2 where A >= 0", "det(A) >= 0", "det(A) >= 1"),
        ("constant A : symmetric matrix of R^2 where A >= 0", "A[1,2]² <= A[1,1] A[2,2]", "2 A[1,2]² <= A[1,1] A[2,2]"),
        ("constant A : symmetric matrix of R^3 where A >= 0", "A[1,1] >= 0", "A[1,2] >= 0"),
    ]

    /// Between two matrices: one bound is written out by a square root, the other holds for the vectors of the claim. Nothing is refuted.
    @Test(arguments: ["where 0 <= L, L <= Id", "where L <= Id, 0 <= L", "where L >= 0, L <= Id", "", " and "])
    func boundsFromBothSides(_ condition: String) throws {
        let isDeclared = condition.hasPrefix("where")
        let declarations = "constant L : symmetric matrix of R^d \(isDeclared ? condition : "")\nconstant X : vector of R^d\nspace v in R^d"
        let further = isDeclared ? "" : condition.isEmpty ? " provided 0 <= L <= Id" : " provided L <= Id\(condition)0 <= L"
        for claim in ["X·(L X) <= |X|²", "X·(L X) >= 0", "v·(L v) <= |v|²", "L <= Id", "L >= 0", "v·(L v) <= 2 |v|²"] {
            try Self.outcome(declarations, claim + further).requireChecked(.proved, claim)
        }
        let twin = isDeclared ? "X·(L X) >= |X|²" : "v·(L v) <= |v|²/2"
        #expect(try Self.outcome(declarations, twin + further).verdict == .unknown)
    }

    /// A constant may have the name of the vector by which matrices are compared; behind `if` that vector is another one.
    @Test func theVectorOfAnInequality() throws {
        let declarations = "constant ξ : vector of R^2\nconstant H : symmetric matrix of R^2"
        for claim in ["ξ⊗ξ >= |ξ|² Id", "H >= 0 provided ξ·(H ξ) >= 0", "tr(H) >= 0 provided ξ·(H ξ) >= 0"] {
            #expect(try Self.outcome(declarations, claim).verdict != .proved, "\(claim)")
        }
        for claim in ["ξ⊗ξ <= |ξ|² Id", "ξ·(H ξ) >= 0 provided H >= 0", "H[1,1] >= 0 if H >= 0", "tr(H) >= 0 if H >= 0", "ξ·(H ξ) >= 0 if H >= 0"] {
            try Self.outcome(declarations, claim).requireChecked(.proved, claim)
        }
    }

    @Test(arguments: cases.indices)
    func hypothesesAreUsed(_ number: Int) throws {
        let (declarations, claim, twin) = Self.cases[number]
        try Self.outcome(declarations, claim).requireChecked(.proved, claim)
        try Self.outcome(declarations, twin).requireChecked(.refuted, twin)
    }

    /// The inverse of Id + ε X⊗X in every dimension (Sherman and Morrison).
    @Test func anInverseIsMultipliedOut() throws {
        let declarations = "constant X : vector of R^d"
        try Self.outcome(declarations, "inverse(Id + ε X⊗X) = Id - ε X⊗X/(1 + ε |X|²)").requireChecked(.proved, "inverse")
        #expect(try Self.outcome(declarations, "inverse(Id + ε X⊗X) = Id - ε X⊗X/(1 + |X|²)").verdict == .unknown)
    }

    /// Hypotheses that nothing satisfies prove nothing.
    @Test(arguments: [
        ("constant Q : matrix of R^2 where Q transpose(Q) = -Id", "Q = 0"),
        ("constant e : vector of R^2 where |e| = 1, e·e = 2", "e = 0"),
        ("constant P : symmetric matrix of R^2 where P P = -Id", "tr(P) = 5"),
    ])
    func contradictoryEquations(_ declarations: String, _ claim: String) throws {
        #expect(try Self.outcome(declarations, claim).verdict != .proved)
    }
}
