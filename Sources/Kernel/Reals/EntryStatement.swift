import Arithmetic
import Expressions

/// A statement about constant tensors and points in given dimensions, as one about numbers: every entry becomes a parameter.
///
/// It implies the given one: hypotheses that cannot be written out in entries, and what is declared of constants beyond their
/// symmetry, are left out.
public struct EntryStatement {
    private let statement: Statement

    public init(_ statement: Statement) { self.statement = statement }

    public func written() throws -> Statement {
        guard let relations = statement.goal.relations, statement.symbolicDimensions.isEmpty,
            statement.functions.allSatisfy({ $0.arguments.isEmpty }), statement.functions.contains(where: { !$0.valueDimensions.isEmpty }) || statement.points.contains(where: { !$0.isScalar })
        else { throw Rejection.evidenceDoesNotFitGoal }
        var parameters = statement.parameters
        var hypotheses: [Relation] = []
        for point in statement.points {
            switch point.manifold {
            case .euclidean(.number(let size)), .sphere(.number(let size)):
                let entries = (1...max(size, 1)).map { Self.name(point.name, [$0]) }
                parameters += entries.map { Parameter(name: $0) }
                if point.isOnSphere { hypotheses.append(Relation(.sum(entries.map { .power(.parameter($0), .number(2)) }), .equal, .one)) }
            case .line(let lower, let upper):
                parameters.append(Parameter(
                    name: point.name, lower: lower.map { .init(value: $0, isStrict: true) }, upper: upper.map { .init(value: $0, isStrict: true) }))
            default: throw Rejection.evidenceDoesNotFitGoal
            }
        }
        for function in statement.functions { parameters += try Self.entries(function).map { Parameter(name: $0) } }
        guard parameters.count <= Self.mostParameters else { throw Rejection.evidenceDoesNotFitGoal }
        var goals: [Relation] = []
        for relation in relations {
            guard let components = relation.components(Self.entry) else { throw Rejection.evidenceDoesNotFitGoal }
            goals += components.filter { !goals.contains($0) }
        }
        for citation in SumOfSquares.citations(statement) where citation.conditions.isEmpty {
            for component in citation.relation.withoutRoot.components(Self.entry) ?? [] where !hypotheses.contains(component) && component.left != component.right {
                hypotheses.append(component)
            }
        }
        // What follows of inverse matrices.
        for equation in ContractionForm.swappedProducts(FormContext(statement)) {
            for component in Relation(equation.left, .equal, equation.right, indices: equation.indices).components(Self.entry) ?? []
            where !hypotheses.contains(component) { hypotheses.append(component) }
        }
        for equation in ContractionForm.determinants(FormContext(statement)) {
            guard let relation = Self.determinants(equation), !hypotheses.contains(relation) else { continue }
            hypotheses.append(relation)
        }
        let result = Statement(
            parameters: parameters, hypotheses: hypotheses.map { .relation($0) },
            goal: goals.count == 1 ? .relation(goals[0]) : .conjunction(goals.map { .relation($0) }))
        try WellFormedness.check(result)
        return result
    }

    private static let mostParameters = 40

    /// `det A det B = cᵈ det C` for `A B = c C`.
    private static func determinants(_ product: ContractionForm.MatrixProduct) -> Relation? {
        guard case .number(let size) = product.first.valueDimensions[0], size <= 3, let left = determinant(product.first, size),
            let right = determinant(product.second, size), let scale = try? product.factor.power(size) else { return nil }
        guard let value = product.value else { return Relation(left * right, .equal, .number(scale)) }
        guard let other = determinant(value, size) else { return nil }
        return Relation(left * right, .equal, .number(scale) * other)
    }

    /// By the first row.
    private static func determinant(_ matrix: FunctionSymbol, _ size: Int) -> Expression? {
        func minor(_ rows: [Int], _ columns: [Int]) -> Expression? {
            guard let row = rows.first else { return .one }
            var terms: [Expression] = []
            for (place, column) in columns.enumerated() {
                let indices = [row, column].map { Index.fixed($0, matrix.valueDimensions[0]) }
                guard let head = entry(.application(.init(function: matrix, valueIndices: indices, arguments: [])), { if case .fixed(let k, _) = $0 { k } else { nil } }),
                    let rest = minor(Array(rows.dropFirst()), columns.filter { $0 != column }) else { return nil }
                terms.append(.number(place % 2 == 0 ? 1 : -1) * head * rest)
            }
            return .sum(terms)
        }
        return minor(Array(1...size), Array(1...size))
    }

    static func name(_ base: String, _ indices: [Int]) -> String { base + "[" + indices.map(String.init).joined(separator: ",") + "]" }

    /// The names of independent entries.
    private static func entries(_ function: FunctionSymbol) throws -> [String] {
        var all: [[Int]] = [[]]
        for dimension in function.valueDimensions {
            guard case .number(let size) = dimension, size <= 8 else { throw Rejection.evidenceDoesNotFitGoal }
            all = all.flatMap { own in (1...max(size, 1)).map { own + [$0] } }
        }
        switch function.valueSymmetry {
        case .none: break
        case .symmetric: all = all.filter { $0 == $0.sorted() }
        case .antisymmetric: all = all.filter { $0.count == 2 && $0[0] < $0[1] }
        }
        return all.map { $0.isEmpty ? function.name : name(function.name, $0) }
    }

    private static func entry(_ e: Expression, _ value: (Index) -> Int?) -> Expression? {
        switch e.kind {
        case .coordinate(let point, nil): return point.isScalar ? .parameter(point.name) : nil
        case .coordinate(let point, let index?): return value(index).map { .parameter(name(point.name, [$0])) }
        case .application(let application):
            guard application.arguments.isEmpty, application.derivatives.isEmpty else { return nil }
            var places: [Int] = []
            for index in application.valueIndices {
                guard let place = value(index) else { return nil }
                places.append(place)
            }
            let own = application.function
            if places.isEmpty { return .parameter(own.name) }
            switch own.valueSymmetry {
            case .none: return .parameter(name(own.name, places))
            case .symmetric: return .parameter(name(own.name, places.sorted()))
            case .antisymmetric:
                guard places.count == 2 else { return nil }
                if places[0] == places[1] { return .zero }
                let entry = Expression.parameter(name(own.name, places.sorted()))
                return places[0] < places[1] ? entry : -entry
            }
        default: return nil
        }
    }
}

extension Relation {
    /// `a = c²` for `√a = c` with a number c that is not negative.
    fileprivate var withoutRoot: Relation {
        for (root, other) in [(left, right), (right, left)] {
            guard op == .equal, case .power(let base, let exponent) = root.kind, exponent == .number(Rational(1, 2)), case .number(let value) = other.kind, value.sign >= 0
            else { continue }
            return Relation(base, .equal, .number(value * value), indices: indices)
        }
        return self
    }
}
