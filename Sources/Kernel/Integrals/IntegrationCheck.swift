import Arithmetic
import Expressions

/// Equations between integrals: the difference of both sides, written over common points, is a divergence
/// whose field carries no flux.
public struct IntegrationCheck {
    private let statement: Statement
    private let context: FormContext
    private let relation: Relation
    private let memo: IntegrandForms.Memo

    init(_ statement: Statement, _ context: FormContext, _ relation: Relation, _ memo: IntegrandForms.Memo) {
        self.statement = statement
        self.context = context
        self.relation = relation
        self.memo = memo
    }

    /// The integrands of each group and the divergences of its fields are the same functions.
    func proves(_ evidence: Divergence) throws {
        guard relation.op == .equal else { throw Rejection.evidenceDoesNotFitGoal }
        let sum = try IntegralSum(relation.left - relation.right)
        let forms = IntegrandForms(statement, context, evidence.form, memo)
        var placed = try PlacedIntegrands(sum, evidence.placements, statement, relation, context)
        for group in evidence.groups {
            guard let integrands = placed.remove(Set(group.points)), Set(group.points).count == group.points.count else {
                throw Rejection.evidenceDoesNotFitGoal
            }
            let divergences = try group.fields.map { field -> Expression in
                try check(field, group)
                return field.divergence
            }
            if SphereCheck.isSphere(group.points) {
                if let extended = group.extension {
                    try WellFormedness.check(extended, in: statement, points: group.points, indices: relation.indices)
                }
                try SphereCheck(statement: statement, context: context, point: group.points[0], form: evidence.form)
                    .proves(.sum(integrands), group, divergence: divergences)
                continue
            }
            guard group.extension == nil else { throw Rejection.evidenceDoesNotFitGoal }
            if let nullPart = group.nullPart {
                try WellFormedness.check(nullPart, in: statement, points: group.points, indices: relation.indices)
                placed.add(try value(of: nullPart, group).value, [])
            }
            for term in try Self.boundaryTerms(group, forms) { placed.add(term.integrand, term.points) }
            var rest: Expression? = .sum(integrands + divergences.map { -$0 })
            for reduction in group.reductions {
                guard let current = rest else { throw Rejection.evidenceDoesNotFitGoal }
                rest = try reduce(current, reduction, group, &placed)
            }
            if let nullPart = group.nullPart { rest = (rest ?? .zero) - nullPart }
            if let rest, try !forms.isZero(rest) { throw Rejection.sidesDiffer(relation: 0) }
        }
        // What no group mentions must cancel by itself.
        for rest in placed.remaining { guard try forms.isZero(.sum(rest)) else { throw Rejection.sidesDiffer(relation: 0) } }
    }

    /// Adds the conditions under which every integral as printed converges absolutely and no field carries flux.
    func requireConditions(_ evidence: Divergence, _ conditions: inout ConditionList) throws {
        let forms = IntegrandForms(statement, context, evidence.form, memo)
        let sum = try IntegralSum(relation.left - relation.right)
        let placed = try PlacedIntegrands(sum, evidence.placements, statement, relation, context)
        try Convergence.require(sum, placed, forms, &conditions)
        for change in evidence.placements.joined().compactMap(\.change) {
            conditions.add(SideConditions.onParameters(of: Array((change.matrix + change.inverse).joined()), statement))
        }
        for group in evidence.groups where !SphereCheck.isSphere(group.points) {
            try Convergence(variables: group.points).requireNoFlux(group.fields, forms, boundary: true, &conditions)
            conditions.add(SideConditions.onParameters(of: group.fields.map(\.component), statement))
            guard let nullPart = group.nullPart else { continue }
            for exponent in try value(of: nullPart, group).positive { try conditions.requirePositive(exponent, "an integral") }
            conditions.add(SideConditions.onParameters(of: [nullPart], statement))
        }
    }

