import Expressions
import Kernel

/// Derivatives in time.
///
/// Declared equations hold at every time. So a function that an equation ties to one that flows, as `Δψ = w` ties ψ to w, has a
/// derivative of its own, of which the derivative of the equation is known: `Δψ_t = ∂_t w`. And the derivative of an equation between functions
/// that flow is an equation itself: with `div u = 0` and `∂_t u = -u·∇u - ∇p` it is the equation `-Δp = div(u·∇u)` of the pressure.
extension Elaborator {
    /// `∂[t]` along the declared flows.
    mutating func flowDerivative(_ time: String, _ body: Value, _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        guard case .tensor(let tensor) = body.kind else { return body }
        guard let change = timeDerivative(of: tensor.body, time) else { return try opaque("∂[\(time)]", [body], indices: tensor.indices, range) }
        return try make(.tensor(Tensor(indices: tensor.indices, body: change)), from: [body, body, body], adding: 32, levels: 6, at: range)
    }

    /// `nil` where something has no derivative that could be told.
    private mutating func timeDerivative(of body: Expression, _ time: String) -> Expression? {
        var terms: [Expression] = []
        func add(_ function: FunctionSymbol, _ points: [Point], _ velocity: Tensor) -> Bool {
            let variation = Variation(symbol: function, points: points, direction: velocity, positiveParameters: declarations.positiveParameters)
            guard let part = variation.apply(body, &supply) else { return false }
            terms.append(part)
            return true
        }
        for flow in declarations.flows where flow.time == time {
            guard add(flow.function.symbol, flow.function.points, flow.velocity) else { return nil }
        }
        let mentioned = Mentions(body).functions
        for function in tiedFunctions(time) where mentioned.contains(function) {
            guard let rate = rate(of: function, time) else { return nil }
            let indices = rate.symbol.valueDimensions.map { supply.fresh($0) }
            let arguments = rate.points.map { Expression.Argument.point($0, &supply) }
            let value = Expression.application(Expression.Application(function: rate.symbol, valueIndices: indices, arguments: arguments))
            guard add(function, rate.points, Tensor(indices: indices, body: value)) else { return nil }
        }
        if Mentions(body).parameters.contains(time) { terms.append(.parameterDerivative(time, body)) }
        return .sum(terms)
    }

    /// Functions without a flow of their own that equations tie to those that flow in this time, in order of declaration. Of a declaration
    /// about one of them the function that is declared is tied, the others may be given.
    private func tiedFunctions(_ time: String) -> [FunctionSymbol] {
        let flowing = Set(declarations.flows.filter { $0.time == time }.map(\.function.symbol))
        if flowing.isEmpty { return [] }
        var moving = flowing
        while true {
            var new: Set<FunctionSymbol> = []
            for (owner, relation) in equations {
                let functions = Mentions(.relation(relation)).functions.filter { !$0.arguments.isEmpty }
                guard !moving.isDisjoint(with: functions) else { continue }
                let own = functions.filter { $0.name == owner }
                new.formUnion(own.isEmpty || !own.isDisjoint(with: flowing) ? functions : own)
            }
            if new.isSubset(of: moving) { break }
            moving.formUnion(new)
        }
        let order = declarations.order
        return moving.subtracting(flowing).sorted { (order[$0.name] ?? Int.max, $0.name) < (order[$1.name] ?? Int.max, $1.name) }
    }

    /// Adds the derivatives in time of the pointwise equations between functions that flow. Stated moments are those at one time.
    mutating func differentiateEquations() {
        let order = declarations.order
        func place(_ function: FunctionSymbol) -> (Int, String) { (order[function.name] ?? Int.max, function.name) }
        // Of equations under conditions nothing is known elsewhere.
        let unconditional = declarations.hypotheses.flatMap { $0.proposition.relations ?? [] }
            .filter { $0.op == .equal && !$0.left.hasIntegral && !$0.right.hasIntegral }
        let flows = Dictionary(grouping: declarations.flows, by: \.time).sorted { $0.key < $1.key }
        for (time, flowing) in flows.map({ ($0.key, Set($0.value.map(\.function.symbol))) }) {
            for relation in unconditional {
                let functions = Mentions(.relation(relation)).functions.filter { !$0.arguments.isEmpty }
                guard functions.isSubset(of: flowing), let own = functions.max(by: { place($0) < place($1) }),
                    let change = timeDerivative(of: relation.left - relation.right, time)
                else { continue }
                // What the velocity mentions beside them, as the pressure, is what the new equation is about.
                let others = Mentions(change).functions.filter { !$0.arguments.isEmpty && !flowing.contains($0) }
                let owner = others.max { place($0) < place($1) } ?? own
                declarations.add(derivative: .relation(Relation(change, .equal, .zero, indices: relation.indices)), about: owner.name)
            }
        }
    }

    private var equations: [(owner: String, relation: Relation)] {
        declarations.hypotheses.flatMap { owner, proposition in proposition.allRelations.filter { $0.op == .equal }.map { (owner, $0) } }
    }

    /// The derivative of a tied function, with the derivatives of its equations as what is declared of it.
    private mutating func rate(of function: FunctionSymbol, _ time: String) -> FunctionDeclaration? {
        let key = DeclarationList.Rate(time: time, function: function.name)
        if let known = declarations.rates[key] { return known }
        // Of equations under conditions nothing is known elsewhere.
        let ties = declarations.hypotheses.map(\.proposition).filter { Mentions($0).functions.contains(function) }
        let known = ties.flatMap { $0.relations ?? [] }.filter { $0.op == .equal && Mentions(.relation($0)).functions.contains(function) }
        guard ties.allSatisfy({ $0.relations != nil }), let points = known.lazy.compactMap({ $0.points(of: function) }).first else { return nil }
        let rate = FunctionDeclaration(
            symbol: FunctionSymbol(
                name: uniqueName(function.name + "_" + time), arguments: function.arguments, valueDimensions: function.valueDimensions,
                valueSymmetry: function.valueSymmetry, attributes: function.attributes.intersection([.even, .symmetric, .decaying])),
            points: points)
        declarations.rates[key] = rate
        declarations.add(rate.symbol.name)
        declarations.torusPoints[rate.symbol.name] = declarations.torusPoints[function.name]
        for relation in known {
            guard let change = timeDerivative(of: relation.left - relation.right, time) else {
                declarations.rates[key] = nil
                return nil
            }
            declarations.add(.relation(Relation(change, .equal, .zero, indices: relation.indices)), about: rate.symbol.name)
        }
        return rate
    }
}

extension Relation {
    /// The points at which a function stands, where they are plain.
    fileprivate func points(of function: FunctionSymbol) -> [Point]? {
        func search(_ e: Expression) -> [Point]? {
            if case .application(let application) = e.kind, application.function == function {
                let points = application.arguments.compactMap(\.plainPoint)
                if points.count == application.arguments.count, Set(points).count == points.count { return points }
            }
            return e.operands.lazy.compactMap(search).first
        }
        return search(left) ?? search(right)
    }
}
