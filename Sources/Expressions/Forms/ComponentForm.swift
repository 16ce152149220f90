import Arithmetic

/// The component normal form in given dimensions: every tensor written out.
///
/// Components are sums over Q of products of coordinates, jets and generators. Equal forms are equal values;
/// a form that is not zero is a difference unless generators such as `exp 1` and `π` are dependent.
public final class ComponentForm {
    let arena: FormArena
    private let context: FormContext
    private let dimensions: [String: Int]
    private let relative: RelativePoints
    private var memo: [MemoKey: Form] = [:]
    private var atomDerivatives: [DerivativeKey: Form] = [:]
    private var rules: [Int32: Form]?

    /// Values of index variables.
    public typealias Assignment = [Index: Int]

    private struct MemoKey: Hashable {
        let expression: Expression
        let values: [Int]
    }

    private struct DerivativeKey: Hashable {
        let atom: Int32
        let point: Point
        let component: Int
    }

    /// - Parameter expressions: what will be normalised; it decides which differences of points become generators.
    public init(_ context: FormContext, for expressions: [Expression] = [], dimensions: [String: Int] = [:]) {
        self.context = context
        relative = RelativePoints(in: expressions)
        self.dimensions = dimensions
        arena = FormArena(context)
    }

    public func size(_ dimension: Dimension) throws -> Int {
        switch dimension {
        case .number(let value): return value
        case .symbol(let name):
            guard let value = dimensions[name] else { throw FormError.unsupported("dimension \(name)") }
            return value
        }
    }

    public func isZero(_ form: Form) throws -> Bool {
        if form.hasNoTerms { return true }
        return try arena.isZero(applyingRules(form))
    }

    /// The difference of both sides at one assignment of the free indices.
    public func difference(_ left: Expression, _ right: Expression, _ assignment: Assignment) throws -> Form {
        var result = try normalForm(left, assignment)
        result.add(try normalForm(right, assignment), times: -1)
        return result
    }

    /// All assignments of the given free indices.
    public func assignments(_ indices: [Index]) throws -> [Assignment] {
        var result: [Assignment] = [[:]]
        for index in indices {
            guard case .variable = index else { continue }
            let size = try size(index.dimension)
            result = result.flatMap { partial in
                (0..<size).map { value in
                    var next = partial
                    next[index] = value + 1
                    return next
                }
            }
            try arena.spend(result.count)
        }
        return result
    }

    public func normalForm(_ expression: Expression, _ assignment: Assignment) throws -> Form {
        let values = try expression.freeIndices.map { try value($0, assignment) }
        let key = MemoKey(expression: expression, values: values)
        if let known = memo[key] { return known }
        try arena.spend(1)
        let result = try compute(expression, assignment)
        memo[key] = result
        return result
    }

    private func value(_ index: Index, _ assignment: Assignment) throws -> Int {
        if case .fixed(let component, _) = index { return component }
        guard let value = assignment[index] else { throw FormError.unsupported("a loose index") }
        return value
    }

    private func compute(_ expression: Expression, _ assignment: Assignment) throws -> Form {
        switch expression.kind {
        case .number(let value): return Form(value)
        case .pi: return arena.form(.pi)
        case .parameter(let name): return arena.form(.parameter(name))
        case .dimension(let dimension): return Form(Rational(try size(dimension)))
        case .coordinate(let point, nil): return arena.form(.scalarPoint(point))
        case .coordinate(let point, let index?):
            let component = try value(index, assignment)
            guard let base = relative.base[point] else { return arena.form(.component(point, component)) }
            var result = arena.form(.relative(point, base, component))
            result.add(arena.form(.component(base, component)))
            return result
        case .delta(let i, let j): return try value(i, assignment) == value(j, assignment) ? .one : .zero
        case .epsilon(let i, let j, let k):
            let sign = permutationSign(try value(i, assignment), try value(j, assignment), try value(k, assignment))
            return Form(Rational(sign))
        case .application(let application): return try normalForm(of: application, assignment)
        case .sum(let terms):
            var result = Form.zero
            for term in terms { result.add(try normalForm(term, assignment)) }
            return result
        case .product(let factors):
            var result = Form.one
            for factor in factors { result = try arena.multiply(result, normalForm(factor, assignment)) }
            return result
        case .power(let base, let exponent):
            if let factors = base.factors(underInverse: exponent) {
                return try factors.reduce(Form.one) { try arena.multiply($0, arena.power(normalForm($1.base, assignment), Exponent($1.power))) }
            }
            return try arena.power(normalForm(base, assignment), form: normalForm(exponent, assignment))
        case .elementary(.log, let argument):
            if case .power(let base, let exponent) = argument.kind, case .sum = base.kind {
                return try arena.logarithm(normalForm(base, assignment), toThe: normalForm(exponent, assignment)) ?? arena.logarithm(normalForm(argument, assignment))
            }
            return try arena.logarithm(normalForm(argument, assignment))
        case .elementary(let function, let argument):
            return try arena.elementary(function, normalForm(argument, assignment))
        case .partial(let point, let index, let body):
            return try derivative(normalForm(body, assignment), point, try index.map { try value($0, assignment) } ?? 0)
        case .parameterDerivative(let name, let body):
            return try normalForm(body.differentiated(byParameter: name), assignment)
        case .contraction(let index, let body):
            var result = Form.zero
            var inner = assignment
            for component in 1...(try size(index.dimension)) {
                inner[index] = component
                result.add(try normalForm(body, inner))
            }
            // Projections leave `(z1² + … + zd²)/|z|⁴` behind, which would grow with each product.
            return try arena.condensed(result)
        case .integral: throw FormError.unsupported("∫")
        case .uninterpreted(let name, _, _):
            guard let (function, order, argument) = expression.bessel else { throw FormError.unsupported(name) }
            return try arena.bessel(function, order: normalForm(order, assignment), at: normalForm(argument, assignment))
        }
    }

