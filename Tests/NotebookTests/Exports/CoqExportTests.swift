import Glibc
import Testing

@testable import Notebook

private let notebook = """
    # Powers

    ```lnb
    space z in R^2
    param γ
    function u(z)
    density f(z)
    claim "product rule": ∇(|z|^γ u) = |z|^γ ∇u + γ |z|^(γ-2) u z
    claim parts: ∫[z] Δf = 0
    claim wrong: ∇(|z|^γ u) = |z|^γ ∇u expect refuted
    claim form: 0 <= |∇u|²
    space y in R^2
    function B(z) : matrix
    space s in (0, oo)
    function k(s) > 0
    claim components: (B z)[1] = B[1,1] z[1] + B[1,2] z[2]
    claim distance: k(|z-y|) = k(|y-z|)
    claim flux: exp(-γ |z|²) ∇[y](exp(-γ |y|²)) - exp(-γ |y|²) ∇[z](exp(-γ |z|²)) = 2 γ (z-y) exp(-γ |y|²) exp(-γ |z|²)
    claim root: |∇(1/|z|)| = 1/|z|²
    param ρ > 0
    function C(z) : symmetric matrix
    claim primes: sqrt(6) - sqrt(3/2) = 1/2 sqrt(2) sqrt(3)
    claim ways: ∇[y](k(|z-y|)) = ∇[y](k(sqrt((z[1]-y[1])² + (z[2]-y[2])²)))
    claim transposed: (C(z+y) z)·y = (C(z+y) y)·z
    claim scaled: |z/ρ| exp(-|z|²) = exp(-|z|²) |z|/ρ
    ```

    """

@Suite(.enabled(if: Engine.isBuilt)) struct CoqExportTests {
    private func export() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", notebook)
        let run = try Engine.run(["export", "--to", "coq", "a.lnb", "--output", "out"], in: folder)
        #expect(run.status == 0, "\(run.errors)")
        return folder
    }

    @Test func theStatementIsTheNotebooks() throws {
        let folder = try export()
        let text = try folder.text("out/a/product_rule.v")
        for words in [
            "∂[z_i] (|z|^γ u(z)) = |z|^γ ∂[z_i] u(z)", "positive (Σ i < 2, z⌊i⌋ * z⌊i⌋ : A)", "depends_on [z] u", "constant gamma",
            "∂[z,i] (((Σ j < 2, z⌊j⌋ * z⌊j⌋) ^^ (ℚ (1#2))) ^^ gamma * u)", "Print Assumptions product_rule.",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        let list = try folder.text("out/README.md")
        #expect(list.contains("[a/product_rule.v]"))
        #expect(list.contains("| parts | [a/parts.v](a/parts.v); without how the equation of integrals follows"))
        #expect(list.contains("| form | not exported: a sign by form |"))
        #expect(!list.contains("wrong"))
        #expect(list.contains("| root | [a/root.v](a/root.v) |"))
        #expect(list.hasSuffix("\n10 proved statements are exported, 1 are not.\n"))
        #expect(try folder.text("out/a/transposed.v").contains("(forall i j s, C [i; j] s = C [j; i] s)"))
        let primes = try folder.text("out/a/primes.v")
        #expect(primes.contains("positive (ℚ 2 : A)") && primes.contains("positive (ℚ 3 : A)") && !primes.contains("positive (ℚ 6 : A)"))
        #expect(try folder.text("out/a/ways.v").contains("Theorem ways_argument1"))
        #expect(try folder.text("out/a/components.v").contains("B 0%nat 1%nat"))
    }

    @Test func theBytesAreTheSame() throws {
        let (a, b) = (try export(), try export())
        for file in ["out/README.md", "out/Makefile", "out/a/product_rule.v", "out/a/parts.v"] {
            #expect(try a.text(file) == b.text(file))
        }
    }

    @Test func aFolderIsNeeded() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", notebook)
        #expect(try Engine.run(["export", "--to", "coq", "a.lnb"], in: folder).status != 0)
        #expect(try Engine.run(["export", "--to", "html", "a.lnb", "--output", "x"], in: folder).status != 0)
    }

    /// The proofs are accepted; false twins of the statement, of the data and of both are not.
    @Test(.enabled(if: access("/usr/bin/coqc", X_OK) == 0)) func coqDecides() throws {
        let folder = try export()
        let run = try Engine.start("make -C out", [], in: folder)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("10 files checked, no axioms"))
        let text = try folder.text("out/a/product_rule.v")
        let inStatement = text.replacing("gamma + ℚ (-2)", with: "gamma + ℚ (-1)")
        let inData = text.replacing("(Plus (Constant 0) (Number (-2)))", with: "(Plus (Constant 0) (Number (-1)))")
        let inBoth = inStatement.replacing("(Plus (Constant 0) (Number (-2)))", with: "(Plus (Constant 0) (Number (-1)))")
        func isRefused(_ name: String, _ twin: String) throws {
            let path = "out/a/\(name).v"
            let before = try folder.text(path)
            #expect(twin != before)
            try folder.file(path, twin)
            #expect(try Engine.start("make -C out", [], in: folder).status != 0)
            try folder.file(path, before)
        }
        for twin in [inStatement, inData, inBoth] { try isRefused("product_rule", twin) }
        // √5 for √6; another function at the second argument; without the symmetry of C.
        let primes = try folder.text("out/a/primes.v")
        try isRefused("primes", primes.replacing("ℚ 6", with: "ℚ 5").replacing("(Number 6)", with: "(Number 5)"))
        let ways = try folder.text("out/a/ways.v")
        try isRefused("ways", ways.replacing("^ 2", with: "^ 3").replacing(") 2)", with: ") 3)"))
        try isRefused("transposed", try folder.text("out/a/transposed.v").replacing("symmetric_rows := [0%nat]", with: "symmetric_rows := []"))
    }
}

@Suite struct CoqNamesTests {
    @Test func identifiers() {
        #expect(CoqNames.identifier("MS-A.2 pf") == "MS_A_2_pf")
        #expect(CoqNames.identifier("γ0") == "gamma0")
        #expect(CoqNames.identifier("2a") == "c2a")
        #expect(CoqNames.identifier("") == "c")
        var names = CoqNames()
        #expect(names.name(for: "in") == "in_2")
        #expect(names.name(for: "v") == "v")
        #expect(names.name(for: "v") == "v_2")
    }
}
