import Expressions
import Kernel

/// Common points for the integrals of a sum: where each integrated variable of each term goes.
///
/// A variable goes where its density stands: `∫∫ K(v,w) f(v) g(w)` and `∫∫ K(w,v) f(w) g(v)` are written over
/// the same points, the one of `f` first.
struct IntegralLayout {
    /// What an integrated point carries: a function symbol, and the argument of it that the point is.
    struct Carrier: Hashable {
        let function: FunctionSymbol
        let argument: Int
    }

    let statement: Statement
    let sum: IntegralSum
    private let carriers: [[Carrier?]]
    private let taken: Set<Point>

    init(_ statement: Statement, _ relation: Relation, _ sum: IntegralSum) {
        self.statement = statement
        self.sum = sum
        taken = Set(statement.points.filter { relation.left.mentions($0) || relation.right.mentions($0) })
        carriers = sum.terms.map { term in term.points.map { Self.carrier(of: $0, term, statement) } }
    }

    /// Each term over as many points as it has.
    func separate() -> [[Divergence.Placement]] {
        sum.terms.indices.map { number in
            let points = sum.terms[number].points
            let order = order(points, carriers[number])
            let names = names(points, order)
            // names[k] belongs to the point at order[k].
            return [Divergence.Placement(points: points.indices.map { position in names[order.firstIndex(of: position) ?? 0] })]
        }
    }

    /// Every term over the points of the largest, with densities of unit mass put in; symmetrised where one
    /// density stands at all points. `nil` where the terms do not fit together.
    func common() -> [[Divergence.Placement]]? {
        guard let largest = sum.terms.indices.max(by: { sum.terms[$0].points.count < sum.terms[$1].points.count }) else { return nil }
        let order = order(sum.terms[largest].points, carriers[largest])
        let layout = order.map { carriers[largest][$0] }
        let names = names(sum.terms[largest].points, order)
        var result: [[Divergence.Placement]] = []
        for (number, term) in sum.terms.enumerated() {
            var free = Array(layout.indices)
            var points: [Point] = []
            for (position, point) in term.points.enumerated() {
                guard let carrier = carriers[number][position],
                    let place = free.firstIndex(where: { layout[$0] == carrier && names[$0].manifold == point.manifold })
                else { return nil }
                points.append(names[free.remove(at: place)])
            }
            var masses: [Divergence.Mass] = []
            for place in free {
                guard let carrier = layout[place], carrier.function.attributes.contains(.unitMass), carrier.function.isLogarithm,
                    carrier.function.arguments.count == 1 else { return nil }
                masses.append(Divergence.Mass(function: carrier.function, point: names[place]))
            }
            let placement = Divergence.Placement(points: points, masses: masses)
            result.append(isSymmetric(layout) ? permuted(placement, names) : [placement])
        }
        return result
    }

    private func isSymmetric(_ layout: [Carrier?]) -> Bool {
        guard layout.count > 1, layout.count <= 3, let first = layout[0] else { return false }
        return layout.allSatisfy { $0 == first }
    }

    private func permuted(_ placement: Divergence.Placement, _ names: [Point]) -> [Divergence.Placement] {
        FirstVariationCheck.permutations(names).map { order in
            let change = Dictionary(uniqueKeysWithValues: zip(names, order))
            return Divergence.Placement(
                points: placement.points.map { change[$0] ?? $0 },
                masses: placement.masses.map { Divergence.Mass(function: $0.function, point: change[$0.point] ?? $0.point) })
        }
    }

    // MARK: Carriers and names

    /// The positions of a term's points in the order of their carriers.
    private func order(_ points: [Point], _ carriers: [Carrier?]) -> [Int] {
        func rank(_ position: Int) -> (Int, Int, Int) {
            guard let carrier = carriers[position] else { return (Int.max, 0, position) }
            return (statement.functions.firstIndex(of: carrier.function) ?? 0, carrier.argument, position)
        }
        return points.indices.sorted { rank($0) < rank($1) }
    }

    private func names(_ points: [Point], _ order: [Int]) -> [Point] {
        var used = taken
        return order.map { position in
            let manifold = points[position].manifold
            let declared = statement.points.first { $0.manifold == manifold && !used.contains($0) }
            var name = declared ?? Point(name: "x1", manifold: manifold)
            var number = 1
            while used.contains(name) || (declared == nil && statement.points.contains { $0.name == name.name }) {
                number += 1
                name = Point(name: "x\(number)", manifold: manifold)
            }
            used.insert(name)
            return name
        }
    }

    /// The density at a point: decaying positive functions first, then decaying ones, then any.
    private static func carrier(of point: Point, _ term: IntegralSum.Term, _ statement: Statement) -> Carrier? {
        var found: [Carrier] = []
        func visit(_ e: Expression) {
            if case .application(let application) = e.kind, application.function.valueDimensions.isEmpty {
                let places = application.arguments.map(\.plainPoint)
                if let argument = places.firstIndex(of: point), places.allSatisfy({ $0 != nil }) {
                    let carrier = Carrier(function: application.function, argument: argument)
                    if !found.contains(carrier) { found.append(carrier) }
                }
            }
            e.operands.forEach(visit)
        }
        visit(term.integrand)
        return found.min { rank($0, statement) < rank($1, statement) }
    }

    static func rank(_ function: FunctionSymbol) -> Int {
        let decays = function.attributes.contains(.decaying)
        return decays ? (function.isLogarithm ? 0 : 1) : (function.isLogarithm ? 2 : 3)
    }

    private static func rank(_ carrier: Carrier, _ statement: Statement) -> (Int, Int, Int, Int) {
        // Of two densities that of more points: it is the weaker hypothesis.
        (rank(carrier.function), -carrier.function.arguments.count, statement.functions.firstIndex(of: carrier.function) ?? 0, carrier.argument)
    }
}
