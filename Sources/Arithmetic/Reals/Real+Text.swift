import CFLINT

extension Real: CustomStringConvertible {
    /// The value rounded to `digits` significant decimal digits: `3.1416`, `-1.5000e-12`, `inf`, `nan`.
    public func description(digits: Int) -> String {
        if isNaN { return "nan" }
        if !isFinite { return sign < 0 ? "-inf" : "inf" }
        if isZero { return "0" }
        let count = max(digits, 2)
        var exponent: mpfr_exp_t = 0
        let text: String = withMPFR { value in
            guard let characters = mpfr_get_str(nil, &exponent, 10, count, value, MPFR_RNDN) else { return "" }
            defer { mpfr_free_str(characters) }
            return String(cString: characters)
        }
        let mantissa = text.drop { $0 == "-" }
        let minus = sign < 0 ? "-" : ""
        switch exponent {
        case count:
            return "\(minus)\(mantissa)"
        case 1..<count:
            return "\(minus)\(mantissa.prefix(exponent)).\(mantissa.dropFirst(exponent))"
        case -4...0:
            return "\(minus)0.\(String(repeating: "0", count: -exponent))\(mantissa)"
        default:
            return "\(minus)\(mantissa.prefix(1)).\(mantissa.dropFirst())e\(exponent - 1)"
        }
    }

    /// As many digits as the precision is worth.
    public var description: String { description(digits: precision * 30103 / 100_000 + 1) }
}
