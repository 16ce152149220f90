// swift-tools-version:6.0
import Foundation
import PackageDescription

// FLINT 3 contains Arb; before that Arb is a library of its own (Debian's `flint-arb`).
let arbStandsAlone = !FileManager.default.fileExists(atPath: "/usr/include/flint/arb.h")
let arithmeticLibraries: [LinkerSetting] =
    (arbStandsAlone ? [.linkedLibrary("flint-arb")] : [])
    + [.linkedLibrary("flint"), .linkedLibrary("mpfr"), .linkedLibrary("gmp")]

// Normal forms and evaluation are most of what the tests run: without optimisation they take ten times as long. What debug builds check
// (overflow, overlapping accesses, assertions) is checked all the same.
let quickInTests = SwiftSetting.unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))

// Generic evaluation is specialised across the layers in release builds.
let optimised: [SwiftSetting] = [
    // Overlapping accesses are looked for in debug builds.
    .unsafeFlags(["-cross-module-optimization", "-enforce-exclusivity=unchecked"], .when(configuration: .release))
]

// Workers start often: an executable at a fixed address has no relocations to make, a third of the pages a start touches.
let fixedAddress: [LinkerSetting] = [
    .unsafeFlags(["-Xclang-linker", "-no-pie"], .when(platforms: [.linux], configuration: .release))
]

// A hash of the program within it, by which results of another build are told apart.
let marked = LinkerSetting.unsafeFlags(["-Xlinker", "--build-id=sha1"])

// The Jupyter kernel is built where libzmq and its header are, and only then is swift-crypto fetched, which takes a minute
// to compile.
let hasZeroMQ = FileManager.default.fileExists(atPath: "/usr/include/zmq.h")
let jupyterProducts: [Product] = hasZeroMQ ? [.executable(name: "notebook-kernel", targets: ["notebook-kernel"])] : []
let jupyterDependencies: [Package.Dependency] =
    hasZeroMQ ? [.package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0")] : []
let jupyterTargets: [Target] =
    hasZeroMQ
    ? [
        .target(name: "Jupyter", dependencies: ["Notebook", .product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "CZeroMQ", linkerSettings: [.linkedLibrary("zmq")]),
        .executableTarget(
            name: "notebook-kernel",
            dependencies: [
                "Jupyter", "Notebook", "CommandArguments", "CZeroMQ",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            linkerSettings: fixedAddress + [marked]),
        .testTarget(name: "JupyterTests", dependencies: ["Jupyter", "Notebook", "notebook"]),
    ] : []

// Each layer may import only the layers that stand above it in this list (shared trust boundary: up to Kernel).
let package = Package(
    name: "notebook",
    products: [
        .executable(name: "notebook", targets: ["notebook"]),
        .executable(name: "notebook-verify", targets: ["notebook-verify"]),
    ] + jupyterProducts,
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ] + jupyterDependencies,
    targets: [
        .target(name: "CFLINT", linkerSettings: arithmeticLibraries),
        .target(name: "Arithmetic", dependencies: ["CFLINT"], swiftSettings: optimised + [quickInTests]),
        .target(name: "Expressions", dependencies: ["Arithmetic"], swiftSettings: optimised + [quickInTests]),
        .target(name: "Enclosures", dependencies: ["CFLINT", "Arithmetic", "Expressions"], swiftSettings: optimised + [quickInTests]),
        .target(
            name: "Kernel", dependencies: ["Arithmetic", "Expressions", "Enclosures"], exclude: ["Hypotheses/README.md", "Integrals/README.md", "Reals/README.md", "Squares/README.md", "Text/README.md"],
            swiftSettings: optimised + [quickInTests]),
        .target(
            name: "Integration", dependencies: ["CFLINT", "Arithmetic", "Expressions", "Enclosures", "Kernel"],
            swiftSettings: optimised + [quickInTests]),
        .target(
            name: "Proving", dependencies: ["Arithmetic", "Expressions", "Enclosures", "Kernel", "Integration"],
            swiftSettings: optimised + [quickInTests]),
        .target(
            name: "Language", dependencies: ["Arithmetic", "Expressions", "Enclosures", "Kernel"],
            resources: [.embedInCode("std/hermite.lnb"), .embedInCode("std/inequalities.lnb"), .embedInCode("std/sphere.lnb")],
            swiftSettings: [quickInTests]),
        .target(name: "CProcess"),
        .target(
            name: "CMarkdown",
            linkerSettings: [.linkedLibrary("cmark-gfm-extensions"), .linkedLibrary("cmark-gfm")]),
        .target(
            name: "Notebook",
            dependencies: ["CProcess", "CMarkdown", "Arithmetic", "Expressions", "Enclosures", "Kernel", "Proving", "Language"],
            exclude: ["Shards/README.md"],
            resources: ["Calculus", "Polynomials", "Identities", "Soundness"].map { .embedInCode("Exports/Coq/\($0).v") }),
        .target(name: "CLineEditor", linkerSettings: [.linkedLibrary("edit")]),
        .target(
            name: "CommandArguments",
            dependencies: ["Notebook", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        .executableTarget(
            name: "notebook",
            dependencies: [
                "Notebook", "CLineEditor", "CommandArguments",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            linkerSettings: fixedAddress + [marked]),
        .executableTarget(name: "notebook-verify", dependencies: ["Kernel"]),
        .executableTarget(
            name: "polynomials-benchmark", dependencies: ["Arithmetic"], path: "Benchmarks/polynomials", exclude: ["peer.c"]),
        .executableTarget(
            name: "quadrature-benchmark", dependencies: ["Arithmetic", "Expressions", "Enclosures", "Integration"],
            path: "Benchmarks/quadrature", exclude: ["peer.c"]),
        // Small changes of notebooks, and numbers against what is proved of them: for tests, and for `make mutants`.
        .target(name: "FalseTwins", dependencies: ["Arithmetic", "Enclosures", "Expressions", "Kernel", "Proving", "Language", "Notebook"], path: "Tests/FalseTwins"),
        .executableTarget(
            name: "mutants",
            dependencies: ["FalseTwins", "Arithmetic", "Kernel", "Notebook", .product(name: "ArgumentParser", package: "swift-argument-parser")], path: "Tests/mutants"),
        .testTarget(name: "ArithmeticTests", dependencies: ["Arithmetic"]),
        .testTarget(name: "ExpressionsTests", dependencies: ["Expressions"]),
        .testTarget(name: "EnclosuresTests", dependencies: ["Enclosures"]),
        .testTarget(name: "IntegrationTests", dependencies: ["Integration", "Language"]),
        // Certificates to be tested are found by the prover.
        .testTarget(name: "KernelTests", dependencies: ["Kernel", "Proving", "Language"]),
        .testTarget(name: "ProvingTests", dependencies: ["Proving", "Language", "FalseTwins"]),
        .testTarget(name: "LanguageTests", dependencies: ["Language"]),
        .testTarget(name: "NotebookTests", dependencies: ["Notebook", "notebook", "FalseTwins"], exclude: ["LaTeXImport/Notations"]),
    ] + jupyterTargets
)

// Libfuzzer brings the main function: the target is there for `make fuzz` only.
if ProcessInfo.processInfo.environment["NOTEBOOK_FUZZING"] != nil {
    package.targets.append(.executableTarget(
        name: "fuzz", dependencies: ["Kernel", "Language", "Notebook"], path: "Tests/fuzz", exclude: ["certificates"],
        swiftSettings: [.unsafeFlags(["-parse-as-library"])]))
    package.products.append(.executable(name: "fuzz", targets: ["fuzz"]))
}
