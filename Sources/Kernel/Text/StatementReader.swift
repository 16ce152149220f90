import Arithmetic
import Expressions

/// Reads what `StatementWriter` writes; anything else is a `TextError`.
struct StatementReader {
    private var points: [String: Point] = [:]
    private var functions: [String: FunctionSymbol] = [:]
    private let bound = BoundIndices()

    init() {}

    /// Reads expressions in the names of a statement and of further points.
    init(_ statement: Statement, _ further: [Point]) throws {
        for point in statement.points { points[point.name] = point }
        for function in statement.functions { functions[function.name] = function }
        for point in further {
            guard points.updateValue(point, forKey: point.name).map({ $0 == point }) ?? true else {
                throw TextError("another point is named \(point.name)")
            }
        }
    }

    mutating func statement(_ text: SymbolicItem) throws -> Statement {
        let parts = try list(text, "statement", count: 5)
        let parameters = try list(parts[0], "parameters").map(parameter)
        let pointList = try list(parts[1], "points").map { item -> Point in
            let pair = try items(item, count: 2)
            let name = try word(pair[0])
            let point = Point(name: name, manifold: try manifold(pair[1]))
            guard points.updateValue(point, forKey: name) == nil else { throw TextError("the point \(name) is declared twice") }
            return point
        }
        let functionList = try list(parts[2], "functions").map { item -> FunctionSymbol in
            let (name, function) = try function(item)
            guard functions.updateValue(function, forKey: name) == nil else { throw TextError("the function \(name) is declared twice") }
            return function
        }
        let hypotheses = try list(parts[3], "hypotheses").map { try proposition($0) }
        let goal = try list(parts[4], "goal", count: 1)
        return Statement(
            parameters: parameters, points: pointList, functions: functionList, hypotheses: hypotheses,
            goal: try proposition(goal[0]))
    }

    // MARK: Pieces

    func word(_ text: SymbolicItem) throws -> String {
        guard let word = text.word else { throw TextError("expected a word, found \(text.beginning)") }
        return word
    }

    func items(_ text: SymbolicItem, count: Int? = nil) throws -> SymbolicItem.Items {
        guard let items = text.items else { throw TextError("expected a list, found \(text.beginning)") }
        if let count, items.count != count { throw TextError("expected \(count) items in \(text.beginning)") }
        return items
    }

    func list(_ text: SymbolicItem, _ head: String, count: Int? = nil) throws -> SymbolicItem.Items {
        let items = try items(text)
        guard items.first?.word == head else { throw TextError("expected (\(head) …), found \(text.beginning)") }
        if let count, items.count != count + 1 { throw TextError("expected \(count) items after \(head)") }
        return items.rest
    }

    private func rational(_ text: SymbolicItem) throws -> Rational {
        if let value = text.integer { return Rational(value) }
        guard let value = Rational(try word(text)) else { throw TextError("expected a number, found \(text.beginning)") }
        return value
    }

    private func integer(_ text: SymbolicItem) throws -> Int {
        guard let value = text.integer, abs(value) < 1 << 25 else { throw TextError("expected a small integer, found \(text.beginning)") }
        return value
    }

    func parameter(_ text: SymbolicItem) throws -> Parameter {
        let parts = try items(text, count: 4)
        func bound(_ text: SymbolicItem) throws -> Parameter.Bound? {
            if text.word == "-" { return nil }
            let pair = try items(text, count: 2)
            switch try word(pair[0]) {
            case "strict": return Parameter.Bound(value: try rational(pair[1]), isStrict: true)
            case "weak": return Parameter.Bound(value: try rational(pair[1]), isStrict: false)
            default: throw TextError("expected strict or weak")
            }
        }
        let kind = try word(parts[1])
        if kind == "dimension" {
            let parameter = Parameter(dimension: try word(parts[0]))
            guard try bound(parts[2]) == parameter.lower, try bound(parts[3]) == nil else { throw TextError("a dimension without a declared range is at least 1") }
            return parameter
        }
        guard kind == "real" || kind == "integer" else { throw TextError("expected real or integer, found \(kind)") }
        return Parameter(
            name: try word(parts[0]), isInteger: kind == "integer", lower: try bound(parts[2]), upper: try bound(parts[3]))
    }

    private func dimension(_ text: SymbolicItem) throws -> Dimension {
        if text.items == nil {
            let value = try integer(text)
            guard value >= 1 && value <= 1000 else { throw TextError("a dimension must lie between 1 and 1000") }
            return .number(value)
        }
        return .symbol(try word(list(text, "dim", count: 1)[0]))
    }

