/// Cross products and numbered components as contractions with constant tensors, so that a contraction form exists. What holds for all such
/// constants holds for ε and for the vectors of the basis.
extension Expression {
    /// ε replaced by a constant tensor of its own.
    public var withOpaqueEpsilon: Expression {
        if case .epsilon(let i, let j, let k) = kind {
            return .application(Application(function: .opaqueEpsilon, valueIndices: [i, j, k], arguments: []))
        }
        return mapOperands(\.withOpaqueEpsilon)
    }

    /// Numbered components replaced by products with constant vectors: `v_1` by `e·v`.
    public var withOpaqueBasis: Expression {
        var supply = IndexSupply(beyond: ownIndices)
        return withOpaqueBasis(&supply)
    }

    private func withOpaqueBasis(_ supply: inout IndexSupply) -> Expression {
        var factors: [(index: Index, vector: Expression)] = []
        func general(_ index: Index) -> Index {
            guard case .fixed(let component, let dimension) = index else { return index }
            let own = supply.fresh(dimension)
            factors.append((own, .application(Application(function: .opaqueBasisVector(component, dimension), valueIndices: [own], arguments: []))))
            return own
        }
        var result = mapOperands { $0.withOpaqueBasis(&supply) }
        switch result.kind {
        case .coordinate(let point, let index?): result = .coordinate(point, general(index))
        case .delta(let i, let j): result = .delta(general(i), general(j))
        case .epsilon(let i, let j, let k): result = .epsilon(general(i), general(j), general(k))
        case .partial(let point, let index?, let body): result = .partial(point, general(index), body)
        case .application(let application):
            result = .application(Application(
                function: application.function, valueIndices: application.valueIndices.map(general),
                derivatives: application.derivatives.map { DerivativeSlot(argument: $0.argument, index: $0.index.map(general)) },
                arguments: application.arguments))
        default: return result
        }
        return factors.reduce(result) { .contraction($1.index, $1.vector * $0) }
    }

    /// With ε and the vectors of the basis in place of the constants.
    public var withoutOpaqueSymbols: Expression {
        guard case .application(let application) = kind else { return mapOperands(\.withoutOpaqueSymbols) }
        let indices = application.valueIndices
        if application.function == .opaqueEpsilon { return .epsilon(indices[0], indices[1], indices[2]) }
        if let component = application.function.opaqueComponent { return .delta(indices[0], .fixed(component, indices[0].dimension)) }
        return mapOperands(\.withoutOpaqueSymbols)
    }

    public var mentionsComponents: Bool { ownIndices.contains { if case .fixed = $0 { true } else { false } } }

    /// Free and bound, with repetition.
    private var ownIndices: [Index] {
        var own: [Index] = []
        switch kind {
        case .application(let application):
            own = application.valueIndices + application.derivatives.compactMap(\.index)
            for case .vector(let index, _) in application.arguments { own.append(index) }
        case .coordinate(_, let index), .partial(_, let index, _): own = [index].compactMap { $0 }
        case .delta(let a, let b): own = [a, b]
        case .epsilon(let a, let b, let c): own = [a, b, c]
        case .contraction(let index, _): own = [index]
        case .uninterpreted(_, _, let indices): own = indices
        default: break
        }
        return operands.reduce(into: own) { $0 += $1.ownIndices }
    }

    public var mentionsEpsilon: Bool {
        if case .epsilon = kind { return true }
        return operands.contains(where: \.mentionsEpsilon)
    }
}

extension FunctionSymbol {
    public static let opaqueEpsilon = FunctionSymbol(name: "ε", arguments: [], valueDimensions: [.number(3), .number(3), .number(3)])

    private static let basisName = "ε#"

    static func opaqueBasisVector(_ component: Int, _ dimension: Dimension) -> FunctionSymbol {
        FunctionSymbol(name: "\(basisName)\(component)", arguments: [], valueDimensions: [dimension])
    }

    var opaqueComponent: Int? {
        name.hasPrefix(Self.basisName) && arguments.isEmpty && valueDimensions.count == 1 ? Int(name.dropFirst(Self.basisName.count)) : nil
    }

    /// Whether a constant stands for ε or a vector of the basis: no statement may declare it.
    public var isOpaque: Bool { self == .opaqueEpsilon || opaqueComponent != nil }
}
