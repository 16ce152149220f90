import Arithmetic
import Expressions

extension Relation {
    /// The relations between components, written out without indices, where only numbers and parameters occur and
    /// every index has a number for its dimension; `nil` otherwise.
    public var components: [Relation]? { components { _, _ in nil } }

    /// - Parameter entry: the component of a tensor at values of its indices, as an expression in parameters.
    func components(_ entry: (Expression, (Index) -> Int?) -> Expression?) -> [Relation]? {
        var frames: [[Index: Int]] = [[:]]
        for index in indices {
            guard case .number(let size) = index.dimension, size <= 8 else { return nil }
            frames = frames.flatMap { frame in (1...max(size, 1)).map { frame.merging([index: $0]) { $1 } } }
        }
        var result: [Relation] = []
        for frame in frames {
            guard let left = left.writtenOut(frame, entry), let right = right.writtenOut(frame, entry) else { return nil }
            result.append(Relation(left, op, right))
        }
        return result
    }
}

extension Expression {
    /// The component at values of the free indices; sums over indices are written out.
    fileprivate func writtenOut(_ frame: [Index: Int], _ entry: (Expression, (Index) -> Int?) -> Expression?) -> Expression? {
        func value(_ index: Index) -> Int? {
            if case .fixed(let component, _) = index { return component }
            return frame[index]
        }
        func all(_ parts: [Expression]) -> [Expression]? {
            var result: [Expression] = []
            for part in parts {
                guard let inner = part.writtenOut(frame, entry) else { return nil }
                result.append(inner)
            }
            return result
        }
        switch kind {
        case .number, .pi, .parameter, .dimension: return self
        case .delta(let i, let j):
            guard let a = value(i), let b = value(j) else { return nil }
            return a == b ? .one : .zero
        case .sum(let terms): return all(terms).map { .sum($0.filter { $0 != .zero }) }
        case .product(let factors):
            guard let parts = all(factors) else { return nil }
            // A zero among numbers ends it; other factors must still be defined.
            return parts.contains(.zero) && parts.allSatisfy(\.isPolynomial) ? .zero : .product(parts.collectingPowers)
        case .power(let base, let exponent):
            guard let base = base.writtenOut(frame, entry), let exponent = exponent.writtenOut(frame, entry) else { return nil }
            return .power(base, exponent)
        case .elementary(let function, let argument): return argument.writtenOut(frame, entry).map { .elementary(function, $0) }
        case .contraction(let index, let body):
            guard case .number(let size) = index.dimension, size <= 8 else { return nil }
            var terms: [Expression] = []
            for component in stride(from: 1, through: size, by: 1) {
                guard let term = body.writtenOut(frame.merging([index: component]) { $1 }, entry) else { return nil }
                if term != .zero { terms.append(term) }
            }
            return .sum(terms)
        case .epsilon(let i, let j, let k):
            guard let a = value(i), let b = value(j), let c = value(k) else { return nil }
            return .number(Rational((a - b) * (b - c) * (c - a) / 2))
        case .coordinate, .application: return entry(self, value)
        default: return nil
        }
    }

    /// Defined everywhere.
    private var isPolynomial: Bool {
        switch kind {
        case .number, .pi, .parameter, .dimension: return true
        case .sum, .product: return operands.allSatisfy(\.isPolynomial)
        case .power(let base, let exponent):
            if case .number(let value) = exponent.kind { return value.isInteger && value.sign > 0 && base.isPolynomial }
            return false
        default: return false
        }
    }
}

extension [Expression] {
    /// Squares of equal factors, whose sign is seen.
    fileprivate var collectingPowers: [Expression] {
        var result: [(base: Expression, count: Int)] = []
        for factor in self {
            if let place = result.firstIndex(where: { $0.base == factor }) { result[place].count += 1 } else { result.append((factor, 1)) }
        }
        return result.map { .power($0.base, .number(Rational($0.count))) }
    }
}
