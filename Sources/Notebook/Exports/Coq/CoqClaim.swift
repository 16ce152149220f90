import Arithmetic
import Expressions
import Kernel

/// A proved claim as a file for Coq.
struct CoqClaim {
    private let certificate: Certificate

    init(_ certificate: Certificate) { self.certificate = certificate }

    /// The dimensions in which a claim about every dimension is checked.
    private static let sampledDimensions = [2, 3]
    private static let theoremLimit = 40

    /// - Returns: the text, and what of the claim the theorems do not cover.
    func file(named name: String) throws -> (text: String, remarks: [String]) {
        guard certificate.verdict == .proved else { throw CoqRefusal("the claim is refuted") }
        var remarks: [String] = []
        let equations = try equations(&remarks)
        let dimensions = try sampled(&remarks)
        guard equations.relations.count * dimensions.count <= Self.theoremLimit else { throw CoqRefusal("too many equations") }
        var theorems = ""
        var coincidences: [String] = []
        for sizes in dimensions {
            let suffix = sizes.sorted(by: { $0.key < $1.key }).map { "_\(CoqNames.identifier($0.key))\($0.value)" }.joined()
            var waiting: [Relation] = []
            var stated: Set<Relation> = []
            func add(_ theorem: CoqTheorem, _ name: String) throws(CoqRefusal) {
                theorems += "\n\(try theorem.text(named: name))Print Assumptions \(name).\n"
                for equation in theorem.coincidences where stated.insert(equation).inserted { waiting.append(equation) }
            }
            for (number, relation) in equations.relations.enumerated() {
                let part = equations.relations.count > 1 ? "_part\(number + 1)" : ""
                try add(CoqTheorem(relation, of: equations.statement, dimensions: sizes), name + part + suffix)
            }
            var number = 0
            while number < waiting.count {
                let theorem = "\(name)_argument\(number + 1)\(suffix)"
                try add(CoqTheorem(waiting[number], of: equations.statement, dimensions: sizes), theorem)
                coincidences.append(theorem)
                number += 1
                guard number <= Self.theoremLimit else { throw CoqRefusal("too many arguments that are written in several ways") }
            }
        }
        return (head(remarks, coincidences) + theorems, remarks)
    }

    private func head(_ remarks: [String], _ coincidences: [String]) -> String {
        var lines = ["\(certificate.name): proved.", "", "The statement as understood, digest \(certificate.statement.digest):", ""]
        lines += certificate.statement.plainText.split(separator: "\n").map { "  \($0)" }
        if !certificate.conditions.isEmpty { lines += ["", "where " + certificate.conditions.joined(separator: ", ")] }
        if !remarks.isEmpty { lines += [""] + remarks.map { "Not checked here: \($0)." } }
        let even = certificate.statement.functions.filter { $0.attributes.contains(.even) }.map(\.name)
        if !even.isEmpty { lines += ["", "Even, so that the value at -x is written as that at x: \(even.joined(separator: ", "))."] }
        if !coincidences.isEmpty {
            lines += ["", "A function has one name at arguments that are written in several ways; that they are equal is in \(coincidences.joined(separator: ", "))."]
        }
        lines += ["", "Points are numbered, components are numbered from 0. |y - x|² is written |x - y|²."]
        let comment = lines.map { $0.isEmpty ? "" : "   " + $0 }.joined(separator: "\n").replacing("(*", with: "( *").replacing("*)", with: "* )")
            .replacing("\"", with: "''")
        return """
            (**
            \(comment)
            *)

            Require Import QArith List.
            Require Import Notebook.Calculus Notebook.Polynomials Notebook.Identities Notebook.Soundness.
            Import ListNotations.
            Local Open Scope calculus_scope.

            """
    }

    /// The equations at points that lie behind the proof.
    private func equations(_ remarks: inout [String]) throws -> (statement: Statement, relations: [Relation]) {
        try require(certificate.evidence, &remarks)
        let local = try certificate.evidence.localStatement(certificate.statement, includingRest: true)
        guard let relations = local.goal.relations, !relations.isEmpty else {
            throw CoqRefusal("no equation between functions is left")
        }
        return (local, relations.map { Relation($0.left.orientingSquares, $0.op, $0.right.orientingSquares, indices: $0.indices) })
    }

