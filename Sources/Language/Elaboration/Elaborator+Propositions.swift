import Arithmetic
import Expressions
import Kernel

/// Statements `S` as propositions of the kernel.
extension Elaborator {
    mutating func proposition(_ p: SyntaxProposition, _ scope: Scope) throws(Failure) -> Proposition {
        switch p.kind {
        case .chain(let first, let links): return try chain(first, links, p.range, scope)
        case .conjunction(let parts):
            var result: [Proposition] = []
            for part in parts { result.append(try proposition(part, scope)) }
            return .conjunction(result)
        case .implication(let conclusion, let hypothesis):
            return .implication(hypothesis: try proposition(hypothesis, scope), conclusion: try proposition(conclusion, scope))
        case .equivalence(let left, let right): return .equivalence(try proposition(left, scope), try proposition(right, scope))
        case .existence(let syntax, let body): return try existence(syntax, body, scope)
        case .attribute(let subject, let word): return try attribute(subject, word, p.range, scope)
        case .membership(let e, let interval):
            var links: [Proposition] = []
            let (value, _) = try scalarValue(e, "in an interval", scope)
            if let lower = interval.lower {
                let bound = try scalarValue(lower, "as an end of an interval", scope).0
                links.append(.relation(Relation(bound, interval.includesLower ? .lessOrEqual : .less, value)))
            }
            if let upper = interval.upper {
                let bound = try scalarValue(upper, "as an end of an interval", scope).0
                links.append(.relation(Relation(value, interval.includesUpper ? .lessOrEqual : .less, bound)))
            }
            return links.count == 1 ? links[0] : .conjunction(links)
        case .invalid: throw Failure(.expectedRelation, "found something unreadable", at: p.range)
        }
    }

    private mutating func chain(
        _ first: SyntaxExpression, _ links: [SyntaxLink], _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Proposition {
        var relations: [Proposition] = []
        var left = try value(first, scope)
        var place = first.range
        for link in links {
            let right = try value(link.expression, scope)
            relations += try relation(left, link.op, right, places: (place, link.expression.range), range)
            left = right
            place = link.expression.range
        }
        return relations.count == 1 ? relations[0] : .conjunction(relations)
    }

    /// One relation for each block.
    mutating func relation(
        _ left: Value, _ op: SyntaxRelation, _ right: Value, places: (SourceRange, SourceRange), _ range: SourceRange
    ) throws(Failure) -> [Proposition] {
        guard try agree(left, right) else {
            throw Failure(
                .shapeMismatch, "found \(shapeName(right)) on the right side of `\(op.spelling)`, expected \(shapeName(left)) like the left side",
                at: places.1)
        }
        let model: Value
        if case .zero = left.kind { model = right } else { model = left }
        if op != .equal, model.asScalar == nil { return [try semidefinite(left, op, right, model, places.0, range)] }
        var result: [Proposition] = []
        for block in model.tensors.indices {
            let indices = model.tensors[block].indices
            func side(_ value: Value) -> Expression {
                if case .zero = value.kind { return .zero }
                return value.tensors[block].relabelled(indices, &supply)
            }
            var relation = comparison(side(left), op, side(right))
            relation.indices = indices
            result.append(.relation(relation))
        }
        return result
    }

    /// `A <= B` of matrices: `ξ·(B - A)ξ >= 0` for an arbitrary vector ξ.
    private mutating func semidefinite(
        _ left: Value, _ op: SyntaxRelation, _ right: Value, _ model: Value, _ place: SourceRange, _ range: SourceRange
    ) throws(Failure) -> Proposition {
        guard case .tensor(let tensor) = model.kind, tensor.rank == 2, op == .lessOrEqual || op == .greaterOrEqual else {
            throw Failure(
                .scalarExpected, "found \(shapeName(model)) on a side of `\(op.spelling)`, expected scalars",
                advice: "matrices are compared by ≤ and ≥", at: place)
        }
        let symbol = FunctionSymbol(name: SemidefiniteHypotheses.vector, arguments: [], valueDimensions: [resolved(tensor.indices[0].dimension)])
        declarations.add(symbol.name)
        func form(_ value: Value) -> Expression {
            guard case .tensor(let t) = value.kind else { return .zero }
            func component(_ index: Index) -> Expression {
                .application(Expression.Application(function: symbol, valueIndices: [index], arguments: []))
            }
            let body = component(t.indices[0]) * t.body * component(t.indices[1])
            return .contraction(t.indices[0], .contraction(t.indices[1], body))
        }
        return .relation(comparison(form(left), op, form(right)))
    }

    private mutating func existence(_ syntax: SyntaxParameters, _ body: SyntaxProposition, _ scope: Scope) throws(Failure) -> Proposition {
        let (parameters, extra) = try self.parameters(syntax, scope)
        var inner = scope
        for (name, parameter) in zip(syntax.names, parameters) {
            inner.locals[name.text] = .parameter(parameter)
            declarations.add(parameter)
        }
        var result = try proposition(body, inner)
        for parameter in parameters.reversed() {
            let bounds = extra.map { Proposition.relation(comparison(.parameter(parameter.name), $0.0, $0.1)) }
            if !bounds.isEmpty { result = .conjunction(bounds + [result]) }
            result = .existence(parameter, result)
        }
        return result
    }

    /// `u even` is `u(-z) = u(z)`; `F symmetric` is `F(w,v) = F(v,w)`.
    private mutating func attribute(_ subject: SyntaxExpression, _ word: String, _ range: SourceRange, _ scope: Scope) throws(Failure) -> Proposition {
        let whole = try value(subject, scope)
        var mentions = Mentions()
        whole.tensors.forEach { mentions.add($0.body) }
        let points = mentions.freePoints
        var replacements: [Point: Expression.Argument] = [:]
        switch word {
        case "even":
            for point in points {
                switch Expression.Argument.point(point, &supply) {
                case .scalar(let e): replacements[point] = .scalar(-e)
                case .vector(let index, let e): replacements[point] = .vector(index, -e)
                }
            }
        case "symmetric" where points.count == 2:
            replacements[points[0]] = .point(points[1], &supply)
            replacements[points[1]] = .point(points[0], &supply)
        case "positive":
            guard let e = whole.asScalar else { break }
            return .relation(Relation(.zero, .less, e))
        default: break
        }
        guard !replacements.isEmpty else {
            throw Failure(
                .attributeNotApplicable, "found the attribute `\(word)` in a statement, expected even, symmetric (in two points) or positive",
                advice: "declare it with the function", at: range)
        }
        let substitution = PointSubstitution(replacements)
        let image = copy(whole).mapTensors { substitution.apply($0, &supply) }
        let relations = try relation(image, .equal, whole, places: (subject.range, subject.range), range)
        return relations.count == 1 ? relations[0] : .conjunction(relations)
    }
}
