import Arithmetic
import Expressions

/// A closed statement: declarations, hypotheses and a goal.
///
/// It speaks about every value of the parameters, every point and every function allowed by the
/// declarations at which all sub-expressions are defined and all hypotheses hold.
public struct Statement: Hashable, Sendable {
    public var parameters: [Parameter]
    public var points: [Point]
    public var functions: [FunctionSymbol]
    public var hypotheses: [Proposition]
    public var goal: Proposition

    public init(
        parameters: [Parameter] = [], points: [Point] = [], functions: [FunctionSymbol] = [],
        hypotheses: [Proposition] = [], goal: Proposition
    ) {
        self.parameters = parameters
        self.points = points
        self.functions = functions
        self.hypotheses = hypotheses
        self.goal = goal
    }
}

extension Statement {
    /// With other relations for a goal.
    func replacingGoal(_ relations: [Relation]) -> Statement {
        var result = self
        result.goal = relations.count == 1 ? .relation(relations[0]) : .conjunction(relations.map { .relation($0) })
        return result
    }

    /// Of a goal `A if B` or `A iff B`: statements with the one side for a hypothesis and the other for a goal.
    public var implications: [Statement] {
        func implying(_ conclusion: Proposition, by hypothesis: Proposition) -> Statement {
            var result = self
            result.hypotheses.append(hypothesis)
            result.goal = conclusion
            return result
        }
        switch goal {
        case .implication(let hypothesis, let conclusion): return [implying(conclusion, by: hypothesis)]
        case .equivalence(let first, let second): return [implying(second, by: first), implying(first, by: second)]
        case .relation, .conjunction, .existence: return []
        }
    }
}

public enum RelationOperator: String, Hashable, Sendable, CaseIterable {
    case equal = "="
    case lessOrEqual = "<="
    case less = "<"
}

/// `left op right`, for all values of the free indices `indices`, which both sides share.
public struct Relation: Hashable, Sendable {
    public var left: Expression
    public var op: RelationOperator
    public var right: Expression
    public var indices: [Index]

    public init(_ left: Expression, _ op: RelationOperator, _ right: Expression, indices: [Index] = []) {
        self.left = left
        self.op = op
        self.right = right
        self.indices = indices
    }
}

extension Relation {
    /// The right side minus the left.
    public var excess: Expression {
        if left == .zero { return right }
        return right == .zero ? -left : right - left
    }
}

public indirect enum Proposition: Hashable, Sendable {
    case relation(Relation)
    case conjunction([Proposition])
    case implication(hypothesis: Proposition, conclusion: Proposition)
    case equivalence(Proposition, Proposition)
    /// There is a value of the parameter with the property.
    case existence(Parameter, Proposition)
}

extension Parameter {
    /// With the values that lie in the range of another one, too.
    public func intersection(_ other: Parameter) -> Parameter {
        func stricter(_ a: Bound?, _ b: Bound?, _ isBeyond: (Rational, Rational) -> Bool) -> Bound? {
            guard let a, let b else { return a ?? b }
            if a.value == b.value { return Bound(value: a.value, isStrict: a.isStrict || b.isStrict) }
            return isBeyond(a.value, b.value) ? a : b
        }
        return Parameter(
            name: name, isInteger: isInteger || other.isInteger, lower: stricter(lower, other.lower, >), upper: stricter(upper, other.upper, <))
    }

    /// The declared range, of something in place of the parameter.
    public func bounds(on value: Expression) -> [Relation] {
        let below = lower.map { Relation(.number($0.value), $0.isStrict ? .less : .lessOrEqual, value) }
        let above = upper.map { Relation(value, $0.isStrict ? .less : .lessOrEqual, .number($0.value)) }
        return [below, above].compactMap { $0 }
    }
}
