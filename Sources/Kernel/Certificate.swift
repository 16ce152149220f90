import Arithmetic
import Expressions

/// Self-contained evidence for a statement. It carries no authority: `Kernel.check` re-derives everything.
public struct Certificate: Hashable, Sendable {
    public static let format = 1
    public static let engine = "notebook 0.1.0"

    /// Which engine wrote it, for the reader.
    public var engine: String
    /// The claim's name in its notebook, for the reader.
    public var name: String
    public var statement: Statement
    public var evidence: Evidence
    /// Where the statement is not defined, as the kernel derives it.
    public var conditions: [String]

    public init(name: String, statement: Statement, evidence: Evidence, conditions: [String], engine: String = Certificate.engine) {
        self.name = name
        self.statement = statement
        self.evidence = evidence
        self.conditions = conditions
        self.engine = engine
    }

    public var verdict: Verdict { evidence.verdict }
}

public indirect enum Evidence: Hashable, Sendable {
    /// Both sides have equal normal forms.
    case identity(IdentityForm)
    /// The difference of both sides is the integral of a divergence.
    case divergence(Divergence)
    /// `0 <= e` with e non-negative by its very form.
    case manifestSign
    /// For the goal with the values of all limits in it.
    case limits(Evidence)
    /// For inequalities between parameters that stand for quantities.
    case abstraction(Abstraction, Evidence)
    /// A counterexample among Gaussians in place of all functions.
    case gaussians(GaussianFamily, Evidence)
    /// A counterexample for values of parameters.
    case specialisation(Specialisation, Evidence)
    /// A counterexample with an explicit function of a time.
    case solution(ConcreteSolution, Evidence)
    /// A counterexample among fields that derive from a potential.
    case potential(Potential, Evidence)
    /// For what is left when equations for functions of a time are put in.
    case evolution(EvolutionEquations, Evidence)
    /// For what makes the difference of both sides grow, in the sense of Grönwall.
    case growth(GrowthBound, Evidence)
    /// One for each statement about the integrands in place of integrals.
    case integrands(IntegrandComparison, [Evidence])
    /// One for each integral put in, and for what is made of the statement then.
    case known(KnownIntegrals, [Evidence])
    /// For the solutions of equations, and for what they make of the goal.
    case solved(SolvedEquations, [Evidence])
    /// For the mass of a Gaussian, and for every density in its place.
    case generalisation(DensityGeneralisation, [Evidence])
    /// For every function in place of an integral that depends on points.
    case inner(InnerIntegral, Evidence)
    /// With integrated points carried along with derivatives that stood before integrals.
    case carried(Evidence)
    /// In the variables in which functions stand at the integrated points themselves.
    case variables(Evidence)
    /// For integrals in another form, with the same value.
    case rewriting(IntegralRewriting, Evidence)
    /// For the statement with signs of expressions in parameters among its hypotheses.
    case signs(ShownSigns, Evidence)
    /// For every r in place of exponentials of parameters.
    case exponential(ExponentialParameter, Evidence)
    /// For every symmetric matrix in place of the square of one.
    case matrix(SquaredMatrix, Evidence)
    /// For functions of either sign in place of positive ones.
    case arbitrarySign(Evidence)
    /// For the squares of both sides.
    case squaring(Squaring, Evidence)
    /// For `M R = Id` in place of `M⁻¹ = R`.
    case inverse(Evidence)
    /// For the entries of tensors, in given dimensions.
    case entries(Evidence)
    /// About the relation without denominators.
    case cleared(Evidence)
    /// For a quadratic form in place of its discriminant.
    case discriminant(Discriminant, Evidence)
    /// For tangents in place of functions of integrals.
    case tangent(TangentGeneralisation, Evidence)
    /// For the statement with a number in place of what is claimed to exist.
    case existence(Instance, Evidence)
    /// One for each statement that Hölder's inequality asks for.
    case hoelder(Hoelder, [Evidence])
    /// One for each statement about eigenfunctions; or for the first and, as a refutation, the one of this number.
    case spectrum(Spectrum, refuting: Int?, [Evidence])
    /// For the relation between the values of all integrals in closed form.
    case evaluation(Evidence)
    /// For a goal `A if B`, or `A iff B`: one for each implication, with what it assumes among the hypotheses.
    case implications([Evidence])
    /// A counterexample to the implication of this number.
    case implication(Int, Evidence)
    /// A differential inequality or equation, integrated.
    case comparison(Comparison)
    /// The difference of both sides is a sum of non-negative things.
    case squares(SumOfSquares)
    /// The relation without multiples of what the hypotheses say vanishes.
    case modulo(HypothesisMultiples)
    /// The difference of two numbers, or of two functions of parameters, has the sign that it should have.
    case sign(SignProof)
    /// Inequalities between numbers, by enclosures with this many digits.
    case enclosure(digits: Int)
    /// One piece of evidence for each part of a conjunction.
    case conjunction([Evidence])
    /// A point at which the goal fails although every hypothesis holds.
    case witness(Witness)
    /// Concrete Gaussian densities for which the sides of an equation between integrals differ.
    case density(Witness)
    /// Concrete functions of one coordinate on a sphere, for which enclosures of the integrals violate a relation.
    case zonal(Witness)
    /// Concrete decaying functions on the line or radial ones in space, for which enclosures of the integrals violate a relation.
    case decaying(DecayingWitness)
    /// Jets at which the functional that should vanish has a first variation.
    case firstVariation(FirstVariation)
}

