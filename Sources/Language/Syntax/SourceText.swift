/// A place in a source text. Lines and columns count from 1; a column is counted in characters, so that a
/// letter and its combining accents are one column.
public struct SourceLocation: Hashable, Sendable, Comparable {
    private var storedLine: Int32
    private var storedColumn: Int32
    private var storedOffset: Int32

    public var line: Int { Int(storedLine) }
    public var column: Int { Int(storedColumn) }
    /// Unicode scalars from the start of the text.
    public var offset: Int { Int(storedOffset) }

    public init(line: Int, column: Int, offset: Int) {
        storedLine = Int32(clamping: line)
        storedColumn = Int32(clamping: column)
        storedOffset = Int32(clamping: offset)
    }

    public static func < (a: SourceLocation, b: SourceLocation) -> Bool {
        (a.line, a.column, a.offset) < (b.line, b.column, b.offset)
    }
}

/// From the first character of something to just behind its last.
public struct SourceRange: Hashable, Sendable {
    public var start: SourceLocation
    public var end: SourceLocation

    public init(_ start: SourceLocation, _ end: SourceLocation) {
        self.start = start
        self.end = end
    }

    public func joined(with other: SourceRange) -> SourceRange { SourceRange(start, max(end, other.end)) }
}

/// A piece of notebook source (a cell, or a whole file) with the place it comes from.
///
/// Lines are numbered from `firstLine`, so that locations in a cell are locations in its file.
public struct SourceText: Sendable {
    public let path: String
    public let firstLine: Int
    let scalars: [Unicode.Scalar]
    private let lineStarts: [Int]

    public init(_ text: String, firstLine: Int = 1, path: String = "") {
        self.path = path
        self.firstLine = firstLine
        scalars = Array(text.unicodeScalars)
        var starts = [0]
        for (offset, scalar) in scalars.enumerated() where scalar == "\n" { starts.append(offset + 1) }
        lineStarts = starts
    }

    /// The text of a line, without its line ending; `nil` outside the text.
    public func line(_ number: Int) -> String? {
        let index = number - firstLine
        guard lineStarts.indices.contains(index) else { return nil }
        var end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : scalars.count
        if end > lineStarts[index], scalars[end - 1] == "\r" { end -= 1 }
        return text(from: lineStarts[index], to: end)
    }

    /// The column of the first character after a place that is no space.
    func column(ofCommentAfter place: SourceLocation) -> Int {
        let spaces = scalars[min(place.offset, scalars.count)...].prefix { $0 == " " || $0 == "\t" }
        return place.column + spaces.count
    }

    public func text(_ range: SourceRange) -> String { text(from: range.start.offset, to: range.end.offset) }

    func text(from start: Int, to end: Int) -> String {
        let part = scalars[max(0, start)..<min(scalars.count, max(start, end))]
        // As UTF-8 at once, in as much room as it needs: short texts then take none from the heap.
        return String(unsafeUninitializedCapacity: part.reduce(0) { $0 + UTF8.width($1) }) { buffer in
            var count = 0
            for scalar in part {
                if scalar.isASCII {
                    buffer[count] = UInt8(truncatingIfNeeded: scalar.value)
                    count += 1
                } else {
                    for unit in UTF8.encode(scalar)! {
                        buffer[count] = unit
                        count += 1
                    }
                }
            }
            return count
        }
    }
}
