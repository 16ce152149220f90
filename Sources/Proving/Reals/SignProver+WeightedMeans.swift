import Arithmetic
import Expressions
import Kernel

/// The weights with which arithmetic means bound geometric ones.
extension SignProver {
    func shares(_ e: Expression, _ sign: SignCheck.Sign, _ box: ParameterBox) -> SignProof? {
        guard sign == .nonnegative, let mean = check.weightedMean(e, on: box) else { return nil }
        let (positive, negative) = mean.exponents
        guard !negative.isEmpty else { return holds(e, sign, box, .weightedMeans([])) }
        guard positive.count <= 12 else { return nil }
        let names = Set((positive + negative).flatMap(\.keys)).sorted()
        let isNumeric = (positive + negative).allSatisfy { $0.values.allSatisfy { $0.constantValue != nil } }
        // Not more monomials than fix the weights.
        let subsets = Self.subsets(positive.count, atMost: isNumeric ? names.count + 1 : min(names.count + 1, 4))
        let choices = negative.map { exponents -> [[Expression]] in
            subsets.compactMap { subset -> [Expression]? in
                guard let solution = Self.weights(subset.map { positive[$0] }, exponents, names, mean.ring, isNumeric: isNumeric) else { return nil }
                var weights = Array(repeating: Expression.zero, count: positive.count)
                for (place, weight) in zip(subset, solution) { weights[place] = weight }
                return weights
            }
        }
        if negative.count == 1 {
            let all = Array(repeating: Rational(1), count: positive.count)
            for weights in choices[0] {
                if let found = holds(e, sign, box, .weightedMeans([.init(weights: weights, parts: all)])) { return found }
            }
            return nil
        }
        // Each takes what it needs where all parameters are 1.
        let coefficients = (mean.coefficients.positive + mean.coefficients.negative).map { e -> Rational? in
            if case .some(let value) = try? Self.rational(e) { return value }
            return nil
        }
        guard !coefficients.contains(nil), choices.allSatisfy({ !$0.isEmpty }) else { return nil }
        let shares = choices.indices.compactMap { k -> WeightedMean.Share? in
            let weights = choices[k][0]
            let size = coefficients[positive.count + k] ?? 0
            let numbers = weights.compactMap { weight -> Rational? in if case .number(let value) = weight.kind { value } else { nil } }
            guard numbers.count == weights.count else { return nil }
            return .init(weights: weights, parts: numbers.enumerated().map { $1 * size / (coefficients[$0] ?? 1) })
        }
        return shares.count == choices.count ? holds(e, sign, box, .weightedMeans(shares)) : nil
    }

    /// The weights with which the exponents of monomials have the given ones for their mean.
    private static func weights(
        _ monomials: [WeightedMean.Exponents], _ target: WeightedMean.Exponents, _ names: [String], _ ring: PolynomialRing, isNumeric: Bool
    ) -> [Expression]? {
        if isNumeric {
            func number(_ exponents: WeightedMean.Exponents, _ name: String) -> Rational { exponents[name]?.constantValue ?? 0 }
            let rows = names.map { name in monomials.map { number($0, name) } + [number(target, name)] }
                + [Array(repeating: Rational(1), count: monomials.count + 1)]
            guard let solution = solution(rows, unknowns: monomials.count), solution.allSatisfy({ $0.sign > 0 }) else { return nil }
            return solution.map { .number($0) }
        }
        let zero = RationalFunction(ring.zero), one = RationalFunction(ring.one)
        let rows = names.map { name in monomials.map { $0[name] ?? zero } + [target[name] ?? zero] } + [Array(repeating: one, count: monomials.count + 1)]
        guard let solution = try? solution(rows, unknowns: monomials.count) else { return nil }
        return solution.map { QuotientForm.expression($0.numerator) / QuotientForm.expression($0.denominator) }
    }

    private static func solution(_ system: [[RationalFunction]], unknowns: Int) throws -> [RationalFunction]? {
        var rows = system
        for column in 0..<unknowns {
            guard let row = (column..<rows.count).first(where: { !rows[$0][column].isZero }) else { return nil }
            rows.swapAt(column, row)
            let pivot = rows[column][column]
            rows[column] = try rows[column].map { try $0 / pivot }
            for other in rows.indices where other != column && !rows[other][column].isZero {
                let factor = rows[other][column]
                rows[other] = try zip(rows[other], rows[column]).map { try $0 - factor * $1 }
            }
        }
        guard rows[unknowns...].allSatisfy({ $0[unknowns].isZero }) else { return nil }
        return (0..<unknowns).map { rows[$0][unknowns] }
    }

    private static func rational(_ e: Expression) throws -> Rational? {
        var evaluation = IntervalEvaluation(bits: 128)
        let value = try evaluation.value(e)
        return value.isPoint ? value.lower : nil
    }

    static func subsets(_ count: Int, atMost size: Int) -> [[Int]] {
        guard count <= 12 else { return [] }
        return (1..<(1 << count)).map { mask in (0..<count).filter { mask >> $0 & 1 == 1 } }.filter { $0.count <= size }
            .sorted { $0.count > $1.count }
    }

    /// The only solution of a linear system, each row with its right side last.
    private static func solution(_ system: [[Rational]], unknowns: Int) -> [Rational]? {
        var rows = system
        var pivots = 0
        for column in 0..<unknowns {
            guard let row = (pivots..<rows.count).first(where: { !rows[$0][column].isZero }) else { return nil }
            rows.swapAt(pivots, row)
            let scale = rows[pivots][column].inverse
            rows[pivots] = rows[pivots].map { $0 * scale }
            for other in rows.indices where other != pivots && !rows[other][column].isZero {
                let factor = rows[other][column]
                rows[other] = zip(rows[other], rows[pivots]).map { $0 - factor * $1 }
            }
            pivots += 1
        }
        guard rows[pivots...].allSatisfy({ $0[unknowns].isZero }) else { return nil }
        return (0..<unknowns).map { rows[$0][unknowns] }
    }
}
