import Language

/// What the Tab key offers behind a piece of a line.
public struct Completion: Hashable, Sendable {
    /// Characters before the cursor that `text` takes the place of.
    public let replaced: Int
    /// What to put there, `nil` where there is no one continuation.
    public let text: String?
    /// What there is to choose from, when it is more than one.
    public let choices: [String]

    private static let none = Completion(replaced: 0, text: nil, choices: [])

    /// - Parameters:
    ///   - before: the line up to the cursor.
    ///   - names: the names declared so far.
    public init(of before: String, names: [String]) {
        if let slash = before.lastIndex(of: "\\") {
            let name = String(before[before.index(after: slash)...])
            if name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "^" || $0 == "-" }) {
                self = Completion.abbreviation(name)
                return
            }
        }
        let trimmed = before.drop(while: \.isWhitespace)
        if trimmed.first == ":", !trimmed.contains(" ") {
            let typed = String(trimmed.dropFirst())
            self = Completion.choose(typed, among: SessionCommand.Name.allCases.map(\.rawValue))
            return
        }
        let word = String(before.reversed().prefix { $0.isLetter || $0.isNumber || "_'∇Δ∂²".contains($0) }.reversed())
        guard !word.isEmpty else {
            self = Completion.none
            return
        }
        let isFirst = trimmed.count == word.count
        let words = isFirst ? Vocabulary.statements : Vocabulary.functions + Vocabulary.clauses
        self = Completion.choose(word, among: names + words)
    }

    private init(replaced: Int, text: String?, choices: [String]) {
        self.replaced = replaced
        self.text = text
        self.choices = choices
    }

    /// `\gamma` → `γ`; behind a letter `\hat` puts the accent on it.
    private static func abbreviation(_ name: String) -> Completion {
        let names = Vocabulary.names(beginningWith: name)
        if let character = Vocabulary.character(named: name) {
            return Completion(replaced: name.count + 1, text: character, choices: [])
        }
        guard let common = commonPrefix(names), !names.isEmpty else { return none }
        if names.count == 1, let character = Vocabulary.character(named: names[0]) {
            return Completion(replaced: name.count + 1, text: character, choices: [])
        }
        return Completion(
            replaced: name.count, text: common.count > name.count ? common : nil,
            choices: names.map { "\\\($0) \(Vocabulary.character(named: $0) ?? "")" })
    }

    private static func choose(_ word: String, among words: [String]) -> Completion {
        let found = Array(Set(words.filter { $0.hasPrefix(word) && $0 != word })).sorted()
        guard let common = commonPrefix(found) else { return none }
        if found.count == 1 { return Completion(replaced: word.count, text: found[0], choices: []) }
        return Completion(replaced: word.count, text: common.count > word.count ? common : nil, choices: found)
    }

    private static func commonPrefix(_ words: [String]) -> String? {
        guard var common = words.first else { return nil }
        for word in words.dropFirst() {
            common = String(zip(common, word).prefix { $0 == $1 }.map(\.0))
        }
        return common
    }
}
