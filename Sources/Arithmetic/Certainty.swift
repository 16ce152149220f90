/// The answer to a mathematical question that a finite computation may fail to decide.
///
/// `unknown` means "could not tell", never "no".
public enum Certainty: Hashable, Sendable {
    case yes
    case no
    case unknown

    /// `no` as soon as one of the two is, `yes` when both are.
    public static func && (left: Certainty, right: @autoclosure () -> Certainty) -> Certainty {
        if left == .no { return .no }
        switch (left, right()) {
        case (_, .no): return .no
        case (.yes, .yes): return .yes
        default: return .unknown
        }
    }

    /// `yes` as soon as one of the two is, `no` when both are.
    public static func || (left: Certainty, right: @autoclosure () -> Certainty) -> Certainty {
        if left == .yes { return .yes }
        switch (left, right()) {
        case (_, .yes): return .yes
        case (.no, .no): return .no
        default: return .unknown
        }
    }

    public static prefix func ! (answer: Certainty) -> Certainty {
        switch answer {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }

    init(yes: Bool, no: Bool) {
        self = yes ? .yes : no ? .no : .unknown
    }
}
