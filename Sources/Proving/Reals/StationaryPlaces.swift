import Arithmetic
import Expressions
import Kernel

/// Where the derivative of an expression in one variable vanishes, in terms of the other parameters: guesses, to be proved.
///
/// What all terms of the derivative have in common is left out. Solved is what then has two powers of the variable, three in
/// arithmetic progression, two exponentials, or a logarithm; of two terms one of which has a root, the squares.
struct StationaryPlaces {
    private let name: String
    private let place: [String: Double]

    /// - Parameter place: values of all parameters, that tell the signs of bases.
    init(_ name: String, at place: [String: Double]) {
        self.name = name
        self.place = place
    }

    /// Of the derivative, and the places where something under an absolute value vanishes.
    func all(of e: Expression) -> [Expression] {
        let e = e.namingDimensions
        var result = roots(of: e.differentiated(byParameter: name))
        for inside in e.absoluteArguments where inside.parameterSymbols.contains(name) { result += roots(of: inside) }
        // Between the kinks absolute values have one sign each.
        if !e.absoluteArguments.isEmpty {
            var signed = e
            for inside in e.absoluteArguments {
                signed = signed.replacing(.elementary(.abs, inside), by: RealSample.value(inside, place) < 0 ? -inside : inside)
            }
            result += roots(of: signed.differentiated(byParameter: name))
        }
        var seen: Set<Expression> = []
        return result.filter { seen.insert($0).inserted }
    }

    func roots(of e: Expression) -> [Expression] {
        guard let sum = PowerSum(e, at: place) else { return [] }
        let (common, rest) = sum.factored
        // Where a factor vanishes that all terms have.
        let own = PowerSum([common]).bases.filter { base in varies(base) && (common.powers[base].map { RealSample.value($0, place) > 0 } ?? false) }
        let factors = own.flatMap { base -> [Expression] in
            if base == .parameter(name) { return [.zero] }
            guard case .sum = base.kind, let inner = PowerSum(base, at: place) else { return [] }
            return roots(of: inner.factored.rest, squares: 0)
        }
        return (roots(of: rest, squares: 2) + factors).map(tidied)
    }

    private func varies(_ e: Expression) -> Bool { e.parameterSymbols.contains(name) }

    private func roots(of sum: PowerSum, squares: Int) -> [Expression] {
        guard let sum = sum.multipliedOut(at: place, if: varies) else { return [] }
        // A + B with one root in B: A² = B².
        if squares > 0, let base = sum.bases.first(where: { base in
            guard varies(base), base != .parameter(name) else { return false }
            return sum.terms.contains { if case .number(let value)? = $0.powers[base]?.kind { !value.isInteger } else { false } }
        }) {
            let with = PowerSum(sum.terms.filter { $0.powers[base] != nil }), without = PowerSum(sum.terms.filter { $0.powers[base] == nil })
            guard with.terms.allSatisfy({ $0.powers[base] == .number(Rational(1, 2)) }) else { return [] }
            let squared = with * with, other = without * without
            return roots(of: PowerSum(squared.terms + other.terms.map { PowerSum.product($0, .init(coefficient: -1)) }).factored.rest, squares: squares - 1)
        }
        var groups: [Group] = []
        for term in sum.terms {
            guard let (group, coefficient) = Group.of(term, name) else { return [] }
            if let number = groups.firstIndex(where: { $0.isSame(as: group) }) {
                groups[number].coefficient = PowerSum(groups[number].coefficient.terms + [coefficient])
            } else {
                groups.append(Group(power: group.power, logarithms: group.logarithms, exponential: group.exponential, coefficient: PowerSum([coefficient])))
            }
        }
        groups.removeAll { $0.coefficient.terms.isEmpty }
        return solved(groups)
    }

    /// Terms with one dependence on the variable.
    private struct Group {
        let power: Expression
        let logarithms: Int
        let exponential: Expression
        var coefficient: PowerSum

        func isSame(as other: Group) -> Bool { power == other.power && logarithms == other.logarithms && exponential == other.exponential }

        /// `nil` where the variable stands elsewhere.
        static func of(_ term: PowerSum.Term, _ name: String) -> (group: Group, coefficient: PowerSum.Term)? {
            var rest = term
            let own = Expression.parameter(name), logarithm = Expression.elementary(.log, own)
            let power = rest.powers.removeValue(forKey: own) ?? .zero
            var logarithms = 0
            if let times = rest.powers.removeValue(forKey: logarithm) {
                guard case .number(let value) = times.kind, let count = value.asInt, count > 0 else { return nil }
                logarithms = count
            }
            let moving = term.exponent.summands.filter { $0.parameterSymbols.contains(name) }
            rest.exponent = PowerSum.reduced(.sum(term.exponent.summands.filter { !$0.parameterSymbols.contains(name) }))
            guard !power.parameterSymbols.contains(name), rest.powers.allSatisfy({ !$0.key.parameterSymbols.contains(name) && !$0.value.parameterSymbols.contains(name) })
            else { return nil }
            return (Group(power: power, logarithms: logarithms, exponential: PowerSum.reduced(.sum(moving)), coefficient: PowerSum()), rest)
        }
    }

    private func written(_ sum: PowerSum) -> Expression { sum.expression(at: place) }

    private func solved(_ groups: [Group]) -> [Expression] {
        let coefficients = groups.map { written($0.coefficient) }
        if groups.count == 2 {
            let (a, b) = (groups[0], groups[1])
            let ratio = -coefficients[1] / coefficients[0]
            if a.logarithms == 0, b.logarithms == 0 {
                if a.exponential == b.exponential { return [.power(ratio, reciprocal(PowerSum.reduced(a.power - b.power)))] }
                let difference = PowerSum.reduced(a.exponential - b.exponential)
                let slope = PowerSum.reduced(difference.differentiated(byParameter: name))
                guard a.power == b.power, slope != .zero, !varies(slope) else { return [] }
                return [.elementary(.log, tidied(ratio)) / slope]
            }
            guard a.power == b.power, a.exponential == b.exponential, a.logarithms + b.logarithms == 1 else { return [] }
            // a log x + b = 0
            return [.elementary(.exp, a.logarithms == 1 ? ratio : -coefficients[0] / coefficients[1])]
        }
        if groups.count == 3, groups.allSatisfy({ $0.logarithms == 0 && $0.exponential == groups[0].exponential }) {
            for (low, middle, high) in [(0, 1, 2), (1, 0, 2), (0, 2, 1)] {
                let step = PowerSum.reduced(groups[middle].power - groups[low].power)
                guard PowerSum.reduced(groups[high].power - groups[middle].power - step) == .zero else { continue }
                let (a, b, c) = (coefficients[high], coefficients[middle], coefficients[low])
                let root = Expression.squareRoot(simplified(b * b - .number(4) * a * c))
                return [root, -root].map { .power((-b + $0) / (.number(2) * a), reciprocal(step)) }
            }
        }
        return []
    }

    private func reciprocal(_ e: Expression) -> Expression { PowerSum.reduced(.one / e) }

    private func simplified(_ e: Expression) -> Expression { PowerSum(e, at: place).map { $0.expression(at: place) } ?? e }

    /// Shorter, if it is.
    private func tidied(_ e: Expression) -> Expression {
        let short = simplified(e)
        return short.plainText.count <= e.plainText.count ? short : e
    }
}

extension Expression {
    var absoluteArguments: [Expression] {
        var result = operands.flatMap(\.absoluteArguments)
        if case .elementary(.abs, let inside) = kind { result.append(inside) }
        return result
    }
}
