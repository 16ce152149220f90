import Arithmetic
import Expressions
import Kernel

/// `function`, `density`, `constant`, `flow`.
extension Elaborator {
    mutating func declareFunctions(
        _ syntax: SyntaxFunction, isDensity: Bool, _ statement: SyntaxStatement
    ) throws(Failure) {
        var declared: [(SyntaxName, FunctionDeclaration)] = []
        for head in syntax.heads {
            let declaration = try functionDeclaration(head, syntax, isDensity)
            try checkPrimes(head.name, .function(declaration))
            declared.append((head.name, declaration))
        }
        for (name, declaration) in declared {
            declarations.add(declaration.symbol.name)
            declareName(name, .function(declaration))
        }
        let conditions = self.conditions(statement)
        for (_, declaration) in declared {
            if isDensity, !declaration.symbol.attributes.contains(.unitMass) { declarations.add(mass(of: declaration), about: declaration.symbol.name) }
            let declared = try conditions.map { (condition) throws(Failure) in try declare(condition, about: declaration.symbol.name) }
            if let first = conditions.first, let problem = DeclaredMoments(declaration.symbol, declared)?.problem {
                throw Failure(
                    .notADensity, "found \(problem) in the declaration of a density",
                    advice: "a density is positive and has the mass 1, so that the covariance ∫ v⊗v f - (∫ v f)⊗(∫ v f) is positive definite", at: first.range)
            }
        }
    }

    /// `∫[r] f = 1`
    private mutating func mass(of density: FunctionDeclaration) -> Proposition {
        let value = Expression.application(Expression.Application(
            function: density.symbol, arguments: density.points.map { Expression.Argument.point($0, &supply) }))
        return .relation(Relation(.integral(density.points, .elementary(.exp, value)), .equal, .one))
    }

    /// A condition on what is declared, with the dimensions that are known now.
    @discardableResult mutating func declare(_ condition: SyntaxProposition, about name: String) throws(Failure) -> Proposition {
        // In two steps: the dimensions are found by the first.
        let open = try proposition(condition, scope)
        let condition = squaringNorms(closed(open, [:]))
        declarations.add(condition, about: name)
        return condition
    }

    /// `|u|² = c²` for `|u| = c`, with c not negative: polynomials have derivatives everywhere.
    private func squaringNorms(_ condition: Proposition) -> Proposition {
        guard case .relation(let relation) = condition, relation.op == .equal else { return condition }
        for (norm, value) in [(relation.left, relation.right), (relation.right, relation.left)] {
            guard case .power(let square, let exponent) = norm.kind, exponent == .number(Rational(1, 2)), square.squaredNorm != nil, square.mentionsFunctionOfPoints,
                value.isManifestlyNonnegative(positiveParameters: declarations.positiveParameters)
            else { continue }
            let squared: Expression
            if case .number(let number) = value.kind { squared = .number(number * number) } else { squared = .power(value, .number(2)) }
            return .relation(Relation(square, .equal, squared, indices: relation.indices))
        }
        return condition
    }

    mutating func functionDeclaration(
        _ head: SyntaxFunction.Head, _ syntax: SyntaxFunction, _ isDensity: Bool
    ) throws(Failure) -> FunctionDeclaration {
        var points: [Point] = []
        for argument in head.arguments {
            guard case .point(let point)? = lookup(argument.text, scope) else {
                guard lookup(argument.text, scope) != nil else { throw unknownName(argument.text, argument.range, scope) }
                throw Failure(
                    .notAPoint, "found `\(argument.text)` as an argument, expected a declared point",
                    advice: "declare it: space \(argument.text) in R^3", at: argument.range)
            }
            points.append(point)
        }
        // The mass on an interval is stated with the declaration: the symbol does not know where it stands.
        let isOnInterval = points.contains { $0.isOnInterval }
        var attributes: Set<FunctionSymbol.Attribute> = isDensity ? (isOnInterval ? [.decaying] : [.unitMass, .decaying]) : []
        var isRadial = false
        var isPositive = isDensity || syntax.sign == .greater
        if syntax.sign == .greaterOrEqual { attributes.insert(.nonnegative) }
        for word in syntax.attributes {
            switch word.text {
            case "even": attributes.insert(.even)
            case "decaying": attributes.insert(.decaying)
            case "compact":
                // A symbol does not know where its arguments lie: at the end of an interval it may have any value.
                guard points.allSatisfy(\.manifold.isWhole) else {
                    throw Failure(
                        .attributeNotApplicable, "found the attribute compact on a function that does not live on R^d or R", advice: "say what holds at the ends: where u(0) = 0", at: word.range)
                }
                attributes.formUnion([.compact, .decaying])
            case "logconcave":
                attributes.insert(.logconcave)
                isPositive = true
            case "positive": isPositive = true
            case "symmetric":
                guard points.count == 2, points[0].manifold == points[1].manifold else {
                    throw Failure(
                        .attributeNotApplicable, "found the attribute symmetric on a function of \(points.count) \(points.count == 1 ? "point" : "points"), expected two points of one space",
                        advice: "for a matrix-valued function write `: symmetric matrix`", at: word.range)
                }
                attributes.insert(.symmetric)
            default:
                guard points.count == 1, !points[0].isScalar else {
                    throw Failure(.attributeNotApplicable, "found the attribute radial, expected a function of one vector", at: word.range)
                }
                isRadial = true
            }
        }
        let (dimensions, symmetry) = try valueShape(syntax.shape, points, head.name.range)
        if isPositive, attributes.contains(.compact) {
            throw Failure(.attributeNotApplicable, "found a positive function of compact support", advice: "use >= 0, or decaying", at: head.name.range)
        }
        if isPositive, !dimensions.isEmpty {
            throw Failure(.attributeNotApplicable, "found a positive function whose values are no scalars", at: head.name.range)
        }
        if isRadial, !dimensions.isEmpty {
            throw Failure(.attributeNotApplicable, "found a radial function whose values are no scalars", at: head.name.range)
        }
        let slots: [ArgumentSlot] = points.map { point in
            guard !isRadial, let dimension = point.manifold.vectorDimension else { return .scalar }
            return .vector(dimension)
        }
        let symbol = FunctionSymbol(
            name: uniqueName(head.name.text), arguments: slots, valueDimensions: dimensions, valueSymmetry: symmetry,
            isLogarithm: isPositive, attributes: attributes)
        declarations.torusPoints[symbol.name] = points.first(where: \.isOnTorus)
        return FunctionDeclaration(symbol: symbol, points: points, isRadial: isRadial)
    }

