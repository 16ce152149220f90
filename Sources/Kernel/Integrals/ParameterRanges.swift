import Arithmetic
import Expressions

/// What the declarations say about linear forms in parameters.
struct ParameterRanges {
    private let parameters: [String: Parameter]
    /// Linear forms that the hypotheses say are not negative, or positive.
    private let known: Set<Inequality>
    /// The parameters about which a hypothesis says something.
    private let mentioned: Set<String>

    init(_ statement: Statement) {
        parameters = Dictionary(statement.parameters.map { ($0.name, $0) }) { first, _ in first }
        let relations = statement.hypotheses.flatMap { $0.relations ?? [] }.filter {
            $0.indices.isEmpty && $0.left.mentionsOnlyParameters && $0.right.mentionsOnlyParameters
        }
        mentioned = Set(relations.flatMap { $0.left.parameterSymbols + $0.right.parameterSymbols })
        known = Set(relations.flatMap { relation -> [Inequality] in
            guard let form = (try? ContractionForm(FormContext()).linearForm(of: relation.excess)) ?? nil, !form.linear.isEmpty else { return [] }
            let own = Inequality(form: form, isStrict: relation.op == .less)
            return relation.op == .equal ? [own, Inequality(form: -form, isStrict: false)] : [own]
        })
    }

    /// Whether the form is positive wherever the hypotheses hold on the declared range.
    func impliesPositive(_ form: Exponent) -> Bool {
        impliesPositiveByRange(form) || (!known.isEmpty && !admit(known.union([Inequality(form: -form, isStrict: false)])))
    }

    /// Whether the form is positive on the whole declared range.
    private func impliesPositiveByRange(_ form: Exponent) -> Bool {
        var least = form.constant
        var isStrict = false
        for term in form.linear {
            guard let parameter = parameters[term.symbol],
                let bound = term.coefficient.sign > 0 ? parameter.lower : parameter.upper else { return false }
            least = least + term.coefficient * bound.value
            // An integer that stays strictly above a bound attains it nowhere.
            isStrict = isStrict || bound.isStrict
        }
        return least.sign > 0 || (least.isZero && isStrict)
    }

    /// Whether a range is declared, or something is assumed of the parameter: then this must imply what the statement needs.
    func isDeclared(_ parameter: String) -> Bool { mentioned.contains(parameter) || parameters[parameter]?.hasDeclaredRange ?? false }

    /// Whether this is so for every parameter of the form. Dimensions have a range by default, which counts beside another parameter's.
    func areDeclared(_ form: Exponent) -> Bool {
        form.linear.contains { isDeclared($0.symbol) } && form.linear.allSatisfy { isDeclared($0.symbol) || parameters[$0.symbol]?.isInteger ?? false }
    }

    private struct Inequality: Hashable {
        /// Not negative, or positive.
        let form: Exponent
        let isStrict: Bool
    }

    private static let inequalityLimit = 2_000

    /// Whether all forms are positive for some real parameters of the declared ranges, and the hypotheses on linear forms hold.
    func admit(_ positive: [Exponent]) -> Bool { admit(known.union(positive.map { Inequality(form: $0, isStrict: true) })) }

    /// Whether the inequalities hold for some real parameters of the declared ranges, by elimination of one
    /// parameter after the other (Fourier and Motzkin). Beyond a limit the answer is yes.
    private func admit(_ wanted: Set<Inequality>) -> Bool {
        var inequalities = wanted
        let symbols = Set(wanted.flatMap { $0.form.linear.map(\.symbol) }).sorted()
        for symbol in symbols {
            let own = Exponent(0, linear: [.init(symbol: symbol, coefficient: 1)])
            if let lower = parameters[symbol]?.lower { inequalities.insert(Inequality(form: own - Exponent(lower.value), isStrict: lower.isStrict)) }
            if let upper = parameters[symbol]?.upper { inequalities.insert(Inequality(form: Exponent(upper.value) - own, isStrict: upper.isStrict)) }
        }
        for symbol in symbols {
            func slope(_ inequality: Inequality) -> Rational { inequality.form.linear.first { $0.symbol == symbol }?.coefficient ?? 0 }
            let below = inequalities.filter { slope($0).sign > 0 }, above = inequalities.filter { slope($0).sign < 0 }
            inequalities.subtract(below)
            inequalities.subtract(above)
            guard inequalities.count + below.count * above.count <= Self.inequalityLimit else { return true }
            for a in below {
                for b in above {
                    inequalities.insert(Inequality(
                        form: a.form * -slope(b) + b.form * slope(a), isStrict: a.isStrict || b.isStrict))
                }
            }
        }
        return inequalities.allSatisfy { $0.form.constant.sign > 0 || ($0.form.constant.isZero && !$0.isStrict) }
    }
}

/// Conditions collected from several places: each once, of several on one linear form the sharpest.
struct ConditionList {
    private var texts: [String] = []
    private var positive: [Exponent] = []
    private let ranges: ParameterRanges
    private var uncovered: [SideConditions.Gap] = []

    init(_ statement: Statement) { ranges = ParameterRanges(statement) }

    mutating func add(_ text: String) {
        if !texts.contains(text) { texts.append(text) }
    }

    mutating func add(_ derivation: SideConditions.Derivation) {
        derivation.conditions.forEach { add($0) }
        for gap in derivation.uncovered where !uncovered.contains(gap) { uncovered.append(gap) }
    }

    /// - Throws: `Rejection.diverges` where the number is not positive.
    mutating func requirePositive(_ exponent: Exponent, _ reason: @autoclosure () -> String) throws {
        if exponent.linear.isEmpty {
            guard exponent.constant.sign > 0 else { throw Rejection.diverges(reason()) }
            return
        }
        if ranges.impliesPositive(exponent) { return }
        if let known = positive.firstIndex(where: { $0.linear == exponent.linear }) {
            if positive[known].constant > exponent.constant { positive[known] = exponent }
        } else {
            positive.append(exponent)
        }
    }

    var positiveExponents: [Exponent] { positive }

    /// Whether the number is positive for all parameters allowed.
    func implies(_ exponent: Exponent) -> Bool { ranges.impliesPositive(exponent) }

    /// All conditions, those on parameters first.
    var conditions: [String] {
        let implied = positive.filter { $0.linear.count == 1 && $0.linear[0].coefficient.sign > 0 && $0.constant.sign <= 0 }.flatMap { exponent in
            ["≥", "≠", ">"].map { "\(exponent.linear[0].symbol) \($0) 0" }
        }
        return positive.map(Self.text) + texts.filter { !implied.contains($0) }
    }

    /// - Throws: `Rejection.contradiction` where the conditions on parameters hold together nowhere.
    func requireSatisfiable(with others: [Exponent] = []) throws {
        guard (positive + others).isEmpty || ranges.admit(positive + others) else { throw Rejection.contradiction((positive + others).map(Self.text)) }
    }

    /// Those on parameters whose declared ranges do not imply them.
    var uncoveredConditions: [SideConditions.Gap] {
        uncovered + positive.filter(ranges.areDeclared).map { .init(text: Self.text($0), need: .init($0.expression, .positive)) }
    }

    /// `γ - β > -3`.
    private static func text(_ form: Exponent) -> String {
        let scale = form.linear.count == 1 ? form.linear[0].coefficient.magnitude : 1
        let scaled = form * scale.inverse
        if scaled.linear.count == 1, scaled.linear[0].coefficient == -1 {
            return "\(scaled.linear[0].symbol) < \(scaled.constant)"
        }
        return "\(Exponent(0, linear: scaled.linear).plainText) > \(-scaled.constant)"
    }
}
