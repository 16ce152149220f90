import Arithmetic
import Expressions
import Kernel

/// The statements of an imported notebook.
public struct ImportedSource: Sendable {
    /// The same for every spelling of the path: the canonical path, or `std/…`.
    public var identity: String
    public var statements: [SyntaxStatement]
    public init(identity: String, statements: [SyntaxStatement]) {
        self.identity = identity
        self.statements = statements
    }
}

/// Why an import could not be read.
public struct ImportFailure: Error, Sendable {
    public var message: String
    /// Errors inside the imported notebook.
    public var diagnostics: [Diagnostic]
    public init(_ message: String, diagnostics: [Diagnostic] = []) {
        self.message = message
        self.diagnostics = diagnostics
    }
}

/// Turns the statements of a notebook, in order, into typed closed statements.
///
/// An elaborator is a session: declarations stay for later calls of `elaborate`. Errors are collected;
/// a statement with an error declares nothing and yields no item.
public struct Elaborator {
    /// Reads an import: the path as written, and the identity of the notebook that contains it (`nil` for
    /// the main one). Throws `ImportFailure`.
    public typealias ImportResolver = (_ path: String, _ importer: String?) throws -> ImportedSource

    /// Nodes that one statement may expand to.
    public static let nodeLimit = 1_000_000
    /// Expressions inside each other after expansion.
    public static let depthLimit = 1_000

    /// Errors and warnings so far, in source order.
    public private(set) var diagnostics: [Diagnostic] = []
    /// Claims and axioms of imported notebooks, by name.
    public internal(set) var importedItems: [String: ElaboratedItem] = [:]

    let resolver: ImportResolver?
    var tables: [NameTable] = [NameTable()]
    var table = 0
    /// The notebooks being imported, outermost first; the last is the one being read.
    var importStack: [String] = []
    /// The table of each imported notebook.
    var importedTables: [String: Int] = [:]
    /// Which import a name of the current table came from.
    var importedNames: [String: String] = [:]
    var usedNames: [String: Int] = [:]
    var declarations = DeclarationList()
    var citable: [String: Citable] = [:]
    var ordinals: [ElaboratedItem.Kind: Int] = [:]
    /// Of everything that yields a verdict, steps of chains too: a verdict is found by its name.
    var itemNames: Set<String> = []

    /// Names whose declarations had errors.
    var failedNames: Set<String> = []
    /// An import had errors: what it declares is not known.
    private var hasFailedImport = false
    /// Errors in the bodies of templates, which every use would tell again.
    private var toldInBodies: Set<String> = []

    /// That the name is not known follows from an error that was told.
    func isConsequence(_ name: String) -> Bool { hasFailedImport || failedNames.contains(name) }

    // What belongs to the statement at hand.
    var supply = IndexSupply()
    var dimensionValues: [Int: Dimension] = [:]
    var nextDimension = 0
    var identityPlaces: [Int: SourceRange] = [:]
    /// Components of spaces whose dimension the context will tell: `basis(4)`.
    var openComponents: [OpenComponent] = []
    var implicitIndices: [(name: String, index: Index)] = []
    /// Indices of sums of the statement.
    var sumIndices: Set<String> = []
    var work = 0

    /// Whether the notebook itself is one of the standard library, which may differentiate on spheres.
    private let readsStandardLibrary: Bool
    /// The dimension of the latest `space`, for declarations that leave their space open.
    var latestSpaceDimension: Dimension?

    public init(importing resolver: ImportResolver? = nil, readsStandardLibrary: Bool = false) {
        self.resolver = resolver
        self.readsStandardLibrary = readsStandardLibrary
    }

    /// The items of a cell. May be called again with later cells.
    public mutating func elaborate(_ statements: [SyntaxStatement]) -> [ElaboratedItem] {
        var items: [ElaboratedItem] = []
        for statement in statements {
            beginStatement()
            do throws(Failure) {
                items += try process(statement)
            } catch {
                if case .failure(let diagnostic) = error, !wasTold(diagnostic) { report(diagnostic) }
                failedNames.formUnion(statement.declaredNames)
                if case .importing = statement.kind { hasFailedImport = true }
            }
        }
        return items
    }

    private mutating func wasTold(_ diagnostic: Diagnostic) -> Bool {
        diagnostic.message.hasPrefix(Elaborator.bodyPrefix) && !toldInBodies.insert(diagnostic.message).inserted
    }

    public mutating func takeDiagnostics() -> [Diagnostic] {
        defer { diagnostics = [] }
        return diagnostics
    }

    mutating func report(_ diagnostic: Diagnostic) {
        var diagnostic = diagnostic
        if diagnostic.path == nil { diagnostic.path = importStack.last }
        if diagnostics.count < Parser.errorLimit { diagnostics.append(diagnostic) }
    }

    func warn(_ code: DiagnosticCode, _ message: String, advice: String?, at range: SourceRange) -> Diagnostic {
        Diagnostic(code, message, advice: advice, at: range, severity: .warning)
    }

