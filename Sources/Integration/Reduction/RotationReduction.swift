import Arithmetic
import Enclosures

/// Integrals that rotations leave alone, over distances instead of points.
///
/// In a group of n variables the integrand is written as a polynomial whose coefficients depend on them through
/// `ρ² = Σ x_i²` only; the mean of a monomial over the sphere is `Π (a_i - 1)!! / (n (n+2) … (n+|a|-2)) ρ^|a|` (0 for an odd
/// exponent), and `∫ g dx = |S^(n-1)| ∫_0^∞ ρ^(n-1) mean(g) dρ`. Where monomials cancel, each must be integrable by itself: an odd function
/// has the integral zero only if it has one.
struct RotationReduction {
    static func reduce(
        _ integral: IteratedIntegral, in graph: inout ScalarGraph, _ rest: inout [ScalarGraph.Variable: IteratedIntegral]
    ) throws -> Reduction.Result? {
        if integral.isImproper { return nil }
        if integral.axes.count == 1, integral.axes[0].domain == .sphere { return onSphere(integral, in: &graph, &rest) }
        let variables = integral.axes.flatMap(\.variables)
        guard variables.count >= 2, variables.count <= 6, integral.axes.allSatisfy({ $0.domain == .line }) else { return nil }
        for frame in frames(integral.integrand, variables, graph) {
            for groups in groupings(variables.count) {
                var reduction = RotationReduction(graph, variables, frame, groups)
                guard let mean = reduction.mean(of: integral.integrand) else { continue }
                let parts = reduction.cancelling
                graph = reduction.graph
                var factors: [ScalarGraph.Node] = []
                var axes: [IteratedIntegral.Axis] = []
                for (group, distance) in zip(groups, reduction.distances) {
                    let n = Rational(group.count)
                    let area = graph.product([
                        graph.number(2), graph.power(graph.pi(), n / 2),
                        graph.power(graph.function(.elementary(.gamma), graph.number(n / 2)), Rational(-1)),
                    ])
                    factors += [area, graph.power(graph.node(distance), n - 1)]
                    axes.append(.init(variables: [distance], domain: .halfLine(from: graph.number(0))))
                }
                for place in variables.indices where !groups.contains(where: { $0.contains(place) }) {
                    axes.append(.init(variables: [reduction.coordinates[place]], domain: .line))
                }
                func integrated(_ part: ScalarGraph.Node) -> ScalarGraph.Node {
                    let (variable, node) = graph.variable()
                    rest[variable] = IteratedIntegral(graph.product(factors + [part]), over: axes)
                    return node
                }
                let value = graph.rational(mean)?.isZero == true ? mean : integrated(mean)
                return Reduction.Result(value: value, guards: parts.map(integrated))
            }
        }
        return nil
    }

    /// Sets of variables that are turned together: all, or all but one, or the two halves.
    private static func groupings(_ count: Int) -> [[[Int]]] {
        var result = [[Array(0..<count)]]
        if count == 3 { result += (0..<3).map { axis in [(0..<3).filter { $0 != axis }] } }
        if count % 2 == 0 && count > 2 { result.append([Array(0..<count / 2), Array(count / 2..<count)]) }
        return result
    }

    // MARK: Frames

    /// `x = centre + Σ_k y_k e_k` with an orthonormal frame given by rational vectors and their squared lengths.
    struct Frame {
        var centre: [Rational]
        var vectors: [[Rational]]
    }

