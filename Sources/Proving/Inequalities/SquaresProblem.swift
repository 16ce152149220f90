import Arithmetic
import Expressions
import Kernel

/// Which sums of squares an inequality between integrals could be:
///
///     right - left = Σ_k μ_k (cited) + Σ_b Σ_ij Q^b_ij ∫ T_i:T_j w ,
///
/// as linear equations in the μ, the Q and an unknown constant, by matching Euler-Lagrange normal forms.
struct SquaresProblem {
    /// Entries of all Gram matrices.
    private static let entryLimit = 240

    let statement: Statement
    let relation: Relation
    private(set) var ansatz: SquareAnsatz
    /// What is cited, by its number, times a factor in parameters, times the unknown at this place.
    struct Multiplier {
        let citation: Int
        let factor: Expression?
        let place: Int
    }

    /// A multiple of an equation between functions, times the unknown at this place.
    struct EquationMultiplier {
        let multiple: HypothesisMultiples.Multiple
        let place: Int
    }

    let multipliers: [Multiplier]
    let equationMultipliers: [EquationMultiplier]
    /// The unknown constant of `best`.
    let constant: String?
    let unknowns: [String]
    /// Gram matrices and then the multipliers, as places of unknowns.
    let search: FaceSearch
    let equations: [ParameterEquation]

    /// What stands in the way of any certificate.
    struct Obstacle: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    /// Why there is no problem, or no proof, in words.
    static func reason(for error: Error) -> String {
        switch error {
        case let obstacle as Obstacle: return obstacle.reason
        case Rejection.nonlinearIntegral: return "an integral stands where the value is not linear in it"
        case FormError.unsupported(let what):
            return "\(what) is no part of a sum of squares, and no inequality between the integrands is found that holds at every point, up to masses and known moments"
        case let error as FormError: return IntegralProver.reason(error)
        case let rejection as Rejection: return rejection.plainText
        default: return "\(error)"
        }
    }

