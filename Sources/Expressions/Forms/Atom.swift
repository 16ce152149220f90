import Arithmetic

/// What a factor of a monomial stands for.
enum Atom: Hashable {
    case parameter(String)
    /// A natural number above 1, prime whenever trial division could tell; it carries fractional and symbolic
    /// exponents only.
    case natural(Rational)
    case pi
    /// A point of the line.
    case scalarPoint(Point)
    /// Component form: component `k` (from 1) of a point.
    case component(Point, Int)
    /// Component form: component `k` of the first point minus the second.
    case relative(Point, Point, Int)
    /// Component form: a derivative of a function symbol.
    case jet(JetAtom)
    /// Contraction form: a connected contraction of tensors, canonically labelled.
    case graph(Graph)
    /// The base of a power that is not expanded; the number of an interned form with several terms.
    case composite(Int32)
    /// `exp(monomial)`.
    case exponential(Monomial)
    case logarithm(Int32)
    case elementary(ElementaryFunction, Int32)
    case bessel(BesselFunction, order: Int32, argument: Int32)
}

struct JetAtom: Hashable {
    let function: FunctionSymbol
    let value: [Int]
    /// Sorted; component 0 for a scalar argument.
    let derivatives: [ComponentDerivative]
    let arguments: [ArgumentKey]
}

struct ComponentDerivative: Hashable, Comparable {
    let argument: Int
    let component: Int
    static func < (a: Self, b: Self) -> Bool { (a.argument, a.component) < (b.argument, b.component) }
}

/// The arguments of a function symbol, as a part of an atom's identity.
enum ArgumentKey: Hashable {
    case point(Point)
    /// Contraction form: the vector as an interned form with the free label `Graph.argumentLabel`; or a scalar.
    case form(Int32)
    /// Component form: all components.
    case components([Int32])
}

enum SignKnowledge { case positive, nonnegative, unknown }
