import Arithmetic
import Expressions
import Kernel

/// Changes the polynomials of an assignment so that they have the values that hypotheses give functions at places, as on a boundary.
struct PlacedValueAdjustment {
    /// For each function the equations on its values alone.
    private let equations: [(function: FunctionSymbol, relations: [Relation])]
    /// Equations that polynomials are not changed to satisfy.
    private let others: [Relation]

    init(_ statement: Statement) {
        let all = statement.hypotheses.flatMap { $0.relations ?? [] }.filter { relation in
            relation.op == .equal && (relation.left.mentionsFunctionOfPoints || relation.right.mentionsFunctionOfPoints)
                && [relation.left, relation.right].allSatisfy { side in !side.hasIntegral && !statement.points.contains(where: side.mentions) }
        }
        var own: [(function: FunctionSymbol, relations: [Relation])] = [], others: [Relation] = []
        for relation in all {
            let functions = relation.left.functionSymbols.union(relation.right.functionSymbols).filter { !$0.arguments.isEmpty }
            guard functions.count == 1, let function = functions.first else {
                others.append(relation)
                continue
            }
            if let place = own.firstIndex(where: { $0.function == function }) { own[place].relations.append(relation) } else { own.append((function, [relation])) }
        }
        (self.equations, self.others) = (own, others)
    }

    /// `nil` where some equation does not hold afterwards, or is not linear in the values.
    func apply(_ assignment: Assignment) -> Assignment? {
        var result = assignment
        for (function, relations) in equations {
            guard let adjusted = adjust(function, relations, result) else { return nil }
            result = adjusted
        }
        for relation in others {
            guard let residuals = residuals([relation], result), residuals.allSatisfy(\.isZero) else { return nil }
        }
        return result
    }

    private func residuals(_ relations: [Relation], _ assignment: Assignment) -> [Rational]? {
        let field = RationalField()
        return try? relations.flatMap { relation in
            try Screening.indexValues(relation.indices, assignment).map { indices in
                let values = Dictionary(zip(relation.indices, indices)) { first, _ in first }
                return try field.value(relation.left, values, at: assignment) - field.value(relation.right, values, at: assignment)
            }
        }
    }

    /// The residuals are linear in the coefficients of the polynomial.
    private func adjust(_ function: FunctionSymbol, _ relations: [Relation], _ assignment: Assignment) -> Assignment? {
        guard let start = residuals(relations, assignment) else { return nil }
        if start.allSatisfy(\.isZero) { return assignment }
        guard let polynomial = assignment.functions[function] else { return nil }
        let sizes = function.arguments.map { slot -> Int in if case .vector(let dimension) = slot { assignment.size(dimension) ?? 1 } else { 1 } }
        let variables = sizes.reduce(0, +), degree = variables == 1 ? start.count + 3 : 2
        let isEven = !function.attributes.isDisjoint(with: [.even, .symmetric])
        let monomials = Self.exponents(variables, degree: degree).filter { !isEven || $0.reduce(0, +) % 2 == 0 }
        var columns: [(value: [Int], exponents: [Int], effect: [Rational])] = []
        for value in polynomial.components.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            for exponents in monomials {
                var changed = assignment
                changed.functions[function]?.add(1, exponents, to: value)
                guard let moved = residuals(relations, changed) else { return nil }
                let effect = zip(moved, start).map { $0 - $1 }
                if effect.contains(where: { !$0.isZero }) { columns.append((value, exponents, effect)) }
            }
        }
        // Coefficients that are free do not change.
        let rows = start.indices.map { row in (row: columns.map { $0.effect[row] }, value: -start[row]) }
        guard let amounts = AffineFamily(dimension: columns.count).imposing(rows)?.base else { return nil }
        var result = assignment
        for (column, amount) in zip(columns, amounts) where !amount.isZero { result.functions[function]?.add(amount, column.exponents, to: column.value) }
        guard let rest = residuals(relations, result), rest.allSatisfy(\.isZero) else { return nil }
        return result
    }

    private static func exponents(_ variables: Int, degree: Int) -> [[Int]] {
        if variables == 0 { return [[]] }
        return (0...degree).flatMap { first in exponents(variables - 1, degree: degree - first).map { [first] + $0 } }
    }
}

extension PolynomialFunction {
    fileprivate mutating func add(_ amount: Rational, _ exponents: [Int], to value: [Int]) {
        var terms = components[value] ?? []
        if let place = terms.firstIndex(where: { $0.exponents == exponents }) { terms[place].coefficient = terms[place].coefficient + amount } else {
            terms.append(Term(exponents: exponents, coefficient: amount))
        }
        components[value] = terms.filter { !$0.coefficient.isZero }
    }
}
