import CFLINT

/// Balls that lie side by side, for computations in place. The contract of every operation is that of `Ball`.
public final class BallVector {
    private let balls: UnsafeMutablePointer<arb_struct>
    private let count: Int

    /// That many zeros.
    public init(_ count: Int) {
        self.count = count
        balls = _arb_vec_init(count)
    }

    deinit { _arb_vec_clear(balls, count) }

    public subscript(number: Int) -> Ball {
        get { Ball.make { arb_set($0, balls + number) } }
        set { newValue.withArb { arb_set(balls + number, $0) } }
    }

    public func clear(_ number: Int) { arb_zero(balls + number) }
    public func isExactZero(_ number: Int) -> Bool { arb_is_zero(balls + number) != 0 }

    public func add(_ source: Int, to target: Int, precision: Int) {
        arb_add(balls + target, balls + target, balls + source, precision)
    }

    public func addProduct(_ a: Int, _ b: Int, to target: Int, precision: Int) {
        arb_addmul(balls + target, balls + a, balls + b, precision)
    }
}
