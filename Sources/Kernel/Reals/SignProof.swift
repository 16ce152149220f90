import Arithmetic
import Expressions

/// Why an expression in parameters is not negative (or positive, or zero) on a box. Parts of the expression that the
/// kernel derives, such as derivatives, are not written down.
public indirect enum SignProof: Hashable, Sendable {
    /// A number: an interval around it, or, for zero, the polynomial that vanishes at it.
    case number(bits: Int)
    /// A rational function of one parameter, or of a root of it: Sturm's theorem.
    case roots
    /// One interval that contains all values on the box.
    case enclosure(bits: Int)
    /// On both sides of a number.
    case split(String, at: Expression, below: SignProof, above: SignProof)
    /// Not negative at one end of the range of a parameter, and from there on it does not decrease.
    case monotone(String, from: EndName, slope: SignProof, end: SignProof)
    /// The product of something positive and `quotient`.
    case factor(Expression, quotient: Expression, positive: SignProof, rest: SignProof)
    /// Sums and products of things of known signs.
    case form
    /// `Σ c_i m_i - Σ d_k n_k` with monomials in parameters: see `WeightedMean`.
    case weightedMeans([WeightedMean.Share])
    /// A hypothesis `0 <= h`, of this number among those that compare functions of parameters, times a factor that is
    /// not negative, and something else that is not.
    case hypothesis(Int, factor: Expression, sign: SignProof, rest: Expression, restSign: SignProof)
    /// The expression is monotone in a parameter, which a hypothesis bounds: with the bound in its place.
    case bounded(String, by: Int, slope: SignProof, rest: SignProof)
    /// A hypothesis bounds a parameter from below: with the bound and the parameter, which is then not negative, in its place.
    case shifted(String, by: Int, rest: SignProof)
    /// For each component of a relation between tensors.
    case components([SignProof])
    /// `factor · e` is a sum of products of things that are not negative, and of multiples of equations among the hypotheses.
    case combination(factor: Known, terms: [[Known]], equations: [EquationMultiple])
    /// Where `0 < t`, and where `0 <= -t`; each is one more hypothesis.
    case cases(Expression, SignProof, SignProof)
    /// With one more hypothesis, which is shown first.
    case lemma(Known, isStrict: Bool, rest: SignProof)
    /// With t or -t, whichever is not negative, in place of |t|.
    case absolute(Expression, isNegative: Bool, sign: SignProof, rest: SignProof)
    /// The difference of two things that an increasing function compares.
    case compared(larger: Expression, smaller: Expression, by: Scale, SignProof)
    /// `b - 1 - log b`.
    case tangent(Expression)
    /// Zero, since neither it nor its negative is negative.
    case bothSigns(SignProof, SignProof)
    /// Without the ends of the ranges, to which it extends by continuity.
    case closure(SignProof)
    /// A parameter that is an integer is `first`, or one of the integers after it, one for each of the reasons; or it lies below, or above.
    /// Nothing is said where the range goes no further.
    case integers(String, first: Rational, values: [SignProof], below: SignProof?, above: SignProof?)
    /// Homogeneous in some parameters, one of which is put to 1: see `Homogeneity`.
    case homogeneous([String], unit: String, SignProof)
    /// In another variable t, which runs through all positive numbers: `x = value(t)` with `t = inverse(x)`, positive for a reason.
    case substituted(String, value: Expression, inverse: Expression, positive: SignProof, rest: SignProof)

    public enum EndName: String, Hashable, Sendable { case lower, upper }

    /// Something whose sign is shown.
    public struct Known: Hashable, Sendable {
        public let expression: Expression
        public let proof: SignProof

        public init(_ expression: Expression, _ proof: SignProof) {
            self.expression = expression
            self.proof = proof
        }
    }

    /// A multiple, of either sign, of an equation among the hypotheses between functions of parameters.
    public struct EquationMultiple: Hashable, Sendable {
        public let equation: Int
        public let factor: Expression

        public init(equation: Int, factor: Expression) {
            self.equation = equation
            self.factor = factor
        }
    }

    /// What is compared in place of a and b.
    public enum Scale: Hashable, Sendable {
        /// `log a` and `log b`, with logarithms of products and powers expanded.
        case logarithms
        /// `aⁿ` and `bⁿ`, where a is not negative.
        case powers(Int, larger: SignProof)
        /// In place of f(a) and f(b) with an increasing f, the arguments.
        case arguments(ElementaryFunction)
        /// In place of `x^s` and `y^s`, where s is not negative: x and y. Powers of products are those of the factors.
        case bases(larger: Expression, smaller: Expression, exponent: Known)
    }
}

