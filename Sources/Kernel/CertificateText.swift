import Arithmetic
import Expressions

extension Certificate {
    /// The certificate as text: a comment with the statement as understood, then everything a checker needs.
    public var text: String { text(statement.symbolicText.bytes) }

    /// The same where the statement's text is known.
    public func text(_ reading: StatementReading) -> String {
        reading.statement == statement ? text(reading.text) : text
    }

    private func text(_ statementText: [UInt8]) -> String {
        var result = Array("; \(name): \(verdict.rawValue)\n".utf8)
        for line in statement.plainText.utf8.split(separator: UInt8(ascii: "\n")) {
            result += "; ".utf8
            result += line
            result.append(UInt8(ascii: "\n"))
        }
        result += "(certificate".utf8
        let parts: [SymbolicText] = [
            .list([.word("format"), .word(String(Certificate.format))]),
            .list([.word("engine"), .word(engine)]),
            .list([.word("claim"), .word(name)]),
            .list([.word("digest"), .word(SHA256.hexDigest(of: statementText))]),
            .list([.word("verdict"), .word(verdict.rawValue)]),
            .list([.word("conditions")] + conditions.map { .word($0) }),
            .list([.word("axioms")]),
            .list([.word("evidence"), evidence.symbolicText(statement)]),
        ]
        for part in parts {
            result += "\n  ".utf8
            part.layOut(indent: 4, to: &result)
        }
        result += "\n  ".utf8
        SymbolicText.layOut(canonical: statementText, indent: 4, to: &result)
        result += ")\n".utf8
        return String(decoding: result, as: UTF8.self)
    }

    public init(text: String) throws {
        guard let parts = try SymbolicItem(parsing: text).items, parts.count == 10, parts[0].word == "certificate" else {
            throw TextError("not a certificate")
        }
        func words(_ text: SymbolicItem, _ head: String, count: Int? = nil) throws -> [String] {
            guard let items = text.items, items.first?.word == head else { throw TextError("expected (\(head) …)") }
            let words = try items.rest.map { item -> String in
                guard let word = item.word else { throw TextError("expected a word in \(head)") }
                return word
            }
            if let count, words.count != count { throw TextError("expected \(count) words in \(head)") }
            return words
        }
        guard try words(parts[1], "format", count: 1) == [String(Certificate.format)] else { throw TextError("unknown format") }
        engine = try words(parts[2], "engine", count: 1)[0]
        name = try words(parts[3], "claim", count: 1)[0]
        statement = try Statement(parts[9])
        guard try words(parts[4], "digest", count: 1) == [statement.digest] else {
            throw TextError("the digest is not that of the statement")
        }
        conditions = try words(parts[6], "conditions")
        guard try words(parts[7], "axioms").isEmpty else { throw TextError("no axiom is used by this kind of evidence") }
        guard let items = parts[8].items, items.count == 2, items[0].word == "evidence" else {
            throw TextError("expected (evidence …)")
        }
        evidence = try Evidence(items[1], statement, statement.goal)
        guard try words(parts[5], "verdict", count: 1) == [verdict.rawValue] else {
            throw TextError("the verdict is not that of the evidence")
        }
    }
}

extension Evidence {
    func symbolicText(_ statement: Statement) -> SymbolicText { symbolicText(statement, statement.goal) }

    /// The evidence as it reads from its text.
    public func read(in statement: Statement) throws -> Evidence {
        try Evidence(SymbolicItem(parsing: symbolicText(statement).bytes), statement, statement.goal)
    }

