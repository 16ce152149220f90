import Arithmetic
import Expressions

/// `r = exp(-m)` as a parameter of its own, where m is a product of powers of parameters that is not negative, such as `λ t`.
///
/// `exp(c m + e)` is `r^(-c) exp(e)`, and the derivative by a parameter that stands nowhere else is one by r. The statement for all r between
/// 0 and 1 implies the given one, and is defined where that is.
public struct ExponentialParameter: Hashable, Sendable {
    /// The name of r.
    public let name: String
    /// m.
    public let rate: Expression

    public init(name: String, rate: Expression) {
        self.name = name
        self.rate = rate
    }

    public func statement(of statement: Statement) throws -> Statement {
        let taken = statement.parameters.map(\.name) + statement.points.map(\.name) + statement.functions.map(\.name) + statement.symbolicDimensions
        guard let relations = statement.goal.relations, statement.hypotheses.allSatisfy({ $0.relations != nil }), !taken.contains(name),
            let (one, powers) = rate.monomialInParameters, one == 1, !powers.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        try WellFormedness.check(rate, in: statement, points: [], indices: [])
        let check = SignCheck(statement)
        try check.requireDefined(rate, on: check.box)
        guard check.isNonnegative(rate) else { throw Rejection.signNotShown(rate.plainText) }
        let replacement = Replacement(name: name, rate: rate, powers: powers, check: check)
        func replaced(_ relation: Relation) throws -> Relation {
            Relation(try replacement.replaced(relation.left), relation.op, try replacement.replaced(relation.right), indices: relation.indices)
        }
        var result = try statement.replacingGoal(relations.map(replaced))
        guard result.goal != statement.goal else { throw Rejection.evidenceDoesNotFitGoal }
        result.hypotheses = try statement.hypotheses.flatMap { $0.relations ?? [] }.map { .relation(try replaced($0)) }
        result.parameters.append(Parameter(
            name: name, isInteger: false, lower: .init(value: .zero, isStrict: true), upper: .init(value: 1, isStrict: check.isPositive(rate))))
        return result
    }

    /// What holds of r is no condition on the parameters that are declared.
    func requireConditionsWithoutParameter(_ conditions: [String]) throws {
        func mentions(_ text: String) -> Bool { text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == name } }
        let own = conditions.filter(mentions)
        guard own.isEmpty else { throw Rejection.rangeNotCovered(own) }
    }

    private struct Replacement {
        let name: String
        let rate: Expression
        let powers: [Expression: Rational]
        let check: SignCheck

        func replaced(_ e: Expression) throws -> Expression {
            switch e.kind {
            case .elementary(.exp, let argument):
                let (multiple, rest) = try split(argument)
                guard !multiple.isZero else { return .elementary(.exp, rest) }
                return rest == .zero ? power(-multiple) : power(-multiple) * .elementary(.exp, rest)
            case .elementary(let function, let argument):
                guard [.cosh, .sinh, .tanh].contains(function), case (let multiple, let rest) = try split(argument), rest == .zero, !multiple.isZero else { break }
                // With s = r^(2 |c|): (1 + s)/(2 r^|c|), ± (1 - s)/(2 r^|c|), ± (1 - s)/(1 + s).
                let size = multiple.magnitude, square = power(2 * size), sign = Expression.number(multiple.sign < 0 ? -1 : 1)
                switch function {
                case .cosh: return .product([.number(Rational(1, 2)), power(-size), .one + square])
                case .sinh: return .product([sign, .number(Rational(1, 2)), power(-size), .one - square])
                default: return .product([sign, (.one - square) / (.one + square)])
                }
            case .parameterDerivative(let parameter, let body) where rate.parameterSymbols.contains(parameter):
                let inner = try replaced(body), slope = rate.differentiated(byParameter: parameter)
                // A function of r alone has a derivative where that of the parameter has one.
                guard !inner.parameterSymbols.contains(parameter), inner.functionSymbols.isEmpty, check.isNonzero(slope) else {
                    throw Rejection.evidenceDoesNotFitGoal
                }
                return .product([.number(-1), slope, .parameter(name), .parameterDerivative(name, inner)])
            // The parameter of a limit is bound.
            case .uninterpreted where e.bessel == nil: throw Rejection.evidenceDoesNotFitGoal
            default: break
            }
            return try e.mapOperands(replaced)
        }

        private func power(_ exponent: Rational) -> Expression {
            exponent == 1 ? .parameter(name) : .power(.parameter(name), .number(exponent))
        }

        /// `c` and `e` of `c m + e`.
        private func split(_ argument: Expression) throws -> (multiple: Rational, rest: Expression) {
            var multiple: Rational = 0
            var rest: [Expression] = []
            for term in argument.summands {
                if let (coefficient, own) = term.monomialInParameters, own == powers {
                    multiple = multiple + coefficient
                } else {
                    rest.append(try replaced(term))
                }
            }
            return (multiple, .sum(rest))
        }
    }
}

extension Expression {
    /// A number times powers of parameters with integral exponents.
    public var monomialInParameters: (coefficient: Rational, powers: [Expression: Rational])? {
        var coefficient: Rational = 1
        var powers: [Expression: Rational] = [:]
        func collect(_ e: Expression, _ exponent: Rational) -> Bool {
            switch e.kind {
            case .number(let value):
                guard !value.isZero, let power = try? value.power(exponent.asInt ?? 0) else { return false }
                coefficient = coefficient * power
            case .parameter, .dimension(.symbol): powers[e] = (powers[e] ?? 0) + exponent
            case .product(let factors): return factors.allSatisfy { collect($0, exponent) }
            case .power(let base, let power):
                guard case .number(let value) = power.kind, value.isInteger, value.magnitude <= 12 else { return false }
                return collect(base, exponent * value)
            default: return false
            }
            return true
        }
        guard collect(self, 1) else { return nil }
        return (coefficient, powers.filter { !$0.value.isZero })
    }
}

extension ExponentialParameter {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        var writer = StatementWriter(statement)
        return .list([.word(name), writer.expression(rate)])
    }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        let items = try reader.items(text, count: 2)
        self.init(name: try reader.word(items[0]), rate: try reader.expression(items[1]))
    }
}
