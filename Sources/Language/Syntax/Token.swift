/// A word of the language.
package struct Token: Sendable {
    package enum Kind: Hashable, Sendable {
        /// Digits, possibly with one point.
        case number
        /// A name in canonical spelling.
        case name
        /// A reserved word.
        case reserved
        /// A prefix operator.
        case op(SyntaxOperator)
        /// Superscript digits, as ASCII digits with an optional `-`.
        case superscript
        /// `ᵀ`
        case transposition
        /// The contents of a quoted string.
        case string
        case integral
        case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftAngle, rightAngle
        case bar, doubleBar
        case plus, minus, times, slash, dot, cross, tensor, colon, caret, assign, arrow, comma, dotDot, semicolon
        case relation(SyntaxRelation)
        case comment
        /// End of the statement.
        case end
    }

    package var kind: Kind
    package var text: String
    package var range: SourceRange
    /// Stands directly behind the token before, without a space.
    package var isAdjacent: Bool
}
