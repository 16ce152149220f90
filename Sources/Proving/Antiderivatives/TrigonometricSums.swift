import Arithmetic
import Expressions

/// Products of sines and cosines as sums of single ones, hyperbolic functions as exponentials.
enum TrigonometricSums {
    private static let mostFactors = 16

    /// A coefficient times the cosine, or the sine, of an angle.
    private struct Term {
        var coefficient: Rational
        var isCosine: Bool
        var angle: Expression
    }

    /// - Parameter e: a product of powers.
    static func linearised(_ e: Expression) -> Expression {
        let factors = e.factors
        var rest: [Expression] = []
        var terms: [Term] = []
        var count = 0
        for factor in factors {
            guard let (isCosine, angle, times) = circular(factor), count + times <= mostFactors else {
                rest.append(factor)
                continue
            }
            for _ in 0..<times {
                let own = Term(coefficient: 1, isCosine: isCosine, angle: angle)
                terms = terms.isEmpty ? [own] : terms.flatMap { product($0, own) }
                count += 1
            }
        }
        if count < 2 { return e }
        return .sum(terms.map { term in
            .product([.number(term.coefficient)] + rest + [.elementary(term.isCosine ? .cos : .sin, term.angle)])
        })
    }

    private static func circular(_ e: Expression) -> (isCosine: Bool, angle: Expression, times: Int)? {
        switch e.kind {
        case .elementary(.cos, let angle): return (true, angle, 1)
        case .elementary(.sin, let angle): return (false, angle, 1)
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, let times = value.asInt, times > 0, times <= mostFactors, let (isCosine, angle, _) = circular(base) else { return nil }
            return (isCosine, angle, times)
        default: return nil
        }
    }

    private static func product(_ a: Term, _ b: Term) -> [Term] {
        let half = a.coefficient * b.coefficient / 2
        func term(_ sign: Rational, _ isCosine: Bool, _ angle: Expression) -> Term { Term(coefficient: half * sign, isCosine: isCosine, angle: angle) }
        let sum = a.angle + b.angle, difference = a.angle - b.angle
        switch (a.isCosine, b.isCosine) {
        case (true, true): return [term(1, true, difference), term(1, true, sum)]
        case (false, false): return [term(1, true, difference), term(-1, true, sum)]
        case (false, true): return [term(1, false, sum), term(1, false, difference)]
        case (true, false): return [term(1, false, sum), term(-1, false, difference)]
        }
    }

    static func exponential(_ e: Expression) -> Expression {
        let inner = e.mapOperands(exponential)
        guard case .elementary(let function, let x) = inner.kind else { return inner }
        let above = Expression.elementary(.exp, x), below = Expression.elementary(.exp, -x), half = Expression.number(Rational(1, 2))
        switch function {
        case .sinh: return half * (above - below)
        case .cosh: return half * (above + below)
        case .tanh: return (above - below) / (above + below)
        case .tan: return .elementary(.sin, x) / .elementary(.cos, x)
        default: return inner
        }
    }
}