    /// - Parameters:
    ///   - withConditions: whether what hypotheses say of parameters may be a factor.
    ///   - withSquares: whether squares of parameters count as factors, where hypotheses on parameters do.
    ///   - withMetric: whether multiples of the metric count as tensors.
    ///   - ofMonomials: whether integrands are made of the halves of their monomials alone.
    ///   - parameters: whether these halves contain the parameters that stand squared.
    ///   - equations: which multiples of equations between functions may be taken off, if any.
    init(
        _ statement: Statement, _ relation: Relation, constant: String?, withConditions: Bool = true, withSquares: Bool = false, withMetric: Bool = true, ofMonomials: Bool = false,
        parameters: HalfMonomial.ParameterRole = .coefficients, equations: EquationMultiples.Choice? = nil, limits: Limits
    ) throws {
        self.statement = statement
        self.relation = relation
        self.constant = constant
        let context = FormContext(statement)
        let factors = withConditions ? SquareAnsatz.factors(statement, withSquares: withSquares) : [nil]
        let citations = SumOfSquares.citations(statement)
        let cited = citations.enumerated().filter { _, citation in
            citation.relation.indices.isEmpty && citation.relation.hasIntegral == relation.hasIntegral && !citation.relation.excess.isInParameters
        }
        for (_, citation) in cited {
            guard let condition = citation.openCondition(statement, context) else { continue }
            throw Obstacle("a cited inequality does not apply: \(condition.plainText) is not known")
        }
        var equationMultiples: [HypothesisMultiples.Multiple] = []
        do {
            if relation.hasIntegral {
                let points = try Self.points(of: relation, statement)
                if points.count > 1 {
                    var halves = PointwiseTensors(context, withMetric: false)
                    let integrands = try Self.integrands(relation, over: points, statement, limits)
                    ansatz = SquareAnsatz(try halves.blocks(ofIntegrands: integrands.all, over: points, and: integrands.lower, parameters: parameters), at: points, factors)
                } else {
                    let known = cited.map(\.element.relation.excess) + Self.traces(statement)
                    let integrands = try ([relation.excess] + known).flatMap { try Self.integrands($0, at: points[0], statement) }
                    if ofMonomials {
                        var halves = PointwiseTensors(context, withMetric: withMetric)
                        let left = try parameters == .scales ? Self.integrands(relation, over: points, statement, limits).all : []
                        ansatz = SquareAnsatz(try halves.blocks(ofIntegrands: integrands + left, over: points, parameters: parameters), at: points, factors)
                    } else {
                        ansatz = try Self.ansatz(integrands, at: points[0], factors, withMetric: withMetric, context) {
                            try Self.integrands(relation, over: points, statement, limits).all
                        }
                    }
                }
            } else {
                var halves = PointwiseTensors(context, conditions: factors.compactMap { $0 }, withMetric: withMetric)
                ansatz = SquareAnsatz(try halves.blocks(relation.excess), factors)
            }
            if let choice = equations {
                var found = EquationMultiples(statement)
                equationMultiples = found.all(choice, relation, ansatz, limits: limits)
                guard !equationMultiples.isEmpty else { throw Obstacle("no equation between functions bears on the inequality") }
                if choice == .products { ansatz = try Self.ansatz(relation, ansatz.points, with: equationMultiples, factors, statement, context, limits) }
            }
        } catch let error as SquareAnsatz.Unsupported {
            throw Obstacle(error.reason)
        }
        guard ansatz.blocks.reduce(0, { $0 + $1.pieces.count * ($1.pieces.count + 1) / 2 }) <= Self.entryLimit else {
            throw Obstacle("too many tensors could be squared")
        }
        var names: [String] = []
        var blocks: [[[Int]]] = []
        var right: [Expression] = []
        for number in ansatz.blocks.indices {
            let size = ansatz.blocks[number].pieces.count
            var block = [[Int]](repeating: [Int](repeating: 0, count: size), count: size)
            for i in 0..<size {
                for j in i..<size {
                    let name = "Q.\(number).\(i).\(j)"
                    block[i][j] = names.count
                    block[j][i] = names.count
                    names.append(name)
                    let factor: Expression = i == j ? .parameter(name) : .number(2) * .parameter(name)
                    let product = ansatz.product(number, i, j)
                    right.append(factor * (ansatz.points.isEmpty ? product : .integral(ansatz.points, product)))
                }
            }
            blocks.append(block)
        }
        var multipliers: [Multiplier] = []
        for (number, citation) in cited {
            for factor in factors {
                let name = "μ.\(number).\(multipliers.count)"
                if citation.relation.op != .equal { blocks.append([[names.count]]) }
                multipliers.append(Multiplier(citation: number, factor: factor, place: names.count))
                names.append(name)
                right.append(.product([.parameter(name), factor ?? .one, citation.relation.excess]))
            }
        }
        self.multipliers = multipliers
        var equationMultipliers: [EquationMultiplier] = []
        for multiple in equationMultiples {
            let name = "κ.\(equationMultipliers.count)"
            guard let body = multiple.expression(citations[multiple.citation].relation) else { continue }
            if citations[multiple.citation].relation.op != .equal { blocks.append([[names.count]]) }
            equationMultipliers.append(EquationMultiplier(multiple: multiple, place: names.count))
            names.append(name)
            right.append(-(.parameter(name) * body))
        }
        self.equationMultipliers = equationMultipliers
        // Last, so that elimination leaves it free where it can.
        if let constant { names.append(constant) }
        unknowns = names
        search = FaceSearch(blocks: blocks, constant: constant.map { _ in names.count - 1 })
        let equality = Relation(relation.excess, .equal, .sum(right))
        guard let equations = try LinearEquations.of(statement, [equality], unknowns: Set(names), limits: limits).first else {
            throw Obstacle(constant == nil ? "the integrals and the squares have no common normal form" : "the constant enters nonlinearly")
        }
        self.equations = equations
    }

