import Arithmetic
import Expressions
import Kernel

/// Multiples of equations that make up a polynomial.
extension CombinationSearch {
    private static let mostMultiples = 140
    private static let rounds = 3

    /// By monomials that bring a leading term of an equation, or one for which it can be solved, to a monomial that occurs.
    func eliminated(_ target: Polynomial) -> [SignProof.EquationMultiple]? {
        guard !equations.isEmpty, !target.isZero else { return nil }
        let high = equations.indices.filter { equations[$0].polynomial.degree >= Swift.max(target.degree, 3) }
        // Of equations of a high degree few multiples are in question.
        return (high.isEmpty ? nil : eliminated(target, by: high)) ?? eliminated(target, by: Array(equations.indices))
    }

    /// Whether the monomial is a single generator, which stands in the equation nowhere else.
    private func isSolvedFor(_ exponents: [Int], _ equation: Polynomial) -> Bool {
        exponents.reduce(0, +) == 1 && exponents.firstIndex(of: 1).map { place in equation.terms.count { $0.exponents[place] > 0 } == 1 } == true
    }

    private func eliminated(_ target: Polynomial, by chosen: [Int]) -> [SignProof.EquationMultiple]? {
        let leading = equations.map { equation in
            equation.polynomial.terms.map(\.exponents).filter { exponents in
                exponents.reduce(0, +) == equation.polynomial.degree || isSolvedFor(exponents, equation.polynomial)
            }
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

    /// The target times something positive is zero by the equations: `c (a - b) = 0` and `c > 0` give `a = b`.
    func cancelled(_ target: Polynomial) -> (factor: Known, multiples: [SignProof.EquationMultiple])? {
        let factors = cancellableFactors
        for (position, first) in factors.enumerated() {
            for second in [nil] + factors[position...].map(Optional.some) {
                guard work.programs > 0 else { return nil }
                let polynomial = second.map { first.polynomial * $0.polynomial } ?? first.polynomial
                guard let multiples = eliminated(model.reduced(target * polynomial)) else { continue }
                guard let second else { return (first.known, multiples) }
                let product = first.known.expression * second.known.expression
                return (Known(product, .combination(factor: Self.one, terms: [[first.known, second.known]], equations: [])), multiples)
            }
        }
        return nil
    }

    private static let mostCancelled = 5

    /// Hypotheses that are positive, and of the equations the factors and the coefficients of what they are linear in, where their sign is known.
    private var cancellableFactors: [(polynomial: Polynomial, known: Known)] {
        var result: [(polynomial: Polynomial, known: Known)] = []
        func add(_ polynomial: Polynomial, _ known: Known) {
            if polynomial.constantValue == nil, result.count < Self.mostCancelled, !result.contains(where: { $0.polynomial == polynomial }) { result.append((polynomial, known)) }
        }
        for equation in equations {
            var parts = [equation.polynomial]
            for place in model.generators.indices where equation.polynomial.degree(in: place) == 1 {
                parts.append(model.ring.polynomial(equation.polynomial.terms.filter { $0.exponents[place] == 1 }.map { term in
                    var exponents = term.exponents
                    exponents[place] = 0
                    return .init(exponents: exponents, coefficient: term.coefficient)
                }))
            }
            for base in parts.compactMap({ $0.factorisation()?.factors }).joined().map(\.base) where base != equation.polynomial {
                guard let (isNegative, reason) = knownSign(base, isStrict: true, 1) else { continue }
                let polynomial = isNegative ? -base : base
                add(polynomial, Known(model.expression(polynomial), reason))
            }
        }
        for fact in facts where fact.isStrict {
            add(fact.polynomial, Known(model.expression(fact.polynomial), .combination(factor: Self.one, terms: [fact.parts], equations: [])))
        }
        return result
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
