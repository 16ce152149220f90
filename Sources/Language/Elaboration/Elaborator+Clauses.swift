import Arithmetic
import Expressions
import Kernel

extension Expression {
    /// Whether a function is differentiated with respect to a time.
    fileprivate var hasRate: Bool {
        if case .partial(let point, nil, let body) = kind, body.mentionsFunctionOfPoints, case .line(_?, _) = point.manifold { return true }
        if case .application(let application) = kind, application.derivatives.contains(where: { $0.index == nil }) { return true }
        return operands.contains(where: \.hasRate)
    }
}

extension Expression {
    var pointsOfIntegration: Set<Point> {
        let inner = operands.reduce(into: Set<Point>()) { $0.formUnion($1.pointsOfIntegration) }
        if case .integral(let points, _) = kind { return inner.union(points) }
        return inner
    }
}

extension Proposition {
    /// Inequalities between functions of points in it.
    fileprivate var boundsOnFunctions: [Relation] {
        allRelations.filter { relation in
            relation.op != .equal && !relation.left.hasIntegral && !relation.right.hasIntegral
                && (relation.left.mentionsFunctionOfPoints || relation.right.mentionsFunctionOfPoints)
        }
    }

    /// What is supposed anywhere in it.
    fileprivate var conditions: [Proposition] {
        switch self {
        case .relation: []
        case .conjunction(let parts): parts.flatMap(\.conditions)
        case .implication(let hypothesis, let conclusion): [hypothesis] + hypothesis.conditions + conclusion.conditions
        case .equivalence(let first, let second): [first, second] + first.conditions + second.conditions
        case .existence(_, let body): body.conditions
        }
    }
}

/// The clauses behind a statement: values, hypotheses, citations.
extension Elaborator {
    /// What the clauses of a statement say.
    struct Clauses {
        var values: [String: Expression] = [:]
        var hypotheses: [Proposition] = []
        var samples: [(name: String, values: [Expression])] = []
        var densities: [SyntaxArgument] = []
        var groups: [SyntaxParameters] = []
        var reason: String?
        /// No statement can be made of these conditions.
        var isAmbiguous = false
        /// Inequalities between functions, as conditions of one claim.
        private var bounds: [Relation] = []

        /// Under an integral over their points inequalities between functions would be meant at every point.
        mutating func requireUnambiguous(_ goal: Proposition) {
            goal.conditions.forEach { consider($0) }
            let integrated = goal.allRelations.reduce(into: Set<Point>()) { $0.formUnion($1.left.pointsOfIntegration.union($1.right.pointsOfIntegration)) }
            guard bounds.contains(where: { bound in integrated.contains { bound.left.mentions($0) || bound.right.mentions($0) } }) else { return }
            isAmbiguous = true
            reason = "an inequality between functions that holds at every point is declared with the function (function u(x) where …)"
        }

        mutating func add(_ condition: Proposition) {
            hypotheses.append(condition)
            consider(condition)
        }

        /// A condition of one claim. An equation between functions could be meant at single points, and then says nothing of derivatives;
        /// one between values at places, as on a boundary, is no such equation.
        private mutating func consider(_ condition: Proposition) {
            bounds += condition.boundsOnFunctions
            let holdsForFunctions = condition.allRelations.contains { relation in
                // A function may be one side and an integral the other: `∫[w] k(v, w) = u(v)`.
                relation.op == .equal && !Mentions(.relation(relation)).freePoints.isEmpty
                    && [relation.left, relation.right].contains { !$0.hasIntegral && $0.mentionsFunctionOfPoints }
            }
            if holdsForFunctions {
                isAmbiguous = true
                reason = "an equation between functions that holds at every point is declared with the function (function u(x) where …)"
            } else if condition.allRelations.contains(where: { $0.left.hasRate || $0.right.hasRate }) {
                isAmbiguous = true
                reason = "a differential inequality that holds at every time is declared with the function (function u(t) where …)"
            }
        }
    }

    /// The clauses that need no types.
    func note(_ clauses: [SyntaxClause], _ item: inout ElaboratedItem) throws(Failure) {
        for clause in clauses {
            switch clause.kind {
            case .expect(let verdict): item.expected = verdict
            case .cite(let text): item.citations.append(text)
            case .note(let text): item.notes.append(text)
            case .given(let names): item.given += names.map(\.text)
            case .byParts: item.byParts = true
            case .digits(let digits):
                guard let n = Int(digits), (1...100_000).contains(n) else {
                    throw Failure(.badDigits, "found \(digits) digits, expected a number from 1 to 100000", at: clause.range)
                }
                item.digits = n
            case .provided(let conditions): item.provided += conditions.map { Printer().text($0) }
            default: break
            }
        }
    }

