import Arithmetic
import Expressions
import Kernel

/// Changes constants and parameters of an assignment so that equations between them hold.
///
/// Each equation is solved for one component of one constant, or for one parameter, in which it is linear there; an equation that
/// holds already, or cannot be solved so, changes nothing.
package struct ConstantAdjustment {
    private let equations: [Relation]
    private let constants: [FunctionSymbol]
    private let parameters: [Parameter]

    /// - Parameter onBounds: inequalities that are not strict are solved as equations, as `a <= b` and `b <= a` leave no other place.
    package init(_ statement: Statement, onBounds: Bool = false) {
        constants = statement.functions.filter(\.arguments.isEmpty)
        let dimensions = Set(statement.symbolicDimensions)
        parameters = statement.parameters.filter { !$0.isInteger && !dimensions.contains($0.name) }
        equations = statement.hypotheses.flatMap { $0.relations ?? [] }.filter { relation in
            (relation.op == .equal || (onBounds && relation.op == .lessOrEqual)) && [relation.left, relation.right].allSatisfy { side in
                !side.hasIntegral && !side.mentionsFunctionOfPoints && !statement.points.contains(where: side.mentions)
            }
        }
    }

    package func apply(_ assignment: Assignment) -> Assignment {
        var result = assignment
        // A component that solved one equation is left to it.
        var used: Set<Component> = []
        for equation in equations {
            for indices in Screening.indexValues(equation.indices, assignment) {
                guard let residual = residual(equation, indices, result), !residual.isZero else { continue }
                solve(equation, indices, &result, &used)
            }
        }
        return result
    }

    /// Whether every equation holds exactly.
    package func holds(_ assignment: Assignment) -> Bool {
        equations.allSatisfy { equation in
            Screening.indexValues(equation.indices, assignment).allSatisfy { residual(equation, $0, assignment)?.isZero ?? false }
        }
    }

    private enum Component: Hashable {
        case constant(FunctionSymbol, [Int])
        case parameter(String)
    }

    private func residual(_ equation: Relation, _ indices: [Int], _ assignment: Assignment) -> Rational? {
        let values = Dictionary(zip(equation.indices, indices)) { first, _ in first }
        let field = RationalField()
        guard let left = try? field.value(equation.left, values, at: assignment), let right = try? field.value(equation.right, values, at: assignment)
        else { return nil }
        return left - right
    }

    private func solve(_ equation: Relation, _ indices: [Int], _ assignment: inout Assignment, _ used: inout Set<Component>) {
        func solve(_ component: Component, allowed: (Rational) -> Bool, _ set: (inout Assignment, Rational) -> Void) -> Bool {
            guard !used.contains(component) else { return false }
            func at(_ number: Rational) -> (Assignment, Rational?) {
                var changed = assignment
                set(&changed, number)
                return (changed, residual(equation, indices, changed))
            }
            // 0 itself may be a pole.
            guard let one = at(1).1, let two = at(2).1, one != two else { return false }
            let value = 1 - one / (two - one)
            guard allowed(value), case (let solved, let rest?) = at(value), rest.isZero else { return false }
            assignment = solved
            used.insert(component)
            return true
        }
        for function in constants {
            for value in (assignment.functions[function]?.components ?? [:]).keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                let isSolved = solve(.constant(function, value), allowed: { _ in true }) { changed, number in
                    changed.functions[function]?.components[value] = [PolynomialFunction.Term(exponents: [], coefficient: number)]
                }
                if isSolved { return }
            }
        }
        // Of other equations between parameters the residuals are large numbers, or none.
        guard !equation.excess.mentionsOnlyParameters || RealSample(equation.excess, "").isRational else { return }
        let names = equation.excess.parameterSymbols
        for parameter in parameters.reversed() where names.contains(parameter.name) {
            if solve(.parameter(parameter.name), allowed: parameter.contains, { $0.parameters[parameter.name] = $1 }) { return }
        }
    }
}
