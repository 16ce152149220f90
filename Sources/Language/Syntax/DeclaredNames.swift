extension SyntaxStatement {
    /// Whether the names are those of points, parameters, functions or definitions.
    var declaresNames: Bool {
        switch kind {
        case .space, .parameters, .function, .density, .concreteDensity, .constant, .definition, .flow: return true
        default: return false
        }
    }

    /// The names that the statement would declare, or cite it by; of an unreadable one, a guess.
    public var declaredNames: [String] {
        switch kind {
        case .space(let names, _), .constant(let names, _): return names.map(\.text)
        case .parameters(let groups): return groups.flatMap(\.names).map(\.text)
        case .function(let function), .density(let function): return function.heads.map(\.name.text)
        case .concreteDensity(let name, _, _): return [name.text]
        case .definition(let definition): return [definition.name.text]
        // A flow declares its time.
        case .flow(_, let equation):
            guard case .chain(let left, _) = equation.kind, case .apply(.partial, let variable, _) = left.kind, case .name(let time)? = variable.first?.kind
            else { return [] }
            return [time]
        case .claim(let name, _), .axiom(let name, _, _, _): return [name.text]
        case .calculation(let name, _, let steps): return [name.text] + steps.indices.map { "\(name.text).\($0 + 1)" }
        case .invalid: return namesBeforeRelation
        default: return []
        }
    }

    /// The names in front of the first relation, colon or `in`.
    private var namesBeforeRelation: [String] {
        var lexer = Lexer(SourceText(source))
        var names: [String] = []
        for token in lexer.nextStatement()?.tokens.dropFirst() ?? [] {
            switch token.kind {
            case .name: names.append(token.text)
            case .op(.user(let name)): names.append(name)
            case .string: names.append(token.text)
            case .relation, .colon, .reserved: return names
            default: break
            }
        }
        return names
    }
}