extension SignProof {
    func symbolicText(_ writer: StatementWriter) -> SymbolicText {
        func expression(_ e: Expression) -> SymbolicText {
            var own = writer
            return own.expression(e)
        }
        switch self {
        case .number(let bits): return .list([.word("number"), .word(String(bits))])
        case .roots: return .list([.word("roots")])
        case .enclosure(let bits): return .list([.word("enclosure"), .word(String(bits))])
        case .split(let name, let place, let below, let above):
            return .list([.word("split"), .word(name), expression(place), below.symbolicText(writer), above.symbolicText(writer)])
        case .monotone(let name, let end, let slope, let value):
            return .list([.word("monotone"), .word(name), .word(end.rawValue), slope.symbolicText(writer), value.symbolicText(writer)])
        case .factor(let factor, let quotient, let positive, let rest):
            return .list([.word("factor"), expression(factor), expression(quotient), positive.symbolicText(writer), rest.symbolicText(writer)])
        case .form: return .list([.word("form")])
        case .weightedMeans(let shares):
            func numbers(_ values: [Rational]) -> SymbolicText { .list(values.map { .word($0.description) }) }
            return .list([.word("weighted-means")] + shares.map { .list([.list($0.weights.map(expression)), numbers($0.parts)]) })
        case .bounded(let name, let number, let slope, let rest):
            return .list([.word("bounded"), .word(name), .word(String(number)), slope.symbolicText(writer), rest.symbolicText(writer)])
        case .shifted(let name, let number, let rest): return .list([.word("shifted"), .word(name), .word(String(number)), rest.symbolicText(writer)])
        case .components(let proofs): return .list([.word("components")] + proofs.map { $0.symbolicText(writer) })
        case .combination(let factor, let terms, let equations):
            return .list([
                .word("combination"), factor.symbolicText(writer), .list(terms.map { .list($0.map { $0.symbolicText(writer) }) }),
                .list(equations.map { .list([.word(String($0.equation)), expression($0.factor)]) }),
            ])
        case .cases(let t, let above, let below):
            return .list([.word("cases"), expression(t), above.symbolicText(writer), below.symbolicText(writer)])
        case .lemma(let known, let isStrict, let rest):
            return .list([.word("lemma"), .word(isStrict ? "positive" : "nonnegative"), known.symbolicText(writer), rest.symbolicText(writer)])
        case .absolute(let t, let isNegative, let sign, let rest):
            return .list([
                .word("absolute"), .word(isNegative ? "negative" : "nonnegative"), expression(t), sign.symbolicText(writer), rest.symbolicText(writer),
            ])
        case .compared(let larger, let smaller, let scale, let rest):
            return .list([.word("compared"), expression(larger), expression(smaller), scale.symbolicText(writer), rest.symbolicText(writer)])
        case .tangent(let argument): return .list([.word("tangent"), expression(argument)])
        case .bothSigns(let first, let second): return .list([.word("both-signs"), first.symbolicText(writer), second.symbolicText(writer)])
        case .closure(let inside): return .list([.word("closure"), inside.symbolicText(writer)])
        case .integers(let name, let first, let values, let below, let above):
            return .list([
                .word("integers"), .word(name), .word(first.description), .list(values.map { $0.symbolicText(writer) }),
                below?.symbolicText(writer) ?? .list([]), above?.symbolicText(writer) ?? .list([]),
            ])
        case .homogeneous(let names, let unit, let rest):
            return .list([.word("homogeneous"), .list(names.map { .word($0) }), .word(unit), rest.symbolicText(writer)])
        case .substituted(let name, let value, let inverse, let positive, let rest):
            return .list([
                .word("substituted"), .word(name), expression(value), expression(inverse), positive.symbolicText(writer), rest.symbolicText(writer),
            ])
        case .hypothesis(let number, let factor, let sign, let rest, let restSign):
            return .list([
                .word("hypothesis"), .word(String(number)), expression(factor), sign.symbolicText(writer), expression(rest),
                restSign.symbolicText(writer),
            ])
        }
    }

