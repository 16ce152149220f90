/// Canonical order of a graph's vertices: isomorphic graphs become equal.
///
/// Colours are refined until stable; where vertices stay indistinguishable one is singled out in turn,
/// interchangeable leaves once, and the least encoding wins. Colours only order; graphs are compared exactly.
struct CanonicalLabelling {
    private var cache: [Graph: Graph] = [:]
    /// Complete encodings compared for one graph before giving up.
    private static let branchLimit = 20_000

    mutating func canonical(_ graph: Graph) throws -> Graph {
        if graph.vertices.count == 1 {
            var single = graph
            for g in single.vertices[0].groups.indices { single.vertices[0].groups[g].sort() }
            return single
        }
        if let known = cache[graph] { return known }
        var search = Search(graph: graph)
        try search.run()
        let result = search.best ?? graph
        cache[graph] = result
        return result
    }

    private struct Search {
        let graph: Graph
        var best: Graph?
        var leaves = 0

        init(graph: Graph) { self.graph = graph }

        mutating func run() throws {
            var colours: [UInt64] = []
            colours.reserveCapacity(graph.vertices.count)
            var loose: [Int32] = []
            for vertex in graph.vertices {
                var colour = mix(0x9E37_79B9_7F4A_7C15, UInt64(UInt32(bitPattern: vertex.label)))
                for group in vertex.groups {
                    colour = mix(colour, UInt64(group.count))
                    loose.removeAll(keepingCapacity: true)
                    for end in group where end < 0 { loose.append(end) }
                    if loose.count > 1 { loose.sort() }
                    for end in loose { colour = mix(colour, UInt64(UInt32(bitPattern: end))) }
                }
                colours.append(colour)
            }
            refine(&colours)
            try branch(colours)
        }

        private func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
            var x = (a ^ (b &+ 0x9E37_79B9_7F4A_7C15 &+ (a << 6) &+ (a >> 2)))
            x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
            x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
            return x ^ (x >> 31)
        }

        /// The number of different colours; graphs are small.
        private func count(_ colours: [UInt64]) -> Int {
            var count = 0
            for v in colours.indices {
                var isNew = true
                for w in 0..<v where colours[w] == colours[v] {
                    isNew = false
                    break
                }
                if isNew { count += 1 }
            }
            return count
        }

        private func refine(_ colours: inout [UInt64]) {
            var known = count(colours)
            var ends: [UInt64] = []
            while known < colours.count {
                var next = colours
                for v in colours.indices {
                    var colour = colours[v]
                    for group in graph.vertices[v].groups {
                        colour = mix(colour, 17)
                        ends.removeAll(keepingCapacity: true)
                        for end in group where end >= 0 { ends.append(mix(colours[Int(end / 16)], UInt64(end % 16))) }
                        if ends.count > 1 { ends.sort() }
                        for end in ends { colour = mix(colour, end) }
                    }
                    next[v] = colour
                }
                colours = next
                let counted = count(colours)
                if counted == known { return }
                known = counted
            }
        }

        private mutating func branch(_ colours: [UInt64]) throws {
            // Stable, by insertion.
            var order = Array(colours.indices)
            for place in stride(from: 1, to: order.count, by: 1) {
                let v = order[place]
                var target = place
                while target > 0, colours[v] < colours[order[target - 1]] {
                    order[target] = order[target - 1]
                    target -= 1
                }
                order[target] = v
            }
            var tied: [Int] = []
            var position = 0
            while position < order.count {
                var end = position + 1
                while end < order.count && colours[order[end]] == colours[order[position]] { end += 1 }
                if end - position > 1 {
                    tied = Array(order[position..<end])
                    break
                }
                position = end
            }
            guard !tied.isEmpty else {
                leaves += 1
                if leaves > CanonicalLabelling.branchLimit { throw FormError.tooLarge }
                compare(order)
                return
            }
            var tried: [Int] = []
            for v in tied where !tried.contains(where: { areInterchangeable($0, v) }) {
                tried.append(v)
                var next = colours
                next[v] = mix(colours[v], 0xD1B5_4A32_D192_ED03)
                refine(&next)
                try branch(next)
            }
        }

        /// Leaves of one label on one group of one vertex.
        private func areInterchangeable(_ a: Int, _ b: Int) -> Bool {
            graph.vertices[a].label == graph.vertices[b].label && graph.vertices[a].groups == graph.vertices[b].groups
                && graph.vertices[a].groups.allSatisfy { $0.allSatisfy { $0 < 0 || (Int($0 / 16) != a && Int($0 / 16) != b) } }
        }

        private mutating func compare(_ order: [Int]) {
            var place = [Int32](repeating: 0, count: order.count)
            for (new, old) in order.enumerated() { place[old] = Int32(new) }
            var vertices: [Graph.Vertex] = []
            vertices.reserveCapacity(order.count)
            for old in order {
                var vertex = graph.vertices[old]
                for g in vertex.groups.indices where !vertex.groups[g].isEmpty {
                    for (s, end) in vertex.groups[g].enumerated() where end >= 0 {
                        vertex.groups[g][s] = place[Int(end / 16)] * 16 + end % 16
                    }
                    if vertex.groups[g].count > 1 { vertex.groups[g].sort() }
                }
                vertices.append(vertex)
            }
            if best == nil || precedes(vertices, best?.vertices ?? []) { best = Graph(vertices: vertices) }
        }

        /// Of two numberings of this graph. Groups of one vertex correspond, so that ends and sizes decide.
        private func precedes(_ a: [Graph.Vertex], _ b: [Graph.Vertex]) -> Bool {
            for (x, y) in zip(a, b) {
                if x.label != y.label { return x.label < y.label }
                for (p, q) in zip(x.groups, y.groups) where p != q {
                    for (i, j) in zip(p, q) where i != j { return i < j }
                    return p.count > q.count
                }
                if x.groups.count != y.groups.count { return x.groups.count < y.groups.count }
            }
            return false
        }
    }
}
