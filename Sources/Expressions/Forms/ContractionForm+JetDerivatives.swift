import Arithmetic

/// A function symbol at plain points: the unknown in which an integrand is varied.
public struct Occurrence: Hashable, Sendable {
    public let function: FunctionSymbol
    public let points: [Point]
    /// Points that do not vary: derivatives with respect to them are functions of their own.
    public let fixed: Set<Point>

    public init(function: FunctionSymbol, points: [Point], fixed: Set<Point> = []) {
        self.function = function
        self.points = points
        self.fixed = fixed
    }

    /// The points that vary.
    public var variables: [Point] { points.filter { !fixed.contains($0) } }
}

/// How many derivatives a jet has in each argument.
struct JetOrder: Hashable, Comparable {
    var counts: [Int]

    var total: Int { counts.reduce(0, +) }

    /// The argument of each derivative, in order.
    var slots: [Int] { counts.enumerated().flatMap { Array(repeating: $0, count: $1) } }

    static func < (a: JetOrder, b: JetOrder) -> Bool {
        (a.total, a.counts.count) != (b.total, b.counts.count)
            ? (a.total, a.counts.count) < (b.total, b.counts.count) : a.counts.lexicographicallyPrecedes(b.counts)
    }
}

/// Derivatives of forms by jets: the jet is deleted from the graphs, its slots stay open.
extension ContractionForm {
    /// The open slots of a deleted jet carry these labels, in the order of `JetOrder.slots`.
    static func slotLabel(_ slot: Int) -> Int32 { (1 << 27) + Int32(slot) }

    /// The orders of all jets of the occurrence in the form.
    func jetOrders(_ form: Form, _ unknown: Occurrence) -> Set<JetOrder> {
        var result: Set<JetOrder> = []
        for monomial in form.terms.keys {
            for factor in monomial.factors { result.formUnion(jetOrders(ofAtom: factor.atom, unknown)) }
        }
        return result
    }

    private func jetOrders(ofAtom number: Int32, _ unknown: Occurrence) -> Set<JetOrder> {
        let key = OccurrenceKey(atom: number, unknown: unknown)
        if let known = jetOrdersOfAtoms[key] { return known }
        var result: Set<JetOrder> = []
        switch arena.atom(number) {
        case .graph(let graph):
            for vertex in graph.vertices {
                if let order = jetOrder(vertex, unknown) { result.insert(order) }
                for (_, argument) in composedArguments(vertex) { result.formUnion(jetOrders(arena.form(argument), unknown)) }
            }
        case .composite(let inner), .logarithm(let inner), .elementary(_, let inner):
            result = jetOrders(arena.form(inner), unknown)
        case .bessel(_, let order, let argument):
            result = jetOrders(arena.form(order), unknown).union(jetOrders(arena.form(argument), unknown))
        case .exponential(let monomial): result = jetOrders(Form(monomial), unknown)
        default: break
        }
        jetOrdersOfAtoms[key] = result
        return result
    }

    /// The arguments of a function symbol that are not points: their places and forms.
    func composedArguments(_ vertex: Graph.Vertex) -> [(place: Int, form: Int32)] {
        guard case .jet(_, _, let arguments) = label(vertex.label) else { return [] }
        return arguments.enumerated().compactMap { place, argument in
            if case .form(let number) = argument { (place, number) } else { nil }
        }
    }

    func jetOrder(_ vertex: Graph.Vertex, _ unknown: Occurrence) -> JetOrder? {
        guard case .jet(let function, let scalarDerivatives, let arguments) = label(vertex.label), function == unknown.function,
            arguments.elementsEqual(unknown.points, by: { $0 == .point($1) })
        else { return nil }
        var group = Self.valueGroups(vertex, function) - 1, scalar = -1
        let counts = function.arguments.map { slot -> Int in
            if slot == .scalar {
                scalar += 1
                return scalarDerivatives[scalar]
            }
            group += 1
            return vertex.groups[group].count
        }
        guard zip(counts, unknown.points).allSatisfy({ $0 == 0 || !unknown.fixed.contains($1) }) else { return nil }
        return JetOrder(counts: counts)
    }

    /// The groups of slots for the value of a function; those of its vector arguments come behind.
    static func valueGroups(_ vertex: Graph.Vertex, _ function: FunctionSymbol) -> Int {
        vertex.groups.count - function.arguments.filter { $0 != .scalar }.count
    }