    mutating func valueShape(
        _ shape: SyntaxShape, _ points: [Point], _ range: SourceRange
    ) throws(Failure) -> ([Dimension], FunctionSymbol.ValueSymmetry) {
        let rank: Int
        var symmetry = FunctionSymbol.ValueSymmetry.none
        switch shape.kind {
        case .scalar: return ([], .none)
        case .vector: rank = 1
        case .matrix: rank = 2
        case .symmetricMatrix: (rank, symmetry) = (2, .symmetric)
        case .antisymmetricMatrix: (rank, symmetry) = (2, .antisymmetric)
        case .tensor(let r): rank = r
        }
        if let written = shape.dimension { return (Array(repeating: try dimension(written, scope), count: rank), symmetry) }
        let candidates = Set(points.compactMap(\.manifold.vectorDimension))
        let found = candidates.count == 1 ? candidates.first : candidates.isEmpty ? onlySpaceDimension(scope) ?? latestSpaceDimension : nil
        guard let found else {
            throw Failure(
                .undeterminedDimension, "found a \(rank == 1 ? "vector" : "tensor") whose space is not clear",
                advice: "write `: vector of R^3`", at: range)
        }
        return (Array(repeating: found, count: rank), symmetry)
    }

    mutating func declareConstants(_ names: [SyntaxName], _ shape: SyntaxShape, _ statement: SyntaxStatement) throws(Failure) {
        if shape.kind == .scalar {
            for name in names {
                let parameter = Parameter(name: uniqueName(name.text))
                declarations.add(parameter)
                declareName(name, .parameter(parameter))
                for condition in conditions(statement) { try declare(condition, about: parameter.name) }
            }
            return
        }
        let (dimensions, symmetry) = try valueShape(shape, [], names[0].range)
        // A condition may mention names that stand behind.
        var open: [(name: String, condition: SyntaxProposition)] = []
        for name in names {
            var attributes: Set<FunctionSymbol.Attribute> = []
            let remaining = conditions(statement).filter { condition in
                guard isSemidefinite(condition, name.text), dimensions.count == 2 else { return true }
                attributes.insert(.nonnegative)
                return false
            }
            let symbol = FunctionSymbol(
                name: uniqueName(name.text), arguments: [], valueDimensions: dimensions, valueSymmetry: symmetry, attributes: attributes)
            declarations.add(symbol.name)
            declareName(name, .function(FunctionDeclaration(symbol: symbol, points: [])))
            for condition in remaining where mentions(condition, name.text) || !names.contains(where: { mentions(condition, $0.text) }) {
                open.append((symbol.name, condition))
            }
        }
        for (name, condition) in open { try declare(condition, about: name) }
    }

    /// `P >= 0`
    func isSemidefinite(_ condition: SyntaxProposition, _ name: String) -> Bool {
        guard case .chain(let left, let links) = condition.kind, links.count == 1, links[0].op == .greaterOrEqual,
            case .name(name) = left.kind, case .number("0") = links[0].expression.kind
        else { return false }
        return true
    }

