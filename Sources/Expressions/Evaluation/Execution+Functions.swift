import Arithmetic

/// Powers and elementary functions of series.
extension Execution {
    // MARK: Powers

    func power(_ base: Int32, _ exponent: Expression, _ exponentSlot: Int32, _ target: Program.Slot) throws {
        if let value = try rationalValue(exponent) {
            // `b^a` with a not a literal integer is defined for b > 0 only, whatever the value of a.
            try field.requirePositive(leading(base))
            return try power(base, value, target)
        }
        // exp(a log b).
        let logarithm = temporary(1, target), product = temporary(2, target)
        try elementary(.log, slot(base), leading(base), logarithm)
        clear(product.start..<(product.start + product.count))
        multiply(slot(exponentSlot), logarithm, into: product)
        try elementary(.exp, product, memory[product.start], target)
    }

    func power(_ base: Int32, _ exponent: Rational, _ target: Program.Slot) throws {
        let x = slot(base), leading = leading(base)
        if let integer = exponent.asInt {
            guard abs(integer) <= 100_000 else { throw EvaluationError.tooLarge }
            if integer == 0 {
                if field.isExactZero(leading) { throw EvaluationError.undefined }
                memory[target.start] = try field.number(1)
                return
            }
            if integer > 0 { return positivePower(x, leading, integer, target) }
            let inverse = try field.inverse(leading)
            memory[target.start] = power(inverse, -integer)
            try solve(x, target) { k, m in try field.multiply(inverse, ratio(exponent * Rational(k) - Rational(m), k + m)) }
            return
        }
        memory[target.start] = try field.power(leading, exponent)
        if target.order == 0 { return }
        let inverse = try field.inverse(leading)
        try solve(x, target) { k, m in try field.multiply(inverse, ratio(exponent * Rational(k) - Rational(m), k + m)) }
    }

    private func power(_ base: F.Element, _ exponent: Int) -> F.Element {
        var result: F.Element?
        var square = base, rest = exponent
        while true {
            if rest & 1 == 1 { result = result.map { field.multiply($0, square) } ?? square }
            rest >>= 1
            guard rest > 0 else { return result ?? square }
            square = field.multiply(square, square)
        }
    }

    /// By squaring, since the base may vanish.
    private func positivePower(_ x: Program.Slot, _ leading: F.Element, _ exponent: Int, _ target: Program.Slot) {
        if target.order == 0 {
            memory[target.start] = power(leading, exponent)
            return
        }
        var square = x
        var rest = exponent
        var result: Program.Slot?
        // Three places in turn: the power so far, the square, and the next of either.
        var free = [temporary(0, target), temporary(1, target), temporary(2, target)]
        func product(_ a: Program.Slot, _ b: Program.Slot) -> Program.Slot {
            let place = free.removeLast()
            clear(place.start..<(place.start + place.count))
            multiply(a, b, into: place)
            return place
        }
        while true {
            if rest & 1 == 1 {
                if let known = result {
                    result = product(known, square)
                    if known.start >= program.scratch, known.start != square.start { free.append(known) }
                } else {
                    result = square
                }
            }
            rest >>= 1
            guard rest > 0 else { break }
            let known = square
            square = product(known, known)
            if known.start >= program.scratch, known.start != result?.start { free.append(known) }
        }
        guard let result else { return }
        for k in 0..<min(result.count, target.count) { memory.add(result.start + k, to: target.start + k) }
    }

    /// An exponent's value, when it is a rational number by arithmetic on numbers and parameters alone.
    private func rationalValue(_ expression: Expression) throws -> Rational? {
        switch expression.kind {
        case .number(let value): return value
        case .parameter(let name): return assignment.parameters[name]
        case .dimension(let dimension): return assignment.size(dimension).map { Rational($0) }
        case .sum(let terms):
            var result: Rational = 0
            for term in terms {
                guard let value = try rationalValue(term) else { return nil }
                result = result + value
            }
            return result
        case .product(let factors):
            var result: Rational = 1
            for factor in factors {
                guard let value = try rationalValue(factor) else { return nil }
                result = result * value
            }
            return result
        case .power(let base, let exponent):
            guard let base = try rationalValue(base), let exponent = try rationalValue(exponent)?.asInt,
                abs(exponent) < 1000 else { return nil }
            if base.isZero && exponent < 0 { throw EvaluationError.undefined }
            return try? base.power(exponent)
        default: return nil
        }
    }

    // MARK: Series from recurrences

    private func ratio(_ numerator: Rational, _ denominator: Int) throws -> F.Element {
        try field.number(numerator / Rational(denominator))
    }

    private func temporary(_ number: Int, _ target: Program.Slot) -> Program.Slot {
        Program.Slot(start: program.scratch + 1 + number * target.count, count: target.count, order: target.order)
    }

    /// Completes `y_c += Σ factor(|a|, |b|) x_a y_b` over `a + b = c`, `a ≠ 0`, `|b| >= first`, degree by degree.
    ///
    /// Powers, `exp` and `log` satisfy it by the Euler operator: `x · Dy = e y · Dx` for `y = x^e`.
    private func solve(
        _ x: Program.Slot, _ y: Program.Slot, from first: Int = 0, _ factor: (Int, Int) throws -> F.Element
    ) throws {
        let scaled = program.scratch
        for m in first..<max(first, y.order) {
            for k in 1...(y.order - m) {
                let factor = try factor(k, m)
                if field.isExactZero(factor) { continue }
                for b in (m == 0 ? 0 : basis.count[m - 1])..<basis.count[m] {
                    if memory.isExactZero(y.start + b) { continue }
                    memory[scaled] = field.multiply(factor, memory[y.start + b])
                    let row = basis.productStart[b]
                    for a in basis.count[k - 1]..<max(basis.count[k - 1], min(basis.count[k], x.count)) {
                        memory.addProduct(x.start + a, scaled, to: y.start + Int(basis.products[row + a]))
                    }
                }
            }
        }
    }

