import Expressions
import Kernel

/// Arguments of templates that depend on a point which the body integrates over.
///
/// Two things can be meant: in `let H(q) = ∫[v] q log q` the argument is a function, which is integrated; in
/// `let A(z) = ∫[w] |z-w|² f(w)` it is a value, which is not. The name of a function says which. So does a body that integrates or differentiates
/// the argument alone, since of a value there is nothing to integrate. Anything else is an error.
extension Elaborator {
    /// - Parameters:
    ///   - inner: The scope that the body was elaborated in.
    ///   - scope: Where the template is used. What is a formal argument there is looked at where that has its value.
    func requireNoCapture(
        _ definition: Definition, _ name: String, _ formals: [SyntaxName], _ arguments: [SyntaxArgument], _ result: Value, _ inner: Scope,
        from scope: Scope
    ) throws(Failure) {
        var own: [ArgumentVariables] = []
        for (formal, argument) in zip(formals, arguments) {
            let name = Self.name(argument.value)
            guard let binding = inner.locals[formal.text], name.flatMap({ scope.locals[$0] }) == nil else {
                own.append(ArgumentVariables())
                continue
            }
            own.append(ArgumentVariables(binding, isNamed: name != nil))
        }
        guard own.contains(where: { !$0.points.isEmpty || !$0.parameters.isEmpty }) else { return }
        let bound = result.tensors.reduce(into: BoundVariables()) { $0.visit($1.body) }
        let candidates = own.indices.filter { own[$0].meets(bound) }
        guard !candidates.isEmpty else { return }
        // Arguments and subscripts that are names of the points themselves: `let mean(a, q) = ∫[a] q`.
        var pointFormals: Set<String> = Set(definition.pointSubscripts.map(\.text))
        for formal in formals {
            guard case .point(let point)? = inner.locals[formal.text] else { continue }
            let places = occurrences(of: ArgumentVariables(points: [point]), [formal.text], definition, inner)
            if places?.bindsTheArgument == true { pointFormals.insert(formal.text) }
        }
        for position in candidates where !pointFormals.contains(formals[position].text) {
            guard let places = occurrences(of: own[position], pointFormals.union([formals[position].text]), definition, inner), !places.standsAlone,
                let variable = places.integrated ?? (own[position].hasFunctions ? nil : places.differentiated)
            else { continue }
            let text = Printer().text(arguments[position].value), formal = formals[position].text, shown = Declared.plain(variable)
            let verb = places.integrated == nil ? "differentiates by" : places.isLimit ? "takes a limit in" : "integrates over"
            let found = "found `\(text)` as the argument of `\(name)`, whose definition \(verb) `\(shown)`"
            if own[position].isField {
                throw Failure(
                    .ambiguousArgument, found + ", on which `\(text)` depends", advice: "use another variable in one of the two definitions",
                    at: arguments[position].value.range)
            }
            throw Failure(
                .ambiguousArgument, found + ": is it a function of \(shown), or its value at a \(shown) outside?",
                advice: "name a function, let g(\(shown)) = \(text), and write \(name)(g); for a value use another variable in the definition of `\(name)`, or declare `\(formal)` as a point in front of it",
                at: arguments[position].value.range)
        }
    }

    private static func name(_ e: SyntaxExpression) -> String? {
        switch e.kind {
        case .name(let name): return name
        case .group(let inner): return name(inner)
        default: return nil
        }
    }

    /// How the body treats some of its formal arguments; `nil` where it has no meaning if their points are no longer those that it integrates over.
    private func occurrences(
        of variables: ArgumentVariables, _ formals: Set<String>, _ definition: Definition, _ inner: Scope
    ) -> MarkedOccurrences? {
        var trial = self
        var scope = inner
        scope.isTrial = true
        for formal in formals {
            if let binding = scope.locals[formal] { scope.locals[formal] = variables.marked(binding, &trial.supply) }
        }
        guard let value = try? trial.value(definition.syntax.value, scope) else { return nil }
        return value.tensors.reduce(into: MarkedOccurrences(variables)) { $0.visit($1.body) }
    }
}

/// The free points and parameters of an argument, without those that belong to a function passed by its name.
private struct ArgumentVariables {
    var points: Set<Point> = []
    var parameters: Set<String> = []
    /// Whether it depends on points through functions too.
    var hasFunctions = false
    /// A function passed by its name, which depends on further points.
    var isField = false

    init(points: Set<Point> = []) { self.points = points }

