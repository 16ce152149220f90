import Language

/// The notebooks of a workspace as the editor has them: those that are open by their texts there, the others from the disk.
struct WorkspaceTexts {
    /// The texts of open notebooks, by resolved path.
    private let open: [String: String]
    private let folders: [String]

    /// Files that are looked at for imports, at most.
    private static let mostFiles = 1000

    init(open: [String: String], folders: [String]) {
        self.open = Dictionary(open.map { (Path.resolved($0.key) ?? $0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        self.folders = folders
    }

    func text(of path: String) -> String? {
        if let text = open[path] { return text }
        return (try? FileContents.read(path)).map { String(decoding: $0, as: UTF8.self) }
    }

    func document(_ path: String) -> Document? { text(of: path).flatMap { try? Document(Array($0.utf8)) } }

    /// The notebooks that import a file, directly or not, with the paths of their imports that lead to it.
    func importers(of path: String) -> [(path: String, imports: Set<String>)] {
        var imports: [String: [(name: String, path: String)]] = [:]
        for file in files {
            guard let document = document(file) else { continue }
            imports[file] = document.cells.flatMap { Parser.parse($0.source, firstLine: $0.firstLine).statements }.compactMap { statement in
                guard case .importing(let name) = statement.kind, !name.text.hasPrefix("std/"),
                    let target = Path.resolved(Path.join(Path.folder(of: file), name.text))
                else { return nil }
                return (name.text, target)
            }
        }
        var reaching: Set<String> = [path]
        while true {
            let more = imports.filter { file, targets in !reaching.contains(file) && targets.contains { reaching.contains($0.path) } }.keys
            if more.isEmpty { break }
            reaching.formUnion(more)
        }
        return reaching.subtracting([path]).sorted().map { file in
            (file, Set((imports[file] ?? []).filter { reaching.contains($0.path) }.map(\.name)))
        }
    }

    private var files: [String] {
        var found = Set(open.keys)
        for folder in folders {
            for path in ((try? FileTree.files(in: folder, ending: ".lnb")) ?? []).prefix(WorkspaceTexts.mostFiles) {
                found.insert(Path.resolved(path) ?? path)
            }
        }
        return found.sorted()
    }
}
