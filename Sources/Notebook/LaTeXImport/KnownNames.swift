import Language

/// What the cells above have declared, as far as translation asks for it.
struct KnownNames {
    struct Template: Hashable {
        var arguments: Int
        /// It is written before its argument without brackets, like `Lf`.
        var isOperator: Bool
        /// Arguments that are always the same are written once.
        var isMerged: Bool
    }

    private(set) var kinds: [String: Notation.Kind] = [:]
    private(set) var templates: [String: Template] = [:]
    private var values: Set<String> = []
    /// Operators made of operators: the name by the LaTeX.
    var operators: [String: String] = [:]
    private(set) var operatorCount = 0
    private(set) var hasFlow = false
    /// What moves by the author's own equation: what the paper prints about its motion is a claim.
    private(set) var moversOfAuthor: Set<String> = []
    /// The equations of motion met so far, by what moves.
    private var equations: [String: Set<String>] = [:]
    /// The formula that is read, and the one that says how things move.
    var title = ""
    private(set) var titleOfFlow = ""
    /// Definitions without arguments, in order, with the names they mention.
    private var definitions: [(name: String, text: String, words: Set<String>)] = []
    /// What moves by a flow, and what is defined by it.
    private var moving: Set<String> = []
    /// In LaTeX, the first that of densities.
    var standardPoints: [String]

    init(standardPoints: [String]) { self.standardPoints = standardPoints }

    func isDefined(_ name: String) -> Bool { values.contains(name) || templates[name] != nil }
    func isDeclared(_ name: String) -> Bool { kinds[name] != nil || isDefined(name) }

    mutating func define(_ name: String, _ template: Template) { templates[name] = template }

    /// Without what was guessed: a paper uses its letters more than once.
    func forgetting(_ names: Set<String>) -> KnownNames {
        var copy = self
        for name in names { copy.kinds[name] = nil }
        return copy
    }

    /// What these names are is not known any more.
    mutating func forget(_ names: Set<String>) {
        for name in names {
            kinds[name] = nil
            templates[name] = nil
            values.remove(name)
            moving.remove(name)
        }
    }

    mutating func startFlow(_ name: String) {
        hasFlow = true
        titleOfFlow = title
        moving.insert(name)
    }

    /// The definitions that mention the function, or one another that does.
    func definitions(by function: String) -> [String] {
        var names: Set<String> = [function]
        return definitions.compactMap { definition in
            guard !definition.words.isDisjoint(with: names), templates[definition.name] == nil, values.contains(definition.name) else { return nil }
            names.insert(definition.name)
            return definition.text
        }
    }

    /// The author's equations hold throughout.
    mutating func keepMotions() { moversOfAuthor = Set(equations.keys) }

    /// A function in the text that the paper has moved by several equations.
    func mover(withSeveralMotionsIn text: String) -> String? {
        KnownNames.words(text).first { equations[$0, default: []].count > 1 && !moversOfAuthor.contains($0) }
    }

    /// Something that moves stands in the text.
    func isMoving(_ text: String) -> Bool { KnownNames.words(text).contains { moving.contains($0) } }

    /// The names in a text of the language; `²` is no part of one.
    static func words(_ text: String) -> [String] {
        text.split { !($0.isLetter || ("0"..."9").contains($0) || $0 == "_") }.map(String.init)
    }

    mutating func define(_ sum: OperatorSum) {
        operators[sum.latex] = sum.name
        operatorCount += 1
    }

    /// Takes notice of statements that were accepted.
    mutating func read(_ statements: [SyntaxStatement]) {
        for statement in statements {
            switch statement.kind {
            case .space(let names, let manifold):
                for name in names { declare(name.text, .point(KnownNames.text(manifold))) }
            case .parameters(let groups): for name in groups.flatMap(\.names) { declare(name.text, .number("")) }
            case .function(let function), .density(let function):
                for head in function.heads { declare(head.name.text, .function(head.arguments.map(\.text), "")) }
            case .concreteDensity(let name, let point, _): declare(name.text, .function([point?.text ?? "v"], ""))
            case .constant(let names, _): for name in names { declare(name.text, .constant("")) }
            case .definition(let definition):
                kinds[definition.name.text] = nil
                if isMoving(Printer().text(definition.value)) { moving.insert(definition.name.text) } else { moving.remove(definition.name.text) }
                if let arguments = definition.arguments {
                    if !arguments.isEmpty, arguments.allSatisfy({ if case .point? = kinds[$0.text] { true } else { false } }) {
                        // A field: bare, it is meant at its points.
                        declare(definition.name.text, .function(arguments.map(\.text), ""))
                        continue
                    }
                    if templates[definition.name.text]?.arguments != arguments.count {
                        templates[definition.name.text] = Template(arguments: arguments.count, isOperator: false, isMerged: false)
                    }
                } else {
                    values.insert(definition.name.text)
                    definitions.removeAll { $0.name == definition.name.text }
                    let value = Printer().text(definition.value)
                    definitions.append((definition.name.text, "let \(definition.name.text) = \(value)", Set(KnownNames.words(value))))
                    templates[definition.name.text] = nil
                }
            case .flow(let name, let equation):
                startFlow(name.text)
                equations[name.text, default: []].insert(Printer().text(equation))
            default: break
            }
        }
    }

    private mutating func declare(_ name: String, _ kind: Notation.Kind) {
        kinds[name] = kind
        values.remove(name)
        templates[name] = nil
    }

    private static func text(_ manifold: SyntaxManifold) -> String {
        let printer = Printer()
        switch manifold {
        case .line: return "R"
        case .interval(let interval):
            return "(\(interval.lower.map(printer.text) ?? "-oo"),\(interval.upper.map(printer.text) ?? "oo"))"
        case .euclidean(let e): return "R^" + printer.text(e)
        case .sphere(let e): return "S^" + printer.text(e)
        case .torus(let e): return "T^" + printer.text(e)
        }
    }
}
