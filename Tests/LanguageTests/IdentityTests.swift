import Testing

@testable import Language

/// Claims whose truth is known, decided by the normal forms: they test what the notation means.
@Suite struct Identities {
    static let preamble = """
        import "std/sphere"
        space z, w in R^3
        space x in R
        param γ
        param d integer >= 2
        space v in R^d
        function u(z)
        function U(v)
        function g(z) > 0
        function X(z) : vector
        function Y(z) : vector
        function A(z) : symmetric matrix
        function B(z) : matrix
        function h(z,w)
        function α(x)
        function R(z) radial
        let r = |z|
        let ẑ = z/r
        let Π = Id - ẑ⊗ẑ
        let φ = log g
        let ∂r(f) = ẑ·∇f
        let b[k](z) = basis(k)×z
        let S = Π ∇²u Π - (1/r) ∂r(u) Π

        """

    func truth(_ claim: String) -> Bool? {
        let session = Session(Identities.preamble + "claim c: " + claim)
        for error in session.errors { Issue.record("\(claim): \(error)") }
        return session.holds("c")
    }

    @Test(arguments: [
        "Π ∇(Π ∇φ) Π = Π ∇²φ Π - (1/r) ∂r(φ) Π",
        "∇|z|² = 2z",
        "div(z) = 3",
        "∇z = Id",
        "Δ(u²) = 2 u Δu + 2|∇u|²",
        "(Δu)² = Δ(u) Δu",
        "div(u X) = u div X + ∇u·X",
        "∇(X·Y) = ∇X Y + ∇Y X",
        "div(A X) = div A·X + A:∇X",
        "∇g = g ∇φ",
        "∇²g/g = ∇²φ + ∇φ⊗∇φ",
        "log(g^2) = 2 φ",
        "∇ẑ = Π/r",
        "tr Π = 2",
        "Π Π = Π",
        "Π ẑ = 0",
        "‖Π‖² = 2",
        "sum[k in 1..3] (b[k]⊗b[k]) = r² Π",
        "sum[k in 1..3] (b[k]·∇(b[k]·∇u)) = Δ_S u",
        "b[1] = (0, -z[3], z[2])",
        "basis(1) = (1, 0, 0)",
        "(z×w)·w = 0",
        "z×w = -(w×z)",
        "∇[z] h(w,z) = (∇[w] h(z,w))(z := w, w := z)",
        "h(z,w)(z := w, w := z) = h(w,z)",
        "∇(u(-z)) = -(∇u)(z := -z)",
        "u(2z) = u(z := 2z)",
        "∇(α(|z|)) = α'(|z|) ẑ",
        "∇R·z = r ∂r(R)",
        "Π ∇R = 0",
        "∂[x] α = α'",
        "∂[x] ∂[x] α = α''",
        "∂[z[1]] u = ∇u·basis(1)",
        "(∇u)[2] = ∂[z[2]] u",
        "∂[z[i]] z[j] = Id[i,j]",
        "∂[γ] (r^γ) = r^γ log r",
        "∇(r^γ) = γ r^(γ-2) z",
        "div(r^(2+γ) Π) = -2 r^γ z",
        "Γ2(u) = ‖∇²_S u‖² + |∇_S u|²",
        "Δ_S(|∇_S u|²)/2 = Γ2(u) + ∇_S(Δ_S u)·∇_S u",
        "‖r² S‖² = ‖∇²_S u‖²",
        "tr ∇²_S u = Δ_S u",
        "sym(z⊗w) = (z⊗w + w⊗z)/2",
        "transpose(B) X = X·B",
        "B:(z⊗w) = z·(B w)",
        "[z, w]·[w, z] = 2 z·w",
        "|[z, w]|² = |z|² + |w|²",
        "[∇[z] h, ∇[w] h]:[∇[z] h, ∇[w] h] = |∇[z] h|² + |∇[w] h|²",
        "det(diag(1,2,3)) = 6",
        "inverse(diag(1,2,4)) = diag(1,1/2,1/4)",
        "((1,2),(3,4)) (1,1) = (3,7)",
        "⟨z⟩² = 1 + |z|²",
        "div[v] v = d",
        "Δ[v](|v|²) = 2d",
        "sum[i in 1..d] v[i]² = |v|²",
        "sum[i in 1..d] (basis(i)·∇U v[i]) = v·∇U",
        "Δ(|∇U|²)/2 = ‖∇²U‖² + ∇U·∇ΔU",
        "max(2, 3) = 3",
        "u ⊗ z = u z",
        "z·Id·w = z·w",
        "2^2/3 = 4/3",
        "∇∇u = ∇²u",
        "∇²(X) : (z⊗z⊗z) = ∇∇X : (z⊗z⊗z)",
    ])
    func trueClaims(_ claim: String) { #expect(truth(claim) == true, "\(claim)") }

    @Test(arguments: [
        "Π ∇(Π ∇φ) Π = Π ∇²φ Π + (1/r) ∂r(φ) Π",
        "∇|z|² = z",
        "div(z) = 2",
        "Δ(u)² = Δ(u²)",
        "∇(X·Y) = (∇X)·Y + Y·∇X",
        "div B·z = div(transpose(B))·z",
        "B z = z·B",
        "sum[k in 1..3] (b[k]⊗b[k]) = r² Id",
        "div(r^(2+γ) Π) = 2 r^γ z",
        "Γ2(u) = ‖∇²_S u‖² + 2 |∇_S u|²",
        "h(z,w) = h(w,z)",
        "∇[v] U⊗v = v⊗∇U",
        "z×w = w×z",
    ])
    func falseClaims(_ claim: String) { #expect(truth(claim) == false, "\(claim)") }
}
