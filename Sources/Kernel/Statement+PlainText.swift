import Expressions

extension Statement {
    /// The statement as understood, for people: declarations, hypotheses, goal, in index notation.
    public var plainText: String {
        var lines: [String] = []
        var declared: [String] = []
        for parameter in parameters { declared.append(parameter.plainText) }
        for point in points { declared.append("\(point.name) in \(point.manifold.plainText)") }
        for function in functions { declared.append(function.plainText) }
        if !declared.isEmpty { lines.append("for all " + declared.joined(separator: "; ") + ":") }
        for hypothesis in hypotheses { lines.append("if " + hypothesis.plainText) }
        lines.append(goal.plainText)
        return lines.joined(separator: "\n")
    }
}

extension Proposition {
    public var plainText: String {
        switch self {
        case .relation(let relation): return relation.plainText
        case .conjunction(let parts): return parts.map(\.plainText).joined(separator: " and ")
        case .implication(let hypothesis, let conclusion): return "(\(conclusion.plainText)) if (\(hypothesis.plainText))"
        case .equivalence(let a, let b): return "(\(a.plainText)) iff (\(b.plainText))"
        case .existence(let parameter, let body): return "exists \(parameter.plainText): \(body.plainText)"
        }
    }
}

extension Relation {
    public var plainText: String {
        "\(left.plainText(indices: indices)) \(op.rawValue) \(right.plainText(indices: indices))"
    }
}

extension Parameter {
    public var plainText: String {
        var text = name + (isInteger ? " integer" : "")
        if let lower { text += " \(lower.isStrict ? ">" : ">=") \(lower.value)" }
        if let upper { text += " \(upper.isStrict ? "<" : "<=") \(upper.value)" }
        return text
    }
}

extension Dimension {
    public var plainText: String {
        switch self {
        case .number(let value): return String(value)
        case .symbol(let name): return name
        }
    }
}

extension Manifold {
    public var plainText: String {
        switch self {
        case .euclidean(let d): return "R^\(d.plainText)"
        case .sphere(.number(let value)): return "S^\(value - 1)"
        case .sphere(.symbol(let name)): return "S^(\(name)-1)"
        case .torus(let d): return "T^\(d.plainText)"
        case .line(nil, nil): return "R"
        case .line(let lower, let upper): return "(\(lower?.description ?? "-oo"),\(upper?.description ?? "oo"))"
        }
    }
}

extension FunctionSymbol {
    public var plainText: String {
        let kind: String
        switch (valueDimensions.count, valueSymmetry) {
        case (0, _): kind = isLogarithm ? " > 0" : ""
        case (1, _): kind = " : vector"
        case (2, .symmetric): kind = " : symmetric matrix"
        case (2, .antisymmetric): kind = " : antisymmetric matrix"
        case (2, .none): kind = " : matrix"
        case (let rank, _): kind = " : tensor of rank \(rank)"
        }
        let extra = attributes.isEmpty ? "" : ", " + attributes.sorted().map(\.rawValue).joined(separator: ", ")
        return (arguments.isEmpty ? "constant " : "function ") + name + kind + extra
    }
}
