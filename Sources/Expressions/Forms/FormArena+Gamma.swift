import Arithmetic

/// Values of the Gamma function.
extension FormArena {
    private static let shiftLimit = 400

    /// `Γ(x)` at the representative of x modulo 1 whose constant term lies in [0, 1): `Γ(x+1) = x Γ(x)`, `Γ(1) = 1`,
    /// `Γ(1/2) = √π`.
    ///
    /// - Throws: `FormError.divisionByZero` at 0, -1, -2, ….
    func gamma(_ argument: Form) throws -> Form {
        let constant = argument.terms[.one] ?? 0
        var representative = argument
        if let number = argument.asConstant, number.isInteger {
            guard number.sign > 0 else { throw FormError.divisionByZero }
            representative = .one
        } else {
            representative.add(Form(-constant.floor))
        }
        var shift = argument
        shift.add(representative, times: -1)
        guard let steps = shift.asConstant?.asInt, abs(steps) <= Self.shiftLimit else { throw FormError.tooLarge }
        let result: Form
        switch representative.asConstant {
        case 1?: result = .one
        case Rational(1, 2)?: result = form(.pi, exponent: Exponent(Rational(1, 2)))
        default: result = form(.elementary(.gamma, number(of: representative)))
        }
        if steps >= 0 { return try multiply(result, risingFactorial(representative, steps)) }
        return try multiply(result, inverse(risingFactorial(argument, -steps)))
    }

    /// `x (x+1) … (x+n-1)`.
    func risingFactorial(_ x: Form, _ n: Int) throws -> Form {
        var result = Form.one
        for k in 0..<n {
            var factor = x
            factor.add(Form(Rational(k)))
            result = try multiply(result, factor)
        }
        return result
    }
}