    init(_ text: SymbolicItem, _ reader: StatementReader) throws {
        let items = try reader.items(text)
        guard let first = items.first else { throw TextError("expected a reason for a sign") }
        func bits() throws -> Int {
            guard items.count == 2, let bits = Int(try reader.word(items[1])), (8...1 << 16).contains(bits) else { throw TextError("expected a number of bits") }
            return bits
        }
        switch (try reader.word(first), items.count) {
        case ("number", _): self = .number(bits: try bits())
        case ("roots", 1): self = .roots
        case ("enclosure", _): self = .enclosure(bits: try bits())
        case ("split", 5):
            self = .split(
                try reader.word(items[1]), at: try reader.expression(items[2]), below: try SignProof(items[3], reader),
                above: try SignProof(items[4], reader))
        case ("monotone", 5):
            guard let end = EndName(rawValue: try reader.word(items[2])) else { throw TextError("expected an end") }
            self = .monotone(try reader.word(items[1]), from: end, slope: try SignProof(items[3], reader), end: try SignProof(items[4], reader))
        case ("factor", 5):
            self = .factor(
                try reader.expression(items[1]), quotient: try reader.expression(items[2]), positive: try SignProof(items[3], reader),
                rest: try SignProof(items[4], reader))
        case ("form", 1): self = .form
        case ("weighted-means", _):
            func numbers(_ text: SymbolicItem) throws -> [Rational] {
                try reader.items(text).map { item in
                    guard let number = Rational(try reader.word(item)) else { throw TextError("expected a number") }
                    return number
                }
            }
            self = .weightedMeans(try items.dropFirst().map { item in
                let pair = try reader.items(item, count: 2)
                return WeightedMean.Share(weights: try reader.items(pair[0]).map(reader.expression), parts: try numbers(pair[1]))
            })
        case ("bounded", 5):
            guard let number = Int(try reader.word(items[2])) else { throw TextError("expected a number") }
            self = .bounded(
                try reader.word(items[1]), by: number, slope: try SignProof(items[3], reader), rest: try SignProof(items[4], reader))
        case ("shifted", 4):
            guard let number = Int(try reader.word(items[2])) else { throw TextError("expected a number") }
            self = .shifted(try reader.word(items[1]), by: number, rest: try SignProof(items[3], reader))
        case ("components", _): self = .components(try items.dropFirst().map { try SignProof($0, reader) })
        case ("hypothesis", 6):
            guard let number = Int(try reader.word(items[1])) else { throw TextError("expected a number") }
            self = .hypothesis(
                number, factor: try reader.expression(items[2]), sign: try SignProof(items[3], reader), rest: try reader.expression(items[4]),
                restSign: try SignProof(items[5], reader))
        case ("combination", 4):
            self = .combination(
                factor: try Known(items[1], reader),
                terms: try reader.items(items[2]).map { try reader.items($0).map { try Known($0, reader) } },
                equations: try reader.items(items[3]).map { text in
                    let pair = try reader.items(text, count: 2)
                    guard let number = Int(try reader.word(pair[0])) else { throw TextError("expected a number") }
                    return EquationMultiple(equation: number, factor: try reader.expression(pair[1]))
                })
        case ("cases", 4): self = .cases(try reader.expression(items[1]), try SignProof(items[2], reader), try SignProof(items[3], reader))
        case ("lemma", 4):
            self = .lemma(
                try Known(items[2], reader), isStrict: try reader.choice(items[1], "positive", "nonnegative"), rest: try SignProof(items[3], reader))
        case ("absolute", 5):
            self = .absolute(
                try reader.expression(items[2]), isNegative: try reader.choice(items[1], "negative", "nonnegative"),
                sign: try SignProof(items[3], reader), rest: try SignProof(items[4], reader))
        case ("compared", 5):
            self = .compared(
                larger: try reader.expression(items[1]), smaller: try reader.expression(items[2]), by: try Scale(items[3], reader),
                try SignProof(items[4], reader))
        case ("tangent", 2): self = .tangent(try reader.expression(items[1]))
        case ("both-signs", 3): self = .bothSigns(try SignProof(items[1], reader), try SignProof(items[2], reader))
        case ("integers", 6):
            guard let first = Rational(try reader.word(items[2])), first.isInteger else { throw TextError("expected an integer") }
            func beyond(_ text: SymbolicItem) throws -> SignProof? { text.items?.isEmpty == true ? nil : try SignProof(text, reader) }
            self = .integers(
                try reader.word(items[1]), first: first, values: try reader.items(items[3]).map { try SignProof($0, reader) },
                below: try beyond(items[4]), above: try beyond(items[5]))
        case ("substituted", 6):
            self = .substituted(
                try reader.word(items[1]), value: try reader.expression(items[2]), inverse: try reader.expression(items[3]),
                positive: try SignProof(items[4], reader), rest: try SignProof(items[5], reader))
        case ("closure", 2): self = .closure(try SignProof(items[1], reader))
        case ("homogeneous", 4):
            self = .homogeneous(try reader.items(items[1]).map(reader.word), unit: try reader.word(items[2]), try SignProof(items[3], reader))
        default: throw TextError("unknown reason for a sign")
        }
    }
}

