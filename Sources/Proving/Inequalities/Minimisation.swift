/// The simplex method of Nelder and Mead: a local minimum of a function of a few numbers, which may be undefined.
enum Minimisation {
    static func nelderMead(from start: [Double], step: Double, evaluations: Int, _ f: ([Double]) -> Double?) -> (x: [Double], value: Double)? {
        func value(_ x: [Double]) -> Double {
            let y = f(x) ?? .infinity
            return y.isNaN ? .infinity : y
        }
        var simplex = [(start, value(start))]
        for k in start.indices {
            var x = start
            x[k] += step
            simplex.append((x, value(x)))
        }
        var count = simplex.count
        let n = start.count
        while count < evaluations {
            simplex.sort { $0.1 < $1.1 }
            if simplex[n].1 - simplex[0].1 < 1e-7 * abs(simplex[0].1) { break }
            let centre = start.indices.map { k in simplex.prefix(n).reduce(0) { $0 + $1.0[k] } / Double(n) }
            func point(_ t: Double) -> ([Double], Double) {
                let x = start.indices.map { centre[$0] + t * (simplex[n].0[$0] - centre[$0]) }
                count += 1
                return (x, value(x))
            }
            let reflected = point(-1)
            if reflected.1 < simplex[0].1 {
                let expanded = point(-2)
                simplex[n] = expanded.1 < reflected.1 ? expanded : reflected
            } else if reflected.1 < simplex[n - 1].1 {
                simplex[n] = reflected
            } else {
                let contracted = point(reflected.1 < simplex[n].1 ? -0.5 : 0.5)
                if contracted.1 < simplex[n].1 {
                    simplex[n] = contracted
                } else {
                    for k in 1...n {
                        let x = zip(simplex[k].0, simplex[0].0).map { 0.5 * ($0 + $1) }
                        simplex[k] = (x, value(x))
                        count += 1
                    }
                }
            }
        }
        guard let best = simplex.min(by: { $0.1 < $1.1 }), best.1.isFinite else { return nil }
        return (best.0, best.1)
    }
}
