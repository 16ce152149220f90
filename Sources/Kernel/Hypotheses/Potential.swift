import Expressions

/// A vector field that derives from a potential, in place of a declared one: equations among the hypotheses, such as `div u = 0`, hold
/// for it identically, and what fails for such fields fails.
public struct Potential: Hashable, Sendable {
    public enum Form: String, CaseIterable, Hashable, Sendable {
        /// `u = curl A`, in three dimensions.
        case curl
        /// `u = (-∂_2 ψ, ∂_1 ψ)`, in two.
        case rotatedGradient = "rotated-gradient"
        /// `u = ∇φ`.
        case gradient
    }

    /// The name of the field.
    public let function: String
    public let form: Form

    public init(function: String, form: Form) {
        self.function = function
        self.form = form
    }

    /// The statement about the potential. Equations of the hypotheses that have become identities are left out, the others remain.
    public func statement(of statement: Statement) throws -> Statement {
        guard let field = statement.functions.first(where: { $0.name == function }), let replacement = try Replacement(field, form, statement),
            let goals = statement.goal.relations
        else { throw Rejection.evidenceDoesNotFitGoal }
        var result = statement
        result.functions = statement.functions.map { $0 == field ? replacement.potential : $0 }
        result.hypotheses = []
        for hypothesis in statement.hypotheses {
            guard let relations = hypothesis.relations else { throw Rejection.notEvaluated("a hypothesis") }
            for relation in relations {
                let own = replacement.apply(to: relation)
                if own == relation || !result.isIdentity(own) { result.hypotheses.append(.relation(own)) }
            }
        }
        let relations = goals.map(replacement.apply)
        result.goal = relations.count == 1 ? .relation(relations[0]) : .conjunction(relations.map { .relation($0) })
        return result
    }

    /// The potential's name is not one that a notebook can write.
    public var potentialName: String { function + "°" }

    /// How the field is made of its potential, for people.
    public var plainText: String {
        switch form {
        case .curl: return "\(function) = curl \(potentialName)"
        case .rotatedGradient: return "\(function) = (-∂_2 \(potentialName), ∂_1 \(potentialName))"
        case .gradient: return "\(function) = ∇\(potentialName)"
        }
    }

    private struct Replacement {
        let field: FunctionSymbol
        let potential: FunctionSymbol
        /// Of the argument by which the potential is differentiated.
        let place: Int
        let dimension: Dimension
        let form: Form

        /// `nil` where the field does not have this form, or more is declared of it than that it decays.
        init?(_ field: FunctionSymbol, _ form: Form, _ statement: Statement) throws {
            let vectors = field.arguments.indices.filter { field.arguments[$0] != .scalar }
            guard vectors.count == 1, field.valueDimensions.count == 1, case .vector(let dimension) = field.arguments[vectors[0]],
                dimension == field.valueDimensions[0], !field.isLogarithm, field.attributes.isSubset(of: [.decaying, .compact]),
                !statement.points.contains(where: { if case .sphere = $0.manifold { true } else { false } })
            else { return nil }
            switch form {
            case .curl: guard dimension == .number(3) else { return nil }
            case .rotatedGradient: guard dimension == .number(2) else { return nil }
            case .gradient: break
            }
            let name = Potential(function: field.name, form: form).potentialName
            guard !statement.functions.contains(where: { $0.name == name }) else { throw Rejection.evidenceDoesNotFitGoal }
            self.field = field
            self.form = form
            self.dimension = dimension
            place = vectors[0]
            potential = FunctionSymbol(
                name: name, arguments: field.arguments, valueDimensions: form == .curl ? [dimension] : [], attributes: field.attributes)
        }

        func apply(to relation: Relation) -> Relation {
            var supply = IndexSupply(startingAt: 1 << 22)
            return Relation(apply(to: relation.left, &supply), relation.op, apply(to: relation.right, &supply), indices: relation.indices)
        }

        private func apply(to e: Expression, _ supply: inout IndexSupply) -> Expression {
            var names = supply
            defer { supply = names }
            let inner = e.mapOperands { apply(to: $0, &names) }
            guard case .application(let own) = inner.kind, own.function == field else { return inner }
            let value = own.valueIndices[0]
            func derivative(_ values: [Index], by index: Index) -> Expression {
                .application(Expression.Application(
                    function: potential, valueIndices: values, derivatives: own.derivatives + [.init(argument: place, index: index)],
                    arguments: own.arguments))
            }
            switch form {
            case .gradient: return derivative([], by: value)
            case .rotatedGradient:
                let first = Index.fixed(1, dimension), second = Index.fixed(2, dimension)
                return .delta(value, second) * derivative([], by: first) - .delta(value, first) * derivative([], by: second)
            case .curl:
                let j = names.fresh(dimension), k = names.fresh(dimension)
                return .contraction(j, .contraction(k, .epsilon(value, j, k) * derivative([k], by: j)))
            }
        }
    }
}

extension Potential {
    var symbolicText: SymbolicText { .list([.word(function), .word(form.rawValue)]) }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        let items = try reader.items(text, count: 2)
        guard let form = Form(rawValue: try reader.word(items[1])) else { throw TextError("expected the form of a field") }
        self.init(function: try reader.word(items[0]), form: form)
    }
}
