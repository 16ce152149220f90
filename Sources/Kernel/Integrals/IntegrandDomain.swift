import Arithmetic
import Expressions

/// Whether what stands under integrals has a value almost everywhere.
///
/// Normal forms do not see it, `sqrt(x)² = x`, and an integral over the half-line on which both sides are defined is not the
/// one that is written. Zeros of norms and of other analytic functions of the points are null sets; what happens near them is a
/// matter of convergence. What is asked of an arbitrary function becomes a condition on it; what is asked of the points alone
/// must hold.
struct IntegrandDomain {
    private(set) var conditions: [String] = []
    /// What fails on sets that are not null, or is not seen to hold.
    private(set) var failures: [String] = []
    /// What is asked of the parameters alone, as in `(a |v|)^(-1)`.
    private(set) var ofParameters: [SideConditions.Need] = []
    fileprivate let statement: Statement
    private lazy var signs = SignCheck(statement)
    private lazy var form = ContractionForm(FormContext(statement))
    private lazy var positive = FormContext(statement).positiveParameters
    private var seen: Set<Visit> = []
    /// Over which null sets are taken.
    private var variables: Set<Point> = []

    private struct Visit: Hashable {
        let expression: Expression
        let integrated: Set<Point>
    }

    private typealias Need = SideConditions.Need.Relation

