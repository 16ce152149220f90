import Arithmetic

/// The contraction normal form: one computation for every dimension at once.
///
/// A sum of products of norms, scalars and connected contractions of tensors. Equal forms are equal tensors
/// in every dimension. Unequal forms are different in sufficiently high dimension only, so a difference here
/// refutes nothing.
public final class ContractionForm {
    let arena: FormArena
    private var labelling = CanonicalLabelling()
    private var memo: [Expression: Form] = [:]
    private var labels: [Graph.VertexLabel] = []
    private var labelNumbers: [Graph.VertexLabel: Int32] = [:]
    /// Dimensions of the labels that stand for a metric.
    private var metrics: [Dimension?] = []
    /// Free labels of each atom that is a graph; `nil` where not yet known.
    private var freeLabels: [[Int32]?] = []
    private var contractions: [ContractionKey: Form] = [:]
    var atomDerivatives: [DerivativeKey: Form] = [:]
    let context: FormContext
    private let dimensions: [String: Int]
    private let relative: RelativePoints
    var freshLabel: Int32 = (1 << 26) + 1
    var rules: [Int32: Form]?
    var productRules: [ProductRule]?
    var jetOrdersOfAtoms: [OccurrenceKey: Set<JetOrder>] = [:]

    struct DerivativeKey: Hashable {
        let atom: Int32
        let point: Point
        let label: Int32
    }

    struct OccurrenceKey: Hashable {
        let atom: Int32
        let unknown: Occurrence
    }

    private struct ContractionKey: Hashable {
        let first: Int32
        let second: Int32
        let label: Int32
    }

    /// - Parameters:
    ///   - expressions: what will be normalised; it decides which differences of points become generators.
    ///   - dimensions: values for symbolic dimensions, put in before anything is normalised.
    public init(_ context: FormContext, for expressions: [Expression] = [], dimensions: [String: Int] = [:]) {
        self.context = context
        self.dimensions = dimensions
        relative = RelativePoints(in: expressions)
        arena = FormArena(context)
    }

    /// With `v - w` and `w` as generators in the place of `v` and `w`, for every `v: w` given.
    init(_ context: FormContext, relative base: [Point: Point]) {
        self.context = context
        dimensions = [:]
        relative = RelativePoints(base: base)
        arena = FormArena(context)
    }

    /// For integration over points: of two points whose difference carries a norm, one that is integrated is replaced.
    public init(_ context: FormContext, for expressions: [Expression], integrating points: [Point]) {
        self.context = context
        dimensions = [:]
        relative = RelativePoints(in: expressions, replacing: points)
        arena = FormArena(context)
    }

    /// The point that another is taken relative to.
    func relativeBase(of point: Point) -> Point? { relative.base[point] }

    func number(of label: Graph.VertexLabel) -> Int32 {
        if let known = labelNumbers[label] { return known }
        let number = Int32(labels.count)
        labels.append(label)
        labelNumbers[label] = number
        if case .delta(let dimension) = label { metrics.append(dimension) } else { metrics.append(nil) }
        return number
    }

    func label(_ number: Int32) -> Graph.VertexLabel { labels[Int(number)] }

    /// Whether `left - right` vanishes in every dimension, wherever both are defined.
    public static func areEqual(
        _ left: Expression, _ right: Expression, _ context: FormContext, dimensions: [String: Int] = [:]
    ) throws -> Bool {
        let form = ContractionForm(context, for: [left, right], dimensions: dimensions)
        return try form.isZero(form.difference(left, right))
    }

    public func difference(_ left: Expression, _ right: Expression) throws -> Form {
        var result = try normalForm(left)
        result.add(try normalForm(right), times: -1)
        return result
    }

    public func product(_ a: Form, _ b: Form) throws -> Form { try arena.multiply(a, b) }

    public func quotient(_ a: Form, _ b: Form) throws -> Form { try arena.multiply(a, arena.inverse(b)) }

    public func isZero(_ form: Form) throws -> Bool {
        if form.hasNoTerms { return true }
        return try arena.isZero(applyingRules(form))
    }

