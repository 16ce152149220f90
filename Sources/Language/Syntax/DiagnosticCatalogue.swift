/// What a diagnostic code means, for `notebook explain CODE`.
public struct DiagnosticExplanation: Sendable {
    public let code: DiagnosticCode
    /// One line.
    public let title: String
    public let explanation: String
    /// A cell that gives the diagnostic, and one that is right.
    public let wrong: String
    public let right: String
}

public enum DiagnosticCatalogue {
    /// The explanation of a code such as `L040`, in either case; `nil` when there is no such code.
    public static func explanation(of code: String) -> DiagnosticExplanation? {
        DiagnosticCode(rawValue: code.uppercased()).map(explanation)
    }

    public static func explanation(of code: DiagnosticCode) -> DiagnosticExplanation {
        let (title, explanation, wrong, right) = entry(code)
        return DiagnosticExplanation(code: code, title: title, explanation: explanation, wrong: wrong, right: right)
    }

    private typealias Entry = (String, String, String, String)

    private static func entry(_ code: DiagnosticCode) -> Entry {
        syntaxEntry(code) ?? nameEntry(code) ?? shapeEntry(code) ?? useEntry(code) ?? declarationEntry(code)
            ?? (code.rawValue, "", "", "")
    }

    private static func syntaxEntry(_ code: DiagnosticCode) -> Entry? {
        switch code {
        case .unexpectedCharacter:
            return ("character outside the language", "Formulas are written with letters, digits and the signs of the language; \\ and $ of LaTeX, for instance, are none of them.", "let a = 1 $ 2", "let a = 1 * 2")
        case .unterminatedString:
            return ("quotes that are not closed", "A quoted text begins and ends on one line.", "claim \"A: 1 = 1", "claim \"A\": 1 = 1")
        case .malformedNumber:
            return ("malformed number", "Numbers are decimal digits with at most one point, exact, of at most 100000 digits; a superscript is a whole number.", "let a = 2²⁻", "let a = 2²")
        case .unclosedBracket:
            return ("bracket that is not closed", "The statement ends while a bracket is open. A line that begins with a statement's word at the margin ends the statement before it.", "let a = (1 + 2", "let a = (1 + 2)")
        case .unmatchedBracket:
            return ("closing bracket without an opening one", "Every ), ] and ⟩ closes a bracket of its own kind.", "let a = 1 + 2)", "let a = (1 + 2)")
        case .expectedOperand:
            return ("operand expected", "Behind a binary operator, an opening bracket or a relation stands an operand: a number, a name, a bracket, an operator applied to something.", "let a = 1 + * 2", "let a = 1 + 2")
        case .unexpectedToken:
            return ("something left over", "The statement was complete, and something stands behind it that is no clause.", "let a = 1 , 2", "let a = (1, 2)")
        case .unknownStatement:
            return ("unknown statement", "A line at the margin begins with the word of a statement. A line that continues the one above is indented.", "lemma A: 1 = 1", "claim A: 1 = 1")
        case .nestingTooDeep:
            return ("too many brackets inside each other", "At most 512 brackets, prefix operators and exponents stand inside each other.", "let a = \(String(repeating: "(", count: 600))1\(String(repeating: ")", count: 600))", "let a = 1")
        case .expectedName:
            return ("name expected", "A declaration names what it declares.", "let 2 = 1", "let two = 1")
        case .expectedToken:
            return ("something else expected", "The statement's form asks for the sign or word named in the message.", "claim A 1 = 1", "claim A: 1 = 1")
        case .expectedRelation:
            return ("relation expected", "A claim is a statement, true or false: two expressions with =, ≤, <, ≥ or > between them.", "claim A: 1 + 1", "claim A: 1 + 1 = 2")
        case .missingSubscript:
            return ("variable missing", "∂ and ∫ say in brackets which variable they are about.", "let a = ∂ 2", "space x in R\nlet a = ∂[x] x²")
        case .expectedString:
            return ("quoted text expected", "Texts and paths stand in double quotes.", "import sphere", "import \"std/sphere\"")
        case .malformedClause:
            return ("malformed clause", "The clause does not have the form it needs, or the statement does not take it.", "claim A: 1 = 1 by magic", "claim A: 1 = 1 by parts")
        case .mixedDirections:
            return ("chain in two directions", "A chain says something of its ends only if its inequalities point one way.", "calc A: 1 <= 2\n  >= 0", "calc A: 0 <= 1\n  <= 2")
        case .reservedName:
            return ("reserved name", "Words of the language, its operators and its functions cannot be names: formulas would say something else than they seem to.", "let max(a, b) = a + b", "let total(a, b) = a + b")
        case .statementAsExpression:
            return ("statement where an expression belongs", "A statement in brackets can only be joined to other statements, by and, if, iff.", "claim A: 1 = (1 = 1)", "claim A: (1 = 1) and 2 = 2")
        case .powerOfOperator:
            return ("power on an operator", "sin² x is not read; the power goes behind the result.", "space x in R\nlet a = sin² x", "space x in R\nlet a = sin(x)²")
        case .malformedSpace:
            return ("malformed space", "Spaces are R, R^d, S^2, T^d and intervals.", "space z in C^2", "space z in R^2")
        case .unknownAttribute:
            return ("unknown attribute", "Attributes of functions are even, symmetric, radial, decaying, compact and logconcave; conditions follow `where`.", "space z in R^3\nfunction u(z) odd", "space z in R^3\nfunction u(z) even")
        case .unknownExpectation:
            return ("unknown verdict", "`expect` is followed by a verdict.", "claim A: 1 = 2 expect false", "claim A: 1 = 2 expect refuted")
        case .repeatedClause:
            return ("clause given twice", "A statement has one expectation and one number of digits.", "claim A: 1 = 2 expect refuted expect unknown", "claim A: 1 = 2 expect refuted")
        default: return nil
        }
    }