    /// `∂ form / ∂ jet`, contracted with nothing: for the jet `∂_{i1}…∂_{ik} u` the free labels are the slot
    /// labels. Summed with the jet of any function put back in, it gives the variation.
    func jetDerivative(_ form: Form, _ unknown: Occurrence, _ order: JetOrder) throws -> Form {
        try arena.differentiate(form) { try jetDerivative(ofAtom: $0, unknown, order) }
    }

    private func jetDerivative(ofAtom number: Int32, _ unknown: Occurrence, _ order: JetOrder) throws -> Form {
        guard jetOrders(ofAtom: number, unknown).contains(order) else { return .zero }
        let atom = arena.atom(number)
        if let composed = try arena.derivativeOfComposed(atom, { try jetDerivative($0, unknown, order) }) { return composed }
        guard case .graph(let graph) = atom else { return .zero }
        var result = Form.zero
        for position in graph.vertices.indices {
            if jetOrder(graph.vertices[position], unknown) == order { result.add(try form(opening(graph, position, unknown))) }
            for argument in composedArguments(graph.vertices[position]) {
                result.add(try derivative(of: graph, byArgument: argument, of: position) { try jetDerivative($0, unknown, order) })
            }
        }
        return result
    }

    /// The graph with one vertex replaced by metrics that lead from its ends to the slot labels.
    private func opening(_ graph: Graph, _ position: Int, _ unknown: Occurrence) -> Graph {
        var vertices = graph.vertices
        let vertex = graph.vertices[position]
        // The open slots first: ends that point at them are redirected one by one.
        var slots: [(group: Int, end: Int32, metric: Int)] = []
        var label: Int32 = 0
        var group = -1
        var value = 0
        for _ in 0..<Self.valueGroups(vertex, unknown.function) {
            group += 1
            for end in vertex.groups[group] {
                slots.append((group, end, vertices.count))
                vertices.append(Graph.Vertex(
                    label: number(of: .delta(unknown.function.valueDimensions[value])),
                    groups: [[end, Graph.end(label: Occurrence.valueLabel(value))]]))
                value += 1
            }
        }
        for slot in unknown.function.arguments {
            guard case .vector(let dimension) = slot else { continue }
            group += 1
            for end in vertex.groups[group] {
                slots.append((group, end, vertices.count))
                vertices.append(Graph.Vertex(
                    label: number(of: .delta(dimension)), groups: [[end, Graph.end(label: Self.slotLabel(Int(label)))]]))
                label += 1
            }
        }
        var isMatched = [Bool](repeating: false, count: slots.count)
        for (number, slot) in slots.enumerated() where slot.end >= 0 && !isMatched[number] {
            let target = Int(slot.end / 16), targetGroup = Int(slot.end % 16)
            if target == position {
                // A loop at the vertex: its two ends become two metrics joined to each other.
                guard let partner = slots.indices.first(where: {
                    $0 > number && !isMatched[$0] && slots[$0].group == targetGroup
                        && slots[$0].end == Graph.end(vertex: position, group: slot.group)
                }) else { continue }
                isMatched[partner] = true
                vertices[slot.metric].groups[0][0] = Graph.end(vertex: slots[partner].metric, group: 0)
                vertices[slots[partner].metric].groups[0][0] = Graph.end(vertex: slot.metric, group: 0)
            } else {
                let own = Graph.end(vertex: position, group: slot.group)
                if let place = vertices[target].groups[targetGroup].firstIndex(of: own) {
                    vertices[target].groups[targetGroup][place] = Graph.end(vertex: slot.metric, group: 0)
                }
            }
            isMatched[number] = true
        }
        return Graph(vertices: vertices).keeping { $0 != position }
    }
}

extension ContractionForm: JetCalculus {
    struct Slot {
        let point: Point
        /// `nil` for a point of the line.
        let label: Int32?
    }

    private static let fieldLabel: Int32 = 1 << 25

    func jets(_ form: Form, _ unknown: Occurrence) -> Set<JetOrder> { jetOrders(form, unknown) }

    func order(_ jet: JetOrder) -> Int { jet.total }

    func degree(_ atom: Int32, _ unknown: Occurrence) -> Int? {
        guard case .graph(let graph) = arena.atom(atom), !isComposed(graph, unknown) else { return nil }
        return graph.vertices.filter { jetOrder($0, unknown) != nil }.count
    }