    init(_ statement: Statement) {
        self.statement = statement
        for side in (statement.goal.relations ?? []).flatMap({ [$0.left, $0.right] }) where side.hasIntegral { visit(side, []) }
        // A hypothesis is about functions for which it makes sense.
        let own = (conditions, ofParameters)
        let hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }
        for side in hypotheses.flatMap({ [$0.left, $0.right] }) where side.hasIntegral { visit(side, []) }
        (conditions, ofParameters) = own
    }

    /// Whether all integrands have values, for every parameter that the declarations allow.
    var holdsEverywhere: Bool { conditions.isEmpty && failures.isEmpty && SideConditions.asking(ofParameters, of: statement).conditions.isEmpty }

    private mutating func visit(_ e: Expression, _ integrated: Set<Point>) {
        guard seen.insert(Visit(expression: e, integrated: integrated)).inserted else { return }
        switch e.kind {
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind else {
                require(base, signs.isNonnegative(exponent) ? .nonnegative : .positive, integrated)
                break
            }
            if !value.isInteger { require(base, value.sign > 0 ? .nonnegative : .positive, integrated) } else if value.sign <= 0 { require(base, .nonzero, integrated) }
        case .elementary(.log, let argument): require(argument, .positive, integrated)
        case .elementary(.gamma, let argument): require(argument, .positive, integrated)
        case .elementary(.sign, let argument): require(argument, .nonzero, integrated)
        case .elementary(.tan, let argument): require(.elementary(.cos, argument), .nonzero, integrated)
        default: break
        }
        var inside = integrated
        if case .integral(let variables, _) = e.kind { inside.formUnion(variables) }
        for operand in e.operands { visit(operand, inside) }
    }

    private mutating func require(_ base: Expression, _ need: Need, _ integrated: Set<Point>) {
        guard integrated.contains(where: base.mentions) else { return }
        variables = integrated
        let open = openFactors(of: base, need)
        guard !open.isEmpty else { return }
        // Of a product of several factors of unknown sign no single one is asked for a sign.
        let parts = need == .nonzero || open.count == 1 ? open : [.product(open)]
        for part in parts {
            if part.mentionsOnlyParameters {
                let need = SideConditions.Need(part, need)
                if !ofParameters.contains(need) { ofParameters.append(need) }
                continue
            }
            let text = "\(part.plainText) \(need.rawValue) 0 almost everywhere"
            let isAboutPoints = open.contains { !$0.mentionsFunctionOfPoints && !$0.mentionsOnlyParameters && !isForMostConstants($0, need) }
            if isAboutPoints || holdsNowhere(part, need) {
                if !failures.contains(text) { failures.append(text) }
            } else if !conditions.contains(text) {
                conditions.append(text)
            }
        }
    }

    /// The factors that are not seen to have the sign almost everywhere.
    private mutating func openFactors(of e: Expression, _ need: Need) -> [Expression] {
        if holds(e, need) { return [] }
        switch e.kind {
        case .product(let factors):
            // Numbers only turn the sign.
            var open = factors.filter { !holds($0, need) }
            let isNegative = open.count(where: { if case .number = $0.kind { true } else { false } }) % 2 == 1
            open = open.filter { if case .number = $0.kind { false } else { true } }
            if isNegative, need != .nonzero, let first = open.first { open[0] = -first } else if isNegative, need != .nonzero { return [.number(-1)] }
            return open.flatMap { openFactors(of: $0, need) }
        case .power(let base, let exponent):
            if need == .nonzero { return openFactors(of: base, need) }
            if case .number(let value) = exponent.kind, value.isInteger, value.asInt.map({ $0 % 2 != 0 }) ?? false { return openFactors(of: base, need) }
            if need == .positive { return openFactors(of: base, .nonzero) }
            return [e]
        case .elementary(.abs, let argument) where need != .nonnegative: return openFactors(of: argument, .nonzero)
        default: return [e]
        }
    }

    private mutating func holds(_ e: Expression, _ need: Need) -> Bool {
        if e.mentionsOnlyParameters {
            switch need {
            case .nonnegative: return signs.isNonnegative(e)
            case .positive: return signs.isPositive(e)
            case .nonzero: return signs.isNonzero(e)
            }
        }
        // What is positive under an integral has a positive one.
        if case .integral(_, let body) = e.kind, holds(body, .positive) { return true }
        let sign = (try? form.sign(of: e)) ?? .unknown
        if sign == .positive { return true }
        let isNonnegative = sign == .nonnegative || e.isManifestlyNonnegative(positiveParameters: positive)
        switch need {
        case .nonnegative: if isNonnegative { return true }
        case .positive: if isNonnegative, hasNullZeroSet(e), !vanishesForSomeConstants(e) { return true }
        case .nonzero: if hasNullZeroSet(e), !vanishesForSomeConstants(e) { return true }
        }
        return holdsOnInterval(e, need)
    }

    /// Analytic in the points wherever it is defined, and not zero.
    private mutating func hasNullZeroSet(_ e: Expression) -> Bool {
        guard !e.mentionsFunctionOfPoints, e.isAnalytic else { return false }
        guard let value = try? form.normalForm(e), let isZero = try? form.isZero(value) else { return false }
        return !isZero
    }

    /// Whether it holds almost everywhere but for particular values of parameters and constants: `a·v ≠ 0` unless `a = 0`.
    private mutating func isForMostConstants(_ e: Expression, _ need: Need) -> Bool {
        switch need {
        case .nonnegative: return false
        case .positive: guard (try? form.sign(of: e)) == .nonnegative || e.isManifestlyNonnegative(positiveParameters: positive) else { return false }
        case .nonzero: break
        }
        return hasNullZeroSet(e)
    }

    /// Whether particular values of the parameters, constants and dimensions may make it vanish at every point; no where this is seen.
    private mutating func vanishesForSomeConstants(_ e: Expression) -> Bool {
        guard e.mentionsConstants else { return false }
        if e.mentionsOnlyParameters { return !signs.isNonzero(e) }
        switch e.kind {
        case .product(let factors): return factors.contains { vanishesForSomeConstants($0) }
        case .power(let base, _): return vanishesForSomeConstants(base)
        case .elementary(.exp, _): return false
        case .sum(let terms):
            if hasTermOfItsOwn(terms) { return false }
            guard terms.allSatisfy({ $0.isManifestlyNonnegative(positiveParameters: positive) }) else { return true }
            return !terms.contains { !vanishesForSomeConstants($0) }
        case .contraction:
            guard let root = e.squaredNorm else { return true }
            if case .sum(let terms) = root.kind { return !hasTermOfItsOwn(terms) }
            return vanishesForSomeConstants(root)
        default: return true
        }
    }

    /// Whether one term alone depends on some point, and does so whatever the constants are: then the sum is not constant.
    private mutating func hasTermOfItsOwn(_ terms: [Expression]) -> Bool {
        for point in Set(terms.flatMap(\.euclideanPoints)) {
            let dependent = terms.filter { $0.mentions(point) }
            guard dependent.count == 1 else { continue }
            let factors = dependent[0].factors
            guard factors.allSatisfy({ !$0.mentionsConstants || ($0.mentionsOnlyParameters && signs.isNonzero($0)) }) else { continue }
            let varying = factors.filter { $0.mentions(point) }
            if varying.count == 1, case .coordinate = varying[0].kind { return true }
            guard varying.allSatisfy(\.freeIndices.isEmpty) else { continue }
            if !isConstant(.product(varying), in: point) { return true }
        }
        return false
    }

    private mutating func isConstant(_ e: Expression, in point: Point) -> Bool {
        let slope: Expression
        if point.isScalar { slope = .partial(point, nil, e) } else {
            guard let dimension = point.manifold.vectorDimension else { return true }
            var supply = IndexSupply(startingAt: 1 << 22)
            let index = supply.fresh(dimension)
            slope = .contraction(index, .product([.partial(point, index, e), .partial(point, index, e)]))
        }
        guard let value = try? form.normalForm(slope), let isZero = try? form.isZero(value) else { return true }
        return isZero
    }

    /// Of one point of the line, or of several in a box: as of parameters. So are inner products of unit vectors: almost everywhere on a sphere that is
    /// no pair of points `|e·σ| < 1`.
    private mutating func holdsOnInterval(_ e: Expression, _ need: Need) -> Bool {
        var box = signs.box
        var e = e.replacingInnerProducts(ofUnitVectors: FormContext(statement).unitVectors, variables) { name, isOpen in
            box.ranges[name] = .init(lower: .init(.number(-1), isIncluded: !isOpen), upper: .init(.number(1), isIncluded: !isOpen))
        }
        for point in e.scalarPoints {
            guard case .line(let lower, let upper) = point.manifold else { return false }
            let name = "·" + point.name
            box.ranges[name] = .init(
                lower: lower.map { .init(.number($0), isIncluded: false) }, upper: upper.map { .init(.number($0), isIncluded: false) })
            e = e.replacing(.coordinate(point, nil), by: .parameter(name))
        }
        guard e.mentionsOnlyParameters else { return false }
        switch need {
        case .nonnegative: return signs.everywhere(on: box).isNonnegative(e)
        case .positive: return signs.everywhere(on: box).isPositive(e)
        case .nonzero: return signs.everywhere(on: box).isNonzero(e)
        }
    }

    private mutating func holdsNowhere(_ e: Expression, _ need: Need) -> Bool {
        if need == .nonzero { return (try? form.isZero(form.normalForm(e))) == true }
        let opposite = (try? form.sign(of: -e)) ?? .unknown
        return opposite == .positive || (need == .positive && opposite == .nonnegative)
    }
}