    /// All tensors of half the order, or where the integrands are of several kinds the halves of their monomials, and of what integration
    /// by parts leaves of them.
    private static func ansatz(
        _ integrands: [Expression], at point: Point, _ factors: [Expression?], withMetric: Bool, _ context: FormContext, left: () throws -> [Expression]
    ) throws -> SquareAnsatz {
        do {
            return try SquareAnsatz(integrands, at: point, factors, withMetric: withMetric, context)
        } catch let error as SquareAnsatz.Unsupported {
            if SphereCheck.isSphere([point]) { throw error }
            var halves = PointwiseTensors(context)
            guard let blocks = try? halves.blocks(ofIntegrands: integrands + left(), over: [point]), blocks.contains(where: { !$0.isEmpty }) else { throw error }
            return SquareAnsatz(blocks, at: [point], factors)
        }
    }

    /// The halves of monomials, also of those that multiples of equations bring.
    private static func ansatz(
        _ relation: Relation, _ points: [Point], with multiples: [HypothesisMultiples.Multiple], _ factors: [Expression?], _ statement: Statement, _ context: FormContext, _ limits: Limits
    ) throws -> SquareAnsatz {
        let citations = SumOfSquares.citations(statement)
        let bodies = multiples.compactMap { multiple -> Expression? in
            var own = multiple
            own.points = []
            return own.expression(citations[multiple.citation].relation)?.renamingPoints(Dictionary(zip(multiple.points, points)) { first, _ in first })
        }
        var halves = PointwiseTensors(context, conditions: factors.compactMap { $0 })
        guard relation.hasIntegral else { return SquareAnsatz(try halves.blocks(.sum([relation.excess] + bodies)), factors) }
        let integrands = try Self.integrands(relation, over: points, statement, limits)
        return SquareAnsatz(try halves.blocks(ofIntegrands: integrands.all + bodies, over: points, and: integrands.lower), at: points, factors)
    }

    /// Of known moments that are matrices: `∫ |x|² f` where `∫ x⊗x f` is given.
    private static func traces(_ statement: Statement) -> [Expression] {
        var supply = IndexSupply(startingAt: 1 << 22)
        return SumOfSquares.citations(statement).filter(\.conditions.isEmpty).map(\.relation).compactMap { relation in
            guard relation.op == .equal, relation.hasIntegral, relation.indices.count == 2, relation.indices[0].dimension == relation.indices[1].dimension else { return nil }
            return Tensor(indices: relation.indices, body: relation.excess).traced(0, 1, &supply).body
        }
    }

    /// Declared points for the integrals over most points, in the order in which a function of them has them.
    private static func points(of relation: Relation, _ statement: Statement) throws -> [Point] {
        var printed: Set<[Point]> = []
        func visit(_ e: Expression) {
            if case .integral(let variables, _) = e.kind { printed.insert(variables) }
            e.operands.forEach(visit)
        }
        visit(relation.left)
        visit(relation.right)
        if printed.count == 1, let only = printed.first, only.count == 1 { return only }
        guard let most = try IntegralSum(relation.excess).terms.max(by: { $0.points.count < $1.points.count }), most.points.count > 1,
            most.points.allSatisfy({ $0.manifold.isWhole || $0.isOnTorus }) else { throw Obstacle("integrals over several points") }
        var points: [Point] = []
        for point in most.integrand.phaseSpace(most.points) ?? most.points {
            guard let next = statement.points.first(where: { $0.manifold == point.manifold && !points.contains($0) }) else { throw Obstacle("integrals over several points") }
            points.append(next)
        }
        return points
    }

