import Arithmetic
import Expressions
import Kernel
import Proving

/// What a certificate says, in words: how the kernel was convinced.
enum CertificateWords {
    /// The lines, `nil` for a text that is no certificate.
    static func lines(of text: String) -> [String]? {
        guard let certificate = try? Certificate(text: text) else { return nil }
        var lines = lines(of: certificate.evidence, certificate.statement)
        if !certificate.conditions.isEmpty {
            lines.append("Everything is defined, and converges, for " + certificate.conditions.joined(separator: ", ") + ".")
        }
        lines.append("Statement " + certificate.statement.digest + ".")
        return lines
    }

    private static func lines(of evidence: Evidence, _ statement: Statement) -> [String] {
        switch evidence {
        case .identity(.contraction):
            return ["Both sides, written as sums of contractions of derivatives and points, are the same sum. It does not depend on the dimension."]
        case .identity(.components):
            return ["Both sides are written out by components, as polynomials over Q; every component of the difference is zero."]
        case .manifestSign: return ["The difference is a sum or product of things that are not negative."]
        case .conjunction(let pieces):
            return pieces.enumerated().flatMap { number, piece in
                lines(of: piece, statement).enumerated().map { ($0.offset == 0 ? "(\(number + 1)) " : "    ") + $0.element }
            }
        case .divergence(let divergence): return lines(of: divergence)
        case .evaluation(let inner):
            return ["Every integral was replaced by its value in closed form, which the kernel derives. For the values:"] + lines(of: inner, statement)
        case .abstraction(let abstraction, let inner):
            let names = abstraction.quantities.map { "    \($0.name) for \($0.value.plainText)" } + abstraction.solutions.map { "    \($0.parameter) = \($0.value.plainText)" }
            guard let reduced = try? abstraction.statement(of: statement) else { return names }
            return ["Only the signs of these quantities are used:"] + names + lines(of: inner, reduced)
        case .signs(let signs, let inner):
            guard let reduced = try? signs.statement(of: statement) else { return [] }
            return ["On the whole range of the parameters:"] + reduced.hypotheses.suffix(signs.signs.count).map { "    " + $0.plainText } + lines(of: inner, reduced)
        case .exponential(let exponential, let inner):
            guard let reduced = try? exponential.statement(of: statement), let parameter = reduced.parameters.last else { return [] }
            return ["For every \(parameter.plainText) in place of exp(-\(exponential.rate.plainText)):", reduced.goal.plainText] + lines(of: inner, reduced)
        case .matrix(let square, let inner):
            guard let reduced = try? square.statement(of: statement) else { return [] }
            return ["For every symmetric matrix \(square.name) in place of \(square.root) \(square.root):", reduced.goal.plainText] + lines(of: inner, reduced)
        case .gaussians(let family, let inner):
            guard let reduced = try? family.statement(of: statement) else { return [] }
            return ["All functions are centred Gaussians, with the variances \(family.variances.joined(separator: ", ")). For the values of the integrals:"] + lines(of: inner, reduced)
        case .specialisation(let values, let inner):
            guard let reduced = try? values.statement(of: statement) else { return [] }
            return ["At \(values.values.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")):"] + lines(of: inner, reduced)
        case .solution(let solution, let inner):
            guard let reduced = try? solution.statement(of: statement) else { return [] }
            return ["\(solution.function) is put at \(solution.value.plainText), which satisfies every hypothesis:"] + lines(of: inner, reduced)
        case .potential(let potential, let inner):
            guard let reduced = try? potential.statement(of: statement) else { return [] }
            return ["Among the fields \(potential.plainText), for which equations among the hypotheses are identities:"] + lines(of: inner, reduced)
        case .spectrum(let spectrum, let refuting, let pieces):
            guard let all = try? spectrum.statements(of: statement) else { return [] }
            let statements = refuting.map { [all[0], all[$0]] } ?? all
            return ["In eigenfunctions, which are complete, the difference of the sides is a sum of squares with these factors:"] + zip(statements, pieces).flatMap { part, piece in
                [part.goal.plainText] + lines(of: piece, part)
            }
        case .growth(let bound, let inner):
            guard let reduced = try? bound.statement(of: statement) else { return [] }
            let start = bound.root.map { "With both sides to the power \($0.plainText), the difference of the sides" } ?? "The difference of the sides"
            if statement.goal.relations?.first?.op == .equal { return ["\(start) vanishes at the start and does not change in \(bound.point.name), since:"] + lines(of: inner, reduced) }
            return ["\(start), times the integrating factor of the rate \(bound.rate.plainText), does not decrease in \(bound.point.name) (Grönwall), since:"]
                + lines(of: inner, reduced)
        case .evolution(let equations, let inner):
            guard let reduced = try? equations.statement(of: statement, isRefuted: inner.verdict == .refuted) else { return [] }
            let start = equations == .rates ? "The derivatives are what the equations say:" : "A solution with the same initial values, of an equation that has one:"
            return [start] + lines(of: inner, reduced)
        case .integrands(let comparison, let pieces):
            guard let statements = try? comparison.statements(of: statement) else { return [] }
            let texts = zip(statements, pieces).map { part, piece in [part.goal.plainText] + lines(of: piece, part) }
            let factors = comparison.multiples.map(\.factor.plainText)
            var result = factors.isEmpty ? [] : ["With these integrals times " + factors.joined(separator: ", ") + " taken off:"]
            let equations = statements.prefix { $0.goal.relations?.first?.op == .equal }.count
            for text in texts.prefix(equations) { result += text }
            result.append("The integrands compare at every point:")
            for text in texts.dropFirst(equations) { result += text }
            return result
        case .known(let known, let pieces):
            guard let statements = try? known.statements(of: statement) else { return [] }
            return ["With integrals put in whose values are known:"] + zip(statements, pieces).flatMap { part, piece in [part.goal.plainText] + lines(of: piece, part) }
        case .solved(let solved, let pieces):
            guard let statements = try? solved.statements(of: statement) else { return [] }
            return ["The solutions of the equations, and what they make of the claim:"] + zip(statements, pieces).flatMap { part, piece in [part.goal.plainText] + lines(of: piece, part) }
        case .generalisation(let generalisation, let pieces):
            guard let statements = try? generalisation.statements(of: statement) else { return [] }
            return ["A Gaussian is a density, so it is enough to show this for every density \(generalisation.name):"] + zip(statements, pieces).flatMap { part, piece in
                [part.goal.plainText] + lines(of: piece, part)
            }
        case .discriminant(let discriminant, let inner):
            guard let reduced = try? discriminant.statement(of: statement) else { return [] }
            let (a, b, c) = (discriminant.first.plainText, discriminant.second.plainText, discriminant.middle.plainText)
            return ["The discriminant of \(discriminant.parameter)² A - 2 \(discriminant.parameter) C + B, with A = \(a), B = \(b), C = \(c), which is not negative:"]
                + lines(of: inner, reduced)
        case .existence(let instance, let inner):
            guard case .existence(let parameter, _) = statement.goal, let reduced = try? instance.statement(of: statement) else { return [] }
            return ["With \(parameter.name) = \(instance.value), the same for all points, functions and parameters:"] + lines(of: inner, reduced)
        case .tangent(let tangent, let inner):
            guard let reduced = try? tangent.statement(of: statement) else { return [] }
            return ["The tangent at every \(tangent.parameter), of which the claim is the case \(tangent.parameter) = \(tangent.argument.plainText):"] + lines(of: inner, reduced)
        case .inner(let integral, let inner):
            guard let reduced = try? integral.statement(of: statement), let definition = reduced.hypotheses.last else { return [] }
            return ["For every smooth and decaying function \(integral.function(statement).name) of which this is known: \(definition.plainText):", reduced.goal.plainText]
                + lines(of: inner, reduced)
        case .hoelder(let hoelder, let pieces):
            guard let statements = try? hoelder.statements(of: statement) else { return [] }
            return ["Hölder's inequality. At every point of integration:"] + zip(statements, pieces).flatMap { part, piece in
                [part.goal.plainText] + lines(of: piece, part)
            }
        case .implications(let pieces):
            return zip(statement.implications, pieces).enumerated().flatMap { number, piece in
                [pieces.count == 1 ? "Under the condition:" : number == 0 ? "From left to right:" : "From right to left:"] + lines(of: piece.1, piece.0)
            }
        case .implication(let number, let inner):
            let implications = statement.implications
            guard implications.indices.contains(number) else { return [] }
            return [implications.count == 1 ? "Under the condition:" : number == 0 ? "From left to right:" : "From right to left:"] + lines(of: inner, implications[number])
        case .carried(let inner):
            return ["Derivatives before integrals are taken with the integrated points carried along, ∂_v ∫ F dw = ∫ (∂_v + ∂_w) F dw:"] + lines(of: inner, statement)
        case .variables(let inner):
            let reduced = (try? ChangesOfVariables(statement).changed()) ?? statement
            return ["By changes of variables, so that functions stand at the integrated points, and by reflections:"] + lines(of: inner, reduced)
        case .rewriting(let rewriting, let inner):
            guard let reduced = try? rewriting.statement(of: statement, isRefuted: inner.verdict == .refuted) else { return [] }
            switch rewriting {
            case .antiderivative(let own):
                return ["An antiderivative of the integrand of \(own.target.plainText), which is absolutely integrable: \(own.function.plainText). With its values at the ends:"]
                    + lines(of: inner, reduced)
            case .sphereMeans: return ["Integrals over spheres first, in closed form: \(reduced.goal.plainText)."] + lines(of: inner, reduced)
            case .namedMoments: return ["Constants that are moments written as integrals: \(reduced.goal.plainText)."] + lines(of: inner, reduced)
            case .logarithms: return ["Functions in exponentials as logarithms of positive ones: \(reduced.goal.plainText)."] + lines(of: inner, reduced)
            case .collisions(let isAveraged):
                return ["Velocities before and after a collision were exchanged\(isAveraged ? ", and the mean of all images taken" : " in terms of the integrands"): \(reduced.goal.plainText)."]
                    + lines(of: inner, reduced)
            case .exponentials: return ["Logarithms of integrals were taken away by the exponential function: \(reduced.goal.plainText)."] + lines(of: inner, reduced)
            case .crossProducts: return ["Products of cross products as inner products: \(reduced.goal.plainText)."] + lines(of: inner, reduced)
            case .slices: return ["Integrals over spheres as integrals over an inner product, radial ones as integrals over the radius: \(reduced.goal.plainText)."] + lines(of: inner, reduced)
            }
        case .arbitrarySign(let inner):
            guard let reduced = try? ArbitrarySign(statement).generalised() else { return [] }
            return ["For functions of either sign in place of positive ones:"] + lines(of: inner, reduced)
        case .squaring(let squaring, let inner):
            guard let reduced = try? squaring.statement(of: statement) else { return [] }
            return ["Both sides were squared, of which the larger is not negative: \(reduced.goal.plainText)."] + lines(of: inner, reduced)
        case .inverse(let inner):
            guard let reduced = try? InverseMatrix(statement).product() else { return [] }
            return ["The inverse was multiplied out: \(reduced.goal.plainText)."] + lines(of: inner, reduced)
        case .cleared(let inner):
            guard let reduced = try? ClearedDenominators(statement).cleared(isRefuted: inner.verdict == .refuted) else { return [] }
            return ["The denominators were multiplied out: \(reduced.goal.plainText)."] + lines(of: inner, reduced)
        case .entries(let inner):
            guard let reduced = try? EntryStatement(statement).written() else { return [] }
            return ["Tensors and points of given dimension were written out: the same about their entries, as independent numbers."] + lines(of: inner, reduced)
        case .limits(let inner):
            return ["Every limit was replaced by its value, which the kernel derives from the leading terms of expansions. For the values:"] + lines(of: inner, statement)
        case .comparison(let comparison):
            return [
                "The difference of the sides, times the integrating factor of the rate \(comparison.rate.plainText), has a derivative of the right sign in"
                    + " \(comparison.point.name), and the right sign at the beginning (Grönwall).",
            ]
        case .sign(let proof): return ["The difference has the sign that it should have: \(proof.plainText)."]
        case .enclosure(let digits): return ["Both sides were enclosed in balls, with \(digits) digits, and lie apart in the right order."]
        case .squares(let squares): return lines(of: squares, statement)
        case .modulo(let multiples): return lines(of: multiples, statement)
        case .zonal(let witness):
            return ["For these functions both integrals were enclosed in balls, and the inequality fails:"] + values(of: witness.assignment)
        case .decaying(let witness):
            return ["For these functions both integrals were enclosed in balls, and the inequality fails:"] + values(of: witness, statement)
        case .witness(let witness):
            let sides = witness.arithmetic == .exact ? "in exact numbers" : "in disjoint balls"
            return ["At one point, which satisfies every hypothesis, the two sides were evaluated \(sides) and differ:"]
                + values(of: witness.assignment)
        case .density(let witness):
            return ["For these Gaussians, which satisfy every hypothesis, the integrals were computed exactly, and the sides differ:"]
                + values(of: witness.assignment)
        case .firstVariation(let variation):
            let names = variation.unknowns.map(\.function.name).joined(separator: ", ")
            return [
                "After integration by parts the difference is the integral of the Euler-Lagrange expression in \(names).",
                "It does not vanish for these derivatives at this point, so the sides differ for some density that has them:",
            ] + values(of: variation.witness.assignment)
        }
    }

    private static func lines(of squares: SumOfSquares, _ statement: Statement) -> [String] {
        let citations = SumOfSquares.citations(statement)
        var lines = ["The difference of the sides is a sum of terms that are not negative:"]
        for term in squares.terms { lines.append("    " + term.expression.plainText) }
        for multiple in squares.multiples where citations.indices.contains(multiple.citation) {
            lines.append("    \(multiple.factor.plainText) times what is cited: \(citations[multiple.citation].relation.plainText)")
        }
        return lines + ["That it is:"] + self.lines(of: squares.equation, statement).map { "    " + $0 }
    }

    private static func lines(of multiples: HypothesisMultiples, _ statement: Statement) -> [String] {
        let citations = SumOfSquares.citations(statement)
        var lines = ["From the left side multiples of what the hypotheses say vanishes are taken:"]
        for multiple in multiples.multiples where citations.indices.contains(multiple.citation) {
            lines.append("    " + (multiple.expression(citations[multiple.citation].relation)?.plainText ?? ""))
        }
        return lines + ["What is left:"] + self.lines(of: multiples.rest, statement).map { "    " + $0 }
    }

    private static func lines(of divergence: Divergence) -> [String] {
        let fields = divergence.groups.flatMap(\.fields)
        var lines: [String] = []
        if fields.isEmpty {
            lines.append("The integrands of both sides agree, once points are renamed, exchanged or changed linearly.")
        } else {
            lines.append("The integrands differ by the divergence of a field, whose flux vanishes or is the rest of the equation:")
            for field in fields {
                let index = field.index.map { [$0] } ?? []
                lines.append("    X\(index.isEmpty ? "" : "_i")[\(field.point.name)] = " + field.component.plainText(indices: index))
            }
        }
        let changes = divergence.placements.joined().count { $0.change != nil }
        if changes > 0 { lines.append("Linear changes of variables: \(changes).") }
        let masses = divergence.placements.joined().flatMap(\.masses).map(\.function.name)
        if !masses.isEmpty { lines.append("Put in, as integrals with value 1: \(Set(masses).sorted().joined(separator: ", ")).") }
        let moments = divergence.groups.flatMap(\.reductions).map(\.density.name)
        if !moments.isEmpty { lines.append("Used: the moments of \(Set(moments).sorted().joined(separator: ", ")).") }
        if divergence.groups.contains(where: { $0.extension != nil }) {
            lines.append("On the sphere χ(|ω|) is an arbitrary function of the radius.")
        }
        return lines
    }

    private static func values(of witness: DecayingWitness, _ statement: Statement) -> [String] {
        (witness.dimensions.mapValues { Rational($0) }.merging(witness.parameters) { first, _ in first }).sorted { $0.key < $1.key }
            .map { "    \($0.key) = \($0.value)" } + zip(statement.functions, witness.functions).map { "    " + $1.text(of: $0) }
    }

    private static func values(of assignment: Assignment) -> [String] {
        let numbers = assignment.dimensions.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
            + assignment.parameters.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
        let points = assignment.points.sorted { $0.key.name < $1.key.name }.map { point, values in
            "\(point.name) = " + (values.count == 1 ? "\(values[0])" : "(\(values.map(\.description).joined(separator: ", ")))")
        }
        return (numbers + points).map { "    " + $0 }
    }
}
