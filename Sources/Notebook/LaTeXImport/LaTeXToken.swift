/// A token of LaTeX with the place in the paper that it comes from.
struct LaTeXToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// `\alpha`, `\,`, `\\`, without the backslash.
        case command(String)
        case character(Character)
        case beginGroup, endGroup, superscript, `subscript`, align
        /// `#1`; 0 for a `#` without a digit.
        case parameter(Int)
        case space
    }

    var kind: Kind
    var place: Place
    /// How many macros stand above it: what an endless recursion is told by.
    var depth = 0

    /// Line and column in the file, from 1.
    struct Place: Hashable, Sendable, Comparable {
        var line: Int
        var column: Int
        static func < (a: Place, b: Place) -> Bool { (a.line, a.column) < (b.line, b.column) }
    }
}

/// What is wrong with a piece of LaTeX, and where.
struct LaTeXError: Error, Hashable, Sendable {
    var message: String
    var place: LaTeXToken.Place
}
