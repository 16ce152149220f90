/// The symbols of mathematics: their names in TeX, their characters, and what they are.
enum MathSymbols {
    enum Role: Hashable {
        case letter
        case symbol(Formula.Spacing)
        /// A word such as `log`; `limits` stand below it in display style.
        case function(limits: Bool)
        case space(Int)
    }

    struct Entry {
        let command: String
        let text: String
        let role: Role
    }

    /// The entry of a TeX command, without its backslash.
    static func entry(command: String) -> Entry? { byCommand[command] }

    /// The TeX of a character, `nil` for one that stands for itself or has none.
    static func command(for text: String) -> String? { byText[text] }

    /// What a character is when it stands in TeX by itself.
    static func role(of text: String) -> Role? { roles[text] }

    private static let byCommand = Dictionary(entries.map { ($0.command, $0) }, uniquingKeysWith: { first, _ in first })
    private static let byText = Dictionary(
        entries.filter { if case .space = $0.role { false } else { true } }.map { ($0.text, $0.command) },
        uniquingKeysWith: { first, _ in first })
    private static let roles = Dictionary(
        entries.map { ($0.text, $0.role) } + plain.map { ($0.0, Role.symbol($0.1)) }, uniquingKeysWith: { first, _ in first })

    private static let plain: [(String, Formula.Spacing)] = [
        ("+", .binary), ("-", .binary), ("−", .binary), ("*", .binary), ("=", .relation), ("<", .relation), (">", .relation),
        (":", .relation), (",", .punctuation), (";", .punctuation), ("(", .opening), ("[", .opening), (")", .closing),
        ("]", .closing), ("|", .ordinary), ("/", .ordinary), ("!", .closing), ("?", .closing), (".", .ordinary), ("@", .ordinary),
    ]

    private static let entries: [Entry] = {
        var entries: [Entry] = []
        func add(_ role: Role, _ list: String) {
            for pair in list.split(separator: " ") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                if parts.count == 2 { entries.append(Entry(command: String(parts[0]), text: String(parts[1]), role: role)) }
            }
        }
        add(
            .letter,
            """
            alpha=α beta=β gamma=γ delta=δ varepsilon=ε epsilon=ϵ zeta=ζ eta=η theta=θ vartheta=ϑ iota=ι kappa=κ lambda=λ mu=μ \
            nu=ν xi=ξ omicron=ο pi=π rho=ρ varrho=ϱ sigma=σ varsigma=ς tau=τ upsilon=υ varphi=φ phi=ϕ chi=χ psi=ψ omega=ω \
            Gamma=Γ Delta=Δ Theta=Θ Lambda=Λ Xi=Ξ Pi=Π Sigma=Σ Upsilon=Υ Phi=Φ Psi=Ψ Omega=Ω ell=ℓ hbar=ℏ imath=ı jmath=ȷ
            """)
        add(
            .symbol(.ordinary),
            """
            nabla=∇ partial=∂ infty=∞ emptyset=∅ forall=∀ exists=∃ perp=⊥ dots=… ldots=… cdots=⋯ vdots=⋮ prime=′ top=⊤ bot=⊥ \
            blacksquare=■ square=□ angle=∠ Re=ℜ Im=ℑ aleph=ℵ backslash=∖ dagger=† circ=∘ bullet=• star=⋆ vert=| Vert=‖
            """)
        add(
            .symbol(.binary),
            """
            cdot=· times=× otimes=⊗ oplus=⊕ pm=± mp=∓ setminus=∖ cup=∪ cap=∩ wedge=∧ vee=∨ ast=∗ odot=⊙ div=÷ land=∧ lor=∨
            """)
        add(
            .symbol(.relation),
            """
            le=≤ leq=≤ ge=≥ geq=≥ ne=≠ neq=≠ equiv=≡ approx=≈ sim=∼ simeq=≃ cong=≅ propto=∝ in=∈ notin=∉ ni=∋ subset=⊂ \
            subseteq=⊆ supset=⊃ supseteq=⊇ to=→ rightarrow=→ leftarrow=← gets=← mapsto=↦ Rightarrow=⇒ Leftarrow=⇐ \
            leftrightarrow=↔ Leftrightarrow=⇔ iff=⟺ implies=⟹ longrightarrow=⟶ longmapsto=⟼ hookrightarrow=↪ uparrow=↑ \
            downarrow=↓ ll=≪ gg=≫ lesssim=≲ gtrsim=≳ prec=≺ succ=≻ preceq=⪯ succeq=⪰ parallel=∥ mid=∣ coloneqq=≔ colon=: \
            vdash=⊢ models=⊨ rightharpoonup=⇀
            """)
        add(.symbol(.large), "sum=∑ prod=∏ bigcup=⋃ bigcap=⋂ bigotimes=⨂ bigoplus=⨁")
        add(.symbol(.integral), "int=∫ iint=∬ iiint=∭ oint=∮")
        add(.symbol(.opening), "langle=⟨ lvert=| lVert=‖ lfloor=⌊ lceil=⌈ lbrace={ {={")
        add(.symbol(.closing), "rangle=⟩ rvert=| rVert=‖ rfloor=⌋ rceil=⌉ rbrace=} }=}")
        entries.append(Entry(command: "|", text: "‖", role: .symbol(.ordinary)))
        for name in "log exp sin cos tan cot arcsin arccos arctan sinh cosh tanh ln arg dim ker deg hom".split(separator: " ") {
            entries.append(Entry(command: String(name), text: String(name), role: .function(limits: false)))
        }
        for name in "lim max min sup inf limsup liminf det Pr gcd".split(separator: " ") {
            entries.append(Entry(command: String(name), text: String(name), role: .function(limits: true)))
        }
        let spaces = [
            (",", 3), ("thinspace", 3), (":", 4), (">", 4), (";", 5), ("!", -3), (" ", 6), ("quad", 18), ("qquad", 36), ("enspace", 9),
        ]
        for (name, width) in spaces { entries.append(Entry(command: name, text: "", role: .space(width))) }
        return entries
    }()
}