    private func isComposed(_ graph: Graph, _ unknown: Occurrence) -> Bool {
        graph.vertices.contains { vertex in composedArguments(vertex).contains { !jetOrders(arena.form($0.form), unknown).isEmpty } }
    }

    func isComposed(_ atom: Int32, _ unknown: Occurrence) -> Bool {
        if case .graph(let graph) = arena.atom(atom) { return isComposed(graph, unknown) }
        return !jetOrders(ofAtom: atom, unknown).isEmpty
    }

    func antiderivative(_ atom: Int32) -> (value: Form, argument: Form)? {
        guard case .graph(let graph) = arena.atom(atom), graph.vertices.count == 1,
            case .jet(let function, let orders, let arguments) = label(graph.vertices[0].label), arguments.count == 1,
            case .form(let argument) = arguments[0], let order = orders.first, order > 0 else { return nil }
        var lowered = graph
        lowered.vertices[0].label = number(of: .jet(function, scalarDerivatives: [order - 1], arguments: arguments))
        return (try? form(lowered)).map { ($0, arena.form(argument)) }
    }

    func isBare(_ atom: Atom, _ unknown: Occurrence) -> Bool {
        guard case .graph(let graph) = atom, graph.vertices.count == 1 else { return false }
        return jetOrder(graph.vertices[0], unknown)?.total == 0
    }

    func bareForm(_ unknown: Occurrence, _ jet: JetOrder?) throws -> Form { try normalForm(unknown.expression) }

    func slots(_ jet: JetOrder, _ unknown: Occurrence) -> [Slot] {
        var next = 0
        return jet.slots.map { argument in
            let point = unknown.points[argument]
            guard point.manifold.vectorDimension != nil else { return Slot(point: point, label: nil) }
            defer { next += 1 }
            return Slot(point: point, label: Self.slotLabel(next))
        }
    }

    func key(_ slot: Slot) -> PartialIntegration.FieldKey { PartialIntegration.FieldKey(point: slot.point, component: nil) }

    func field(_ form: Form, _ slot: Slot) throws -> Form {
        try slot.label.map { try relabel(form, $0, Self.fieldLabel) } ?? form
    }

    func slot(_ key: PartialIntegration.FieldKey) -> Slot {
        Slot(point: key.point, label: key.point.manifold.vectorDimension == nil ? nil : Self.fieldLabel)
    }

    func divergence(_ form: Form, _ slot: Slot) throws -> Form {
        // Coordinates of a sphere are not independent, only those near it.
        if case .sphere = slot.point.manifold, isUnit(slot.point) { throw FormError.unsupported("a derivative on a sphere") }
        return try contracted(derivative(form, slot.point, slot.label), slot.label, slot.point)
    }

    private func contracted(_ form: Form, _ label: Int32?, _ point: Point) throws -> Form {
        guard let label, let dimension = point.manifold.vectorDimension else { return form }
        return try contract(form, label: label, dimension: dimension)
    }

    func product(_ form: Form, with unknown: Occurrence, _ jet: JetOrder, differentiatedAt slots: ArraySlice<Slot>) throws -> Form {
        var rest = try bareForm(unknown, jet)
        for slot in slots { rest = try derivative(rest, slot.point, slot.label) }
        var product = try arena.multiply(form, rest)
        for slot in slots { product = try contracted(product, slot.label, slot.point) }
        for (number, dimension) in unknown.function.valueDimensions.enumerated() {
            product = try contract(product, label: Occurrence.valueLabel(number), dimension: dimension)
        }
        return product
    }

    func gradient(_ form: Form, _ unknown: Occurrence) throws -> [PartialIntegration.FieldKey: Form] {
        var result: [PartialIntegration.FieldKey: Form] = [:]
        for point in unknown.variables {
            let key = PartialIntegration.FieldKey(point: point, component: nil)
            result[key] = try derivative(form, point, slot(key).label)
        }
        return result
    }

    func slope(_ unknown: Occurrence, along fields: [PartialIntegration.FieldKey: Form]) throws -> Form {
        var result = Form.zero
        for point in unknown.points {
            guard let field = fields[PartialIntegration.FieldKey(point: point, component: nil)], !field.hasNoTerms else { continue }
            let label = point.manifold.vectorDimension == nil ? nil : Self.fieldLabel
            let gradient = try derivative(bareForm(unknown, nil), point, label)
            result.add(try contracted(arena.multiply(gradient, field), label, point))
        }
        return result
    }
}