    /// The integrands over several points, as printed and as integration by parts leaves them, and those over fewer of them.
    private static func integrands(
        _ relation: Relation, over points: [Point], _ statement: Statement, _ limits: Limits
    ) throws -> (all: [Expression], lower: [Expression]) {
        let difference = Relation(relation.excess, .equal, .zero)
        let printed = try IntegralSum(relation.excess).terms.map { ($0.points, $0.integrand) }
        let left = try IntegralProver(statement, limits: limits).remainders(difference)
        var all: [Expression] = [], lower: [Expression] = []
        for (own, integrand) in printed + left where !own.isEmpty {
            let own = integrand.phaseSpace(own) ?? own
            if own.count == points.count {
                if zip(own, points).allSatisfy({ $0.manifold == $1.manifold }) { all.append(integrand.exchangingPoints(own, points)) }
            } else if own.count == 1 {
                lower += points.filter { $0.manifold == own[0].manifold }.map { integrand.exchangingPoints(own, [$0]) }
            }
        }
        return (all, lower)
    }

    private static func integrands(_ e: Expression, at point: Point, _ statement: Statement) throws -> [Expression] {
        func density(at point: Point) -> Expression? {
            let slot: ArgumentSlot = point.manifold.vectorDimension.map { .vector($0) } ?? .scalar
            return statement.functions.first { $0.attributes.contains(.unitMass) && $0.arguments == [slot] }
                .map { .elementary(.exp, Occurrence(function: $0, points: [point]).expression) }
        }
        return try IntegralSum(e).terms.map { term in
            if term.points.isEmpty {
                // Against a density of mass 1 a number is an integral.
                guard let mass = density(at: point) else { throw Obstacle("a term without an integral stands beside integrals") }
                return term.integrand * mass
            }
            guard term.points.count == 1, term.points[0].manifold == point.manifold else { throw Obstacle("integrals over several points") }
            return term.integrand.renamingPoints([term.points[0]: point])
        }
    }

    // MARK: Linear equations

    /// The solutions that hold for all values of the parameters, after some of them have taken values.
    func family(_ values: [String: Rational] = [:]) throws -> AffineFamily? {
        var rows: [(row: [Rational], value: Rational)] = []
        let position = Dictionary(uniqueKeysWithValues: unknowns.enumerated().map { ($1, $0) })
        for equation in equations {
            var byMonomial: [[String: Int]: (row: [Rational], value: Rational)] = [:]
            for (unknown, terms) in equation.coefficients {
                for term in terms {
                    var exponents = term.exponents
                    var coefficient = term.coefficient
                    for (name, value) in values {
                        guard let power = exponents.removeValue(forKey: name) else { continue }
                        coefficient = coefficient * (try value.power(power))
                    }
                    var entry = byMonomial[exponents] ?? ([Rational](repeating: 0, count: unknowns.count), 0)
                    if let place = position[unknown] { entry.row[place] += coefficient } else { entry.value -= coefficient }
                    byMonomial[exponents] = entry
                }
            }
            rows += byMonomial.values
        }
        return AffineFamily(dimension: unknowns.count).imposing(rows)
    }

    // MARK: Evidence

    /// The multiples of what is cited, for a value of each unknown.
    func multiples(_ value: (Int) -> Expression) -> [SumOfSquares.Multiple] {
        multipliers.compactMap { multiplier in
            let value = value(multiplier.place)
            guard value != .zero else { return nil }
            return SumOfSquares.Multiple(citation: multiplier.citation, factor: multiplier.factor.map { value * $0 } ?? value)
        }
    }

    /// What is taken off the left side, so that the squares are left.
    func equationMultiples(_ value: (Int) -> Expression) -> [HypothesisMultiples.Multiple] {
        equationMultipliers.compactMap { multiplier in
            let value = value(multiplier.place)
            guard value != .zero else { return nil }
            var multiple = multiplier.multiple
            multiple.factor = value * multiple.factor
            return multiple
        }
    }

    /// `coefficient · |Σ_a entries_a T_a|²`, the tensors those of a block.
    struct Square {
        let block: Int
        let coefficient: Expression
        let entries: [Expression]
    }

