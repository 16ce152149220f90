import Expressions
import Kernel
import Language

/// What types do not see: a formula that speaks of things without saying how they belong together was not read as it was meant.
enum PlausibilityCheck {
    /// `listed`: the names that the notation lists: functions of their own, whatever they are called.
    static func problem(_ statement: Statement, listed: Set<String> = []) -> String? {
        guard case .relation(let relation) = statement.goal else { return nil }
        let left = Mentions(relation.left), right = Mentions(relation.right)
        if !left.freePoints.isEmpty, !right.freePoints.isEmpty, Set(left.freePoints).isDisjoint(with: right.freePoints) {
            func names(_ points: [Point]) -> String { points.map { plain($0.name) }.joined(separator: ", ") }
            return "the left side speaks of the points \(names(left.freePoints)), the right side of \(names(right.freePoints)), and nothing says how they belong together"
        }
        if relation.op == .equal, left.freePoints.isEmpty != right.freePoints.isEmpty {
            let number = left.freePoints.isEmpty ? left : right
            if !number.parameters.isEmpty || !number.functions.isEmpty { return "one side depends on a point, and the other does not" }
        }
        // f and \bar f: the second is made from the first, and the formula does not say how.
        var accents: [String: Set<String>] = [:]
        // What the notation lists under different names is different.
        let functions = left.functions.union(right.functions)
        guard !functions.allSatisfy({ listed.contains(plain($0.name)) }) else { return nil }
        for function in functions {
            guard let first = function.name.first else { continue }
            if case .accent(let base, let accent) = Formula.name(String(first)) {
                accents[LaTeXWriter.text(base), default: []].insert(accent.rawValue)
            } else {
                accents[LaTeXWriter.text(Formula.name(String(first))), default: []].insert("")
            }
        }
        if let letter = accents.filter({ $0.value.count > 1 }).keys.sorted().first {
            return "functions with the letter `\(letter)`, with and without accent, stand in it, and nothing says how they belong together"
        }
        return nil
    }

    /// Without the number that tells declarations of one name apart.
    private static func plain(_ name: String) -> String { String(name.prefix { $0 != "#" }) }
}
