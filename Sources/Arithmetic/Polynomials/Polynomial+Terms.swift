extension Polynomial {
    /// A monomial with its coefficient.
    public struct Term: Hashable, Sendable {
        /// One entry for each variable of the ring.
        public let exponents: [Int]
        public let coefficient: Rational

        public init(exponents: [Int], coefficient: Rational) {
            self.exponents = exponents
            self.coefficient = coefficient
        }
    }

    /// The terms from the largest monomial down.
    public struct Terms: RandomAccessCollection, Sendable {
        let polynomial: Polynomial

        public var startIndex: Int { 0 }
        public var endIndex: Int { polynomial.totalTermCount }

        public subscript(position: Int) -> Term {
            precondition(indices.contains(position), "no such term")
            return Term(
                exponents: polynomial.exponents(ofTerm: position),
                coefficient: polynomial.coefficient(ofTerm: position))
        }
    }

    /// Exponents must fit in a machine word, as those of every polynomial of moderate degree do.
    public var terms: Terms { Terms(polynomial: self) }
}

extension Polynomial: CustomStringConvertible {
    /// `3/2*x^2*y - z + 1`.
    public var description: String {
        if isZero { return "0" }
        var text = ""
        for term in terms {
            let magnitude = term.coefficient.magnitude
            let isNegative = term.coefficient.sign < 0
            text += text.isEmpty ? (isNegative ? "-" : "") : (isNegative ? " - " : " + ")
            var factors = zip(ring.variables, term.exponents)
                .filter { $0.1 != 0 }
                .map { $0.1 == 1 ? $0.0 : "\($0.0)^\($0.1)" }
            if !magnitude.isOne || factors.isEmpty { factors.insert(magnitude.description, at: 0) }
            text += factors.joined(separator: "*")
        }
        return text
    }
}
