import Arithmetic
import Expressions

/// Uses of `let` definitions: hygienic templates, families, operators.
///
/// The body is elaborated in the scope of the definition, with the formal arguments as local names; so a
/// name declared between definition and use never changes what the definition means.
extension Elaborator {
    /// Definitions inside each other.
    static let expansionLimit = 100
    /// How the errors in a template's body begin, which are told where it is used.
    static let bodyPrefix = "in the definition of "

    mutating func userOperator(
        _ name: String, _ points: [SyntaxExpression], _ operand: SyntaxExpression, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        guard case .definition(let definition)? = lookup(name, scope) else {
            if points.isEmpty, let (op, variable) = derivative(named: name, scope) {
                return try operatorValue(op, [SyntaxExpression(.name(variable), range)], operand, range, scope)
            }
            if isConsequence(name) { throw .consequence(unknownName(name, range, scope).diagnostic) }
            throw Failure(
                .unknownName, "found the operator `\(name)`, which is not defined", advice: adviceForOperator(name, scope), at: range)
        }
        var arguments = [SyntaxArgument(operand)]
        if case .components(let parts) = operand.kind, definition.syntax.arguments?.count == parts.count, parts.count > 1 {
            arguments = parts.map { SyntaxArgument($0) }
        }
        return try expand(definition, name, subscripts: points, arguments: arguments, range, scope)
    }

    /// `∇_v`, `∂_t` and the like, where nothing of this name is defined, are derivatives in a point, a time or a parameter of the name.
    private func derivative(named name: String, _ scope: Scope) -> (SyntaxOperator, String)? {
        let stems: [(String, SyntaxOperator)] = [("∇²_", .hessian), ("∇_", .gradient), ("Δ_", .laplacian), ("div_", .divergence), ("∂", .partial)]
        guard let (stem, op) = stems.first(where: { name.hasPrefix($0.0) }) else { return nil }
        let variable = String(name.dropFirst(stem.count))
        switch lookup(variable, scope) {
        case .point?: return (op, variable)
        case .parameter?, .time?: return op == .partial ? (op, variable) : nil
        default: return nil
        }
    }

    private func adviceForOperator(_ name: String, _ scope: Scope) -> String {
        if ["∇_S", "∇²_S", "Δ_S"].contains(name) { return "write import \"std/sphere\"" }
        if name.hasPrefix("∂") {
            let variable = String(name.dropFirst())
            if variable.allSatisfy(\.isNumber) { return "write ∂[z[\(variable)]] u for a component z[\(variable)], or define the operator" }
        }
        return "define it: let \(name)(u) = …"
    }

    /// The definition's value for subscripts and arguments.
    mutating func expand(
        _ definition: Definition, _ name: String, subscripts: [SyntaxExpression], arguments: [SyntaxArgument]?,
        _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        guard scope.expansionDepth < Elaborator.expansionLimit else { throw tooLarge(range) }
        var inner = definition.scope
        inner.expansionDepth = scope.expansionDepth + 1
        inner.allowsImplicitIndices = false
        inner.isTrial = scope.isTrial
        let formals = definition.fieldPoints == nil ? definition.syntax.arguments ?? [] : []
        if !formals.isEmpty { try bind(formals, arguments ?? [], name, range, scope, &inner) }
        try bindSubscripts(definition, name, subscripts, formals, range, scope, &inner)
        var result: Value
        do throws(Failure) {
            result = try value(definition.syntax.value, inner)
        } catch {
            throw inDefinition(name, error, range, scope)
        }
        if !formals.isEmpty, !scope.isTrial, let arguments { try requireNoCapture(definition, name, formals, arguments, result, inner, from: scope) }
        if let points = definition.fieldPoints, let arguments, !arguments.isEmpty {
            result = try substituted(result, points, arguments, range, scope)
        }
        try count(result.size, at: range)
        return result
    }

