import Arithmetic
import Enclosures
import Expressions
import Kernel

/// Looks for a counterexample that the kernel accepts, simple ones first.
struct WitnessSearch {
    let statement: Statement
    private static let precision = 128

    init(_ statement: Statement) { self.statement = statement }

    /// A place where a relation fails, with the values of its sides there.
    struct Failure {
        var witness: Witness
        let left: String
        let right: String
    }

    func find(relation number: Int, _ relation: CompiledRelation, dimensions: [[String: Int]]) -> (Failure, Theorem)? {
        for values in dimensions {
            let found = first(relation: number, relation, values) { failure in check(failure.witness).map { (failure, $0) } }
            if let found { return found }
        }
        return nil
    }

    /// The first candidate at which the relation fails and that passes a test.
    func first<T>(relation number: Int, _ relation: CompiledRelation, _ dimensions: [String: Int], _ test: (Failure) -> T?) -> T? {
        let candidates = CandidateAssignments(statement)
        let degree = Self.degree(relation.relation)
        func found(at assignment: Assignment) -> T? { failure(number, relation, assignment).flatMap(test) }
        if let solutions = PolynomialSolutions(statement) {
            for base in candidates.simple(dimensions).prefix(1) + [candidates.random(dimensions, seed: 1, degree: degree, span: 3)].compactMap({ $0 }) {
                guard let jets = ConstrainedJets(statement, base) else { break }
                var origin = base
                for point in jets.place { origin.points[point] = base.points[point]?.map { _ in 0 } }
                for start in [origin, base] {
                    for assignment in jets.solutions(Self.order(relation.relation), start) {
                        if let found = found(at: assignment) { return found }
                    }
                }
            }
            guard let base = candidates.random(dimensions, seed: 1, degree: degree, span: 3) else { return nil }
            for assignment in solutions.solutions(for: base) {
                if let found = found(at: assignment) { return found }
            }
            return nil
        }
        if statement.hypotheses.contains(where: { $0.relations?.contains(where: \.hasIntegral) == true }) { return underMoments(number, relation, dimensions, test) }
        let adjustment = ConstantAdjustment(statement)
        for assignment in candidates.simple(dimensions) {
            if let found = found(at: adjustment.apply(assignment)) { return found }
        }
        for seed in UInt64(1)...3 {
            if let dense = candidates.random(dimensions, seed: seed, degree: degree, span: 3), let found = found(at: adjustment.apply(dense)) { return found }
        }
        for assignment in extremal(relation.relation, dimensions) {
            if let found = found(at: adjustment.apply(assignment)) { return found }
        }
        // On matrices that satisfy equations one comes by structure, hardly by descent.
        let hasMatrixEquations = statement.hypotheses.contains { hypothesis in
            (hypothesis.relations ?? []).contains { $0.op == .equal && $0.indices.count == 2 && !$0.hasIntegral }
        }
        return hasMatrixEquations ? nil : WitnessDescent(statement, relation, dimensions)?.first(found)
    }

    /// Polynomials of lower degree would make the derivatives vanish.
    private static func degree(_ relation: Relation) -> Int {
        max(3, order(relation))
    }

    private static func order(_ relation: Relation) -> Int {
        min(max(relation.left.derivativeOrder, relation.right.derivativeOrder), mostDerivatives)
    }

    private static let mostDerivatives = 8

    /// Densities that differ near the points from Gaussians with the stated moments.
    private func underMoments<T>(_ number: Int, _ relation: CompiledRelation, _ dimensions: [String: Int], _ test: (Failure) -> T?) -> T? {
        let examples = GaussianExample.all(statement, dimensions: dimensions)
        // A Gaussian is a simpler counterexample where it is one.
        guard !examples.contains(where: { $0.difference(relation.relation) != nil }) else { return nil }
        let candidates = CandidateAssignments(statement)
        let near = candidates.simple(dimensions) + (UInt64(1)...3).compactMap { candidates.random(dimensions, seed: $0, degree: Self.degree(relation.relation), span: 3) }
        for example in examples.prefix(2) {
            for candidate in near {
                var assignment = example.assignment
                assignment.points = candidate.points
                for function in statement.functions where !function.arguments.isEmpty { assignment.functions[function] = candidate.functions[function] }
                guard var failure = failure(number, relation, assignment) else { continue }
                failure.witness.gaussians = example.densities.mapValues(\.logarithm)
                if let found = test(failure) { return found }
            }
        }
        return nil
    }