    // MARK: Elementary functions

    /// - Parameter leading: the constant coefficient of `x`.
    func elementary(_ function: ElementaryFunction, _ x: Program.Slot, _ leading: F.Element, _ target: Program.Slot) throws {
        let value = try field.elementary(function, leading)
        switch function {
        case _ where target.order == 0: memory[target.start] = value
        case .exp:
            memory[target.start] = value
            try solve(x, target) { k, m in try ratio(Rational(k), k + m) }
        case .log:
            let inverse = try field.inverse(leading)
            memory[target.start] = value
            for k in 1..<target.count {
                memory[target.start + k] = k < x.count ? field.multiply(inverse, memory[x.start + k]) : try field.number(0)
            }
            try solve(x, target, from: 1) { k, m in try field.multiply(inverse, ratio(Rational(-m), k + m)) }
        default: substitute(x, try taylorCoefficients(function, leading, value, target.order), target)
        }
    }

    /// `Σ coefficients[k] (x - x_0)^k`.
    private func substitute(_ x: Program.Slot, _ coefficients: [F.Element], _ target: Program.Slot) {
        var result = temporary(0, target), next = temporary(1, target)
        clear(result.start..<(result.start + result.count))
        memory[result.start] = coefficients[coefficients.count - 1]
        for coefficient in coefficients.dropLast().reversed() {
            clear(next.start..<(next.start + next.count))
            multiply(x, result, into: next, from: 1)
            memory[next.start] = field.add(memory[next.start], coefficient)
            swap(&result, &next)
        }
        for k in 0..<target.count { memory.add(result.start + k, to: target.start + k) }
    }

    /// `h^(k)(x0)/k!` for k up to the order, which is at least 1.
    private func taylorCoefficients(
        _ function: ElementaryFunction, _ x0: F.Element, _ value: F.Element, _ order: Int
    ) throws -> [F.Element] {
        func cyclic(_ values: [F.Element]) throws -> [F.Element] {
            var factor: Rational = 1
            return try (0...order).map { k in
                if k > 0 { factor = factor / Rational(k) }
                return field.multiply(values[k % values.count], try field.number(factor))
            }
        }
        let zero = try field.number(0), one = try field.number(1), minusOne = try field.number(-1)
        switch function {
        case .exp: return try cyclic([value])
        case .sin:
            let cosine = try field.elementary(.cos, x0)
            return try cyclic([value, cosine, field.multiply(value, minusOne), field.multiply(cosine, minusOne)])
        case .cos:
            let minusSine = field.multiply(try field.elementary(.sin, x0), minusOne)
            return try cyclic([value, minusSine, field.multiply(value, minusOne), field.multiply(minusSine, minusOne)])
        case .sinh: return try cyclic([value, try field.elementary(.cosh, x0)])
        case .cosh: return try cyclic([value, try field.elementary(.sinh, x0)])
        case .log:
            let inverse = try field.inverse(x0)
            var power = one
            return try [value] + (1...order).map { k in
                power = field.multiply(power, inverse)
                return field.multiply(power, try field.number(Rational(k % 2 == 1 ? 1 : -1, k)))
            }
        case .tan, .tanh:
            // y' = 1 ± y².
            var y = [value]
            let sign = try field.number(function == .tan ? 1 : -1)
            for k in 0..<order {
                var square = zero
                for j in 0...k { square = field.add(square, field.multiply(y[j], y[k - j])) }
                var next = field.multiply(sign, square)
                if k == 0 { next = field.add(next, one) }
                y.append(field.multiply(next, try field.number(Rational(1, k + 1))))
            }
            return y
        case .atan:
            // (1 + x²) y' = 1 with x = x0 + t.
            let inverse = try field.inverse(field.add(one, field.multiply(x0, x0)))
            var slope: [F.Element] = []
            for k in 0..<order {
                var rest = k == 0 ? one : zero
                if k >= 1 { rest = field.add(rest, field.multiply(field.multiply(x0, slope[k - 1]), try field.number(-2))) }
                if k >= 2 { rest = field.add(rest, field.multiply(slope[k - 2], minusOne)) }
                slope.append(field.multiply(rest, inverse))
            }
            return [value] + (try slope.enumerated().map { field.multiply($1, try field.number(Rational(1, $0 + 1))) })
        case .erf:
            // y' = 2/√π exp(-x²), and s = y' satisfies s' = -2 x s.
            let square = field.multiply(field.multiply(x0, x0), minusOne)
            let scale = field.multiply(try field.power(field.pi(), Rational(-1, 2)), try field.number(2))
            var slope = [field.multiply(scale, try field.elementary(.exp, square))]
            for k in 0..<order {
                var next = field.multiply(x0, slope[k])
                if k >= 1 { next = field.add(next, slope[k - 1]) }
                slope.append(field.multiply(next, try field.number(Rational(-2, k + 1))))
            }
            return [value] + (try slope.prefix(order).enumerated().map { field.multiply($1, try field.number(Rational(1, $0 + 1))) })
        case .abs: return [value, try field.elementary(.sign, x0)] + Array(repeating: zero, count: order - 1)
        case .sign: return [value] + Array(repeating: zero, count: order)
        case .gamma: throw EvaluationError.unsupported("digamma")
        }
    }
}
