import Arithmetic

/// Makes a `Program`: writes every tensor out by components, numbers equal values, and finds the order to which
/// each series is needed.
struct Compiler {
    typealias Operation = Program.Operation

    /// Degree of a series that is no polynomial in the points as far as is known here.
    static let unbounded: Int32 = 1 << 20
    private static let valueLimit = 2_000_000

    private let outputs: [Program.Output]
    let dimensions: [String: Int]
    private var graph = ExpressionGraph()
    private var memo = SequenceTable()
    private var memoised: [Int32] = []
    /// Values of the places of the nodes that are being compiled, and of the indices they bind.
    private var frames: [Int32] = []
    /// Operands of the sums and products that are being compiled.
    private var parts: [Int32] = []

    private(set) var points: [Point] = []
    private(set) var variables: [Int32] = []
    private(set) var variableCount = 0
    private(set) var parameters: [String] = []
    private(set) var exponents: [Expression] = []
    private(set) var numbers: [Rational] = [0, 1]
    private static let oneCell: Int32 = 1
    var germs: [Program.Germ] = []
    var jets: [Program.Jet] = []
    private(set) var terms: [(first: Int32, second: Int32)] = []

    private var values = SequenceTable()
    private(set) var operations: [Operation] = []
    /// Bounds of the degree in the points; -1 for zero.
    private(set) var degrees: [Int32] = []
    /// Defined, in every field, wherever its parts are.
    private(set) var isTotal: [Bool] = []
    private(set) var ends: [(slot: Int32, end: Int)] = []

    init(_ outputs: [Program.Output], _ dimensions: [String: Int]) throws {
        self.outputs = outputs
        self.dimensions = dimensions
        let roots = try outputs.map { try graph.insert($0.expression) }
        for node in graph.nodes {
            guard case .partial(let point) = node.operation, !points.contains(point) else { continue }
            points.append(point)
            variables.append(Int32(variableCount))
            variableCount += try point.manifold.vectorDimension.map(size) ?? 1
        }
        for (root, output) in zip(roots, outputs) {
            for index in output.expression.freeIndices {
                guard let value = output.indices[index] else { throw EvaluationError.unsupported("a loose index") }
                frames.append(Int32(value))
            }
            let slot = try compile(root, 0)
            frames.removeAll(keepingCapacity: true)
            ends.append((slot, operations.count))
        }
    }

    private func size(_ dimension: Dimension) throws -> Int {
        switch dimension {
        case .number(let value): return value
        case .symbol(let name):
            guard let value = dimensions[name] else { throw EvaluationError.unsupported("a symbolic dimension") }
            return value
        }
    }

    // MARK: Nodes

    /// The slot of a node whose places have the values in `frames` from `base` to the end.
    private mutating func compile(_ number: Int, _ base: Int) throws -> Int32 {
        memo.append(Int32(number))
        for place in base..<frames.count { memo.append(frames[place]) }
        let place = Int(memo.number())
        if place < memoised.count { return memoised[place] }
        if place >= Self.valueLimit { throw EvaluationError.tooLarge }
        memoised.append(0)
        let result = try compute(graph.nodes[number], base)
        memoised[place] = result
        return result
    }

    private func value(_ source: Int32, _ base: Int) -> Int32 { source < 0 ? -source : frames[base + Int(source)] }

    private mutating func operand(_ number: Int, _ base: Int) throws -> Int32 {
        let operand = graph.operands[number]
        let start = frames.count
        for source in operand.sources { frames.append(value(graph.sources[source], base)) }
        let slot = try compile(operand.node, start)
        while frames.count > start { frames.removeLast() }
        return slot
    }