extension SideConditions.Derivation {
    /// With what the integrands need.
    func adding(_ domain: IntegrandDomain) -> Self {
        func joined<Item: Equatable>(_ a: [Item], _ b: [Item]) -> [Item] { a + b.filter { !a.contains($0) } }
        let parameters = SideConditions.asking(domain.ofParameters, of: domain.statement)
        let needs = parameters.conditions + domain.conditions + domain.failures
        let gaps = parameters.uncovered + domain.failures.map { SideConditions.Gap(text: $0, need: nil) }
        return Self(conditions: joined(conditions, needs), uncovered: joined(uncovered, gaps), positive: positive)
    }
}

extension Expression {
    /// Without parts that have corners or jumps.
    fileprivate var isAnalytic: Bool {
        switch kind {
        case .elementary(.abs, _), .elementary(.sign, _), .uninterpreted, .integral, .parameterDerivative: return false
        default: return operands.allSatisfy(\.isAnalytic)
        }
    }

    /// Whether a parameter, a symbolic dimension or a constant occurs.
    fileprivate var mentionsConstants: Bool {
        switch kind {
        case .parameter, .dimension(.symbol): true
        case .application(let application) where application.arguments.isEmpty: true
        default: operands.contains(where: \.mentionsConstants)
        }
    }

    /// The points in it that are free to move in all directions.
    fileprivate var euclideanPoints: Set<Point> {
        if case .coordinate(let point, _) = kind {
            switch point.manifold {
            case .euclidean, .line: return [point]
            case .sphere, .torus: return []
            }
        }
        return operands.reduce(into: []) { $0.formUnion($1.euclideanPoints) }
    }

    /// With parameters in place of `e·σ`, one for each pair.
    ///
    /// - Parameter declare: called with the name of each, and whether the ends -1 and 1 are taken on null sets of the variables only.
    fileprivate func replacingInnerProducts(ofUnitVectors names: Set<String>, _ variables: Set<Point>, declare: (String, Bool) -> Void) -> Expression {
        guard case .contraction(let index, let body) = kind else { return mapOperands { $0.replacingInnerProducts(ofUnitVectors: names, variables, declare: declare) } }
        let own = body.factors.filter { $0.freeIndices.contains(index) }, rest = body.factors.filter { !$0.freeIndices.contains(index) }
        guard own.count == 2, own.allSatisfy({ $0.isUnitVector(among: names) }), own[0] != own[1] else { return self }
        let points = own.compactMap { vector -> Point? in if case .coordinate(let point, _) = vector.kind { point } else { nil } }
        let isLarge = points.contains { if !variables.contains($0) { false } else if case .sphere(.number(let size)) = $0.manifold { size > 1 } else { false } }
        let name = "·" + own.map(\.plainText).sorted().joined(separator: "·")
        declare(name, isLarge)
        return .product(rest.map { $0.replacingInnerProducts(ofUnitVectors: names, variables, declare: declare) } + [.parameter(name)])
    }

    /// The points of lines in it.
    fileprivate var scalarPoints: Set<Point> {
        if case .coordinate(let point, nil) = kind { return [point] }
        return operands.reduce(into: []) { $0.formUnion($1.scalarPoints) }
    }
}
