import Arithmetic
import Expressions
import Kernel
import Testing

/// Inequalities between numbers that the kernel encloses by itself.
@Suite struct EnclosureCheckTests {
    private static let space = "space x in R\nspace v in R^3\nspace ω in S^2\nparam γ\ndensity f(x)\n"

    private static func accepts(_ claim: String, digits: Int = 20) throws -> Bool {
        let statement = try Claims.statement(space + "claim c: " + claim)
        let conditions = try Kernel.conditions(of: statement, .enclosure(digits: digits)).conditions
        let certificate = Certificate(name: "c", statement: statement, evidence: .enclosure(digits: digits), conditions: conditions)
        // As a reader has it.
        let read = try Certificate(text: certificate.text)
        #expect(read.text == certificate.text)
        do {
            return try Kernel.check(read).verdict == .certified
        } catch is Rejection {
            return false
        }
    }

    /// Values in closed form, and the same bounds the other way round: Γ(1/4)/2, π/4, 4π sinh 1, -1, a product of two integrals.
    @Test(arguments: [
        ("∫[x] exp(-x^4)", "1.812804954110954", "1.812804954110955"),
        ("∫[s in (0,1)] sqrt(1 - s²)", "0.785398163397448", "0.785398163397449"),
        ("∫[ω] exp(ω[3])", "14.76801374", "14.76801375"),
        ("∫[s in (0,1)] log(s)", "-1.0000001", "-0.9999999"),
        ("(∫[x] exp(-x²)) (∫[s in (0,1)] s²)/(∫[x] exp(-x²))", "0.3333333", "0.3333334"),
        ("exp(1)", "2.718281828459045", "2.718281828459046"),
    ]) func bounds(_ value: String, _ lower: String, _ upper: String) throws {
        #expect(try Self.accepts("\(value) > \(lower)"))
        #expect(try Self.accepts("\(value) <= \(upper) and \(lower) < \(value)"))
        #expect(try !Self.accepts("\(value) < \(lower)"))
        #expect(try !Self.accepts("\(value) > \(lower) and \(value) >= \(upper)"))
    }

    @Test(arguments: [
        // Equations; parameters; what does not converge or is not defined; several variables; functions without a value.
        "exp(0) = 1", "∫[s in (0,1)] s = 1/2", "γ² >= 0", "∫[s in (0,1)] 1/s > 0", "∫[s in (-1,1)] 1/s² > 0", "∫[x] x^2 > 0",
        "∫[s in (-1,2)] log(s) < 0", "∫[v] exp(-|v|²) > 0", "∫[x] x² f >= 0", "∫[s in (0,oo)] sin(s)/s > 0",
    ]) func refusals(_ claim: String) throws {
        #expect(try !Self.accepts(claim))
    }

    /// Integrals that cancel, or stand beside 0, converge all the same; what cancels under roots and logarithms is real.
    @Test(arguments: [
        "(∫[x] exp(x²)) - (∫[x] exp(x²)) > -1", "0 ∫[s in (0,1)] 1/s > -1", "(∫[s in (0,1)] 1/s)^0 > 0",
        "∫[s in (0,1)] sqrt(s - 1/1000)² > 0", "∫[s in (0,1)] exp(log(s - 1/1000)) > 0", "∫[s in (0,1)] exp(2 log(s - 1/1000)) > 0",
        "∫[s in (0,1)] sqrt(s³ - 1/1000000)² > 0", "∫[s in (0,oo)] sqrt(s - 1/1000)² exp(-s) > 0", "∫[ω] sqrt(1/2 + ω[3] + ω[1]²)² > 0",
        "∫[s in (0,1)] sqrt(s - 1/1000) sqrt(s - 1/500) > 0", "sqrt(1 - pi)² < 0", "exp(2 log(1 - pi)) > 0", "((1 - pi)³)^(1/3) < 0",
        "sqrt(∫[s in (0,1)] (s - 1))² < 0", "∫[s in (-1,1)] besselK(0, s)^0 > 1",
    ]) func whatCancels(_ claim: String) throws {
        #expect(try !Self.accepts(claim))
    }

