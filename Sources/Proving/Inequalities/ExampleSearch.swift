import Arithmetic
import Kernel

/// A search for concrete functions that violate an inequality between integrals, or come near to equality.
protocol ExampleSearch {
    associatedtype Example

    /// `nil` where the statement is not about functions of this kind.
    init?(_ statement: Statement, _ relation: Relation, _ number: Int)

    /// A witness that the kernel accepts, with its function in words.
    func violation(name: String) -> (certificate: Certificate, description: String)?

    /// For `A - Λ B >= 0`: the least quotient A/B that is found with B > 0, at the function that gives it; for a
    /// constant that should be small, the greatest with B < 0.
    /// - Parameter proved: a bound that is proved; what comes close to it is good enough.
    func bound(of constant: String, isGreatest: Bool, proved: Double) -> (value: Double, example: Example)?

    /// Whether the kernel sees that the inequality fails for the example with the constant at a value.
    func isViolated(_ example: Example, _ constant: String, at value: Rational, name: String) -> Bool

    func description(_ example: Example) -> String
}
