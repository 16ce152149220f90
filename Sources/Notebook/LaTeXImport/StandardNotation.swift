/// The notation that an import starts from where the author gives none: what the letters of the field usually mean, as far as
/// the paper uses them.
enum StandardNotation {
    /// The lines for the displays of a paper.
    static func text(for displays: [[FormulaItem]]) -> String {
        var letters: Set<String> = []
        var spaces: [String: Int] = [:]
        for display in displays { collect(display, &letters, &spaces) }
        let space = spaces.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "R^3"
        // Functions are somewhere.
        if letters.isDisjoint(with: ["v", "x", "z"]) { letters.insert("v") }
        func used(_ names: String) -> String {
            names.split(separator: " ").map(String.init).filter { letters.contains($0) }.joined(separator: ", ")
        }
        var lines = ["% What letters are. A name with subscripts and accents that is not listed is what its letter is."]
        func add(_ names: String, _ kind: String) {
            let list = used(names)
            if !list.isEmpty { lines.append("\(list) : \(kind)") }
        }
        add("v w x y z v^* w^* z^* v_* w_* z_* x_* \\xi \\bar{v} \\bar{w}", "point in \(space)")
        add("r", "point in (0,oo)")
        add("\\omega \\sigma", "point in S^2")
        add("t", "time")
        let point = ["v", "x", "z"].first { letters.contains($0) } ?? "v"
        if point == "v" || letters.contains("v") {
            add("f g h", "density(v)")
        } else if letters.contains(point) {
            add("f g h", "density(\(point))")
        }
        add("\\alpha \\beta \\delta \\varepsilon \\kappa \\theta \\tau", "number")
        add("\\gamma", "number")
        var rules: [String] = []
        func rule(_ sign: String, _ line: String) { if letters.contains(sign) { rules.append(line) } }
        rule("\\hat", "\\hat{#1} := #1/|#1|")
        rule("\\perp", "\\Pi_{#1}^\\perp := Id - #1⊗#1/|#1|²")
        rule("\\mathbb{S}^2", "\\nabla_{\\mathbb{S}^2}^2 # := ∇²_S #")
        rule("\\mathbb{S}^2", "\\nabla_{\\mathbb{S}^2} # := ∇_S #")
        rule("\\mathbb{S}^2", "\\Delta_{\\mathbb{S}^2} # := Δ_S #")
        rule("\\mathbb{S}^2", "\\Gamma_2(#1, #1) := Γ2(#1)")
        rule("\\partial_{|}", "\\partial_{|#1|} # := (#1/|#1|)·∇[#1] #")
        rule("\\nabla_{\\hat}", "\\nabla_{\\hat{#1}} # := |#1| (Id - #1⊗#1/|#1|²) ∇[#1] #")
        rule("\\sym", "(#1)_{\\text{sym}} := sym(#1)")
        rule("D^2", "D^2 # := ∇² #")
        if !rules.isEmpty { lines += ["% What signs mean."] + rules }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func collect(_ items: [FormulaItem], _ letters: inout Set<String>, _ spaces: inout [String: Int]) {
        for (index, item) in items.enumerated() {
            let next = index + 1 < items.count ? items[index + 1].kind : nil
            switch item.kind {
            case .letter(let letter):
                letters.insert(letter)
                if case .sup(let body)? = next {
                    if body.latex == "*" { letters.insert("\(letter)^*") }
                    if body.latex == "2" { letters.insert("\(letter)^2") }
                    if body.latex == "\\perp" || body.latex == "⊥" { letters.insert("\\perp") }
                }
                if case .sub(let body)? = next {
                    if body.latex == "*" { letters.insert("\(letter)_*") }
                    if index + 2 < items.count, case .sup(let above) = items[index + 2].kind, above.first?.kind == .sign("⊥") { letters.insert("\\perp") }
                }
            case .styled("mathbb", let body):
                if case .sup(let power)? = next {
                    if body.latex == "R" { spaces["R^\(power.latex)", default: 0] += 1 }
                    letters.insert("\\mathbb{\(body.latex)}^\(power.latex)")
                }
            case .accent(let name, let body):
                letters.insert("\\" + name)
                letters.insert(item.latex)
                collect(body, &letters, &spaces)
            case .command(let name):
                if case .sub(let body)? = next {
                    if case .bar? = body.first?.kind { letters.insert("\\\(name)_{|}") }
                    if case .accent("hat", _)? = body.first?.kind { letters.insert("\\\(name)_{\\hat}") }
                }
            case .sub(let body):
                if body.latex == "\\text{sym}" { letters.insert("\\sym") }
                collect(body, &letters, &spaces)
            case .styled(_, let body), .group(let body), .root(let body), .sup(let body): collect(body, &letters, &spaces)
            case .fraction(let a, let b):
                collect(a, &letters, &spaces)
                collect(b, &letters, &spaces)
            case .matrix(let rows), .cases(let rows): for row in rows { for cell in row { collect(cell, &letters, &spaces) } }
            default: break
            }
        }
    }
}
