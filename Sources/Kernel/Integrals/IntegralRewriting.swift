import Expressions

/// Integrals, what stands in them, or logarithms of them, put in another form in the goal.
public enum IntegralRewriting: Hashable, Sendable {
    case antiderivative(Antiderivative)
    /// See `SphericalSlices`.
    case slices
    /// See `SphereMeans`.
    case sphereMeans
    /// See `NamedMoments`.
    case namedMoments
    /// See `CrossProducts`.
    case crossProducts
    /// See `LogarithmicFunctions`.
    case logarithms
    /// See `LogarithmsOfIntegrals`.
    case exponentials
    /// See `CollisionalChange`.
    case collisions(isAveraged: Bool)

    /// An equivalent statement, where the conditions hold.
    public func statement(of statement: Statement, isRefuted: Bool) throws -> Statement {
        // A counterexample must lie where the integrands have values.
        guard !isRefuted || IntegrandDomain(statement).holdsEverywhere else { throw Rejection.evidenceDoesNotFitGoal }
        switch self {
        case .antiderivative(let antiderivative):
            // And where this one has that value.
            guard try !isRefuted || conditions(of: statement).conditions.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
            return try antiderivative.statement(of: statement)
        // The dimensions that are left out do not occur in the new statement.
        case .slices: return try SphericalSlices(statement).sliced()
        case .sphereMeans:
            guard try !isRefuted || conditions(of: statement).conditions.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
            return try SphereMeans(statement).integrated()
        case .namedMoments:
            return try NamedMoments(statement).writtenOut(isRefuted: isRefuted)
        case .crossProducts: return try CrossProducts(statement).expanded()
        case .logarithms: return try LogarithmicFunctions(statement).renamed()
        case .exponentials:
            // Where the logarithms have values is not seen any more.
            guard !isRefuted else { throw Rejection.evidenceDoesNotFitGoal }
            return try LogarithmsOfIntegrals(statement).withoutLogarithms()
        case .collisions(let isAveraged):
            guard try !isRefuted || conditions(of: statement).conditions.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
            return try isAveraged ? CollisionalChange(statement).averaged() : CollisionalChange(statement).settled()
        }
    }

    func conditions(of statement: Statement) throws -> SideConditions.Derivation {
        switch self {
        case .antiderivative(let antiderivative): return try antiderivative.conditions(of: statement)
        case .slices: return try SphericalSlices(statement).conditions()
        case .sphereMeans: return try SphereMeans(statement).conditions()
        case .collisions(isAveraged: false): return try CollisionalChange(statement).conditions()
        case .exponentials: return try LogarithmsOfIntegrals(statement).conditions()
        case .collisions(isAveraged: true), .namedMoments, .crossProducts, .logarithms: return SideConditions.Derivation(conditions: [], uncovered: [])
        }
    }
}

extension IntegralRewriting {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        switch self {
        case .slices: return .list([.word("slices")])
        case .sphereMeans: return .list([.word("sphere-means")])
        case .namedMoments: return .list([.word("named-moments")])
        case .crossProducts: return .list([.word("cross-products")])
        case .logarithms: return .list([.word("logarithms")])
        case .exponentials: return .list([.word("exponentials")])
        case .collisions(let isAveraged): return .list([.word("collisions"), .word(isAveraged ? "averaged" : "settled")])
        case .antiderivative(let antiderivative):
            var writer = StatementWriter(statement)
            return .list([.word("antiderivative"), writer.expression(antiderivative.target), writer.expression(antiderivative.function)])
        }
    }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        let items = try reader.items(text)
        switch (items.first?.word, items.count) {
        case ("slices", 1): self = .slices
        case ("sphere-means", 1): self = .sphereMeans
        case ("named-moments", 1): self = .namedMoments
        case ("cross-products", 1): self = .crossProducts
        case ("logarithms", 1): self = .logarithms
        case ("exponentials", 1): self = .exponentials
        case ("collisions", 2):
            let word = try reader.word(items[1])
            guard ["averaged", "settled"].contains(word) else { throw TextError("expected averaged or settled") }
            self = .collisions(isAveraged: word == "averaged")
        case ("antiderivative", 3): self = .antiderivative(Antiderivative(of: try reader.expression(items[1]), try reader.expression(items[2])))
        default: throw TextError("expected an antiderivative, slices, sphere-means, named-moments, cross-products, logarithms, exponentials or collisions")
        }
    }
}
