import Expressions
import Kernel

/// A statement of a notebook that yields a verdict or an output, typed and closed.
public struct ElaboratedItem: Sendable {
    public enum Kind: String, Hashable, Sendable {
        case claim, axiom, find, best, minimise, maximise, certify, check, evaluate, plot
        case forWhich = "for which"
        /// One step of a `calc`, named `NAME.1`, `NAME.2`, …
        case step
        /// The chain as a whole; its verdict is the weakest of `steps`.
        case calculation = "calc"
    }

    public var kind: Kind
    /// As declared; statements without a name are called `evaluate 1`, `certify 2`, …
    public var name: String
    public var range: SourceRange
    /// The statement as written.
    public var source: String
    /// The statement in the formatter's spelling, without clauses.
    public var display: String
    /// What is to be decided; `nil` when the item is not a decidable question (see `reason`).
    public var statement: Statement?
    /// What a counterexample to the statement must respect beside its hypotheses.
    public var unnamed: [UnnamedDeclarations] = []
    /// Why there is no statement although the item type-checks, or the type error of an ill-typed claim.
    public var reason: String?
    /// The claim does not type-check and says so itself (`expect ill-typed`).
    public var isIllTyped = false
    /// The type error of an `expect ill-typed` claim.
    public var typeError: Diagnostic?

    /// The verdict after `expect`, as written: `refuted`, `ill-typed`, …
    public var expected: String?
    public var citations: [String] = []
    public var notes: [String] = []
    /// Names after `given`; their propositions are among the hypotheses already.
    public var given: [String] = []
    /// Names and arguments after `using`.
    public var uses: [Use] = []
    public var byParts = false
    /// The reader's side conditions (also among the hypotheses), in the formatter's spelling.
    public var provided: [String] = []
    /// The parameters that clauses give values to.
    public var valuedParameters: Set<String> = []

    /// The unknowns of `find`, `best`, `for which`, `minimise … over`.
    public var unknowns: [Parameter] = []
    /// The steps of a `calc`, by name.
    public var steps: [String] = []
    /// The claim that a `check` is about.
    public var target: String?
    public var digits: Int?
    /// What is to be evaluated: one statement for each density of a `check` and each value of a parameter. The goal of
    /// an `evaluate` is "value = 0".
    public var cases: [Case] = []

    /// The axes of a `plot`.
    public var axes: PlotAxes?

    /// The terms of the goal's two sides where they are written, in the order of the operands of the
    /// elaborated sums (one entry when a side is not a sum).
    public var leftTerms: [SourceRange] = []
    public var rightTerms: [SourceRange] = []
    /// All inequalities of the goal are written with `>=` or `>`, and stand in the statement the other way round.
    public var isWrittenBackwards = false

    public init(kind: Kind, name: String, range: SourceRange, source: String, display: String) {
        self.kind = kind
        self.name = name
        self.range = range
        self.source = source
        self.display = display
    }

    public struct Use: Hashable, Sendable {
        public var name: String
        public var arguments: [Expression]
        public init(name: String, arguments: [Expression]) {
            self.name = name
            self.arguments = arguments
        }
    }

    /// A statement on concrete functions and parameters: a hypothesis `f(v) = …` gives a function its value.
    public struct Case: Hashable, Sendable {
        /// `N, γ = -3`; empty for the only case.
        public var label: String
        public var statement: Statement
        public var unnamed: [UnnamedDeclarations]
        public init(label: String, statement: Statement, unnamed: [UnnamedDeclarations] = []) {
            self.label = label
            self.statement = statement
            self.unnamed = unnamed
        }
    }
}

/// What the axes of a figure show.
public struct PlotAxes: Hashable, Sendable {
    /// The variable along which is plotted, as written.
    public var variable: String
    public var isLogarithmic = false
    public var valueIsLogarithmic = false

    public init(variable: String) { self.variable = variable }
}
