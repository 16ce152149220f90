import CFLINT

extension Polynomial {
    /// The partial derivative.
    public func derivative(_ variable: Int) -> Polynomial {
        precondition(ring.variables.indices.contains(variable), "no such variable")
        return withFLINT { value in
            Polynomial.make(in: ring) { fmpq_mpoly_derivative($0, value, variable, ring.context) }
        }
    }

    /// The value at a point, one number for each variable. Throws `tooLarge` when a power in it would exceed
    /// `bitLimit` bits.
    public func evaluate(
        at point: [Rational], bitLimit: Int = 100_000_000
    ) throws(ArithmeticError) -> Rational {
        precondition(point.count == ring.variables.count, "one value for each variable")
        var sum: Rational = 0
        for term in terms {
            var product = term.coefficient
            for (value, exponent) in zip(point, term.exponents) where exponent != 0 {
                product *= try value.power(exponent, bitLimit: bitLimit)
            }
            sum += product
        }
        return sum
    }

    /// The value at a point of the field with 2^61 - 1 elements; `nil` when a coefficient has no image there.
    public func residue(at point: [Residue61]) -> Residue61? {
        precondition(point.count == ring.variables.count, "one value for each variable")
        var sum = Residue61.zero
        for term in terms {
            guard var product = Residue61(term.coefficient) else { return nil }
            for (value, exponent) in zip(point, term.exponents) where exponent != 0 {
                product *= value.power(UInt64(exponent))
            }
            sum += product
        }
        return sum
    }

    /// The polynomial with one variable replaced by a number, in the same ring. Throws `tooLarge` when a power
    /// of the number would exceed `bitLimit` bits.
    public func substituting(
        _ variable: Int, by value: Rational, bitLimit: Int = 1_000_000
    ) throws(ArithmeticError) -> Polynomial {
        precondition(ring.variables.indices.contains(variable), "no such variable")
        let (bits, overflow) = max(degree(in: variable), 0).multipliedReportingOverflow(
            by: max(value.bitSize - 2, 0))
        guard !overflow, bits <= bitLimit else { throw .tooLarge(bits: overflow ? .max : bits) }
        var succeeded = false
        let result = withFLINT { polynomial in
            value.withFLINT { value in
                Polynomial.make(in: ring) {
                    succeeded = fmpq_mpoly_evaluate_one_fmpq($0, polynomial, variable, value, ring.context) != 0
                }
            }
        }
        guard succeeded else { throw .tooLarge(bits: .max) }
        return result
    }

    /// The image under the homomorphism that sends the variables, in order, to polynomials of one ring.
    /// Throws `tooLarge` when an upper bound of the size of a power in it exceeds `bitLimit`.
    public func compose(
        _ images: [Polynomial], in target: PolynomialRing, bitLimit: Int = 8_000_000_000
    ) throws(ArithmeticError) -> Polynomial {
        precondition(images.count == ring.variables.count, "one image for each variable")
        precondition(images.allSatisfy { $0.ring.isSame(as: target) }, "images of different rings")
        var sum = target.zero
        for term in terms {
            var product = target.constant(term.coefficient)
            for (image, exponent) in zip(images, term.exponents) where exponent != 0 {
                product *= try image.power(exponent, bitLimit: bitLimit)
            }
            sum += product
        }
        return sum
    }
}
