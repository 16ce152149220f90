import Testing

@testable import Notebook

@Suite(.enabled(if: Engine.isBuilt)) struct JSONSchemaTests {
    private static func schema() throws -> JSONSchema {
        let bytes = try FileContents.read(Path.join(ShippedNotebookTests.root, "docs/report.schema.json"))
        return JSONSchema(root: try #require(JSONReader.read(String(decoding: bytes, as: UTF8.self))))
    }

    private static func report(_ arguments: [String]) throws -> JSON {
        let folder = try TemporaryFolder()
        try folder.file("n/a.lnb", """
            ```lnb
            space z in R^3
            param d integer >= 2
            param β
            space y in R^d
            function u(z)
            axiom assumption: u >= 0
            claim proved: tr(Id - z⊗z/|z|²) = 2
            claim trivial: 1 = 1
            claim surprise: |z| = |z|²
            claim cites: u >= 0 given assumption
            claim typo: z = |z| expect ill-typed
            calc chain: |z|²
              = z·z
              = ‖z‖²
            find a: ∇|z| = a z/|z|
            evaluate pi
            evaluate several: ∫[s in (0, 1)] s^β for β in -1, 0, 1
            claim repairable: ∇|z| = 2 z/|z|
            claim open: sin(u)^2 + cos(u)^2 = 1
            ```

            """)
        try folder.file("n/b.lnb", "```lnb\nclaim c: y = 1\n```\n")
        try folder.file("n/c.lnb", "```lnb\nclaim c: (\n")
        let run = try Engine.run(["run", "n", "--format", "json"] + arguments, in: folder)
        return try #require(JSONReader.read(run.output), "\(run.output)")
    }

    @Test(arguments: [[], ["--statements", "--timing"], ["--only", "chain"], ["--check"]]) func reportsFollowTheSchema(arguments: [String]) throws {
        let report = try Self.report(arguments)
        let faults = try Self.schema().faults(of: report)
        #expect(faults.isEmpty, "\(faults)")
    }

    /// Every key that the schema has is written somewhere, so that the schema promises nothing.
    @Test func theSchemaPromisesOnlyWhatIsWritten() throws {
        let report = try Self.report(["--statements", "--timing"])
        let schema = try Self.schema()
        guard case .array(let claims)? = report["notebooks"]?[0]?["claims"],
            case .object(let keys)? = schema.root["$defs"]?["claim"]?["properties"]
        else {
            Issue.record("no claims")
            return
        }
        // Written only where an engine's limit or fault is met, or a result is from an earlier run.
        let rare: Set<String> = ["limitReached", "internalError", "cached"]
        for key in keys where !rare.contains(key.name) {
            #expect(claims.contains { $0[key.name] != nil }, "\(key.name)")
        }
    }

    @Test func aFaultIsFound() throws {
        let schema = try Self.schema()
        let text = try Self.report([]).text
        for (from, to) in [
            ("\"schema\": 1", "\"schema\": 2"), ("\"verdict\": \"proved\"", "\"verdict\": \"true\""), ("\"asExpected\": true", "\"asExpected\": 1"),
            ("\"path\"", "\"place\""), ("\"line\": ", "\"line\": -"), ("\"sideConditions\"", "\"conditions\""), ("\"L0", "\"l0"),
        ] {
            #expect(text.contains(from))
            let broken = try #require(JSONReader.read(text.replacing(from, with: to)))
            #expect(!schema.faults(of: broken).isEmpty, "\(from) → \(to)")
        }
    }
}
