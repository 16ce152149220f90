import Arithmetic
import Expressions
import Kernel

/// Citing what stands above.
extension Elaborator {
    /// `using NAME(args)`: an instance of a schema, or a plain citation.
    mutating func use(_ use: SyntaxUse, _ item: inout ElaboratedItem, _ clauses: inout Clauses, _ scope: Scope) throws(Failure) {
        guard let cited = citable[use.name.text] else { throw unknownCitation(use.name) }
        var operands: [Expression] = []
        guard let schema = cited.schema, !schema.arguments.isEmpty else {
            if let proposition = cited.proposition { clauses.hypotheses.append(proposition) }
            for argument in use.arguments { operands += try value(argument, scope).tensors.map(\.body) }
            item.uses.append(ElaboratedItem.Use(name: use.name.text, arguments: operands))
            return
        }
        guard schema.arguments.count == use.arguments.count else {
            throw Failure(
                .argumentCount, "found \(use.arguments.count) arguments for \"\(use.name.text)\", expected \(schema.arguments.count)", at: use.name.range)
        }
        var inner = schema.scope
        var points: [Point] = []
        var ranges: [Proposition] = []
        var numbers: [String: Expression] = [:]
        for (formal, argument) in zip(schema.arguments, use.arguments) {
            let binding = try argumentBinding(argument, scope)
            inner.locals[formal.text] = binding
            if case .parameter(let parameter)? = lookup(formal.text, schema.scope) {
                let number = try scalarValue(argument, "for the number `\(formal.text)` of \"\(use.name.text)\"", scope).0
                guard !parameter.isInteger || isInteger(number) else {
                    throw Failure(
                        .citationNotApplicable, "found a number for `\(formal.text)` of \"\(use.name.text)\" that need not be an integer", advice: "declare its parameters as integers",
                        at: argument.range)
                }
                ranges += parameter.bounds(on: number).map { .relation($0) }
                numbers[parameter.name] = number
            }
            let bodies = try value(argument, scope).tensors.map(\.body)
            operands += bodies
            for body in bodies { for point in Mentions(body).freePoints where !points.contains(point) { points.append(point) } }
        }
        // What else is declared of the formal parameters.
        for (_, proposition) in declarations.hypotheses {
            let mentions = Mentions(proposition)
            if numbers.keys.contains(where: mentions.parameters.contains) { ranges.append(closed(proposition, numbers)) }
        }
        let dimensions = try place(schema, at: points, use, &inner)
        do throws(Failure) {
            var instance = try proposition(schema.body, inner)
            try requireFaithful(instance, schema, points, use)
            var conditions = ranges
            for condition in schema.conditions { conditions.append(try proposition(condition, inner)) }
            for condition in conditions where !clauses.hypotheses.contains(condition) && isRefutedByDeclarations(condition) {
                throw Failure(
                    .citationNotApplicable, "the declarations of the arguments do not imply what it holds under (`given` at its declaration)",
                    advice: "declare it of the arguments, as in `function f(ω) > 0, even`, or cite something without this condition", at: use.name.range)
            }
            for relation in conditions.flatMap(\.allRelations) { try requireTrue(relation, use) }
            if !conditions.isEmpty {
                instance = .implication(hypothesis: conditions.count == 1 ? conditions[0] : .conjunction(conditions), conclusion: instance)
            }
            // A dimension that is given is given wherever the axiom speaks of it.
            let mentions = Mentions(instance)
            if let name = dimensions.first(where: { mentions.parameters.contains($0) || mentions.dimensions.contains(.symbol($0)) }) {
                throw Failure(
                    .citationNotApplicable, "\(Declared.plain(name)) stays in it, while its points get another dimension", advice: "write dim(x) for the dimension of a point",
                    at: use.name.range)
            }
            clauses.hypotheses.append(instance)
        } catch {
            var diagnostic = error.diagnostic
            diagnostic.message = "in \"\(use.name.text)\" for these arguments: \(diagnostic.message)"
            diagnostic.range = use.name.range
            throw Failure.failure(diagnostic)
        }
        item.uses.append(ElaboratedItem.Use(name: use.name.text, arguments: operands))
    }