    /// Where an inequality between functions of parameters, or of points of lines, comes closest to failing.
    private func extremal(_ relation: Relation, _ dimensions: [String: Int]) -> [Assignment] {
        guard relation.op != .equal, relation.indices.isEmpty, statement.points.isEmpty || statement.isAboutScalars, statement.functions.isEmpty else { return [] }
        let scalar = ScalarStatement(statement)
        let excess = scalar.parametric(relation.excess)
        guard excess.mentionsOnlyParameters else { return [] }
        let check = SignCheck(scalar.statement)
        let places = RealSample.leastPlaces(of: excess, on: check.box) + (statement.points.isEmpty ? placesOnBounds(relation, check.box) : [])
            + RealSample.leastPlaces(of: excess, under: check)
        return places.compactMap { values in
            var assignment = Assignment(dimensions: dimensions)
            for parameter in scalar.statement.parameters {
                guard var value = values[parameter.name] ?? parameter.interiorPoint else { return nil }
                if parameter.isInteger { value = (value + Rational(1, 2)).floor }
                value = dimensions[parameter.name].map { Rational($0) } ?? value
                if let point = scalar.points[parameter.name] { assignment.points[point] = [value] } else { assignment.parameters[parameter.name] = value }
            }
            return assignment
        }
    }

    /// Where hypotheses that bound parameters are nearly equations.
    private func placesOnBounds(_ relation: Relation, _ box: ParameterBox) -> [[String: Rational]] {
        let check = SignCheck(statement)
        var e = relation.excess
        var steps: [(name: String, bound: Expression, isUpper: Bool)] = []
        var unused = Set(check.hypotheses.indices)
        search: while true {
            for (number, isPlain) in unused.sorted().map({ ($0, true) }) + unused.sorted().map({ ($0, false) }) {
                for name in e.parameterSymbols where !steps.contains(where: { $0.name == name }) {
                    guard !isPlain || check.hypotheses[number].isPlainBound(on: name), let (bound, isUpper) = check.bound(on: name, by: number, on: box),
                        check.direction(of: e, in: name, on: box) == (isUpper ? .falling : .rising) else { continue }
                    e = e.substituting(parameters: [name: bound])
                    steps.append((name, bound, isUpper))
                    unused.remove(number)
                    continue search
                }
            }
            break
        }
        if steps.isEmpty { return [] }
        return RealSample.leastPlaces(of: e, on: box).compactMap { place in
            var place = place
            for name in Set(steps.flatMap { $0.bound.parameterSymbols }) where place[name] == nil && !steps.contains(where: { $0.name == name }) {
                place[name] = statement.parameters.first { $0.name == name }?.interiorPoint
            }
            for (name, bound, isUpper) in steps.reversed() {
                let value = RealSample.value(bound, place.mapValues(\.doubleValue)), distance = value.magnitude * Self.distance
                guard let near = Rational(approximating: isUpper ? value - distance : value + distance, within: distance / 2) else { return nil }
                place[name] = near
            }
            return place
        }
    }

    /// Relative, from the bound of a hypothesis.
    private static let distance = 1e-6

    private func failure(_ number: Int, _ relation: CompiledRelation, _ assignment: Assignment) -> Failure? {
        let fails: (Rational, Rational) -> Bool
        switch relation.relation.op {
        case .equal: fails = { $0 != $1 }
        case .lessOrEqual: fails = { $0 > $1 }
        case .less: fails = { $0 >= $1 }
        }
        var sides = (left: "", right: "")
        func failure(_ indices: [Int], _ arithmetic: Witness.Arithmetic) -> Failure {
            let witness = Witness(relation: number, indices: indices, assignment: assignment, arithmetic: arithmetic)
            return Failure(witness: witness, left: sides.left, right: sides.right)
        }
        let exact = Screening.compare(relation, assignment, in: RationalField()) { left, right in
            guard fails(left, right) else { return false }
            sides = (left.description, right.description)
            return true
        }
        switch exact {
        case .agree: return nil
        case .differ(let indices): return failure(indices, .exact)
        case .undetermined: break
        }
        let balls = Screening.compare(relation, assignment, in: BallField(precision: Self.precision)) { left, right in
            guard left.isFinite && right.isFinite else { return false }
            guard relation.relation.op == .equal ? !left.overlaps(right) : right.isLess(than: left) == .yes else { return false }
            sides = (left.description(digits: 20), right.description(digits: 20))
            return true
        }
        guard case .differ(let indices) = balls else { return nil }
        return failure(indices, .balls(Self.precision))
    }

    private func check(_ witness: Witness) -> Theorem? {
        try? Kernel.Examination(statement, Evidence.witness(witness).read(in: statement)).theorem()
    }
}

extension Expression {
    /// The most derivatives that are taken of one function.
    fileprivate var derivativeOrder: Int {
        let inner = operands.map(\.derivativeOrder).max() ?? 0
        switch kind {
        case .application(let application): return max(application.derivatives.count, inner)
        case .partial: return 1 + inner
        default: return inner
        }
    }
}