    mutating func clauses(_ syntax: [SyntaxClause], _ item: inout ElaboratedItem, _ scope: Scope) throws(Failure) -> Clauses {
        var result = Clauses()
        for clause in syntax {
            switch clause.kind {
            case .conditions(let conditions), .with(let conditions):
                for condition in conditions {
                    if let (name, e) = try assignment(condition, scope) { try set(name, e, condition.range, &result) } else {
                        result.add(try proposition(condition, scope))
                    }
                }
            case .provided(let conditions):
                for condition in conditions { result.add(try proposition(condition, scope)) }
            case .given(let names):
                for name in names {
                    guard let cited = citable[name.text] else { throw unknownCitation(name) }
                    if let proposition = cited.proposition { result.hypotheses.append(proposition) } else {
                        result.reason = "`given \(name.text)` cites a statement without a proposition"
                    }
                }
            case .using(let uses):
                for use in uses { try self.use(use, &item, &result, scope) }
            case .forValues(let name, let values): try forValues(name, values, &result, scope)
            case .on(let densities): result.densities += densities
            case .over(let groups): result.groups += groups
            case .forEverySpace:
                throw Failure(
                    .malformedClause, "found `for every space` on a statement about its own points", advice: "an axiom with arguments can hold in every space: axiom A(u): …",
                    at: clause.range)
            default: break
            }
        }
        if let sample = result.samples.first(where: { result.values[$0.name] != nil }), let clause = syntax.first { throw twoValues(of: sample.name, clause.range) }
        if result.values.closed.mentionsItself, let clause = syntax.first {
            throw Failure(
                .contradictoryRange, "found values of parameters that are given by each other", advice: "give each by parameters without a value",
                at: clause.range)
        }
        return result
    }

    private func twoValues(of name: String, _ range: SourceRange) -> Failure {
        Failure(
            .contradictoryRange, "found different values for `\(Declared.plain(name))`", advice: "make a claim for each of them, or give one list", at: range)
    }

    func unknownCitation(_ name: SyntaxName) -> Failure {
        let failure = Failure(
            .unknownCitation, "found a citation of \"\(name.text)\", which is no earlier claim or axiom",
            advice: "cite claims that stand above, or import them", at: name.range)
        return isConsequence(name.text) ? .consequence(failure.diagnostic) : failure
    }

    /// `γ = -3` for a declared parameter and a constant.
    mutating func assignment(_ condition: SyntaxProposition, _ scope: Scope) throws(Failure) -> (String, Expression)? {
        guard case .chain(let left, let links) = condition.kind, links.count == 1, links[0].op == .equal,
            case .name(let name) = left.kind, case .parameter(let parameter)? = lookup(name, scope)
        else { return nil }
        let (e, _) = try scalarValue(links[0].expression, "as the value of a parameter", scope)
        let mentions = Mentions(e)
        guard mentions.freePoints.isEmpty, mentions.functions.isEmpty, !mentions.parameters.contains(parameter.name) else { return nil }
        return (parameter.name, e)
    }

    mutating func set(_ name: String, _ e: Expression, _ range: SourceRange, _ clauses: inout Clauses) throws(Failure) {
        let parameter = declarations.parameter(name)
        var e = e
        if let number = constant(e) {
            e = .number(number)
            let isBelow = parameter.lower.map { number < $0.value || (number == $0.value && $0.isStrict) } ?? false
            let isAbove = parameter.upper.map { number > $0.value || (number == $0.value && $0.isStrict) } ?? false
            if isBelow || isAbove || (parameter.isInteger && !number.isInteger) {
                throw Failure(
                    .outsideRange, "found the value \(number) for `\(Declared.plain(name))`, which its declaration does not allow",
                    advice: "widen the declared range, or declare another parameter", at: range)
            }
        } else {
            if declarations.isDimension(name) {
                guard case .parameter = e.kind else { throw Failure(.badDimension, "found a dimension set to something that is no number", at: range) }
            }
            if parameter.isInteger, !isInteger(e) {
                throw Failure(
                    .outsideRange, "found a value for the integer `\(Declared.plain(name))` that need not be an integer", advice: "declare its parameters as integers", at: range)
            }
            // The value lies in the declared range.
            clauses.hypotheses += parameter.bounds(on: e).map { .relation($0) }
        }
        if let earlier = clauses.values[name], earlier != e {
            throw Failure(
                .contradictoryRange, "found two values for `\(Declared.plain(name))`, \(earlier.plainText) and \(e.plainText)",
                advice: "make a claim for each of them, or use `for \(Declared.plain(name)) in …`", at: range)
        }
        clauses.values[name] = e
    }

