import Arithmetic
import Expressions
import Kernel

/// Writes expressions over a vocabulary as Coq terms.
struct CoqWriter {
    private let vocabulary: CoqVocabulary
    private let names: CoqTheoremNames?
    /// The number of the row of each composition; before the rows are known, its own number.
    private let rows: [Int]
    /// Index variables in scope, the innermost first, with the letters that stand for them.
    private var bound: [(index: Index, letter: String)] = []
    /// Index variables that stand for one component, from 0.
    private var fixed: [Index: Int] = [:]

    /// For data only.
    init(_ vocabulary: CoqVocabulary) {
        self.vocabulary = vocabulary
        names = nil
        rows = Array(vocabulary.compositions.indices)
    }

    init(_ vocabulary: CoqVocabulary, _ names: CoqTheoremNames, rows: [Int]) {
        self.vocabulary = vocabulary
        self.names = names
        self.rows = rows
    }

    /// Binds the free indices of a relation; their letters, in order.
    mutating func bind(_ indices: [Index]) -> [String] {
        bound = []
        for index in indices { bound.append((index, freshLetter())) }
        return bound.map(\.letter)
    }

    private func freshLetter() -> String {
        let taken = Set(bound.map(\.letter)).union(names?.taken ?? [])
        var round = 0
        while true {
            for letter in ["i", "j", "k", "l", "m", "n", "p", "q"] {
                let candidate = round == 0 ? letter : "\(letter)\(round)"
                if !taken.contains(candidate) { return candidate }
            }
            round += 1
        }
    }

    private func index(_ index: Index) throws(CoqRefusal) -> (text: String, data: String) {
        if case .fixed(let component, _) = index { return ("\(component - 1)", "(Fixed \(component - 1))") }
        if let component = fixed[index] { return ("\(component)", "(Fixed \(component))") }
        guard let depth = bound.firstIndex(where: { $0.index == index }) else { throw CoqRefusal("a loose index") }
        return (bound[depth].letter, "(Bound \(depth))")
    }

    /// An index as an argument of a function of the theorem, where Coq takes bare digits for rational numbers.
    private func argument(_ index: Index) throws(CoqRefusal) -> (text: String, data: String) {
        let place = try self.index(index)
        return place.data.hasPrefix("(Fixed") ? ("\(place.text)%nat", place.data) : place
    }

    /// A direction at a point; that of a point of the line is 0.
    private func place(_ component: Index?) throws(CoqRefusal) -> (text: String, data: String) {
        guard let component else { return ("0", "(Fixed 0)") }
        return try index(component)
    }

    mutating func term(_ e: Expression) throws(CoqRefusal) -> CoqTerm {
        switch e.kind {
        case .number(let value): return .number(value)
        case .pi: return constant("π")
        case .parameter(let name): return vocabulary.dimensions[name].map { .number(Rational($0)) } ?? constant(name)
        case .dimension(let dimension): return .number(Rational(try vocabulary.size(dimension)))
        case .coordinate(let point, let component):
            if case .sphere = point.manifold, let component {
                return try value(CoqVocabulary.Symbol(source: .sphere(point), points: []), [try argument(component)])
            }
            let place = try place(component)
            return CoqTerm("\(name(point))⌊\(place.text)⌋", .atom, data: "(Position \(try number(point)) \(place.data))")
        case .delta(let i, let j):
            let (a, b) = (try index(i), try index(j))
            return CoqTerm("δ[\(a.text),\(b.text)]", .atom, data: "(Delta \(a.data) \(b.data))")
        case .epsilon(let i, let j, let k):
            let (a, b, c) = (try index(i), try index(j), try index(k))
            return CoqTerm(
                "ℚ (permutation_sign \(a.text)%nat \(b.text)%nat \(c.text)%nat)", .application, data: "(Epsilon \(a.data) \(b.data) \(c.data))")
        case .application(let application): return try term(application)
        case .sum(let terms):
            var parts: [CoqTerm] = []
            for term in terms { parts.append(try self.term(term)) }
            return .sum(parts)
        case .product(let factors):
            var parts: [CoqTerm] = []
            for factor in factors { parts.append(try term(factor)) }
            return .product(parts)
        case .power(let base, let exponent):
            let body = try term(base)
            let terms = try vocabulary.exponentTerms(exponent)
            if terms.isEmpty { return body.raised(to: 0) }
            if terms.count == 1, let value = terms[[]], value.isInteger {
                guard let power = value.asInt, abs(power) <= 64 else { throw CoqRefusal("a large exponent") }
                if power >= 0 { return body.raised(to: power) }
                return power == -1 ? body.inverted : body.inverted.raised(to: -power)
            }
            return body.power(try term(exponent))
        case .elementary(.exp, let argument): return try term(argument).applying("exponential", "Exponential")
        case .elementary(.log, let argument): return try term(argument).applying("logarithm", "Logarithm")
        case .elementary(let function, _): throw CoqRefusal("the function \(function.rawValue)")
        case .partial(let point, let component, let body):
            let place = try place(component)
            return try term(body).derivative(point: (name(point), try number(point)), index: place)
        case .contraction(let variable, let body):
            let size = try vocabulary.size(variable.dimension)
            let letter = freshLetter()
            bound.insert((variable, letter), at: 0)
            defer { bound.removeFirst() }
            return try term(body).summed(letter, below: size)
        case .parameterDerivative: throw CoqRefusal("a derivative with respect to a parameter")
        case .integral: throw CoqRefusal("an integral")
        case .uninterpreted(let name, _, _): throw CoqRefusal("the operator \(name)")
        }
    }