    /// The error of a body, told at the use.
    private func inDefinition(_ name: String, _ failure: Failure, _ range: SourceRange, _ scope: Scope) -> Failure {
        if case .consequence = failure { return failure }
        var diagnostic = failure.diagnostic
        if diagnostic.code == .expansionTooLarge { return tooLarge(range) }
        if scope.expansionDepth == 0 {
            diagnostic.message = "\(Elaborator.bodyPrefix)`\(name)`, line \(diagnostic.location.line): \(diagnostic.message)"
            diagnostic.range = range
        }
        return .failure(diagnostic)
    }

    private mutating func bind(
        _ formals: [SyntaxName], _ arguments: [SyntaxArgument], _ name: String, _ range: SourceRange, _ scope: Scope,
        _ inner: inout Scope
    ) throws(Failure) {
        guard arguments.count == formals.count, arguments.allSatisfy({ $0.label == nil }) else {
            throw Failure(
                .argumentCount, "found \(arguments.count) arguments for `\(name)`, expected \(formals.count): \(formals.map(\.text).joined(separator: ", "))",
                at: range)
        }
        for (formal, argument) in zip(formals, arguments) {
            inner.locals[formal.text] = try argumentBinding(argument.value, scope)
        }
    }

    /// What a formal argument stands for: a name's own meaning, or a value.
    mutating func argumentBinding(_ e: SyntaxExpression, _ scope: Scope) throws(Failure) -> Binding {
        switch e.kind {
        case .group(let inner): return try argumentBinding(inner, scope)
        case .name(let name):
            if let binding = lookup(name, scope) { return binding }
        default: break
        }
        let argument = try value(e, scope)
        var mentions = Mentions()
        argument.tensors.forEach { mentions.add($0.body) }
        return .value(argument, points: mentions.freePoints)
    }

    private mutating func bindSubscripts(
        _ definition: Definition, _ name: String, _ subscripts: [SyntaxExpression], _ formals: [SyntaxName],
        _ range: SourceRange, _ scope: Scope, _ inner: inout Scope
    ) throws(Failure) {
        let points = definition.pointSubscripts, indices = definition.familyIndices
        if subscripts.count == points.count + indices.count {
            for (written, formal) in zip(subscripts, points + indices) {
                if points.contains(formal) { inner.locals[formal.text] = .point(try point(written, scope)) } else {
                    inner.locals[formal.text] = try familyIndex(written, scope)
                }
            }
            return
        }
        guard subscripts.isEmpty, indices.isEmpty, points.count == 1 else {
            throw Failure(
                .argumentCount, "found \(subscripts.count) subscripts for `\(name)`, expected \(points.count + indices.count)", at: range)
        }
        var candidates: [Point] = []
        for formal in formals {
            guard let binding = inner.locals[formal.text] else { continue }
            for point in pointsOf(binding) where !point.isScalar && !candidates.contains(point) { candidates.append(point) }
        }
        guard candidates.count == 1 else {
            let names = candidates.map { Declared.plain($0.name) }
            throw Failure(
                .ambiguousPoint, "found `\(name)` of something that depends on \(names.isEmpty ? "no point" : names.joined(separator: " and "))",
                advice: "name the point: \(name)[z]", at: range)
        }
        inner.locals[points[0].text] = .point(candidates[0])
    }

    private func pointsOf(_ binding: Binding) -> [Point] {
        switch binding {
        case .point(let point): return [point]
        case .function(let declaration): return declaration.points
        case .value(let value, _):
            var mentions = Mentions()
            value.tensors.forEach { mentions.add($0.body) }
            return mentions.freePoints
        case .density(let density): return density.point.map { [$0] } ?? []
        case .definition(let definition): return definition.fieldPoints ?? []
        default: return []
        }
    }

    private mutating func familyIndex(_ e: SyntaxExpression, _ scope: Scope) throws(Failure) -> Binding {
        if case .name(let name) = e.kind {
            if case .index(let index)? = lookup(name, scope) { return .index(index) }
            if lookup(name, scope) == nil, scope.allowsImplicitIndices {
                return .index(try componentIndex(e, freshDimension(at: e.range), scope))
            }
        }
        guard let n = try integer(e, scope) else {
            throw Failure(.badIndexRange, "found `\(Printer().text(e))` as the index of a family, expected a number", at: e.range)
        }
        return .integer(n)
    }
}
