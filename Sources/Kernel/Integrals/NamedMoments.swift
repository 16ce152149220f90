import Expressions

/// Constants that hypotheses name as moments, written as these, with sums over indices inside of the integrals:
///
///     ∫ v_i v_j f = P_ij:   Σ_ij e_i P_ij e_j = ∫ Σ_ij e_i v_i v_j e_j f
///
/// A hypothesis that gives a constant its value is left out. What is proved without it is more, and as much where the constant may have
/// every such value. Parameters, `∫ |v|² f = 3 T`, and numbers, `∫ |v|² f = 3`, are written so in proofs only.
struct NamedMoments {
    private let statement: Statement

    init(_ statement: Statement) { self.statement = statement }

    private struct Definition {
        let constant: FunctionSymbol
        let value: Tensor
    }

    /// - Throws: `Rejection.evidenceDoesNotFitGoal` where nothing changes, or a constant stands under an integral.
    func writtenOut(isRefuted: Bool) throws -> Statement {
        guard let relations = statement.goal.relations else { throw Rejection.evidenceDoesNotFitGoal }
        var definitions: [Definition] = [], others: [Proposition] = []
        var values: [(value: Expression, integral: Expression)] = []
        for hypothesis in statement.hypotheses {
            guard let own = hypothesis.relations else { throw Rejection.evidenceDoesNotFitGoal }
            for relation in own {
                if relation.op == .equal, let found = definition(relation, definitions.map(\.constant)) {
                    definitions.append(found)
                } else {
                    others.append(.relation(relation))
                    if let value = Self.value(relation), !values.contains(where: { $0.value == value.value }) { values.append(value) }
                }
            }
        }
        guard try !isRefuted || definitions.allSatisfy(admitsValue) else { throw Rejection.evidenceDoesNotFitGoal }
        var supply = IndexSupply(startingAt: 1 << 25)
        func rewritten(_ relation: Relation) throws -> Relation {
            Relation(
                Self.gathered(try putIn(definitions, relation.left, &supply)), relation.op,
                Self.gathered(try putIn(definitions, relation.right, &supply)), indices: relation.indices)
        }
        // What holds of equal numbers: the hypothesis stays.
        if !isRefuted, definitions.isEmpty, !values.isEmpty {
            func putIn(_ e: Expression) -> Expression { Self.gathered(values.reduce(e) { $0.writing($1.value, as: $1.integral) }) }
            let result = statement.replacingGoal(relations.map { Relation(putIn($0.left), $0.op, putIn($0.right), indices: $0.indices) })
            if result.goal != statement.goal { return result }
        }
        var result = statement.replacingGoal(try relations.map(rewritten))
        guard result.goal != statement.goal else { throw Rejection.evidenceDoesNotFitGoal }
        result.hypotheses = try others.map { .relation(try ($0.relations ?? []).map(rewritten)[0]) }
        let constants = Set(definitions.map(\.constant))
        result.functions.removeAll(where: constants.contains)
        return result
    }

    /// `L = P + R` names P, the value of which is `L - R`.
    private func definition(_ relation: Relation, _ known: [FunctionSymbol]) -> Definition? {
        for (value, sum) in [(relation.left, relation.right), (relation.right, relation.left)] where value.hasIntegral {
            let terms = sum.summands
            for (place, term) in terms.enumerated() {
                guard case .application(let application) = term.kind, application.arguments.isEmpty, !application.function.isLogarithm,
                    application.function.attributes.isEmpty, !application.function.valueDimensions.isEmpty,
                    application.valueIndices == relation.indices, !known.contains(application.function) else { continue }
                let body = Expression.sum([value] + terms.indices.filter { $0 != place }.map { -terms[$0] })
                guard body.functionSymbols.isDisjoint(with: known + [application.function]) else { continue }
                return Definition(constant: application.function, value: Tensor(indices: relation.indices, body: body))
            }
        }
        return nil
    }

