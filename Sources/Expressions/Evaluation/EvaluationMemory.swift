import Arithmetic

/// The cells that a program computes in.
public protocol EvaluationMemory {
    associatedtype Element
    subscript(cell: Int) -> Element { get nonmutating set }
    /// Makes the cell zero.
    func clear(_ cell: Int)
    /// Certainly zero.
    func isExactZero(_ cell: Int) -> Bool
    func add(_ source: Int, to target: Int)
    func addProduct(_ a: Int, _ b: Int, to target: Int)
}

/// What a `RingMemory` holds.
public protocol RingElement {
    static var zero: Self { get }
    static func + (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    var isZero: Bool { get }
}

extension Rational: RingElement {}
extension Residue61: RingElement {}

/// Cells for elements that are plain values.
public final class RingMemory<Element: RingElement>: EvaluationMemory {
    private let cells: UnsafeMutablePointer<Element>
    private let count: Int

    public init(_ count: Int) {
        self.count = count
        cells = .allocate(capacity: max(count, 1))
        cells.initialize(repeating: .zero, count: count)
    }

    deinit {
        cells.deinitialize(count: count)
        cells.deallocate()
    }

    public subscript(cell: Int) -> Element {
        get { cells[cell] }
        set { cells[cell] = newValue }
    }

    public func clear(_ cell: Int) { cells[cell] = .zero }
    public func isExactZero(_ cell: Int) -> Bool { cells[cell].isZero }
    public func add(_ source: Int, to target: Int) { cells[target] = cells[target] + cells[source] }
    public func addProduct(_ a: Int, _ b: Int, to target: Int) { cells[target] = cells[target] + cells[a] * cells[b] }
}
