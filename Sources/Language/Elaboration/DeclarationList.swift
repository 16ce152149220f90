import Arithmetic
import Expressions
import Kernel

/// Everything declared so far, in order, with what is known of it.
struct DeclarationList: Sendable {
    struct Flow: Sendable {
        var time: String
        var function: FunctionDeclaration
        var velocity: Tensor
    }

    private(set) var parameters: [String: Parameter] = [:]
    /// The order of declaration of points, parameters and functions, by unique name.
    private(set) var order: [String: Int] = [:]
    /// What declarations say about a name.
    private(set) var hypotheses: [(owner: String, proposition: Proposition)] = []
    private(set) var dimensions: Set<String> = []
    /// The point of a torus at which a function is declared, by the function's unique name: the symbol does not know that it is periodic.
    var torusPoints: [String: Point] = [:]
    private(set) var flows: [Flow] = []
    /// The places of the hypotheses that are derivatives of others along the flows as they are.
    private var derivatives: Set<Int> = []
    /// The derivatives in a time of functions that equations tie to those that flow, by the time and the function's unique name.
    var rates: [Rate: FunctionDeclaration] = [:]

    struct Rate: Hashable, Sendable {
        let time: String
        let function: String
    }

    mutating func add(_ parameter: Parameter) {
        parameters[parameter.name] = parameter
        add(parameter.name)
    }

    mutating func add(_ name: String) {
        if order[name] == nil { order[name] = order.count }
    }

    mutating func add(_ proposition: Proposition, about owner: String) { hypotheses.append((owner, proposition)) }

    /// What was known along the flows before is forgotten; rates that are in use keep their names and what is said of them.
    mutating func add(_ flow: Flow) {
        flows.removeAll { $0.function.symbol == flow.function.symbol }
        flows.append(flow)
        hypotheses = hypotheses.indices.filter { !derivatives.contains($0) }.map { hypotheses[$0] }
        derivatives = []
        rates = [:]
    }

    mutating func add(derivative: Proposition, about owner: String) {
        derivatives.insert(hypotheses.count)
        add(derivative, about: owner)
    }

    mutating func markDimension(_ name: String) { dimensions.insert(name) }
    func isDimension(_ name: String) -> Bool { dimensions.contains(name) }

    var positiveParameters: Set<String> { dimensions.union(parameters.values.filter(\.isPositive).map(\.name)) }

    func isPositive(_ name: String) -> Bool { dimensions.contains(name) || parameters[name]?.isPositive == true }

    /// The least value of an integer parameter that is a dimension.
    func lowerBound(_ name: String) -> Int {
        guard let bound = parameters[name]?.lower else { return 1 }
        return max(1, bound.value.asInt ?? 1)
    }

    /// The parameter as statements show it: a dimension is at least 1.
    func parameter(_ name: String) -> Parameter {
        let declared = parameters[name] ?? Parameter(name: name)
        guard isDimension(name), declared.lower == nil || declared.lower.map({ $0.value < 1 }) == true else { return declared }
        if declared.lower == nil, declared.upper == nil { return Parameter(dimension: name) }
        return Parameter(
            name: name, isInteger: true, lower: Parameter.Bound(value: 1, isStrict: false), upper: declared.upper)
    }
}
