import Arithmetic
import Expressions
import Kernel

/// One relation of a statement in given dimensions, as a theorem of Coq with its proof.
struct CoqTheorem {
    private let relation: Relation
    private let dimensions: [String: Int]
    private let hypotheses: [Relation]
    private let vocabulary: CoqVocabulary

    init(_ relation: Relation, of statement: Statement, dimensions: [String: Int]) throws(CoqRefusal) {
        self.relation = relation
        self.dimensions = dimensions
        var vocabulary = CoqVocabulary(statement, dimensions: dimensions)
        try vocabulary.collect(relation.left)
        try vocabulary.collect(relation.right)
        var hypotheses: [Relation] = []
        for hypothesis in Self.usableHypotheses(statement, vocabulary) {
            // A hypothesis about what Coq does not know is left out: the theorem is then about more.
            var extended = vocabulary
            do {
                try extended.collect(hypothesis.left)
                try extended.collect(hypothesis.right)
            } catch { continue }
            vocabulary = extended
            hypotheses.append(hypothesis)
        }
        self.hypotheses = hypotheses
        self.vocabulary = vocabulary
    }

    /// What the theorem takes for equal: arguments of a function that are written in two ways.
    var coincidences: [Relation] { vocabulary.coincidences }

    func text(named name: String) throws(CoqRefusal) -> String {
        try Text(vocabulary, dimensions).theorem(named: name, relation, hypotheses)
    }

    private static func usableHypotheses(_ statement: Statement, _ vocabulary: CoqVocabulary) -> [Relation] {
        var result = statement.hypotheses.flatMap { $0.relations ?? [] }
            .filter { hypothesis in
                // Equations between functions have been taken off: they are no rules, `∂_i∂_j f = (Δf)/3 δ_ij` would not end.
                hypothesis.op == .equal && hypothesis.indices.count <= 2 && [hypothesis.left, hypothesis.right].allSatisfy { side in
                    !side.hasIntegral && !side.mentionsFunctionOfPoints && !statement.points.contains(where: side.mentions)
                }
            }
            .map { relation in
                // |e| = 1 is e·e = 1.
                guard case .power(let square, let exponent) = relation.left.kind, case .number(let half) = exponent.kind,
                    half == Rational(1, 2), case .number(1) = relation.right.kind
                else { return relation }
                return Relation(square, .equal, .one, indices: relation.indices)
            }
            .map { Relation($0.left.orientingSquares, $0.op, $0.right.orientingSquares, indices: $0.indices) }
        var supply = IndexSupply(startingAt: 1 << 25)
        for symbol in vocabulary.symbols {
            guard case .sphere(let point) = symbol.source, let dimension = point.manifold.vectorDimension else { continue }
            let index = supply.fresh(dimension)
            result.append(Relation(.contraction(index, .coordinate(point, index) * .coordinate(point, index)), .equal, .one))
        }
        return result
    }

    /// The parts of the theorem's text, in one numbering.
    private struct Text {
        let vocabulary: CoqVocabulary
        let names: CoqTheoremNames
        let sizes: [Int]
        let rows: [String]
        /// For each row what the theorem supposes, and the name of that hypothesis.
        let premises: [(text: String, name: String)?]
        /// Of symmetric matrices at other arguments: the row, what is supposed, and the name of that hypothesis.
        let symmetries: [(row: Int, text: String, name: String)]
        private let rowOfComposition: [Int]

        init(_ vocabulary: CoqVocabulary, _ dimensions: [String: Int]) throws(CoqRefusal) {
            self.vocabulary = vocabulary
            names = CoqTheoremNames(vocabulary)
            var sizes: [Int] = []
            for point in vocabulary.points {
                if let dimension = point.manifold.vectorDimension { sizes.append(try vocabulary.size(dimension)) } else { sizes.append(1) }
            }
            self.sizes = sizes
            // Each exponent of a base has a row of its own, after that of the base.
            var place = 0
            var rowOfComposition = [Int](repeating: 0, count: vocabulary.compositions.count)
            for entry in vocabulary.entries {
                switch entry {
                case .base(let key): place += 1 + (vocabulary.bases[key]?.exponents.count ?? 0)
                case .exponential: place += 1
                case .composition(let number):
                    rowOfComposition[number] = place
                    place += 1
                }
            }
            self.rowOfComposition = rowOfComposition
            var writer = CoqWriter(vocabulary, names, rows: rowOfComposition)
            var rows: [String] = []
            var premises: [(text: String, name: String)?] = []
            var symmetries: [(row: Int, text: String, name: String)] = []
            for entry in vocabulary.entries {
                switch entry {
                case .base(let key):
                    guard let base = vocabulary.bases[key] else { continue }
                    let term = try writer.term(base.expression)
                    let premise = (text: "\(base.isRoot ? "positive" : "nonzero") (\(term.text) : A)", name: "H_base_\(rows.count)")
                    premises.append(premise)
                    rows.append(base.isRoot ? "Root \(term.data) (Number 1)" : "Unit \(term.data)")
                    for monomial in base.exponents {
                        let exponent = try writer.term(.product(monomial.map { .parameter($0) }))
                        premises.append((text: "", name: premise.name))
                        rows.append("Root \(term.data) \(exponent.data)")
                    }
                case .exponential(let argument):
                    premises.append(nil)
                    rows.append("Exp \(try writer.term(argument).data)")
                case .composition(let number):
                    var readable: [String] = []
                    var data: [String] = []
                    for (slot, argument) in vocabulary.compositions[number].arguments.enumerated() {
                        for (component, term) in try writer.components(argument).enumerated() {
                            readable.append("(\(slot)%nat, \(component)%nat, \(term.text))")
                            data.append("(\(slot)%nat, \(component)%nat, \(term.data))")
                        }
                    }
                    let name = names.compositions[number]
                    premises.append((text: "chain_rule \(CoqWriter.list(readable)) \(name)", name: "H_chain_\(rows.count)"))
                    if vocabulary.compositions[number].function.isSymmetricMatrix {
                        symmetries.append((rows.count, "(forall i j s, \(name) [i; j] s = \(name) [j; i] s)", "H_symmetric_\(rows.count)"))
                    }
                    rows.append("Compose \(CoqWriter.list(data))")
                }
            }
            self.rows = rows
            self.premises = premises
            self.symmetries = symmetries
        }

