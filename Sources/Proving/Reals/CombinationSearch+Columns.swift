import Arithmetic
import Expressions
import Kernel

/// The products of which a polynomial may be a sum.
extension CombinationSearch {
    func multipliers(of equation: Polynomial, in target: Polynomial) -> [[Int]] {
        let count = model.generators.count
        let limit = Swift.max(target.degree + 1 - equation.degree, 0)
        var result = [[Int](repeating: 0, count: count)]
        var level = result
        for _ in 0..<limit {
            var next: [[Int]] = []
            for exponents in level {
                for place in 0..<count {
                    var own = exponents
                    own[place] += 1
                    if !result.contains(own), !next.contains(own) { next.append(own) }
                }
            }
            result += next
            level = next
            if result.count > 40 { break }
        }
        return Array(result.prefix(40))
    }

    /// Products of what is known, squares, and products of these.
    func columns(for target: Polynomial) -> [Column] {
        let ring = model.ring
        var support = Set(target.terms.map(\.exponents))
        for (equation, _, _) in equations {
            for factor in multipliers(of: equation, in: target).prefix(12) {
                support.formUnion(equation.terms.map { term in zip(term.exponents, factor).map { $0 + $1 } }.filter { $0.reduce(0, +) <= Swift.max(target.degree, 2) })
            }
        }
        let degree = Swift.max(target.degree, 1)
        var used = Set(support.flatMap { exponents in exponents.indices.filter { exponents[$0] > 0 } })
        // What is known of the generators in it, and of those that stand beside them.
        let occurring = facts.map { fact in Set(fact.polynomial.terms.flatMap { term in term.exponents.indices.filter { term.exponents[$0] > 0 } }) }
        for (equation, _, _) in equations {
            used.formUnion(equation.terms.flatMap { term in term.exponents.indices.filter { term.exponents[$0] > 0 } })
        }
        var relevant: Set<Int> = []
        while let next = facts.indices.first(where: { !relevant.contains($0) && !occurring[$0].isDisjoint(with: used) }) {
            relevant.insert(next)
            used.formUnion(occurring[next])
        }
        let known = relevant.sorted().map { facts[$0] }
        var result: [Column] = [Column(polynomial: ring.one, parts: [], isStrict: true)]
        var seen: Set<Polynomial> = [ring.one]
        func add(_ polynomial: Polynomial, _ parts: [Known], _ isStrict: Bool) {
            let polynomial = model.reduced(polynomial)
            guard result.count < Self.mostColumns, !polynomial.isZero, seen.insert(polynomial).inserted else { return }
            result.append(Column(polynomial: polynomial, parts: parts, isStrict: isStrict))
        }
        // Monomials of known sign.
        let signs = model.generators.indices.map { place in known.first { $0.polynomial == ring.variable(place) } }
        for exponents in support.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            if let (parts, isStrict) = monomial(exponents, signs) { add(ring.polynomial([.init(exponents: exponents, coefficient: 1)]), parts, isStrict) }
        }
        for fact in known { add(fact.polynomial, fact.parts, fact.isStrict) }
        for (polynomial, parts, isStrict) in squares(of: support) { add(polynomial, parts, isStrict) }
        for (number, fact) in known.enumerated() {
            for other in known[number...] where fact.polynomial.degree + other.polynomial.degree <= degree + 1 {
                add(fact.polynomial * other.polynomial, fact.parts + other.parts, fact.isStrict && other.isStrict)
            }
        }
        // A square times something known.
        for fact in known {
            for leading in Set(fact.polynomial.terms.map(\.exponents)) {
                let quotients = Set(support.compactMap { exponents -> [Int]? in
                    let rest = zip(exponents, leading).map { $0 - $1 }
                    return rest.allSatisfy { $0 >= 0 } ? rest : nil
                })
                for (polynomial, parts, _) in squares(of: quotients).prefix(24) { add(polynomial * fact.polynomial, parts + fact.parts, false) }
            }
        }
        var level = known.indices.map { [$0] }
        for _ in 1..<Swift.max(degree + 1, 2) {
            var next: [[Int]] = []
            for chosen in level {
                for place in (chosen.last ?? 0)..<known.count {
                    let all = chosen + [place]
                    let total = all.reduce(0) { $0 + known[$1].polynomial.degree }
                    guard total <= degree + 1, result.count < Self.mostColumns else { continue }
                    next.append(all)
                    add(all.reduce(ring.one) { $0 * known[$1].polynomial }, all.flatMap { known[$0].parts }, all.allSatisfy { known[$0].isStrict })
                }
            }
            level = next
            if level.isEmpty { break }
        }
        return result
    }

    private func monomial(_ exponents: [Int], _ signs: [Fact?]) -> (parts: [Known], isStrict: Bool)? {
        var parts: [Known] = []
        var isStrict = true
        for (place, exponent) in exponents.enumerated() where exponent > 0 {
            if let fact = signs[place] {
                parts += Array(repeating: fact.parts, count: exponent).joined()
                isStrict = isStrict && fact.isStrict
            } else {
                guard exponent % 2 == 0 else { return nil }
                parts.append(Known(.power(model.expression(model.ring.variable(place)), .number(Rational(exponent))), .form))
                isStrict = false
            }
        }
        return (parts, isStrict)
    }

    /// `(m ± n)²` for monomials m, n whose squares stand in the polynomial.
    private func squares(of support: Set<[Int]>) -> [(polynomial: Polynomial, parts: [Known], isStrict: Bool)] {
        let halves = support.filter { $0.allSatisfy { $0 % 2 == 0 } }.map { $0.map { $0 / 2 } }.sorted { $0.lexicographicallyPrecedes($1) }
        guard halves.count <= 10 else { return [] }
        var result: [(polynomial: Polynomial, parts: [Known], isStrict: Bool)] = []
        func add(_ root: Polynomial) {
            guard let square = try? root.power(2) else { return }
            result.append((square, [Known(.power(model.expression(root), .number(2)), .form)], false))
        }
        let monomials = halves.map { model.ring.polynomial([.init(exponents: $0, coefficient: 1)]) }
        for (i, first) in monomials.enumerated() {
            add(first)
            for second in monomials.dropFirst(i + 1) {
                for (a, b) in [(Rational(1), Rational(1)), (1, 2), (2, 1)].prefix(halves.count <= 5 ? 3 : 1) {
                    add(a * first - b * second)
                    add(a * first + b * second)
                }
            }
        }
        return result
    }
}
