import Arithmetic
import Expressions

/// Writes statements in a canonical form: indices numbered by first appearance, declarations by name.
struct StatementWriter {
    /// The numbers of the indices in scope; a binder takes a new number.
    private var indexNumbers: [Index: Int] = [:]
    private var nextNumber = 0
    /// Every number belongs to one index.
    private var writtenIndices: [Int: SymbolicText] = [:]
    private let pointNames: [Point: String]
    private let functionNames: [FunctionSymbol: String]

    init(_ statement: Statement) {
        pointNames = Self.uniqueNames(statement.points) { $0.name }
        functionNames = Self.uniqueNames(statement.functions) { $0.name }
    }

    private static func uniqueNames<T: Hashable>(_ items: [T], _ name: (T) -> String) -> [T: String] {
        var result: [T: String] = [:]
        var used: Set<String> = []
        for item in items {
            var candidate = name(item)
            var number = 2
            while !used.insert(candidate).inserted {
                candidate = "\(name(item))#\(number)"
                number += 1
            }
            result[item] = candidate
        }
        return result
    }

    /// The list of free indices in front of an expression: their numbers in it.
    mutating func indices(_ indices: [Index]) -> SymbolicText { .list([.word("indices")] + indices.map { index($0) }) }

    func point(_ point: Point) -> SymbolicText { .word(pointNames[point] ?? point.name) }

    func symbol(_ function: FunctionSymbol) -> SymbolicText { .word(functionNames[function] ?? function.name) }

    mutating func statement(_ statement: Statement) -> SymbolicText {
        .list([
            .word("statement"),
            .list([.word("parameters")] + statement.parameters.map(parameter)),
            .list([.word("points")] + statement.points.map { .list([.word(pointNames[$0] ?? $0.name), manifold($0.manifold)]) }),
            .list([.word("functions")] + statement.functions.map(function)),
            .list([.word("hypotheses")] + statement.hypotheses.map { proposition($0) }),
            .list([.word("goal"), proposition(statement.goal)]),
        ])
    }

    func parameter(_ parameter: Parameter) -> SymbolicText {
        func bound(_ bound: Parameter.Bound?) -> SymbolicText {
            guard let bound else { return .word("-") }
            return .list([.word(bound.isStrict ? "strict" : "weak"), .word(bound.value.description)])
        }
        return .list([
            .word(parameter.name), .word(parameter.hasDefaultRange ? "dimension" : parameter.isInteger ? "integer" : "real"),
            bound(parameter.lower), bound(parameter.upper),
        ])
    }

    func dimension(_ dimension: Dimension) -> SymbolicText {
        switch dimension {
        case .number(let value): return .word(String(value))
        case .symbol(let name): return .list([.word("dim"), .word(name)])
        }
    }

    func manifold(_ manifold: Manifold) -> SymbolicText {
        switch manifold {
        case .euclidean(let d): return .list([.word("euclidean"), dimension(d)])
        case .sphere(let d): return .list([.word("sphere"), dimension(d)])
        case .torus(let d): return .list([.word("torus"), dimension(d)])
        case .line(let lower, let upper):
            return .list([.word("line"), .word(lower?.description ?? "-"), .word(upper?.description ?? "-")])
        }
    }

    func function(_ function: FunctionSymbol) -> SymbolicText {
        let symmetry: String
        switch function.valueSymmetry {
        case .none: symmetry = "none"
        case .symmetric: symmetry = "symmetric"
        case .antisymmetric: symmetry = "antisymmetric"
        }
        return .list([
            .word(functionNames[function] ?? function.name),
            .list([.word("arguments")] + function.arguments.map { slot in
                switch slot {
                case .scalar: return .word("scalar")
                case .vector(let d): return dimension(d)
                }
            }),
            .list([.word("value"), .word(symmetry)] + function.valueDimensions.map(dimension)),
            .word(function.isLogarithm ? "logarithm" : "plain"),
            .list([.word("attributes")] + function.attributes.sorted().map { .word($0.rawValue) }),
        ])
    }

    mutating func proposition(_ proposition: Proposition) -> SymbolicText {
        switch proposition {
        case .relation(let relation):
            let indices = relation.indices.map { index($0) }
            let left = expression(relation.left)
            return .list([.word("relation"), .word(relation.op.rawValue), .list([.word("indices")] + indices), left, expression(relation.right)])
        case .conjunction(let parts): return .list([.word("and")] + parts.map { self.proposition($0) })
        case .implication(let hypothesis, let conclusion):
            let first = self.proposition(hypothesis)
            return .list([.word("implies"), first, self.proposition(conclusion)])
        case .equivalence(let a, let b):
            let first = self.proposition(a)
            return .list([.word("iff"), first, self.proposition(b)])
        case .existence(let parameter, let body):
            return .list([.word("exists"), self.parameter(parameter), self.proposition(body)])
        }
    }