    private mutating func compute(_ node: ExpressionGraph.Node, _ base: Int) throws -> Int32 {
        func index(_ place: Int) -> Int32 { value(graph.sources[node.indices.lowerBound + place], base) }
        switch node.operation {
        case .number(let value): return self.number(value)
        case .pi: return emit(.pi, 1, degree: 0)
        case .parameter(let name): return parameter(name)
        // An integer parameter that is the dimension of nothing in the statement.
        case .dimension(.symbol(let name)) where dimensions[name] == nil: return parameter(name)
        case .dimension(let dimension): return self.number(Rational(try size(dimension)))
        case .coordinate(let point): return coordinate(point, node.indices.isEmpty ? 1 : index(0))
        case .delta: return self.number(index(0) == index(1) ? 1 : 0)
        case .epsilon:
            let (a, b, c) = (Int(index(0)), Int(index(1)), Int(index(2)))
            return self.number(Rational((b - a) * (c - a) * (c - b) / 2))
        case .application(let function, let derivatives):
            let indices = node.indices.map { value(graph.sources[$0], base) }
            return try application(function, derivatives, indices, node.operands, base)
        case .sum:
            let start = parts.count
            for number in node.operands { add(try operand(number, base)) }
            return sum(from: start)
        case .product:
            let start = parts.count
            for number in node.operands { parts.append(try operand(number, base)) }
            return product(from: start)
        case .power(let exponent):
            let slot = try operand(node.operands.lowerBound, base)
            return power(slot, exponent, try operand(node.operands.lowerBound + 1, base))
        case .elementary(let function):
            let argument = try operand(node.operands.lowerBound, base)
            let number = ElementaryFunction.allCases.firstIndex(of: function) ?? 0
            return emit(
                .elementary(function, argument), 2, Int32(number), argument,
                degree: degrees[Int(argument)] <= 0 ? 0 : Self.unbounded,
                isTotal: function != .log && function != .tan && function != .sign && function != .abs && function != .gamma && isTotal[Int(argument)])
        case .bessel(let function):
            let order = try operand(node.operands.lowerBound, base), argument = try operand(node.operands.lowerBound + 1, base)
            return emit(
                .bessel(function, order: order, argument: argument), function == .first ? 40 : 41, order, argument,
                degree: max(degrees[Int(order)], degrees[Int(argument)]) <= 0 ? 0 : Self.unbounded, isTotal: false)
        case .partial(let point):
            let body = try operand(node.operands.lowerBound, base)
            guard let place = points.firstIndex(of: point) else { throw EvaluationError.unsupported("a derivative") }
            let variable = variables[place] + (node.indices.isEmpty ? 1 : index(0)) - 1
            let degree = degrees[Int(body)]
            if degree <= 0 && isTotal[Int(body)] { return self.number(0) }
            return emit(
                .derivative(body, variable: variable), 3, body, variable,
                degree: degree == Self.unbounded ? degree : max(degree - 1, -1), isTotal: isTotal[Int(body)])
        case .contraction(let dimension):
            let start = parts.count
            frames.append(0)
            for component in 1...(try size(dimension)) {
                frames[base + node.places] = Int32(component)
                add(try operand(node.operands.lowerBound, base))
            }
            frames.removeLast()
            return sum(from: start)
        }
    }

    // MARK: Values

    /// The slot of the operation with this key, which tells it from all others: its kind, and what it is applied to.
    private mutating func emit(
        _ operation: Operation, _ kind: Int32, _ first: Int32 = 0, _ second: Int32 = 0, degree: Int32, isTotal: Bool = true
    ) -> Int32 {
        values.append(kind)
        values.append(first)
        values.append(second)
        return emitKeyed(operation, degree: degree, isTotal: isTotal)
    }

    /// The same with the key that has been written.
    private mutating func emitKeyed(_ operation: Operation, degree: Int32, isTotal: Bool) -> Int32 {
        let slot = values.number()
        if Int(slot) == operations.count {
            operations.append(operation)
            degrees.append(degree)
            self.isTotal.append(isTotal)
        }
        return slot
    }