    // MARK: Normalisation

    public func normalForm(_ expression: Expression) throws -> Form {
        if let known = memo[expression] { return known }
        let result = try compute(expression)
        memo[expression] = result
        return result
    }

    private func compute(_ expression: Expression) throws -> Form {
        switch expression.kind {
        case .number(let value): return Form(value)
        case .pi: return arena.form(.pi)
        case .parameter(let name): return arena.form(.parameter(name))
        case .dimension(let dimension): return value(of: dimension)
        case .coordinate(let point, nil): return arena.form(.scalarPoint(point))
        case .coordinate(let point, let index?):
            let end = Graph.end(label: try label(index))
            func vector(_ label: Graph.VertexLabel) throws -> Form {
                try form(Graph(vertices: [Graph.Vertex(label: number(of: label), groups: [[end]])]))
            }
            guard let base = relative.base[point] else { return try vector(.position(point)) }
            var result = try vector(.relative(point, base))
            result.add(try vector(.position(base)))
            return result
        case .delta(let i, let j):
            return try form(Graph(vertices: [
                Graph.Vertex(
                    label: number(of: .delta(i.dimension)),
                    groups: [[Graph.end(label: try label(i)), Graph.end(label: try label(j))]])
            ]))
        case .epsilon: throw FormError.notInvariant
        case .application(let application): return try normalForm(of: application)
        case .sum(let terms):
            var result = Form.zero
            for term in terms { result.add(try normalForm(term)) }
            return result
        case .product(let factors):
            var result = Form.one
            for factor in factors { result = try arena.multiply(result, normalForm(factor)) }
            return result
        case .power(let base, let exponent):
            if let factors = base.factors(underInverse: exponent) {
                return try factors.reduce(Form.one) { try arena.multiply($0, arena.power(normalForm($1.base), Exponent($1.power))) }
            }
            return try arena.power(normalForm(base), form: normalForm(exponent))
        case .elementary(.log, let argument):
            if case .power(let base, let exponent) = argument.kind, case .sum = base.kind {
                return try arena.logarithm(normalForm(base), toThe: normalForm(exponent)) ?? arena.logarithm(normalForm(argument))
            }
            return try arena.logarithm(normalForm(argument))
        case .elementary(let function, let argument): return try arena.elementary(function, normalForm(argument))
        case .partial(let point, let index, let body):
            return try derivative(normalForm(body), point, try index.map(label))
        case .parameterDerivative(let name, let body): return try normalForm(body.differentiated(byParameter: name))
        case .contraction(let index, let body): return try contract(normalForm(body), index)
        case .integral: throw FormError.unsupported("∫")
        case .uninterpreted(let name, _, _):
            guard let (function, order, argument) = expression.bessel else { throw FormError.unsupported(name) }
            return try arena.bessel(function, order: normalForm(order), at: normalForm(argument))
        }
    }

    func label(_ index: Index) throws -> Int32 {
        guard case .variable(let number, _) = index, number < 1 << 26 else { throw FormError.notInvariant }
        return Int32(number)
    }

    private func value(of dimension: Dimension) -> Form {
        switch dimension {
        case .number(let number): return Form(Rational(number))
        case .symbol(let name):
            if let value = dimensions[name] { return Form(Rational(value)) }
            return arena.form(.parameter(name))
        }
    }

    /// A graph that need not be connected, with its metrics contracted, as a form.
    func form(_ graph: Graph) throws -> Form {
        var graph = graph
        var result = Form.one
        for dimension in graph.contractMetrics({ metrics[Int($0)] }) { result = try arena.multiply(result, value(of: dimension)) }
        for component in graph.components() {
            result = try arena.multiply(result, arena.form(.graph(labelling.canonical(component))))
        }
        return result
    }