        func theorem(named name: String, _ relation: Relation, _ hypotheses: [Relation]) throws(CoqRefusal) -> String {
            var text = "Theorem \(name) (A : calculus) :\n"
            for (number, point) in names.points.enumerated() { text += "  let \(point) := \(number)%nat in\n" }
            let variables = binders
            if !variables.isEmpty { text += "  forall \(variables.map(\.text).joined(separator: " ")),\n" }
            var introduced = names.points + variables.map(\.name)
            func suppose(_ condition: String, _ name: String) {
                text += "  \(condition) ->\n"
                introduced.append(name)
            }
            for constant in names.constants { suppose("constant \(constant)", "H_\(constant)") }
            for (number, symbol) in vocabulary.symbols.enumerated() {
                let (condition, symmetry) = dependence(symbol, names.symbols[number])
                suppose(condition, "H_\(names.symbols[number])")
                if let symmetry { suppose(symmetry, "H_symmetric_\(names.symbols[number])") }
            }
            for case let premise? in premises where !premise.text.isEmpty { suppose(premise.text, premise.name) }
            for symmetry in symmetries { suppose(symmetry.text, symmetry.name) }
            let environment = """
                (@listed A \(CoqWriter.list(names.constants))
                    \(CoqWriter.list(functionValues))
                    \(CoqWriter.list(compositionValues)))
                """
            var equations: [(data: String, proof: String)] = []
            for (number, hypothesis) in hypotheses.enumerated() {
                var writer = CoqWriter(vocabulary, names, rows: rowOfComposition)
                let letters = writer.bind(hypothesis.indices)
                let (left, right) = (try writer.term(hypothesis.left), try writer.term(hypothesis.right))
                let bounds = try sizes(of: hypothesis.indices)
                suppose("(\(ranges(letters, bounds))\(left.text) = \(right.text) :> A)", "H_equation_\(number)")
                equations.append((
                    "(\(CoqWriter.list(bounds.map { "\($0)%nat" })), \(left.data), \(right.data))",
                    "(holds_\(bounds.count) A \(environment) \((bounds.map { "\($0)" } + [left.data, right.data, "H_equation_\(number)"]).joined(separator: " ")))"))
            }
            var writer = CoqWriter(vocabulary, names, rows: rowOfComposition)
            let letters = writer.bind(relation.indices)
            let (left, right) = (try writer.term(relation.left), try writer.term(relation.right))
            let bounds = try sizes(of: relation.indices)
            text += "  \(ranges(letters, bounds))\(left.text)\n  = \(right.text) :> A.\nProof.\n"
            introduced += letters + letters.map { "H_\($0)" }
            if !introduced.isEmpty { text += "  intros \(introduced.joined(separator: " ")).\n" }
            text += """
                  pose (declared := {| denominator := \(vocabulary.denominator); dimensions := \(CoqWriter.list(sizes.map { "\($0)%nat" }));
                    relatives := \(CoqWriter.list(relatives)); arguments := \(CoqWriter.list(argumentTable));
                    symmetric_rows := \(CoqWriter.list(symmetries.map { "\($0.row)%nat" })) |}).
                  pose (rows := \(CoqWriter.list(rows)) : list row).
                  pose (equations := \(CoqWriter.list(equations.map(\.data))) : list (list nat * expression * expression)).
                  pose (left_side := \(left.data)).
                  pose (right_side := \(right.data)).
                  change (let E := \(environment) in interpret E left_side \(CoqWriter.list(letters)) = interpret E right_side \(CoqWriter.list(letters))).
                  refine (certified _ _ _ declared rows equations left_side right_side \(CoqWriter.list(bounds.map { "\($0)%nat" })) _ _ _ _ _ _ _ _).
                  - vm_cast_no_check (eq_refl true).
                  - exact \(Self.conjunction(names.constants.map { "H_\($0)" })).
                  - exact \(dependenceProof).
                  - exact \(Self.conjunction(symmetries.map(\.name))).
                  - exact \(Self.conjunction(premises.map { $0?.name ?? "I" })).
                  - exact \(Self.conjunction(equations.map(\.proof))).
                  - exact \(letters.reversed().reduce("(Forall2_nil _)") { "(Forall2_cons _ _ H_\($1) \($0))" }).
                Qed.

                """
            return text
        }

