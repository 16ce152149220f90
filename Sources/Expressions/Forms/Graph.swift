import Arithmetic

/// A connected contraction of tensors: vertices are tensors, edges contracted indices, loose ends free ones.
///
/// A vertex has groups of slots; the slots of one group are interchangeable (the derivative slots of a jet,
/// the two slots of a symmetric matrix). An endpoint is a free label (`-1 - label`) or the other end of the
/// edge (`vertex * 16 + group`).
struct Graph: Hashable {
    struct Vertex: Hashable {
        /// The number of a `VertexLabel` in the table of the contraction form.
        var label: Int32
        var groups: [[Int32]]

        /// With other numbers for the inner ends; groups without any are shared, not copied.
        func renumbered(_ number: (Int32) -> Int32) -> Vertex {
            var result = self
            for g in groups.indices {
                for (s, end) in groups[g].enumerated() where end >= 0 { result.groups[g][s] = number(end) }
            }
            return result
        }
    }

    var vertices: [Vertex]

    func hash(into hasher: inout Hasher) {
        // Mixed by hand, as monomials are.
        var mixed: UInt64 = 0
        func mix(_ word: Int32) {
            mixed = (mixed ^ UInt64(UInt32(bitPattern: word))) &* 0xFF51_AFD7_ED55_8CCD
            mixed ^= mixed >> 32
        }
        for vertex in vertices {
            mix(vertex.label)
            for group in vertex.groups {
                mix(Int32(group.count))
                for end in group { mix(end) }
            }
        }
        hasher.combine(mixed)
    }

    /// The free label that stands for the component of an argument of a function symbol.
    static let argumentLabel: Int32 = 1 << 26

    static func end(vertex: Int, group: Int) -> Int32 { Int32(vertex * 16 + group) }
    static func end(label: Int32) -> Int32 { -1 - label }

    enum VertexLabel: Hashable {
        case position(Point)
        /// The first point minus the second.
        case relative(Point, Point)
        case delta(Dimension)
        /// A function symbol with its derivatives in scalar arguments and its arguments.
        case jet(FunctionSymbol, scalarDerivatives: [Int], arguments: [ArgumentKey])
    }

    var freeLabels: [Int32] {
        vertices.flatMap { $0.groups.flatMap { group in group.filter { $0 < 0 }.map { -1 - $0 } } }
    }

    /// `T:T` for one tensor T.
    var isSumOfSquares: Bool {
        guard vertices.count == 2, vertices[0].label == vertices[1].label else { return false }
        return zip(vertices[0].groups.indices, vertices[0].groups).allSatisfy { position, group in
            group.allSatisfy { $0 == Graph.end(vertex: 1, group: position) }
        } && zip(vertices[1].groups.indices, vertices[1].groups).allSatisfy { position, group in
            group.allSatisfy { $0 == Graph.end(vertex: 0, group: position) }
        }
    }

    /// Joins two loose ends that carry the same label; `nil` when the label does not occur exactly twice.
    mutating func join(_ label: Int32) -> Bool {
        let mark = Graph.end(label: label)
        var count = 0
        var a = (vertex: 0, group: 0, slot: 0), b = a
        for v in vertices.indices {
            for g in vertices[v].groups.indices {
                for s in vertices[v].groups[g].indices where vertices[v].groups[g][s] == mark {
                    if count == 0 { a = (v, g, s) } else { b = (v, g, s) }
                    count += 1
                }
            }
        }
        guard count == 2 else { return false }
        vertices[a.vertex].groups[a.group][a.slot] = Graph.end(vertex: b.vertex, group: b.group)
        vertices[b.vertex].groups[b.group][b.slot] = Graph.end(vertex: a.vertex, group: a.group)
        return true
    }

    mutating func relabel(_ old: Int32, _ new: Int32) {
        let from = Graph.end(label: old), to = Graph.end(label: new)
        for v in vertices.indices {
            for g in vertices[v].groups.indices {
                for s in vertices[v].groups[g].indices where vertices[v].groups[g][s] == from {
                    vertices[v].groups[g][s] = to
                }
            }
        }
    }

    /// The disjoint union.
    func union(_ other: Graph) -> Graph {
        let shift = Int32(vertices.count * 16)
        var result = self
        result.vertices.reserveCapacity(vertices.count + other.vertices.count)
        for vertex in other.vertices { result.vertices.append(vertex.renumbered { $0 + shift }) }
        return result
    }

    /// The vertices that are kept; none of their ends may point at another.
    func keeping(_ isKept: (Int) -> Bool) -> Graph {
        var newNumber: [Int32] = []
        newNumber.reserveCapacity(vertices.count)
        var count: Int32 = 0
        for v in vertices.indices {
            newNumber.append(count)
            if isKept(v) { count += 1 }
        }
        var kept: [Vertex] = []
        kept.reserveCapacity(Int(count))
        for v in vertices.indices where isKept(v) {
            kept.append(vertices[v].renumbered { newNumber[Int($0 / 16)] * 16 + $0 % 16 })
        }
        return Graph(vertices: kept)
    }

    /// Contracts the metrics away: every δ with an inner end is replaced by the edge it makes. Returns the
    /// dimensions of closed loops `δ_ii`.
    ///
    /// - Parameter metric: the dimension, for the labels that stand for a δ.
    mutating func contractMetrics(_ metric: (Int32) -> Dimension?) -> [Dimension] {
        var loops: [Dimension] = []
        var removed: [Bool] = []
        for v in vertices.indices {
            guard let dimension = metric(vertices[v].label) else { continue }
            let ends = vertices[v].groups[0]
            if ends[0] < 0 && ends[1] < 0 { continue }
            let own = Graph.end(vertex: v, group: 0)
            if removed.isEmpty { removed = Array(repeating: false, count: vertices.count) }
            removed[v] = true
            if ends[0] == own {
                loops.append(dimension)
                continue
            }
            for (end, other) in [(ends[0], ends[1]), (ends[1], ends[0])] where end >= 0 {
                let w = Int(end / 16), g = Int(end % 16)
                if let slot = vertices[w].groups[g].firstIndex(of: own) { vertices[w].groups[g][slot] = other }
            }
        }
        if !removed.isEmpty { self = keeping { !removed[$0] } }
        return loops
    }

    /// The connected parts.
    func components() -> [Graph] {
        if vertices.count <= 1 { return vertices.isEmpty ? [] : [self] }
        var part = [Int](repeating: -1, count: vertices.count)
        var count = 0
        for start in vertices.indices where part[start] < 0 {
            var stack = [start]
            part[start] = count
            while let v = stack.popLast() {
                for group in vertices[v].groups {
                    for end in group where end >= 0 && part[Int(end / 16)] < 0 {
                        part[Int(end / 16)] = count
                        stack.append(Int(end / 16))
                    }
                }
            }
            count += 1
        }
        if count == 1 { return [self] }
        return (0..<count).map { number in keeping { part[$0] == number } }
    }
}
