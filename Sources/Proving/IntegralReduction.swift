import Arithmetic
import Expressions
import Kernel

/// The integrals of an equation after integration by parts: their Euler-Lagrange normal forms, and the fields.
struct IntegralReduction {
    let form: IdentityForm
    private let parts: [Part]

    /// The integrals over one set of points.
    private struct Part {
        let points: [Point]
        /// On a sphere: the integrand near it.
        var `extension`: Expression?
        /// For each component of the equation (one in contraction form).
        var results: [(normalForm: IntegrandNormalForm, result: PartialIntegration, components: ComponentForm.Assignment)] = []
        /// An unknown in which parts without weight were left.
        var unweighted: Occurrence?
        /// What stands in the way of integration by parts.
        var obstacle: String?
        var reductions: [Divergence.Reduction] = []
        /// Something under the integrals is arbitrary.
        var hasFunction = false
        /// What is left after the reductions has a closed form.
        var nullPart: Expression?
        /// Nothing is left after the reductions.
        var isExhausted = false

        /// Integrates by known moments what is left; the integrals over the other points, with their names.
        /// - Parameter difference: the integrand without the divergences, where that is not what the results show: in components.
        mutating func reduceByMoments(_ statement: Statement, _ context: FormContext, difference: Expression?) throws -> [([Point], Expression)] {
            guard let first = results.first, !SphereCheck.isSphere(points), !points.isEmpty,
                try results.contains(where: { try !$0.normalForm.isZero($0.result.remainder) })
            else { return [] }
            var supply = IndexSupply(startingAt: 1 << 21)
            var rest: Expression? = try difference ?? first.normalForm.expression(first.result.remainder, &supply)
            var moved: [([Point], Expression)] = []
            var found: [Divergence.Reduction] = []
            // In components, which take longer, the moments of densities only.
            let densities = statement.functions.filter { density in
                if let difference { return density.attributes.contains(.unitMass) && difference.functionSymbols.contains(density) }
                return density.attributes.contains(.unitMass) || !statement.hypotheses.isEmpty
            }
            for point in points.reversed() {
                for density in densities {
                    guard let current = rest, current.mentions(point), let moments = try? MomentReduction(statement, context, density, point) else { continue }
                    let (integrated, left, isReduced) = try moments.apply(current)
                    guard isReduced else { continue }
                    let others = points.filter { $0 != point }
                    let names = Array(points.prefix(others.count))
                    guard zip(others, names).allSatisfy({ $0.manifold == $1.manifold }) else { continue }
                    found.append(Divergence.Reduction(point: point, density: density, names: names))
                    if let integrated { moved.append((names, integrated.exchangingPoints(others, names))) }
                    rest = left
                }
            }
            if let left = rest, difference != nil {
                let isLeft = try results.contains { try !$0.normalForm.isZero($0.normalForm.normalForm(left, $0.components)) }
                if isLeft || found.isEmpty { return [] }
            } else if let left = rest {
                guard hasFunction else { return [] }
                let integral = Relation(.integral(points, left), .equal, .zero)
                guard let values = try? IntegralEvaluation(statement, context).apply(to: integral) else {
                    // For unknown coefficients: what is integrated may cancel elsewhere, what is left may for some of their values.
                    if found.isEmpty { return [] }
                    results[0].result.remainder = try first.normalForm.normalForm(left)
                    reductions = found
                    return moved
                }
                nullPart = left
                moved.append(([], values.relation.left))
            }
            reductions = found
            isExhausted = true
            return moved
        }
    }

    /// Where known moments are taken in components: nodes of what they are taken of.
    private static let mostComponentNodes = 2000

    init(
        _ relation: Relation, _ placements: [[Divergence.Placement]], _ statement: Statement, _ context: FormContext, _ form: IdentityForm
    ) throws {
        self.form = form
        var placed = try PlacedIntegrands(
            try IntegralSum(relation.left - relation.right), placements, statement, relation, context)
        var pointSets: [[Point]] = []
        for placement in placements.joined() {
            let all = placement.points + placement.masses.flatMap(\.points)
            if !pointSets.contains(where: { Set($0) == Set(all) }) { pointSets.append(all) }
        }
        var parts: [Part] = []
        // Known moments lead from more points to fewer.
        var carried: [Set<Point>: [Expression]] = [:]
        while let points = pointSets.max(by: { $0.count < $1.count }) {
            pointSets.removeAll { $0 == points }
            let integrands = (placed.remove(Set(points)) ?? []) + (carried.removeValue(forKey: Set(points)) ?? [])
            var part = try Self.part(.sum(integrands), points, relation, statement, context, form)
            var difference: Expression?
            if form == .components {
                // Masses alone are put in when the points are chosen.
                let own = Expression.sum(integrands + (try points.compactMap { try Self.field($0, part) }).map { -$0.divergence })
                guard statement.hypotheses.contains(where: { $0.relations?.contains(where: \.hasIntegral) == true }),
                    !own.hasMoreNodes(than: Self.mostComponentNodes)
                else {
                    parts.append(part)
                    continue
                }
                difference = own
            } else {
                // What a flux leaves behind are integrals over fewer points as well.
                let group = Divergence.Group(points: points, fields: try points.compactMap { try Self.field($0, part) })
                for term in try IntegrationCheck.boundaryTerms(group, statement, context, form) {
                    carried[Set(term.points), default: []].append(term.integrand)
                    if !pointSets.contains(where: { Set($0) == Set(term.points) }) { pointSets.append(term.points) }
                }
            }
            for (names, integrated) in try part.reduceByMoments(statement, context, difference: difference) {
                carried[Set(names), default: []].append(integrated)
                if !pointSets.contains(where: { Set($0) == Set(names) }) { pointSets.append(names) }
            }
            parts.append(part)
        }
        self.parts = parts
    }

