import Arithmetic

/// Rules that hold for the declared objects and are applied before every zero test.
public struct FormContext: Sendable {
    public var positiveParameters: Set<String>
    /// Spheres and constant unit vectors: `x·x = 1`.
    public var unitVectors: Set<String>
    public var termBudget: Int

    public init(positiveParameters: Set<String> = [], unitVectors: Set<String> = [], termBudget: Int = 5_000_000) {
        self.positiveParameters = positiveParameters
        self.unitVectors = unitVectors
        self.termBudget = termBudget
    }
}

extension FormArena {
    convenience init(_ context: FormContext) {
        self.init(positiveParameters: context.positiveParameters, budget: context.termBudget)
    }

    /// An exponent from a form: a rational constant plus a rational linear form in parameters; `nil` otherwise.
    func exponent(from form: Form) -> Exponent? {
        var constant: Rational = 0
        var linear: [Exponent.Term] = []
        for (monomial, coefficient) in form.sortedTerms {
            if monomial.factors.isEmpty {
                constant = coefficient
            } else if monomial.factors.count == 1, monomial.factors[0].exponent == 1,
                case .parameter(let name) = atom(monomial.factors[0].atom) {
                linear.append(Exponent.Term(symbol: name, coefficient: coefficient))
            } else {
                return nil
            }
        }
        return Exponent(constant, linear: linear.sorted { $0.symbol < $1.symbol })
    }

    /// `base ^ exponent` for any exponent: generators where it is linear in parameters, `exp(e log b)` else.
    func power(_ base: Form, form exponentForm: Form) throws -> Form {
        if let exponent = exponent(from: exponentForm) { return try power(base, exponent) }
        return try exponential(multiply(exponentForm, logarithm(base)))
    }
}

extension ContractionForm {
    /// The expression as a rational constant plus a linear form in parameters; `nil` when it is not one.
    public func linearForm(of expression: Expression) throws -> Exponent? {
        arena.exponent(from: try normalForm(expression))
    }
}
