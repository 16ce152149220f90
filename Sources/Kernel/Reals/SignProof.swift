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
    /// `Σ c_i m_i - c m` with monomials in positive parameters and `m = Π m_i^(λ_i)`, `Σ λ_i = 1`:
    /// `Σ c_i m_i >= Π (c_i / λ_i)^(λ_i) m`.
    case weightedMean([Rational])

    public enum EndName: String, Hashable, Sendable { case lower, upper }
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
        case .weightedMean(let weights): return .list([.word("weighted-mean")] + weights.map { .word($0.description) })
        }
    }

    init(_ text: SymbolicText, _ reader: StatementReader) throws {
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
        case ("weighted-mean", _):
            self = .weightedMean(try items.dropFirst().map { item in
                guard let weight = Rational(try reader.word(item)) else { throw TextError("expected a weight") }
                return weight
            })
        default: throw TextError("unknown reason for a sign")
        }
    }
}