    /// The frame of the coordinates; for isotropic Gaussians with centres on one line, the frame of that line.
    private static func frames(_ integrand: ScalarGraph.Node, _ variables: [ScalarGraph.Variable], _ graph: ScalarGraph) -> [Frame] {
        let n = variables.count
        let standard = (0..<n).map { i in (0..<n).map { Rational($0 == i ? 1 : 0) } }
        var frames = [Frame(centre: Array(repeating: 0, count: n), vectors: standard)]
        var expansion = GaussianExpansion(graph, variables)
        var centres: [[Rational]] = []
        for node in graph.reachable(from: [integrand]) {
            guard case .function(.elementary(.exp), let argument) = graph[node], !graph.isConstant(argument),
                let terms = expansion.terms(of: argument), let polynomial = terms.values.first, terms.count == 1,
                let form = QuadraticPolynomial(polynomial) else { continue }
            let diagonal = form.matrix[0][0]
            guard !diagonal.isZero, form.matrix.indices.allSatisfy({ i in
                form.matrix.indices.allSatisfy { form.matrix[i][$0] == (i == $0 ? diagonal : 0) }
            }) else { continue }
            let centre = form.linear.map { -$0 / (2 * diagonal) }
            if !centres.contains(centre) { centres.append(centre) }
        }
        guard let origin = centres.first, n == 3 || centres.count == 1 else { return frames }
        let directions = centres.dropFirst().map { zip($0, origin).map { $0.0 - $0.1 } }
        guard let axis = directions.first else {
            frames.append(Frame(centre: origin, vectors: standard))
            return frames
        }
        func cross(_ a: [Rational], _ b: [Rational]) -> [Rational] {
            [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
        }
        guard directions.allSatisfy({ cross(axis, $0).allSatisfy(\.isZero) }) else { return frames }
        let helper = axis[0].isZero ? standard[0] : standard[axis[1].isZero ? 1 : 2]
        let second = cross(axis, helper)
        if second.allSatisfy(\.isZero) { return frames }
        frames.append(Frame(centre: origin, vectors: [cross(axis, second), second, axis]))
        return frames
    }

    // MARK: Rewriting

    /// A polynomial in the new coordinates; its coefficients do not depend on those that are turned.
    private typealias Expansion = [[Int]: ScalarGraph.Node]

    private var graph: ScalarGraph
    private let places: [Int: Int]
    private let groups: [[Int]]
    private let turned: [Int]
    /// The new coordinates along the frame, and the distance of each group.
    private var coordinates: [ScalarGraph.Variable] = []
    private var distances: [ScalarGraph.Variable] = []
    private var squaredDistances: [ScalarGraph.Node] = []
    /// Each old variable in the new coordinates.
    private var images: [Expansion] = []
    private var known: [ScalarGraph.Node: Expansion] = [:]
    private let zero: [Int]
    /// After a mean was taken: the monomials that do not add to it, averaged in modulus up to a factor.
    private var cancelling: [ScalarGraph.Node] = []

    private init(_ graph: ScalarGraph, _ variables: [ScalarGraph.Variable], _ frame: Frame, _ groups: [[Int]]) {
        self.graph = graph
        self.groups = groups
        turned = groups.joined().sorted()
        places = Dictionary(uniqueKeysWithValues: variables.enumerated().map { ($1.number, $0) })
        zero = Array(repeating: 0, count: variables.count)
        for _ in variables { coordinates.append(self.graph.variable().variable) }
        for _ in groups {
            let (variable, node) = self.graph.variable(isPositive: true)
            distances.append(variable)
            squaredDistances.append(self.graph.power(node, Rational(2)))
        }
        setImages(frame)
    }

    private mutating func setImages(_ frame: Frame) {
        for place in zero.indices {
            var image: Expansion = [zero: graph.number(frame.centre[place])]
            for (k, vector) in frame.vectors.enumerated() where !vector[place].isZero {
                let length = vector.reduce(Rational(0)) { $0 + $1 * $1 }
                var exponents = zero
                exponents[k] = 1
                image[exponents] = graph.scaled(graph.power(graph.number(length), Rational(-1, 2)), by: vector[place])
            }
            images.append(image)
        }
    }

    /// The mean over the rotations of all groups; `nil` where the form does not show it.
    private mutating func mean(of node: ScalarGraph.Node) -> ScalarGraph.Node? {
        guard let expansion = expanded(node).map({ collected($0) }) else { return nil }
        var parts: [ScalarGraph.Node] = []
        var sizes: [ScalarGraph.Node] = []
        for (exponents, coefficient) in expansion.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            var factor: Rational = 1
            var powers = [coefficient]
            for (group, square) in zip(groups, squaredDistances) {
                let total = group.reduce(0) { $0 + exponents[$1] }
                for place in group { factor = factor * Self.oddFactorial(exponents[place] - 1) }
                for step in stride(from: 0, to: total, by: 2) { factor = factor / Rational(group.count + step) }
                powers.append(graph.power(square, Rational(total, 2)))
            }
            let size = graph.product(powers)
            if !sizes.contains(unscaled(size)), graph.rational(size)?.isZero != true { sizes.append(unscaled(size)) }
            if exponents.allSatisfy({ $0 % 2 == 0 }) { parts.append(graph.scaled(size, by: factor)) }
        }
        let mean = graph.sum(parts)
        // One monomial, which the mean is a multiple of, cancels nothing.
        cancelling = sizes.filter { $0 != unscaled(mean) }
        return mean
    }

