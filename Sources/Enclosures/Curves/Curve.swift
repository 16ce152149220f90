/// What is known of the values of a function on an interval, for a figure.
///
/// All numbers are outer bounds: each value at a place of `[from, to]` at which the function is defined lies in
/// `[lower, upper]`.
public struct Curve: Hashable, Sendable {
    public struct Piece: Hashable, Sendable {
        public var from: Double
        public var to: Double
        public var lower: Double
        public var upper: Double
        /// Estimates of the values at the two ends, through which a line is drawn; `nil` where there is none.
        public var first: Double?
        public var last: Double?

        public init(from: Double, to: Double, lower: Double, upper: Double, first: Double?, last: Double?) {
            self.from = from
            self.to = to
            self.lower = lower
            self.upper = upper
            self.first = first
            self.last = last
        }
    }

    /// A part of the interval on which no enclosure was found: there the function may have no value, or none that is bounded.
    public struct Gap: Hashable, Sendable {
        public var from: Double
        public var to: Double
        public init(from: Double, to: Double) {
            self.from = from
            self.to = to
        }
    }

    /// Whether the pieces cover the interval but for the gaps; otherwise each is a single place.
    public let isContinuous: Bool
    /// Whether the bounds are proved.
    public let isRigorous: Bool
    /// From left to right.
    public let pieces: [Piece]
    public let gaps: [Gap]

    public init(isContinuous: Bool, isRigorous: Bool, pieces: [Piece], gaps: [Gap]) {
        self.isContinuous = isContinuous
        self.isRigorous = isRigorous
        self.pieces = pieces
        self.gaps = gaps
    }

    /// Bounds of all values; `nil` where nothing is known.
    public var range: (lower: Double, upper: Double)? {
        guard let lower = pieces.map(\.lower).min(), let upper = pieces.map(\.upper).max() else { return nil }
        return (lower, upper)
    }
}