    init(_ binding: Binding, isNamed: Bool) {
        switch binding {
        case .point(let point): points = [point]
        case .parameter(let parameter): parameters = [parameter.name]
        case .value(let value, let own):
            var mentions = Mentions()
            value.tensors.forEach { mentions.add($0.body) }
            points = Set(mentions.freePoints)
            if isNamed { points.subtract(own) }
            isField = isNamed && !own.isEmpty
            parameters = mentions.parameters
            hasFunctions = mentions.functions.contains { !$0.arguments.isEmpty }
        default: break
        }
    }

    func meets(_ bound: BoundVariables) -> Bool {
        !points.isDisjoint(with: bound.integrated) || !parameters.isDisjoint(with: bound.limits)
            || (!hasFunctions && !points.isDisjoint(with: bound.differentiated))
    }

    // No name has this character.
    static func marked(_ name: String) -> String { name + "•" }
    static func marked(_ point: Point) -> Point { Point(name: marked(point.name), manifold: point.manifold) }

    /// The argument with its variables under other names.
    func marked(_ binding: Binding, _ supply: inout IndexSupply) -> Binding {
        switch binding {
        case .point(let point): return points.contains(point) ? .point(Self.marked(point)) : binding
        case .parameter(let parameter) where parameters.contains(parameter.name):
            return .parameter(Parameter(
                name: Self.marked(parameter.name), isInteger: parameter.isInteger, lower: parameter.lower, upper: parameter.upper))
        case .value(let value, let own):
            var replacements: [Point: Expression.Argument] = [:]
            for point in points { replacements[point] = .point(Self.marked(point), &supply) }
            let substitution = PointSubstitution(replacements)
            let names = ExpressionTransform(parameterName: { parameters.contains($0) ? Self.marked($0) : $0 })
            return .value(
                value.mapTensors { names.apply(substitution.apply($0, &supply)) }, points: own.map { points.contains($0) ? Self.marked($0) : $0 })
        default: return binding
        }
    }
}

/// What integrals, derivatives and limits inside an expression are over.
private struct BoundVariables {
    private(set) var integrated: Set<Point> = []
    private(set) var differentiated: Set<Point> = []
    private(set) var limits: Set<String> = []

    mutating func visit(_ e: Expression) {
        switch e.kind {
        case .integral(let points, _): integrated.formUnion(points)
        case .partial(let point, _, _): differentiated.insert(point)
        case .uninterpreted("lim", let operands, _): if case .parameter(let name)? = operands.first?.kind { limits.insert(name) }
        default: break
        }
        e.operands.forEach { visit($0) }
    }
}

/// Where the marked variables of an argument meet the integrals and derivatives of a body.
private struct MarkedOccurrences {
    /// The body integrates over the argument itself.
    private(set) var bindsTheArgument = false
    /// Something integrated or differentiated depends on its point through the argument only.
    private(set) var standsAlone = false
    /// The name of a point integrated over, or of a parameter in a limit, of which argument and body both depend.
    private(set) var integrated: String?
    private(set) var isLimit = false
    private(set) var differentiated: String?
    private let points: Set<Point>
    private let parameters: Set<String>

    init(_ variables: ArgumentVariables) {
        points = variables.points
        parameters = variables.parameters
    }

    mutating func visit(_ e: Expression) {
        switch e.kind {
        case .integral(let bound, let body):
            let free = Set(Mentions(body).freePoints)
            for point in bound { if meets(point, free) { integrated = integrated ?? point.name } }
        case .partial(let point, _, let body):
            if meets(point, Set(Mentions(body).freePoints)) { differentiated = differentiated ?? point.name }
        case .uninterpreted("lim", let operands, _):
            guard operands.count == 3, case .parameter(let name) = operands[0].kind, parameters.contains(name) else { break }
            let free = Mentions(operands[2]).parameters
            guard free.contains(ArgumentVariables.marked(name)) else { break }
            if free.contains(name) { (integrated, isLimit) = (integrated ?? name, true) } else { standsAlone = true }
        default: break
        }
        e.operands.forEach { visit($0) }
    }

    /// Whether what stands under an integral over the point, or a derivative by it, depends on the point and on the marked one.
    private mutating func meets(_ point: Point, _ free: Set<Point>) -> Bool {
        guard points.contains(point) else {
            if points.contains(where: { ArgumentVariables.marked($0) == point }) { bindsTheArgument = true }
            return false
        }
        guard free.contains(ArgumentVariables.marked(point)) else { return false }
        if free.contains(point) { return true }
        standsAlone = true
        return false
    }
}