    private static func nameEntry(_ code: DiagnosticCode) -> Entry? {
        switch code {
        case .unknownName:
            return ("unknown name", "Every name is declared before it is used, by space, param, function, density, constant or let. `e` and `i` are no constants.", "let a = b + 1", "param b\nlet a = b + 1")
        case .duplicateName:
            return ("name used twice", "Claims have different names, since others cite them; an unknown of `find` is no function or point.", "claim A: 1 = 1\nclaim A: 2 = 2", "claim A: 1 = 1\nclaim B: 2 = 2")
        case .unknownCitation:
            return ("unknown citation", "Only claims and axioms above, or imported ones, can be cited.", "claim A: 1 = 1 given B", "claim B: 2 = 2\nclaim A: 1 = 1 given B")
        case .importNotFound:
            return ("import not found", "Paths are relative to the notebook and stay inside the notebook root; std/… comes with the engine.", "import \"std/nothing\"", "import \"std/sphere\"")
        case .importCycle:
            return ("imports in a circle", "A notebook cannot import itself, directly or by way of others.", "import \"self.lnb\"", "import \"std/sphere\"")
        case .importClash:
            return ("two imports define one name", "A name may come from one import only.", "import \"a.lnb\"\nimport \"b.lnb\"", "import \"a.lnb\"")
        case .ambiguousPrime:
            return ("prime with two meanings", "X' is the derivative of a function of one variable or of a functional X, so it cannot be declared beside X.", "space x in R\nfunction α(x)\nfunction α'(x)", "space x in R\nfunction α(x)\nfunction β(x)")
        case .unusableInExpression:
            return ("operator without argument", "An operator defined by let L(u) = … stands before or around its argument.", "let L(u) = 2 u\nclaim A: L = 1", "let L(u) = 2 u\nclaim A: L(1) = 2")
        case .ambiguousArgument:
            let start = "space v, w in R^3\ndensity f(v)\nlet A(z) = ∫[w] |z-w|² f(w)\n"
            return ("argument that is a function or a value", "The argument of a definition depends on a point over which the definition integrates. Either it is a function, which is integrated, or its value at a point outside of the integral. The name of a function says that it is one; a definition whose argument is declared as a point is a field, with a value at every point.", start + "claim A0: A(w) = 0 expect refuted", start.replacing("A(z)", with: "A(v)").replacing("z-w", with: "v-w") + "claim A0: A(w) = 0 expect refuted")
        case .citationNotApplicable:
            let start = "import \"std/sphere\"\nspace ω in S^2\nfunction f(ω) > 0"
            let claim = "\nclaim A: ∫[ω] Γ2(log f) f >= 5 ∫[ω] |∇_S log f|² f using even_poincare(sqrt f)"
            return ("cited for other arguments", "An axiom with arguments may hold under conditions, such as that a function is even; these must follow from the declarations of the arguments.", start + claim, start + ", even" + claim)
        default: return nil
        }
    }

