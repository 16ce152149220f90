import Arithmetic
import Expressions

/// The places at which a statement about a torus looks at functions.
///
/// A polynomial stands for a periodic function near each of them, and there it may be any. But arguments that differ by whole
/// numbers are one place, where the polynomial has two values: then it stands for no function on the torus. The same holds of
/// arguments that evenness or symmetry exchange with such.
struct TorusPlaces {
    private static let limit = 2_000

    let statement: Statement
    let assignment: Assignment

    /// - Throws: `Rejection.notAdmissible` where two arguments of one function are the same place, but not the same numbers.
    func requireDistinct(_ relations: [Relation]) throws {
        guard statement.points.contains(where: \.isOnTorus) else { return }
        var places: [FunctionSymbol: Set<[Rational]>] = [:]
        for relation in relations {
            for side in [relation.left, relation.right] { try collect(side, &places) }
        }
        for (function, arguments) in places {
            for first in arguments {
                for second in arguments {
                    for image in Self.images(second, function)
                    where image != first && zip(first, image).allSatisfy({ ($0 - $1).isInteger }) { throw Rejection.notAdmissible(function.name) }
                }
            }
        }
    }

    /// The arguments at which the function has the same value as here, up to the periods.
    private static func images(_ place: [Rational], _ function: FunctionSymbol) -> [[Rational]] {
        var result = [place]
        if function.attributes.contains(.even) { result += result.map { $0.map { -$0 } } }
        if function.attributes.contains(.symmetric) { result += result.map { Array($0[($0.count / 2)...] + $0[..<($0.count / 2)]) } }
        return result
    }

    private func collect(_ e: Expression, _ places: inout [FunctionSymbol: Set<[Rational]>]) throws {
        if case .application(let application) = e.kind, !application.arguments.isEmpty {
            for place in try self.places(application) { places[application.function, default: []].insert(place) }
            guard places[application.function]?.count ?? 0 <= Self.limit else { throw Rejection.notEvaluated("a function on a torus") }
        }
        for operand in e.operands { try collect(operand, &places) }
    }

    /// One list of all components for each value of the indices that are bound around the function.
    private func places(_ application: Expression.Application) throws -> [[Rational]] {
        var components: [(body: Expression, own: Index?, size: Int)] = []
        var outer: [Index] = []
        for argument in application.arguments {
            var own: Index?
            if case .vector(let index, _) = argument { own = index }
            guard let size = own.map({ assignment.size($0.dimension) }) ?? 1 else { throw Rejection.notEvaluated("a dimension") }
            components.append((argument.body, own, size))
            for index in argument.body.freeIndices where index != own && !outer.contains(index) { outer.append(index) }
        }
        var frames: [[Index: Int]] = [[:]]
        for index in outer {
            guard let size = assignment.size(index.dimension), frames.count * size <= Self.limit else { throw Rejection.notEvaluated("a dimension") }
            frames = frames.flatMap { frame in (1...max(size, 1)).map { frame.merging([index: $0]) { $1 } } }
        }
        do {
            return try frames.map { frame in
                try components.flatMap { component in
                    try (1...max(component.size, 1)).map { k in
                        let values = component.own.map { frame.merging([$0: k]) { $1 } } ?? frame
                        return try RationalField().value(component.body, values, at: assignment)
                    }
                }
            }
        } catch let error as EvaluationError {
            throw Rejection.notEvaluated("\(error)")
        }
    }
}
