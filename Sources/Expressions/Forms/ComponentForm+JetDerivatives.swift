import Arithmetic

/// A derivative by components: sorted, so that `∂_1∂_2` and `∂_2∂_1` are one jet.
struct JetIndex: Hashable, Comparable {
    /// The component of the value.
    let value: [Int]
    let derivatives: [ComponentDerivative]

    static func < (a: JetIndex, b: JetIndex) -> Bool {
        if a.value != b.value { return a.value.lexicographicallyPrecedes(b.value) }
        return a.derivatives.count != b.derivatives.count
            ? a.derivatives.count < b.derivatives.count : a.derivatives.lexicographicallyPrecedes(b.derivatives)
    }
}

/// In components every jet is one atom. `∂D/∂(∂^α u)` is taken over multi-indices α, once for each, so no factor
/// for the orders of a mixed derivative arises.
extension ComponentForm: JetCalculus {
    func jets(_ form: Form, _ unknown: Occurrence) -> Set<JetIndex> {
        var result: Set<JetIndex> = []
        for monomial in form.terms.keys {
            for factor in monomial.factors {
                switch arena.atom(factor.atom) {
                case .jet(let jet):
                    if isJet(jet, unknown) { result.insert(JetIndex(value: jet.value, derivatives: jet.derivatives)) }
                    for (_, argument) in composedArguments(of: jet) { result.formUnion(jets(argument, unknown)) }
                case .composite(let inner), .logarithm(let inner), .elementary(_, let inner):
                    result.formUnion(jets(arena.form(inner), unknown))
                case .exponential(let inner): result.formUnion(jets(Form(inner), unknown))
                case .bessel(_, let order, let argument):
                    result.formUnion(jets(arena.form(order), unknown).union(jets(arena.form(argument), unknown)))
                default: break
                }
            }
        }
        return result
    }

    private func isJet(_ jet: JetAtom, _ unknown: Occurrence) -> Bool {
        jet.function == unknown.function && jet.arguments.elementsEqual(unknown.points, by: { $0 == .point($1) })
            && jet.derivatives.allSatisfy { !unknown.fixed.contains(unknown.points[$0.argument]) }
    }

    func order(_ jet: JetIndex) -> Int { jet.derivatives.count }

    func degree(_ atom: Int32, _ unknown: Occurrence) -> Int? {
        guard case .jet(let jet) = arena.atom(atom), isJet(jet, unknown) else { return nil }
        return 1
    }

    func isComposed(_ atom: Int32, _ unknown: Occurrence) -> Bool {
        if case .jet(let jet) = arena.atom(atom), isJet(jet, unknown) { return false }
        return !jets(Form(Monomial(factors: [Factor(atom: atom, exponent: 1)])), unknown).isEmpty
    }

    func antiderivative(_ atom: Int32) -> (value: Form, argument: Form)? {
        guard case .jet(let jet) = arena.atom(atom), jet.function.arguments == [.scalar], !jet.derivatives.isEmpty,
            case .components(let numbers) = jet.arguments[0] else { return nil }
        let lowered = JetAtom(function: jet.function, value: jet.value, derivatives: Array(jet.derivatives.dropLast()), arguments: jet.arguments)
        return (arena.form(.jet(lowered)), arena.form(numbers[0]))
    }

    func isBare(_ atom: Atom, _ unknown: Occurrence) -> Bool {
        guard case .jet(let jet) = atom else { return false }
        return jet.derivatives.isEmpty && isJet(jet, unknown)
    }

    func bareForm(_ unknown: Occurrence, _ jet: JetIndex?) throws -> Form {
        arena.form(.jet(JetAtom(function: unknown.function, value: jet?.value ?? [], derivatives: [], arguments: unknown.points.map { .point($0) })))
    }

    func jetDerivative(_ form: Form, _ unknown: Occurrence, _ jet: JetIndex) throws -> Form {
        try arena.differentiate(form) { number in
            let atom = self.arena.atom(number)
            if let composed = try self.arena.derivativeOfComposed(atom, { try self.jetDerivative($0, unknown, jet) }) { return composed }
            guard case .jet(let other) = atom else { return .zero }
            if self.isJet(other, unknown) { return other.derivatives == jet.derivatives && other.value == jet.value ? .one : .zero }
            return try self.derivative(of: other) { try self.jetDerivative($0, unknown, jet) }
        }
    }

