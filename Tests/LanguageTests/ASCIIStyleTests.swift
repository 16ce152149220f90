import Language
import Testing

/// The ASCII style says the same, and gives the Unicode back.
@Suite struct ASCIIStyleTests {
    @Test(arguments: [
        ("let Π = Id - z⊗z/|z|²", #"let Pi = Id - z \otimes z/|z|^2"#),
        ("claim a: ∇φ·v + Δu = 0", "claim a: grad phi . v + lap u = 0"),
        ("claim a: |∇u|² + f ∇u·b = 0", "claim a: |grad u|^2 + f grad u . b = 0"),
        ("claim a: -2 ∫[v,w] f⁻² ⟨v⟩^(2+γ) ≤ 0", #"claim a: -2 integral[v,w] f^-2 \langle v\rangle^(2+gamma) <= 0"#),
        ("claim a: ∂[t](∂r u) = ∇²_S[z](u)×w", #"claim a: partial[t](partial_r u) = hess_S[z](u) \times w"#),
        ("claim a: Π ∇u = γ v·w", "claim a: Pi grad u = gamma v . w"),
        // Not the canonical spaces.
        ("claim a: Π∇u = γ v · w", "claim a: Pi  grad u = gamma v  .  w"),
        ("claim a: ‖∇²u‖ ≥ 2π", "claim a: ||hess u|| >= 2pi"),
        // Names that no ASCII spells, and numbers beside a dot.
        ("let ẑ = 2·xα 𝕎(φ̄)", "let ẑ = 2 . xα 𝕎(φ̄)"),
        // Names of statements are what is written.
        ("claim conv_φ: φ = 1 given claim_ψ", "claim conv_φ: phi = 1 given claim_ψ"),
        ("claim a: φ = 1  # the φ of the paper", "claim a: phi = 1  # the φ of the paper"),
        ("calc a: ∇φ  = 1\n    = γ²  # why", "calc a: grad phi  = 1\n    = gamma^2  # why"),
    ])
    func thereAndBack(_ unicode: String, _ ascii: String) throws {
        #expect(try Formatter.format(unicode) == unicode + "\n")
        #expect(try Formatter.format(unicode, style: .ascii) == ascii + "\n")
        #expect(try Formatter.format(ascii, style: .ascii) == ascii + "\n")
        #expect(try Formatter.format(ascii) == unicode + "\n")
        #expect(Parser.parse(ascii).statements == Parser.parse(unicode).statements)
    }

    /// A space of the author stays, the space of the spelling goes.
    @Test func spaces() throws {
        #expect(try Formatter.format("claim a: a · b = grad u") == "claim a: a · b = ∇u\n")
        #expect(try Formatter.format("claim a: a . b = gamma grad u") == "claim a: a·b = γ ∇u\n")
        #expect(try Formatter.format("claim a: a  .  b = grad  u") == "claim a: a · b = ∇ u\n")
        #expect(try Formatter.format("claim a: x^2 y = ∇(u)") == "claim a: x² y = ∇(u)\n")
    }

    @Test(arguments: [#"claim a: a \oplus b = 0"#, #"claim a: \gamma = 0"#, #"claim a: a \otimesb = 0"#, #"claim a: \langle v) = 0"#])
    func otherCommandsAreErrors(_ text: String) { #expect(!Parser.parse(text).diagnostics.isEmpty) }
}
