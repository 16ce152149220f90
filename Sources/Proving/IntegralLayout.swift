import Expressions
import Kernel

/// Common points for the integrals of a sum: where each integrated variable of each term goes.
///
/// A variable goes where its density stands: `∫∫ K(v,w) f(v) g(w)` and `∫∫ K(w,v) f(w) g(v)` are written over
/// the same points, the one of `f` first. Densities at linear combinations of the variables become densities
/// at points by a linear change of variables.
struct IntegralLayout {
    /// What an integrated point carries: a function symbol, and the argument of it that the point is.
    struct Carrier: Hashable {
        let function: FunctionSymbol
        let argument: Int
    }

    /// A term over points of its own: those of the term, or new ones.
    private struct Place: Hashable {
        let manifolds: [Manifold]
        let carriers: [Carrier?]
        let change: LinearChange?
    }

    let statement: Statement
    let sum: IntegralSum
    private var places: [Place]
    /// With linear changes even where every point carries some decaying function as it is; `nil` when no different.
    private let changed: [Place]?
    private let taken: Set<Point>
    private let names: Set<String>

    init(_ statement: Statement, _ relation: Relation, _ sum: IntegralSum) {
        self.statement = statement
        self.sum = sum
        names = Set(statement.points.map(\.name) + statement.functions.map(\.name) + statement.parameters.map(\.name))
        taken = Set(statement.points.filter { relation.left.mentions($0) || relation.right.mentions($0) })
        places = sum.terms.map { Self.place($0, statement, keepingPlain: true) }
        let changed = sum.terms.map { Self.place($0, statement, keepingPlain: false) }
        self.changed = changed == places ? nil : changed
    }

    /// The ways to write the integrals that are worth trying, the simplest first.
    var all: [[[Divergence.Placement]]] {
        var result = candidates
        if let changed {
            var other = self
            other.places = changed
            for next in other.candidates where !result.contains(next) { result.append(next) }
        }
        return result
    }

    private var candidates: [[[Divergence.Placement]]] {
        var result = [separate(.none)]
        for next in [separate(.repeatedDensities), common(), separate(.all)] {
            if let next, !result.contains(next) { result.append(next) }
        }
        return result
    }

    private enum Symmetrisation {
        case none
        /// Where one density stands at all points.
        case repeatedDensities
        /// Wherever the points are of one space: it makes equal what differs in the names of the points.
        case all
    }

    /// Each term over as many points as it has.
    private func separate(_ symmetrisation: Symmetrisation) -> [[Divergence.Placement]] {
        places.map { place in
            let order = order(place.carriers)
            let names = names(order.map { place.manifolds[$0] })
            // names[k] belongs to the point at order[k].
            let points = place.carriers.indices.map { position in names[order.firstIndex(of: position) ?? 0] }
            let placement = Divergence.Placement(points: points, change: place.change)
            switch symmetrisation {
            case .none: return [placement]
            case .repeatedDensities: return permuted(placement, names, exchanges(order.map { place.carriers[$0] }))
            case .all:
                let isUniform = (2...3).contains(names.count) && names.allSatisfy { $0.manifold == names[0].manifold }
                return isUniform ? permuted(placement, names, FirstVariationCheck.permutations(Array(names.indices))) : [placement]
            }
        }
    }

    /// Every term over the points of the largest, with densities of unit mass put in; symmetrised where one
    /// density stands at all points. `nil` where the terms do not fit together.
    private func common() -> [[Divergence.Placement]]? {
        guard let largest = places.max(by: { $0.carriers.count < $1.carriers.count }) else { return nil }
        let order = order(largest.carriers)
        let layout = order.map { largest.carriers[$0] }
        let names = names(order.map { largest.manifolds[$0] })
        var result: [[Divergence.Placement]] = []
        for place in places {
            var free = Array(layout.indices)
            var points: [Point] = []
            for (carrier, manifold) in zip(place.carriers, place.manifolds) {
                guard let carrier, let slot = free.firstIndex(where: { layout[$0] == carrier && names[$0].manifold == manifold }) else { return nil }
                points.append(names[free.remove(at: slot)])
            }
            var masses: [Divergence.Mass] = []
            while let slot = free.first {
                guard let function = layout[slot]?.function, function.attributes.contains(.unitMass), function.isLogarithm else { return nil }
                var own: [Point] = []
                for argument in function.arguments.indices {
                    guard let place = free.firstIndex(where: { layout[$0] == Carrier(function: function, argument: argument) }) else { return nil }
                    own.append(names[free.remove(at: place)])
                }
                masses.append(Divergence.Mass(function: function, points: own))
            }
            let placement = Divergence.Placement(points: points, change: place.change, masses: masses)
            result.append(permuted(placement, names, exchanges(layout)))
        }
        return result
    }

    /// The exchanges of the places of a repeated function, all arguments together, in the order of the carriers; the identity is one.
    private func exchanges(_ layout: [Carrier?]) -> [[Int]] {
        let slots = Dictionary(grouping: layout.indices.filter { layout[$0] != nil }) { layout[$0] }.values
        let times = slots.map(\.count).max() ?? 1
        guard (2...3).contains(times) else { return [Array(layout.indices)] }
        return FirstVariationCheck.permutations(Array(0..<times)).map { order in
            var result = Array(layout.indices)
            for own in slots where own.count == times {
                for (place, image) in order.enumerated() { result[own[place]] = own[image] }
            }
            return result
        }
    }

