import Arithmetic
import Expressions

/// The cells of a computation in balls.
public struct BallMemory: EvaluationMemory {
    private let balls: BallVector
    private let precision: Int

    init(_ count: Int, precision: Int) {
        balls = BallVector(count)
        self.precision = precision
    }

    public subscript(cell: Int) -> Ball {
        get { balls[cell] }
        nonmutating set { balls[cell] = newValue }
    }

    public func clear(_ cell: Int) { balls.clear(cell) }
    public func isExactZero(_ cell: Int) -> Bool { balls.isExactZero(cell) }
    public func add(_ source: Int, to target: Int) { balls.add(source, to: target, precision: precision) }
    public func addProduct(_ a: Int, _ b: Int, to target: Int) { balls.addProduct(a, b, to: target, precision: precision) }
}