    private static func part(
        _ integrand: Expression, _ points: [Point], _ relation: Relation, _ statement: Statement, _ context: FormContext, _ form: IdentityForm
    ) throws -> Part {
        var part = Part(points: points, hasFunction: integrand.mentionsFunctionOfPoints)
        switch form {
        case .components:
            guard !SphereCheck.isSphere(points), let dimensions = try statement.finiteDimensions().first else { throw FormError.notInvariant }
            let own = ComponentForm(context, for: [integrand], dimensions: dimensions)
            for components in try own.assignments(relation.indices) {
                let result = try integrate(own.normalForm(integrand, components), .components(own), unknowns(integrand, points, statement), &part)
                part.results.append((.components(own), result, components))
            }
        case .contraction:
            var context = context, integrand = integrand
            if SphereCheck.isSphere(points) {
                context = SphereCheck.contexts(context, points[0]).free
                integrand = integrand.droppingRadialProjection(of: points[0])
            }
            let own = ContractionForm(context, for: [integrand])
            var start = try own.normalForm(integrand)
            if SphereCheck.isSphere(points) {
                var supply = IndexSupply(startingAt: 1 << 21)
                start = try own.homogeneousExtension(start, of: points[0])
                part.extension = try own.expression(start, &supply)
                start = try own.product(start, own.normalForm(SphereCheck.cutoffFactor(statement, points[0])))
            }
            let unknowns = unknowns(integrand, points, statement)
            var result = try integrate(start, .contraction(own), unknowns, &part)
            if part.unweighted != nil, try !own.isZero(result.remainder), let other = try withOuterDerivatives(integrand, own, unknowns, part) {
                result = other
                part.unweighted = nil
            }
            part.results.append((.contraction(own), result, [:]))
        }
        return part
    }

    /// By the divergences as they are written first; `nil` where something is left.
    private static func withOuterDerivatives(
        _ integrand: Expression, _ form: ContractionForm, _ unknowns: [Occurrence], _ part: Part
    ) throws -> PartialIntegration? {
        guard !SphereCheck.isSphere(part.points) else { return nil }
        let fields = OuterDerivatives(points: part.points).fields(of: integrand)
        guard !fields.isEmpty else { return nil }
        var other = part
        let rest = try form.normalForm(.sum([integrand] + fields.map { -OuterDerivatives.divergence($0) }))
        var result = try integrate(rest, .contraction(form), unknowns, &other)
        guard try form.isZero(result.remainder) else { return nil }
        for field in fields {
            let key = PartialIntegration.FieldKey(point: field.point, component: nil)
            result.addFields(of: PartialIntegration(remainder: .zero, fields: [key: try form.normalForm(field.component)]))
        }
        return result
    }

    private static func integrate(
        _ integrand: Form, _ form: IntegrandNormalForm, _ unknowns: [Occurrence], _ part: inout Part
    ) throws -> PartialIntegration {
        var total = PartialIntegration(remainder: integrand)
        /// What is left determines the integral for every choice of the other functions.
        var isComplete = false
        do {
            for unknown in unknowns {
                if total.remainder.hasNoTerms { break }
                let step: PartialIntegration
                do {
                    step = try form.calculus.integrate(total.remainder, unknown, isAlone: unknowns.count == 1)
                } catch FormError.unsupported where isComplete {
                    continue
                }
                if !step.hasUnweightedPart { isComplete = true } else if !isComplete { part.unweighted = part.unweighted ?? unknown }
                total.remainder = step.remainder
                total.addFields(of: step)
            }
        } catch FormError.unsupported(let obstacle) where !SphereCheck.isSphere(part.points) {
            // Degrees and weights do not tell what an unknown inside a function leaves.
            total = PartialIntegration(remainder: integrand)
            if let fields = try DivergenceAnsatz(form).fields(integrand, unknowns) {
                total = PartialIntegration(remainder: .zero, fields: fields)
            } else {
                part.obstacle = obstacle
            }
        }
        return total
    }

