/// A statement as it reads from a text, together with that text: neither has to be derived from the other again.
public struct StatementReading: Hashable, Sendable {
    public let statement: Statement
    /// The canonical text.
    let text: [UInt8]

    /// Reads a statement's text.
    public init(text: String) throws {
        let bytes = Array(text.utf8), item = try SymbolicItem(parsing: bytes)
        statement = try Statement(item)
        self.text = SymbolicText.isCanonical(bytes) ? bytes : SymbolicText(item).bytes
    }

    /// Writes a statement and reads it again.
    public init(_ statement: Statement) throws {
        try self.init(text: statement.text)
    }
}