    /// Without a rational factor.
    private func unscaled(_ node: ScalarGraph.Node) -> ScalarGraph.Node {
        if case .sum(let constant, let terms) = graph[node], constant.isZero, terms.count == 1 { return terms[0].node }
        return node
    }

    private static func oddFactorial(_ n: Int) -> Rational { stride(from: n, to: 1, by: -2).reduce(1) { $0 * Rational($1) } }

    private mutating func expanded(_ node: ScalarGraph.Node) -> Expansion? {
        if graph.support(node).isDisjoint(with: places.keys) { return [zero: node] }
        if let result = known[node] { return result }
        var result: Expansion
        switch graph[node] {
        case .number, .pi: result = [zero: node]
        case .variable(let variable): result = images[places[variable.number] ?? 0]
        case .sum(let constant, let terms):
            result = [zero: graph.number(constant)]
            for term in terms {
                guard let part = expanded(term.node) else { return nil }
                for (exponents, coefficient) in part { add(graph.scaled(coefficient, by: term.coefficient), exponents, to: &result) }
            }
        case .product(let factors):
            result = [zero: graph.number(1)]
            for factor in factors {
                guard let base = expanded(factor.base) else { return nil }
                if let invariant = invariant(base) {
                    guard let product = product(result, [zero: graph.power(invariant, factor.exponent)]) else { return nil }
                    result = product
                } else {
                    guard let count = factor.exponent.asInt, count > 0, count <= 32 else { return nil }
                    for _ in 0..<count {
                        guard let product = product(result, base) else { return nil }
                        result = product
                    }
                }
            }
        case .function(let function, let argument):
            guard let inner = expanded(argument), let invariant = invariant(inner) else { return nil }
            result = [zero: graph.function(function, invariant)]
        }
        known[node] = result
        return result
    }

    private mutating func invariant(_ expansion: Expansion) -> ScalarGraph.Node? {
        if expansion.keys.allSatisfy({ exponents in turned.allSatisfy { exponents[$0] == 0 } }) { return collected(expansion)[zero] }
        let parts = collected(expansion)
        return parts.count == 1 ? parts[zero] : nil
    }

    /// Whether an analytic coefficient, whose form does not show it, is zero to a hundred digits at places that no formula singles out.
    private func vanishes(_ node: ScalarGraph.Node) -> Bool {
        let variables = distances + coordinates
        guard case .sum(let constant, let terms) = graph[node], terms.count > (constant.isZero ? 1 : 0),
            graph.support(node).isSubset(of: variables.map(\.number)), isAnalytic(node) else { return false }
        let machine = RealBallMachine(ScalarProgram(graph, [node], variables: variables), precision: 400)
        return (1...3).allSatisfy { place in
            for number in variables.indices {
                // Within (0, 1), where coordinates of the sphere lie as well.
                let size = Rational(7 * number + 5 * place + 3, 37 + 7 * number) + Rational(place + number, 1_000_000_007)
                machine.setArgument(number, to: Ball(size, precision: 400))
            }
            machine.run()
            let value = machine.result(0)
            return value.containsZero && value.magnitudeBound.isLess(than: Ball(2).power(-330, precision: 53)) == .yes
        }
    }

    /// Whether a function is analytic where its variables are positive, and where they are in (-1, 1): zero near some places is zero
    /// everywhere. Kinks and jumps are not, such as `max(-s, 0)`.
    private func isAnalytic(_ node: ScalarGraph.Node) -> Bool {
        if graph.isConstant(node) { return true }
        switch graph[node] {
        case .number, .pi, .variable: return true
        case .sum(_, let terms): return terms.allSatisfy { isAnalytic($0.node) }
        case .product(let factors):
            return factors.allSatisfy { isAnalytic($0.base) && ($0.exponent.isInteger && $0.exponent.sign > 0 || isPositive($0.base)) }
        case .function(let function, let argument):
            guard case .elementary(let name) = function, isAnalytic(argument) else { return false }
            switch name {
            case .exp, .sin, .cos, .atan, .sinh, .cosh, .tanh, .erf: return true
            case .log: return isPositive(argument)
            case .tan, .abs, .sign, .gamma: return false
            }
        }
    }

    /// Distances, exponentials, and what is positive with them by its form.
    private func isPositive(_ node: ScalarGraph.Node) -> Bool {
        switch graph[node] {
        case .variable(let variable): return distances.contains(variable)
        case .sum(let constant, let terms): return graph.isNonnegative(node) && (constant.sign > 0 || terms.contains { isPositive($0.node) })
        case .function(.elementary(.exp), _), .function(.elementary(.cosh), _): return true
        case .product(let factors): return factors.allSatisfy { isPositive($0.base) }
        default: return graph.isConstant(node) && graph.isNonnegative(node)
        }
    }