    /// The functions in which an integrand is varied, one after the other: the strongest weights first.
    static func unknowns(_ integrand: Expression, _ points: [Point], _ statement: Statement) -> [Occurrence] {
        var found: [Occurrence] = []
        let allowed = Set(points)
        func visit(_ e: Expression) {
            if case .application(let application) = e.kind, IntegralLayout.isVaried(application.function), !application.arguments.isEmpty {
                let places = application.arguments.compactMap(\.plainPoint)
                if places.count == application.arguments.count, Set(places).count == places.count, places.contains(where: allowed.contains) {
                    let unknown = Occurrence(function: application.function, points: places, fixed: Set(places).subtracting(allowed))
                    if !found.contains(unknown) { found.append(unknown) }
                }
            }
            e.operands.forEach(visit)
        }
        visit(integrand)
        func rank(_ unknown: Occurrence) -> (Int, Int, Int, Int) {
            (IntegralLayout.rank(unknown.function), -unknown.points.count,
             statement.functions.firstIndex(of: unknown.function) ?? 0, points.firstIndex(of: unknown.variables[0]) ?? 0)
        }
        return found.sorted { rank($0) < rank($1) }
    }

    /// The fields, when nothing is left of the integrals; else `nil`.
    func groups() throws -> [Divergence.Group]? {
        for part in parts where !part.isExhausted {
            for (normalForm, result, _) in part.results {
                guard try normalForm.isZero(result.remainder) else { return nil }
            }
        }
        return try parts.map { part in
            Divergence.Group(
                points: part.points, fields: try part.points.compactMap { try Self.field($0, part) }, extension: part.extension,
                reductions: part.reductions, nullPart: part.nullPart)
        }
    }

    private static func field(_ point: Point, _ part: Part) throws -> Divergence.Field? {
        var supply = IndexSupply(startingAt: 1 << 20)
        let index = point.manifold.vectorDimension.map(EulerLagrange.fieldIndex)
        var terms: [Expression] = []
        for (normalForm, result, components) in part.results {
            let selection = components.sorted { "\($0.key)" < "\($1.key)" }.map { Expression.delta($0.key, .fixed($0.value, $0.key.dimension)) }
            for (key, field) in result.fields.sorted(by: { ($0.key.component ?? 0) < ($1.key.component ?? 0) }) {
                guard key.point == point, !field.hasNoTerms else { continue }
                var factors = selection
                if let component = key.component, let index { factors.append(.delta(index, .fixed(component, index.dimension))) }
                terms.append(.product(factors + [try normalForm.expression(field, &supply)]))
            }
        }
        return terms.isEmpty ? nil : Divergence.Field(point: point, index: index, component: .sum(terms))
    }

    /// Why a remainder does not refute.
    var gap: String? {
        for part in parts where !part.isExhausted {
            if let obstacle = part.obstacle { return IntegralProver.reason(.unsupported(obstacle)) }
            if let unknown = part.unweighted, part.results.contains(where: { !$0.result.remainder.hasNoTerms }) {
                return "a part without \(unknown.function.name) as a factor is left over"
            }
        }
        return nil
    }

    private static let longestRest = 160

    /// What is left after integration by parts, for people.
    var rest: String? {
        for part in parts where !part.isExhausted {
            for (normalForm, result, _) in part.results {
                guard let isZero = try? normalForm.isZero(result.remainder), !isZero else { continue }
                var supply = IndexSupply(startingAt: 0)
                guard let rest = try? normalForm.expression(result.remainder, &supply) else { continue }
                let text = part.points.isEmpty ? rest.plainText : Expression.integral(part.points, rest).plainText
                let what = text.count <= Self.longestRest ? "\(text) is" : "an integral is"
                return "after integration by parts \(what) left, which is not seen to vanish, and no counterexample is known"
            }
        }
        return nil
    }

    /// What is left of the integrals, over the points of each.
    func remainders() throws -> [(points: [Point], integrand: Expression)] {
        var supply = IndexSupply(startingAt: 1 << 21)
        return try parts.filter { !$0.isExhausted }.flatMap { part in
            try part.results.map { (part.points, try $0.normalForm.expression($0.result.remainder, &supply)) }
        }
    }

    /// One linear equation in unknown constants for each independent term of the normal forms; `nil` when an
    /// unknown constant enters nonlinearly.
    func equations(_ unknowns: Set<String>) throws -> [ParameterEquation]? {
        var equations: [ParameterEquation] = []
        for part in parts where !part.isExhausted {
            if part.obstacle != nil { return nil }
            for (normalForm, result, _) in part.results {
                guard let own = try normalForm.equations(result.remainder, unknowns) else { return nil }
                equations += own
            }
        }
        return equations
    }
}

extension Expression {
    fileprivate func hasMoreNodes(than limit: Int) -> Bool {
        var count = 0, waiting = [self]
        while let next = waiting.popLast() {
            count += 1
            if count > limit { return true }
            waiting += next.operands
        }
        return false
    }
}