    /// - Parameter goal: the part of the statement's goal that this evidence is for.
    private func symbolicText(_ statement: Statement, _ goal: Proposition) -> SymbolicText {
        switch self {
        case .identity(let form): return .list([.word("identity"), .word(form.rawValue)])
        case .manifestSign: return .list([.word("manifest-sign")])
        case .comparison(let comparison): return comparison.symbolicText(statement)
        case .evaluation(let inner): return .list([.word("evaluation"), inner.symbolicText(statement, goal)])
        case .enclosure(let digits): return .list([.word("enclosure"), .word(String(digits))])
        case .abstraction(let abstraction, let inner):
            let reduced = (try? abstraction.statement(of: statement)) ?? statement
            return .list([.word("abstraction"), abstraction.symbolicText(statement), inner.symbolicText(reduced, reduced.goal)])
        case .specialisation(let values, let inner):
            let reduced = (try? values.statement(of: statement)) ?? statement
            return .list([.word("specialisation"), values.symbolicText, inner.symbolicText(reduced, reduced.goal)])
        case .solution(let solution, let inner):
            let reduced = (try? solution.statement(of: statement)) ?? statement
            return .list([.word("solution"), solution.symbolicText(statement), inner.symbolicText(reduced, reduced.goal)])
        case .potential(let potential, let inner):
            let reduced = (try? potential.statement(of: statement)) ?? statement
            return .list([.word("potential"), potential.symbolicText, inner.symbolicText(reduced, reduced.goal)])
        case .spectrum(let spectrum, let refuting, let pieces):
            let all = (try? spectrum.statements(of: statement)) ?? []
            let statements = refuting.map { number in all.indices.contains(number) ? [all[0], all[number]] : all } ?? all
            return .list([.word("spectrum"), spectrum.symbolicText(statement), .word(refuting.map { String($0) } ?? "-")]
                + zip(statements, pieces).map { $1.symbolicText($0) })
        case .growth(let bound, let inner):
            let reduced = (try? bound.statement(of: statement)) ?? statement
            return .list([.word("growth"), bound.symbolicText(statement), inner.symbolicText(reduced, reduced.goal)])
        case .evolution(let equations, let inner):
            let reduced = (try? equations.statement(of: statement, isRefuted: inner.verdict == .refuted)) ?? statement
            return .list([.word("evolution"), .word(equations.rawValue), .word(inner.verdict.rawValue), inner.symbolicText(reduced, reduced.goal)])
        case .gaussians(let family, let inner):
            let reduced = (try? family.statement(of: statement)) ?? statement
            return .list([.word("gaussians"), .list(family.variances.map { .word($0) }), inner.symbolicText(reduced, reduced.goal)])
        case .integrands(let comparison, let pieces):
            let statements = (try? comparison.statements(of: statement)) ?? []
            return .list([.word("integrands"), comparison.symbolicText(statement)] + zip(statements, pieces).map { $1.symbolicText($0) })
        case .known(let known, let pieces):
            let statements = (try? known.statements(of: statement)) ?? []
            return .list([.word("known"), known.symbolicText(statement)] + zip(statements, pieces).map { $1.symbolicText($0) })
        case .solved(let solved, let pieces):
            let statements = (try? solved.statements(of: statement)) ?? []
            return .list([.word("solved"), solved.symbolicText(statement)] + zip(statements, pieces).map { $1.symbolicText($0) })
        case .generalisation(let generalisation, let pieces):
            let statements = (try? generalisation.statements(of: statement)) ?? []
            return .list([.word("generalisation"), generalisation.symbolicText(statement)] + zip(statements, pieces).map { $1.symbolicText($0) })
        case .discriminant(let discriminant, let inner):
            let reduced = (try? discriminant.statement(of: statement)) ?? statement
            return .list([.word("discriminant"), discriminant.symbolicText(statement), inner.symbolicText(reduced, reduced.goal)])
        case .existence(let instance, let inner):
            let reduced = (try? instance.statement(of: statement)) ?? statement
            return .list([.word("existence"), .word(instance.value.description), inner.symbolicText(reduced, reduced.goal)])
        case .tangent(let tangent, let inner):
            let reduced = (try? tangent.statement(of: statement)) ?? statement
            return .list([.word("tangent"), tangent.symbolicText(statement), inner.symbolicText(reduced, reduced.goal)])
        case .inner(let integral, let inner):
            let reduced = (try? integral.statement(of: statement)) ?? statement
            return .list([.word("inner"), integral.symbolicText(statement), inner.symbolicText(reduced, reduced.goal)])
        case .hoelder(let hoelder, let pieces):
            let statements = (try? hoelder.statements(of: statement)) ?? []
            return .list([.word("hoelder"), hoelder.symbolicText] + zip(statements, pieces).map { $1.symbolicText($0) })
        case .carried(let inner):
            let reduced = (try? CarriedDerivatives(statement).carried()) ?? statement
            return .list([.word("carried"), inner.symbolicText(reduced, reduced.goal)])
        case .variables(let inner):
            let reduced = (try? ChangesOfVariables(statement).changed()) ?? statement
            return .list([.word("variables"), inner.symbolicText(reduced, reduced.goal)])
        case .rewriting(let rewriting, let inner):
            let reduced = (try? rewriting.statement(of: statement, isRefuted: inner.verdict == .refuted)) ?? statement
            return .list([.word("rewriting"), rewriting.symbolicText(statement), .word(inner.verdict.rawValue), inner.symbolicText(reduced, reduced.goal)])
        case .signs(let signs, let inner):
            let reduced = (try? signs.statement(of: statement)) ?? statement
            return .list([.word("signs"), signs.symbolicText(statement), inner.symbolicText(reduced, reduced.goal)])
        case .exponential(let exponential, let inner):
            let reduced = (try? exponential.statement(of: statement)) ?? statement
            return .list([.word("exponential"), exponential.symbolicText(statement), inner.symbolicText(reduced, reduced.goal)])
        case .matrix(let square, let inner):
            let reduced = (try? square.statement(of: statement)) ?? statement
            return .list([.word("matrix"), .word(square.root), .word(square.name), inner.symbolicText(reduced, reduced.goal)])
        case .arbitrarySign(let inner):
            let reduced = (try? ArbitrarySign(statement).generalised()) ?? statement
            return .list([.word("arbitrary-sign"), inner.symbolicText(reduced, reduced.goal)])
        case .squaring(let squaring, let inner):
            let reduced = (try? squaring.statement(of: statement)) ?? statement
            return .list([.word("squaring"), squaring.symbolicText(statement), inner.symbolicText(reduced, reduced.goal)])
        case .inverse(let inner):
            let reduced = (try? InverseMatrix(statement).product()) ?? statement
            return .list([.word("inverse"), inner.symbolicText(reduced, reduced.goal)])
        case .cleared(let inner):
            let reduced = (try? ClearedDenominators(statement).cleared(isRefuted: inner.verdict == .refuted)) ?? statement
            return .list([.word("cleared"), .word(inner.verdict == .refuted ? "refuted" : "proved"), inner.symbolicText(reduced, reduced.goal)])
        case .entries(let inner):
            let reduced = (try? EntryStatement(statement).written()) ?? statement
            return .list([.word("entries"), inner.symbolicText(reduced, reduced.goal)])
        case .limits(let inner): return .list([.word("limits"), inner.symbolicText(statement, goal)])
        case .implications(let pieces):
            return .list([.word("implications")] + zip(statement.implications, pieces).map { $1.symbolicText($0) })
        case .implication(let number, let inner):
            let all = statement.implications
            return .list([.word("implication"), .word(String(number)), inner.symbolicText(all.indices.contains(number) ? all[number] : statement)])
        case .sign(let proof): return .list([.word("sign"), proof.symbolicText(StatementWriter(statement))])
        case .conjunction(let pieces):
            let parts = goal.parts
            return .list([.word("conjunction")] + pieces.enumerated().map { position, piece in
                piece.symbolicText(statement, parts.indices.contains(position) ? parts[position] : goal)
            })
        case .divergence(let divergence): return divergence.symbolicText(statement, goal.indices)
        case .witness(let witness): return witness.symbolicText(statement)
        case .density(let witness): return .list([.word("density"), witness.symbolicText(statement)])
        case .zonal(let witness): return .list([.word("zonal"), witness.symbolicText(statement)])
        case .decaying(let witness): return witness.symbolicText
        case .firstVariation(let variation): return variation.symbolicText(statement)
        case .squares(let squares): return squares.symbolicText(statement, goal) { $0.symbolicText(statement, $1) }
        case .modulo(let multiples): return multiples.symbolicText(statement, goal, goal.indices) { $0.symbolicText(statement, $1) }
        }
    }