extension Evidence {
    /// What it is evidence for.
    public var verdict: Verdict {
        switch self {
        case .witness, .density, .firstVariation, .zonal, .decaying: return .refuted
        case .identity, .divergence, .manifestSign, .squares, .comparison, .sign, .conjunction: return .proved
        case .enclosure: return .certified
        case .modulo(let multiples): return multiples.rest.verdict
        case .implications(let pieces), .hoelder(_, let pieces), .integrands(_, let pieces), .known(_, let pieces), .solved(_, let pieces), .generalisation(_, let pieces): return pieces.allSatisfy { $0.verdict == .proved } ? .proved : .unknown
        case .spectrum(_, let refuting, let pieces): return refuting == nil ? (pieces.allSatisfy { $0.verdict == .proved } ? .proved : .unknown) : .refuted
        case .evaluation(let inner), .limits(let inner), .carried(let inner), .variables(let inner), .rewriting(_, let inner), .signs(_, let inner), .exponential(_, let inner), .matrix(_, let inner), .inverse(let inner), .arbitrarySign(let inner), .cleared(let inner), .entries(let inner), .abstraction(_, let inner), .gaussians(_, let inner), .discriminant(_, let inner), .squaring(_, let inner), .tangent(_, let inner), .specialisation(_, let inner), .solution(_, let inner), .potential(_, let inner), .evolution(_, let inner), .growth(_, let inner), .existence(_, let inner), .implication(_, let inner), .inner(_, let inner):
            return inner.verdict
        }
    }

    /// Whether hypotheses about functions may enter at all. Pieces of several statements answer for themselves.
    var usesHypotheses: Bool {
        switch self {
        case .identity, .divergence, .manifestSign, .enclosure, .implications, .hoelder, .integrands, .known, .solved, .generalisation: return false
        case .squares(let squares): return !squares.multiples.isEmpty || squares.equation.usesHypotheses
        case .conjunction(let pieces): return pieces.contains(where: \.usesHypotheses)
        case .evaluation(let inner), .limits(let inner), .carried(let inner), .variables(let inner), .rewriting(_, let inner), .signs(_, let inner), .exponential(_, let inner), .matrix(_, let inner), .inner(_, let inner): return inner.usesHypotheses
        default: return true
        }
    }

    /// The numbers, among the relations of the goal, of those proved on the whole range of the parameters.
    var signedRelations: Set<Int> {
        var leaves: [Evidence] = []
        func collect(_ evidence: Evidence) {
            if case .conjunction(let pieces) = evidence { pieces.forEach(collect) } else { leaves.append(evidence) }
        }
        collect(self)
        return Set(leaves.indices.filter { if case .sign = leaves[$0] { true } else { false } })
    }
}

public enum IdentityForm: String, Hashable, Sendable, CaseIterable {
    /// Every dimension at once.
    case contraction
    /// Component by component, in each dimension that the declarations allow (which must be finitely many).
    case components
}

/// A counterexample: values for everything declared, and the relation of the goal that fails there.
public struct Witness: Hashable, Sendable {
    public enum Arithmetic: Hashable, Sendable {
        case exact
        /// Ball arithmetic with this many bits.
        case balls(Int)
    }

    /// The number of the relation among those of the goal, from 0.
    public var relation: Int
    /// Values of the relation's free indices, from 1.
    public var indices: [Int]
    public var assignment: Assignment
    public var arithmetic: Arithmetic
    /// The logarithms of Gaussians with the stated moments, where the assignment says what densities are near the points only.
    public var gaussians: [FunctionSymbol: PolynomialFunction]

    public init(
        relation: Int, indices: [Int], assignment: Assignment, arithmetic: Arithmetic, gaussians: [FunctionSymbol: PolynomialFunction] = [:]
    ) {
        self.relation = relation
        self.indices = indices
        self.assignment = assignment
        self.arithmetic = arithmetic
        self.gaussians = gaussians
    }
}

extension Proposition {
    /// The relations of a conjunction, in order; `nil` for other goals.
    public var relations: [Relation]? {
        switch self {
        case .relation(let relation): return [relation]
        case .conjunction(let parts):
            var result: [Relation] = []
            for part in parts {
                guard let inner = part.relations else { return nil }
                result += inner
            }
            return result
        case .implication, .equivalence, .existence: return nil
        }
    }
}
