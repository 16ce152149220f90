import CFLINT

extension Rational {
    /// Lends the value as a FLINT number for reading; inline values need no allocation.
    package func withFLINT<Result>(_ body: (UnsafePointer<fmpq>) -> Result) -> Result {
        // FLINT stores integers below 2^62 in the word itself.
        let inline = 1 << 62
        var number = fmpq(num: 0, den: 1)
        if case .small(let numerator, let denominator) = storage, abs(numerator) < inline, denominator < inline {
            number.num = numerator
            number.den = denominator
            return withUnsafePointer(to: &number, body)
        }
        return withUnsafeMutablePointer(to: &number) { number in
            fmpq_init(number)
            defer { fmpq_clear(number) }
            withGMP { source in
                withUnsafePointer(to: source.pointee._mp_num) { fmpz_set_mpz(&number.pointee.num, $0) }
                withUnsafePointer(to: source.pointee._mp_den) { fmpz_set_mpz(&number.pointee.den, $0) }
            }
            return body(UnsafePointer(number))
        }
    }

    /// The value that `body` writes, in canonical form.
    static func makeFromFLINT(_ body: (UnsafeMutablePointer<fmpq>) -> Void) -> Rational {
        var number = fmpq(num: 0, den: 1)
        return withUnsafeMutablePointer(to: &number) { number in
            fmpq_init(number)
            defer { fmpq_clear(number) }
            body(number)
            return Rational(copying: UnsafePointer(number))
        }
    }

    init(copying number: UnsafePointer<fmpq>) {
        let (numerator, denominator) = (number.pointee.num, number.pointee.den)
        let inline = 1 << 62
        if abs(numerator) < inline, denominator < inline, denominator > 0 {
            self.init(canonical: numerator, denominator)
            return
        }
        let value = BigRational()
        var (top, bottom) = (numerator, denominator)
        fmpz_get_mpz(value.numerator, &top)
        fmpz_get_mpz(value.denominator, &bottom)
        self.init(adopting: value)
    }
}