        private func sizes(of indices: [Index]) throws(CoqRefusal) -> [Int] {
            var result: [Int] = []
            for index in indices { result.append(try vocabulary.size(index.dimension)) }
            return result
        }

        private func ranges(_ letters: [String], _ bounds: [Int]) -> String {
            if letters.isEmpty { return "" }
            return "forall \(letters.joined(separator: " ")) : nat, "
                + zip(letters, bounds).map { "(\($0) < \($1))%nat -> " }.joined()
        }

        private static func conjunction(_ proofs: [String]) -> String {
            proofs.reversed().reduce("I") { "(conj \($1) \($0))" }
        }

        /// The variables of the theorem with their types.
        private var binders: [(name: String, text: String)] {
            var result = names.constants.map { ($0, "(\($0) : A)") }
            for (symbol, name) in zip(vocabulary.symbols, names.symbols) {
                result.append((name, "(\(name) : \(String(repeating: "nat -> ", count: rank(symbol)))A)"))
            }
            return result + names.compositions.map { ($0, "(\($0) : list nat -> list (nat * nat) -> A)") }
        }

        private func rank(_ symbol: CoqVocabulary.Symbol) -> Int {
            switch symbol.source {
            case .sphere: return 1
            case .function(let function, _): return function.valueDimensions.count
            }
        }

        private func isSymmetric(_ symbol: CoqVocabulary.Symbol) -> Bool {
            if case .function(let function, _) = symbol.source { return function.isSymmetricMatrix }
            return false
        }

        private func numbers(of points: [Point]) -> [Int] { points.compactMap { vocabulary.points.firstIndex(of: $0) } }

        /// On which points a function depends, and its symmetry.
        private func dependence(_ symbol: CoqVocabulary.Symbol, _ name: String) -> (String, String?) {
            let points = CoqWriter.list(numbers(of: symbol.points).map { names.points[$0] })
            let letters = ["i", "j", "k", "l", "m", "n"].prefix(rank(symbol))
            if letters.isEmpty { return ("depends_on \(points) \(name)", nil) }
            let value = ([name] + letters).joined(separator: " ")
            return (
                "(forall \(letters.joined(separator: " ")), depends_on \(points) (\(value)))",
                isSymmetric(symbol) ? "(forall i j, \(name) i j = \(name) j i)" : nil)
        }

        private var dependenceProof: String {
            zip(vocabulary.symbols, names.symbols).reversed().reduce("I") { rest, next in
                let (symbol, name) = next
                let places = (0..<rank(symbol)).map { " (nth \($0) indices 0%nat)" }.joined()
                let symmetry = isSymmetric(symbol) ? "(fun _ => H_symmetric_\(name))" : "not_symmetric"
                return "(conj (fun indices => H_\(name)\(places)) (conj \(symmetry) \(rest)))"
            }
        }

        private var functionValues: [String] {
            zip(vocabulary.symbols, names.symbols).map { symbol, name in
                "fun indices => \(name)" + (0..<rank(symbol)).map { " (nth \($0) indices 0%nat)" }.joined()
            }
        }

        private var compositionValues: [String] {
            var byRow = [Int: String]()
            for (number, row) in rowOfComposition.enumerated() { byRow[row] = names.compositions[number] }
            guard let last = byRow.keys.max() else { return [] }
            return (0...last).map { byRow[$0] ?? "fun _ _ => zero" }
        }

        private var argumentTable: [String] {
            vocabulary.symbols.map { symbol in
                "(\(CoqWriter.list(numbers(of: symbol.points).map { "\($0)%nat" })), \(isSymmetric(symbol)))"
            }
        }

        private var relatives: [String] {
            vocabulary.relatives.compactMap { pair in
                guard let a = vocabulary.points.firstIndex(of: pair.0), let b = vocabulary.points.firstIndex(of: pair.1) else { return nil }
                return "(\(a)%nat, \(b)%nat)"
            }
        }
    }
}

extension FunctionSymbol {
    fileprivate var isSymmetricMatrix: Bool { valueSymmetry == .symmetric && valueDimensions.count == 2 }
}