    struct Slot {
        let point: Point
        /// 0 for a point of the line.
        let component: Int
    }

    func slots(_ jet: JetIndex, _ unknown: Occurrence) -> [Slot] {
        jet.derivatives.map { Slot(point: unknown.points[$0.argument], component: $0.component) }
    }

    func key(_ slot: Slot) -> PartialIntegration.FieldKey {
        PartialIntegration.FieldKey(point: slot.point, component: slot.component == 0 ? nil : slot.component)
    }

    func slot(_ key: PartialIntegration.FieldKey) -> Slot { Slot(point: key.point, component: key.component ?? 0) }

    func field(_ form: Form, _ slot: Slot) throws -> Form { form }

    func divergence(_ form: Form, _ slot: Slot) throws -> Form {
        if case .sphere = slot.point.manifold { throw FormError.unsupported("a derivative on a sphere") }
        return try derivative(form, slot.point, slot.component)
    }

    func product(_ form: Form, with unknown: Occurrence, _ jet: JetIndex, differentiatedAt slots: ArraySlice<Slot>) throws -> Form {
        var rest = try bareForm(unknown, jet)
        for slot in slots { rest = try derivative(rest, slot.point, slot.component) }
        return try arena.multiply(form, rest)
    }

    func gradient(_ form: Form, _ unknown: Occurrence) throws -> [PartialIntegration.FieldKey: Form] {
        var result: [PartialIntegration.FieldKey: Form] = [:]
        for point in unknown.variables {
            let components = try point.manifold.vectorDimension.map { dimension in (1...(try size(dimension))).map(Optional.some) } ?? [nil]
            for component in components {
                result[PartialIntegration.FieldKey(point: point, component: component)] = try derivative(form, point, component ?? 0)
            }
        }
        return result
    }

    func slope(_ unknown: Occurrence, along fields: [PartialIntegration.FieldKey: Form]) throws -> Form {
        var result = Form.zero
        for (key, field) in fields where unknown.points.contains(key.point) && !field.hasNoTerms {
            let gradient = try derivative(bareForm(unknown, nil), key.point, key.component ?? 0)
            result.add(try arena.multiply(gradient, field))
        }
        return result
    }

    /// The form as an expression in fixed components.
    public func expression(_ form: Form, _ supply: inout IndexSupply) throws -> Expression {
        var fresh = supply
        defer { supply = fresh }
        func reify(_ form: Form) throws -> Expression {
            try Reification(arena: arena) { atom in
                switch atom {
                case .component(let point, let k): return .coordinate(point, point.manifold.vectorDimension.map { .fixed(k, $0) })
                case .relative(let first, let second, let k):
                    let index = first.manifold.vectorDimension.map { Index.fixed(k, $0) }
                    return .coordinate(first, index) - .coordinate(second, index)
                case .jet(let jet): return .application(try reify(jet))
                default: throw FormError.notInvariant
                }
            }.expression(form)
        }
        func reify(_ jet: JetAtom) throws -> Expression.Application {
            let function = jet.function
            let arguments = try zip(function.arguments, jet.arguments).map { slot, key -> Expression.Argument in
                switch (slot, key) {
                case (_, .point(let point)): return .point(point, &fresh)
                case (.scalar, .components(let numbers)): return .scalar(try reify(arena.form(numbers[0])))
                case (.vector(let dimension), .components(let numbers)):
                    let index = fresh.fresh(dimension)
                    let terms = try numbers.enumerated().map { k, number in
                        Expression.delta(index, .fixed(k + 1, dimension)) * (try reify(arena.form(number)))
                    }
                    return .vector(index, .sum(terms))
                case (_, .form): throw FormError.notInvariant
                }
            }
            return Expression.Application(
                function: function, valueIndices: zip(jet.value, function.valueDimensions).map { .fixed($0, $1) },
                derivatives: jet.derivatives.map { derivative in
                    guard case .vector(let dimension) = function.arguments[derivative.argument] else {
                        return Expression.DerivativeSlot(argument: derivative.argument, index: nil)
                    }
                    return Expression.DerivativeSlot(argument: derivative.argument, index: .fixed(derivative.component, dimension))
                },
                arguments: arguments)
        }
        return try reify(form)
    }
}
