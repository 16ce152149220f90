import Arithmetic
import CFLINT
import Synchronization

/// Nodes and weights of the Gauss-Legendre rules on (-1, 1), kept for each precision.
enum GaussLegendre {
    private struct Key: Hashable {
        let count: Int
        let precision: Int
    }

    private static let tables = Mutex<[Key: (nodes: [Real], weights: [Real])]>([:])

    static func rule(_ count: Int, precision: Int) -> (nodes: [Real], weights: [Real]) {
        let key = Key(count: count, precision: precision)
        if let known = tables.withLock({ $0[key] }) { return known }
        let balls: UnsafeMutablePointer<arb_struct> = _arb_vec_init(2)
        defer { _arb_vec_clear(balls, 2) }
        var nodes: [Real] = []
        var weights: [Real] = []
        func midpoint(_ ball: UnsafeMutablePointer<arb_struct>) -> Real {
            Real.make(precision: precision) { _ = arf_get_mpfr($0, &ball.pointee.mid, MPFR_RNDN) }
        }
        for number in 0..<count {
            // Nodes are symmetric.
            if number >= (count + 1) / 2 {
                nodes.append(-nodes[count - 1 - number])
                weights.append(weights[count - 1 - number])
                continue
            }
            arb_hypgeom_legendre_p_ui_root(balls, balls + 1, UInt(count), UInt(number), precision + 8)
            nodes.append(midpoint(balls))
            weights.append(midpoint(balls + 1))
        }
        tables.withLock { tables in
            if tables.count >= 64 { tables.removeAll() }
            tables[key] = (nodes, weights)
        }
        return (nodes, weights)
    }
}