    /// The schema's own points become those of the arguments, in order.
    /// - Returns: the schema's dimensions that get a value so.
    private func place(_ schema: Citable.Schema, at points: [Point], _ use: SyntaxUse, _ inner: inout Scope) throws(Failure) -> [String] {
        func refuse(_ what: String, _ advice: String) -> Failure { Failure(.citationNotApplicable, what, advice: advice, at: use.name.range) }
        let own = integratedPoints(schema.body, schema.scope)
        let declared = own.map { point(named: $0, schema.scope) }
        let caught = zip(declared, points).first { $0 != $1 && (declared.contains($1) || schema.freePoints.contains($1)) }?.1
            ?? points.first(where: declared.dropFirst(points.count).contains)
        if let caught {
            throw refuse(
                "found an argument that depends on \(Declared.plain(caught.name)), of which \"\(use.name.text)\" speaks itself",
                "give the argument in another point")
        }
        var dimensions: [String: Dimension] = [:]
        for (name, point) in zip(own, points) {
            if let declared = self.point(named: name, schema.scope), !schema.holdsOnEverySpace {
                guard isInstance(point.manifold, of: declared.manifold, &dimensions) else {
                    throw refuse(
                        "found \(Declared.plain(point.name)), which does not live where \(name) does in \"\(use.name.text)\"",
                        "an axiom that holds everywhere ends with `for every space`")
                }
            }
            inner.locals[name] = .point(point)
        }
        let isJoint = schema.conditions.contains { if case .attribute = $0.kind { true } else { false } }
        if isJoint, points.count > own.count {
            throw refuse(
                "found arguments of \(points.count) points for \"\(use.name.text)\", which asks for a symmetry and integrates over \(own.count)",
                "fix the other points: let g(x) = …")
        }
        return dimensions.keys.sorted()
    }

    private func point(named name: String, _ scope: Scope) -> Point? {
        if case .point(let point)? = lookup(name, scope) { return point }
        return nil
    }

    /// The same space, or that of a given dimension where the schema is about every dimension.
    private func isInstance(_ space: Manifold, of declared: Manifold, _ dimensions: inout [String: Dimension]) -> Bool {
        func fits(_ own: Dimension, _ general: Dimension) -> Bool {
            let own = resolved(own), general = resolved(general)
            if own == general { return true }
            guard case .symbol(let name) = general, dimensions[name].map({ $0 == own }) ?? true else { return false }
            dimensions[name] = own
            let parameter = declarations.parameter(name)
            guard parameter.upper == nil else { return false }
            switch own {
            case .number(let size): return parameter.contains(Rational(size))
            case .symbol(let other): return declarations.lowerBound(other) >= declarations.lowerBound(name)
            }
        }
        switch (space, declared) {
        case (.euclidean(let own), .euclidean(let general)), (.sphere(ambient: let own), .sphere(ambient: let general)), (.torus(let own), .torus(let general)):
            return fits(own, general)
        case (.line, .line): return space == declared
        default: return false
        }
    }

    /// No point is left behind by a definition, and no norm integrates over more points than the schema does.
    private func requireFaithful(_ instance: Proposition, _ schema: Citable.Schema, _ points: [Point], _ use: SyntaxUse) throws(Failure) {
        let own = integratedPoints(schema.body, schema.scope), further = points.dropFirst(own.count)
        let declared = own.compactMap { point(named: $0, schema.scope) }
        if let left = Mentions(instance).freePoints.first(where: { declared.contains($0) && !points.contains($0) }) {
            throw Failure(
                .citationNotApplicable, "\(Declared.plain(left.name)) is not carried along by a definition in it", advice: "define with an argument: let g(\(Declared.plain(left.name))) = …",
                at: use.name.range)
        }
        if let joint = instance.allRelations.flatMap({ [$0.left, $0.right] }).reduce(Set<Point>(), { $0.union($1.pointsOfIntegration) }).first(where: further.contains) {
            throw Failure(
                .citationNotApplicable, "its norms would integrate over \(Declared.plain(joint.name)), too", advice: "give arguments of one point, as in let g(x) = …", at: use.name.range)
        }
    }

    /// An equation that is no identity, between functions of which no equations are declared: `u(-ω) = u(ω)` for a u that is not even.
    private func isRefutedByDeclarations(_ condition: Proposition) -> Bool {
        guard case .relation(let relation) = condition, relation.op == .equal else { return false }
        var names: Set<String> = []
        func visit(_ e: Expression) {
            if case .application(let application) = e.kind { names.insert(application.function.name) }
            e.operands.forEach(visit)
        }
        visit(relation.left)
        visit(relation.right)
        // What relates parameters may hold on a part of their range.
        guard !names.isEmpty, declarations.hypotheses.allSatisfy({ !names.contains($0.owner) }) else { return false }
        return (try? ContractionForm.areEqual(relation.left, relation.right, FormContext())) == false
    }

    /// A condition between numbers is decided at once.
    private func requireTrue(_ relation: Relation, _ use: SyntaxUse) throws(Failure) {
        guard truth(of: relation) == false, let left = constant(relation.left), let right = constant(relation.right) else { return }
        throw Failure(
            .conditionOfCitation, "its condition \(left) \(relation.op.rawValue) \(right) does not hold",
            advice: relation.op == .equal ? "conjugate exponents satisfy 1/p + 1/q = 1" : nil, at: use.name.range)
    }

    /// Names of declared points that a statement integrates over.
    func integratedPoints(_ p: SyntaxProposition, _ scope: Scope) -> [String] {
        var names: [String] = []
        func visit(_ e: SyntaxExpression) {
            if case .integral(let points, _, _) = e.kind {
                for case .name(let name) in points.map(\.kind) where !names.contains(name) { names.append(name) }
            }
            e.children.forEach(visit)
        }
        p.expressions.forEach(visit)
        return names
    }
}
