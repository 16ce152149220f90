import CFLINT

/// The polynomials over Q in a list of variables.
///
/// Rings with the same list of names are the same ring. Monomials are ordered lexicographically, the first
/// variable being the largest.
public final class PolynomialRing: @unchecked Sendable {
    public let variables: [String]
    let context: UnsafeMutablePointer<fmpq_mpoly_ctx_struct>

    public init(variables: [String]) {
        self.variables = variables
        context = .allocate(capacity: 1)
        fmpq_mpoly_ctx_init(context, variables.count, ORD_LEX)
    }

    deinit {
        fmpq_mpoly_ctx_clear(context)
        context.deallocate()
    }

    public var zero: Polynomial { constant(0) }
    public var one: Polynomial { constant(1) }

    public func constant(_ value: Rational) -> Polynomial {
        Polynomial.make(in: self) { result in value.withFLINT { fmpq_mpoly_set_fmpq(result, $0, context) } }
    }

    /// The variable with this position in `variables`.
    public func variable(_ position: Int) -> Polynomial {
        precondition(variables.indices.contains(position), "no such variable")
        return Polynomial.make(in: self) { fmpq_mpoly_gen($0, position, context) }
    }

    /// The variable of this name, if the ring has it.
    public func variable(named name: String) -> Polynomial? {
        variables.firstIndex(of: name).map { variable($0) }
    }

    /// All variables in order.
    public var generators: [Polynomial] { variables.indices.map { variable($0) } }

    /// The sum of the terms, in any order, repeated monomials allowed. Every list of exponents has one
    /// non-negative entry for each variable.
    public func polynomial(_ terms: some Sequence<Polynomial.Term>) -> Polynomial {
        Polynomial.make(in: self) { result in
            for term in terms {
                precondition(
                    term.exponents.count == variables.count && term.exponents.allSatisfy { $0 >= 0 },
                    "exponents do not fit the ring")
                let exponents = term.exponents.map { UInt($0) }
                term.coefficient.withFLINT { coefficient in
                    fmpq_mpoly_push_term_fmpq_ui(result, coefficient, exponents, context)
                }
            }
            fmpq_mpoly_sort_terms(result, context)
            fmpq_mpoly_combine_like_terms(result, context)
        }
    }

    func isSame(as other: PolynomialRing) -> Bool { self === other || variables == other.variables }
}