    /// What the evidence that follows is for: nothing is derived from a statement that is ill-formed.
    private static func reduced<Reduced>(_ statement: Statement, _ reduction: (Statement) throws -> Reduced) throws -> Reduced {
        do {
            try WellFormedness.check(statement)
            return try reduction(statement)
        } catch { throw TextError("evidence for another statement: \(error)") }
    }

    /// Evidence for each of several statements.
    private static func pieces(_ texts: Slice<SymbolicItem.Items>, of statements: [Statement]) throws -> [Evidence] {
        guard texts.count == statements.count else { throw TextError("expected evidence for each of \(statements.count) statements") }
        return try zip(statements, texts).map { try Evidence($1, $0, $0.goal) }
    }

    init(_ text: SymbolicItem, _ statement: Statement, _ goal: Proposition) throws {
        guard let items = text.items, let head = items.first?.word else { throw TextError("expected evidence") }
        switch head {
        case "identity":
            guard items.count == 2, let name = items[1].word, let form = IdentityForm(rawValue: name) else {
                throw TextError("unknown normal form")
            }
            self = .identity(form)
        case "manifest-sign":
            guard items.count == 1 else { throw TextError("manifest-sign takes nothing") }
            self = .manifestSign
        case "comparison": self = .comparison(try Comparison(items, statement))
        case "evaluation":
            guard items.count == 2 else { throw TextError("expected (evaluation EVIDENCE)") }
            self = .evaluation(try Evidence(items[1], statement, goal))
        case "enclosure":
            guard items.count == 2, let word = items[1].word, let digits = Int(word), String(digits) == word else {
                throw TextError("expected a number of digits")
            }
            self = .enclosure(digits: digits)
        case "abstraction":
            guard items.count == 3 else { throw TextError("expected (abstraction QUANTITIES EVIDENCE)") }
            let abstraction = try Abstraction(items[1], statement), reduced = try Self.reduced(statement, abstraction.statement)
            self = .abstraction(abstraction, try Evidence(items[2], reduced, reduced.goal))
        case "discriminant":
            guard items.count == 3 else { throw TextError("expected (discriminant FORM EVIDENCE)") }
            let discriminant = try Discriminant(items[1], statement), reduced = try Self.reduced(statement, discriminant.statement)
            self = .discriminant(discriminant, try Evidence(items[2], reduced, reduced.goal))
        case "existence":
            guard items.count == 3, let word = items[1].word, let value = Rational(word), value.description == word else {
                throw TextError("expected (existence NUMBER EVIDENCE)")
            }
            let reduced = try Self.reduced(statement, Instance(value).statement)
            self = .existence(Instance(value), try Evidence(items[2], reduced, reduced.goal))
        case "tangent":
            guard items.count == 3 else { throw TextError("expected (tangent FORM EVIDENCE)") }
            let tangent = try TangentGeneralisation(items[1], statement), reduced = try Self.reduced(statement, tangent.statement)
            self = .tangent(tangent, try Evidence(items[2], reduced, reduced.goal))
        case "inner":
            guard items.count == 3 else { throw TextError("expected (inner INTEGRAL EVIDENCE)") }
            let integral = try InnerIntegral(items[1], statement), reduced = try Self.reduced(statement, integral.statement)
            self = .inner(integral, try Evidence(items[2], reduced, reduced.goal))
        case "hoelder":
            guard items.count > 2 else { throw TextError("expected (hoelder MASS EVIDENCE …)") }
            let hoelder = try Hoelder(items[1])
            self = .hoelder(hoelder, try Self.pieces(items.dropFirst(2), of: Self.reduced(statement, hoelder.statements)))
        case "integrands":
            guard items.count > 2 else { throw TextError("expected (integrands MULTIPLES EVIDENCE …)") }
            let comparison = try IntegrandComparison(items[1], statement)
            self = .integrands(comparison, try Self.pieces(items.dropFirst(2), of: Self.reduced(statement, comparison.statements)))
        case "known":
            guard items.count > 2 else { throw TextError("expected (known INTEGRALS EVIDENCE …)") }
            let known = try KnownIntegrals(items[1], statement)
            self = .known(known, try Self.pieces(items.dropFirst(2), of: Self.reduced(statement, known.statements)))
        case "solved":
            guard items.count > 2 else { throw TextError("expected (solved SOLUTIONS EVIDENCE …)") }
            let solved = try SolvedEquations(items[1], statement)
            self = .solved(solved, try Self.pieces(items.dropFirst(2), of: Self.reduced(statement, solved.statements)))
        case "generalisation":
            guard items.count > 2 else { throw TextError("expected (generalisation DENSITY EVIDENCE …)") }
            let generalisation = try DensityGeneralisation(items[1], statement)
            self = .generalisation(generalisation, try Self.pieces(items.dropFirst(2), of: Self.reduced(statement, generalisation.statements)))
        case "implications":
            let all = statement.implications
            guard !all.isEmpty, items.count == all.count + 1 else { throw TextError("expected evidence for each implication") }
            self = .implications(try zip(all, items.dropFirst()).map { try Evidence($1, $0, $0.goal) })
        case "implication":
            guard items.count == 3, let word = items[1].word, let number = Int(word), case let all = statement.implications,
                all.indices.contains(number) else { throw TextError("expected (implication NUMBER EVIDENCE)") }
            self = .implication(number, try Evidence(items[2], all[number], all[number].goal))
        case "specialisation":
            guard items.count == 3 else { throw TextError("expected (specialisation VALUES EVIDENCE)") }
            let values = try Specialisation(items[1]), reduced = try Self.reduced(statement, values.statement)
            self = .specialisation(values, try Evidence(items[2], reduced, reduced.goal))
        case "solution":
            guard items.count == 3 else { throw TextError("expected (solution FUNCTION EVIDENCE)") }
            let solution = try ConcreteSolution(items[1], statement), reduced = try Self.reduced(statement, solution.statement)
            self = .solution(solution, try Evidence(items[2], reduced, reduced.goal))
        case "potential":
            guard items.count == 3 else { throw TextError("expected (potential FIELD EVIDENCE)") }
            let potential = try Potential(items[1], statement), reduced = try Self.reduced(statement, potential.statement)
            self = .potential(potential, try Evidence(items[2], reduced, reduced.goal))
        case "spectrum":
            guard items.count > 3, let word = items[2].word else { throw TextError("expected (spectrum FORM NUMBER EVIDENCE …)") }
            let spectrum = try Spectrum(items[1], statement), all = try Self.reduced(statement, spectrum.statements)
            var statements = all
            if word != "-" {
                guard let number = Int(word), number > 0, all.indices.contains(number), String(number) == word else { throw TextError("expected a number") }
                statements = [all[0], all[number]]
            }
            guard items.count == statements.count + 3 else { throw TextError("expected evidence for each of \(statements.count) statements") }
            self = .spectrum(
                spectrum, refuting: word == "-" ? nil : Int(word), try zip(statements, items.dropFirst(3)).map { try Evidence($1, $0, $0.goal) })
        case "growth":
            guard items.count == 3 else { throw TextError("expected (growth BOUND EVIDENCE)") }
            let bound = try GrowthBound(items[1], statement), reduced = try Self.reduced(statement, bound.statement)
            self = .growth(bound, try Evidence(items[2], reduced, reduced.goal))
        case "evolution":
            guard items.count == 4, let name = items[1].word, let equations = EvolutionEquations(rawValue: name), let word = items[2].word else {
                throw TextError("expected (evolution KIND VERDICT EVIDENCE)")
            }
            let reduced = try Self.reduced(statement) { try equations.statement(of: $0, isRefuted: word == Verdict.refuted.rawValue) }
            self = .evolution(equations, try Evidence(items[3], reduced, reduced.goal))
        case "gaussians":
            guard items.count == 3, let words = items[1].items else { throw TextError("expected (gaussians NAMES EVIDENCE)") }
            let names = try words.map { word -> String in
                guard let name = word.word else { throw TextError("expected a name") }
                return name
            }
            let family = GaussianFamily(variances: names), reduced = try Self.reduced(statement, family.statement)
            self = .gaussians(family, try Evidence(items[2], reduced, reduced.goal))
        case "rewriting":
            guard items.count == 4, let word = items[2].word else { throw TextError("expected (rewriting INTEGRALS VERDICT EVIDENCE)") }
            let rewriting = try IntegralRewriting(items[1], statement)
            let reduced = try Self.reduced(statement) { try rewriting.statement(of: $0, isRefuted: word == Verdict.refuted.rawValue) }
            self = .rewriting(rewriting, try Evidence(items[3], reduced, reduced.goal))
        case "signs":
            guard items.count == 3 else { throw TextError("expected (signs SIGNS EVIDENCE)") }
            let signs = try ShownSigns(items[1], statement), reduced = try Self.reduced(statement, signs.statement)
            self = .signs(signs, try Evidence(items[2], reduced, reduced.goal))
        case "exponential":
            guard items.count == 3 else { throw TextError("expected (exponential PARAMETER EVIDENCE)") }
            let exponential = try ExponentialParameter(items[1], statement), reduced = try Self.reduced(statement, exponential.statement)
            self = .exponential(exponential, try Evidence(items[2], reduced, reduced.goal))
        case "matrix":
            guard items.count == 4, let root = items[1].word, let name = items[2].word else { throw TextError("expected (matrix ROOT NAME EVIDENCE)") }
            let square = SquaredMatrix(root: root, name: name), reduced = try Self.reduced(statement, square.statement)
            self = .matrix(square, try Evidence(items[3], reduced, reduced.goal))
        case "arbitrary-sign":
            guard items.count == 2 else { throw TextError("expected (arbitrary-sign EVIDENCE)") }
            let reduced = try Self.reduced(statement) { try ArbitrarySign($0).generalised() }
            self = .arbitrarySign(try Evidence(items[1], reduced, reduced.goal))
        case "squaring":
            guard items.count == 3 else { throw TextError("expected (squaring SIDES EVIDENCE)") }
            let squaring = try Squaring(items[1], statement), reduced = try Self.reduced(statement, squaring.statement)
            self = .squaring(squaring, try Evidence(items[2], reduced, reduced.goal))
        case "inverse":
            guard items.count == 2 else { throw TextError("expected (inverse EVIDENCE)") }
            let reduced = try Self.reduced(statement) { try InverseMatrix($0).product() }
            self = .inverse(try Evidence(items[1], reduced, reduced.goal))
        case "cleared":
            guard items.count == 3, let verdict = items[1].word, ["proved", "refuted"].contains(verdict) else { throw TextError("expected (cleared proved|refuted EVIDENCE)") }
            let reduced = try Self.reduced(statement) { try ClearedDenominators($0).cleared(isRefuted: verdict == "refuted") }
            self = .cleared(try Evidence(items[2], reduced, reduced.goal))
        case "entries":
            guard items.count == 2 else { throw TextError("expected (entries EVIDENCE)") }
            let reduced = try Self.reduced(statement) { try EntryStatement($0).written() }
            self = .entries(try Evidence(items[1], reduced, reduced.goal))
        case "carried":
            guard items.count == 2 else { throw TextError("expected (carried EVIDENCE)") }
            let reduced = try Self.reduced(statement) { try CarriedDerivatives($0).carried() }
            self = .carried(try Evidence(items[1], reduced, reduced.goal))
        case "variables":
            guard items.count == 2 else { throw TextError("expected (variables EVIDENCE)") }
            let reduced = try Self.reduced(statement) { try ChangesOfVariables($0).changed() }
            self = .variables(try Evidence(items[1], reduced, reduced.goal))
        case "limits":
            guard items.count == 2 else { throw TextError("expected (limits EVIDENCE)") }
            self = .limits(try Evidence(items[1], statement, goal))
        case "sign":
            guard items.count == 2 else { throw TextError("expected one reason for the sign") }
            self = .sign(try SignProof(items[1], StatementReader(statement, [])))
        case "conjunction":
            let parts = goal.parts
            guard parts.count == items.count - 1 else { throw TextError("evidence for each part of the conjunction is needed") }
            self = .conjunction(try zip(items.dropFirst(), parts).map { try Evidence($0, statement, $1) })
        case "squares": self = .squares(try SumOfSquares(items, statement, goal) { try Evidence($0, statement, $1) })
        case "modulo":
            self = .modulo(try HypothesisMultiples(items, statement, goal, goal.indices) { try Evidence($0, statement, $1) })
        case "divergence": self = .divergence(try Divergence(items, statement, goal.indices))
        case "witness": self = .witness(try Witness(items, statement))
        case "density":
            guard items.count == 2, let inner = items[1].items, inner.first?.word == "witness" else { throw TextError("expected a witness") }
            self = .density(try Witness(inner, statement))
        case "zonal":
            guard items.count == 2, let inner = items[1].items, inner.first?.word == "witness" else { throw TextError("expected a witness") }
            self = .zonal(try Witness(inner, statement))
        case "decaying": self = .decaying(try DecayingWitness(items, statement))
        case "first-variation": self = .firstVariation(try FirstVariation(items, statement))
        default: throw TextError("unknown evidence \(head)")
        }
    }
}

