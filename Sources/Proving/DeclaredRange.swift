import Arithmetic
import Expressions
import Kernel

extension Statement {
    /// Whether a value that was found for a parameter is one that its declaration allows: normal forms have used that of all its values.
    func declaredRange(of name: String, admits value: Expression) -> Bool {
        guard let parameter = parameters.first(where: { $0.name == name }) else { return true }
        if case .number(let number) = value.kind { return parameter.contains(number) }
        if parameter.isInteger { return false }
        let form = ContractionForm(FormContext(self))
        func isAllowed(_ gap: Expression, _ isStrict: Bool) -> Bool {
            switch try? form.sign(of: gap) {
            case .positive: return true
            case .nonnegative: return !isStrict
            default: return false
            }
        }
        return parameter.lower.map { isAllowed(value - .number($0.value), $0.isStrict) } ?? true
            && parameter.upper.map { isAllowed(.number($0.value) - value, $0.isStrict) } ?? true
    }
}

extension Expression {
    /// Whether a parameter enters as a factor of some terms only.
    func isAffine(in name: String) -> Bool {
        guard parameterSymbols.contains(name) else { return true }
        switch kind {
        case .parameter: return true
        case .sum(let terms): return terms.allSatisfy { $0.isAffine(in: name) }
        case .product(let factors):
            let varying = factors.filter { $0.parameterSymbols.contains(name) }
            return varying.count == 1 && varying[0].isAffine(in: name)
        case .contraction(_, let body), .integral(_, let body), .partial(_, _, let body): return body.isAffine(in: name)
        default: return false
        }
    }
}
