import Expressions

/// Where expressions are defined: on the whole box, or where the hypotheses hold.
extension SignCheck {
    /// - Parameter underHypotheses: it is enough that the expression is defined where the hypotheses hold.
    /// - Throws: `Rejection.rangeNotCovered` where a denominator may vanish, the argument of a logarithm may be negative.
    public func requireDefined(_ e: Expression, on box: ParameterBox, underHypotheses: Bool = false) throws {
        for need in try needs(of: e, on: box) where !isMet(need, on: box, underHypotheses) {
            throw Rejection.rangeNotCovered(["\(need.base.plainText) \(need.requirement.symbol) 0"])
        }
    }

    /// What an expression asks of a part of it, in order to be defined.
    private struct Need {
        let base: Expression
        let requirement: RationalDependence.Requirement
    }

    /// The parts whose sign must be known in order that the expression is defined, and is not.
    public func partsOfUnknownSign(_ e: Expression) -> [Expression] {
        let open = ((try? needs(of: e, on: box)) ?? []).filter { !isMet($0, on: box, true) }.map(\.base)
        return open.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private func isMet(_ need: Need, on box: ParameterBox, _ underHypotheses: Bool) -> Bool {
        holds(need.requirement, need.base, on: box) || (underHypotheses && isKnown(need.requirement, need.base, on: box))
    }

    /// By a hypothesis about it, or about each of its factors.
    private func isKnown(_ requirement: RationalDependence.Requirement, _ e: Expression, on box: ParameterBox) -> Bool {
        func isMet(_ e: Expression) -> Bool { holds(requirement, e, on: box) || isKnown(requirement, e, on: box) }
        if isHypothesis(e, strictly: requirement != .nonnegative) || (requirement == .nonzero && isHypothesis(-e, strictly: true)) { return true }
        switch e.kind {
        case .product(let factors): return factors.allSatisfy(isMet)
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, !value.isZero else { return false }
            return isMet(base)
        default: return false
        }
    }

    private func needs(of e: Expression, on box: ParameterBox) throws -> [Need] {
        var result: [Need] = []
        func visit(_ e: Expression) throws {
            for operand in e.operands { try visit(operand) }
            func add(_ base: Expression, _ requirement: RationalDependence.Requirement) { result.append(Need(base: base, requirement: requirement)) }
            switch e.kind {
            case .number, .pi, .sum, .product: break
            case .parameter(let name), .dimension(.symbol(let name)):
                guard box.ranges[name] != nil else { throw Rejection.illFormed("\(name) is not declared") }
            case .power(let base, let exponent):
                guard case .number(let value) = exponent.kind else {
                    // 0^a = 0 for a > 0.
                    return add(base, holds(.positive, exponent, on: box) ? .nonnegative : .positive)
                }
                if value.isInteger {
                    if value.sign <= 0 { add(base, .nonzero) }
                } else {
                    add(base, value.sign > 0 ? .nonnegative : .positive)
                }
            case .elementary(.log, let argument): add(argument, .positive)
            case .elementary(.sign, let argument): add(argument, .nonzero)
            case .elementary(.tan, let argument): add(.elementary(.cos, argument), .nonzero)
            case .elementary(.gamma, let argument): add(argument, .positive)
            case .uninterpreted:
                guard let (function, order, argument) = e.bessel else { throw Rejection.evidenceDoesNotFitGoal }
                if !(function == .first && order == .zero) { add(argument, .positive) }
            case .elementary: break
            default: throw Rejection.evidenceDoesNotFitGoal
            }
        }
        try visit(e)
        return result
    }
}

extension RationalDependence.Requirement {
    fileprivate var symbol: String {
        switch self {
        case .nonnegative: return "≥"
        case .positive: return ">"
        case .nonzero: return "≠"
        case .zero: return "="
        }
    }
}
