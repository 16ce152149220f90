import Expressions
import Kernel

/// Declarations of things that a claim does not name, which say something of numbers that it does name: `y(0) = a` with `∂[t] y = y²` leaves out
/// every a > 0. A proof does without them, a counterexample must respect them. The same holds of equations with functions that it names, as
/// `Δψ = w`, which leaves out every w on the torus with a mean.
public struct UnnamedDeclarations: Hashable, Sendable {
    /// As written.
    public let names: [String]
    /// With the declarations for hypotheses; `nil` where functions of the claim are in them, too.
    let statement: Statement?

    /// Whether the declarations are seen to leave out no numbers.
    public var allowAllNumbers: Bool { statement.map { ModelFunctions($0).satisfyHypothesesForAllParameters } ?? false }
}

extension Elaborator {
    /// - Parameters:
    ///   - relations: what the statement speaks about, before values are put in.
    ///   - used: the declarations among its hypotheses, by their places.
    func unnamedDeclarations(_ relations: [Relation], _ used: Set<Int>, _ values: [String: Expression]) -> [UnnamedDeclarations] {
        let named = symbols(of: relations)
        var open = declarations.hypotheses.indices.filter { !used.contains($0) }.map { place in
            let (owner, proposition) = declarations.hypotheses[place]
            let own = symbols(of: proposition.allRelations)
            let isTied = !own.functions.isDisjoint(with: named.functions) && !named.functions.contains(owner)
                && !isExplicit(proposition, owner)
            return (owner: owner, proposition: proposition, numbers: own.numbers, others: own.functions.union([owner]), isTied: isTied)
        }
        var result: [UnnamedDeclarations] = []
        while let seed = open.firstIndex(where: { $0.isTied || !$0.numbers.isDisjoint(with: named.numbers) }) {
            var part = [open.remove(at: seed)]
            // What speaks about the same other things belongs to it.
            var linked = part[0].numbers.union(part[0].others).subtracting(named.numbers)
            while let next = open.firstIndex(where: { !$0.numbers.union($0.others).isDisjoint(with: linked) }) {
                linked.formUnion(open[next].numbers.union(open[next].others).subtracting(named.numbers))
                part.append(open.remove(at: next))
            }
            let conditions = withoutFreeBounds(part.map { ($0.owner, $0.proposition) }, named.numbers)
            guard !conditions.isEmpty else { continue }
            // Whether an equation with integrals has solutions is not seen for any numbers; it is not asked beside functions of the claim.
            if !named.functions.isEmpty, !part.contains(where: \.isTied), conditions.contains(where: { $0.proposition.allRelations.contains(where: { $0.left.hasIntegral || $0.right.hasIntegral }) }) { continue }
            let owners = conditions.map(\.owner).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            let isApart = conditions.allSatisfy { symbols(of: $0.proposition.allRelations).functions.isDisjoint(with: named.functions) }
            result.append(UnnamedDeclarations(
                names: owners.map(Declared.plain), statement: isApart ? statement(of: conditions.map(\.proposition), values) : nil))
        }
        return result
    }

    /// `ψ = …` or `ψ >= …` with nothing of ψ on the other side, or `∂[t] ψ = …` on a line, and nothing else said of ψ: some ψ is such, whatever the
    /// rest is.
    private func isExplicit(_ proposition: Proposition, _ owner: String) -> Bool {
        guard case .relation(let relation) = proposition, declarations.hypotheses.filter({ $0.owner == owner }).count == 1 else { return false }
        return [(relation.left, relation.right), (relation.right, relation.left)].contains { side, other in
            if case .partial(let point, nil, let body) = side.kind, case .line = point.manifold, isBare(body, owner) { return true }
            return isBare(side, owner) && !symbols(of: [Relation(other, .equal, other)]).functions.contains(owner)
        }
    }

    private func isBare(_ e: Expression, _ owner: String) -> Bool {
        guard case .application(let application) = e.kind else { return false }
        return application.function.name == owner && application.derivatives.isEmpty
    }

    /// Without the parameters that the rest only bounds from a side on which their range has no end: such numbers there always are.
    private func withoutFreeBounds(_ conditions: [(owner: String, proposition: Proposition)], _ named: Set<String>) -> [(owner: String, proposition: Proposition)] {
        var conditions = conditions
        func isFree(_ name: String) -> Bool {
            guard !named.contains(name), let parameter = declarations.parameters[name] else { return false }
            let concerned = conditions.map(\.proposition).filter { symbols(of: $0.allRelations).numbers.contains(name) }
            func isBound(_ proposition: Proposition, fromBelow: Bool) -> Bool {
                guard case .relation(let relation) = proposition, relation.op != .equal else { return false }
                let (own, other) = fromBelow ? (relation.right, relation.left) : (relation.left, relation.right)
                return own.kind == .parameter(name) && !symbols(of: [Relation(other, .equal, other)]).numbers.contains(name) && !other.mentionsFunctionOfPoints
            }
            return parameter.upper == nil && concerned.allSatisfy { isBound($0, fromBelow: true) }
                || parameter.lower == nil && concerned.allSatisfy { isBound($0, fromBelow: false) }
        }
        while let name = conditions.map(\.owner).first(where: isFree) {
            conditions.removeAll { $0.owner == name || symbols(of: $0.proposition.allRelations).numbers.contains(name) }
        }
        return conditions
    }

    private func statement(of conditions: [Proposition], _ values: [String: Expression]) -> Statement {
        let hypotheses = conditions.map { closed($0, values) }
        var mentions = Mentions()
        for relation in hypotheses.flatMap(\.allRelations) {
            mentions.add(relation.left)
            mentions.add(relation.right)
            relation.indices.forEach { mentions.add($0) }
        }
        var names = mentions.parameters
        for case .symbol(let name) in mentions.dimensions { names.insert(name) }
        return Statement(
            parameters: names.sorted().map { declarations.parameter($0) }, points: mentions.points, functions: mentions.functions.sorted { $0.name < $1.name },
            hypotheses: hypotheses, goal: .relation(Relation(.zero, .equal, .zero)))
    }

    /// Parameters and constants; functions of points. There are functions in every dimension.
    private func symbols(of relations: [Relation]) -> (numbers: Set<String>, functions: Set<String>) {
        var result: (numbers: Set<String>, functions: Set<String>) = ([], [])
        func visit(_ e: Expression) {
            switch e.kind {
            case .parameter(let name): if !declarations.isDimension(name) { result.numbers.insert(name) }
            case .application(let application):
                if application.arguments.isEmpty { result.numbers.insert(application.function.name) } else { result.functions.insert(application.function.name) }
            default: break
            }
            e.operands.forEach(visit)
        }
        for relation in relations { [relation.left, relation.right].forEach(visit) }
        return result
    }
}
