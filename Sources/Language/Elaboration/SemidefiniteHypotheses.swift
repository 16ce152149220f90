import Arithmetic
import Expressions
import Kernel

/// Matrix inequalities among hypotheses.
///
/// As a goal `A >= B` is `ξ·(A - B)ξ >= 0` for an arbitrary ξ. As a hypothesis it says this of all ξ, while the names of a statement
/// are bound around the whole of it. But a semidefinite matrix is the square of a symmetric one, so that for a constant A
///
///     (A >= B implies G(A))  if and only if  G(B + S S) for every symmetric S .
struct SemidefiniteHypotheses {
    /// The name of ξ, which no declaration has.
    static let vector = "ξ#0"

    private(set) var goal: Proposition
    private(set) var hypotheses: [Proposition] = []
    private var supply = IndexSupply(startingAt: 1 << 24)

    /// - Parameter own: hypotheses of the claim itself, which are about its points.
    init(goal: Proposition, declared: [Proposition], own: [Proposition]) {
        self.goal = goal
        let hypotheses = declared + own
        func flat(_ p: Proposition) -> [Proposition] {
            if case .conjunction(let parts) = p { return parts.flatMap(flat) }
            return [p]
        }
        var waiting = hypotheses
        while !waiting.isEmpty {
            let next = waiting.removeFirst()
            guard flat(next).contains(where: { Self.vector(of: $0) != nil }) else {
                self.hypotheses.append(next)
                continue
            }
            var parts = flat(next)
            while !parts.isEmpty {
                let part = parts.removeFirst()
                guard case .relation(let relation) = part, let symbol = Self.vector(of: part) else {
                    self.hypotheses.append(part)
                    continue
                }
                guard let root = root(relation, symbol, isDeclared: declared.contains(next), among: hypotheses) else {
                    // For the vectors that the goal is about, which is less than is said: then nothing may be refuted.
                    for vector in vectors(like: symbol) { self.hypotheses.append(vector.replacing(symbol, in: part)) }
                    self.hypotheses.append(atOneVector(relation, symbol))
                    continue
                }
                parts = parts.map { root.replacing($0, &supply) }
                waiting = waiting.map { root.replacing($0, &supply) }
                self.hypotheses = self.hypotheses.map { root.replacing($0, &supply) }
                self.goal = root.replacing(self.goal, &supply)
                // A Hessian may come to light later.
                if root.isHessian { self.hypotheses.append(.relation(root.equation)) }
            }
        }
        replaceDeclared()
    }

    /// What ξ may be.
    private enum Vector {
        case point(Point)
        case constant(FunctionSymbol)

        func replacing(_ symbol: FunctionSymbol, in p: Proposition) -> Proposition {
            func replaced(_ e: Expression) -> Expression {
                guard case .application(let application) = e.kind, application.function == symbol else { return e.mapOperands(replaced) }
                switch self {
                case .point(let point): return .coordinate(point, application.valueIndices[0])
                case .constant(let constant):
                    return .application(Expression.Application(function: constant, valueIndices: application.valueIndices, arguments: []))
                }
            }
            return p.mapRelations { Relation(replaced($0.left), $0.op, replaced($0.right), indices: $0.indices) }
        }
    }

    /// The points and constant vectors of the goal.
    private func vectors(like symbol: FunctionSymbol) -> [Vector] {
        var mentions = Mentions()
        for relation in goal.allRelations {
            mentions.add(relation.left)
            mentions.add(relation.right)
        }
        let constants = mentions.functions.filter { $0.arguments.isEmpty && $0.valueDimensions == symbol.valueDimensions }.sorted { $0.name < $1.name }
        return mentions.freePoints.filter { $0.manifold == .euclidean(symbol.valueDimensions[0]) }.map(Vector.point) + constants.map(Vector.constant)
    }