extension SignProof.Known {
    func symbolicText(_ writer: StatementWriter) -> SymbolicText {
        var own = writer
        return .list([own.expression(expression), proof.symbolicText(writer)])
    }

    init(_ text: SymbolicItem, _ reader: StatementReader) throws {
        let pair = try reader.items(text, count: 2)
        self.init(try reader.expression(pair[0]), try SignProof(pair[1], reader))
    }
}

extension SignProof.Scale {
    fileprivate func symbolicText(_ writer: StatementWriter) -> SymbolicText {
        switch self {
        case .logarithms: return .list([.word("logarithms")])
        case .powers(let exponent, let larger): return .list([.word("powers"), .word(String(exponent)), larger.symbolicText(writer)])
        case .arguments(let function): return .list([.word("arguments"), .word(function.rawValue)])
        case .bases(let larger, let smaller, let exponent):
            var own = writer
            return .list([.word("bases"), own.expression(larger), own.expression(smaller), exponent.symbolicText(writer)])
        }
    }

    fileprivate init(_ text: SymbolicItem, _ reader: StatementReader) throws {
        let items = try reader.items(text)
        guard let first = items.first else { throw TextError("expected a scale") }
        switch (try reader.word(first), items.count) {
        case ("logarithms", 1): self = .logarithms
        case ("powers", 3):
            guard let exponent = Int(try reader.word(items[1])) else { throw TextError("expected a number") }
            self = .powers(exponent, larger: try SignProof(items[2], reader))
        case ("arguments", 2):
            guard let function = ElementaryFunction(rawValue: try reader.word(items[1])) else { throw TextError("unknown function") }
            self = .arguments(function)
        case ("bases", 4): self = .bases(larger: try reader.expression(items[1]), smaller: try reader.expression(items[2]), exponent: try SignProof.Known(items[3], reader))
        default: throw TextError("unknown scale")
        }
    }
}

extension StatementReader {
    /// Which of two words stands there.
    func choice(_ text: SymbolicItem, _ yes: String, _ no: String) throws -> Bool {
        let word = try word(text)
        guard word == yes || word == no else { throw TextError("expected \(yes) or \(no)") }
        return word == yes
    }
}