    @Test(arguments: [
        "(∫[x] exp(-x²)) - (∫[x] exp(-x²)) > -1", "0 ∫[s in (0,1)] s^(-1/2) > -1", "(∫[s in (0,1)] s)^0 > 0", "∫[s in (0,1)] sqrt(s)² < 3/5",
        "∫[s in (0,1)] sqrt(s - s²)² < 1/5", "∫[s in (0,1)] exp(log(1 + s³ - s/2)) < 2", "∫[ω] sqrt(3/2 + ω[3] + ω[1]²)² > 20",
        "sqrt(pi - 1)² > 2", "sqrt(∫[s in (0,1)] (2 - s)) > 6/5", "sqrt(∫[s in (0,1)] (2 - s))² > 6/5", "∫[x] sqrt(1 + x²) exp(-x²) > 1",
    ]) func whatCancelsRightly(_ claim: String) throws {
        #expect(try Self.accepts(claim))
    }

    /// A quotient that cancels has a value where its denominator has one that is not zero.
    @Test(arguments: [
        "(∫[x] x exp(-x²))/(∫[x] x exp(-x²)) > 1/2", "(log 2 + log 3 - log 6)^0 > 1/2", "(log 2 + log 3 - log 6)/(log 2 + log 3 - log 6) > 1/2",
        "∫[s in (0,1)] (|s| - s)/(|s| - s) > 1/2", "∫[ω] (1 - ω[1]² - ω[2]² - ω[3]²)/(1 - ω[1]² - ω[2]² - ω[3]²) > 1",
        "∫[s in (-1,1)] max(s - 2, 0)^0 > 1", "∫[s in (-1,1)] (sin(s)² + cos(s)² - 1)^0 > 1",
        "∫[s in (0,1)] s (∫[x] x exp(-x²))/(∫[x] x exp(-x²)) > 1/4",
    ]) func quotientsOfZeros(_ claim: String) throws {
        #expect(try !Self.accepts(claim))
    }

    @Test(arguments: [
        "(∫[x] x² exp(-x²))/(∫[x] x² exp(-x²)) > 1/2", "(log 2 + log 3 - log 5)^0 > 1/2", "(sqrt(2) - 1)/(sqrt(2) - 1) > 1/2",
        "∫[s in (-1,1)] sqrt(s²)/sqrt(s²) > 1", "∫[s in (0,1)] (s³ - s/3)/(s³ - s/3) > 1/2", "∫[ω] (ω[1]² - ω[2]²)^0 > 12", "∫[ω] ω[1]/ω[1] > 12",
        "∫[s in (-1,1)] (|s| + s² |s - 1/2|)^0 > 1", "∫[s in (0,1)] s (∫[x] exp(-x²))/(∫[x] exp(-x²)) > 1/4",
    ]) func quotientsThatCancel(_ claim: String) throws {
        #expect(try Self.accepts(claim))
    }

    /// Absolute values, signs and steps of products have their kinks on the axes.
    @Test(arguments: [
        ("|s t|", "99/100", "101/100"), ("-|-s t|", "-101/100", "-99/100"), ("s t sign(s t)", "99/100", "101/100"), ("indicator(s: s t > 0)", "199/100", "201/100"),
        ("|s (t - 1/2)|", "124/100", "126/100"), ("|s| (1 + t)", "199/100", "201/100"), ("|s exp(t)|", "235/100", "236/100"),
    ]) func kinksOfProducts(_ integrand: String, _ lower: String, _ upper: String) throws {
        let value = "∫[s in (-1,1)] ∫[t in (-1,1)] \(integrand)"
        #expect(try Self.accepts("\(value) > \(lower) and \(value) < \(upper)", digits: 6))
        #expect(try !Self.accepts("\(value) < \(lower)", digits: 6))
        #expect(try !Self.accepts("\(value) > \(upper)", digits: 6))
    }

    @Test(arguments: ["|s - t|", "|s t - 1/4|", "sign(s + t)", "|sinh(s t)|", "|s + s t²|"]) func kinksThatMove(_ integrand: String) throws {
        #expect(try !Self.accepts("∫[s in (-1,1)] ∫[t in (-1,1)] \(integrand) > -100", digits: 6))
    }