    private func permutationSign(_ i: Int, _ j: Int, _ k: Int) -> Int { (j - i) * (k - i) * (k - j) / 2 }

    private func normalForm(of application: Expression.Application, _ assignment: Assignment) throws -> Form {
        let function = application.function
        var sign = 1
        var value = try application.valueIndices.map { try self.value($0, assignment) }
        switch function.valueSymmetry {
        case .none: break
        case .symmetric: value.sort()
        case .antisymmetric:
            if value.count == 2 {
                if value[0] == value[1] { return .zero }
                if value[0] > value[1] {
                    value.reverse()
                    sign = -1
                }
            }
        }
        var keys: [ArgumentKey] = []
        var argumentForms: [[Form]] = []
        for argument in application.arguments {
            if let point = argument.plainPoint {
                keys.append(.point(point))
                argumentForms.append([])
                continue
            }
            var forms: [Form] = []
            switch argument {
            case .scalar(let body): forms = [try normalForm(body, assignment)]
            case .vector(let index, let body):
                var inner = assignment
                for component in 1...(try size(index.dimension)) {
                    inner[index] = component
                    forms.append(try normalForm(body, inner))
                }
            }
            // `ω/|ω|` stays what it is: it has other derivatives than ω.
            if case .point(let point) = plainPoint(argument, forms), !point.isOnSphere {
                keys.append(.point(point))
                argumentForms.append([])
                continue
            }
            argumentForms.append(forms)
            keys.append(.components(forms.map { arena.number(of: $0) }))
        }
        if function.attributes.contains(.even), argumentForms.allSatisfy({ !$0.isEmpty }),
            let first = argumentForms.joined().first(where: { !$0.hasNoTerms }),
            let leading = first.sortedTerms.first, leading.coefficient.sign < 0 {
            if application.derivatives.count % 2 == 1 { sign = -sign }
            keys = zip(application.arguments, argumentForms).map { argument, forms in
                plainPoint(argument, forms.map { $0.scaled(by: -1) })
            }
        }
        // F(v, w) = F(w, v), and with the derivatives in the other slots.
        var slots = application.derivatives
        if function.attributes.contains(.symmetric), keys.count == 2, case .point(let first) = keys[0], case .point(let second) = keys[1], second.name < first.name {
            keys.swapAt(0, 1)
            slots = slots.map { Expression.DerivativeSlot(argument: 1 - $0.argument, index: $0.index) }
        }
        let derivatives = try slots.map {
            ComponentDerivative(argument: $0.argument, component: try $0.index.map { try self.value($0, assignment) } ?? 0)
        }.sorted()
        let jet = JetAtom(function: function, value: value, derivatives: derivatives, arguments: keys)
        return arena.form(.jet(jet)).scaled(by: Rational(sign))
    }

    private func plainPoint(_ argument: Expression.Argument, _ forms: [Form]) -> ArgumentKey {
        var candidate: Point?
        for (position, form) in forms.enumerated() {
            guard form.terms.count == 1, let (monomial, coefficient) = form.terms.first, coefficient == 1,
                monomial.factors.count == 1, monomial.factors[0].exponent == 1
            else { return .components(forms.map { arena.number(of: $0) }) }
            switch arena.atom(monomial.factors[0].atom) {
            case .scalarPoint(let point) where forms.count == 1: return .point(point)
            case .component(let point, position + 1) where candidate == nil || candidate == point: candidate = point
            default: return .components(forms.map { arena.number(of: $0) })
            }
        }
        return candidate.map { .point($0) } ?? .components(forms.map { arena.number(of: $0) })
    }

