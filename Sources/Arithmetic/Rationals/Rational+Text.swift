extension Rational: CustomStringConvertible {
    /// `3/7`, `-2`.
    public var description: String {
        isInteger ? numerator.description : "\(numerator)/\(denominator)"
    }

    /// The largest decimal exponent read by `init(_:)`: what is written in a few characters must not fill the memory.
    public static let decimalExponentLimit = 100_000

    /// Reads `3/7`, `-2`, `0.25`, `.5`, `1.5e-3`, exactly. `nil` for anything else: spaces, a denominator of
    /// zero, an exponent beyond `decimalExponentLimit`.
    public init?(_ text: some StringProtocol) {
        if let small = Int(text) {
            self.init(small)
            return
        }
        if let slash = text.firstIndex(of: "/") {
            let bottom = text[text.index(after: slash)...]
            guard let first = bottom.utf8.first, (0x30...0x39).contains(first),
                let numerator = Integer(text[..<slash]), let denominator = Integer(bottom),
                !denominator.isZero
            else { return nil }
            self.init(numerator, denominator)
            return
        }
        var mantissa = text[...]
        var exponent = 0
        if let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            guard let written = Int(text[text.index(after: mark)...]),
                written.magnitude <= Rational.decimalExponentLimit
            else { return nil }
            exponent = written
            mantissa = text[..<mark]
        }
        var digits = String(mantissa)
        if let point = mantissa.firstIndex(of: ".") {
            let fraction = mantissa[mantissa.index(after: point)...]
            guard fraction.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            exponent -= fraction.utf8.count
            digits = String(mantissa[..<point]) + fraction
        }
        guard let value = Integer(digits) else { return nil }
        let limit = Rational.decimalExponentLimit * 8 + text.utf8.count * 4
        guard let scale = try? Integer(10).power(abs(exponent), bitLimit: limit) else { return nil }
        self = exponent < 0 ? Rational(value, scale) : Rational(value * scale)
    }
}