extension Proposition {
    /// The parts of a conjunction.
    fileprivate var parts: [Proposition] {
        if case .conjunction(let parts) = self { return parts }
        return []
    }

    /// The free indices of a relation.
    fileprivate var indices: [Index] {
        if case .relation(let relation) = self { return relation.indices }
        return []
    }
}

extension Witness {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        func list(_ head: String, _ items: [SymbolicText]) -> SymbolicText { .list([.word(head)] + items) }
        func word(_ value: Rational) -> SymbolicText { .word(value.description) }
        let mode: [SymbolicText]
        switch arithmetic {
        case .exact: mode = [.word("exact")]
        case .balls(let precision): mode = [.word("balls"), .word(String(precision))]
        }
        func polynomials(_ functions: [FunctionSymbol: PolynomialFunction]) -> [SymbolicText] {
            statement.functions.map { function in
                let components = functions[function]?.components ?? [:]
                return .list(components.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { value, terms in
                    .list([.list(value.map { .word(String($0)) })] + terms.map { term in
                        .list([word(term.coefficient)] + term.exponents.map { .word(String($0)) })
                    })
                })
            }
        }
        return list("witness", [
            list("relation", [.word(String(relation))]),
            list("indices", indices.map { .word(String($0)) }),
            list("dimensions", assignment.dimensions.sorted { $0.key < $1.key }
                .map { .list([.word($0.key), .word(String($0.value))]) }),
            list("parameters", assignment.parameters.sorted { $0.key < $1.key }.map { .list([.word($0.key), word($0.value)]) }),
            list("points", statement.points.map { point in .list((assignment.points[point] ?? []).map(word)) }),
            list("functions", polynomials(assignment.functions)),
            list("arithmetic", mode),
        ] + (gaussians.isEmpty ? [] : [list("gaussians", polynomials(gaussians))]))
    }

    init(_ items: SymbolicItem.Items, _ statement: Statement) throws {
        guard items.count == 8 || items.count == 9 else { throw TextError("an incomplete witness") }
        func content(_ position: Int, _ head: String) throws -> SymbolicItem.Items {
            guard let parts = items[position].items, parts.first?.word == head else { throw TextError("expected (\(head) …)") }
            return parts.rest
        }
        func word(_ text: SymbolicItem) throws -> String {
            guard let word = text.word else { throw TextError("expected a word") }
            return word
        }
        func integer(_ text: SymbolicItem) throws -> Int {
            guard let value = Int(try word(text)), abs(value) < 1 << 25 else { throw TextError("expected an integer") }
            return value
        }
        func rational(_ text: SymbolicItem) throws -> Rational {
            guard let value = Rational(try word(text)) else { throw TextError("expected a number") }
            return value
        }
        func list(_ text: SymbolicItem) throws -> SymbolicItem.Items {
            guard let parts = text.items else { throw TextError("expected a list") }
            return parts
        }
        func pairs<T>(_ texts: SymbolicItem.Items, _ value: (SymbolicItem) throws -> T) throws -> [String: T] {
            var result: [String: T] = [:]
            for text in texts {
                let pair = try list(text)
                guard pair.count == 2, result.updateValue(try value(pair[1]), forKey: try word(pair[0])) == nil else {
                    throw TextError("expected a name and a value")
                }
            }
            return result
        }
        let relationItems = try content(1, "relation")
        guard relationItems.count == 1 else { throw TextError("expected one relation") }
        relation = try integer(relationItems[0])
        indices = try content(2, "indices").map(integer)
        var assignment = Assignment()
        assignment.dimensions = try pairs(content(3, "dimensions"), integer)
        assignment.parameters = try pairs(content(4, "parameters"), rational)
        let points = try content(5, "points")
        guard points.count == statement.points.count else { throw TextError("wrong number of points") }
        for (point, text) in zip(statement.points, points) { assignment.points[point] = try list(text).map(rational) }
        func polynomials(_ functions: SymbolicItem.Items) throws -> [FunctionSymbol: PolynomialFunction] {
            guard functions.count == statement.functions.count else { throw TextError("wrong number of functions") }
            var result: [FunctionSymbol: PolynomialFunction] = [:]
            for (function, text) in zip(statement.functions, functions) {
                var components: [[Int]: [PolynomialFunction.Term]] = [:]
                for component in try list(text) {
                    let parts = try list(component)
                    guard let first = parts.first else { throw TextError("expected a component") }
                    let terms = try parts.rest.map { text -> PolynomialFunction.Term in
                        let numbers = try list(text)
                        guard let coefficient = numbers.first else { throw TextError("expected a term") }
                        return PolynomialFunction.Term(
                            exponents: try numbers.rest.map(integer), coefficient: try rational(coefficient))
                    }
                    guard components.updateValue(terms, forKey: try list(first).map(integer)) == nil else {
                        throw TextError("a component given twice")
                    }
                }
                result[function] = PolynomialFunction(components: components)
            }
            return result
        }
        assignment.functions = try polynomials(content(6, "functions"))
        self.assignment = assignment
        gaussians = items.count == 9 ? try polynomials(content(8, "gaussians")).filter { !$0.value.components.isEmpty } : [:]
        let mode = try content(7, "arithmetic")
        switch (try mode.first.map(word), mode.count) {
        case ("exact", 1): arithmetic = .exact
        case ("balls", 2): arithmetic = .balls(try integer(mode[1]))
        default: throw TextError("unknown arithmetic")
        }
    }
}