    /// Sums and products of integers.
    func isInteger(_ e: Expression) -> Bool {
        switch e.kind {
        case .number(let value): return value.isInteger
        case .parameter(let name): return declarations.parameter(name).isInteger
        case .dimension: return true
        case .sum(let parts), .product(let parts): return parts.allSatisfy(isInteger)
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, value.isInteger, value.sign >= 0 else { return false }
            return isInteger(base)
        default: return false
        }
    }

    /// A value that is tried must be one that the declaration allows: what holds for all of them is used before.
    func requireInRange(_ e: Expression, _ parameter: Parameter, _ range: SourceRange) throws(Failure) {
        guard parameter.lower != nil || parameter.upper != nil || parameter.isInteger else { return }
        let form = ContractionForm(FormContext())
        func isAllowed(_ gap: Expression, _ isStrict: Bool) -> Bool {
            if let value = constant(gap) { return value.sign > 0 || (value.isZero && !isStrict) }
            return (try? form.sign(of: gap)) == .positive
        }
        let isAllowed = (constant(e).map { !parameter.isInteger || $0.isInteger } ?? !parameter.isInteger)
            && parameter.lower.map { isAllowed(e - .number($0.value), $0.isStrict) } ?? true
            && parameter.upper.map { isAllowed(.number($0.value) - e, $0.isStrict) } ?? true
        guard isAllowed else {
            throw Failure(
                .outsideRange, "found the value \(e.plainText(indices: [])) for `\(Declared.plain(parameter.name))`, which its range does not allow",
                advice: "widen the range, or declare another parameter", at: range)
        }
    }

    mutating func forValues(_ name: SyntaxName, _ values: SyntaxValues, _ clauses: inout Clauses, _ scope: Scope) throws(Failure) {
        switch lookup(name.text, scope) {
        case .parameter(let parameter)?:
            switch values {
            case .single(let e):
                let (value, _) = try scalarValue(e, "as the value of a parameter", scope)
                try set(parameter.name, value, name.range, &clauses)
            case .list(let list, let last):
                var numbers: [Expression] = []
                for e in list { numbers.append(try scalarValue(e, "as the value of a parameter", scope).0) }
                if let last { numbers += try progression(list, last, scope) }
                for number in numbers { try requireInRange(number, declarations.parameter(parameter.name), name.range) }
                if let earlier = clauses.samples.first(where: { $0.name == parameter.name }) {
                    guard earlier.values == numbers else { throw twoValues(of: parameter.name, name.range) }
                } else { clauses.samples.append((parameter.name, numbers)) }
            case .interval(let interval):
                let e = parameterExpression(parameter.name)
                if let lower = interval.lower {
                    let bound = try scalarValue(lower, "as an end of an interval", scope).0
                    clauses.hypotheses.append(.relation(Relation(bound, interval.includesLower ? .lessOrEqual : .less, e)))
                }
                if let upper = interval.upper {
                    let bound = try scalarValue(upper, "as an end of an interval", scope).0
                    clauses.hypotheses.append(.relation(Relation(e, interval.includesUpper ? .lessOrEqual : .less, bound)))
                }
            }
        case nil: throw unknownName(name.text, name.range, scope)
        default: break
        }
    }

    /// `a, b .. c` goes on in steps of `b - a`.
    func progression(_ list: [SyntaxExpression], _ last: SyntaxExpression, _ scope: Scope) throws(Failure) -> [Expression] {
        let end = try rationalConstant(last, scope)
        var previous = try rationalConstant(list[list.count - 1], scope)
        let step = list.count > 1 ? previous - (try rationalConstant(list[list.count - 2], scope)) : 1
        guard !step.isZero else { throw Failure(.badIndexRange, "found a progression with step 0", at: last.range) }
        var result: [Expression] = []
        while (step.sign > 0 && previous + step <= end) || (step.sign < 0 && previous + step >= end) {
            previous += step
            result.append(.number(previous))
            if result.count > 1000 { throw Failure(.badIndexRange, "found more than 1000 values", at: last.range) }
        }
        return result
    }
}