    private static func shapeEntry(_ code: DiagnosticCode) -> Entry? {
        let space = "space z in R^3\n"
        switch code {
        case .shapeMismatch:
            return ("different shapes", "The terms of a sum, and the two sides of a relation, have one shape: scalar, vector, matrix, tensor over one dimension. The literal 0 has every shape.", space + "claim A: z = 1", space + "claim A: z·z = |z|²")
        case .vectorBesideVector:
            return ("two vectors side by side", "Nothing between two vectors is not a product: a·b, a⊗b and a×b are.", space + "claim A: z z = 0", space + "claim A: z·z = |z|²")
        case .scalarExpected:
            return ("scalar expected", "Divisors, bases and exponents of powers, and arguments of log, exp, sqrt and the like are scalars; so are both sides of an inequality, unless they are matrices.", space + "claim A: z² = 1", space + "claim A: |z|² = z·z")
        case .productMismatch:
            return ("product of the wrong shapes", "a·b contracts the last index of a with the first of b, A:B two tensors of one shape. Scalars multiply without a sign.", space + "claim A: 2·z = 0", space + "claim A: 2 z = z + z")
        case .undeterminedDimension:
            return ("dimension not known", "Id and basis(k) take their dimension from what they are multiplied with or added to; a constant tensor from the one declared space.", "claim A: tr Id = 3", space + "claim A: Id z = z")
        case .wrongRank:
            return ("wrong rank", "div takes vector and matrix fields, tr and transpose matrices, bars scalars and vectors, double bars tensors; v[i] has as many indices as v.", space + "claim A: div |z| = 0", space + "claim A: div z = 3")
        case .crossOutsideThree:
            return ("cross product outside R^3", "a×b is a vector of R^3 made of two vectors of R^3.", "space z in R^2\nclaim A: z×z = 0", space + "claim A: z×z = 0")
        case .componentOutOfRange:
            return ("no such component", "Components are counted from 1 to the dimension; of a symbolic dimension only those that every allowed value has exist.", space + "claim A: z[4] = 0", space + "claim A: z[3] = z·basis(3)")
        case .raggedComponents:
            return ("components of different shapes", "(a, b, c) has scalar entries, ((a,b),(c,d)) rows of one length.", "claim A: ((1,2),(3,4,5)) = 0", "claim A: ((1,2),(3,4)) = ((1,2),(3,4))")
        default: return nil
        }
    }

    private static func useEntry(_ code: DiagnosticCode) -> Entry? {
        let space = "space z, w in R^3\nfunction u(z)\nfunction h(z,w)\n"
        switch code {
        case .notAFunction:
            return ("not a function", "A bracket directly behind a name is a call. For a product put a space or * between the factors. α' needs a function of one scalar.", "param γ\nlet a = γ(1 + γ)", "param γ\nlet a = γ (1 + γ)")
        case .argumentCount:
            return ("wrong number of arguments", "A function, an operator or a family is used with as many arguments as it was declared with.", space + "claim A: u(z, w) = 0", space + "claim A: u(z) = u")
        case .argumentShape:
            return ("argument of the wrong shape", "An argument has the shape of the point it stands for.", space + "claim A: u(2) = 0", space + "claim A: u(2z) = u(z + z)")
        case .ambiguousPoint:
            return ("derivative in which point?", "∇, ∇², Δ and div may leave the point out where their operand depends on one point only.", space + "claim A: Δh = 0", space + "claim A: Δ[z] h = tr ∇²[z] h")
        case .derivativeOnSphere:
            return ("flat derivative on a sphere", "A function on a sphere has the derivatives ∇_S, ∇²_S, Δ_S of std/sphere.", "space ω in S^2\nfunction k(ω)\nclaim A: Δk = 0", "import \"std/sphere\"\nspace ω in S^2\nfunction k(ω)\nclaim A: Δ_S k = tr ∇²_S k")
        case .notAPoint:
            return ("not a point", "Integrals, functions and derivatives are over declared points; ∂ takes a component v[i], a real parameter, a time or a point of the line.", space + "claim A: ∂[z] u = 0", space + "claim A: ∂[z[1]] u = basis(1)·∇u")
        case .nonlinearInnerIntegral:
            return ("inner integral in a nonlinear place", "An integral inside another stands as a factor of the integrand; then it is one integral over more points.", space + "claim A: ∫[z] exp(∫[w] h) = 0", space + "claim A: ∫[z] u ∫[w] h = ∫[z,w] u h")
        case .integralOfConstant:
            return ("integral of a constant", "The integrand does not depend on a point of an unbounded space over which it is integrated: a bare function is taken at the point it was declared with.", space + "claim A: ∫[w] u = 0", space + "claim A: ∫[w] u(w) = ∫[z] u")
        case .notAFunctional:
            return ("not a functional", "⟨F'(f), h⟩ and variation(F, f, h) need a functional: let F(f) = ∫[v] …", space + "claim A: variation(u, u, u) = 0", space + "let F(p) = ∫[z] p²\nclaim A: variation(F, u, u) = ∫[z] 2 u u")
        case .badIndexRange:
            return ("bad range of a sum", "sum[k in a..b] runs over whole numbers, or from 1 to the dimension of a space; its index is used inside it, in brackets.", space + "claim A: sum[k in 1..3] z[k] z[k] = 0", space + "claim A: sum[k in 1..3] (z[k] z[k]) = |z|²")
        case .divisionByZero:
            return ("division by zero", "Division by 0, 0^0 and the logarithm of a number that is not positive are errors.", "let a = 1/0", "let a = 1/2")
        case .expansionTooLarge:
            return ("expansion too large", "With all definitions expanded a statement may hold a million nodes.", (["let a0(u) = u + u"] + (1...40).map { "let a\($0)(u) = a\($0 - 1)(u) + a\($0 - 1)(u)" } + ["claim A: a40(1) = 0"]).joined(separator: "\n"), "let a(u) = u + u\nclaim A: a(1) = 2")
        case .tooManyErrors:
            return ("too many errors", "After a thousand errors the rest of the text is not read.", String(repeating: "nonsense\n", count: 1002), "claim A: 1 = 1")
        case .functionBesideBracket:
            return ("function beside a bracket (warning)", "With a space between, this is a product, not a call.", space + "let a = u (z·z)", space + "let a = u * (z·z)")
        default: return nil
        }
    }

