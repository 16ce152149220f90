import Language

/// What the Tab key offers behind a piece of a line.
public struct Completion: Hashable, Sendable {
    /// Characters before the cursor that `text` takes the place of.
    public let replaced: Int
    /// What to put there, `nil` where there is no continuation.
    public let text: String?
    /// What there is to choose from, when it is more than one.
    public let choices: [String]
    /// All that may take the place of the replaced characters.
    public let matches: [String]

    /// - Parameters:
    ///   - before: the line up to the cursor.
    ///   - names: the names declared so far.
    public init(of before: String, names: [String]) {
        let items = before.first == ":" && !before.contains(" ")
            ? CompletionItem.words(SessionCommand.Name.allCases.map { ":" + $0.rawValue }, beginningWith: before)
            : CompletionItem.all(behind: before, names: names)
        let typed = String(before.suffix(items.first?.replaced ?? 0))
        let further = items.filter { $0.text != typed }
        replaced = typed.count
        matches = items.map(\.text)
        // `\phi` is complete, though `\phib…` might exist.
        if let only = further.first(where: { $0.filter == typed }) ?? (further.count == 1 ? further.first : nil), !typed.isEmpty {
            text = only.text
            choices = []
        } else if let common = Completion.commonPrefix(further.map(\.filter)), !typed.isEmpty {
            text = common.count > typed.count ? common : nil
            choices = further.map(\.label)
        } else {
            text = nil
            choices = []
        }
    }

    private static func commonPrefix(_ words: [String]) -> String? {
        guard var common = words.first else { return nil }
        for word in words.dropFirst() { common = String(zip(common, word).prefix { $0 == $1 }.map(\.0)) }
        return common
    }
}
