/// Why a file is not a notebook. Positions count from 1; columns count characters.
public enum DocumentError: Error, Hashable, Sendable {
    case unreadable(explanation: String)
    /// The bytes from this place on are not UTF-8.
    case invalidUTF8(line: Int, column: Int)
    /// A fence that starts with the word `lnb` and has no closing line.
    case unclosedFence(line: Int, column: Int, opening: String)

    /// A stable code, explained by `Explanation`.
    public var code: String {
        switch self {
        case .unreadable: return "N001"
        case .invalidUTF8: return "N002"
        case .unclosedFence: return "N003"
        }
    }

    public var line: Int? {
        switch self {
        case .unreadable: return nil
        case .invalidUTF8(let line, _), .unclosedFence(let line, _, _): return line
        }
    }

    public var column: Int? {
        switch self {
        case .unreadable: return nil
        case .invalidUTF8(_, let column), .unclosedFence(_, let column, _): return column
        }
    }

    /// What was found, what was expected, what to try.
    public var message: String {
        switch self {
        case .unreadable(let explanation):
            return explanation
        case .invalidUTF8:
            return "these bytes are not UTF-8; a notebook is UTF-8 text: save the file in that encoding"
        case .unclosedFence(_, _, let opening):
            return "the fence opened here is never closed; end the block with a line \(opening)"
        }
    }
}
