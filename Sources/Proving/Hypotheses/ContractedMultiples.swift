import Arithmetic
import Expressions
import Kernel

/// The multiples of one hypothesis that have the profile of a monomial: the hypothesis takes the place of some of its factors, the
/// derivatives that are left are distributed in every way, and all slots are contracted in every way, or are components.
struct ContractedMultiples {
    let citation: Int
    let hypothesis: Relation
    /// What the leading term leaves of the profile; only the number of derivatives at each point counts.
    let rest: MonomialProfile
    /// The free indices of the relation.
    let free: [Index]
    let points: [Point]
    /// The other factors keep the derivatives that they have; those left over are taken of the hypothesis.
    var keepsOrders = false
    /// Each slot that is not a free index of the relation is a component, where the dimension is a number.
    var isByComponents = false

    private static let slotLimit = 10
    private static let componentLimit = 128

    private struct Slot {
        let index: Index
        /// Slots of one group are interchangeable.
        let group: Int
    }

    var all: [HypothesisMultiples.Multiple] {
        mutating get {
            let others = rest.jets.filter { $0.function != .opaqueEpsilon }
            var budgets: [(point: Point, count: Int)] = []
            for point in rest.differentiated.sorted(by: { $0.name < $1.name }) { budgets.append((point, rest.order(point))) }
            if keepsOrders { return multiples(others, rest.positions, own: rest.further, orders: others.map(\.orders)) }
            return distributions(budgets, among: others).flatMap { multiples(others, rest.positions, own: $0.own, orders: $0.orders) }
        }
    }

    /// Ways to spend the derivatives on the hypothesis (`own`) and on the arguments of the other factors.
    private func distributions(
        _ budgets: [(point: Point, count: Int)], among jets: [MonomialProfile.Jet]
    ) -> [(own: [Point: Int], orders: [[Int]])] {
        var result: [(own: [Point: Int], orders: [[Int]])] = [([:], jets.map { $0.points.map { _ in 0 } })]
        for (point, count) in budgets {
            let places = jets.indices.flatMap { jet in jets[jet].points.indices.filter { jets[jet].points[$0] == point }.map { (jet, $0) } }
            var next: [(own: [Point: Int], orders: [[Int]])] = []
            for composition in Self.compositions(of: count, into: places.count + 1) {
                for var known in result {
                    known.own[point] = composition[0]
                    for (place, part) in zip(places, composition.dropFirst()) { known.orders[place.0][place.1] = part }
                    next.append(known)
                }
            }
            result = next
        }
        return result
    }

    private static func compositions(of total: Int, into parts: Int) -> [[Int]] {
        if parts == 1 { return [[total]] }
        return (0...total).flatMap { first in compositions(of: total - first, into: parts - 1).map { [first] + $0 } }
    }

