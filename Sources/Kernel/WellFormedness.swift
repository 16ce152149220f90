import Arithmetic
import Expressions

/// What every statement must satisfy before anything is proved about it: names declared once, indices of the
/// right dimension, nothing empty.
struct WellFormedness {
    private let statement: Statement
    private var parameters: [String: Parameter]
    private var points: Set<Point>
    private let functions: Set<FunctionSymbol>

    static func check(_ statement: Statement) throws {
        try WellFormedness(statement).run()
    }

    /// An expression that a certificate adds to the statement, with points of its own.
    static func check(_ expression: Expression, in statement: Statement, points: [Point], indices: [Index]) throws {
        var checker = try WellFormedness(statement)
        checker.points.formUnion(points)
        try checker.check(expression, indices)
    }

    private init(_ statement: Statement) throws {
        self.statement = statement
        var names: Set<String> = []
        for name in statement.parameters.map(\.name) + statement.points.map(\.name) + statement.functions.map(\.name) {
            guard names.insert(name).inserted else { throw Rejection.illFormed("\(name) is declared twice") }
            try Self.checkName(name)
        }
        try statement.symbolicDimensions.forEach(Self.checkName)
        parameters = Dictionary(statement.parameters.map { ($0.name, $0) }) { first, _ in first }
        points = Set(statement.points)
        functions = Set(statement.functions)
    }

    /// No name is one that the kernel gives: to remainders of expansions and functions that are taken for variables; to points that become parameters
    /// and to points while they are exchanged.
    private static func checkName(_ name: String) throws {
        guard let first = name.first, !"·⇄".contains(first), !name.contains(where: { $0.isWhitespace || "()~".contains($0) }) else {
            throw Rejection.illFormed("the name \(name)")
        }
    }

    private func run() throws {
        let dimensions = Set(statement.symbolicDimensions)
        for parameter in statement.parameters {
            let isEmpty = dimensions.contains(parameter.name)
                ? parameter.upper.map { $0.value < 1 || ($0.value == 1 && $0.isStrict) } ?? false : false
            if parameter.rangeIsEmpty || isEmpty { throw Rejection.emptyRange(parameter: parameter.name) }
        }
        for point in statement.points {
            // Such are the names of integrated points.
            guard !point.name.hasPrefix("∫") else { throw Rejection.illFormed("the name \(point.name)") }
            if case .line(let lower?, let upper?) = point.manifold, lower >= upper { throw Rejection.emptyRange(parameter: point.name) }
        }
        for hypothesis in statement.hypotheses { try check(hypothesis) }
        try check(statement.goal)
    }

    private func check(_ proposition: Proposition) throws {
        switch proposition {
        case .relation(let relation):
            for (number, index) in relation.indices.enumerated() {
                guard case .variable = index, !relation.indices.prefix(number).contains(index) else { throw Rejection.illFormed("indices of a relation") }
            }
            try check(relation.left, relation.indices)
            try check(relation.right, relation.indices)
        case .conjunction(let parts):
            guard !parts.isEmpty else { throw Rejection.illFormed("an empty conjunction") }
            for part in parts { try check(part) }
        case .implication(let a, let b), .equivalence(let a, let b):
            try check(a)
            try check(b)
        case .existence(let parameter, let body):
            let isTaken = parameters[parameter.name] != nil || points.contains { $0.name == parameter.name } || functions.contains { $0.name == parameter.name }
            guard !isTaken else { throw Rejection.illFormed("\(parameter.name) is declared twice") }
            try Self.checkName(parameter.name)
            var inner = self
            inner.parameters[parameter.name] = parameter
            try inner.check(body)
        }
    }

    private func check(_ index: Index, _ expected: Dimension?, _ bound: [Index]) throws {
        guard let expected, index.dimension == expected else { throw Rejection.illFormed("an index of another space") }
        switch index {
        case .variable: guard bound.contains(index) else { throw Rejection.illFormed("a loose index") }
        case .fixed(let component, .number(let size)):
            guard (1...size).contains(component) else { throw Rejection.illFormed("component \(component) of \(size)") }
        case .fixed(let component, .symbol(let name)):
            // Every allowed dimension must have this component.
            guard component >= 1, component == 1 || Rational(component) <= parameters[name]?.lower?.value ?? 1 else {
                throw Rejection.illFormed("component \(component) in dimension \(name)")
            }
        }
    }

    private func check(_ expression: Expression, _ bound: [Index]) throws {
        switch expression.kind {
        case .number, .pi: break
        case .parameter(let name): guard parameters[name] != nil else { throw Rejection.illFormed("\(name) is not declared") }
        case .dimension: break
        case .coordinate(let point, let index):
            guard points.contains(point) else { throw Rejection.illFormed("\(point.name) is not declared") }
            if let index { try check(index, point.manifold.vectorDimension, bound) }
        case .delta(let i, let j):
            try check(i, j.dimension, bound)
            try check(j, i.dimension, bound)
        case .epsilon(let i, let j, let k):
            for index in [i, j, k] { try check(index, .number(3), bound) }
        case .application(let application): try check(application, bound)
        case .partial(let point, let index, let body):
            guard points.contains(point) else { throw Rejection.illFormed("\(point.name) is not declared") }
            if let index { try check(index, point.manifold.vectorDimension, bound) }
            try check(body, bound)
        case .contraction(let index, let body): try check(body, bound + [index])
        case .integral(let variables, let body):
            guard variables.allSatisfy(points.contains) else { throw Rejection.illFormed("a point is not declared") }
            guard Set(variables).count == variables.count else { throw Rejection.illFormed("an integral twice over one point") }
            try check(body, bound)
        case .sum, .product, .power, .elementary, .parameterDerivative, .uninterpreted:
            for operand in expression.operands { try check(operand, bound) }
        }
    }

    private func check(_ application: Expression.Application, _ bound: [Index]) throws {
        let function = application.function
        guard functions.contains(function), application.arguments.count == function.arguments.count,
            application.valueIndices.count == function.valueDimensions.count
        else { throw Rejection.illFormed("\(function.name) is not declared so") }
        for (index, dimension) in zip(application.valueIndices, function.valueDimensions) { try check(index, dimension, bound) }
        for slot in application.derivatives {
            guard function.arguments.indices.contains(slot.argument) else { throw Rejection.illFormed("a derivative of \(function.name)") }
            switch (function.arguments[slot.argument], slot.index) {
            case (.scalar, nil): break
            case (.vector(let dimension), let index?): try check(index, dimension, bound)
            default: throw Rejection.illFormed("a derivative of \(function.name)")
            }
        }
        for (slot, argument) in zip(function.arguments, application.arguments) {
            switch (slot, argument) {
            case (.scalar, .scalar(let body)): try check(body, bound)
            case (.vector(let dimension), .vector(let index, let body)):
                guard index.dimension == dimension else { throw Rejection.illFormed("an argument of \(function.name)") }
                try check(body, bound + [index])
            default: throw Rejection.illFormed("an argument of \(function.name)")
            }
        }
    }
}
