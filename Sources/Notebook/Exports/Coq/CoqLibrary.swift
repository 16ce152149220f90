/// The files that every export holds.
enum CoqLibrary {
    static var files: [CoqExport.File] {
        [
            file("Calculus", PackageResources.Calculus_v), file("Polynomials", PackageResources.Polynomials_v),
            file("Identities", PackageResources.Identities_v), file("Soundness", PackageResources.Soundness_v),
        ]
    }

    private static func file(_ name: String, _ bytes: [UInt8]) -> CoqExport.File {
        CoqExport.File(path: "library/\(name).v", text: String(decoding: bytes, as: UTF8.self))
    }

    /// `make`, or `make -j2`: a claim counts as checked when `coqc` accepts it and no theorem rests on an axiom. `make -k`
    /// goes on after a failure.
    static func makefile(_ claims: [String]) -> String {
        """
        COQC ?= coqc
        LIMIT ?= timeout 300
        LIBRARY := library/Calculus.vo library/Polynomials.vo library/Identities.vo library/Soundness.vo
        CLAIMS := \\
        \(claims.map { "\t\($0)" }.joined(separator: " \\\n"))

        .PHONY: all clean
        all: $(CLAIMS:.v=.checked)
        \t@echo "$(words $(CLAIMS)) files checked, no axioms"

        library/Polynomials.vo: library/Calculus.vo
        library/Identities.vo: library/Polynomials.vo
        library/Soundness.vo: library/Identities.vo
        library/%.vo: library/%.v
        \t$(COQC) -Q library Notebook $<

        %.checked: %.v $(LIBRARY)
        \t@$(LIMIT) $(COQC) -Q library Notebook $< > $@.new || { echo "not accepted: $<"; exit 1; }
        \t@! grep -q '^Axioms:' $@.new || { echo "rests on axioms: $<"; exit 1; }
        \t@mv $@.new $@

        clean:
        \trm -f library/*.vo* library/*.glob library/.*.aux $(CLAIMS:.v=.checked) $(CLAIMS:.v=.checked.new) \\
        \t\t$(CLAIMS:.v=.vo) $(CLAIMS:.v=.vok) $(CLAIMS:.v=.vos) $(CLAIMS:.v=.glob)

        """
    }
}