    mutating func index(_ index: Index) -> SymbolicText {
        switch index {
        case .fixed(let component, let d): return .list([.word("fixed"), .word(String(component)), dimension(d)])
        case .variable(_, let d):
            let number = indexNumbers[index] ?? number(index)
            // The same few indices occur again and again.
            if let known = writtenIndices[number] { return known }
            let written = SymbolicText.list([.word("i"), .word(String(number)), dimension(d)])
            writtenIndices[number] = written
            return written
        }
    }

    private mutating func number(_ index: Index) -> Int {
        indexNumbers[index] = nextNumber
        nextNumber += 1
        return nextNumber - 1
    }

    /// The bound index and the body in its scope.
    private mutating func binding(_ index: Index, _ body: Expression) -> [SymbolicText] {
        let outer = indexNumbers[index]
        _ = number(index)
        let result = [self.index(index), expression(body)]
        indexNumbers[index] = outer
        return result
    }

    mutating func expression(_ expression: Expression) -> SymbolicText {
        switch expression.kind {
        case .number(let value): return .word(value.description)
        case .pi: return .list([.word("pi")])
        case .parameter(let name): return .list([.word("parameter"), .word(name)])
        case .dimension(let d): return .list([.word("dimension"), dimension(d)])
        case .coordinate(let point, let index):
            return .list([.word("x"), .word(pointNames[point] ?? point.name)] + (index.map { [self.index($0)] } ?? []))
        case .delta(let i, let j):
            let first = index(i)
            return .list([.word("delta"), first, index(j)])
        case .epsilon(let i, let j, let k):
            let first = index(i), second = index(j)
            return .list([.word("epsilon"), first, second, index(k)])
        case .application(let application):
            let values = application.valueIndices.map { index($0) }
            let derivatives = application.derivatives.map { slot -> SymbolicText in
                .list([.word(String(slot.argument))] + (slot.index.map { [index($0)] } ?? []))
            }
            let arguments = application.arguments.map { argument -> SymbolicText in
                switch argument {
                case .scalar(let body): return .list([.word("scalar"), self.expression(body)])
                case .vector(let bound, let body): return .list([.word("vector")] + binding(bound, body))
                }
            }
            return .list([
                .word("apply"), .word(functionNames[application.function] ?? application.function.name),
                .list([.word("value")] + values), .list([.word("derivatives")] + derivatives),
                .list([.word("at")] + arguments),
            ])
        case .sum(let terms): return .list([.word("+")] + terms.map { self.expression($0) })
        case .product(let factors): return .list([.word("*")] + factors.map { self.expression($0) })
        case .power(let base, let exponent):
            let first = self.expression(base)
            return .list([.word("^"), first, self.expression(exponent)])
        case .elementary(let function, let argument): return .list([.word(function.rawValue), self.expression(argument)])
        case .partial(let point, let index, let body):
            let direction = index.map { [self.index($0)] } ?? []
            return .list([.word("d"), .list([.word(pointNames[point] ?? point.name)] + direction), self.expression(body)])
        case .parameterDerivative(let name, let body):
            return .list([.word("d-parameter"), .word(name), self.expression(body)])
        case .contraction(let index, let body): return .list([.word("contract")] + binding(index, body))
        case .integral(let points, let body):
            return .list([.word("integral"), .list(points.map { .word(pointNames[$0] ?? $0.name) }), self.expression(body)])
        case .uninterpreted(let name, let operands, let indices):
            let parts = operands.map { self.expression($0) }
            return .list([.word("uninterpreted"), .word(name), .list([.word("indices")] + indices.map { index($0) })] + parts)
        }
    }
}

extension Statement {
    /// The canonical text: equal statements up to the names of indices have equal texts.
    public var symbolicText: SymbolicText {
        var writer = StatementWriter(self)
        return writer.statement(self)
    }

    public var text: String { symbolicText.text }

    /// SHA-256 of the text: what a certificate and a notebook's claim share.
    public var digest: String { SHA256.hexDigest(of: symbolicText.bytes) }
}
