import Arithmetic
import Expressions

/// Products and powers.
extension Elaborator {
    mutating func productValue(_ factors: [SyntaxFactor], _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        warnAboutBrackets(factors, scope)
        var result = try value(factors[0].expression, scope)
        var place = factors[0].expression.range
        for (number, factor) in factors.enumerated().dropFirst() {
            let next = try value(factor.expression, scope)
            let whole = place.joined(with: factor.expression.range)
            do throws(Failure) {
                result = try product(result, next, factor.connective, places: (place, factor.expression.range), whole)
            } catch {
                // `a·A b` is (a·A)·b, which is a·(A b).
                guard error.diagnostic.code == .vectorBesideVector, factor.connective == .juxtaposed, factors[number - 1].connective == .dot else { throw error }
                result = try product(result, next, .dot, places: (place, factor.expression.range), whole)
            }
            place = whole
        }
        return result
    }

    /// A declared function beside a bracket was probably meant as a call.
    private mutating func warnAboutBrackets(_ factors: [SyntaxFactor], _ scope: Scope) {
        guard scope.expansionDepth == 0 else { return }
        for (left, right) in zip(factors, factors.dropFirst()) where right.connective == .juxtaposed {
            guard case .name(let name) = left.expression.kind, case .group = right.expression.kind else { continue }
            switch lookup(name, scope) {
            case .function?, .definition?:
                report(warn(
                    .functionBesideBracket, "found a space between the function `\(name)` and a bracket: this is a product",
                    advice: "write \(name)(…) for the value, or \(name) * (…) for the product", at: left.expression.range))
            default: break
            }
        }
    }

    mutating func product(
        _ a: Value, _ b: Value, _ connective: ProductConnective, places: (SourceRange, SourceRange), _ range: SourceRange
    ) throws(Failure) -> Value {
        switch connective {
        case .divided: return try quotient(a, b, places.1, range)
        case .juxtaposed, .times:
            if a.asScalar != nil || b.asScalar != nil { return try scaled(a, b, range) }
            if case .tensor(let s) = a.kind, case .tensor(let t) = b.kind, s.rank == 1, t.rank == 1 {
                throw Failure(
                    .vectorBesideVector, "found \(shapeName(a)) beside \(shapeName(b)); two vectors have no product without a sign",
                    advice: "write a·b for the scalar product, a⊗b for the tensor product, a×b for the cross product", at: range)
            }
            return try contracted(a, b, places, range)
        case .dot:
            if a.asScalar != nil || b.asScalar != nil {
                let (scalar, place) = a.asScalar != nil ? (a, places.0) : (b, places.1)
                throw Failure(
                    .productMismatch, "found \(shapeName(scalar)) beside ·, expected vectors or matrices (the other side is \(shapeName(a.asScalar != nil ? b : a)))",
                    advice: "leave the dot out to multiply by a scalar", at: place)
            }
            return try contracted(a, b, places, range)
        case .cross: return try crossed(a, b, places, range)
        case .tensor: return try tensored(a, b, range)
        case .colon: return try fullyContracted(a, b, range)
        }
    }

    private mutating func quotient(_ a: Value, _ b: Value, _ place: SourceRange, _ range: SourceRange) throws(Failure) -> Value {
        guard let divisor = b.asScalar else {
            throw Failure(.scalarExpected, "found \(shapeName(b)) as a divisor, expected a scalar", at: place)
        }
        let inverse: Expression
        if case .number(let number) = divisor.kind {
            if number.isZero { throw Failure(.divisionByZero, "found a division by 0", at: place) }
            inverse = .number(number.inverse)
        } else {
            inverse = .power(divisor, .number(-1))
        }
        return try scaled(a, Value(Tensor(body: inverse), size: b.size + 2, depth: b.depth + 1), range)
    }

    /// A product with at least one scalar.
    mutating func scaled(_ a: Value, _ b: Value, _ range: SourceRange) throws(Failure) -> Value {
        if let left = a.asScalar {
            if case .zero = b.kind { return try make(.tensor(Tensor(body: left * .zero)), from: [a, b], at: range) }
            return try make(b.mapTensors { Tensor(indices: $0.indices, body: left * $0.body) }.kind, from: [a, b], at: range)
        }
        let right = b.asScalar ?? .one
        return try make(a.mapTensors { Tensor(indices: $0.indices, body: $0.body * right) }.kind, from: [a, b], at: range)
    }

