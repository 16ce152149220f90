import Arithmetic
import Expressions
import Kernel

/// The same with squares of polynomials whose coefficients are not guessed: a semidefinite program.
extension CombinationSearch {
    private static let mostMonomials = 8
    private static let mostUnknowns = 70

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
        guard used.count <= 5, target.degree <= 2 * half, case let monomials = monomials(in: used.sorted(), upTo: half), monomials.count <= Self.mostMonomials else { return nil }
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
        for fact in known { add([fact]) }
        for (number, fact) in known.enumerated() { for other in known.dropFirst(number + 1) { add([fact, other]) } }
        var multiples: [(place: Int, equation: Int, monomial: Polynomial)] = []
        for (number, equation) in equations.enumerated() {
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

    private func monomials(in places: [Int], upTo degree: Int) -> [Polynomial] {
        var result = [model.ring.one]
        var level = result
        for _ in 0..<degree {
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
