import Arithmetic
import Expressions

/// Equations between integrals: the difference of both sides, written over common points, is a divergence
/// whose field carries no flux.
struct IntegrationCheck {
    private let statement: Statement
    private let context: FormContext
    private let relation: Relation

    init(_ statement: Statement, _ context: FormContext, _ relation: Relation) {
        self.statement = statement
        self.context = context
        self.relation = relation
    }

    /// The integrands of each group and the divergences of its fields are the same functions.
    func proves(_ evidence: Divergence) throws {
        guard relation.op == .equal else { throw Rejection.evidenceDoesNotFitGoal }
        let sum = try IntegralSum(relation.left - relation.right)
        let forms = IntegrandForms(statement, context, evidence.form)
        var placed = try PlacedIntegrands(sum, evidence.placements, statement, relation)
        for group in evidence.groups {
            guard let integrands = placed.remove(Set(group.points)), Set(group.points).count == group.points.count else {
                throw Rejection.evidenceDoesNotFitGoal
            }
            var difference = integrands
            for field in group.fields {
                try check(field, group)
                var part = Expression.partial(field.point, field.index, field.component)
                if let index = field.index { part = .contraction(index, part) }
                difference.append(-part)
            }
            guard try forms.isZero(.sum(difference)) else { throw Rejection.sidesDiffer(relation: 0) }
        }
        // What no group mentions must cancel by itself.
        for rest in placed.remaining { guard try forms.isZero(.sum(rest)) else { throw Rejection.sidesDiffer(relation: 0) } }
    }

    /// Adds the conditions under which every integral as printed converges absolutely and no field carries flux.
    func requireConditions(_ evidence: Divergence, _ conditions: inout ConditionList) throws {
        let forms = IntegrandForms(statement, context, evidence.form)
        for term in try IntegralSum(relation.left - relation.right).terms where !term.points.isEmpty {
            try Convergence(variables: term.points).requireIntegrable(forms.growth(of: term.integrand), &conditions)
        }
        for group in evidence.groups {
            try Convergence(variables: group.points).requireNoFlux(group.fields, forms, &conditions)
            conditions.add(SideConditions.onParameters(of: group.fields.map(\.component), statement))
        }
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
        try WellFormedness.check(
            field.component, in: statement, points: group.points, indices: relation.indices + (field.index.map { [$0] } ?? []))
    }
}

/// The integrands of a sum over common points.
public struct PlacedIntegrands {
    private var byPoints: [Set<Point>: [Expression]] = [:]

    public init(_ sum: IntegralSum, _ placements: [[Divergence.Placement]], _ statement: Statement, _ relation: Relation) throws {
        guard placements.count == sum.terms.count else { throw Rejection.evidenceDoesNotFitGoal }
        for (term, options) in zip(sum.terms, placements) {
            guard !options.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
            for placement in options {
                let all = placement.points + placement.masses.map(\.point)
                guard placement.points.count == term.points.count, Set(all).count == all.count,
                    zip(placement.points, term.points).allSatisfy({ $0.manifold == $1.manifold }),
                    all.allSatisfy({ !relation.left.mentions($0) && !relation.right.mentions($0) })
                else { throw Rejection.evidenceDoesNotFitGoal }
                var factors = [term.integrand.renamingPoints(Dictionary(uniqueKeysWithValues: zip(term.points, placement.points)))]
                if options.count > 1 { factors.insert(.number(Rational(options.count).inverse), at: 0) }
                for mass in placement.masses { factors.append(try Self.density(mass, statement)) }
                byPoints[Set(all), default: []].append(.product(factors))
            }
        }
    }

    /// `f(p)` for a density f of unit mass.
    private static func density(_ mass: Divergence.Mass, _ statement: Statement) throws -> Expression {
        let slot: ArgumentSlot = mass.point.manifold.vectorDimension.map { .vector($0) } ?? .scalar
        guard statement.functions.contains(mass.function), mass.function.attributes.contains(.unitMass), mass.function.isLogarithm,
            mass.function.arguments == [slot], mass.function.valueDimensions.isEmpty, case .euclidean = mass.point.manifold
        else { throw Rejection.illFormed("\(mass.function.name) has no unit mass") }
        return .elementary(.exp, Occurrence(function: mass.function, points: [mass.point]).expression)
    }

    public mutating func remove(_ points: Set<Point>) -> [Expression]? { byPoints.removeValue(forKey: points) }

    public var remaining: [[Expression]] { byPoints.sorted { $0.key.count < $1.key.count }.map(\.value) }
}

extension Divergence {
    /// "Integrand = divergence", pointwise, one equation for each group: what the kernel proves, as a statement
    /// that can be evaluated.
    public func localStatement(_ statement: Statement) throws -> Statement {
        guard case .relation(let relation) = statement.goal else { throw Rejection.evidenceDoesNotFitGoal }
        var placed = try PlacedIntegrands(try IntegralSum(relation.left - relation.right), placements, statement, relation)
        var local = statement
        var parts: [Proposition] = []
        for group in groups {
            for point in group.points where !local.points.contains(point) { local.points.append(point) }
            guard let integrands = placed.remove(Set(group.points)) else { throw Rejection.evidenceDoesNotFitGoal }
            let divergences = group.fields.map { field -> Expression in
                let part = Expression.partial(field.point, field.index, field.component)
                return field.index.map { .contraction($0, part) } ?? part
            }
            parts.append(.relation(Relation(.sum(integrands), .equal, .sum(divergences), indices: relation.indices)))
        }
        local.hypotheses = []
        local.goal = parts.count == 1 ? parts[0] : .conjunction(parts)
        return local
    }
}
