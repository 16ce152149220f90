/// The declarations that a formula needs, in the order in which they are to be made.
struct GuessedDeclarations {
    struct Guess: Hashable {
        var identifier: String
        /// What it may be, the likeliest first: whole statements. The types decide.
        var candidates: [String]
        /// Neither the notation nor the paper says it in so many words.
        var isGuess: Bool
    }

    private(set) var list: [Guess] = []

    mutating func add(_ identifier: String, _ candidates: [String], isGuess: Bool, known: KnownNames) {
        guard !known.isDeclared(identifier), !list.contains(where: { $0.identifier == identifier }) else { return }
        list.append(Guess(identifier: identifier, candidates: candidates, isGuess: isGuess))
    }

    mutating func remove(_ identifier: String) { list.removeAll { $0.identifier == identifier } }

    /// A function of the points, given in LaTeX.
    mutating func add(function identifier: String, points: [String], known: KnownNames) throws(LaTeXError) {
        var names: [String] = []
        for point in points {
            if let (name, _) = try FormulaName.read(FormulaReader.items(of: point), at: 0) { names.append(name.identifier) }
        }
        let head = "function \(identifier)(\(names.joined(separator: ", ")))"
        add(identifier, [head, head + " > 0", head + " : symmetric matrix", head + " : vector"], isGuess: true, known: known)
        // Its points come first.
        if let place = list.firstIndex(where: { $0.identifier == identifier }) { list.append(list.remove(at: place)) }
    }

    /// Dimensions and other numbers before the points, and points before the functions of them; what may be a number or a
    /// vector comes behind the points, whose space a vector is of.
    var ordered: [Guess] {
        func rank(_ guess: Guess) -> Int {
            guess.candidates[0].hasPrefix("space") ? 1 : guess.candidates[0].hasPrefix("param") && guess.candidates.count == 1 ? 0 : 2
        }
        return (0...2).flatMap { place in list.filter { rank($0) == place } }
    }
}
