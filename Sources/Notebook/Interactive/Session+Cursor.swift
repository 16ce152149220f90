import Language

/// Questions about a place in a text that is being typed. Places are counted in Unicode scalars from its start.
extension Session {
    /// What may be put in, and the place of what it replaces.
    public func completions(in text: String, at offset: Int) -> (matches: [String], replaced: Range<Int>) {
        let scalars = text.unicodeScalars.prefix(max(0, offset))
        let before = String(scalars.suffix { $0 != "\n" })
        let completion = Completion(of: before, names: declaredNames)
        let typed = String(before.suffix(completion.replaced)).unicodeScalars.count
        return (completion.matches, (scalars.count - typed)..<scalars.count)
    }

    /// What the name around a place is: something declared, or a claim with its verdict and the reasons for it.
    public func description(in text: String, at offset: Int) -> String? {
        let scalars = text.unicodeScalars
        let place = scalars.index(scalars.startIndex, offsetBy: max(0, offset), limitedBy: scalars.endIndex) ?? scalars.endIndex
        let before = String(scalars[..<place].suffix { $0 != "\n" })
        let line = before + String(scalars[place...].prefix { $0 != "\n" })
        let word = TextPositions(line).word(at: (line: 1, column: before.count + 1))
        guard !word.isEmpty else { return nil }
        var parts: [String] = []
        if let description = elaborator.description(of: Vocabulary.canonicalName(word)) { parts.append("\(word): \(description)\n") }
        if let claim = claims[word] { parts.append(reasons(claim)) }
        return parts.isEmpty ? nil : parts.joined(separator: "\n")
    }
}

extension Substring.UnicodeScalarView {
    fileprivate func suffix(while isWanted: (Unicode.Scalar) -> Bool) -> Self {
        self[(lastIndex { !isWanted($0) }.map { index(after: $0) } ?? startIndex)...]
    }
}
