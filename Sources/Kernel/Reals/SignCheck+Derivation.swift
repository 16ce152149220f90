import Arithmetic
import Expressions

extension SignCheck {
    /// Reasons that lead from the signs of some expressions to those of others, at each place by itself.
    func checkDerived(_ e: Expression, _ sign: Sign, on box: ParameterBox, _ proof: SignProof, isAtEveryPoint: Bool) throws {
        let rejection = Rejection.signNotShown(e.plainText)
        func require(_ parts: [Expression]) throws {
            try requireParameters(parts)
            for part in parts { try requireDefined(part, on: box, underHypotheses: !isAtEveryPoint) }
        }
        func show(_ e: Expression, _ sign: Sign, _ proof: SignProof) throws { try check(e, sign, on: box, proof, isAtEveryPoint: isAtEveryPoint) }
        func requireEqual(_ a: Expression, _ b: Expression) throws {
            guard try a == b || ContractionForm.areEqual(a, b, context) else { throw rejection }
        }
        switch proof {
        case .combination(let factor, let terms, let multiples):
            guard sign != .zero || terms.isEmpty, multiples.isEmpty || !isAtEveryPoint,
                multiples.allSatisfy({ equations.indices.contains($0.equation) }) else { throw rejection }
            try require([factor.expression] + terms.joined().map(\.expression) + multiples.flatMap { [$0.factor, equations[$0.equation].excess] })
            let products = terms.map { Expression.product($0.map(\.expression)) }
            try requireEqual(factor.expression * e, .sum(products + multiples.map { $0.factor * equations[$0.equation].excess }))
            try show(factor.expression, .positive, factor.proof)
            var isShown = sign != .positive
            for term in terms {
                // One of the products must be positive.
                if !isShown, (try? term.forEach { try show($0.expression, .positive, $0.proof) }) != nil {
                    isShown = true
                    continue
                }
                for known in term { try show(known.expression, .nonnegative, known.proof) }
            }
            guard isShown else { throw rejection }
        case .cases(let t, let above, let below):
            try require([t])
            let known = isAtEveryPoint ? alone : self
            try known.assuming(t, isStrict: true).check(e, sign, on: box, above, isAtEveryPoint: false)
            try known.assuming(-t, isStrict: false).check(e, sign, on: box, below, isAtEveryPoint: false)
        case .lemma(let known, let isStrict, let rest):
            try require([known.expression])
            try show(known.expression, isStrict ? .positive : .nonnegative, known.proof)
            try assuming(known.expression, isStrict: isStrict).check(e, sign, on: box, rest, isAtEveryPoint: isAtEveryPoint)
        case .absolute(let t, let isNegative, let reason, let rest):
            try require([t])
            let value = isNegative ? -t : t
            try show(value, .nonnegative, reason)
            try show(e.replacing(.elementary(.abs, t), by: value), sign, rest)
        case .compared(let larger, let smaller, let scale, let rest):
            try require([larger, smaller])
            switch scale {
            case .logarithms:
                try requireEqual(e, larger - smaller)
                let difference = larger.expandedLogarithm - smaller.expandedLogarithm
                // All bases are positive then.
                try require([difference])
                try show(difference, sign, rest)
            case .powers(let exponent, let reason):
                guard sign != .zero, (2...12).contains(exponent) else { throw rejection }
                try requireEqual(e, larger - smaller)
                try show(larger, .nonnegative, reason)
                let n = Expression.number(Rational(exponent))
                try show(.power(larger, n) - .power(smaller, n), sign, rest)
            case .arguments(let function):
                guard [.exp, .log, .sinh, .tanh, .atan, .erf].contains(function) else { throw rejection }
                let values = [larger, smaller].map { Expression.elementary(function, $0) }
                try require(values)
                try requireEqual(e, values[0] - values[1])
                try show(larger - smaller, sign, rest)
            case .bases(let largerBase, let smallerBase, let exponent):
                try require([exponent.expression, largerBase, smallerBase])
                try requireEqual(e, larger - smaller)
                for (power, base) in [(larger, largerBase), (smaller, smallerBase)] {
                    let difference = power.expandedLogarithm - exponent.expression * base.expandedLogarithm
                    // All bases are positive then.
                    try require([difference])
                    try requireEqual(difference, .zero)
                }
                guard sign != .zero else { throw rejection }
                try show(exponent.expression, sign, exponent.proof)
                try show(largerBase - smallerBase, sign, rest)
            }
        case .tangent(let argument):
            let logarithm = Expression.elementary(.log, argument)
            try require([logarithm])
            guard sign == .nonnegative else { throw rejection }
            try requireEqual(e, argument - .one - logarithm)
        case .bothSigns(let first, let second):
            guard sign == .zero else { throw rejection }
            try show(e, .nonnegative, first)
            try show(-e, .nonnegative, second)
        default: throw rejection
        }
    }

    /// What evidence adds must be about the parameters of the statement.
    func requireParameters(_ parts: [Expression]) throws {
        for part in parts {
            guard part.mentionsOnlyParameters, Set(part.parameterSymbols).isSubset(of: box.ranges.keys) else { throw Rejection.evidenceDoesNotFitGoal }
        }
    }
}

extension Expression {
    /// The logarithm, that of a product or a power by those of its parts; the same where all bases are positive.
    public var expandedLogarithm: Expression {
        switch kind {
        case .number(1): return .zero
        case .product(let factors): return .sum(factors.map(\.expandedLogarithm))
        case .power(let base, let exponent): return exponent * base.expandedLogarithm
        case .elementary(.exp, let argument): return argument
        default: return .elementary(.log, self)
        }
    }

    /// With something in place of a part, wherever it stands.
    public func replacing(_ part: Expression, by value: Expression) -> Expression {
        if self == part { return value }
        switch kind {
        case .sum(let terms): return .sum(terms.map { $0.replacing(part, by: value) })
        case .product(let factors): return .product(factors.map { $0.replacing(part, by: value) })
        case .power(let base, let exponent): return .power(base.replacing(part, by: value), exponent.replacing(part, by: value))
        case .elementary(let function, let argument): return .elementary(function, argument.replacing(part, by: value))
        default: return self
        }
    }
}