    /// As a polynomial in the turned coordinates only.
    private mutating func collected(_ expansion: Expansion) -> Expansion {
        var parts: [[Int]: [ScalarGraph.Node]] = [:]
        for (exponents, coefficient) in expansion.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            var key = zero
            for place in turned { key[place] = exponents[place] }
            var factors = [coefficient]
            for place in zero.indices where key[place] != exponents[place] {
                factors.append(graph.power(graph.node(coordinates[place]), Rational(exponents[place])))
            }
            parts[key, default: []].append(graph.product(factors))
        }
        var result: Expansion = [:]
        for (key, nodes) in parts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let sum = graph.sum(nodes)
            if key == zero || !vanishes(sum) { result[key] = sum }
        }
        return result
    }

    private mutating func add(_ coefficient: ScalarGraph.Node, _ exponents: [Int], to result: inout Expansion) {
        let sum = result[exponents].map { graph.sum($0, coefficient) } ?? coefficient
        result[exponents] = graph.rational(sum)?.isZero == true && exponents != zero ? nil : sum
    }

    /// The product, with the square of each group's last variable replaced: `x_n² = ρ² - Σ x_i²`.
    private mutating func product(_ a: Expansion, _ b: Expansion) -> Expansion? {
        guard a.count * b.count <= 4000 else { return nil }
        var result: Expansion = [zero: graph.number(0)]
        for (left, p) in a.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            for (right, q) in b.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                var waiting = [(zip(left, right).map { $0.0 + $0.1 }, graph.product(p, q))]
                while let (exponents, coefficient) = waiting.popLast() {
                    guard let number = groups.firstIndex(where: { exponents[$0[$0.count - 1]] >= 2 }) else {
                        add(coefficient, exponents, to: &result)
                        continue
                    }
                    let group = groups[number]
                    var reduced = exponents
                    reduced[group[group.count - 1]] -= 2
                    waiting.append((reduced, graph.product(coefficient, squaredDistances[number])))
                    for place in group.dropLast() {
                        var other = reduced
                        other[place] += 2
                        waiting.append((other, graph.scaled(coefficient, by: -1)))
                    }
                }
            }
        }
        return result
    }

    // MARK: The sphere

    /// Polynomials in closed form; functions of one coordinate, times polynomials, as integrals over it.
    private static func onSphere(
        _ integral: IteratedIntegral, in graph: inout ScalarGraph, _ rest: inout [ScalarGraph.Variable: IteratedIntegral]
    ) -> Reduction.Result? {
        let variables = integral.axes[0].variables
        let standard = Frame(centre: [0, 0, 0], vectors: [[1, 0, 0], [0, 1, 0], [0, 0, 1]])
        for groups in groupings(3) {
            var reduction = RotationReduction(graph, variables, standard, groups)
            guard let mean = reduction.mean(of: integral.integrand) else { continue }
            let parts = reduction.cancelling
            graph = reduction.graph
            if groups[0].count == 3 {
                // The coefficients are constants.
                let value = graph.substituting([reduction.distances[0]: graph.number(1)], in: mean)
                return Reduction.Result(value: graph.product([graph.number(4), graph.pi(), value]))
            }
            guard let axis = (0..<3).first(where: { !groups[0].contains($0) }) else { continue }
            // ρ² = 1 - s², and the area between two parallels is 2π times their distance (Archimedes).
            let s = graph.node(reduction.coordinates[axis])
            let distance = graph.squareRoot(graph.combination(1, [.init(node: graph.power(s, Rational(2)), coefficient: -1)]))
            let ends = (graph.number(-1), graph.number(1))
            func integrated(_ part: ScalarGraph.Node) -> ScalarGraph.Node {
                let body = graph.substituting([reduction.distances[0]: distance], in: part)
                let (variable, node) = graph.variable()
                rest[variable] = IteratedIntegral(
                    body, over: [.init(variables: [reduction.coordinates[axis]], domain: .interval(ends.0, ends.1))])
                return node
            }
            let value = graph.rational(mean)?.isZero == true ? mean : graph.product([graph.number(2), graph.pi(), integrated(mean)])
            return Reduction.Result(value: value, guards: parts.map(integrated))
        }
        return nil
    }
}