    mutating func beginStatement() {
        dimensionValues = [:]
        identityPlaces = [:]
        openComponents = []
        implicitIndices = []
        sumIndices = []
        work = 0
    }

    /// The scope of a statement of the notebook being read.
    var scope: Scope {
        Scope(
            table: table, version: tables[table].version,
            isStandard: importStack.last.map { $0.hasPrefix("std/") } ?? readsStandardLibrary)
    }

    private mutating func process(_ statement: SyntaxStatement) throws(Failure) -> [ElaboratedItem] {
        if statement.declaresNames, let name = statement.declaredNames.first(where: Vocabulary.isBuiltIn) {
            throw Failure(
                .reservedName, "found a declaration of `\(name)`, which has a meaning in the language", advice: "choose another name", at: statement.range)
        }
        switch statement.kind {
        case .comments: return []
        case .invalid:
            failedNames.formUnion(statement.declaredNames)
            return []
        case .space, .parameters, .function, .density, .concreteDensity, .flow, .constant, .definition:
            try declare(statement)
            return []
        case .importing(let name):
            try importNotebook(name)
            return []
        case .claim(let name, let proposition): return [try claim(statement, name, proposition)]
        case .axiom(let name, let arguments, let conditions, let proposition):
            return [try axiom(statement, name, arguments, conditions, proposition)]
        case .calculation(let name, let first, let steps): return try calculation(statement, name, first, steps)
        default: return [try question(statement)]
        }
    }

    // MARK: Names

    func lookup(_ name: String, _ scope: Scope) -> Binding? {
        scope.locals[name] ?? tables[scope.table].binding(name, at: scope.version)
    }

    mutating func declareName(_ name: SyntaxName, _ binding: Binding) {
        importedNames[name.text] = nil
        tables[table].declare(name.text, binding)
    }

    /// A name that no other declaration has had.
    mutating func uniqueName(_ name: String) -> String {
        let count = (usedNames[name] ?? 0) + 1
        usedNames[name] = count
        return count == 1 ? name : "\(name)#\(count)"
    }

    // MARK: Dimensions found from the context

    struct OpenComponent {
        let number: Int
        let dimension: Dimension
        let range: SourceRange
    }

    mutating func freshDimension(at range: SourceRange) -> Dimension {
        nextDimension += 1
        identityPlaces[nextDimension] = range
        return .symbol("?\(nextDimension)")
    }

    private func variable(_ dimension: Dimension) -> Int? {
        guard case .symbol(let name) = dimension, name.hasPrefix("?") else { return nil }
        return Int(name.dropFirst())
    }

    func resolved(_ dimension: Dimension) -> Dimension {
        var current = dimension
        while let number = variable(current), let next = dimensionValues[number] { current = next }
        return current
    }

    func isUndetermined(_ dimension: Dimension) -> Bool { variable(resolved(dimension)) != nil }

    /// Makes two dimensions equal where that is possible.
    mutating func unify(_ a: Dimension, _ b: Dimension) -> Bool {
        let a = resolved(a), b = resolved(b)
        if a == b { return true }
        if let number = variable(a) {
            dimensionValues[number] = b
            return true
        }
        if let number = variable(b) {
            dimensionValues[number] = a
            return true
        }
        return false
    }

    func shape(_ tensor: Tensor) -> [Dimension] { tensor.shape.map(resolved) }

    func shapeName(_ value: Value) -> String {
        switch value.kind {
        case .zero: return "a scalar"
        case .tensor(let tensor): return ShapeName.of(shape(tensor))
        case .block(let parts):
            let part = ShapeName.of(shape(parts[0]))
            return "a block of \(parts.count), each \(part)"
        }
    }

    // MARK: Limits

    /// Counts nodes made for the statement.
    mutating func count(_ nodes: Int, at range: SourceRange) throws(Failure) {
        work += nodes
        if work > Elaborator.nodeLimit * 8 { throw tooLarge(range) }
    }

    func tooLarge(_ range: SourceRange) -> Failure {
        Failure(
            .expansionTooLarge, "found an expression that grows beyond \(Elaborator.nodeLimit) nodes or \(Elaborator.depthLimit) levels when definitions are expanded",
            advice: "state intermediate results as claims of their own", at: range)
    }

    /// A value made of others, within the limits.
    mutating func make(
        _ kind: Value.Kind, from parts: [Value], adding nodes: Int = 1, levels: Int = 1, at range: SourceRange
    ) throws(Failure) -> Value {
        var size = nodes, depth = 0
        for part in parts {
            size += part.size
            depth = max(depth, part.depth)
        }
        depth += levels
        if size > Elaborator.nodeLimit || depth > Elaborator.depthLimit { throw tooLarge(range) }
        try count(size, at: range)
        return Value(kind: kind, size: size, depth: depth)
    }

    mutating func scalar(_ expression: Expression, from parts: [Value], at range: SourceRange) throws(Failure) -> Value {
        try make(.tensor(Tensor(body: expression)), from: parts, at: range)
    }
}