    private mutating func term(_ original: Expression.Application) throws(CoqRefusal) -> CoqTerm {
        let (application, isNegative) = try vocabulary.canonical(original)
        let result = try canonicalTerm(application)
        return isNegative ? .product([.number(-1), result]) : result
    }

    private mutating func canonicalTerm(_ application: Expression.Application) throws(CoqRefusal) -> CoqTerm {
        var places: [(text: String, data: String)] = []
        for i in application.valueIndices { places.append(try argument(i)) }
        if let symbol = CoqVocabulary.symbol(application) {
            var result = try value(symbol, places)
            for slot in application.derivatives.reversed() {
                guard let point = application.arguments[slot.argument].plainPoint else { throw CoqRefusal("a derivative in a slot") }
                let place = try place(slot.index)
                result = result.derivative(point: (name(point), try number(point)), index: place)
            }
            return result
        }
        let composition = try vocabulary.composition(application)
        var slots: [(text: String, data: String)] = []
        for slot in application.derivatives {
            let place = try place(slot.index)
            slots.append(("(\(slot.argument), \(place.text))%nat", "(\(slot.argument)%nat, \(place.data))"))
        }
        let text = "\(names?.compositions[composition] ?? "") \(Self.list(places.map(\.text))) \(Self.list(slots.map(\.text)))"
        return CoqTerm(
            text, .application,
            data: "(Composite \(rows[composition]) \(Self.list(places.map(\.data))) \(Self.list(slots.map(\.data))))")
    }

    /// The components of an argument as terms without indices.
    mutating func components(_ argument: Expression.Argument) throws(CoqRefusal) -> [CoqTerm] {
        try components(argument) { (writer, body) throws(CoqRefusal) in try writer.term(body) }
    }

    /// The same up to the order of terms in sums.
    mutating func componentKeys(_ argument: Expression.Argument) throws(CoqRefusal) -> [String] {
        try components(argument) { (writer, body) throws(CoqRefusal) in
            guard case .sum(let terms) = body.kind else { return try writer.term(body).data }
            var parts: [String] = []
            for term in terms { parts.append(try writer.term(term).data) }
            return parts.sorted().joined(separator: "+")
        }
    }

    private mutating func components<T>(
        _ argument: Expression.Argument, _ write: (inout CoqWriter, Expression) throws(CoqRefusal) -> T
    ) throws(CoqRefusal) -> [T] {
        switch argument {
        case .scalar(let body):
            guard body.freeIndices.isEmpty else { throw CoqRefusal("an argument with a running index") }
            return [try write(&self, body)]
        case .vector(let index, let body):
            guard body.freeIndices.allSatisfy({ $0 == index }) else { throw CoqRefusal("an argument with a running index") }
            let outer = fixed
            defer { fixed = outer }
            var result: [T] = []
            for component in 0..<(try vocabulary.size(index.dimension)) {
                fixed[index] = component
                result.append(try write(&self, body))
            }
            return result
        }
    }

    private func value(_ symbol: CoqVocabulary.Symbol, _ places: [(text: String, data: String)]) throws(CoqRefusal) -> CoqTerm {
        guard let number = vocabulary.symbols.firstIndex(of: symbol) else { throw CoqRefusal("an undeclared function") }
        let text = ([names?.symbols[number] ?? ""] + places.map(\.text)).joined(separator: " ")
        return CoqTerm(text, places.isEmpty ? .atom : .application, data: "(Value \(number) \(Self.list(places.map(\.data))))")
    }

    private func constant(_ name: String) -> CoqTerm {
        let number = vocabulary.constants.firstIndex(of: name) ?? 0
        return CoqTerm(names?.constants[number] ?? "", .atom, data: "(Constant \(number))")
    }

    private func number(_ point: Point) throws(CoqRefusal) -> Int {
        guard let number = vocabulary.points.firstIndex(of: point) else { throw CoqRefusal("an undeclared point") }
        return number
    }

    private func name(_ point: Point) -> String {
        vocabulary.points.firstIndex(of: point).flatMap { names?.points[$0] } ?? ""
    }

    static func list(_ items: [String]) -> String { "[" + items.joined(separator: "; ") + "]" }
}

/// The names that a theorem gives to what it speaks about, in the order of its vocabulary.
struct CoqTheoremNames {
    let points: [String]
    let constants: [String]
    let symbols: [String]
    let compositions: [String]

    init(_ vocabulary: CoqVocabulary) {
        var names = CoqNames()
        points = vocabulary.points.map { names.name(for: $0.name) }
        constants = vocabulary.constants.map { names.name(for: $0) }
        let functions = vocabulary.symbols.map(\.source) + vocabulary.compositions.map { .function($0.function, []) }
        func isAlone(_ function: FunctionSymbol) -> Bool {
            functions.count { if case .function(function, _) = $0 { true } else { false } } == 1
        }
        func wanted(_ function: FunctionSymbol) -> String { (function.isLogarithm ? "log_" : "") + function.name }
        symbols = vocabulary.symbols.map { symbol in
            switch symbol.source {
            case .sphere(let point): return names.name(for: point.name)
            case .function(let function, let points):
                return names.name(for: wanted(function) + (isAlone(function) ? "" : "_" + points.map(\.name).joined(separator: "_")))
            }
        }
        compositions = vocabulary.compositions.map { names.name(for: wanted($0.function) + (isAlone($0.function) ? "" : "_at")) }
    }

    var taken: Set<String> { Set(points + constants + symbols + compositions) }
}