    private func value(of nullPart: Expression, _ group: Divergence.Group) throws -> (value: Expression, positive: [Exponent]) {
        let integral = Relation(.integral(group.points, nullPart), .equal, .zero, indices: relation.indices)
        let result = try IntegralEvaluation(statement, context).apply(to: integral)
        return (result.relation.left, result.positive)
    }

    /// The integrals over fewer points that the flux of a group's fields leaves behind.
    fileprivate static func boundaryTerms(_ group: Divergence.Group, _ forms: IntegrandForms) throws -> [(points: [Point], integrand: Expression)] {
        if SphereCheck.isSphere(group.points) { return [] }
        return try Convergence(variables: group.points).boundaryTerms(group.fields, forms)
    }

    /// The same for a search.
    public static func boundaryTerms(
        _ group: Divergence.Group, _ statement: Statement, _ context: FormContext, _ form: IdentityForm
    ) throws -> [(points: [Point], integrand: Expression)] {
        try boundaryTerms(group, IntegrandForms(statement, context, form))
    }

    /// Integrates over a point what has a known moment there, and moves it to the integrals over the others.
    private func reduce(
        _ integrand: Expression, _ reduction: Divergence.Reduction, _ group: Divergence.Group, _ placed: inout PlacedIntegrands
    ) throws -> Expression? {
        let others = group.points.filter { $0 != reduction.point }
        guard others.count == group.points.count - 1, reduction.names.count == others.count,
            Set(reduction.names).isSubset(of: group.points), Set(reduction.names).count == others.count,
            zip(others, reduction.names).allSatisfy({ $0.manifold == $1.manifold })
        else { throw Rejection.evidenceDoesNotFitGoal }
        let (integrated, rest, _) = try MomentReduction(statement, context, reduction.density, reduction.point).apply(integrand)
        if let integrated { placed.add(integrated.exchangingPoints(others, reduction.names), reduction.names) }
        return rest
    }

    private func check(_ field: Divergence.Field, _ group: Divergence.Group) throws {
        guard group.points.contains(field.point) else { throw Rejection.illFormed("a field without a point") }
        if let index = field.index {
            guard index.dimension == field.point.manifold.vectorDimension, case .variable = index, !relation.indices.contains(index) else {
                throw Rejection.illFormed("the index of a field")
            }
        } else if field.point.manifold.vectorDimension != nil {
            throw Rejection.illFormed("a field without an index")
        }
        var statement = statement
        if SphereCheck.isSphere(group.points) { statement.functions.append(SphereCheck.cutoff(statement)) }
        try WellFormedness.check(
            field.component, in: statement, points: group.points, indices: relation.indices + (field.index.map { [$0] } ?? []))
    }
}

/// The integrands of a sum over common points.
public struct PlacedIntegrands {
    private var byPoints: [Set<Point>: [Expression]] = [:]
    /// Each term with its points, in its first placement and without masses: as printed, up to a linear change.
    private(set) var printed: [(points: [Point], integrand: Expression)] = []