    /// The last index of `a` against the first of `b`; blocks are summed over.
    mutating func contracted(
        _ a: Value, _ b: Value, _ places: (SourceRange, SourceRange), _ range: SourceRange
    ) throws(Failure) -> Value {
        switch (a.kind, b.kind) {
        case (.tensor(let s), .tensor(let t)):
            guard let result = dot(s, t) else { throw mismatch(a, b, places.1) }
            return try make(.tensor(result), from: [a, b], levels: 2, at: range)
        case (.block(let s), .block(let t)):
            guard s.count == t.count, s[0].rank == 1 || t[0].rank == 1, s[0].rank == 1 else { throw mismatch(a, b, places.1) }
            var terms: [Expression] = []
            var indices: [Index] = []
            for (position, (x, y)) in zip(s, t).enumerated() {
                guard let part = dot(x, y) else { throw mismatch(a, b, places.1) }
                if position == 0 { indices = part.indices }
                terms.append(position == 0 ? part.body : part.relabelled(indices, &supply))
            }
            return try make(.tensor(Tensor(indices: indices, body: .sum(terms))), from: [a, b], levels: 3, at: range)
        case (.block(let s), .tensor(let t)) where s[0].rank > 1:
            var parts: [Tensor] = []
            for x in s {
                guard let part = dot(x, parts.isEmpty ? t : t.renewed(&supply)) else { throw mismatch(a, b, places.1) }
                parts.append(part)
            }
            return try make(.block(parts), from: [a] + s.map { _ in b }, levels: 2, at: range)
        default: throw mismatch(a, b, places.1)
        }
    }

    private func mismatch(_ a: Value, _ b: Value, _ place: SourceRange) -> Failure {
        Failure(
            .productMismatch, "found \(shapeName(b)) as the right side of a product whose left side is \(shapeName(a))",
            advice: "the last index of the left side and the first of the right side must have one dimension", at: place)
    }

    func firstFree(_ tensor: Tensor) -> Index? { tensor.indices.first }

    mutating func dot(_ a: Tensor, _ b: Tensor) -> Tensor? {
        guard let last = a.indices.last, let first = b.indices.first, unify(last.dimension, first.dimension) else { return nil }
        let rest = Array(b.indices.dropFirst())
        let right = b.body.renamingIndices([first: last], &supply)
        return Tensor(indices: a.indices.dropLast() + rest, body: .contraction(last, a.body * right))
    }

    private mutating func crossed(
        _ a: Value, _ b: Value, _ places: (SourceRange, SourceRange), _ range: SourceRange
    ) throws(Failure) -> Value {
        for (value, place) in [(a, places.0), (b, places.1)] {
            guard case .tensor(let tensor) = value.kind, tensor.rank == 1, unify(tensor.indices[0].dimension, .number(3)) else {
                throw Failure(
                    .crossOutsideThree, "found \(shapeName(value)) beside ×, expected a vector of R^3 (the other side is \(shapeName(place == places.0 ? b : a)))",
                    at: place)
            }
        }
        guard let s = a.asTensor, let t = b.asTensor else { return a }
        let i = supply.fresh(.number(3))
        let body = Expression.contraction(
            s.indices[0], .contraction(t.indices[0], .epsilon(i, s.indices[0], t.indices[0]) * s.body * t.body))
        return try make(.tensor(Tensor(indices: [i], body: body)), from: [a, b], adding: 5, levels: 3, at: range)
    }

    private mutating func tensored(_ a: Value, _ b: Value, _ range: SourceRange) throws(Failure) -> Value {
        if a.asScalar != nil, b.asScalar != nil {
            throw Failure(
                .productMismatch, "found a scalar on both sides of ⊗",
                advice: "write the product of functions of different points as f(v) f(w)", at: range)
        }
        if a.asScalar != nil || b.asScalar != nil { return try scaled(a, b, range) }
        switch (a.kind, b.kind) {
        case (.tensor(let s), .tensor(let t)): return try make(.tensor(tensorProduct(s, t)), from: [a, b], at: range)
        case (.block(let s), .tensor(let t)):
            let parts = s.enumerated().map { tensorProduct($1, $0 == 0 ? t : t.renewed(&supply)) }
            return try make(.block(parts), from: [a] + s.map { _ in b }, at: range)
        case (.tensor(let s), .block(let t)):
            let parts = t.enumerated().map { tensorProduct($0 == 0 ? s : s.renewed(&supply), $1) }
            return try make(.block(parts), from: [b] + t.map { _ in a }, at: range)
        default:
            throw Failure(
                .productMismatch, "found \(shapeName(b)) as the right side of ⊗ whose left side is \(shapeName(a))",
                advice: "only one side of ⊗ may be a block", at: range)
        }
    }

