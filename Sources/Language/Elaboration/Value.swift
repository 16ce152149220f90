import Arithmetic
import Expressions

/// A typed expression under construction.
struct Value: Sendable {
    enum Kind: Sendable {
        case tensor(Tensor)
        /// The literal 0, which has every shape.
        case zero
        /// `[X, Y]`: vectors (or tensors) of one shape, one for each block.
        case block([Tensor])
    }

    var kind: Kind
    /// Nodes of the expression, counted as a tree.
    var size: Int
    var depth: Int

    static let zero = Value(kind: .zero, size: 1, depth: 1)

    init(kind: Kind, size: Int, depth: Int) {
        self.kind = kind
        self.size = size
        self.depth = depth
    }

    /// A small expression made by the elaborator itself.
    init(_ tensor: Tensor, size: Int = 4, depth: Int = 3) { self.init(kind: .tensor(tensor), size: size, depth: depth) }

    static func scalar(_ expression: Expression, size: Int = 2, depth: Int = 2) -> Value {
        Value(Tensor(body: expression), size: size, depth: depth)
    }

    /// The scalar, when it is one; the literal 0 counts.
    var asScalar: Expression? {
        switch kind {
        case .zero: return .zero
        case .tensor(let tensor) where tensor.rank == 0: return tensor.body
        default: return nil
        }
    }

    /// The tensor, with the literal 0 as a scalar; `nil` for a block.
    var asTensor: Tensor? {
        switch kind {
        case .zero: return Tensor(body: .zero)
        case .tensor(let tensor): return tensor
        case .block: return nil
        }
    }

    var tensors: [Tensor] {
        switch kind {
        case .zero: return [Tensor(body: .zero)]
        case .tensor(let tensor): return [tensor]
        case .block(let parts): return parts
        }
    }

    func mapTensors(_ transform: (Tensor) -> Tensor) -> Value {
        switch kind {
        case .zero: return self
        case .tensor(let tensor): return Value(kind: .tensor(transform(tensor)), size: size, depth: depth)
        case .block(let parts): return Value(kind: .block(parts.map(transform)), size: size, depth: depth)
        }
    }
}

/// What diagnostics call a shape.
enum ShapeName {
    static func of(_ dimensions: [Dimension]) -> String {
        let space = dimensions.first.map(power) ?? ""
        let uniform = dimensions.allSatisfy { $0 == dimensions.first }
        switch dimensions.count {
        case 0: return "a scalar"
        case 1: return space.isEmpty ? "a vector" : "a vector of \(space)"
        case 2 where uniform: return space.isEmpty ? "a matrix" : "a matrix on \(space)"
        default:
            if uniform { return "a tensor of rank \(dimensions.count)" + (space.isEmpty ? "" : " on \(space)") }
            return "a tensor of shape " + dimensions.map { number($0) }.joined(separator: " by ")
        }
    }

    private static func power(_ dimension: Dimension) -> String {
        if case .symbol(let name) = dimension, name.hasPrefix("?") { return "" }
        return "R^" + number(dimension)
    }

    static func number(_ dimension: Dimension) -> String {
        switch dimension {
        case .number(let n): return String(n)
        case .symbol(let name): return name.hasPrefix("?") ? "?" : Declared.plain(name)
        }
    }
}

/// Names of declarations inside statements. A name declared again gets a number behind `#`, which is taken
/// off where a statement mentions only one of them.
enum Declared {
    static func plain(_ name: String) -> String {
        guard let mark = name.firstIndex(of: "#") else { return name }
        return String(name[..<mark])
    }
}
