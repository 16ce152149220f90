extension Expression {
    /// Whether two expressions are the same up to the names of bound indices.
    public func isSameUpToBoundIndices(as other: Expression) -> Bool { matches(other, [:]) }

    private func matches(_ other: Expression, _ renaming: [Index: Index]) -> Bool {
        if self == other && renaming.allSatisfy({ $0.key == $0.value }) { return true }
        // A free index is no bound one, even of the same name.
        func same(_ i: Index, _ j: Index) -> Bool {
            if let renamed = renaming[i] { return renamed == j }
            return i == j && !renaming.values.contains(j)
        }
        func same(_ i: Index?, _ j: Index?) -> Bool {
            if let i, let j { return same(i, j) }
            return i == nil && j == nil
        }
        func same(_ a: [Expression], _ b: [Expression]) -> Bool {
            a.count == b.count && zip(a, b).allSatisfy { $0.matches($1, renaming) }
        }
        switch (kind, other.kind) {
        case (.number(let a), .number(let b)): return a == b
        case (.pi, .pi): return true
        case (.parameter(let a), .parameter(let b)): return a == b
        case (.dimension(let a), .dimension(let b)): return a == b
        case (.coordinate(let p, let i), .coordinate(let q, let j)): return p == q && same(i, j)
        case (.delta(let i, let j), .delta(let k, let l)): return same(i, k) && same(j, l)
        case (.epsilon(let i, let j, let k), .epsilon(let l, let m, let n)): return same(i, l) && same(j, m) && same(k, n)
        case (.application(let a), .application(let b)):
            guard a.function == b.function, a.valueIndices.count == b.valueIndices.count,
                a.derivatives.count == b.derivatives.count, a.arguments.count == b.arguments.count,
                zip(a.valueIndices, b.valueIndices).allSatisfy({ same($0, $1) }),
                zip(a.derivatives, b.derivatives).allSatisfy({ $0.argument == $1.argument && same($0.index, $1.index) })
            else { return false }
            return zip(a.arguments, b.arguments).allSatisfy { x, y in
                switch (x, y) {
                case (.scalar(let s), .scalar(let t)): return s.matches(t, renaming)
                case (.vector(let i, let s), .vector(let j, let t)): return s.matches(t, renaming.merging([i: j]) { $1 })
                default: return false
                }
            }
        case (.sum(let a), .sum(let b)), (.product(let a), .product(let b)): return same(a, b)
        case (.power(let a, let b), .power(let c, let d)): return a.matches(c, renaming) && b.matches(d, renaming)
        case (.elementary(let f, let a), .elementary(let g, let b)): return f == g && a.matches(b, renaming)
        case (.partial(let p, let i, let a), .partial(let q, let j, let b)):
            return p == q && same(i, j) && a.matches(b, renaming)
        case (.parameterDerivative(let s, let a), .parameterDerivative(let t, let b)): return s == t && a.matches(b, renaming)
        case (.contraction(let i, let a), .contraction(let j, let b)):
            return i.dimension == j.dimension && a.matches(b, renaming.merging([i: j]) { $1 })
        case (.integral(let p, let a), .integral(let q, let b)): return p == q && a.matches(b, renaming)
        case (.uninterpreted(let f, let a, let i), .uninterpreted(let g, let b, let j)):
            return f == g && same(a, b) && i.count == j.count && zip(i, j).allSatisfy { same($0, $1) }
        default: return false
        }
    }
}
