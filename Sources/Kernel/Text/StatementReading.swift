/// A statement as it reads from a text, together with that text: neither has to be derived from the other again.
public struct StatementReading: Hashable, Sendable {
    public let statement: Statement
    let text: SymbolicText

    /// Reads a statement's canonical text.
    public init(text: String) throws {
        self.text = try SymbolicText(parsing: text)
        statement = try Statement(self.text)
    }

    /// Writes a statement and reads it again.
    public init(_ statement: Statement) throws {
        try self.init(text: statement.text)
    }
}