    private mutating func multiples(
        _ jets: [MonomialProfile.Jet], _ positions: [Point: Int], own: [Point: Int], orders: [[Int]]
    ) -> [HypothesisMultiples.Multiple] {
        var supply = IndexSupply(startingAt: 1 << 18)
        var slots: [Slot] = []
        var group = 0
        func open(_ dimension: Dimension, _ group: Int) -> Index {
            let index = supply.fresh(dimension)
            slots.append(Slot(index: index, group: group))
            return index
        }
        // The free indices of the relation stand for themselves.
        for index in free {
            slots.append(Slot(index: index, group: group))
            group += 1
        }
        let indices = hypothesis.indices.map { index -> Index in
            defer { group += 1 }
            return open(index.dimension, group)
        }
        var derivatives: [HypothesisMultiples.Derivative] = []
        for (point, count) in own.sorted(by: { $0.key.name < $1.key.name }) {
            for _ in 0..<count {
                derivatives.append(.init(point: point, index: point.manifold.vectorDimension.map { open($0, group) }))
            }
            group += 1
        }
        var factors: [Expression] = [rest.weight]
        for (jet, orders) in zip(jets, orders) {
            let values = jet.function.valueDimensions.map { dimension -> Index in
                defer { if jet.function.valueSymmetry == .none { group += 1 } }
                return open(dimension, group)
            }
            group += 1
            var slots: [Expression.DerivativeSlot] = []
            for (argument, order) in orders.enumerated() {
                for _ in 0..<order {
                    slots.append(.init(argument: argument, index: jet.points[argument].manifold.vectorDimension.map { open($0, group) }))
                }
                group += 1
            }
            factors.append(.application(Expression.Application(
                function: jet.function, valueIndices: values, derivatives: slots, arguments: jet.points.map { .point($0, &supply) })))
        }
        for (point, count) in positions.sorted(by: { $0.key.name < $1.key.name }) {
            for _ in 0..<count {
                factors.append(.coordinate(point, point.manifold.vectorDimension.map { open($0, group) }))
            }
            group += 1
        }
        let epsilons = rest.jets.count { $0.function == .opaqueEpsilon }
        if epsilons % 2 == 1 {
            factors.append(.epsilon(open(.number(3), group), open(.number(3), group), open(.number(3), group)))
        }
        let epsilonGroup = epsilons % 2 == 1 ? group : -1
        guard slots.count <= Self.slotLimit else { return [] }
        if isByComponents {
            return components(slots.filter { !free.contains($0.index) }).map { names in
                HypothesisMultiples.Multiple(
                    citation: citation, indices: indices.map { names[$0] ?? $0 },
                    derivatives: derivatives.map { .init(point: $0.point, index: $0.index.map { names[$0] ?? $0 }) },
                    summed: [], factor: Expression.product(factors).renamingIndices(names, &supply), points: points)
            }
        }
        guard slots.count % 2 == 0 else { return [] }
        return matchings(slots, epsilonGroup).map { pairs in
            var names: [Index: Index] = [:]
            var summed: [Index] = []
            var own = factors
            for (a, b) in pairs {
                switch (free.contains(a), free.contains(b)) {
                case (true, true): own.append(.delta(a, b))
                case (true, false): names[b] = a
                case (false, true): names[a] = b
                case (false, false):
                    names[b] = a
                    summed.append(a)
                }
            }
            return HypothesisMultiples.Multiple(
                citation: citation, indices: indices.map { names[$0] ?? $0 },
                derivatives: derivatives.map { .init(point: $0.point, index: $0.index.map { names[$0] ?? $0 }) },
                summed: summed, factor: Expression.product(own).renamingIndices(names, &supply), points: points)
        }
    }

    /// All choices of components, those of interchangeable slots in order; none where there are too many.
    private func components(_ slots: [Slot]) -> [[Index: Index]] {
        var result: [[Index: Index]] = [[:]]
        for (place, slot) in slots.enumerated() {
            guard case .number(let size) = slot.index.dimension, result.count * size <= Self.componentLimit else { return [] }
            let twin = place > 0 && slots[place - 1].group == slot.group ? slots[place - 1].index : nil
            result = result.flatMap { names -> [[Index: Index]] in
                var first = 1
                if let twin, case .fixed(let component, _)? = names[twin] { first = component }
                return (first...size).map { component in names.merging([slot.index: .fixed(component, slot.index.dimension)]) { $1 } }
            }
        }
        return result
    }

    /// Perfect matchings of slots of equal dimension; those that differ by interchangeable slots only are one.
    private func matchings(_ slots: [Slot], _ antisymmetric: Int) -> [[(Index, Index)]] {
        var seen: Set<[[Int]]> = []
        var result: [[(Index, Index)]] = []
        func extend(_ rest: [Slot], _ pairs: [(Slot, Slot)]) {
            guard let first = rest.first else {
                let key = pairs.map { [min($0.0.group, $0.1.group), max($0.0.group, $0.1.group)] }.sorted { $0.lexicographicallyPrecedes($1) }
                if seen.insert(key).inserted { result.append(pairs.map { ($0.0.index, $0.1.index) }) }
                return
            }
            for place in rest.indices.dropFirst() where rest[place].index.dimension == first.index.dimension {
                if first.group == antisymmetric, rest[place].group == antisymmetric { continue }
                var others = rest
                others.remove(at: place)
                extend(Array(others.dropFirst()), pairs + [(first, rest[place])])
            }
        }
        extend(slots, [])
        return result
    }
}
