import Arithmetic

/// A form read as linear in unknown constants: one equation for each independent monomial.
public struct ParameterEquation: Hashable, Sendable {
    /// A term in parameters: integral exponents of either sign by name, coefficient.
    public struct Term: Hashable, Sendable {
        public let exponents: [String: Int]
        public let coefficient: Rational
    }

    /// The name of π among the parameters, of which none is called so.
    public static let pi = "π"

    /// Coefficients of the unknowns; the empty name is the part without any.
    public var coefficients: [String: [Term]]
}

extension FormArena {
    /// Splits every monomial into its parameters and the rest, which counts as independent. `nil` when an
    /// unknown enters nonlinearly.
    func equations(_ form: Form, unknowns: Set<String>) -> [ParameterEquation]? {
        var byRest: [Monomial: ParameterEquation] = [:]
        var order: [Monomial] = []
        for (monomial, coefficient) in form.sortedTerms {
            var rest: [Factor] = []
            var exponents: [String: Int] = [:]
            var unknown = ""
            for factor in monomial.factors {
                if mentions(unknowns, exponent(factor.exponent)) { return nil }
                if let name = coefficientName(factor.atom) {
                    let power = exponent(factor.exponent)
                    if unknowns.contains(name) {
                        guard power == .one, unknown.isEmpty else { return nil }
                        unknown = name
                        continue
                    }
                    // `T^(1 - d/2)` is T times `T^(-d/2)`, which is independent of its powers.
                    let whole = power.constant.floor
                    guard let integer = whole.asInt else {
                        rest.append(factor)
                        continue
                    }
                    if integer != 0 { exponents[name] = integer }
                    let part = power - Exponent(whole)
                    if !part.isZero { rest.append(Factor(atom: factor.atom, exponent: code(of: part))) }
                    continue
                }
                if mentions(unknowns, atom(factor.atom)) { return nil }
                rest.append(factor)
            }
            let key = Monomial(factors: rest)
            if byRest[key] == nil { order.append(key) }
            byRest[key, default: ParameterEquation(coefficients: [:])].coefficients[unknown, default: []]
                .append(ParameterEquation.Term(exponents: exponents, coefficient: coefficient))
        }
        return order.compactMap { byRest[$0] }
    }

    /// Of parameters, and of π, which is a number among the coefficients: a solution may contain it.
    private func coefficientName(_ atom: Int32) -> String? {
        switch self.atom(atom) {
        case .parameter(let name): name
        case .pi: ParameterEquation.pi
        default: nil
        }
    }

    private func mentions(_ unknowns: Set<String>, _ exponent: Exponent) -> Bool {
        exponent.linear.contains { unknowns.contains($0.symbol) }
    }

    private func mentions(_ unknowns: Set<String>, _ atom: Atom) -> Bool {
        func inside(_ form: Form) -> Bool {
            form.terms.keys.contains { monomial in
                monomial.factors.contains { factor in
                    if case .parameter(let name) = self.atom(factor.atom), unknowns.contains(name) { return true }
                    return mentions(unknowns, exponent(factor.exponent)) || mentions(unknowns, self.atom(factor.atom))
                }
            }
        }
        switch atom {
        case .composite(let number), .logarithm(let number), .elementary(_, let number): return inside(form(number))
        case .exponential(let inner): return inside(Form(inner))
        default: return false
        }
    }
}

extension ContractionForm {
    /// A form with a sign and, if any, an unknown constant as a factor.
    public struct Part {
        let form: Form
        let sign: Int
        let unknown: String?

        public init(form: Form, sign: Int, unknown: String?) {
            self.form = form
            self.sign = sign
            self.unknown = unknown
        }
    }

    public func sum(_ parts: [Part]) throws -> Form {
        var result = Form.zero
        for part in parts {
            let scaled = try part.unknown.map { try arena.multiply(part.form, arena.form(.parameter($0))) } ?? part.form
            result.add(scaled, times: Rational(part.sign))
        }
        return result
    }

    public func equations(_ form: Form, unknowns: Set<String>) throws -> [ParameterEquation]? {
        arena.equations(try arena.cleared(applyingRules(form)), unknowns: unknowns)
    }
}

extension ComponentForm {
    public func equations(_ form: Form, unknowns: Set<String>) throws -> [ParameterEquation]? {
        arena.equations(try arena.cleared(applyingRules(form)), unknowns: unknowns)
    }
}

extension ContractionForm {
    /// The coefficients `c_p` of a vector `Σ c_p p`; `nil` where the expression is none of the given points.
    public func linearCoefficients(of body: Expression, _ index: Index, _ points: [Point]) throws -> [Expression]? {
        var coefficients: [Point: Form] = [:]
        for (monomial, coefficient) in try normalForm(body).terms {
            var point: Point?
            var rest: [Factor] = []
            for factor in monomial.factors {
                guard case .graph(let graph) = arena.atom(factor.atom) else {
                    rest.append(factor)
                    continue
                }
                guard point == nil, factor.exponent == 1, graph.vertices.count == 1, graph.freeLabels == [try label(index)],
                    case .position(let own) = label(graph.vertices[0].label), points.contains(own) else { return nil }
                point = own
            }
            guard let point else { return nil }
            coefficients[point, default: .zero].add(Monomial(factors: rest), coefficient)
        }
        var supply = IndexSupply(startingAt: 1 << 24)
        return try points.map { try expression(coefficients[$0] ?? .zero, &supply) }
    }
}
