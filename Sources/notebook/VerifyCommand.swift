import ArgumentParser
import Glibc
import Notebook

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks certificates again, with the kernel alone.",
        discussion: "Runs notebook-verify, an executable without any search, which lies beside this one.")

    @Argument(help: "Certificates, or folders of certificates.", completion: .file(extensions: ["cert"]))
    var paths: [String]

    @Flag(help: "Print the statement of each certificate.")
    var statements = false

    func run() throws {
        var files: [String] = []
        for path in paths {
            files += Path.isFolder(path) ? try FileTree.files(in: path, ending: ".cert") : [path]
        }
        guard !files.isEmpty else { throw ValidationError("There is no certificate (*.cert) to check.") }
        let verifier = Path.join(Path.folder(of: ProcessSetup.executable), "notebook-verify")
        let words = [verifier] + (statements ? ["--statements"] : []) + ["--"] + files
        let pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        execv(verifier, pointers)
        throw SystemFailure("run \(verifier), the checker (build it with: swift build --product notebook-verify)")
    }
}