    private static func declarationEntry(_ code: DiagnosticCode) -> Entry? {
        switch code {
        case .contradictoryRange:
            return ("empty range", "Nothing lies in the declared range, so every claim about it would be true.", "param γ in (1, 1)", "param γ in [1, 1]")
        case .notConstant:
            return ("constant expected", "The ends of a declared interval are rational numbers.", "param γ\nspace r in (0, γ)", "space r in (0, 1)")
        case .badDimension:
            return ("bad dimension", "A dimension is a number from 1 to 64 or a parameter declared `integer`.", "param d\nspace z in R^d", "param d integer >= 2\nspace z in R^d")
        case .outsideRange:
            return ("value outside the declared range", "`where` and `for` set a parameter to a value that its declaration allows.", "param γ in [0, 1]\nclaim A: γ = 2 where γ = 2", "param γ in [0, 2]\nclaim A: γ = 2 where γ = 2")
        case .attributeNotApplicable:
            return ("attribute that does not apply", "symmetric is for functions of two points of one space, radial for functions of one vector; positive and radial functions are scalars.", "space z in R^3\nfunction u(z) symmetric", "space z, w in R^3\nfunction u(z,w) symmetric")
        case .notPositiveDefinite:
            return ("covariance that is not positive definite", "The covariance of a Gaussian, and a matrix under sqrtm, is symmetric with positive eigenvalues. Matrices of numbers are checked where they are written.", "space v in R^2\ndensity N(v) = gaussian(cov = ((1,2),(2,1)))", "space v in R^2\ndensity N(v) = gaussian(cov = ((2,1),(1,2)))")
        case .notADensity:
            return ("not a density", "A density is positive: it is looked at in some points when it is declared. The weights of a mixture are positive and have the sum 1.", "space v in R^2\ndensity N(v) = mixture(1/3: gaussian(cov = 1), 1/3: gaussian(cov = 2))", "space v in R^2\ndensity N(v) = mixture(1/3: gaussian(cov = 1), 2/3: gaussian(cov = 2))")
        case .limitVariableOutside:
            return ("variable of a limit outside of it", "A limit takes everything to the end of its product, like an integral. A sum needs brackets.", "param t > 0\nclaim A: lim[t -> oo] sqrt(t² + t) - t = 1/2", "param t > 0\nclaim A: lim[t -> oo] (sqrt(t² + t) - t) = 1/2")
        case .conditionOfCitation:
            let space = "import \"std/inequalities\"\nspace v in R^3\nfunction u(v) decaying\nfunction k(v) decaying\n"
            return ("condition of what is cited", "The numbers in a citation satisfy its conditions: the exponents in Hölder's inequality are conjugate.", space + "claim A: ∫[v] u k <= normL(u, 2) normL(k, 3) using holder(2, 3, u, k)", space + "claim A: ∫[v] u k <= normL(u, 3/2) normL(k, 3) using holder(3/2, 3, u, k)")
        case .malformedPlot:
            return ("malformed plot", "A plot has one variable, a real number, with a range between two numbers. Logarithmic axes are named behind `on`.", "plot exp(-x) for x in (0, oo)", "plot exp(-x) for x in [0, 5] on log value")
        case .parameterWithoutRange:
            return ("range without rational ends", "A parameter is varied between rational numbers, or without an end.", "param δ\nminimise δ² over δ in [0, sqrt(2)]", "param δ\nminimise δ² over δ in [0, 3/2]")
        case .badDigits:
            return ("bad number of digits", "Digits are a number from 1 to 100000.", "evaluate pi digits 0", "evaluate pi digits 50")
        default: return nil
        }
    }
}