    func manifold(_ text: SymbolicItem) throws -> Manifold {
        let parts = try items(text)
        guard let head = parts.first else { throw TextError("expected a space") }
        switch (try word(head), parts.count) {
        case ("euclidean", 2): return .euclidean(try dimension(parts[1]))
        case ("sphere", 2): return .sphere(ambient: try dimension(parts[1]))
        case ("torus", 2): return .torus(try dimension(parts[1]))
        case ("line", 3):
            func end(_ text: SymbolicItem) throws -> Rational? { try word(text) == "-" ? nil : try rational(text) }
            return .line(lower: try end(parts[1]), upper: try end(parts[2]))
        default: throw TextError("unknown space \(text.beginning)")
        }
    }

    private func function(_ text: SymbolicItem) throws -> (String, FunctionSymbol) {
        let parts = try items(text, count: 5)
        let name = try word(parts[0])
        let arguments = try list(parts[1], "arguments").map { slot -> ArgumentSlot in
            if slot.word == "scalar" { return .scalar }
            return .vector(try dimension(slot))
        }
        let value = try list(parts[2], "value")
        guard let first = value.first else { throw TextError("expected a symmetry") }
        let symmetry: FunctionSymbol.ValueSymmetry
        switch try word(first) {
        case "none": symmetry = .none
        case "symmetric": symmetry = .symmetric
        case "antisymmetric": symmetry = .antisymmetric
        default: throw TextError("unknown symmetry")
        }
        if symmetry != .none && value.count != 3 { throw TextError("only a matrix is symmetric") }
        let kind = try word(parts[3])
        guard kind == "logarithm" || kind == "plain" else { throw TextError("expected logarithm or plain") }
        let attributes = try list(parts[4], "attributes").map { text -> FunctionSymbol.Attribute in
            guard let attribute = FunctionSymbol.Attribute(rawValue: try word(text)) else { throw TextError("unknown attribute \(text.beginning)") }
            return attribute
        }
        return (name, FunctionSymbol(
            name: name, arguments: arguments, valueDimensions: try value.rest.map(dimension),
            valueSymmetry: symmetry, isLogarithm: kind == "logarithm", attributes: Set(attributes)))
    }

    func proposition(_ text: SymbolicItem) throws -> Proposition {
        let parts = try items(text)
        guard let head = parts.first else { throw TextError("expected a proposition") }
        switch (try word(head), parts.count) {
        case ("relation", 5):
            guard let op = RelationOperator(rawValue: try word(parts[1])) else { throw TextError("unknown relation") }
            return .relation(Relation(
                try expression(parts[3]), op, try expression(parts[4]), indices: try list(parts[2], "indices").map(index)))
        case ("and", _): return .conjunction(try parts.rest.map { try proposition($0) })
        case ("implies", 3):
            return .implication(hypothesis: try proposition(parts[1]), conclusion: try proposition(parts[2]))
        case ("iff", 3): return .equivalence(try proposition(parts[1]), try proposition(parts[2]))
        case ("exists", 3): return .existence(try parameter(parts[1]), try proposition(parts[2]))
        default: throw TextError("unknown proposition \(text.beginning)")
        }
    }

    func index(_ text: SymbolicItem) throws -> Index {
        let parts = try items(text, count: 3)
        if parts[0].isWord("i") {
            let number = try integer(parts[1])
            guard number >= 0 else { throw TextError("indices are numbered from 0") }
            return bound.name(of: .variable(number, try dimension(parts[2])))
        }
        guard parts[0].isWord("fixed") else { throw TextError("expected an index") }
        let component = try integer(parts[1]), dimension = try dimension(parts[2])
        guard component >= 1 else { throw TextError("components are numbered from 1") }
        if case .number(let size) = dimension, component > size { throw TextError("component \(component) of dimension \(size)") }
        return .fixed(component, dimension)
    }

    func symbol(_ text: SymbolicItem) throws -> FunctionSymbol {
        let name = try word(text)
        guard let function = functions[name] else { throw TextError("unknown function \(name)") }
        return function
    }

    func point(_ text: SymbolicItem) throws -> Point {
        let name = try word(text)
        guard let point = points[name] else { throw TextError("unknown point \(name)") }
        return point
    }

    /// Bound indices get names of their own.
    func expression(_ text: SymbolicItem) throws -> Expression {
        bound.prepare(text)
        return try part(text)
    }

    private func part(_ text: SymbolicItem) throws -> Expression { bound.shared(try node(text)) }

