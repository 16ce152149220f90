import Arithmetic
import Expressions
import Kernel

/// Changes constants and parameters of an assignment so that equations between them hold.
///
/// Each equation is solved for one component of one constant, or for a parameter, in which it is linear there; an equation that
/// holds already, or cannot be solved so, changes nothing.
struct ConstantAdjustment {
    private let equations: [Relation]
    private let constants: [FunctionSymbol]
    private let parameters: [Parameter]

    init(_ statement: Statement) {
        let dimensions = Set(statement.symbolicDimensions)
        parameters = statement.parameters.filter { !$0.isInteger && !dimensions.contains($0.name) }
        constants = statement.functions.filter(\.arguments.isEmpty)
        equations = statement.hypotheses.flatMap { $0.relations ?? [] }.filter { relation in
            relation.op == .equal && [relation.left, relation.right].allSatisfy { side in
                !side.hasIntegral && !side.mentionsFunctionOfPoints && !statement.points.contains(where: side.mentions)
            }
        }
    }

    func apply(_ assignment: Assignment) -> Assignment {
        var result = assignment
        // A component that solved one equation is left to it.
        var used: Set<Component> = []
        var solved: Set<String> = []
        for equation in equations {
            for indices in Screening.indexValues(equation.indices, assignment) {
                guard let residual = residual(equation, indices, result), !residual.isZero else { continue }
                if !solve(equation, indices, &result, &used) { solveForParameter(equation, indices, &result, &solved) }
            }
        }
        return result
    }

    /// Whether every equation holds exactly.
    func holds(_ assignment: Assignment) -> Bool {
        equations.allSatisfy { equation in
            Screening.indexValues(equation.indices, assignment).allSatisfy { residual(equation, $0, assignment)?.isZero ?? false }
        }
    }

    private struct Component: Hashable {
        let function: FunctionSymbol
        let value: [Int]
    }

    private func residual(_ equation: Relation, _ indices: [Int], _ assignment: Assignment) -> Rational? {
        let values = Dictionary(zip(equation.indices, indices)) { first, _ in first }
        let field = RationalField()
        guard let left = try? field.value(equation.left, values, at: assignment), let right = try? field.value(equation.right, values, at: assignment)
        else { return nil }
        return left - right
    }

    /// In its declared range.
    private func solveForParameter(_ equation: Relation, _ indices: [Int], _ assignment: inout Assignment, _ solved: inout Set<String>) {
        // Other equations have large numbers for residuals, or none.
        guard equation.excess.mentionsOnlyParameters, RealSample(equation.excess, "").isRational else { return }
        let names = equation.excess.parameterSymbols
        for parameter in parameters.reversed() where names.contains(parameter.name) && !solved.contains(parameter.name) {
            func at(_ number: Rational) -> (Assignment, Rational?) {
                var changed = assignment
                changed.parameters[parameter.name] = number
                return (changed, residual(equation, indices, changed))
            }
            // Two places where both sides are defined.
            guard let first = at(1).1, let second = at(2).1, first != second, case let value = 1 - first / (second - first), parameter.contains(value),
                case let (next, rest) = at(value), rest?.isZero == true else { continue }
            assignment = next
            solved.insert(parameter.name)
            return
        }
    }

    private func solve(_ equation: Relation, _ indices: [Int], _ assignment: inout Assignment, _ used: inout Set<Component>) -> Bool {
        for function in constants {
            for value in (assignment.functions[function]?.components ?? [:]).keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                let component = Component(function: function, value: value)
                guard !used.contains(component) else { continue }
                func at(_ number: Rational) -> (Assignment, Rational?) {
                    var changed = assignment
                    changed.functions[function]?.components[value] = [PolynomialFunction.Term(exponents: [], coefficient: number)]
                    return (changed, residual(equation, indices, changed))
                }
                guard let zero = at(0).1, let one = at(1).1, one != zero else { continue }
                let (solved, rest) = at(-zero / (one - zero))
                guard let rest, rest.isZero else { continue }
                assignment = solved
                used.insert(component)
                return true
            }
        }
        return false
    }
}