    func tensorProduct(_ a: Tensor, _ b: Tensor) -> Tensor {
        Tensor(indices: a.indices + b.indices, body: a.body * b.body)
    }

    mutating func fullyContracted(_ a: Value, _ b: Value, _ range: SourceRange) throws(Failure) -> Value {
        guard a.asScalar == nil, b.asScalar == nil, try agree(a, b) else {
            throw Failure(
                .productMismatch, "found \(shapeName(b)) as the right side of : whose left side is \(shapeName(a))",
                advice: "A:B contracts two tensors of the same shape", at: range)
        }
        var terms: [Expression] = []
        for (s, t) in zip(a.tensors, b.tensors) {
            var body = s.body * t.relabelled(s.indices, &supply)
            for index in s.indices.reversed() { body = .contraction(index, body) }
            terms.append(body)
        }
        return try make(.tensor(Tensor(body: .sum(terms))), from: [a, b], levels: 3, at: range)
    }

    /// The value a second time, with indices of its own.
    mutating func copy(_ value: Value) -> Value { value.mapTensors { $0.renewed(&supply) } }

    // MARK: Powers

    mutating func powerValue(
        _ base: SyntaxExpression, _ exponent: SyntaxExpression, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        let left = try value(base, scope)
        guard let b = left.asScalar else {
            let isVector = left.asTensor?.rank == 1
            throw Failure(
                .scalarExpected, "found \(shapeName(left)) as the base of a power, expected a scalar",
                advice: isVector ? "write |X|² for the square of the length" : "write A A for the matrix product, ‖A‖² for the sum of squares",
                at: base.range)
        }
        let (e, right) = try scalarValue(exponent, "as an exponent", scope)
        return try scalar(power(b, e, range), from: [left, right], at: range)
    }

    func power(_ base: Expression, _ exponent: Expression, _ range: SourceRange) throws(Failure) -> Expression {
        if case .number(let b) = base.kind, case .number(let e) = exponent.kind {
            if b.isZero, e.sign <= 0 {
                throw Failure(.divisionByZero, "found 0 to the power \(e), which is not defined", at: range)
            }
            if let n = e.asInt, abs(n) <= 64, b.bitSize <= 4096, let value = try? b.power(n) { return .number(value) }
        }
        // |X|² is X·X, also where |X| has no derivative.
        if case .number(let e) = exponent.kind, let n = e.asInt, n % 2 == 0,
            case .power(let square, let half) = base.kind, case .number(let h) = half.kind, h == Rational(1, 2),
            isSumOfSquares(square)
        {
            return .power(square, .number(Rational(n / 2)))
        }
        // |u|⁴ is u⁴.
        if case .number(let e) = exponent.kind, let n = e.asInt, n > 0, n % 2 == 0, case .elementary(.abs, let argument) = base.kind { return .power(argument, exponent) }
        return .power(base, exponent)
    }

    /// Whether the expression is visibly non-negative: a sum of squares with non-negative coefficients.
    func isSumOfSquares(_ e: Expression) -> Bool {
        switch e.kind {
        case .number(let value): return value.sign >= 0
        case .pi, .dimension: return true
        case .parameter(let name): return declarations.isPositive(name)
        case .sum(let terms): return terms.allSatisfy(isSumOfSquares)
        case .contraction(_, let body): return isSumOfSquares(body)
        case .product(let factors):
            var rest = factors.filter { !isSumOfSquares($0) }
            while let factor = rest.popLast() {
                guard let twin = rest.firstIndex(where: { $0 == factor || isRenamed($0, factor) }) else { return false }
                rest.remove(at: twin)
            }
            return true
        case .power(let base, let exponent):
            if case .number(let value) = exponent.kind, let n = value.asInt, n % 2 == 0 { return true }
            return isSumOfSquares(base)
        case .elementary(let function, _): return function == .exp || function == .abs || function == .cosh
        default: return false
        }
    }

    /// Equal up to the names of bound indices.
    private func isRenamed(_ a: Expression, _ b: Expression) -> Bool {
        var first = IndexSupply(startingAt: 1 << 40), second = IndexSupply(startingAt: 1 << 40)
        return a.renamingIndices([:], &first) == b.renamingIndices([:], &second)
    }
}
