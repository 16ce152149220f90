import Expressions

/// `import`: the definitions and claims of another notebook.
extension Elaborator {
    mutating func importNotebook(_ name: SyntaxName) throws(Failure) {
        let source = try read(name)
        if importStack.contains(source.identity) {
            throw Failure(
                .importCycle, "found an import of \"\(name.text)\" that leads back to itself: \((importStack + [source.identity]).joined(separator: " → "))",
                advice: "move what both need into a third notebook", at: name.range)
        }
        if importedTables[source.identity] == nil {
            let saved = (table, importedNames)
            tables.append(NameTable())
            table = tables.count - 1
            importedNames = [:]
            importStack.append(source.identity)
            _ = elaborate(source.statements)
            importStack.removeLast()
            importedTables[source.identity] = table
            (table, importedNames) = saved
        }
        guard let other = importedTables[source.identity] else { return }
        try merge(tables[other], source.identity, name)
    }

    private func read(_ name: SyntaxName) throws(Failure) -> ImportedSource {
        if let source = StandardLibrary.statements(named: name.text) { return source }
        guard let resolver else {
            throw Failure(.importNotFound, "found an import of \"\(name.text)\", but imports are not available here", at: name.range)
        }
        do {
            return try resolver(name.text, importStack.last)
        } catch {
            let message: String
            if let failure = error as? ImportFailure { message = failure.message } else { message = "\(error)" }
            throw Failure(.importNotFound, "found an import of \"\(name.text)\": \(message)", advice: "paths are relative to the notebook; std/… comes with the engine", at: name.range)
        }
    }

    /// Definitions come in; the declarations of the standard library stay inside.
    private mutating func merge(_ other: NameTable, _ identity: String, _ place: SyntaxName) throws(Failure) {
        for name in other.names {
            guard let binding = other.binding(name, at: other.version) else { continue }
            let isDefinition: Bool
            switch binding {
            case .definition, .value, .function, .density: isDefinition = true
            default: isDefinition = false
            }
            if identity.hasPrefix("std/"), !isDefinition { continue }
            if isDefinition, let earlier = importedNames[name], earlier != identity {
                throw Failure(
                    .importClash, "found `\(name)` both in \"\(earlier)\" and in \"\(identity)\"",
                    advice: "rename one of them; a name may come from one import only", at: place.range)
            }
            tables[table].declare(name, binding)
            if isDefinition { importedNames[name] = identity }
        }
    }
}