    private func normalForm(of application: Expression.Application) throws -> Form {
        let function = application.function
        guard function.valueSymmetry != .antisymmetric else { throw FormError.notInvariant }
        var sign: Rational = 1
        var keys: [ArgumentKey] = []
        var argumentForms: [Form] = []
        for argument in application.arguments {
            if let point = argument.plainPoint {
                keys.append(.point(point))
                argumentForms.append(.zero)
                continue
            }
            let form: Form
            switch argument {
            case .scalar(let body): form = try normalForm(body)
            case .vector(let index, let body):
                form = try relabel(normalForm(body), label(index), Graph.argumentLabel)
            }
            // `ω/|ω|` stays what it is: it has other derivatives than ω.
            if let point = isPlainPoint(form), !point.isOnSphere {
                keys.append(.point(point))
                argumentForms.append(.zero)
                continue
            }
            argumentForms.append(form)
            keys.append(.form(arena.number(of: form)))
        }
        if function.attributes.contains(.even), !keys.contains(where: { if case .point = $0 { return true } else { return false } }) {
            let flipped = argumentForms.map { $0.scaled(by: -1) }
            if let first = argumentForms.first(where: { !$0.hasNoTerms }), let leading = first.sortedTerms.first,
                leading.coefficient.sign < 0 {
                if application.derivatives.count % 2 == 1 { sign = -1 }
                keys = flipped.map { form in
                    isPlainPoint(form).map { .point($0) } ?? .form(arena.number(of: form))
                }
            }
        }
        // F(v, w) = F(w, v), and with the derivatives in the other slots.
        var derivatives = application.derivatives
        if function.attributes.contains(.symmetric), keys.count == 2, case .point(let first) = keys[0], case .point(let second) = keys[1], second.name < first.name {
            keys.swapAt(0, 1)
            derivatives = derivatives.map { Expression.DerivativeSlot(argument: 1 - $0.argument, index: $0.index) }
        }
        var groups: [[Int32]] = []
        let values = try application.valueIndices.map { Graph.end(label: try label($0)) }
        if function.valueSymmetry == .symmetric { groups.append(values) } else { groups += values.map { [$0] } }
        var scalarDerivatives: [Int] = []
        for (position, slot) in function.arguments.enumerated() {
            let own = derivatives.filter { $0.argument == position }
            switch slot {
            case .scalar: scalarDerivatives.append(own.count)
            case .vector:
                groups.append(try own.compactMap { try $0.index.map { Graph.end(label: try label($0)) } })
            }
        }
        let vertex = Graph.Vertex(
            label: number(of: .jet(function, scalarDerivatives: scalarDerivatives, arguments: keys)), groups: groups)
        return try form(Graph(vertices: [vertex])).scaled(by: sign)
    }

    func isPlainPoint(_ form: Form) -> Point? {
        guard form.terms.count == 1, let (monomial, coefficient) = form.terms.first, coefficient == 1,
            monomial.factors.count == 1, monomial.factors[0].exponent == 1
        else { return nil }
        switch arena.atom(monomial.factors[0].atom) {
        case .scalarPoint(let point): return point
        case .graph(let graph):
            // Its own component, not one with the index of a sum around it.
            guard graph.vertices.count == 1, case .position(let point) = label(graph.vertices[0].label), graph.freeLabels == [Graph.argumentLabel]
            else { return nil }
            return point
        default: return nil
        }
    }

    // MARK: Contraction and relabelling

    /// Σ over an index: every monomial must carry the label exactly twice, or not at all.
    func contract(_ form: Form, _ index: Index) throws -> Form {
        try contract(form, label: label(index), dimension: index.dimension)
    }

    func contract(_ form: Form, label: Int32, dimension: Dimension) throws -> Form {
        var result = Form.zero
        for (monomial, coefficient) in form.sortedTerms {
            var carriers: [Int32] = []
            var rest: [Factor] = []
            var count = 0
            for factor in monomial.factors {
                let occurrences = try occurrences(of: label, inAtom: factor.atom)
                if occurrences == 0 {
                    rest.append(factor)
                    continue
                }
                guard let exponent = arena.exponent(factor.exponent).asInt, exponent > 0, exponent <= 2 else {
                    throw FormError.notInvariant
                }
                for _ in 0..<exponent {
                    carriers.append(factor.atom)
                    count += occurrences
                }
            }
            if carriers.isEmpty {
                try arena.addProduct(value(of: dimension), monomial, coefficient, to: &result)
                continue
            }
            guard count == 2 else { throw FormError.notInvariant }
            let contracted = try contraction(carriers[0], carriers.count == 2 ? carriers[1] : nil, label)
            try arena.addProduct(contracted, Monomial(factors: rest), coefficient, to: &result)
        }
        return result
    }