    private func node(_ text: SymbolicItem) throws -> Expression {
        guard let parts = text.items else { return .number(try rational(text)) }
        guard let first = parts.first else { throw TextError("expected an expression") }
        let head = try word(first)
        // The number of parts tells most heads apart sooner than their names.
        switch (parts.count, head) {
        case (_, "*"): return .product(try parts.rest.map { try part($0) })
        case (_, "+"): return .sum(try parts.rest.map { try part($0) })
        case (5, "apply"): return .application(try application(parts))
        case (3, "x"), (2, "x"):
            let point = try point(parts[1])
            guard point.isScalar == (parts.count == 2) else { throw TextError("wrong component of \(point.name)") }
            return .coordinate(point, parts.count == 3 ? try index(parts[2]) : nil)
        case (3, "contract"):
            let (index, body) = try bound.binding(index(parts[1])) { try part(parts[2]) }
            return .contraction(index, body)
        case (3, "d"):
            let direction = try items(parts[1])
            guard let name = direction.first, direction.count <= 2 else { throw TextError("expected a direction") }
            let point = try point(name)
            guard point.isScalar == (direction.count == 1) else { throw TextError("wrong derivative in \(point.name)") }
            return .partial(point, direction.count == 2 ? try index(direction[1]) : nil, try part(parts[2]))
        case (3, "^"): return .power(try part(parts[1]), try part(parts[2]))
        case (3, "delta"): return .delta(try index(parts[1]), try index(parts[2]))
        case (4, "epsilon"): return .epsilon(try index(parts[1]), try index(parts[2]), try index(parts[3]))
        case (3, "d-parameter"): return .parameterDerivative(try word(parts[1]), try part(parts[2]))
        case (3, "integral"): return .integral(try items(parts[1]).map { try point($0) }, try part(parts[2]))
        case (1, "pi"): return .pi
        case (2, "parameter"): return .parameter(try word(parts[1]))
        case (2, "dimension"): return .dimension(try dimension(parts[1]))
        case (3..., "uninterpreted"):
            return .uninterpreted(
                try word(parts[1]), try parts.dropFirst(3).map { try part($0) },
                try list(parts[2], "indices").map(index))
        case (2, _):
            guard let function = ElementaryFunction(rawValue: head) else { throw TextError("unknown operation \(head)") }
            return .elementary(function, try part(parts[1]))
        default: throw TextError("unknown operation \(head)")
        }
    }

    private func application(_ parts: SymbolicItem.Items) throws -> Expression.Application {
        let name = try word(parts[1])
        guard let function = functions[name] else { throw TextError("unknown function \(name)") }
        let values = try list(parts[2], "value").map(index)
        guard values.map(\.dimension) == function.valueDimensions else { throw TextError("wrong components of \(name)") }
        let derivatives = try list(parts[3], "derivatives").map { text -> Expression.DerivativeSlot in
            let items = try items(text)
            guard let first = items.first, items.count <= 2 else { throw TextError("expected a derivative") }
            let argument = try integer(first)
            guard function.arguments.indices.contains(argument) else { throw TextError("\(name) has no argument \(argument)") }
            guard (function.arguments[argument] == .scalar) == (items.count == 1) else { throw TextError("wrong derivative of \(name)") }
            return Expression.DerivativeSlot(argument: argument, index: items.count == 2 ? try index(items[1]) : nil)
        }
        let arguments = try list(parts[4], "at").map { text -> Expression.Argument in
            let items = try items(text)
            guard let first = items.first else { throw TextError("expected an argument") }
            switch (try word(first), items.count) {
            case ("scalar", 2): return .scalar(try part(items[1]))
            case ("vector", 3):
                let (index, body) = try bound.binding(index(items[1])) { try part(items[2]) }
                return .vector(index, body)
            default: throw TextError("expected an argument")
            }
        }
        guard arguments.count == function.arguments.count else { throw TextError("wrong number of arguments of \(name)") }
        for (slot, argument) in zip(function.arguments, arguments) {
            switch (slot, argument) {
            case (.scalar, .scalar): break
            case (.vector(let dimension), .vector(let index, _)) where index.dimension == dimension: break
            default: throw TextError("wrong argument of \(name)")
            }
        }
        return Expression.Application(function: function, valueIndices: values, derivatives: derivatives, arguments: arguments)
    }
}

extension Statement {
    public init(text: String) throws {
        try self.init(SymbolicItem(parsing: text))
    }

    public init(_ item: SymbolicItem) throws {
        var reader = StatementReader()
        self = try reader.statement(item)
    }
}

extension SymbolicItem {
    /// For messages.
    fileprivate var beginning: Substring { SymbolicText(self).text.prefix(40) }
}