    /// The cell of a number.
    mutating func cell(_ value: Rational) -> Int32 { value.isZero ? 0 : Self.place(of: value, in: &numbers) }

    private mutating func number(_ value: Rational) -> Int32 {
        let cell = cell(value)
        return emit(.number(cell: cell), 0, cell, degree: value.isZero ? -1 : 0)
    }

    private mutating func parameter(_ name: String) -> Int32 {
        let place = Self.place(of: name, in: &parameters)
        return emit(.parameter(place), 4, place, degree: 0)
    }

    private mutating func coordinate(_ point: Point, _ component: Int32) -> Int32 {
        var place = points.firstIndex(of: point)
        if place == nil {
            place = points.count
            points.append(point)
            variables.append(-1)
        }
        let number = Int32(place ?? 0)
        return emit(
            .coordinate(point: number, component: component), 5, number, component,
            degree: variables[Int(number)] < 0 ? 0 : 1)
    }

    /// Takes a part of a sum. A zero that is zero wherever it stands is left out.
    private mutating func add(_ part: Int32) {
        if degrees[Int(part)] >= 0 || !isTotal[Int(part)] { parts.append(part) }
    }

    /// The sum of the last parts.
    private mutating func sum(from first: Int) -> Int32 {
        let count = parts.count - first
        if count == 0 { return number(0) }
        if count == 1 { return parts.removeLast() }
        let start = Int32(terms.count), known = operations.count
        var degree: Int32 = -1
        var isTotal = true
        values.append(6)
        for place in first..<parts.count {
            let part = parts[place]
            values.append(part)
            if case .product(let a, let b) = operations[Int(part)] { terms.append((a, b)) } else { terms.append((part, -1)) }
            degree = max(degree, degrees[Int(part)])
            isTotal = isTotal && self.isTotal[Int(part)]
        }
        let slot = emitKeyed(.sum(start: start, count: Int32(count)), degree: degree, isTotal: isTotal)
        if operations.count == known { terms.removeLast(count) }
        while parts.count > first { parts.removeLast() }
        return slot
    }

    /// The product of the last parts.
    private mutating func product(from first: Int) -> Int32 {
        // Simple factors first, and in a fixed order, so that equal products are found.
        for place in (first + 1)..<max(first + 1, parts.count) {
            let part = parts[place], rank = (degrees[Int(part)], part)
            var target = place
            while target > first, rank < (degrees[Int(parts[target - 1])], parts[target - 1]) {
                parts[target] = parts[target - 1]
                target -= 1
            }
            parts[target] = part
        }
        var result = parts[first]
        for place in (first + 1)..<parts.count { result = product(result, parts[place]) }
        while parts.count > first { parts.removeLast() }
        return result
    }

    private mutating func product(_ a: Int32, _ b: Int32) -> Int32 {
        let total = isTotal[Int(a)] && isTotal[Int(b)]
        let (p, q) = (degrees[Int(a)], degrees[Int(b)])
        if p < 0 || q < 0 {
            return total ? number(0) : emit(.annihilated(a, b), 7, a, b, degree: -1, isTotal: false)
        }
        if case .number(cell: Self.oneCell) = operations[Int(a)] { return b }
        return emit(.product(a, b), 8, a, b, degree: min(p + q, Self.unbounded), isTotal: total)
    }

    private mutating func power(_ base: Int32, _ exponent: Expression, _ slot: Int32) -> Int32 {
        let degree = degrees[Int(base)]
        guard case .number(let value) = exponent.kind else {
            let number = Self.place(of: exponent, in: &exponents)
            return emit(
                .symbolicPower(base, exponent: number, slot), 9, base, slot,
                degree: degree <= 0 && degrees[Int(slot)] <= 0 ? 0 : Self.unbounded, isTotal: false)
        }
        let number = cell(value)
        let integer = value.asInt ?? -1
        return emit(
            .power(base, exponent: number), 10, base, number,
            degree: degree <= 0 ? 0 : integer >= 0 ? Int32(min(Int(degree) * min(integer, Int(Self.unbounded)), Int(Self.unbounded))) : Self.unbounded,
            isTotal: integer > 0 && isTotal[Int(base)])
    }