    /// T and `∫ |v|² f/3`, for `∫ |v|² f = 3 T`; 3 and the integral, for `∫ |v|² f = 3`.
    private static func value(_ relation: Relation) -> (value: Expression, integral: Expression)? {
        guard relation.op == .equal, relation.indices.isEmpty, case .integral = relation.left.kind else { return nil }
        switch relation.right.kind {
        case .number(let value): return value.sign > 0 && value != 1 ? (relation.right, relation.left) : nil
        case .parameter: return (relation.right, relation.left)
        case .product(let factors):
            guard factors.count == 2, case .number(let scale) = factors[0].kind, case .parameter = factors[1].kind else { return nil }
            return (factors[1], .number(scale.inverse) * relation.left)
        default: return nil
        }
    }

    /// Whether the moments are symmetric where the constant is.
    private func admitsValue(_ definition: Definition) throws -> Bool {
        let indices = definition.value.indices
        switch definition.constant.valueSymmetry {
        case .none: return true
        case .antisymmetric: return false
        case .symmetric:
            guard indices.count == 2 else { return false }
            var supply = IndexSupply(startingAt: 1 << 26)
            let transposed = definition.value.relabelled([indices[1], indices[0]], &supply)
            let (terms, others) = (try IntegralSum(definition.value.body).terms, try IntegralSum(transposed).terms)
            let form = ContractionForm(FormContext(statement), for: (terms + others).map(\.integrand))
            do {
                return try terms.map(\.points) == others.map(\.points)
                    && zip(terms, others).allSatisfy { try form.normalForm($0.integrand) == form.normalForm($1.integrand) }
            } catch let error as FormError { throw Rejection.noNormalForm(error) }
        }
    }

    private func putIn(_ definitions: [Definition], _ e: Expression, _ supply: inout IndexSupply) throws -> Expression {
        if case .application(let application) = e.kind, let own = definitions.first(where: { $0.constant == application.function }) {
            return own.value.relabelled(application.valueIndices, &supply)
        }
        // A hypothesis speaks of one value of a parameter.
        if case .parameterDerivative = e.kind {
            guard definitions.allSatisfy({ !e.functionSymbols.contains($0.constant) }) else { throw Rejection.evidenceDoesNotFitGoal }
            return e
        }
        if case .integral = e.kind {
            guard definitions.allSatisfy({ !e.functionSymbols.contains($0.constant) }) else { throw Rejection.evidenceDoesNotFitGoal }
            return e
        }
        return try e.mapOperands { try putIn(definitions, $0, &supply) }
    }

    /// Sums over indices, and what does not depend on the points, go inside of an integral that stands alone in them.
    private static func gathered(_ e: Expression) -> Expression {
        guard e.hasIntegral else { return e }
        if case .integral = e.kind { return e }
        let inner = e.mapOperands(gathered)
        guard case .contraction(let index, let body) = inner.kind else { return inner }
        switch body.kind {
        case .integral(let points, let integrand): return .integral(points, .contraction(index, integrand))
        case .sum(let terms): return .sum(terms.map { gathered(.contraction(index, $0)) })
        case .product(let factors):
            let integrals = factors.filter(\.hasIntegral)
            guard integrals.count == 1, case .integral(let points, let integrand) = integrals[0].kind else { return inner }
            let rest = factors.filter { !$0.hasIntegral }
            guard !rest.contains(where: { factor in points.contains(where: factor.mentions) }) else { return inner }
            return .integral(points, .contraction(index, .product(rest + [integrand])))
        default: return inner
        }
    }
}

extension Expression {
    /// With another expression in place of one that stands outside of integrals, exponents and derivatives by parameters.
    fileprivate func writing(_ value: Expression, as other: Expression) -> Expression {
        if self == value { return other }
        switch kind {
        case .integral, .parameterDerivative: return self
        case .power(let base, let exponent): return .power(base.writing(value, as: other), exponent)
        default: return mapOperands { $0.writing(value, as: other) }
        }
    }
}
