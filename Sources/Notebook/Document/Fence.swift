/// The opening line of a fenced block, as CommonMark defines it: up to three spaces, then three or more
/// backticks or tildes, then the info string.
struct Fence: Hashable, Sendable {
    let mark: UInt8
    let length: Int
    let indentation: Int
    /// The first word of the info string, empty where there is none.
    let kind: String

    /// The fence that a cell has where nothing speaks for another.
    static let plain = Fence(mark: backtick, length: 3, indentation: 0, kind: "lnb")

    private init(mark: UInt8, length: Int, indentation: Int, kind: String) {
        self.mark = mark
        self.length = length
        self.indentation = indentation
        self.kind = kind
    }

    static let backtick = UInt8(ascii: "`")
    static let tilde = UInt8(ascii: "~")

    /// The fence that `line` opens. The info string of a backtick fence holds no backtick, otherwise the
    /// line is inline code.
    init?(opening line: ArraySlice<UInt8>) {
        let indentation = Fence.indentation(of: line)
        let rest = line.dropFirst(indentation)
        guard indentation <= 3, let mark = rest.first, mark == Fence.backtick || mark == Fence.tilde else { return nil }
        let marks = rest.prefix { $0 == mark }
        guard marks.count >= 3 else { return nil }
        let info = rest.dropFirst(marks.count)
        if mark == Fence.backtick, info.contains(Fence.backtick) { return nil }
        self.mark = mark
        self.length = marks.count
        self.indentation = indentation
        let word = info.drop(while: Fence.isBlank).prefix { !Fence.isBlank($0) }
        self.kind = String(decoding: word, as: UTF8.self)
    }

    /// True when `line` closes this fence: the same mark, at least as often, and nothing after it.
    func isClosed(by line: ArraySlice<UInt8>) -> Bool {
        let indentation = Fence.indentation(of: line)
        let rest = line.dropFirst(indentation)
        guard indentation <= 3, rest.first == mark else { return false }
        let marks = rest.prefix { $0 == mark }
        return marks.count >= length && rest.dropFirst(marks.count).allSatisfy(Fence.isBlank)
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// The leading spaces of the line, counted no further than four.
    static func indentation(of line: ArraySlice<UInt8>) -> Int {
        line.prefix(4).prefix { $0 == UInt8(ascii: " ") }.count
    }
}