    // MARK: Function symbols

    private mutating func application(
        _ function: FunctionSymbol, _ derivatives: [Int], _ indices: [Int32], _ operands: Range<Int>, _ base: Int
    ) throws -> Int32 {
        var isNegative = false
        var value = indices.prefix(function.valueDimensions.count).map(Int.init)
        if function.valueSymmetry != .none, value.count == 2, value[0] > value[1] {
            value.swapAt(0, 1)
            isNegative = function.valueSymmetry == .antisymmetric
        }
        var arguments: [Int32] = []
        var starts: [Int] = []
        frames.append(0)
        for (slot, number) in zip(function.arguments, operands) {
            starts.append(arguments.count)
            guard case .vector(let dimension) = slot else {
                arguments.append(try operand(number, base))
                continue
            }
            for component in 1...(try size(dimension)) {
                frames[frames.count - 1] = Int32(component)
                arguments.append(try operand(number, base))
            }
        }
        frames.removeLast()
        var components = indices.dropFirst(function.valueDimensions.count)
        var places: [Int32] = []
        for argument in derivatives {
            let component = function.arguments[argument] == .scalar ? 1 : components.popFirst() ?? 1
            places.append(Int32(starts[argument]) + component - 1)
        }
        places.sort()

        let arePartsTotal = arguments.allSatisfy { isTotal[Int($0)] }
        var number = germs.firstIndex { $0.function == function && $0.value == value && $0.arguments == arguments }
        if number == nil {
            number = germs.count
            germs.append(Program.Germ(
                function: function, value: value, arguments: arguments, coordinates: coordinates(arguments)))
        }
        let germ = Int32(number ?? 0)
        let source = emit(.germ(germ), 11, germ, degree: Self.unbounded, isTotal: arePartsTotal)
        let variables = variables(of: arguments, function, starts)
        let place = Int32(jets.count), known = operations.count
        let degree = arguments.allSatisfy { degrees[Int($0)] <= 0 } ? 0 : Self.unbounded
        for word in [12, germ, isNegative ? 1 : 0] + places { values.append(word) }
        let slot = emitKeyed(variables == nil ? .composition(place) : .jet(place), degree: degree, isTotal: arePartsTotal)
        if operations.count > known {
            jets.append(Program.Jet(
                germ: germ, source: source, isNegative: isNegative, derivatives: places, variables: variables))
        }
        return slot
    }

    private func coordinates(_ slots: [Int32]) -> [Program.Coordinate]? {
        var result: [Program.Coordinate] = []
        for slot in slots {
            guard case .coordinate(let point, let component) = operations[Int(slot)] else { return nil }
            result.append(Program.Coordinate(point: point, component: component))
        }
        return result
    }

    /// Which variable of the series each argument component is, when every argument is a plain point.
    private func variables(of arguments: [Int32], _ function: FunctionSymbol, _ starts: [Int]) -> [Int32]? {
        var result: [Int32] = []
        for (number, start) in starts.enumerated() {
            let end = number + 1 < starts.count ? starts[number + 1] : arguments.count
            var first: Int32?
            for position in start..<end {
                guard case .coordinate(let point, Int32(position - start + 1)) = operations[Int(arguments[position])],
                    point == first ?? point else { return nil }
                first = point
                let variable = variables[Int(point)]
                result.append(variable < 0 ? -1 : variable + Int32(position - start))
            }
        }
        return result
    }

    private static func place<T: Equatable>(of item: T, in list: inout [T]) -> Int32 {
        if let place = list.firstIndex(of: item) { return Int32(place) }
        list.append(item)
        return Int32(list.count - 1)
    }
}
