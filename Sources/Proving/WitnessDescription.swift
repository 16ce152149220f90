import Arithmetic
import Expressions
import Kernel

/// A counterexample in words: the point, the functions, both sides.
struct WitnessDescription {
    let statement: Statement
    let witness: Witness

    /// One line each, with the values of the sides that differ.
    func lines(_ sides: (left: String, right: String)) -> [String] {
        let component = witness.indices.isEmpty ? "" : " component (\(witness.indices.map(String.init).joined(separator: ",")))"
        return places + ["left side\(component) = \(sides.left), right side\(component) = \(sides.right)"]
    }

    /// The point and the functions.
    var places: [String] {
        let assignment = witness.assignment
        var places: [String] = []
        for name in statement.symbolicDimensions { places.append("\(name) = \(assignment.dimensions[name] ?? 0)") }
        for parameter in statement.parameters where assignment.dimensions[parameter.name] == nil {
            if let value = assignment.parameters[parameter.name] { places.append("\(parameter.name) = \(value)") }
        }
        for point in statement.points { places.append("\(point.name) = \(vector(assignment.points[point] ?? []))") }
        var result = places.isEmpty ? [] : ["at " + places.joined(separator: ", ")]
        for function in statement.functions { result += functionLines(function, assignment) }
        if !witness.gaussians.isEmpty { result.append("there; away from the point a Gaussian, changed a little for the stated moments") }
        return result
    }

    private func vector(_ values: [Rational]) -> String {
        values.count == 1 ? values[0].description : "(" + values.map(\.description).joined(separator: ", ") + ")"
    }

    private func functionLines(_ function: FunctionSymbol, _ assignment: Assignment) -> [String] {
        guard let polynomial = assignment.functions[function] else { return [] }
        var names: [String] = []
        for (position, slot) in function.arguments.enumerated() {
            let letter = ["x", "y", "p", "q"][position % 4]
            switch slot {
            case .scalar: names.append(letter)
            case .vector(let d):
                let size = assignment.size(d) ?? 0
                names += size == 1 ? [letter] : (1...max(size, 1)).map { "\(letter)\($0)" }
            }
        }
        return polynomial.components.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { value, terms in
            let component = value.isEmpty ? "" : "[\(value.map(String.init).joined(separator: ","))]"
            let head = (function.isLogarithm ? "log " : "") + function.name + component
            let arguments = function.arguments.isEmpty ? "" : "(" + function.arguments.indices.map { ["x", "y", "p", "q"][$0 % 4] }.joined(separator: ", ") + ")"
            return "with \(head)\(arguments) = \(text(terms, names))"
        }
    }

    private func text(_ terms: [PolynomialFunction.Term], _ names: [String]) -> String {
        if terms.isEmpty { return "0" }
        var result = ""
        for term in terms {
            let powers = zip(names, term.exponents).filter { $0.1 > 0 }.map { $0.1 == 1 ? $0.0 : "\($0.0)^\($0.1)" }
            let magnitude = term.coefficient.magnitude
            var factors = powers
            if magnitude != 1 || powers.isEmpty { factors.insert(magnitude.description, at: 0) }
            let sign = term.coefficient.sign < 0 ? (result.isEmpty ? "-" : " - ") : (result.isEmpty ? "" : " + ")
            result += sign + factors.joined(separator: " ")
        }
        return result
    }
}
