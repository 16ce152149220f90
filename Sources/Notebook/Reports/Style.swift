import Glibc
import Kernel

/// Colour for a terminal, or none.
public struct Style: Sendable {
    let isColoured: Bool

    public static let plain = Style(isColoured: false)

    /// Colour when `descriptor` is a terminal and the user has not set `NO_COLOR`.
    public static func of(_ descriptor: Int32) -> Style {
        let refusal = getenv("NO_COLOR").map { String(cString: $0) } ?? ""
        return Style(isColoured: isatty(descriptor) == 1 && refusal.isEmpty)
    }

    private func coloured(_ text: String, _ code: Int) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    func bold(_ text: String) -> String { coloured(text, 1) }
    func alarm(_ text: String) -> String { coloured(text, 31) }

    func verdict(_ text: String, _ verdict: Verdict) -> String {
        switch verdict {
        case .proved: return coloured(text, 32)
        case .certified, .supported, .assumed: return coloured(text, 36)
        case .unknown: return coloured(text, 33)
        case .illTyped, .refuted: return coloured(text, 31)
        }
    }
}