    public init(
        _ sum: IntegralSum, _ placements: [[Divergence.Placement]], _ statement: Statement, _ relation: Relation, _ context: FormContext
    ) throws {
        guard placements.count == sum.terms.count else { throw Rejection.evidenceDoesNotFitGoal }
        // Rules for unit vectors go by name: no other symbol's name, and a declared point's only for that point.
        let taken = Set(statement.functions.map(\.name) + statement.parameters.map(\.name))
        let declared = Dictionary(statement.points.map { ($0.name, $0) }) { first, _ in first }
        for (term, options) in zip(sum.terms, placements) {
            guard !options.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
            for placement in options {
                let all = placement.points + placement.masses.flatMap(\.points)
                guard placement.points.count == term.points.count, Set(all).count == all.count,
                    zip(placement.points, term.points).allSatisfy({ $0.manifold == $1.manifold }),
                    all.allSatisfy({ !relation.left.mentions($0) && !relation.right.mentions($0) }), Set(all.map(\.name)).isDisjoint(with: taken),
                    all.allSatisfy({ declared[$0.name] ?? $0 == $0 })
                else { throw Rejection.evidenceDoesNotFitGoal }
                let integrand: Expression
                if let change = placement.change {
                    for entry in (change.matrix + change.inverse).joined() {
                        guard entry.mentionsOnlyParameters else { throw Rejection.evidenceDoesNotFitGoal }
                        try WellFormedness.check(entry, in: statement, points: [], indices: [])
                    }
                    integrand = try change.apply(term.integrand, term.points, placement.points, context)
                        * change.jacobian(placement.points, context)
                } else {
                    integrand = term.integrand.renamingPoints(Dictionary(uniqueKeysWithValues: zip(term.points, placement.points)))
                }
                // 0 times an integral that diverges has no value.
                if placement == options[0] { printed.append((placement.points, integrand.droppingZeroFactors)) }
                var factors = [integrand]
                if options.count > 1 { factors.insert(.number(Rational(options.count).inverse), at: 0) }
                for mass in placement.masses { factors.append(try Self.density(mass, statement)) }
                byPoints[Set(all), default: []].append(.product(factors))
            }
        }
    }

    /// `f(p)`, or `f(p, q)`, for a density f of unit mass.
    private static func density(_ mass: Divergence.Mass, _ statement: Statement) throws -> Expression {
        let slots: [ArgumentSlot] = mass.points.map { $0.manifold.vectorDimension.map { .vector($0) } ?? .scalar }
        guard statement.functions.contains(mass.function), mass.function.attributes.contains(.unitMass), mass.function.isLogarithm,
            mass.function.arguments == slots, !slots.isEmpty, mass.function.valueDimensions.isEmpty, mass.points.allSatisfy({ $0.manifold.isWhole })
        else { throw Rejection.illFormed("\(mass.function.name) has no unit mass") }
        return .elementary(.exp, Occurrence(function: mass.function, points: mass.points).expression)
    }

    mutating func add(_ integrand: Expression, _ points: [Point]) { byPoints[Set(points), default: []].append(integrand) }

    public mutating func remove(_ points: Set<Point>) -> [Expression]? { byPoints.removeValue(forKey: points) }

    public var remaining: [[Expression]] { byPoints.sorted { $0.key.count < $1.key.count }.map(\.value) }
}

extension Expression {
    fileprivate var droppingZeroFactors: Expression {
        guard case .product(let factors) = kind else { return self }
        return .product(factors.filter { $0 != .zero })
    }
}

extension Divergence {
    /// The integrals over fewer points that the fluxes of all fields leave behind.
    func boundaryTerms(_ statement: Statement, _ memo: IntegrandForms.Memo) throws -> [(points: [Point], integrand: Expression)] {
        let forms = IntegrandForms(statement, FormContext(statement), form, memo)
        return try groups.flatMap { try IntegrationCheck.boundaryTerms($0, forms) }
    }

