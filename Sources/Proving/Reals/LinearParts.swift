import Expressions

/// Logarithms, exponentials and other functions as unknowns, in which an expression may be linear.
extension Expression {
    /// The logarithms, exponentials and other functions in it that are not numbers.
    var transcendentalAtoms: [Expression] {
        var atoms: [Expression] = []
        func visit(_ e: Expression) {
            if e.parameterSymbols.isEmpty { return }
            if case .elementary = e.kind {
                if !atoms.contains(e) { atoms.append(e) }
                return
            }
            if case .power(_, let exponent) = e.kind, !exponent.parameterSymbols.isEmpty {
                if !atoms.contains(e) { atoms.append(e) }
                return
            }
            e.operands.forEach(visit)
        }
        visit(self)
        return atoms
    }

    /// `slope` and `constant` of an expression that is linear in an atom.
    func linearParts(in atom: Expression) -> (slope: Expression, constant: Expression)? {
        let terms = summands
        var slope: [Expression] = [], constant: [Expression] = []
        for term in terms {
            if !term.contains(atom) {
                constant.append(term)
                continue
            }
            if term == atom {
                slope.append(.one)
                continue
            }
            guard case .product(let factors) = term.kind else { return nil }
            if let place = factors.firstIndex(of: atom) {
                var rest = factors
                rest.remove(at: place)
                guard rest.allSatisfy({ !$0.contains(atom) }) else { return nil }
                slope.append(.product(rest))
                continue
            }
            // A sum among the factors.
            guard let place = factors.firstIndex(where: { $0.contains(atom) }), let inner = factors[place].linearParts(in: atom) else { return nil }
            var rest = factors
            rest.remove(at: place)
            guard rest.allSatisfy({ !$0.contains(atom) }) else { return nil }
            slope.append(.product(rest + [inner.slope]))
            if inner.constant != .zero { constant.append(.product(rest + [inner.constant])) }
        }
        return (.sum(slope), .sum(constant))
    }

    private func contains(_ atom: Expression) -> Bool { self == atom || operands.contains { $0.contains(atom) } }
}
