import Kernel

/// Small changes of a certificate's text, and what the kernel makes of them.
package enum TamperedCertificate {
    package enum End: String, CaseIterable, Sendable {
        case unreadable = "does not read"
        case rejected
        /// The change makes no difference to what is proved.
        case sameTheorem = "accepted, same theorem"
        /// The statement was changed, too, and the evidence is one for the other statement.
        case otherAndTrue = "accepted, another statement, numbers agree"
        case otherUnchecked = "accepted, another statement, no other check"
        case otherAndFalse = "accepted, another statement, numbers differ"
        case weaker = "accepted, the same statement under other conditions"
    }

    /// A change of every word: another number, sign or word; left out; said twice.
    package static func all(of text: String) -> [(what: String, text: String)] {
        let pieces = split(text)
        let words = pieces.indices.filter { isWord(pieces[$0]) }
        var result: [(what: String, text: String)] = []
        func add(_ place: Int, _ new: String) {
            guard new != pieces[place] else { return }
            var changed = pieces
            changed[place] = new
            result.append(("\(pieces[place]) → \(new.isEmpty ? "nothing" : new)", changed.joined()))
        }
        for (number, place) in words.enumerated() {
            let word = pieces[place]
            if let value = Int(word), value.magnitude < UInt(Int.max) {
                for new in [value + 1, value - 1, -value] { add(place, String(new)) }
            } else if word.contains("/"), let first = word.split(separator: "/").first.flatMap({ Int($0) }) {
                add(place, "\(first + 1)/" + word.split(separator: "/")[1])
                add(place, word.hasPrefix("-") ? String(word.dropFirst()) : "-" + word)
            }
            // The next other word, which often is one of the same kind.
            if let other = words[(number + 1)...].prefix(8).first(where: { pieces[$0] != word }) { add(place, pieces[other]) }
            add(place, "")
            add(place, word + " " + word)
        }
        // Two neighbours that change places.
        for (a, b) in zip(words, words.dropFirst()) where pieces[a] != pieces[b] {
            var changed = pieces
            changed.swapAt(a, b)
            result.append(("\(pieces[a]) and \(pieces[b]) change places", changed.joined()))
        }
        return result
    }

    /// What the kernel says of a changed certificate.
    package static func examine(_ changed: String, of original: Certificate) -> End {
        guard let certificate = read(changed, original) else { return .unreadable }
        guard let theorem = try? Kernel.check(certificate) else { return .rejected }
        if theorem.statement == original.statement, theorem.verdict == original.verdict {
            return theorem.conditions == original.conditions ? .sameTheorem : .weaker
        }
        guard theorem.verdict == .proved else { return .sameTheorem }
        let conditions = try? Kernel.Examination(certificate.statement, certificate.evidence).conditions
        switch IndependentCheck.answer(theorem.statement, conditions) {
        case .agrees: return .otherAndTrue
        case .none: return .otherUnchecked
        case .differs: return .otherAndFalse
        }
    }

    /// With the digest of the statement that is there: whoever changes a statement can compute it.
    private static func read(_ changed: String, _ original: Certificate) -> Certificate? {
        if let certificate = try? Certificate(text: changed) { return certificate }
        guard let start = changed.firstRange(of: "\n  (statement"), let end = changed.lastIndex(of: ")"), start.lowerBound < end,
            let statement = try? Statement(text: String(changed[start.lowerBound..<end])) else { return nil }
        return try? Certificate(text: changed.replacing(original.statement.digest, with: statement.digest))
    }

    private static func isWord(_ piece: String) -> Bool { piece.first.map { !$0.isWhitespace && $0 != "(" && $0 != ")" } ?? false }

    /// Words, brackets and the space between them.
    private static func split(_ text: String) -> [String] {
        var result: [String] = [], word = ""
        var isQuoted = false
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if !isQuoted, character.isWhitespace || character == "(" || character == ")" {
                if !word.isEmpty { result.append(word) }
                word = ""
                result.append(String(character))
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty { result.append(word) }
        return result
    }
}
