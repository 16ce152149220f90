import Arithmetic
import Expressions
import Kernel

/// Closes a goal: values are substituted, what is not mentioned is left out, names are made plain.
extension Elaborator {
    mutating func assemble(
        goal: Proposition, hypotheses: [Proposition], values: [String: Expression], at range: SourceRange
    ) throws(Failure) -> (statement: Statement, names: Renaming, unnamed: [UnnamedDeclarations]) {
        let written = ([goal] + hypotheses).flatMap(\.allRelations)
        // A parameter that is given a value stays subject to its declaration.
        var valued = Set(values.keys)
        if !valued.isEmpty { valued.formIntersection(names(Mentions(.conjunction([closed(goal, [:])] + hypotheses.map { closed($0, [:]) })))) }
        var goal = closed(goal, values).withDistinctPoints, own = hypotheses.map { closed($0, values).withDistinctPoints }
        try separateMatrixInequalities(&goal, &own, range)
        var mentions = Mentions()
        for relation in ([goal] + own).flatMap(\.allRelations) { add(relation, to: &mentions) }
        try checkDimensions(mentions)

        // What the declarations say of the things mentioned, and of what that mentions in turn.
        var declared: [Proposition] = []
        var used: Set<Int> = []
        var grew = true
        while grew {
            grew = false
            let names = self.names(mentions)
            for (position, (owner, proposition)) in declarations.hypotheses.enumerated()
            where (names.contains(owner) || valued.contains(owner) || proposition.givesMoment(in: names)) && !used.contains(position) {
                used.insert(position)
                let hypothesis = closed(proposition, values).withDistinctPoints
                if valued.contains(owner), case .relation(let relation) = hypothesis, let holds = truth(of: relation) {
                    if holds { continue }
                    throw Failure(
                        .outsideRange, "found a value of `\(Declared.plain(owner))` that does not satisfy what is declared of it", advice: "declare another parameter", at: range)
                }
                declared.append(hypothesis)
                for relation in hypothesis.allRelations { add(relation, to: &mentions) }
                grew = true
            }
        }

        let unnamed = unnamedDeclarations(written + ([goal] + own + declared).flatMap(\.allRelations), used, values)

        let definite = SemidefiniteHypotheses(goal: goal, declared: declared, own: own)
        mentions = Mentions()
        for relation in ([definite.goal] + definite.hypotheses).flatMap(\.allRelations) { add(relation, to: &mentions) }

        // A periodic function at given places: the statement says by a point where it lives.
        if !mentions.points.contains(where: \.isOnTorus) {
            let known = declarations.torusPoints
            if let point = mentions.functions.sorted(by: { $0.name < $1.name }).compactMap({ known[$0.name] }).first { mentions.add(point) }
        }

        let bound = Set(goal.boundParameters.map(\.name))
        var parameterNames = mentions.parameters.subtracting(bound)
        for case .symbol(let name) in mentions.dimensions { parameterNames.insert(name) }
        var parameters = parameterNames.map { declarations.parameter($0) }
        let remaining = definite.hypotheses.filter { hypothesis in !narrow(&parameters, by: hypothesis) }
        if let empty = parameters.first(where: \.rangeIsEmpty) {
            throw Failure(
                .contradictoryRange, "found conditions on `\(Declared.plain(empty.name))` that no number satisfies",
                advice: "a claim about nothing says nothing; check the conditions", at: range)
        }
        let order = declarations.order
        func place(_ name: String) -> (Int, String) { (order[name] ?? Int.max, name) }
        let names = renaming(mentions, parameterNames.union(bound))
        let statement = Statement(
            parameters: parameters.sorted { place($0.name) < place($1.name) },
            points: mentions.points.sorted { place($0.name) < place($1.name) },
            functions: mentions.functions.sorted { place($0.name) < place($1.name) },
            hypotheses: remaining, goal: definite.goal)
        return (names.apply(statement), names, unnamed)
    }

    /// A matrix inequality is about all vectors, each one about its own: behind `if` it is a hypothesis of the whole.
    private func separateMatrixInequalities(_ goal: inout Proposition, _ hypotheses: inout [Proposition], _ range: SourceRange) throws(Failure) {
        while case .implication(let hypothesis, let conclusion) = goal, hypothesis.mentionsMatrixInequality {
            hypotheses.append(hypothesis)
            goal = conclusion
        }
        guard goal.nestsMatrixInequality || hypotheses.contains(where: \.hidesMatrixInequality) else { return }
        throw Failure(
            .malformedClause, "found a matrix inequality inside of `iff`, or of a part of the statement with a condition of its own",
            advice: "make a claim of each direction or part, with its condition behind `provided`", at: range)
    }

    /// Of relations between numbers.
    func truth(of relation: Relation) -> Bool? {
        guard let left = constant(relation.left), let right = constant(relation.right) else { return nil }
        switch relation.op {
        case .equal: return left == right
        case .lessOrEqual: return left <= right
        case .less: return left < right
        }
    }

