import Language

/// One thing that may be put in where a name is being typed.
struct CompletionItem: Hashable {
    let label: String
    let text: String
    /// What is compared with what was typed.
    let filter: String
    /// Characters before the cursor that it takes the place of.
    let replaced: Int
    /// A word of the language, not a name of the notebook.
    var isWord = true

    /// - Parameters:
    ///   - before: the line up to the cursor.
    ///   - names: the names declared so far.
    static func all(behind before: String, names: [String]) -> [CompletionItem] {
        if let slash = before.lastIndex(of: "\\") {
            let name = before[before.index(after: slash)...]
            if name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "^" || $0 == "-" }) { return abbreviations(String(name)) }
        }
        let typed = String(before.reversed().prefix(while: isPartOfName).reversed())
        let isFirst = before.drop(while: \.isWhitespace).count == typed.count
        let known = Set(isFirst ? Vocabulary.statements : Vocabulary.functions + Vocabulary.clauses)
        let own = words(names.filter { !known.contains($0) }, beginningWith: typed).map { item in
            CompletionItem(label: item.label, text: item.text, filter: item.filter, replaced: item.replaced, isWord: false)
        }
        return (words(Array(known), beginningWith: typed) + own).sorted { $0.label < $1.label }
    }

    static func words(_ words: [String], beginningWith typed: String) -> [CompletionItem] {
        words.filter { $0.hasPrefix(typed) }.sorted().map { word in
            CompletionItem(label: word, text: word, filter: word, replaced: typed.count)
        }
    }

    static func isPartOfName(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_'∇Δ∂²".contains(character)
    }

    /// `\gamma` → `γ`; behind a letter `\hat` puts the accent on it.
    private static func abbreviations(_ name: String) -> [CompletionItem] {
        var names = Vocabulary.names(beginningWith: name)
        if !names.contains(name), Vocabulary.character(named: name) != nil { names.append(name) }
        return names.map { full in
            let character = Vocabulary.character(named: full) ?? ""
            return CompletionItem(label: "\\\(full) \(character)", text: character, filter: "\\" + full, replaced: name.count + 1)
        }
    }
}
