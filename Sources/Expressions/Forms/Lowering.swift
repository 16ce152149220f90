import Arithmetic

/// Rules that hold for the declared objects and are applied before every zero test.
public struct FormContext: Sendable {
    public var positiveParameters: Set<String>
    public var nonnegativeParameters: Set<String>
    /// Where parameters lie.
    public var ranges: [String: ParameterRange]
    /// Not where a derivative by one of them is compared.
    public var integerParameters: Set<String>
    /// Linear forms in parameters that are positive, as hypotheses say.
    public var positiveForms: [Exponent] = []
    /// Spheres and constant unit vectors: `x·x = 1`.
    public var unitVectors: Set<String>
    /// Equations between constants, such as `tr P = d`, each side a scalar without points, and between values of functions at places.
    public var constantEquations: [ConstantEquation]
    /// Equations between constant matrices that have a product of two on one side, such as `Q transpose(Q) = Id`.
    public var matrixEquations: [ConstantEquation]
    public var termBudget: Int

    public init(
        positiveParameters: Set<String> = [], nonnegativeParameters: Set<String> = [], ranges: [String: ParameterRange] = [:], integerParameters: Set<String> = [],
        unitVectors: Set<String> = [], constantEquations: [ConstantEquation] = [], matrixEquations: [ConstantEquation] = [], termBudget: Int = 5_000_000
    ) {
        self.positiveParameters = positiveParameters
        self.nonnegativeParameters = nonnegativeParameters
        self.ranges = ranges
        self.integerParameters = integerParameters
        self.unitVectors = unitVectors
        self.constantEquations = constantEquations
        self.matrixEquations = matrixEquations
        self.termBudget = termBudget
    }
}

public struct ConstantEquation: Hashable, Sendable {
    public let left: Expression
    public let right: Expression
    /// Of the entries of a matrix: row and column; of a value at a place, its components.
    public let indices: [Index]

    public init(left: Expression, right: Expression, indices: [Index] = []) {
        self.left = left
        self.right = right
        self.indices = indices
    }
}

extension FormContext {
    /// No hypothesis makes anything equal.
    var hasNoRules: Bool { unitVectors.isEmpty && constantEquations.isEmpty && matrixEquations.isEmpty }
}

extension FormArena {
    /// Equations `form = 0` between constants as rules: each is solved for an atom in which it is linear and that no
    /// earlier rule replaces. An equation that cannot be solved so gives no rule.
    func rules(from equations: [Form]) throws -> [Int32: Form] {
        var rules: [Int32: Form] = [:]
        for equation in equations {
            let reduced = try droppingCommonExponentials(rewriting(equation) { atom, exponent in
                try rules[self.number(of: atom)].map { try self.power($0, exponent) }
            })
            for (monomial, coefficient) in reduced.sortedTerms.reversed() {
                guard monomial.factors.count == 1, monomial.factors[0].exponent == 1 else { continue }
                let target = monomial.factors[0].atom
                switch atom(target) {
                case .graph, .jet: break
                default: continue
                }
                guard reduced.terms.keys.count(where: { $0.factors.contains { $0.atom == target } }) == 1 else { continue }
                var value = reduced
                value.add(monomial, -coefficient)
                let solution = value.scaled(by: -coefficient.inverse)
                // Earlier rules must not bring the atom back.
                rules = try rules.mapValues { other in
                    try rewriting(other) { atom, exponent in
                        self.number(of: atom) == target ? try self.power(solution, exponent) : nil
                    }
                }
                rules[target] = solution
                break
            }
        }
        return rules
    }
}

extension FormArena {
    /// Without the exponentials that stand in every term: these vanish nowhere.
    private func droppingCommonExponentials(_ form: Form) throws -> Form {
        guard let first = form.sortedTerms.first?.0 else { return form }
        return try first.factors.reduce(form) { form, factor in
            guard case .exponential = atom(factor.atom), form.terms.keys.allSatisfy({ $0.factors.contains(factor) }) else { return form }
            return try multiply(form, self.form(atom(factor.atom), exponent: -exponent(factor.exponent)))
        }
    }

    convenience init(_ context: FormContext) {
        self.init(
            positiveParameters: context.positiveParameters, nonnegativeParameters: context.nonnegativeParameters, ranges: context.ranges,
            integerParameters: context.integerParameters, positiveForms: context.positiveForms, budget: context.termBudget)
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
        let exponentForm = try dividedThrough(exponentForm)
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