    /// A bound of a parameter by a number goes into its range.
    private func narrow(_ parameters: inout [Parameter], by hypothesis: Proposition) -> Bool {
        if case .conjunction(let parts) = hypothesis {
            guard parts.allSatisfy({ bound($0) != nil }) else { return false }
            for part in parts { _ = narrow(&parameters, by: part) }
            return true
        }
        guard let (name, isLower, new) = bound(hypothesis), let place = parameters.firstIndex(where: { $0.name == name }) else { return false }
        let old = parameters[place]
        func tighter(_ known: Parameter.Bound?) -> Parameter.Bound {
            guard let known else { return new }
            if known.value == new.value { return known.isStrict ? known : new }
            return (known.value > new.value) == isLower ? known : new
        }
        parameters[place] = Parameter(
            name: name, isInteger: old.isInteger, lower: isLower ? tighter(old.lower) : old.lower,
            upper: isLower ? old.upper : tighter(old.upper))
        return true
    }

    private func bound(_ hypothesis: Proposition) -> (name: String, isLower: Bool, Parameter.Bound)? {
        guard case .relation(let relation) = hypothesis, relation.op != .equal else { return nil }
        func name(_ e: Expression) -> String? {
            switch e.kind {
            case .parameter(let name), .dimension(.symbol(let name)): return name
            default: return nil
            }
        }
        let isStrict = relation.op == .less
        if let name = name(relation.left), let value = constant(relation.right) {
            return (name, false, Parameter.Bound(value: value, isStrict: isStrict))
        }
        if let name = name(relation.right), let value = constant(relation.left) {
            return (name, true, Parameter.Bound(value: value, isStrict: isStrict))
        }
        return nil
    }

    private func add(_ relation: Relation, to mentions: inout Mentions) {
        mentions.add(relation.left)
        mentions.add(relation.right)
        relation.indices.forEach { mentions.add($0) }
    }

    /// Dimensions found from the context and the given values written in; free components made indices.
    func closed(_ proposition: Proposition, _ values: [String: Expression]) -> Proposition {
        let transform = closing(values)
        let closed = proposition.mapRelations { relation in
            var result = Relation(
                transform.apply(relation.left), relation.op, transform.apply(relation.right), indices: relation.indices.map(transform.apply))
            for index in result.left.freeIndices + result.right.freeIndices where !result.indices.contains(index) {
                result.indices.append(index)
            }
            return result
        }
        return values.isEmpty ? closed : CirclePoints.apply(to: closed)
    }

    func closing(_ values: [String: Expression]) -> ExpressionTransform {
        let values = values.closed
        func dimension(_ d: Dimension) -> Dimension {
            let known = resolved(d)
            guard case .symbol(let name) = known, let value = values[name], case .number(let number) = value.kind, let n = number.asInt else {
                return known
            }
            return .number(n)
        }
        return ExpressionTransform(
            dimension: dimension,
            point: { point in
                Point(name: point.name, manifold: point.manifold.mapDimension(dimension))
            },
            symbol: { symbol in
                symbol.mapping(name: symbol.name, dimension: dimension)
            },
            parameter: { name in
                if let value = values[name] { return value }
                return self.declarations.isDimension(name) ? .dimension(.symbol(name)) : nil
            })
    }

    private func names(_ mentions: Mentions) -> Set<String> {
        var names = mentions.parameters
        for case .symbol(let name) in mentions.dimensions { names.insert(name) }
        names.formUnion(mentions.functions.map(\.name))
        names.formUnion(mentions.points.map(\.name))
        return names
    }

    /// Plain names where these are unambiguous.
    private func renaming(_ mentions: Mentions, _ parameters: Set<String>) -> Renaming {
        var all = Set(mentions.functions.map(\.name)).union(mentions.points.map(\.name))
        all.formUnion(parameters)
        var byPlain: [String: Int] = [:]
        for name in all { byPlain[Declared.plain(name), default: 0] += 1 }
        var names: [String: String] = [:]
        for name in all where byPlain[Declared.plain(name)] == 1 { names[name] = Declared.plain(name) }
        return Renaming(names: names)
    }

    struct Renaming: Sendable {
        var names: [String: String] = [:]

        func name(_ name: String) -> String { names[name] ?? name }

        var transform: ExpressionTransform {
            func dimension(_ d: Dimension) -> Dimension {
                if case .symbol(let symbol) = d { return .symbol(name(symbol)) }
                return d
            }
            return ExpressionTransform(
                dimension: dimension,
                point: { Point(name: name($0.name), manifold: $0.manifold.mapDimension(dimension)) },
                symbol: { $0.mapping(name: name($0.name), dimension: dimension) },
                parameterName: name)
        }

        func parameter(_ p: Parameter) -> Parameter {
            p.hasDefaultRange ? Parameter(dimension: name(p.name)) : Parameter(name: name(p.name), isInteger: p.isInteger, lower: p.lower, upper: p.upper)
        }

