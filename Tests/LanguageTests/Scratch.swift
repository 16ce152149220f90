import Testing
@testable import Language
@Test func scratch() {
    let s = Session("""
    import "std/sphere"
    space ω in S^2
    function h(ω)
    function q(ω) > 0
    let k = log q
    claim a: Δ_S(|∇_S h|²)/2 = Γ2(h) + ∇_S(Δ_S h)·∇_S h
    claim b: Δ_S(|∇_S h|²)/2 = Γ2(h) + ∇_S(Δ_S h)·∇_S h + |∇_S h|²
    claim c: ∇_S h·ω = 0
    claim d: Δ_S(h²) = 2 h Δ_S h + 2 |∇_S h|²
    claim e: Δ_S q/q = Δ_S k + |∇_S k|²
    claim f: Δ_S(ω) = -2 ω
    claim g: |ω| = 1
    claim i: tr(∇_S ω) = 2
    claim j: ∇²_S h·ω = 0
    """)
    print(s.errors)
    for n in ["a","b","c","d","e","f","g","i","j"] { print(n, s.holds(n) as Any) }
}
