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
        var search = Search(graph: graph, labels: graph.vertices.map(\.label))
        try search.run()
        let result = search.best ?? graph
        cache[graph] = result
        return result
    }

    private struct Search {
        let graph: Graph
        let labels: [Int32]
        var best: Graph?
        var bestCode: [Int32] = []
        var leaves = 0

        init(graph: Graph, labels: [Int32]) {
            self.graph = graph
            self.labels = labels
        }

        mutating func run() throws {
            var colours = graph.vertices.indices.map { v -> UInt64 in
                var colour = mix(0x9E37_79B9_7F4A_7C15, UInt64(UInt32(bitPattern: labels[v])))
                for group in graph.vertices[v].groups {
                    colour = mix(colour, UInt64(group.count))
                    for end in group.filter({ $0 < 0 }).sorted() { colour = mix(colour, UInt64(UInt32(bitPattern: end))) }
                }
                return colour
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

        private func refine(_ colours: inout [UInt64]) {
            var count = Set(colours).count
            while count < colours.count {
                let next = graph.vertices.indices.map { v -> UInt64 in
                    var colour = colours[v]
                    for group in graph.vertices[v].groups {
                        colour = mix(colour, 17)
                        let ends = group.filter { $0 >= 0 }
                            .map { mix(colours[Int($0 / 16)], UInt64($0 % 16)) }.sorted()
                        for end in ends { colour = mix(colour, end) }
                    }
                    return colour
                }
                let nextCount = Set(next).count
                colours = next
                if nextCount == count { return }
                count = nextCount
            }
        }

        private mutating func branch(_ colours: [UInt64]) throws {
            let order = colours.indices.sorted { colours[$0] < colours[$1] }
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
            labels[a] == labels[b] && graph.vertices[a].groups == graph.vertices[b].groups
                && graph.vertices[a].groups.allSatisfy { $0.allSatisfy { $0 < 0 || (Int($0 / 16) != a && Int($0 / 16) != b) } }
        }

        private mutating func compare(_ order: [Int]) {
            var place = [Int32](repeating: 0, count: order.count)
            for (new, old) in order.enumerated() { place[old] = Int32(new) }
            var code: [Int32] = []
            var vertices: [Graph.Vertex] = []
            for old in order {
                code.append(labels[old])
                let groups = graph.vertices[old].groups.map { group in
                    group.map { $0 < 0 ? $0 : place[Int($0 / 16)] * 16 + $0 % 16 }.sorted()
                }
                for group in groups {
                    code.append(Int32.max)
                    code.append(contentsOf: group)
                }
                vertices.append(Graph.Vertex(label: graph.vertices[old].label, groups: groups))
            }
            if best == nil || code.lexicographicallyPrecedes(bestCode) {
                best = Graph(vertices: vertices)
                bestCode = code
            }
        }
    }
}
