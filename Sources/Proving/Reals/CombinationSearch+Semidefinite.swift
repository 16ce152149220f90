import Arithmetic
import Expressions
import Kernel

/// The same with squares of polynomials whose coefficients are not guessed: a semidefinite program.
extension CombinationSearch {
    private static let mostMonomials = 8
    private static let mostUnknowns = 110
    /// Where squares are of linear polynomials.
    private static let mostLinearMonomials = 11
    private static let mostConsistentMonomials = 12

    /// `target = Σ c_k (product of facts) + Σ (multiples of equations) + Q[monomials]` with c ≥ 0 and Q positive semidefinite.
    func semidefiniteCombination(_ target: Polynomial, isStrict: Bool) -> Sum? {
        guard work.programs > 0, work.semidefinitePrograms > 0, maybe(target) else { return nil }
        let ring = model.ring
        func occurring(_ polynomial: Polynomial) -> Set<Int> { Set(ring.generators.indices.filter { polynomial.degree(in: $0) > 0 }) }
        var used = occurring(target)
        for (equation, _, _) in equations { used.formUnion(occurring(equation)) }
        let known = facts.filter { !occurring($0.polynomial).isDisjoint(with: used) }
        for fact in known where !check.hypotheses.isEmpty { used.formUnion(occurring(fact.polynomial)) }
        let degree = Swift.max(known.filter { occurring($0.polynomial).isSubset(of: used) }.map(\.polynomial.degree).max() ?? 0, target.degree, 2)
        let half = (Swift.min(degree, 6) + 1) / 2
        guard target.degree <= 2 * half else { return nil }
        var monomials = [Polynomial]()
        if used.count <= 5 || half == 1 { monomials = self.monomials(in: used.sorted(), upTo: half) }
        // In many variables squares alone, of monomials that can occur.
        let isAlone = monomials.isEmpty || monomials.count > (half == 1 ? Self.mostLinearMonomials : Self.mostMonomials)
        if isAlone {
            guard used.count <= 12, target.degree % 2 == 0 else { return nil }
            monomials = consistent(self.monomials(in: occurring(target).sorted(), upTo: target.degree / 2, budget: 500), target)
            guard !monomials.isEmpty, monomials.count <= Self.mostConsistentMonomials else { return nil }
        }
        work.semidefinitePrograms -= 1
        var polynomials: [Polynomial] = []
        var gram = [[Int]](repeating: [Int](repeating: 0, count: monomials.count), count: monomials.count)
        for i in monomials.indices {
            for j in i..<monomials.count {
                (gram[i][j], gram[j][i]) = (polynomials.count, polynomials.count)
                polynomials.append(model.reduced((i == j ? Rational(1) : 2) * (monomials[i] * monomials[j])))
            }
        }
        var blocks = [gram]
        var products: [(place: Int, parts: [Known], isStrict: Bool)] = []
        func add(_ factors: [Fact]) {
            let product = factors.reduce(ring.one) { $0 * $1.polynomial }
            guard product.degree <= 2 * half, polynomials.count < Self.mostUnknowns else { return }
            products.append((polynomials.count, factors.flatMap(\.parts), factors.allSatisfy(\.isStrict)))
            blocks.append([[polynomials.count]])
            polynomials.append(model.reduced(product))
        }
        if !isAlone {
            for fact in known { add([fact]) }
            for (number, fact) in known.enumerated() { for other in known.dropFirst(number + 1) { add([fact, other]) } }
        }
        var multiples: [(place: Int, equation: Int, monomial: Polynomial)] = []
        for (number, equation) in equations.enumerated() where !isAlone {
            for monomial in monomials where equation.polynomial.degree + monomial.degree <= 2 * half && polynomials.count < Self.mostUnknowns {
                multiples.append((polynomials.count, number, monomial))
                polynomials.append(model.reduced(equation.polynomial * monomial))
            }
        }
        var rows: [[Int]: (row: [Rational], value: Rational)] = [:]
        let empty = [Rational](repeating: 0, count: polynomials.count)
        for term in target.terms { rows[term.exponents] = (empty, term.coefficient) }
        for (place, polynomial) in polynomials.enumerated() {
            for term in polynomial.terms { rows[term.exponents, default: (empty, 0)].row[place] += term.coefficient }
        }
        guard let family = AffineFamily(dimension: polynomials.count).imposing(rows.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)),
            case .found(let x) = FaceSearch(blocks: blocks).point(in: family), let factors = ExactFactorisation(gram.map { $0.map { x[$0] } }) else { return nil }
        var result: Sum = ([], [])
        func add(_ coefficient: Rational, _ parts: [Known]) { if coefficient.sign > 0 { result.terms.append([Known(.number(coefficient), .number(bits: 64))] + parts) } }
        for square in factors.squares {
            let root = zip(square.row, monomials).reduce(ring.zero) { $0 + $1.0 * $1.1 }
            if let value = root.constantValue { add(square.pivot * value * value, []) } else { add(square.pivot, [Known(.power(model.expression(root), .number(2)), .form)]) }
        }
        for (place, parts, _) in products { add(x[place], parts) }
        if isStrict {
            guard products.contains(where: { $0.isStrict && x[$0.place].sign > 0 }) || result.terms.contains(where: { $0.count == 1 }) else { return nil }
        }
        for (place, equation, monomial) in multiples where !x[place].isZero {
            result.equations.append(.init(
                equation: equations[equation].number, factor: model.expression(x[place] * monomial) * equations[equation].factor))
        }
        return result
    }

    /// Without those whose squares stand neither in the target nor opposite to products of others: such have no place in a sum of squares.
    private func consistent(_ monomials: [Polynomial], _ target: Polynomial) -> [Polynomial] {
        var exponents = monomials.compactMap { $0.terms.first?.exponents }
        let support = Set(target.terms.map(\.exponents))
        func sum(_ a: [Int], _ b: [Int]) -> [Int] { zip(a, b).map { $0 + $1 } }
        while true {
            let all = Set(exponents)
            let kept = exponents.filter { own in
                let square = sum(own, own)
                return support.contains(square) || exponents.contains { other in
                    let rest = zip(square, other).map { $0 - $1 }
                    return other != own && all.contains(rest)
                }
            }
            if kept.count == exponents.count { return kept.map { model.ring.polynomial([.init(exponents: $0, coefficient: 1)]) } }
            exponents = kept
        }
    }

    private func monomials(in places: [Int], upTo degree: Int, budget: Int = .max) -> [Polynomial] {
        var result = [model.ring.one]
        var level = result
        for _ in 0..<degree where result.count <= budget {
            var next: [Polynomial] = []
            for monomial in level {
                for place in places where !next.contains(monomial * model.ring.variable(place)) { next.append(monomial * model.ring.variable(place)) }
            }
            result += next
            level = next
        }
        return result
    }
}