    mutating func declareConcreteDensity(_ name: SyntaxName, _ point: SyntaxName?, _ syntax: SyntaxExpression) throws(Failure) {
        var own: Point?
        if let point {
            guard case .point(let known)? = lookup(point.text, scope) else {
                if lookup(point.text, scope) == nil { throw unknownName(point.text, point.range, scope) }
                throw Failure(.notAPoint, "found `\(point.text)` as an argument, expected a declared point", at: point.range)
            }
            own = known
        } else {
            own = densityPoints(scope).first
        }
        var inner = scope
        inner.densityPoint = own
        let (body, value) = try scalarValue(syntax, "as a density", inner)
        try requireOneSign(body, isNormalised: false, syntax.range)
        var moments: GaussianMoments?
        if case .call(let callee, let arguments) = syntax.kind, case .name("gaussian") = callee.kind, let dimension = own?.manifold.vectorDimension {
            moments = try gaussianMoments(arguments, dimension, inner)
        }
        var onLine: (mean: Expression, variance: Expression)?
        if case .call(let callee, let arguments) = syntax.kind, case .name("gaussian") = callee.kind, let own, own.isScalar {
            func argument(_ label: String, _ place: Int) -> SyntaxExpression? {
                arguments.first { $0.label == label }?.value
                    ?? (arguments.indices.contains(place) && arguments[place].label == nil ? arguments[place].value : nil)
            }
            let mean = try argument("mean", 0).map { (e) throws(Failure) in try scalarValue(e, "as the mean", inner).0 } ?? .zero
            onLine = (mean, try argument("cov", 1).map { (e) throws(Failure) in try scalarValue(e, "as the variance", inner).0 } ?? .one)
        }
        let unique = uniqueName(name.text)
        declarations.add(unique)
        declareName(name, .density(ConcreteDensity(
            name: unique, point: own, isAnyPoint: point == nil, value: settled(value), gaussian: moments, gaussianOnLine: onLine)))
    }

    /// The right side of a flow: of the shape of the function's values.
    private mutating func velocity(of function: FunctionDeclaration, _ syntax: SyntaxExpression) throws(Failure) -> Tensor {
        let symbol = function.symbol
        if symbol.valueDimensions.isEmpty {
            let value = try scalarValue(syntax, "as the velocity of a flow", scope).0
            // Dimensions are found within a statement.
            return .scalar(settled(.scalar(value)).asScalar ?? value)
        }
        let value = settled(try self.value(syntax, scope))
        if case .zero = value.kind {
            return Tensor(indices: symbol.valueDimensions.map { supply.fresh($0) }, body: .zero)
        }
        guard case .tensor(let tensor) = value.kind, tensor.rank == symbol.valueDimensions.count,
            zip(tensor.shape, symbol.valueDimensions).allSatisfy({ unify($0, $1) })
        else {
            throw Failure(
                .shapeMismatch, "found \(shapeName(value)) as the velocity of `\(Declared.plain(symbol.name))`, which is \(ShapeName.of(symbol.valueDimensions))",
                at: syntax.range)
        }
        guard symbol.valueSymmetry == .none else {
            throw Failure(
                .shapeMismatch, "found a flow of a matrix that is symmetric by declaration, which its velocity may not be",
                advice: "declare it as a matrix, or write the equation behind `where`", at: syntax.range)
        }
        return tensor
    }

    /// t of `∂[t]` or `∂_t`.
    private func time(_ op: SyntaxOperator, _ variables: [SyntaxExpression]) -> String? {
        switch op {
        case .partial:
            guard case .name(let time)? = variables.first?.kind else { return nil }
            return time
        case .user(let name): return variables.isEmpty && name.hasPrefix("∂") && lookup(name, scope) == nil ? String(name.dropFirst()) : nil
        default: return nil
        }
    }

    mutating func declareFlow(_ name: SyntaxName, _ equation: SyntaxProposition) throws(Failure) {
        guard case .function(let declaration)? = lookup(name.text, scope) else {
            let failure = Failure(.notAFunction, "found `\(name.text)` behind `flow`, expected a declared function or density", at: name.range)
            throw lookup(name.text, scope) == nil && isConsequence(name.text) ? .consequence(failure.diagnostic) : failure
        }
        guard case .chain(let left, let links) = equation.kind, links.count == 1, links[0].op == .equal,
            case .apply(let op, let variable, let operand) = left.kind, let time = time(op, variable), case .name(name.text) = operand.kind
        else {
            throw Failure(
                .malformedClause, "found an equation that does not begin with ∂[t] \(name.text) =", advice: "write `flow \(name.text): ∂[t] \(name.text) = …`", at: equation.range)
        }
        switch lookup(time, scope) {
        case nil: declareName(SyntaxName(time, left.range), .time(time))
        case .time?: break
        default:
            throw Failure(.duplicateName, "found the time `\(time)`, which is declared as something else", advice: "the flow declares its time itself", at: left.range)
        }
        let velocity = try velocity(of: declaration, links[0].expression)
        declarations.add(DeclarationList.Flow(time: time, function: declaration, velocity: velocity))
        differentiateEquations()
    }
}