    private func permuted(_ placement: Divergence.Placement, _ names: [Point], _ orders: [[Int]]) -> [Divergence.Placement] {
        orders.map { order in
            let renaming = Dictionary(uniqueKeysWithValues: zip(names, order.map { names[$0] }))
            return Divergence.Placement(
                points: placement.points.map { renaming[$0] ?? $0 }, change: placement.change,
                masses: placement.masses.map { mass in Divergence.Mass(function: mass.function, points: mass.points.map { renaming[$0] ?? $0 }) })
        }
    }

    // MARK: Carriers and names

    /// The positions of points in the order of their carriers.
    private func order(_ carriers: [Carrier?]) -> [Int] {
        func rank(_ position: Int) -> (Int, Int, Int) {
            guard let carrier = carriers[position] else { return (Int.max, 0, position) }
            return (statement.functions.firstIndex(of: carrier.function) ?? 0, carrier.argument, position)
        }
        return carriers.indices.sorted { rank($0) < rank($1) }
    }

    private func names(_ manifolds: [Manifold]) -> [Point] {
        var used = taken
        return manifolds.map { manifold in
            let declared = statement.points.first { $0.manifold == manifold && !used.contains($0) }
            var name = declared ?? Point(name: "x1", manifold: manifold)
            var number = 1
            while used.contains(name) || (declared == nil && self.names.contains(name.name)) {
                number += 1
                name = Point(name: "x\(number)", manifold: manifold)
            }
            used.insert(name)
            return name
        }
    }

    /// All functions but antisymmetric ones, which are coefficients.
    static func isVaried(_ function: FunctionSymbol) -> Bool {
        function.valueSymmetry != .antisymmetric
    }

    static func rank(_ function: FunctionSymbol) -> Int {
        let decays = function.attributes.contains(.decaying)
        if decays && !function.valueDimensions.isEmpty { return 2 }
        return decays ? (function.isLogarithm ? 0 : 1) : (function.isLogarithm ? 3 : 4)
    }

    /// A function at arguments that are linear combinations of the points.
    private struct Row: Hashable {
        let carrier: Carrier
        let coefficients: [Expression]

        /// The number of the point that the argument is.
        var plain: Int? {
            let others = coefficients.indices.filter { coefficients[$0] != .zero }
            return others.count == 1 && coefficients[others[0]] == .one ? others[0] : nil
        }
    }

    private static func place(_ term: IntegralSum.Term, _ statement: Statement, keepingPlain: Bool) -> Place {
        let rows = rows(term, statement)
        let manifolds = term.points.map(\.manifold)
        // Points that carry a function as they are.
        let carriers = term.points.indices.map { position in rows.first { $0.plain == position }?.carrier }
        let strongest = rows.first.map { rank($0.carrier.function) } ?? 0
        let weakest = keepingPlain ? max(strongest, 2) : strongest
        let isPlain = carriers.allSatisfy { $0.map { rank($0.function) <= weakest } ?? false }
        guard !isPlain, !term.points.isEmpty, manifolds.allSatisfy({ $0 == manifolds[0] }), case .euclidean = manifolds[0] else {
            return Place(manifolds: manifolds, carriers: carriers, change: nil)
        }
        var chosen: [Row] = []
        for row in rows where chosen.count < term.points.count && LinearChange.isIndependent(chosen.map(\.coefficients) + [row.coefficients], FormContext(statement)) {
            chosen.append(row)
        }
        guard chosen.count == term.points.count, chosen.contains(where: { $0.plain == nil }) else {
            return Place(manifolds: manifolds, carriers: carriers, change: nil)
        }
        return Place(manifolds: manifolds, carriers: chosen.map(\.carrier), change: LinearChange(inverse: chosen.map(\.coefficients)))
    }

    /// The arguments of scalar functions, the strongest weights first; of two densities that of more points, which
    /// is the weaker hypothesis.
    private static func rows(_ term: IntegralSum.Term, _ statement: Statement) -> [Row] {
        var found: [Row] = []
        var seen: Set<Expression> = []
        func visit(_ e: Expression) {
            guard seen.insert(e).inserted else { return }
            if case .application(let application) = e.kind, isVaried(application.function) {
                for (position, argument) in application.arguments.enumerated() {
                    guard let coefficients = argument.linearCoefficients(term.points) else { continue }
                    let row = Row(carrier: Carrier(function: application.function, argument: position), coefficients: coefficients)
                    if !found.contains(row) { found.append(row) }
                }
            }
            e.operands.forEach(visit)
        }
        visit(term.integrand)
        func order(_ row: Row) -> (Int, Int, Int, Int) {
            (rank(row.carrier.function), -row.carrier.function.arguments.count,
             statement.functions.firstIndex(of: row.carrier.function) ?? 0, row.carrier.argument)
        }
        return found.enumerated().sorted { a, b in order(a.element) != order(b.element) ? order(a.element) < order(b.element) : a.offset < b.offset }
            .map(\.element)
    }
}

extension Expression.Argument {
    /// The coefficients of the points, when the argument is a linear combination of these alone.
    fileprivate func linearCoefficients(_ points: [Point]) -> [Expression]? {
        if let point = plainPoint {
            guard points.contains(point) else { return nil }
            return points.map { $0 == point ? .one : .zero }
        }
        guard case .vector(let index, let body) = self else { return nil }
        return try? ContractionForm(FormContext()).linearCoefficients(of: body, index, points)
    }
}
