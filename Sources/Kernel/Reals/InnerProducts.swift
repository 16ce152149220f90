import Arithmetic
import Expressions

extension Expression {
    /// `Σ_i a_i b_i`, expanded: multiples of inner products of vectors that are no sums.
    public struct InnerProduct: Hashable, Sendable {
        public let coefficient: Expression
        /// The two vectors, as components of this index.
        public let index: Index
        public let left: Expression
        public let right: Expression

        public var isSquare: Bool { left.isSameUpToBoundIndices(as: right) }
        public var expression: Expression { .contraction(index, left * right) }
        /// The lengths of the two vectors.
        public var norms: [Expression] {
            var supply = IndexSupply(startingAt: 1 << 23)
            return [left, right].map { .squareRoot(.contraction(index, $0 * $0.renamingIndices([:], &supply))) }
        }
    }

    /// `nil` for anything that is not made of inner products.
    public var innerProducts: [InnerProduct]? {
        guard case .contraction(let index, let body) = kind, let terms = body.vectorTerms(index) else { return nil }
        var result: [InnerProduct] = []
        for term in terms {
            guard term.vectors.count == 2 else { return nil }
            let (a, b) = (term.vectors[0], term.vectors[1])
            result.append(InnerProduct(coefficient: .product(term.factors), index: index, left: a, right: b))
        }
        return result
    }

    private typealias VectorTerm = (factors: [Expression], vectors: [Expression])

    private static let mostTerms = 64

    /// A sum of products of factors without the index, and of components of it.
    private func vectorTerms(_ index: Index) -> [VectorTerm]? {
        guard freeIndices.contains(index) else { return [([self], [])] }
        switch kind {
        case .sum(let terms):
            var result: [VectorTerm] = []
            for term in terms {
                guard let inner = term.vectorTerms(index) else { return nil }
                result += inner
            }
            return result.count <= Self.mostTerms ? result : nil
        case .product(let factors):
            var result: [VectorTerm] = [([], [])]
            for factor in factors {
                guard let inner = factor.vectorTerms(index) else { return nil }
                result = result.flatMap { left in inner.map { (left.factors + $0.factors, left.vectors + $0.vectors) } }
                guard result.count <= Self.mostTerms, result.allSatisfy({ $0.vectors.count <= 2 }) else { return nil }
            }
            return result
        case .power(let base, let exponent) where exponent == .number(2): return Expression.product([base, base]).vectorTerms(index)
        case .coordinate, .application: return [([], [self])]
        // The components of a product such as a×b, which is linear in both.
        case .contraction(let other, let body):
            guard let terms = body.distributed else { return nil }
            return terms.map { term in
                guard case .product(let factors) = term.kind, case .number = factors[0].kind else { return ([], [.contraction(other, term)]) }
                return ([factors[0]], [.contraction(other, .product(Array(factors.dropFirst())))])
            }
        default: return nil
        }
    }
}

extension Expression {
    /// Products whose sum it is, numbers in front; sums over indices stay around each.
    fileprivate var distributed: [Expression]? {
        func all(_ e: Expression) -> [Expression]? { e.distributed }
        switch kind {
        case .sum(let terms):
            var result: [Expression] = []
            for term in terms {
                guard let inner = all(term) else { return nil }
                result += inner
            }
            return result.count <= 16 ? result : nil
        case .product(let factors):
            var result: [Expression] = [.one]
            for factor in factors {
                guard let inner = all(factor) else { return nil }
                result = result.flatMap { left in inner.map { left * $0 } }
                if result.count > 16 { return nil }
            }
            return result
        case .contraction(let index, let body):
            return all(body)?.map { term in
                guard case .product(let factors) = term.kind, case .number = factors[0].kind else { return .contraction(index, term) }
                return factors[0] * .contraction(index, .product(Array(factors.dropFirst())))
            }
        default: return [self]
        }
    }
}

extension Abstraction {
    /// What is known of lengths and inner products, as relations between the parameters that stand for them: `|a·b| <= |a| |b|`
    /// (Cauchy and Schwarz), the expansion of the length of a sum, and the lengths of unit vectors.
    func relations(between quantities: [Quantity], _ context: FormContext, _ abstracted: (Expression) throws -> Expression) throws -> [Relation] {
        var result: [Relation] = []
        var vectors: [(index: Index, component: Expression, length: Expression)] = []
        var squares: [Expression] = []
        var entries: [[Expression?]] = []
        func number(_ e: Expression) -> Expression? { [Expression.zero, .one].first { (try? ContractionForm.areEqual(e, $0, context)) == true } }
        for quantity in quantities {
            guard case .power(let base, let exponent) = quantity.value.kind, exponent == .number(Rational(1, 2)), case .contraction(let index, _) = base.kind,
                let component = base.squaredNorm, component.freeIndices == [index], let products = base.innerProducts else { continue }
            let length = Expression.parameter(quantity.name)
            if (try? ContractionForm.areEqual(base, .one, context)) == true { result.append(Relation(length, .equal, .one)) }
            // Where all of these are quantities.
            if products.count > 1, let terms = try? products.map({ try abstracted($0.coefficient) * abstracted($0.expression) }) {
                result.append(Relation(.power(length, .number(2)), .equal, .sum(terms)))
            }
            var own: [Expression?] = []
            for other in vectors {
                guard other.index.dimension == index.dimension else {
                    own.append(nil)
                    continue
                }
                var supply = IndexSupply(startingAt: 1 << 23)
                let product = Expression.contraction(index, component * other.component.renamingIndices([other.index: index], &supply))
                // Not where a product of these vectors is no quantity.
                let value = try? abstracted(product)
                own.append(number(product) ?? value)
                guard let value else { continue }
                for side in [value, -value] { result.append(Relation(side, .lessOrEqual, length * other.length)) }
            }
            squares.append(number(base) ?? Expression.power(length, Expression.number(2)))
            entries.append(own)
            vectors.append((index, component, length))
        }
        // The determinant of the inner products of three vectors is not negative.
        for k in vectors.indices {
            for j in 0..<k {
                guard let c = entries[k][j] else { continue }
                for i in 0..<j {
                    guard let a = entries[j][i], let b = entries[k][i] else { continue }
                    let square = Expression.number(2)
                    let positive = [squares[i] * squares[j] * squares[k], .number(2) * a * b * c]
                    let negative = [squares[k] * .power(a, square), squares[j] * .power(b, square), squares[i] * .power(c, square)]
                    result.append(Relation(.sum(negative.filter { !$0.isProductWithZero }), .lessOrEqual, .sum(positive.filter { !$0.isProductWithZero })))
                }
            }
        }
        return result
    }
}

extension Expression {
    fileprivate var isProductWithZero: Bool {
        switch kind {
        case .number(let value): return value.isZero
        case .power(let base, _): return base.isProductWithZero
        case .product(let factors): return factors.contains(where: \.isProductWithZero)
        default: return false
        }
    }
}