    // MARK: Derivatives

    func derivative(_ form: Form, _ point: Point, _ component: Int) throws -> Form {
        try arena.differentiate(form) { try derivative(ofAtom: $0, point, component) }
    }

    private func derivative(ofAtom number: Int32, _ point: Point, _ component: Int) throws -> Form {
        let key = DerivativeKey(atom: number, point: point, component: component)
        if let known = atomDerivatives[key] { return known }
        let atom = arena.atom(number)
        let result: Form
        if let composed = try arena.derivativeOfComposed(atom, { try derivative($0, point, component) }) {
            result = composed
        } else {
            switch atom {
            case .scalarPoint(let other): result = other == point ? .one : .zero
            case .component(let other, let k): result = other == point && k == component ? .one : .zero
            case .relative(let first, let second, let k):
                result = k != component ? .zero : first == point ? .one : second == point ? Form(-1) : .zero
            case .jet(let jet): result = try derivative(of: jet, point, component)
            default: result = .zero
            }
        }
        atomDerivatives[key] = result
        return result
    }

    private func derivative(of jet: JetAtom, _ point: Point, _ component: Int) throws -> Form {
        if jet.arguments.contains(where: { if case .form = $0 { true } else { false } }) { throw FormError.notInvariant }
        var result = try derivative(of: jet) { try derivative($0, point, component) }
        for (position, key) in jet.arguments.enumerated() where key == .point(point) {
            result.add(arena.form(.jet(jet.differentiated(position, component))))
        }
        return result
    }

    /// `Σ_j ∂F/∂y_j Dy_j` over the arguments y of a function F that are not points, D a derivation of forms.
    func derivative(of jet: JetAtom, _ derivation: (Form) throws -> Form) throws -> Form {
        var result = Form.zero
        for (slot, argument) in composedArguments(of: jet) {
            let inner = try derivation(argument)
            if inner.hasNoTerms { continue }
            result.add(try arena.multiply(arena.form(.jet(jet.differentiated(slot.argument, slot.component))), inner))
        }
        return result
    }

    /// The components of the arguments that are not points.
    func composedArguments(of jet: JetAtom) -> [(slot: ComponentDerivative, form: Form)] {
        jet.arguments.enumerated().flatMap { place, argument -> [(slot: ComponentDerivative, form: Form)] in
            guard case .components(let numbers) = argument else { return [] }
            let isScalar = jet.function.arguments[place] == .scalar
            return numbers.enumerated().map { (ComponentDerivative(argument: place, component: isScalar ? 0 : $0 + 1), arena.form($1)) }
        }
    }

    // MARK: Rules

    private func constantRules() throws -> [Int32: Form] {
        if let rules { return rules }
        let known = try arena.rules(from: context.constantEquations.flatMap { equation in
            try assignments(equation.indices).map { try difference(equation.left, equation.right, $0) }
        })
        rules = known
        return known
    }

    /// On `x·x = 1` the last component is eliminated from even powers: `x_d² = 1 - Σ x_k²`.
    func applyingRules(_ form: Form) throws -> Form {
        if context.unitVectors.isEmpty && context.constantEquations.isEmpty { return form }
        let rules = try constantRules()
        return try arena.rewriting(form) { atom, exponent in
            if let value = rules[self.arena.number(of: atom)] { return try self.arena.power(value, exponent) }
            let last: Atom
            let others: [Atom]
            switch atom {
            case .component(let point, let k):
                guard context.unitVectors.contains(point.name), let dimension = point.manifold.vectorDimension,
                    k == (try size(dimension)) else { return nil }
                last = atom
                others = (1..<k).map { .component(point, $0) }
            case .jet(let jet):
                guard context.unitVectors.contains(jet.function.name), jet.function.arguments.isEmpty,
                    jet.value.count == 1, jet.value[0] == (try size(jet.function.valueDimensions[0])) else { return nil }
                last = atom
                others = (1..<jet.value[0]).map {
                    .jet(JetAtom(function: jet.function, value: [$0], derivatives: [], arguments: []))
                }
            default: return nil
            }
            guard let power = exponent.asInt, power >= 2 else { return nil }
            var square = Form.one
            for other in others { square.add(arena.form(other, exponent: Exponent(2)), times: -1) }
            let even = try arena.power(square, Exponent(Rational(power / 2)))
            return try arena.multiply(even, arena.form(last, exponent: Exponent(Rational(power % 2))))
        }
    }
}

extension JetAtom {
    func differentiated(_ argument: Int, _ component: Int) -> JetAtom {
        JetAtom(
            function: function, value: value,
            derivatives: (derivatives + [ComponentDerivative(argument: argument, component: component)]).sorted(),
            arguments: arguments)
    }
}