    /// A definition keeps its domain at other arguments.
    @Test func domainsOfDefinitions() throws {
        func accepts(_ value: String, _ body: String = "sqrt(x)²") throws -> Bool {
            var statement = try Claims.statement("space x in R\nfunction g(x)\nclaim c: ∫[s in (0,1)] \(value) > -1")
            let other = try Claims.statement("space x in R\nfunction g(x)\nclaim c: g = \(body)")
            guard case .relation(let definition) = other.goal else { return false }
            statement.points += other.points.filter { !statement.points.contains($0) }
            statement.hypotheses = [.relation(definition)]
            return (try? Kernel.Examination(statement, .enclosure(digits: 20)).theorem().verdict) == .certified
        }
        #expect(try accepts("g(s)"))
        #expect(try accepts("g(s + 1)"))
        #expect(try !accepts("g(s - 1/1000)"))
        #expect(try !accepts("g(-s)"))
        #expect(try accepts("g(s)", "x/x"))
        #expect(try !accepts("g(|s| - s)", "x/x"))
        #expect(try !accepts("g(0)", "x/x"))
    }

    /// A density given by a hypothesis; two values for one function define nothing.
    @Test func definitions() throws {
        var statement = try Claims.statement(Self.space + "claim c: ∫[x] x² f < 51/100")
        let other = try Claims.statement(Self.space + "claim c: log f = -x² - 1/2 log(pi)")
        let second = try Claims.statement(Self.space + "claim c: log f = -1/2 x² - 1/2 log(2 pi)")
        guard case .relation(let goal) = other.goal, case .relation(let wrong) = second.goal else { return }
        func verdict(_ hypotheses: [Relation]) -> Verdict? {
            statement.hypotheses = hypotheses.map { .relation($0) }
            return try? Kernel.Examination(statement, .enclosure(digits: 20)).theorem().verdict
        }
        #expect(verdict([goal]) == .certified)
        #expect(verdict([]) == nil)
        #expect(verdict([wrong]) == nil)
        #expect(verdict([goal, wrong]) == nil)
        #expect(verdict([goal, Relation(.zero, .less, .one)]) == nil)
    }

    @Test func theEvidenceIsOfTheWholeGoal() throws {
        let statement = try Claims.statement(Self.space + "claim c: exp(1) > 2 and exp(0) = 1")
        let evidence = Evidence.conjunction([.enclosure(digits: 20), .identity(.contraction)])
        #expect(throws: Rejection.self) { try Kernel.Examination(statement, evidence).theorem() }
        for digits in [-1, 0, 1_000_000] {
            let one = try Claims.statement(Self.space + "claim c: exp(1) > 2")
            #expect(throws: Rejection.self) { try Kernel.Examination(one, .enclosure(digits: digits)).theorem() }
        }
    }

    /// Hypotheses that give no function a value, and values that the sides do not have.
    @Test func otherHypothesesDefineNothing() throws {
        let declarations = "space x, z in R\nfunction u(x)\nfunction F(x, z)\n"
        let goal = try Claims.statement("claim c: exp(1) > 2").goal
        func verdict(_ hypothesis: String) throws -> Verdict? {
            var statement = try Claims.statement(declarations + "claim c: " + hypothesis)
            (statement.hypotheses, statement.goal) = ([statement.goal], goal)
            return try? Kernel.Examination(statement, .enclosure(digits: 10)).theorem().verdict
        }
        #expect(try verdict("u = x") == .certified && verdict("F = x z") == .certified)
        for hypothesis in ["u(x²) = x", "F(x, x) = x²", "x = u(x)", "u(x) <= x", "∂[x](u) = x", "u(x) = x if x = 1"] { #expect(try verdict(hypothesis) == nil, "\(hypothesis)") }
    }

    @Test(arguments: ["1/(exp(0) - 1) > 0", "∫[x] (∫[z] exp(-x² z²)) exp(-x²) > 0", "x² >= 0", "∫[x] exp(-x²) u(x) >= 0"])
    func sidesWithoutAValue(claim: String) throws {
        let statement = try Claims.statement("space x, z in R\nfunction u(x)\nclaim c: " + claim)
        #expect((try? Kernel.Examination(statement, .enclosure(digits: 10)).theorem()) == nil)
    }
}