    /// "Integrand = divergence", pointwise, one equation for each group that no moments settle: what the kernel
    /// proves, added to a statement that can be evaluated.
    ///
    /// - Parameter includesRest: what no group mentions must cancel by itself; whether these equations are added, too.
    func addLocalEquations(
        for relation: Relation, _ statement: Statement, to local: inout Statement, _ equations: inout [Proposition],
        includingRest includesRest: Bool, _ memo: IntegrandForms.Memo
    ) throws {
        var placed = try PlacedIntegrands(
            IntegralSum(relation.left - relation.right), placements, statement, relation, FormContext(statement))
        var reduced = groups.flatMap { $0.reductions.map { Set($0.names) } }
        if groups.contains(where: { $0.nullPart != nil }) { reduced.append([]) }
        for term in try boundaryTerms(statement, memo) { placed.add(term.integrand, term.points) }
        for group in groups where group.reductions.isEmpty && group.nullPart == nil && !reduced.contains(Set(group.points)) {
            guard let integrands = placed.remove(Set(group.points)) else { continue }
            if SphereCheck.isSphere(group.points), let point = group.points.first, let extended = group.extension {
                // Near the sphere, not on it.
                let near = Point(name: point.name + "°", manifold: .euclidean(point.manifold.vectorDimension ?? .number(1)))
                let cutoff = SphereCheck.cutoff(statement)
                if !local.functions.contains(cutoff) { local.functions.append(cutoff) }
                if !local.points.contains(near) { local.points.append(near) }
                let left = (SphereCheck.cutoffFactor(statement, point) * extended).renamingPoints([point: near])
                equations.append(.relation(Relation(
                    left, .equal, .sum(group.fields.map { $0.divergence.renamingPoints([point: near]) }), indices: relation.indices)))
                continue
            }
            for point in group.points where !local.points.contains(point) { local.points.append(point) }
            equations.append(.relation(Relation(.sum(integrands), .equal, .sum(group.fields.map(\.divergence)), indices: relation.indices)))
        }
        guard includesRest, reduced.isEmpty else { return }
        for point in placements.joined().flatMap({ $0.points + $0.masses.flatMap(\.points) }) where !local.points.contains(point) {
            local.points.append(point)
        }
        for rest in placed.remaining {
            equations.append(.relation(Relation(.sum(rest), .equal, .zero, indices: relation.indices)))
        }
    }
}

extension Evidence {
    /// The statement without integrals that lies behind a proof: equations that can be evaluated at points.
    ///
    /// - Parameter includesRest: with it the equations are all that the proof of an equation of integrals by a divergence
    ///   shows, unless moments are used.
    public func localStatement(_ statement: Statement, includingRest includesRest: Bool = false) throws -> Statement {
        try localStatement(statement, includingRest: includesRest, IntegrandForms.Memo())
    }

    fileprivate func localStatement(_ statement: Statement, includingRest includesRest: Bool, _ memo: IntegrandForms.Memo) throws -> Statement {
        var local = statement
        var equations: [Proposition] = []
        func visit(_ goal: Proposition, _ evidence: Evidence) throws {
            switch (goal, evidence) {
            case (.conjunction(let parts), .conjunction(let pieces)):
                for (part, piece) in zip(parts, pieces) { try visit(part, piece) }
            case (.relation(let relation), .divergence(let divergence)):
                try divergence.addLocalEquations(for: relation, statement, to: &local, &equations, includingRest: includesRest, memo)
            case (.relation(let relation), .comparison(let comparison)):
                equations.append(.relation(try comparison.localRelation(relation, statement)))
            case (.relation(let relation), .evaluation(let inner)):
                let values = try IntegralEvaluation(statement, FormContext(statement)).apply(to: relation)
                try visit(.relation(values.relation), inner)
            case (.relation(let relation), .modulo(let multiples)):
                try visit(.relation(multiples.remainder(of: relation, statement)), multiples.rest)
            // A sign under an integral is that of its integrand.
            case (.relation(let relation), .squares(let squares)):
                try visit(.relation(squares.equality(for: relation, statement)), squares.equation)
            case (.relation(let relation), .manifestSign) where relation.left.hasIntegral || relation.right.hasIntegral: break
            default: equations.append(goal)
            }
        }
        try visit(statement.goal, self)
        local.goal = equations.count == 1 ? equations[0] : .conjunction(equations)
        return local
    }
}

extension Kernel.Examination {
    /// The statement without integrals that lies behind the proof.
    public func localStatement() throws -> Statement { try evidence.localStatement(statement, includingRest: false, identities.memo) }

    /// The integrals over fewer points that the fluxes of the evidence's fields leave behind.
    public func boundaryTerms(of divergence: Divergence) throws -> [(points: [Point], integrand: Expression)] {
        try divergence.boundaryTerms(statement, identities.memo)
    }
}

extension Divergence.Field {
    public var divergence: Expression {
        let part = Expression.partial(point, index, component)
        return index.map { .contraction($0, part) } ?? part
    }
}
