/// One of the shares that a collection is run in: `2/8`.
public struct Shard: Hashable, Sendable, CustomStringConvertible {
    /// From 1 to `count`.
    public let number: Int
    public let count: Int

    public static let greatestCount = 100_000

    /// `nil` unless `1 <= number <= count`.
    public init?(_ number: Int, of count: Int) {
        guard count >= 1, count <= Shard.greatestCount, number >= 1, number <= count else { return nil }
        self.number = number
        self.count = count
    }

    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]) else { return nil }
        self.init(number, of: count)
    }

    public var description: String { "\(number)/\(count)" }
}
