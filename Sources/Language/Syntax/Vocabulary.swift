/// The words of the language, for completion and for editors.
public enum Vocabulary {
    /// First words of statements.
    public static let statements = Spelling.statementWords.sorted()
    /// Words that begin a clause or end an expression.
    public static let clauses = Spelling.reserved.sorted()
    /// Operators and functions that are spelled by letters.
    public static let functions = (Array(Spelling.operators.keys) + builtins).sorted()

    private static let builtins = [
        "basis", "curl", "dim", "abs", "sign", "erf", "max", "min", "det", "inverse", "diag", "variation", "conv", "gradient", "normL",
        "pushforward", "sqrtm", "gaussian", "maxwellian", "mixture", "bkw", "exp_poly", "bump", "integral", "tensor", "dot", "cross",
        "norm", "hsnorm", "indicator",
        "gammafn", "besselK", "besselI", "optimalmap", "wasserstein2", "normalised", "normalized", "japanese", "pairing",
    ]

    /// Whether a name stands for something without being declared, so that a declaration would change what formulas say.
    static func isBuiltIn(_ name: String) -> Bool { builtins.contains(name) || constants.contains(name) }

    private static let constants: Set<String> = ["π", "Id", "sum", "lim"]

    /// What `\name` stands for: Greek letters, operators, superscripts, accents.
    public static func character(named name: String) -> String? {
        if let letter = Spelling.greek[name] { return letter }
        if let symbol = symbols[name] { return symbol }
        guard name.hasPrefix("^"), name.count > 1 else { return nil }
        let power = Spelling.superscript(String(name.dropFirst()))
        return power.count == name.count - 1 ? power : nil
    }

    /// The names that begin with `prefix`.
    public static func names(beginningWith prefix: String) -> [String] {
        (Array(Spelling.greek.keys) + symbols.keys).filter { $0.hasPrefix(prefix) }.sorted()
    }

    /// The spelling of a name that the syntax tree has: `gamma` is `γ`.
    public static func canonicalName(_ name: String) -> String { Spelling.canonicalName(name) }

    private static let symbols = [
        "nabla": "∇", "grad": "∇", "hess": "∇²", "Delta": "Δ", "lap": "Δ", "partial": "∂", "int": "∫", "otimes": "⊗", "cdot": "·",
        "times": "×", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "langle": "⟨", "rangle": "⟩", "norm": "‖", "Vert": "‖",
        "infty": "oo", "varphi": "φ", "varepsilon": "ε", "hat": "\u{302}", "tilde": "\u{303}", "bar": "\u{304}", "dot": "\u{307}",
        "sq": "²",
    ]
}