    /// `constant P : symmetric matrix where P >= 0`
    private mutating func replaceDeclared() {
        var mentions = Mentions()
        for relation in ([goal] + hypotheses).flatMap(\.allRelations) {
            mentions.add(relation.left)
            mentions.add(relation.right)
        }
        guard !mentions.hasUninterpreted else { return }
        for symbol in mentions.functions.sorted(by: { $0.name < $1.name })
        where symbol.arguments.isEmpty && symbol.valueDimensions.count == 2 && symbol.attributes == [.nonnegative] {
            guard let root = MatrixRoot(semidefinite: symbol, &supply) else { continue }
            hypotheses = hypotheses.map { root.replacing($0, &supply) }
            goal = root.replacing(goal, &supply)
        }
    }

    static func isMatrixInequality(_ p: Proposition) -> Bool { vector(of: p) != nil }

    /// The vector of a matrix inequality.
    private static func vector(of p: Proposition) -> FunctionSymbol? {
        guard case .relation(let relation) = p, relation.op == .lessOrEqual, relation.indices.isEmpty else { return nil }
        return Mentions(relation.left).functions.union(Mentions(relation.right).functions)
            .first { $0.name == vector && $0.arguments.isEmpty && $0.valueDimensions.count == 1 }
    }

    /// Of a constant, or of a matrix field that its declaration bounds at every point and of which nothing else is said.
    private mutating func root(_ relation: Relation, _ symbol: FunctionSymbol, isDeclared: Bool, among all: [Proposition]) -> MatrixRoot? {
        guard let left = Self.matrix(relation.left, symbol), let right = Self.matrix(relation.right, symbol) else { return nil }
        for (own, other, isUpper) in [(right, left, true), (left, right, false)] {
            guard let own, let root = MatrixRoot(own, bound: other, isUpper: isUpper, &supply) else { continue }
            if root.points.isEmpty {
                // What was declared of A must still be said.
                if root.symbol.attributes.contains(.nonnegative), !(isUpper && Self.isSemidefinite(other)) { continue }
                return root
            }
            // Of an equation the square of the root would only hide what else is known of the derivatives.
            if root.isHessian, goal.allRelations.allSatisfy({ $0.op == .equal }) { return nil }
            if isDeclared, root.isHessian || root.symbol.attributes.isEmpty, goal.allRelations.allSatisfy({ $0.op != .less }),
                all.filter({ Mentions($0).functions.contains(root.symbol) }).count == 1 { return root }
        }
        return nil
    }

    /// For one vector, which no counterexample gives a value.
    private func atOneVector(_ relation: Relation, _ symbol: FunctionSymbol) -> Proposition {
        let one = FunctionSymbol(name: Declared.plain(symbol.name) + "°#0", arguments: [], valueDimensions: symbol.valueDimensions, attributes: [.nonnegative])
        return Vector.constant(one).replacing(symbol, in: .relation(relation))
    }

    /// 0, or a constant declared so.
    private static func isSemidefinite(_ bound: Tensor?) -> Bool {
        guard let bound else { return true }
        guard case .application(let application) = bound.body.kind else { return false }
        return application.arguments.isEmpty && application.function.attributes.contains(.nonnegative) && Set(application.valueIndices) == Set(bound.indices)
    }

    /// A of `Σ_i Σ_j ξ_i A_ij ξ_j`; an inner nil for 0, an outer one for anything else.
    private static func matrix(_ e: Expression, _ symbol: FunctionSymbol) -> Tensor?? {
        if e == .zero { return .some(nil) }
        guard case .contraction(let i, let inner) = e.kind, case .contraction(let j, let body) = inner.kind, case .product(var factors) = body.kind else { return nil }
        for index in [i, j] {
            let factor = Expression.application(Expression.Application(function: symbol, valueIndices: [index], arguments: []))
            guard let place = factors.firstIndex(of: factor) else { return nil }
            factors.remove(at: place)
        }
        let rest = Expression.product(factors)
        return Mentions(rest).functions.contains(symbol) ? nil : .some(Tensor(indices: [i, j], body: rest))
    }
}
