import Arithmetic
import Expressions
import Kernel

/// What a name stands for.
indirect enum Binding: Sendable {
    case point(Point)
    case parameter(Parameter)
    case function(FunctionDeclaration)
    case definition(Definition)
    /// A formal argument, or a definition without arguments; `points` are those it is written for.
    case value(Value, points: [Point])
    /// A summation index of a symbolic range.
    case index(Index)
    /// A summation index at one of its values, or a family's index.
    case integer(Int)
    case density(ConcreteDensity)
    /// The time of a flow.
    case time(String)
}

/// A declared arbitrary function, or (no points) a constant tensor.
struct FunctionDeclaration: Sendable {
    var symbol: FunctionSymbol
    var points: [Point]
    /// `g(z) = G(|z|)`.
    var isRadial = false
    var isPositive: Bool { symbol.isLogarithm }
}

/// A `let` that is elaborated at each use.
struct Definition: Sendable {
    var syntax: SyntaxDefinition
    /// Subscripts that are points (the others are family indices).
    var pointSubscripts: [SyntaxName]
    var familyIndices: [SyntaxName]
    /// Points among the arguments: the definition is a field in them.
    var fieldPoints: [Point]?
    /// The scope of the definition.
    var scope: Scope
}

/// `density N(v) = …`
struct ConcreteDensity: Sendable {
    var name: String
    /// The point it is written in.
    var point: Point?
    /// Written without a point: the name means its value at the point being integrated over.
    var isAnyPoint: Bool
    var value: Value
    /// Where it is a single Gaussian.
    var gaussian: GaussianMoments?
    /// The same on the line R: mean and variance.
    var gaussianOnLine: (mean: Expression, variance: Expression)?
}

/// Where names are looked up: a table, the part of it that was there at the time, and local names.
struct Scope: Sendable {
    var table: Int
    var version: Int
    var locals: [String: Binding] = [:]
    /// Definitions of the standard library may differentiate on spheres.
    var isStandard = false
    /// Templates inside each other.
    var expansionDepth = 0
    /// The arguments of the field that is being defined.
    var fieldPoints: [Point] = []
    /// The point that a density without one is taken at.
    var densityPoint: Point?
    /// Only to see how a template's body treats its arguments.
    var isTrial = false
    /// Undeclared names in index places stand for "every component".
    var allowsImplicitIndices = false
}

/// Declared names, with every meaning each had.
struct NameTable: Sendable {
    private var meanings: [String: [(version: Int, binding: Binding)]] = [:]
    private(set) var version = 0
    private(set) var names: [String] = []

    mutating func declare(_ name: String, _ binding: Binding) {
        version += 1
        if meanings[name] == nil { names.append(name) }
        meanings[name, default: []].append((version, binding))
    }

    /// What the name meant when the table had the given version.
    func binding(_ name: String, at version: Int) -> Binding? {
        guard let all = meanings[name] else { return nil }
        var low = 0, high = all.count
        while low < high {
            let middle = (low + high) / 2
            if all[middle].version <= version { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? all[low - 1].binding : nil
    }
}