    /// What kinds of evidence come down to equations between functions.
    private func require(_ evidence: Evidence, _ remarks: inout [String]) throws(CoqRefusal) {
        func remark(_ text: String) { if !remarks.contains(text) { remarks.append(text) } }
        switch evidence {
        case .identity: break
        case .conjunction(let pieces): for piece in pieces { try require(piece, &remarks) }
        case .divergence(let divergence):
            guard divergence.groups.allSatisfy({ $0.reductions.isEmpty && $0.nullPart == nil }) else {
                throw CoqRefusal("integrals with known values are used")
            }
            remark("how the equation of integrals follows from the equations of functions: convergence, changes of variables, no flux")
        case .squares(let squares):
            try require(squares.equation, &remarks)
            remark("that the terms of the sum are not negative")
            if !squares.multiples.isEmpty { remark("what the cited inequalities hold under") }
        case .modulo(let multiples):
            try require(multiples.rest, &remarks)
            remark("that what is taken off vanishes: it is made of multiples of the hypotheses")
        case .manifestSign: throw CoqRefusal("a sign by form")
        case .abstraction: throw CoqRefusal("a statement about quantities")
        case .implications, .implication: throw CoqRefusal("an implication")
        case .gaussians: throw CoqRefusal("a family of Gaussians")
        case .integrands: throw CoqRefusal("a comparison of integrands")
        case .known: throw CoqRefusal("integrals of known value, put in")
        case .solved: throw CoqRefusal("solutions of differential equations")
        case .generalisation: throw CoqRefusal("a density in place of a Gaussian")
        case .discriminant: throw CoqRefusal("a discriminant")
        case .existence: throw CoqRefusal("the existence of a number")
        case .tangent: throw CoqRefusal("tangents at integrals")
        case .inner: throw CoqRefusal("a function in place of an integral")
        case .hoelder: throw CoqRefusal("an inequality of Hölder")
        case .specialisation: throw CoqRefusal("values of parameters for a counterexample")
        case .solution: throw CoqRefusal("an explicit solution of a differential inequality")
        case .potential: throw CoqRefusal("a potential in place of a field")
        case .spectrum: throw CoqRefusal("an expansion in eigenfunctions")
        case .growth: throw CoqRefusal("a differential inequality")
        case .evolution: throw CoqRefusal("equations for functions of a time")
        case .variables: throw CoqRefusal("changes of variables in integrals")
        case .rewriting: throw CoqRefusal("integrals, or what stands in them, in another form")
        case .carried: throw CoqRefusal("derivatives of integrals with the integrated points carried along")
        case .arbitrarySign: throw CoqRefusal("functions of either sign in place of positive ones")
        case .squaring: throw CoqRefusal("the squares of both sides")
        case .inverse: throw CoqRefusal("an inverse matrix")
        case .cleared: throw CoqRefusal("denominators multiplied out")
        case .entries: throw CoqRefusal("a statement about the entries of tensors")
        case .signs: throw CoqRefusal("signs of expressions in parameters")
        case .exponential: throw CoqRefusal("a parameter in place of exponentials")
        case .matrix: throw CoqRefusal("a matrix in place of a square")
        case .limits: throw CoqRefusal("limits")
        case .enclosure: throw CoqRefusal("enclosures of integrals")
        case .evaluation: throw CoqRefusal("the values of integrals in closed form")
        case .sign: throw CoqRefusal("a sign on a range of parameters")
        case .comparison: throw CoqRefusal("a differential inequality")
        case .witness, .density, .zonal, .decaying, .firstVariation: throw CoqRefusal("a counterexample")
        }
    }

    private func sampled(_ remarks: inout [String]) throws(CoqRefusal) -> [[String: Int]] {
        let symbols = certificate.statement.symbolicDimensions
        if symbols.isEmpty { return [[:]] }
        guard symbols.count == 1 else { throw CoqRefusal("several symbolic dimensions") }
        let name = symbols[0]
        guard let parameter = certificate.statement.parameters.first(where: { $0.name == name }) else {
            throw CoqRefusal("the dimension \(name)")
        }
        let allowed = (1...6).filter { parameter.contains(Rational($0)) }
        var chosen = allowed.filter(Self.sampledDimensions.contains)
        if chosen.isEmpty { chosen = Array(allowed.prefix(1)) }
        guard !chosen.isEmpty else { throw CoqRefusal("large dimensions") }
        remarks.append("other dimensions than \(name) = \(chosen.map(String.init).joined(separator: ", "))")
        return chosen.map { [name: $0] }
    }
}
