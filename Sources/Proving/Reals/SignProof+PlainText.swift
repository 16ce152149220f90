import Kernel

extension SignProof {
    /// Not worth a word beside others.
    fileprivate var isPlain: Bool {
        switch self {
        case .number, .form, .roots, .hypothesis, .combination: return true
        default: return false
        }
    }

    /// One line for the reader.
    public var plainText: String {
        switch self {
        case .number: return "exact value"
        case .roots: return "real roots on the range (Sturm)"
        case .form: return "non-negative by its form"
        case .hypothesis: return "a multiple of a hypothesis"
        case .enclosure: return "interval arithmetic with rational ends"
        case .weightedMeans: return "weighted arithmetic and geometric means"
        case .bounded(_, _, _, let rest):
            let text = rest.plainText
            return text.hasPrefix("bounds put in") ? text : "bounds put in, " + text
        case .shifted(_, _, let rest): return "counted from a bound, " + rest.plainText
        case .tangent: return "log b ≤ b - 1"
        case .split, .monotone, .factor, .components, .combination, .cases, .lemma, .absolute, .compared, .bothSigns, .closure, .homogeneous, .integers, .substituted:
            var kinds: [String] = []
            func add(_ text: String) { if !kinds.contains(text) { kinds.append(text) } }
            func visit(_ proof: SignProof) {
                switch proof {
                case .split(_, _, let below, let above):
                    visit(below)
                    visit(above)
                case .monotone(_, _, let slope, let end):
                    add("monotone pieces")
                    visit(slope)
                    visit(end)
                case .factor(_, _, _, let rest): visit(rest)
                case .number where !kinds.isEmpty: break
                case .components(let proofs): proofs.forEach(visit)
                case .combination(_, let terms, let equations):
                    add(terms.isEmpty && equations.isEmpty ? "identity" : "sums of products of what is known")
                    for known in terms.joined() where !known.proof.isPlain { visit(known.proof) }
                case .cases(_, let above, let below):
                    add("by cases")
                    visit(above)
                    visit(below)
                case .lemma(_, _, let rest): visit(rest)
                case .absolute(_, _, _, let rest): visit(rest)
                case .compared(_, _, let scale, let rest):
                    switch scale {
                    case .logarithms: add("compared by logarithms")
                    case .powers: add("compared by squares")
                    case .arguments: break
                    case .bases: add("compared as powers")
                    }
                    visit(rest)
                case .bothSigns(let first, let second):
                    visit(first)
                    visit(second)
                case .closure(let inside): visit(inside)
                case .integers(_, _, let values, let below, let above):
                    add("integers one by one")
                    (values + [below, above].compactMap { $0 }).forEach(visit)
                case .homogeneous(_, _, let rest):
                    add("homogeneous")
                    visit(rest)
                case .substituted(_, _, _, _, let rest):
                    add("in a variable that is 1 at the place")
                    visit(rest)
                default: add(proof.plainText)
                }
            }
            visit(self)
            return kinds.joined(separator: ", ")
        }
    }
}