    /// The squares of a solution in numbers.
    func squares(_ x: [Rational]) -> [Square]? {
        var result: [Square] = []
        for number in ansatz.blocks.indices {
            guard let factors = ExactFactorisation(search.blocks[number].map { $0.map { x[$0] } }) else { return nil }
            result += factors.squares.map { Square(block: number, coefficient: .number($0.pivot), entries: $0.row.map { .number($0) }) }
        }
        return result
    }

    func squares(
        _ value: (Int) -> RationalFunction?, in symbol: Expression
    ) throws -> (pivots: [RationalFunction], squares: [Square])? { try squares(value, in: [symbol]) }

    /// The squares for functions of parameters, with their coefficients as functions, too. Signs are not looked at.
    func squares(
        _ value: (Int) -> RationalFunction?, in symbols: [Expression]
    ) throws -> (pivots: [RationalFunction], squares: [Square])? {
        var pivots: [RationalFunction] = []
        var squares: [Square] = []
        for number in ansatz.blocks.indices {
            var rest: [[RationalFunction]] = []
            for row in search.blocks[number] {
                let values = row.compactMap(value)
                guard values.count == row.count else { return nil }
                rest.append(values)
            }
            var open = Array(rest.indices)
            while let k = open.first(where: { !rest[$0][$0].isZero }) {
                open.removeAll { $0 == k }
                let pivot = rest[k][k]
                let row = try rest[k].map { try $0 / pivot }
                pivots.append(pivot)
                squares.append(Square(block: number, coefficient: pivot.expression(in: symbols), entries: row.map { $0.expression(in: symbols) }))
                for i in rest.indices where !row[i].isZero {
                    for j in rest.indices where !row[j].isZero { rest[i][j] = try rest[i][j] - pivot * row[i] * row[j] }
                }
            }
            guard rest.allSatisfy({ $0.allSatisfy(\.isZero) }) else { return nil }
        }
        return (pivots, squares)
    }

    /// Sums of squares as evidence, apart from the proof of the equation.
    mutating func terms(_ squares: [Square]) -> [SumOfSquares.Term] {
        squares.map { square in
            let condition = ansatz.blocks[square.block].condition
            return SumOfSquares.Term(
                coefficient: condition.map { square.coefficient * $0 } ?? square.coefficient, points: ansatz.points,
                body: ansatz.square(square.block, square.entries))
        }
    }

    /// `2 |Δ_S log f + 1/2 |∇_S log f|²|²`.
    func text(_ square: Square) -> String {
        let block = ansatz.blocks[square.block]
        let inside = zip(square.entries, block.pieces).filter { $0.0 != .zero }.enumerated().map { number, term -> String in
            let (entry, piece) = term
            if case .number(let value) = entry.kind {
                let sign = value.sign < 0 ? (number == 0 ? "-" : " - ") : (number == 0 ? "" : " + ")
                return sign + (value.magnitude == 1 ? "" : "\(value.magnitude) ") + piece.name
            }
            return (number == 0 ? "" : " + ") + "(\(entry.plainText)) \(piece.name)"
        }.joined()
        let bar = block.pieces[0].tensor.rank >= 2 ? "‖" : "|"
        let norm = block.pieces[0].tensor.rank == 0 ? "(\(inside))²" : "\(bar)\(inside)\(bar)²"
        let factor = block.condition.map { square.coefficient * $0 } ?? square.coefficient
        if case .number(1) = factor.kind { return norm }
        if case .number(let value) = factor.kind { return "\(value) \(norm)" }
        return "(\(factor.plainText)) \(norm)"
    }
}

extension Expression {
    /// The points in the order in which some function has them, all at once, as its arguments.
    func phaseSpace(_ points: [Point]) -> [Point]? {
        if case .application(let application) = kind {
            let own = application.arguments.compactMap(\.plainPoint)
            if own.count == application.arguments.count, own.count == points.count, Set(own) == Set(points) { return own }
        }
        return operands.lazy.compactMap { $0.phaseSpace(points) }.first
    }
}
