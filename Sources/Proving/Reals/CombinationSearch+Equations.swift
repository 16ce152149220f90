import Arithmetic
import Expressions
import Kernel

/// Multiples of equations that make up a polynomial.
extension CombinationSearch {
    private static let mostMultiples = 140
    private static let rounds = 3

    /// By monomials that bring a leading term of an equation to a monomial that occurs.
    func eliminated(_ target: Polynomial) -> [SignProof.EquationMultiple]? {
        guard !equations.isEmpty, !target.isZero else { return nil }
        let high = equations.indices.filter { equations[$0].polynomial.degree >= Swift.max(target.degree, 3) }
        // Of equations of a high degree few multiples are in question.
        return (high.isEmpty ? nil : eliminated(target, by: high)) ?? eliminated(target, by: Array(equations.indices))
    }

    private func eliminated(_ target: Polynomial, by chosen: [Int]) -> [SignProof.EquationMultiple]? {
        let leading = equations.map { equation in
            equation.polynomial.terms.map(\.exponents).filter { $0.reduce(0, +) == equation.polynomial.degree }
        }
        var multiples: [(place: Int, exponents: [Int], polynomial: Polynomial)] = []
        var seen = Set(target.terms.map(\.exponents)), new = seen
        var known: Set<[Int]> = []
        search: for _ in 0..<Self.rounds {
            var next: Set<[Int]> = []
            for exponents in new.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                for place in chosen {
                    for top in leading[place] {
                        let rest = zip(exponents, top).map { $0 - $1 }
                        guard rest.allSatisfy({ $0 >= 0 }), known.insert([place] + rest).inserted else { continue }
                        let product = model.reduced(model.ring.polynomial([.init(exponents: rest, coefficient: 1)]) * equations[place].polynomial)
                        multiples.append((place, rest, product))
                        next.formUnion(product.terms.map(\.exponents))
                        if multiples.count >= Self.mostMultiples { break search }
                    }
                }
            }
            new = next.subtracting(seen)
            seen.formUnion(next)
            if new.isEmpty { break }
        }
        guard !multiples.isEmpty else { return nil }
        work.programs -= 1
        var rows: [[Int]: (row: [Rational], value: Rational)] = [:]
        let empty = [Rational](repeating: 0, count: multiples.count)
        for term in target.terms { rows[term.exponents] = (empty, term.coefficient) }
        for (place, multiple) in multiples.enumerated() {
            for term in multiple.polynomial.terms { rows[term.exponents, default: (empty, 0)].row[place] += term.coefficient }
        }
        let system = rows.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
        guard let family = AffineFamily(dimension: multiples.count).imposing(system) else { return nil }
        return zip(multiples, family.base).compactMap { multiple, value in
            value.isZero ? nil : .init(
                equation: equations[multiple.place].number, factor: model.expression(multiple.exponents, value) * equations[multiple.place].factor)
        }
    }

    /// A power of the expression is zero by the equations.
    func vanishes(_ e: Expression) -> SignProof? {
        guard !equations.isEmpty, let value = try? model.value(e.namingDimensions), value.denominator.isOne else { return nil }
        let top = model.reduced(value.numerator)
        for exponent in [2, 4] where top.degree * exponent <= 8 {
            guard let power = try? top.power(exponent), let multiples = eliminated(model.reduced(power)) else { continue }
            // Both e and -e are at most 0.
            func below(_ e: Expression) -> SignProof {
                let minus = multiples.map { SignProof.EquationMultiple(equation: $0.equation, factor: -$0.factor) }
                return .compared(
                    larger: .zero, smaller: e, by: .powers(exponent, larger: .number(bits: 64)), .combination(factor: Self.one, terms: [], equations: minus))
            }
            return .bothSigns(below(-e), below(e))
        }
        return nil
    }
}