    /// The contraction of one atom with itself, or of two, over a label that occurs twice in all.
    private func contraction(_ first: Int32, _ second: Int32?, _ label: Int32) throws -> Form {
        let key = ContractionKey(first: first, second: second ?? -1, label: label)
        if let known = contractions[key] { return known }
        guard case .graph(var graph) = arena.atom(first) else { throw FormError.notInvariant }
        if let second {
            guard case .graph(let other) = arena.atom(second) else { throw FormError.notInvariant }
            graph = graph.union(other)
        }
        guard graph.join(label) else { throw FormError.notInvariant }
        let result = try form(graph)
        contractions[key] = result
        return result
    }

    private func occurrences(of label: Int32, inAtom number: Int32) throws -> Int {
        let position = Int(number)
        while freeLabels.count <= position { freeLabels.append(nil) }
        if let known = freeLabels[position] { return known.lazy.filter { $0 == label }.count }
        let atom = arena.atom(number)
        // Only graphs without composed arguments have a fixed list; the others are searched.
        if case .graph(let graph) = atom, !graph.vertices.contains(where: { hasComposedArguments($0.label) }) {
            let list = graph.freeLabels
            freeLabels[position] = list
            return list.lazy.filter { $0 == label }.count
        }
        return try occurrences(of: label, in: atom)
    }

    private func hasComposedArguments(_ number: Int32) -> Bool {
        guard case .jet(_, _, let arguments) = label(number) else { return false }
        return arguments.contains { if case .point = $0 { return false } else { return true } }
    }

    private func occurrences(of label: Int32, in atom: Atom) throws -> Int {
        switch atom {
        case .graph(let graph):
            // A component inside an argument, `f(v_i)`, is not invariant; the argument's own label is bound there.
            if label != Graph.argumentLabel {
                for vertex in graph.vertices {
                    guard case .jet(_, _, let arguments) = self.label(vertex.label) else { continue }
                    for case .form(let number) in arguments where try mentions(label, arena.form(number)) {
                        throw FormError.notInvariant
                    }
                }
            }
            return graph.freeLabels.lazy.filter { $0 == label }.count
        case .composite(let number), .logarithm(let number), .elementary(_, let number):
            if try mentions(label, arena.form(number)) { throw FormError.notInvariant }
            return 0
        case .exponential(let inner):
            if try mentions(label, Form(inner)) { throw FormError.notInvariant }
            return 0
        default: return 0
        }
    }

    private func mentions(_ label: Int32, _ form: Form) throws -> Bool {
        for monomial in form.terms.keys {
            for factor in monomial.factors where try occurrences(of: label, inAtom: factor.atom) > 0 { return true }
        }
        return false
    }

    func relabel(_ form: Form, _ old: Int32, _ new: Int32) throws -> Form {
        var result = Form.zero
        for (monomial, coefficient) in form.terms {
            var term = Form(coefficient)
            for factor in monomial.factors {
                if case .graph(var graph) = arena.atom(factor.atom), graph.freeLabels.contains(old) {
                    graph.relabel(old, new)
                    let renamed = arena.form(.graph(try labelling.canonical(graph)))
                    term = try arena.multiply(term, arena.power(renamed, arena.exponent(factor.exponent)))
                } else {
                    if try occurrences(of: old, inAtom: factor.atom) > 0 { throw FormError.notInvariant }
                    term = try arena.multiply(term, by: Monomial(factors: [factor]))
                }
            }
            result.add(term)
        }
        return result
    }
}
