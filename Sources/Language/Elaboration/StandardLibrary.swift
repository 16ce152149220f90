/// The notebooks that come with the engine.
public enum StandardLibrary {
    /// The text of `std/NAME`, a notebook; the name is given with or without the ending.
    public static func source(named name: String) -> String? {
        switch name {
        case "std/hermite", "std/hermite.lnb": return String(decoding: PackageResources.hermite_lnb, as: UTF8.self)
        case "std/inequalities", "std/inequalities.lnb": return String(decoding: PackageResources.inequalities_lnb, as: UTF8.self)
        case "std/sphere", "std/sphere.lnb": return String(decoding: PackageResources.sphere_lnb, as: UTF8.self)
        default: return nil
        }
    }

    public static let names = ["std/hermite", "std/inequalities", "std/sphere"]

    /// The statements of `std/NAME`; the library's own cells are fences at the margin.
    public static func statements(named name: String) -> ImportedSource? {
        guard let text = source(named: name) else { return nil }
        var statements: [SyntaxStatement] = []
        var cell: [Substring] = []
        var firstLine = 0
        for (position, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("```") {
                if firstLine > 0 {
                    statements += Parser.parse(cell.joined(separator: "\n"), firstLine: firstLine, path: name).statements
                    firstLine = 0
                } else if line == "```lnb" {
                    firstLine = position + 2
                    cell = []
                }
            } else if firstLine > 0 {
                cell.append(line)
            }
        }
        let identity = name.hasSuffix(".lnb") ? String(name.dropLast(4)) : name
        return ImportedSource(identity: identity, statements: statements)
    }
}