        func apply(_ statement: Statement) -> Statement {
            let transform = self.transform
            func apply(_ proposition: Proposition) -> Proposition {
                proposition.mapParameters(parameter).mapRelations { relation in
                    Relation(
                        transform.apply(relation.left), relation.op, transform.apply(relation.right),
                        indices: relation.indices.map(transform.apply))
                }
            }
            return Statement(
                parameters: statement.parameters.map(parameter), points: statement.points.map(transform.point),
                functions: statement.functions.map(transform.symbol), hypotheses: statement.hypotheses.map(apply),
                goal: apply(statement.goal))
        }
    }

    // MARK: Undetermined dimensions

    func checkDimensions(_ value: Value) throws(Failure) {
        var mentions = Mentions()
        for tensor in value.tensors {
            mentions.add(tensor.body)
            tensor.indices.forEach { mentions.add($0) }
        }
        try checkDimensions(mentions)
    }

    private func checkDimensions(_ mentions: Mentions) throws(Failure) {
        for open in openComponents { try require(component: open.number, of: resolved(open.dimension), open.range) }
        var unknown: [Int] = []
        for case .symbol(let name) in mentions.dimensions.map(resolved) where name.hasPrefix("?") {
            if let number = Int(name.dropFirst()) { unknown.append(number) }
        }
        guard let first = unknown.min(), let range = identityPlaces[first] else { return }
        throw Failure(
            .undeterminedDimension, "found `Id` or `basis(…)` where nothing tells the dimension",
            advice: "multiply it with, or add it to, something whose space is known", at: range)
    }
}

extension [String: Expression] {
    /// Values of parameters that mention none of the parameters with values: `b = a` is `b = 3` beside `a = 3`. Those given by each other stay.
    var closed: [String: Expression] {
        var result = self
        for _ in self where result.mentionsItself { result = result.mapValues { $0.substitutingParameters(self) } }
        return result
    }

    /// Whether a value is made of parameters that have values.
    var mentionsItself: Bool { values.contains { value in Mentions(value).parameters.contains { self[$0] != nil } } }
}

extension Proposition {
    /// In each relation no integral over a point that occurs free in it.
    fileprivate var withDistinctPoints: Proposition {
        mapRelations { relation in
            let free = Set(Mentions(relation.left).freePoints + Mentions(relation.right).freePoints)
            return Relation(
                relation.left.renamingIntegrals(apartFrom: free), relation.op, relation.right.renamingIntegrals(apartFrom: free), indices: relation.indices)
        }
    }

    /// Whether one of the names is that of a constant or a parameter said to be a moment of a function: not every value is one.
    fileprivate func givesMoment(in names: Set<String>) -> Bool {
        allRelations.contains { relation in
            guard relation.op == .equal, relation.left.hasIntegral != relation.right.hasIntegral else { return false }
            let mentions = Mentions(relation.left.hasIntegral ? relation.right : relation.left)
            return !names.isDisjoint(with: mentions.parameters.union(mentions.functions.filter(\.arguments.isEmpty).map(\.name)))
        }
    }
}

extension Manifold {
    func mapDimension(_ transform: (Dimension) -> Dimension) -> Manifold {
        switch self {
        case .euclidean(let d): return .euclidean(transform(d))
        case .sphere(let d): return .sphere(ambient: transform(d))
        case .torus(let d): return .torus(transform(d))
        case .line: return self
        }
    }
}

extension FunctionSymbol {
    func mapping(name: String, dimension: (Dimension) -> Dimension) -> FunctionSymbol {
        FunctionSymbol(
            name: name,
            arguments: arguments.map { slot in
                if case .vector(let d) = slot { return .vector(dimension(d)) }
                return slot
            },
            valueDimensions: valueDimensions.map(dimension), valueSymmetry: valueSymmetry, isLogarithm: isLogarithm,
            attributes: attributes)
    }
}

extension Proposition {
    fileprivate var mentionsMatrixInequality: Bool {
        switch self {
        case .relation: return SemidefiniteHypotheses.isMatrixInequality(self)
        case .conjunction(let parts): return parts.contains(where: \.mentionsMatrixInequality)
        case .implication(let a, let b), .equivalence(let a, let b): return a.mentionsMatrixInequality || b.mentionsMatrixInequality
        case .existence(_, let body): return body.mentionsMatrixInequality
        }
    }

    /// As a hypothesis it says something of all vectors only where it stands by itself.
    fileprivate var hidesMatrixInequality: Bool {
        switch self {
        case .relation: return false
        case .conjunction(let parts): return parts.contains(where: \.hidesMatrixInequality)
        case .implication, .equivalence, .existence: return mentionsMatrixInequality
        }
    }

    /// As a goal it cannot have the vector of the whole statement there.
    fileprivate var nestsMatrixInequality: Bool {
        switch self {
        case .relation: return false
        case .conjunction(let parts): return parts.contains(where: \.nestsMatrixInequality)
        case .implication(let hypothesis, let conclusion): return hypothesis.mentionsMatrixInequality || conclusion.nestsMatrixInequality
        case .equivalence(let a, let b): return a.mentionsMatrixInequality || b.mentionsMatrixInequality
        case .existence(_, let body): return body.nestsMatrixInequality
        }
    }
}
