/// Names that Coq accepts, each given once.
struct CoqNames {
    /// Words of the language, and names that exported statements use.
    private static let reserved: Set<String> = [
        "as", "at", "cofix", "else", "end", "exists", "exists2", "fix", "for", "forall", "fun", "if", "in", "let", "match", "mod",
        "return", "then", "using", "where", "with", "Prop", "Set", "SProp", "Type", "A", "O", "S", "E", "I", "Q", "Z",
        "nat", "list", "nil", "cons", "calculus", "constant", "nonzero", "positive", "depends_on", "chain_rule", "inverse",
        "exponential", "logarithm", "power", "plus", "times", "minus", "one", "zero", "rational", "coordinate", "derivative",
        "kronecker", "sum_below", "natural_power", "permutation_sign", "element", "conj", "listed", "certified", "nth", "indices", "declared", "rows", "equations", "left_side", "right_side",
    ]

    private static let letters: [Unicode.Scalar: String] = [
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
        "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
        "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "varphi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma",
        "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
        "∫": "x", "°": "_near", "′": "'",
    ]

    private var used = Self.reserved

    /// The name itself where Coq takes it, else one like it.
    mutating func name(for wanted: String) -> String {
        let plain = Self.identifier(wanted)
        var candidate = plain
        var number = 2
        while !used.insert(candidate).inserted {
            candidate = "\(plain)_\(number)"
            number += 1
        }
        return candidate
    }

    /// ASCII letters, digits, `_` and `'` stay; Greek letters are spelled; others become their numbers.
    static func identifier(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_" || scalar == "'" {
                result.unicodeScalars.append(scalar)
            } else if let spelled = letters[scalar] {
                result += spelled
            } else if scalar == "-" || scalar == "." || scalar == " " || scalar == "/" {
                result += "_"
            } else {
                result += "u" + String(scalar.value, radix: 16)
            }
        }
        if result.isEmpty || result.first == "'" || result.first?.isNumber == true { result = "c" + result }
        return result
    }
}
